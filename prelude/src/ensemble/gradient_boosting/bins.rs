//! Features in at most 255 bins, one byte per value, column by column: what histograms are made
//! from.

use ndarray::ArrayView2;
use rand::SeedableRng;
use rand::rngs::StdRng;
use rayon::prelude::*;

use crate::tree::columns::{by_column, ordered_bits};

/// Bins are laid out on at most so many rows, drawn at random.
const MOST_ROWS: usize = 200_000;

pub(crate) struct Bins {
    columns: Vec<Column>,
}

struct Column {
    /// One per row.
    codes: Vec<u8>,
    /// Upper ends of all bins but the last, ascending: a value of bin k is at most the k-th.
    ends: Vec<f64>,
}

impl Bins {
    /// With bins of about equally many of the `training` rows, or one per distinct value where
    /// these are few.
    pub fn of(x: ArrayView2<'_, f64>, training: &[u32], max_bins: usize, seed: u64) -> Self {
        let values = by_column(x);
        let sample = sample(training, seed);
        let columns = values
            .par_chunks(x.nrows().max(1))
            .map(|values| {
                let ends = ends(sample.iter().map(|row| values[*row as usize]), max_bins);
                let codes =
                    values.iter().map(|value| ends.partition_point(|end| end < value) as u8).collect();
                Column { codes, ends }
            })
            .collect();
        Self { columns }
    }

    pub fn n_features(&self) -> usize {
        self.columns.len()
    }

    pub fn codes(&self, feature: usize) -> &[u8] {
        &self.columns[feature].codes
    }

    pub fn n_bins(&self, feature: usize) -> usize {
        self.columns[feature].ends.len() + 1
    }

    /// The largest value of a bin that is not the last.
    pub fn end(&self, feature: usize, bin: u8) -> f64 {
        self.columns[feature].ends[bin as usize]
    }
}

fn sample(training: &[u32], seed: u64) -> Vec<u32> {
    if training.len() <= MOST_ROWS {
        return training.to_vec();
    }
    let mut random = StdRng::seed_from_u64(seed);
    let chosen = rand::seq::index::sample(&mut random, training.len(), MOST_ROWS);
    chosen.iter().map(|place| training[place]).collect()
}

fn ends(values: impl Iterator<Item = f64>, max_bins: usize) -> Vec<f64> {
    let mut keys: Vec<u64> = values.map(ordered_bits).collect();
    keys.sort_unstable();
    let mut distinct = keys.clone();
    distinct.dedup();
    if distinct.len() <= max_bins {
        return distinct.windows(2).map(|pair| middle(value(pair[0]), value(pair[1]))).collect();
    }
    let last = (keys.len() - 1) as f64;
    let mut ends: Vec<f64> = (1..max_bins)
        .map(|bin| bin as f64 / max_bins as f64 * last)
        .map(|place| middle(value(keys[place.floor() as usize]), value(keys[place.ceil() as usize])))
        .collect();
    ends.dedup();
    ends
}

fn middle(low: f64, high: f64) -> f64 {
    let middle = low / 2.0 + high / 2.0;
    if middle >= low && middle < high { middle } else { low }
}

/// The float that a key was made from.
fn value(key: u64) -> f64 {
    f64::from_bits(if key >> 63 == 1 { key & !(1 << 63) } else { !key })
}

//! Features as the growers read them: column by column, each value as its rank among the column's
//! distinct values. Ranks are sorted once per fit, for all trees; a node then sorts small whole
//! numbers, in linear time.

use ndarray::ArrayView2;
use rayon::prelude::*;

/// Rows that are transposed together, so that the lines they share are read once.
const BLOCK: usize = 64;

/// Rank-coded features.
pub(crate) struct Columns {
    columns: Vec<Column>,
}

struct Column {
    /// One per row: the place in `distinct`.
    codes: Vec<u32>,
    /// Ascending.
    distinct: Vec<f64>,
}

impl Columns {
    /// Of finite features of shape (n_samples, n_features).
    pub fn of(x: ArrayView2<'_, f64>) -> Self {
        let values = by_column(x);
        let columns = values.par_chunks(x.nrows().max(1)).map(Column::of).collect();
        Self { columns }
    }

    pub fn n_features(&self) -> usize {
        self.columns.len()
    }

    pub fn codes(&self, feature: usize) -> &[u32] {
        &self.columns[feature].codes
    }

    /// The value that a code stands for.
    pub fn value(&self, feature: usize, code: u32) -> f64 {
        self.columns[feature].distinct[code as usize]
    }

    /// The middle between the values of two codes, `low` < `high`: at least the lower value and less
    /// than the higher one.
    pub fn between(&self, feature: usize, low: u32, high: u32) -> f64 {
        let (low, high) = (self.value(feature, low), self.value(feature, high));
        let middle = low / 2.0 + high / 2.0;
        if middle >= low && middle < high { middle } else { low }
    }

    /// The number of distinct values that are at most `threshold`.
    pub fn at_most(&self, feature: usize, threshold: f64) -> u32 {
        self.columns[feature].distinct.partition_point(|value| *value <= threshold) as u32
    }
}

impl Column {
    fn of(values: &[f64]) -> Self {
        let keys = values.iter().enumerate().map(|(row, value)| (ordered_bits(*value), row as u32));
        let mut keys: Vec<(u64, u32)> = keys.collect();
        keys.sort_unstable();
        let mut codes = vec![0; values.len()];
        let mut distinct = Vec::new();
        let mut last = None;
        for (key, row) in keys {
            if last != Some(key) {
                distinct.push(values[row as usize]);
                last = Some(key);
            }
            codes[row as usize] = distinct.len() as u32 - 1;
        }
        Self { codes, distinct }
    }
}

/// The values of each column, one column after the other.
pub(crate) fn by_column(x: ArrayView2<'_, f64>) -> Vec<f64> {
    let (n_samples, n_features) = x.dim();
    let mut values = vec![0.0; n_samples * n_features];
    for start in (0..n_samples).step_by(BLOCK) {
        let end = (start + BLOCK).min(n_samples);
        for j in 0..n_features {
            for i in start..end {
                values[j * n_samples + i] = x[[i, j]];
            }
        }
    }
    values
}

/// Whole numbers in the order of the floats; 0 and −0 are one.
pub(crate) fn ordered_bits(value: f64) -> u64 {
    let bits = (value + 0.0).to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

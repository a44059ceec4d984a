//! Gaps filled with the mean of the most similar rows, as scikit-learn's `KNNImputer` does.
//!
//! Two rows are compared by the columns that both know: the squared differences are summed and
//! scaled up to the number of all columns (the "nan-euclidean" distance). The work goes by columns,
//! so that the inner loop runs over consecutive numbers, and row by row in parallel. Ties go to the
//! earlier row, whatever the number of threads.
//!
//! Source: O. Troyanskaya et al., "Missing value estimation methods for DNA microarrays", 2001;
//! J. Dixon, "Pattern recognition with partly missing data", 1979.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};
use rayon::prelude::*;

use crate::error::Result;
use crate::runtime::check_interrupt;

/// How much each neighbour counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum NeighbourWeights {
    /// All the same.
    #[default]
    Uniform,
    /// By the inverse of the distance; rows at no distance alone if there are any.
    Distance,
}

/// Rows between two looks at the interrupt flag.
const BLOCK: usize = 256;

/// Rows whose known values fill the gaps of others.
pub(crate) struct Donors<'a> {
    rows: ArrayView2<'a, f64>,
    /// By column: the values with 0 for a gap, and 1 where a value is known, else 0.
    values: Vec<Vec<f64>>,
    known: Vec<Vec<f64>>,
    means: Vec<f64>,
}

impl<'a> Donors<'a> {
    /// `rows` has shape (n_samples, n_features), NaN for gaps.
    pub(crate) fn of(rows: ArrayView2<'a, f64>) -> Self {
        let columns = || rows.axis_iter(Axis(1));
        let gapless = |value: &f64| if value.is_nan() { 0.0 } else { *value };
        let presence = |value: &f64| f64::from(u8::from(!value.is_nan()));
        let values: Vec<Vec<f64>> = columns().map(|column| column.iter().map(gapless).collect()).collect();
        let known: Vec<Vec<f64>> = columns().map(|column| column.iter().map(presence).collect()).collect();
        let mean =
            |(values, known): (&Vec<f64>, &Vec<f64>)| values.iter().sum::<f64>() / known.iter().sum::<f64>();
        let means = values.iter().zip(&known).map(mean).collect();
        Self { rows, values, known, means }
    }

    /// `x`, of as many columns, with the gaps of the columns `wanted` filled; NaN stays where a column
    /// has no known value at all.
    pub(crate) fn fill(
        &self,
        x: ArrayView2<'_, f64>,
        wanted: &[usize],
        count: usize,
        weights: NeighbourWeights,
    ) -> Result<Array2<f64>> {
        let mut filled = x.to_owned();
        let gappy: Vec<usize> =
            (0..x.nrows()).filter(|row| wanted.iter().any(|column| x[[*row, *column]].is_nan())).collect();
        for block in gappy.chunks(BLOCK) {
            check_interrupt()?;
            let rows: Vec<Vec<(usize, f64)>> =
                block.par_iter().map(|row| self.fill_row(x.row(*row), wanted, count, weights)).collect();
            for (row, values) in block.iter().zip(rows) {
                for (column, value) in values {
                    filled[[*row, column]] = value;
                }
            }
        }
        Ok(filled)
    }

    /// The columns of one row that have a gap, each with its new value.
    fn fill_row(
        &self,
        row: ArrayView1<'_, f64>,
        wanted: &[usize],
        count: usize,
        weights: NeighbourWeights,
    ) -> Vec<(usize, f64)> {
        let distances = self.squared_distances(row);
        let gaps = wanted.iter().copied().filter(|column| row[*column].is_nan());
        gaps.map(|column| (column, self.value(column, &distances, count, weights))).collect()
    }

    /// Squared nan-euclidean distances to all rows; NaN where no column is known in both.
    fn squared_distances(&self, row: ArrayView1<'_, f64>) -> Array1<f64> {
        let n = self.rows.nrows();
        let (mut sums, mut common) = (vec![0.0; n], vec![0.0; n]);
        for (column, value) in row.iter().enumerate().filter(|(_, value)| !value.is_nan()) {
            let pairs = self.values[column].iter().zip(&self.known[column]);
            for ((sum, common), (other, known)) in sums.iter_mut().zip(&mut common).zip(pairs) {
                let difference = value - other;
                *sum += if *known > 0.0 { difference * difference } else { 0.0 };
                *common += known;
            }
        }
        let all = row.len() as f64;
        sums.iter()
            .zip(common)
            .map(|(sum, common)| if common > 0.0 { sum * all / common } else { f64::NAN })
            .collect()
    }

    fn value(&self, column: usize, distances: &Array1<f64>, count: usize, weights: NeighbourWeights) -> f64 {
        let known = &self.known[column];
        let mut donors: Vec<(f64, usize)> = distances
            .iter()
            .enumerate()
            .filter(|(row, distance)| known[*row] > 0.0 && !distance.is_nan())
            .map(|(row, distance)| (*distance, row))
            .collect();
        if donors.is_empty() {
            return self.means[column];
        }
        let order = |a: &(f64, usize), b: &(f64, usize)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
        if donors.len() > count {
            donors.select_nth_unstable_by(count - 1, order);
            donors.truncate(count);
        }
        donors.sort_unstable_by(order);
        average(&self.values[column], &donors, weights)
    }
}

fn average(values: &[f64], donors: &[(f64, usize)], weights: NeighbourWeights) -> f64 {
    let at_no_distance = donors[0].0 == 0.0;
    let weight = |squared: f64| match weights {
        NeighbourWeights::Uniform => 1.0,
        NeighbourWeights::Distance if at_no_distance => f64::from(u8::from(squared == 0.0)),
        NeighbourWeights::Distance => 1.0 / squared.sqrt(),
    };
    let (mut sum, mut total) = (0.0, 0.0);
    for (squared, row) in donors {
        let weight = weight(*squared);
        sum += weight * values[*row];
        total += weight;
    }
    sum / total
}

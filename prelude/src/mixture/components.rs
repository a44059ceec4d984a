//! The two steps of the iteration: what the components say of the samples, and what the samples make
//! of the components. Rows are taken in blocks whose sizes depend on the data alone, so that sums are
//! the same on any number of threads.

use ndarray::{Array1, Array2, Array3, ArrayView2, Axis, s};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::covariance::{CovarianceType, Covariances, Whiteners};

/// Rows of a block at least, and blocks at most.
const BLOCK: usize = 1024;
const MOST_BLOCKS: usize = 64;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Components {
    pub weights: Array1<f64>,
    /// Shape (n_components, n_features).
    pub means: Array2<f64>,
    pub covariances: Covariances,
    pub whiteners: Whiteners,
}

/// Whatever the samples say of the components before it is divided.
struct Moments {
    totals: Array1<f64>,
    sums: Array2<f64>,
}

impl Components {
    /// ln(weight · density) of each sample under each component, shape (n_samples, n_components).
    pub fn log_joint(&self, x: ArrayView2<'_, f64>) -> Array2<f64> {
        let mut result = Array2::zeros((x.nrows(), self.weights.len()));
        let size = block_size(x.nrows());
        result.axis_chunks_iter_mut(Axis(0), size).into_par_iter().enumerate().for_each(|(i, mut target)| {
            let rows = x.slice(s![i * size..i * size + target.nrows(), ..]);
            for (k, mut column) in target.columns_mut().into_iter().enumerate() {
                let lengths = self.whiteners.squared_lengths(k, &rows - &self.means.row(k));
                column.assign(&(lengths * -0.5 + self.log_height(k)));
            }
        });
        result
    }

    /// ln(weight · density) at the component's mean.
    fn log_height(&self, k: usize) -> f64 {
        let d = self.means.ncols();
        self.weights[k].ln() + self.whiteners.log_determinant(k, d)
            - 0.5 * d as f64 * std::f64::consts::TAU.ln()
    }

    /// How much each sample belongs to each component, and the mean log-likelihood.
    pub fn responsibilities(&self, x: ArrayView2<'_, f64>) -> (Array2<f64>, f64) {
        let mut joint = self.log_joint(x);
        let logs = normalise(&mut joint);
        joint.par_mapv_inplace(f64::exp);
        (joint, logs.sum() / x.nrows() as f64)
    }

    /// The components that fit best; nothing if one has collapsed.
    pub fn estimate(
        x: ArrayView2<'_, f64>,
        responsibilities: &Array2<f64>,
        kind: CovarianceType,
        reg_covar: f64,
    ) -> Option<Self> {
        let moments = moments(x, responsibilities);
        let totals = moments.totals + 10.0 * f64::EPSILON;
        let means = moments.sums / totals.view().insert_axis(Axis(1));
        let covariances = match kind {
            CovarianceType::Full => Covariances::Full(full(x, responsibilities, &totals, &means, reg_covar)),
            CovarianceType::Tied => Covariances::Tied(tied(x, &totals, &means, reg_covar)),
            CovarianceType::Diag => Covariances::Diag(diag(x, responsibilities, &totals, &means, reg_covar)),
            CovarianceType::Spherical => {
                let each = diag(x, responsibilities, &totals, &means, reg_covar);
                Covariances::Spherical(each.mean_axis(Axis(1))?)
            }
        };
        let whiteners = covariances.whiteners()?;
        Some(Self { weights: &totals / totals.sum(), means, covariances, whiteners })
    }
}

/// Takes from each row the logarithm of the sum of its exponentials, which is given.
pub(super) fn normalise(logs: &mut Array2<f64>) -> Array1<f64> {
    let subtract = |mut row: ndarray::ArrayViewMut1<'_, f64>| {
        let largest = row.fold(f64::NEG_INFINITY, |largest, value| largest.max(*value));
        let sum: f64 = row.iter().map(|value| (value - largest).exp()).sum();
        let total = largest + sum.ln();
        row -= total;
        total
    };
    let totals: Vec<f64> =
        logs.axis_iter_mut(Axis(0)).into_par_iter().with_min_len(256).map(subtract).collect();
    totals.into()
}

fn block_size(n: usize) -> usize {
    BLOCK.max(n.div_ceil(MOST_BLOCKS))
}

/// The sum over all blocks of rows of what `work` makes of a block's first and last row.
fn summed(n: usize, shape: (usize, usize), work: impl Fn(usize, usize) -> Array2<f64> + Sync) -> Array2<f64> {
    let size = block_size(n);
    let starts: Vec<usize> = (0..n).step_by(size).collect();
    let parts: Vec<Array2<f64>> = starts.par_iter().map(|start| work(*start, n.min(start + size))).collect();
    parts.iter().fold(Array2::zeros(shape), |total, part| total + part)
}

fn moments(x: ArrayView2<'_, f64>, shares: &Array2<f64>) -> Moments {
    let shape = (shares.ncols(), x.ncols());
    let sums = summed(x.nrows(), shape, |start, end| {
        shares.slice(s![start..end, ..]).t().dot(&x.slice(s![start..end, ..]))
    });
    Moments { totals: shares.sum_axis(Axis(0)), sums }
}

fn full(
    x: ArrayView2<'_, f64>,
    shares: &Array2<f64>,
    totals: &Array1<f64>,
    means: &Array2<f64>,
    reg_covar: f64,
) -> Array3<f64> {
    let (k, d) = means.dim();
    // The blocks of all components stacked: shape (k · d, d).
    let sums = summed(x.nrows(), (k * d, d), |start, end| {
        let mut part = Array2::zeros((k * d, d));
        for (c, mean) in means.rows().into_iter().enumerate() {
            let differences = &x.slice(s![start..end, ..]) - &mean;
            let share = shares.slice(s![start..end, c]).insert_axis(Axis(1));
            let weighted = &differences * &share;
            part.slice_mut(s![c * d..(c + 1) * d, ..]).assign(&weighted.t().dot(&differences));
        }
        part
    });
    let covariance = |c: usize, i: usize, j: usize| {
        sums[[c * d + i, j]] / totals[c] + if i == j { reg_covar } else { 0.0 }
    };
    Array3::from_shape_fn((k, d, d), |(c, i, j)| covariance(c, i, j))
}

fn tied(x: ArrayView2<'_, f64>, totals: &Array1<f64>, means: &Array2<f64>, reg_covar: f64) -> Array2<f64> {
    let d = x.ncols();
    // About the data's mean, the difference of the two products loses fewer digits.
    let centre = x.mean_axis(Axis(0)).unwrap_or_else(|| Array1::zeros(d));
    let all = summed(x.nrows(), (d, d), |start, end| {
        let block = &x.slice(s![start..end, ..]) - &centre;
        block.t().dot(&block)
    });
    let means = means - &centre;
    let between = (&means * &totals.view().insert_axis(Axis(1))).t().dot(&means);
    let mut covariance = (all - between) / totals.sum();
    covariance.diag_mut().mapv_inplace(|value| value + reg_covar);
    covariance
}

fn diag(
    x: ArrayView2<'_, f64>,
    shares: &Array2<f64>,
    totals: &Array1<f64>,
    means: &Array2<f64>,
    reg_covar: f64,
) -> Array2<f64> {
    let sums = summed(x.nrows(), means.dim(), |start, end| {
        let mut part = Array2::zeros(means.dim());
        for (row, shares) in
            x.slice(s![start..end, ..]).rows().into_iter().zip(shares.slice(s![start..end, ..]).rows())
        {
            for (c, share) in shares.iter().enumerate() {
                for (j, value) in row.iter().enumerate() {
                    let difference = value - means[[c, j]];
                    part[[c, j]] += share * difference * difference;
                }
            }
        }
        part
    });
    sums / totals.view().insert_axis(Axis(1)) + reg_covar
}

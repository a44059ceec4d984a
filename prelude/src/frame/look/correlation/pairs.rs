//! One pair of columns at a time, over the rows in which both have a value.

use ndarray::Array2;
use rayon::prelude::*;

use crate::error::Result;
use crate::runtime::check_interrupt;

/// Sums of squares and products about the means of `count` rows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moments {
    pub count: usize,
    pub xx: f64,
    pub yy: f64,
    pub xy: f64,
}

impl Moments {
    /// Of the rows in which neither is NaN.
    pub(super) fn of(x: &[f64], y: &[f64]) -> Self {
        let both = || x.iter().zip(y).filter(|(a, b)| !a.is_nan() && !b.is_nan());
        let Some((x0, y0)) = both().next() else {
            return Self { count: 0, xx: 0.0, yy: 0.0, xy: 0.0 };
        };
        let (mut count, mut sum_x, mut sum_y) = (0, 0.0, 0.0);
        let (mut constant_x, mut constant_y) = (true, true);
        for (a, b) in both() {
            count += 1;
            sum_x += a - x0;
            sum_y += b - y0;
            constant_x &= a == x0;
            constant_y &= b == y0;
        }
        let (mean_x, mean_y) = (sum_x / count as f64, sum_y / count as f64);
        let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
        for (a, b) in both() {
            let (dx, dy) = ((a - x0) - mean_x, (b - y0) - mean_y);
            xx += dx * dx;
            yy += dy * dy;
            xy += dx * dy;
        }
        // The mean of equal numbers may be rounded.
        let or_zero = |constant: bool, value: f64| if constant { 0.0 } else { value };
        let xy = or_zero(constant_x || constant_y, xy);
        Self { count, xx: or_zero(constant_x, xx), yy: or_zero(constant_y, yy), xy }
    }

    /// Pearson's correlation; NaN where either side is constant.
    pub(super) fn correlation(&self) -> f64 {
        if self.xx == 0.0 || self.yy == 0.0 {
            return f64::NAN;
        }
        // The root of a square is exact, so that a column goes with itself at exactly 1.
        let product = self.xx * self.yy;
        let is_exact = product.is_normal();
        let size = if is_exact { product.sqrt() } else { self.xx.sqrt() * self.yy.sqrt() };
        (self.xy / size).clamp(-1.0, 1.0)
    }

    /// The covariance with n − 1; NaN of fewer than two rows.
    pub(super) fn covariance(&self) -> f64 {
        if self.count < 2 { f64::NAN } else { self.xy / (self.count - 1) as f64 }
    }
}

/// Fills the wanted entries (i ≤ j) of a symmetric matrix, in parallel.
pub(super) fn fill(
    matrix: &mut Array2<f64>,
    wanted: impl Fn(usize, usize) -> bool,
    measure: impl Fn(usize, usize) -> f64 + Sync,
) -> Result<()> {
    let size = matrix.nrows();
    let pairs: Vec<(usize, usize)> =
        (0..size).flat_map(|i| (i..size).map(move |j| (i, j))).filter(|(i, j)| wanted(*i, *j)).collect();
    let one = |(i, j): &(usize, usize)| -> Result<f64> {
        check_interrupt()?;
        Ok(measure(*i, *j))
    };
    let values: Vec<f64> = pairs.par_iter().map(one).collect::<Result<_>>()?;
    for ((i, j), value) in pairs.into_iter().zip(values) {
        matrix[[i, j]] = value;
        matrix[[j, i]] = value;
    }
    Ok(())
}

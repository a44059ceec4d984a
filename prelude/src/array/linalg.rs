//! Linear algebra.

use ndarray::{Array2, ArrayView2};

use super::sum::sum;

/// The product of matrices whose shapes fit.
pub(crate) fn product(a: ArrayView2<'_, f64>, b: ArrayView2<'_, f64>) -> Array2<f64> {
    a.dot(&b)
}

/// The square root of the sum of squares.
pub(crate) fn length(x: &[f64]) -> f64 {
    sum(&x.iter().map(|value| value * value).collect::<Vec<f64>>()).sqrt()
}

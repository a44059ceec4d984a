//! Sizes of vectors and matrices.

use ndarray::{ArrayView2, Axis, Dimension, Ix2};

use super::decompose::singular_values;
use crate::array::AsArray;
use crate::array::sum::sum;
use crate::error::{Error, Result};

/// Which size: NumPy's `ord`.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Norm {
    /// The square root of the sum of squares, of vectors and matrices alike.
    #[default]
    Frobenius,
    /// Vectors: the sum of absolute values. Matrices: the largest such sum of a column.
    One,
    /// Vectors: the Euclidean length. Matrices: the largest singular value.
    Two,
    /// Vectors: the largest absolute value. Matrices: the largest sum of absolute values of a row.
    Infinity,
    /// Matrices: the sum of the singular values.
    Nuclear,
    /// Vectors: the p-th root of the sum of p-th powers, p > 0.
    P(f64),
}

/// The Euclidean length of a vector, the Frobenius norm of a matrix.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::linalg::norm([3, 4])?, 5.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Those of reading a column.
pub fn norm(x: impl AsArray) -> Result<f64> {
    Ok(length(&x.flat()?))
}

/// The square root of the sum of squares, without overflow.
pub(crate) fn length(x: &[f64]) -> f64 {
    let plain = sum(&x.iter().map(|value| value * value).collect::<Vec<f64>>());
    if plain.is_normal() {
        return plain.sqrt();
    }
    let largest = x.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    if largest == 0.0 || largest.is_infinite() || plain.is_nan() {
        return if plain.is_nan() { f64::NAN } else { largest };
    }
    largest * sum(&x.iter().map(|value| (value / largest).powi(2)).collect::<Vec<f64>>()).sqrt()
}

/// A norm of another kind, of a vector or a matrix.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// use np::linalg::{Norm, norm_ord};
/// assert_eq!(norm_ord([[1, -7], [2, 3]], Norm::One)?, 10.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`] for a norm that vectors or matrices do not have, [`Error::Shape`] for more
/// dimensions, [`Error::NotFinite`] for singular values of such a matrix.
pub fn norm_ord(x: impl AsArray, norm: Norm) -> Result<f64> {
    let dim = x.extent();
    let values = x.flat()?;
    match dim.slice() {
        [] | [_] => of_vector(&values, norm),
        [rows, columns] => {
            let view = ArrayView2::from_shape((*rows, *columns), &values)
                .unwrap_or_else(|error| unreachable!("{error}"));
            of_matrix(view, norm)
        }
        more => Err(Error::Shape {
            what: "np::linalg::norm_ord's array".to_owned(),
            given: more.to_vec(),
            expected: "a vector or a matrix".to_owned(),
        }),
    }
}

fn of_vector(x: &[f64], norm: Norm) -> Result<f64> {
    let absolute = || x.iter().map(|value| value.abs());
    match norm {
        Norm::Frobenius | Norm::Two => Ok(length(x)),
        Norm::One => Ok(sum(&absolute().collect::<Vec<f64>>())),
        Norm::Infinity => Ok(absolute().fold(0.0, larger)),
        Norm::P(p) if p > 0.0 && p.is_finite() => {
            Ok(sum(&absolute().map(|value| value.powf(p)).collect::<Vec<f64>>()).powf(1.0 / p))
        }
        Norm::P(p) => Err(Error::parameter("np::linalg::norm_ord", "p", p, "positive and finite")),
        Norm::Nuclear => Err(refuse(norm, "one that vectors have: One, Two, Infinity, P(p)")),
    }
}

fn of_matrix(x: ArrayView2<'_, f64>, norm: Norm) -> Result<f64> {
    const NAME: &str = "np::linalg::norm_ord";
    let largest_sum = |axis: usize| x.mapv(f64::abs).sum_axis(Axis(axis)).into_iter().fold(0.0, larger);
    match norm {
        Norm::Frobenius => Ok(length(&x.iter().copied().collect::<Vec<f64>>())),
        Norm::One => Ok(largest_sum(0)),
        Norm::Infinity => Ok(largest_sum(1)),
        Norm::Two => Ok(singular_values(NAME, x)?[0]),
        Norm::Nuclear => Ok(singular_values(NAME, x)?.sum()),
        Norm::P(_) => Err(refuse(norm, "one that matrices have: Frobenius, One, Two, Infinity, Nuclear")),
    }
}

fn refuse(norm: Norm, expected: &str) -> Error {
    Error::parameter("np::linalg::norm_ord", "norm", format!("{norm:?}"), expected)
}

/// The larger, NaN if either is.
fn larger(a: f64, b: f64) -> f64 {
    if a > b || a.is_nan() { a } else { b }
}

/// How much a relative error of b may grow in the solution of a·x = b: the largest singular value by
/// the smallest; infinite for singular matrices.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert!((np::linalg::cond([[10, 0], [0, 2]])? - 5.0).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::NotFinite`], [`Error::Empty`].
pub fn cond(a: impl AsArray<Dim = Ix2>) -> Result<f64> {
    let values = singular_values("np::linalg::cond", a.array()?.view())?;
    Ok(values[0] / values[values.len() - 1])
}

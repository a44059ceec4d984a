//! Least squares, pseudo-inverse and rank, by singular values.

use ndarray::{Array, Array1, Array2, ArrayView2, Axis, Dimension, Ix2, s};

use super::bridge::{check, take};
use super::decompose::{diagonal, singular_values, thin_svd};
use super::product::product;
use super::solve::{check_rows, columns};
use crate::array::AsArray;
use crate::array::as_array::shaped;
use crate::error::Result;

/// What [`lstsq`] finds.
#[derive(Clone, Debug, PartialEq)]
pub struct LeastSquares<D: Dimension> {
    /// The x of least |a·x − b|, and of those the shortest: shape (n) or (n, k) as b is.
    pub solution: Array<f64, D>,
    /// The squared residuals of each right-hand side, length k.
    pub residuals: Array1<f64>,
    /// How many independent columns a has, to working precision.
    pub rank: usize,
    /// The singular values of a, descending.
    pub singular_values: Array1<f64>,
}

/// The x for which a·x comes nearest to b, for a of any shape (m, n) and rank.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// let a = array![[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]];
/// let fit = np::linalg::lstsq(&a, [1, 3, 5])?;
/// assert!(np::allclose(&fit.solution, [1, 2])?);
/// assert_eq!(fit.rank, 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Shape`] if b has not as many rows as a, [`Error::NotFinite`], [`Error::Empty`].
///
/// [`Error::Shape`]: crate::Error::Shape
/// [`Error::NotFinite`]: crate::Error::NotFinite
/// [`Error::Empty`]: crate::Error::Empty
pub fn lstsq<B: AsArray>(a: impl AsArray<Dim = Ix2>, b: B) -> Result<LeastSquares<B::Dim>> {
    const NAME: &str = "np::linalg::lstsq";
    let right = columns(NAME, b.array()?)?;
    let LeastSquares { solution, residuals, rank, singular_values } =
        least_squares(NAME, a.array()?.view(), right.view())?;
    let mut dim = b.extent();
    dim.slice_mut()[0] = solution.nrows();
    let solution = shaped(dim, solution.into_raw_vec_and_offset().0);
    Ok(LeastSquares { solution, residuals, rank, singular_values })
}

pub(crate) fn least_squares(
    operation: &'static str,
    a: ArrayView2<'_, f64>,
    b: ArrayView2<'_, f64>,
) -> Result<LeastSquares<Ix2>> {
    check_rows(operation, a, b)?;
    check(operation, b)?;
    let svd = thin_svd(operation, a)?;
    let singular_values = diagonal(&svd);
    let rank = rank_of(&singular_values, a);
    let (u, v) = (take(svd.U()), take(svd.V()));
    let parts =
        product(u.slice(s![.., ..rank]).t(), b) / singular_values.slice(s![..rank]).insert_axis(Axis(1));
    let solution = product(v.slice(s![.., ..rank]), parts.view());
    let rest = product(a, solution.view()) - b;
    let residuals = rest.map_axis(Axis(0), |column| column.dot(&column));
    Ok(LeastSquares { solution, residuals, rank, singular_values })
}

/// How many singular values are more than rounding error (NumPy's limit).
fn rank_of(singular_values: &Array1<f64>, a: ArrayView2<'_, f64>) -> usize {
    let largest = singular_values.first().copied().unwrap_or(0.0);
    let limit = largest * a.nrows().max(a.ncols()) as f64 * f64::EPSILON;
    singular_values.iter().filter(|value| **value > limit).count()
}

/// The Moore–Penrose pseudo-inverse: shape (n, m) for a matrix of shape (m, n).
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert!(np::allclose(np::linalg::pinv([[2], [0]])?, [[0.5, 0.0]])?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::NotFinite`](crate::Error::NotFinite), [`Error::Empty`](crate::Error::Empty).
pub fn pinv(a: impl AsArray<Dim = Ix2>) -> Result<Array2<f64>> {
    pseudo_inverse(a.array()?.view())
}

fn pseudo_inverse(a: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
    let svd = thin_svd("np::linalg::pinv", a)?;
    let singular_values = diagonal(&svd);
    let rank = rank_of(&singular_values, a);
    let (u, v) = (take(svd.U()), take(svd.V()));
    let scaled = &v.slice(s![.., ..rank]) / &singular_values.slice(s![..rank]);
    Ok(product(scaled.view(), u.slice(s![.., ..rank]).t()))
}

/// How many independent columns a matrix has, to working precision.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::linalg::matrix_rank([[1, 2], [2, 4]])?, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::NotFinite`](crate::Error::NotFinite), [`Error::Empty`](crate::Error::Empty).
pub fn matrix_rank(a: impl AsArray<Dim = Ix2>) -> Result<usize> {
    let a = a.array()?;
    Ok(rank_of(&singular_values("np::linalg::matrix_rank", a.view())?, a.view()))
}

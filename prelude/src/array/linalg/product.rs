//! Matrix products.

use faer::Accum;
use ndarray::{Array1, Array2, ArrayView2, CowArray, Dimension, Ix1, Ix2};

use super::bridge::{lend, lend_mut, parallelism};
use crate::array::AsArray;
use crate::array::shape::element_count;
use crate::error::{Error, Result};

/// The kind of a product: matrix by matrix is a matrix, matrix by vector a vector, vector by vector a
/// number.
#[diagnostic::on_unimplemented(
    message = "the matrix product takes vectors and matrices, not arrays of other dimensions"
)]
pub trait Product<Right> {
    /// `Array2<f64>`, `Array1<f64>` or `f64`.
    type Output;

    /// The output from the product of the two as matrices.
    fn output(product: Array2<f64>) -> Self::Output;
}

impl Product<Ix2> for Ix2 {
    type Output = Array2<f64>;

    fn output(product: Array2<f64>) -> Array2<f64> {
        product
    }
}

impl Product<Ix1> for Ix2 {
    type Output = Array1<f64>;

    fn output(product: Array2<f64>) -> Array1<f64> {
        product.into_raw_vec_and_offset().0.into()
    }
}

impl Product<Ix2> for Ix1 {
    type Output = Array1<f64>;

    fn output(product: Array2<f64>) -> Array1<f64> {
        product.into_raw_vec_and_offset().0.into()
    }
}

impl Product<Ix1> for Ix1 {
    type Output = f64;

    fn output(product: Array2<f64>) -> f64 {
        product[[0, 0]]
    }
}

/// The matrix product, Python's `a @ b`: of two matrices, of a matrix and a vector, of two vectors.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// let a = array![[1.0, 2.0], [3.0, 4.0]];
/// assert_eq!(np::matmul(&a, &a)?, array![[7.0, 10.0], [15.0, 22.0]]);
/// assert_eq!(np::matmul(&a, [1, 1])?, array![3.0, 7.0]);
/// assert_eq!(np::matmul([1, 2], [3, 4])?, 11.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Shape`] if the first has not as many columns as the second has rows.
pub fn matmul<A: AsArray, B: AsArray>(a: A, b: B) -> Result<<A::Dim as Product<B::Dim>>::Output>
where
    A::Dim: Product<B::Dim>,
{
    let (a, b) = (matrix(a.array()?, 0), matrix(b.array()?, 1));
    Ok(<A::Dim as Product<B::Dim>>::output(checked_product(a.view(), b.view())?))
}

/// A vector as a row (`axis` 0) or a column (1).
fn matrix<D: Dimension>(array: CowArray<'_, f64, D>, axis: usize) -> CowArray<'_, f64, Ix2> {
    let array = array.into_dyn();
    let array = if array.ndim() == 1 { array.insert_axis(ndarray::Axis(axis)) } else { array };
    array.into_dimensionality().unwrap_or_else(|error| unreachable!("{error}"))
}

fn checked_product(a: ArrayView2<'_, f64>, b: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
    if a.ncols() != b.nrows() {
        let advice = if a.nrows() == b.nrows() { "; one of the two may want `.t()`" } else { "" };
        return Err(Error::Shape {
            what: "the second factor of np::matmul".to_owned(),
            given: b.shape().to_vec(),
            expected: format!(
                "{} rows, one per column of the first, whose shape is ({}, {}){advice}",
                a.ncols(),
                a.nrows(),
                a.ncols()
            ),
        });
    }
    element_count("np::matmul", &[a.nrows(), b.ncols()])?;
    Ok(product(a, b))
}

/// The product of matrices whose shapes fit.
pub(crate) fn product(a: ArrayView2<'_, f64>, b: ArrayView2<'_, f64>) -> Array2<f64> {
    let mut result = Array2::zeros((a.nrows(), b.ncols()));
    if a.ncols() > 0 {
        let target = lend_mut(result.view_mut());
        faer::linalg::matmul::matmul(target, Accum::Replace, lend(a), lend(b), 1.0, parallelism());
    }
    result
}

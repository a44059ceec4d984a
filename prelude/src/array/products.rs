//! Products of vectors and matrices beside the matrix product, which is [`linalg::matmul`].
//!
//! [`linalg::matmul`]: super::linalg::matmul

use ndarray::{Array1, Array2, ArrayView2, Axis, Ix1, Ix2};

use super::as_array::AsArray;
use super::shape::element_count;
use super::statistics::same_length;
use super::sum::sum;
use crate::error::{Error, Result};

/// The sum of the products of two runs of numbers.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::inner([1, 2], [3, 4])?, 11.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Shape`] for different lengths.
pub fn inner(a: impl AsArray<Dim = Ix1>, b: impl AsArray<Dim = Ix1>) -> Result<f64> {
    let (a, b) = (a.flat()?, b.flat()?);
    same_length(("a", a.len()), ("b", b.len()))?;
    let products: Vec<f64> = a.iter().zip(&*b).map(|(a, b)| a * b).collect();
    Ok(sum(&products))
}

/// Every element of `a` times every element of `b`: shape (a.len(), b.len()).
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::outer([1, 2], [3, 4])?, array![[3.0, 4.0], [6.0, 8.0]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`] if the result does not fit in memory.
pub fn outer(a: impl AsArray, b: impl AsArray) -> Result<Array2<f64>> {
    let (a, b) = (a.flat()?, b.flat()?);
    element_count("np::outer", &[a.len(), b.len()])?;
    Ok(Array2::from_shape_fn((a.len(), b.len()), |(i, j)| a[i] * b[j]))
}

/// The vector at right angles to two vectors of three elements.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::cross([1, 0, 0], [0, 1, 0])?, array![0.0, 0.0, 1.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Shape`] for another length than three.
pub fn cross(a: impl AsArray<Dim = Ix1>, b: impl AsArray<Dim = Ix1>) -> Result<Array1<f64>> {
    let (a, b) = (a.flat()?, b.flat()?);
    let [x, y, z] = three("a", &a)?;
    let [u, v, w] = three("b", &b)?;
    Ok(vec![y * w - z * v, z * u - x * w, x * v - y * u].into())
}

fn three(name: &str, values: &[f64]) -> Result<[f64; 3]> {
    values.try_into().map_err(|_| Error::Shape {
        what: format!("`{name}` of np::cross"),
        given: vec![values.len()],
        expected: "(3)".to_owned(),
    })
}

/// The Kronecker product: the second matrix times each element of the first, block by block.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::kron([[1, 2]], [[1], [3]])?, array![[1.0, 2.0], [3.0, 6.0]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`] if the result does not fit in memory.
pub fn kron(a: impl AsArray<Dim = Ix2>, b: impl AsArray<Dim = Ix2>) -> Result<Array2<f64>> {
    let (a, b) = (a.array()?, b.array()?);
    element_count("np::kron", &[a.len(), b.len()])?;
    Ok(blocks(a.view(), b.view()))
}

fn blocks(a: ArrayView2<'_, f64>, b: ArrayView2<'_, f64>) -> Array2<f64> {
    let mut result = Array2::zeros((a.nrows() * b.nrows(), a.ncols() * b.ncols()));
    if result.is_empty() {
        return result;
    }
    for (mut rows, factors) in result.axis_chunks_iter_mut(Axis(0), b.nrows()).zip(a.outer_iter()) {
        for (mut block, factor) in rows.axis_chunks_iter_mut(Axis(1), b.ncols()).zip(factors) {
            block.assign(&b);
            block *= *factor;
        }
    }
    result
}

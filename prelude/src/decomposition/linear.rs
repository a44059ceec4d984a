//! The linear algebra of the decompositions: products in parallel over blocks of rows, and faer's
//! eigenvalues, singular values and orthogonal bases.
//!
//! Blocks have sizes that depend on the data alone and are added in their order, so that results
//! are the same on any number of threads.

use faer::{Mat, MatRef, Side};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, s};
use rayon::prelude::*;

use crate::error::{Error, Result};

/// Rows of a block at least, and blocks at most.
const BLOCK: usize = 2_048;
const MOST_BLOCKS: usize = 32;

/// The limits of the blocks of `n` rows.
fn blocks(n: usize) -> Vec<(usize, usize)> {
    let size = BLOCK.max(n.div_ceil(MOST_BLOCKS));
    (0..n).step_by(size).map(|start| (start, n.min(start + size))).collect()
}

/// The mean of each column.
pub(super) fn column_means(x: ArrayView2<'_, f64>) -> Array1<f64> {
    let sums: Vec<Array1<f64>> = blocks(x.nrows())
        .into_par_iter()
        .map(|(start, end)| x.slice(s![start..end, ..]).sum_axis(Axis(0)))
        .collect();
    let zero = Array1::zeros(x.ncols());
    sums.iter().fold(zero, |total, sum| total + sum) / (x.nrows().max(1) as f64)
}

/// The product (x − mean)ᵀ(x − mean) / size², shape (n_features, n_features).
pub(crate) fn centred_gram(x: ArrayView2<'_, f64>, mean: ArrayView1<'_, f64>, size: f64) -> Array2<f64> {
    let parts: Vec<Array2<f64>> = blocks(x.nrows())
        .into_par_iter()
        .map(|(start, end)| {
            let mut block = &x.slice(s![start..end, ..]) - &mean;
            block /= size;
            block.t().dot(&block)
        })
        .collect();
    parts.iter().fold(Array2::zeros((x.ncols(), x.ncols())), |total, part| total + part)
}

/// The product (x − mean) · right, by blocks of rows.
pub(super) fn centred_product(
    x: ArrayView2<'_, f64>,
    mean: ArrayView1<'_, f64>,
    right: ArrayView2<'_, f64>,
) -> Array2<f64> {
    by_blocks(x, right.ncols(), |block| (&block - &mean).dot(&right))
}

/// The product x · right, by blocks of rows.
pub(super) fn product(x: ArrayView2<'_, f64>, right: ArrayView2<'_, f64>) -> Array2<f64> {
    by_blocks(x, right.ncols(), |block| block.dot(&right))
}

fn by_blocks(
    x: ArrayView2<'_, f64>,
    n_columns: usize,
    multiply: impl Fn(ArrayView2<'_, f64>) -> Array2<f64> + Sync,
) -> Array2<f64> {
    let mut result = Array2::zeros((x.nrows(), n_columns));
    let size = BLOCK.max(x.nrows().div_ceil(MOST_BLOCKS));
    result.axis_chunks_iter_mut(Axis(0), size).into_par_iter().enumerate().for_each(
        |(number, mut target)| {
            let start = number * size;
            let block = x.slice(s![start..start + target.nrows(), ..]);
            target.assign(&multiply(block));
        },
    );
    result
}

/// The product xᵀ · right, summed over blocks of rows.
pub(super) fn transposed_product(x: ArrayView2<'_, f64>, right: ArrayView2<'_, f64>) -> Array2<f64> {
    let parts: Vec<Array2<f64>> = blocks(x.nrows())
        .into_par_iter()
        .map(|(start, end)| x.slice(s![start..end, ..]).t().dot(&right.slice(s![start..end, ..])))
        .collect();
    parts.iter().fold(Array2::zeros((x.ncols(), right.ncols())), |total, part| total + part)
}

/// The largest absolute value of x − mean.
pub(super) fn largest_deviation(x: ArrayView2<'_, f64>, mean: ArrayView1<'_, f64>) -> f64 {
    let largest = |(start, end): (usize, usize)| {
        let rows = x.slice(s![start..end, ..]);
        rows.rows().into_iter().fold(0.0_f64, |size, row| {
            row.iter().zip(mean).fold(size, |size, (value, mean)| size.max((value - mean).abs()))
        })
    };
    blocks(x.nrows()).into_par_iter().map(largest).reduce(|| 0.0, f64::max)
}

/// Eigenvalues of a symmetric matrix, largest first, and its eigenvectors as columns.
pub(super) fn symmetric_eigen(
    model: &'static str,
    matrix: &Array2<f64>,
) -> Result<(Array1<f64>, Array2<f64>)> {
    finite(model, matrix.iter().all(|value| value.is_finite()))?;
    let eigen = to_faer(matrix.view())
        .self_adjoint_eigen(Side::Lower)
        .map_err(|error| failed(model, &format!("{error:?}")))?;
    let n = matrix.nrows();
    let (values, vectors) = (eigen.S().column_vector(), eigen.U());
    let values = Array1::from_shape_fn(n, |i| values[n - 1 - i]);
    finite(model, values.iter().all(|value| value.is_finite()))?;
    Ok((values, Array2::from_shape_fn((n, n), |(i, j)| vectors[(i, n - 1 - j)])))
}

/// Left singular vectors as columns, singular values largest first, right singular vectors as rows.
pub(crate) fn thin_svd(
    model: &'static str,
    matrix: ArrayView2<'_, f64>,
) -> Result<(Array2<f64>, Array1<f64>, Array2<f64>)> {
    finite(model, matrix.iter().all(|value| value.is_finite()))?;
    let svd = to_faer(matrix).thin_svd().map_err(|error| failed(model, &format!("{error:?}")))?;
    let k = matrix.nrows().min(matrix.ncols());
    let sizes = svd.S().column_vector();
    let sizes = Array1::from_shape_fn(k, |i| sizes[i]);
    finite(model, sizes.iter().all(|value| value.is_finite()))?;
    Ok((from_faer(svd.U()), sizes, from_faer(svd.V().transpose())))
}

/// An orthonormal basis of the columns of a tall matrix.
pub(super) fn orthonormal(model: &'static str, matrix: &Array2<f64>) -> Result<Array2<f64>> {
    finite(model, matrix.iter().all(|value| value.is_finite()))?;
    let basis = to_faer(matrix.view()).qr().compute_thin_Q();
    Ok(from_faer(basis.as_ref()))
}

fn to_faer(matrix: ArrayView2<'_, f64>) -> Mat<f64> {
    Mat::from_fn(matrix.nrows(), matrix.ncols(), |i, j| matrix[[i, j]])
}

fn from_faer(matrix: MatRef<'_, f64>) -> Array2<f64> {
    Array2::from_shape_fn((matrix.nrows(), matrix.ncols()), |(i, j)| matrix[(i, j)])
}

fn finite(model: &'static str, is_finite: bool) -> Result<()> {
    if is_finite { Ok(()) } else { Err(failed(model, "its values are too large or too small")) }
}

fn failed(model: &'static str, reason: &str) -> Error {
    let reason = format!("the matrix could not be decomposed ({reason})");
    Error::Fit { model, reason, advice: "Look for very large or very small values, or scale the features." }
}

/// Turns each row so that its entry of largest size is positive; gives the signs.
pub(super) fn positive_largest(rows: &mut Array2<f64>) -> Array1<f64> {
    rows.rows_mut()
        .into_iter()
        .map(|mut row| {
            let larger =
                |largest: f64, value: &f64| if value.abs() > largest.abs() { *value } else { largest };
            let sign = if row.iter().fold(0.0, larger) < 0.0 { -1.0 } else { 1.0 };
            row *= sign;
            sign
        })
        .collect()
}

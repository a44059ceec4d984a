//! Distances between all pairs of rows.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, Ix2};
use rayon::prelude::*;

use super::as_array::AsArray;
use super::linalg::product;
use crate::error::{Error, Result};
use crate::runtime::check_interrupt;

/// The Euclidean distances of the rows of `a` from those of `b`: shape (rows of a, rows of b).
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::euclidean_distances([[0, 0], [3, 4]], [[0, 0]])?, array![[0.0], [5.0]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Shape`] for different numbers of columns, [`Error::Parameter`] if the result does not
/// fit in memory, interruption.
pub fn euclidean_distances(a: impl AsArray<Dim = Ix2>, b: impl AsArray<Dim = Ix2>) -> Result<Array2<f64>> {
    // Differences rather than the expanded square, which loses half the digits of close pairs.
    let square = |a: &[f64], b: &[f64]| folded(a, b, |difference| difference * difference).sqrt();
    pairwise("np::euclidean_distances", a.array()?.view(), b.array()?.view(), square)
}

/// The sums of absolute differences between the rows of `a` and those of `b`: shape (rows of a, rows
/// of b).
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::manhattan_distances([[3, 4]], [[0, 0], [1, 1]])?, array![[7.0, 5.0]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`euclidean_distances`].
pub fn manhattan_distances(a: impl AsArray<Dim = Ix2>, b: impl AsArray<Dim = Ix2>) -> Result<Array2<f64>> {
    let absolute = |a: &[f64], b: &[f64]| folded(a, b, f64::abs);
    pairwise("np::manhattan_distances", a.array()?.view(), b.array()?.view(), absolute)
}

/// One less the cosine of the angle between rows, from 0 to 2; a row of zeros has the distance 1
/// from all, as in scikit-learn. Shape (rows of a, rows of b).
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::cosine_distances([[1, 0]], [[0, 2], [-3, 0]])?, array![[1.0, 2.0]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`euclidean_distances`].
pub fn cosine_distances(a: impl AsArray<Dim = Ix2>, b: impl AsArray<Dim = Ix2>) -> Result<Array2<f64>> {
    cosine(a.array()?.view(), b.array()?.view())
}

fn cosine(a: ArrayView2<'_, f64>, b: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
    const NAME: &str = "np::cosine_distances";
    same_width(NAME, a, b)?;
    super::shape::element_count(NAME, &[a.nrows(), b.nrows()])?;
    let (a, b) = (&a / &lengths(a).insert_axis(Axis(1)), &b / &lengths(b).insert_axis(Axis(1)));
    Ok(product(a.view(), b.t()).mapv_into(|cosine| (1.0 - cosine).clamp(0.0, 2.0)))
}

/// The Euclidean lengths of the rows, 1 for zero.
fn lengths(x: ArrayView2<'_, f64>) -> Array1<f64> {
    let length = |row: ArrayView1<'_, f64>| row.dot(&row).sqrt();
    x.axis_iter(Axis(0)).map(length).map(|length| if length == 0.0 { 1.0 } else { length }).collect()
}

/// The sum of a function of the differences, in eight lanes that the compiler makes vectors of.
fn folded(a: &[f64], b: &[f64], function: impl Fn(f64) -> f64) -> f64 {
    let mut lanes = [0.0; 8];
    let (left, right) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest: f64 = left.remainder().iter().zip(right.remainder()).map(|(a, b)| function(a - b)).sum();
    for (a, b) in left.zip(right) {
        for (lane, (a, b)) in lanes.iter_mut().zip(a.iter().zip(b)) {
            *lane += function(a - b);
        }
    }
    lanes.iter().sum::<f64>() + rest
}

fn same_width(owner: &'static str, a: ArrayView2<'_, f64>, b: ArrayView2<'_, f64>) -> Result<()> {
    if a.ncols() == b.ncols() {
        return Ok(());
    }
    Err(Error::Shape {
        what: format!("the second matrix of {owner}"),
        given: b.shape().to_vec(),
        expected: format!("(rows, {}), as many columns as the first", a.ncols()),
    })
}

fn pairwise(
    owner: &'static str,
    a: ArrayView2<'_, f64>,
    b: ArrayView2<'_, f64>,
    distance: impl Fn(&[f64], &[f64]) -> f64 + Sync,
) -> Result<Array2<f64>> {
    same_width(owner, a, b)?;
    super::shape::element_count(owner, &[a.nrows(), b.nrows()])?;
    let (a, b) = (a.as_standard_layout(), b.as_standard_layout());
    let mut distances = Array2::zeros((a.nrows(), b.nrows()));
    let rows: Vec<_> = distances.outer_iter_mut().zip(a.outer_iter()).collect();
    rows.into_par_iter().with_min_len(16).try_for_each(|(mut target, row)| -> Result<()> {
        check_interrupt()?;
        let row = row.as_slice().unwrap_or_default();
        for (target, other) in target.iter_mut().zip(b.outer_iter()) {
            *target = distance(row, other.as_slice().unwrap_or_default());
        }
        Ok(())
    })?;
    Ok(distances)
}

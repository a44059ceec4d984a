//! Linear equations, inverse and determinant by LU factors with partial pivoting.

use faer::linalg::solvers::{DenseSolveCore, PartialPivLu, Solve};
use ndarray::{Array, Array2, ArrayView1, ArrayView2, Axis, CowArray, Dimension, Ix2};

use super::bridge::{check, check_square, lend, prepare, take};
use crate::array::AsArray;
use crate::array::as_array::shaped;
use crate::error::{Error, Result};

/// The solution x of a·x = b: of shape (n) or (n, k) as b is.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// let a = array![[3.0, 1.0], [1.0, 2.0]];
/// let x = np::linalg::solve(&a, [9, 8])?;
/// assert!(np::allclose(&x, [2, 3])?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Matrix`] if a is not square or singular (to working precision), [`Error::Shape`] if b
/// has not as many rows, [`Error::NotFinite`], [`Error::Empty`].
pub fn solve<B: AsArray>(a: impl AsArray<Dim = Ix2>, b: B) -> Result<Array<f64, B::Dim>> {
    let right = columns("np::linalg::solve", b.array()?)?;
    let solution = solved(a.array()?.view(), right.view())?;
    Ok(shaped(b.extent(), solution.into_raw_vec_and_offset().0))
}

/// Right-hand sides as columns.
pub(super) fn columns<'a, D: Dimension>(
    operation: &'static str,
    b: CowArray<'a, f64, D>,
) -> Result<CowArray<'a, f64, Ix2>> {
    let b = b.into_dyn();
    let given = b.shape().to_vec();
    let b = if b.ndim() == 1 { b.insert_axis(Axis(1)) } else { b };
    b.into_dimensionality().map_err(|_| Error::Shape {
        what: format!("the right-hand side of {operation}"),
        given,
        expected: "(n) or (n, k)".to_owned(),
    })
}

pub(super) fn check_rows(
    operation: &'static str,
    a: ArrayView2<'_, f64>,
    b: ArrayView2<'_, f64>,
) -> Result<()> {
    if a.nrows() == b.nrows() {
        return Ok(());
    }
    Err(Error::Shape {
        what: format!("the right-hand side of {operation}"),
        given: b.shape().to_vec(),
        expected: format!(
            "{} rows, as many as the matrix of shape ({}, {}) has",
            a.nrows(),
            a.nrows(),
            a.ncols()
        ),
    })
}

fn solved(a: ArrayView2<'_, f64>, b: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
    const NAME: &str = "np::linalg::solve";
    check_rows(NAME, a, b)?;
    check_square(NAME, a)?;
    if b.ncols() == 0 {
        return Ok(b.to_owned());
    }
    check(NAME, b)?;
    let factors = regular(NAME, a)?;
    Ok(take(factors.solve(lend(b)).as_ref()))
}

/// The inverse of a square matrix. To solve equations, [`solve`] is faster and more precise.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert!(np::allclose(np::linalg::inv([[2, 0], [0, 4]])?, [[0.5, 0.0], [0.0, 0.25]])?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Matrix`] if it is not square or singular (to working precision), [`Error::NotFinite`],
/// [`Error::Empty`].
pub fn inv(a: impl AsArray<Dim = Ix2>) -> Result<Array2<f64>> {
    inverse("np::linalg::inv", a.array()?.view())
}

pub(super) fn inverse(operation: &'static str, a: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
    check_square(operation, a)?;
    Ok(take(regular(operation, a)?.inverse().as_ref()))
}

/// The factors of a matrix that is not singular.
fn regular(operation: &'static str, a: ArrayView2<'_, f64>) -> Result<PartialPivLu<f64>> {
    prepare();
    let factors = lend(a).partial_piv_lu();
    // A pivot that is nothing but the rounding error of its column: the column depends on others.
    let u = factors.U();
    let dependent = a
        .columns()
        .into_iter()
        .enumerate()
        .position(|(j, column)| u[(j, j)].abs() <= f64::EPSILON * largest(column));
    let Some(column) = dependent else { return Ok(factors) };
    Err(Error::Matrix {
        operation,
        given: a.shape().to_vec(),
        problem: format!("is singular to working precision: column {column} follows from the ones before it"),
        advice: "Remove dependent columns, or use `np::linalg::lstsq` or `np::linalg::pinv`.",
    })
}

fn largest(values: ArrayView1<'_, f64>) -> f64 {
    values.iter().fold(0.0, |largest, value| value.abs().max(largest))
}

/// The determinant of a square matrix.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert!((np::linalg::det([[1, 2], [3, 4]])? + 2.0).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Matrix`] if it is not square, [`Error::NotFinite`], [`Error::Empty`].
pub fn det(a: impl AsArray<Dim = Ix2>) -> Result<f64> {
    let (sign, pivots) = pivots("np::linalg::det", a.array()?.view())?;
    Ok(pivots.iter().fold(sign, |product, pivot| product * pivot))
}

/// Sign and logarithm of the absolute determinant, for matrices whose determinant overflows;
/// (0, −∞) for singular ones.
///
/// # Errors
/// As [`det`].
pub fn slogdet(a: impl AsArray<Dim = Ix2>) -> Result<(f64, f64)> {
    let (sign, pivots) = pivots("np::linalg::slogdet", a.array()?.view())?;
    if pivots.contains(&0.0) {
        return Ok((0.0, f64::NEG_INFINITY));
    }
    let sign = pivots.iter().fold(sign, |sign, pivot| sign * pivot.signum());
    Ok((sign, pivots.iter().map(|pivot| pivot.abs().ln()).sum()))
}

/// The sign of the row exchanges, and the diagonal of U.
fn pivots(operation: &'static str, a: ArrayView2<'_, f64>) -> Result<(f64, Vec<f64>)> {
    check_square(operation, a)?;
    prepare();
    let factors = lend(a).partial_piv_lu();
    let sign = if is_odd(factors.P().arrays().0) { -1.0 } else { 1.0 };
    let u = factors.U();
    Ok((sign, (0..a.nrows()).map(|i| u[(i, i)]).collect()))
}

/// Whether a permutation takes an odd number of exchanges: one fewer than its length per cycle.
fn is_odd(permutation: &[usize]) -> bool {
    let mut seen = vec![false; permutation.len()];
    let mut exchanges = 0;
    for start in 0..permutation.len() {
        let mut place = start;
        while !seen[place] {
            seen[place] = true;
            place = permutation[place];
            exchanges += usize::from(place != start);
        }
    }
    exchanges % 2 == 1
}

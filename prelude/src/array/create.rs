//! New arrays under NumPy's names.
//!
//! Functions that cannot fail but for memory give the array itself and say so under "Panics": a
//! shape beyond memory is a message in the cell, never the end of the process.

use ndarray::{Array, Array1, Array2, Dimension, Ix2};

use super::as_array::{AsArray, shaped};
use super::shape::{Shape, element_count};
use crate::error::{Error, Result};

/// `count` evenly spaced numbers from `start` to `stop`, both included.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::linspace(0.0, 1.0, 5), array![0.0, 0.25, 0.5, 0.75, 1.0]);
/// ```
///
/// # Panics
/// If the array does not fit in memory.
pub fn linspace(start: f64, stop: f64, count: usize) -> Array1<f64> {
    let mut values = filled("np::linspace", &[count], start);
    let steps = count.saturating_sub(1);
    let step = (stop - start) / steps as f64;
    for (i, value) in values.iter_mut().enumerate().skip(1) {
        *value = if i == steps { stop } else { i as f64 * step + start };
    }
    values.into()
}

/// `count` numbers from 10^`start` to 10^`stop`, evenly spaced on a logarithmic scale.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::logspace(-1.0, 2.0, 4), array![0.1, 1.0, 10.0, 100.0]);
/// ```
///
/// # Panics
/// If the array does not fit in memory.
pub fn logspace(start: f64, stop: f64, count: usize) -> Array1<f64> {
    linspace(start, stop, count).mapv_into(|exponent| 10_f64.powf(exponent))
}

/// The numbers from `start` by `step` up to but without `stop`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::arange(0.0, 2.0, 0.5)?, array![0.0, 0.5, 1.0, 1.5]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`] for a step of zero, a bound that is not finite, or more numbers than fit in
/// memory.
pub fn arange(start: f64, stop: f64, step: f64) -> Result<Array1<f64>> {
    const NAME: &str = "np::arange";
    for (name, value) in [("start", start), ("stop", stop), ("step", step)] {
        if !value.is_finite() {
            return Err(Error::parameter(NAME, name, value, "a finite number"));
        }
    }
    if step == 0.0 {
        return Err(Error::parameter(
            NAME,
            "step",
            step,
            "other than zero; for so many points use `linspace`",
        ));
    }
    let count = ((stop - start) / step).ceil().max(0.0) as usize;
    element_count(NAME, &[count])?;
    Ok((0..count).map(|i| start + i as f64 * step).collect())
}

/// Zeros in a shape: `np::zeros(3)`, `np::zeros((3, 2))`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::zeros((2, 2)), array![[0.0, 0.0], [0.0, 0.0]]);
/// ```
///
/// # Panics
/// If the array does not fit in memory.
pub fn zeros<S: Shape>(shape: S) -> Array<f64, S::Dim> {
    full(shape, 0.0)
}

/// Ones in a shape.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::ones(3), array![1.0, 1.0, 1.0]);
/// ```
///
/// # Panics
/// If the array does not fit in memory.
pub fn ones<S: Shape>(shape: S) -> Array<f64, S::Dim> {
    full(shape, 1.0)
}

/// One value in a shape.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::full((1, 2), 7.5), array![[7.5, 7.5]]);
/// ```
///
/// # Panics
/// If the array does not fit in memory.
pub fn full<S: Shape>(shape: S, value: f64) -> Array<f64, S::Dim> {
    let dim = shape.dim();
    let values = filled("np::full", dim.slice(), value);
    shaped(dim, values)
}

fn filled(owner: &'static str, shape: &[usize], value: f64) -> Vec<f64> {
    match element_count(owner, shape) {
        Ok(count) => vec![value; count],
        Err(error) => panic!("{error}"),
    }
}

/// Zeros in the shape of another array.
///
/// # Panics
/// If the array does not fit in memory.
pub fn zeros_like<A: AsArray>(like: A) -> Array<f64, A::Dim> {
    full_like(like, 0.0)
}

/// Ones in the shape of another array.
///
/// # Panics
/// If the array does not fit in memory.
pub fn ones_like<A: AsArray>(like: A) -> Array<f64, A::Dim> {
    full_like(like, 1.0)
}

/// One value in the shape of another array.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::full_like([1, 2], 0.5), array![0.5, 0.5]);
/// ```
///
/// # Panics
/// If the array does not fit in memory.
pub fn full_like<A: AsArray>(like: A, value: f64) -> Array<f64, A::Dim> {
    let dim = like.extent();
    let values = filled("np::full_like", dim.slice(), value);
    shaped(dim, values)
}

/// The identity matrix of `n` rows.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::eye(2), array![[1.0, 0.0], [0.0, 1.0]]);
/// ```
///
/// # Panics
/// If the array does not fit in memory.
pub fn eye(n: usize) -> Array2<f64> {
    let mut matrix = zeros((n, n));
    matrix.diag_mut().fill(1.0);
    matrix
}

/// The identity matrix of `n` rows: another name of [`eye`].
///
/// # Panics
/// If the array does not fit in memory.
pub fn identity(n: usize) -> Array2<f64> {
    eye(n)
}

/// A matrix with the given diagonal and zeros elsewhere. The diagonal *of* a matrix is ndarray's
/// `matrix.diag()`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::diag([1, 2])?, array![[1.0, 0.0], [0.0, 2.0]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`] if the matrix does not fit in memory; those of reading a column.
pub fn diag(values: impl AsArray<Dim = ndarray::Ix1>) -> Result<Array2<f64>> {
    let values = values.flat()?;
    element_count("np::diag", &[values.len(), values.len()])?;
    Ok(Array2::from_diag(&ndarray::ArrayView1::from(&*values)))
}

/// The upper triangle, diagonal included, with zeros below.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::triu([[1, 2], [3, 4]])?, array![[1.0, 2.0], [0.0, 4.0]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Those of reading a frame.
pub fn triu(matrix: impl AsArray<Dim = Ix2>) -> Result<Array2<f64>> {
    let mut matrix = matrix.array()?.into_owned();
    matrix.indexed_iter_mut().filter(|((i, j), _)| i > j).for_each(|(_, value)| *value = 0.0);
    Ok(matrix)
}

/// The lower triangle, diagonal included, with zeros above.
///
/// # Errors
/// Those of reading a frame.
pub fn tril(matrix: impl AsArray<Dim = Ix2>) -> Result<Array2<f64>> {
    let mut matrix = matrix.array()?.into_owned();
    matrix.indexed_iter_mut().filter(|((i, j), _)| i < j).for_each(|(_, value)| *value = 0.0);
    Ok(matrix)
}

/// The numbers `times` over, one run after the other.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::tile([1, 2], 2)?, array![1.0, 2.0, 1.0, 2.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`] if the result does not fit in memory; those of reading a column.
pub fn tile(values: impl AsArray<Dim = ndarray::Ix1>, times: usize) -> Result<Array1<f64>> {
    let values = values.flat()?;
    element_count("np::tile", &[values.len(), times])?;
    Ok(values.repeat(times).into())
}

/// Each number `times` over before the next one.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::repeat([1, 2], 2)?, array![1.0, 1.0, 2.0, 2.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`] if the result does not fit in memory; those of reading a column.
pub fn repeat(values: impl AsArray, times: usize) -> Result<Array1<f64>> {
    let values = values.flat()?;
    element_count("np::repeat", &[values.len(), times])?;
    Ok(values.iter().flat_map(|value| std::iter::repeat_n(*value, times)).collect())
}

/// The coordinates of a grid: two matrices of shape (`y.len()`, `x.len()`), the first with `x` along
/// its rows, the second with `y` down its columns.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// let (xx, yy) = np::meshgrid([1, 2, 3], [10, 20])?;
/// assert_eq!(xx, array![[1.0, 2.0, 3.0], [1.0, 2.0, 3.0]]);
/// assert_eq!(yy, array![[10.0, 10.0, 10.0], [20.0, 20.0, 20.0]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`] if the grid does not fit in memory; those of reading a column.
pub fn meshgrid(
    x: impl AsArray<Dim = ndarray::Ix1>,
    y: impl AsArray<Dim = ndarray::Ix1>,
) -> Result<(Array2<f64>, Array2<f64>)> {
    let (x, y) = (x.flat()?, y.flat()?);
    let shape = (y.len(), x.len());
    element_count("np::meshgrid", &[shape.0, shape.1])?;
    Ok((Array2::from_shape_fn(shape, |(_, j)| x[j]), Array2::from_shape_fn(shape, |(i, _)| y[i])))
}

/// A matrix from its rows, which must be of one length.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// let rows = vec![vec![1.0, 2.0], vec![3.0, 4.0]];
/// assert_eq!(np::from_rows(&rows)?, array![[1.0, 2.0], [3.0, 4.0]]);
/// assert!(np::from_rows(&[vec![1.0], vec![2.0, 3.0]]).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Shape`] naming the first row of another length.
pub fn from_rows<A: AsArray<Dim = ndarray::Ix1>>(rows: &[A]) -> Result<Array2<f64>> {
    let width = rows.first().map_or(0, |row| row.extent()[0]);
    let mut values = Vec::with_capacity(rows.len().saturating_mul(width));
    for (i, row) in rows.iter().enumerate() {
        let row = row.flat()?;
        if row.len() != width {
            let expected = format!("({width}), the length of row 0");
            return Err(Error::Shape { what: format!("row {i}"), given: vec![row.len()], expected });
        }
        values.extend_from_slice(&row);
    }
    Ok(shaped(Ix2(rows.len(), width), values))
}

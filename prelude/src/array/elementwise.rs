//! Functions of each element, and what is asked of all of them at once.

use ndarray::{Array, Array1, Array2, Dimension, Ix2};
use rayon::prelude::*;

use super::as_array::{AsArray, shaped};
use super::sum::sum;
use crate::error::{Error, Result};

/// Smaller arrays are done before another thread has woken.
const PARALLEL_FROM: usize = 1 << 17;
const PIECE: usize = 1 << 14;

/// The function of every element. Compiled once per function, in this library.
fn apply<T: Copy + Default + Send>(values: &[f64], function: impl Fn(f64) -> T + Sync) -> Vec<T> {
    if values.len() < PARALLEL_FROM {
        return values.iter().map(|value| function(*value)).collect();
    }
    let mut results = vec![T::default(); values.len()];
    results.par_chunks_mut(PIECE).zip(values.par_chunks(PIECE)).for_each(|(results, values)| {
        for (result, value) in results.iter_mut().zip(values) {
            *result = function(*value);
        }
    });
    results
}

macro_rules! elementwise {
    ($($(#[$documentation:meta])* $name:ident -> $element:ty = $function:expr;)*) => {$(
        $(#[$documentation])*
        ///
        /// # Errors
        /// [`Error::NotNumeric`] or [`Error::MissingValues`] for such a column.
        pub fn $name<A: AsArray>(x: A) -> Result<Array<$element, A::Dim>> {
            fn values(x: &[f64]) -> Vec<$element> {
                apply(x, $function)
            }
            Ok(shaped(x.extent(), values(&x.flat()?)))
        }
    )*};
}

elementwise! {
    /// e to the power of each element.
    exp -> f64 = f64::exp;
    /// e to the power of each element, less one; precise near zero.
    expm1 -> f64 = f64::exp_m1;
    /// The natural logarithm of each element.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    /// assert_eq!(np::log([1.0, std::f64::consts::E])?, array![0.0, 1.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    log -> f64 = f64::ln;
    /// The logarithm of one plus each element; precise near zero.
    log1p -> f64 = f64::ln_1p;
    /// The logarithm to base 2.
    log2 -> f64 = f64::log2;
    /// The logarithm to base 10.
    log10 -> f64 = f64::log10;
    /// The square root; NaN for negative elements.
    sqrt -> f64 = f64::sqrt;
    /// The square.
    square -> f64 = |value| value * value;
    /// The absolute value.
    abs -> f64 = f64::abs;
    /// −1, 0 or 1 by sign; NaN stays.
    sign -> f64 = |value| if value == 0.0 || value.is_nan() { value } else { value.signum() };
    /// The next whole number below.
    floor -> f64 = f64::floor;
    /// The next whole number above.
    ceil -> f64 = f64::ceil;
    /// The nearest whole number, halves to the even one, as NumPy rounds.
    round -> f64 = f64::round_ties_even;
    /// The sine of each element in radians.
    sin -> f64 = f64::sin;
    /// The cosine of each element in radians.
    cos -> f64 = f64::cos;
    /// The tangent of each element in radians.
    tan -> f64 = f64::tan;
    /// The hyperbolic tangent.
    tanh -> f64 = f64::tanh;
    /// Degrees to radians.
    radians -> f64 = f64::to_radians;
    /// Radians to degrees.
    degrees -> f64 = f64::to_degrees;
    /// Which elements are NaN. A column's missing values are an error; see the `nan…` functions.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    /// assert_eq!(np::isnan([1.0, f64::NAN])?, array![false, true]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    isnan -> bool = f64::is_nan;
    /// Which elements are infinite.
    isinf -> bool = f64::is_infinite;
    /// Which elements are neither infinite nor NaN.
    isfinite -> bool = f64::is_finite;
    /// NaN becomes 0, infinities the largest finite numbers.
    nan_to_num -> f64 = |value| if value.is_nan() { 0.0 } else { value.clamp(f64::MIN, f64::MAX) };
}

/// Each element, but no less than `low` and no more than `high`; NaN stays.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::clip([-1, 2, 9], 0.0, 5.0)?, array![0.0, 2.0, 5.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::NotNumeric`] or [`Error::MissingValues`] for such a column.
pub fn clip<A: AsArray>(x: A, low: f64, high: f64) -> Result<Array<f64, A::Dim>> {
    Ok(shaped(x.extent(), clipped(&x.flat()?, low, high)))
}

pub(super) fn clipped(x: &[f64], low: f64, high: f64) -> Vec<f64> {
    // As NumPy: the upper bound wins where the two cross.
    apply(x, |value| {
        let raised = if value < low { low } else { value };
        if raised > high { high } else { raised }
    })
}

/// Whether every element is other than zero (every flag is true).
///
/// # Errors
/// [`Error::NotNumeric`] or [`Error::MissingValues`] for such a column.
pub fn all(x: impl AsArray) -> Result<bool> {
    Ok(x.flat()?.iter().all(|value| *value != 0.0))
}

/// Whether any element is other than zero (any flag is true).
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert!(np::any(np::isnan([1.0, f64::NAN])?)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::NotNumeric`] or [`Error::MissingValues`] for such a column.
pub fn any(x: impl AsArray) -> Result<bool> {
    Ok(x.flat()?.iter().any(|value| *value != 0.0))
}

/// Whether two arrays of one shape are equal within 1e-5 relative or 1e-8 absolute, as NumPy asks;
/// NaN equals nothing.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert!(np::allclose([0.1 + 0.2], [0.3])?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Shape`] for arrays of different shapes.
pub fn allclose(a: impl AsArray, b: impl AsArray) -> Result<bool> {
    allclose_within(a, b, 1e-5, 1e-8)
}

/// Whether `|a − b| ≤ absolute + relative · |b|` for all elements of two arrays of one shape.
///
/// # Errors
/// [`Error::Shape`] for arrays of different shapes.
pub fn allclose_within(a: impl AsArray, b: impl AsArray, relative: f64, absolute: f64) -> Result<bool> {
    let (left, right) = (a.extent(), b.extent());
    if left.slice() != right.slice() {
        return Err(Error::Shape {
            what: "the second array".to_owned(),
            given: right.slice().to_vec(),
            expected: format!("the first one's, {:?}", left.slice()),
        });
    }
    let close = |(a, b): (&f64, &f64)| a == b || (a - b).abs() <= absolute + relative * b.abs();
    // An infinite bound would make everything close to infinity.
    let finite = |(a, b): &(&f64, &f64)| a == b || (a.is_finite() && b.is_finite());
    Ok(a.flat()?.iter().zip(b.flat()?.iter()).all(|pair| finite(&pair) && close(pair)))
}

/// Where the elements are other than zero: their places in row-major order.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// let x = array![3.0, -1.0, 2.0];
/// assert_eq!(np::flatnonzero(x.mapv(|value| value > 0.0))?, array![0, 2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::NotNumeric`] or [`Error::MissingValues`] for such a column.
pub fn flatnonzero(x: impl AsArray) -> Result<Array1<usize>> {
    Ok(places(&x.flat()?).into())
}

/// Where the elements are other than zero: one row of indices each.
///
/// # Errors
/// [`Error::NotNumeric`] or [`Error::MissingValues`] for such a column.
pub fn argwhere(x: impl AsArray) -> Result<Array2<usize>> {
    let found = places(&x.flat()?);
    let dim = x.extent();
    let shape = dim.slice();
    let index = |flat: usize, axis: usize| {
        let after: usize = shape[axis + 1..].iter().product();
        flat / after % shape[axis]
    };
    Ok(Array2::from_shape_fn((found.len(), shape.len()), |(row, axis)| index(found[row], axis)))
}

fn places(x: &[f64]) -> Vec<usize> {
    x.iter().enumerate().filter(|(_, value)| **value != 0.0).map(|(place, _)| place).collect()
}

/// exp(xᵢ) / Σ exp(xⱼ), along the last axis: each row of a matrix sums to one.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::softmax([1000.0, 1000.0])?, array![0.5, 0.5]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::NotNumeric`] or [`Error::MissingValues`] for such a column.
pub fn softmax<A: AsArray>(x: A) -> Result<Array<f64, A::Dim>> {
    let dim = x.extent();
    let width = dim.slice().last().copied().unwrap_or(1);
    let mut values = x.flat()?.into_owned();
    values.chunks_mut(width.max(1)).for_each(soften);
    Ok(shaped(dim, values))
}

fn soften(row: &mut [f64]) {
    let largest = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    row.iter_mut().for_each(|value| *value = (*value - largest).exp());
    let total = sum(row);
    row.iter_mut().for_each(|value| *value /= total);
}

/// log Σ exp(xᵢ) over all elements, without overflow.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::logsumexp([1000.0, 1000.0])?, 1000.0 + 2_f64.ln());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Empty`] for no elements.
pub fn logsumexp(x: impl AsArray) -> Result<f64> {
    let x = x.flat()?;
    if x.is_empty() {
        return Err(Error::empty("np::logsumexp's array", "one number"));
    }
    let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if largest.is_infinite() && !x.iter().any(|value| value.is_nan()) {
        return Ok(largest);
    }
    let terms: Vec<f64> = x.iter().map(|value| (value - largest).exp()).collect();
    Ok(largest + sum(&terms).ln())
}

/// The matrix with rows and columns exchanged, in memory of its own (`x.t()` is a view).
///
/// # Errors
/// Those of reading a frame.
pub fn transpose(matrix: impl AsArray<Dim = Ix2>) -> Result<Array2<f64>> {
    let matrix = matrix.array()?;
    let mut turned = Array2::zeros((matrix.ncols(), matrix.nrows()));
    turned.assign(&matrix.t());
    Ok(turned)
}

//! Powers, exponential and trace of square matrices.

use ndarray::{Array2, ArrayView2, Axis, Ix2};

use super::bridge::check_square;
use super::product::product;
use super::solve::inverse;
use crate::array::AsArray;
use crate::array::create::eye;
use crate::error::{Error, Result};

/// The sum of the diagonal.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::trace([[1, 2], [3, 4]])?, 5.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Those of reading a frame.
pub fn trace(a: impl AsArray<Dim = Ix2>) -> Result<f64> {
    Ok(a.array()?.diag().sum())
}

/// A square matrix times itself `power` times over; a negative power is of the inverse.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::linalg::matrix_power([[1, 1], [0, 1]], 5)?, array![[1.0, 5.0], [0.0, 1.0]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Matrix`] if it is not square, or singular for a negative power; [`Error::NotFinite`],
/// [`Error::Empty`].
pub fn matrix_power(a: impl AsArray<Dim = Ix2>, power: i32) -> Result<Array2<f64>> {
    powered(a.array()?.view(), power)
}

fn powered(a: ArrayView2<'_, f64>, power: i32) -> Result<Array2<f64>> {
    const NAME: &str = "np::linalg::matrix_power";
    check_square(NAME, a)?;
    let mut square = if power < 0 { inverse(NAME, a)? } else { a.to_owned() };
    let mut result = eye(a.nrows());
    let mut rest = power.unsigned_abs();
    while rest > 0 {
        if rest % 2 == 1 {
            result = product(result.view(), square.view());
        }
        rest /= 2;
        if rest > 0 {
            square = product(square.view(), square.view());
        }
    }
    Ok(result)
}

/// The exponential of a square matrix, Σ aᵏ / k!.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert!(np::allclose(np::linalg::expm([[0, 1], [0, 0]])?, [[1, 1], [0, 1]])?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: N. Higham, "The scaling and squaring method for the matrix exponential revisited", 2005.
///
/// # Errors
/// [`Error::Matrix`] if it is not square or its exponential overflows, [`Error::NotFinite`],
/// [`Error::Empty`].
pub fn expm(a: impl AsArray<Dim = Ix2>) -> Result<Array2<f64>> {
    exponential(a.array()?.view())
}

/// Up to this norm the approximant of degree 13 is exact to double precision.
const LARGEST_NORM: f64 = 5.371_920_351_148_152;
/// The coefficients of the numerator of that approximant.
const PADE: [f64; 14] = [
    64_764_752_532_480_000.0,
    32_382_376_266_240_000.0,
    7_771_770_303_897_600.0,
    1_187_353_796_428_800.0,
    129_060_195_264_000.0,
    10_559_470_521_600.0,
    670_442_572_800.0,
    33_522_128_640.0,
    1_323_241_920.0,
    40_840_800.0,
    960_960.0,
    16_380.0,
    182.0,
    1.0,
];

fn exponential(a: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
    const NAME: &str = "np::linalg::expm";
    check_square(NAME, a)?;
    let norm = a.mapv(f64::abs).sum_axis(Axis(0)).into_iter().fold(0.0, f64::max);
    let halvings = (norm / LARGEST_NORM).log2().ceil().clamp(0.0, 1100.0) as i32;
    let mut result = approximant(NAME, (&a * 0.5_f64.powi(halvings)).view())?;
    for _ in 0..halvings {
        result = product(result.view(), result.view());
    }
    if result.iter().all(|value| value.is_finite()) {
        return Ok(result);
    }
    Err(Error::Matrix {
        operation: NAME,
        given: a.shape().to_vec(),
        problem: "is too large for its exponential to be a number".to_owned(),
        advice: "Scale it down first.",
    })
}

/// (v − u)⁻¹ (v + u), u the odd and v the even part of the numerator.
fn approximant(operation: &'static str, a: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
    let identity = eye(a.nrows());
    let a2 = product(a, a);
    let a4 = product(a2.view(), a2.view());
    let a6 = product(a2.view(), a4.view());
    let part = |first: usize| {
        let high = &a6 * PADE[first + 12] + &a4 * PADE[first + 10] + &a2 * PADE[first + 8];
        product(a6.view(), high.view())
            + &a6 * PADE[first + 6]
            + &a4 * PADE[first + 4]
            + &a2 * PADE[first + 2]
            + &identity * PADE[first]
    };
    let (even, odd) = (part(0), product(a, part(1).view()));
    let denominator = inverse(operation, (&even - &odd).view())?;
    Ok(product(denominator.view(), (&even + &odd).view()))
}

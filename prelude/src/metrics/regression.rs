//! Scores and errors for predicted quantities.

use super::truth::{AsTrueNumbers, Pairs, average, weighted_quantile};
use crate::array::AsNumbers;
use crate::error::{Error, Result};

/// The coefficient of determination R²: 1 is perfect, 0 no better than the mean, below 0 worse.
///
/// A constant `y_true` gives 1 for perfect predictions and 0 otherwise, as in scikit-learn.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let score = r2_score(&[3.0, -0.5, 2.0, 7.0], &[2.5, 0.0, 2.0, 8.0])?;
/// assert!((score - 0.9486081370449679).abs() < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::TooFew`] for fewer than two samples, [`Error::LengthMismatch`], [`Error::NotFinite`].
pub fn r2_score(y_true: impl AsTrueNumbers, y_pred: impl AsNumbers) -> Result<f64> {
    r2(&Pairs::of(&y_true, &y_pred)?)
}

pub(super) fn r2(pairs: &Pairs<'_>) -> Result<f64> {
    at_least_two("R²", pairs)?;
    let mean = average(&pairs.truth, pairs.weights.as_deref());
    Ok(explained(squared(pairs), pairs.average(|truth, _| (truth - mean).powi(2))))
}

/// The share of the target's variance that the predictions explain; unlike [`r2_score`] it does not
/// mind predictions that are all off by the same amount.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert_eq!(explained_variance_score(&[1.0, 2.0, 3.0], &[2.0, 3.0, 4.0])?, 1.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Empty`], [`Error::LengthMismatch`], [`Error::NotFinite`].
pub fn explained_variance_score(y_true: impl AsTrueNumbers, y_pred: impl AsNumbers) -> Result<f64> {
    Ok(explained_variance(&Pairs::of(&y_true, &y_pred)?))
}

pub(super) fn explained_variance(pairs: &Pairs<'_>) -> f64 {
    let bias = pairs.average(|truth, predicted| truth - predicted);
    let mean = average(&pairs.truth, pairs.weights.as_deref());
    let left = pairs.average(|truth, predicted| (truth - predicted - bias).powi(2));
    explained(left, pairs.average(|truth, _| (truth - mean).powi(2)))
}

/// The mean of the squared differences, in the square of the target's unit.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert_eq!(mean_squared_error(&[1.0, 2.0], &[1.0, 4.0])?, 2.0);
/// let weights = [3.0, 1.0];
/// assert_eq!(mean_squared_error((&[1.0, 2.0], &weights), &[1.0, 4.0])?, 1.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Empty`], [`Error::LengthMismatch`], [`Error::NotFinite`].
pub fn mean_squared_error(y_true: impl AsTrueNumbers, y_pred: impl AsNumbers) -> Result<f64> {
    Ok(squared(&Pairs::of(&y_true, &y_pred)?))
}

pub(super) fn squared(pairs: &Pairs<'_>) -> f64 {
    pairs.average(|truth, predicted| (truth - predicted).powi(2))
}

/// The square root of the mean of the squared differences, in the target's unit.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert_eq!(root_mean_squared_error(&[1.0, 2.0], &[3.0, 4.0])?, 2.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Empty`], [`Error::LengthMismatch`], [`Error::NotFinite`].
pub fn root_mean_squared_error(y_true: impl AsTrueNumbers, y_pred: impl AsNumbers) -> Result<f64> {
    Ok(squared(&Pairs::of(&y_true, &y_pred)?).sqrt())
}

/// The mean of the absolute differences, in the target's unit.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert_eq!(mean_absolute_error(&[1.0, 2.0], &[1.0, 4.0])?, 1.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Empty`], [`Error::LengthMismatch`], [`Error::NotFinite`].
pub fn mean_absolute_error(y_true: impl AsTrueNumbers, y_pred: impl AsNumbers) -> Result<f64> {
    Ok(absolute(&Pairs::of(&y_true, &y_pred)?))
}

pub(super) fn absolute(pairs: &Pairs<'_>) -> f64 {
    pairs.average(|truth, predicted| (truth - predicted).abs())
}

/// The median of the absolute differences, in the target's unit: outliers do not count.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert_eq!(median_absolute_error(&[1.0, 2.0, 3.0], &[1.0, 2.5, 99.0])?, 0.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Empty`], [`Error::LengthMismatch`], [`Error::NotFinite`].
pub fn median_absolute_error(y_true: impl AsTrueNumbers, y_pred: impl AsNumbers) -> Result<f64> {
    Ok(median_absolute(&Pairs::of(&y_true, &y_pred)?))
}

pub(super) fn median_absolute(pairs: &Pairs<'_>) -> f64 {
    let errors: Vec<f64> = pairs.truth.iter().zip(&*pairs.predicted).map(|(a, b)| (a - b).abs()).collect();
    weighted_quantile(&errors, pairs.weights.as_deref(), 0.5)
}

/// The largest absolute difference, in the target's unit, whatever the weights.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert_eq!(max_error(&[1.0, 2.0], &[1.5, 4.0])?, 2.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Empty`], [`Error::LengthMismatch`], [`Error::NotFinite`].
pub fn max_error(y_true: impl AsTrueNumbers, y_pred: impl AsNumbers) -> Result<f64> {
    Ok(largest_error(&Pairs::of(&y_true, &y_pred)?))
}

pub(super) fn largest_error(pairs: &Pairs<'_>) -> f64 {
    pairs.truth.iter().zip(&*pairs.predicted).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

/// The mean of the absolute differences as shares of the true values: 0.1 is ten per cent. True values
/// of 0 make it very large.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert_eq!(mean_absolute_percentage_error(&[10.0, 20.0], &[11.0, 18.0])?, 0.1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Empty`], [`Error::LengthMismatch`], [`Error::NotFinite`].
pub fn mean_absolute_percentage_error(y_true: impl AsTrueNumbers, y_pred: impl AsNumbers) -> Result<f64> {
    Ok(percentage(&Pairs::of(&y_true, &y_pred)?))
}

pub(super) fn percentage(pairs: &Pairs<'_>) -> f64 {
    pairs.average(|truth, predicted| (truth - predicted).abs() / truth.abs().max(f64::EPSILON))
}

/// The mean squared difference of the logarithms of one plus the values: for quantities that grow by
/// factors.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert!((mean_squared_log_error(&[3.0, 5.0], &[2.5, 5.0])? - 0.008915).abs() < 1e-6);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`] for values of −1 or less, and as [`mean_squared_error`].
pub fn mean_squared_log_error(y_true: impl AsTrueNumbers, y_pred: impl AsNumbers) -> Result<f64> {
    squared_log(&Pairs::of(&y_true, &y_pred)?)
}

/// The square root of [`mean_squared_log_error`].
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert!((root_mean_squared_log_error(&[3.0, 5.0], &[2.5, 5.0])? - 0.094420).abs() < 1e-6);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`mean_squared_log_error`].
pub fn root_mean_squared_log_error(y_true: impl AsTrueNumbers, y_pred: impl AsNumbers) -> Result<f64> {
    squared_log(&Pairs::of(&y_true, &y_pred)?).map(f64::sqrt)
}

pub(super) fn squared_log(pairs: &Pairs<'_>) -> Result<f64> {
    for (parameter, values) in [("y_true", &pairs.truth), ("y_pred", &pairs.predicted)] {
        if let Some(value) = values.iter().find(|value| **value <= -1.0) {
            return Err(Error::parameter("mean_squared_log_error", parameter, value, "above -1 everywhere"));
        }
    }
    Ok(pairs.average(|truth, predicted| (truth.ln_1p() - predicted.ln_1p()).powi(2)))
}

/// The mean pinball loss of predicted `alpha`-quantiles (0 to 1): predictions that are too low cost
/// `alpha` per unit, those that are too high `1 − alpha`. At 0.5 it is half the mean absolute error.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let loss = mean_pinball_loss(&[1.0, 2.0, 3.0], &[0.0, 2.0, 3.0], 0.9)?;
/// assert!((loss - 0.3).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`], and as [`mean_squared_error`].
///
/// Source: R. Koenker, G. Bassett, "Regression quantiles", Econometrica 46 (1978).
pub fn mean_pinball_loss(y_true: impl AsTrueNumbers, y_pred: impl AsNumbers, alpha: f64) -> Result<f64> {
    pinball(&Pairs::of(&y_true, &y_pred)?, alpha)
}

fn pinball(pairs: &Pairs<'_>, alpha: f64) -> Result<f64> {
    if !(0.0..=1.0).contains(&alpha) {
        return Err(Error::parameter("mean_pinball_loss", "alpha", alpha, "0 to 1"));
    }
    Ok(pairs.average(|truth, predicted| pinball_of(truth - predicted, alpha)))
}

fn pinball_of(difference: f64, alpha: f64) -> f64 {
    if difference >= 0.0 { alpha * difference } else { (alpha - 1.0) * difference }
}

/// The share of the [`mean_pinball_loss`] of the best constant that the predictions save: 1 is perfect,
/// 0 no better than the `alpha`-quantile of `y_true`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert_eq!(d2_pinball_score(&[1.0, 2.0, 3.0], &[2.0, 2.0, 2.0], 0.5)?, 0.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`mean_pinball_loss`], and [`Error::TooFew`] for fewer than two samples.
pub fn d2_pinball_score(y_true: impl AsTrueNumbers, y_pred: impl AsNumbers, alpha: f64) -> Result<f64> {
    d2_pinball(&Pairs::of(&y_true, &y_pred)?, alpha)
}

/// The share of the mean absolute error of the median that the predictions save: [`d2_pinball_score`]
/// at 0.5.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert_eq!(d2_absolute_error_score(&[1.0, 2.0, 3.0], &[1.0, 2.0, 3.0])?, 1.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`d2_pinball_score`].
pub fn d2_absolute_error_score(y_true: impl AsTrueNumbers, y_pred: impl AsNumbers) -> Result<f64> {
    d2_pinball(&Pairs::of(&y_true, &y_pred)?, 0.5)
}

pub(super) fn d2_pinball(pairs: &Pairs<'_>, alpha: f64) -> Result<f64> {
    at_least_two("D²", pairs)?;
    let loss = pinball(pairs, alpha)?;
    let quantile = weighted_quantile(&pairs.truth, pairs.weights.as_deref(), alpha);
    Ok(explained(loss, pairs.average(|truth, _| pinball_of(truth - quantile, alpha))))
}

pub(super) fn at_least_two(what: &str, pairs: &Pairs<'_>) -> Result<()> {
    if pairs.len() < 2 {
        return Err(Error::TooFew { what: what.to_owned(), needed: 2, unit: "samples", given: pairs.len() });
    }
    Ok(())
}

/// One less a loss as a share of another; of no loss at all 1, of a loss where there should be none 0.
pub(super) fn explained(loss: f64, total: f64) -> f64 {
    match (total == 0.0, loss == 0.0) {
        (true, true) => 1.0,
        (true, false) => 0.0,
        _ => 1.0 - loss / total,
    }
}

//! Errors of forecasts that can be compared between series: lower is better.

use crate::array::AsNumbers;
use crate::error::{Error, Result};

use super::series::{at_least, series};

/// The mean absolute error, over that of the seasonal naive forecast within `y_train`: below 1 is
/// better than naive. `period` is 1 for a series without seasons.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(mean_absolute_scaled_error(&[5.0, 6.0], &[5.5, 6.5], &[1.0, 2.0, 3.0], 1)?, 0.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::LengthMismatch`], [`Error::Empty`], [`Error::TooFew`] for no more training values than
/// the period, [`Error::Constant`] if they do not change, [`Error::NotFinite`].
///
/// Source: R. Hyndman, A. Koehler, "Another look at measures of forecast accuracy", 2006.
pub fn mean_absolute_scaled_error(
    y_true: impl AsNumbers,
    y_pred: impl AsNumbers,
    y_train: impl AsNumbers,
    period: usize,
) -> Result<f64> {
    let (truth, forecast) = pair(&y_true, &y_pred)?;
    Ok(mean_of(&truth, &forecast, f64::abs) / naive_error(&series(&y_train)?, period, f64::abs)?)
}

/// The root of the mean squared error over that of the seasonal naive forecast within `y_train`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// let error = root_mean_squared_scaled_error(&[5.0, 6.0], &[5.5, 6.5], &[1.0, 2.0, 3.0], 1)?;
/// assert_eq!(error, 0.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`mean_absolute_scaled_error`].
pub fn root_mean_squared_scaled_error(
    y_true: impl AsNumbers,
    y_pred: impl AsNumbers,
    y_train: impl AsNumbers,
    period: usize,
) -> Result<f64> {
    let (truth, forecast) = pair(&y_true, &y_pred)?;
    let square = |error: f64| error * error;
    Ok((mean_of(&truth, &forecast, square) / naive_error(&series(&y_train)?, period, square)?).sqrt())
}

/// The mean of |error| / ((|true| + |forecast|) / 2), from 0 to 2 (a fraction, as scikit-learn's
/// `mean_absolute_percentage_error`); 0 where both are 0.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(symmetric_mean_absolute_percentage_error(&[1.0, 2.0], &[3.0, 2.0])?, 0.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::LengthMismatch`], [`Error::Empty`], [`Error::NotFinite`].
pub fn symmetric_mean_absolute_percentage_error(
    y_true: impl AsNumbers,
    y_pred: impl AsNumbers,
) -> Result<f64> {
    let (truth, forecast) = pair(&y_true, &y_pred)?;
    Ok(smape(&truth, &forecast))
}

pub(super) fn smape(truth: &[f64], forecast: &[f64]) -> f64 {
    let shares = truth.iter().zip(forecast).map(|(truth, forecast)| {
        let size = f64::midpoint(truth.abs(), forecast.abs());
        if size == 0.0 { 0.0 } else { (truth - forecast).abs() / size }
    });
    shares.sum::<f64>() / truth.len() as f64
}

pub(super) fn mean_of(truth: &[f64], forecast: &[f64], cost: impl Fn(f64) -> f64) -> f64 {
    let costs = truth.iter().zip(forecast).map(|(truth, forecast)| cost(truth - forecast));
    costs.sum::<f64>() / truth.len() as f64
}

/// What the seasonal naive forecast costs on average within `y`.
pub(super) fn naive_error(y: &[f64], period: usize, cost: impl Fn(f64) -> f64) -> Result<f64> {
    if period == 0 {
        return Err(Error::parameter("the scaled error", "period", period, "at least 1"));
    }
    at_least(&format!("the scaled error with period {period}"), period + 1, y)?;
    let error = mean_of(&y[period..], &y[..y.len() - period], cost);
    if error == 0.0 {
        let advice = "Scaled errors are not defined then: use the mean absolute error.";
        return Err(Error::Constant {
            what: "the training series, from season to season,".to_owned(),
            advice,
        });
    }
    Ok(error)
}

fn pair(y_true: &dyn AsNumbers, y_pred: &dyn AsNumbers) -> Result<(Vec<f64>, Vec<f64>)> {
    let (truth, forecast) = (series(y_true)?, series(y_pred)?);
    if truth.len() != forecast.len() {
        return Err(Error::LengthMismatch {
            left: "y_true".to_owned(),
            left_length: truth.len(),
            right: "y_pred".to_owned(),
            right_length: forecast.len(),
        });
    }
    Ok((truth, forecast))
}

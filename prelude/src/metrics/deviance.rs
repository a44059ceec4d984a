//! Errors of quantities that are never below zero: counts, durations, claims.

use super::regression::at_least_two;
use super::truth::{AsTrueNumbers, Pairs, average};
use crate::array::AsNumbers;
use crate::error::{Error, Result};

const NAME: &str = "mean_tweedie_deviance";

/// The mean deviance of the Tweedie family with variance `mean^power`: 0 is the squared error, 1
/// Poisson's, 2 Gamma's, 3 the inverse Gaussian's, between 1 and 2 for amounts that are often 0.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (truth, predicted) = ([2.0, 0.0, 1.0, 4.0], [0.5, 0.5, 2.0, 2.0]);
/// assert!((mean_tweedie_deviance(&truth, &predicted, 1.0)? - 1.4260151319598084).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`] for a power between 0 and 1, for predictions of 0 or less, and for true
/// values below 0 (from power 2 on: of 0 or less); as
/// [`mean_squared_error`](super::mean_squared_error).
///
/// Source: B. Jørgensen, "Exponential dispersion models", Journal of the Royal Statistical Society B
/// 49 (1987).
pub fn mean_tweedie_deviance(y_true: impl AsTrueNumbers, y_pred: impl AsNumbers, power: f64) -> Result<f64> {
    tweedie(&Pairs::of(&y_true, &y_pred)?, power)
}

/// The mean Poisson deviance, for counts: [`mean_tweedie_deviance`] of power 1.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert_eq!(mean_poisson_deviance(&[1, 2], &[1.0, 2.0])?, 0.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`mean_tweedie_deviance`].
pub fn mean_poisson_deviance(y_true: impl AsTrueNumbers, y_pred: impl AsNumbers) -> Result<f64> {
    tweedie(&Pairs::of(&y_true, &y_pred)?, 1.0)
}

/// The mean Gamma deviance, which minds shares rather than differences: [`mean_tweedie_deviance`] of
/// power 2.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let one = mean_gamma_deviance(&[1.0], &[2.0])?;
/// assert!((mean_gamma_deviance(&[10.0], &[20.0])? - one).abs() < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`mean_tweedie_deviance`].
pub fn mean_gamma_deviance(y_true: impl AsTrueNumbers, y_pred: impl AsNumbers) -> Result<f64> {
    tweedie(&Pairs::of(&y_true, &y_pred)?, 2.0)
}

/// The share of the [`mean_tweedie_deviance`] of the mean that the predictions save: 1 is perfect, 0
/// no better than the mean; R² at power 0.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (truth, predicted) = ([0.5, 1.0, 2.5, 7.0], [1.0, 1.0, 5.0, 3.5]);
/// assert!((d2_tweedie_score(&truth, &predicted, 1.0)? - 0.4879151349).abs() < 1e-9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`mean_tweedie_deviance`], and [`Error::TooFew`] for fewer than two samples.
pub fn d2_tweedie_score(y_true: impl AsTrueNumbers, y_pred: impl AsNumbers, power: f64) -> Result<f64> {
    d2_tweedie(&Pairs::of(&y_true, &y_pred)?, power)
}

fn d2_tweedie(pairs: &Pairs<'_>, power: f64) -> Result<f64> {
    at_least_two("D²", pairs)?;
    let loss = tweedie(pairs, power)?;
    let mean = average(&pairs.truth, pairs.weights.as_deref());
    Ok(super::regression::explained(loss, pairs.average(|truth, _| deviance(truth, mean, power))))
}

pub(super) fn tweedie(pairs: &Pairs<'_>, power: f64) -> Result<f64> {
    check(pairs, power)?;
    Ok(pairs.average(|truth, predicted| deviance(truth, predicted, power)))
}

fn check(pairs: &Pairs<'_>, power: f64) -> Result<()> {
    if !power.is_finite() || (power > 0.0 && power < 1.0) {
        return Err(Error::parameter(NAME, "power", power, "at most 0, or at least 1"));
    }
    let find = |values: &[f64], bad: fn(f64) -> bool| values.iter().copied().find(|value| bad(*value));
    let refuse = |parameter, value, expected: &str| {
        Err(Error::parameter(NAME, parameter, value, format!("{expected} for power {power}")))
    };
    if power != 0.0
        && let Some(value) = find(&pairs.predicted, |value| value <= 0.0)
    {
        return refuse("y_pred", value, "above 0 everywhere");
    }
    if power >= 2.0
        && let Some(value) = find(&pairs.truth, |value| value <= 0.0)
    {
        return refuse("y_true", value, "above 0 everywhere");
    }
    if power >= 1.0
        && let Some(value) = find(&pairs.truth, |value| value < 0.0)
    {
        return refuse("y_true", value, "at least 0 everywhere");
    }
    Ok(())
}

fn deviance(truth: f64, predicted: f64, power: f64) -> f64 {
    let (one, two) = (1.0 - power, 2.0 - power);
    if power == 0.0 {
        (truth - predicted).powi(2)
    } else if power == 1.0 {
        let part = if truth == 0.0 { 0.0 } else { truth * (truth / predicted).ln() };
        2.0 * (part - truth + predicted)
    } else if power == 2.0 {
        2.0 * ((predicted / truth).ln() + truth / predicted - 1.0)
    } else {
        2.0 * (truth.max(0.0).powf(two) / (one * two) - truth * predicted.powf(one) / one
            + predicted.powf(two) / two)
    }
}

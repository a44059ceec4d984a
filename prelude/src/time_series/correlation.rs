//! How a series goes with itself some steps before.

use ndarray::Array1;

use super::series::{at_least, mean, series};
use crate::array::AsNumbers;
use crate::error::{Error, Result};

/// The autocorrelations at the lags 0 to `n_lags`: 1 first, each from −1 to 1.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let waves: Vec<f64> = (0..40).map(|t| (t % 4) as f64).collect();
/// assert!(acf(&waves, 4)?[4] > 0.85);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::TooFew`] for no more values than lags, [`Error::Constant`] for a series that does not
/// change, [`Error::NotFinite`].
pub fn acf(y: impl AsNumbers, n_lags: usize) -> Result<Array1<f64>> {
    let y = checked("acf", &y, n_lags)?;
    let sums = products(&y, n_lags);
    Ok(sums.iter().map(|sum| sum / sums[0]).collect())
}

/// The partial autocorrelations at the lags 0 to `n_lags`: what a lag adds to those before it, from
/// the Yule–Walker equations with means over the pairs that there are (statsmodels' `ywadjusted`).
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let doubling: Vec<f64> = (0..200).map(|t| ((t * t) % 17) as f64).collect();
/// assert_eq!(pacf(&doubling, 3)?[0], 1.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`acf`]; at most half as many lags as values.
///
/// Source: J. Durbin, "The fitting of time-series models", 1960.
pub fn pacf(y: impl AsNumbers, n_lags: usize) -> Result<Array1<f64>> {
    let y = checked("pacf", &y, n_lags)?;
    if n_lags > y.len() / 2 {
        let expected = format!("at most {}, half the number of values", y.len() / 2);
        return Err(Error::parameter("pacf", "n_lags", n_lags, expected));
    }
    let n = y.len();
    let sums = products(&y, n_lags);
    let covariances: Vec<f64> = sums.iter().enumerate().map(|(lag, sum)| sum / (n - lag) as f64).collect();
    Ok(durbin_levinson(&covariances))
}

fn checked(owner: &'static str, y: &dyn AsNumbers, n_lags: usize) -> Result<Vec<f64>> {
    let y = series(y)?;
    at_least(&format!("{owner} with {n_lags} lags"), n_lags + 1, &y)?;
    if y.iter().all(|value| *value == y[0]) {
        let advice = "The autocorrelation of such a series is not defined.";
        return Err(Error::Constant { what: "the series".to_owned(), advice });
    }
    Ok(y)
}

/// Sums of products of deviations from the mean, at the lags 0 to `n_lags`.
fn products(y: &[f64], n_lags: usize) -> Vec<f64> {
    let centre = mean(y);
    let z: Vec<f64> = y.iter().map(|value| value - centre).collect();
    (0..=n_lags).map(|lag| z.iter().zip(&z[lag..]).map(|(a, b)| a * b).sum()).collect()
}

fn durbin_levinson(covariances: &[f64]) -> Array1<f64> {
    let mut partial = vec![1.0];
    let mut weights: Vec<f64> = Vec::new();
    let mut variance = covariances[0];
    for lag in 1..covariances.len() {
        let known: f64 =
            weights.iter().enumerate().map(|(j, weight)| weight * covariances[lag - 1 - j]).sum();
        let next = (covariances[lag] - known) / variance;
        let turned: Vec<f64> = weights.iter().rev().copied().collect();
        for (weight, turned) in weights.iter_mut().zip(turned) {
            *weight -= next * turned;
        }
        weights.push(next);
        variance *= 1.0 - next * next;
        partial.push(next);
    }
    partial.into()
}

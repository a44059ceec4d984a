//! The forecasts that every other method has to beat.
//!
//! Source of the limits: R. Hyndman, G. Athanasopoulos, "Forecasting: principles and practice", 3rd
//! edition, 2021, section 5.5.

use ndarray::Array1;
use serde::{Deserialize, Serialize};

use super::forecast::Forecast;
use super::role::forecaster;
use super::series::{at_least, check_period, mean};
use crate::display::number;
use crate::error::Result;
use crate::model::Summary;
use crate::preprocessing::numeric::setting;

/// What a [`NaiveForecaster`] goes on with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NaiveStrategy {
    /// The last value.
    #[default]
    Last,
    /// The mean of all values.
    Mean,
    /// The line from the first value through the last.
    Drift,
}

/// Goes on with the last value, the mean, or the line through the first and the last value.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let y = [1.0, 4.0, 3.0, 7.0];
/// assert_eq!(NaiveForecaster::last().fit(&y)?.forecast(2)?.mean, array![7.0, 7.0]);
/// assert_eq!(NaiveForecaster::mean().fit(&y)?.forecast(1)?.mean, array![3.75]);
/// assert_eq!(NaiveForecaster::drift().fit(&y)?.forecast(2)?.mean, array![9.0, 11.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NaiveForecaster {
    strategy: NaiveStrategy,
}

impl NaiveForecaster {
    /// Goes on with the last value.
    #[must_use]
    pub fn last() -> Self {
        Self { strategy: NaiveStrategy::Last }
    }

    /// Goes on with the mean.
    #[must_use]
    pub fn mean() -> Self {
        Self { strategy: NaiveStrategy::Mean }
    }

    /// Goes on along the line from the first value through the last.
    #[must_use]
    pub fn drift() -> Self {
        Self { strategy: NaiveStrategy::Drift }
    }

    fn learn(&self, y: &[f64]) -> Result<FittedNaiveForecaster> {
        at_least("NaiveForecaster", if self.strategy == NaiveStrategy::Drift { 2 } else { 1 }, y)?;
        let n = y.len();
        let (centre, slope) = match self.strategy {
            NaiveStrategy::Last => (y[n - 1], 0.0),
            NaiveStrategy::Mean => (mean(y), 0.0),
            NaiveStrategy::Drift => (y[n - 1], (y[n - 1] - y[0]) / (n - 1) as f64),
        };
        let fitted: Array1<f64> = match self.strategy {
            NaiveStrategy::Mean => Array1::from_elem(n, centre),
            _ => (0..n).map(|t| if t == 0 { f64::NAN } else { y[t - 1] + slope }).collect(),
        };
        // The mean and the slope are each one number taken from the data.
        let freedom = match self.strategy {
            NaiveStrategy::Last | NaiveStrategy::Mean => n - 1,
            NaiveStrategy::Drift => n - 2,
        };
        let history = Array1::from(y.to_vec());
        let sigma = deviation(&history, &fitted, freedom);
        Ok(FittedNaiveForecaster { parameters: self.clone(), history, fitted, centre, slope, sigma })
    }

    fn settings(&self) -> Vec<(String, String)> {
        let strategy = match self.strategy {
            NaiveStrategy::Last => "last",
            NaiveStrategy::Mean => "mean",
            NaiveStrategy::Drift => "drift",
        };
        vec![setting("strategy", strategy)]
    }
}

forecaster!(NaiveForecaster => FittedNaiveForecaster);

/// The standard deviation of the residuals that there are; 0 if there are not enough.
pub(super) fn deviation(y: &Array1<f64>, fitted: &Array1<f64>, freedom: usize) -> f64 {
    let residuals = y.iter().zip(fitted).map(|(y, fitted)| y - fitted).filter(|residual| !residual.is_nan());
    let squares: f64 = residuals.map(|residual| residual * residual).sum();
    if freedom == 0 { 0.0 } else { (squares / freedom as f64).sqrt() }
}

/// A fitted [`NaiveForecaster`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedNaiveForecaster {
    parameters: NaiveForecaster,
    history: Array1<f64>,
    fitted: Array1<f64>,
    centre: f64,
    slope: f64,
    sigma: f64,
}

impl FittedNaiveForecaster {
    fn ahead(&self, horizon: usize, level: f64) -> Result<Forecast> {
        let n = self.history.len() as f64;
        let steps = Array1::from_iter((1..=horizon).map(|step| step as f64));
        let spread = |h: f64| match self.parameters.strategy {
            NaiveStrategy::Last => h.sqrt(),
            NaiveStrategy::Mean => (1.0 + 1.0 / n).sqrt(),
            NaiveStrategy::Drift => (h * (1.0 + h / (n - 1.0))).sqrt(),
        };
        let deviations = steps.mapv(|h| self.sigma * spread(h));
        Ok(Forecast::normal(steps * self.slope + self.centre, &deviations, level))
    }

    fn report(&self, summary: &mut Summary) {
        summary.results.push(setting("next value", number(self.centre + self.slope)));
        summary.results.push(setting("standard deviation of a step", number(self.sigma)));
    }
}

/// Goes on with the values of one season before.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let model = SeasonalNaive::new(2).fit(&[1.0, 5.0, 2.0, 6.0])?;
/// assert_eq!(model.forecast(3)?.mean, array![2.0, 6.0, 2.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeasonalNaive {
    period: usize,
}

impl SeasonalNaive {
    /// With seasons of `period` values: 12 for months, 7 for days.
    #[must_use]
    pub fn new(period: usize) -> Self {
        Self { period }
    }

    fn learn(&self, y: &[f64]) -> Result<FittedSeasonalNaive> {
        check_period("SeasonalNaive", "period", self.period)?;
        at_least("SeasonalNaive", self.period, y)?;
        let m = self.period;
        let history = Array1::from(y.to_vec());
        let fitted: Array1<f64> = (0..y.len()).map(|t| if t < m { f64::NAN } else { y[t - m] }).collect();
        let sigma = deviation(&history, &fitted, y.len() - m);
        Ok(FittedSeasonalNaive { parameters: self.clone(), history, fitted, sigma })
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![setting("period", self.period)]
    }
}

forecaster!(SeasonalNaive => FittedSeasonalNaive);

/// A fitted [`SeasonalNaive`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedSeasonalNaive {
    parameters: SeasonalNaive,
    history: Array1<f64>,
    fitted: Array1<f64>,
    sigma: f64,
}

impl FittedSeasonalNaive {
    fn ahead(&self, horizon: usize, level: f64) -> Result<Forecast> {
        let (n, m) = (self.history.len(), self.parameters.period);
        let mean = (0..horizon).map(|step| self.history[n - m + step % m]).collect();
        let deviations = (0..horizon).map(|step| self.sigma * ((step / m + 1) as f64).sqrt()).collect();
        Ok(Forecast::normal(mean, &deviations, level))
    }

    fn report(&self, summary: &mut Summary) {
        summary.results.push(setting("standard deviation of a season", number(self.sigma)));
    }
}

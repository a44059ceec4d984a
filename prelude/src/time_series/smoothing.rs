//! Exponential smoothing: level, trend and season that follow the series, the newest values most.
//!
//! Own kernel: augurs' models have no seasons yet. The smoothing parameters and the state before the
//! first value are found together, by least squares of the one-step forecasts (statsmodels'
//! `initialization_method="estimated"`).

mod estimate;
mod limits;
mod states;

use ndarray::Array1;
use serde::{Deserialize, Serialize};

use self::estimate::Estimate;
use self::states::{Shape, Smoothing};
use super::forecast::Forecast;
use super::role::forecaster;
use super::series::{at_least, check_period};
use crate::display::number;
use crate::error::{Error, Result};
use crate::model::{Summary, SummaryTable};
use crate::preprocessing::numeric::setting;

const NAME: &str = "ExponentialSmoothing";

/// How a trend or a season acts on the level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// It is added.
    Additive,
    /// It multiplies: growth in per cent, seasons that swing wider at a higher level.
    Multiplicative,
}

impl std::fmt::Display for Effect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Additive => "additive",
            Self::Multiplicative => "multiplicative",
        })
    }
}

/// Simple exponential smoothing, Holt's with a trend, Holt and Winters' with seasons.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// // A rising series with seasons of four.
/// let y: Vec<f64> = (0..40).map(|t| 50.0 + t as f64 + [5.0, -2.0, -6.0, 3.0][t % 4]).collect();
/// let model = ExponentialSmoothing::holt_winters(4, Effect::Additive).fit(&y)?;
/// let next = model.forecast(4)?;
/// assert!((next.mean[0] - 95.0).abs() < 0.1 && (next.mean[2] - 86.0).abs() < 0.1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: R. Hyndman, A. Koehler, J. Ord, R. Snyder, "Forecasting with exponential smoothing", 2008.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ExponentialSmoothing {
    trend: Option<Effect>,
    damped_trend: bool,
    seasonal: Option<Effect>,
    seasonal_periods: usize,
    smoothing_level: Option<f64>,
    smoothing_trend: Option<f64>,
    smoothing_seasonal: Option<f64>,
    damping_trend: Option<f64>,
}

impl ExponentialSmoothing {
    /// A level alone: every forecast is the last level.
    #[must_use]
    pub fn simple() -> Self {
        Self::default()
    }

    /// A level and an additive trend.
    #[must_use]
    pub fn holt() -> Self {
        Self { trend: Some(Effect::Additive), ..Self::default() }
    }

    /// A level, an additive trend, and seasons of `period` values.
    #[must_use]
    pub fn holt_winters(period: usize, seasonal: Effect) -> Self {
        Self { seasonal: Some(seasonal), seasonal_periods: period, ..Self::holt() }
    }

    /// How the trend acts.
    #[must_use]
    pub fn trend(mut self, trend: Effect) -> Self {
        self.trend = Some(trend);
        self
    }

    /// A trend that fades, by a factor per step that is found between 0.8 and 0.995.
    #[must_use]
    pub fn damped(mut self) -> Self {
        self.damped_trend = true;
        self
    }

    /// Seasons of `period` values, and how they act.
    #[must_use]
    pub fn seasonal(mut self, period: usize, seasonal: Effect) -> Self {
        (self.seasonal, self.seasonal_periods) = (Some(seasonal), period);
        self
    }

    /// Fixes α, how fast the level follows, 0 to 1. Default: found.
    #[must_use]
    pub fn smoothing_level(mut self, alpha: f64) -> Self {
        self.smoothing_level = Some(alpha);
        self
    }

    /// Fixes β, how fast the trend follows the level, 0 to 1. Default: found.
    #[must_use]
    pub fn smoothing_trend(mut self, beta: f64) -> Self {
        self.smoothing_trend = Some(beta);
        self
    }

    /// Fixes γ, how fast the seasons follow, 0 to 1 − α. Default: found.
    #[must_use]
    pub fn smoothing_seasonal(mut self, gamma: f64) -> Self {
        self.smoothing_seasonal = Some(gamma);
        self
    }

    /// A trend that fades by this factor per step, above 0 and at most 1.
    #[must_use]
    pub fn damping_trend(mut self, phi: f64) -> Self {
        (self.damped_trend, self.damping_trend) = (true, Some(phi));
        self
    }

    pub(super) fn learn(&self, y: &[f64]) -> Result<FittedExponentialSmoothing> {
        self.check(y)?;
        let fixed = [self.smoothing_level, self.smoothing_trend, self.smoothing_seasonal, self.damping_trend];
        let estimate = estimate::estimate(y, self.shape(), fixed)?;
        let (fitted, last) = estimate.run(y);
        Ok(FittedExponentialSmoothing {
            parameters: self.clone(),
            history: Array1::from(y.to_vec()),
            fitted: fitted.into(),
            estimate,
            last,
        })
    }

    pub(super) fn shape(&self) -> Shape {
        let period = if self.seasonal.is_some() { self.seasonal_periods } else { 0 };
        Shape { trend: self.trend, damped: self.damped_trend, seasonal: self.seasonal, period }
    }

    pub(super) fn settings(&self) -> Vec<(String, String)> {
        let effect = |effect: Option<Effect>| effect.map_or("none".to_owned(), |effect| effect.to_string());
        let mut settings =
            vec![setting("trend", effect(self.trend)), setting("seasonal", effect(self.seasonal))];
        if self.damped_trend {
            settings.insert(1, setting("damped_trend", true));
        }
        if self.seasonal.is_some() {
            settings.push(setting("seasonal_periods", self.seasonal_periods));
        }
        let fixed = [
            ("smoothing_level", self.smoothing_level),
            ("smoothing_trend", self.smoothing_trend),
            ("smoothing_seasonal", self.smoothing_seasonal),
            ("damping_trend", self.damping_trend),
        ];
        settings.extend(fixed.into_iter().filter_map(|(name, value)| Some(setting(name, number(value?)))));
        settings
    }

    fn check(&self, y: &[f64]) -> Result<()> {
        if self.seasonal.is_some() {
            check_period(NAME, "seasonal_periods", self.seasonal_periods)?;
            at_least(
                &format!("{NAME} with seasons of {}", self.seasonal_periods),
                2 * self.seasonal_periods,
                y,
            )?;
        }
        at_least(NAME, if self.trend.is_some() { 4 } else { 2 }, y)?;
        if self.damped_trend && self.trend.is_none() {
            return Err(Error::parameter(NAME, "damped_trend", true, "together with a trend"));
        }
        let multiplies = [self.trend, self.seasonal].contains(&Some(Effect::Multiplicative));
        if let Some(low) = y.iter().find(|value| **value <= 0.0 && multiplies) {
            let expected =
                "used with values above 0 alone: add a constant to the series, or use Effect::Additive";
            return Err(Error::parameter(
                NAME,
                "Effect::Multiplicative",
                format!("used with {low}"),
                expected,
            ));
        }
        let fixed = [
            ("smoothing_level", self.smoothing_level),
            ("smoothing_trend", self.smoothing_trend),
            ("smoothing_seasonal", self.smoothing_seasonal),
            ("damping_trend", self.damping_trend),
        ];
        for (name, value) in fixed {
            if let Some(value) = value.filter(|value| !(0.0..=1.0).contains(value)) {
                return Err(Error::parameter(NAME, name, value, "0 to 1"));
            }
        }
        Ok(())
    }
}

forecaster!(ExponentialSmoothing => FittedExponentialSmoothing);

/// A fitted [`ExponentialSmoothing`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedExponentialSmoothing {
    parameters: ExponentialSmoothing,
    pub(super) history: Array1<f64>,
    pub(super) fitted: Array1<f64>,
    estimate: Estimate,
    last: states::State,
}

impl FittedExponentialSmoothing {
    /// α, how fast the level follows, 0 to 1.
    pub fn smoothing_level(&self) -> f64 {
        self.smoothing().alpha
    }

    /// β, how fast the trend follows the level, 0 to 1; nothing without a trend.
    pub fn smoothing_trend(&self) -> Option<f64> {
        self.parameters.trend.map(|_| self.smoothing().beta)
    }

    /// γ, how fast the seasons follow, 0 to 1 − α; nothing without seasons.
    pub fn smoothing_seasonal(&self) -> Option<f64> {
        self.parameters.seasonal.map(|_| self.smoothing().gamma)
    }

    /// φ, what is left of the trend after a step; nothing unless it fades.
    pub fn damping_trend(&self) -> Option<f64> {
        self.parameters.damped_trend.then_some(self.smoothing().phi)
    }

    fn smoothing(&self) -> &Smoothing {
        &self.estimate.smoothing
    }

    /// The sum of squared one-step errors.
    pub fn sse(&self) -> f64 {
        self.estimate.sse
    }

    /// Akaike's criterion, n ln(SSE / n) + 2k, for comparing models of the same series.
    pub fn aic(&self) -> f64 {
        let n = self.history.len() as f64;
        n * (self.sse().max(f64::MIN_POSITIVE) / n).ln() + 2.0 * self.n_parameters() as f64
    }

    /// [`aic`](Self::aic) corrected for short series; infinite if there are more parameters than
    /// values.
    pub fn aicc(&self) -> f64 {
        let (n, k) = (self.history.len() as f64, self.n_parameters() as f64);
        if n - k - 1.0 <= 0.0 { f64::INFINITY } else { self.aic() + 2.0 * k * (k + 1.0) / (n - k - 1.0) }
    }

    /// The Bayesian criterion, n ln(SSE / n) + k ln n.
    pub fn bic(&self) -> f64 {
        let (n, k) = (self.history.len() as f64, self.n_parameters() as f64);
        self.aic() - 2.0 * k + k * n.ln()
    }

    /// Smoothing parameters, states at the start, and the variance.
    fn n_parameters(&self) -> usize {
        let shape = self.parameters.shape();
        shape.n_smoothing() + shape.n_states().saturating_sub(usize::from(shape.seasonal.is_some())) + 1
    }

    /// The standard deviation of a one-step error.
    pub fn sigma(&self) -> f64 {
        let n = self.history.len();
        let freedom = n.saturating_sub(self.n_parameters() - 1).max(1);
        (self.sse() / freedom as f64).sqrt()
    }

    pub(super) fn ahead(&self, horizon: usize, level: f64) -> Result<Forecast> {
        let shape = self.parameters.shape();
        let mean = states::ahead(shape, self.smoothing(), &self.last, horizon);
        if shape.is_additive() {
            let deviations = limits::deviations(shape, self.smoothing(), horizon) * self.sigma();
            return Ok(Forecast::normal(mean, &deviations, level));
        }
        let (lower, upper) =
            limits::simulated(shape, self.smoothing(), &self.last, self.sigma(), horizon, level)?;
        Ok(Forecast { mean, lower: Some(lower), upper: Some(upper), level, dates: None })
    }

    pub(super) fn report(&self, summary: &mut Summary) {
        let found = [
            ("smoothing level α", Some(self.smoothing_level())),
            ("smoothing trend β", self.smoothing_trend()),
            ("smoothing seasonal γ", self.smoothing_seasonal()),
            ("damping φ", self.damping_trend()),
            ("AICc", Some(self.aicc())),
            ("standard deviation of a step", Some(self.sigma())),
        ];
        summary
            .results
            .extend(found.into_iter().filter_map(|(name, value)| Some(setting(name, number(value?)))));
        let mut rows = vec![("level".to_owned(), vec![self.estimate.start.level, self.last.level])];
        if self.parameters.trend.is_some() {
            rows.push(("trend".to_owned(), vec![self.estimate.start.trend, self.last.trend]));
        }
        let seasons = self.estimate.start.seasons.iter().zip(&self.last.seasons).enumerate();
        rows.extend(seasons.map(|(i, (first, last))| (format!("season {}", i + 1), vec![*first, *last])));
        summary.tables.push(SummaryTable {
            caption: "states".to_owned(),
            columns: vec!["before the first value".to_owned(), "after the last".to_owned()],
            rows,
        });
    }
}

//! How good forecasts would have been: the series is cut at many places, each time the model sees
//! what is before the cut and forecasts what is after it.
//!
//! Source: L. Tashman, "Out-of-sample tests of forecasting accuracy", 2000.

use ndarray::Array1;
use polars::prelude::{Column, DataFrame};
use serde::{Deserialize, Serialize};

use super::errors::{mean_of, naive_error, smape};
use super::role::{AsForecaster, Forecaster};
use super::series::{at_least, series};
use crate::array::AsNumbers;
use crate::display::number;
use crate::error::{Error, Result};
use crate::model::{Summarize, Summary, SummaryTable, counted};
use crate::preprocessing::numeric::setting;
use crate::runtime::{MimeBundle, Progress, RichDisplay, check_interrupt};

const NAME: &str = "Backtest";
/// The errors of a report, in the order of its columns.
const ERRORS: [&str; 5] = ["mae", "rmse", "mape", "smape", "mase"];

/// Forecasts of the last `windows` stretches of `horizon` values, each from all values before it.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let y: Vec<f64> = (0..60).map(|t| (t % 12) as f64).collect();
/// let report = backtest(&SeasonalNaive::new(12), &y, 6, 3)?;
/// assert_eq!(report.mae(), 0.0);
/// assert_eq!(report.by_horizon()?.height(), 6);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`Backtest::run`].
pub fn backtest(
    model: &(impl AsForecaster + ?Sized),
    y: impl AsNumbers,
    horizon: usize,
    windows: usize,
) -> Result<BacktestReport> {
    Backtest::new(horizon).windows(windows).run_values(model.forecaster(), &series(&y)?)
}

/// A test of forecasts on the past.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let y: Vec<f64> = (0..50).map(|t| (t % 5) as f64 + 0.1 * t as f64).collect();
/// let test = Backtest::new(5).initial(30).step(5).period(5);
/// let naive = test.run(&SeasonalNaive::new(5), &y)?;
/// let smoothed = test.run(&ExponentialSmoothing::holt_winters(5, Effect::Additive), &y)?;
/// assert!(smoothed.mase() < naive.mase());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Backtest {
    horizon: usize,
    windows: Option<usize>,
    initial: Option<usize>,
    step: Option<usize>,
    most_values: Option<usize>,
    period: usize,
}

impl Backtest {
    /// Of forecasts of `horizon` values: five cuts, one horizon apart.
    #[must_use]
    pub fn new(horizon: usize) -> Self {
        Self { horizon, windows: None, initial: None, step: None, most_values: None, period: 1 }
    }

    /// The number of cuts, the last of them one horizon before the end. Default 5, or as many as
    /// there are after [`initial`](Self::initial).
    #[must_use]
    pub fn windows(mut self, windows: usize) -> Self {
        self.windows = Some(windows);
        self
    }

    /// The values before the first cut.
    #[must_use]
    pub fn initial(mut self, values: usize) -> Self {
        self.initial = Some(values);
        self
    }

    /// The values between cuts. Default: the horizon.
    #[must_use]
    pub fn step(mut self, values: usize) -> Self {
        self.step = Some(values);
        self
    }

    /// The model sees only so many last values before a cut. Default: all.
    #[must_use]
    pub fn sliding(mut self, values: usize) -> Self {
        self.most_values = Some(values);
        self
    }

    /// The period of the seasonal naive forecast that scales MASE. Default 1.
    #[must_use]
    pub fn period(mut self, period: usize) -> Self {
        self.period = period;
        self
    }

    /// Fits and forecasts at every cut.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let y: Vec<f64> = (0..40).map(|t| (t % 5) as f64).collect();
    /// let models: Vec<Box<dyn Forecaster>> =
    ///     vec![Box::new(NaiveForecaster::last()), Box::new(SeasonalNaive::new(5))];
    /// for model in &models {
    ///     println!("{}: {:.3}", model.name(), Backtest::new(5).run(model, &y)?.mae());
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Parameter`], [`Error::TooFew`] values for these cuts, and what the model's own `fit`
    /// and `forecast` say.
    pub fn run(&self, model: &(impl AsForecaster + ?Sized), y: impl AsNumbers) -> Result<BacktestReport> {
        self.run_values(model.forecaster(), &series(&y)?)
    }

    fn run_values(&self, model: &dyn Forecaster, y: &[f64]) -> Result<BacktestReport> {
        let cuts = self.cuts(y)?;
        let scale = naive_error(&y[..cuts[0]], self.period, f64::abs).ok();
        let mut progress = Progress::new("cuts", cuts.len() as u64);
        let mut stretches = Vec::with_capacity(cuts.len());
        for cut in &cuts {
            check_interrupt()?;
            let start = self.most_values.map_or(0, |most| cut.saturating_sub(most));
            let forecast = model.fit_series(&y[start..*cut])?.forecast_steps(self.horizon, 0.95)?;
            let truth = y[*cut..*cut + self.horizon].to_vec();
            stretches.push(Stretch { cut: *cut, truth, forecast: forecast.mean.to_vec() });
            progress.advance(1);
        }
        progress.finish_and_clear();
        Ok(BacktestReport { model: model.name(), horizon: self.horizon, stretches, scale })
    }

    /// How many values are before each cut.
    fn cuts(&self, y: &[f64]) -> Result<Vec<usize>> {
        let step = self.step.unwrap_or(self.horizon);
        let values = [("horizon", self.horizon), ("step", step), ("period", self.period)];
        let given = [("windows", self.windows), ("initial", self.initial), ("sliding", self.most_values)];
        let given = given.into_iter().filter_map(|(name, value)| Some((name, value?)));
        for (name, value) in values.into_iter().chain(given) {
            if value == 0 {
                return Err(Error::parameter(NAME, name, value, "at least 1"));
            }
        }
        let needed = |before: usize| at_least(&format!("{NAME} of these cuts"), before + self.horizon, y);
        let last = y.len().saturating_sub(self.horizon);
        if let Some(first) = self.initial {
            needed(first)?;
            let cuts = (first..=last).step_by(step);
            return Ok(cuts.take(self.windows.unwrap_or(usize::MAX)).collect());
        }
        let windows = self.windows.unwrap_or(5);
        needed((windows - 1).saturating_mul(step).saturating_add(1))?;
        Ok((0..windows).rev().map(|window| last - window * step).collect())
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Stretch {
    cut: usize,
    truth: Vec<f64>,
    forecast: Vec<f64>,
}

/// What a [`Backtest`] found.
#[derive(Clone, Debug, PartialEq)]
pub struct BacktestReport {
    model: &'static str,
    horizon: usize,
    stretches: Vec<Stretch>,
    /// The naive error that MASE is in units of; nothing if it is 0 or not defined.
    scale: Option<f64>,
}

impl BacktestReport {
    /// The mean absolute error of all forecasts.
    pub fn mae(&self) -> f64 {
        self.errors(0..self.horizon)[0]
    }

    /// The root mean squared error of all forecasts.
    pub fn rmse(&self) -> f64 {
        self.errors(0..self.horizon)[1]
    }

    /// The mean absolute error as a fraction of the true values.
    pub fn mape(&self) -> f64 {
        self.errors(0..self.horizon)[2]
    }

    /// The mean absolute error as a fraction of the mean of truth and forecast.
    pub fn smape(&self) -> f64 {
        self.errors(0..self.horizon)[3]
    }

    /// The mean absolute error in units of the seasonal naive forecast's before the first cut: below
    /// 1 is better. NaN if that is 0.
    pub fn mase(&self) -> f64 {
        self.errors(0..self.horizon)[4]
    }

    /// One row per step ahead: `horizon`, `mae`, `rmse`, `mape`, `smape`, `mase`.
    ///
    /// # Errors
    /// None in practice.
    pub fn by_horizon(&self) -> Result<DataFrame> {
        let rows: Vec<[f64; 5]> = (0..self.horizon).map(|step| self.errors(step..step + 1)).collect();
        let steps: Vec<i64> = (1..=self.horizon as i64).collect();
        let mut columns = vec![Column::new("horizon".into(), steps)];
        for (place, name) in ERRORS.into_iter().enumerate() {
            columns.push(Column::new(name.into(), rows.iter().map(|row| row[place]).collect::<Vec<_>>()));
        }
        Ok(DataFrame::new(self.horizon, columns)?)
    }

    /// One row per forecast: `cut` (the values before it), `horizon`, `row` (its place in the
    /// series), `truth`, `forecast`, `error`.
    ///
    /// # Errors
    /// None in practice.
    pub fn forecasts(&self) -> Result<DataFrame> {
        let each = |value: fn(&Stretch, usize) -> i64| -> Vec<i64> {
            self.stretches.iter().flat_map(|s| (0..s.truth.len()).map(move |step| value(s, step))).collect()
        };
        let truth: Array1<f64> = self.stretches.iter().flat_map(|s| s.truth.clone()).collect();
        let forecast: Array1<f64> = self.stretches.iter().flat_map(|s| s.forecast.clone()).collect();
        let columns = vec![
            Column::new("cut".into(), each(|s, _| s.cut as i64)),
            Column::new("horizon".into(), each(|_, step| step as i64 + 1)),
            Column::new("row".into(), each(|s, step| (s.cut + step) as i64)),
            Column::new("error".into(), (&truth - &forecast).to_vec()),
            Column::new("truth".into(), truth.to_vec()),
            Column::new("forecast".into(), forecast.to_vec()),
        ];
        let frame = DataFrame::new(truth.len(), columns)?;
        Ok(frame.select(["cut", "horizon", "row", "truth", "forecast", "error"])?)
    }

    /// The errors of these steps ahead, in the order of [`ERRORS`].
    fn errors(&self, steps: std::ops::Range<usize>) -> [f64; 5] {
        let truth: Vec<f64> = self.stretches.iter().flat_map(|s| s.truth[steps.clone()].to_vec()).collect();
        let forecast: Vec<f64> =
            self.stretches.iter().flat_map(|s| s.forecast[steps.clone()].to_vec()).collect();
        let mae = mean_of(&truth, &forecast, f64::abs);
        // As scikit-learn: a truth of 0 makes the fraction very large, not infinite.
        let shares = truth.iter().zip(&forecast).map(|(t, f)| (t - f).abs() / t.abs().max(f64::EPSILON));
        [
            mae,
            mean_of(&truth, &forecast, |error| error * error).sqrt(),
            shares.sum::<f64>() / truth.len() as f64,
            smape(&truth, &forecast),
            self.scale.map_or(f64::NAN, |scale| mae / scale),
        ]
    }
}

impl Summarize for BacktestReport {
    fn summary(&self) -> Summary {
        let all = self.errors(0..self.horizon);
        let rows =
            (0..self.horizon).map(|step| (format!("{}", step + 1), self.errors(step..step + 1).to_vec()));
        Summary {
            title: NAME.to_owned(),
            subtitle: format!(
                "{} at {}, {} ahead",
                self.model,
                counted(self.stretches.len(), "cut", "cuts"),
                counted(self.horizon, "step", "steps")
            ),
            results: ERRORS.iter().zip(all).map(|(name, value)| setting(name, number(value))).collect(),
            tables: vec![SummaryTable {
                caption: "by steps ahead".to_owned(),
                columns: ERRORS.iter().map(ToString::to_string).collect(),
                rows: rows.collect(),
            }],
            ..Summary::default()
        }
    }
}

impl RichDisplay for BacktestReport {
    fn rich_display(&self) -> MimeBundle {
        self.summary().rich_display()
    }
}

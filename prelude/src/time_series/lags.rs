//! Forecasts by any regressor: the features of a value are the values before it.

use ndarray::{Array1, Array2};
use polars::prelude::Column;
use serde::{Deserialize, Serialize};

use super::calendar::{Calendar, name_of};
use super::forecast::Forecast;
use super::role::forecaster;
use super::series::{at_least, mean, series};
use crate::array::{AsNumbers, Features};
use crate::dataset::Training;
use crate::error::{Error, Result};
use crate::model::{AsModel, FittedModel, Model, Summary, SummaryTable};
use crate::preprocessing::DatePart;
use crate::preprocessing::numeric::setting;
use crate::runtime::check_interrupt;

pub(super) const NAME: &str = "LagForecaster";

/// Learns each value from the values some steps before, from means of the last few, and from its
/// place in the season; forecasts further steps from its own forecasts.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let y: Vec<f64> = (0..60).map(|t| (t % 6) as f64).collect();
/// let model = LagForecaster::new(LinearRegression::new()).lags(&[1, 6]).fit(&y)?;
/// assert!((model.forecast(8)?.mean[7] - 1.0).abs() < 1e-6);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LagForecaster {
    model: Model,
    lags: Vec<usize>,
    rolling_means: Vec<usize>,
    rolling_deviations: Vec<usize>,
    seasonal_place: Option<usize>,
    date_parts: Vec<DatePart>,
    differences: bool,
}

impl LagForecaster {
    /// By this regressor, from the last three values.
    #[must_use]
    pub fn new(model: impl AsModel) -> Self {
        Self {
            model: model.model(),
            lags: vec![1, 2, 3],
            rolling_means: Vec::new(),
            rolling_deviations: Vec::new(),
            seasonal_place: None,
            date_parts: Vec::new(),
            differences: false,
        }
    }

    /// How many steps before, each a feature `lag_1`. Default 1, 2, 3.
    #[must_use]
    pub fn lags(mut self, lags: &[usize]) -> Self {
        self.lags = lags.to_vec();
        self
    }

    /// Means of so many last values, each a feature `mean_7`. Default none.
    #[must_use]
    pub fn rolling_means(mut self, lengths: &[usize]) -> Self {
        self.rolling_means = lengths.to_vec();
        self
    }

    /// Standard deviations of so many last values, each a feature `std_7`. Default none.
    #[must_use]
    pub fn rolling_deviations(mut self, lengths: &[usize]) -> Self {
        self.rolling_deviations = lengths.to_vec();
        self
    }

    /// The place within a season of `period` values as the features `season_sin` and `season_cos`,
    /// such as the month of the year for 12. Default none.
    #[must_use]
    pub fn seasonal_place(mut self, period: usize) -> Self {
        self.seasonal_place = Some(period);
        self
    }

    /// Parts of each value's date as features, such as `month` or `weekday`: the series is then fitted
    /// with [`fit_dated`](Self::fit_dated). Default none.
    #[must_use]
    pub fn date_parts(mut self, parts: &[DatePart]) -> Self {
        self.date_parts = parts.to_vec();
        self
    }

    /// Learns the changes from value to value: for trends, beyond which trees cannot go.
    #[must_use]
    pub fn differences(mut self) -> Self {
        self.differences = true;
        self
    }

    /// Fits on a series whose values have dates, or dates with times, at equal distances or months
    /// apart. Forecasts then have dates too.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let days: Vec<String> = (1..=30).map(|day| format!("2026-06-{day:02}")).collect();
    /// let df = df!("day" => days)?.lazy().select([col("day").cast(DataType::Date)]).collect()?;
    /// let visits: Vec<f64> = (0..30).map(|t| if t % 7 < 5 { 10.0 } else { 2.0 }).collect();
    /// let model = LagForecaster::new(LinearRegression::new()).lags(&[1]).date_parts(&[DatePart::IsWeekend]);
    /// let forecast = model.fit_dated(df.column("day")?, &visits)?.forecast(5)?;
    /// assert!((forecast.mean[4] - 2.0).abs() < 1e-6); // Sunday, 5 July
    /// assert_eq!(forecast.to_frame()?.get_column_names(), ["step", "date", "forecast"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`fit`](Self::fit); [`Error::ColumnType`] for other than dates, [`Error::LengthMismatch`],
    /// [`Error::Fit`] for dates with gaps.
    pub fn fit_dated(&self, dates: &Column, y: impl AsNumbers) -> Result<FittedLagForecaster> {
        let y = series(&y)?;
        let calendar = Calendar::of(dates, y.len())?;
        self.learn_with(&y, Some(calendar))
    }

    fn learn(&self, y: &[f64]) -> Result<FittedLagForecaster> {
        if let Some(part) = self.date_parts.first() {
            let expected = "used with `fit_dated`, which takes the dates of the values";
            return Err(Error::parameter(NAME, "date_parts", format!("{part:?} without dates"), expected));
        }
        self.learn_with(y, None)
    }

    fn learn_with(&self, y: &[f64], calendar: Option<Calendar>) -> Result<FittedLagForecaster> {
        self.check(y)?;
        check_interrupt()?;
        let values = if self.differences { changes(y) } else { y.to_vec() };
        let first = self.reach();
        let rows: Vec<f64> =
            (first..values.len()).flat_map(|t| self.features_at(&values, t, calendar.as_ref())).collect();
        let names = self.names();
        let x = shaped(rows, names.len());
        let target = Array1::from(values[first..].to_vec());
        let model = self.model.fit(&Training {
            features: Features { values: x.view().into(), names: names.as_slice().into() },
            target: target.view().into(),
            target_name: None,
            class_names: None,
            sample_weights: None,
        })?;
        let within = model.predict(&Features { values: x.into(), names: names.as_slice().into() })?;
        let skipped = y.len() - within.len();
        let fitted = (0..y.len()).map(|t| match t.checked_sub(skipped) {
            None => f64::NAN,
            Some(row) if self.differences => y[t - 1] + within[row],
            Some(row) => within[row],
        });
        Ok(FittedLagForecaster {
            parameters: self.clone(),
            history: Array1::from(y.to_vec()),
            fitted: fitted.collect(),
            calendar,
            model,
        })
    }

    fn check(&self, y: &[f64]) -> Result<()> {
        if self.model.is_classifier() {
            let expected = "a regressor: a forecast is a number";
            return Err(Error::parameter(NAME, "model", self.model.name(), expected));
        }
        for (name, lengths, least) in [
            ("lags", &self.lags, 1),
            ("rolling_means", &self.rolling_means, 1),
            ("rolling_deviations", &self.rolling_deviations, 2),
        ] {
            if let Some(low) = lengths.iter().find(|length| **length < least) {
                return Err(Error::parameter(NAME, name, low, format!("at least {least}")));
            }
        }
        if let Some(period) = self.seasonal_place.filter(|period| *period < 2) {
            return Err(Error::parameter(NAME, "seasonal_place", period, "at least 2"));
        }
        if self.names().is_empty() {
            return Err(Error::parameter(NAME, "lags", "[]", "at least one lag, or another feature"));
        }
        let needed = self.reach() + 2 + usize::from(self.differences);
        at_least(&format!("{NAME} that looks {} values back", self.reach()), needed, y)
    }

    /// How many values back the features look.
    fn reach(&self) -> usize {
        let lengths = self.lags.iter().chain(&self.rolling_means).chain(&self.rolling_deviations);
        lengths.copied().max().unwrap_or(0)
    }

    fn names(&self) -> Vec<String> {
        let named = |head: &str, lengths: &[usize]| -> Vec<String> {
            lengths.iter().map(|length| format!("{head}_{length}")).collect()
        };
        let mut names = named("lag", &self.lags);
        names.extend(named("mean", &self.rolling_means));
        names.extend(named("std", &self.rolling_deviations));
        if self.seasonal_place.is_some() {
            names.extend(["season_sin".to_owned(), "season_cos".to_owned()]);
        }
        names.extend(self.date_parts.iter().map(|part| name_of(*part)));
        names
    }

    /// The features of the value at `t`, from those before it.
    fn features_at(&self, values: &[f64], t: usize, calendar: Option<&Calendar>) -> Vec<f64> {
        let mut features: Vec<f64> = self.lags.iter().map(|lag| values[t - lag]).collect();
        features.extend(self.rolling_means.iter().map(|length| mean(&values[t - length..t])));
        features.extend(self.rolling_deviations.iter().map(|length| deviation(&values[t - length..t])));
        // The first change leads to the second value.
        let row = t + usize::from(self.differences);
        if let Some(period) = self.seasonal_place {
            let turn = std::f64::consts::TAU * (row % period) as f64 / period as f64;
            features.extend([turn.sin(), turn.cos()]);
        }
        if let Some(calendar) = calendar {
            features.extend(calendar.parts_at(row, &self.date_parts));
        }
        features
    }

    fn settings(&self) -> Vec<(String, String)> {
        let mut settings =
            vec![setting("model", self.model.name()), setting("lags", format!("{:?}", self.lags))];
        for (name, lengths) in
            [("rolling_means", &self.rolling_means), ("rolling_deviations", &self.rolling_deviations)]
        {
            if !lengths.is_empty() {
                settings.push(setting(name, format!("{lengths:?}")));
            }
        }
        if let Some(period) = self.seasonal_place {
            settings.push(setting("seasonal_place", period));
        }
        if !self.date_parts.is_empty() {
            let parts: Vec<String> = self.date_parts.iter().map(|part| name_of(*part)).collect();
            settings.push(setting("date_parts", parts.join(", ")));
        }
        if self.differences {
            settings.push(setting("differences", true));
        }
        settings
    }
}

forecaster!(LagForecaster => FittedLagForecaster);

fn changes(y: &[f64]) -> Vec<f64> {
    y.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

fn deviation(values: &[f64]) -> f64 {
    let centre = mean(values);
    let squares: f64 = values.iter().map(|value| (value - centre) * (value - centre)).sum();
    (squares / (values.len() - 1) as f64).sqrt()
}

fn shaped(rows: Vec<f64>, n_columns: usize) -> Array2<f64> {
    let n_rows = rows.len() / n_columns;
    Array2::from_shape_fn((n_rows, n_columns), |(i, j)| rows[i * n_columns + j])
}

/// A fitted [`LagForecaster`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FittedLagForecaster {
    parameters: LagForecaster,
    history: Array1<f64>,
    fitted: Array1<f64>,
    calendar: Option<Calendar>,
    model: FittedModel,
}

impl FittedLagForecaster {
    /// The fitted regressor.
    pub fn model(&self) -> &FittedModel {
        &self.model
    }

    /// The names of its features: `lag_1` …
    pub fn feature_names(&self) -> Vec<String> {
        self.parameters.names()
    }

    /// How much each feature counts, in the order of [`feature_names`](Self::feature_names); nothing
    /// if the regressor cannot tell.
    pub fn feature_importances(&self) -> Option<Array1<f64>> {
        self.model.feature_importances()
    }

    fn ahead(&self, horizon: usize, level: f64) -> Result<Forecast> {
        let history = self.history.to_vec();
        let mut values = if self.parameters.differences { changes(&history) } else { history.clone() };
        let names = self.parameters.names();
        let known = values.len();
        for _ in 0..horizon {
            check_interrupt()?;
            let row = shaped(
                self.parameters.features_at(&values, values.len(), self.calendar.as_ref()),
                names.len(),
            );
            let next =
                self.model.predict(&Features { values: row.into(), names: names.as_slice().into() })?;
            values.push(next[0]);
        }
        let mut mean = Array1::from(values.split_off(known));
        if self.parameters.differences {
            let mut last = history[history.len() - 1];
            mean.mapv_inplace(|change| {
                last += change;
                last
            });
        }
        let n = self.history.len();
        let dates = self.calendar.as_ref().map(|calendar| (n..n + horizon).map(|t| calendar.at(t)).collect());
        Ok(Forecast { dates, ..Forecast::points(mean, level) })
    }

    fn report(&self, summary: &mut Summary) {
        let residuals = &self.history - &self.fitted;
        let known: Vec<f64> = residuals.iter().copied().filter(|residual| !residual.is_nan()).collect();
        let squares = known.iter().map(|residual| residual * residual).sum::<f64>() / known.len() as f64;
        let error = crate::display::number(squares.sqrt());
        summary.results.push(setting("root mean squared error within the series", error));
        if let Some(importances) = self.feature_importances() {
            let rows = self.feature_names().into_iter().zip(&importances);
            summary.tables.push(SummaryTable {
                caption: "features".to_owned(),
                columns: vec!["importance".to_owned()],
                rows: rows.map(|(name, importance)| (name, vec![*importance])).collect(),
            });
        }
    }
}

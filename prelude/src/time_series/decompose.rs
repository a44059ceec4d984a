//! What a series is made of: a trend, seasons, and the rest.
//!
//! The smoothing by local regression is augurs' (its `stlrs`), in double precision and with
//! statsmodels' settings: straight lines, no jumps, five inner rounds.

use augurs::mstl::stlrs;
use ndarray::Array1;
use polars::prelude::{Column, DataFrame};
use serde::{Deserialize, Serialize};

use super::series::{at_least, check_period, series};
use crate::array::AsNumbers;
use crate::error::{Error, Result};
use crate::runtime::{MimeBundle, RichDisplay, check_interrupt};

/// Rounds without and with attention to outliers.
const INNER: usize = 5;
const INNER_ROBUST: usize = 2;
const OUTER_ROBUST: usize = 15;

/// Takes a series apart into trend, one season and remainder, by local regression.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let y: Vec<f64> = (0..48).map(|t| t as f64 + [3.0, -1.0, -2.0, 0.0][t % 4]).collect();
/// let parts = Stl::new(4).decompose(&y)?;
/// assert!((parts.seasonal()[20] - 3.0).abs() < 0.1);
/// assert_eq!(parts.to_frame()?.get_column_names(), ["value", "trend", "seasonal", "remainder"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: R. Cleveland, W. Cleveland, J. McRae, I. Terpenning, "STL: a seasonal-trend decomposition
/// procedure based on loess", 1990.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stl {
    period: usize,
    seasonal: usize,
    trend: Option<usize>,
    low_pass: Option<usize>,
    robust: bool,
}

impl Stl {
    /// With seasons of `period` values.
    #[must_use]
    pub fn new(period: usize) -> Self {
        Self { period, seasonal: 7, trend: None, low_pass: None, robust: false }
    }

    /// Over how many seasons a season's shape is smoothed, odd, at least 3. Default 7.
    #[must_use]
    pub fn seasonal(mut self, length: usize) -> Self {
        self.seasonal = length;
        self
    }

    /// Over how many values the trend is smoothed, odd and above the period. Default: about one and a
    /// half periods.
    #[must_use]
    pub fn trend(mut self, length: usize) -> Self {
        self.trend = Some(length);
        self
    }

    /// Over how many values the seasons' own trend is smoothed, odd and above the period. Default:
    /// the next odd number.
    #[must_use]
    pub fn low_pass(mut self, length: usize) -> Self {
        self.low_pass = Some(length);
        self
    }

    /// Lets outliers count less.
    #[must_use]
    pub fn robust(mut self) -> Self {
        self.robust = true;
        self
    }

    /// The parts of a series of at least two periods.
    ///
    /// # Errors
    /// [`Error::Parameter`] for lengths that are even or too small, [`Error::TooFew`],
    /// [`Error::MissingValues`], [`Error::NotFinite`].
    pub fn decompose(&self, y: impl AsNumbers) -> Result<Decomposition> {
        self.decompose_values(&series(&y)?)
    }

    fn decompose_values(&self, y: &[f64]) -> Result<Decomposition> {
        check_interrupt()?;
        self.check(y)?;
        let fit = self.parameters().fit(y, self.period).map_err(|error| failed("Stl", &error.to_string()))?;
        Ok(Decomposition {
            observed: Array1::from(y.to_vec()),
            trend: fit.trend().to_vec().into(),
            seasons: vec![(self.period, fit.seasonal().to_vec().into())],
            remainder: fit.remainder().to_vec().into(),
        })
    }

    fn parameters(&self) -> stlrs::StlParams {
        let mut parameters = settings(self.robust);
        let smooth = 1.5 * self.period as f64 / (1.0 - 1.5 / self.seasonal as f64);
        let trend = self.trend.unwrap_or_else(|| odd(smooth.ceil() as usize));
        parameters
            .seasonal_length(self.seasonal)
            .trend_length(trend)
            .low_pass_length(self.low_pass.unwrap_or_else(|| odd(self.period + 1)));
        parameters
    }

    fn check(&self, y: &[f64]) -> Result<()> {
        check_period("Stl", "period", self.period)?;
        at_least(&format!("Stl with period {}", self.period), 2 * self.period, y)?;
        let lengths = [
            ("seasonal", Some(self.seasonal), 3),
            ("trend", self.trend, self.period + 1),
            ("low_pass", self.low_pass, self.period + 1),
        ];
        for (name, length, least) in lengths {
            if let Some(length) = length.filter(|length| length % 2 == 0 || *length < least) {
                return Err(Error::parameter("Stl", name, length, format!("odd and at least {least}")));
            }
        }
        Ok(())
    }
}

/// Straight lines everywhere, every value smoothed.
fn settings(robust: bool) -> stlrs::StlParams {
    let mut parameters = stlrs::StlParams::new();
    parameters
        .seasonal_degree(1)
        .trend_degree(1)
        .low_pass_degree(1)
        .seasonal_jump(1)
        .trend_jump(1)
        .low_pass_jump(1)
        .robust(robust)
        .inner_loops(if robust { INNER_ROBUST } else { INNER })
        .outer_loops(if robust { OUTER_ROBUST } else { 0 });
    parameters
}

fn odd(length: usize) -> usize {
    length + usize::from(length.is_multiple_of(2))
}

fn failed(model: &'static str, reason: &str) -> Error {
    let advice = "Look at the period and the length of the series.";
    Error::Fit { model, reason: reason.to_owned(), advice }
}

/// Takes a series with several seasons apart: days of weeks and weeks of years.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let y: Vec<f64> = (0..120).map(|t| [4.0, -4.0, 0.0][t % 3] + ((t / 2) % 5) as f64).collect();
/// let parts = Mstl::new(&[3, 10]).decompose(&y)?;
/// assert_eq!(parts.to_frame()?.get_column_names()[2], "seasonal_3");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: K. Bandara, R. Hyndman, C. Bergmeir, "MSTL: a seasonal-trend decomposition algorithm for
/// time series with multiple seasonal patterns", 2021.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mstl {
    periods: Vec<usize>,
    windows: Option<Vec<usize>>,
    iterate: usize,
    robust: bool,
}

impl Mstl {
    /// With seasons of these lengths.
    #[must_use]
    pub fn new(periods: &[usize]) -> Self {
        Self { periods: periods.to_vec(), windows: None, iterate: 2, robust: false }
    }

    /// Over how many seasons each season's shape is smoothed, odd, in the order of the periods.
    /// Default: 11, 15, 19 … from the shortest period to the longest.
    #[must_use]
    pub fn windows(mut self, windows: &[usize]) -> Self {
        self.windows = Some(windows.to_vec());
        self
    }

    /// Rounds over all seasons. Default 2.
    #[must_use]
    pub fn iterate(mut self, rounds: usize) -> Self {
        self.iterate = rounds;
        self
    }

    /// Lets outliers count less.
    #[must_use]
    pub fn robust(mut self) -> Self {
        self.robust = true;
        self
    }

    /// The parts of a series of at least two of the longest periods.
    ///
    /// # Errors
    /// As [`Stl::decompose`].
    pub fn decompose(&self, y: impl AsNumbers) -> Result<Decomposition> {
        self.decompose_values(&series(&y)?)
    }

    fn decompose_values(&self, y: &[f64]) -> Result<Decomposition> {
        check_interrupt()?;
        self.check(y)?;
        let mut parameters = stlrs::MstlParams::new();
        parameters.iterations(self.iterate).stl_params(settings(self.robust));
        if let Some(windows) = &self.windows {
            parameters.seasonal_lengths(windows);
        }
        let fit = parameters.fit(y, &self.periods).map_err(|error| failed("Mstl", &error.to_string()))?;
        let seasons = self.periods.iter().zip(fit.seasonal());
        Ok(Decomposition {
            observed: Array1::from(y.to_vec()),
            trend: fit.trend().to_vec().into(),
            seasons: seasons.map(|(period, season)| (*period, season.clone().into())).collect(),
            remainder: fit.remainder().to_vec().into(),
        })
    }

    fn check(&self, y: &[f64]) -> Result<()> {
        let longest = self.periods.iter().copied().max().unwrap_or(0);
        if longest == 0 {
            return Err(Error::parameter("Mstl", "periods", "[]", "at least one period"));
        }
        for period in &self.periods {
            check_period("Mstl", "periods", *period)?;
        }
        if self.periods.iter().enumerate().any(|(i, period)| self.periods[..i].contains(period)) {
            return Err(Error::parameter("Mstl", "periods", format!("{:?}", self.periods), "all different"));
        }
        if self.iterate == 0 {
            return Err(Error::parameter("Mstl", "iterate", self.iterate, "at least 1"));
        }
        if let Some(windows) = &self.windows {
            let good = windows.len() == self.periods.len() && windows.iter().all(|w| *w >= 3 && w % 2 == 1);
            if !good {
                let expected = "one odd number of at least 3 for each period";
                return Err(Error::parameter("Mstl", "windows", format!("{windows:?}"), expected));
            }
        }
        at_least(&format!("Mstl with period {longest}"), 2 * longest, y)
    }
}

/// A series in parts that sum to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decomposition {
    observed: Array1<f64>,
    trend: Array1<f64>,
    seasons: Vec<(usize, Array1<f64>)>,
    remainder: Array1<f64>,
}

impl Decomposition {
    /// The series itself.
    pub fn observed(&self) -> &Array1<f64> {
        &self.observed
    }

    /// What changes slowly.
    pub fn trend(&self) -> &Array1<f64> {
        &self.trend
    }

    /// The season, or all seasons together.
    pub fn seasonal(&self) -> Array1<f64> {
        let zero = Array1::zeros(self.observed.len());
        self.seasons.iter().fold(zero, |total, (_, season)| total + season)
    }

    /// Each season with its period.
    pub fn seasons(&self) -> &[(usize, Array1<f64>)] {
        &self.seasons
    }

    /// What is left.
    #[doc(alias = "resid")]
    pub fn remainder(&self) -> &Array1<f64> {
        &self.remainder
    }

    /// How strong the trend is against the remainder, 0 to 1.
    pub fn trend_strength(&self) -> f64 {
        strength(&self.trend, &self.remainder)
    }

    /// How strong the seasons are against the remainder, 0 to 1.
    pub fn seasonal_strength(&self) -> f64 {
        strength(&self.seasonal(), &self.remainder)
    }

    /// Columns `value`, `trend`, `seasonal` (`seasonal_7`, `seasonal_365` … for several),
    /// `remainder`.
    ///
    /// # Errors
    /// None in practice.
    pub fn to_frame(&self) -> Result<DataFrame> {
        let column = |name: &str, values: &Array1<f64>| Column::new(name.into(), values.to_vec());
        let mut columns = vec![column("value", &self.observed), column("trend", &self.trend)];
        for (period, season) in &self.seasons {
            let name = match self.seasons.len() {
                1 => "seasonal".to_owned(),
                _ => format!("seasonal_{period}"),
            };
            columns.push(column(&name, season));
        }
        columns.push(column("remainder", &self.remainder));
        Ok(DataFrame::new(self.observed.len(), columns)?)
    }
}

/// Source: X. Wang, K. Smith, R. Hyndman, "Characteristic-based clustering for time series data", 2006.
fn strength(part: &Array1<f64>, remainder: &Array1<f64>) -> f64 {
    let together = (part + remainder).var(0.0);
    if together > 0.0 { (1.0 - remainder.var(0.0) / together).max(0.0) } else { 0.0 }
}

impl RichDisplay for Decomposition {
    fn rich_display(&self) -> MimeBundle {
        match self.to_frame() {
            Ok(frame) => frame.rich_display(),
            Err(error) => MimeBundle::text(error.to_string()),
        }
    }
}

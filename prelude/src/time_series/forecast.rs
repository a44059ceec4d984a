//! What a forecaster says of the values to come.

use ndarray::Array1;
use polars::prelude::{Column, DataFrame};
use serde::{Deserialize, Serialize};
use statrs::distribution::{ContinuousCDF, Normal};

use super::calendar::date_column;
use crate::error::{Error, Result};
use crate::runtime::{MimeBundle, RichDisplay};

/// Forecasts for one step ahead, two steps …, with limits where the method has them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// The expected values.
    pub mean: Array1<f64>,
    /// The limits between which a value is expected with probability `level`.
    pub lower: Option<Array1<f64>>,
    pub upper: Option<Array1<f64>>,
    /// Between 0 and 1.
    pub level: f64,
    /// Milliseconds since 1970 of each value, where the series had dates.
    pub dates: Option<Vec<i64>>,
}

impl Forecast {
    /// Without limits.
    pub(super) fn points(mean: Array1<f64>, level: f64) -> Self {
        Self { mean, lower: None, upper: None, level, dates: None }
    }

    /// With limits from the standard deviations of normal errors.
    pub(super) fn normal(mean: Array1<f64>, deviations: &Array1<f64>, level: f64) -> Self {
        let reach = deviations * quantile(0.5 + level / 2.0);
        Self { lower: Some(&mean - &reach), upper: Some(&mean + &reach), mean, level, dates: None }
    }

    /// The steps ahead.
    #[allow(clippy::len_without_is_empty)]
    pub fn len(&self) -> usize {
        self.mean.len()
    }

    /// Columns `step` (1 is the first after the series), `date` where the series had dates,
    /// `forecast`, and where there are limits `lower` and `upper`.
    ///
    /// # Errors
    /// None in practice.
    pub fn to_frame(&self) -> Result<DataFrame> {
        let steps: Vec<i64> = (1..=self.mean.len() as i64).collect();
        let mut columns = vec![Column::new("step".into(), steps)];
        if let Some(dates) = &self.dates {
            columns.push(date_column(dates)?);
        }
        columns.push(Column::new("forecast".into(), self.mean.to_vec()));
        for (name, limit) in [("lower", &self.lower), ("upper", &self.upper)] {
            if let Some(limit) = limit {
                columns.push(Column::new(name.into(), limit.to_vec()));
            }
        }
        Ok(DataFrame::new(self.mean.len(), columns)?)
    }
}

impl RichDisplay for Forecast {
    fn rich_display(&self) -> MimeBundle {
        match self.to_frame() {
            Ok(frame) => frame.rich_display(),
            Err(error) => MimeBundle::text(error.to_string()),
        }
    }
}

/// The quantile of the standard normal distribution.
fn quantile(probability: f64) -> f64 {
    Normal::new(0.0, 1.0).map_or(f64::NAN, |normal| normal.inverse_cdf(probability))
}

pub(super) fn check_horizon(owner: &'static str, horizon: usize, level: f64) -> Result<()> {
    const MOST_STEPS: usize = 10_000_000;
    if horizon == 0 || horizon > MOST_STEPS {
        return Err(Error::parameter(owner, "horizon", horizon, "1 to 10,000,000"));
    }
    if !(level > 0.0 && level < 1.0) {
        return Err(Error::parameter(owner, "level", level, "above 0 and below 1, such as 0.95"));
    }
    Ok(())
}

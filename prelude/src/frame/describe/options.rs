//! What a summary covers.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// Which columns [`describe_with`](crate::frame::LookFrame::describe_with) summarises.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Include {
    /// Every column, with the rows of its kind; rows that only text has (unique, top, freq) appear
    /// if there is nothing but text. That is `describe()`.
    #[default]
    Auto,
    /// Every column and every row, as pandas' `include="all"`.
    All,
    /// Numbers and booleans.
    Numeric,
    /// Text, categories and enumerations.
    Text,
    /// Dates, times and durations.
    Temporal,
}

/// Options of [`describe_with`](crate::frame::LookFrame::describe_with).
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("city" => ["Rome", "Oslo", "Rome"], "t" => [20.0, 5.0, 24.0])?;
/// let all = df.describe_with(&DescribeOptions::new().percentiles(&[0.05, 0.95]).include(Include::All))?;
/// assert_eq!(all.column("city")?.get(3)?.get_str(), Some("Rome"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DescribeOptions {
    pub(super) percentiles: Vec<f64>,
    pub(super) include: Include,
}

impl Default for DescribeOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl DescribeOptions {
    /// The quartiles of every column.
    #[must_use]
    pub fn new() -> Self {
        Self { percentiles: vec![0.25, 0.5, 0.75], include: Include::Auto }
    }

    /// The quantiles to give, each from 0 to 1; they are sorted, and one given twice counts once.
    #[must_use]
    pub fn percentiles(mut self, percentiles: &[f64]) -> Self {
        self.percentiles = percentiles.to_vec();
        self
    }

    /// Which columns to summarise.
    #[must_use]
    pub fn include(mut self, include: Include) -> Self {
        self.include = include;
        self
    }

    /// The percentiles in order, each once.
    pub(super) fn checked(&self) -> Result<Vec<f64>> {
        if let Some(wrong) = self.percentiles.iter().find(|value| !(0.0..=1.0).contains(*value)) {
            return Err(Error::parameter(
                "DescribeOptions",
                "percentiles",
                wrong,
                "between 0 and 1, such as 0.95",
            ));
        }
        let mut sorted = self.percentiles.clone();
        sorted.sort_by(f64::total_cmp);
        sorted.dedup();
        Ok(sorted)
    }
}

/// 0.25 as `25%`, 0.999 as `99.9%`.
pub(super) fn label(percentile: f64) -> String {
    let percent = (percentile * 100.0 * 1e9).round() / 1e9;
    format!("{percent}%")
}

//! Windows: statistics of the rows around each row, and per stretch of time.
//!
//! polars has all of them as expressions; here they are methods that check their input, know pandas'
//! defaults and name the new columns (`x_lag_1`, `x_rolling_mean_7`). [`WindowFrame::over`] keeps
//! them within groups and lets them run in an order of their own.

mod ewm;
mod over;
mod period;
mod resample;
mod rolling;

pub use ewm::{Decay, Ewm};
pub use over::Over;
pub use resample::Resample;
pub use rolling::Rolling;

pub(in crate::frame) use period::{parse as parse_period, time_column};

use polars::prelude::{DataFrame, DataType, Expr, col};

use crate::error::Result;

/// A running statistic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Cumulative {
    Sum,
    Product,
    Min,
    Max,
    /// Values so far that are not missing.
    Count,
}

impl Cumulative {
    fn name(self) -> &'static str {
        match self {
            Self::Sum => "cumsum",
            Self::Product => "cumprod",
            Self::Min => "cummin",
            Self::Max => "cummax",
            Self::Count => "cumcount",
        }
    }

    fn of(self, column: &str) -> Expr {
        let values = col(column);
        match self {
            Self::Sum => values.cum_sum(false),
            Self::Product => values.cum_prod(false),
            Self::Min => values.cum_min(false),
            Self::Max => values.cum_max(false),
            Self::Count => values.cum_count(false).cast(DataType::Int64),
        }
    }
}

/// Windows over the rows of a frame as they stand; [`over`](WindowFrame::over) for groups and order.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("x" => [1.0, 2.0, 4.0])?;
/// let with = df.lag(&["x"], &[1])?.pct_change(&["x"], &[1])?.cumulative(&["x"], Cumulative::Sum)?;
/// assert_eq!(with.get_column_names(), ["x", "x_lag_1", "x_pct_change_1", "x_cumsum"]);
/// assert_eq!(with.column("x_pct_change_1")?.f64()?.to_vec(), [None, Some(1.0), Some(1.0)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait WindowFrame {
    /// Windows that stay within groups of rows: `df.over(&["shop"]).order_by("day").lag(…)`. No
    /// columns for one group.
    fn over(&self, by: &[&str]) -> Over<'_>;

    /// Groups rows by stretches of time, such as `"1d"` or `"1mo"`, for `.mean()`, `.sum()`, `.agg(…)`.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`](crate::Error::ColumnNotFound), [`Error::ColumnType`](crate::Error::ColumnType) unless
    /// the column holds dates, times or whole numbers, [`Error::Parameter`](crate::Error::Parameter) for a length that
    /// cannot be read.
    fn resample(&self, time: &str, every: &str) -> Result<Resample<'_>>;

    /// Windows of so many rows that end at each row, for `.mean()`, `.std()` …: pandas' `rolling`,
    /// a name that polars has for something else.
    fn rolling_window(&self, column: &str, window: usize) -> Rolling<'_>;

    /// Windows of a length of time (`"7d"`) that end at each row. The rows need not be in order.
    ///
    /// # Errors
    /// As [`resample`](WindowFrame::resample).
    fn rolling_by_time(&self, column: &str, time: &str, window: &str) -> Result<Rolling<'_>>;

    /// Windows from the first row to each row.
    fn expanding(&self, column: &str) -> Rolling<'_>;

    /// Exponentially weighted windows, such as `df.ewm("x", Decay::Span(10.0)).mean()?`.
    fn ewm(&self, column: &str, decay: Decay) -> Ewm<'_>;

    /// Adds `x_lag_1` …: the value so many rows before.
    ///
    /// # Errors
    /// As [`Over::lag`].
    fn lag(&self, columns: &[&str], periods: &[usize]) -> Result<DataFrame>;

    /// Adds `x_lead_1` …: the value so many rows after.
    ///
    /// # Errors
    /// As [`Over::lead`].
    fn lead(&self, columns: &[&str], periods: &[usize]) -> Result<DataFrame>;

    /// Adds `x_diff_1` …: the value less the one so many rows before.
    ///
    /// # Errors
    /// As [`Over::diff`].
    fn diff(&self, columns: &[&str], periods: &[usize]) -> Result<DataFrame>;

    /// Adds `x_pct_change_1` …: the change as a fraction of the value so many rows before.
    ///
    /// # Errors
    /// As [`Over::pct_change`].
    fn pct_change(&self, columns: &[&str], periods: &[usize]) -> Result<DataFrame>;

    /// Adds `x_cumsum`, `x_cumprod`, `x_cummin`, `x_cummax` or `x_cumcount`.
    ///
    /// # Errors
    /// As [`Over::cumulative`].
    fn cumulative(&self, columns: &[&str], kind: Cumulative) -> Result<DataFrame>;
}

impl WindowFrame for DataFrame {
    fn over(&self, by: &[&str]) -> Over<'_> {
        Over::new(self, by)
    }

    fn resample(&self, time: &str, every: &str) -> Result<Resample<'_>> {
        Resample::new(self, time, every)
    }

    fn rolling_window(&self, column: &str, window: usize) -> Rolling<'_> {
        self.over(&[]).rolling_window(column, window)
    }

    fn rolling_by_time(&self, column: &str, time: &str, window: &str) -> Result<Rolling<'_>> {
        self.over(&[]).rolling_by_time(column, time, window)
    }

    fn expanding(&self, column: &str) -> Rolling<'_> {
        self.over(&[]).expanding(column)
    }

    fn ewm(&self, column: &str, decay: Decay) -> Ewm<'_> {
        self.over(&[]).ewm(column, decay)
    }

    fn lag(&self, columns: &[&str], periods: &[usize]) -> Result<DataFrame> {
        self.over(&[]).lag(columns, periods)
    }

    fn lead(&self, columns: &[&str], periods: &[usize]) -> Result<DataFrame> {
        self.over(&[]).lead(columns, periods)
    }

    fn diff(&self, columns: &[&str], periods: &[usize]) -> Result<DataFrame> {
        self.over(&[]).diff(columns, periods)
    }

    fn pct_change(&self, columns: &[&str], periods: &[usize]) -> Result<DataFrame> {
        self.over(&[]).pct_change(columns, periods)
    }

    fn cumulative(&self, columns: &[&str], kind: Cumulative) -> Result<DataFrame> {
        self.over(&[]).cumulative(columns, kind)
    }
}

//! Rolling and expanding windows.

use polars::prelude::{
    ClosedWindow, DataFrame, DataType, Duration, Expr, QuantileMethod, RollingFnParams,
    RollingOptionsDynamicWindow, RollingOptionsFixedWindow, RollingVarParams, col,
};

use super::super::aggregate::Aggregate;
use super::super::reshape::number_column;
use super::over::Over;
use crate::error::{Error, Result};

const NAME: &str = "Rolling";

/// What a window spans.
#[derive(Clone, Debug)]
pub(super) enum Window {
    Rows(usize),
    Time { column: String, length: Duration, text: String },
    Expanding,
}

/// Windows over one column, from [`rolling_window`](super::WindowFrame::rolling_window) and its kin. Every statistic adds a
/// column to the frame: `x_rolling_mean_7`, `x_rolling_sum_7d`, `x_expanding_max`.
///
/// Missing values are passed over; a window with fewer than `min_periods` others gives a missing one.
/// By default a window of rows must be full, as in pandas, and one of time, or an expanding one, must
/// hold one value.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("x" => [1.0, 2.0, 4.0, 8.0])?;
/// let means = df.rolling_window("x", 2).mean()?;
/// assert_eq!(means.column("x_rolling_mean_2")?.f64()?.to_vec(), [None, Some(1.5), Some(3.0), Some(6.0)]);
/// let both = df.rolling_window("x", 3).min_periods(1).center().agg(&[Aggregate::Min, Aggregate::Max])?;
/// assert_eq!(both.column_array("x_rolling_max_3")?, array![2.0, 4.0, 8.0, 8.0]);
/// assert_eq!(df.expanding("x").sum()?.column_array("x_expanding_sum")?, array![1.0, 3.0, 7.0, 15.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Rolling<'a> {
    over: Over<'a>,
    column: String,
    window: Window,
    min_periods: Option<usize>,
    center: bool,
    closed: ClosedWindow,
}

/// One statistic of a window.
#[derive(Clone, Copy)]
enum Statistic {
    Of(Aggregate),
    Skew,
    Kurtosis,
}

impl Statistic {
    fn name(self) -> String {
        match self {
            Self::Of(aggregate) => aggregate.name(),
            Self::Skew => "skew".to_owned(),
            Self::Kurtosis => "kurt".to_owned(),
        }
    }
}

impl<'a> Rolling<'a> {
    pub(super) fn new(over: Over<'a>, column: &str, window: Window) -> Self {
        let column = column.to_owned();
        Self { over, column, window, min_periods: None, center: false, closed: ClosedWindow::Right }
    }

    /// Values that a window must hold to give one. Default: all for rows, 1 for time.
    #[must_use]
    pub fn min_periods(mut self, min_periods: usize) -> Self {
        self.min_periods = Some(min_periods);
        self
    }

    /// Puts each row in the middle of its window instead of at its end. For windows of rows.
    #[must_use]
    pub fn center(mut self) -> Self {
        self.center = true;
        self
    }

    /// The ends of a window of time that belong to it. Default: the later one.
    #[must_use]
    pub fn closed(mut self, closed: ClosedWindow) -> Self {
        self.closed = closed;
        self
    }

    /// Adds the mean.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`], [`Error::NotNumeric`], [`Error::Parameter`].
    pub fn mean(&self) -> Result<DataFrame> {
        self.agg(&[Aggregate::Mean])
    }

    /// Adds the sum.
    ///
    /// # Errors
    /// As [`mean`](Self::mean).
    pub fn sum(&self) -> Result<DataFrame> {
        self.agg(&[Aggregate::Sum])
    }

    /// Adds the smallest value.
    ///
    /// # Errors
    /// As [`mean`](Self::mean).
    pub fn min(&self) -> Result<DataFrame> {
        self.agg(&[Aggregate::Min])
    }

    /// Adds the largest value.
    ///
    /// # Errors
    /// As [`mean`](Self::mean).
    pub fn max(&self) -> Result<DataFrame> {
        self.agg(&[Aggregate::Max])
    }

    /// Adds the standard deviation (n − 1).
    ///
    /// # Errors
    /// As [`mean`](Self::mean).
    pub fn std(&self) -> Result<DataFrame> {
        self.agg(&[Aggregate::Std])
    }

    /// Adds the variance (n − 1).
    ///
    /// # Errors
    /// As [`mean`](Self::mean).
    pub fn var(&self) -> Result<DataFrame> {
        self.agg(&[Aggregate::Var])
    }

    /// Adds the median.
    ///
    /// # Errors
    /// As [`mean`](Self::mean).
    pub fn median(&self) -> Result<DataFrame> {
        self.agg(&[Aggregate::Median])
    }

    /// Adds a quantile, level 0 to 1, linearly interpolated.
    ///
    /// # Errors
    /// As [`mean`](Self::mean).
    pub fn quantile(&self, level: f64) -> Result<DataFrame> {
        self.agg(&[Aggregate::Quantile(level)])
    }

    /// Adds the number of values that are not missing, whatever `min_periods`.
    ///
    /// # Errors
    /// As [`mean`](Self::mean).
    pub fn count(&self) -> Result<DataFrame> {
        self.agg(&[Aggregate::Count])
    }

    /// Adds the sample skewness, corrected for bias as in pandas. For windows of rows.
    ///
    /// # Errors
    /// As [`mean`](Self::mean).
    pub fn skew(&self) -> Result<DataFrame> {
        self.with(&[Statistic::Skew])
    }

    /// Adds the excess kurtosis, corrected for bias as in pandas. For windows of rows.
    ///
    /// # Errors
    /// As [`mean`](Self::mean).
    pub fn kurtosis(&self) -> Result<DataFrame> {
        self.with(&[Statistic::Kurtosis])
    }

    /// Adds several statistics at once, a column each.
    ///
    /// # Errors
    /// As [`mean`](Self::mean); [`Error::Parameter`] for one that windows do not have.
    pub fn agg(&self, statistics: &[Aggregate]) -> Result<DataFrame> {
        self.with(&statistics.iter().map(|aggregate| Statistic::Of(*aggregate)).collect::<Vec<_>>())
    }

    fn with(&self, statistics: &[Statistic]) -> Result<DataFrame> {
        self.check()?;
        let named = |statistic: &Statistic| {
            let values = match &self.window {
                Window::Time { column, length, .. } => self.by_time(*statistic, column, *length)?,
                Window::Rows(size) => self.by_rows(*statistic, *size, self.min_periods.unwrap_or(*size))?,
                Window::Expanding => {
                    let size = self.over.frame().height().max(1);
                    self.by_rows(*statistic, size, self.min_periods.unwrap_or(1).min(size))?
                }
            };
            Ok(values.alias(self.name(*statistic)))
        };
        self.over.with(statistics.iter().map(named).collect::<Result<_>>()?)
    }

    fn check(&self) -> Result<()> {
        number_column(self.over.frame(), &self.column)?;
        if let Window::Rows(size) = self.window {
            if size == 0 || u32::try_from(size).is_err() {
                return Err(Error::parameter(NAME, "window", size, "at least 1 row"));
            }
            if let Some(min) = self.min_periods.filter(|min| *min > size) {
                return Err(Error::parameter(
                    NAME,
                    "min_periods",
                    min,
                    format!("at most the window, {size}"),
                ));
            }
        } else if self.center {
            return Err(Error::parameter(NAME, "center", "set", "left out except for windows of rows"));
        }
        Ok(())
    }

    fn name(&self, statistic: Statistic) -> String {
        let (column, statistic) = (&self.column, statistic.name());
        match &self.window {
            Window::Rows(size) => format!("{column}_rolling_{statistic}_{size}"),
            Window::Time { text, .. } => format!("{column}_rolling_{statistic}_{text}"),
            Window::Expanding => format!("{column}_expanding_{statistic}"),
        }
    }

    /// Whole numbers as 64 bits, so that sums do not overflow.
    fn values(&self) -> Expr {
        let dtype = self.over.frame().column(&self.column).map(|column| column.dtype().clone());
        match dtype {
            Ok(dtype) if dtype.is_integer() && dtype != DataType::UInt64 => {
                col(self.column.as_str()).cast(DataType::Int64)
            }
            Ok(DataType::Boolean) => col(self.column.as_str()).cast(DataType::Int64),
            Ok(DataType::UInt64) => col(self.column.as_str()),
            _ => col(self.column.as_str()).cast(DataType::Float64),
        }
    }

    fn by_rows(&self, statistic: Statistic, window_size: usize, min_periods: usize) -> Result<Expr> {
        let options = |fn_params| RollingOptionsFixedWindow {
            window_size,
            min_periods,
            weights: None,
            center: self.center,
            fn_params,
        };
        let sample = || options(Some(RollingFnParams::Var(RollingVarParams { ddof: 1 })));
        let (values, linear) = (self.values(), QuantileMethod::Linear);
        let plain = options(None);
        Ok(match statistic {
            Statistic::Of(Aggregate::Mean) => values.rolling_mean(plain),
            Statistic::Of(Aggregate::Sum) => values.rolling_sum(plain),
            Statistic::Of(Aggregate::Min) => values.rolling_min(plain),
            Statistic::Of(Aggregate::Max) => values.rolling_max(plain),
            Statistic::Of(Aggregate::Median) => values.rolling_median(plain),
            Statistic::Of(Aggregate::Quantile(level)) => {
                Aggregate::Quantile(level).check(NAME)?;
                values.rolling_quantile(linear, level, plain)
            }
            Statistic::Of(Aggregate::Std) => values.rolling_std(sample()),
            Statistic::Of(Aggregate::Var) => values.rolling_var(sample()),
            Statistic::Of(Aggregate::Count) => {
                let one = RollingOptionsFixedWindow { min_periods: 1, ..plain };
                values.is_not_null().cast(DataType::Int64).rolling_sum(one)
            }
            // polars' own windows of moments want a first row.
            Statistic::Skew | Statistic::Kurtosis if self.over.frame().height() == 0 => {
                values.cast(DataType::Float64)
            }
            Statistic::Skew => {
                let corrected = options(Some(RollingFnParams::Skew { bias: false }));
                values.cast(DataType::Float64).rolling_skew(corrected)
            }
            Statistic::Kurtosis => {
                let corrected = options(Some(RollingFnParams::Kurtosis { fisher: true, bias: false }));
                values.cast(DataType::Float64).rolling_kurtosis(corrected)
            }
            Statistic::Of(other) => return Err(unknown(&other.name())),
        })
    }

    fn by_time(&self, statistic: Statistic, time: &str, window_size: Duration) -> Result<Expr> {
        let min_periods = self.min_periods.unwrap_or(1);
        let closed_window = self.closed;
        let options =
            |fn_params| RollingOptionsDynamicWindow { window_size, min_periods, closed_window, fn_params };
        let sample = || options(Some(RollingFnParams::Var(RollingVarParams { ddof: 1 })));
        let (values, by, plain) = (self.values(), col(time), options(None));
        Ok(match statistic {
            Statistic::Of(Aggregate::Mean) => values.rolling_mean_by(by, plain),
            Statistic::Of(Aggregate::Sum) => values.rolling_sum_by(by, plain),
            Statistic::Of(Aggregate::Min) => values.rolling_min_by(by, plain),
            Statistic::Of(Aggregate::Max) => values.rolling_max_by(by, plain),
            Statistic::Of(Aggregate::Median) => values.rolling_median_by(by, plain),
            Statistic::Of(Aggregate::Quantile(level)) => {
                Aggregate::Quantile(level).check(NAME)?;
                values.rolling_quantile_by(by, QuantileMethod::Linear, level, plain)
            }
            Statistic::Of(Aggregate::Std) => values.rolling_std_by(by, sample()),
            Statistic::Of(Aggregate::Var) => values.rolling_var_by(by, sample()),
            Statistic::Of(Aggregate::Count) => {
                let one = RollingOptionsDynamicWindow { min_periods: 1, ..plain };
                values.is_not_null().cast(DataType::Int64).rolling_sum_by(by, one)
            }
            other => return Err(unknown(&other.name())),
        })
    }
}

fn unknown(statistic: &str) -> Error {
    let expected =
        "mean, sum, min, max, std, var, median, quantile or count (skew and kurtosis for windows of rows)";
    Error::parameter(NAME, "statistic", format!("`{statistic}`"), expected)
}

//! Statistics per stretch of time.

use polars::prelude::{
    ClosedWindow, DataFrame, DataType, Duration, DynamicGroupOptions, Expr, IntoLazy, Label, PolarsUpsample,
    SortMultipleOptions, StartBy, TimeUnit, col, lit,
};

use super::super::aggregate::Aggregate;
use super::super::column;
use super::super::convert::check_unique;
use super::super::reshape::{Side, number_column};
use super::period;
use crate::error::{Error, Result};

/// Rows grouped by stretches of time, from [`resample`](super::WindowFrame::resample). Every statistic gives a new frame,
/// in order of time (within groups): the group columns, the time, the statistics.
///
/// A stretch holds its left end and is labelled with it: months by their first day. Rows without a
/// time are left out. The rows of the frame need not be in order.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let days = Series::new("day".into(), [0, 1, 40, 95]).cast(&DataType::Date)?;
/// let mut df = df!("sales" => [1.0, 3.0, 5.0, 7.0])?;
/// df.with_column(days.into())?;
/// let monthly = df.resample("day", "1mo")?.sum()?;
/// assert_eq!(monthly.column_array("sales")?, array![4.0, 5.0, 7.0]);
/// let gapless = df.resample("day", "1mo")?.fill_gaps().sum()?;
/// assert_eq!(gapless.column_array("sales")?, array![4.0, 5.0, 0.0, 7.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Resample<'a> {
    df: &'a DataFrame,
    time: String,
    every: Duration,
    by: Vec<String>,
    closed: Side,
    label: Side,
    offset: Option<Duration>,
    fill_gaps: bool,
}

impl<'a> Resample<'a> {
    pub(super) fn new(df: &'a DataFrame, time: &str, every: &str) -> Result<Self> {
        period::time_column(df, time)?;
        Ok(Self {
            df,
            time: time.to_owned(),
            every: period::parse("resample", "every", every)?,
            by: Vec::new(),
            closed: Side::Left,
            label: Side::Left,
            offset: None,
            fill_gaps: false,
        })
    }

    /// Separately for every distinct value of these columns.
    #[must_use]
    pub fn by(mut self, columns: &[&str]) -> Self {
        self.by = columns.iter().map(ToString::to_string).collect();
        self
    }

    /// The end of a stretch that belongs to it. Default [`Side::Left`].
    #[must_use]
    pub fn closed(mut self, side: Side) -> Self {
        self.closed = side;
        self
    }

    /// The end that a stretch is labelled with. Default [`Side::Left`].
    #[must_use]
    pub fn label(mut self, side: Side) -> Self {
        self.label = side;
        self
    }

    /// Moves the beginnings of all stretches by a length of time: days from six o'clock with `6h`.
    ///
    /// # Errors
    /// [`Error::Parameter`] for a length that cannot be read.
    pub fn offset(mut self, offset: &str) -> Result<Self> {
        self.offset = Some(period::parse("resample", "offset", offset)?);
        Ok(self)
    }

    /// Adds the stretches between first and last that hold no rows: with sum and count 0, all else
    /// missing.
    #[must_use]
    pub fn fill_gaps(mut self) -> Self {
        self.fill_gaps = true;
        self
    }

    /// The mean of every column of numbers.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`].
    pub fn mean(&self) -> Result<DataFrame> {
        self.aggregate(Aggregate::Mean)
    }

    /// The sum of every column of numbers.
    ///
    /// # Errors
    /// As [`mean`](Self::mean).
    pub fn sum(&self) -> Result<DataFrame> {
        self.aggregate(Aggregate::Sum)
    }

    /// The smallest value of every column of numbers.
    ///
    /// # Errors
    /// As [`mean`](Self::mean).
    pub fn min(&self) -> Result<DataFrame> {
        self.aggregate(Aggregate::Min)
    }

    /// The largest value of every column of numbers.
    ///
    /// # Errors
    /// As [`mean`](Self::mean).
    pub fn max(&self) -> Result<DataFrame> {
        self.aggregate(Aggregate::Max)
    }

    /// How many values of each column are not missing.
    ///
    /// # Errors
    /// As [`mean`](Self::mean).
    pub fn count(&self) -> Result<DataFrame> {
        self.aggregate(Aggregate::Count)
    }

    /// Any other statistic: of every column of numbers; counts, firsts and lasts of every column.
    ///
    /// # Errors
    /// As [`mean`](Self::mean).
    pub fn aggregate(&self, aggregate: Aggregate) -> Result<DataFrame> {
        aggregate.check("resample")?;
        let numbers_only = aggregate.needs_numbers() || matches!(aggregate, Aggregate::Min | Aggregate::Max);
        let taken = |name: &str| {
            let key = name == self.time || self.by.iter().any(|by| by == name);
            !key && (!numbers_only || number_column(self.df, name).is_ok())
        };
        let names = self.df.get_column_names();
        let statistics: Vec<Expr> =
            names.into_iter().filter(|name| taken(name)).map(|name| aggregate.of(name)).collect();
        let table = self.table(statistics)?;
        if !(self.fill_gaps && aggregate.is_zero_of_nothing()) {
            return Ok(table);
        }
        let keys: Vec<&str> = self.by.iter().chain([&self.time]).map(String::as_str).collect();
        let values = table.get_column_names_owned().into_iter().filter(|name| !keys.contains(&name.as_str()));
        let zero: Vec<Expr> = values.map(|name| col(name).fill_null(lit(0))).collect();
        Ok(table.lazy().with_columns(zero).collect()?)
    }

    /// Statistics of your own, such as `[col("x").mean().alias("mean"), len().alias("n")]`.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`] for a group column, polars' own for the expressions.
    pub fn agg(&self, statistics: impl AsRef<[Expr]>) -> Result<DataFrame> {
        self.table(statistics.as_ref().to_vec())
    }

    /// First, highest, lowest and last value of a column, as `open`, `high`, `low`, `close`.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`], [`Error::NotNumeric`].
    pub fn ohlc(&self, column: &str) -> Result<DataFrame> {
        number_column(self.df, column)?;
        let parts = [
            ("open", Aggregate::First),
            ("high", Aggregate::Max),
            ("low", Aggregate::Min),
            ("close", Aggregate::Last),
        ];
        self.table(parts.iter().map(|(name, aggregate)| aggregate.of(column).alias(*name)).collect())
    }

    fn table(&self, statistics: Vec<Expr>) -> Result<DataFrame> {
        check_unique("`by`", &self.by)?;
        self.by.iter().try_for_each(|name| column(self.df, name).map(drop))?;
        if self.by.contains(&self.time) {
            return Err(Error::DuplicateName { what: "`by` and the time", name: self.time.clone() });
        }
        let time = col(self.time.as_str());
        let rows = self.df.clone().lazy().filter(time.clone().is_not_null()).with_column(self.fine_enough()?);
        let in_order = SortMultipleOptions::default().with_maintain_order(true);
        let by: Vec<Expr> = self.by.iter().map(|name| col(name.as_str())).collect();
        let grouped =
            rows.sort([self.time.as_str()], in_order.clone()).group_by_dynamic(time, &by, self.options()?);
        let keys: Vec<&str> = self.by.iter().chain([&self.time]).map(String::as_str).collect();
        let table = grouped.agg(statistics).collect()?.sort(&keys, in_order)?;
        if self.fill_gaps && table.height() > 0 {
            return Ok(table.upsample_stable(
                self.by.iter().map(String::as_str).collect::<Vec<_>>(),
                &self.time,
                self.every,
            )?);
        }
        Ok(table)
    }

    /// Dates cannot be cut into hours: they become times at midnight.
    fn fine_enough(&self) -> Result<Expr> {
        let time = col(self.time.as_str());
        let dates = column(self.df, &self.time)?.dtype() == &DataType::Date;
        let below_a_day =
            self.every.nanoseconds() != 0 || self.offset.is_some_and(|offset| offset.nanoseconds() != 0);
        Ok(if dates && below_a_day {
            time.cast(DataType::Datetime(TimeUnit::Microseconds, None))
        } else {
            time
        })
    }

    fn options(&self) -> Result<DynamicGroupOptions> {
        // polars tells lengths of time from whole numbers even where they are zero.
        let temporal = column(self.df, &self.time)?.dtype().is_temporal();
        let none = if temporal { Duration::parse("0ns") } else { Duration::new(0) };
        Ok(DynamicGroupOptions {
            index_column: self.time.as_str().into(),
            every: self.every,
            period: self.every,
            offset: self.offset.unwrap_or(none),
            label: match self.label {
                Side::Left => Label::Left,
                Side::Right => Label::Right,
            },
            include_boundaries: false,
            closed_window: match self.closed {
                Side::Left => ClosedWindow::Left,
                Side::Right => ClosedWindow::Right,
            },
            start_by: StartBy::WindowBound,
        })
    }
}

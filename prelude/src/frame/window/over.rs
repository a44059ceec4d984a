//! Which rows a window may see: the groups it stays within and the order it runs in.

use polars::prelude::{DataFrame, Expr, IntoLazy, SortOptions, WindowMapping, col, lit};

use super::super::aggregate::Aggregate;
use super::super::column;
use super::super::convert::check_unique;
use super::super::reshape::number_column;
use super::ewm::{Decay, Ewm};
use super::rolling::{Rolling, Window};
use super::{Cumulative, period};
use crate::error::{Error, Result};

/// Windows within groups, in an order of their own, from [`WindowFrame::over`](super::WindowFrame::over). The rows of the
/// frame stay where they are; every method adds columns.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("shop" => ["a", "b", "a", "b"], "day" => [2, 1, 1, 2], "sales" => [20.0, 5.0, 10.0, 6.0])?;
/// let with = df.over(&["shop"]).order_by("day").lag(&["sales"], &[1])?;
/// assert_eq!(with.column("sales_lag_1")?.f64()?.to_vec(), [Some(10.0), None, None, Some(5.0)]);
/// let with = df.over(&["shop"]).aggregate(&["sales"], Aggregate::Mean)?;
/// assert_eq!(with.column_array("sales_mean")?, array![15.0, 5.5, 15.0, 5.5]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Over<'a> {
    df: &'a DataFrame,
    by: Vec<String>,
    order_by: Option<String>,
}

impl<'a> Over<'a> {
    pub(super) fn new(df: &'a DataFrame, by: &[&str]) -> Self {
        Self { df, by: by.iter().map(ToString::to_string).collect(), order_by: None }
    }

    /// Runs through each group by ascending values of this column, without moving any row. Default:
    /// as the rows stand.
    #[must_use]
    pub fn order_by(mut self, column: &str) -> Self {
        self.order_by = Some(column.to_owned());
        self
    }

    /// Adds `x_lag_1` …: the value so many rows before.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`].
    pub fn lag(&self, columns: &[&str], periods: &[usize]) -> Result<DataFrame> {
        self.shifted(columns, periods, "lag", 1)
    }

    /// Adds `x_lead_1` …: the value so many rows after.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`].
    pub fn lead(&self, columns: &[&str], periods: &[usize]) -> Result<DataFrame> {
        self.shifted(columns, periods, "lead", -1)
    }

    /// Adds `x_diff_1` …: the value less the one so many rows before.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`], [`Error::NotNumeric`].
    pub fn diff(&self, columns: &[&str], periods: &[usize]) -> Result<DataFrame> {
        let difference = |name: &str, period: usize| {
            signed(self.df, name) - signed(self.df, name).shift(lit(period as i64))
        };
        self.changed(columns, periods, "diff", &difference)
    }

    /// Adds `x_pct_change_1` …: the change against the value so many rows before, as a fraction of it.
    /// A missing value is not replaced by the one before it.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`], [`Error::NotNumeric`].
    pub fn pct_change(&self, columns: &[&str], periods: &[usize]) -> Result<DataFrame> {
        let float = |name: &str| col(name).cast(polars::prelude::DataType::Float64);
        let change =
            |name: &str, period: usize| float(name) / float(name).shift(lit(period as i64)) - lit(1.0);
        self.changed(columns, periods, "pct_change", &change)
    }

    /// Adds `x_cumsum`, `x_cummax` …: a running total. Missing values stay missing and are passed over.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`], [`Error::NotNumeric`] for a sum or product of text.
    pub fn cumulative(&self, columns: &[&str], kind: Cumulative) -> Result<DataFrame> {
        for name in columns {
            if matches!(kind, Cumulative::Sum | Cumulative::Product) {
                number_column(self.df, name)?;
            }
            column(self.df, name)?;
        }
        self.with(columns.iter().map(|name| kind.of(name).alias(format!("{name}_{}", kind.name()))).collect())
    }

    /// Adds `x_mean` …: a statistic of the whole group in each of its rows, pandas'
    /// `groupby(…).transform(…)`.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`], [`Error::NotNumeric`].
    pub fn aggregate(&self, columns: &[&str], aggregate: Aggregate) -> Result<DataFrame> {
        aggregate.check("Over")?;
        columns.iter().try_for_each(|name| aggregate.column_of(self.df, name).map(drop))?;
        let statistic = |name: &&str| aggregate.of(name).alias(format!("{name}_{}", aggregate.name()));
        if self.by.is_empty() {
            self.check()?;
            let statistics: Vec<Expr> = columns.iter().map(statistic).collect();
            return Ok(self.df.clone().lazy().with_columns(statistics).collect()?);
        }
        self.with(columns.iter().map(statistic).collect())
    }

    /// Windows of so many rows, ending at each row.
    pub fn rolling_window(&self, column: &str, window: usize) -> Rolling<'a> {
        Rolling::new(self.clone(), column, Window::Rows(window))
    }

    /// Windows of a length of time (`7d`), ending at each row.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`], [`Error::ColumnType`] for times that are none, [`Error::Parameter`].
    pub fn rolling_by_time(&self, column: &str, time: &str, window: &str) -> Result<Rolling<'a>> {
        period::time_column(self.df, time)?;
        let length = period::parse("rolling_by_time", "window", window)?;
        let window = Window::Time { column: time.to_owned(), length, text: window.to_owned() };
        Ok(Rolling::new(self.clone(), column, window))
    }

    /// Windows from the first row to each row.
    pub fn expanding(&self, column: &str) -> Rolling<'a> {
        Rolling::new(self.clone(), column, Window::Expanding)
    }

    /// Exponentially weighted statistics of all rows up to each row.
    pub fn ewm(&self, column: &str, decay: Decay) -> Ewm<'a> {
        Ewm::new(self.clone(), column, decay)
    }

    pub(super) fn frame(&self) -> &'a DataFrame {
        self.df
    }

    /// The frame with these columns, each computed within groups and in order.
    pub(super) fn with(&self, columns: Vec<Expr>) -> Result<DataFrame> {
        self.check()?;
        let columns: Vec<Expr> =
            columns.into_iter().map(|column| self.windowed(column)).collect::<Result<_>>()?;
        Ok(self.df.clone().lazy().with_columns(columns).collect()?)
    }

    fn windowed(&self, column: Expr) -> Result<Expr> {
        if self.by.is_empty() && self.order_by.is_none() {
            return Ok(column);
        }
        let by: Vec<Expr> = self.by.iter().map(|name| col(name.as_str())).collect();
        let order = self
            .order_by
            .as_ref()
            .map(|name| (vec![col(name.as_str())], SortOptions::default().with_maintain_order(true)));
        let by = (!by.is_empty()).then_some(by);
        Ok(column.over_with_options(by, order, WindowMapping::GroupsToRows)?)
    }

    fn check(&self) -> Result<()> {
        check_unique("`over`", &self.by)?;
        self.by.iter().chain(&self.order_by).try_for_each(|name| column(self.df, name).map(drop))
    }

    fn shifted(&self, columns: &[&str], periods: &[usize], word: &str, sign: i64) -> Result<DataFrame> {
        columns.iter().try_for_each(|name| column(self.df, name).map(drop))?;
        let shift = |name: &str, period: usize| col(name).shift(lit(sign * period as i64));
        self.added(columns, periods, word, &shift)
    }

    fn changed(
        &self,
        columns: &[&str],
        periods: &[usize],
        word: &'static str,
        change: &dyn Fn(&str, usize) -> Expr,
    ) -> Result<DataFrame> {
        for name in columns {
            let own = column(self.df, name)?;
            if !(word == "diff" && own.dtype().is_temporal()) {
                number_column(self.df, name)?;
            }
        }
        self.added(columns, periods, word, change)
    }

    fn added(
        &self,
        columns: &[&str],
        periods: &[usize],
        word: &str,
        new: &dyn Fn(&str, usize) -> Expr,
    ) -> Result<DataFrame> {
        if let Some(period) = periods.iter().find(|period| i64::try_from(**period).is_err()) {
            return Err(Error::parameter("Over", "periods", period, "a number of rows"));
        }
        let pairs = columns.iter().flat_map(|name| periods.iter().map(move |period| (*name, *period)));
        self.with(
            pairs.map(|(name, period)| new(name, period).alias(format!("{name}_{word}_{period}"))).collect(),
        )
    }
}

/// Unsigned numbers and booleans have no negative differences: they become signed first.
fn signed(df: &DataFrame, name: &str) -> Expr {
    let unsigned =
        df.column(name).is_ok_and(|column| column.dtype().is_unsigned_integer() || column.dtype().is_bool());
    if unsigned { col(name).cast(polars::prelude::DataType::Int64) } else { col(name) }
}

//! Rows in groups, and one row of statistics for each.

use polars::prelude::{DataFrame, Expr, IntoLazy, PlSmallStr, col, len};

use super::aggregate::Aggregate;
use super::convert::check_unique;
use super::query_frame::collected;
use super::{ColumnNames, column, order};
use crate::error::{Error, Result};

/// Rows grouped by the values of one or more columns, from [`groupby`](super::QueryFrame::groupby).
/// Each statistic gives a frame with one row per group, in ascending order of the groups: the keys,
/// then the statistics under their columns' names. Missing values are passed over; as a key they are
/// a group of their own, the last.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("shop" => ["b", "a", "b"], "sales" => [1.0, 2.0, 4.0], "visits" => [3, 4, 5])?;
/// let shops = df.groupby("shop");
/// assert_eq!(shops.sum(["sales", "visits"])?.column_array("visits")?, array![4.0, 8.0]);
/// assert_eq!(shops.size()?.column_array("size")?, array![1.0, 2.0]);
/// let spread = shops.agg([(col("sales").max() - col("sales").min()).alias("spread")])?;
/// assert_eq!(spread.column_array("spread")?, array![0.0, 3.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Groups<'a> {
    df: &'a DataFrame,
    keys: Vec<PlSmallStr>,
}

macro_rules! statistics {
    ($($(#[doc = $doc:literal])+ $name:ident: $aggregate:ident;)*) => {$(
        $(#[doc = $doc])+
        ///
        /// # Errors
        /// As [`aggregate`](Self::aggregate).
        pub fn $name(&self, columns: impl ColumnNames) -> Result<DataFrame> {
            self.of_each(Aggregate::$aggregate, columns.names())
        }
    )*};
}

impl<'a> Groups<'a> {
    pub(super) fn new(df: &'a DataFrame, keys: Vec<PlSmallStr>) -> Self {
        Self { df, keys }
    }

    statistics! {
        /// The mean of one or more columns in each group.
        mean: Mean;
        /// The sum of one or more columns in each group; 0 where there are no values.
        sum: Sum;
        /// The smallest value of one or more columns in each group.
        min: Min;
        /// The largest value of one or more columns in each group.
        max: Max;
        /// The median of one or more columns in each group.
        median: Median;
        /// The sample standard deviation (n − 1) of one or more columns in each group.
        std: Std;
        /// The sample variance (n − 1) of one or more columns in each group.
        var: Var;
        /// How many values of one or more columns are there in each group, missing ones not counted.
        count: Count;
        /// How many different values of one or more columns are there in each group.
        nunique: NUnique;
        /// The first value of one or more columns in each group.
        first: First;
        /// The last value of one or more columns in each group.
        last: Last;
    }

    /// Any of the statistics, of one or more columns in each group; of `&[]`, of all columns that have it
    /// and are not keys.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`] with the nearest name, [`Error::NotNumeric`] for a mean of text and its
    /// like, [`Error::Parameter`] for a quantile beyond 0 to 1, [`Error::DuplicateName`],
    /// [`Error::Empty`] without a key.
    pub fn aggregate(&self, aggregate: Aggregate, columns: impl ColumnNames) -> Result<DataFrame> {
        self.of_each(aggregate, columns.names())
    }

    /// Statistics of your own, such as `[col("x").mean().alias("mean"), len().alias("n")]`.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`] with the nearest name, [`Error::Empty`] without a key, polars' own for
    /// the expressions.
    pub fn agg(&self, statistics: impl AsRef<[Expr]>) -> Result<DataFrame> {
        self.table(statistics.as_ref())
    }

    /// How many rows each group has, as the column `size`.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`] with the nearest name, [`Error::Empty`] without a key.
    pub fn size(&self) -> Result<DataFrame> {
        self.table(&[len().alias("size")])
    }

    fn of_each(&self, aggregate: Aggregate, mut columns: Vec<PlSmallStr>) -> Result<DataFrame> {
        aggregate.check("groupby")?;
        if columns.is_empty() {
            let others =
                self.df.get_column_names_owned().into_iter().filter(|name| !self.keys.contains(name));
            columns = others.filter(|name| aggregate.column_of(self.df, name).is_ok()).collect();
        }
        columns.iter().try_for_each(|name| aggregate.column_of(self.df, name).map(drop))?;
        let statistics: Vec<Expr> = columns.iter().map(|name| aggregate.of(name)).collect();
        check_unique("the keys and the columns", &[self.keys.clone(), columns].concat())?;
        self.table(&statistics)
    }

    fn table(&self, statistics: &[Expr]) -> Result<DataFrame> {
        if self.keys.is_empty() {
            return Err(Error::empty("the list of columns to group by", "one name"));
        }
        self.keys.iter().try_for_each(|name| column(self.df, name).map(drop))?;
        check_unique("the keys", &self.keys)?;
        let keys: Vec<Expr> = self.keys.iter().map(|name| col(name.clone())).collect();
        let table = collected(self.df, self.df.clone().lazy().group_by(keys).agg(statistics))?;
        order::frame(&table, self.keys.clone(), false)
    }
}

//! The statistics that tables, groups and windows can be told to compute, by their pandas names.

use polars::prelude::{Column, DataFrame, DataType, Expr, QuantileMethod, col, lit};

use super::column;
use super::reshape::number_column;
use crate::error::{Error, Result};

/// One statistic of many values. Missing values are passed over; NaN is a value and spreads.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("shop" => ["a", "a", "b"], "day" => ["mo", "tu", "mo"], "sales" => [1.0, 2.0, 5.0])?;
/// let table = df.pivot_table(&["shop"], "day", &["sales"], Aggregate::Sum)?;
/// assert_eq!(table.shape(), (2, 3));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub enum Aggregate {
    Mean,
    Sum,
    /// Values that are not missing.
    Count,
    /// Rows, missing values included.
    Size,
    Min,
    Max,
    Median,
    /// Linearly interpolated, as in NumPy; the level is 0 to 1.
    Quantile(f64),
    /// The first value that is not missing.
    First,
    /// The last value that is not missing.
    Last,
    /// The sample standard deviation (n − 1).
    Std,
    /// The sample variance (n − 1).
    Var,
    Product,
    /// Distinct values that are not missing.
    NUnique,
}

impl Aggregate {
    /// As it is written in the names of columns: `mean`, `nunique` …
    pub(crate) fn name(self) -> String {
        let name = match self {
            Self::Mean => "mean",
            Self::Sum => "sum",
            Self::Count => "count",
            Self::Size => "size",
            Self::Min => "min",
            Self::Max => "max",
            Self::Median => "median",
            Self::Quantile(level) => return format!("q{level}"),
            Self::First => "first",
            Self::Last => "last",
            Self::Std => "std",
            Self::Var => "var",
            Self::Product => "product",
            Self::NUnique => "nunique",
        };
        name.to_owned()
    }

    /// Whether only numbers (and booleans) have it.
    pub(crate) fn needs_numbers(self) -> bool {
        use Aggregate as A;
        matches!(self, A::Mean | A::Sum | A::Median | A::Quantile(_) | A::Std | A::Var | A::Product)
    }

    /// Whether an empty group has 0 of it rather than nothing.
    pub(crate) fn is_zero_of_nothing(self) -> bool {
        matches!(self, Self::Sum | Self::Count | Self::Size | Self::NUnique)
    }

    /// The statistic of a column, under the column's name.
    pub(crate) fn of(self, column: &str) -> Expr {
        let values = col(column);
        match self {
            Self::Mean => values.mean(),
            Self::Sum => values.sum(),
            Self::Count => values.count().cast(DataType::Int64),
            Self::Size => values.len().cast(DataType::Int64),
            Self::Min => values.min(),
            Self::Max => values.max(),
            Self::Median => values.median(),
            Self::Quantile(level) => values.quantile(lit(level), QuantileMethod::Linear),
            Self::First => values.drop_nulls().first(),
            Self::Last => values.drop_nulls().last(),
            Self::Std => values.std(1),
            Self::Var => values.var(1),
            Self::Product => values.product(),
            Self::NUnique => values.drop_nulls().n_unique().cast(DataType::Int64),
        }
    }

    /// A column by name, if it can have the statistic.
    pub(crate) fn column_of<'a>(self, df: &'a DataFrame, name: &str) -> Result<&'a Column> {
        if self.needs_numbers() { number_column(df, name) } else { column(df, name) }
    }

    /// Refuses a quantile beyond 0 to 1.
    pub(crate) fn check(self, owner: &'static str) -> Result<()> {
        match self {
            Self::Quantile(level) if !(0.0..=1.0).contains(&level) => {
                Err(Error::parameter(owner, "quantile", level, "between 0 and 1"))
            }
            _ => Ok(()),
        }
    }
}

//! Statistics of one column, as numbers: `df["price"].mean()?`.

use polars::prelude::{ChunkAgg, ChunkQuantile, ChunkVar, Column, DataFrame, Float64Chunked, QuantileMethod};

use super::LookFrame;
use super::values::{floats, what};
use crate::error::{Error, Result};

/// What the prelude adds to polars' `Column`: pandas' `df["price"].mean()` and its like. Values are
/// numbers or flags (0 and 1); missing ones are passed over, and NaN spreads, but for the smallest and the
/// largest value.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("price" => [Some(3), None, Some(5)], "city" => ["Rome", "Oslo", "Rome"])?;
/// assert_eq!((df["price"].mean()?, df["price"].max()?, df["price"].sum()?), (4.0, 5.0, 8.0));
/// assert_eq!(df["city"].value_counts()?.height(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait ColumnExt {
    /// The arithmetic mean.
    ///
    /// # Errors
    /// [`Error::NotNumeric`] for text or dates, [`Error::Empty`] if every value is missing.
    fn mean(&self) -> Result<f64>;

    /// The middle value, or the mean of the two in the middle.
    ///
    /// # Errors
    /// As [`mean`](ColumnExt::mean).
    fn median(&self) -> Result<f64>;

    /// The sample standard deviation (n − 1).
    ///
    /// # Errors
    /// As [`mean`](ColumnExt::mean); [`Error::Empty`] for a single value too.
    fn std(&self) -> Result<f64>;

    /// The sample variance (n − 1).
    ///
    /// # Errors
    /// As [`std`](ColumnExt::std).
    fn var(&self) -> Result<f64>;

    /// The smallest value.
    ///
    /// # Errors
    /// As [`mean`](ColumnExt::mean).
    fn min(&self) -> Result<f64>;

    /// The largest value.
    ///
    /// # Errors
    /// As [`mean`](ColumnExt::mean).
    fn max(&self) -> Result<f64>;

    /// The sum; 0 if every value is missing.
    ///
    /// # Errors
    /// [`Error::NotNumeric`] for text or dates.
    fn sum(&self) -> Result<f64>;

    /// The value below which a share of the values lies, 0 to 1, linearly interpolated as in NumPy.
    ///
    /// # Errors
    /// As [`mean`](ColumnExt::mean); [`Error::Parameter`] for a share beyond 0 to 1.
    fn quantile(&self, share: f64) -> Result<f64>;

    /// How often each value is there, the most frequent first: columns of the value, `count` and
    /// `proportion`, as [`LookFrame::value_counts`] of a frame.
    ///
    /// # Errors
    /// polars' own for types that cannot be grouped.
    fn value_counts(&self) -> Result<DataFrame>;
}

impl ColumnExt for Column {
    fn mean(&self) -> Result<f64> {
        some(self, numbers(self)?.mean())
    }

    fn median(&self) -> Result<f64> {
        some(self, numbers(self)?.median())
    }

    fn std(&self) -> Result<f64> {
        several(self, numbers(self)?.std(1))
    }

    fn var(&self) -> Result<f64> {
        several(self, numbers(self)?.var(1))
    }

    fn min(&self) -> Result<f64> {
        some(self, numbers(self)?.min())
    }

    fn max(&self) -> Result<f64> {
        some(self, numbers(self)?.max())
    }

    fn sum(&self) -> Result<f64> {
        Ok(numbers(self)?.sum().unwrap_or(0.0))
    }

    fn quantile(&self, share: f64) -> Result<f64> {
        if !(0.0..=1.0).contains(&share) {
            return Err(Error::parameter("quantile", "share", share, "between 0 and 1"));
        }
        some(self, numbers(self)?.quantile(share, QuantileMethod::Linear)?)
    }

    fn value_counts(&self) -> Result<DataFrame> {
        DataFrame::new(self.len(), vec![self.clone()])?.value_counts(self.name())
    }
}

fn numbers(column: &Column) -> Result<Float64Chunked> {
    floats(column.as_materialized_series())
}

fn some(column: &Column, value: Option<f64>) -> Result<f64> {
    value.ok_or_else(|| Error::empty(what(column.name()), "one value at least that is not missing"))
}

fn several(column: &Column, value: Option<f64>) -> Result<f64> {
    value.ok_or_else(|| Error::empty(what(column.name()), "two values at least that are not missing"))
}

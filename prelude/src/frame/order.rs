//! Rows in order of columns, without the options that polars' own `sort` asks for each time.

use polars::prelude::{DataFrame, LazyFrame, PlSmallStr, SortMultipleOptions};

use super::{ColumnNames, column};
use crate::error::{Error, Result};

/// Rows in order of one or more columns.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("city" => ["Rome", "Oslo", "Bern"], "t" => [Some(17), Some(3), None])?;
/// assert_eq!(df.sorted("city")?.column("city")?.str()?.get(0), Some("Bern"));
/// let warmest = df.lazy().sorted_descending("t").limit(1).collect()?;
/// assert_eq!(warmest.column("city")?.str()?.get(0), Some("Rome"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait SortFrame {
    /// A frame gives a `Result`, a query goes on and says at its end what was wrong.
    type Sorted;

    /// The rows from the least to the greatest, missing values last; equal ones stay in their order.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`] with the nearest name, [`Error::Empty`] for no names.
    fn sorted(&self, by: impl ColumnNames) -> Self::Sorted;

    /// The rows from the greatest to the least, missing values last; equal ones stay in their order.
    ///
    /// # Errors
    /// As [`sorted`](SortFrame::sorted).
    fn sorted_descending(&self, by: impl ColumnNames) -> Self::Sorted;
}

impl SortFrame for DataFrame {
    type Sorted = Result<DataFrame>;

    fn sorted(&self, by: impl ColumnNames) -> Result<DataFrame> {
        frame(self, by.names(), false)
    }

    fn sorted_descending(&self, by: impl ColumnNames) -> Result<DataFrame> {
        frame(self, by.names(), true)
    }
}

impl SortFrame for LazyFrame {
    type Sorted = LazyFrame;

    fn sorted(&self, by: impl ColumnNames) -> LazyFrame {
        self.clone().sort(by.names(), options(false))
    }

    fn sorted_descending(&self, by: impl ColumnNames) -> LazyFrame {
        self.clone().sort(by.names(), options(true))
    }
}

fn options(descending: bool) -> SortMultipleOptions {
    SortMultipleOptions::new()
        .with_order_descending(descending)
        .with_nulls_last(true)
        .with_maintain_order(true)
}

pub(super) fn frame(df: &DataFrame, by: Vec<PlSmallStr>, descending: bool) -> Result<DataFrame> {
    if by.is_empty() {
        return Err(Error::empty("the list of columns to sort by", "one name"));
    }
    by.iter().try_for_each(|name| column(df, name).map(|_| ()))?;
    Ok(df.sort(by, options(descending))?)
}

//! The rows with the largest or smallest values.

use polars::prelude::{Column, DataFrame, DataType, IntoLazy, NULL, SortOptions, col, lit};

use crate::error::Result;
use crate::frame::column;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Largest,
    Smallest,
}

pub(super) fn rows(df: &DataFrame, n: usize, name: &str, end: End) -> Result<DataFrame> {
    let key = without_nan(column(df, name)?)?;
    let n = n.min(df.height());
    let order = SortOptions {
        descending: end == End::Largest,
        nulls_last: true,
        maintain_order: true,
        ..SortOptions::default()
    };
    Ok(df.take(&key.arg_sort(order).slice(0, n))?)
}

/// NaN is missing here, so that it does not count as the largest number.
fn without_nan(column: &Column) -> Result<Column> {
    if *column.dtype() == DataType::Null {
        return Ok(column.cast(&DataType::Boolean)?);
    }
    if !matches!(column.dtype(), DataType::Float32 | DataType::Float64) {
        return Ok(column.clone());
    }
    let name = column.name().clone();
    let frame = DataFrame::new(column.len(), vec![column.clone()])?.lazy();
    let filled = frame.select([col(name.clone()).fill_nan(lit(NULL))]).collect()?;
    Ok(filled.column(&name)?.clone())
}

//! Types that say the same in less memory.

use polars::prelude::{Categories, Column, DataFrame, DataType};

use crate::error::Result;
use crate::frame::clean::choice::{textual, with_columns};

/// Columns of text as categories.
pub(in super::super) fn to_categories(df: &DataFrame, columns: &[&str]) -> Result<DataFrame> {
    let categories = DataType::from_categories(Categories::global());
    let columns = textual(df, columns)?.into_iter().filter(|column| !column.dtype().is_categorical());
    let cast = |column: &Column| -> Result<Column> { Ok(column.cast(&DataType::String)?.cast(&categories)?) };
    with_columns(df, columns.map(cast).collect::<Result<_>>()?)
}

/// Every column of integers in the smallest signed type that holds its values.
pub(in super::super) fn downcast(df: &DataFrame) -> Result<DataFrame> {
    let integers = df.columns().iter().filter(|column| column.dtype().is_integer());
    with_columns(df, integers.map(smallest).collect::<Result<_>>()?)
}

fn smallest(column: &Column) -> Result<Column> {
    for dtype in [DataType::Int8, DataType::Int16, DataType::Int32, DataType::Int64] {
        let cast = column.cast(&dtype)?;
        if cast.null_count() == column.null_count() {
            return Ok(cast);
        }
    }
    Ok(column.clone())
}

//! Which columns a cleaning step works on: those named, or every one that suits where none is named.

use polars::prelude::{Column, DataFrame, DataType};

use crate::error::{Error, Result};
use crate::frame::column;
use crate::frame::convert::check_unique;

/// The columns of these names, in the order given; all of the frame's if none is named.
pub(super) fn chosen<'a>(df: &'a DataFrame, names: &[&str]) -> Result<Vec<&'a Column>> {
    chosen_if(df, names, |_| true)
}

/// As [`chosen`], but where none is named only columns whose type `suits`.
pub(super) fn chosen_if<'a>(
    df: &'a DataFrame,
    names: &[&str],
    suits: impl Fn(&DataType) -> bool,
) -> Result<Vec<&'a Column>> {
    if names.is_empty() {
        return Ok(df.columns().iter().filter(|column| suits(column.dtype())).collect());
    }
    check_unique("the list of columns", names)?;
    names.iter().map(|name| column(df, name)).collect()
}

/// Columns of numbers (not of booleans): the named ones must be such, else all that are.
pub(super) fn numeric<'a>(df: &'a DataFrame, names: &[&str]) -> Result<Vec<&'a Column>> {
    let columns = chosen_if(df, names, DataType::is_primitive_numeric)?;
    for column in &columns {
        let dtype = column.dtype();
        if !dtype.is_primitive_numeric() && !dtype.is_null() {
            let what = format!("column `{}`", column.name());
            return Err(Error::NotNumeric { what, dtype: dtype.to_string() });
        }
    }
    Ok(columns)
}

/// Columns of text or categories: the named ones must be such, else all that are.
pub(super) fn textual<'a>(df: &'a DataFrame, names: &[&str]) -> Result<Vec<&'a Column>> {
    let columns = chosen_if(df, names, is_text)?;
    for column in &columns {
        if !is_text(column.dtype()) && !column.dtype().is_null() {
            return Err(not_text(column));
        }
    }
    Ok(columns)
}

pub(super) fn is_text(dtype: &DataType) -> bool {
    dtype.is_string() || dtype.is_categorical() || dtype.is_enum()
}

pub(super) fn not_text(column: &Column) -> Error {
    Error::ColumnType {
        column: column.name().to_string(),
        expected: "text".to_owned(),
        given: column.dtype().to_string(),
        advice: "Choose other columns, or convert it first, for example with `col(\"…\").cast(DataType::String)`.",
    }
}

/// The frame with these columns in the places of those of the same names.
pub(super) fn with_columns(df: &DataFrame, columns: Vec<Column>) -> Result<DataFrame> {
    let mut changed = df.clone();
    for column in columns {
        changed.with_column(column)?;
    }
    Ok(changed)
}

/// The names of the frame's columns.
pub(super) fn names(df: &DataFrame) -> Vec<&str> {
    df.columns().iter().map(|column| column.name().as_str()).collect()
}

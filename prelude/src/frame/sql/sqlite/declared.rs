//! The types that a table's columns were declared with. SQLite stores booleans as integers and dates
//! as text; the declaration tells that they are meant.

use std::ffi::{CStr, CString};
use std::ptr;

use polars::prelude::{ChunkCast, Column, DataType, Int64Chunked, IntoSeries, TimeUnit};
use rusqlite::{Connection, ffi};

use super::super::super::builder::ColumnBuilder;
use super::super::super::cell::temporal;
use crate::error::Result;

/// The declared type of each of a query's columns, in capitals; none for an expression.
pub(super) fn types(connection: &Connection, query: &str) -> Vec<Option<String>> {
    let Ok(query) = CString::new(query) else { return Vec::new() };
    let mut statement = ptr::null_mut();
    // SAFETY: the connection is open and borrowed for the whole call; the query ends with NUL; the
    // statement is used between a successful preparation and its finalization only, and SQLite
    // owns the texts that are copied meanwhile.
    unsafe {
        let prepared = ffi::sqlite3_prepare_v2(
            connection.handle(),
            query.as_ptr(),
            -1,
            &raw mut statement,
            ptr::null_mut(),
        );
        if prepared != ffi::SQLITE_OK || statement.is_null() {
            return Vec::new();
        }
        let types = (0..ffi::sqlite3_column_count(statement))
            .map(|index| {
                let declared = ffi::sqlite3_column_decltype(statement, index);
                (!declared.is_null()).then(|| CStr::from_ptr(declared).to_string_lossy().to_uppercase())
            })
            .collect();
        ffi::sqlite3_finalize(statement);
        types
    }
}

/// The finished column, in the declared type where the values allow it.
pub(super) fn column(builder: ColumnBuilder, declared: Option<&str>) -> Result<Column> {
    let wanted = declared.and_then(dtype);
    let column = builder.finish(wanted.as_ref().unwrap_or(&DataType::String))?;
    let Some(wanted) = wanted else { return Ok(column) };
    if column.dtype() == &DataType::String && wanted.is_temporal() {
        return parsed(&column, &wanted);
    }
    let fits = match (column.dtype(), &wanted) {
        (DataType::Int64, DataType::Boolean) => {
            column.i64()?.iter().flatten().all(|value| value == 0 || value == 1)
        }
        (DataType::Int64, DataType::Float64) => true,
        _ => false,
    };
    if !fits {
        return Ok(column);
    }
    Ok(column.cast(&wanted)?)
}

/// Dates and times from their text; if one is none, all stays text: SQLite allows anything in any
/// column.
fn parsed(column: &Column, wanted: &DataType) -> Result<Column> {
    let texts = column.str()?;
    let values: Int64Chunked = texts.iter().map(|text| temporal(text?, wanted)).collect();
    if values.null_count() > texts.null_count() {
        return Ok(column.clone());
    }
    let counted =
        if wanted == &DataType::Date { values.cast(&DataType::Int32)? } else { values.into_series() };
    Ok(counted.cast(wanted)?.with_name(column.name().clone()).into())
}

fn dtype(declared: &str) -> Option<DataType> {
    let has = |words: &[&str]| words.iter().any(|word| declared.contains(word));
    Some(if has(&["BOOL"]) {
        DataType::Boolean
    } else if has(&["DATETIME", "TIMESTAMP"]) {
        DataType::Datetime(TimeUnit::Microseconds, None)
    } else if has(&["DATE"]) {
        DataType::Date
    } else if has(&["TIME"]) {
        DataType::Time
    } else if has(&["INT"]) {
        DataType::Int64
    } else if has(&["CHAR", "CLOB", "TEXT", "STRING"]) {
        DataType::String
    } else if has(&["REAL", "FLOA", "DOUB", "NUMERIC", "DECIMAL"]) {
        DataType::Float64
    } else if has(&["BLOB"]) {
        DataType::Binary
    } else {
        return None;
    })
}

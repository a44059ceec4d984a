//! A frame's columns on their way into SQLite.

use polars::prelude::{
    BinaryChunked, BooleanChunked, Column, DataFrame, DataType, Float64Chunked, Int64Chunked, StringChunked,
};
use rusqlite::types::{ToSql, ToSqlOutput, Value, ValueRef};

use super::super::super::cell::{date_text, datetime_text, time_text};
use super::super::{quoted_name, quoted_table};
use crate::error::{Error, Result};

/// A column as SQLite takes it.
pub(super) struct SqlColumn {
    name: String,
    declared: &'static str,
    pub(super) cells: Cells,
}

/// The values, in the few types that SQLite has, and the two that are printed on the way.
pub(super) enum Cells {
    Bool(BooleanChunked),
    Int(Int64Chunked),
    Float(Float64Chunked),
    Text(StringChunked),
    Binary(BinaryChunked),
    Date(Int64Chunked),
    Datetime(Int64Chunked),
    Time(Int64Chunked),
}

/// One value, lent.
pub(super) enum SqlCell<'a> {
    Lent(ValueRef<'a>),
    Text(String),
}

impl ToSql for SqlCell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Lent(value) => ToSqlOutput::Borrowed(*value),
            Self::Text(text) => ToSqlOutput::Owned(Value::Text(text.clone())),
        })
    }
}

impl Cells {
    pub(super) fn get(&self, row: usize) -> SqlCell<'_> {
        let text = |text: Option<String>| text.map_or(SqlCell::Lent(ValueRef::Null), SqlCell::Text);
        let lent = match self {
            Self::Bool(values) => values.get(row).map(|value| ValueRef::Integer(i64::from(value))),
            Self::Int(values) => values.get(row).map(ValueRef::Integer),
            Self::Float(values) => values.get(row).map(ValueRef::Real),
            Self::Text(values) => values.get(row).map(|value| ValueRef::Text(value.as_bytes())),
            Self::Binary(values) => values.get(row).map(ValueRef::Blob),
            Self::Date(days) => {
                return text(days.get(row).map(|days| date_text(i32::try_from(days).unwrap_or(i32::MAX))));
            }
            Self::Datetime(micros) => return text(micros.get(row).map(|micros| datetime_text(micros, " "))),
            Self::Time(nanos) => return text(nanos.get(row).map(time_text)),
        };
        SqlCell::Lent(lent.unwrap_or(ValueRef::Null))
    }
}

pub(super) fn columns(df: &DataFrame) -> Result<Vec<SqlColumn>> {
    df.columns().iter().map(column).collect()
}

fn column(column: &Column) -> Result<SqlColumn> {
    let column = column.rechunk();
    let as_int = |column: &Column| -> Result<Int64Chunked> {
        Ok(column.strict_cast(&DataType::Int64)?.i64()?.clone())
    };
    let (declared, cells) = match column.dtype() {
        DataType::Boolean => ("BOOLEAN", Cells::Bool(column.bool()?.clone())),
        dtype if dtype.is_integer() => {
            let ints = as_int(&column).map_err(|_| {
                let expected =
                    "within 64 signed bits: SQLite has no larger integers. Cast it to Float64 or String";
                Error::parameter("write_sql", "df", format!("column `{}` ({dtype})", column.name()), expected)
            })?;
            ("INTEGER", Cells::Int(ints))
        }
        DataType::Float32 | DataType::Float64 => {
            ("REAL", Cells::Float(column.cast(&DataType::Float64)?.f64()?.clone()))
        }
        DataType::String => ("TEXT", Cells::Text(column.str()?.clone())),
        DataType::Categorical(..) | DataType::Enum(..) | DataType::Null => {
            ("TEXT", Cells::Text(column.cast(&DataType::String)?.str()?.clone()))
        }
        DataType::Binary => ("BLOB", Cells::Binary(column.binary()?.clone())),
        DataType::Date => ("DATE", Cells::Date(as_int(&column)?)),
        DataType::Datetime(_, zone) => {
            let micros =
                column.cast(&DataType::Datetime(polars::prelude::TimeUnit::Microseconds, zone.clone()))?;
            ("TIMESTAMP", Cells::Datetime(as_int(&micros)?))
        }
        DataType::Time => ("TIME", Cells::Time(as_int(&column)?)),
        DataType::Duration(_) => {
            let micros = column.cast(&DataType::Duration(polars::prelude::TimeUnit::Microseconds))?;
            let seconds: Float64Chunked =
                as_int(&micros)?.iter().map(|micros| micros.map(|micros| micros as f64 / 1e6)).collect();
            ("REAL", Cells::Float(seconds))
        }
        other => {
            let expected = "numbers, text, booleans, dates or bytes: unnest or cast it first";
            return Err(Error::parameter(
                "write_sql",
                "df",
                format!("column `{}` ({other})", column.name()),
                expected,
            ));
        }
    };
    Ok(SqlColumn { name: column.name().to_string(), declared, cells })
}

pub(super) fn drop_statement(table: &str) -> String {
    format!("drop table if exists {}", quoted_table(table))
}

pub(super) fn create_statement(table: &str, columns: &[SqlColumn]) -> String {
    let columns: Vec<String> =
        columns.iter().map(|column| format!("{} {}", quoted_name(&column.name), column.declared)).collect();
    format!("create table if not exists {} ({})", quoted_table(table), columns.join(", "))
}

pub(super) fn statement(table: &str, columns: &[SqlColumn]) -> String {
    let names: Vec<String> = columns.iter().map(|column| quoted_name(&column.name)).collect();
    let marks = vec!["?"; columns.len()].join(", ");
    format!("insert into {} ({}) values ({marks})", quoted_table(table), names.join(", "))
}

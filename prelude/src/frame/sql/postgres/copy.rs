//! A frame on its way into PostgreSQL: by `COPY`, as text, many times faster than `INSERT`.

use std::fmt::Write as _;
use std::io::Write as _;

use polars::prelude::{
    BinaryChunked, BooleanChunked, Column, DataFrame, DataType, Float64Chunked, Int64Chunked, StringChunked,
    TimeUnit, UInt64Chunked,
};
use postgres::{Client, Transaction};

use super::super::super::cell::{date_text, datetime_text, time_text};
use super::super::{IfExists, quoted_name, quoted_table};
use crate::error::{Error, Result};
use crate::runtime::check_interrupt;

const ROWS_AT_ONCE: usize = 4096;

/// A column as PostgreSQL takes it.
pub(super) struct SqlColumn {
    name: String,
    declared: &'static str,
    cells: Cells,
}

enum Cells {
    Bool(BooleanChunked),
    Int(Int64Chunked),
    UInt(UInt64Chunked),
    Float(Float64Chunked),
    Text(StringChunked),
    Binary(BinaryChunked),
    Date(Int64Chunked),
    Datetime(Int64Chunked),
    DatetimeUtc(Int64Chunked),
    Time(Int64Chunked),
    Duration(Int64Chunked),
}

/// Why a table was not written.
pub(super) enum Failure {
    Database(postgres::Error),
    Exists(String),
    Other(Error),
}

impl From<postgres::Error> for Failure {
    fn from(error: postgres::Error) -> Self {
        Self::Database(error)
    }
}

pub(super) fn columns(df: &DataFrame) -> Result<Vec<SqlColumn>> {
    df.columns().iter().map(column).collect()
}

fn column(column: &Column) -> Result<SqlColumn> {
    let column = column.rechunk();
    let as_int =
        |column: &Column| -> Result<Int64Chunked> { Ok(column.cast(&DataType::Int64)?.i64()?.clone()) };
    let (declared, cells) = match column.dtype() {
        DataType::Boolean => ("boolean", Cells::Bool(column.bool()?.clone())),
        DataType::UInt64 => ("numeric", Cells::UInt(column.u64()?.clone())),
        DataType::Int8 | DataType::Int16 | DataType::UInt8 => ("smallint", Cells::Int(as_int(&column)?)),
        DataType::Int32 | DataType::UInt16 => ("integer", Cells::Int(as_int(&column)?)),
        dtype if dtype.is_integer() => ("bigint", Cells::Int(as_int(&column)?)),
        DataType::Float32 => ("real", Cells::Float(column.cast(&DataType::Float64)?.f64()?.clone())),
        DataType::Float64 => ("double precision", Cells::Float(column.f64()?.clone())),
        DataType::String => ("text", Cells::Text(column.str()?.clone())),
        DataType::Categorical(..) | DataType::Enum(..) | DataType::Null => {
            ("text", Cells::Text(column.cast(&DataType::String)?.str()?.clone()))
        }
        DataType::Binary => ("bytea", Cells::Binary(column.binary()?.clone())),
        DataType::Date => ("date", Cells::Date(as_int(&column)?)),
        DataType::Datetime(_, zone) => {
            let micros = as_int(&column.cast(&DataType::Datetime(TimeUnit::Microseconds, zone.clone()))?)?;
            match zone {
                Some(_) => ("timestamp with time zone", Cells::DatetimeUtc(micros)),
                None => ("timestamp", Cells::Datetime(micros)),
            }
        }
        DataType::Time => ("time", Cells::Time(as_int(&column)?)),
        DataType::Duration(_) => {
            ("interval", Cells::Duration(as_int(&column.cast(&DataType::Duration(TimeUnit::Microseconds))?)?))
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

/// Makes the table if need be and copies the rows, all or none.
pub(super) fn write(
    client: &mut Client,
    table: &str,
    columns: &[SqlColumn],
    height: usize,
    if_exists: IfExists,
) -> Result<(), Failure> {
    let mut transaction = client.transaction()?;
    let exists =
        transaction.query_one("select to_regclass($1) is not null", &[&quoted_table(table)])?.try_get(0)?;
    if exists && if_exists == IfExists::Fail {
        return Err(Failure::Exists(table.to_owned()));
    }
    if exists && if_exists == IfExists::Replace {
        transaction.batch_execute(&format!("drop table {}", quoted_table(table)))?;
    }
    if !exists || if_exists == IfExists::Replace {
        transaction.batch_execute(&create_statement(table, columns))?;
    }
    copy(&mut transaction, table, columns, height)?;
    Ok(transaction.commit()?)
}

fn create_statement(table: &str, columns: &[SqlColumn]) -> String {
    let columns: Vec<String> =
        columns.iter().map(|column| format!("{} {}", quoted_name(&column.name), column.declared)).collect();
    format!("create table {} ({})", quoted_table(table), columns.join(", "))
}

fn copy(
    transaction: &mut Transaction<'_>,
    table: &str,
    columns: &[SqlColumn],
    height: usize,
) -> Result<(), Failure> {
    let names: Vec<String> = columns.iter().map(|column| quoted_name(&column.name)).collect();
    let statement = format!("copy {} ({}) from stdin", quoted_table(table), names.join(", "));
    let mut writer = transaction.copy_in(statement.as_str())?;
    let mut text = String::new();
    for row in 0..height {
        for (index, column) in columns.iter().enumerate() {
            if index > 0 {
                text.push('\t');
            }
            column.cells.print(row, &mut text);
        }
        text.push('\n');
        if text.len() > 1 << 16 || row + 1 == height {
            // A failure to write is told better by the server, at the end.
            if writer.write_all(text.as_bytes()).is_err() {
                break;
            }
            text.clear();
        }
        if row % ROWS_AT_ONCE == 0 {
            check_interrupt().map_err(|interrupted| Failure::Other(interrupted.into()))?;
        }
    }
    writer.finish()?;
    Ok(())
}

impl Cells {
    /// The value in `COPY`'s text form; `\N` for a null.
    fn print(&self, row: usize, out: &mut String) {
        let text = match self {
            Self::Bool(values) => values.get(row).map(|value| if value { "t" } else { "f" }.to_owned()),
            Self::Int(values) => values.get(row).map(|value| value.to_string()),
            Self::UInt(values) => values.get(row).map(|value| value.to_string()),
            Self::Float(values) => values.get(row).map(float),
            Self::Text(values) => values.get(row).map(escaped),
            Self::Binary(values) => values.get(row).map(hexadecimal),
            Self::Date(days) => {
                days.get(row).map(|days| era(date_text(i32::try_from(days).unwrap_or(i32::MAX))))
            }
            Self::Datetime(micros) => micros.get(row).map(|micros| era(datetime_text(micros, " "))),
            Self::DatetimeUtc(micros) => {
                micros.get(row).map(|micros| era(format!("{}+00", datetime_text(micros, " "))))
            }
            Self::Time(nanos) => nanos.get(row).map(time_text),
            Self::Duration(micros) => micros.get(row).map(|micros| format!("{micros} microseconds")),
        };
        match text {
            Some(text) => out.push_str(&text),
            None => out.push_str("\\N"),
        }
    }
}

fn float(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    format!("{value:e}")
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' => escaped.push_str("\\\\"),
            '\t' => escaped.push_str("\\t"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            other => escaped.push(other),
        }
    }
    escaped
}

fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::from("\\\\x");
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// PostgreSQL writes the years before 1 with `BC`, of which 1 BC is the year 0.
fn era(text: String) -> String {
    let Some(rest) = text.strip_prefix('-') else {
        return if text.starts_with("0000-") { format!("0001{} BC", &text[4..]) } else { text };
    };
    let (year, after) = rest.split_once('-').unwrap_or((rest, ""));
    let year = year.parse::<i64>().unwrap_or(0) + 1;
    format!("{year:04}-{after} BC")
}

//! Lengths of time as text: polars' language (`15m`, `1d`, `1mo`) and pandas' words for the same.

use polars::prelude::{Column, DataFrame, DataType, Duration};

use super::super::column;
use crate::error::{Error, Result};

const EXPECTED: &str = "a length such as `30s`, `15m`, `1h`, `1d`, `1w`, `1mo`, `1q`, `1y`";

/// A positive length of time.
pub(in crate::frame) fn parse(owner: &'static str, parameter: &'static str, text: &str) -> Result<Duration> {
    let refuse = || Error::parameter(owner, parameter, format!("`{text}`"), EXPECTED);
    if text.len() > 18 {
        return Err(refuse());
    }
    let period = Duration::try_parse(&in_polars_words(text)).map_err(|_| refuse())?;
    if period.is_zero() || period.negative() {
        return Err(refuse());
    }
    Ok(period)
}

/// pandas' aliases: `D`, `h`, `min`, `MS` …, with or without a number.
fn in_polars_words(text: &str) -> String {
    let unit_start = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (count, unit) = text.split_at(unit_start);
    let unit = match unit {
        "D" => "d",
        "H" => "h",
        "min" | "T" => "m",
        "S" => "s",
        "W" | "W-MON" => "w",
        "MS" => "mo",
        "QS" => "q",
        "YS" => "y",
        other => other,
    };
    let count = if count.is_empty() { "1" } else { count };
    format!("{count}{unit}")
}

/// A column of dates, times or whole numbers, by which rows can be put in order.
pub(in crate::frame) fn time_column<'a>(df: &'a DataFrame, name: &str) -> Result<&'a Column> {
    let times = column(df, name)?;
    let dtype = times.dtype();
    if dtype.is_date() {
        return within_reach(times);
    }
    if dtype.is_datetime() || dtype.is_integer() {
        return Ok(times);
    }
    Err(Error::ColumnType {
        column: name.to_owned(),
        expected: "dates or times".to_owned(),
        given: dtype.to_string(),
        advice: "Turn text into dates first, for example with `col(\"…\").str().to_date(StrptimeOptions::default())`.",
    })
}

/// Days are counted as microseconds by what follows, which reach less far.
fn within_reach(dates: &Column) -> Result<&Column> {
    const FURTHEST: i32 = 106_000_000;
    let days = dates.cast(&DataType::Int32)?;
    let far = days.i32()?.iter().position(|day| day.is_some_and(|day| day.unsigned_abs() > FURTHEST as u32));
    let Some(row) = far else { return Ok(dates) };
    Err(Error::CellValue {
        row,
        column: dates.name().to_string(),
        given: "a date further away".to_owned(),
        expected: "a date within 290,000 years of 1970",
        advice: "Look at how the dates were read.".to_owned(),
    })
}

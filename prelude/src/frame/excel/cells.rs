//! A spreadsheet's cells as ours.

use calamine::{Data, ExcelDateTime};

use super::super::cell::{Cell, MICROS_PER_DAY};

/// Beyond this, not every whole number is a float.
const EXACT: f64 = 9_007_199_254_740_992.0;

pub(super) fn cell(data: &Data) -> Cell {
    match data {
        Data::Empty | Data::Error(_) => Cell::Null,
        Data::Int(value) => Cell::Int(*value),
        // Spreadsheets have no whole numbers of their own.
        Data::Float(value) if value.fract() == 0.0 && value.abs() < EXACT => Cell::Int(*value as i64),
        Data::Float(value) => Cell::Float(*value),
        Data::String(text) => Cell::Text(text.clone()),
        Data::Bool(value) => Cell::Bool(*value),
        Data::DateTime(value) => moment(*value),
        Data::DateTimeIso(text) => iso(text),
        Data::DurationIso(text) => Cell::Text(text.clone()),
    }
}

/// Excel counts days as a float: whole ones are dates, fractions of the first day times.
fn moment(value: ExcelDateTime) -> Cell {
    let days = value.as_f64();
    if !days.is_finite() || days.abs() > 3e6 {
        return Cell::Float(days);
    }
    if value.is_duration() {
        return Cell::Duration((days * MICROS_PER_DAY as f64).round() as i64);
    }
    // Milliseconds: finer ones are noise of the float.
    let millis = (days * 86_400_000.0).round() as i64;
    if (1..86_400_000).contains(&millis) {
        return Cell::Time(millis * 1_000_000);
    }
    let Some(moment) = value.as_datetime() else { return Cell::Float(days) };
    if moment.time() == chrono::NaiveTime::MIN { Cell::from(moment.date()) } else { Cell::from(moment) }
}

/// OpenDocument writes dates as ISO text.
fn iso(text: &str) -> Cell {
    if let Ok(date) = text.parse::<chrono::NaiveDate>() {
        return Cell::from(date);
    }
    text.parse::<chrono::NaiveDateTime>().map_or_else(|_| Cell::Text(text.to_owned()), Cell::from)
}

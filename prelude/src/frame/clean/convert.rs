//! Columns of text made what they mean: numbers, dates, booleans, categories. One driver for all:
//! a reader turns a column's texts into values and says which it could not read; what happens then
//! is the caller's choice ([`OnBad`]), and every case is in the report.

pub(super) mod booleans;
pub(super) mod dates;
pub(super) mod numbers;
mod report;
pub(super) mod types;

pub use dates::{DateFormat, DateOrder};
pub use numbers::NumberFormat;
pub(crate) use report::ColumnConversion;
pub use report::{ConversionReport, Converted, Unconverted};

use polars::prelude::{Column, DataFrame, DataType};

use super::choice::{chosen_if, is_text, not_text, with_columns};
use crate::error::{Error, Result};

/// What becomes of texts that do not convert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum OnBad {
    /// They are an error that lists the first of them.
    Error,
    /// They become null, and the report lists them.
    Null,
    /// A column that has any stays as it was, and the report lists them.
    LeaveColumn,
}

/// A column read in a new way.
pub(super) struct Reading {
    /// With nulls where a text was missing or could not be read.
    pub(super) column: Column,
    /// The rows that could not be read, ascending.
    pub(super) bad: Vec<usize>,
}

/// How to read one kind of value.
pub(super) struct Reader<'a> {
    /// The plural of what the texts should be: "numbers".
    pub(super) kind: &'static str,
    /// Whether a column has this kind already.
    pub(super) has_kind: fn(&DataType) -> bool,
    /// Whether a column that is not text can be read too.
    pub(super) takes: fn(&DataType) -> bool,
    pub(super) read: &'a dyn Fn(&Column) -> Result<Reading>,
    /// What to try when some texts could not be read.
    pub(super) advice: &'a dyn Fn(&Column) -> String,
}

/// Converts the columns named, or all of text where none is.
pub(super) fn convert(
    df: &DataFrame,
    columns: &[&str],
    on_bad: OnBad,
    reader: &Reader<'_>,
) -> Result<Converted> {
    let mut report = ConversionReport::new(reader.kind);
    let mut changed = Vec::new();
    for column in chosen_if(df, columns, is_text)? {
        let dtype = column.dtype();
        if (reader.has_kind)(dtype) {
            continue;
        }
        if !is_text(dtype) && !dtype.is_null() && !(reader.takes)(dtype) {
            return Err(not_text(column));
        }
        let reading = (reader.read)(column)?;
        let bad = reading.bad.len();
        if bad > 0 && on_bad == OnBad::Error {
            return Err(unconvertible(column, &reading.bad, reader));
        }
        let result = if bad > 0 && on_bad == OnBad::LeaveColumn { column.clone() } else { reading.column };
        report.add(column, &result, &reading.bad)?;
        changed.push(result);
    }
    Ok(Converted { frame: with_columns(df, changed)?, report })
}

fn unconvertible(column: &Column, bad: &[usize], reader: &Reader<'_>) -> Error {
    const SHOWN: usize = 3;
    let show = |row: &usize| format!("`{}` (row {row})", report::text_at(column, *row));
    let mut examples = bad.iter().take(SHOWN).map(show).collect::<Vec<_>>().join(", ");
    if bad.len() > SHOWN {
        examples.push_str(", …");
    }
    Error::Unconvertible {
        column: column.name().to_string(),
        kind: reader.kind,
        bad: bad.len(),
        examples,
        advice: (reader.advice)(column),
    }
}

/// Texts that stand for no value: nothing, a dash, `NA`, `N/A`, `NaN`, `NaT`, `null`, `none`, `#N/A`.
pub(super) fn stands_for_missing(text: &str) -> bool {
    const MARKS: [&str; 10] = ["", "-", "–", "na", "n/a", "nan", "nat", "null", "none", "#n/a"];
    text.len() <= 4 && MARKS.iter().any(|mark| text.eq_ignore_ascii_case(mark))
}

/// A column's texts, and the cast that holds them.
pub(super) fn as_text(column: &Column) -> Result<Column> {
    Ok(column.cast(&DataType::String)?.rechunk())
}

//! Yes and no from words.

use polars::prelude::{Column, DataFrame, NamedFrom, Series};

use super::{Converted, OnBad, Reader, Reading, as_text, convert, stands_for_missing};
use crate::error::Result;
use crate::frame::clean::missing;

/// In English, German, French, Spanish, Italian, Portuguese, Dutch, the Scandinavian languages,
/// Polish, Russian.
const YES: [&str; 22] = [
    "true", "t", "yes", "y", "1", "1.0", "on", "ja", "j", "wahr", "oui", "vrai", "si", "sí", "sì", "sim",
    "sant", "tak", "да", "x", "✓", "✔",
];
const NO: [&str; 20] = [
    "false", "f", "no", "n", "0", "0.0", "off", "nein", "falsch", "non", "faux", "não", "nao", "nee", "nej",
    "nei", "nie", "нет", "✗", "✘",
];

pub(in super::super) fn to_boolean(df: &DataFrame, columns: &[&str], on_bad: OnBad) -> Result<Converted> {
    let reader = Reader {
        kind: "yes or no",
        has_kind: |dtype| dtype.is_bool(),
        takes: |dtype| dtype.is_primitive_numeric(),
        read: &read,
        advice: &|_| {
            "Write them as yes/no, true/false or 1/0 with `replace_values`, or list them with `to_boolean_report`."
                .to_owned()
        },
    };
    convert(df, columns, on_bad, &reader)
}

fn read(column: &Column) -> Result<Reading> {
    let answers: Vec<Result<Option<bool>, ()>> = if column.dtype().is_primitive_numeric() {
        missing::floats(column)?.into_iter().map(from_number).collect()
    } else {
        let text = as_text(column)?;
        text.str()?.iter().map(|text| text.map_or(Ok(None), from_text)).collect()
    };
    let bad = answers.iter().enumerate().filter(|(_, answer)| answer.is_err()).map(|(row, _)| row).collect();
    let values: Vec<Option<bool>> = answers.into_iter().map(|answer| answer.unwrap_or(None)).collect();
    Ok(Reading { column: Series::new(column.name().clone(), values).into(), bad })
}

fn from_number(number: f64) -> Result<Option<bool>, ()> {
    match number {
        _ if number.is_nan() => Ok(None),
        _ if number == 0.0 => Ok(Some(false)),
        _ if number == 1.0 => Ok(Some(true)),
        _ => Err(()),
    }
}

fn from_text(text: &str) -> Result<Option<bool>, ()> {
    let text = text.trim();
    if stands_for_missing(text) {
        return Ok(None);
    }
    let lower = text.to_lowercase();
    if YES.contains(&lower.as_str()) {
        Ok(Some(true))
    } else if NO.contains(&lower.as_str()) {
        Ok(Some(false))
    } else {
        Err(())
    }
}

//! Keys that can be compared: present, and of types that match.

use polars::prelude::{DataFrame, DataType, TimeUnit};

use super::super::column;
use crate::error::{Error, Result};

/// Refuses a key that a frame lacks, naming the side.
pub(super) fn check_present(side: &str, df: &DataFrame, keys: &[String]) -> Result<()> {
    for key in keys {
        column(df, key).map_err(|error| match error {
            Error::ColumnNotFound { column, available, suggestion } => Error::ColumnNotFound {
                column: format!("{column}` in the {side} frame: `{column}"),
                available,
                suggestion,
            },
            other => other,
        })?;
    }
    Ok(())
}

/// Both frames with each pair of key columns in one type.
pub(super) fn aligned(
    what: &'static str,
    left: &DataFrame,
    right: &DataFrame,
    left_on: &[String],
    right_on: &[String],
) -> Result<(DataFrame, DataFrame)> {
    let (mut left, mut right) = (left.clone(), right.clone());
    for (left_key, right_key) in left_on.iter().zip(right_on) {
        let (a, b) = (column(&left, left_key)?.dtype().clone(), column(&right, right_key)?.dtype().clone());
        if a == b {
            continue;
        }
        let Some(shared) = shared_type(&a, &b) else {
            return Err(Error::ColumnTypes {
                what: format!("the keys of {what}").into(),
                left: format!("`{left_key}` of the left frame").into(),
                left_type: a.to_string().into(),
                right: format!("`{right_key}` of the right frame").into(),
                right_type: b.to_string().into(),
                advice: advice(left_key, right_key, &a, &b).into(),
            });
        };
        cast(&mut left, left_key, &shared)?;
        cast(&mut right, right_key, &shared)?;
    }
    Ok((left, right))
}

fn cast(df: &mut DataFrame, key: &str, dtype: &DataType) -> Result<()> {
    let cast = column(df, key)?.strict_cast(dtype)?;
    df.with_column(cast)?;
    Ok(())
}

/// The type that values of both can be compared in without being changed.
fn shared_type(a: &DataType, b: &DataType) -> Option<DataType> {
    let text = |dtype: &DataType| dtype.is_string() || dtype.is_categorical() || dtype.is_enum();
    match (a, b) {
        (DataType::Null, other) | (other, DataType::Null) => Some(other.clone()),
        _ if a.is_integer() && b.is_integer() => Some(DataType::Int64),
        _ if a.is_primitive_numeric() && b.is_primitive_numeric() => Some(DataType::Float64),
        _ if text(a) && text(b) => Some(DataType::String),
        (DataType::Datetime(_, zone), DataType::Datetime(_, other)) if zone == other => {
            Some(DataType::Datetime(TimeUnit::Nanoseconds, zone.clone()))
        }
        (DataType::Date, DataType::Datetime(unit, None))
        | (DataType::Datetime(unit, None), DataType::Date) => Some(DataType::Datetime(*unit, None)),
        _ => None,
    }
}

/// Which side to cast, and to what.
fn advice(left_key: &str, right_key: &str, a: &DataType, b: &DataType) -> String {
    let cast = |side: &str, key: &str, dtype: &str| {
        format!(
            "Cast one of them first, for example the {side} one with `.with_column(col(\"{key}\").cast(DataType::{dtype}))`."
        )
    };
    match (a, b) {
        (DataType::String, number) if number.is_integer() => cast("left", left_key, "Int64"),
        (number, DataType::String) if number.is_integer() => cast("right", right_key, "Int64"),
        (DataType::String, number) if number.is_float() => cast("left", left_key, "Float64"),
        (number, DataType::String) if number.is_float() => cast("right", right_key, "Float64"),
        (DataType::String, DataType::Date) => cast("left", left_key, "Date"),
        (DataType::Date, DataType::String) => cast("right", right_key, "Date"),
        (DataType::Datetime(..), DataType::Datetime(..)) => {
            "Bring both into one time zone first, with `.dt().convert_time_zone(…)` or `.dt().replace_time_zone(…)`.".to_owned()
        }
        _ => "Cast one of them first, with `.cast(…)`.".to_owned(),
    }
}

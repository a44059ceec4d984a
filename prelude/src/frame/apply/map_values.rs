//! Closures over the values of one column.

use polars::prelude::Column;

use super::cell_value::{CellContent, CellKind, CellValue, ColumnBuilder};
use super::row::Values;
use crate::error::{Error, Result};
use crate::runtime::check_interrupt;

/// A closure from one value to another. Its parameter's type says how the column is read: `f64`,
/// `i64`, `bool`, `&str`, or an `Option` of the first two for a closure that wants to see missing
/// values; without `Option`, they stay missing.
///
/// The parameter `M` only tells the kinds of closures apart; it is never written.
pub trait MapValues<M> {
    #[doc(hidden)]
    fn map_values(&mut self, values: &Column, name: &str) -> Result<Column>;
}

macro_rules! map_values {
    ($($input:ty, $read:ident;)*) => {$(
        impl<F, R> MapValues<fn($input) -> R> for F
        where
            F: FnMut($input) -> R,
            R: CellValue,
        {
            fn map_values(&mut self, values: &Column, name: &str) -> Result<Column> {
                $read(values, name, R::KIND, &mut |value| self(value).into_cell())
            }
        }
    )*};
}

map_values! {
    f64, floats;
    i64, integers;
    bool, flags;
    &str, words;
    Option<f64>, optional_floats;
    Option<i64>, optional_integers;
}

fn floats(
    values: &Column,
    name: &str,
    kind: CellKind,
    f: &mut dyn FnMut(f64) -> CellContent,
) -> Result<Column> {
    optional_floats(values, name, kind, &mut |value| value.map_or(CellContent::Missing, &mut *f))
}

fn integers(
    values: &Column,
    name: &str,
    kind: CellKind,
    f: &mut dyn FnMut(i64) -> CellContent,
) -> Result<Column> {
    optional_integers(values, name, kind, &mut |value| value.map_or(CellContent::Missing, &mut *f))
}

fn optional_floats(
    values: &Column,
    name: &str,
    kind: CellKind,
    f: &mut dyn FnMut(Option<f64>) -> CellContent,
) -> Result<Column> {
    let source = Values::new(values);
    let numbers = source.floats().ok_or_else(|| wrong_type(values, "numbers"))?;
    collected(numbers.iter(), name, kind, f)
}

fn optional_integers(
    values: &Column,
    name: &str,
    kind: CellKind,
    f: &mut dyn FnMut(Option<i64>) -> CellContent,
) -> Result<Column> {
    let source = Values::new(values);
    let numbers = source.integers().ok_or_else(|| wrong_type(values, "whole numbers"))?;
    collected(numbers.iter(), name, kind, f)
}

fn flags(
    values: &Column,
    name: &str,
    kind: CellKind,
    f: &mut dyn FnMut(bool) -> CellContent,
) -> Result<Column> {
    let source = Values::new(values);
    let flags = source.flags().ok_or_else(|| wrong_type(values, "truth values"))?;
    collected(flags.iter(), name, kind, &mut |value| value.map_or(CellContent::Missing, &mut *f))
}

fn words(
    values: &Column,
    name: &str,
    kind: CellKind,
    f: &mut dyn FnMut(&str) -> CellContent,
) -> Result<Column> {
    let source = Values::new(values);
    let words = source.words().ok_or_else(|| wrong_type(values, "text"))?;
    collected(words.iter(), name, kind, &mut |value| value.map_or(CellContent::Missing, &mut *f))
}

fn collected<T>(
    values: impl ExactSizeIterator<Item = Option<T>>,
    name: &str,
    kind: CellKind,
    f: &mut dyn FnMut(Option<T>) -> CellContent,
) -> Result<Column> {
    let mut builder = ColumnBuilder::new(kind, values.len());
    for (row, value) in values.enumerate() {
        if row % 1024 == 0 {
            check_interrupt()?;
        }
        builder.push(f(value));
    }
    Ok(builder.finish(name))
}

fn wrong_type(values: &Column, expected: &str) -> Error {
    let dtype = values.dtype();
    let advice = match dtype {
        dtype if dtype.is_bool() => "Write the closure as `|v: bool| …`, or cast the column first.",
        dtype if dtype.is_integer() => "Write the closure as `|v: i64| …`, or cast the column first.",
        dtype if dtype.is_primitive_numeric() => {
            "Write the closure as `|v: f64| …`, or cast the column first."
        }
        dtype if dtype.is_string() => "Write the closure as `|v: &str| …`, or cast the column first.",
        _ => "Cast the column first, or use `apply_rows` with `row.value(…)`.",
    };
    Error::ColumnType {
        column: values.name().to_string(),
        expected: expected.to_owned(),
        given: dtype.to_string(),
        advice,
    }
}

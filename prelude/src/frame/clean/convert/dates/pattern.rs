//! Dates in one given pattern, by polars' own parser.

use polars::prelude::{
    Column, DataType, IntoSeries, NamedFrom, NewChunkedArray, StringChunked, StringMethods, TimeUnit,
};

use super::super::{Reading, as_text, stands_for_missing};
use crate::error::{Error, Result};

pub(super) fn read(column: &Column, pattern: &str) -> Result<Reading> {
    check(pattern)?;
    let whole = if column.dtype().is_float() { column.cast(&DataType::Int64)? } else { column.clone() };
    let text = as_text(&whole)?;
    let known = text.str()?.iter().map(|text| text.map(str::trim).filter(|text| !stands_for_missing(text)));
    let known = StringChunked::from_iter_options(column.name().clone(), known);
    let has = |signs: &[&str]| signs.iter().any(|sign| pattern.contains(sign));
    let zoned = has(&["%z", "%:z", "%#z", "%+"]);
    let timed = zoned
        || has(&[
            "%H", "%k", "%I", "%l", "%M", "%S", "%T", "%R", "%r", "%X", "%c", "%s", "%f", "%p", "%P", "%.f",
        ]);
    let read = if timed {
        let ambiguous = StringChunked::new("".into(), ["raise"]);
        let unit = if has(&["%f", "%9f", "%.9f"]) { TimeUnit::Nanoseconds } else { TimeUnit::Microseconds };
        known.as_datetime(Some(pattern), unit, true, zoned, None, &ambiguous)?.into_series()
    } else {
        known.as_date(Some(pattern), true)?.into_series()
    };
    let (given, nulls) = (known.into_series().is_null(), read.is_null());
    let bad = given.iter().zip(nulls.iter()).enumerate();
    let bad =
        bad.filter(|(_, (missing, null))| *missing == Some(false) && *null == Some(true)).map(|(row, _)| row);
    Ok(Reading { bad: bad.collect(), column: read.into() })
}

fn check(pattern: &str) -> Result<()> {
    if pattern.contains('%') {
        return Ok(());
    }
    let expected = "signs such as `%d.%m.%Y`";
    Err(Error::parameter("DateFormat", "pattern", format!("`{pattern}`"), expected))
}

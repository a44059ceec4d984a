//! A series as it comes from a cell: complete, finite, long enough.

use crate::array::AsNumbers;
use crate::error::{Error, Result};

/// The values of a series, all of them finite.
pub(super) fn series(y: &dyn AsNumbers) -> Result<Vec<f64>> {
    let numbers = y.numbers()?;
    let what =
        numbers.name.as_ref().map_or_else(|| "the series".to_owned(), |name| format!("column `{name}`"));
    let values = numbers.complete("the series")?.into_owned();
    if values.is_empty() {
        return Err(Error::empty(what, "one value"));
    }
    match values.iter().position(|value| !value.is_finite()) {
        Some(row) => Err(Error::NotFinite { what, value: values[row], row }),
        None => Ok(values),
    }
}

pub(super) fn at_least(owner: &str, needed: usize, y: &[f64]) -> Result<()> {
    if y.len() < needed {
        return Err(Error::TooFew { what: owner.to_owned(), needed, unit: "values", given: y.len() });
    }
    Ok(())
}

pub(super) fn check_period(owner: &'static str, parameter: &'static str, period: usize) -> Result<()> {
    if period < 2 {
        return Err(Error::parameter(owner, parameter, period, "at least 2"));
    }
    Ok(())
}

pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

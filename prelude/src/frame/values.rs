//! A column's values as a `Vec`.

use polars::prelude::{Column, DataType, Float64Chunked, Int64Chunked, Series};

use crate::array::AsNumbers;
use crate::error::{Error, Result};

/// What a column's values can become: `f64`, `i64`, `i32`, `u32`, `usize`, `bool`, `String`, and each
/// of them as an `Option` where values may be missing.
pub trait FromSeries: Sized {
    #[doc(hidden)]
    fn from_series(series: &Series) -> Result<Vec<Self>>;
}

/// The values of a column as a `Vec`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("a" => [1, 2], "b" => [Some("x"), None])?;
/// assert_eq!(df.column("a")?.to_vec::<f64>()?, [1.0, 2.0]);
/// assert_eq!(df.column("b")?.to_vec::<Option<String>>()?, [Some("x".to_owned()), None]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait ToVec {
    /// The values in order, of length n_rows.
    ///
    /// # Errors
    /// [`Error::MissingValues`] for nulls, unless `T` is an `Option`; [`Error::NotNumeric`] or
    /// polars' own where the values are of another type; [`Error::Convert`] with the row of an integer
    /// that is too large.
    fn to_vec<T: FromSeries>(&self) -> Result<Vec<T>>;
}

impl ToVec for Series {
    fn to_vec<T: FromSeries>(&self) -> Result<Vec<T>> {
        T::from_series(self)
    }
}

impl ToVec for Column {
    fn to_vec<T: FromSeries>(&self) -> Result<Vec<T>> {
        T::from_series(self.as_materialized_series())
    }
}

fn complete<T>(series: &Series, values: Vec<Option<T>>) -> Result<Vec<T>> {
    let rows = values.len();
    let present: Vec<T> = values.into_iter().flatten().collect();
    if present.len() < rows {
        return Err(Error::MissingValues { what: what(series.name()), nulls: rows - present.len(), rows });
    }
    Ok(present)
}

/// A column as messages say it.
pub(super) fn what(name: &str) -> String {
    format!("column `{name}`")
}

pub(super) fn floats(series: &Series) -> Result<Float64Chunked> {
    // Tells text and dates by name.
    Column::from(series.clone()).numbers()?;
    Ok(series.cast(&DataType::Float64)?.f64()?.clone())
}

fn integers(series: &Series) -> Result<Int64Chunked> {
    let numbers = floats(series)?;
    if series.dtype().is_float() {
        let odd = numbers.iter().position(|value| value.is_some_and(|value| value.fract() != 0.0));
        if let Some(row) = odd {
            let reason = format!("{} is no whole number", numbers.get(row).unwrap_or_default());
            return Err(Error::Convert { row, column: Some(series.name().to_string()), reason });
        }
    }
    Ok(series.strict_cast(&DataType::Int64)?.i64()?.clone())
}

fn narrowed<T: TryFrom<i64>>(series: &Series) -> Result<Vec<Option<T>>> {
    let narrow = |(row, value): (usize, Option<i64>)| {
        let Some(value) = value else { return Ok(None) };
        T::try_from(value).map(Some).map_err(|_| Error::Convert {
            row,
            column: Some(series.name().to_string()),
            reason: format!("{value} does not fit into {}", std::any::type_name::<T>()),
        })
    };
    integers(series)?.iter().enumerate().map(narrow).collect()
}

fn booleans(series: &Series) -> Result<Vec<Option<bool>>> {
    Ok(series.bool()?.iter().collect())
}

fn texts(series: &Series) -> Result<Vec<Option<String>>> {
    let text = match series.dtype() {
        DataType::String => series.clone(),
        DataType::Categorical(..) | DataType::Enum(..) => series.cast(&DataType::String)?,
        _ => return Ok(series.str().map(|_| Vec::new())?),
    };
    Ok(text.str()?.iter().map(|value| value.map(str::to_owned)).collect())
}

macro_rules! from_series {
    ($($element:ty => $read:expr;)*) => {$(
        impl FromSeries for Option<$element> {
            fn from_series(series: &Series) -> Result<Vec<Self>> {
                let read: fn(&Series) -> Result<Vec<Self>> = $read;
                read(series)
            }
        }

        impl FromSeries for $element {
            fn from_series(series: &Series) -> Result<Vec<Self>> {
                complete(series, Option::<$element>::from_series(series)?)
            }
        }
    )*};
}
from_series! {
    f64 => |series| Ok(floats(series)?.iter().collect());
    i64 => narrowed::<i64>;
    i32 => narrowed::<i32>;
    u32 => narrowed::<u32>;
    usize => narrowed::<usize>;
    bool => booleans;
    String => texts;
}

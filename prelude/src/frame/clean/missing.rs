//! What is missing, and rows and columns without it. A null is missing, and so is NaN in a column of
//! floats: that is how pandas and NumPy write a gap.

use polars::prelude::{
    BooleanChunked, ChunkFillNullValue, ChunkFull, Column, DataFrame, DataType, Float64Chunked, IntoSeries,
    NamedFrom, NewChunkedArray, PlSmallStr,
};

use super::choice::{chosen, numeric, with_columns};
use crate::error::{Error, Result};

/// True where a value is null or NaN.
pub(crate) fn mask(column: &Column) -> Result<BooleanChunked> {
    let nulls = column.is_null();
    if !column.dtype().is_float() {
        return Ok(nulls);
    }
    Ok(nulls | column.is_nan()?.fill_null_with_values(false)?)
}

/// The number of nulls and NaN.
pub(crate) fn count(column: &Column) -> Result<usize> {
    Ok(mask(column)?.sum().unwrap_or(0) as usize)
}

/// [`mask`] as plain booleans.
pub(super) fn flags(column: &Column) -> Result<Vec<bool>> {
    Ok(mask(column)?.iter().map(|flag| flag.unwrap_or(true)).collect())
}

/// A column of numbers as floats, NaN where a value is missing.
pub(super) fn floats(column: &Column) -> Result<Vec<f64>> {
    let floats = column.cast(&DataType::Float64)?;
    Ok(floats.f64()?.iter().map(|value| value.unwrap_or(f64::NAN)).collect())
}

/// A column of floats from numbers in which NaN means missing.
pub(super) fn from_floats(like: &Column, values: &[f64]) -> Result<Column> {
    let options = values.iter().map(|value| (!value.is_nan()).then_some(*value));
    let floats = Float64Chunked::from_iter_options(like.name().clone(), options).into_series();
    let kept = if like.dtype() == &DataType::Float32 { floats.cast(&DataType::Float32)? } else { floats };
    Ok(kept.into())
}

/// The rows in which none of the columns has a gap.
pub(super) fn drop_rows(df: &DataFrame, columns: &[&str]) -> Result<DataFrame> {
    let mut complete = BooleanChunked::full(PlSmallStr::EMPTY, true, df.height());
    for column in chosen(df, columns)? {
        complete = complete & !mask(column)?;
    }
    Ok(df.filter(&complete)?)
}

/// The columns of which at most this share is missing.
pub(super) fn drop_columns(df: &DataFrame, max_share: f64) -> Result<DataFrame> {
    if !(0.0..=1.0).contains(&max_share) {
        let expected = "a share, 0 to 1";
        return Err(Error::parameter("drop_sparse_columns", "max_share", max_share, expected));
    }
    let mut kept = Vec::new();
    for column in df.columns() {
        if count(column)? as f64 <= max_share * df.height() as f64 {
            kept.push(column.clone());
        }
    }
    Ok(DataFrame::new(df.height(), kept)?)
}

/// The columns with these numbers made null.
pub(super) fn null_where(df: &DataFrame, columns: &[&str], marks: &[f64]) -> Result<DataFrame> {
    let mut changed = Vec::new();
    for column in numeric(df, columns)? {
        let kept: Vec<bool> = floats(column)?.iter().map(|value| !marks.contains(value)).collect();
        let nulls = Column::full_null(column.name().clone(), column.len(), column.dtype());
        changed.push(column.zip_with(&BooleanChunked::new(PlSmallStr::EMPTY, kept), &nulls)?);
    }
    with_columns(df, changed)
}

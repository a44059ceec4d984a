//! One value for every gap.

use std::fmt;

use polars::prelude::{AnyValue, Column, DataType, NamedFrom, Series};

use super::super::choice::is_text;
use super::super::missing;
use crate::error::{Error, Result};

/// A number, a text or a boolean to put into gaps.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum FillValue {
    Number(f64),
    Integer(i64),
    Text(String),
    Flag(bool),
}

impl FillValue {
    /// Whether a column of this type can hold the value, if need be after its integers became floats.
    pub(super) fn suits(&self, dtype: &DataType) -> bool {
        if dtype.is_null() {
            return true;
        }
        match self {
            Self::Number(_) | Self::Integer(_) => dtype.is_primitive_numeric(),
            Self::Text(_) => is_text(dtype) || dtype.is_temporal(),
            Self::Flag(_) => dtype.is_bool(),
        }
    }

    /// The value in a row of a column.
    pub(super) fn of(column: &Column, row: usize) -> Result<Self> {
        let dtype = column.dtype();
        let value = column.slice(row as i64, 1);
        Ok(match dtype {
            _ if dtype.is_bool() => Self::Flag(value.bool()?.get(0).unwrap_or_default()),
            _ if dtype.is_float() => {
                Self::Number(value.cast(&DataType::Float64)?.f64()?.get(0).unwrap_or(f64::NAN))
            }
            _ if dtype.is_integer() => match value.cast(&DataType::Int64)?.i64()?.get(0) {
                Some(integer) => Self::Integer(integer),
                None => Self::Number(value.cast(&DataType::Float64)?.f64()?.get(0).unwrap_or(f64::NAN)),
            },
            _ => Self::Text(value.cast(&DataType::String)?.str()?.get(0).unwrap_or_default().to_owned()),
        })
    }

    /// The column with this value in its gaps. A fraction makes integers floats.
    pub(crate) fn fill(&self, column: &Column) -> Result<Column> {
        if is_text(column.dtype()) && !column.dtype().is_string() {
            return Ok(self.fill(&column.cast(&DataType::String)?)?.cast(column.dtype())?);
        }
        let dtype = self.dtype_for(column)?;
        let known = !missing::mask(column)?;
        let value = Column::from(self.series().strict_cast(&dtype)?).new_from_index(0, column.len());
        Ok(column.cast(&dtype)?.zip_with(&known, &value)?)
    }

    /// The column's own type if it can hold the value exactly.
    fn dtype_for(&self, column: &Column) -> Result<DataType> {
        let dtype = column.dtype();
        if dtype.is_null() {
            return Ok(self.series().dtype().clone());
        }
        let holds = |dtype: &DataType| match (self.series().strict_cast(dtype), self) {
            (Ok(cast), Self::Number(number)) if dtype.is_integer() => {
                cast.get(0).is_ok_and(|value| value.extract::<f64>() == Some(*number))
            }
            (Ok(cast), _) => !cast.get(0).is_ok_and(|value| value == AnyValue::Null),
            (Err(_), _) => false,
        };
        let wider = [dtype.clone(), DataType::Int64, DataType::Float64];
        let tried = if dtype.is_integer() { &wider[..] } else { &wider[..1] };
        tried.iter().find(|dtype| holds(dtype)).cloned().ok_or_else(|| {
            let expected = format!("a value that column `{}` of type {dtype} can hold", column.name());
            Error::parameter("fill_missing", "fill", self, expected)
        })
    }

    fn series(&self) -> Series {
        let name = "fill".into();
        match self {
            Self::Number(number) => Series::new(name, [*number]),
            Self::Integer(number) => Series::new(name, [*number]),
            Self::Text(text) => Series::new(name, [text.as_str()]),
            Self::Flag(flag) => Series::new(name, [*flag]),
        }
    }
}

impl fmt::Display for FillValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Integer(number) => write!(f, "{number}"),
            Self::Text(text) => write!(f, "`{text}`"),
            Self::Flag(flag) => write!(f, "{flag}"),
        }
    }
}

macro_rules! from {
    ($($source:ty => $variant:ident),*) => {$(
        impl From<$source> for FillValue {
            fn from(value: $source) -> Self {
                Self::$variant(value.into())
            }
        }
    )*};
}
from!(f64 => Number, f32 => Number, i64 => Integer, i32 => Integer, u32 => Integer, u8 => Integer,
    &str => Text, &String => Text, String => Text, bool => Flag);

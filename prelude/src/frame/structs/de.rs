//! Rows as serde reads them.

use std::fmt;

use polars::prelude::{
    BinaryChunked, BooleanChunked, Column, DataFrame, DataType, Float64Chunked, Int64Chunked, ListChunked,
    StringChunked, TimeUnit, UInt64Chunked,
};
use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess, SeqAccess, Visitor,
    value::{BorrowedStrDeserializer, StrDeserializer},
};
use serde::forward_to_deserialize_any;

use super::super::cell::{date_text, datetime_text, time_text};
use crate::error::{Error, Result};
use crate::runtime::check_interrupt;

const ROWS_AT_ONCE: usize = 1 << 16;

/// A frame's columns, each in one piece.
pub(super) struct Columns {
    names: Vec<String>,
    values: Vec<Values>,
}

enum Values {
    Null,
    Bool(BooleanChunked),
    Int(Int64Chunked),
    UInt(UInt64Chunked),
    Float(Float64Chunked),
    Text(StringChunked),
    Binary(BinaryChunked),
    Date(Int64Chunked),
    Datetime(Int64Chunked),
    Time(Int64Chunked),
    List(ListChunked),
}

/// One value, lent from its column where that is possible.
enum Value<'a> {
    Null,
    Bool(bool),
    Int(i64),
    UInt(u64),
    Float(f64),
    Text(&'a str),
    Printed(String),
    Binary(&'a [u8]),
    List(Values, usize),
}

impl Columns {
    pub(super) fn of(df: &DataFrame) -> Result<Self> {
        let names = crate::frame::names(df);
        let values = df.columns().iter().map(Values::of).collect::<Result<_>>()?;
        Ok(Self { names, values })
    }

    pub(super) fn row(&self, row: usize) -> Row<'_> {
        Row { columns: self, row }
    }

    /// The error, with its row; a field that no column has, with the nearest name.
    pub(super) fn explain(&self, row: usize, error: Failure) -> Error {
        if let Some(field) = error.missing_field {
            let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
            return Error::column_not_found(field, &names);
        }
        Error::Convert { row, column: error.column, reason: error.reason }
    }

    pub(super) fn pause(&self, row: usize) -> Result<()> {
        if row % ROWS_AT_ONCE == ROWS_AT_ONCE - 1 { Ok(check_interrupt()?) } else { Ok(()) }
    }
}

impl Values {
    fn of(column: &Column) -> Result<Self> {
        let column = column.rechunk();
        let ints =
            |column: &Column| -> Result<Int64Chunked> { Ok(column.cast(&DataType::Int64)?.i64()?.clone()) };
        Ok(match column.dtype() {
            DataType::Null => Self::Null,
            DataType::Boolean => Self::Bool(column.bool()?.clone()),
            DataType::UInt64 => Self::UInt(column.u64()?.clone()),
            dtype if dtype.is_integer() => Self::Int(ints(&column)?),
            dtype if dtype.is_float() => Self::Float(column.cast(&DataType::Float64)?.f64()?.clone()),
            DataType::String => Self::Text(column.str()?.clone()),
            DataType::Binary => Self::Binary(column.binary()?.clone()),
            DataType::Date => Self::Date(ints(&column)?),
            DataType::Datetime(_, zone) => {
                let micros = column.cast(&DataType::Datetime(TimeUnit::Microseconds, zone.clone()))?;
                Self::Datetime(ints(&micros)?)
            }
            DataType::Duration(_) => Self::Int(ints(&column)?),
            DataType::Time => Self::Time(ints(&column)?),
            DataType::List(_) => Self::List(column.list()?.clone()),
            DataType::Categorical(..) | DataType::Enum(..) => {
                Self::Text(column.cast(&DataType::String)?.str()?.clone())
            }
            other => {
                let reason = format!("columns of type {other} cannot become fields: unnest or cast it first");
                return Err(Error::Convert { row: 0, column: Some(column.name().to_string()), reason });
            }
        })
    }

    fn get(&self, row: usize) -> Value<'_> {
        let value = match self {
            Self::Null => None,
            Self::Bool(values) => values.get(row).map(Value::Bool),
            Self::Int(values) => values.get(row).map(Value::Int),
            Self::UInt(values) => values.get(row).map(Value::UInt),
            Self::Float(values) => values.get(row).map(Value::Float),
            Self::Text(values) => values.get(row).map(Value::Text),
            Self::Binary(values) => values.get(row).map(Value::Binary),
            Self::Date(days) => {
                days.get(row).map(|days| Value::Printed(date_text(i32::try_from(days).unwrap_or(i32::MAX))))
            }
            Self::Datetime(micros) => {
                micros.get(row).map(|micros| Value::Printed(datetime_text(micros, "T")))
            }
            Self::Time(nanos) => nanos.get(row).map(|nanos| Value::Printed(time_text(nanos))),
            Self::List(lists) => lists.get_as_series(row).and_then(|inner| {
                let length = inner.len();
                Self::of(&inner.into()).ok().map(|values| Value::List(values, length))
            }),
        };
        value.unwrap_or(Value::Null)
    }
}

/// What serde says is wrong.
#[derive(Debug)]
pub(super) struct Failure {
    reason: String,
    column: Option<String>,
    missing_field: Option<&'static str>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl std::error::Error for Failure {}

impl serde::de::Error for Failure {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self { reason: message.to_string(), column: None, missing_field: None }
    }

    fn missing_field(field: &'static str) -> Self {
        Self { missing_field: Some(field), ..Self::custom(format_args!("there is no column `{field}`")) }
    }

    fn invalid_type(unexpected: serde::de::Unexpected<'_>, expected: &dyn serde::de::Expected) -> Self {
        match unexpected {
            serde::de::Unexpected::Unit | serde::de::Unexpected::Option => Self::custom(format_args!(
                "expected {expected}, but the value is missing: make the field an `Option`, or fill the gaps first"
            )),
            other => Self::custom(format_args!("expected {expected}, but it is {other}")),
        }
    }
}

/// One row of the columns: a struct, a map, or a tuple.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    columns: &'a Columns,
    row: usize,
}

impl<'de> Deserializer<'de> for Row<'de> {
    type Error = Failure;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_map(Fields { row: self, next: 0 })
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_seq(Fields { row: self, next: 0 })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Failure> {
        let width = self.columns.values.len();
        if length != width {
            return Err(Failure::custom(format_args!("expected {length} columns, but there are {width}")));
        }
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct map struct enum identifier ignored_any
    }
}

struct Fields<'a> {
    row: Row<'a>,
    next: usize,
}

impl<'a> Fields<'a> {
    fn value(&mut self) -> Option<(&'a str, Value<'a>)> {
        let (columns, index) = (self.row.columns, self.next);
        self.next += 1;
        Some((columns.names.get(index)?, columns.values[index].get(self.row.row)))
    }
}

impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = Failure;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Failure> {
        let columns: &'de Columns = self.row.columns;
        match columns.names.get(self.next) {
            Some(name) => seed.deserialize(BorrowedStrDeserializer::new(name)).map(Some),
            None => Ok(None),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Failure> {
        let Some((name, value)) = self.value() else {
            return Err(Failure::custom("there is no further column"));
        };
        seed.deserialize(value).map_err(|error| error.in_column(name))
    }
}

impl<'de> SeqAccess<'de> for Fields<'de> {
    type Error = Failure;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Failure> {
        let Some((name, value)) = self.value() else { return Ok(None) };
        seed.deserialize(value).map(Some).map_err(|error| error.in_column(name))
    }
}

impl Failure {
    fn in_column(mut self, name: &str) -> Self {
        self.column.get_or_insert_with(|| name.to_owned());
        self
    }
}

impl<'de> Deserializer<'de> for Value<'de> {
    type Error = Failure;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self {
            Self::Null => visitor.visit_unit(),
            Self::Bool(value) => visitor.visit_bool(value),
            Self::Int(value) => visitor.visit_i64(value),
            Self::UInt(value) => visitor.visit_u64(value),
            Self::Float(value) => visitor.visit_f64(value),
            Self::Text(value) => visitor.visit_borrowed_str(value),
            Self::Printed(value) => visitor.visit_string(value),
            Self::Binary(value) => visitor.visit_borrowed_bytes(value),
            Self::List(values, length) => visitor.visit_seq(Elements { values: &values, length, next: 0 }),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self {
            Self::Null => visitor.visit_none(),
            value => visitor.visit_some(value),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        match self {
            Self::Text(text) => {
                let text: StrDeserializer<'_, Failure> = text.into_deserializer();
                text.deserialize_enum(name, variants, visitor)
            }
            value => value.deserialize_any(visitor),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// The elements of a list; their texts are copied, since the list is of this row only.
struct Elements<'a> {
    values: &'a Values,
    length: usize,
    next: usize,
}

impl<'de> SeqAccess<'de> for Elements<'_> {
    type Error = Failure;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Failure> {
        if self.next == self.length {
            return Ok(None);
        }
        let value = self.values.get(self.next).detached();
        self.next += 1;
        seed.deserialize(value).map(Some)
    }
}

impl Value<'_> {
    fn detached(self) -> Value<'static> {
        match self {
            Self::Null | Self::Binary(_) => Value::Null,
            Self::Bool(value) => Value::Bool(value),
            Self::Int(value) => Value::Int(value),
            Self::UInt(value) => Value::UInt(value),
            Self::Float(value) => Value::Float(value),
            Self::Text(text) => Value::Printed(text.to_owned()),
            Self::Printed(text) => Value::Printed(text),
            Self::List(values, length) => Value::List(values, length),
        }
    }
}

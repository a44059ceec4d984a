//! What closures over rows may give back, and the column that it becomes.

use polars::prelude::{Column, DataFrame};

/// A value that a closure may return for a cell: `f64`, `i64`, `i32`, `usize`, `bool`, `String`,
/// `&'static str`, or an `Option` of one, where `None` is a missing value.
pub trait CellValue {
    #[doc(hidden)]
    const KIND: CellKind;

    #[doc(hidden)]
    fn into_cell(self) -> CellContent;
}

/// The type of a new column.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    Float,
    Integer,
    Flag,
    Text,
}

/// One new value.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub enum CellContent {
    Missing,
    Float(f64),
    Integer(i64),
    Flag(bool),
    Text(String),
}

macro_rules! cell_value {
    ($($type:ty => $kind:ident, $value:ident => $convert:expr;)*) => {$(
        impl CellValue for $type {
            const KIND: CellKind = CellKind::$kind;

            fn into_cell(self) -> CellContent {
                let $value = self;
                CellContent::$kind($convert)
            }
        }
    )*};
}

cell_value! {
    f64 => Float, value => value;
    f32 => Float, value => f64::from(value);
    i64 => Integer, value => value;
    i32 => Integer, value => i64::from(value);
    u32 => Integer, value => i64::from(value);
    bool => Flag, value => value;
    String => Text, value => value;
    &'static str => Text, value => value.to_owned();
}

impl CellValue for usize {
    const KIND: CellKind = CellKind::Integer;

    fn into_cell(self) -> CellContent {
        i64::try_from(self).map_or(CellContent::Missing, CellContent::Integer)
    }
}

impl<T: CellValue> CellValue for Option<T> {
    const KIND: CellKind = T::KIND;

    fn into_cell(self) -> CellContent {
        self.map_or(CellContent::Missing, CellValue::into_cell)
    }
}

/// A column in the making.
#[derive(Debug)]
pub(super) enum ColumnBuilder {
    Float(Vec<Option<f64>>),
    Integer(Vec<Option<i64>>),
    Flag(Vec<Option<bool>>),
    Text(Vec<Option<String>>),
}

impl ColumnBuilder {
    pub fn new(kind: CellKind, capacity: usize) -> Self {
        match kind {
            CellKind::Float => Self::Float(Vec::with_capacity(capacity)),
            CellKind::Integer => Self::Integer(Vec::with_capacity(capacity)),
            CellKind::Flag => Self::Flag(Vec::with_capacity(capacity)),
            CellKind::Text => Self::Text(Vec::with_capacity(capacity)),
        }
    }

    /// A value of another kind than the column's cannot come: its type fixes both.
    pub fn push(&mut self, cell: CellContent) {
        match (self, cell) {
            (Self::Float(values), CellContent::Float(value)) => values.push(Some(value)),
            (Self::Integer(values), CellContent::Integer(value)) => values.push(Some(value)),
            (Self::Flag(values), CellContent::Flag(value)) => values.push(Some(value)),
            (Self::Text(values), CellContent::Text(value)) => values.push(Some(value)),
            (Self::Float(values), _) => values.push(None),
            (Self::Integer(values), _) => values.push(None),
            (Self::Flag(values), _) => values.push(None),
            (Self::Text(values), _) => values.push(None),
        }
    }

    pub fn finish(self, name: &str) -> Column {
        match self {
            Self::Float(values) => Column::new(name.into(), values),
            Self::Integer(values) => Column::new(name.into(), values),
            Self::Flag(values) => Column::new(name.into(), values),
            Self::Text(values) => Column::new(name.into(), values),
        }
    }
}

/// What a closure over groups may return: a frame, or one value, which becomes a row with the column
/// `value`.
pub trait GroupResult {
    #[doc(hidden)]
    fn into_frame(self) -> DataFrame;
}

impl GroupResult for DataFrame {
    fn into_frame(self) -> DataFrame {
        self
    }
}

impl<T: CellValue> GroupResult for T {
    fn into_frame(self) -> DataFrame {
        one_value(T::KIND, self.into_cell())
    }
}

fn one_value(kind: CellKind, cell: CellContent) -> DataFrame {
    let mut builder = ColumnBuilder::new(kind, 1);
    builder.push(cell);
    DataFrame::new(1, vec![builder.finish("value")]).unwrap_or_default()
}

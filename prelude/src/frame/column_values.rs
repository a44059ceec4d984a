//! What can become a column of a frame: [`FrameExt::assign`](super::FrameExt::assign) takes it by name,
//! and arrays go where polars takes vectors (`df!`, `Series::new`, `Column::new`).

use chrono::{NaiveDate, NaiveDateTime};
use ndarray::{ArrayBase, Data, Ix1};
use polars::prelude::{Column, DataFrame, Expr, IntoLazy, NamedFrom, PlSmallStr, Series};

use crate::error::{Error, Result};

/// One element of a column: numbers, booleans, text, dates, and each of them as an `Option` where
/// values may be missing.
pub trait ColumnElement: Clone {
    #[doc(hidden)]
    fn series(name: PlSmallStr, values: &[Self]) -> Series;
}

macro_rules! elements {
    ($($element:ty),*) => {$(
        impl ColumnElement for $element {
            fn series(name: PlSmallStr, values: &[Self]) -> Series {
                Series::new(name, values)
            }
        }

        impl ColumnElement for Option<$element> {
            fn series(name: PlSmallStr, values: &[Self]) -> Series {
                Series::new(name, values)
            }
        }
    )*};
}
elements!(f64, f32, i64, i32, i16, i8, u64, u32, u16, u8, bool, &str, String, NaiveDate, NaiveDateTime);

impl ColumnElement for usize {
    fn series(name: PlSmallStr, values: &[Self]) -> Series {
        Series::new(name, values.iter().map(|value| *value as u64).collect::<Vec<u64>>())
    }
}

/// The kind of source that an array is to polars' `NamedFrom`.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct OfArray;

/// So `df!("residual" => &residuals)` takes an array as it takes a vector.
impl<T: ColumnElement, S: Data<Elem = T>> NamedFrom<&ArrayBase<S, Ix1>, OfArray> for Series {
    fn new(name: PlSmallStr, values: &ArrayBase<S, Ix1>) -> Self {
        match values.as_slice() {
            Some(slice) => T::series(name, slice),
            None => T::series(name, &values.to_vec()),
        }
    }
}

impl<T: ColumnElement, S: Data<Elem = T>> NamedFrom<ArrayBase<S, Ix1>, OfArray> for Series {
    fn new(name: PlSmallStr, values: ArrayBase<S, Ix1>) -> Self {
        <Self as NamedFrom<_, OfArray>>::new(name, &values)
    }
}

/// What [`FrameExt::assign`](super::FrameExt::assign) makes a column of: arrays, vectors and slices of
/// what a column can hold; series and columns; an expression over the frame; or one value for all rows.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot become a column",
    label = "expected an array, a vector, a slice, a column, an expression or one value for all rows"
)]
pub trait ColumnValues {
    /// The column under this name, in a frame or beside it.
    ///
    /// # Errors
    /// [`Error::Polars`] for an expression that cannot be computed.
    fn column_for(&self, name: &str, df: &DataFrame) -> Result<Column>;
}

impl<T: ColumnValues + ?Sized> ColumnValues for &T {
    fn column_for(&self, name: &str, df: &DataFrame) -> Result<Column> {
        (**self).column_for(name, df)
    }
}

impl<T: ColumnElement> ColumnValues for [T] {
    fn column_for(&self, name: &str, _df: &DataFrame) -> Result<Column> {
        Ok(T::series(name.into(), self).into())
    }
}

impl<T: ColumnElement> ColumnValues for Vec<T> {
    fn column_for(&self, name: &str, df: &DataFrame) -> Result<Column> {
        self.as_slice().column_for(name, df)
    }
}

impl<T: ColumnElement, const N: usize> ColumnValues for [T; N] {
    fn column_for(&self, name: &str, df: &DataFrame) -> Result<Column> {
        self.as_slice().column_for(name, df)
    }
}

impl<T: ColumnElement, S: Data<Elem = T>> ColumnValues for ArrayBase<S, Ix1> {
    fn column_for(&self, name: &str, _df: &DataFrame) -> Result<Column> {
        Ok(<Series as NamedFrom<_, OfArray>>::new(name.into(), self).into())
    }
}

impl ColumnValues for Series {
    fn column_for(&self, name: &str, _df: &DataFrame) -> Result<Column> {
        Ok(self.clone().with_name(name.into()).into())
    }
}

impl ColumnValues for Column {
    fn column_for(&self, name: &str, _df: &DataFrame) -> Result<Column> {
        Ok(self.clone().with_name(name.into()))
    }
}

impl ColumnValues for Expr {
    fn column_for(&self, name: &str, df: &DataFrame) -> Result<Column> {
        let with = df.clone().lazy().with_column(self.clone().alias(name)).collect()?;
        super::column(&with, name).cloned()
    }
}

macro_rules! one_value {
    ($($value:ty => $borrowed:expr),*) => {$(
        impl ColumnValues for $value {
            fn column_for(&self, name: &str, df: &DataFrame) -> Result<Column> {
                let one: fn(&$value) -> Series = $borrowed;
                Ok(one(self).new_from_index(0, df.height()).with_name(name.into()).into())
            }
        }
    )*};
}
one_value! {
    f64 => |value| Series::new(PlSmallStr::EMPTY, [*value]),
    i64 => |value| Series::new(PlSmallStr::EMPTY, [*value]),
    i32 => |value| Series::new(PlSmallStr::EMPTY, [*value]),
    bool => |value| Series::new(PlSmallStr::EMPTY, [*value]),
    str => |value| Series::new(PlSmallStr::EMPTY, [value]),
    String => |value| Series::new(PlSmallStr::EMPTY, [value.as_str()])
}

/// The frame with a column added, or replaced where the name is there already.
pub(super) fn assigned(df: &DataFrame, name: &str, values: &dyn ColumnValues) -> Result<DataFrame> {
    let column = values.column_for(name, df)?;
    if df.width() > 0 && column.len() != df.height() {
        return Err(Error::LengthMismatch {
            left: format!("column `{name}`"),
            left_length: column.len(),
            right: "the frame".to_owned(),
            right_length: df.height(),
        });
    }
    let mut changed = if df.width() > 0 { df.clone() } else { DataFrame::empty() };
    changed.with_column(column)?;
    Ok(changed)
}

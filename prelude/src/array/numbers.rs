//! One-dimensional numbers from whatever holds them.

use std::borrow::Cow;

use ndarray::{ArrayBase, ArrayView, CowArray, Data, Dimension, Ix1};
use polars::prelude::{Column, DataType, Series};

use crate::error::{Error, Result};

/// A run of numbers with the name of the column it came from, if it came from one.
///
/// A missing value of a column is NaN here and counted in `nulls`.
#[derive(Clone, Debug)]
pub struct Numbers<'a> {
    pub name: Option<String>,
    pub values: Cow<'a, [f64]>,
    pub nulls: usize,
}

impl<'a> Numbers<'a> {
    fn unnamed(values: Cow<'a, [f64]>) -> Self {
        Self { name: None, values, nulls: 0 }
    }

    /// The numbers, if none is missing.
    ///
    /// # Errors
    /// [`Error::MissingValues`] with `what`, which names the argument where the values have no name.
    pub(crate) fn complete(self, what: &str) -> Result<Cow<'a, [f64]>> {
        if self.nulls > 0 {
            let what = self.name.map_or_else(|| what.to_owned(), |name| format!("column `{name}`"));
            return Err(Error::MissingValues { what, nulls: self.nulls, rows: self.values.len() });
        }
        Ok(self.values)
    }
}

/// What can be read as numbers: arrays, slices and vectors of any number type, columns, series.
pub trait AsNumbers {
    /// The numbers, borrowed where the memory already is a run of `f64`.
    ///
    /// # Errors
    /// [`Error::NotNumeric`] for a column of text, dates or nested values.
    fn numbers(&self) -> Result<Numbers<'_>>;
}

impl<T: AsNumbers + ?Sized> AsNumbers for &T {
    fn numbers(&self) -> Result<Numbers<'_>> {
        (**self).numbers()
    }
}

/// A number that converts to `f64`, possibly rounded (integers beyond 2⁵³).
pub trait Number: Copy + 'static {
    fn to_f64(self) -> f64;
    /// The slice itself where it is one of `f64`.
    fn borrow(values: &[Self]) -> Option<&[f64]>
    where
        Self: Sized,
    {
        let _ = values;
        None
    }
    /// The array as one of `f64`: itself where it is one, whatever its strides.
    fn floats<D: Dimension>(view: ArrayView<'_, Self, D>) -> CowArray<'_, f64, D>
    where
        Self: Sized,
    {
        view.mapv(Self::to_f64).into()
    }
}

impl Number for f64 {
    fn to_f64(self) -> f64 {
        self
    }
    fn borrow(values: &[Self]) -> Option<&[f64]> {
        Some(values)
    }
    fn floats<D: Dimension>(view: ArrayView<'_, Self, D>) -> CowArray<'_, f64, D> {
        view.into()
    }
}

impl Number for bool {
    fn to_f64(self) -> f64 {
        f64::from(u8::from(self))
    }
}

macro_rules! numbers_by_cast {
    ($($number:ty),*) => {$(
        impl Number for $number {
            fn to_f64(self) -> f64 {
                self as f64
            }
        }
    )*};
}
numbers_by_cast!(f32, i8, i16, i32, i64, isize, u8, u16, u32, u64, usize);

impl<T: Number> AsNumbers for [T] {
    fn numbers(&self) -> Result<Numbers<'_>> {
        let values = T::borrow(self)
            .map_or_else(|| Cow::Owned(self.iter().map(|value| value.to_f64()).collect()), Cow::Borrowed);
        Ok(Numbers::unnamed(values))
    }
}

impl<T: Number> AsNumbers for Vec<T> {
    fn numbers(&self) -> Result<Numbers<'_>> {
        self.as_slice().numbers()
    }
}

impl<T: Number, const N: usize> AsNumbers for [T; N] {
    fn numbers(&self) -> Result<Numbers<'_>> {
        self.as_slice().numbers()
    }
}

impl<T: Number, S: Data<Elem = T>> AsNumbers for ArrayBase<S, Ix1> {
    fn numbers(&self) -> Result<Numbers<'_>> {
        match self.as_slice() {
            Some(slice) => slice.numbers(),
            None => Ok(Numbers::unnamed(Cow::Owned(self.iter().map(|value| value.to_f64()).collect()))),
        }
    }
}

impl AsNumbers for Series {
    fn numbers(&self) -> Result<Numbers<'_>> {
        let what = || format!("column `{}`", self.name());
        if !is_number(self.dtype()) {
            return Err(Error::NotNumeric { what: what(), dtype: self.dtype().to_string() });
        }
        let floats = self.cast(&DataType::Float64)?;
        let values: Vec<f64> = floats.f64()?.iter().map(|value| value.unwrap_or(f64::NAN)).collect();
        let name = (!self.name().is_empty()).then(|| self.name().to_string());
        Ok(Numbers { name, values: Cow::Owned(values), nulls: self.null_count() })
    }
}

impl AsNumbers for Column {
    fn numbers(&self) -> Result<Numbers<'_>> {
        self.as_materialized_series().numbers()
    }
}

/// Types whose values are quantities: integers, floats and booleans (false 0, true 1). A column of
/// nothing but nulls counts, so that the message is about the missing values.
pub(crate) fn is_number(dtype: &DataType) -> bool {
    dtype.is_primitive_numeric() || dtype.is_bool() || dtype.is_null()
}

//! Numbers of any shape from whatever holds them: what the NumPy-named functions take.

use std::borrow::Cow;

use ndarray::{Array, ArrayBase, CowArray, Data, Dimension, Ix0, Ix1, Ix2};
use polars::prelude::{Column, DataFrame, Series};

use super::features::AsFeatures;
use super::numbers::{AsNumbers, Number};
use crate::error::Result;

/// What can be read as an array of `f64`: arrays and views of any number type and dimension,
/// slices, vectors, nested literals such as `[[1, 2], [3, 4]]`, single numbers (`f64` or `i32`), columns
/// and series, frames of numbers.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read as an array of numbers",
    label = "expected an array, a slice, a vector, a number, a column or a frame, usually behind `&`"
)]
pub trait AsArray {
    /// Its number of dimensions, as ndarray's type.
    type Dim: Dimension;

    /// The length along each axis.
    fn extent(&self) -> Self::Dim;

    /// The numbers in their shape; an array of `f64` is borrowed whatever its strides.
    ///
    /// # Errors
    /// [`Error::NotNumeric`] or [`Error::MissingValues`] for such a column.
    ///
    /// [`Error::NotNumeric`]: crate::Error::NotNumeric
    /// [`Error::MissingValues`]: crate::Error::MissingValues
    fn array(&self) -> Result<CowArray<'_, f64, Self::Dim>>;

    /// The numbers row by row, borrowed where the memory already is a run of `f64`.
    ///
    /// # Errors
    /// As for [`array`](Self::array).
    fn flat(&self) -> Result<Cow<'_, [f64]>>;

    /// The same with a column's missing values as NaN.
    ///
    /// # Errors
    /// [`Error::NotNumeric`](crate::Error::NotNumeric).
    fn flat_with_gaps(&self) -> Result<Cow<'_, [f64]>> {
        self.flat()
    }
}

impl<T: AsArray + ?Sized> AsArray for &T {
    type Dim = T::Dim;

    fn extent(&self) -> T::Dim {
        (**self).extent()
    }

    fn array(&self) -> Result<CowArray<'_, f64, T::Dim>> {
        (**self).array()
    }

    fn flat(&self) -> Result<Cow<'_, [f64]>> {
        (**self).flat()
    }

    fn flat_with_gaps(&self) -> Result<Cow<'_, [f64]>> {
        (**self).flat_with_gaps()
    }
}

impl<T: Number, S: Data<Elem = T>, D: Dimension> AsArray for ArrayBase<S, D> {
    type Dim = D;

    fn extent(&self) -> D {
        self.raw_dim()
    }

    fn array(&self) -> Result<CowArray<'_, f64, D>> {
        Ok(T::floats(self.view()))
    }

    fn flat(&self) -> Result<Cow<'_, [f64]>> {
        Ok(row_major(self))
    }
}

/// The elements row by row, borrowed where possible.
pub(super) fn row_major<T: Number, S: Data<Elem = T>, D: Dimension>(
    array: &ArrayBase<S, D>,
) -> Cow<'_, [f64]> {
    match array.as_slice() {
        Some(slice) => floats(slice),
        None => Cow::Owned(array.iter().map(|value| value.to_f64()).collect()),
    }
}

fn floats<T: Number>(values: &[T]) -> Cow<'_, [f64]> {
    T::borrow(values)
        .map_or_else(|| Cow::Owned(values.iter().map(|value| value.to_f64()).collect()), Cow::Borrowed)
}

/// An array of the given shape from its elements row by row; the two must fit.
pub(super) fn shaped<T, D: Dimension>(dim: D, values: Vec<T>) -> Array<T, D> {
    Array::from_shape_vec(dim, values).unwrap_or_else(|error| unreachable!("{error}"))
}

fn in_shape<D: Dimension>(dim: D, values: Cow<'_, [f64]>) -> CowArray<'_, f64, D> {
    match values {
        Cow::Borrowed(slice) => ndarray::ArrayView::from_shape(dim, slice)
            .map_or_else(|error| unreachable!("{error}"), CowArray::from),
        Cow::Owned(values) => shaped(dim, values).into(),
    }
}

impl<T: Number> AsArray for [T] {
    type Dim = Ix1;

    fn extent(&self) -> Ix1 {
        Ix1(self.len())
    }

    fn array(&self) -> Result<CowArray<'_, f64, Ix1>> {
        Ok(in_shape(self.extent(), floats(self)))
    }

    fn flat(&self) -> Result<Cow<'_, [f64]>> {
        Ok(floats(self))
    }
}

macro_rules! arrays_by_slice {
    ($([$($generics:tt)*] $container:ty),*) => {$(
        impl<$($generics)*> AsArray for $container {
            type Dim = Ix1;

            fn extent(&self) -> Ix1 {
                Ix1(self.len())
            }

            fn array(&self) -> Result<CowArray<'_, f64, Ix1>> {
                self.as_slice().array()
            }

            fn flat(&self) -> Result<Cow<'_, [f64]>> {
                self.as_slice().flat()
            }
        }
    )*};
}
arrays_by_slice!([T: Number] Vec<T>, [T: Number, const N: usize] [T; N]);

impl<T: Number, const M: usize, const N: usize> AsArray for [[T; N]; M] {
    type Dim = Ix2;

    fn extent(&self) -> Ix2 {
        Ix2(M, N)
    }

    fn array(&self) -> Result<CowArray<'_, f64, Ix2>> {
        Ok(in_shape(self.extent(), floats(self.as_flattened())))
    }

    fn flat(&self) -> Result<Cow<'_, [f64]>> {
        Ok(floats(self.as_flattened()))
    }
}

macro_rules! arrays_of_one_number {
    ($($number:ty),*) => {$(
        impl AsArray for $number {
            type Dim = Ix0;

            fn extent(&self) -> Ix0 {
                ndarray::Dim(())
            }

            fn array(&self) -> Result<CowArray<'_, f64, Ix0>> {
                Ok(in_shape(self.extent(), self.flat()?))
            }

            fn flat(&self) -> Result<Cow<'_, [f64]>> {
                Ok(floats(std::slice::from_ref(self)))
            }
        }
    )*};
}
// Only the two that literals default to: with one candidate each, `3` and `0.5` have a type at once.
arrays_of_one_number!(f64, i32);

impl AsArray for Series {
    type Dim = Ix1;

    fn extent(&self) -> Ix1 {
        Ix1(self.len())
    }

    fn array(&self) -> Result<CowArray<'_, f64, Ix1>> {
        Ok(in_shape(self.extent(), self.flat()?))
    }

    fn flat(&self) -> Result<Cow<'_, [f64]>> {
        self.numbers()?.complete("the series")
    }

    fn flat_with_gaps(&self) -> Result<Cow<'_, [f64]>> {
        Ok(self.numbers()?.values)
    }
}

impl AsArray for Column {
    type Dim = Ix1;

    fn extent(&self) -> Ix1 {
        Ix1(self.len())
    }

    fn array(&self) -> Result<CowArray<'_, f64, Ix1>> {
        AsArray::array(self.as_materialized_series())
    }

    fn flat(&self) -> Result<Cow<'_, [f64]>> {
        self.as_materialized_series().flat()
    }

    fn flat_with_gaps(&self) -> Result<Cow<'_, [f64]>> {
        self.as_materialized_series().flat_with_gaps()
    }
}

impl AsArray for DataFrame {
    type Dim = Ix2;

    fn extent(&self) -> Ix2 {
        Ix2(self.height(), self.width())
    }

    fn array(&self) -> Result<CowArray<'_, f64, Ix2>> {
        Ok(self.features()?.values)
    }

    fn flat(&self) -> Result<Cow<'_, [f64]>> {
        Ok(Cow::Owned(self.features()?.values.iter().copied().collect()))
    }
}

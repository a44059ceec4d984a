//! Putting arrays together. ndarray's macros `stack!` and `concatenate!` want equal types; these
//! take tuples of whatever holds numbers.

use ndarray::{Array, Array2, ArrayD, ArrayViewD, Axis, CowArray, Dimension, Ix2, IxDyn};

use super::as_array::AsArray;
use super::broadcast::typed;
use super::shape::{AsAxis, axis as checked_axis};
use crate::error::{Error, Result};

/// Several arrays: a tuple such as `(&a, &b)`, or a slice, array or vector of them.
pub trait Arrays {
    /// The dimension of the first one.
    type Dim: Dimension;

    /// The arrays, borrowed where possible.
    ///
    /// # Errors
    /// Those of reading a column.
    fn arrays(&self) -> Result<Vec<CowArray<'_, f64, IxDyn>>>;
}

impl<T: Arrays + ?Sized> Arrays for &T {
    type Dim = T::Dim;

    fn arrays(&self) -> Result<Vec<CowArray<'_, f64, IxDyn>>> {
        (**self).arrays()
    }
}

impl<A: AsArray> Arrays for [A] {
    type Dim = A::Dim;

    fn arrays(&self) -> Result<Vec<CowArray<'_, f64, IxDyn>>> {
        self.iter().map(|array| Ok(array.array()?.into_dyn())).collect()
    }
}

impl<A: AsArray> Arrays for Vec<A> {
    type Dim = A::Dim;

    fn arrays(&self) -> Result<Vec<CowArray<'_, f64, IxDyn>>> {
        self.as_slice().arrays()
    }
}

impl<A: AsArray, const N: usize> Arrays for [A; N] {
    type Dim = A::Dim;

    fn arrays(&self) -> Result<Vec<CowArray<'_, f64, IxDyn>>> {
        self.as_slice().arrays()
    }
}

macro_rules! tuples_of_arrays {
    ($(($first:ident $(, $other:ident)*)),*) => {$(
        impl<$first: AsArray $(, $other: AsArray)*> Arrays for ($first, $($other,)*) {
            type Dim = $first::Dim;

            #[allow(non_snake_case)]
            fn arrays(&self) -> Result<Vec<CowArray<'_, f64, IxDyn>>> {
                let ($first, $($other,)*) = self;
                Ok(vec![$first.array()?.into_dyn() $(, $other.array()?.into_dyn())*])
            }
        }
    )*};
}
tuples_of_arrays!((A), (A, B), (A, B, C), (A, B, C, D), (A, B, C, D, E), (A, B, C, D, E, F));

/// Joins arrays along an axis that they have; they agree on the others.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::concatenate(([1, 2], [3]), 0)?, array![1.0, 2.0, 3.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Empty`] for no arrays, [`Error::Shape`] naming the first that does not fit,
/// [`Error::Parameter`] for an axis that there is not.
pub fn concatenate<A: Arrays>(arrays: A, axis: impl AsAxis) -> Result<Array<f64, A::Dim>> {
    joined("np::concatenate", &arrays.arrays()?, axis.number()).map(typed)
}

/// Joins arrays of one shape along a new axis.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::stack(([1, 2], [3, 4]), 1)?, array![[1.0, 3.0], [2.0, 4.0]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`concatenate`].
pub fn stack<A: Arrays>(arrays: A, axis: impl AsAxis) -> Result<Array<f64, <A::Dim as Dimension>::Larger>> {
    stacked(&arrays.arrays()?, axis.number()).map(typed)
}

/// Puts arrays one below the other; a vector is one row.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::vstack(([1, 2], [[3, 4], [5, 6]]))?, array![[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Empty`] for no arrays, [`Error::Shape`] naming the first that does not fit.
pub fn vstack<A: Arrays>(arrays: A) -> Result<Array2<f64>> {
    let rows: Vec<_> = arrays.arrays()?.into_iter().map(|array| widened(array, 0)).collect();
    matrices("np::vstack", &rows, 0)
}

/// Puts arrays side by side: vectors end to end, matrices with their columns beside each other.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::hstack(([1, 2], [3]))?, array![1.0, 2.0, 3.0]);
/// assert_eq!(np::hstack(([[1], [2]], [[3], [4]]))?, array![[1.0, 3.0], [2.0, 4.0]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`vstack`].
pub fn hstack<A: Arrays>(arrays: A) -> Result<Array<f64, A::Dim>> {
    let arrays = arrays.arrays()?;
    let axis = arrays.first().map_or(0, |array| usize::from(array.ndim() > 1));
    joined("np::hstack", &arrays, axis.number()).map(typed)
}

/// Puts arrays side by side as columns of a matrix; a vector is one column.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::column_stack(([1, 2], [3, 4]))?, array![[1.0, 3.0], [2.0, 4.0]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`vstack`].
pub fn column_stack<A: Arrays>(arrays: A) -> Result<Array2<f64>> {
    let columns: Vec<_> = arrays.arrays()?.into_iter().map(|array| widened(array, 1)).collect();
    matrices("np::column_stack", &columns, 1)
}

/// A vector as a matrix, with its new axis at `axis`; a number as a matrix of one element.
fn widened(mut array: CowArray<'_, f64, IxDyn>, axis: usize) -> CowArray<'_, f64, IxDyn> {
    while array.ndim() < 2 {
        let axis = Axis(axis.min(array.ndim()));
        array = array.insert_axis(axis);
    }
    array
}

fn matrices(owner: &'static str, arrays: &[CowArray<'_, f64, IxDyn>], axis: usize) -> Result<Array2<f64>> {
    if let Some((i, array)) = arrays.iter().enumerate().find(|(_, array)| array.ndim() > 2) {
        let expected = "a vector or a matrix; join others with `np::concatenate`".to_owned();
        return Err(Error::Shape {
            what: format!("array {i} of {owner}"),
            given: array.shape().to_vec(),
            expected,
        });
    }
    joined(owner, arrays, axis.number()).map(typed::<f64, Ix2>)
}

fn joined(owner: &'static str, arrays: &[CowArray<'_, f64, IxDyn>], axis: isize) -> Result<ArrayD<f64>> {
    let Some(first) = arrays.first() else {
        return Err(Error::empty(format!("the list of arrays for {owner}"), "one array"));
    };
    let axis = checked_axis(owner, axis, first.shape())?;
    let fits = |shape: &[usize]| {
        shape.len() == first.ndim()
            && (0..shape.len()).all(|i| i == axis.index() || shape[i] == first.shape()[i])
    };
    if let Some((i, array)) = arrays.iter().enumerate().find(|(_, array)| !fits(array.shape())) {
        let expected =
            format!("one that equals array 0's, {:?}, but along axis {}", first.shape(), axis.index());
        return Err(Error::Shape {
            what: format!("array {i} of {owner}"),
            given: array.shape().to_vec(),
            expected,
        });
    }
    let views: Vec<ArrayViewD<'_, f64>> = arrays.iter().map(|array| array.view()).collect();
    ndarray::concatenate(axis, &views)
        .map_err(|error| Error::parameter(owner, "arrays", error, "arrays whose joint shape fits in memory"))
}

fn stacked(arrays: &[CowArray<'_, f64, IxDyn>], axis: isize) -> Result<ArrayD<f64>> {
    const NAME: &str = "np::stack";
    let Some(first) = arrays.first() else {
        return Err(Error::empty("the list of arrays for np::stack", "one array"));
    };
    if let Some((i, array)) = arrays.iter().enumerate().find(|(_, array)| array.shape() != first.shape()) {
        let expected = format!("array 0's, {:?}", first.shape());
        return Err(Error::Shape {
            what: format!("array {i} of {NAME}"),
            given: array.shape().to_vec(),
            expected,
        });
    }
    let larger: Vec<usize> = first.shape().iter().copied().chain([1]).collect();
    let axis = checked_axis(NAME, axis, &larger)?;
    let views: Vec<ArrayViewD<'_, f64>> = arrays.iter().map(|array| array.view()).collect();
    ndarray::stack(axis, &views)
        .map_err(|error| Error::parameter(NAME, "arrays", error, "arrays whose joint shape fits in memory"))
}

//! Arithmetic between arrays of different shapes, with an error where ndarray's operators panic.
//!
//! Axes are compared from the last one; each pair must be equal, or one of them 1 or missing.

use ndarray::{Array, ArrayD, ArrayViewD, CowArray, DimMax, Dimension, IxDyn, Zip};

use super::as_array::AsArray;
use crate::error::{Error, Result};

/// The dimension of two arrays together.
type Both<A, B> = <<A as AsArray>::Dim as DimMax<<B as AsArray>::Dim>>::Output;
type AllThree<C, A, B> = <Both<C, A> as DimMax<<B as AsArray>::Dim>>::Output;

macro_rules! binary {
    ($($(#[$documentation:meta])* $name:ident = $function:expr;)*) => {$(
        $(#[$documentation])*
        ///
        /// # Errors
        /// [`Error::Broadcast`] with both shapes if they do not go together.
        pub fn $name<A: AsArray, B: AsArray>(a: A, b: B) -> Result<Array<f64, Both<A, B>>>
        where
            A::Dim: DimMax<B::Dim>,
        {
            fn values(a: &ArrayViewD<'_, f64>, b: &ArrayViewD<'_, f64>) -> Result<ArrayD<f64>> {
                combine(a, b, $function)
            }
            let (a, b) = (a.array()?, b.array()?);
            Ok(typed(values(&a.view().into_dyn(), &b.view().into_dyn())?))
        }
    )*};
}

binary! {
    /// a + b, element by element.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    /// let (a, b) = (array![[1.0, 2.0], [3.0, 4.0]], array![10.0, 20.0]);
    /// assert_eq!(np::add(&a, &b)?, array![[11.0, 22.0], [13.0, 24.0]]);
    /// let error = np::add(&a, array![1.0, 2.0, 3.0]).unwrap_err().to_string();
    /// assert!(error.contains("(2, 2)") && error.contains("(3)"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    add = |a, b| a + b;
    /// a − b, element by element.
    subtract = |a, b| a - b;
    /// a · b, element by element.
    multiply = |a, b| a * b;
    /// a / b, element by element; infinite or NaN where b is zero.
    divide = |a, b| a / b;
    /// a to the power of b, element by element.
    power = f64::powf;
    /// The larger of a and b, element by element; NaN if either is.
    maximum = |a, b| if a > b || a.is_nan() { a } else { b };
    /// The smaller of a and b, element by element; NaN if either is.
    minimum = |a, b| if a < b || a.is_nan() { a } else { b };
    /// The remainder of a / b with the sign of b, element by element.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    /// assert_eq!(np::remainder([-1, 5], 3)?, array![2.0, 2.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    remainder = |a, b| { let rest = a % b; if rest != 0.0 && (rest < 0.0) != (b < 0.0) { rest + b } else { rest } };
    /// √(a² + b²), element by element.
    hypot = f64::hypot;
    /// The angle of the point (b, a) in radians, element by element.
    arctan2 = f64::atan2;
}

/// `a` where the condition is not zero, else `b`, element by element; the three shapes must go
/// together.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// let x = array![-1.0, 2.0];
/// assert_eq!(np::where_(x.mapv(|value| value > 0.0), &x, 0.0)?, array![0.0, 2.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Broadcast`] with the two shapes that do not go together.
pub fn where_<C: AsArray, A: AsArray, B: AsArray>(
    condition: C,
    a: A,
    b: B,
) -> Result<Array<f64, AllThree<C, A, B>>>
where
    C::Dim: DimMax<A::Dim>,
    Both<C, A>: DimMax<B::Dim>,
{
    let (condition, a, b) = (condition.array()?, a.array()?, b.array()?);
    Ok(typed(chosen(&condition.view().into_dyn(), &a.view().into_dyn(), &b.view().into_dyn())?))
}

fn chosen(
    condition: &ArrayViewD<'_, f64>,
    a: &ArrayViewD<'_, f64>,
    b: &ArrayViewD<'_, f64>,
) -> Result<ArrayD<f64>> {
    let values = common_shape(a.shape(), b.shape())?;
    let shape = common_shape(condition.shape(), &values)?;
    let (condition, a, b) = (spread(condition, &shape), spread(a, &shape), spread(b, &shape));
    Ok(Zip::from(&condition).and(&a).and(&b).map_collect(|c, a, b| if *c == 0.0 { *b } else { *a }))
}

/// The same array with its dimension in the type; the shape was made for it.
pub(super) fn typed<T, D: Dimension>(array: ArrayD<T>) -> Array<T, D> {
    array.into_dimensionality().unwrap_or_else(|error| unreachable!("{error}"))
}

fn combine(
    a: &ArrayViewD<'_, f64>,
    b: &ArrayViewD<'_, f64>,
    function: impl Fn(f64, f64) -> f64 + Sync + Send,
) -> Result<ArrayD<f64>> {
    const PARALLEL_FROM: usize = 1 << 17;
    let shape = common_shape(a.shape(), b.shape())?;
    let (a, b) = (spread(a, &shape), spread(b, &shape));
    let pairs = Zip::from(&a).and(&b);
    Ok(if a.len() < PARALLEL_FROM {
        pairs.map_collect(|a, b| function(*a, *b))
    } else {
        pairs.par_map_collect(|a, b| function(*a, *b))
    })
}

/// The shape that both arrays are stretched to.
pub(super) fn common_shape(a: &[usize], b: &[usize]) -> Result<Vec<usize>> {
    let count = a.len().max(b.len());
    let length =
        |shape: &[usize], axis: usize| (axis + shape.len()).checked_sub(count).map_or(1, |axis| shape[axis]);
    let mut common = Vec::with_capacity(count);
    for axis in 0..count {
        common.push(match (length(a, axis), length(b, axis)) {
            (left, right) if left == right => left,
            (1, other) | (other, 1) => other,
            (left, right) => return Err(refuse(a, b, left, right)),
        });
    }
    Ok(common)
}

fn refuse(a: &[usize], b: &[usize], left: usize, right: usize) -> Error {
    let advice = match (a, b) {
        ([rows, _], [length]) | ([length], [rows, _]) if rows == length => {
            " To combine the matrix's rows with one number each, make the vector a column: `v.insert_axis(Axis(1))`."
        }
        ([rows, columns], [other_rows, other_columns]) if rows == other_columns && columns == other_rows => {
            " One of the two seems to be transposed: try `.t()`; for the matrix product, `np::matmul`."
        }
        _ => "",
    };
    Error::Broadcast { left: a.to_vec(), right: b.to_vec(), lengths: (left, right), advice }
}

fn spread<'a>(array: &'a ArrayViewD<'_, f64>, shape: &[usize]) -> CowArray<'a, f64, IxDyn> {
    array.broadcast(IxDyn(shape)).map_or_else(|| unreachable!("the shapes go together"), CowArray::from)
}

//! How the shape of a new array and an axis are written: `5`, `(3, 2)`, `[2, 3, 4]`; `0`, `-1`,
//! `Axis(1)`.

use ndarray::{Axis, Dim, Dimension, Ix1, Ix2, Ix3, Ix4, IxDyn};

use crate::error::{Error, Result};

/// The shape of an array to be made: a length, a tuple or an array of lengths.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the shape of an array",
    label = "write `5`, `(3, 2)` or `[2, 3, 4]`"
)]
pub trait Shape {
    /// Its number of dimensions, as ndarray's type.
    type Dim: Dimension;

    /// The lengths along the axes.
    fn dim(self) -> Self::Dim;
}

macro_rules! shapes {
    ($($shape:ty => $dim:ty),*) => {$(
        impl Shape for $shape {
            type Dim = $dim;

            fn dim(self) -> $dim {
                Dim(self)
            }
        }
    )*};
}
shapes!(
    usize => Ix1,
    (usize, usize) => Ix2,
    (usize, usize, usize) => Ix3,
    (usize, usize, usize, usize) => Ix4,
    [usize; 1] => Ix1,
    [usize; 2] => Ix2,
    [usize; 3] => Ix3,
    [usize; 4] => Ix4,
    &[usize] => IxDyn,
    Vec<usize> => IxDyn
);

/// How many elements such an array has, if it fits in memory.
pub(super) fn element_count(owner: &'static str, shape: &[usize]) -> Result<usize> {
    let count = shape.iter().try_fold(1_usize, |count, length| count.checked_mul(*length));
    let fits = count.filter(|count| Vec::<f64>::new().try_reserve_exact(*count).is_ok());
    fits.ok_or_else(|| {
        let value = format!("({})", shape.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "));
        Error::parameter(owner, "shape", value, "a shape whose elements fit in memory (8 bytes each)")
    })
}

/// An axis by number: from the front (`0`, `1`, `Axis(1)`) or from the back (`-1`).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an axis",
    label = "write a number such as `0` or `-1`, or `Axis(0)`"
)]
pub trait AsAxis {
    /// The number; negative ones count from the back.
    fn number(self) -> isize;
}

impl AsAxis for Axis {
    fn number(self) -> isize {
        self.0.number()
    }
}

impl AsAxis for usize {
    fn number(self) -> isize {
        isize::try_from(self).unwrap_or(isize::MAX)
    }
}

impl AsAxis for i32 {
    fn number(self) -> isize {
        self as isize
    }
}

/// The axis of an array of `shape`.
pub(super) fn axis(owner: &'static str, number: isize, shape: &[usize]) -> Result<Axis> {
    let count = isize::try_from(shape.len()).unwrap_or(isize::MAX);
    let from_front = if number < 0 { number.saturating_add(count) } else { number };
    if (0..count).contains(&from_front) {
        return Ok(Axis(from_front.unsigned_abs()));
    }
    let expected = if count == 0 {
        "an axis, but a single number has none".to_owned()
    } else {
        format!("from {} to {} for an array of shape {shape:?}", -count, count - 1)
    };
    Err(Error::parameter(owner, "axis", number, expected))
}

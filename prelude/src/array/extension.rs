//! NumPy's methods that ndarray's arrays lack.

use std::borrow::Cow;

use ndarray::{Array, Array1, ArrayBase, Data, Dimension};

use super::as_array::{row_major, shaped};
use super::elementwise::clipped;
use super::numbers::Number;
use super::sequences::running;
use super::statistics::{largest, smallest};
use super::{linalg, order, quantile};
use crate::error::{Error, Result};

/// What the prelude adds to ndarray's arrays of numbers. Arrays of more than one dimension are read
/// row by row; along one axis see [`argmax_axis`] and its like.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = array![3.0, 9.0, 4.0];
/// assert_eq!(x.argmax()?, 1);
/// assert_eq!(x.median()?, 4.0);
/// assert_eq!(x.cumsum(), array![3.0, 12.0, 16.0]);
/// assert_eq!(x.clip(3.5, 8.0), array![3.5, 8.0, 4.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// [`argmax_axis`]: super::argmax_axis
pub trait ArrayExt {
    /// The number of dimensions.
    type Dim: Dimension;

    /// The largest element; NaN if one is.
    ///
    /// # Errors
    /// [`Error::Empty`] for no elements.
    fn max(&self) -> Result<f64>;

    /// The smallest element; NaN if one is.
    ///
    /// # Errors
    /// [`Error::Empty`] for no elements.
    fn min(&self) -> Result<f64>;

    /// The difference between the largest and the smallest element.
    ///
    /// # Errors
    /// [`Error::Empty`] for no elements.
    fn ptp(&self) -> Result<f64>;

    /// The place of the largest element, the first of several; of NaN if there is one.
    ///
    /// # Errors
    /// [`Error::Empty`] for no elements.
    fn argmax(&self) -> Result<usize>;

    /// The place of the smallest element, the first of several; of NaN if there is one.
    ///
    /// # Errors
    /// [`Error::Empty`] for no elements.
    fn argmin(&self) -> Result<usize>;

    /// The places of the elements in ascending order, NaN last.
    fn argsort(&self) -> Array1<usize>;

    /// The elements in ascending order, NaN last.
    fn sorted(&self) -> Array1<f64>;

    /// The middle value, or the mean of the two middle ones; NaN if an element is.
    ///
    /// # Errors
    /// [`Error::Empty`] for no elements.
    fn median(&self) -> Result<f64>;

    /// The value below which `q` per cent (0 to 100) of the elements lie, interpolated linearly.
    ///
    /// # Errors
    /// [`Error::Empty`] for no elements, [`Error::Parameter`] for `q` beyond its range.
    fn percentile(&self, q: f64) -> Result<f64>;

    /// The value below which the share `q` (0 to 1) of the elements lies, interpolated linearly.
    ///
    /// # Errors
    /// [`Error::Empty`] for no elements, [`Error::Parameter`] for `q` beyond its range.
    fn quantile(&self, q: f64) -> Result<f64>;

    /// The sums of all elements so far.
    fn cumsum(&self) -> Array1<f64>;

    /// The products of all elements so far.
    fn cumprod(&self) -> Array1<f64>;

    /// Each element, but no less than `low` and no more than `high`.
    fn clip(&self, low: f64, high: f64) -> Array<f64, Self::Dim>;

    /// The square root of the sum of squares: a vector's length, a matrix's Frobenius norm.
    fn norm(&self) -> f64;
}

impl<T: Number, S: Data<Elem = T>, D: Dimension> ArrayExt for ArrayBase<S, D> {
    type Dim = D;

    fn max(&self) -> Result<f64> {
        let values = some("max", row_major(self))?;
        Ok(values[largest(&values)])
    }

    fn min(&self) -> Result<f64> {
        let values = some("min", row_major(self))?;
        Ok(values[smallest(&values)])
    }

    fn ptp(&self) -> Result<f64> {
        Ok(self.max()? - self.min()?)
    }

    fn argmax(&self) -> Result<usize> {
        Ok(largest(&some("argmax", row_major(self))?))
    }

    fn argmin(&self) -> Result<usize> {
        Ok(smallest(&some("argmin", row_major(self))?))
    }

    fn argsort(&self) -> Array1<usize> {
        order::argsort(&*row_major(self))
    }

    fn sorted(&self) -> Array1<f64> {
        order::sort(&*row_major(self))
    }

    fn median(&self) -> Result<f64> {
        quantile::median(&*row_major(self))
    }

    fn percentile(&self, q: f64) -> Result<f64> {
        quantile::percentile(&*row_major(self), q)
    }

    fn quantile(&self, q: f64) -> Result<f64> {
        quantile(&*row_major(self), q)
    }

    fn cumsum(&self) -> Array1<f64> {
        running(&row_major(self), |sum, value| sum + value).into()
    }

    fn cumprod(&self) -> Array1<f64> {
        running(&row_major(self), |product, value| product * value).into()
    }

    fn clip(&self, low: f64, high: f64) -> Array<f64, D> {
        shaped(self.raw_dim(), clipped(&row_major(self), low, high))
    }

    fn norm(&self) -> f64 {
        linalg::length(&row_major(self))
    }
}

fn some<'a>(method: &str, values: Cow<'a, [f64]>) -> Result<Cow<'a, [f64]>> {
    if values.is_empty() {
        return Err(Error::empty(format!("the array of `{method}`"), "one element"));
    }
    Ok(values)
}

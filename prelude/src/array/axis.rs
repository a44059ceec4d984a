//! The same summaries along one axis. ndarray has `sum_axis`, `mean_axis`, `std_axis`, `var_axis` as
//! methods; here the axis is a number, may be counted from the end, and errors take the place of panics.

use ndarray::{Array, ArrayD, ArrayViewD, Dimension, RemoveAxis};
use rayon::prelude::*;

use super::as_array::AsArray;
use super::broadcast::typed;
use super::order::compare;
use super::sequences::{differences, running};
use super::shape::{AsAxis, axis as checked_axis};
use super::statistics::{largest, smallest};
use super::{quantile, sum};
use crate::error::{Error, Result};

type Smaller<A> = <<A as AsArray>::Dim as Dimension>::Smaller;

/// Fewer elements are done before another thread has woken.
const PARALLEL_FROM: usize = 1 << 15;

macro_rules! summaries_along {
    ($($(#[$documentation:meta])* $name:ident($($parameter:ident: $type:ty)?) -> $result:ty = $function:expr;)*) => {$(
        $(#[$documentation])*
        ///
        /// # Errors
        /// [`Error::Parameter`] for an axis that there is not, [`Error::Empty`] for an axis of
        /// length 0.
        pub fn $name<A: AsArray>(x: A, $($parameter: $type,)? axis: impl AsAxis) -> Result<Array<$result, Smaller<A>>>
        where
            A::Dim: RemoveAxis,
        {
            fn along(x: &ArrayViewD<'_, f64>, $($parameter: $type,)? axis: isize) -> Result<ArrayD<$result>> {
                let function = $function;
                $(let function = function($parameter)?;)?
                reduced(concat!("np::", stringify!($name)), x, axis, function)
            }
            Ok(typed(along(&x.array()?.view().into_dyn(), $($parameter,)? axis.number())?))
        }
    )*};
}

summaries_along! {
    /// The place of the largest element along an axis; of NaN if there is one.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    /// assert_eq!(np::argmax_axis([[1, 5], [7, 2]], 1)?, array![1, 0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    argmax_axis() -> usize = largest;
    /// The place of the smallest element along an axis; of NaN if there is one.
    argmin_axis() -> usize = smallest;
    /// The largest element along an axis; NaN if one is.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    /// assert_eq!(np::max_axis([[1, 5], [7, 2]], 0)?, array![7.0, 5.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    max_axis() -> f64 = |x: &[f64]| x[largest(x)];
    /// The smallest element along an axis; NaN if one is.
    min_axis() -> f64 = |x: &[f64]| x[smallest(x)];
    /// The sum along an axis; NaN if an element is.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    /// assert_eq!(np::sum_axis([[1, 5], [7, 2]], 0)?, array![8.0, 7.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    sum_axis() -> f64 = sum::sum;
    /// The mean along an axis; NaN if an element is.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    /// assert_eq!(np::mean_axis([[1, 5], [7, 2]], 1)?, array![3.0, 4.5]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    mean_axis() -> f64 = sum::mean;
    /// The population standard deviation along an axis (divided by n, NumPy's default); NaN if an
    /// element is.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    /// assert_eq!(np::std_axis([[1, 5], [7, 2]], 0)?, array![3.0, 1.5]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    std_axis() -> f64 = |x: &[f64]| (sum::squares(x) / x.len() as f64).sqrt();
    /// The population variance along an axis (divided by n, NumPy's default); NaN if an element is.
    var_axis() -> f64 = |x: &[f64]| sum::squares(x) / x.len() as f64;
    /// The median along an axis; NaN if an element is.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    /// assert_eq!(np::median_axis([[1, 5], [7, 2]], -1)?, array![3.0, 4.5]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    median_axis() -> f64 = |x: &[f64]| quantile::of(x, 0.5, "np::median_axis").unwrap_or(f64::NAN);
    /// The percentile `q` (0 to 100) along an axis, interpolated linearly; NaN if an element is.
    percentile_axis(q: f64) -> f64 = |q: f64| {
        let share = quantile::share_of_percent("np::percentile_axis", q)?;
        Ok::<_, Error>(move |x: &[f64]| quantile::of(x, share, "np::percentile_axis").unwrap_or(f64::NAN))
    };
    /// The mean along an axis of the elements that are not NaN; NaN where none is.
    nanmean_axis() -> f64 = |x: &[f64]| sum::mean(&present(x));
    /// The population standard deviation along an axis of the elements that are not NaN; NaN where
    /// none is.
    nanstd_axis() -> f64 = |x: &[f64]| {
        let present = present(x);
        (sum::squares(&present) / present.len() as f64).sqrt()
    };
    /// The sum along an axis of the elements that are not NaN.
    nansum_axis() -> f64 = |x: &[f64]| sum::sum(&present(x));
}

fn present(x: &[f64]) -> Vec<f64> {
    x.iter().copied().filter(|value| !value.is_nan()).collect()
}

fn reduced<T: Clone + Send>(
    owner: &'static str,
    x: &ArrayViewD<'_, f64>,
    axis: isize,
    function: impl Fn(&[f64]) -> T + Sync + Send,
) -> Result<ArrayD<T>> {
    let axis = checked_axis(owner, axis, x.shape())?;
    if x.len_of(axis) == 0 {
        return Err(Error::empty(format!("axis {} of {owner}'s array", axis.index()), "one number"));
    }
    let mut shape = x.shape().to_vec();
    shape.remove(axis.index());
    let lanes: Vec<_> = x.lanes(axis).into_iter().collect();
    let of_lane = |lane: &ndarray::ArrayView1<'_, f64>| match lane.as_slice() {
        Some(slice) => function(slice),
        None => function(&lane.to_vec()),
    };
    let values: Vec<T> = if x.len() < PARALLEL_FROM {
        lanes.iter().map(of_lane).collect()
    } else {
        lanes.par_iter().map(of_lane).collect()
    };
    Ok(super::as_array::shaped(ndarray::IxDyn(&shape), values))
}

macro_rules! lanes_along {
    ($($(#[$documentation:meta])* $name:ident = $function:expr;)*) => {$(
        $(#[$documentation])*
        ///
        /// # Errors
        /// [`Error::Parameter`] for an axis that there is not.
        pub fn $name<A: AsArray>(x: A, axis: impl AsAxis) -> Result<Array<f64, A::Dim>> {
            fn along(x: &ArrayViewD<'_, f64>, axis: isize) -> Result<ArrayD<f64>> {
                rewritten(concat!("np::", stringify!($name)), x, axis, $function)
            }
            Ok(typed(along(&x.array()?.view().into_dyn(), axis.number())?))
        }
    )*};
}

lanes_along! {
    /// Sorts along an axis, NaN last.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    /// assert_eq!(np::sort_axis([[3, 1], [2, 4]], 0)?, array![[2.0, 1.0], [3.0, 4.0]]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    sort_axis = |lane: &[f64]| {
        let mut sorted = lane.to_vec();
        sorted.sort_unstable_by(compare);
        sorted
    };
    /// The sums so far along an axis.
    cumsum_axis = |lane: &[f64]| running(lane, |sum, value| sum + value);
    /// The products so far along an axis.
    cumprod_axis = |lane: &[f64]| running(lane, |product, value| product * value);
    /// The differences of neighbours along an axis, which becomes one shorter.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    /// assert_eq!(np::diff_axis([[1, 4], [2, 9]], 0)?, array![[1.0, 5.0]]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    diff_axis = |lane: &[f64]| differences(lane, 1);
}

/// Every lane along the axis replaced by a function of it; all results are of one length.
fn rewritten(
    owner: &'static str,
    x: &ArrayViewD<'_, f64>,
    axis: isize,
    function: impl Fn(&[f64]) -> Vec<f64> + Sync,
) -> Result<ArrayD<f64>> {
    let axis = checked_axis(owner, axis, x.shape())?;
    let mut shape = x.shape().to_vec();
    shape[axis.index()] = function(&vec![0.0; x.len_of(axis)]).len();
    let mut result = ArrayD::zeros(shape);
    let pairs: Vec<_> = result.lanes_mut(axis).into_iter().zip(x.lanes(axis)).collect();
    let write = |(mut target, lane): (ndarray::ArrayViewMut1<'_, f64>, ndarray::ArrayView1<'_, f64>)| {
        let values = function(&lane.to_vec());
        target.iter_mut().zip(values).for_each(|(target, value)| *target = value);
    };
    if x.len() < PARALLEL_FROM {
        pairs.into_iter().for_each(write);
    } else {
        pairs.into_par_iter().for_each(write);
    }
    Ok(result)
}

//! Running sums, differences, integrals, interpolation, convolution.

use ndarray::{Array, Array1, Ix1};

use super::as_array::{AsArray, shaped};
use super::order::compare;
use super::statistics::same_length;
use super::sum::sum;
use crate::error::{Error, Result};

/// The sums of all elements so far, row by row.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::cumsum([1, 2, 3])?, array![1.0, 3.0, 6.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::NotNumeric`] or [`Error::MissingValues`] for such a column.
pub fn cumsum(x: impl AsArray) -> Result<Array1<f64>> {
    Ok(running(&x.flat()?, |sum, value| sum + value).into())
}

/// The products of all elements so far, row by row.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::cumprod([2, 3, 4])?, array![2.0, 6.0, 24.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::NotNumeric`] or [`Error::MissingValues`] for such a column.
pub fn cumprod(x: impl AsArray) -> Result<Array1<f64>> {
    Ok(running(&x.flat()?, |product, value| product * value).into())
}

pub(super) fn running(x: &[f64], next: impl Fn(f64, f64) -> f64) -> Vec<f64> {
    let mut so_far = None;
    x.iter().map(|value| *so_far.insert(so_far.map_or(*value, |before| next(before, *value)))).collect()
}

/// The differences of neighbours, one fewer than elements.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::diff([1, 4, 9])?, array![3.0, 5.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::NotNumeric`] or [`Error::MissingValues`] for such a column.
pub fn diff(x: impl AsArray<Dim = Ix1>) -> Result<Array1<f64>> {
    Ok(differences(&x.flat()?, 1).into())
}

/// The differences of neighbours taken `order` times over.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::diff_order([1, 4, 9], 2)?, array![2.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::NotNumeric`] or [`Error::MissingValues`] for such a column.
pub fn diff_order(x: impl AsArray<Dim = Ix1>, order: usize) -> Result<Array1<f64>> {
    Ok(differences(&x.flat()?, order).into())
}

pub(super) fn differences(x: &[f64], order: usize) -> Vec<f64> {
    let mut values = x.to_vec();
    for _ in 0..order.min(x.len()) {
        values = values.windows(2).map(|pair| pair[1] - pair[0]).collect();
    }
    values
}

/// The integral of `y` over `x` by the trapezoidal rule.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::trapz([0, 1, 4], [0, 1, 2])?, 3.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Shape`] for different lengths.
pub fn trapz(y: impl AsArray<Dim = Ix1>, x: impl AsArray<Dim = Ix1>) -> Result<f64> {
    let (y, x) = (y.flat()?, x.flat()?);
    same_length(("y", y.len()), ("x", x.len()))?;
    let pieces: Vec<f64> =
        x.windows(2).zip(y.windows(2)).map(|(x, y)| (x[1] - x[0]) * (y[0] + y[1]) / 2.0).collect();
    Ok(sum(&pieces))
}

/// The slope at each element by central differences, at the ends by one-sided ones, for neighbours
/// at the distance `spacing`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::gradient([1, 2, 4], 1.0)?, array![1.0, 1.5, 2.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::TooFew`] for fewer than two numbers.
pub fn gradient(y: impl AsArray<Dim = Ix1>, spacing: f64) -> Result<Array1<f64>> {
    slopes(&y.flat()?, spacing)
}

fn slopes(y: &[f64], spacing: f64) -> Result<Array1<f64>> {
    let n = y.len();
    if n < 2 {
        return Err(Error::TooFew { what: "np::gradient".to_owned(), needed: 2, unit: "numbers", given: n });
    }
    let slope = |from: usize, to: usize| (y[to] - y[from]) / ((to - from) as f64 * spacing);
    Ok((0..n).map(|i| slope(i.saturating_sub(1), (i + 1).min(n - 1))).collect())
}

/// The values at `x` of the line through the points (`xp`, `fp`), whose `xp` must increase; beyond
/// the ends the first and the last value.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::interp([0.5, 9.0], [0, 1, 2], [0, 10, 30])?, array![5.0, 30.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Empty`] for no points, [`Error::Shape`] for different lengths, [`Error::Parameter`] for
/// `xp` that do not increase.
pub fn interp<A: AsArray>(
    x: A,
    xp: impl AsArray<Dim = Ix1>,
    fp: impl AsArray<Dim = Ix1>,
) -> Result<Array<f64, A::Dim>> {
    Ok(shaped(x.extent(), interpolated(&x.flat()?, &xp.flat()?, &fp.flat()?)?))
}

fn interpolated(x: &[f64], xp: &[f64], fp: &[f64]) -> Result<Vec<f64>> {
    same_length(("xp", xp.len()), ("fp", fp.len()))?;
    let ([first, ..], [.., last]) = (xp, xp) else {
        return Err(Error::empty("np::interp's `xp`", "one point"));
    };
    if let Some(place) =
        xp.windows(2).position(|pair| pair[0].partial_cmp(&pair[1]) != Some(std::cmp::Ordering::Less))
    {
        let value = format!("{} followed by {} (place {place})", xp[place], xp[place + 1]);
        return Err(Error::parameter("np::interp", "xp", value, "increasing; sort the points by `xp` first"));
    }
    let at = |x: f64| {
        if x.is_nan() {
            return x;
        }
        if x <= *first {
            return fp[0];
        }
        if x >= *last {
            return fp[fp.len() - 1];
        }
        let right = xp.partition_point(|point| *point <= x);
        let left = right - 1;
        (fp[right] - fp[left]) / (xp[right] - xp[left]) * (x - xp[left]) + fp[left]
    };
    Ok(x.iter().map(|x| at(*x)).collect())
}

/// How much of a convolution is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Overlap {
    /// Wherever the two overlap at all: length m + n − 1.
    #[default]
    Full,
    /// The middle of that, as long as the longer of the two.
    Same,
    /// Only where they overlap completely.
    Valid,
}

/// The discrete convolution of two runs of numbers.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::convolve([1, 2, 3], [1, 1], np::Overlap::Full)?, array![1.0, 3.0, 5.0, 3.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Empty`] if one of them is.
pub fn convolve(
    a: impl AsArray<Dim = Ix1>,
    b: impl AsArray<Dim = Ix1>,
    overlap: Overlap,
) -> Result<Array1<f64>> {
    convolved(&a.flat()?, &b.flat()?, overlap)
}

fn convolved(a: &[f64], b: &[f64], overlap: Overlap) -> Result<Array1<f64>> {
    if a.is_empty() || b.is_empty() {
        return Err(Error::empty("one of np::convolve's arrays", "one number"));
    }
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let mut full = vec![0.0; long.len() + short.len() - 1];
    for (shift, factor) in short.iter().enumerate() {
        if shift % 1024 == 0 {
            crate::runtime::check_interrupt()?;
        }
        for (result, value) in full[shift..].iter_mut().zip(long) {
            *result += factor * value;
        }
    }
    let kept = match overlap {
        Overlap::Full => 0..full.len(),
        Overlap::Same => (short.len() - 1) / 2..(short.len() - 1) / 2 + long.len(),
        Overlap::Valid => short.len() - 1..long.len(),
    };
    Ok(full[kept].to_vec().into())
}

/// Where each of `values` would have to be put into the ascending `sorted` to keep it sorted, before
/// equal ones.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::searchsorted([10, 20, 30], [5, 20, 35])?, array![0, 1, 3]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`] if `sorted` is not ascending.
pub fn searchsorted<A: AsArray>(sorted: impl AsArray<Dim = Ix1>, values: A) -> Result<Array<usize, A::Dim>> {
    let sorted = sorted.flat()?;
    check_ascending("np::searchsorted", "sorted", &sorted)?;
    Ok(shaped(values.extent(), places(&sorted, &values.flat()?)))
}

fn places(sorted: &[f64], values: &[f64]) -> Vec<usize> {
    values.iter().map(|value| sorted.partition_point(|other| compare(other, value).is_lt())).collect()
}

/// The number of the bin that each value falls into: 0 below the first of the ascending `bins`, i
/// from `bins[i - 1]` up to but without `bins[i]`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::digitize([5, 10, 99], [10, 20])?, array![0, 1, 2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`] if `bins` is not ascending.
pub fn digitize<A: AsArray>(x: A, bins: impl AsArray<Dim = Ix1>) -> Result<Array<usize, A::Dim>> {
    let bins = bins.flat()?;
    check_ascending("np::digitize", "bins", &bins)?;
    let bin = |value: &f64| bins.partition_point(|edge| compare(edge, value).is_le());
    Ok(shaped(x.extent(), x.flat()?.iter().map(bin).collect()))
}

pub(super) fn check_ascending(owner: &'static str, parameter: &'static str, values: &[f64]) -> Result<()> {
    let Some(place) = values.windows(2).position(|pair| compare(&pair[0], &pair[1]).is_gt()) else {
        return Ok(());
    };
    let value = format!("{} followed by {} (place {place})", values[place], values[place + 1]);
    Err(Error::parameter(owner, parameter, value, "ascending; `np::sort` it first"))
}

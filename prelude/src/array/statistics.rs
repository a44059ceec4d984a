//! Summaries of all elements of an array under NumPy's names.

use ndarray::{Array, Array1, Array2, ArrayView2, Axis, Ix1, Ix2};

use super::as_array::{AsArray, row_major, shaped};
use super::linalg::product;
use super::order::compare;
use super::sum::{mean as mean_of, squares, sum as sum_of};
use crate::error::{Error, Result};

/// Some numbers at least.
fn some<'a>(owner: &str, x: &'a [f64]) -> Result<&'a [f64]> {
    if x.is_empty() { Err(Error::empty(format!("{owner}'s array"), "one number")) } else { Ok(x) }
}

macro_rules! summaries {
    ($($(#[$documentation:meta])* $name:ident -> $result:ty = $function:expr;)*) => {$(
        $(#[$documentation])*
        ///
        /// # Errors
        /// [`Error::Empty`] for no numbers; [`Error::NotNumeric`] or [`Error::MissingValues`] for
        /// such a column.
        pub fn $name(x: impl AsArray) -> Result<$result> {
            let function: fn(&[f64]) -> $result = $function;
            Ok(function(some(concat!("np::", stringify!($name)), &x.flat()?)?))
        }
    )*};
}

summaries! {
    /// The mean of all elements.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    /// assert_eq!(np::mean([[1, 2], [3, 6]])?, 3.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    mean -> f64 = mean_of;
    /// The population variance of all elements (divided by n, NumPy's default); see [`var_ddof`].
    var -> f64 = |x| squares(x) / x.len() as f64;
    /// The population standard deviation (divided by n, NumPy's default); see [`std_ddof`].
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    /// assert_eq!(np::std([1, 3])?, 1.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    std -> f64 = |x| (squares(x) / x.len() as f64).sqrt();
    /// The smallest element; NaN if one is.
    min -> f64 = |x| x[smallest(x)];
    /// The largest element; NaN if one is.
    max -> f64 = |x| x[largest(x)];
    /// The difference between the largest and the smallest element.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    /// assert_eq!(np::ptp([3, 9, 4])?, 6.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ptp -> f64 = |x| x[largest(x)] - x[smallest(x)];
    /// The place of the largest element, the first of several, counted row by row; of NaN if there
    /// is one.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    /// assert_eq!(np::argmax([3, 9, 9])?, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    argmax -> usize = largest;
    /// The place of the smallest element, the first of several, counted row by row; of NaN if there
    /// is one.
    argmin -> usize = smallest;
    /// The most frequent element, the smallest of several.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    /// assert_eq!(np::mode([3, 1, 3, 1, 2])?, 1.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    mode -> f64 = most_frequent;
}

/// The sum of all elements; 0 of none.
///
/// # Errors
/// [`Error::NotNumeric`] or [`Error::MissingValues`] for such a column.
pub fn sum(x: impl AsArray) -> Result<f64> {
    Ok(sum_of(&x.flat()?))
}

/// The product of all elements; 1 of none.
///
/// # Errors
/// [`Error::NotNumeric`] or [`Error::MissingValues`] for such a column.
pub fn prod(x: impl AsArray) -> Result<f64> {
    Ok(x.flat()?.iter().product())
}

/// The standard deviation divided by n − `ddof`: 1 for a sample, as pandas does.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::std_ddof([1, 2, 3], 1)?, 1.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::TooFew`] for no more than `ddof` numbers.
pub fn std_ddof(x: impl AsArray, ddof: usize) -> Result<f64> {
    Ok(spread("np::std_ddof", &x.flat()?, ddof)?.sqrt())
}

/// The variance divided by n − `ddof`: 1 for a sample, as pandas does.
///
/// # Errors
/// [`Error::TooFew`] for no more than `ddof` numbers.
pub fn var_ddof(x: impl AsArray, ddof: usize) -> Result<f64> {
    spread("np::var_ddof", &x.flat()?, ddof)
}

fn spread(owner: &str, x: &[f64], ddof: usize) -> Result<f64> {
    if x.len() <= ddof {
        let what = format!("{owner} with ddof = {ddof}");
        return Err(Error::TooFew { what, needed: ddof.saturating_add(1), unit: "numbers", given: x.len() });
    }
    Ok(squares(x) / (x.len() - ddof) as f64)
}

/// The mean with one weight per element.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::average([1, 5], [3, 1])?, 2.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::LengthMismatch`]; [`Error::Parameter`] if the weights sum to zero.
pub fn average(x: impl AsArray, weights: impl AsArray) -> Result<f64> {
    let (x, weights) = (x.flat()?, weights.flat()?);
    same_length(("x", x.len()), ("weights", weights.len()))?;
    some("np::average", &x)?;
    let total = sum_of(&weights);
    if total == 0.0 {
        return Err(Error::parameter("np::average", "weights", "of sum 0", "of another sum than zero"));
    }
    let weighted: Vec<f64> = x.iter().zip(&*weights).map(|(value, weight)| value * weight).collect();
    Ok(sum_of(&weighted) / total)
}

pub(super) fn same_length(left: (&str, usize), right: (&str, usize)) -> Result<()> {
    if left.1 == right.1 {
        return Ok(());
    }
    Err(Error::Shape {
        what: format!("`{}`", right.0),
        given: vec![right.1],
        expected: format!("({}), the length of `{}`", left.1, left.0),
    })
}

pub(super) fn largest(x: &[f64]) -> usize {
    first_best(x, |value, best| value > best)
}

pub(super) fn smallest(x: &[f64]) -> usize {
    first_best(x, |value, best| value < best)
}

fn first_best(x: &[f64], better: impl Fn(f64, f64) -> bool) -> usize {
    let mut best = 0;
    for (place, value) in x.iter().enumerate() {
        if value.is_nan() {
            return place;
        }
        if better(*value, x[best]) {
            best = place;
        }
    }
    best
}

fn most_frequent(x: &[f64]) -> f64 {
    let mut sorted = x.to_vec();
    sorted.sort_unstable_by(compare);
    let runs = sorted.chunk_by(|a, b| compare(a, b).is_eq());
    let longest = runs.fold(&[] as &[f64], |best, run| if run.len() > best.len() { run } else { best });
    longest.first().copied().unwrap_or(f64::NAN)
}

/// Each element less the mean, in units of the population standard deviation.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::zscore([1, 3])?, array![-1.0, 1.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Empty`] for no numbers, [`Error::Constant`] if all are the same.
pub fn zscore<A: AsArray>(x: A) -> Result<Array<f64, A::Dim>> {
    Ok(shaped(x.extent(), standardised(some("np::zscore", &x.flat()?)?)?))
}

fn standardised(x: &[f64]) -> Result<Vec<f64>> {
    let (mean, deviation) = (mean_of(x), (squares(x) / x.len() as f64).sqrt());
    if deviation == 0.0 {
        let advice = "A z-score needs values that differ.";
        return Err(Error::Constant { what: "np::zscore's array".to_owned(), advice });
    }
    Ok(x.iter().map(|value| (value - mean) / deviation).collect())
}

/// The covariance matrix of the rows (divided by n − 1): shape (n_rows, n_rows).
///
/// Variables are rows, as in NumPy; for the columns of a feature matrix give `x.t()`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::cov([[0, 2], [0, 4]])?, array![[2.0, 4.0], [4.0, 8.0]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::TooFew`] for fewer than two columns.
pub fn cov(x: impl AsArray<Dim = Ix2>) -> Result<Array2<f64>> {
    covariance("np::cov", x.array()?.view())
}

/// The correlation matrix of the rows (Pearson's): shape (n_rows, n_rows). A constant row
/// correlates as NaN.
///
/// Variables are rows, as in NumPy; for the columns of a feature matrix give `x.t()`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// let r = np::corrcoef([[0, 2], [4, 0]])?;
/// assert!((r[[0, 1]] + 1.0).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::TooFew`] for fewer than two columns.
pub fn corrcoef(x: impl AsArray<Dim = Ix2>) -> Result<Array2<f64>> {
    correlation(x.array()?.view())
}

/// Pearson's correlation of two runs of numbers; NaN if one of them is constant.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::correlation_of([1, 2, 3], [6, 4, 2])?, -1.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Shape`] for different lengths, [`Error::TooFew`] for fewer than two pairs.
pub fn correlation_of(x: impl AsArray<Dim = Ix1>, y: impl AsArray<Dim = Ix1>) -> Result<f64> {
    let (x, y) = (x.flat()?, y.flat()?);
    same_length(("x", x.len()), ("y", y.len()))?;
    let pairs = Array2::from_shape_fn((2, x.len()), |(i, j)| if i == 0 { x[j] } else { y[j] });
    Ok(correlation(pairs.view())?[[0, 1]])
}

fn covariance(owner: &str, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
    let n = x.ncols();
    if n < 2 {
        return Err(Error::TooFew {
            what: owner.to_owned(),
            needed: 2,
            unit: "columns (observations)",
            given: n,
        });
    }
    let means: Array1<f64> = x.rows().into_iter().map(|row| mean_of(&row_major(&row))).collect();
    let centred = &x - &means.insert_axis(Axis(1));
    Ok(product(centred.view(), centred.t()) / (n - 1) as f64)
}

fn correlation(x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
    let mut matrix = covariance("np::corrcoef", x)?;
    let deviations = matrix.diag().mapv(f64::sqrt);
    for ((i, j), value) in matrix.indexed_iter_mut() {
        *value = (*value / deviations[i] / deviations[j]).clamp(-1.0, 1.0);
    }
    Ok(matrix)
}

//! Counting: histograms and occurrences of whole numbers.

use ndarray::{Array1, Ix1};

use super::as_array::AsArray;
use super::create::linspace;
use super::order::compare;
use super::sequences::check_ascending;
use super::shape::element_count;
use super::statistics::{largest, same_length, smallest};
use crate::error::{Error, Result};

const NAME: &str = "np::histogram";

/// The bins of a histogram: how many of equal width, or their edges.
pub trait Bins {
    /// The edges, ascending, for data of this range.
    ///
    /// # Errors
    /// [`Error::Parameter`] for no bins or edges that do not ascend.
    fn edges(self, range: (f64, f64)) -> Result<Array1<f64>>;
}

impl Bins for usize {
    fn edges(self, (low, high): (f64, f64)) -> Result<Array1<f64>> {
        if self == 0 {
            return Err(Error::parameter(NAME, "bins", self, "at least 1"));
        }
        element_count(NAME, &[self, 2])?;
        // NumPy's way with data that are all the same.
        let (low, high) = if low == high { (low - 0.5, high + 0.5) } else { (low, high) };
        Ok(linspace(low, high, self + 1))
    }
}

impl<T: AsArray<Dim = Ix1>> Bins for &T {
    fn edges(self, _range: (f64, f64)) -> Result<Array1<f64>> {
        let edges = self.flat()?;
        if edges.len() < 2 {
            let value = format!("{} edges", edges.len());
            return Err(Error::parameter(NAME, "bins", value, "at least two edges"));
        }
        check_ascending(NAME, "bins", &edges)?;
        Ok(edges.into_owned().into())
    }
}

/// How many numbers fall into each of `bins` (a count of equally wide ones, or `&edges`), and the
/// edges, one more than bins. A bin includes its left edge; the last one its right edge too.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// let (counts, edges) = np::histogram([1, 2, 2, 5], 2)?;
/// assert_eq!((counts, edges), (array![3, 1], array![1.0, 3.0, 5.0]));
/// let (counts, _) = np::histogram([1, 2, 2, 5], &[0, 2, 4])?;
/// assert_eq!(counts, array![1, 2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Empty`] for no numbers, [`Error::NotFinite`], [`Error::Parameter`] for bad bins.
pub fn histogram(x: impl AsArray, bins: impl Bins) -> Result<(Array1<usize>, Array1<f64>)> {
    let x = x.flat()?;
    let edges = bins.edges(range(&x)?)?;
    Ok((counts(&x, &edges), edges))
}

/// The histogram as densities, whose areas sum to one.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// let (density, _) = np::histogram_density([1, 2, 2, 5], 2)?;
/// assert_eq!(density, array![0.375, 0.125]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`histogram`].
pub fn histogram_density(x: impl AsArray, bins: impl Bins) -> Result<(Array1<f64>, Array1<f64>)> {
    let (counts, edges) = histogram(x, bins)?;
    let total = counts.sum() as f64;
    let widths = edges.windows(2).into_iter().map(|pair| pair[1] - pair[0]);
    Ok((counts.iter().zip(widths).map(|(count, width)| *count as f64 / (total * width)).collect(), edges))
}

fn range(x: &[f64]) -> Result<(f64, f64)> {
    if x.is_empty() {
        return Err(Error::empty("np::histogram's array", "one number"));
    }
    if let Some(row) = x.iter().position(|value| !value.is_finite()) {
        return Err(Error::NotFinite { what: "np::histogram's array".to_owned(), value: x[row], row });
    }
    Ok((x[smallest(x)], x[largest(x)]))
}

fn counts(x: &[f64], edges: &Array1<f64>) -> Array1<usize> {
    let edges = edges.to_vec();
    let mut counts = vec![0; edges.len() - 1];
    let (first, last) = (edges[0], edges[edges.len() - 1]);
    for value in x.iter().filter(|value| (first..=last).contains(*value)) {
        let bin = edges.partition_point(|edge| compare(edge, value).is_le()) - 1;
        counts[bin.min(edges.len() - 2)] += 1;
    }
    counts.into()
}

/// How often each whole number from 0 to the largest occurs.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::bincount([0, 2, 2])?, array![1, 0, 2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`] for numbers that are negative, not whole, or too large for a table.
pub fn bincount(x: impl AsArray<Dim = Ix1>) -> Result<Array1<usize>> {
    let places = whole_numbers(&x.flat()?)?;
    let mut counts = vec![0; places.iter().max().map_or(0, |largest| largest + 1)];
    places.iter().for_each(|place| counts[*place] += 1);
    Ok(counts.into())
}

/// The sum of the weights of each whole number from 0 to the largest.
///
/// # Errors
/// As [`bincount`]; [`Error::Shape`] for another number of weights.
pub fn bincount_weighted(
    x: impl AsArray<Dim = Ix1>,
    weights: impl AsArray<Dim = Ix1>,
) -> Result<Array1<f64>> {
    let (places, weights) = (whole_numbers(&x.flat()?)?, weights.flat()?);
    same_length(("x", places.len()), ("weights", weights.len()))?;
    let mut sums = vec![0.0; places.iter().max().map_or(0, |largest| largest + 1)];
    places.iter().zip(&*weights).for_each(|(place, weight)| sums[*place] += weight);
    Ok(sums.into())
}

fn whole_numbers(x: &[f64]) -> Result<Vec<usize>> {
    const LARGEST: f64 = 1e9;
    let whole = |value: &f64| value.fract() == 0.0 && (0.0..=LARGEST).contains(value);
    if let Some(bad) = x.iter().find(|value| !whole(value)) {
        let expected = "whole numbers from 0 to 1e9; for others use `np::unique_counts`";
        return Err(Error::parameter("np::bincount", "x", bad, expected));
    }
    Ok(x.iter().map(|value| *value as usize).collect())
}

//! Statistics of columns that leave NaN out: moments, extremes, quantiles.

use ndarray::ArrayView2;

use super::columns;

/// Count, mean and population variance of the values of a column that are not NaN.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Moments {
    pub count: f64,
    pub mean: f64,
    pub variance: f64,
}

impl Moments {
    /// Whether the values differ by no more than rounding, by the error bound of the two-pass
    /// algorithm.
    ///
    /// Source: T. Chan, G. Golub and R. LeVeque, "Algorithms for computing the sample variance",
    /// The American Statistician 37, 1983.
    pub fn is_constant(&self) -> bool {
        let rounding = self.count * f64::EPSILON;
        self.variance <= rounding * self.variance + (rounding * self.mean).powi(2)
    }
}

/// The moments of each column, in two passes; the second one is corrected for the mean's rounding.
pub(super) fn moments(x: ArrayView2<'_, f64>) -> Vec<Moments> {
    let zeros = vec![(0.0_f64, 0.0_f64); x.ncols()];
    let sums = columns::fold(
        x,
        &zeros,
        |(sum, count), value| {
            *sum += if value.is_nan() { 0.0 } else { value };
            *count += if value.is_nan() { 0.0 } else { 1.0 };
        },
        |(sum, count), later| {
            *sum += later.0;
            *count += later.1;
        },
    );
    let start: Vec<(f64, f64, f64)> = sums.iter().map(|(sum, count)| (sum / count, 0.0, 0.0)).collect();
    let centred = columns::fold(
        x,
        &start,
        |(mean, first, second), value| {
            let difference = if value.is_nan() { 0.0 } else { value - *mean };
            *first += difference;
            *second += difference * difference;
        },
        |(_, first, second), later| {
            *first += later.1;
            *second += later.2;
        },
    );
    let moments = centred.iter().zip(&sums).map(|((mean, first, second), (_, count))| Moments {
        count: *count,
        mean: *mean,
        variance: at_least_zero((second - first * first / count) / count),
    });
    moments.collect()
}

/// Zero for what rounding made negative; NaN stays.
fn at_least_zero(value: f64) -> f64 {
    if value < 0.0 { 0.0 } else { value }
}

/// The least and the greatest value of each column that are not NaN; NaN for a column without any.
pub(super) fn extremes(x: ArrayView2<'_, f64>) -> Vec<(f64, f64)> {
    let start = vec![(f64::INFINITY, f64::NEG_INFINITY); x.ncols()];
    let extremes = columns::fold(
        x,
        &start,
        |(low, high), value| {
            // Comparisons with NaN are false.
            *low = if value < *low { value } else { *low };
            *high = if value > *high { value } else { *high };
        },
        |(low, high), later| {
            *low = low.min(later.0);
            *high = high.max(later.1);
        },
    );
    let empty = |(low, high): (f64, f64)| if low > high { (f64::NAN, f64::NAN) } else { (low, high) };
    extremes.into_iter().map(empty).collect()
}

/// Leaves the values that are not NaN.
pub(super) fn drop_nan(values: &mut Vec<f64>) {
    values.retain(|value| !value.is_nan());
}

/// The quantile `q` (0 to 1) of values in ascending order, interpolated linearly as NumPy does; NaN
/// if there are none.
pub(super) fn quantile_of_sorted(values: &[f64], q: f64) -> f64 {
    let Some(last) = values.len().checked_sub(1) else { return f64::NAN };
    let place = q * last as f64;
    let below = (place.floor() as usize).min(last);
    between(values[below], values[(below + 1).min(last)], place - below as f64)
}

/// The quantile `q` (0 to 1) of values in any order, which are rearranged.
pub(super) fn quantile_of_unsorted(values: &mut [f64], q: f64) -> f64 {
    let Some(last) = values.len().checked_sub(1) else { return f64::NAN };
    let place = q * last as f64;
    let below = (place.floor() as usize).min(last);
    let (_, low, above) = values.select_nth_unstable_by(below, f64::total_cmp);
    let low = *low;
    let high = above.iter().copied().reduce(f64::min).unwrap_or(low);
    between(low, high, place - below as f64)
}

/// NumPy's interpolation, exact at both ends.
fn between(low: f64, high: f64, share: f64) -> f64 {
    if low == high {
        return low;
    }
    if share < 0.5 { low + (high - low) * share } else { high - (high - low) * (1.0 - share) }
}

/// A scale that may be divided by: 1 where it is next to nothing or unknown, as in scikit-learn.
pub(super) fn usable_scale(scale: f64) -> f64 {
    if scale < 10.0 * f64::EPSILON { 1.0 } else { scale }
}

/// `count` numbers at equal distances from `low` to `high`, both among them.
pub(super) fn linspace(low: f64, high: f64, count: usize) -> Vec<f64> {
    let step = (high - low) / (count.max(2) - 1) as f64;
    let mut values: Vec<f64> = (0..count).map(|i| low + step * i as f64).collect();
    if count > 1 {
        values[count - 1] = high;
    }
    values
}

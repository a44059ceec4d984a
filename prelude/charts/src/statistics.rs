//! What distributions and regressions are drawn from. Each number is checked against NumPy, SciPy or
//! statsmodels (`tests/reference/statistics.py`).

mod bins;
mod boxes;
mod density;
mod regression;

pub use bins::Bins;
pub use boxes::{BoxStatistics, quantile, quantiles};
pub use density::Density;
pub use regression::{Regression, mean_interval, t_quantile};

/// Those of `values` that can be drawn.
#[must_use]
pub fn finite(values: &[f64]) -> Vec<f64> {
    values.iter().copied().filter(|value| value.is_finite()).collect()
}

/// The least and the greatest finite value.
#[must_use]
pub fn extent(values: &[f64]) -> Option<(f64, f64)> {
    values.iter().filter(|value| value.is_finite()).fold(None, |ends, value| {
        let (low, high) = ends.unwrap_or((*value, *value));
        Some((low.min(*value), high.max(*value)))
    })
}

/// Mean and standard deviation (n - 1) of finite values.
#[must_use]
pub fn mean_and_deviation(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    // Huge values are scaled first: their squares would overflow.
    let scale = values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
    if values.is_empty() || scale == 0.0 {
        return (0.0, 0.0);
    }
    let mean = values.iter().map(|value| value / scale).sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value / scale - mean).powi(2)).sum();
    let deviation = if values.len() > 1 { (squares / (n - 1.0)).sqrt() } else { 0.0 };
    (mean * scale, deviation * scale)
}

/// Round numbers from at or below `low` to at or above `high`, about `count` steps: multiples of 1, 2, 2.5
/// or 5 times a power of ten.
#[must_use]
pub fn round_levels(low: f64, high: f64, count: usize) -> Vec<f64> {
    let span = high - low;
    if !(span > 0.0 && span.is_finite()) {
        return vec![low, high];
    }
    let rough = span / count.max(1) as f64;
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= rough * (1.0 - 1e-9))
        .unwrap_or(10.0 * power);
    // A whole number of steps away, within rounding, is not one step more.
    let first = (low / step + 1e-9).floor();
    let last = (high / step - 1e-9).ceil();
    let steps = (last - first).clamp(1.0, 1000.0) as usize;
    (0..=steps).map(|index| (first + index as f64) * step).collect()
}

//! Quantiles, and what a box plot shows.

/// The quantile at `q` of sorted values, interpolated linearly (type 7 of Hyndman and Fan, NumPy's default).
#[must_use]
pub fn quantile(sorted: &[f64], q: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let place = q.clamp(0.0, 1.0) * last as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    between(sorted[below], sorted[above], place.fract())
}

fn between(low: f64, high: f64, share: f64) -> f64 {
    if low == high { low } else { low * (1.0 - share) + high * share }
}

/// Quantiles of the finite values, in any order; without sorting them all, for millions of values.
#[must_use]
pub fn quantiles(values: &[f64], shares: &[f64]) -> Vec<f64> {
    let mut values = super::finite(values);
    let Some(last) = values.len().checked_sub(1) else { return vec![f64::NAN; shares.len()] };
    let mut at = |q: f64| {
        let place = q.clamp(0.0, 1.0) * last as f64;
        let (_, low, rest) = values.select_nth_unstable_by(place.floor() as usize, f64::total_cmp);
        let low = *low;
        let high = rest.iter().copied().fold(f64::INFINITY, f64::min);
        if high.is_finite() { between(low, high, place.fract()) } else { low }
    };
    shares.iter().map(|q| at(*q)).collect()
}

/// Tukey's box: quartiles, whiskers to the farthest value within 1.5 times the box' height, and the rest.
#[derive(Clone, Debug, PartialEq)]
pub struct BoxStatistics {
    pub low: f64,
    pub first: f64,
    pub median: f64,
    pub third: f64,
    pub high: f64,
    pub outliers: Vec<f64>,
}

impl BoxStatistics {
    /// Of the finite values; nothing where there are none.
    #[must_use]
    pub fn of(values: &[f64]) -> Option<Self> {
        let mut sorted = super::finite(values);
        if sorted.is_empty() {
            return None;
        }
        sorted.sort_unstable_by(f64::total_cmp);
        let [first, median, third] = [0.25, 0.5, 0.75].map(|q| quantile(&sorted, q));
        let reach = 1.5 * (third - first);
        let (floor, ceiling) = (first - reach, third + reach);
        let inside = |value: &&f64| **value >= floor && **value <= ceiling;
        // An interpolated quartile may lie beyond the farthest value that is still inside.
        let low = sorted.iter().find(inside).copied().unwrap_or(first).min(first);
        let high = sorted.iter().rev().find(inside).copied().unwrap_or(third).max(third);
        let outliers = sorted.iter().copied().filter(|value| *value < floor || *value > ceiling).collect();
        Some(Self { low, first, median, third, high, outliers })
    }
}

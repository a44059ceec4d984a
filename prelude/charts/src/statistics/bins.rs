//! Bins of a histogram.

use super::{extent, quantiles};

/// More bins than this cannot be seen.
const MOST_BINS: usize = 500;
const MOST_BINS_FOUND: usize = 200;

/// Equal bins from `low` to `high`.
#[derive(Clone, Debug, PartialEq)]
pub struct Bins {
    pub low: f64,
    pub high: f64,
    pub count: usize,
}

impl Bins {
    /// Over all finite `values`; `count` as given, or found from the data.
    #[must_use]
    pub fn of(values: &[f64], count: Option<usize>) -> Self {
        let (low, high) = extent(values).unwrap_or((0.0, 1.0));
        if high - low <= 0.0 {
            let room = if low == 0.0 { 0.5 } else { (low.abs() * 0.05).max(f64::MIN_POSITIVE) };
            return Self {
                low: low - room,
                high: high + room,
                count: count.unwrap_or(1).clamp(1, MOST_BINS),
            };
        }
        let count = count.unwrap_or_else(|| found(values, low, high)).clamp(1, MOST_BINS);
        Self { low, high, count }
    }

    /// Where the bin `index` begins.
    #[must_use]
    pub fn edge(&self, index: usize) -> f64 {
        let share = index as f64 / self.count as f64;
        // The difference of the ends may overflow where they do not.
        self.low * (1.0 - share) + self.high * share
    }

    /// All edges, one more than there are bins.
    #[must_use]
    pub fn edges(&self) -> Vec<f64> {
        (0..=self.count).map(|index| self.edge(index)).collect()
    }

    /// How many of `values` are in each bin; the last bin holds its upper edge. Others are left out.
    #[must_use]
    pub fn counts(&self, values: impl IntoIterator<Item = f64>) -> Vec<usize> {
        let mut counts = vec![0; self.count];
        let factor = self.count as f64 / (self.high - self.low);
        for value in values {
            if !(value >= self.low && value <= self.high) {
                continue;
            }
            let mut place = (((value - self.low) * factor) as usize).min(self.count - 1);
            // Rounding may miss the edge by one, as in NumPy's histogram.
            if value < self.edge(place) {
                place = place.saturating_sub(1);
            } else if place + 1 < self.count && value >= self.edge(place + 1) {
                place += 1;
            }
            counts[place] += 1;
        }
        counts
    }
}

/// As many as NumPy's rule `auto` asks for: the narrower of Sturges' bins and those of Freedman and
/// Diaconis, which are at least half as wide as the rule of the square root would have them. Bins of whole
/// numbers are not narrower than one.
fn found(values: &[f64], low: f64, high: f64) -> usize {
    let span = high - low;
    let n = values.iter().filter(|value| value.is_finite()).count() as f64;
    let spread = match quantiles(values, &[0.25, 0.75])[..] {
        [lower, upper] => upper - lower,
        _ => 0.0,
    };
    let sturges = span / (n.log2() + 1.0);
    let freedman_diaconis = (2.0 * spread / n.cbrt()).max(span / n.sqrt() / 2.0);
    let mut width = sturges.min(freedman_diaconis);
    if values.iter().all(|value| !value.is_finite() || value.fract() == 0.0) {
        width = width.max(1.0);
    }
    ((span / width).ceil() as usize).clamp(1, MOST_BINS_FOUND)
}

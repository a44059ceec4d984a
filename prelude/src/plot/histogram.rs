//! Bins of a histogram.

/// More bins than this cannot be seen.
const MOST_BINS: usize = 500;
const MOST_BINS_FOUND: usize = 200;

/// Equal bins from `low` to `high`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bins {
    pub low: f64,
    pub high: f64,
    pub count: usize,
}

impl Bins {
    /// Over all of `values` (finite, not empty); `count` as given, or found from the data.
    pub(super) fn of(values: &[f64], count: Option<usize>) -> Self {
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if high - low <= 0.0 {
            let room = if low == 0.0 { 0.5 } else { (low.abs() * 0.05).max(f64::MIN_POSITIVE) };
            return Self {
                low: low - room,
                high: high + room,
                count: count.unwrap_or(1).clamp(1, MOST_BINS),
            };
        }
        let count = count.unwrap_or_else(|| found(values, high - low)).clamp(1, MOST_BINS);
        Self { low, high, count }
    }

    pub(super) fn edge(&self, index: usize) -> f64 {
        self.low + (self.high - self.low) * index as f64 / self.count as f64
    }

    /// How many of `values` are in each bin; the last bin holds its upper edge.
    pub(super) fn counts(&self, values: impl Iterator<Item = f64>) -> Vec<usize> {
        let mut counts = vec![0; self.count];
        for value in values {
            let place = (value - self.low) / (self.high - self.low) * self.count as f64;
            counts[(place as usize).min(self.count - 1)] += 1;
        }
        counts
    }
}

/// As many as the better of two rules asks for, like NumPy's `auto`: Sturges' for few values,
/// Freedman and Diaconis' for many.
fn found(values: &[f64], span: f64) -> usize {
    let n = values.len() as f64;
    let sturges = n.log2() + 1.0;
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let spread = quantile(&sorted, 0.75) - quantile(&sorted, 0.25);
    let width = 2.0 * spread / n.cbrt();
    let freedman_diaconis = if width > 0.0 { span / width } else { 0.0 };
    (sturges.max(freedman_diaconis).ceil() as usize).clamp(1, MOST_BINS_FOUND)
}

fn quantile(sorted: &[f64], q: f64) -> f64 {
    let place = q * (sorted.len() - 1) as f64;
    let (below, share) = (place.floor() as usize, place.fract());
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (sorted[above] - sorted[below]) * share
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_counted_once() {
        let values = [0.0, 0.5, 1.0, 1.5, 2.0];
        let bins = Bins::of(&values, Some(4));
        assert_eq!(bins.counts(values.iter().copied()), [1, 1, 1, 2]);
        assert_eq!((bins.edge(0), bins.edge(4)), (0.0, 2.0));
    }

    #[test]
    fn constant_values_have_a_bin() {
        for value in [0.0, 3.0, -1e300] {
            let bins = Bins::of(&[value; 3], None);
            assert_eq!(bins.counts([value; 3].into_iter()), [3]);
            assert!(bins.low < bins.high);
        }
    }

    #[test]
    fn the_number_of_bins_is_numpys() {
        // np.histogram_bin_edges(np.arange(100.0), bins="auto"): 8 bins.
        let values: Vec<f64> = (0..100).map(f64::from).collect();
        assert_eq!(Bins::of(&values, None).count, 8);
        assert_eq!(Bins::of(&values, Some(0)).count, 1);
        assert_eq!(Bins::of(&values, Some(1_000_000)).count, MOST_BINS);
    }
}

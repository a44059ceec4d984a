//! From many measurements to the few numbers that are shown.

use serde::Serialize;

/// The middle of a sample and its middle half. Means are not shown: one cell that met a background
/// job would move them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Spread {
    pub median: f64,
    /// A quarter of the sample is below.
    pub low: f64,
    /// A quarter of the sample is above.
    pub high: f64,
    pub count: usize,
}

impl Spread {
    /// None for an empty sample.
    pub fn of(sample: &[f64]) -> Option<Self> {
        let mut sorted = sample.to_vec();
        sorted.sort_by(f64::total_cmp);
        let (median, low, high) =
            (quantile(&sorted, 0.5)?, quantile(&sorted, 0.25)?, quantile(&sorted, 0.75)?);
        Some(Self { median, low, high, count: sorted.len() })
    }

    /// A single number.
    pub fn exact(value: f64) -> Self {
        Self { median: value, low: value, high: value, count: 1 }
    }
}

/// Between two neighbours the quantile is interpolated, as NumPy does it.
fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let place = share * sorted.len().checked_sub(1)? as f64;
    let (below, above) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    Some(below + (above - below) * place.fract())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_an_odd_and_of_an_even_sample() {
        assert_eq!(Spread::of(&[3.0, 1.0, 2.0]).unwrap().median, 2.0);
        assert_eq!(Spread::of(&[4.0, 1.0, 2.0, 3.0]).unwrap().median, 2.5);
    }

    #[test]
    fn quarters_are_those_of_numpy() {
        let spread = Spread::of(&[7.0, 15.0, 36.0, 39.0, 40.0, 41.0]).unwrap();
        assert_eq!(spread, Spread { median: 37.5, low: 20.25, high: 39.75, count: 6 });
    }

    #[test]
    fn one_outlier_moves_nothing_and_none_gives_nothing() {
        assert_eq!(Spread::of(&[1.0, 1.0, 1.0, 1.0, 900.0]), Some(Spread { count: 5, ..Spread::exact(1.0) }));
        assert_eq!(Spread::of(&[]), None);
    }
}

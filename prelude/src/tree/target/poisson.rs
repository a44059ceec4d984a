//! Half the Poisson deviance, for counts.

use super::Target;

/// Counts with weights.
pub(crate) struct Poisson<'a> {
    targets: &'a [f64],
    weights: &'a [f64],
    /// Weight, and weight times target, by place.
    samples: Vec<(f64, f64)>,
    weight: f64,
    sum: f64,
    /// Of the weighted `y·ln y`.
    logarithms: f64,
    is_pure: bool,
}

/// Weight and weighted targets on the left.
#[derive(Clone, Copy)]
pub(crate) struct LeftCounts {
    weight: f64,
    sum: f64,
}

impl<'a> Poisson<'a> {
    /// One target, not negative, and one weight per row of the data.
    pub fn new(targets: &'a [f64], weights: &'a [f64]) -> Self {
        Self { targets, weights, samples: Vec::new(), weight: 0.0, sum: 0.0, logarithms: 0.0, is_pure: false }
    }
}

/// `sum · ln(mean)`; a side without any count cannot be told from any mean, so it never wins.
fn side(sum: f64, weight: f64) -> f64 {
    if sum > 0.0 { sum * (sum / weight).ln() } else { f64::NEG_INFINITY }
}

impl Target for Poisson<'_> {
    type Left = LeftCounts;

    fn n_outputs(&self) -> usize {
        1
    }

    fn enter(&mut self, rows: &[u32]) {
        self.samples.clear();
        (self.weight, self.sum, self.logarithms) = (0.0, 0.0, 0.0);
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for row in rows {
            let (target, weight) = (self.targets[*row as usize], self.weights[*row as usize]);
            self.samples.push((weight, weight * target));
            self.weight += weight;
            self.sum += weight * target;
            if target > 0.0 {
                self.logarithms += weight * target * target.ln();
            }
            low = low.min(target);
            high = high.max(target);
        }
        self.is_pure = low >= high;
    }

    fn is_pure(&self) -> bool {
        self.is_pure
    }

    fn weight(&self) -> f64 {
        self.weight
    }

    fn impurity(&self) -> f64 {
        if self.is_pure { 0.0 } else { ((self.logarithms - self.score()) / self.weight).max(0.0) }
    }

    fn value(&self, value: &mut [f64]) {
        value[0] = self.sum / self.weight;
    }

    fn score(&self) -> f64 {
        side(self.sum, self.weight)
    }

    fn begin(&mut self) -> LeftCounts {
        LeftCounts { weight: 0.0, sum: 0.0 }
    }

    #[inline]
    fn move_left(&mut self, left: &mut LeftCounts, place: usize) {
        let (weight, weighted) = self.samples[place];
        left.weight += weight;
        left.sum += weighted;
    }

    #[inline]
    fn left_weight(&self, left: &LeftCounts) -> f64 {
        left.weight
    }

    fn divided_score(&self, left: &LeftCounts) -> f64 {
        side(left.sum, left.weight) + side(self.sum - left.sum, self.weight - left.weight)
    }
}

//! The variance. Targets are taken relative to the node's mean, so that large values with small
//! differences lose no digits.

use super::Target;

/// Numbers with weights.
pub(crate) struct Squared<'a> {
    targets: &'a [f64],
    weights: &'a [f64],
    /// Weight, and weight times distance from the mean, by place.
    samples: Vec<(f64, f64)>,
    weight: f64,
    mean: f64,
    /// Of the weighted distances: nearly 0.
    sum: f64,
    squares: f64,
    is_pure: bool,
}

/// Weight and weighted distances on the left.
#[derive(Clone, Copy)]
pub(crate) struct LeftSum {
    weight: f64,
    sum: f64,
}

impl<'a> Squared<'a> {
    /// One target and one weight per row of the data.
    pub fn new(targets: &'a [f64], weights: &'a [f64]) -> Self {
        Self {
            targets,
            weights,
            samples: Vec::new(),
            weight: 0.0,
            mean: 0.0,
            sum: 0.0,
            squares: 0.0,
            is_pure: false,
        }
    }
}

impl Target for Squared<'_> {
    type Left = LeftSum;

    fn n_outputs(&self) -> usize {
        1
    }

    fn enter(&mut self, rows: &[u32]) {
        self.samples.clear();
        let (mut weights, mut sum) = (0.0, 0.0);
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for row in rows {
            let (target, weight) = (self.targets[*row as usize], self.weights[*row as usize]);
            weights += weight;
            sum += weight * target;
            low = low.min(target);
            high = high.max(target);
            self.samples.push((weight, target));
        }
        self.is_pure = low >= high;
        self.weight = weights;
        self.mean = if self.is_pure { low } else { sum / weights };
        (self.sum, self.squares) = (0.0, 0.0);
        for (weight, target) in &mut self.samples {
            let distance = *target - self.mean;
            *target = *weight * distance;
            self.sum += *target;
            self.squares += *target * distance;
        }
    }

    fn is_pure(&self) -> bool {
        self.is_pure
    }

    fn weight(&self) -> f64 {
        self.weight
    }

    fn impurity(&self) -> f64 {
        self.squares / self.weight
    }

    fn value(&self, value: &mut [f64]) {
        value[0] = self.mean;
    }

    fn score(&self) -> f64 {
        self.sum * self.sum / self.weight
    }

    fn begin(&mut self) -> LeftSum {
        LeftSum { weight: 0.0, sum: 0.0 }
    }

    #[inline]
    fn move_left(&mut self, left: &mut LeftSum, place: usize) {
        let (weight, weighted) = self.samples[place];
        left.weight += weight;
        left.sum += weighted;
    }

    #[inline]
    fn left_weight(&self, left: &LeftSum) -> f64 {
        left.weight
    }

    #[inline]
    fn divided_score(&self, left: &LeftSum) -> f64 {
        let right = self.sum - left.sum;
        left.sum * left.sum / left.weight + right * right / (self.weight - left.weight)
    }
}

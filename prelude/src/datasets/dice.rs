//! Random draws of everyday kinds from one seeded stream.

use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_distr::{Distribution, Gamma, Poisson, StandardNormal};

/// A seeded stream of draws.
pub(super) struct Dice(StdRng);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    /// From 0 to 1.
    pub fn uniform(&mut self) -> f64 {
        self.0.r#gen()
    }

    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.uniform()
    }

    /// Mean 0, standard deviation 1.
    pub fn normal(&mut self) -> f64 {
        StandardNormal.sample(&mut self.0)
    }

    /// A normal draw, drawn again until it lies between `low` and `high`.
    pub fn normal_between(&mut self, mean: f64, std: f64, low: f64, high: f64) -> f64 {
        for _ in 0..100 {
            let value = mean + std * self.normal();
            if (low..=high).contains(&value) {
                return value;
            }
        }
        mean.clamp(low, high)
    }

    /// Student's t with `freedom` degrees, scaled to variance 1.
    pub fn student(&mut self, freedom: f64) -> f64 {
        let chi_squared = 2.0 * self.gamma(freedom / 2.0);
        self.normal() * ((freedom - 2.0) / chi_squared).sqrt()
    }

    /// Gamma with this shape and scale 1: mean `shape`.
    pub fn gamma(&mut self, shape: f64) -> f64 {
        Gamma::new(shape, 1.0).map_or(shape, |gamma| gamma.sample(&mut self.0))
    }

    pub fn poisson(&mut self, mean: f64) -> u64 {
        Poisson::new(mean).map_or(0, |poisson| poisson.sample(&mut self.0) as u64)
    }

    pub fn chance(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }

    pub fn below(&mut self, n: usize) -> usize {
        self.0.gen_range(0..n.max(1))
    }

    pub fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }

    /// The place of one of the weights, which need not sum to one.
    pub fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut left = self.uniform() * weights.iter().sum::<f64>();
        for (place, weight) in weights.iter().enumerate() {
            if left < *weight {
                return place;
            }
            left -= weight;
        }
        weights.len() - 1
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        items.shuffle(&mut self.0);
    }

    /// `amount` different numbers below `n`, in random order.
    pub fn distinct(&mut self, n: usize, amount: usize) -> Vec<usize> {
        rand::seq::index::sample(&mut self.0, n, amount.min(n)).into_vec()
    }
}

/// Draws places in proportion to many weights, in logarithmic time.
pub(super) struct Wheel {
    /// The sums of the weights up to each place.
    sums: Vec<f64>,
}

impl Wheel {
    pub fn new(weights: impl Iterator<Item = f64>) -> Self {
        let sums = weights
            .scan(0.0, |sum, weight| {
                *sum += weight;
                Some(*sum)
            })
            .collect();
        Self { sums }
    }

    pub fn turn(&self, dice: &mut Dice) -> usize {
        let stop = dice.uniform() * self.sums.last().copied().unwrap_or(0.0);
        self.sums.partition_point(|sum| *sum <= stop).min(self.sums.len().saturating_sub(1))
    }
}

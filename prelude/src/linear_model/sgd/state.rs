//! One weighted sum that is learnt step by step, and the course of its steps.

use ndarray::{Array1, ArrayView1, ArrayView2};
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use serde::{Deserialize, Serialize};

use super::LearningRate;
use crate::error::{Error, Result};
use crate::runtime::{Progress, check_interrupt};

/// How steps are made; the parameters of a model, checked.
#[derive(Clone, Copy, Debug)]
pub(in crate::linear_model) struct Steps {
    pub model: &'static str,
    pub l1: f64,
    pub l2: f64,
    pub alpha: f64,
    pub fit_intercept: bool,
    pub max_iter: usize,
    pub tolerance: f64,
    pub n_iter_no_change: usize,
    pub learning_rate: LearningRate,
    pub eta0: f64,
    pub power_t: f64,
    pub seed: u64,
    /// The loss's slope at a typical score, for the rule of thumb of [`LearningRate::Optimal`].
    pub typical_slope: f64,
    /// The most by which the loss's slope changes with the score, if steps must not go beyond the
    /// minimum of a sample's loss.
    pub curvature: Option<f64>,
}

impl Steps {
    /// The samples of a batch in random order: batches are often sorted by class or time. Each batch has
    /// an order of its own.
    pub fn order(&self, n_samples: usize, batch: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..n_samples).collect();
        order.shuffle(&mut StdRng::seed_from_u64(self.seed.wrapping_add(batch as u64)));
        order
    }
}

/// A weighted sum, with what the next step has to know.
///
/// The weights are `scale · weights`, so that shrinking them all costs one multiplication.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::linear_model) struct State {
    weights: Array1<f64>,
    scale: f64,
    intercept: f64,
    /// Samples seen.
    seen: f64,
    eta: f64,
    /// The L1 penalty that every weight should have paid so far, and what each has.
    due: f64,
    paid: Array1<f64>,
    pub n_iter: usize,
}

/// Loss and slope of row `i` at a score.
pub(in crate::linear_model) type LossAt<'a> = dyn Fn(usize, f64) -> (f64, f64) + Sync + 'a;

impl State {
    pub fn new(n_features: usize, steps: &Steps) -> Self {
        Self {
            weights: Array1::zeros(n_features),
            scale: 1.0,
            intercept: 0.0,
            seen: 0.0,
            eta: steps.eta0,
            due: 0.0,
            paid: Array1::zeros(n_features),
            n_iter: 0,
        }
    }

    pub fn coefficients(&self) -> Array1<f64> {
        &self.weights * self.scale
    }

    pub fn intercept(&self) -> f64 {
        self.intercept
    }

    /// Rounds over all samples until the loss stops falling.
    pub fn run(
        &mut self,
        steps: &Steps,
        x: ArrayView2<'_, f64>,
        weights: Option<ArrayView1<'_, f64>>,
        loss: &LossAt<'_>,
    ) -> Result<()> {
        let mut random = StdRng::seed_from_u64(steps.seed);
        let mut order: Vec<usize> = (0..x.nrows()).collect();
        let mut progress = Progress::new(steps.model, steps.max_iter as u64);
        let (mut best, mut idle) = (f64::INFINITY, 0);
        for _ in 0..steps.max_iter {
            order.shuffle(&mut random);
            let mean = self.round(steps, x, weights, loss, &order)?;
            self.n_iter += 1;
            progress.advance(1);
            idle = if mean > best - steps.tolerance { idle + 1 } else { 0 };
            best = best.min(mean);
            if idle >= steps.n_iter_no_change {
                if steps.learning_rate != LearningRate::Adaptive || self.eta <= 1e-6 {
                    break;
                }
                self.eta /= 5.0;
                idle = 0;
            }
        }
        progress.finish_and_clear();
        Ok(())
    }

    /// One round over the rows in `order`; gives the mean loss on the way.
    pub fn round(
        &mut self,
        steps: &Steps,
        x: ArrayView2<'_, f64>,
        weights: Option<ArrayView1<'_, f64>>,
        loss: &LossAt<'_>,
        order: &[usize],
    ) -> Result<f64> {
        const ROWS: usize = 4096;
        let mut sum = 0.0;
        for rows in order.chunks(ROWS) {
            check_interrupt()?;
            for &row in rows {
                let weight = weights.map_or(1.0, |weights| weights[row]);
                sum += self.step(steps, x.row(row), weight, &|score| loss(row, score));
            }
        }
        if !(sum.is_finite() && self.intercept.is_finite() && self.weights.iter().all(|w| w.is_finite())) {
            return Err(Error::Fit {
                model: steps.model,
                reason: "the weights grew without end".to_owned(),
                advice: "Scale the features (StandardScaler), or choose a smaller `eta0`.",
            });
        }
        Ok(sum / order.len() as f64)
    }

    fn step(
        &mut self,
        steps: &Steps,
        x: ArrayView1<'_, f64>,
        weight: f64,
        loss: &dyn Fn(f64) -> (f64, f64),
    ) -> f64 {
        // A slope beyond this would throw the weights away.
        const STEEPEST: f64 = 1e12;
        let score = self.scale * dot(self.weights.view(), x) + self.intercept;
        let eta = match steps.curvature {
            // Features that are not scaled would else let the errors grow from step to step.
            Some(curvature) => self.rate(steps).min(0.5 / (curvature * (1.0 + x.dot(&x)))),
            None => self.rate(steps),
        };
        self.seen += 1.0;
        let (value, slope) = loss(score);
        let change = -eta * weight * slope.clamp(-STEEPEST, STEEPEST);
        self.shrink(1.0 - eta * steps.l2);
        if change != 0.0 {
            self.weights.scaled_add(change / self.scale, &x);
            if steps.fit_intercept {
                self.intercept += change;
            }
        }
        if steps.l1 > 0.0 {
            self.due += eta * steps.l1;
            self.pay();
        }
        weight * value
    }

    fn rate(&self, steps: &Steps) -> f64 {
        match steps.learning_rate {
            LearningRate::Constant | LearningRate::Adaptive => self.eta,
            LearningRate::InvScaling => steps.eta0 / (self.seen + 1.0).powf(steps.power_t),
            LearningRate::Optimal => {
                let typical = (1.0 / steps.alpha.sqrt()).sqrt();
                let start = typical / steps.typical_slope.max(1.0);
                1.0 / (steps.alpha * (1.0 / (start * steps.alpha) + self.seen))
            }
        }
    }

    fn shrink(&mut self, factor: f64) {
        self.scale *= factor.max(0.0);
        if self.scale < 1e-9 {
            self.weights *= self.scale;
            self.scale = 1.0;
        }
    }

    /// Lets every weight pay what it owes of the L1 penalty, at most down to zero (Tsuruoka, Tsujii,
    /// Ananiadou, "Stochastic gradient descent training for L1-regularized log-linear models", 2009).
    fn pay(&mut self) {
        for (weight, paid) in self.weights.iter_mut().zip(&mut self.paid) {
            let before = *weight * self.scale;
            let after = if before > 0.0 {
                (before - (self.due + *paid)).max(0.0)
            } else if before < 0.0 {
                (before + (self.due - *paid)).min(0.0)
            } else {
                continue;
            };
            *paid += after - before;
            *weight = after / self.scale;
        }
    }
}

fn dot(a: ArrayView1<'_, f64>, b: ArrayView1<'_, f64>) -> f64 {
    a.dot(&b)
}

//! What boosting makes small: values, derivatives and best constants of losses.

use std::fmt;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::histogram::Derivatives;
use crate::tree::columns::ordered_bits;

/// Rows that one thread works on at a time.
const ROWS_AT_ONCE: usize = 4096;

/// What a boosted regression makes small.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BoostingLoss {
    /// Predicts the mean.
    #[default]
    SquaredError,
    /// Predicts the median; far-off targets count no more than others.
    AbsoluteError,
    /// Predicts a quantile.
    Quantile,
    /// Predicts the mean of counts, always above 0.
    Poisson,
}

impl fmt::Display for BoostingLoss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SquaredError => "squared_error",
            Self::AbsoluteError => "absolute_error",
            Self::Quantile => "quantile",
            Self::Poisson => "poisson",
        })
    }
}

/// A loss with its parameters. Classes are targets 0, 1, 2 …
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Loss {
    Squared,
    Absolute,
    Quantile(f64),
    Poisson,
    /// Of two classes, by log-odds of the second.
    Binary,
    /// Of more, by one score per class.
    Multinomial(usize),
}

/// Targets and what is predicted for them so far: `n_outputs` scores per row.
pub(crate) struct Scores<'a> {
    pub targets: &'a [f64],
    /// 0 for rows that are not trained on.
    pub weights: &'a [f64],
    pub scores: Vec<f64>,
}

impl Loss {
    pub fn n_outputs(self) -> usize {
        if let Self::Multinomial(classes) = self { classes } else { 1 }
    }

    /// The quantile of residuals that leaves are set to, for losses without curvature.
    pub fn residual_quantile(self) -> Option<f64> {
        match self {
            Self::Absolute => Some(0.5),
            Self::Quantile(quantile) => Some(quantile),
            _ => None,
        }
    }

    /// The best constant scores.
    pub fn start(self, targets: &[f64], weights: &[f64]) -> Vec<f64> {
        let total: f64 = weights.iter().sum();
        let mean = |of: &dyn Fn(f64) -> f64| {
            targets.iter().zip(weights).map(|(target, weight)| weight * of(*target)).sum::<f64>() / total
        };
        match self {
            Self::Squared => vec![mean(&|target| target)],
            Self::Poisson => vec![mean(&|target| target).max(f64::MIN_POSITIVE).ln()],
            Self::Absolute | Self::Quantile(_) => {
                let pairs = targets.iter().zip(weights).map(|(target, weight)| (*target, *weight));
                let used = pairs.filter(|(_, weight)| *weight > 0.0).collect();
                vec![weighted_quantile(used, self.residual_quantile().unwrap_or(0.5))]
            }
            Self::Binary => {
                let share = share(mean(&|target| target));
                vec![(share / (1.0 - share)).ln()]
            }
            Self::Multinomial(classes) => {
                let of = |class: usize| share(mean(&|target| f64::from(target == class as f64))).ln();
                let scores: Vec<f64> = (0..classes).map(of).collect();
                let middle = scores.iter().sum::<f64>() / classes as f64;
                scores.into_iter().map(|score| score - middle).collect()
            }
        }
    }

    /// The loss of one row with weight 1, and its derivatives.
    #[inline]
    fn row(self, target: f64, scores: &[f64], weight: f64, out: &mut [Derivatives]) -> f64 {
        let put = |gradient: f64, hessian: f64| [(gradient * weight) as f32, (hessian * weight) as f32];
        let score = scores[0];
        match self {
            Self::Squared => {
                out[0] = put(score - target, 1.0);
                0.5 * (score - target).powi(2)
            }
            Self::Absolute => {
                out[0] = put((score - target).signum(), 1.0);
                (score - target).abs()
            }
            Self::Quantile(quantile) => {
                let above = score >= target;
                out[0] = put(if above { 1.0 - quantile } else { -quantile }, 1.0);
                if above { (1.0 - quantile) * (score - target) } else { quantile * (target - score) }
            }
            Self::Poisson => {
                let rate = score.exp();
                out[0] = put(rate - target, rate);
                rate - target * score
            }
            Self::Binary => {
                let small = (-score.abs()).exp();
                let probability = if score >= 0.0 { 1.0 / (1.0 + small) } else { small / (1.0 + small) };
                out[0] = put(probability - target, probability * (1.0 - probability));
                // `ln_1p` takes twice as long, for digits that a mean of losses does not have.
                (1.0 + small).ln() + score.max(0.0) - target * score
            }
            Self::Multinomial(_) => {
                let (top, sum) = log_sum(scores);
                for (class, (score, out)) in scores.iter().zip(out).enumerate() {
                    let probability = (score - top).exp() / sum;
                    let is_true = f64::from(target == class as f64);
                    *out = put(probability - is_true, probability * (1.0 - probability));
                }
                top + sum.ln() - scores[target as usize]
            }
        }
    }

    /// The derivatives of all rows, and the mean loss.
    pub fn derive(self, data: &Scores<'_>, out: &mut [Derivatives]) -> f64 {
        // One loop per loss, so that none asks in it which one it is.
        match self {
            Self::Squared => pass(data, 1, out, |y, s, w, out| Self::Squared.row(y, s, w, out)),
            Self::Binary => pass(data, 1, out, |y, s, w, out| Self::Binary.row(y, s, w, out)),
            other => pass(data, other.n_outputs(), out, |y, s, w, out| other.row(y, s, w, out)),
        }
    }

    /// The mean loss of some rows, with these weights.
    pub fn mean(self, data: &Scores<'_>, rows: &[u32], weights: &[f64]) -> f64 {
        let n_outputs = self.n_outputs();
        let mut unused = vec![[0.0; 2]; n_outputs];
        let (mut sum, mut total) = (0.0, 0.0);
        for row in rows {
            let row = *row as usize;
            let scores = &data.scores[row * n_outputs..(row + 1) * n_outputs];
            sum += weights[row] * self.row(data.targets[row], scores, 0.0, &mut unused);
            total += weights[row];
        }
        sum / total
    }
}

fn pass(
    data: &Scores<'_>,
    n_outputs: usize,
    out: &mut [Derivatives],
    row: impl Fn(f64, &[f64], f64, &mut [Derivatives]) -> f64 + Sync,
) -> f64 {
    let chunks = out.par_chunks_mut(ROWS_AT_ONCE * n_outputs).enumerate();
    let sums: Vec<(f64, f64)> = chunks
        .map(|(chunk, out)| {
            let first = chunk * ROWS_AT_ONCE;
            let (mut sum, mut total) = (0.0, 0.0);
            for (offset, out) in out.chunks_mut(n_outputs).enumerate() {
                let at = first + offset;
                let scores = &data.scores[at * n_outputs..(at + 1) * n_outputs];
                let weight = data.weights[at];
                sum += weight * row(data.targets[at], scores, weight, out);
                total += weight;
            }
            (sum, total)
        })
        .collect();
    let (sum, total) = sums.iter().fold((0.0, 0.0), |all, part| (all.0 + part.0, all.1 + part.1));
    sum / total
}

/// The largest score, and the sum of the exponentials relative to it.
pub(crate) fn log_sum(scores: &[f64]) -> (f64, f64) {
    let top = scores.iter().fold(f64::NEG_INFINITY, |top, score| top.max(*score));
    (top, scores.iter().map(|score| (score - top).exp()).sum())
}

/// A share that has a finite logarithm.
fn share(share: f64) -> f64 {
    share.clamp(f64::EPSILON, 1.0 - f64::EPSILON)
}

/// The value with `quantile` of the weight below it; between two samples in proportion where all
/// weights are the same.
pub(crate) fn weighted_quantile(mut samples: Vec<(f64, f64)>, quantile: f64) -> f64 {
    samples.sort_unstable_by_key(|sample| ordered_bits(sample.0));
    let Some(first) = samples.first().copied() else { return 0.0 };
    if samples.iter().all(|sample| sample.1 == first.1) {
        let place = quantile * (samples.len() - 1) as f64;
        let (low, high) = (samples[place.floor() as usize].0, samples[place.ceil() as usize].0);
        return low + (high - low) * place.fract();
    }
    let wanted = quantile * samples.iter().map(|sample| sample.1).sum::<f64>();
    let mut sum = 0.0;
    for (value, weight) in &samples {
        sum += weight;
        if sum >= wanted {
            return *value;
        }
    }
    samples[samples.len() - 1].0
}

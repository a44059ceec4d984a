//! Curves from scores to probabilities.

use serde::{Deserialize, Serialize};

use super::CalibrationMethod;

/// Scores beyond this are scaled first, or the logistic curve's search loses digits.
const LARGE_SCORE: f64 = 30.0;
const MOST_STEPS: usize = 100;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Calibrator {
    /// 1 / (1 + exp(slope · score + constant)).
    Sigmoid { slope: f64, constant: f64 },
    /// Straight lines between these points, level beyond them.
    Isotonic { scores: Vec<f64>, probabilities: Vec<f64> },
}

impl Calibrator {
    /// From scores and whether the class came true.
    pub fn fit(method: CalibrationMethod, scores: &[f64], truth: &[bool], weights: Option<&[f64]>) -> Self {
        let even = vec![1.0; scores.len()];
        let weights = weights.unwrap_or(&even);
        match method {
            CalibrationMethod::Sigmoid => logistic(scores, truth, weights),
            CalibrationMethod::Isotonic => staircase(scores, truth, weights),
        }
    }

    pub fn probability(&self, score: f64) -> f64 {
        match self {
            Self::Sigmoid { slope, constant } => 1.0 / (1.0 + (slope * score + constant).exp()),
            Self::Isotonic { scores, probabilities } => {
                let above = scores.partition_point(|known| *known < score);
                if above == 0 {
                    return probabilities[0];
                }
                if above == scores.len() {
                    return probabilities[above - 1];
                }
                let share = (score - scores[above - 1]) / (scores[above] - scores[above - 1]);
                probabilities[above - 1] + share * (probabilities[above] - probabilities[above - 1])
            }
        }
    }
}

/// Platt's curve, by Newton's method. Its targets are a little inside 0 and 1, as many samples allow.
///
/// Source: H. Lin, C. Lin, R. Weng, "A note on Platt's probabilistic outputs for support vector
/// machines", 2007.
fn logistic(scores: &[f64], truth: &[bool], weights: &[f64]) -> Calibrator {
    let largest = scores.iter().fold(0.0_f64, |largest, score| largest.max(score.abs()));
    let scale = if largest >= LARGE_SCORE { largest } else { 1.0 };
    let sum = |wanted: bool| -> f64 {
        truth.iter().zip(weights).filter(|(truth, _)| **truth == wanted).map(|(_, weight)| weight).sum()
    };
    let (negative, positive) = (sum(false), sum(true));
    let (low, high) = (1.0 / (negative + 2.0), (positive + 1.0) / (positive + 2.0));
    let samples: Vec<Sample> = scores
        .iter()
        .zip(truth)
        .zip(weights)
        .map(|((score, truth), weight)| Sample {
            score: score / scale,
            target: if *truth { high } else { low },
            weight: *weight,
        })
        .collect();
    let mut point = (0.0, ((negative + 1.0) / (positive + 1.0)).ln());
    let mut value = loss(&samples, point);
    for _ in 0..MOST_STEPS {
        let Some((step, slope)) = newton_step(&samples, point) else { break };
        let mut length = 1.0;
        let next = loop {
            let next = (point.0 + length * step.0, point.1 + length * step.1);
            let next_value = loss(&samples, next);
            if next_value <= value + 1e-4 * length * slope {
                break Some((next, next_value));
            }
            length *= 0.5;
            if length < 1e-10 {
                break None;
            }
        };
        let Some((next, next_value)) = next else { break };
        (point, value) = (next, next_value);
    }
    Calibrator::Sigmoid { slope: point.0 / scale, constant: point.1 }
}

struct Sample {
    score: f64,
    target: f64,
    weight: f64,
}

/// The log loss of a curve.
fn loss(samples: &[Sample], (slope, constant): (f64, f64)) -> f64 {
    let one = |sample: &Sample| {
        let logit = slope * sample.score + constant;
        // ln(1 + e^logit) − (1 − target) logit, without overflow.
        let soft = if logit > 0.0 { logit + (-logit).exp().ln_1p() } else { logit.exp().ln_1p() };
        sample.weight * (soft - (1.0 - sample.target) * logit)
    };
    samples.iter().map(one).sum()
}

/// Where the loss's parabola has its bottom, and its slope on the way there; nothing at the bottom.
fn newton_step(samples: &[Sample], (slope, constant): (f64, f64)) -> Option<((f64, f64), f64)> {
    // A little more curvature, for scores that are all the same.
    let (mut h11, mut h22, mut h12, mut g1, mut g2) = (1e-12, 1e-12, 0.0, 0.0, 0.0);
    for sample in samples {
        let probability = 1.0 / (1.0 + (slope * sample.score + constant).exp());
        let spread = sample.weight * probability * (1.0 - probability);
        let miss = sample.weight * (sample.target - probability);
        h11 += spread * sample.score * sample.score;
        h12 += spread * sample.score;
        h22 += spread;
        g1 += miss * sample.score;
        g2 += miss;
    }
    if g1.abs() < 1e-10 && g2.abs() < 1e-10 {
        return None;
    }
    let determinant = h11 * h22 - h12 * h12;
    let step = (-(h22 * g1 - h12 * g2) / determinant, -(h11 * g2 - h12 * g1) / determinant);
    let falls = g1 * step.0 + g2 * step.1;
    (step.0.is_finite() && step.1.is_finite() && falls < 0.0).then_some((step, falls))
}

/// Isotonic regression by pooling adjacent violators.
///
/// Source: M. Ayer, H. Brunk, G. Ewing, W. Reid, E. Silverman, "An empirical distribution function
/// for sampling with incomplete information", 1955.
fn staircase(scores: &[f64], truth: &[bool], weights: &[f64]) -> Calibrator {
    let mut order: Vec<usize> = (0..scores.len()).filter(|row| weights[*row] > 0.0).collect();
    order.sort_by(|a, b| scores[*a].total_cmp(&scores[*b]));
    // Equal scores are one point.
    let mut points: Vec<Step> = Vec::new();
    for row in order {
        let (score, weight) = (scores[row], weights[row]);
        let mass = if truth[row] { weight } else { 0.0 };
        match points.last_mut() {
            Some(last) if last.last == score => {
                last.weight += weight;
                last.mass += mass;
            }
            _ => points.push(Step { first: score, last: score, weight, mass }),
        }
    }
    let mut steps: Vec<Step> = Vec::new();
    for point in points {
        let mut step = point;
        while let Some(before) = steps.pop_if(|before| before.level() >= step.level()) {
            step = Step {
                first: before.first,
                last: step.last,
                weight: before.weight + step.weight,
                mass: before.mass + step.mass,
            };
        }
        steps.push(step);
    }
    let (mut ends, mut levels) = (Vec::new(), Vec::new());
    if steps.is_empty() {
        // No sample of the fold counts.
        return Calibrator::Isotonic { scores: vec![0.0], probabilities: vec![0.5] };
    }
    for step in &steps {
        ends.push(step.first);
        levels.push(step.level());
        if step.last > step.first {
            ends.push(step.last);
            levels.push(step.level());
        }
    }
    Calibrator::Isotonic { scores: ends, probabilities: levels }
}

/// Scores that have one level.
struct Step {
    first: f64,
    last: f64,
    weight: f64,
    mass: f64,
}

impl Step {
    fn level(&self) -> f64 {
        self.mass / self.weight
    }
}

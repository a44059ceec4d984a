//! Linear models with absolute losses beyond a threshold, by coordinates of the dual problem: one
//! variable per sample, set to its optimum in turn, in a new random order each round.
//!
//! Source: C. Hsieh, K. Chang, C. Lin, S. Keerthi, S. Sundararajan, "A dual coordinate descent method
//! for large-scale linear SVM", 2008; C. Ho, C. Lin, "Large-scale linear support vector regression",
//! 2012.

use ndarray::{Array1, ArrayView1, ArrayView2};
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;

use super::newton::Fit;
use crate::error::Result;
use crate::runtime::check_interrupt;

/// When to stop, and the seed of the orders.
#[derive(Clone, Copy)]
pub(super) struct Rounds {
    pub tolerance: f64,
    pub max_iter: usize,
    pub seed: u64,
}

/// `½‖w‖² + Σ cᵢ max(0, 1 − yᵢ w·xᵢ)` for signs `y`.
pub(super) fn hinge(x: ArrayView2<'_, f64>, signs: &[f64], costs: &[f64], rounds: Rounds) -> Result<Fit> {
    let mut alpha = vec![0.0_f64; signs.len()];
    descend(x, rounds, |row, sample, square, weights| {
        let gradient = signs[row] * sample.dot(weights) - 1.0;
        let (old, cost) = (alpha[row], costs[row]);
        let violation = if old <= 0.0 {
            gradient.min(0.0)
        } else if old >= cost {
            gradient.max(0.0)
        } else {
            gradient
        };
        if violation != 0.0 {
            alpha[row] = (old - gradient / square).clamp(0.0, cost);
            weights.scaled_add((alpha[row] - old) * signs[row], &sample);
        }
        violation
    })
}

/// `½‖w‖² + Σ cᵢ max(0, |w·xᵢ − yᵢ| − epsilon)`.
pub(super) fn epsilon_insensitive(
    x: ArrayView2<'_, f64>,
    target: ArrayView1<'_, f64>,
    costs: &[f64],
    epsilon: f64,
    rounds: Rounds,
) -> Result<Fit> {
    let mut beta = vec![0.0_f64; target.len()];
    descend(x, rounds, |row, sample, square, weights| {
        let miss = sample.dot(weights) - target[row];
        let (up, down) = (miss + epsilon, miss - epsilon);
        let (old, cost) = (beta[row], costs[row]);
        // The optimum along this variable: a soft threshold between the bounds.
        let wanted = if up < square * old {
            old - up / square
        } else if down > square * old {
            old - down / square
        } else {
            0.0
        };
        beta[row] = wanted.clamp(-cost, cost);
        let change = beta[row] - old;
        if change != 0.0 {
            weights.scaled_add(change, &sample);
        }
        change * square
    })
}

/// Rounds over all rows. `update` sets a row's variable and tells by how much it was off.
fn descend(
    x: ArrayView2<'_, f64>,
    rounds: Rounds,
    mut update: impl FnMut(usize, ArrayView1<'_, f64>, f64, &mut Array1<f64>) -> f64,
) -> Result<Fit> {
    let squares: Vec<f64> = x.rows().into_iter().map(|row| row.dot(&row)).collect();
    let mut order: Vec<usize> = (0..x.nrows()).filter(|row| squares[*row] > 0.0).collect();
    let mut random = StdRng::seed_from_u64(rounds.seed);
    let mut weights = Array1::zeros(x.ncols());
    for _ in 0..rounds.max_iter {
        check_interrupt()?;
        order.shuffle(&mut random);
        let (mut least, mut most) = (0.0_f64, 0.0_f64);
        for row in &order {
            let violation = update(*row, x.row(*row), squares[*row], &mut weights);
            least = least.min(violation);
            most = most.max(violation);
        }
        if most - least <= rounds.tolerance {
            return Ok(Fit { weights, converged: true });
        }
    }
    Ok(Fit { weights, converged: false })
}

//! Newton's method for linear models with squared losses beyond a threshold: `½‖w‖² + Σ cᵢ lossᵢ²`.
//!
//! The losses have kinks in their second derivative only, so that full steps end at the exact
//! optimum after a few rounds; the line search makes sure of the first ones. A round solves a system
//! as large as the number of features: by Cholesky, or by conjugate gradients if they are many.
//!
//! Source: S. Keerthi, D. DeCoste, "A modified finite Newton method for fast solution of large scale
//! linear SVMs", 2005.

use faer::prelude::Solve;
use faer::{MatRef, Side};
use ndarray::{Array1, Array2, ArrayView2, Axis};

use crate::array::linalg::product;
use crate::error::Result;
use crate::runtime::check_interrupt;

/// With more features, conjugate gradients.
const MOST_DIRECT: usize = 600;
const MOST_HALVINGS: usize = 40;
/// A promised decrease, relative to the loss, below which there is nothing left to gain.
const LEAST_DECREASE: f64 = 1e-14;

/// How far a prediction is beyond what is free: the signed loss, whose square counts. Zero if it is
/// not.
pub(super) trait Excess {
    fn excess(&self, row: usize, prediction: f64) -> f64;
}

pub(super) struct Fit {
    pub weights: Array1<f64>,
    pub converged: bool,
}

/// The optimal weights of the columns of `x`; `costs` are the `cᵢ`.
pub(super) fn minimize(
    x: ArrayView2<'_, f64>,
    costs: &[f64],
    loss: &impl Excess,
    tolerance: f64,
    max_iter: usize,
) -> Result<Fit> {
    let mut weights = Array1::zeros(x.ncols());
    let mut point = Point::at(x, costs, loss, &weights);
    let first = norm(&point.gradient(x, costs, &weights));
    for _ in 0..max_iter {
        check_interrupt()?;
        let gradient = point.gradient(x, costs, &weights);
        if norm(&gradient) <= tolerance * 1e-6 * first {
            return Ok(Fit { weights, converged: true });
        }
        let active: Vec<usize> =
            (0..x.nrows()).filter(|row| point.excess[*row] != 0.0 && costs[*row] > 0.0).collect();
        let direction = -newton_step(x, costs, &active, &gradient);
        let slope = gradient.dot(&direction);
        // The step is an exact one when it is small, and the last that counts.
        let last = -slope <= LEAST_DECREASE * point.value;
        let mut length = 1.0;
        let mut moved = false;
        for _ in 0..MOST_HALVINGS {
            let next_weights = &weights + &(length * &direction);
            let next = Point::at(x, costs, loss, &next_weights);
            if last || next.value <= point.value + 1e-4 * length * slope {
                (weights, point, moved) = (next_weights, next, true);
                break;
            }
            length *= 0.5;
        }
        if last || !moved {
            // No step that rounding lets through goes down any more.
            let near = last || norm(&gradient) <= tolerance * first;
            return Ok(Fit { weights, converged: near });
        }
    }
    Ok(Fit { weights, converged: false })
}

struct Point {
    excess: Vec<f64>,
    value: f64,
}

impl Point {
    fn at(x: ArrayView2<'_, f64>, costs: &[f64], loss: &impl Excess, weights: &Array1<f64>) -> Self {
        let predictions = x.dot(weights);
        let excess: Vec<f64> =
            predictions.iter().enumerate().map(|(row, value)| loss.excess(row, *value)).collect();
        let losses: f64 = excess.iter().zip(costs).map(|(excess, cost)| cost * excess * excess).sum();
        Self { excess, value: 0.5 * weights.dot(weights) + losses }
    }

    fn gradient(&self, x: ArrayView2<'_, f64>, costs: &[f64], weights: &Array1<f64>) -> Array1<f64> {
        let mut gradient = weights.clone();
        for ((row, excess), cost) in x.outer_iter().zip(&self.excess).zip(costs) {
            if *excess != 0.0 {
                gradient.scaled_add(2.0 * cost * excess, &row);
            }
        }
        gradient
    }
}

fn norm(vector: &Array1<f64>) -> f64 {
    vector.dot(vector).sqrt()
}

/// Solves `(I + 2 Σ cᵢ xᵢxᵢᵀ) step = gradient` over the active rows.
fn newton_step(
    x: ArrayView2<'_, f64>,
    costs: &[f64],
    active: &[usize],
    gradient: &Array1<f64>,
) -> Array1<f64> {
    let mut rows = x.select(Axis(0), active);
    for (mut row, place) in rows.rows_mut().into_iter().zip(active) {
        row *= (2.0 * costs[*place]).sqrt();
    }
    if x.ncols() > MOST_DIRECT {
        return conjugate_gradients(&rows, gradient);
    }
    let mut curvature = product(rows.t(), rows.view());
    curvature.diag_mut().mapv_inplace(|value| value + 1.0);
    let d = x.ncols();
    let matrix = MatRef::from_row_major_slice(curvature.as_slice().unwrap_or_default(), d, d);
    let Ok(factors) = matrix.llt(Side::Lower) else { return conjugate_gradients(&rows, gradient) };
    let right = MatRef::from_column_major_slice(gradient.as_slice().unwrap_or_default(), d, 1);
    let step = factors.solve(right);
    (0..d).map(|j| step[(j, 0)]).collect()
}

fn conjugate_gradients(rows: &Array2<f64>, gradient: &Array1<f64>) -> Array1<f64> {
    let mut step = Array1::zeros(gradient.len());
    let mut rest = gradient.clone();
    let mut direction = rest.clone();
    let (mut square, enough) = (rest.dot(&rest), 1e-16 * gradient.dot(gradient));
    for _ in 0..2 * gradient.len() {
        if square <= enough {
            break;
        }
        let image = &direction + &rows.t().dot(&rows.dot(&direction));
        let length = square / direction.dot(&image);
        step.scaled_add(length, &direction);
        rest.scaled_add(-length, &image);
        let next = rest.dot(&rest);
        direction = &rest + &((next / square) * &direction);
        square = next;
    }
    step
}

//! The dual of the pinball loss, `max y'a` with `X'a = (1 − τ)X'1` and a between 0 and 1, by a
//! predictor-corrector interior point method. Its multipliers are the plane's weights.

use std::ops::Range;

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Zip, s};

use super::NAME;
use crate::array::linalg::Cholesky;
use crate::error::Result;
use crate::linear_model::logistic_regression::add_weighted_gram;
use crate::linear_model::passes::{BLOCK, RowSum, sum_rows};
use crate::runtime::{Progress, check_interrupt};

/// The share of the way to the boundary that a step takes.
const NEAR: f64 = 0.99995;

#[derive(Clone, Copy, Debug)]
pub(super) struct Settings {
    pub quantile: f64,
    pub max_iter: usize,
    pub tolerance: f64,
}

pub(super) struct Found {
    pub weights: Array1<f64>,
    pub n_iter: usize,
    pub converged: bool,
}

/// Where the method is: a, its distance from one, their multipliers, and the weights.
struct Iterate {
    a: Array1<f64>,
    rest: Array1<f64>,
    z: Array1<f64>,
    w: Array1<f64>,
    weights: Array1<f64>,
}

struct Direction {
    a: Array1<f64>,
    z: Array1<f64>,
    w: Array1<f64>,
    weights: Array1<f64>,
}

pub(super) fn solve(x: ArrayView2<'_, f64>, y: ArrayView1<'_, f64>, settings: Settings) -> Result<Found> {
    let n = y.len();
    let start = Array1::from_elem(n, 1.0 - settings.quantile);
    let fixed = x.t().dot(&start);
    let Some(factor) = factor(x, &Array1::ones(n))? else { return Ok(lost(x.ncols())) };
    let weights = factor.solve(x.t().dot(&-&y).view());
    let slack = (-&y - x.dot(&weights)).mapv(|slack| if slack == 0.0 { 1e-3 } else { slack });
    let z = slack.mapv(|slack| slack.max(0.0) + 1e-3);
    let mut at = Iterate { rest: start.mapv(|a| 1.0 - a), a: start, w: &z - &slack, z, weights };
    let size = 1.0 + y.iter().map(|y| y.abs()).sum::<f64>();
    let mut progress = Progress::new(NAME, settings.max_iter as u64);
    for n_iter in 0..settings.max_iter {
        check_interrupt()?;
        let gap = -y.dot(&at.a) - at.weights.dot(&fixed) + at.w.sum();
        if gap.abs() <= settings.tolerance * size {
            progress.finish_and_clear();
            return Ok(Found { weights: -at.weights, n_iter, converged: true });
        }
        if !step(x, &mut at)? {
            let converged = gap.abs() <= 1e3 * settings.tolerance * size;
            return Ok(Found { weights: -at.weights, n_iter, converged });
        }
        progress.advance(1);
    }
    Ok(Found { weights: -at.weights, n_iter: settings.max_iter, converged: false })
}

fn lost(n_weights: usize) -> Found {
    Found { weights: Array1::from_elem(n_weights, f64::NAN), n_iter: 0, converged: false }
}

/// What a change of `a` makes of the slacks.
type Change<'a> = dyn Fn(&Array1<f64>) -> (Array1<f64>, Array1<f64>) + 'a;

/// One step; false if the equations cannot be solved any more.
fn step(x: ArrayView2<'_, f64>, at: &mut Iterate) -> Result<bool> {
    let n = at.a.len() as f64;
    let q = Zip::from(&at.z)
        .and(&at.a)
        .and(&at.w)
        .and(&at.rest)
        .map_collect(|z, a, w, rest| 1.0 / (z / a + w / rest));
    let Some(factor) = factor(x, &q)? else { return Ok(false) };
    let residual = &at.z - &at.w;
    let direction = |right: &Array1<f64>, change: &Change<'_>| {
        let weights = factor.solve(x.t().dot(&(&q * right)).view());
        let a = &q * &(x.dot(&weights) - right);
        let (z, w) = change(&a);
        Direction { a, z, w, weights }
    };
    let mut go = direction(&residual, &|a: &Array1<f64>| {
        (-&at.z * &(a / &at.a + 1.0), -&at.w * &(1.0 - a / &at.rest))
    });
    let (mut primal, mut dual) = at.lengths(&go);
    if primal.min(dual) < 1.0 {
        let centre = at.z.dot(&at.a) + at.w.dot(&at.rest);
        let reached = (&at.z + &(&go.z * dual)).dot(&(&at.a + &(&go.a * primal)))
            + (&at.w + &(&go.w * dual)).dot(&(&at.rest - &(&go.a * primal)));
        let mu = centre * (reached / centre).powi(3) / (2.0 * n);
        let (by_z, by_w) = (&go.a * &go.z, -(&go.a * &go.w));
        let towards = (at.a.mapv(|a| 1.0 / a) - at.rest.mapv(|rest| 1.0 / rest)) * mu;
        let correction = &by_z / &at.a - &by_w / &at.rest - &towards;
        let right = &residual + &correction;
        go = direction(&right, &|a: &Array1<f64>| {
            let z = (mu - &by_z - &(&at.z * a)) / &at.a - &at.z;
            let w = (mu - &by_w + &(&at.w * a)) / &at.rest - &at.w;
            (z, w)
        });
        (primal, dual) = at.lengths(&go);
    }
    if !(primal.is_finite() && dual.is_finite() && go.weights.iter().all(|weight| weight.is_finite())) {
        return Ok(false);
    }
    at.a.scaled_add(primal, &go.a);
    at.rest.scaled_add(-primal, &go.a);
    at.z.scaled_add(dual, &go.z);
    at.w.scaled_add(dual, &go.w);
    at.weights.scaled_add(dual, &go.weights);
    Ok(true)
}

impl Iterate {
    /// How far a direction can be followed without leaving the region.
    fn lengths(&self, go: &Direction) -> (f64, f64) {
        let bound = |at: &Array1<f64>, change: &Array1<f64>, sign: f64| {
            let each = |(at, change): (&f64, &f64)| {
                if sign * change < 0.0 { -at / (sign * change) } else { f64::INFINITY }
            };
            at.iter().zip(change).map(each).fold(f64::INFINITY, f64::min)
        };
        let primal = bound(&self.a, &go.a, 1.0).min(bound(&self.rest, &go.a, -1.0));
        let dual = bound(&self.z, &go.z, 1.0).min(bound(&self.w, &go.w, 1.0));
        ((NEAR * primal).min(1.0), (NEAR * dual).min(1.0))
    }
}

/// The factor of xᵀ diag(q) x.
fn factor(x: ArrayView2<'_, f64>, q: &Array1<f64>) -> Result<Option<Cholesky>> {
    let d = x.ncols();
    let x = x.view();
    let sum = sum_rows(x.nrows(), || Gram {
        x,
        q: q.view(),
        sum: Array2::zeros((d, d)),
        scratch: Array2::zeros((BLOCK, d)),
    })?;
    let mut gram = sum.sum;
    let most = gram.diag().iter().fold(0.0_f64, |most, value| most.max(*value));
    gram.diag_mut().mapv_inplace(|value| value + 1e-14 * most);
    Ok(if most.is_finite() { Cholesky::of(gram.view()) } else { None })
}

struct Gram<'x, 'q> {
    x: ArrayView2<'x, f64>,
    q: ArrayView1<'q, f64>,
    sum: Array2<f64>,
    scratch: Array2<f64>,
}

impl RowSum for Gram<'_, '_> {
    fn add_block(&mut self, rows: Range<usize>) {
        let (z, factors) = (self.x.slice(s![rows.clone(), ..]), self.q.slice(s![rows]));
        add_weighted_gram(&mut self.sum, z, factors, &mut self.scratch);
    }

    fn merge(&mut self, other: Self) {
        self.sum += &other.sum;
    }
}

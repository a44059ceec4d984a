//! Minimising a smooth convex function plus a penalty `Σ l1ⱼ|wⱼ| + ½ Σ l2ⱼwⱼ²`.
//!
//! With few parameters by Newton's method, whose steps with an L1 part are found by coordinate
//! descent on the quadratic model; with many by L-BFGS, whose form for an L1 part is OWL-QN.
//!
//! Source: J. Lee, Y. Sun, M. Saunders, "Proximal Newton-type methods for minimizing composite
//! functions", 2014; G. Andrew, J. Gao, "Scalable training of L1-regularized log-linear models", 2007.

use std::collections::VecDeque;

use ndarray::{Array1, Array2};

use crate::array::linalg::Cholesky;
use crate::error::Result;
use crate::runtime::{Progress, check_interrupt};

/// Up to so many parameters Newton's method is the faster.
const NEWTON_LIMIT: usize = 600;
/// Pairs that L-BFGS remembers.
const MEMORY: usize = 12;
/// A decrease below this share of the value is rounding.
const ROUNDING: f64 = 4.0 * f64::EPSILON;

/// The value of a function at a point, with its derivatives.
pub(crate) struct Point {
    pub value: f64,
    pub gradient: Array1<f64>,
    /// Asked for by Newton's method only.
    pub hessian: Option<Array2<f64>>,
}

/// Which derivatives are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Derivatives {
    First,
    Second,
}

/// A smooth convex function.
pub(crate) trait Smooth {
    /// Infinite where it is not defined.
    fn at(&self, w: &Array1<f64>, derivatives: Derivatives) -> Result<Point>;

    /// Whether it has a value for all parameters, so that a step may be taken without looking.
    fn is_defined_everywhere(&self) -> bool {
        false
    }
}

/// One entry per parameter; nothing for those that are not penalised.
#[derive(Clone, Debug)]
pub(crate) struct Penalties {
    pub l1: Array1<f64>,
    pub l2: Array1<f64>,
}

impl Penalties {
    fn value(&self, w: &Array1<f64>) -> f64 {
        let each = |j: usize| self.l1[j] * w[j].abs() + 0.5 * self.l2[j] * w[j] * w[j];
        (0..w.len()).map(each).sum()
    }

    fn has_l1(&self) -> bool {
        self.l1.iter().any(|l1| *l1 > 0.0)
    }

    /// The steepest direction of the whole at `w`, given the smooth part's gradient.
    fn subgradient(&self, w: &Array1<f64>, gradient: &Array1<f64>) -> Array1<f64> {
        let each = |j: usize| {
            let smooth = gradient[j] + self.l2[j] * w[j];
            if w[j] != 0.0 {
                smooth + self.l1[j] * w[j].signum()
            } else {
                smooth.signum() * (smooth.abs() - self.l1[j]).max(0.0)
            }
        };
        (0..w.len()).map(each).collect()
    }
}

/// When to stop, and whose progress is shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stop {
    pub label: &'static str,
    /// For the largest element of the (sub)gradient.
    pub tolerance: f64,
    pub max_iter: usize,
}

/// Where the search ended.
#[derive(Clone, Debug)]
pub(crate) struct Minimum {
    pub w: Array1<f64>,
    pub n_iter: usize,
    pub converged: bool,
}

/// The minimum of `function` with `penalties`, from `start`.
pub(crate) fn minimize(
    function: &dyn Smooth,
    penalties: &Penalties,
    start: Array1<f64>,
    stop: Stop,
) -> Result<Minimum> {
    if start.len() <= NEWTON_LIMIT {
        newton(function, penalties, start, stop)
    } else {
        quasi_newton(function, penalties, start, stop)
    }
}

fn newton(function: &dyn Smooth, penalties: &Penalties, mut w: Array1<f64>, stop: Stop) -> Result<Minimum> {
    let mut progress = Progress::new(stop.label, stop.max_iter as u64);
    let mut here = function.at(&w, Derivatives::Second)?;
    for n_iter in 0..stop.max_iter {
        check_interrupt()?;
        let slope = penalties.subgradient(&w, &here.gradient);
        if largest(&slope) <= stop.tolerance {
            progress.finish_and_clear();
            let w = if function.is_defined_everywhere() { polished(penalties, w, &here) } else { w };
            return Ok(Minimum { w, n_iter, converged: true });
        }
        let step = newton_step(penalties, &w, &here);
        let Some((next, there)) = search(function, penalties, &w, &here, &step)? else {
            // No digit is left to gain: that is as near as it gets.
            let converged = largest(&slope) <= stop.tolerance.max(1e-7);
            return Ok(Minimum { w, n_iter, converged });
        };
        (w, here) = (next, there);
        progress.advance(1);
    }
    let converged = largest(&penalties.subgradient(&w, &here.gradient)) <= stop.tolerance;
    Ok(Minimum { w, n_iter: stop.max_iter, converged })
}

/// One more step without looking where it ends: the curvature is known, so it costs no pass over the
/// data, and so near the optimum it squares the distance that is left.
fn polished(penalties: &Penalties, w: Array1<f64>, here: &Point) -> Array1<f64> {
    /// A longer step, relative to the parameters, is not near.
    const NEAR: f64 = 0.05;
    let step = newton_step(penalties, &w, here);
    if largest(&step) <= NEAR * largest(&w).max(1.0) { w + step } else { w }
}

fn newton_step(penalties: &Penalties, w: &Array1<f64>, here: &Point) -> Array1<f64> {
    let mut hessian = here.hessian.clone().unwrap_or_else(|| Array2::eye(w.len()));
    for (j, l2) in penalties.l2.iter().enumerate() {
        hessian[[j, j]] += l2;
    }
    let gradient = &here.gradient + &(&penalties.l2 * w);
    let size = hessian.diag().iter().fold(f64::MIN_POSITIVE, |size, value| size.max(*value));
    if penalties.has_l1() {
        return sparse_step(penalties, w, &gradient, &hessian, size);
    }
    let mut damping = 1e-13;
    while damping < 1.0 {
        let mut damped = hessian.clone();
        damped.diag_mut().mapv_inplace(|value| value + damping * size);
        if let Some(factor) = Cholesky::of(damped.view()) {
            let step = factor.solve((-&gradient).view());
            if step.iter().all(|value| value.is_finite()) {
                return step;
            }
        }
        damping *= 1e3;
    }
    -gradient / size
}

/// The step that minimises the quadratic model with the L1 part, by coordinate descent.
fn sparse_step(
    penalties: &Penalties,
    w: &Array1<f64>,
    gradient: &Array1<f64>,
    hessian: &Array2<f64>,
    size: f64,
) -> Array1<f64> {
    const SWEEPS: usize = 1000;
    let floor = 1e-13 * size;
    let mut step = Array1::<f64>::zeros(w.len());
    let mut slope = gradient.clone();
    let mut largest_first = 0.0_f64;
    for sweep in 0..SWEEPS {
        let mut largest_move = 0.0_f64;
        for j in 0..w.len() {
            let curvature = hessian[[j, j]] + floor;
            let at = w[j] + step[j];
            let free = at - slope[j] / curvature;
            let threshold = penalties.l1[j] / curvature;
            let change = free.signum() * (free.abs() - threshold).max(0.0) - at;
            if change != 0.0 {
                step[j] += change;
                slope.scaled_add(change, &hessian.row(j));
                largest_move = largest_move.max(change.abs() * curvature.sqrt());
            }
        }
        if sweep == 0 {
            largest_first = largest_move;
        }
        if largest_move <= 1e-10 * largest_first {
            break;
        }
    }
    step
}

/// The first of ever shorter steps that brings enough, with the function there.
fn search(
    function: &dyn Smooth,
    penalties: &Penalties,
    w: &Array1<f64>,
    here: &Point,
    step: &Array1<f64>,
) -> Result<Option<(Array1<f64>, Point)>> {
    let before = here.value + penalties.value(w);
    let target = w + step;
    let l1_change: f64 = (0..w.len()).map(|j| penalties.l1[j] * (target[j].abs() - w[j].abs())).sum();
    let promised = (&here.gradient + &(&penalties.l2 * w)).dot(step) + l1_change;
    if promised >= 0.0 || !promised.is_finite() {
        return Ok(None);
    }
    let mut length = 1.0;
    while length > 1e-12 {
        let next = w + &(step * length);
        let there = function.at(&next, Derivatives::Second)?;
        let after = there.value + penalties.value(&next);
        let slack = ROUNDING * before.abs();
        if after.is_finite() && after <= before + 1e-4 * length * promised + slack {
            let arrived = before - after <= slack && -promised <= slack;
            let better = largest(&penalties.subgradient(&next, &there.gradient))
                < largest(&penalties.subgradient(w, &here.gradient));
            return Ok((!arrived || better).then_some((next, there)));
        }
        length *= 0.5;
    }
    Ok(None)
}

/// L-BFGS; with an L1 part OWL-QN.
pub(super) fn quasi_newton(
    function: &dyn Smooth,
    penalties: &Penalties,
    mut w: Array1<f64>,
    stop: Stop,
) -> Result<Minimum> {
    let mut progress = Progress::new(stop.label, stop.max_iter as u64);
    let mut memory = Memory::default();
    let mut here = function.at(&w, Derivatives::First)?;
    let mut slope = penalties.subgradient(&w, &here.gradient);
    for n_iter in 0..stop.max_iter {
        check_interrupt()?;
        if largest(&slope) <= stop.tolerance {
            progress.finish_and_clear();
            return Ok(Minimum { w, n_iter, converged: true });
        }
        let mut direction = memory.direction(&slope);
        if penalties.has_l1() {
            direction.zip_mut_with(&slope, |d, g| *d = if *d * g >= 0.0 { 0.0 } else { *d });
        }
        if direction.dot(&slope) >= 0.0 {
            memory = Memory::default();
            direction = -&slope;
        }
        let first = if memory.pairs.is_empty() { (1.0 / norm(&slope)).min(1.0) } else { 1.0 };
        let Some((next, there)) = walk(function, penalties, &w, &here, &slope, &direction, first)? else {
            if memory.pairs.is_empty() {
                return Ok(Minimum { w, n_iter, converged: largest(&slope) <= stop.tolerance.max(1e-7) });
            }
            memory = Memory::default();
            continue;
        };
        let smooth = |w: &Array1<f64>, point: &Point| &point.gradient + &(&penalties.l2 * w);
        memory.remember(&next - &w, smooth(&next, &there) - smooth(&w, &here));
        slope = penalties.subgradient(&next, &there.gradient);
        (w, here) = (next, there);
        progress.advance(1);
    }
    let converged = largest(&slope) <= stop.tolerance;
    Ok(Minimum { w, n_iter: stop.max_iter, converged })
}

/// A step along `direction` that lowers the whole enough; with an L1 part no parameter changes sign.
fn walk(
    function: &dyn Smooth,
    penalties: &Penalties,
    w: &Array1<f64>,
    here: &Point,
    slope: &Array1<f64>,
    direction: &Array1<f64>,
    first: f64,
) -> Result<Option<(Array1<f64>, Point)>> {
    let before = here.value + penalties.value(w);
    let mut length = first;
    while length > 1e-14 {
        let mut next = w + &(direction * length);
        for j in 0..w.len() {
            let orthant = if w[j] != 0.0 { w[j] } else { -slope[j] };
            if penalties.l1[j] > 0.0 && next[j] * orthant < 0.0 {
                next[j] = 0.0;
            }
        }
        let there = function.at(&next, Derivatives::First)?;
        let after = there.value + penalties.value(&next);
        let promised = slope.dot(&(&next - w));
        if after.is_finite() && after <= before + 1e-4 * promised && after < before {
            return Ok(Some((next, there)));
        }
        length *= 0.5;
    }
    Ok(None)
}

/// The last steps with the changes of the gradient along them.
#[derive(Default)]
struct Memory {
    pairs: VecDeque<(Array1<f64>, Array1<f64>, f64)>,
}

impl Memory {
    fn remember(&mut self, step: Array1<f64>, change: Array1<f64>) {
        let along = step.dot(&change);
        if along > 1e-12 * change.dot(&change) {
            if self.pairs.len() == MEMORY {
                self.pairs.pop_front();
            }
            self.pairs.push_back((step, change, 1.0 / along));
        }
    }

    /// The two-loop recursion.
    fn direction(&self, slope: &Array1<f64>) -> Array1<f64> {
        let mut direction = -slope;
        let mut shares = Vec::with_capacity(self.pairs.len());
        for (step, change, inverse) in self.pairs.iter().rev() {
            let share = inverse * step.dot(&direction);
            direction.scaled_add(-share, change);
            shares.push(share);
        }
        if let Some((_, change, inverse)) = self.pairs.back() {
            direction /= inverse * change.dot(change);
        }
        for ((step, change, inverse), share) in self.pairs.iter().zip(shares.into_iter().rev()) {
            let back = inverse * change.dot(&direction);
            direction.scaled_add(share - back, step);
        }
        direction
    }
}

fn largest(values: &Array1<f64>) -> f64 {
    values
        .iter()
        .fold(0.0_f64, |largest, value| if value.is_nan() { f64::INFINITY } else { largest.max(value.abs()) })
}

fn norm(values: &Array1<f64>) -> f64 {
    values.dot(values).sqrt()
}

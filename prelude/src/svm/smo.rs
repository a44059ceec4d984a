//! The solver of the kernel machines: minimise `½ αᵀQα + pᵀα` for `0 ≤ α ≤ C` and a fixed `Σ yα`,
//! where `Q` is the kernel matrix with the signs `y`, two variables at a time.
//!
//! The pair is the one that violates the optimum most, its second member chosen by the decrease that
//! it promises. Kernel rows are kept in a cache. A regression has two variables per sample; both
//! use the same row.
//!
//! Source: J. Platt, "Fast training of support vector machines using sequential minimal
//! optimization", 1998; R. Fan, P. Chen, C. Lin, "Working set selection using second order
//! information for training support vector machines", 2005.

use ndarray::{Array2, ArrayView2, Axis};

use super::kernel::{KernelFunction, KernelRows};
use crate::error::{Error, Result};
use crate::runtime::{Progress, check_interrupt};

/// A curvature below this is taken for it: such kernels are not quite positive.
const LEAST_CURVATURE: f64 = 1e-12;
/// Steps between two looks for an interrupt.
const ROUND: usize = 512;
const MOST_STEPS: usize = 10_000_000;

/// What is to be minimised. The variables come in one or two layers of one per sample.
pub(crate) struct Problem<'a> {
    pub function: KernelFunction,
    /// Shape (n_samples, n_features).
    pub x: ArrayView2<'a, f64>,
    /// `y`: 1 or −1 for each variable.
    pub signs: Vec<f64>,
    /// `p`.
    pub linear: Vec<f64>,
    /// `C`.
    pub bounds: Vec<f64>,
    /// `α` at the start.
    pub start: Vec<f64>,
    pub tolerance: f64,
    pub max_iter: Option<usize>,
    /// Megabytes.
    pub cache_size: f64,
}

/// A function `Σ β K(x, ·) + intercept` of the samples.
pub(crate) struct Solution {
    /// One per sample; zero for all but the support vectors.
    pub beta: Vec<f64>,
    pub intercept: f64,
    pub converged: bool,
}

impl Problem<'_> {
    /// The optimum. With a `progress` of 100 steps, it tells how far the solver is.
    pub fn solve(&self, mut progress: Option<&mut Progress>) -> Result<Solution> {
        let mut state = State::new(self)?;
        let limit = self.max_iter.unwrap_or(MOST_STEPS.max(100 * self.signs.len()));
        let first = state.violation();
        let mut converged = first <= self.tolerance;
        let mut told = 0;
        for step in 0..limit {
            if converged {
                break;
            }
            if step % ROUND == 0 {
                check_interrupt()?;
                if let Some(progress) = progress.as_deref_mut() {
                    // The violation falls about exponentially.
                    let done = (first / state.violation()).ln() / (first / self.tolerance).ln();
                    let done = (100.0 * done).clamp(0.0, 100.0) as u64;
                    progress.advance(done.saturating_sub(told));
                    told = told.max(done);
                }
            }
            state.step();
            converged = state.violation() < self.tolerance;
        }
        Ok(state.solution(converged))
    }
}

struct State<'a, 'x> {
    problem: &'a Problem<'x>,
    rows: KernelRows,
    cache: Cache,
    alpha: Vec<f64>,
    /// `−y · gradient`: at the optimum, all that can rise are below all that can fall.
    slope: Vec<f64>,
    /// 0 for variables whose `yα` can rise, −∞ for others.
    rises: Vec<f64>,
    /// 0 for variables whose `yα` can fall, ∞ for others.
    falls: Vec<f64>,
    promise: Vec<f64>,
    /// The largest slope of those that can rise, the smallest of those that can fall.
    top: f64,
    bottom: f64,
}

impl<'a, 'x> State<'a, 'x> {
    fn new(problem: &'a Problem<'x>) -> Result<Self> {
        let n_variables = problem.signs.len();
        let rows = KernelRows::new(problem.function, problem.x);
        if rows.diagonal.iter().any(|value| !value.is_finite()) {
            return Err(Error::Fit {
                model: "the support vector machine",
                reason: "the kernel's values are too large to compute with".to_owned(),
                advice: "Scale the features, or choose a smaller `gamma` or `degree`.",
            });
        }
        let capacity = (problem.cache_size * 1e6 / (8.0 * rows.len() as f64)) as usize;
        let mut state = Self {
            cache: Cache::new(rows.len(), capacity),
            rows,
            alpha: problem.start.clone(),
            slope: problem.signs.iter().zip(&problem.linear).map(|(sign, linear)| -sign * linear).collect(),
            rises: vec![0.0; n_variables],
            falls: vec![0.0; n_variables],
            promise: vec![0.0; n_variables],
            top: 0.0,
            bottom: 0.0,
            problem,
        };
        state.take_start()?;
        (0..n_variables).for_each(|variable| state.mark(variable));
        let still = vec![0.0; state.rows.len()];
        (state.top, state.bottom) =
            move_slopes(&mut state.slope, (&state.rises, &state.falls), 0.0, (&still, &still));
        Ok(state)
    }

    /// The slopes for variables that do not start at zero.
    fn take_start(&mut self) -> Result<()> {
        let beta = self.beta();
        if beta.iter().all(|beta| *beta == 0.0) {
            return Ok(());
        }
        let n = beta.len();
        let started: Vec<usize> = (0..n).filter(|row| beta[*row] != 0.0).collect();
        let vectors = self.problem.x.select(Axis(0), &started);
        let coefficients = Array2::from_shape_fn((1, started.len()), |(_, place)| beta[started[place]]);
        let sums = self.problem.function.sums(self.problem.x, &vectors, &coefficients)?;
        for (place, slope) in self.slope.iter_mut().enumerate() {
            *slope -= sums[[place % n, 0]];
        }
        Ok(())
    }

    fn violation(&self) -> f64 {
        self.top - self.bottom
    }

    /// Where a variable can go from here.
    fn mark(&mut self, variable: usize) {
        let positive = self.problem.signs[variable] > 0.0;
        let below = self.alpha[variable] < self.problem.bounds[variable];
        let above = self.alpha[variable] > 0.0;
        let (rises, falls) = if positive { (below, above) } else { (above, below) };
        self.rises[variable] = if rises { 0.0 } else { f64::NEG_INFINITY };
        self.falls[variable] = if falls { 0.0 } else { f64::INFINITY };
    }

    fn step(&mut self) {
        let n = self.rows.len();
        let top = self.top;
        let Some(i) = position(&self.slope, &self.rises, top) else { return };
        let place = self.cache.fetch(i % n, None, &self.rows);
        let Some(j) = self.partner(i % n, place) else { return };
        let partner_place = self.cache.fetch(j % n, Some(place), &self.rows);
        let row_i = self.cache.row(place);
        let diagonal = &self.rows.diagonal;
        let curvature = (diagonal[i % n] + diagonal[j % n] - 2.0 * row_i[j % n]).max(LEAST_CURVATURE);
        let wanted = (self.slope[i] - self.slope[j]) / curvature;
        let change = wanted.min(self.room(i, 1.0)).min(self.room(j, -1.0));
        self.shift(i, change);
        self.shift(j, -change);
        let rows = (self.cache.row(place), self.cache.row(partner_place));
        (self.top, self.bottom) = move_slopes(&mut self.slope, (&self.rises, &self.falls), change, rows);
    }

    /// How far `yα` of a variable can go up (direction 1) or down (−1).
    fn room(&self, variable: usize, direction: f64) -> f64 {
        if self.problem.signs[variable] * direction > 0.0 {
            self.problem.bounds[variable] - self.alpha[variable]
        } else {
            self.alpha[variable]
        }
    }

    fn shift(&mut self, variable: usize, change: f64) {
        let bound = self.problem.bounds[variable];
        let room = self.room(variable, change.signum());
        let moved = self.problem.signs[variable] * change;
        // At a bound, exactly.
        self.alpha[variable] = if change.abs() < room {
            self.alpha[variable] + moved
        } else if moved > 0.0 {
            bound
        } else {
            0.0
        };
        self.mark(variable);
    }

    /// The variable that promises the largest decrease together with the one at the top.
    fn partner(&mut self, i: usize, place: usize) -> Option<usize> {
        let (n, top) = (self.rows.len(), self.top);
        let (row, diagonal) = (self.cache.row(place), &self.rows.diagonal);
        let own = diagonal[i];
        let layers = self.slope.chunks_exact(n).zip(self.falls.chunks_exact(n));
        for ((slope, falls), promise) in layers.zip(self.promise.chunks_exact_mut(n)) {
            let variables = slope.iter().zip(falls).zip(row).zip(diagonal);
            for (promise, (((slope, falls), kernel), diagonal)) in promise.iter_mut().zip(variables) {
                let gap = top - (slope + falls);
                let curvature = own + diagonal - 2.0 * kernel;
                let curvature = if curvature > LEAST_CURVATURE { curvature } else { LEAST_CURVATURE };
                let decrease = gap * gap / curvature;
                *promise = if gap > 0.0 { decrease } else { 0.0 };
            }
        }
        let best = lanes(&self.promise, 0.0, |a, b| if b > a { b } else { a });
        if best > 0.0 { self.promise.iter().position(|promise| *promise == best) } else { None }
    }

    fn beta(&self) -> Vec<f64> {
        let mut beta = vec![0.0; self.rows.len()];
        for (variable, alpha) in self.alpha.iter().enumerate() {
            beta[variable % self.rows.len()] += self.problem.signs[variable] * alpha;
        }
        beta
    }

    /// The intercept is the slope of the variables that can go both ways; without any, it is between
    /// top and bottom.
    fn solution(self, converged: bool) -> Solution {
        let free: Vec<f64> = (0..self.slope.len())
            .filter(|variable| self.rises[*variable] == 0.0 && self.falls[*variable] == 0.0)
            .map(|variable| self.slope[variable])
            .collect();
        let intercept = if !free.is_empty() {
            free.iter().sum::<f64>() / free.len() as f64
        } else if !self.top.is_finite() {
            self.bottom
        } else if !self.bottom.is_finite() {
            self.top
        } else {
            f64::midpoint(self.top, self.bottom)
        };
        let intercept = if intercept.is_finite() { intercept } else { 0.0 };
        Solution { beta: self.beta(), intercept, converged }
    }
}

/// The slopes after a change along two kernel rows; the new top and bottom.
fn move_slopes(
    slopes: &mut [f64],
    (rises, falls): (&[f64], &[f64]),
    change: f64,
    (row_i, row_j): (&[f64], &[f64]),
) -> (f64, f64) {
    const WIDTH: usize = 4;
    let n = row_i.len();
    let (mut tops, mut bottoms) = ([f64::NEG_INFINITY; WIDTH], [f64::INFINITY; WIDTH]);
    let layers = slopes.chunks_exact_mut(n).zip(rises.chunks_exact(n).zip(falls.chunks_exact(n)));
    for (slopes, (rises, falls)) in layers {
        let rows = row_i.chunks(WIDTH).zip(row_j.chunks(WIDTH));
        let masks = rises.chunks(WIDTH).zip(falls.chunks(WIDTH));
        for ((slopes, (row_i, row_j)), (rises, falls)) in slopes.chunks_mut(WIDTH).zip(rows).zip(masks) {
            let lanes = slopes.iter_mut().zip(row_i.iter().zip(row_j)).zip(rises.iter().zip(falls));
            for (((slope, (row_i, row_j)), (rises, falls)), (top, bottom)) in
                lanes.zip(tops.iter_mut().zip(&mut bottoms))
            {
                *slope -= change * (row_i - row_j);
                let (up, down) = (*slope + rises, *slope + falls);
                *top = if up > *top { up } else { *top };
                *bottom = if down < *bottom { down } else { *bottom };
            }
        }
    }
    let top = tops.iter().fold(f64::NEG_INFINITY, |top, value| value.max(top));
    (top, bottoms.iter().fold(f64::INFINITY, |bottom, value| value.min(bottom)))
}

/// The first variable that has the given slope and may move.
fn position(slope: &[f64], mask: &[f64], value: f64) -> Option<usize> {
    slope.iter().zip(mask).position(|(slope, mask)| slope + mask == value)
}

/// A reduction in lanes that the compiler makes vectors of.
fn lanes(values: &[f64], start: f64, join: impl Fn(f64, f64) -> f64) -> f64 {
    let mut lanes = [start; 8];
    let chunks = values.chunks_exact(8);
    let rest = chunks.remainder().iter().fold(start, |best, value| join(best, *value));
    for chunk in chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane = join(*lane, *value);
        }
    }
    lanes.iter().fold(rest, |best, lane| join(best, *lane))
}

/// Kernel rows in memory. When it is full, the hand of a clock goes round and evicts the first row
/// that was not asked for since its last visit.
struct Cache {
    capacity: usize,
    rows: Vec<Vec<f64>>,
    sample_of: Vec<usize>,
    used: Vec<bool>,
    place_of: Vec<Option<usize>>,
    hand: usize,
}

impl Cache {
    fn new(n_samples: usize, capacity: usize) -> Self {
        Self {
            capacity: capacity.clamp(2, n_samples.max(2)),
            rows: Vec::new(),
            sample_of: Vec::new(),
            used: Vec::new(),
            place_of: vec![None; n_samples],
            hand: 0,
        }
    }

    fn row(&self, place: usize) -> &[f64] {
        &self.rows[place]
    }

    /// The place of a sample's row, which is computed if need be; the row at `keep` stays.
    fn fetch(&mut self, sample: usize, keep: Option<usize>, kernel: &KernelRows) -> usize {
        if let Some(place) = self.place_of[sample] {
            self.used[place] = true;
            return place;
        }
        let place = self.free_place(keep, kernel.len());
        kernel.fill(sample, &mut self.rows[place]);
        self.sample_of[place] = sample;
        self.used[place] = true;
        self.place_of[sample] = Some(place);
        place
    }

    fn free_place(&mut self, keep: Option<usize>, n_samples: usize) -> usize {
        if self.rows.len() < self.capacity {
            self.rows.push(vec![0.0; n_samples]);
            self.sample_of.push(0);
            self.used.push(false);
            return self.rows.len() - 1;
        }
        loop {
            let place = self.hand;
            self.hand = (self.hand + 1) % self.rows.len();
            if Some(place) == keep {
                continue;
            }
            if !std::mem::take(&mut self.used[place]) {
                self.place_of[self.sample_of[place]] = None;
                return place;
            }
        }
    }
}

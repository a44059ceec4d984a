//! Smoothing parameters and first states by least squares of the one-step errors.
//!
//! Levenberg's and Marquardt's steps from a few starts. Parameters with limits are searched on a
//! scale without any (logits), so that every step is allowed.
//!
//! Source: D. Marquardt, "An algorithm for least-squares estimation of nonlinear parameters", 1963.

use ndarray::{Array1, Array2};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Effect;
use super::states::{self, Shape, Smoothing, State};
use crate::error::{Error, Result};
use crate::runtime::check_interrupt;

/// φ is searched between these.
const DAMPING: (f64, f64) = (0.8, 0.995);
const FIRST_ROUNDS: usize = 6;
const MOST_ROUNDS: usize = 100;
/// Starts that are followed to their end.
const FINALISTS: usize = 3;
/// Logits beyond this change nothing.
const FARTHEST: f64 = 12.0;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Estimate {
    pub shape: Shape,
    pub smoothing: Smoothing,
    pub start: State,
    pub sse: f64,
}

impl Estimate {
    pub fn run(&self, y: &[f64]) -> (Vec<f64>, State) {
        states::run(self.shape, &self.smoothing, &self.start, y)
    }
}

/// `fixed`: α, β, γ, φ where they are given.
pub(super) fn estimate(y: &[f64], shape: Shape, fixed: [Option<f64>; 4]) -> Result<Estimate> {
    let problem = Problem { y, shape, fixed, first: first_state(y, shape) };
    let mut runs: Vec<Search> =
        problem.starts().into_iter().map(|start| Search::new(&problem, start)).collect();
    for run in &mut runs {
        check_interrupt()?;
        run.improve(&problem, FIRST_ROUNDS)?;
    }
    runs.sort_by(|a, b| a.sse.total_cmp(&b.sse));
    runs.truncate(FINALISTS);
    for run in &mut runs {
        run.improve(&problem, MOST_ROUNDS)?;
    }
    runs.sort_by(|a, b| a.sse.total_cmp(&b.sse));
    let best = runs.first().filter(|run| run.sse.is_finite()).ok_or_else(|| Error::Fit {
        model: super::NAME,
        reason: "no forecast within the series is finite".to_owned(),
        advice: "Look for very large values in the series, or scale it.",
    })?;
    let (smoothing, start) = problem.read(&best.place);
    Ok(Estimate { shape, smoothing, start, sse: best.sse })
}

struct Problem<'a> {
    y: &'a [f64],
    shape: Shape,
    fixed: [Option<f64>; 4],
    first: State,
}

impl Problem<'_> {
    /// Which of α, β, γ, φ are searched.
    fn is_free(&self, index: usize) -> bool {
        let present = [true, self.shape.trend.is_some(), self.shape.seasonal.is_some(), self.shape.damped];
        present[index] && self.fixed[index].is_none()
    }

    /// Logits of the free smoothing parameters, then the states.
    fn starts(&self) -> Vec<Array1<f64>> {
        let mut starts = Vec::new();
        for alpha in [0.1, 0.5, 0.9] {
            for beta in [0.05, 0.4, 0.9] {
                for gamma in [0.1, 0.6] {
                    let shares = [alpha, beta, gamma, 0.8];
                    let logits = (0..4).filter(|i| self.is_free(*i)).map(|i| logit(shares[i]));
                    let mut place: Vec<f64> = logits.collect();
                    place.push(self.first.level);
                    if self.shape.trend.is_some() {
                        place.push(self.first.trend);
                    }
                    place.extend(&self.first.seasons);
                    starts.push(Array1::from(place));
                    if !self.is_free(2) {
                        break;
                    }
                }
                if !self.is_free(1) {
                    break;
                }
            }
            if !self.is_free(0) {
                break;
            }
        }
        starts.extend(self.drift(&starts));
        starts
    }

    /// A level that follows the series on a trend that hardly changes: the whole series' own. Least
    /// squares often ends there, beyond a hill from where short trends begin.
    fn drift(&self, starts: &[Array1<f64>]) -> Option<Array1<f64>> {
        let mut place = starts.last()?.clone();
        let n_shares = (0..4).filter(|index| self.is_free(*index)).count();
        let [first, .., last] = self.y else { return None };
        let steps = (self.y.len() - 1) as f64;
        place[n_shares + 1] = match self.shape.trend? {
            Effect::Additive => (last - first) / steps,
            Effect::Multiplicative => (last / first).powf(1.0 / steps),
        };
        if self.is_free(1) {
            place[usize::from(self.is_free(0))] = logit(1e-3);
        }
        place[n_shares + 1].is_finite().then_some(place)
    }

    fn read(&self, place: &Array1<f64>) -> (Smoothing, State) {
        let mut next = 0;
        let mut share = |index: usize| -> Option<f64> {
            self.is_free(index).then(|| {
                next += 1;
                logistic(place[next - 1])
            })
        };
        let shape = self.shape;
        let alpha = share(0).or(self.fixed[0]).unwrap_or(0.0);
        let beta = share(1).or(self.fixed[1].filter(|_| shape.trend.is_some())).unwrap_or(0.0);
        let free_gamma = share(2).map(|share| share * (1.0 - alpha));
        let gamma = free_gamma.or(self.fixed[2].filter(|_| shape.seasonal.is_some())).unwrap_or(0.0);
        let free_phi = share(3).map(|share| DAMPING.0 + share * (DAMPING.1 - DAMPING.0));
        let phi = free_phi.or(self.fixed[3].filter(|_| shape.damped)).unwrap_or(1.0);
        let mut state = State { level: place[next], ..State::default() };
        next += 1;
        if shape.trend.is_some() {
            state.trend = place[next];
            next += 1;
        }
        state.seasons = place.iter().skip(next).copied().collect();
        (Smoothing { alpha, beta, gamma, phi }, state)
    }

    fn errors(&self, place: &Array1<f64>) -> Array1<f64> {
        let (smoothing, start) = self.read(place);
        let (fitted, _) = states::run(self.shape, &smoothing, &start, self.y);
        self.y.iter().zip(&fitted).map(|(y, fitted)| y - fitted).collect()
    }

    /// The changes of the errors with each coordinate: shape (n_coordinates, n_values).
    fn slopes(&self, place: &Array1<f64>, errors: &Array1<f64>) -> Array2<f64> {
        let rows: Vec<Array1<f64>> = (0..place.len())
            .into_par_iter()
            .with_min_len(4)
            .map(|i| {
                let width = 1e-7 * place[i].abs().max(1e-2);
                let mut beside = place.clone();
                beside[i] += width;
                (self.errors(&beside) - errors) / width
            })
            .collect();
        let mut slopes = Array2::zeros((place.len(), errors.len()));
        for (mut row, values) in slopes.rows_mut().into_iter().zip(&rows) {
            row.assign(values);
        }
        slopes
    }
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + f64::exp(-x.clamp(-FARTHEST, FARTHEST)))
}

fn logit(share: f64) -> f64 {
    (share / (1.0 - share)).ln()
}

/// Level, trend and seasons from the first values.
fn first_state(y: &[f64], shape: Shape) -> State {
    let m = if shape.period > 0 { shape.period } else { y.len().clamp(1, 5) };
    let first = super::super::series::mean(&y[..m]);
    let trend = match shape.trend {
        None => 0.0,
        Some(effect) if shape.period > 0 => {
            let second = super::super::series::mean(&y[m..(2 * m).min(y.len())]);
            match effect {
                Effect::Additive => (second - first) / m as f64,
                Effect::Multiplicative => (second / first).powf(1.0 / m as f64),
            }
        }
        Some(Effect::Additive) => (y[m - 1] - y[0]) / (m - 1).max(1) as f64,
        Some(Effect::Multiplicative) => (y[m - 1] / y[0]).powf(1.0 / (m - 1).max(1) as f64),
    };
    let seasons = match shape.seasonal {
        None => Vec::new(),
        Some(Effect::Additive) => y[..m].iter().map(|value| value - first).collect(),
        Some(Effect::Multiplicative) => y[..m].iter().map(|value| value / first).collect(),
    };
    State { level: first, trend, seasons }
}

/// A way through the coordinates.
struct Search {
    place: Array1<f64>,
    errors: Array1<f64>,
    sse: f64,
    damping: f64,
    settled: bool,
}

impl Search {
    fn new(problem: &Problem<'_>, place: Array1<f64>) -> Self {
        let errors = problem.errors(&place);
        let sse = sum_of_squares(&errors);
        Self { place, errors, sse, damping: 1e-2, settled: false }
    }

    fn improve(&mut self, problem: &Problem<'_>, rounds: usize) -> Result<()> {
        for _ in 0..rounds {
            if self.settled || !self.sse.is_finite() {
                return Ok(());
            }
            check_interrupt()?;
            let slopes = problem.slopes(&self.place, &self.errors);
            let products = slopes.dot(&slopes.t());
            let gradient = slopes.dot(&self.errors);
            self.settled = !self.step(problem, &products, &gradient);
        }
        Ok(())
    }

    /// Whether a step was found that makes a difference.
    fn step(&mut self, problem: &Problem<'_>, products: &Array2<f64>, gradient: &Array1<f64>) -> bool {
        for _ in 0..12 {
            let mut damped = products.clone();
            let typical = products.diag().sum() / products.nrows() as f64;
            damped
                .diag_mut()
                .mapv_inplace(|value| value + self.damping * value + 1e-12 * typical + f64::MIN_POSITIVE);
            if let Some(way) = solved(damped, gradient) {
                let place = &self.place - &way;
                let errors = problem.errors(&place);
                let sse = sum_of_squares(&errors);
                if sse < self.sse {
                    let gain = (self.sse - sse) / self.sse;
                    (self.place, self.errors, self.sse) = (place, errors, sse);
                    self.damping = (self.damping * 0.2).max(1e-12);
                    return gain > 1e-12;
                }
            }
            self.damping *= 5.0;
        }
        false
    }
}

fn sum_of_squares(errors: &Array1<f64>) -> f64 {
    let sum = errors.dot(errors);
    if sum.is_nan() { f64::INFINITY } else { sum }
}

/// The solution of a positive definite system by Cholesky's method.
fn solved(mut matrix: Array2<f64>, right: &Array1<f64>) -> Option<Array1<f64>> {
    let n = right.len();
    let mut x = right.clone();
    for j in 0..n {
        let pivot = matrix[[j, j]] - (0..j).map(|k| matrix[[j, k]] * matrix[[j, k]]).sum::<f64>();
        if !(pivot > 0.0 && pivot.is_finite()) {
            return None;
        }
        matrix[[j, j]] = pivot.sqrt();
        for i in j + 1..n {
            let known: f64 = (0..j).map(|k| matrix[[i, k]] * matrix[[j, k]]).sum();
            matrix[[i, j]] = (matrix[[i, j]] - known) / matrix[[j, j]];
        }
    }
    for i in 0..n {
        let known: f64 = (0..i).map(|k| matrix[[i, k]] * x[k]).sum();
        x[i] = (x[i] - known) / matrix[[i, i]];
    }
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|k| matrix[[k, i]] * x[k]).sum();
        x[i] = (x[i] - known) / matrix[[i, i]];
    }
    x.iter().all(|value| value.is_finite()).then_some(x)
}

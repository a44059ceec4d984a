//! Gradient descent with momentum and a gain for every coordinate.

use ndarray::Array2;
use rayon::prelude::*;

use super::affinity::Affinities;
use super::tree::Tree;
use crate::error::Result;
use crate::runtime::{Progress, check_interrupt};

/// Rounds with exaggerated attraction and little momentum.
const EXPLORING: usize = 250;
/// Rounds between two looks at how it goes.
const CHECK: usize = 50;
const WITHOUT_PROGRESS: usize = 300;
const LEAST_GRADIENT: f64 = 1e-7;
const LEAST_GAIN: f64 = 0.01;
/// Points that one thread moves at a time.
const PIECE: usize = 64;

pub(super) struct Rates {
    pub early_exaggeration: f64,
    pub learning_rate: f64,
    pub max_iter: usize,
    pub angle: f64,
}

pub(super) struct Outcome {
    pub embedding: Array2<f64>,
    pub kl_divergence: f64,
    pub n_iter: usize,
}

pub(super) fn descend<const D: usize, const CHILDREN: usize>(
    start: &Array2<f64>,
    affinities: &Affinities,
    rates: &Rates,
) -> Result<Outcome> {
    let points = start.rows().into_iter().map(|row| std::array::from_fn(|d| row[d])).collect();
    let mut state = State::<D, CHILDREN>::new(points, affinities, rates.angle);
    let mut progress = Progress::new("t-SNE rounds", rates.max_iter as u64);
    let exploring = EXPLORING.min(rates.max_iter);
    let explored = state.phase(0..exploring, 0.5, rates.early_exaggeration, rates, &mut progress)?;
    let n_iter = if exploring < rates.max_iter {
        state.forget();
        state.phase(explored..rates.max_iter, 0.8, 1.0, rates, &mut progress)?
    } else {
        explored
    };
    progress.finish_and_clear();
    let kl_divergence = state.divergence();
    let n = state.points.len();
    let embedding = Array2::from_shape_fn((n, D), |(i, d)| state.points[i][d]);
    Ok(Outcome { embedding, kl_divergence, n_iter })
}

struct State<'a, const D: usize, const CHILDREN: usize> {
    points: Vec<[f64; D]>,
    moves: Vec<[f64; D]>,
    gains: Vec<[f64; D]>,
    affinities: &'a Affinities,
    angle: f64,
}

impl<'a, const D: usize, const CHILDREN: usize> State<'a, D, CHILDREN> {
    fn new(points: Vec<[f64; D]>, affinities: &'a Affinities, angle: f64) -> Self {
        let n = points.len();
        Self { points, moves: vec![[0.0; D]; n], gains: vec![[1.0; D]; n], affinities, angle }
    }

    fn forget(&mut self) {
        self.moves.fill([0.0; D]);
        self.gains.fill([1.0; D]);
    }

    /// Rounds until the end, or until nothing improves; gives the number of rounds in all.
    fn phase(
        &mut self,
        rounds: std::ops::Range<usize>,
        momentum: f64,
        exaggeration: f64,
        rates: &Rates,
        progress: &mut Progress,
    ) -> Result<usize> {
        let (mut best, mut best_round) = (f64::INFINITY, rounds.start);
        let end = rounds.end;
        for round in rounds {
            check_interrupt()?;
            let gradient = self.gradient(exaggeration);
            self.step(&gradient, momentum, rates.learning_rate);
            progress.advance(1);
            if (round + 1) % CHECK == 0 {
                let length = gradient.iter().flatten().map(|value| value * value).sum::<f64>().sqrt();
                let divergence = self.divergence();
                if divergence < best {
                    (best, best_round) = (divergence, round);
                }
                if length <= LEAST_GRADIENT || round - best_round > WITHOUT_PROGRESS {
                    return Ok(round + 1);
                }
            }
        }
        Ok(end)
    }

    fn step(&mut self, gradient: &[[f64; D]], momentum: f64, learning_rate: f64) {
        for (i, slope) in gradient.iter().enumerate() {
            for (d, slope) in slope.iter().enumerate() {
                let gain = &mut self.gains[i][d];
                let turned = self.moves[i][d] * slope < 0.0;
                *gain = if turned { *gain + 0.2 } else { (*gain * 0.8).max(LEAST_GAIN) };
                self.moves[i][d] = momentum * self.moves[i][d] - learning_rate * *gain * slope;
                self.points[i][d] += self.moves[i][d];
            }
        }
    }

    fn gradient(&self, exaggeration: f64) -> Vec<[f64; D]> {
        let repulsions = self.repulsions();
        let total: f64 = repulsions.iter().map(|(total, _)| total).sum::<f64>().max(f64::MIN_POSITIVE);
        // 4 in two dimensions: a Student distribution of D − 1 degrees of freedom, at least one.
        let freedom = D.saturating_sub(1).max(1) as f64;
        let scale = 2.0 * (freedom + 1.0) / freedom;
        let slope = |i: usize| -> [f64; D] {
            let attraction = self.attraction(i);
            std::array::from_fn(|d| scale * (exaggeration * attraction[d] - repulsions[i].1[d] / total))
        };
        (0..self.points.len()).into_par_iter().with_min_len(PIECE).map(slope).collect()
    }

    fn repulsions(&self) -> Vec<(f64, [f64; D])> {
        let tree = Tree::<D, CHILDREN>::new(&self.points);
        self.points
            .par_iter()
            .with_min_len(PIECE)
            .map_init(Vec::new, |open, point| {
                let repulsion = tree.repulsion(point, self.angle, open);
                (repulsion.total, repulsion.force)
            })
            .collect()
    }

    fn attraction(&self, i: usize) -> [f64; D] {
        let mut force = [0.0; D];
        let point = self.points[i];
        for place in self.affinities.starts[i]..self.affinities.starts[i + 1] {
            let other = &self.points[self.affinities.others[place] as usize];
            let way: [f64; D] = std::array::from_fn(|d| point[d] - other[d]);
            let pull = self.affinities.values[place] / (1.0 + squared(&way));
            for d in 0..D {
                force[d] += pull * way[d];
            }
        }
        force
    }

    /// Σ p ln(p / q).
    fn divergence(&self) -> f64 {
        let total: f64 = self.repulsions().iter().map(|(total, _)| total).sum::<f64>().max(f64::MIN_POSITIVE);
        let of_point = |i: usize| {
            let mut sum = 0.0;
            for place in self.affinities.starts[i]..self.affinities.starts[i + 1] {
                let other = &self.points[self.affinities.others[place] as usize];
                let way: [f64; D] = std::array::from_fn(|d| self.points[i][d] - other[d]);
                let (p, q) = (self.affinities.values[place], 1.0 / ((1.0 + squared(&way)) * total));
                sum += p * f64::ln(p.max(f64::EPSILON) / q.max(f64::EPSILON));
            }
            sum
        };
        let sums: Vec<f64> =
            (0..self.points.len()).into_par_iter().with_min_len(PIECE).map(of_point).collect();
        sums.iter().sum()
    }
}

fn squared<const D: usize>(way: &[f64; D]) -> f64 {
    way.iter().map(|way| way * way).sum()
}

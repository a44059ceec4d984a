//! The path itself, on the products of centred columns.

use ndarray::{Array1, Array2, Axis};

use crate::array::linalg::Cholesky;
use crate::error::Result;
use crate::linear_model::passes::Moments;
use crate::runtime::check_interrupt;

/// Whether a weight that comes back to zero leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Variant {
    Lars,
    Lasso,
}

/// Where the path ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Weights at most.
    pub most: usize,
    /// The strength of the penalty.
    pub alpha: f64,
    pub max_iter: usize,
}

pub(super) struct Path {
    /// Falling.
    pub alphas: Array1<f64>,
    /// Shape (n_alphas, n_features).
    pub coefficients: Array2<f64>,
    pub active: Vec<usize>,
}

struct State<'a> {
    moments: &'a Moments,
    variant: Variant,
    weights: Array1<f64>,
    /// Products of the columns and what is left of the target.
    left: Array1<f64>,
    active: Vec<usize>,
    signs: Vec<f64>,
    /// Columns that others say already, or that say nothing.
    out: Vec<bool>,
    /// The column that has just left, which may not come back at once.
    dropped: Option<usize>,
}

pub(super) fn walk(moments: &Moments, variant: Variant, limits: Limits) -> Result<Path> {
    let p = moments.xy.len();
    let mut state = State {
        moments,
        variant,
        weights: Array1::zeros(p),
        left: moments.xy.clone(),
        active: Vec::new(),
        signs: Vec::new(),
        out: (0..p).map(|j| moments.gram[[j, j]] <= 0.0).collect(),
        dropped: None,
    };
    // Samples less the mean are all the directions that there are.
    let most = limits.most.min(p).min((moments.weight as usize).saturating_sub(1).max(1));
    let floor = (limits.alpha * moments.weight).max(1e-13 * (moments.yy * largest_square(moments)).sqrt());
    let (mut alphas, mut rows) = (vec![state.level() / moments.weight], vec![state.weights.clone()]);
    for _ in 0..limits.max_iter {
        check_interrupt()?;
        let level = state.level();
        if level <= floor || !state.enter(level, most) {
            break;
        }
        state.advance(level, floor);
        alphas.push(state.level_of_active() / moments.weight);
        rows.push(state.weights.clone());
    }
    let views: Vec<_> = rows.iter().map(|row| row.view().insert_axis(Axis(0))).collect();
    Ok(Path {
        alphas: alphas.into(),
        coefficients: ndarray::concatenate(Axis(0), &views).unwrap_or_default(),
        active: state.active,
    })
}

fn largest_square(moments: &Moments) -> f64 {
    moments.gram.diag().iter().fold(0.0_f64, |largest, square| largest.max(*square))
}

impl State<'_> {
    /// The largest product with what is left.
    fn level(&self) -> f64 {
        let usable = |j: &usize| !self.out[*j];
        (0..self.left.len()).filter(usable).fold(0.0_f64, |level, j| level.max(self.left[j].abs()))
    }

    fn level_of_active(&self) -> f64 {
        self.active.iter().fold(0.0_f64, |level, j| level.max(self.left[*j].abs()))
    }

    /// Lets the column of the largest product in; nothing is to be done if all are in.
    fn enter(&mut self, level: f64, most: usize) -> bool {
        if self.dropped.is_some() && !self.active.is_empty() {
            return true;
        }
        loop {
            if self.active.len() >= most {
                return false;
            }
            let waits = |j: &usize| !self.out[*j] && !self.active.contains(j);
            let best = (0..self.left.len())
                .filter(waits)
                .max_by(|a, b| self.left[*a].abs().total_cmp(&self.left[*b].abs()).then(b.cmp(a)));
            let Some(best) = best.filter(|best| self.left[*best].abs() >= level * (1.0 - 1e-9)) else {
                return !self.active.is_empty();
            };
            self.active.push(best);
            self.signs.push(self.left[best].signum());
            if self.factor().is_some() {
                return true;
            }
            self.active.pop();
            self.signs.pop();
            self.out[best] = true;
        }
    }

    /// The factor of the active columns' products, if they are independent.
    fn factor(&self) -> Option<Cholesky> {
        let gram = &self.moments.gram;
        let scale: Array1<f64> = self.active.iter().map(|j| gram[[*j, *j]].sqrt()).collect();
        let k = self.active.len();
        let scaled = Array2::from_shape_fn((k, k), |(a, b)| {
            gram[[self.active[a], self.active[b]]] / (scale[a] * scale[b])
        });
        Cholesky::of(scaled.view()).filter(|factor| factor.diagonal().iter().all(|rest| *rest > 1e-7))
    }

    /// One step at equal angles to the active columns, until another column goes as well, a weight is
    /// back at zero, or the level has come down to `floor`.
    fn advance(&mut self, level: f64, floor: f64) {
        let gram = &self.moments.gram;
        let just_left = self.dropped.take();
        let Some(factor) = self.factor() else { return };
        let scale: Array1<f64> = self.active.iter().map(|j| gram[[*j, *j]].sqrt()).collect();
        let signs = Array1::from(self.signs.clone());
        // The direction in which every active product falls at the rate one.
        let direction = factor.solve((&signs / &scale).view()) / &scale;
        let mut full = Array1::zeros(self.weights.len());
        for (place, &j) in self.active.iter().enumerate() {
            full[j] = direction[place];
        }
        let fall = gram.dot(&full);
        let mut length = level - floor;
        for j in (0..self.left.len()).filter(|j| !self.out[*j] && !self.active.contains(j)) {
            for (product, rate) in [(self.left[j], fall[j]), (-self.left[j], -fall[j])] {
                let meets = (level - product) / (1.0 - rate);
                let rounding = if just_left == Some(j) { 1e-7 } else { 1e-14 };
                if rate < 1.0 && meets > level * rounding {
                    length = length.min(meets);
                }
            }
        }
        let mut leaves = None;
        if self.variant == Variant::Lasso {
            for (place, &j) in self.active.iter().enumerate() {
                let zero = -self.weights[j] / direction[place];
                if zero > 1e-14 * level && zero < length {
                    (length, leaves) = (zero, Some(place));
                }
            }
        }
        self.weights.scaled_add(length, &full);
        self.left = &self.moments.xy - &gram.dot(&self.weights);
        if let Some(place) = leaves {
            let j = self.active.remove(place);
            self.signs.remove(place);
            self.weights[j] = 0.0;
            self.dropped = Some(j);
        }
    }
}

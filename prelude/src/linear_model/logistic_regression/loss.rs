//! The log loss of two or more classes with its gradient and curvature, and its minimum.

use std::ops::Range;

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, ArrayViewMut1, Axis, Zip, s};

use super::{LogisticRegression, NAME};
use crate::array::linalg::{add_product, product};
use crate::error::{Error, Result};
use crate::linear_model::design::Design;
use crate::linear_model::minimize::{Derivatives, Point, Smooth, Stop, minimize};
use crate::linear_model::passes::{BLOCK, RowSum, sum_rows};
use crate::model::ClassTarget;

pub(in crate::linear_model) struct Problem {
    design: Design,
    codes: Vec<usize>,
    /// One for two classes, else one per class.
    n_outputs: usize,
    /// The sum of the sample weights.
    total_weight: f64,
}

/// In the features' own units.
#[derive(Clone, Debug)]
pub(in crate::linear_model) struct Solution {
    pub coefficients: Array2<f64>,
    pub intercepts: Array1<f64>,
    pub n_iter: usize,
    pub converged: bool,
}

impl Problem {
    pub fn new(
        x: ArrayView2<'_, f64>,
        target: &ClassTarget,
        weights: Option<ArrayView1<'_, f64>>,
        fit_intercept: bool,
    ) -> Result<Self> {
        let total_weight = weights.map_or(x.nrows() as f64, |weights| weights.sum());
        Ok(Self {
            design: Design::new(x, weights, fit_intercept)?,
            codes: target.codes.clone(),
            n_outputs: if target.classes.len() == 2 { 1 } else { target.classes.len() },
            total_weight,
        })
    }

    /// The minimum, from `start` if it is known near which it lies.
    pub fn solve(&self, parameters: &LogisticRegression, start: Option<&Solution>) -> Result<Solution> {
        let (l1, l2) = parameters.strengths();
        let (max_iter, tolerance) = parameters.limits();
        let penalties = self.design.penalties(l1 / self.total_weight, l2 / self.total_weight, self.n_outputs);
        let width = self.design.n_parameters();
        let start = match start {
            Some(start) => self.design.parameters_of(&start.coefficients, &start.intercepts),
            None => Array2::zeros((self.n_outputs, width)),
        };
        let start: Array1<f64> = start.into_iter().collect();
        let minimum = minimize(self, &penalties, start, Stop { label: NAME, tolerance, max_iter })?;
        if !minimum.w.iter().all(|weight| weight.is_finite()) {
            let reason = "the solution is not finite".to_owned();
            return Err(Error::Fit {
                model: NAME,
                reason,
                advice: "Scale the features, or choose a smaller `c`.",
            });
        }
        let w = rows(&minimum.w, self.n_outputs);
        let (mut coefficients, mut intercepts) = self.design.in_own_units(w);
        if self.n_outputs > 1 && l1 == 0.0 && l2 == 0.0 {
            // Softmax is the same for all weights moved alike; those of least length have mean zero.
            let mean = coefficients.sum_axis(Axis(0)) / self.n_outputs as f64;
            coefficients -= &mean;
        }
        if self.n_outputs > 1 && self.design.fit_intercept {
            // Softmax is the same for all intercepts moved alike; scikit-learn's have mean zero.
            intercepts -= intercepts.sum() / self.n_outputs as f64;
        }
        Ok(Solution { coefficients, intercepts, n_iter: minimum.n_iter, converged: minimum.converged })
    }
}

/// A vector of parameters as one row per output.
fn rows(w: &Array1<f64>, n_outputs: usize) -> ArrayView2<'_, f64> {
    let width = w.len() / n_outputs;
    w.view().into_shape_with_order((n_outputs, width)).unwrap_or_else(|error| unreachable!("{error}"))
}

impl Smooth for Problem {
    fn is_defined_everywhere(&self) -> bool {
        true
    }

    fn at(&self, w: &Array1<f64>, derivatives: Derivatives) -> Result<Point> {
        let (k, d) = (self.n_outputs, self.design.n_parameters());
        let pairs = if derivatives == Derivatives::Second { k * (k + 1) / 2 } else { 0 };
        let weights = rows(w, k);
        let sum = sum_rows(self.codes.len(), || Loss {
            problem: self,
            weights,
            value: 0.0,
            gradient: Array2::zeros((k, d)),
            curvature: vec![Array2::zeros((d, d)); pairs],
            scratch: Array2::zeros(if pairs > 0 { (BLOCK, d) } else { (0, 0) }),
        })?;
        let hessian = (derivatives == Derivatives::Second).then(|| assemble(&sum.curvature, k, d));
        Ok(Point { value: sum.value, gradient: sum.gradient.into_iter().collect(), hessian })
    }
}

/// The blocks of the curvature by pairs of outputs, in their places.
fn assemble(blocks: &[Array2<f64>], k: usize, d: usize) -> Array2<f64> {
    let mut hessian = Array2::zeros((k * d, k * d));
    let mut blocks = blocks.iter();
    for a in 0..k {
        for b in 0..=a {
            let Some(block) = blocks.next() else { return hessian };
            hessian.slice_mut(s![a * d..(a + 1) * d, b * d..(b + 1) * d]).assign(block);
            hessian.slice_mut(s![b * d..(b + 1) * d, a * d..(a + 1) * d]).assign(block);
        }
    }
    hessian
}

struct Loss<'a> {
    problem: &'a Problem,
    weights: ArrayView2<'a, f64>,
    value: f64,
    gradient: Array2<f64>,
    /// By pairs (0, 0), (1, 0), (1, 1), (2, 0) …
    curvature: Vec<Array2<f64>>,
    scratch: Array2<f64>,
}

impl RowSum for Loss<'_> {
    fn add_block(&mut self, rows: Range<usize>) {
        if self.problem.n_outputs == 1 { self.add_binary(rows) } else { self.add_multinomial(rows) }
    }

    fn merge(&mut self, other: Self) {
        self.value += other.value;
        self.gradient += &other.gradient;
        self.curvature.iter_mut().zip(&other.curvature).for_each(|(mine, theirs)| *mine += theirs);
    }
}

impl Loss<'_> {
    fn add_binary(&mut self, rows: Range<usize>) {
        let (codes, design) = (&self.problem.codes[rows.clone()], &self.problem.design);
        let (z, sample_weights) = (design.z.slice(s![rows.clone(), ..]), design.weights.slice(s![rows]));
        let mut errors = z.dot(&self.weights.row(0));
        let mut curvatures = Array1::<f64>::zeros(errors.len());
        for (i, score) in errors.iter_mut().enumerate() {
            let towards = if codes[i] == 1 { *score } else { -*score };
            // The smaller of the two probabilities has all its digits.
            let small = (-score.abs()).exp();
            let less = small / (1.0 + small);
            let right = if towards > 0.0 { 1.0 - less } else { less };
            let wrong = if towards > 0.0 { less } else { 1.0 - less };
            self.value += sample_weights[i] * ((-towards).max(0.0) + small.ln_1p());
            curvatures[i] = sample_weights[i] * right * wrong;
            *score = sample_weights[i] * if codes[i] == 1 { -wrong } else { wrong };
        }
        let mut gradient = self.gradient.row_mut(0);
        gradient += &errors.dot(&z);
        if let Some(curvature) = self.curvature.first_mut() {
            add_weighted_gram(curvature, z, curvatures.view(), &mut self.scratch);
        }
    }

    fn add_multinomial(&mut self, rows: Range<usize>) {
        let (codes, design) = (&self.problem.codes[rows.clone()], &self.problem.design);
        let (z, sample_weights) = (design.z.slice(s![rows.clone(), ..]), design.weights.slice(s![rows]));
        let mut chances = Array2::zeros((z.nrows(), self.weights.nrows()));
        add_product(chances.view_mut(), z, self.weights.t());
        for ((mut row, code), weight) in chances.rows_mut().into_iter().zip(codes).zip(sample_weights) {
            let score = row[*code];
            self.value += weight * (softmax(row.view_mut()) - score);
        }
        let mut place = 0;
        for a in 0..if self.curvature.is_empty() { 0 } else { chances.ncols() } {
            for b in 0..=a {
                let own = if a == b { 1.0 } else { 0.0 };
                let factors = Zip::from(chances.column(a))
                    .and(chances.column(b))
                    .and(sample_weights)
                    .map_collect(|a, b, weight| weight * a * (own - b));
                add_weighted_gram(&mut self.curvature[place], z, factors.view(), &mut self.scratch);
                place += 1;
            }
        }
        for ((mut row, code), weight) in chances.rows_mut().into_iter().zip(codes).zip(sample_weights) {
            row[*code] -= 1.0;
            row *= *weight;
        }
        add_product(self.gradient.view_mut(), chances.t(), z);
    }
}

/// `sum += zᵀ diag(factors) z`
pub(in crate::linear_model) fn add_weighted_gram(
    sum: &mut Array2<f64>,
    z: ArrayView2<'_, f64>,
    factors: ArrayView1<'_, f64>,
    scratch: &mut Array2<f64>,
) {
    let mut scaled = scratch.slice_mut(s![..z.nrows(), ..]);
    Zip::from(scaled.rows_mut()).and(z.rows()).and(factors).for_each(|mut target, row, factor| {
        Zip::from(&mut target).and(row).for_each(|target, value| *target = value * factor);
    });
    add_product(sum.view_mut(), z.t(), scaled.view());
}

/// Turns scores into probabilities and gives the logarithm of the sum of their exponentials.
fn softmax(mut row: ArrayViewMut1<'_, f64>) -> f64 {
    let largest = row.iter().fold(f64::NEG_INFINITY, |largest, score| largest.max(*score));
    row.mapv_inplace(|score| (score - largest).exp());
    let sum = row.sum();
    row /= sum;
    largest + sum.ln()
}

/// The weighted sums, shape (n_samples, n_outputs).
pub(in crate::linear_model) fn scores(
    x: ArrayView2<'_, f64>,
    weights: &Array2<f64>,
    intercepts: &Array1<f64>,
) -> Array2<f64> {
    product(x, weights.t()) + intercepts
}

/// Shape (n_samples, n_classes), rows sum to one.
pub(in crate::linear_model) fn probabilities(
    x: ArrayView2<'_, f64>,
    weights: &Array2<f64>,
    intercepts: &Array1<f64>,
) -> Array2<f64> {
    let mut scores = scores(x, weights, intercepts);
    if scores.ncols() > 1 {
        Zip::from(scores.rows_mut()).par_for_each(|row| {
            softmax(row);
        });
        return scores;
    }
    let mut result = Array2::zeros((scores.nrows(), 2));
    Zip::from(result.rows_mut()).and(scores.index_axis(Axis(1), 0)).par_for_each(|mut row, score| {
        row[0] = 1.0 / (1.0 + score.exp());
        row[1] = 1.0 / (1.0 + (-score).exp());
    });
    result
}

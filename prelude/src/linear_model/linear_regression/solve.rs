//! The least squares solution and the variances that belong to it.

use std::ops::Range;

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, s};

use super::NAME;
use crate::array::linalg::{Cholesky, lstsq, qr, symmetric_eigen};
use crate::error::{Error, Result};
use crate::linear_model::passes::{Moments, RowSum, moments, sum_rows};

/// A column whose spread is below this fraction of its mean is constant.
const CONSTANT: f64 = 1e-12;
/// Below this share of its own spread, what a column adds to those before it is left to QR.
const DELICATE: f64 = 1e-4;
/// Below this, it adds nothing but rounding.
const DEPENDENT: f64 = 1e-11;
/// Sums of squares below this share of the target's are rounding.
const ROUNDING: f64 = 1e-24;

pub(super) struct Solution {
    pub coefficients: Array1<f64>,
    pub intercept: f64,
    /// (XᵀWX)⁻¹ on the diagonal.
    pub variances: Array1<f64>,
    pub intercept_variance: f64,
    pub rank: usize,
    pub residual_sum: f64,
    pub total_sum: f64,
    pub rounding: f64,
    /// The columns that depend on each other, if any do.
    pub dependent: Vec<usize>,
}

pub(super) fn solve(
    x: ArrayView2<'_, f64>,
    y: ArrayView1<'_, f64>,
    weights: Option<ArrayView1<'_, f64>>,
    fit_intercept: bool,
) -> Result<Solution> {
    let moments = moments(x, y, weights, fit_intercept)?;
    let (x, y, weights) = (x.view(), y.view(), weights.as_ref().map(|weights| weights.view()));
    let problem = Problem::new(x, y, weights, &moments);
    let Planes { weights: mut solution, covariance, rank, dependent } = problem.planes()?;
    let residual_sum = problem.refine(&mut solution)?;
    let mut coefficients = Array1::zeros(x.ncols());
    let mut variances = Array1::zeros(x.ncols());
    let mut means = Array1::zeros(problem.active.len());
    for (place, &j) in problem.active.iter().enumerate() {
        coefficients[j] = solution.weights[place] / problem.scale[place];
        variances[j] = covariance[[place, place]] / problem.scale[place].powi(2);
        means[place] = moments.x_mean[j] / problem.scale[place];
    }
    if !coefficients.iter().all(|weight: &f64| weight.is_finite()) {
        return Err(failed("the solution is not finite"));
    }
    let about_zero = moments.yy + moments.weight * moments.y_mean * moments.y_mean;
    Ok(Solution {
        intercept: if fit_intercept { moments.y_mean - moments.x_mean.dot(&coefficients) } else { 0.0 },
        intercept_variance: 1.0 / moments.weight + means.dot(&covariance.dot(&means)),
        coefficients,
        variances,
        rank,
        residual_sum,
        total_sum: moments.yy,
        rounding: ROUNDING * about_zero,
        dependent: dependent.into_iter().map(|place| problem.active[place]).collect(),
    })
}

/// Weights of scaled columns, with the factor that made them, for refinement.
struct Weights {
    weights: Array1<f64>,
    factor: Option<Cholesky>,
}

/// Planes of equal residuals: one of them, or the shortest of many.
struct Planes {
    weights: Weights,
    /// (ZᵀWZ)⁻¹ of the scaled columns.
    covariance: Array2<f64>,
    rank: usize,
    dependent: Vec<usize>,
}

struct Problem<'a> {
    x: ArrayView2<'a, f64>,
    y: ArrayView1<'a, f64>,
    sample_weights: Option<ArrayView1<'a, f64>>,
    moments: &'a Moments,
    /// Columns that are not constant.
    active: Vec<usize>,
    /// The length of each of them.
    scale: Array1<f64>,
    /// Their products when scaled: ones on the diagonal.
    correlation: Array2<f64>,
}

impl<'a> Problem<'a> {
    fn new(
        x: ArrayView2<'a, f64>,
        y: ArrayView1<'a, f64>,
        sample_weights: Option<ArrayView1<'a, f64>>,
        moments: &'a Moments,
    ) -> Self {
        let lengths = moments.gram.diag().mapv(f64::sqrt);
        let least = moments.x_mean.mapv(|mean| CONSTANT * mean.abs() * moments.weight.sqrt());
        let active: Vec<usize> = (0..x.ncols()).filter(|&j| lengths[j] > least[j]).collect();
        let scale = lengths.select(Axis(0), &active);
        let gram = moments.gram.select(Axis(0), &active).select(Axis(1), &active);
        let correlation = &gram / &scale / scale.view().insert_axis(Axis(1));
        Self { x, y, sample_weights, moments, active, scale, correlation }
    }

    fn planes(&self) -> Result<Planes> {
        if self.active.is_empty() {
            let weights = Weights { weights: Array1::zeros(0), factor: None };
            return Ok(Planes { weights, covariance: Array2::zeros((0, 0)), rank: 0, dependent: vec![] });
        }
        if !self.correlation.iter().all(|value| value.is_finite()) {
            return Err(failed("some values are too large or too small to be squared"));
        }
        if self.x.nrows() <= self.active.len() {
            return self.shortest((0..self.active.len()).collect());
        }
        match Cholesky::of(self.correlation.view()) {
            Some(factor) if factor.diagonal().iter().all(|rest| *rest > DELICATE) => {
                let xy = self.moments.xy.select(Axis(0), &self.active) / &self.scale;
                let (covariance, rank) = (factor.inverse(), self.active.len());
                let weights = Weights { weights: factor.solve(xy.view()), factor: Some(factor) };
                Ok(Planes { weights, covariance, rank, dependent: vec![] })
            }
            _ => self.by_qr(),
        }
    }

    /// The scaled columns and the target, both centred and times the roots of the sample weights.
    fn scaled(&self) -> (Array2<f64>, Array1<f64>) {
        let mut x = self.x.select(Axis(1), &self.active);
        x -= &self.moments.x_mean.select(Axis(0), &self.active);
        x /= &self.scale;
        let mut y = &self.y - self.moments.y_mean;
        if let Some(weights) = self.sample_weights {
            let roots = weights.mapv(f64::sqrt);
            y *= &roots;
            x *= &roots.insert_axis(Axis(1));
        }
        (x, y)
    }

    fn by_qr(&self) -> Result<Planes> {
        let (x, y) = self.scaled();
        let (q, r) = qr(&x)?;
        if r.diag().iter().any(|rest| rest.abs() <= DEPENDENT) {
            return self.shortest(self.dependent()?);
        }
        let inverse = inverse_of_triangular(&r);
        let weights = Weights { weights: inverse.dot(&q.t().dot(&y)), factor: None };
        Ok(Planes {
            weights,
            covariance: inverse.dot(&inverse.t()),
            rank: self.active.len(),
            dependent: vec![],
        })
    }

    /// The columns that take part in a combination of columns that is zero.
    fn dependent(&self) -> Result<Vec<usize>> {
        let (values, vectors) = symmetric_eigen(NAME, self.correlation.view())?;
        let none = 1e-11 * self.active.len() as f64;
        let takes_part =
            |j: &usize| (0..values.len()).any(|k| values[k] < none && vectors[[*j, k]].abs() > 1e-4);
        Ok((0..values.len()).filter(takes_part).collect())
    }

    /// The shortest of all solutions, in the features' own units.
    fn shortest(&self, dependent: Vec<usize>) -> Result<Planes> {
        let (mut x, y) = self.scaled();
        x *= &self.scale;
        let found = lstsq(&x, &y).map_err(|error| failed(&error.to_string()))?;
        let inverse = crate::array::linalg::pinv(&x)? * self.scale.view().insert_axis(Axis(1));
        Ok(Planes {
            weights: Weights { weights: found.solution * &self.scale, factor: None },
            covariance: inverse.dot(&inverse.t()),
            rank: found.rank,
            dependent,
        })
    }

    /// Improves the weights by what is left of the target, and gives the sum of squared residuals.
    fn refine(&self, solution: &mut Weights) -> Result<f64> {
        const ROUNDS: usize = 3;
        for _ in 0..ROUNDS {
            let rest = self.rest(&solution.weights)?;
            let Some(factor) = &solution.factor else { return Ok(rest.squares) };
            let correction = factor.solve((rest.products.select(Axis(0), &self.active) / &self.scale).view());
            let size =
                |values: &Array1<f64>| values.iter().fold(0.0_f64, |size, value| size.max(value.abs()));
            let done = size(&correction) <= 1e-14 * size(&solution.weights);
            solution.weights += &correction;
            if done {
                return Ok(rest.squares);
            }
        }
        Ok(self.rest(&solution.weights)?.squares)
    }

    fn rest(&self, weights: &Array1<f64>) -> Result<Rest<'_, 'a>> {
        let mut full = Array1::zeros(self.x.ncols());
        for (place, &j) in self.active.iter().enumerate() {
            full[j] = weights[place] / self.scale[place];
        }
        let zero = || Rest {
            problem: self,
            weights: full.clone(),
            products: Array1::zeros(full.len()),
            squares: 0.0,
        };
        sum_rows(self.x.nrows(), zero)
    }
}

/// Σ w r² and Σ w r (x − x̄) of the residuals r.
struct Rest<'p, 'a> {
    problem: &'p Problem<'a>,
    weights: Array1<f64>,
    products: Array1<f64>,
    squares: f64,
}

impl RowSum for Rest<'_, '_> {
    fn add_block(&mut self, rows: Range<usize>) {
        let moments = self.problem.moments;
        let block = &self.problem.x.slice(s![rows.clone(), ..]) - &moments.x_mean;
        let mut rest = &self.problem.y.slice(s![rows.clone()]) - moments.y_mean;
        rest -= &block.dot(&self.weights);
        let weighted = match self.problem.sample_weights {
            Some(weights) => &rest * &weights.slice(s![rows]),
            None => rest.clone(),
        };
        self.squares += rest.dot(&weighted);
        self.products += &weighted.dot(&block);
    }

    fn merge(&mut self, other: Self) {
        self.squares += other.squares;
        self.products += &other.products;
    }
}

fn inverse_of_triangular(r: &Array2<f64>) -> Array2<f64> {
    let p = r.nrows();
    let mut inverse = Array2::<f64>::zeros((p, p));
    for column in 0..p {
        inverse[[column, column]] = 1.0 / r[[column, column]];
        for row in (0..column).rev() {
            let sum: f64 = (row + 1..=column).map(|k| r[[row, k]] * inverse[[k, column]]).sum();
            inverse[[row, column]] = -sum / r[[row, row]];
        }
    }
    inverse
}

fn failed(reason: &str) -> Error {
    Error::Fit {
        model: NAME,
        reason: reason.to_owned(),
        advice: "Leave out columns that repeat what others say, or use a regularised model.",
    }
}

//! Least squares for the many samples near the plane, least absolute errors for the few far from it.
//!
//! No crate has it. The weights and the scale of the errors are found together by Newton's method: the
//! loss is convex in both.
//!
//! Source: P. Huber, E. Ronchetti, "Robust Statistics", 2009, 7.7; A. Owen, "A robust hybrid of lasso
//! and ridge regression", 2007.

use std::ops::Range;

use ndarray::{Array1, Array2, ArrayView1, Axis, s};
use serde::{Deserialize, Serialize};

use super::design::Design;
use super::fitted_linear::fitted_linear;
use super::logistic_regression::add_weighted_gram;
use super::minimize::{Derivatives, Penalties, Point, Smooth, Stop, minimize};
use super::passes::{BLOCK, RowSum, sum_rows};
use super::{check_at_least_one, check_not_negative, check_positive};
use crate::dataset::Training;
use crate::display::number;
use crate::error::{Error, Result};
use crate::model::estimators::regressor;
use crate::model::{Seen, Summary};
use crate::preprocessing::numeric::setting;

const NAME: &str = "HuberRegressor";

/// A plane that outliers of the target hardly move.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = array![[0.0], [1.0], [2.0], [3.0], [4.0], [5.0]];
/// let y = [0.0, 1.1, 1.9, 3.0, 4.1, 50.0];
/// let model = HuberRegressor::new().fit((&x, &y))?;
/// assert!((model.coefficients()[0] - 1.0).abs() < 0.1);
/// assert_eq!(model.outliers().iter().filter(|outlier| **outlier).count(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HuberRegressor {
    epsilon: f64,
    alpha: f64,
    fit_intercept: bool,
    max_iter: usize,
    tolerance: f64,
}

impl Default for HuberRegressor {
    fn default() -> Self {
        Self { epsilon: 1.35, alpha: 1e-4, fit_intercept: true, max_iter: 100, tolerance: 1e-5 }
    }
}

impl HuberRegressor {
    /// With `epsilon` = 1.35.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Errors above this many scales are outliers; at least 1. Default 1.35.
    #[must_use]
    pub fn epsilon(mut self, epsilon: f64) -> Self {
        self.epsilon = epsilon;
        self
    }

    /// The strength of the penalty `alpha · ‖w‖²`. Default 0.0001.
    #[must_use]
    pub fn alpha(mut self, alpha: f64) -> Self {
        self.alpha = alpha;
        self
    }

    /// Whether the plane may miss the origin. Default `true`.
    #[must_use]
    pub fn fit_intercept(mut self, fit_intercept: bool) -> Self {
        self.fit_intercept = fit_intercept;
        self
    }

    /// Steps of the solver. Default 100.
    #[must_use]
    pub fn max_iter(mut self, max_iter: usize) -> Self {
        self.max_iter = max_iter;
        self
    }

    /// The solver stops when no element of the mean loss's gradient (for data scaled to unit variance)
    /// is above this. Default 1e-5.
    #[must_use]
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }

    fn learn(&self, data: &Training<'_>) -> Result<FittedHuberRegressor> {
        self.check()?;
        let problem = Problem::new(self, data)?;
        let n_parameters = problem.design.n_parameters();
        let total = data.weights().map_or(data.target.len() as f64, |weights| weights.sum());
        let own = problem.design.penalties(0.0, 2.0 * self.alpha * problem.unit / total, 1);
        let with_scale = |values: Array1<f64>| values.into_iter().chain([0.0]).collect::<Array1<f64>>();
        let penalties = Penalties { l1: with_scale(own.l1), l2: with_scale(own.l2) };
        let mut start = Array1::zeros(n_parameters + 1);
        start[n_parameters] = 1.0;
        let stop = Stop { label: NAME, tolerance: self.tolerance, max_iter: self.max_iter };
        let minimum = minimize(&problem, &penalties, start, stop)?;
        let w = minimum.w.slice(s![..n_parameters]).to_owned() * problem.unit;
        let (coefficients, intercepts) = problem.design.in_own_units(w.view().insert_axis(Axis(0)));
        let coefficients = coefficients.index_axis_move(Axis(0), 0);
        let intercept = intercepts[0] + problem.y_centre;
        let scale = minimum.w[n_parameters] * problem.unit;
        if !(intercept.is_finite() && coefficients.iter().all(|weight| weight.is_finite())) {
            let reason = "the solution is not finite".to_owned();
            return Err(Error::Fit { model: NAME, reason, advice: "Scale the features, or raise `alpha`." });
        }
        let rest = &data.target - &(data.features.view().dot(&coefficients) + intercept);
        let seen = Seen::of(&data.features);
        Ok(FittedHuberRegressor {
            parameters: self.clone(),
            seen,
            outliers: rest.iter().map(|rest| rest.abs() > self.epsilon * scale).collect(),
            coefficients,
            intercept,
            scale,
            n_iter: minimum.n_iter,
            converged: minimum.converged,
        })
    }

    fn check(&self) -> Result<()> {
        if !(self.epsilon.is_finite() && self.epsilon >= 1.0) {
            return Err(Error::parameter(NAME, "epsilon", self.epsilon, "a number of at least 1"));
        }
        check_not_negative(NAME, "alpha", self.alpha)?;
        check_at_least_one(NAME, "max_iter", self.max_iter)?;
        check_positive(NAME, "tolerance", self.tolerance)
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![
            setting("epsilon", number(self.epsilon)),
            setting("alpha", number(self.alpha)),
            setting("fit_intercept", self.fit_intercept),
            setting("max_iter", self.max_iter),
            setting("tolerance", number(self.tolerance)),
        ]
    }
}

regressor!(HuberRegressor => FittedHuberRegressor, weights: used);

/// The loss in units of the target's spread; the last parameter is the scale of the errors.
struct Problem {
    epsilon: f64,
    design: Design,
    y: Array1<f64>,
    y_centre: f64,
    unit: f64,
}

impl Problem {
    fn new(parameters: &HuberRegressor, data: &Training<'_>) -> Result<Self> {
        let design = Design::new(data.features.view(), data.weights(), parameters.fit_intercept)?;
        let y_centre = if parameters.fit_intercept { design.weights.dot(&data.target) } else { 0.0 };
        let y = &data.target - y_centre;
        let spread = (&y * &y).dot(&design.weights).sqrt();
        let unit = if spread.is_normal() { spread } else { 1.0 };
        Ok(Self { epsilon: parameters.epsilon, design, y: y / unit, y_centre, unit })
    }
}

impl Smooth for Problem {
    fn at(&self, w: &Array1<f64>, derivatives: Derivatives) -> Result<Point> {
        let (d, second) = (w.len(), derivatives == Derivatives::Second);
        let (weights, scale) = (w.slice(s![..d - 1]), w[d - 1]);
        // Where the plane goes through most samples the scale would go to zero.
        if scale < 1e-10 {
            let hessian = second.then(|| Array2::eye(d));
            return Ok(Point { value: f64::INFINITY, gradient: Array1::zeros(d), hessian });
        }
        let sum = sum_rows(self.y.len(), || Loss {
            problem: self,
            weights,
            scale,
            value: 0.0,
            gradient: Array1::zeros(d),
            curvature: second.then(|| Array2::zeros((d, d))),
            rows: Array2::zeros((BLOCK, d)),
            scratch: Array2::zeros(if second { (BLOCK, d) } else { (0, 0) }),
        })?;
        Ok(Point { value: sum.value, gradient: sum.gradient, hessian: sum.curvature })
    }
}

struct Loss<'a> {
    problem: &'a Problem,
    weights: ArrayView1<'a, f64>,
    scale: f64,
    value: f64,
    gradient: Array1<f64>,
    curvature: Option<Array2<f64>>,
    /// A block of features with the errors in units of the scale behind.
    rows: Array2<f64>,
    scratch: Array2<f64>,
}

impl RowSum for Loss<'_> {
    fn add_block(&mut self, rows: Range<usize>) {
        let (d, n, epsilon, scale) = (self.gradient.len(), rows.len(), self.problem.epsilon, self.scale);
        let z = self.problem.design.z.slice(s![rows.clone(), ..]);
        let mut block = self.rows.slice_mut(s![..n, ..]);
        block.slice_mut(s![.., ..d - 1]).assign(&z);
        let fitted = z.dot(&self.weights);
        let (mut slopes, mut curvatures) = (Array1::zeros(n), Array1::zeros(n));
        for (i, row) in rows.enumerate() {
            let weight = self.problem.design.weights[row];
            let error = (self.problem.y[row] - fitted[i]) / scale;
            block[[i, d - 1]] = error;
            let inlier = error.abs() < epsilon;
            let half = if inlier { error } else { epsilon * error.signum() };
            // σ + σ·h(r/σ) with h quadratic inside and linear outside.
            self.value += weight
                * scale
                * (1.0 + if inlier { error * error } else { 2.0 * half * error - half * half });
            slopes[i] = -2.0 * weight * half;
            self.gradient[d - 1] += weight * (1.0 - half * half);
            curvatures[i] = if inlier { 2.0 * weight / scale } else { 0.0 };
        }
        let mut gradient = self.gradient.slice_mut(s![..d - 1]);
        gradient += &slopes.dot(&z);
        if let Some(curvature) = &mut self.curvature {
            add_weighted_gram(curvature, self.rows.slice(s![..n, ..]), curvatures.view(), &mut self.scratch);
        }
    }

    fn merge(&mut self, other: Self) {
        self.value += other.value;
        self.gradient += &other.gradient;
        if let (Some(mine), Some(theirs)) = (&mut self.curvature, &other.curvature) {
            *mine += theirs;
        }
    }
}

/// A fitted [`HuberRegressor`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedHuberRegressor {
    parameters: HuberRegressor,
    seen: Seen,
    coefficients: Array1<f64>,
    intercept: f64,
    scale: f64,
    outliers: Vec<bool>,
    n_iter: usize,
    converged: bool,
}

impl FittedHuberRegressor {
    /// The scale of the errors, in units of the target.
    pub fn scale(&self) -> f64 {
        self.scale
    }

    /// Which training samples lie farther from the plane than `epsilon` scales.
    pub fn outliers(&self) -> &[bool] {
        &self.outliers
    }

    /// Steps that the solver took.
    pub fn n_iter(&self) -> usize {
        self.n_iter
    }

    /// Whether the solver arrived at the optimum.
    pub fn converged(&self) -> bool {
        self.converged
    }

    fn details(&self, summary: &mut Summary) {
        let outliers = self.outliers.iter().filter(|outlier| **outlier).count();
        summary.results.push(("scale of the errors".to_owned(), number(self.scale)));
        summary.results.push(("outliers".to_owned(), format!("{outliers} of {}", self.outliers.len())));
        if !self.converged {
            summary.notes.push(super::NOT_CONVERGED.to_owned());
        }
    }
}

fitted_linear!(FittedHuberRegressor);

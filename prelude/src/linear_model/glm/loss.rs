//! Half the Tweedie deviance as a function of the weights, with its derivatives.

use std::ops::Range;

use ndarray::{Array1, Array2, ArrayView1, Axis, s};
use serde::{Deserialize, Serialize};

use crate::dataset::Training;
use crate::error::{Error, Result};
use crate::linear_model::design::Design;
use crate::linear_model::logistic_regression::add_weighted_gram;
use crate::linear_model::minimize::{Derivatives, Point, Smooth, Stop, minimize};
use crate::linear_model::passes::{BLOCK, RowSum, sum_rows};

/// How the variance follows the mean, and the mean the weighted sum.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Family {
    pub power: f64,
    /// Whether the sum is the mean's logarithm.
    pub log: bool,
}

/// A sample's half deviance (less what does not depend on the mean) with its derivatives by the
/// weighted sum.
struct Term {
    value: f64,
    slope: f64,
    curvature: f64,
}

impl Family {
    pub fn mean(self, sum: f64) -> f64 {
        if self.log { sum.exp() } else { sum }
    }

    pub fn link_name(self) -> &'static str {
        if self.log { "log" } else { "identity" }
    }

    /// A target within the distribution's range.
    pub fn check_target(self, owner: &'static str, data: &Training<'_>) -> Result<()> {
        let good = |y: f64| match self.power {
            power if power >= 2.0 => y > 0.0,
            power if power >= 1.0 => y >= 0.0,
            _ => true,
        };
        let Some(row) = data.target.iter().position(|y| !good(*y)) else { return Ok(()) };
        let least = if self.power >= 2.0 { "above 0" } else { "at least 0" };
        Err(Error::parameter(
            owner,
            "y",
            data.target[row],
            format!("{least} in every sample (see row {row})"),
        ))
    }

    fn term(self, y: f64, sum: f64) -> Term {
        if self.power == 0.0 && !self.log {
            let error = sum - y;
            return Term { value: 0.5 * error * error, slope: error, curvature: 1.0 };
        }
        let mean = self.mean(sum);
        if mean <= 0.0 || !mean.is_finite() {
            return Term { value: f64::INFINITY, slope: 0.0, curvature: 0.0 };
        }
        let (value, by_mean) = (self.half_deviance(y, mean), (mean - y) * mean.powf(-self.power));
        if !self.log {
            return Term { value, slope: by_mean, curvature: mean.powf(-self.power) };
        }
        let expected = mean.powf(2.0 - self.power);
        // Between Poisson and gamma the loss is convex; elsewhere its mean curvature is.
        let convex = (1.0..=2.0).contains(&self.power);
        let curvature = if convex { expected + (1.0 - self.power) * by_mean * mean } else { expected };
        Term { value, slope: by_mean * mean, curvature }
    }

    fn half_deviance(self, y: f64, mean: f64) -> f64 {
        let power = self.power;
        if power == 0.0 {
            0.5 * (y - mean) * (y - mean)
        } else if power == 1.0 {
            mean - if y > 0.0 { y * mean.ln() } else { 0.0 }
        } else if power == 2.0 {
            mean.ln() + y / mean
        } else {
            mean.powf(2.0 - power) / (2.0 - power) - y * mean.powf(1.0 - power) / (1.0 - power)
        }
    }
}

pub(super) struct Problem<'a> {
    owner: &'static str,
    family: Family,
    design: Design,
    y: ArrayView1<'a, f64>,
}

pub(super) struct Solution {
    pub coefficients: Array1<f64>,
    pub intercept: f64,
    pub n_iter: usize,
    pub converged: bool,
}

impl<'a> Problem<'a> {
    pub fn new(
        owner: &'static str,
        family: Family,
        data: &'a Training<'_>,
        fit_intercept: bool,
    ) -> Result<Self> {
        let design = Design::new(data.features.view(), data.weights(), fit_intercept)?;
        Ok(Self { owner, family, design, y: data.target.view() })
    }

    pub fn solve(&self, alpha: f64, max_iter: usize, tolerance: f64) -> Result<Solution> {
        let penalties = self.design.penalties(0.0, alpha, 1);
        let mut start = Array1::zeros(self.design.n_parameters());
        if self.design.fit_intercept {
            let mean = self.design.weights.dot(&self.y);
            let place = self.design.n_features();
            start[place] = if self.family.log { mean.max(1e-10).ln() } else { mean };
        }
        let stop = Stop { label: self.owner, tolerance, max_iter };
        let minimum = minimize(self, &penalties, start, stop)?;
        let (coefficients, intercepts) = self.design.in_own_units(minimum.w.view().insert_axis(Axis(0)));
        let coefficients = coefficients.index_axis_move(Axis(0), 0);
        let intercept = intercepts[0];
        if !(intercept.is_finite() && coefficients.iter().all(|weight| weight.is_finite())) {
            return Err(Error::Fit {
                model: self.owner,
                reason: "the solution is not finite".to_owned(),
                advice: "Scale the features, raise `alpha`, or use a logarithmic link.",
            });
        }
        Ok(Solution { coefficients, intercept, n_iter: minimum.n_iter, converged: minimum.converged })
    }
}

impl Smooth for Problem<'_> {
    fn at(&self, w: &Array1<f64>, derivatives: Derivatives) -> Result<Point> {
        let d = w.len();
        let second = derivatives == Derivatives::Second;
        let sum = sum_rows(self.y.len(), || Loss {
            problem: self,
            w,
            value: 0.0,
            gradient: Array1::zeros(d),
            curvature: second.then(|| Array2::zeros((d, d))),
            scratch: Array2::zeros(if second { (BLOCK, d) } else { (0, 0) }),
        })?;
        Ok(Point { value: sum.value, gradient: sum.gradient, hessian: sum.curvature })
    }
}

struct Loss<'p, 'a> {
    problem: &'p Problem<'a>,
    w: &'p Array1<f64>,
    value: f64,
    gradient: Array1<f64>,
    curvature: Option<Array2<f64>>,
    scratch: Array2<f64>,
}

impl RowSum for Loss<'_, '_> {
    fn add_block(&mut self, rows: Range<usize>) {
        let design = &self.problem.design;
        let z = design.z.slice(s![rows.clone(), ..]);
        let mut slopes = z.dot(self.w);
        let mut curvatures = Array1::zeros(slopes.len());
        for (i, slope) in slopes.iter_mut().enumerate() {
            let row = rows.start + i;
            let (weight, term) = (design.weights[row], self.problem.family.term(self.problem.y[row], *slope));
            if weight > 0.0 {
                self.value += weight * term.value;
            }
            *slope = weight * term.slope;
            curvatures[i] = weight * term.curvature;
        }
        self.gradient += &slopes.dot(&z);
        if let Some(curvature) = &mut self.curvature {
            add_weighted_gram(curvature, z, curvatures.view(), &mut self.scratch);
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

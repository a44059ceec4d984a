//! The plane below which a given share of the targets lies, by an interior point method.
//!
//! No crate has it, and none here solves linear programs. A penalty on the weights' sizes becomes two
//! more rows per feature, so that one method does for both.
//!
//! Source: R. Koenker, G. Bassett, "Regression quantiles", 1978; S. Portnoy, R. Koenker, "The Gaussian
//! hare and the Laplacian tortoise", 1997.

mod interior;

use ndarray::{Array1, Array2, Axis, s};
use serde::{Deserialize, Serialize};

use super::design::Design;
use super::fitted_linear::fitted_linear;
use super::{check_at_least_one, check_not_negative, check_positive};
use crate::dataset::Training;
use crate::display::number;
use crate::error::{Error, Result};
use crate::model::estimators::regressor;
use crate::model::{Seen, Summary};
use crate::preprocessing::numeric::setting;

const NAME: &str = "QuantileRegressor";

/// A linear model of a quantile of the target, such as its median, that minimises the pinball loss plus
/// `alpha · ‖w‖₁`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = Array2::from_shape_fn((100, 1), |(i, _)| i as f64);
/// let y = Array1::from_shape_fn(100, |i| i as f64 + (i % 10) as f64);
/// let model = QuantileRegressor::new().quantile(0.9).alpha(0.0).fit((&x, &y))?;
/// let below = model.predict(&x)?.iter().zip(&y).filter(|(line, y)| *y <= *line).count();
/// assert!((85..=95).contains(&below));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuantileRegressor {
    quantile: f64,
    alpha: f64,
    fit_intercept: bool,
    max_iter: usize,
    tolerance: f64,
}

impl Default for QuantileRegressor {
    fn default() -> Self {
        Self { quantile: 0.5, alpha: 1.0, fit_intercept: true, max_iter: 100, tolerance: 1e-9 }
    }
}

impl QuantileRegressor {
    /// The median, with `alpha` = 1.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The share of the targets below the plane, between 0 and 1. Default 0.5.
    #[must_use]
    pub fn quantile(mut self, quantile: f64) -> Self {
        self.quantile = quantile;
        self
    }

    /// The strength of the L1 penalty. Default 1.
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

    /// The solver stops when the loss is within this share of its minimum. Default 1e-9.
    #[must_use]
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }

    fn learn(&self, data: &Training<'_>) -> Result<FittedQuantileRegressor> {
        self.check()?;
        let design = Design::new(data.features.view(), data.weights(), self.fit_intercept)?;
        let (rows, target, unit) = self.rows(&design, data);
        let settings = interior::Settings {
            quantile: self.quantile,
            max_iter: self.max_iter,
            tolerance: self.tolerance,
        };
        let found = interior::solve(rows.view(), target.view(), settings)?;
        let w = found.weights * unit;
        let (coefficients, intercepts) = design.in_own_units(w.view().insert_axis(Axis(0)));
        let coefficients = coefficients.index_axis_move(Axis(0), 0);
        if !(intercepts[0].is_finite() && coefficients.iter().all(|weight| weight.is_finite())) {
            return Err(Error::Fit {
                model: NAME,
                reason: "the equations have no solution in floating point".to_owned(),
                advice: "Leave out columns that repeat what others say, or raise `alpha`.",
            });
        }
        Ok(FittedQuantileRegressor {
            parameters: self.clone(),
            seen: Seen::of(&data.features),
            coefficients,
            intercept: intercepts[0],
            n_iter: found.n_iter,
            converged: found.converged,
        })
    }

    /// The samples as rows times their weights, the penalty's rows behind them, and the unit in which
    /// the target is measured.
    fn rows(&self, design: &Design, data: &Training<'_>) -> (Array2<f64>, Array1<f64>, f64) {
        let (n, width) = design.z.dim();
        let unit = data.target.iter().fold(0.0_f64, |size, y| size.max(y.abs()));
        let unit = if unit.is_normal() { unit } else { 1.0 };
        let penalties = design.penalties(self.alpha, 0.0, 1).l1;
        let extra = if self.alpha > 0.0 { 2 * design.n_features() } else { 0 };
        let mut rows = Array2::zeros((n + extra, width));
        let mut target = Array1::zeros(n + extra);
        let weights = &design.weights * n as f64;
        rows.slice_mut(s![..n, ..]).assign(&(&design.z * &weights.view().insert_axis(Axis(1))));
        target.slice_mut(s![..n]).assign(&(&data.target * &weights / unit));
        for row in 0..extra {
            let sign = if row % 2 == 0 { 1.0 } else { -1.0 };
            rows[[n + row, row / 2]] = sign * penalties[row / 2] * n as f64;
        }
        (rows, target, unit)
    }

    fn check(&self) -> Result<()> {
        if !(self.quantile > 0.0 && self.quantile < 1.0) {
            return Err(Error::parameter(NAME, "quantile", self.quantile, "between 0 and 1"));
        }
        check_not_negative(NAME, "alpha", self.alpha)?;
        check_at_least_one(NAME, "max_iter", self.max_iter)?;
        check_positive(NAME, "tolerance", self.tolerance)
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![
            setting("quantile", number(self.quantile)),
            setting("alpha", number(self.alpha)),
            setting("fit_intercept", self.fit_intercept),
            setting("max_iter", self.max_iter),
            setting("tolerance", number(self.tolerance)),
        ]
    }
}

regressor!(QuantileRegressor => FittedQuantileRegressor, weights: used);

/// A fitted [`QuantileRegressor`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedQuantileRegressor {
    parameters: QuantileRegressor,
    seen: Seen,
    coefficients: Array1<f64>,
    intercept: f64,
    n_iter: usize,
    converged: bool,
}

impl FittedQuantileRegressor {
    /// Steps that the solver took.
    pub fn n_iter(&self) -> usize {
        self.n_iter
    }

    /// Whether the solver arrived at the optimum.
    pub fn converged(&self) -> bool {
        self.converged
    }

    fn details(&self, summary: &mut Summary) {
        if !self.converged {
            summary.notes.push(super::NOT_CONVERGED.to_owned());
        }
    }
}

fitted_linear!(FittedQuantileRegressor);

//! Least squares with a penalty on the squares of the weights, in closed form.
//!
//! linfa has it only as an elastic net solved step by step. Here the normal equations are solved once:
//! those of the features, or of the samples where these are fewer.

mod cv;

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};
use serde::{Deserialize, Serialize};

pub use cv::{FittedRidgeCv, RidgeCv};

use super::check_not_negative;
use super::fitted_linear::fitted_linear;
use super::passes::{Moments, means, moments};
use crate::array::linalg::{Cholesky, product};
use crate::dataset::Training;
use crate::display::number;
use crate::error::{Error, Result};
use crate::linear_model::LinearRegression;
use crate::model::estimators::regressor;
use crate::model::{Seen, Summary};
use crate::preprocessing::numeric::setting;

const NAME: &str = "Ridge";

/// Least squares with the penalty `alpha · ‖w‖²`: the weights of columns that say much the same
/// shrink towards each other and towards zero.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let model = Ridge::new().alpha(10.0).fit(&diabetes())?;
/// let free = LinearRegression::new().fit(&diabetes())?;
/// assert!(model.coefficients()[4].abs() < free.coefficients()[4].abs());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: A. Hoerl, R. Kennard, "Ridge regression: biased estimation for nonorthogonal problems", 1970.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ridge {
    alpha: f64,
    fit_intercept: bool,
}

impl Default for Ridge {
    fn default() -> Self {
        Self { alpha: 1.0, fit_intercept: true }
    }
}

impl Ridge {
    /// With `alpha` = 1 and an intercept.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The strength of the penalty, at least 0. Default 1.
    #[must_use]
    pub fn alpha(mut self, alpha: f64) -> Self {
        self.alpha = alpha;
        self
    }

    /// Whether the plane may miss the origin; the intercept is not penalised. Default `true`.
    #[must_use]
    pub fn fit_intercept(mut self, fit_intercept: bool) -> Self {
        self.fit_intercept = fit_intercept;
        self
    }

    fn learn(&self, data: &Training<'_>) -> Result<FittedRidge> {
        check_not_negative(NAME, "alpha", self.alpha)?;
        let (coefficients, intercept) = if self.alpha == 0.0 {
            let free = LinearRegression::new().fit_intercept(self.fit_intercept).fit_training(data)?;
            (free.coefficients().clone(), free.intercept())
        } else {
            solve(data, self.alpha, self.fit_intercept)?
        };
        Ok(FittedRidge { parameters: self.clone(), seen: Seen::of(&data.features), coefficients, intercept })
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![setting("alpha", number(self.alpha)), setting("fit_intercept", self.fit_intercept)]
    }
}

regressor!(Ridge => FittedRidge, weights: used);

/// A fitted [`Ridge`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedRidge {
    parameters: Ridge,
    seen: Seen,
    coefficients: Array1<f64>,
    intercept: f64,
}

impl FittedRidge {
    #[allow(clippy::unused_self)]
    fn details(&self, _summary: &mut Summary) {}
}

fitted_linear!(FittedRidge);

/// Coefficients and intercept.
fn solve(data: &Training<'_>, alpha: f64, fit_intercept: bool) -> Result<(Array1<f64>, f64)> {
    let (x, y) = (data.features.view(), data.target.view());
    if x.ncols() > x.nrows() {
        return by_samples(x, y, data.weights(), alpha, fit_intercept);
    }
    let moments = moments(x, y, data.weights(), fit_intercept)?;
    let coefficients = by_features(&moments, alpha).ok_or_else(failed)?;
    let intercept = if fit_intercept { moments.y_mean - moments.x_mean.dot(&coefficients) } else { 0.0 };
    finite(coefficients, intercept)
}

/// (XᵀX + αI)⁻¹ Xᵀy of centred data, each column scaled so that the diagonal is one.
fn by_features(moments: &Moments, alpha: f64) -> Option<Array1<f64>> {
    let scale = moments.gram.diag().mapv(|square| (square + alpha).sqrt());
    let mut matrix = &moments.gram / &scale / scale.view().insert_axis(Axis(1));
    matrix.diag_mut().fill(1.0);
    let factor = Cholesky::of(matrix.view())?;
    Some(factor.solve((&moments.xy / &scale).view()) / &scale)
}

/// Xᵀ(XXᵀ + αI)⁻¹y of centred data.
fn by_samples(
    x: ArrayView2<'_, f64>,
    y: ArrayView1<'_, f64>,
    weights: Option<ArrayView1<'_, f64>>,
    alpha: f64,
    fit_intercept: bool,
) -> Result<(Array1<f64>, f64)> {
    let (x_mean, y_mean) = means(x, y, weights, fit_intercept)?;
    let mut rows: Array2<f64> = &x - &x_mean;
    let mut target = &y - y_mean;
    if let Some(weights) = weights {
        let roots = weights.mapv(f64::sqrt);
        target *= &roots;
        rows *= &roots.insert_axis(Axis(1));
    }
    let mut kernel = product(rows.view(), rows.t());
    kernel.diag_mut().mapv_inplace(|square| square + alpha);
    let factor = Cholesky::of(kernel.view()).ok_or_else(failed)?;
    let coefficients = rows.t().dot(&factor.solve(target.view()));
    let intercept = if fit_intercept { y_mean - x_mean.dot(&coefficients) } else { 0.0 };
    finite(coefficients, intercept)
}

fn finite(coefficients: Array1<f64>, intercept: f64) -> Result<(Array1<f64>, f64)> {
    if intercept.is_finite() && coefficients.iter().all(|weight| weight.is_finite()) {
        Ok((coefficients, intercept))
    } else {
        Err(failed())
    }
}

fn failed() -> Error {
    Error::Fit {
        model: NAME,
        reason: "the equations have no solution in floating point".to_owned(),
        advice: "Look for values of very different size and scale the columns, or raise `alpha`.",
    }
}

//! Least squares with penalties that set weights to zero.
//!
//! Own kernels: linfa-elasticnet goes through the samples in every round (here only their products are
//! needed), knows no sample weights and cannot be interrupted.

mod cv;
mod descent;
mod search;

use ndarray::{Array1, ArrayView2};
use serde::{Deserialize, Serialize};

pub use cv::{ElasticNetCv, FittedElasticNetCv, FittedLassoCv, LassoCv};
use descent::{Problem, Task};

use super::fitted_linear::fitted_linear;
use super::{check_at_least_one, check_not_negative, check_share};
use crate::dataset::Training;
use crate::display::number;
use crate::error::Result;
use crate::model::estimators::regressor;
use crate::model::{Seen, Summary};
use crate::preprocessing::numeric::setting;

macro_rules! penalised {
    (
        $(#[$about:meta])*
        $model:ident, $fitted:ident, $name:literal, { $($field:ident: $default:expr),* }
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub struct $model {
            alpha: f64,
            $($field: f64,)*
            fit_intercept: bool,
            positive: bool,
            max_iter: usize,
            tolerance: f64,
        }

        impl Default for $model {
            fn default() -> Self {
                Self {
                    alpha: 1.0,
                    $($field: $default,)*
                    fit_intercept: true,
                    positive: false,
                    max_iter: 1000,
                    tolerance: 1e-4,
                }
            }
        }

        impl $model {
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

            /// Whether the plane may miss the origin. Default `true`.
            #[must_use]
            pub fn fit_intercept(mut self, fit_intercept: bool) -> Self {
                self.fit_intercept = fit_intercept;
                self
            }

            /// Whether weights below zero are forbidden. Default `false`.
            #[must_use]
            pub fn positive(mut self, positive: bool) -> Self {
                self.positive = positive;
                self
            }

            /// Rounds over the weights. Default 1,000.
            #[must_use]
            pub fn max_iter(mut self, max_iter: usize) -> Self {
                self.max_iter = max_iter;
                self
            }

            /// The solver stops when the duality gap is below this share of the target's mean
            /// square. Default 1e-4.
            #[must_use]
            pub fn tolerance(mut self, tolerance: f64) -> Self {
                self.tolerance = tolerance;
                self
            }

            fn learn(&self, data: &Training<'_>) -> Result<$fitted> {
                let task = self.task()?;
                let problem = Problem::new(
                    data.features.view(),
                    data.target.view(),
                    data.weights(),
                    self.fit_intercept,
                )?;
                let found = problem.solve(task, Array1::zeros(data.features.values.ncols()))?;
                Ok($fitted {
                    parameters: self.clone(),
                    seen: Seen::of(&data.features),
                    intercept: problem.intercept(&found.coefficients),
                    coefficients: found.coefficients,
                    n_iter: found.n_iter,
                    dual_gap: found.gap,
                    converged: found.converged,
                })
            }

            fn checked(&self, l1_ratio: f64) -> Result<Task> {
                check_not_negative($name, "alpha", self.alpha)?;
                check_share($name, "l1_ratio", l1_ratio)?;
                check_at_least_one($name, "max_iter", self.max_iter)?;
                check_not_negative($name, "tolerance", self.tolerance)?;
                Ok(Task {
                    alpha: self.alpha,
                    l1_ratio,
                    positive: self.positive,
                    max_iter: self.max_iter,
                    tolerance: self.tolerance,
                })
            }

            fn settings(&self) -> Vec<(String, String)> {
                vec![
                    setting("alpha", number(self.alpha)),
                    $(setting(stringify!($field), number(self.$field)),)*
                    setting("fit_intercept", self.fit_intercept),
                    setting("positive", self.positive),
                    setting("max_iter", self.max_iter),
                    setting("tolerance", number(self.tolerance)),
                ]
            }
        }

        regressor!($model => $fitted, weights: used);

        #[doc = concat!("A fitted [`", $name, "`].")]
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub struct $fitted {
            parameters: $model,
            seen: Seen,
            coefficients: Array1<f64>,
            intercept: f64,
            n_iter: usize,
            dual_gap: f64,
            converged: bool,
        }

        impl $fitted {
            /// Rounds that the solver took.
            pub fn n_iter(&self) -> usize {
                self.n_iter
            }

            /// How far the loss can be from its minimum.
            pub fn dual_gap(&self) -> f64 {
                self.dual_gap
            }

            /// Whether the solver arrived at the optimum.
            pub fn converged(&self) -> bool {
                self.converged
            }

            fn details(&self, summary: &mut Summary) {
                let kept = self.coefficients.iter().filter(|weight| **weight != 0.0).count();
                let share = format!("{kept} of {}", self.coefficients.len());
                summary.results.push(("weights that are not zero".to_owned(), share));
                if !self.converged {
                    summary.notes.push(super::NOT_CONVERGED.to_owned());
                }
            }
        }

        fitted_linear!($fitted);
    };
}

penalised!(
    /// Least squares with the penalty `alpha · ‖w‖₁` on the mean of half the squared errors: the
    /// weights of features that help little become zero.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let model = Lasso::new().alpha(2.0).fit(&diabetes())?;
    /// assert!(model.coefficients().iter().any(|weight| *weight == 0.0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: R. Tibshirani, "Regression shrinkage and selection via the lasso", 1996.
    Lasso, FittedLasso, "Lasso", {}
);

penalised!(
    /// Least squares with the penalty `alpha · (l1_ratio · ‖w‖₁ + ½(1 − l1_ratio) · ‖w‖²)` on the mean
    /// of half the squared errors: between [`Lasso`] and [`Ridge`](super::Ridge).
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let model = ElasticNet::new().alpha(0.01).l1_ratio(0.7).fit(&diabetes())?;
    /// assert!(model.score(&diabetes())? > 0.4);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: H. Zou, T. Hastie, "Regularization and variable selection via the elastic net", 2005.
    ElasticNet, FittedElasticNet, "ElasticNet", { l1_ratio: 0.5 }
);

impl Lasso {
    fn task(&self) -> Result<Task> {
        self.checked(1.0)
    }
}

impl ElasticNet {
    /// The L1 part of the penalty, 0 to 1. Default 0.5.
    #[must_use]
    pub fn l1_ratio(mut self, l1_ratio: f64) -> Self {
        self.l1_ratio = l1_ratio;
        self
    }

    fn task(&self) -> Result<Task> {
        self.checked(self.l1_ratio)
    }
}

/// The weights along falling strengths of the penalty: see [`lasso_path`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CoefficientPath {
    /// Falling, length n_alphas.
    pub alphas: Array1<f64>,
    /// Shape (n_alphas, n_features).
    pub coefficients: ndarray::Array2<f64>,
}

/// The lasso's weights for `n_alphas` strengths, from that which leaves none to a thousandth of it:
/// what a plot of coefficients against penalty shows.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let path = lasso_path(&diabetes(), 20)?;
/// assert_eq!(path.coefficients.shape(), [20, 10]);
/// assert!(path.coefficients.row(0).iter().all(|weight| weight.abs() < 1e-9));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`Lasso::fit`]; [`Error::Parameter`](crate::Error::Parameter) for no alphas.
pub fn lasso_path(data: impl crate::dataset::AsTraining, n_alphas: usize) -> Result<CoefficientPath> {
    let data = data.training()?;
    crate::model::check::training(&data)?;
    check_at_least_one("lasso_path", "n_alphas", n_alphas)?;
    path(data.features.view(), &data, n_alphas)
}

fn path(x: ArrayView2<'_, f64>, data: &Training<'_>, n_alphas: usize) -> Result<CoefficientPath> {
    let problem = Problem::new(x, data.target.view(), data.weights(), true)?;
    let alphas = search::falling(problem.largest_alpha(1.0), 1e-3, n_alphas);
    let mut coefficients = ndarray::Array2::zeros((n_alphas, x.ncols()));
    let mut w = Array1::zeros(x.ncols());
    for (alpha, mut row) in alphas.iter().zip(coefficients.rows_mut()) {
        let task = Task { alpha: *alpha, l1_ratio: 1.0, positive: false, max_iter: 1000, tolerance: 1e-6 };
        w = problem.solve(task, w)?.coefficients;
        row.assign(&w);
    }
    Ok(CoefficientPath { alphas, coefficients })
}

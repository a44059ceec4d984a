//! Lasso and elastic net that choose their own strength of penalty on held-out folds.

use ndarray::{Array1, Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use super::search::Search;
use crate::dataset::Training;
use crate::display::number;
use crate::error::Result;
use crate::linear_model::fitted_linear::fitted_linear;
use crate::model::estimators::regressor;
use crate::model::{Seen, Summary};
use crate::preprocessing::numeric::setting;

macro_rules! chosen {
    (
        $(#[$about:meta])*
        $model:ident, $fitted:ident, $name:literal, { $($field:ident: $default:expr),* }
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub struct $model {
            $($field: Vec<f64>,)*
            alphas: Option<Vec<f64>>,
            n_alphas: usize,
            eps: f64,
            cv: usize,
            fit_intercept: bool,
            positive: bool,
            max_iter: usize,
            tolerance: f64,
        }

        impl Default for $model {
            fn default() -> Self {
                Self {
                    $($field: $default,)*
                    alphas: None,
                    n_alphas: 100,
                    eps: 1e-3,
                    cv: 5,
                    fit_intercept: true,
                    positive: false,
                    max_iter: 1000,
                    tolerance: 1e-4,
                }
            }
        }

        impl $model {
            /// A hundred strengths, five folds.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            /// The strengths to try, each above 0. Default: `n_alphas` that suit the data.
            #[must_use]
            pub fn alphas(mut self, alphas: &[f64]) -> Self {
                self.alphas = Some(alphas.to_vec());
                self
            }

            /// How many strengths to try, from that which leaves no weight down. Default 100.
            #[must_use]
            pub fn n_alphas(mut self, n_alphas: usize) -> Self {
                self.n_alphas = n_alphas;
                self
            }

            /// The smallest strength as a share of the largest. Default 0.001.
            #[must_use]
            pub fn eps(mut self, eps: f64) -> Self {
                self.eps = eps;
                self
            }

            /// So many folds of consecutive rows. Default 5.
            #[must_use]
            pub fn cv(mut self, n_splits: usize) -> Self {
                self.cv = n_splits;
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

            fn search<'a>(&'a self, l1_ratios: &'a [f64]) -> Search<'a> {
                Search {
                    owner: $name,
                    l1_ratios,
                    alphas: self.alphas.as_deref(),
                    n_alphas: self.n_alphas,
                    eps: self.eps,
                    cv: self.cv,
                    fit_intercept: self.fit_intercept,
                    positive: self.positive,
                    max_iter: self.max_iter,
                    tolerance: self.tolerance,
                }
            }

            fn learn(&self, data: &Training<'_>) -> Result<$fitted> {
                let choice = self.search(self.l1_ratios()).run(data)?;
                Ok($fitted {
                    parameters: self.clone(),
                    seen: Seen::of(&data.features),
                    coefficients: choice.coefficients,
                    intercept: choice.intercept,
                    alpha: choice.alpha,
                    l1_ratio: choice.l1_ratio,
                    alphas: choice.alphas,
                    mse_path: choice.mse_path,
                    converged: choice.converged,
                })
            }

            fn settings(&self) -> Vec<(String, String)> {
                vec![
                    $(setting(stringify!($field), format!("{:?}", self.$field)),)*
                    setting("alphas", self.alphas.as_ref().map_or("auto".to_owned(), |alphas| format!("{alphas:?}"))),
                    setting("n_alphas", self.n_alphas),
                    setting("eps", number(self.eps)),
                    setting("cv", self.cv),
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
            alpha: f64,
            l1_ratio: f64,
            alphas: Array1<f64>,
            mse_path: Array2<f64>,
            converged: bool,
        }

        impl $fitted {
            /// The strength that was chosen.
            pub fn alpha(&self) -> f64 {
                self.alpha
            }

            /// The L1 part of the penalty that was chosen.
            pub fn l1_ratio(&self) -> f64 {
                self.l1_ratio
            }

            /// The strengths tried, falling.
            pub fn alphas(&self) -> &Array1<f64> {
                &self.alphas
            }

            /// The mean squared error on held-out samples, shape (n_alphas, n_folds).
            pub fn mse_path(&self) -> ArrayView2<'_, f64> {
                self.mse_path.view()
            }

            /// Whether the solver arrived at the optimum for the chosen strength.
            pub fn converged(&self) -> bool {
                self.converged
            }

            fn details(&self, summary: &mut Summary) {
                let kept = self.coefficients.iter().filter(|weight| **weight != 0.0).count();
                let share = format!("{kept} of {}", self.coefficients.len());
                summary.results.push(("chosen alpha".to_owned(), number(self.alpha)));
                summary.results.push(("chosen l1_ratio".to_owned(), number(self.l1_ratio)));
                summary.results.push(("weights that are not zero".to_owned(), share));
                if !self.converged {
                    summary.notes.push(crate::linear_model::NOT_CONVERGED.to_owned());
                }
            }
        }

        fitted_linear!($fitted);
    };
}

chosen!(
    /// [`Lasso`](super::Lasso) with the `alpha` that predicts held-out folds best.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let model = LassoCv::new().fit(&diabetes())?;
    /// assert!(model.alpha() > 0.0);
    /// assert_eq!(model.mse_path().shape(), [100, 5]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    LassoCv, FittedLassoCv, "LassoCv", {}
);

chosen!(
    /// [`ElasticNet`](super::ElasticNet) with the `alpha` and the `l1_ratio` that predict held-out folds
    /// best.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let model = ElasticNetCv::new().l1_ratio(&[0.5, 0.9, 1.0]).fit(&diabetes())?;
    /// assert!([0.5, 0.9, 1.0].contains(&model.l1_ratio()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ElasticNetCv, FittedElasticNetCv, "ElasticNetCv", { l1_ratio: vec![0.5] }
);

impl LassoCv {
    #[allow(clippy::unused_self)]
    fn l1_ratios(&self) -> &[f64] {
        &[1.0]
    }
}

impl ElasticNetCv {
    /// The L1 parts of the penalty to try, each above 0 and at most 1. Default 0.5 alone.
    #[must_use]
    pub fn l1_ratio(mut self, l1_ratios: &[f64]) -> Self {
        self.l1_ratio = l1_ratios.to_vec();
        self
    }

    fn l1_ratios(&self) -> &[f64] {
        &self.l1_ratio
    }
}

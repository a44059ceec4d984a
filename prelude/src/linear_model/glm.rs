//! Generalised linear models of counts, amounts and other quantities whose spread grows with their mean.
//!
//! No crate has them. Newton's method, each step one pass over blocks of rows.
//!
//! Source: P. McCullagh, J. Nelder, "Generalized Linear Models", 1989; B. Jørgensen, "Exponential
//! dispersion models", 1987.

mod loss;

use ndarray::{Array1, ArrayView2};
use serde::{Deserialize, Serialize};

use loss::{Family, Problem};

use super::{check_at_least_one, check_not_negative, check_positive};
use crate::dataset::{AsTraining, Training};
use crate::display::number;
use crate::error::{Error, Result};
use crate::metrics::d2_tweedie_score;
use crate::model::estimators::regressor;
use crate::model::{Seen, Summary};
use crate::preprocessing::numeric::setting;

/// What the weighted sum of the features is: the mean, or its logarithm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// The mean for a power of at most 0, its logarithm otherwise.
    #[default]
    Auto,
    Identity,
    Log,
}

impl std::fmt::Display for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Auto => "auto",
            Self::Identity => "identity",
            Self::Log => "log",
        })
    }
}

macro_rules! glm {
    (
        $(#[$about:meta])*
        $model:ident, $fitted:ident, $name:literal, { $($field:ident: $type:ty = $default:expr),* }
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub struct $model {
            $($field: $type,)*
            alpha: f64,
            fit_intercept: bool,
            max_iter: usize,
            tolerance: f64,
        }

        impl Default for $model {
            fn default() -> Self {
                Self {
                    $($field: $default,)*
                    alpha: 1.0,
                    fit_intercept: true,
                    max_iter: 100,
                    tolerance: 1e-6,
                }
            }
        }

        impl $model {
            /// With `alpha` = 1 and an intercept.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            /// The strength of the penalty `½ · alpha · ‖w‖²` on the mean of half the deviances; 0 is
            /// none. Default 1.
            #[must_use]
            pub fn alpha(mut self, alpha: f64) -> Self {
                self.alpha = alpha;
                self
            }

            /// Whether the weighted sum has a constant term, which is not penalised. Default `true`.
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

            /// The solver stops when no element of the mean loss's gradient (for features scaled to
            /// unit variance) is above this. Default 1e-6.
            #[must_use]
            pub fn tolerance(mut self, tolerance: f64) -> Self {
                self.tolerance = tolerance;
                self
            }

            fn learn(&self, data: &Training<'_>) -> Result<$fitted> {
                let family = self.family()?;
                check_not_negative($name, "alpha", self.alpha)?;
                check_at_least_one($name, "max_iter", self.max_iter)?;
                check_positive($name, "tolerance", self.tolerance)?;
                family.check_target($name, data)?;
                let problem = Problem::new($name, family, data, self.fit_intercept)?;
                let solution = problem.solve(self.alpha, self.max_iter, self.tolerance)?;
                Ok($fitted {
                    parameters: self.clone(),
                    seen: Seen::of(&data.features),
                    coefficients: solution.coefficients,
                    intercept: solution.intercept,
                    family,
                    n_iter: solution.n_iter,
                    converged: solution.converged,
                })
            }

            fn settings(&self) -> Vec<(String, String)> {
                vec![
                    $(setting(stringify!($field), self.$field),)*
                    setting("alpha", number(self.alpha)),
                    setting("fit_intercept", self.fit_intercept),
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
            family: Family,
            n_iter: usize,
            converged: bool,
        }

        impl $fitted {
            /// One per feature: of the mean, or of its logarithm.
            pub fn coefficients(&self) -> &Array1<f64> {
                &self.coefficients
            }

            /// The weighted sum where every feature is zero.
            pub fn intercept(&self) -> f64 {
                self.intercept
            }

            /// Steps that the solver took.
            pub fn n_iter(&self) -> usize {
                self.n_iter
            }

            /// Whether the solver arrived at the optimum.
            pub fn converged(&self) -> bool {
                self.converged
            }

            /// D², the share of the deviance that is explained: what scikit-learn's `score` is for
            /// this model. 1 is perfect, 0 no better than the mean.
            ///
            /// # Errors
            /// As [`score`](Self::score), and [`Error::Parameter`] for a target out of range.
            pub fn d2_score(&self, data: impl AsTraining) -> Result<f64> {
                let data = data.training()?;
                let features = crate::array::Features::of(&data);
                self.seen.check($name, &features)?;
                let predicted = self.predict_rows(features.view())?;
                match data.weights() {
                    None => d2_tweedie_score(data.target.view(), predicted, self.family.power),
                    Some(weights) => {
                        d2_tweedie_score((data.target.view(), weights), predicted, self.family.power)
                    }
                }
            }

            fn predict_rows(&self, x: ArrayView2<'_, f64>) -> Result<Array1<f64>> {
                Ok((x.dot(&self.coefficients) + self.intercept).mapv(|sum| self.family.mean(sum)))
            }

            /// The sizes of the coefficients.
            fn importances(&self) -> Option<Array1<f64>> {
                Some(self.coefficients.mapv(f64::abs))
            }

            fn report(&self, summary: &mut Summary) {
                summary.results.push(("link".to_owned(), self.family.link_name().to_owned()));
                summary.tables.push(super::coefficient_table(&self.seen, self.intercept, &self.coefficients));
                if !self.converged {
                    summary.notes.push(super::NOT_CONVERGED.to_owned());
                }
            }
        }
    };
}

glm!(
    /// A model of a quantity whose variance is the `power`-th power of its mean: 0 normal, 1 Poisson
    /// (counts), between 1 and 2 compound Poisson (claims, rain: many zeros), 2 gamma, 3 inverse
    /// Gaussian.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let x = array![[0.0], [1.0], [2.0], [3.0]];
    /// let model = TweedieRegressor::new().power(1.5).alpha(0.0).fit((&x, &[1.0, 2.0, 4.0, 8.0]))?;
    /// assert!((model.predict(&array![[4.0]])?[0] - 16.0).abs() < 1e-3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    TweedieRegressor, FittedTweedieRegressor, "TweedieRegressor", { power: f64 = 0.0, link: Link = Link::Auto }
);

glm!(
    /// A model of counts, whose logarithm of the mean is a weighted sum of the features.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let x = array![[0.0], [1.0], [2.0], [3.0]];
    /// let model = PoissonRegressor::new().alpha(0.0).fit((&x, &[1.0, 2.0, 4.0, 8.0]))?;
    /// assert!((model.coefficients()[0] - 2.0_f64.ln()).abs() < 1e-5);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    PoissonRegressor, FittedPoissonRegressor, "PoissonRegressor", {}
);

glm!(
    /// A model of amounts above zero, whose spread is in proportion to their mean.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let x = array![[0.0], [1.0], [2.0], [3.0]];
    /// let model = GammaRegressor::new().alpha(0.0).fit((&x, &[1.0, 2.0, 4.0, 8.0]))?;
    /// assert!(model.d2_score((&x, &[1.0, 2.0, 4.0, 8.0]))? > 0.999);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    GammaRegressor, FittedGammaRegressor, "GammaRegressor", {}
);

impl TweedieRegressor {
    /// The variance is this power of the mean: at most 0, or at least 1. Default 0.
    #[must_use]
    pub fn power(mut self, power: f64) -> Self {
        self.power = power;
        self
    }

    /// What the weighted sum of the features is. Default [`Link::Auto`].
    #[must_use]
    pub fn link(mut self, link: Link) -> Self {
        self.link = link;
        self
    }

    fn family(&self) -> Result<Family> {
        if !self.power.is_finite() || (self.power > 0.0 && self.power < 1.0) {
            return Err(Error::parameter(
                "TweedieRegressor",
                "power",
                self.power,
                "at most 0, or at least 1",
            ));
        }
        let log = match self.link {
            Link::Auto => self.power > 0.0,
            Link::Identity => false,
            Link::Log => true,
        };
        Ok(Family { power: self.power, log })
    }
}

impl PoissonRegressor {
    #[allow(clippy::unnecessary_wraps, clippy::unused_self)]
    fn family(&self) -> Result<Family> {
        Ok(Family { power: 1.0, log: true })
    }
}

impl GammaRegressor {
    #[allow(clippy::unnecessary_wraps, clippy::unused_self)]
    fn family(&self) -> Result<Family> {
        Ok(Family { power: 2.0, log: true })
    }
}

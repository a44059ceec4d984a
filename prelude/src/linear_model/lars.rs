//! Least angle regression: the weights enter one by one, each step known in closed form.
//!
//! linfa-lars cannot be saved (its serde support does not compile) and knows no weights of samples;
//! its path is that of one target in place. The algorithm needs the products of the columns only.
//!
//! Source: B. Efron, T. Hastie, I. Johnstone, R. Tibshirani, "Least angle regression", 2004.

mod path;

use ndarray::{Array1, Array2};
use serde::{Deserialize, Serialize};

use path::{Limits, Path, Variant, walk};

use super::fitted_linear::fitted_linear;
use super::passes::moments;
use super::{check_at_least_one, check_not_negative};
use crate::dataset::Training;
use crate::display::number;
use crate::error::Result;
use crate::model::estimators::regressor;
use crate::model::{Seen, Summary};
use crate::preprocessing::numeric::setting;

/// Least angle regression: the feature that goes best with what is left enters, and its weight grows
/// until another goes as well. Features should have one scale.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (_, scaled) = StandardScaler::new().fit_transform(&diabetes())?;
/// let model = Lars::new().n_nonzero_coefs(2).fit(&scaled)?;
/// assert_eq!(model.active(), [2, 8]); // bmi, then s5
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lars {
    n_nonzero_coefs: usize,
    fit_intercept: bool,
}

impl Default for Lars {
    fn default() -> Self {
        Self { n_nonzero_coefs: 500, fit_intercept: true }
    }
}

impl Lars {
    /// Until all features (at most 500) are in.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// So many weights at most. Default 500.
    #[must_use]
    pub fn n_nonzero_coefs(mut self, n_nonzero_coefs: usize) -> Self {
        self.n_nonzero_coefs = n_nonzero_coefs;
        self
    }

    /// Whether the plane may miss the origin. Default `true`.
    #[must_use]
    pub fn fit_intercept(mut self, fit_intercept: bool) -> Self {
        self.fit_intercept = fit_intercept;
        self
    }

    fn learn(&self, data: &Training<'_>) -> Result<FittedLars> {
        check_at_least_one("Lars", "n_nonzero_coefs", self.n_nonzero_coefs)?;
        let limits = Limits { most: self.n_nonzero_coefs, alpha: 0.0, max_iter: usize::MAX };
        let found = fit(data, self.fit_intercept, Variant::Lars, limits)?;
        Ok(FittedLars {
            parameters: self.clone(),
            seen: Seen::of(&data.features),
            coefficients: found.path.coefficients.row(found.path.alphas.len() - 1).to_owned(),
            intercept: found.intercept,
            active: found.path.active,
            alphas: found.path.alphas,
            path: found.path.coefficients,
        })
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![setting("n_nonzero_coefs", self.n_nonzero_coefs), setting("fit_intercept", self.fit_intercept)]
    }
}

regressor!(Lars => FittedLars, weights: refused);

/// [`Lasso`](super::Lasso) along the path of [`Lars`], which gives the weights for every strength of
/// the penalty down to `alpha`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let model = LassoLars::new().alpha(2.0).fit(&diabetes())?;
/// let lasso = Lasso::new().alpha(2.0).tolerance(1e-12).fit(&diabetes())?;
/// assert!((model.coefficients()[2] - lasso.coefficients()[2]).abs() < 1e-6);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LassoLars {
    alpha: f64,
    fit_intercept: bool,
    max_iter: usize,
}

impl Default for LassoLars {
    fn default() -> Self {
        Self { alpha: 1.0, fit_intercept: true, max_iter: 500 }
    }
}

impl LassoLars {
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

    /// Steps of the path. Default 500.
    #[must_use]
    pub fn max_iter(mut self, max_iter: usize) -> Self {
        self.max_iter = max_iter;
        self
    }

    fn learn(&self, data: &Training<'_>) -> Result<FittedLassoLars> {
        check_not_negative("LassoLars", "alpha", self.alpha)?;
        check_at_least_one("LassoLars", "max_iter", self.max_iter)?;
        let limits = Limits { most: usize::MAX, alpha: self.alpha, max_iter: self.max_iter };
        let found = fit(data, self.fit_intercept, Variant::Lasso, limits)?;
        Ok(FittedLassoLars {
            parameters: self.clone(),
            seen: Seen::of(&data.features),
            coefficients: found.path.coefficients.row(found.path.alphas.len() - 1).to_owned(),
            intercept: found.intercept,
            active: found.path.active,
            alphas: found.path.alphas,
            path: found.path.coefficients,
        })
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![
            setting("alpha", number(self.alpha)),
            setting("fit_intercept", self.fit_intercept),
            setting("max_iter", self.max_iter),
        ]
    }
}

regressor!(LassoLars => FittedLassoLars, weights: refused);

struct Found {
    path: Path,
    intercept: f64,
}

fn fit(data: &Training<'_>, fit_intercept: bool, variant: Variant, limits: Limits) -> Result<Found> {
    let moments = moments(data.features.view(), data.target.view(), None, fit_intercept)?;
    let path = walk(&moments, variant, limits)?;
    let last = path.coefficients.row(path.alphas.len() - 1);
    let intercept = if fit_intercept { moments.y_mean - moments.x_mean.dot(&last) } else { 0.0 };
    Ok(Found { path, intercept })
}

macro_rules! fitted_path {
    ($model:ident, $fitted:ident) => {
        #[doc = concat!("A fitted [`", stringify!($model), "`].")]
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub struct $fitted {
            parameters: $model,
            seen: Seen,
            coefficients: Array1<f64>,
            intercept: f64,
            active: Vec<usize>,
            alphas: Array1<f64>,
            path: Array2<f64>,
        }

        impl $fitted {
            /// The features that are in, in the order in which they entered.
            pub fn active(&self) -> &[usize] {
                &self.active
            }

            /// The strength of the lasso's penalty at each bend of the path, falling.
            pub fn alphas(&self) -> &Array1<f64> {
                &self.alphas
            }

            /// The weights there, shape (n_alphas, n_features): straight lines in between.
            pub fn coefficient_path(&self) -> &Array2<f64> {
                &self.path
            }

            fn details(&self, summary: &mut Summary) {
                let names: Vec<String> = self.active.iter().take(12).map(|j| self.seen.label(*j)).collect();
                summary.results.push(("features, as they entered".to_owned(), names.join(", ")));
            }
        }

        fitted_linear!($fitted);
    };
}

fitted_path!(Lars, FittedLars);
fitted_path!(LassoLars, FittedLassoLars);

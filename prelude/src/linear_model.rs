//! Models that weigh the features and add them up.
//!
//! | for | there is |
//! |---|---|
//! | a quantity | [`LinearRegression`], with the table that statisticians expect |
//! | many features, or features that say much the same | [`Ridge`], [`Lasso`], [`ElasticNet`], [`Lars`], [`PlsRegression`]; [`RidgeCv`], [`LassoCv`], [`ElasticNetCv`] choose their own strength |
//! | targets with outliers | [`HuberRegressor`], [`RansacRegressor`] |
//! | counts and amounts | [`PoissonRegressor`], [`GammaRegressor`], [`TweedieRegressor`] |
//! | quantiles, and what never falls | [`QuantileRegressor`], [`IsotonicRegression`] |
//! | classes | [`LogisticRegression`], [`LogisticRegressionCv`] |
//! | streams | [`SgdRegressor`], [`SgdClassifier`], [`FtrlClassifier`], by `partial_fit` |
//!
//! A polynomial is a line in the features' powers:
//!
//! ```
//! use ferrolab_prelude::prelude::*;
//!
//! let x = Array2::from_shape_fn((30, 1), |(i, _)| i as f64 / 10.0 - 1.5);
//! let y = x.column(0).mapv(|x| 1.0 - 2.0 * x + 3.0 * x.powi(3));
//! let cubic = Pipeline::new()
//!     .step("powers", PolynomialFeatures::new(3).include_bias(false))
//!     .step("line", LinearRegression::new());
//! assert!(cubic.fit((&x, &y))?.score((&x, &y))? > 0.999999);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod design;
mod elastic_net;
mod fitted_linear;
mod folds;
mod ftrl;
mod glm;
mod huber;
mod inference;
mod isotonic;
mod lars;
mod linear_regression;
mod logistic_regression;
mod logistic_regression_cv;
pub(crate) mod minimize;
mod passes;
mod pls_regression;
mod quantile;
mod ransac;
mod ridge;
mod sgd;
mod stream;

pub use elastic_net::{
    CoefficientPath, ElasticNet, ElasticNetCv, FittedElasticNet, FittedElasticNetCv, FittedLasso,
    FittedLassoCv, Lasso, LassoCv, lasso_path,
};
pub use ftrl::{FittedFtrlClassifier, FtrlClassifier};
pub use glm::{
    FittedGammaRegressor, FittedPoissonRegressor, FittedTweedieRegressor, GammaRegressor, Link,
    PoissonRegressor, TweedieRegressor,
};
pub use huber::{FittedHuberRegressor, HuberRegressor};
pub use inference::LinearStatistics;
pub use isotonic::{FittedIsotonicRegression, IsotonicRegression, Monotone, OutOfBounds};
pub use lars::{FittedLars, FittedLassoLars, Lars, LassoLars};
pub use linear_regression::{FittedLinearRegression, LinearRegression};
pub use logistic_regression::{FittedLogisticRegression, LogisticRegression, Penalty};
pub use logistic_regression_cv::{FittedLogisticRegressionCv, LogisticRegressionCv};
pub use pls_regression::{FittedPlsRegression, PlsRegression};
pub use quantile::{FittedQuantileRegressor, QuantileRegressor};
pub use ransac::{FittedRansacRegressor, RansacRegressor};
pub use ridge::{FittedRidge, FittedRidgeCv, Ridge, RidgeCv};
pub use sgd::{
    ClassificationLoss, FittedSgdClassifier, FittedSgdRegressor, LearningRate, RegressionLoss, SgdClassifier,
    SgdRegressor,
};

use ndarray::Array1;

use crate::error::{Error, Result};
use crate::model::{Seen, SummaryTable};

/// One row per feature below the intercept.
pub(crate) fn coefficient_table(seen: &Seen, intercept: f64, coefficients: &Array1<f64>) -> SummaryTable {
    let mut rows = vec![("(intercept)".to_owned(), vec![intercept])];
    rows.extend(coefficients.iter().enumerate().map(|(j, weight)| (seen.label(j), vec![*weight])));
    SummaryTable { caption: String::new(), columns: vec!["coefficient".to_owned()], rows }
}

/// What a solver says that stopped before it arrived.
pub(crate) const NOT_CONVERGED: &str = "The solver stopped before it arrived: scale the features, raise `max_iter` or choose a stronger penalty.";

/// A finite number above zero.
pub(crate) fn check_positive(owner: &'static str, parameter: &'static str, value: f64) -> Result<()> {
    if value.is_finite() && value > 0.0 {
        return Ok(());
    }
    Err(Error::parameter(owner, parameter, value, "a number above 0"))
}

/// A finite number of at least zero.
pub(crate) fn check_not_negative(owner: &'static str, parameter: &'static str, value: f64) -> Result<()> {
    if value.is_finite() && value >= 0.0 {
        return Ok(());
    }
    Err(Error::parameter(owner, parameter, value, "a number of at least 0"))
}

/// A share, from 0 to 1.
pub(crate) fn check_share(owner: &'static str, parameter: &'static str, value: f64) -> Result<()> {
    if (0.0..=1.0).contains(&value) {
        return Ok(());
    }
    Err(Error::parameter(owner, parameter, value, "between 0 and 1"))
}

pub(crate) fn check_at_least_one(owner: &'static str, parameter: &'static str, value: usize) -> Result<()> {
    if value > 0 {
        return Ok(());
    }
    Err(Error::parameter(owner, parameter, value, "at least 1"))
}

//! What statisticians ask of a least squares fit: how sure each coefficient is, and how much the
//! whole explains. The numbers are those of statsmodels' OLS and WLS tables.

use polars::prelude::{Column, DataFrame};
use serde::{Deserialize, Serialize};
use statrs::distribution::{ContinuousCDF, StudentsT};

use ndarray::{Array1, Array2};

use crate::error::{Error, Result};
use crate::feature_selection::tails::upper_f;

/// The row of the intercept, here and wherever coefficients are listed.
pub(super) const INTERCEPT: &str = "(intercept)";
/// What is said of each parameter, here and in the model's summary.
pub(super) const COLUMNS: [&str; 6] = ["coefficient", "standard error", "t", "P>|t|", "2.5 %", "97.5 %"];

/// The statistics of a least squares fit: one entry per parameter, the intercept first if there is
/// one, and those of the whole.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let model = LinearRegression::new().fit(&diabetes())?;
/// let statistics = model.statistics();
/// assert_eq!(statistics.names()[3], "bmi");
/// assert!(statistics.p_values()[3] < 0.001 && statistics.p_values()[1] > 0.5);
/// assert!(statistics.adjusted_r2() < statistics.r2());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: W. Greene, "Econometric Analysis", chapters 4 and 5.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinearStatistics {
    names: Vec<String>,
    coefficients: Array1<f64>,
    standard_errors: Array1<f64>,
    n_samples: usize,
    df_model: usize,
    df_residual: usize,
    fit_intercept: bool,
    residual_sum: f64,
    total_sum: f64,
    log_weights: f64,
    exact: bool,
}

/// What is known once the coefficients are.
pub(super) struct Outcome {
    pub names: Vec<String>,
    /// With the intercept first if there is one.
    pub coefficients: Array1<f64>,
    /// (XᵀWX)⁻¹ on the diagonal, in the same order.
    pub unscaled_variances: Array1<f64>,
    /// Samples that count.
    pub n_samples: usize,
    /// Independent features.
    pub rank: usize,
    pub fit_intercept: bool,
    pub residual_sum: f64,
    /// About the mean, or about zero without an intercept.
    pub total_sum: f64,
    /// Below this a sum of squares is rounding.
    pub rounding: f64,
    /// Σ ln w
    pub log_weights: f64,
}

impl LinearStatistics {
    pub(super) fn of(outcome: Outcome) -> Self {
        let parameters = outcome.rank + usize::from(outcome.fit_intercept);
        let df_residual = outcome.n_samples.saturating_sub(parameters);
        let variance = if df_residual > 0 { outcome.residual_sum / df_residual as f64 } else { f64::NAN };
        Self {
            names: outcome.names,
            coefficients: outcome.coefficients,
            standard_errors: outcome.unscaled_variances.mapv(|unscaled| (variance * unscaled).sqrt()),
            n_samples: outcome.n_samples,
            df_model: outcome.rank,
            df_residual,
            fit_intercept: outcome.fit_intercept,
            residual_sum: outcome.residual_sum,
            total_sum: outcome.total_sum,
            log_weights: outcome.log_weights,
            exact: outcome.residual_sum <= outcome.rounding,
        }
    }

    /// `(intercept)` if there is one, then the features.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The estimates.
    pub fn coefficients(&self) -> &Array1<f64> {
        &self.coefficients
    }

    /// The standard deviation of each estimate; NaN where the samples do not outnumber the
    /// parameters.
    pub fn standard_errors(&self) -> &Array1<f64> {
        &self.standard_errors
    }

    /// Each estimate in units of its standard error.
    pub fn t_values(&self) -> Array1<f64> {
        &self.coefficients / &self.standard_errors
    }

    /// How likely so large a t value is where the true coefficient is zero (two-sided).
    pub fn p_values(&self) -> Array1<f64> {
        self.t_values().mapv(|t| upper_f(t * t, 1.0, self.df_residual as f64))
    }

    /// Limits that hold the true coefficient with probability 1 − `alpha`: shape (n_parameters, 2),
    /// lower and upper.
    ///
    /// # Errors
    /// [`Error::Parameter`] for `alpha` not between 0 and 1.
    pub fn conf_int(&self, alpha: f64) -> Result<Array2<f64>> {
        if !(alpha > 0.0 && alpha < 1.0) {
            return Err(Error::parameter("conf_int", "alpha", alpha, "between 0 and 1, such as 0.05"));
        }
        let width = &self.standard_errors * self.critical(alpha);
        let side = [-1.0, 1.0];
        Ok(Array2::from_shape_fn((self.names.len(), 2), |(j, k)| self.coefficients[j] + side[k] * width[j]))
    }

    fn critical(&self, alpha: f64) -> f64 {
        StudentsT::new(0.0, 1.0, self.df_residual as f64)
            .map_or(f64::NAN, |t| t.inverse_cdf(1.0 - alpha / 2.0))
    }

    /// The share of the target's variation that is explained: about its mean, or about zero without
    /// an intercept.
    pub fn r2(&self) -> f64 {
        match (self.total_sum > 0.0, self.residual_sum > 0.0) {
            (true, _) => 1.0 - self.residual_sum / self.total_sum,
            (false, true) => 0.0,
            (false, false) => 1.0,
        }
    }

    /// R² less what as many features of pure chance would explain.
    pub fn adjusted_r2(&self) -> f64 {
        let total = (self.n_samples - usize::from(self.fit_intercept)) as f64;
        1.0 - total / self.df_residual as f64 * (1.0 - self.r2())
    }

    /// The F statistic of all features together.
    pub fn f_statistic(&self) -> f64 {
        let explained = (self.total_sum - self.residual_sum) / self.df_model as f64;
        explained / (self.residual_sum / self.df_residual as f64)
    }

    /// How likely so large an F is where no feature matters.
    pub fn f_p_value(&self) -> f64 {
        upper_f(self.f_statistic(), self.df_model as f64, self.df_residual as f64)
    }

    /// The logarithm of the likelihood under normal errors.
    pub fn log_likelihood(&self) -> f64 {
        let n = self.n_samples as f64;
        let spread = (2.0 * std::f64::consts::PI * self.residual_sum / n).ln();
        -0.5 * n * (spread + 1.0) + 0.5 * self.log_weights
    }

    /// Akaike's criterion: smaller is better.
    pub fn aic(&self) -> f64 {
        2.0 * self.n_parameters() - 2.0 * self.log_likelihood()
    }

    /// The Bayesian (Schwarz) criterion: smaller is better.
    pub fn bic(&self) -> f64 {
        (self.n_samples as f64).ln() * self.n_parameters() - 2.0 * self.log_likelihood()
    }

    fn n_parameters(&self) -> f64 {
        (self.df_model + usize::from(self.fit_intercept)) as f64
    }

    /// The standard deviation of the errors, in units of the target.
    pub fn residual_standard_error(&self) -> f64 {
        (self.residual_sum / self.df_residual as f64).sqrt()
    }

    /// Independent features.
    pub fn df_model(&self) -> usize {
        self.df_model
    }

    /// Samples (of a weight above zero) less parameters.
    pub fn df_residual(&self) -> usize {
        self.df_residual
    }

    /// The table of the parameters, as [`coefficient_table`](crate::inspection::coefficient_table)
    /// gives it: `feature`, `coefficient`, `standard error`, `t`, `P>|t|`, and the limits of the 95 %
    /// interval, `2.5 %` and `97.5 %`.
    ///
    /// # Errors
    /// [`Error::Polars`] never happens in practice.
    pub fn to_frame(&self) -> Result<DataFrame> {
        let interval = self.conf_int(0.05)?;
        let values = [
            self.coefficients.clone(),
            self.standard_errors.clone(),
            self.t_values(),
            self.p_values(),
            interval.column(0).to_owned(),
            interval.column(1).to_owned(),
        ];
        let mut columns = vec![Column::new("feature".into(), self.names.clone())];
        for (name, values) in COLUMNS.iter().zip(values) {
            columns.push(Column::new((*name).into(), values.to_vec()));
        }
        Ok(DataFrame::new(self.names.len(), columns)?)
    }

    /// Whether errors are known at all: there are more samples than parameters, and the plane does
    /// not go through every one.
    pub(super) fn is_informative(&self) -> bool {
        self.df_residual > 0 && !self.exact
    }
}

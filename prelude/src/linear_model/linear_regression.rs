//! Ordinary and weighted least squares, with the table that statisticians expect.
//!
//! The normal equations of centred, scaled columns are solved by Cholesky factors and the solution is
//! refined against the data itself, which gives a QR solver's digits in a fraction of its time (linfa's
//! QR takes several times longer and knows neither weights nor standard errors). Columns that are
//! nearly dependent go through QR. Where columns depend on each other the solution is not unique: then
//! a singular value decomposition gives the shortest one, as scikit-learn does, and the summary says so.

mod solve;

use ndarray::{Array1, ArrayView2};
use serde::{Deserialize, Serialize};

use solve::{Solution, solve};

use super::inference::{COLUMNS, INTERCEPT, LinearStatistics, Outcome};
use crate::dataset::Training;
use crate::error::Result;
use crate::model::estimators::regressor;
use crate::model::{Seen, Summary, SummaryTable};
use crate::preprocessing::numeric::setting;

const NAME: &str = "LinearRegression";

/// Ordinary least squares: the plane that minimises the sum of squared residuals, weighted if there
/// are sample weights.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = array![[1.0], [2.0], [3.0], [4.0]];
/// let y = array![3.0, 5.0, 7.0, 9.0];
/// let model = LinearRegression::new().fit((&x, &y))?;
/// assert!((model.coefficients()[0] - 2.0).abs() < 1e-12);
/// assert!((model.intercept() - 1.0).abs() < 1e-12);
/// assert!((model.predict(&array![[10.0]])?[0] - 21.0).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: T. Hastie, R. Tibshirani, J. Friedman, "The Elements of Statistical Learning", 3.2.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinearRegression {
    fit_intercept: bool,
}

impl Default for LinearRegression {
    fn default() -> Self {
        Self { fit_intercept: true }
    }
}

impl LinearRegression {
    /// With an intercept.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether the plane may miss the origin. Default `true`.
    #[must_use]
    pub fn fit_intercept(mut self, fit_intercept: bool) -> Self {
        self.fit_intercept = fit_intercept;
        self
    }

    fn learn(&self, data: &Training<'_>) -> Result<FittedLinearRegression> {
        let solution = solve(data.features.view(), data.target.view(), data.weights(), self.fit_intercept)?;
        let seen = Seen::of(&data.features);
        Ok(FittedLinearRegression {
            parameters: self.clone(),
            statistics: self.statistics(data, &seen, &solution),
            seen,
            coefficients: solution.coefficients,
            intercept: solution.intercept,
            dependent: solution.dependent,
        })
    }

    fn statistics(&self, data: &Training<'_>, seen: &Seen, solution: &Solution) -> LinearStatistics {
        let (names, coefficients, unscaled_variances) = if self.fit_intercept {
            let mut names = vec![INTERCEPT.to_owned()];
            names.extend(seen.labels());
            (
                names,
                with_first(solution.intercept, &solution.coefficients),
                with_first(solution.intercept_variance, &solution.variances),
            )
        } else {
            (seen.labels(), solution.coefficients.clone(), solution.variances.clone())
        };
        let counting: Vec<f64> = data
            .weights()
            .map(|weights| weights.iter().copied().filter(|weight| *weight > 0.0).collect())
            .unwrap_or_default();
        let weighted = data.sample_weights.is_some();
        LinearStatistics::of(Outcome {
            names,
            coefficients,
            unscaled_variances,
            n_samples: if weighted { counting.len() } else { seen.n_samples },
            rank: solution.rank,
            fit_intercept: self.fit_intercept,
            residual_sum: solution.residual_sum,
            total_sum: solution.total_sum,
            rounding: solution.rounding,
            log_weights: counting.iter().map(|weight| weight.ln()).sum(),
        })
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![setting("fit_intercept", self.fit_intercept)]
    }
}

regressor!(LinearRegression => FittedLinearRegression, weights: used);

fn with_first(first: f64, rest: &Array1<f64>) -> Array1<f64> {
    std::iter::once(first).chain(rest.iter().copied()).collect()
}

/// A fitted [`LinearRegression`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedLinearRegression {
    parameters: LinearRegression,
    seen: Seen,
    coefficients: Array1<f64>,
    intercept: f64,
    dependent: Vec<usize>,
    statistics: LinearStatistics,
}

impl FittedLinearRegression {
    /// One per feature, in units of the target per unit of the feature.
    pub fn coefficients(&self) -> &Array1<f64> {
        &self.coefficients
    }

    /// The prediction where every feature is zero.
    pub fn intercept(&self) -> f64 {
        self.intercept
    }

    /// Standard errors, t and p values, confidence intervals, R², F, AIC, BIC, as statsmodels has
    /// them.
    pub fn statistics(&self) -> &LinearStatistics {
        &self.statistics
    }

    fn predict_rows(&self, x: ArrayView2<'_, f64>) -> Result<Array1<f64>> {
        Ok(x.dot(&self.coefficients) + self.intercept)
    }

    /// The sizes of the coefficients.
    fn importances(&self) -> Option<Array1<f64>> {
        Some(self.coefficients.mapv(f64::abs))
    }

    fn report(&self, summary: &mut Summary) {
        let statistics = &self.statistics;
        summary.results.push(("R² on the training data".to_owned(), format!("{:.4}", statistics.r2())));
        if statistics.is_informative() {
            self.report_statistics(summary);
        } else {
            summary.tables.push(super::coefficient_table(&self.seen, self.intercept, &self.coefficients));
        }
        if !self.dependent.is_empty() {
            let names: Vec<String> =
                self.dependent.iter().take(8).map(|j| format!("`{}`", self.seen.label(*j))).collect();
            summary.notes.push(format!(
                "Some features can be computed from others ({}): the coefficients are the smallest of many equally good ones.",
                names.join(", ")
            ));
        }
    }

    fn report_statistics(&self, summary: &mut Summary) {
        let statistics = &self.statistics;
        let f = format!(
            "{:.4} on {} and {} degrees of freedom, p = {:.3e}",
            statistics.f_statistic(),
            statistics.df_model(),
            statistics.df_residual(),
            statistics.f_p_value()
        );
        summary.results.extend([
            ("adjusted R²".to_owned(), format!("{:.4}", statistics.adjusted_r2())),
            ("F".to_owned(), f),
            ("residual standard error".to_owned(), format!("{:.4}", statistics.residual_standard_error())),
            ("AIC, BIC".to_owned(), format!("{:.2}, {:.2}", statistics.aic(), statistics.bic())),
        ]);
        let (t, p) = (statistics.t_values(), statistics.p_values());
        let limits = statistics.conf_int(0.05).unwrap_or_else(|_| ndarray::Array2::zeros((t.len(), 2)));
        let row = |j: usize| {
            let estimate = [statistics.coefficients()[j], statistics.standard_errors()[j]];
            [estimate.as_slice(), &[t[j], p[j], limits[[j, 0]], limits[[j, 1]]]].concat()
        };
        summary.tables.push(SummaryTable {
            caption: String::new(),
            columns: COLUMNS.map(str::to_owned).to_vec(),
            rows: statistics.names().iter().cloned().zip((0..t.len()).map(row)).collect(),
        });
    }
}

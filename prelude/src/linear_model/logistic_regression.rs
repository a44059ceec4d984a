//! Logistic regression for two or more classes, by linfa's L-BFGS solver.

mod problem;

use ndarray::{Array1, Array2, ArrayView2, Axis};
use serde::{Deserialize, Serialize};

use problem::{Problem, probabilities};

use crate::dataset::Training;
use crate::display::number;
use crate::error::{Error, Result};
use crate::model::estimators::classifier;
use crate::model::{ClassTarget, Classes, Seen, Summary, SummaryTable, argmax_rows};

const NAME: &str = "LogisticRegression";

/// The probability of each class as a logistic (two classes) or softmax (more) function of a
/// weighted sum of the features, with an L2 penalty on the weights.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let model = LogisticRegression::new().fit(&iris())?;
/// assert!(model.score(&iris())? > 0.95);
/// assert_eq!(model.predict_proba(&iris())?.shape(), [150, 3]);
/// assert_eq!(model.predict_labels(&iris())?[0], "setosa");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: T. Hastie, R. Tibshirani, J. Friedman, "The Elements of Statistical Learning", 4.4.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LogisticRegression {
    c: f64,
    fit_intercept: bool,
    max_iter: usize,
    tolerance: f64,
}

impl Default for LogisticRegression {
    fn default() -> Self {
        Self { c: 1.0, fit_intercept: true, max_iter: 5_000, tolerance: 1e-6 }
    }
}

impl LogisticRegression {
    /// With `c` = 1 and an intercept.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The inverse of the penalty's strength, as scikit-learn's `C`: the loss is
    /// `c · Σ log-loss + ½‖w‖²`. Smaller is stronger; `f64::INFINITY` is none. Default 1.
    #[must_use]
    pub fn c(mut self, c: f64) -> Self {
        self.c = c;
        self
    }

    /// Whether the weighted sum has a constant term, which is not penalised. Default `true`.
    #[must_use]
    pub fn fit_intercept(mut self, fit_intercept: bool) -> Self {
        self.fit_intercept = fit_intercept;
        self
    }

    /// Rounds of the solver. Default 5,000.
    #[must_use]
    pub fn max_iter(mut self, max_iter: usize) -> Self {
        self.max_iter = max_iter;
        self
    }

    /// The solver stops when the length of the mean loss's gradient is below this. Default 1e-6.
    #[must_use]
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }

    fn learn(&self, data: &Training<'_>, target: &ClassTarget) -> Result<FittedLogisticRegression> {
        self.check()?;
        let codes = target.codes.clone();
        let solution = Problem::new(self, data.features.view(), codes, target.classes.len()).solve()?;
        Ok(FittedLogisticRegression {
            parameters: self.clone(),
            seen: Seen::of(&data.features),
            classes: target.classes.clone(),
            coefficients: solution.coefficients,
            intercepts: solution.intercepts,
            converged: solution.converged,
        })
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![
            ("c".to_owned(), number(self.c)),
            ("fit_intercept".to_owned(), self.fit_intercept.to_string()),
            ("max_iter".to_owned(), self.max_iter.to_string()),
            ("tolerance".to_owned(), number(self.tolerance)),
        ]
    }

    fn check(&self) -> Result<()> {
        if self.c.is_nan() || self.c <= 0.0 {
            return Err(Error::parameter(NAME, "c", self.c, "above 0 (smaller is a stronger penalty)"));
        }
        if self.max_iter == 0 {
            return Err(Error::parameter(NAME, "max_iter", self.max_iter, "at least 1"));
        }
        if !(self.tolerance.is_finite() && self.tolerance > 0.0) {
            return Err(Error::parameter(NAME, "tolerance", self.tolerance, "a number above 0"));
        }
        Ok(())
    }
}

classifier!(LogisticRegression => FittedLogisticRegression, weights: refused);

/// A fitted [`LogisticRegression`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedLogisticRegression {
    parameters: LogisticRegression,
    seen: Seen,
    classes: Classes,
    coefficients: Array2<f64>,
    intercepts: Array1<f64>,
    converged: bool,
}

impl FittedLogisticRegression {
    /// Shape (1, n_features) for two classes, where it speaks for the second; else (n_classes,
    /// n_features).
    pub fn coefficients(&self) -> &Array2<f64> {
        &self.coefficients
    }

    /// One per row of [`coefficients`](Self::coefficients).
    pub fn intercepts(&self) -> &Array1<f64> {
        &self.intercepts
    }

    /// Whether the solver arrived at the optimum.
    pub fn converged(&self) -> bool {
        self.converged
    }

    fn probabilities(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        Ok(probabilities(x, &self.coefficients, &self.intercepts))
    }

    fn decide(&self, x: ArrayView2<'_, f64>) -> Result<Vec<usize>> {
        Ok(argmax_rows(&self.probabilities(x)?))
    }

    /// The sizes of the coefficients, summed over the classes.
    fn importances(&self) -> Option<Array1<f64>> {
        Some(self.coefficients.mapv(f64::abs).sum_axis(Axis(0)))
    }

    fn report(&self, summary: &mut Summary) {
        let labels = self.class_labels();
        summary.subtitle = format!("{}, {} classes", summary.subtitle, labels.len());
        summary.results.push(("classes".to_owned(), labels.join(", ")));
        let columns = if labels.len() == 2 { labels[1..].to_vec() } else { labels };
        let mut rows = vec![("(intercept)".to_owned(), self.intercepts.to_vec())];
        for (j, column) in self.coefficients.columns().into_iter().enumerate() {
            rows.push((self.seen.label(j), column.to_vec()));
        }
        summary.tables.push(SummaryTable { caption: "coefficients (log-odds)".to_owned(), columns, rows });
        if !self.converged {
            summary.notes.push(
                "The solver stopped before it arrived: scale the features, raise `max_iter` or choose a smaller `c`."
                    .to_owned(),
            );
        }
    }
}

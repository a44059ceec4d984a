//! Logistic regression for two or more classes, with no, an L2, an L1 or a mixed penalty.
//!
//! Own kernels: linfa's L-BFGS takes ten times scikit-learn's time on 100,000 samples, cannot be
//! interrupted and knows neither sample weights nor L1. Here a few Newton steps do, each one pass over
//! blocks of rows; where there are too many parameters for that, L-BFGS.

mod loss;

use ndarray::{Array1, Array2, ArrayView2, Axis};
use serde::{Deserialize, Serialize};

pub(super) use loss::{Problem, add_weighted_gram, probabilities, scores};

use super::{check_at_least_one, check_not_negative, check_positive, check_share};
use crate::array::AsFeatures;
use crate::dataset::Training;
use crate::display::number;
use crate::error::{Error, Result};
use crate::model::estimators::classifier;
use crate::model::{ClassTarget, ClassWeight, Classes, Seen, Summary, SummaryTable, argmax_rows, weights_of};
use crate::preprocessing::numeric::setting;

const NAME: &str = "LogisticRegression";

/// What is added to the loss to keep weights small.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Penalty {
    /// Nothing.
    None,
    /// The sum of the weights' sizes, which makes some of them zero.
    L1,
    /// Half the sum of their squares.
    #[default]
    L2,
    /// Both, mixed by `l1_ratio`.
    #[serde(rename = "elasticnet")]
    ElasticNet,
}

impl std::fmt::Display for Penalty {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::None => "none",
            Self::L1 => "l1",
            Self::L2 => "l2",
            Self::ElasticNet => "elasticnet",
        })
    }
}

/// The probability of each class as a logistic (two classes) or softmax (more) function of a
/// weighted sum of the features, with a penalty on the weights.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let model = LogisticRegression::new().fit(&iris())?;
/// assert!(model.score(&iris())? > 0.95);
/// assert_eq!(model.predict_proba(&iris())?.shape(), [150, 3]);
/// assert_eq!(model.predict_labels(&iris())?[0], "setosa");
///
/// let sparse = LogisticRegression::new().penalty(Penalty::L1).c(0.1).fit(&iris())?;
/// assert!(sparse.coefficients().iter().any(|weight| *weight == 0.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: T. Hastie, R. Tibshirani, J. Friedman, "The Elements of Statistical Learning", 4.4.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LogisticRegression {
    penalty: Penalty,
    c: f64,
    l1_ratio: f64,
    fit_intercept: bool,
    class_weight: Option<ClassWeight>,
    max_iter: usize,
    tolerance: f64,
}

impl Default for LogisticRegression {
    fn default() -> Self {
        Self {
            penalty: Penalty::L2,
            c: 1.0,
            l1_ratio: 0.5,
            fit_intercept: true,
            class_weight: None,
            max_iter: 100,
            tolerance: 1e-6,
        }
    }
}

impl LogisticRegression {
    /// With an L2 penalty, `c` = 1 and an intercept.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What keeps the weights small. Default [`Penalty::L2`].
    #[must_use]
    pub fn penalty(mut self, penalty: Penalty) -> Self {
        self.penalty = penalty;
        self
    }

    /// The inverse of the penalty's strength, as scikit-learn's `C`: the loss is
    /// `c · Σ log-loss + ½‖w‖²`. Smaller is stronger; `f64::INFINITY` is none. Default 1.
    #[must_use]
    pub fn c(mut self, c: f64) -> Self {
        self.c = c;
        self
    }

    /// The L1 part of [`Penalty::ElasticNet`], 0 to 1. Default 0.5.
    #[must_use]
    pub fn l1_ratio(mut self, l1_ratio: f64) -> Self {
        self.l1_ratio = l1_ratio;
        self
    }

    /// Whether the weighted sum has a constant term, which is not penalised. Default `true`.
    #[must_use]
    pub fn fit_intercept(mut self, fit_intercept: bool) -> Self {
        self.fit_intercept = fit_intercept;
        self
    }

    /// How much the samples of each class count. Default all the same.
    #[must_use]
    pub fn class_weight(mut self, class_weight: ClassWeight) -> Self {
        self.class_weight = Some(class_weight);
        self
    }

    /// Steps of the solver. Default 100.
    #[must_use]
    pub fn max_iter(mut self, max_iter: usize) -> Self {
        self.max_iter = max_iter;
        self
    }

    /// The solver stops when no element of the mean loss's gradient (for features scaled to unit
    /// variance) is above this. Default 1e-6.
    #[must_use]
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }

    fn learn(&self, data: &Training<'_>, target: &ClassTarget) -> Result<FittedLogisticRegression> {
        self.check()?;
        let weights = weights_of(NAME, target, data.weights(), self.class_weight.as_ref())?;
        let problem =
            Problem::new(data.features.view(), target, Some((&weights).into()), self.fit_intercept)?;
        let solution = problem.solve(self, None)?;
        Ok(FittedLogisticRegression {
            parameters: self.clone(),
            seen: Seen::of(&data.features),
            classes: target.classes.clone(),
            coefficients: solution.coefficients,
            intercepts: solution.intercepts,
            n_iter: solution.n_iter,
            converged: solution.converged,
        })
    }

    /// Strengths of the penalties on the sum of the losses.
    pub(super) fn strengths(&self) -> (f64, f64) {
        let strength = 1.0 / self.c;
        match self.penalty {
            Penalty::None => (0.0, 0.0),
            Penalty::L1 => (strength, 0.0),
            Penalty::L2 => (0.0, strength),
            Penalty::ElasticNet => (strength * self.l1_ratio, strength * (1.0 - self.l1_ratio)),
        }
    }

    pub(super) fn limits(&self) -> (usize, f64) {
        (self.max_iter, self.tolerance)
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![
            setting("penalty", self.penalty),
            setting("c", number(self.c)),
            setting("l1_ratio", number(self.l1_ratio)),
            setting("fit_intercept", self.fit_intercept),
            setting(
                "class_weight",
                self.class_weight.as_ref().map_or("none".to_owned(), ToString::to_string),
            ),
            setting("max_iter", self.max_iter),
            setting("tolerance", number(self.tolerance)),
        ]
    }

    pub(super) fn check(&self) -> Result<()> {
        if self.c.is_nan() || self.c <= 0.0 {
            return Err(Error::parameter(NAME, "c", self.c, "above 0 (smaller is a stronger penalty)"));
        }
        check_share(NAME, "l1_ratio", self.l1_ratio)?;
        check_at_least_one(NAME, "max_iter", self.max_iter)?;
        check_not_negative(NAME, "tolerance", self.tolerance)?;
        check_positive(NAME, "tolerance", self.tolerance)
    }
}

classifier!(LogisticRegression => FittedLogisticRegression, weights: used);

/// A fitted [`LogisticRegression`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedLogisticRegression {
    parameters: LogisticRegression,
    seen: Seen,
    classes: Classes,
    coefficients: Array2<f64>,
    intercepts: Array1<f64>,
    n_iter: usize,
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

    /// Steps that the solver took.
    pub fn n_iter(&self) -> usize {
        self.n_iter
    }

    /// Whether the solver arrived at the optimum.
    pub fn converged(&self) -> bool {
        self.converged
    }

    /// The weighted sums themselves (log-odds), shape (n_samples, 1) for two classes, else
    /// (n_samples, n_classes).
    ///
    /// # Errors
    /// As [`predict`](Self::predict).
    pub fn decision_function(&self, x: impl AsFeatures) -> Result<Array2<f64>> {
        let features = x.features()?;
        self.seen.check(NAME, &features)?;
        Ok(scores(features.view(), &self.coefficients, &self.intercepts))
    }

    fn probabilities(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        Ok(probabilities(x, &self.coefficients, &self.intercepts))
    }

    fn decision_rows(&self, x: ArrayView2<'_, f64>) -> Result<Option<Array2<f64>>> {
        Ok(Some(scores(x, &self.coefficients, &self.intercepts)))
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
        report_classes(summary, &labels, &self.seen, &self.coefficients, &self.intercepts);
        if !self.converged {
            summary.notes.push(super::NOT_CONVERGED.to_owned());
        }
    }
}

/// What a linear classifier tells of its classes and weights.
pub(super) fn report_classes(
    summary: &mut Summary,
    labels: &[String],
    seen: &Seen,
    coefficients: &Array2<f64>,
    intercepts: &Array1<f64>,
) {
    summary.subtitle = format!("{}, {} classes", summary.subtitle, labels.len());
    summary.results.push(("classes".to_owned(), labels.join(", ")));
    let columns = if coefficients.nrows() == 1 { labels[1..].to_vec() } else { labels.to_vec() };
    let mut rows = vec![("(intercept)".to_owned(), intercepts.to_vec())];
    for (j, column) in coefficients.columns().into_iter().enumerate() {
        rows.push((seen.label(j), column.to_vec()));
    }
    summary.tables.push(SummaryTable { caption: "coefficients (log-odds)".to_owned(), columns, rows });
}

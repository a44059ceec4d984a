//! Cross-validation: how well a model does on rows that it has not seen, several times over.

mod predictions;
mod results;

pub use predictions::{cross_val_predict, cross_val_predict_proba};
pub use results::CrossValidation;

use ndarray::Array1;

use super::classes::AsClasses;
use super::cv::Cv;
use super::evaluation::parallel::in_parallel;
use super::evaluation::{Plan, Subject};
use super::search::Problem;
use crate::dataset::AsTraining;
use crate::error::Result;
use crate::metrics::AsScoring;
use crate::model::{AsModel, Model};

/// The score of each fold, for a model that is fitted on the others: accuracy for classifiers, R² for
/// regressors. For other metrics see [`CrossValidate`].
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let scores = cross_val_score(&LogisticRegression::new(), &iris(), 5)?;
/// assert!(scores.mean().unwrap() > 0.95);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// What the model's `fit` and `predict` say; [`Error::TooFew`](crate::Error::TooFew) for too few rows;
/// [`Error::Interrupted`](crate::Error::Interrupted).
pub fn cross_val_score(model: impl AsModel, data: impl AsTraining, cv: impl Into<Cv>) -> Result<Array1<f64>> {
    let results = CrossValidate::new(cv).run_model(&model.model(), &data)?;
    Ok(results.test_scores())
}

/// Scores and times of each fold. For several metrics, training scores or groups see
/// [`CrossValidate`].
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let results = cross_validate(&LinearRegression::new(), &diabetes(), 5)?;
/// assert!((results.mean() - 0.48).abs() < 0.01);
/// assert_eq!(results.to_frame()?.height(), 5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`cross_val_score`].
pub fn cross_validate(
    model: impl AsModel,
    data: impl AsTraining,
    cv: impl Into<Cv>,
) -> Result<CrossValidation> {
    CrossValidate::new(cv).run_model(&model.model(), &data)
}

/// Cross-validation with its settings: metrics, training scores, groups.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let results = CrossValidate::new(5)
///     .scoring("accuracy")
///     .scoring(Scoring::F1Macro)
///     .return_train_score(true)
///     .run(&LogisticRegression::new(), &iris())?;
/// assert!(results.test_scores_of("f1_macro")?.mean().unwrap() > 0.95);
/// assert!(results.train_scores().unwrap().mean().unwrap() > 0.95);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct CrossValidate {
    plan: Plan,
    /// An unknown metric.
    problem: Option<Problem>,
}

impl CrossValidate {
    /// With a number of folds (stratified for classifiers) or any cross-validator.
    #[must_use]
    pub fn new(cv: impl Into<Cv>) -> Self {
        Self { plan: Plan { cv: cv.into(), ..Plan::default() }, problem: None }
    }

    /// A metric to judge by: a [`Scoring`](crate::metrics::Scoring) or its name, `"f1_macro"`; call it
    /// several times for several. Default: accuracy for classifiers, R² for regressors.
    #[must_use]
    pub fn scoring(mut self, scoring: impl AsScoring) -> Self {
        self.plan.scorers.push(&scoring, &mut self.problem);
        self
    }

    /// Whether the models are judged on their own training rows too. Default `false`.
    #[must_use]
    pub fn return_train_score(mut self, return_train_score: bool) -> Self {
        self.plan.return_train_score = return_train_score;
        self
    }

    /// The group of every row, for cross-validators that keep groups together.
    ///
    /// # Errors
    /// What [`AsClasses`] says.
    pub fn groups(mut self, groups: impl AsClasses) -> Result<Self> {
        self.plan.groups = Some(groups.classes()?);
        Ok(self)
    }

    /// Fits and judges the model on every fold, folds side by side on all threads.
    ///
    /// # Errors
    /// As [`cross_val_score`].
    pub fn run(&self, model: impl AsModel, data: impl AsTraining) -> Result<CrossValidation> {
        self.run_model(&model.model(), &data)
    }

    fn run_model(&self, model: &Model, data: &dyn AsTraining) -> Result<CrossValidation> {
        Problem::check(self.problem.as_ref())?;
        let data = Subject::of(model, data)?;
        let pairs = self.plan.pairs(model, &data)?;
        let folds = in_parallel("cross-validation", pairs.len(), |fold| {
            let (train, test) = &pairs[fold];
            self.plan.judge_fold(model, &data.rows(train)?, &data.rows(test)?)
        })?;
        Ok(CrossValidation::new(model.name(), self.plan.scorers.names(), &folds))
    }
}

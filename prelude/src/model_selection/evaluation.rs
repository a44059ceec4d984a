//! Judging a model on rows that it has not seen: what cross-validation, curves and searches share.

pub(crate) mod parallel;
pub(crate) mod subject;

use std::time::Instant;

use ndarray::Array1;
use serde::{Deserialize, Serialize};

use super::classes::Classes;
use super::cv::Cv;
use super::scoring::{Scorers, judge};
use crate::error::{Error, Result};
use crate::model::{FittedModel, FittedRef, Model};
pub(crate) use subject::Subject;

/// Training rows and test rows.
pub(crate) type Pair = (Vec<usize>, Vec<usize>);

/// What is asked of each fold.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Plan {
    pub cv: Cv,
    pub scorers: Scorers,
    pub return_train_score: bool,
    /// The group of every row, for grouped folds.
    #[serde(skip)]
    pub groups: Option<Classes>,
}

/// What one fold tells.
#[derive(Clone, Debug)]
pub(crate) struct Fold {
    /// One per scorer.
    pub test: Vec<f64>,
    pub train: Option<Vec<f64>>,
    /// Seconds.
    pub fit_time: f64,
    pub score_time: f64,
}

impl Plan {
    /// The folds for this data.
    pub fn pairs(&self, model: &Model, data: &Subject<'_>) -> Result<Vec<Pair>> {
        let n_rows = data.n_rows();
        if n_rows == 0 {
            return Err(Error::empty("the training data", "one row (sample)"));
        }
        if let Some(groups) = self.groups.as_ref().filter(|groups| groups.codes.len() != n_rows) {
            return Err(Error::LengthMismatch {
                left: "the data".to_owned(),
                left_length: n_rows,
                right: "`groups`".to_owned(),
                right_length: groups.codes.len(),
            });
        }
        let is_classifier = model.is_classifier();
        let classes = if self.cv.looks_at_classes(is_classifier) { Some(data.classes()?) } else { None };
        self.cv.pairs(n_rows, classes.as_ref(), self.groups.as_ref(), is_classifier)
    }

    /// Fits on one part and judges by the other.
    pub fn judge_fold(&self, model: &Model, train: &Subject<'_>, test: &Subject<'_>) -> Result<Fold> {
        let started = Instant::now();
        let fitted = train.fit(model)?;
        let fit_time = started.elapsed().as_secs_f64();
        self.judge_fitted(&fitted, train, test, fit_time)
    }

    fn judge_fitted(
        &self,
        fitted: &FittedModel,
        train: &Subject<'_>,
        test: &Subject<'_>,
        fit_time: f64,
    ) -> Result<Fold> {
        let started = Instant::now();
        let scores = judge(FittedRef::of(fitted), &self.scorers, test)?;
        let score_time = started.elapsed().as_secs_f64();
        let train = if self.return_train_score {
            Some(judge(FittedRef::of(fitted), &self.scorers, train)?)
        } else {
            None
        };
        Ok(Fold { test: scores, train, fit_time, score_time })
    }
}

/// Mean and population standard deviation, as scikit-learn tells scores.
pub(crate) fn mean_and_std(values: &[f64]) -> (f64, f64) {
    let values = Array1::from(values.to_vec());
    (values.mean().unwrap_or(f64::NAN), if values.is_empty() { f64::NAN } else { values.std(0.0) })
}

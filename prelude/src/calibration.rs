//! Probabilities that mean what they say: of the samples given 80 %, about four in five are of the
//! class.
//!
//! The model is fitted on some folds of the data and its scores on the remaining one, which it has
//! not seen, are matched with what happened: by a logistic curve (Platt) or by a rising staircase
//! (isotonic regression).

mod calibrator;

use ndarray::{Array1, Array2, ArrayView2, Axis, CowArray};
use serde::{Deserialize, Serialize};

use calibrator::Calibrator;

use crate::array::Features;
use crate::dataset::Training;
use crate::error::{Error, Result};
use crate::model::estimators::classifier;
use crate::model::{ClassTarget, Classes, Classifier, FittedClassifier, Seen, Summary, argmax_rows};
use crate::model_selection::{CrossValidator, Samples, StratifiedKFold};
use crate::preprocessing::numeric::setting;
use crate::runtime::{Progress, check_interrupt};
use crate::svm::LinearSvc;

const NAME: &str = "CalibratedClassifier";

/// How scores become probabilities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CalibrationMethod {
    /// A logistic curve: two numbers, good for few samples.
    #[default]
    Sigmoid,
    /// Any rising curve: for a thousand samples or more.
    Isotonic,
}

impl std::fmt::Display for CalibrationMethod {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Sigmoid => "sigmoid",
            Self::Isotonic => "isotonic",
        })
    }
}

/// Gives a classifier calibrated probabilities, also one that has none.
///
/// Classes are calibrated one against the rest and the probabilities divided by their sum.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let data = StandardScaler::new().fit_transform(&iris())?.1;
/// let model = CalibratedClassifier::new(Svc::new()).fit(&data)?;
/// let probabilities = model.predict_proba(&data)?;
/// assert!((probabilities.row(0).sum() - 1.0).abs() < 1e-12);
/// assert!(model.score(&data)? > 0.9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: J. Platt, "Probabilistic outputs for support vector machines", 1999; B. Zadrozny, C.
/// Elkan, "Transforming classifier scores into accurate multiclass probability estimates", 2002.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CalibratedClassifier {
    estimator: Box<dyn Classifier>,
    method: CalibrationMethod,
    cv: usize,
    ensemble: bool,
}

impl Default for CalibratedClassifier {
    fn default() -> Self {
        Self {
            estimator: Box::new(LinearSvc::new()),
            method: CalibrationMethod::Sigmoid,
            cv: 5,
            ensemble: true,
        }
    }
}

impl CalibratedClassifier {
    /// By logistic curves over five stratified folds.
    #[must_use]
    pub fn new(estimator: impl Classifier + 'static) -> Self {
        Self::of_boxed(Box::new(estimator))
    }

    /// The same for a classifier that is known by its role only.
    #[must_use]
    pub fn of_boxed(estimator: Box<dyn Classifier>) -> Self {
        Self { estimator, ..Self::default() }
    }

    /// How scores become probabilities. Default [`CalibrationMethod::Sigmoid`].
    #[must_use]
    pub fn method(mut self, method: CalibrationMethod) -> Self {
        self.method = method;
        self
    }

    /// The number of stratified folds. Default 5.
    #[must_use]
    pub fn cv(mut self, cv: usize) -> Self {
        self.cv = cv;
        self
    }

    /// With `true`, a model per fold whose probabilities are averaged; with `false`, one model fitted
    /// on everything, calibrated by the scores of all folds. Default `true`.
    #[must_use]
    pub fn ensemble(mut self, ensemble: bool) -> Self {
        self.ensemble = ensemble;
        self
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![
            setting("estimator", self.estimator.name()),
            setting("method", self.method),
            setting("cv", self.cv),
            setting("ensemble", self.ensemble),
        ]
    }

    fn learn(&self, data: &Training<'_>, target: &ClassTarget) -> Result<FittedCalibratedClassifier> {
        let folds = self.folds(target)?;
        let members = if self.ensemble {
            self.member_per_fold(data, target, &folds)?
        } else {
            vec![self.one_member(data, target, &folds)?]
        };
        Ok(FittedCalibratedClassifier {
            parameters: self.clone(),
            seen: Seen::of(&data.features),
            classes: target.classes.clone(),
            members,
        })
    }

    fn folds(&self, target: &ClassTarget) -> Result<Vec<(Vec<usize>, Vec<usize>)>> {
        let classes =
            crate::model_selection::Classes { codes: target.codes.clone(), names: target.classes.labels() };
        for (name, count) in classes.names.iter().zip(classes.counts()) {
            if count < self.cv {
                let what = format!("{NAME} with {} folds: class `{name}`", self.cv);
                return Err(Error::TooFew { what, needed: self.cv, unit: "samples", given: count });
            }
        }
        let samples = Samples { n_rows: target.codes.len(), classes: Some(&classes), groups: None };
        Ok(StratifiedKFold::new(self.cv).folds(&samples)?.collect())
    }

    fn member_per_fold(
        &self,
        data: &Training<'_>,
        target: &ClassTarget,
        folds: &[(Vec<usize>, Vec<usize>)],
    ) -> Result<Vec<Member>> {
        let mut progress = Progress::new("calibration folds", folds.len() as u64);
        let mut members = Vec::with_capacity(folds.len());
        for (train, test) in folds {
            check_interrupt()?;
            let model = self.estimator.fit_classifier(&rows_of(data, train))?;
            let test_data = rows_of(data, test);
            let scores = scores_of(&*model, &test_data.features)?;
            let codes: Vec<usize> = test.iter().map(|row| target.codes[*row]).collect();
            members.push(self.calibrated(model, &scores, &codes, &test_data, target.classes.len()));
            progress.advance(1);
        }
        progress.finish_and_clear();
        Ok(members)
    }

    fn one_member(
        &self,
        data: &Training<'_>,
        target: &ClassTarget,
        folds: &[(Vec<usize>, Vec<usize>)],
    ) -> Result<Member> {
        let n_classes = target.classes.len();
        let width = if n_classes == 2 { 1 } else { n_classes };
        let mut scores = Array2::zeros((target.codes.len(), width));
        let mut progress = Progress::new("calibration folds", folds.len() as u64 + 1);
        for (train, test) in folds {
            check_interrupt()?;
            let model = self.estimator.fit_classifier(&rows_of(data, train))?;
            let of_fold = scores_of(&*model, &rows_of(data, test).features)?;
            for (row, scores_of_row) in test.iter().zip(of_fold.rows()) {
                scores.row_mut(*row).assign(&scores_of_row);
            }
            progress.advance(1);
        }
        let model = self.estimator.fit_classifier(data)?;
        progress.finish_and_clear();
        Ok(self.calibrated(model, &scores, &target.codes, data, n_classes))
    }

    /// A model with one curve per class, or one for the second of two.
    fn calibrated(
        &self,
        model: Box<dyn FittedClassifier>,
        scores: &Array2<f64>,
        codes: &[usize],
        data: &Training<'_>,
        n_classes: usize,
    ) -> Member {
        let weights = data.weights().map(|weights| weights.to_vec());
        let first = usize::from(n_classes == 2);
        let curve = |(place, scores): (usize, ndarray::ArrayView1<'_, f64>)| {
            let truth: Vec<bool> = codes.iter().map(|code| *code == place + first).collect();
            Calibrator::fit(self.method, &scores.to_vec(), &truth, weights.as_deref())
        };
        let calibrators = scores.columns().into_iter().enumerate().map(curve).collect();
        Member { model, calibrators }
    }
}

/// Some of the samples.
fn rows_of<'a>(data: &'a Training<'_>, rows: &[usize]) -> Training<'a> {
    Training {
        features: Features {
            values: CowArray::from(data.features.values.select(Axis(0), rows)),
            names: std::borrow::Cow::Borrowed(&*data.features.names),
        },
        target: CowArray::from(data.target.select(Axis(0), rows)),
        target_name: data.target_name.clone(),
        class_names: data.class_names.as_deref().map(std::borrow::Cow::Borrowed),
        sample_weights: data.weights().map(|weights| CowArray::from(weights.select(Axis(0), rows))),
    }
}

/// One score per sample and class, or per sample for two classes: decisions, else probabilities.
fn scores_of(model: &dyn FittedClassifier, x: &Features<'_>) -> Result<Array2<f64>> {
    if let Some(decisions) = model.decision_scores(x)? {
        return Ok(decisions);
    }
    let probabilities = model.predict_probabilities(x)?;
    if probabilities.ncols() == 2 {
        return Ok(probabilities.slice_move(ndarray::s![.., 1..]));
    }
    Ok(probabilities)
}

classifier!(CalibratedClassifier => FittedCalibratedClassifier, weights: used);

/// A fitted [`CalibratedClassifier`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FittedCalibratedClassifier {
    parameters: CalibratedClassifier,
    seen: Seen,
    classes: Classes,
    members: Vec<Member>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Member {
    model: Box<dyn FittedClassifier>,
    calibrators: Vec<Calibrator>,
}

impl Member {
    fn probabilities(&self, x: &Features<'_>, n_classes: usize) -> Result<Array2<f64>> {
        let scores = scores_of(&*self.model, x)?;
        let mut probabilities = Array2::zeros((scores.nrows(), n_classes));
        let first = usize::from(n_classes == 2);
        for (place, (calibrator, scores)) in self.calibrators.iter().zip(scores.columns()).enumerate() {
            let mut column = probabilities.column_mut(place + first);
            column
                .iter_mut()
                .zip(scores)
                .for_each(|(target, score)| *target = calibrator.probability(*score));
        }
        for mut row in probabilities.rows_mut() {
            if n_classes == 2 {
                row[0] = 1.0 - row[1];
                continue;
            }
            let total = row.sum();
            row.mapv_inplace(|value| if total > 0.0 { value / total } else { 1.0 / n_classes as f64 });
        }
        Ok(probabilities)
    }
}

impl FittedCalibratedClassifier {
    /// The fitted models: one per fold, or one.
    pub fn models(&self) -> Vec<&dyn FittedClassifier> {
        self.members.iter().map(|member| &*member.model).collect()
    }

    fn probabilities(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let x = Features { values: x.into(), names: std::borrow::Cow::Borrowed(&[]) };
        let mut sum = Array2::zeros((x.values.nrows(), self.classes.len()));
        for member in &self.members {
            check_interrupt()?;
            sum += &member.probabilities(&x, self.classes.len())?;
        }
        Ok(sum / self.members.len() as f64)
    }

    fn decide(&self, x: ArrayView2<'_, f64>) -> Result<Vec<usize>> {
        Ok(argmax_rows(&self.probabilities(x)?))
    }

    /// The mean of the models' importances.
    fn importances(&self) -> Option<Array1<f64>> {
        let mut all = self.members.iter().map(|member| member.model.feature_importances());
        let first = all.next()??;
        let sum = all.try_fold(first, |sum, next| next.map(|next| sum + next))?;
        Some(sum / self.members.len() as f64)
    }

    fn report(&self, summary: &mut Summary) {
        summary.results.push(("models".to_owned(), self.members.len().to_string()));
    }
}

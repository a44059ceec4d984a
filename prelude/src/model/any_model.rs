//! A supervised model of either kind.

use ndarray::{Array1, Array2};
use polars::prelude::DataFrame;
use serde::{Deserialize, Serialize};
use serde_json::{Value, to_value};

use super::estimators::{
    classification_score, classification_score_frame, regression_score, regression_score_frame,
};
use super::parameters::{parameter_of, parameters_of, with_parameter};
use super::{
    Classes, Classifier, Diagram, FittedClassifier, FittedRegressor, Regressor, Summarize, Summary,
    positive_column,
};
use crate::array::{AsFeatures, Features};
use crate::dataset::{AsTraining, FrameTraining, Training};
use crate::error::{Error, Result};

/// A regressor or a classifier, not yet fitted.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Model {
    Regressor(Box<dyn Regressor>),
    Classifier(Box<dyn Classifier>),
}

/// Whatever is a regressor or a classifier: what cross-validation, searches and ensembles take.
pub trait AsModel {
    /// A copy of the model.
    fn model(&self) -> Model;
}

impl<T: AsModel + ?Sized> AsModel for &T {
    fn model(&self) -> Model {
        (**self).model()
    }
}

impl AsModel for Model {
    fn model(&self) -> Self {
        self.clone()
    }
}

impl AsModel for Box<dyn Regressor> {
    fn model(&self) -> Model {
        Model::Regressor(self.clone())
    }
}

impl AsModel for Box<dyn Classifier> {
    fn model(&self) -> Model {
        Model::Classifier(self.clone())
    }
}

impl Model {
    /// The model's name, as in code.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Regressor(model) => model.name(),
            Self::Classifier(model) => model.name(),
        }
    }

    pub fn is_classifier(&self) -> bool {
        matches!(self, Self::Classifier(_))
    }

    /// Whether it makes use of columns that are not numbers.
    pub fn takes_frames(&self) -> bool {
        match self {
            Self::Regressor(model) => model.takes_frames(),
            Self::Classifier(model) => model.takes_frames(),
        }
    }

    /// A copy with the parameter at `path` set: `"c"` of a model, `"model__c"` of a pipeline's step.
    /// The value is a number, text, a boolean, an `Option`, one of the prelude's own settings.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    /// use ferrolab_prelude::model::AsModel;
    ///
    /// let model = LogisticRegression::new().model().set_param("c", 0.1)?;
    /// assert_eq!(model.param("c")?, 0.1);
    /// assert!(model.set_param("d", 0.1).unwrap_err().to_string().contains("has no parameter `d`"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::ParameterNotFound`] with the nearest name, [`Error::ParameterValue`] for a value that
    /// the parameter cannot have.
    pub fn set_param(&self, path: &str, value: impl Serialize) -> Result<Self> {
        with_parameter(self, self.name(), path, to_value(value))
    }

    /// The value of the parameter at `path`.
    ///
    /// # Errors
    /// [`Error::ParameterNotFound`] with the nearest name.
    pub fn param(&self, path: &str) -> Result<Value> {
        parameter_of(self, self.name(), path)
    }

    /// All parameters by path, with their values.
    ///
    /// # Errors
    /// [`Error::ParameterValue`] for a model that cannot be written out.
    pub fn params(&self) -> Result<Vec<(String, Value)>> {
        parameters_of(self, self.name())
    }

    /// Fits on whatever a model of its kind is fitted on: `&dataset`, `(&x, &y)`, `(&df, "target")`.
    ///
    /// # Errors
    /// What the model's own `fit` says.
    pub fn fit(&self, data: impl AsTraining) -> Result<FittedModel> {
        if self.takes_frames() {
            self.fit_frame(&data.frame_training()?)
        } else {
            self.fit_training(&data.training()?)
        }
    }

    /// Fits on numbers.
    ///
    /// # Errors
    /// What the model's own `fit` says.
    pub fn fit_training(&self, data: &Training<'_>) -> Result<FittedModel> {
        Ok(match self {
            Self::Regressor(model) => FittedModel::Regressor(model.fit_regressor(data)?),
            Self::Classifier(model) => FittedModel::Classifier(model.fit_classifier(data)?),
        })
    }

    /// Fits on a frame.
    ///
    /// # Errors
    /// What the model's own `fit` says.
    pub fn fit_frame(&self, data: &FrameTraining<'_>) -> Result<FittedModel> {
        Ok(match self {
            Self::Regressor(model) => FittedModel::Regressor(model.fit_regressor_frame(data)?),
            Self::Classifier(model) => FittedModel::Classifier(model.fit_classifier_frame(data)?),
        })
    }

    /// What it is made of, for pictures.
    pub fn diagram(&self) -> Diagram {
        match self {
            Self::Regressor(model) => model.diagram(),
            Self::Classifier(model) => model.diagram(),
        }
    }
}

impl Summarize for Model {
    fn summary(&self) -> Summary {
        match self {
            Self::Regressor(model) => model.summary(),
            Self::Classifier(model) => model.summary(),
        }
    }
}

/// A fitted regressor or classifier.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum FittedModel {
    Regressor(Box<dyn FittedRegressor>),
    Classifier(Box<dyn FittedClassifier>),
}

impl FittedModel {
    /// The model's name, as in code.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Regressor(model) => model.name(),
            Self::Classifier(model) => model.name(),
        }
    }

    /// Whether it makes use of columns that are not numbers.
    pub fn takes_frames(&self) -> bool {
        match self {
            Self::Regressor(model) => model.takes_frames(),
            Self::Classifier(model) => model.takes_frames(),
        }
    }

    /// One number or class value per row of `x`: a matrix of shape (n_samples, n_features), a frame, a
    /// dataset.
    ///
    /// # Errors
    /// What the model's own `predict` says.
    pub fn predict(&self, x: impl AsFeatures) -> Result<Array1<f64>> {
        if self.takes_frames() {
            self.predict_frame(&*x.as_frame()?)
        } else {
            self.predict_features(&x.features()?)
        }
    }

    /// The probability of each class, shape (n_samples, n_classes); rows sum to one.
    ///
    /// # Errors
    /// What the model's own `predict_proba` says; [`Error::NoProbabilities`] for a regressor.
    pub fn predict_proba(&self, x: impl AsFeatures) -> Result<Array2<f64>> {
        if self.takes_frames() {
            self.predict_probabilities_frame(&*x.as_frame()?)
        } else {
            self.predict_probabilities(&x.features()?)
        }
    }

    /// The probability of the second of two classes, length n_samples.
    ///
    /// # Errors
    /// As [`predict_proba`](Self::predict_proba); [`Error::Shape`] for another number of classes than two.
    pub fn predict_positive(&self, x: impl AsFeatures) -> Result<Array1<f64>> {
        positive_column(self.name(), &self.predict_proba(x)?)
    }

    /// R² of a regressor, accuracy of a classifier on `data`.
    ///
    /// # Errors
    /// As [`predict`](Self::predict).
    pub fn score(&self, data: impl AsTraining) -> Result<f64> {
        if self.takes_frames() {
            self.score_frame(&data.frame_training()?)
        } else {
            self.score_training(&data.training()?)
        }
    }

    pub(crate) fn score_training(&self, data: &Training<'_>) -> Result<f64> {
        match self {
            Self::Regressor(model) => regression_score(&**model, data),
            Self::Classifier(model) => classification_score(&**model, data),
        }
    }

    pub(crate) fn score_frame(&self, data: &FrameTraining<'_>) -> Result<f64> {
        match self {
            Self::Regressor(model) => regression_score_frame(&**model, data),
            Self::Classifier(model) => classification_score_frame(&**model, data),
        }
    }

    /// One number or class value per row of `x`.
    ///
    /// # Errors
    /// What the model's own `predict` says.
    pub fn predict_features(&self, x: &Features<'_>) -> Result<Array1<f64>> {
        match self {
            Self::Regressor(model) => model.predict_regression(x),
            Self::Classifier(model) => model.predict_classes(x),
        }
    }

    /// One number or class value per row of a frame.
    ///
    /// # Errors
    /// What the model's own `predict` says.
    pub fn predict_frame(&self, df: &DataFrame) -> Result<Array1<f64>> {
        match self {
            Self::Regressor(model) => model.predict_regression_frame(df),
            Self::Classifier(model) => model.predict_classes_frame(df),
        }
    }

    /// Shape (n_samples, n_classes), rows sum to one.
    ///
    /// # Errors
    /// What the model's own `predict_proba` says; [`Error::NoProbabilities`] for a regressor.
    pub fn predict_probabilities(&self, x: &Features<'_>) -> Result<Array2<f64>> {
        match self {
            Self::Regressor(model) => Err(no_classes(model.name())),
            Self::Classifier(model) => model.predict_probabilities(x),
        }
    }

    /// The same for a frame's rows.
    ///
    /// # Errors
    /// As [`predict_probabilities`](Self::predict_probabilities).
    pub fn predict_probabilities_frame(&self, df: &DataFrame) -> Result<Array2<f64>> {
        match self {
            Self::Regressor(model) => Err(no_classes(model.name())),
            Self::Classifier(model) => model.predict_probabilities_frame(df),
        }
    }

    /// The classes of a classifier.
    pub fn classes(&self) -> Option<&Classes> {
        match self {
            Self::Regressor(_) => None,
            Self::Classifier(model) => Some(model.classes()),
        }
    }

    /// How much each feature counts; nothing if the model cannot tell.
    pub fn feature_importances(&self) -> Option<Array1<f64>> {
        match self {
            Self::Regressor(model) => model.feature_importances(),
            Self::Classifier(model) => model.feature_importances(),
        }
    }
}

pub(super) fn no_classes(model: &'static str) -> Error {
    Error::NoProbabilities { model, advice: "It predicts a quantity: use `predict`." }
}

impl Summarize for FittedModel {
    fn summary(&self) -> Summary {
        match self {
            Self::Regressor(model) => model.summary(),
            Self::Classifier(model) => model.summary(),
        }
    }
}

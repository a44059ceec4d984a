//! Models of classes.

use std::any::Any;

use ndarray::{Array1, Array2};
use polars::prelude::DataFrame;

use crate::array::{AsFeatures, Features};
use crate::dataset::{FrameTraining, Training};
use crate::error::Result;
use crate::model::{Classes, Diagram, Summarize};

/// A model of classes, not yet fitted.
#[typetag::serde]
pub trait Classifier: Summarize + Send + Sync {
    /// The model's name, as in code.
    fn name(&self) -> &'static str;

    /// A copy behind the trait.
    fn boxed(&self) -> Box<dyn Classifier>;

    /// Whether it makes use of columns that are not numbers.
    fn takes_frames(&self) -> bool {
        false
    }

    /// Fits on features of shape (n_samples, n_features) and n_samples class values.
    ///
    /// # Errors
    /// What the model's own `fit` says.
    fn fit_classifier(&self, data: &Training<'_>) -> Result<Box<dyn FittedClassifier>>;

    /// The same on a frame; a model of numbers takes its columns as such.
    ///
    /// # Errors
    /// What the model's own `fit` says.
    fn fit_classifier_frame(&self, data: &FrameTraining<'_>) -> Result<Box<dyn FittedClassifier>> {
        self.fit_classifier(&data.numbers()?)
    }

    /// What it is made of, for pictures.
    fn diagram(&self) -> Diagram {
        Diagram::block(self.name(), &self.summary().parameters)
    }
}

/// A model of classes that can predict.
#[typetag::serde]
pub trait FittedClassifier: Summarize + Send + Sync {
    /// The model's name, as in code.
    fn name(&self) -> &'static str;

    /// A copy behind the trait.
    fn boxed(&self) -> Box<dyn FittedClassifier>;

    /// The model itself, to be asked for its type.
    fn into_any(self: Box<Self>) -> Box<dyn Any>;

    /// The same, lent.
    fn as_any(&self) -> &dyn Any;

    /// Whether it makes use of columns that are not numbers.
    fn takes_frames(&self) -> bool {
        false
    }

    /// The classes: the columns of [`predict_probabilities`] are in their order.
    ///
    /// [`predict_probabilities`]: FittedClassifier::predict_probabilities
    fn classes(&self) -> &Classes;

    /// One class value per row of `x`, which has shape (n_samples, n_features).
    ///
    /// # Errors
    /// What the model's own `predict` says.
    fn predict_classes(&self, x: &Features<'_>) -> Result<Array1<f64>>;

    /// Shape (n_samples, n_classes), rows sum to one.
    ///
    /// # Errors
    /// What the model's own `predict_proba` says.
    fn predict_probabilities(&self, x: &Features<'_>) -> Result<Array2<f64>>;

    /// [`predict_classes`](Self::predict_classes) for a frame's rows.
    ///
    /// # Errors
    /// What the model's own `predict` says.
    fn predict_classes_frame(&self, df: &DataFrame) -> Result<Array1<f64>> {
        self.predict_classes(&df.features()?)
    }

    /// [`predict_probabilities`](Self::predict_probabilities) for a frame's rows.
    ///
    /// # Errors
    /// What the model's own `predict_proba` says.
    fn predict_probabilities_frame(&self, df: &DataFrame) -> Result<Array2<f64>> {
        self.predict_probabilities(&df.features()?)
    }

    /// How far each row of `x` is on the side of a class, on a scale of the model's own: shape
    /// (n_samples, 1) for two classes, positive for the second; else (n_samples, n_classes). Nothing
    /// from a model that only has probabilities.
    ///
    /// # Errors
    /// What the model's own `decision_function` says.
    fn decision_scores(&self, x: &Features<'_>) -> Result<Option<Array2<f64>>> {
        let _ = x;
        Ok(None)
    }

    /// The same for a frame's rows.
    ///
    /// # Errors
    /// As [`decision_scores`](Self::decision_scores).
    fn decision_scores_frame(&self, df: &DataFrame) -> Result<Option<Array2<f64>>> {
        self.decision_scores(&df.features()?)
    }

    /// How much each feature counts, at least 0, comparable within the model (the features are best on
    /// one scale); nothing if the model cannot tell.
    fn feature_importances(&self) -> Option<Array1<f64>> {
        None
    }
}

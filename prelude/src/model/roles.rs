//! One object-safe trait per role, so that pipelines, cross-validation, searches and ensembles take
//! any model of that role.
//!
//! A trait of the unfitted model makes a boxed trait of the fitted one. The models' own `fit` and
//! `predict` stay beside these: they keep the concrete type, and take whatever a cell has.

use ndarray::{Array1, Array2, ArrayView2};

use crate::dataset::Dataset;
use crate::error::Result;

/// A model of a quantity, not yet fitted.
pub trait Regressor: Send + Sync {
    /// The model's name, as in code.
    fn name(&self) -> &'static str;
    /// Fits on features of shape (n_samples, n_features) and n_samples numbers.
    ///
    /// # Errors
    /// What the model's own `fit` says.
    fn fit_regressor(&self, data: &Dataset) -> Result<Box<dyn FittedRegressor>>;
}

/// A model of a quantity that can predict.
pub trait FittedRegressor: Send + Sync {
    /// One number per row of `x`, which has shape (n_samples, n_features).
    ///
    /// # Errors
    /// What the model's own `predict` says.
    fn predict_regression(&self, x: ArrayView2<'_, f64>) -> Result<Array1<f64>>;
}

/// A model of classes, not yet fitted.
pub trait Classifier: Send + Sync {
    /// The model's name, as in code.
    fn name(&self) -> &'static str;
    /// Fits on features of shape (n_samples, n_features) and n_samples class values.
    ///
    /// # Errors
    /// What the model's own `fit` says.
    fn fit_classifier(&self, data: &Dataset) -> Result<Box<dyn FittedClassifier>>;
}

/// A model of classes that can predict.
pub trait FittedClassifier: Send + Sync {
    /// The class values, ascending; the columns of [`predict_probabilities`] are in this order.
    ///
    /// [`predict_probabilities`]: FittedClassifier::predict_probabilities
    fn class_values(&self) -> &Array1<f64>;
    /// One class value per row of `x`, which has shape (n_samples, n_features).
    ///
    /// # Errors
    /// What the model's own `predict` says.
    fn predict_classes(&self, x: ArrayView2<'_, f64>) -> Result<Array1<f64>>;
    /// Shape (n_samples, n_classes), rows sum to one.
    ///
    /// # Errors
    /// What the model's own `predict_proba` says.
    fn predict_probabilities(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>>;
}

/// A model that finds groups, not yet fitted.
pub trait Clusterer: Send + Sync {
    /// The model's name, as in code.
    fn name(&self) -> &'static str;
    /// Fits on `x` of shape (n_samples, n_features).
    ///
    /// # Errors
    /// What the model's own `fit` says.
    fn fit_clusterer(&self, x: ArrayView2<'_, f64>) -> Result<Box<dyn FittedClusterer>>;
}

/// A model that has found groups.
pub trait FittedClusterer: Send + Sync {
    /// The group of each sample that the model was fitted on.
    fn fitted_labels(&self) -> &Array1<usize>;
    /// The group of each row of `x`, which has shape (n_samples, n_features).
    ///
    /// # Errors
    /// What the model's own `predict` says.
    fn predict_clusters(&self, x: ArrayView2<'_, f64>) -> Result<Array1<usize>>;
}

/// A change of features that is learnt from data, not yet fitted.
pub trait Transformer: Send + Sync {
    /// The model's name, as in code.
    fn name(&self) -> &'static str;
    /// Learns from `data`; most transformers look at the features alone.
    ///
    /// # Errors
    /// What the model's own `fit` says.
    fn fit_transformer(&self, data: &Dataset) -> Result<Box<dyn FittedTransformer>>;
}

/// A change of features that can be applied.
pub trait FittedTransformer: Send + Sync {
    /// Shape (n_samples, n_features) to shape (n_samples, n_outputs).
    ///
    /// # Errors
    /// What the model's own `transform` says.
    fn transform_features(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>>;
    /// Names of the outputs, given those of the inputs.
    fn output_names(&self, input_names: &[String]) -> Vec<String>;
}

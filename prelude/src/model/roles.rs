//! One object-safe trait per role, so that pipelines, cross-validation, searches and ensembles take
//! any model of that role.
//!
//! A trait of the unfitted model makes a boxed trait of the fitted one. The models' own `fit` and
//! `predict` stay beside these: they keep the concrete type, and take whatever a cell has.

use ndarray::{Array1, Array2, ArrayView2};
use polars::prelude::DataFrame;

use super::Diagram;
use crate::array::{AsFeatures, Features};
use crate::dataset::Dataset;
use crate::error::Result;
use crate::preprocessing::TransformInput;

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

    /// How much each feature counts, at least 0, comparable within the model (the features are best on
    /// one scale); nothing if the model cannot tell.
    fn feature_importances(&self) -> Option<Array1<f64>> {
        None
    }
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

    /// How much each feature counts, at least 0, comparable within the model (the features are best on
    /// one scale); nothing if the model cannot tell.
    fn feature_importances(&self) -> Option<Array1<f64>> {
        None
    }
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
    /// Whether NaN among the features is a missing value that it deals with, as imputers do.
    fn accepts_missing(&self) -> bool {
        false
    }
    /// Its settings by name, for pictures of what it is a part of.
    fn parameters(&self) -> Vec<(String, String)> {
        Vec::new()
    }
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

/// A change of whole frames that is learnt from data, not yet fitted: encoders of text, imputers,
/// date parts, and every [`Transformer`] over a frame's columns.
pub trait FrameTransformer: Send + Sync {
    /// The transformer's name, as in code.
    fn name(&self) -> &'static str;
    /// Learns from the columns of `df`, and from `target` if the transformer looks at it.
    ///
    /// # Errors
    /// What the transformer's own `fit` says.
    fn fit_frame(
        &self,
        df: &DataFrame,
        target: Option<&Array1<f64>>,
    ) -> Result<Box<dyn FittedFrameTransformer>>;
    /// Learns from `df` and changes it. Differs from one after the other only for transformers that
    /// look at the target, which must not show a row its own target.
    ///
    /// # Errors
    /// What the transformer's own `fit` and `transform` say.
    fn fit_transform_frame(
        &self,
        df: &DataFrame,
        target: Option<&Array1<f64>>,
    ) -> Result<(Box<dyn FittedFrameTransformer>, DataFrame)> {
        let fitted = self.fit_frame(df, target)?;
        let changed = fitted.transform_frame(df)?;
        Ok((fitted, changed))
    }
    /// What it is made of, for pictures.
    fn diagram(&self) -> Diagram {
        Diagram::block(self.name(), &[])
    }
}

/// A change of whole frames that can be applied.
pub trait FittedFrameTransformer: Send + Sync {
    /// A frame of as many rows with the columns that come out.
    ///
    /// # Errors
    /// What the transformer's own `transform` says; [`Error::ColumnNotFound`] for a column that was
    /// there at the fit and is not now.
    ///
    /// [`Error::ColumnNotFound`]: crate::Error::ColumnNotFound
    fn transform_frame(&self, df: &DataFrame) -> Result<DataFrame>;
}

/// Every transformer of numbers is one of frames of numbers.
impl<T: Transformer> FrameTransformer for T {
    fn name(&self) -> &'static str {
        Transformer::name(self)
    }

    fn fit_frame(
        &self,
        df: &DataFrame,
        target: Option<&Array1<f64>>,
    ) -> Result<Box<dyn FittedFrameTransformer>> {
        let accepts_missing = self.accepts_missing();
        let features = numbers_of(df, accepts_missing)?;
        let names = features.names.to_vec();
        let data = Dataset {
            features: features.values.into_owned(),
            target: target.cloned().unwrap_or_else(|| Array1::zeros(df.height())),
            feature_names: names.clone(),
            target_name: "target".to_owned(),
            class_names: None,
        };
        let fitted = self.fit_transformer(&data)?;
        Ok(Box::new(OverColumns { model: Transformer::name(self), accepts_missing, names, fitted }))
    }

    fn diagram(&self) -> Diagram {
        Diagram::block(Transformer::name(self), &self.parameters())
    }
}

fn numbers_of(df: &DataFrame, accepts_missing: bool) -> Result<Features<'_>> {
    if accepts_missing { df.features_with_gaps() } else { df.features() }
}

/// A fitted transformer of numbers with the names of the columns it takes.
struct OverColumns {
    model: &'static str,
    accepts_missing: bool,
    names: Vec<String>,
    fitted: Box<dyn FittedTransformer>,
}

impl FittedFrameTransformer for OverColumns {
    fn transform_frame(&self, df: &DataFrame) -> Result<DataFrame> {
        let features = numbers_of(df, self.accepts_missing)?;
        super::check::same_columns(self.model, self.names.len(), &self.names, &features)?;
        let values = self.fitted.transform_features(features.view())?;
        df.rebuild(values, self.fitted.output_names(&self.names))
    }
}

//! A fitted supervised model, lent: what scores, importances and explanations ask.

use ndarray::{Array1, Array2};
use polars::prelude::DataFrame;

use super::any_model::no_classes;
use super::{Classes, FittedClassifier, FittedModel, FittedRegressor, Summary};
use crate::array::Features;
use crate::error::Result;

/// A fitted regressor or classifier, lent.
#[derive(Clone, Copy)]
pub enum FittedRef<'a> {
    Regressor(&'a dyn FittedRegressor),
    Classifier(&'a dyn FittedClassifier),
}

/// Whatever is a fitted regressor or classifier.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a fitted regressor or classifier",
    label = "expected a model after `fit`, usually behind `&`"
)]
pub trait AsFittedModel {
    /// The model, lent.
    ///
    /// # Errors
    /// That of a search that has not fitted its best model.
    fn as_fitted(&self) -> Result<FittedRef<'_>>;
}

impl<T: AsFittedModel + ?Sized> AsFittedModel for &T {
    fn as_fitted(&self) -> Result<FittedRef<'_>> {
        (**self).as_fitted()
    }
}

impl AsFittedModel for FittedModel {
    fn as_fitted(&self) -> Result<FittedRef<'_>> {
        Ok(FittedRef::of(self))
    }
}

impl AsFittedModel for Box<dyn FittedRegressor> {
    fn as_fitted(&self) -> Result<FittedRef<'_>> {
        Ok(FittedRef::Regressor(&**self))
    }
}

impl AsFittedModel for Box<dyn FittedClassifier> {
    fn as_fitted(&self) -> Result<FittedRef<'_>> {
        Ok(FittedRef::Classifier(&**self))
    }
}

impl AsFittedModel for FittedRef<'_> {
    fn as_fitted(&self) -> Result<FittedRef<'_>> {
        Ok(*self)
    }
}

impl std::fmt::Debug for FittedRef<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl<'a> FittedRef<'a> {
    pub(crate) fn of(model: &'a FittedModel) -> Self {
        match model {
            FittedModel::Regressor(model) => Self::Regressor(&**model),
            FittedModel::Classifier(model) => Self::Classifier(&**model),
        }
    }

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

    /// What the model tells of itself.
    pub fn summary(&self) -> Summary {
        match self {
            Self::Regressor(model) => model.summary(),
            Self::Classifier(model) => model.summary(),
        }
    }

    /// One number or class value per row.
    ///
    /// # Errors
    /// What the model's own `predict` says.
    pub fn predict(&self, x: &Features<'_>) -> Result<Array1<f64>> {
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
    ///
    /// [`Error::NoProbabilities`]: crate::Error::NoProbabilities
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
    pub fn classes(&self) -> Option<&'a Classes> {
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

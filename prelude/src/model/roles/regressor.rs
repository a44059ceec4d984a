//! Models of a quantity.

use std::any::Any;

use ndarray::Array1;
use polars::prelude::DataFrame;

use crate::array::{AsFeatures, Features};
use crate::dataset::{FrameTraining, Training};
use crate::error::Result;
use crate::model::{Diagram, Summarize};

/// A model of a quantity, not yet fitted.
#[typetag::serde]
pub trait Regressor: Summarize + Send + Sync {
    /// The model's name, as in code.
    fn name(&self) -> &'static str;

    /// A copy behind the trait.
    fn boxed(&self) -> Box<dyn Regressor>;

    /// Whether it makes use of columns that are not numbers.
    fn takes_frames(&self) -> bool {
        false
    }

    /// Fits on features of shape (n_samples, n_features) and n_samples numbers.
    ///
    /// # Errors
    /// What the model's own `fit` says.
    fn fit_regressor(&self, data: &Training<'_>) -> Result<Box<dyn FittedRegressor>>;

    /// The same on a frame; a model of numbers takes its columns as such.
    ///
    /// # Errors
    /// What the model's own `fit` says.
    fn fit_regressor_frame(&self, data: &FrameTraining<'_>) -> Result<Box<dyn FittedRegressor>> {
        self.fit_regressor(&data.numbers()?)
    }

    /// What it is made of, for pictures.
    fn diagram(&self) -> Diagram {
        Diagram::block(self.name(), &self.summary().parameters)
    }
}

/// A model of a quantity that can predict.
#[typetag::serde]
pub trait FittedRegressor: Summarize + Send + Sync {
    /// The model's name, as in code.
    fn name(&self) -> &'static str;

    /// A copy behind the trait.
    fn boxed(&self) -> Box<dyn FittedRegressor>;

    /// The model itself, to be asked for its type.
    fn into_any(self: Box<Self>) -> Box<dyn Any>;

    /// The same, lent.
    fn as_any(&self) -> &dyn Any;

    /// Whether it makes use of columns that are not numbers.
    fn takes_frames(&self) -> bool {
        false
    }

    /// One number per row of `x`, which has shape (n_samples, n_features).
    ///
    /// # Errors
    /// What the model's own `predict` says.
    fn predict_regression(&self, x: &Features<'_>) -> Result<Array1<f64>>;

    /// The same for a frame's rows.
    ///
    /// # Errors
    /// What the model's own `predict` says.
    fn predict_regression_frame(&self, df: &DataFrame) -> Result<Array1<f64>> {
        self.predict_regression(&df.features()?)
    }

    /// How much each feature counts, at least 0, comparable within the model (the features are best on
    /// one scale); nothing if the model cannot tell.
    fn feature_importances(&self) -> Option<Array1<f64>> {
        None
    }
}

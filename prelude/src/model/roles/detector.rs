//! Models that find unusual samples.

use std::any::Any;

use ndarray::Array1;

use crate::array::Features;
use crate::error::Result;
use crate::model::Summarize;

/// A model that finds unusual samples, not yet fitted.
#[typetag::serde]
pub trait AnomalyDetector: Summarize + Send + Sync {
    /// The model's name, as in code.
    fn name(&self) -> &'static str;

    /// A copy behind the trait.
    fn boxed(&self) -> Box<dyn AnomalyDetector>;

    /// Fits on `x` of shape (n_samples, n_features).
    ///
    /// # Errors
    /// What the model's own `fit` says.
    fn fit_detector(&self, x: &Features<'_>) -> Result<Box<dyn FittedAnomalyDetector>>;
}

/// A model that can tell unusual samples.
#[typetag::serde]
pub trait FittedAnomalyDetector: Summarize + Send + Sync {
    /// The model's name, as in code.
    fn name(&self) -> &'static str;

    /// A copy behind the trait.
    fn boxed(&self) -> Box<dyn FittedAnomalyDetector>;

    /// The model itself, to be asked for its type.
    fn into_any(self: Box<Self>) -> Box<dyn Any>;

    /// How usual each row of `x` is: lower is more abnormal.
    ///
    /// # Errors
    /// What the model's own `score_samples` says.
    fn score_features(&self, x: &Features<'_>) -> Result<Array1<f64>>;

    /// The score below which a sample is an outlier.
    fn outlier_threshold(&self) -> f64;
}

//! Models that find groups.

use std::any::Any;

use ndarray::Array1;

use crate::array::Features;
use crate::error::{Error, Result};
use crate::model::Summarize;

/// A model that finds groups, not yet fitted.
#[typetag::serde]
pub trait Clusterer: Summarize + Send + Sync {
    /// The model's name, as in code.
    fn name(&self) -> &'static str;

    /// A copy behind the trait.
    fn boxed(&self) -> Box<dyn Clusterer>;

    /// Fits on `x` of shape (n_samples, n_features).
    ///
    /// # Errors
    /// What the model's own `fit` says.
    fn fit_clusterer(&self, x: &Features<'_>) -> Result<Box<dyn FittedClusterer>>;
}

/// A model that has found groups.
#[typetag::serde]
pub trait FittedClusterer: Summarize + Send + Sync {
    /// The model's name, as in code.
    fn name(&self) -> &'static str;

    /// A copy behind the trait.
    fn boxed(&self) -> Box<dyn FittedClusterer>;

    /// The model itself, to be asked for its type.
    fn into_any(self: Box<Self>) -> Box<dyn Any>;

    /// The group of each sample that the model was fitted on, 0, 1 …; −1 for samples of no group.
    fn fitted_labels(&self) -> &Array1<i64>;

    /// The group of each row of `x`, which has shape (n_samples, n_features).
    ///
    /// # Errors
    /// What the model's own `predict` says; [`Error::Fit`] for a model that only groups the samples
    /// that it was fitted on.
    fn predict_clusters(&self, x: &Features<'_>) -> Result<Array1<i64>> {
        let _ = x;
        Err(Error::Fit {
            model: self.name(),
            reason: "it groups only the samples that it was fitted on".to_owned(),
            advice: "Use its `labels`, or a model with centres such as `KMeans` for new samples.",
        })
    }
}

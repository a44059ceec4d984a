//! One object-safe trait per role, so that pipelines, cross-validation, searches and ensembles take
//! any model of that role.
//!
//! A trait of the unfitted model makes a boxed trait of the fitted one. The models' own `fit` and
//! `predict` stay beside these: they keep the concrete type, and take whatever a cell has.
//!
//! Boxed models are written and read by the names of their types (typetag), so whatever is made of
//! models can be saved whole.

mod classifier;
mod clusterer;
mod detector;
mod regressor;
mod transformer;

pub use classifier::{Classifier, FittedClassifier};
pub use clusterer::{Clusterer, FittedClusterer};
pub use detector::{AnomalyDetector, FittedAnomalyDetector};
pub use regressor::{FittedRegressor, Regressor};
pub(crate) use transformer::frame_transformers;
pub(crate) use transformer::over_columns;
pub use transformer::{
    AsTransformer, FittedFrameTransformer, FittedTransformer, FrameTransformer, Transformer,
};

macro_rules! cloned_boxes {
    ($($role:ident),*) => {$(
        impl Clone for Box<dyn $role> {
            fn clone(&self) -> Self {
                self.boxed()
            }
        }
    )*};
}
cloned_boxes!(
    AnomalyDetector,
    Classifier,
    Clusterer,
    FittedAnomalyDetector,
    FittedClassifier,
    FittedClusterer,
    FittedFrameTransformer,
    FittedRegressor,
    FittedTransformer,
    FrameTransformer,
    Regressor,
    Transformer
);

/// Boxes show the name of what they hold.
macro_rules! named_boxes {
    ($($role:ident),*) => {$(
        impl std::fmt::Debug for dyn $role {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }
    )*};
}
named_boxes!(
    AnomalyDetector,
    Classifier,
    Clusterer,
    FittedAnomalyDetector,
    FittedClassifier,
    FittedClusterer,
    FittedRegressor,
    FrameTransformer,
    Regressor,
    Transformer
);

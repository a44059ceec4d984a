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
pub use transformer::{FittedFrameTransformer, FittedTransformer, FrameTransformer, Transformer};

/// What boxes of a role need besides: to be cloned and to be shown.
macro_rules! boxed_role {
    ($($role:ident),*) => {$(
        impl Clone for Box<dyn $role> {
            fn clone(&self) -> Self {
                self.boxed()
            }
        }

        impl std::fmt::Debug for dyn $role {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }
    )*};
}
boxed_role!(
    AnomalyDetector,
    Classifier,
    Clusterer,
    FittedAnomalyDetector,
    FittedClassifier,
    FittedClusterer,
    FittedRegressor,
    Regressor
);

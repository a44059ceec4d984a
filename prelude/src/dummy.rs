//! Baselines that do not look at the features: what any model must beat.

mod classifier;
mod regressor;

pub use classifier::{ClassifierStrategy, DummyClassifier, FittedDummyClassifier};
pub use regressor::{DummyRegressor, FittedDummyRegressor, RegressorStrategy};

//! Gradient boosting on histograms.
//!
//! forust has the algorithm too, but neither classes beyond two nor probabilities by class, and its
//! trees are its own; this engine makes the same [`Tree`](crate::tree::Tree) as all others, so that
//! pictures, importances and SHAP values are written once. Values are one byte each, column by
//! column; a leaf's gradients are brought into its order first, so that summing up a feature walks
//! through memory once; of two siblings only the smaller is summed up.

mod bins;
mod boost;
mod grower;
mod histogram;
mod loss;
mod models;

pub use loss::BoostingLoss;
pub use models::{
    FittedGradientBoostingClassifier, FittedGradientBoostingRegressor, FittedHistGradientBoostingClassifier,
    FittedHistGradientBoostingRegressor, GradientBoostingClassifier, GradientBoostingRegressor,
    HistGradientBoostingClassifier, HistGradientBoostingRegressor,
};

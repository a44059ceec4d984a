//! Decision trees, and what forests and boosting are made of.
//!
//! The growers are our own: linfa has neither regression trees nor class probabilities, smartcore's
//! trees sort floats anew in every node. The exact grower ([`grow`]) makes scikit-learn's trees; the
//! one of gradient boosting works on histograms (see `ensemble::gradient_boosting`). Both make the
//! same [`Tree`], so predictions, pictures and [SHAP values](TreeShap) are written once.

mod classifier;
pub(crate) mod columns;
mod fitted;
pub(crate) mod grow;
pub(crate) mod options;
pub(crate) mod parameters;
mod picture;
mod prune;
mod regressor;
pub(crate) mod shap;
pub(crate) mod structure;
pub(crate) mod target;
mod text;

pub use classifier::{DecisionTreeClassifier, FittedDecisionTreeClassifier};
pub use options::{MaxFeatures, MaxSamples, RegressionCriterion, Splitter, TreeCriterion};
pub use picture::TreePicture;
pub use prune::PruningPath;
pub use regressor::{DecisionTreeRegressor, FittedDecisionTreeRegressor};
pub use shap::{ShapValues, TreeShap};
pub use structure::Tree;

pub(crate) use fitted::importance_table;
pub(crate) use regressor::{Sample, check_targets, grow_regression};

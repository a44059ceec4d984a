//! Why a model says what it says: which features matter ([`permutation_importance`]), how predictions
//! move with a feature ([`PartialDependence`]), what each feature adds to one prediction
//! ([`KernelShap`], [`PermutationShap`], [`LinearShap`]; trees have exact values of their own), and what
//! would have to change ([`Counterfactual`]).
//!
//! All of them only ask the model for predictions, so they take any fitted regressor or classifier.

mod answers;
mod charts;
mod counterfactual;
mod partial_dependence;
mod permutation;
mod shap;
mod tables;

pub use counterfactual::{Change, Counterfactual, CounterfactualSample, Counterfactuals};
pub use partial_dependence::{PartialDependence, PartialDependenceResult};
pub use permutation::{PermutationImportance, PermutationImportances, permutation_importance};
pub use shap::{KernelShap, LinearShap, PermutationShap};
pub use tables::{coefficient_table, feature_importance_table};

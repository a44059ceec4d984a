//! The parameters in the engine's terms.

use super::parameters::{
    GradientBoostingClassifier, GradientBoostingRegressor, HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
};
use crate::ensemble::gradient_boosting::boost::{Recipe, Stopping};
use crate::ensemble::gradient_boosting::loss::Loss;
use crate::preprocessing::numeric::setting;
use crate::tree::options::optional;

/// More samples than this make the histogram models stop early by themselves.
const MANY: usize = 10_000;

/// The engine's recipe and the settings of a model with few rounds of shallow trees.
macro_rules! shallow {
    ($model:ident) => {
        impl $model {
            pub(super) fn recipe(&self, loss: Loss, _n_samples: usize) -> Recipe {
                Recipe {
                    name: stringify!($model),
                    rounds_name: "n_estimators",
                    rounds: self.n_estimators,
                    loss,
                    learning_rate: self.learning_rate,
                    max_leaf_nodes: self.max_leaf_nodes,
                    max_depth: Some(self.max_depth),
                    min_samples_leaf: self.min_samples_leaf,
                    l2_regularization: self.l2_regularization,
                    max_bins: self.max_bins,
                    subsample: self.subsample,
                    stopping: self.n_iter_no_change.map(|n_iter_no_change| Stopping {
                        validation_fraction: self.validation_fraction,
                        n_iter_no_change,
                        tol: self.tol,
                    }),
                    seed: self.seed,
                }
            }

            pub(super) fn shape_settings(&self) -> Vec<(String, String)> {
                vec![
                    setting("n_estimators", self.n_estimators),
                    setting("learning_rate", self.learning_rate),
                    setting("subsample", self.subsample),
                    setting("max_depth", self.max_depth),
                    setting("max_leaf_nodes", optional(self.max_leaf_nodes)),
                    setting("min_samples_leaf", self.min_samples_leaf),
                    setting("l2_regularization", self.l2_regularization),
                    setting("max_bins", self.max_bins),
                    setting("n_iter_no_change", optional(self.n_iter_no_change)),
                    setting("validation_fraction", self.validation_fraction),
                    setting("tol", self.tol),
                    setting("seed", self.seed),
                ]
            }
        }
    };
}
shallow!(GradientBoostingClassifier);
shallow!(GradientBoostingRegressor);

/// The same for trees by leaves.
macro_rules! leafy {
    ($model:ident) => {
        impl $model {
            pub(super) fn recipe(&self, loss: Loss, n_samples: usize) -> Recipe {
                let stops = self.early_stopping.unwrap_or(n_samples > MANY);
                Recipe {
                    name: stringify!($model),
                    rounds_name: "max_iter",
                    rounds: self.max_iter,
                    loss,
                    learning_rate: self.learning_rate,
                    max_leaf_nodes: Some(self.max_leaf_nodes),
                    max_depth: self.max_depth,
                    min_samples_leaf: self.min_samples_leaf,
                    l2_regularization: self.l2_regularization,
                    max_bins: self.max_bins,
                    subsample: 1.0,
                    stopping: stops.then_some(Stopping {
                        validation_fraction: self.validation_fraction,
                        n_iter_no_change: self.n_iter_no_change,
                        tol: self.tol,
                    }),
                    seed: self.seed,
                }
            }

            pub(super) fn shape_settings(&self) -> Vec<(String, String)> {
                vec![
                    setting("max_iter", self.max_iter),
                    setting("learning_rate", self.learning_rate),
                    setting("max_leaf_nodes", self.max_leaf_nodes),
                    setting("max_depth", optional(self.max_depth)),
                    setting("min_samples_leaf", self.min_samples_leaf),
                    setting("l2_regularization", self.l2_regularization),
                    setting("max_bins", self.max_bins),
                    setting(
                        "early_stopping",
                        self.early_stopping.map_or("auto".to_owned(), |stops| stops.to_string()),
                    ),
                    setting("validation_fraction", self.validation_fraction),
                    setting("n_iter_no_change", self.n_iter_no_change),
                    setting("tol", self.tol),
                    setting("seed", self.seed),
                ]
            }
        }
    };
}
leafy!(HistGradientBoostingClassifier);
leafy!(HistGradientBoostingRegressor);

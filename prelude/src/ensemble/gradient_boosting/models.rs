//! The four boosted models, which differ in what their parameters are called and default to.

use ndarray::{Array1, Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use super::boost::{Boosted, Ground, Recipe, Stopping};
use super::loss::{BoostingLoss, Loss, log_sum};
use crate::dataset::Training;
use crate::error::{Error, Result};
use crate::model::estimators::{classifier, regressor};
use crate::model::{ClassTarget, ClassWeight, Classes, Seen, Summary, argmax_rows, weights_of};
use crate::preprocessing::numeric::setting;
use crate::tree::importance_table;
use crate::tree::options::optional;
use crate::tree::parameters::sample_weights;
use crate::tree::shap::{Additive, Part, tree_shap};

/// More samples than this make the histogram models stop early by themselves.
const MANY: usize = 10_000;

macro_rules! boosting {
    ($(#[$docs:meta])* $model:ident { $($field:ident: $type:ty = $default:expr, $doc:literal;)* }
     options { $($option:ident: $option_type:ty, $option_doc:literal;)* }) => {
        $(#[$docs])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub struct $model {
            $($field: $type,)*
            $($option: Option<$option_type>,)*
        }

        impl Default for $model {
            fn default() -> Self {
                Self { $($field: $default,)* $($option: None,)* }
            }
        }

        impl $model {
            /// With scikit-learn's defaults.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            $(
                #[doc = $doc]
                #[must_use]
                pub fn $field(mut self, $field: $type) -> Self {
                    self.$field = $field;
                    self
                }
            )*

            $(
                #[doc = $option_doc]
                #[must_use]
                pub fn $option(mut self, $option: $option_type) -> Self {
                    self.$option = Some($option);
                    self
                }
            )*
        }
    };
}

boosting!(
    /// Trees that are added one by one, each learning what the sum before it gets wrong. Shallow
    /// trees on histograms of the features; with 255 distinct values or fewer per feature nothing is
    /// lost by that.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let (train, test) = train_test_split(&iris(), 0.3, 42)?;
    /// let model = GradientBoostingClassifier::new().n_estimators(50).fit(&train)?;
    /// assert!(model.score(&test)? > 0.9);
    /// assert!(model.train_loss()[50] < model.train_loss()[0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: J. Friedman, "Greedy function approximation: a gradient boosting machine", 2001.
    GradientBoostingClassifier {
        n_estimators: usize = 100, "The number of rounds. Default 100.";
        learning_rate: f64 = 0.1, "How much of each tree is added. Default 0.1.";
        subsample: f64 = 1.0, "The share of samples that each tree sees. Default 1.";
        max_depth: usize = 3, "The longest way from the root to a leaf. Default 3.";
        min_samples_leaf: usize = 1, "The least number of samples in a leaf. Default 1.";
        validation_fraction: f64 = 0.1,
            "The share of samples set aside to stop by, with `n_iter_no_change`. Default 0.1.";
        tol: f64 = 1e-4, "A loss that falls by less counts as not falling. Default 1e-4.";
        l2_regularization: f64 = 0.0, "The penalty on leaf values. Default 0.";
        max_bins: usize = 255, "The most bins per feature, 2 to 255. Default 255.";
        seed: u64 = 0, "The seed of all that is drawn at random. Default 0.";
    }
    options {
        max_leaf_nodes: usize, "The most leaves per tree. Default: no limit.";
        n_iter_no_change: usize,
            "Stops when so many rounds bring nothing on samples set aside. Default: all rounds.";
        class_weight: ClassWeight, "How much the samples of each class count. Default: all the same.";
    }
);

boosting!(
    /// Trees that are added one by one, each learning what the sum before it gets wrong. Shallow
    /// trees on histograms of the features; with 255 distinct values or fewer per feature nothing is
    /// lost by that.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let (train, test) = train_test_split(&diabetes(), 0.3, 42)?;
    /// let high = GradientBoostingRegressor::new().loss(BoostingLoss::Quantile).alpha(0.9).fit(&train)?;
    /// let below = &test.target - &high.predict(&test)?;
    /// assert!(below.iter().filter(|rest| **rest < 0.0).count() > 100);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: J. Friedman, "Greedy function approximation: a gradient boosting machine", 2001.
    GradientBoostingRegressor {
        loss: BoostingLoss = BoostingLoss::SquaredError, "What is made small. Default: squared errors.";
        alpha: f64 = 0.9, "The quantile to predict, with [`BoostingLoss::Quantile`]. Default 0.9.";
        n_estimators: usize = 100, "The number of rounds. Default 100.";
        learning_rate: f64 = 0.1, "How much of each tree is added. Default 0.1.";
        subsample: f64 = 1.0, "The share of samples that each tree sees. Default 1.";
        max_depth: usize = 3, "The longest way from the root to a leaf. Default 3.";
        min_samples_leaf: usize = 1, "The least number of samples in a leaf. Default 1.";
        validation_fraction: f64 = 0.1,
            "The share of samples set aside to stop by, with `n_iter_no_change`. Default 0.1.";
        tol: f64 = 1e-4, "A loss that falls by less counts as not falling. Default 1e-4.";
        l2_regularization: f64 = 0.0, "The penalty on leaf values. Default 0.";
        max_bins: usize = 255, "The most bins per feature, 2 to 255. Default 255.";
        seed: u64 = 0, "The seed of all that is drawn at random. Default 0.";
    }
    options {
        max_leaf_nodes: usize, "The most leaves per tree. Default: no limit.";
        n_iter_no_change: usize,
            "Stops when so many rounds bring nothing on samples set aside. Default: all rounds.";
    }
);

boosting!(
    /// Gradient boosting for large data: trees of up to 31 leaves, the most useful made first; above
    /// 10,000 samples it stops by itself when samples set aside are predicted no better.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let (train, test) = train_test_split(&wine(), 0.3, 42)?;
    /// let model = HistGradientBoostingClassifier::new().max_iter(50).fit(&train)?;
    /// assert!(model.score(&test)? > 0.9);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: G. Ke et al., "LightGBM: a highly efficient gradient boosting decision tree", 2017.
    HistGradientBoostingClassifier {
        max_iter: usize = 100, "The number of rounds. Default 100.";
        learning_rate: f64 = 0.1, "How much of each tree is added. Default 0.1.";
        max_leaf_nodes: usize = 31, "The most leaves per tree. Default 31.";
        min_samples_leaf: usize = 20, "The least number of samples in a leaf. Default 20.";
        l2_regularization: f64 = 0.0, "The penalty on leaf values. Default 0.";
        max_bins: usize = 255, "The most bins per feature, 2 to 255. Default 255.";
        validation_fraction: f64 = 0.1, "The share of samples set aside to stop by. Default 0.1.";
        n_iter_no_change: usize = 10, "Stops when so many rounds bring nothing. Default 10.";
        tol: f64 = 1e-7, "A loss that falls by less counts as not falling. Default 1e-7.";
        seed: u64 = 0, "The seed of all that is drawn at random. Default 0.";
    }
    options {
        max_depth: usize, "The longest way from the root to a leaf. Default: no limit.";
        early_stopping: bool,
            "Whether to set samples aside and stop by them. Default: from 10,001 samples on.";
        class_weight: ClassWeight, "How much the samples of each class count. Default: all the same.";
    }
);

boosting!(
    /// Gradient boosting for large data: trees of up to 31 leaves, the most useful made first; above
    /// 10,000 samples it stops by itself when samples set aside are predicted no better.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let (train, test) = train_test_split(&diabetes(), 0.3, 42)?;
    /// let model = HistGradientBoostingRegressor::new().max_iter(50).fit(&train)?;
    /// assert!(model.score(&test)? > 0.3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: G. Ke et al., "LightGBM: a highly efficient gradient boosting decision tree", 2017.
    HistGradientBoostingRegressor {
        loss: BoostingLoss = BoostingLoss::SquaredError, "What is made small. Default: squared errors.";
        quantile: f64 = 0.5, "The quantile to predict, with [`BoostingLoss::Quantile`]. Default 0.5.";
        max_iter: usize = 100, "The number of rounds. Default 100.";
        learning_rate: f64 = 0.1, "How much of each tree is added. Default 0.1.";
        max_leaf_nodes: usize = 31, "The most leaves per tree. Default 31.";
        min_samples_leaf: usize = 20, "The least number of samples in a leaf. Default 20.";
        l2_regularization: f64 = 0.0, "The penalty on leaf values. Default 0.";
        max_bins: usize = 255, "The most bins per feature, 2 to 255. Default 255.";
        validation_fraction: f64 = 0.1, "The share of samples set aside to stop by. Default 0.1.";
        n_iter_no_change: usize = 10, "Stops when so many rounds bring nothing. Default 10.";
        tol: f64 = 1e-7, "A loss that falls by less counts as not falling. Default 1e-7.";
        seed: u64 = 0, "The seed of all that is drawn at random. Default 0.";
    }
    options {
        max_depth: usize, "The longest way from the root to a leaf. Default: no limit.";
        early_stopping: bool,
            "Whether to set samples aside and stop by them. Default: from 10,001 samples on.";
    }
);

/// The engine's recipe and the settings of a model with few rounds of shallow trees.
macro_rules! shallow {
    ($model:ident) => {
        impl $model {
            fn recipe(&self, loss: Loss, _n_samples: usize) -> Recipe {
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

            fn shape_settings(&self) -> Vec<(String, String)> {
                vec![
                    setting("n_estimators", self.n_estimators),
                    setting("learning_rate", self.learning_rate),
                    setting("subsample", self.subsample),
                    setting("max_depth", self.max_depth),
                    setting("max_leaf_nodes", optional(self.max_leaf_nodes)),
                    setting("min_samples_leaf", self.min_samples_leaf),
                    setting("n_iter_no_change", optional(self.n_iter_no_change)),
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
            fn recipe(&self, loss: Loss, n_samples: usize) -> Recipe {
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

            fn shape_settings(&self) -> Vec<(String, String)> {
                vec![
                    setting("max_iter", self.max_iter),
                    setting("learning_rate", self.learning_rate),
                    setting("max_leaf_nodes", self.max_leaf_nodes),
                    setting("max_depth", optional(self.max_depth)),
                    setting("min_samples_leaf", self.min_samples_leaf),
                    setting("l2_regularization", self.l2_regularization),
                    setting("seed", self.seed),
                ]
            }
        }
    };
}
leafy!(HistGradientBoostingClassifier);
leafy!(HistGradientBoostingRegressor);

/// What fitted boosted models offer beyond predictions.
macro_rules! fitted_boosting {
    ($model:ident => $fitted:ident) => {
        tree_shap!($model, $fitted);

        impl $fitted {
            /// The mean loss on the training samples, before the first round and after each.
            pub fn train_loss(&self) -> &[f64] {
                &self.boosted.train_loss
            }

            /// The same on the samples that were set aside; empty without early stopping.
            pub fn validation_loss(&self) -> &[f64] {
                &self.boosted.validation_loss
            }

            /// The rounds that were made: fewer than asked for if the fit stopped early.
            pub fn n_iter(&self) -> usize {
                self.boosted.rounds()
            }

            /// How much each feature's splits took from the loss, as shares of 1.
            pub fn feature_importances(&self) -> Array1<f64> {
                Array1::from(self.boosted.importances.clone())
            }

            fn importances(&self) -> Option<Array1<f64>> {
                Some(self.feature_importances())
            }

            fn report(&self, summary: &mut Summary) {
                summary.results.push(("rounds".to_owned(), self.n_iter().to_string()));
                for (name, losses) in [
                    ("training loss", &self.boosted.train_loss),
                    ("validation loss", &self.boosted.validation_loss),
                ] {
                    if let (Some(first), Some(last)) = (losses.first(), losses.last()) {
                        summary.results.push((name.to_owned(), format!("{first:.4} → {last:.4}")));
                    }
                }
                summary.tables.push(importance_table(&self.feature_importances(), &self.seen));
            }

            fn additive(&self) -> Additive<'_> {
                let n_outputs = self.boosted.start.len();
                let parts = self.boosted.trees.iter().enumerate();
                Additive {
                    parts: parts
                        .map(|(index, tree)| Part { tree, first_output: index % n_outputs, scale: 1.0 })
                        .collect(),
                    start: self.boosted.start.clone(),
                    outputs: self.outputs(),
                }
            }
        }
    };
}

macro_rules! boosted_classifier {
    ($model:ident => $fitted:ident) => {
        impl $model {
            fn learn(&self, data: &Training<'_>, target: &ClassTarget) -> Result<$fitted> {
                const NAME: &str = stringify!($model);
                let weights = weights_of(NAME, target, data.weights(), self.class_weight.as_ref())?;
                let targets: Vec<f64> = target.codes.iter().map(|code| *code as f64).collect();
                let n_classes = target.classes.len();
                let loss = if n_classes == 2 { Loss::Binary } else { Loss::Multinomial(n_classes) };
                let ground = Ground { x: data.features.view(), targets: &targets, weights: &weights };
                Ok($fitted {
                    parameters: self.clone(),
                    seen: Seen::of(&data.features),
                    classes: target.classes.clone(),
                    boosted: self.recipe(loss, targets.len()).fit(&ground)?,
                })
            }

            fn settings(&self) -> Vec<(String, String)> {
                let mut settings = self.shape_settings();
                if let Some(class_weight) = &self.class_weight {
                    settings.push(setting("class_weight", class_weight));
                }
                settings
            }
        }

        classifier!($model => $fitted, weights: used);

        #[doc = concat!("A fitted [`", stringify!($model), "`].")]
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub struct $fitted {
            parameters: $model,
            seen: Seen,
            classes: Classes,
            boosted: Boosted,
        }

        fitted_boosting!($model => $fitted);

        impl $fitted {
            /// The scores before they become probabilities: log-odds of the second of two classes,
            /// shape (n_samples, 1), or one score per class, shape (n_samples, n_classes).
            ///
            /// # Errors
            /// As [`predict`](Self::predict).
            pub fn decision_function(&self, x: impl crate::array::AsFeatures) -> Result<Array2<f64>> {
                let features = x.features()?;
                self.seen.check(stringify!($model), &features)?;
                Ok(self.boosted.scores(features.view()))
            }

            /// The probabilities after each round, for learning curves.
            ///
            /// # Errors
            /// As [`predict`](Self::predict).
            pub fn staged_predict_proba(
                &self,
                x: impl crate::array::AsFeatures,
            ) -> Result<Vec<Array2<f64>>> {
                let features = x.features()?;
                self.seen.check(stringify!($model), &features)?;
                let after = |round| class_probabilities(&self.boosted.scores_after(features.view(), round));
                Ok((1..=self.n_iter()).map(after).collect())
            }

            fn outputs(&self) -> Vec<String> {
                let mut labels = self.class_labels();
                if labels.len() == 2 {
                    labels.remove(0);
                }
                labels
            }

            fn probabilities(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
                Ok(class_probabilities(&self.boosted.scores(x)))
            }

            fn decision_rows(&self, x: ArrayView2<'_, f64>) -> Result<Option<Array2<f64>>> {
                Ok(Some(self.boosted.scores(x)))
            }

            fn decide(&self, x: ArrayView2<'_, f64>) -> Result<Vec<usize>> {
                Ok(argmax_rows(&self.probabilities(x)?))
            }
        }
    };
}
boosted_classifier!(GradientBoostingClassifier => FittedGradientBoostingClassifier);
boosted_classifier!(HistGradientBoostingClassifier => FittedHistGradientBoostingClassifier);

fn class_probabilities(scores: &Array2<f64>) -> Array2<f64> {
    if scores.ncols() == 1 {
        return Array2::from_shape_fn((scores.nrows(), 2), |(row, class)| {
            let score = if class == 1 { scores[[row, 0]] } else { -scores[[row, 0]] };
            1.0 / (1.0 + (-score).exp())
        });
    }
    let mut probabilities = scores.clone();
    for mut row in probabilities.rows_mut() {
        let (top, sum) = log_sum(row.as_slice().unwrap_or_default());
        row.mapv_inplace(|score| (score - top).exp() / sum);
    }
    probabilities
}

macro_rules! boosted_regressor {
    ($model:ident => $fitted:ident, $quantile:ident) => {
        impl $model {
            fn learn(&self, data: &Training<'_>) -> Result<$fitted> {
                let targets = data.target.to_vec();
                let loss = self.resolve_loss(&targets)?;
                let weights = sample_weights(data.weights(), targets.len());
                let ground = Ground { x: data.features.view(), targets: &targets, weights: &weights };
                Ok($fitted {
                    parameters: self.clone(),
                    seen: Seen::of(&data.features),
                    boosted: self.recipe(loss, targets.len()).fit(&ground)?,
                })
            }

            fn resolve_loss(&self, targets: &[f64]) -> Result<Loss> {
                const NAME: &str = stringify!($model);
                match self.loss {
                    BoostingLoss::SquaredError => Ok(Loss::Squared),
                    BoostingLoss::AbsoluteError => Ok(Loss::Absolute),
                    BoostingLoss::Quantile if self.$quantile > 0.0 && self.$quantile < 1.0 => {
                        Ok(Loss::Quantile(self.$quantile))
                    }
                    BoostingLoss::Quantile => {
                        let name = stringify!($quantile);
                        Err(Error::parameter(NAME, name, self.$quantile, "between 0 and 1"))
                    }
                    BoostingLoss::Poisson => {
                        crate::tree::check_targets(NAME, crate::tree::RegressionCriterion::Poisson, targets)?;
                        Ok(Loss::Poisson)
                    }
                }
            }

            fn settings(&self) -> Vec<(String, String)> {
                let mut settings = vec![setting("loss", self.loss)];
                if self.loss == BoostingLoss::Quantile {
                    settings.push(setting(stringify!($quantile), self.$quantile));
                }
                settings.extend(self.shape_settings());
                settings
            }
        }

        regressor!($model => $fitted, weights: used);

        #[doc = concat!("A fitted [`", stringify!($model), "`].")]
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub struct $fitted {
            parameters: $model,
            seen: Seen,
            boosted: Boosted,
        }

        fitted_boosting!($model => $fitted);

        impl $fitted {
            /// The predictions after each round, for learning curves.
            ///
            /// # Errors
            /// As [`predict`](Self::predict).
            pub fn staged_predict(&self, x: impl crate::array::AsFeatures) -> Result<Vec<Array1<f64>>> {
                let features = x.features()?;
                self.seen.check(stringify!($model), &features)?;
                let after = |round| self.quantity(self.boosted.scores_after(features.view(), round));
                Ok((1..=self.n_iter()).map(after).collect())
            }

            fn quantity(&self, scores: Array2<f64>) -> Array1<f64> {
                let scores = scores.index_axis_move(ndarray::Axis(1), 0);
                if self.parameters.loss == BoostingLoss::Poisson { scores.exp() } else { scores }
            }

            fn outputs(&self) -> Vec<String> {
                let is_log = self.parameters.loss == BoostingLoss::Poisson;
                vec![if is_log { "log of the prediction" } else { "prediction" }.to_owned()]
            }

            fn predict_rows(&self, x: ArrayView2<'_, f64>) -> Result<Array1<f64>> {
                Ok(self.quantity(self.boosted.scores(x)))
            }
        }
    };
}
boosted_regressor!(GradientBoostingRegressor => FittedGradientBoostingRegressor, alpha);
boosted_regressor!(HistGradientBoostingRegressor => FittedHistGradientBoostingRegressor, quantile);

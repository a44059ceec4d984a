//! AdaBoost: members in a row, each looking harder at what those before it got wrong.

mod classifier;
mod regressor;

pub use classifier::FittedAdaBoostClassifier;
pub use regressor::FittedAdaBoostRegressor;

use ndarray::Array1;
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::model::{AsModel, Model};
use crate::preprocessing::numeric::setting;
use crate::tree::options::{at_least, positive};
use crate::tree::{DecisionTreeClassifier, DecisionTreeRegressor};

macro_rules! ada_boost {
    ($(#[$docs:meta])* $model:ident, $base:expr, $base_name:literal $(, $field:ident: $type:ty = $default:expr)?) => {
        $(#[$docs])*
        #[derive(Clone, Debug, Serialize, Deserialize)]
        pub struct $model {
            estimator: Model,
            n_estimators: usize,
            learning_rate: f64,
            $($field: $type,)?
            seed: u64,
        }

        impl Default for $model {
            fn default() -> Self {
                Self {
                    estimator: $base.model(),
                    n_estimators: 50,
                    learning_rate: 1.0,
                    $($field: $default,)?
                    seed: 0,
                }
            }
        }

        impl $model {
            /// At most fifty shallow trees.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            #[doc = concat!("The model that is copied. Default: ", $base_name, ".")]
            #[must_use]
            pub fn estimator(mut self, estimator: impl AsModel) -> Self {
                self.estimator = estimator.model();
                self
            }

            /// The most members. Default 50.
            #[must_use]
            pub fn n_estimators(mut self, n_estimators: usize) -> Self {
                self.n_estimators = n_estimators;
                self
            }

            /// How much each member counts. Default 1.
            #[must_use]
            pub fn learning_rate(mut self, learning_rate: f64) -> Self {
                self.learning_rate = learning_rate;
                self
            }

            /// The seed of the draws. Default 0.
            #[must_use]
            pub fn seed(mut self, seed: u64) -> Self {
                self.seed = seed;
                self
            }

            fn check(&self) -> Result<()> {
                at_least(stringify!($model), "n_estimators", self.n_estimators, 1)?;
                positive(stringify!($model), "learning_rate", self.learning_rate)
            }

            fn settings(&self) -> Vec<(String, String)> {
                vec![
                    setting("estimator", self.estimator.name()),
                    setting("n_estimators", self.n_estimators),
                    setting("learning_rate", self.learning_rate),
                    $(setting(stringify!($field), self.$field.name()),)?
                    setting("seed", self.seed),
                ]
            }
        }
    };
}

ada_boost!(
    /// Copies of a classifier that takes sample weights, each fitted with more weight on the samples
    /// that those before it got wrong (SAMME).
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let (train, test) = train_test_split(&iris(), 0.3, 42)?;
    /// let model = AdaBoostClassifier::new().fit(&train)?;
    /// assert!(model.score(&test)? > 0.85);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: J. Zhu, H. Zou, S. Rosset, T. Hastie, "Multi-class AdaBoost", 2009.
    AdaBoostClassifier, DecisionTreeClassifier::new().max_depth(1), "a tree of one question"
);

ada_boost!(
    /// Copies of a regressor, each fitted on samples drawn so that those which the ones before it
    /// predicted badly come more often; the weighted median of all (AdaBoost.R2).
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let (train, test) = train_test_split(&diabetes(), 0.3, 42)?;
    /// let model = AdaBoostRegressor::new().seed(1).fit(&train)?;
    /// assert!(model.score(&test)? > 0.3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: H. Drucker, "Improving regressors using boosting techniques", 1997.
    AdaBoostRegressor, DecisionTreeRegressor::new().max_depth(3), "a tree of three levels",
    loss: AdaBoostLoss = AdaBoostLoss::Linear
);

/// How errors grow, relative to the largest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdaBoostLoss {
    #[default]
    Linear,
    Square,
    Exponential,
}

impl AdaBoostLoss {
    fn name(self) -> &'static str {
        match self {
            Self::Linear => "linear",
            Self::Square => "square",
            Self::Exponential => "exponential",
        }
    }

    fn of(self, relative: f64) -> f64 {
        match self {
            Self::Linear => relative,
            Self::Square => relative * relative,
            Self::Exponential => 1.0 - (-relative).exp(),
        }
    }
}

impl AdaBoostRegressor {
    /// How errors grow, relative to the largest. Default [`AdaBoostLoss::Linear`].
    #[must_use]
    pub fn loss(mut self, loss: AdaBoostLoss) -> Self {
        self.loss = loss;
        self
    }
}

/// A fitted member, how much it counts, and its error on the weighted samples.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Member<M> {
    model: M,
    weight: f64,
    error: f64,
}

macro_rules! fitted_ada_boost {
    ($fitted:ident) => {
        impl $fitted {
            /// How much each member counts.
            pub fn estimator_weights(&self) -> Array1<f64> {
                self.members.iter().map(|member| member.weight).collect()
            }

            /// The share of weighted error of each member on the training samples.
            pub fn estimator_errors(&self) -> Array1<f64> {
                self.members.iter().map(|member| member.error).collect()
            }

            fn importances(&self) -> Option<Array1<f64>> {
                let members =
                    self.members.iter().map(|member| (member.model.feature_importances(), member.weight));
                weighted_importances(members, self.seen.n_features)
            }

            fn report(&self, summary: &mut Summary) {
                summary.results.push(("members".to_owned(), self.members.len().to_string()));
                if let Some(importances) = self.importances() {
                    summary.tables.push(crate::tree::importance_table(&importances, &self.seen));
                }
            }
        }
    };
}
use fitted_ada_boost;

/// Weights with sum 1.
fn shares(weights: Vec<f64>) -> Array1<f64> {
    let weights = Array1::from(weights);
    let sum = weights.sum();
    weights / sum
}

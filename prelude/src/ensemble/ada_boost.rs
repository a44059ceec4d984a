//! AdaBoost: members in a row, each looking harder at what those before it got wrong.

use ndarray::{Array1, Array2, ArrayView2, s};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};

use super::members::{bare, classifier_of, part, place_of, regressor_of, reweighted, weighted_importances};
use crate::array::Features;
use crate::dataset::Training;
use crate::error::{Error, Result};
use crate::model::estimators::{classifier, regressor};
use crate::model::{
    AsModel, ClassTarget, Classes, FittedClassifier, FittedRegressor, Model, Seen, Summary, argmax_rows,
};
use crate::preprocessing::numeric::setting;
use crate::runtime::{Progress, check_interrupt};
use crate::tree::options::{at_least, positive};
use crate::tree::parameters::sample_weights;
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

/// Weights with sum 1.
fn shares(weights: Vec<f64>) -> Array1<f64> {
    let weights = Array1::from(weights);
    let sum = weights.sum();
    weights / sum
}

impl AdaBoostClassifier {
    fn learn(&self, data: &Training<'_>, target: &ClassTarget) -> Result<FittedAdaBoostClassifier> {
        const NAME: &str = "AdaBoostClassifier";
        self.check()?;
        let base = classifier_of(NAME, "estimator", &self.estimator)?;
        let n_classes = target.classes.len() as f64;
        let mut weights = shares(sample_weights(data.weights(), target.codes.len()));
        let mut members = Vec::new();
        let mut progress = Progress::new("AdaBoost members", self.n_estimators as u64);
        for _ in 0..self.n_estimators {
            check_interrupt()?;
            let model = base.fit_classifier(&reweighted(data, &weights))?;
            let predicted = model.predict_classes(&Features::of(data))?;
            let truth = target.codes.iter().map(|code| target.classes.values[*code]);
            let wrong: Vec<bool> = predicted.iter().zip(truth).map(|(a, b)| *a != b).collect();
            let error: f64 = weights.iter().zip(&wrong).filter(|(_, wrong)| **wrong).map(|(w, _)| w).sum();
            if error <= 0.0 {
                members.push(Member { model, weight: 1.0, error: 0.0 });
                break;
            }
            if error >= 1.0 - 1.0 / n_classes {
                if members.is_empty() {
                    return Err(Error::Fit {
                        model: NAME,
                        reason: format!("the first {} is no better than chance", base.name()),
                        advice: "Choose a stronger `estimator`.",
                    });
                }
                break;
            }
            let weight = self.learning_rate * (((1.0 - error) / error).ln() + (n_classes - 1.0).ln());
            for (own, _) in weights.iter_mut().zip(&wrong).filter(|(_, wrong)| **wrong) {
                *own *= weight.exp();
            }
            weights = shares(weights.to_vec());
            members.push(Member { model, weight, error });
            progress.advance(1);
        }
        progress.finish();
        Ok(FittedAdaBoostClassifier {
            parameters: self.clone(),
            seen: Seen::of(&data.features),
            classes: target.classes.clone(),
            members,
        })
    }
}

classifier!(AdaBoostClassifier => FittedAdaBoostClassifier, weights: used);

/// A fitted [`AdaBoostClassifier`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FittedAdaBoostClassifier {
    parameters: AdaBoostClassifier,
    seen: Seen,
    classes: Classes,
    members: Vec<Member<Box<dyn FittedClassifier>>>,
}

fitted_ada_boost!(FittedAdaBoostClassifier);

impl FittedAdaBoostClassifier {
    /// Per class the weights of the members that are for it less those that are against it, each
    /// against counting one part in the number of other classes; between −1 and 1.
    fn votes(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let n_classes = self.classes.len();
        let mut votes = Array2::zeros((x.nrows(), n_classes));
        for member in &self.members {
            check_interrupt()?;
            let against = member.weight / (n_classes as f64 - 1.0);
            let decided = member.model.predict_classes(&bare(x))?;
            for (mut row, value) in votes.rows_mut().into_iter().zip(decided) {
                row -= against;
                row[place_of(&self.classes, value)] += against + member.weight;
            }
        }
        Ok(votes / self.estimator_weights().sum())
    }

    fn decision_rows(&self, x: ArrayView2<'_, f64>) -> Result<Option<Array2<f64>>> {
        let votes = self.votes(x)?;
        Ok(Some(if self.classes.len() == 2 { votes.slice_move(s![.., 1..]) * 2.0 } else { votes }))
    }

    fn probabilities(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let mut votes = self.votes(x)? / (self.classes.len() as f64 - 1.0);
        for mut row in votes.rows_mut() {
            row.mapv_inplace(f64::exp);
            let sum = row.sum();
            row /= sum;
        }
        Ok(votes)
    }

    fn decide(&self, x: ArrayView2<'_, f64>) -> Result<Vec<usize>> {
        Ok(argmax_rows(&self.votes(x)?))
    }
}

impl AdaBoostRegressor {
    fn learn(&self, data: &Training<'_>) -> Result<FittedAdaBoostRegressor> {
        self.check()?;
        let base = regressor_of("AdaBoostRegressor", "estimator", &self.estimator)?;
        let mut weights = shares(sample_weights(data.weights(), data.target.len()));
        let mut random = StdRng::seed_from_u64(self.seed);
        let mut members: Vec<Member<Box<dyn FittedRegressor>>> = Vec::new();
        let mut progress = Progress::new("AdaBoost members", self.n_estimators as u64);
        for _ in 0..self.n_estimators {
            check_interrupt()?;
            let sample = Training { sample_weights: None, ..part(data, &drawn(&weights, &mut random), None) };
            let model = base.fit_regressor(&sample)?;
            let errors = self.errors(&(model.predict_regression(&Features::of(data))? - &data.target));
            let error = errors.dot(&weights);
            if error <= 0.0 {
                members.push(Member { model, weight: 1.0, error: 0.0 });
                break;
            }
            if error >= 0.5 {
                if members.is_empty() {
                    members.push(Member { model, weight: 1.0, error });
                }
                break;
            }
            let beta = error / (1.0 - error);
            for (weight, error) in weights.iter_mut().zip(&errors) {
                *weight *= beta.powf((1.0 - error) * self.learning_rate);
            }
            weights = shares(weights.to_vec());
            members.push(Member { model, weight: self.learning_rate * (1.0 / beta).ln(), error });
            progress.advance(1);
        }
        progress.finish();
        Ok(FittedAdaBoostRegressor { parameters: self.clone(), seen: Seen::of(&data.features), members })
    }

    /// Each sample's error from 0 to 1, the largest.
    fn errors(&self, residuals: &Array1<f64>) -> Array1<f64> {
        let largest = residuals.iter().fold(0.0, |largest: f64, residual| largest.max(residual.abs()));
        let relative = |residual: &f64| if largest > 0.0 { residual.abs() / largest } else { 0.0 };
        residuals.iter().map(|residual| self.loss.of(relative(residual))).collect()
    }
}

/// As many rows as there are, drawn by their weights.
fn drawn(weights: &Array1<f64>, random: &mut StdRng) -> Vec<usize> {
    let mut sum = 0.0;
    let ends: Vec<f64> = weights
        .iter()
        .map(|weight| {
            sum += weight;
            sum
        })
        .collect();
    let last = weights.iter().rposition(|weight| *weight > 0.0).unwrap_or(0);
    (0..weights.len())
        .map(|_| {
            let place = random.r#gen::<f64>() * sum;
            ends.partition_point(|end| *end <= place).min(last)
        })
        .collect()
}

regressor!(AdaBoostRegressor => FittedAdaBoostRegressor, weights: used);

/// A fitted [`AdaBoostRegressor`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FittedAdaBoostRegressor {
    parameters: AdaBoostRegressor,
    seen: Seen,
    members: Vec<Member<Box<dyn FittedRegressor>>>,
}

fitted_ada_boost!(FittedAdaBoostRegressor);

impl FittedAdaBoostRegressor {
    /// The weighted median of the members' predictions.
    fn predict_rows(&self, x: ArrayView2<'_, f64>) -> Result<Array1<f64>> {
        let predictions: Vec<Array1<f64>> = self
            .members
            .iter()
            .map(|member| {
                check_interrupt()?;
                member.model.predict_regression(&bare(x))
            })
            .collect::<Result<_>>()?;
        let half = self.estimator_weights().sum() / 2.0;
        let median = |row: usize| {
            let mut votes: Vec<(f64, f64)> = predictions
                .iter()
                .zip(&self.members)
                .map(|(prediction, member)| (prediction[row], member.weight))
                .collect();
            votes.sort_by(|a, b| a.0.total_cmp(&b.0));
            let mut sum = 0.0;
            let reached = votes.iter().find(|(_, weight)| {
                sum += weight;
                sum >= half
            });
            reached.or(votes.last()).map_or(0.0, |vote| vote.0)
        };
        Ok((0..x.nrows()).map(median).collect())
    }
}

//! Voting: different models of the same data, and the mean of what they say.

use ndarray::{Array1, Array2, ArrayView2};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::members::{bare, classifier_of, probabilities_among, regressor_of, votes_among};
use crate::dataset::Training;
use crate::error::{Error, Result};
use crate::linear_model::{LinearRegression, LogisticRegression};
use crate::model::estimators::{classifier, regressor};
use crate::model::{
    AsModel, ClassTarget, Classes, FittedClassifier, FittedRegressor, Model, Seen, Summary, argmax_rows,
};
use crate::preprocessing::numeric::setting;
use crate::runtime::check_interrupt;
use crate::tree::options::optional;
use crate::tree::{DecisionTreeClassifier, DecisionTreeRegressor};

/// A model with its name in the ensemble.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Named<M> {
    pub name: String,
    pub model: M,
}

/// At least one model, names of their own.
pub(super) fn check_names(owner: &'static str, estimators: &[Named<Model>]) -> Result<()> {
    if estimators.is_empty() {
        let expected = "at least one model: add them with `.estimator(\"name\", model)`";
        return Err(Error::parameter(owner, "estimators", "empty", expected));
    }
    for (place, estimator) in estimators.iter().enumerate() {
        if estimators[..place].iter().any(|earlier| earlier.name == estimator.name) {
            return Err(Error::DuplicateName { what: owner, name: estimator.name.clone() });
        }
    }
    Ok(())
}

pub(super) fn listed(estimators: &[Named<Model>]) -> String {
    let names: Vec<String> = estimators
        .iter()
        .map(|estimator| format!("{}: {}", estimator.name, estimator.model.name()))
        .collect();
    format!("[{}]", names.join(", "))
}

/// How classifiers vote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Voting {
    /// Each for one class.
    #[default]
    Hard,
    /// By their probabilities.
    Soft,
}

/// Classifiers that vote for the class of a sample.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (train, test) = train_test_split(&iris(), 0.3, 42)?;
/// let model = VotingClassifier::new()
///     .estimator("line", LogisticRegression::new())
///     .estimator("tree", DecisionTreeClassifier::new().max_depth(3))
///     .voting(Voting::Soft)
///     .fit(&train)?;
/// assert!(model.score(&test)? > 0.9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct VotingClassifier {
    estimators: Vec<Named<Model>>,
    voting: Voting,
    weights: Option<Vec<f64>>,
}

/// Logistic regression and a decision tree.
impl Default for VotingClassifier {
    fn default() -> Self {
        Self::new()
            .estimator("logistic", LogisticRegression::new())
            .estimator("tree", DecisionTreeClassifier::new())
    }
}

/// Regressors whose predictions are averaged.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (train, test) = train_test_split(&diabetes(), 0.3, 42)?;
/// let model = VotingRegressor::new()
///     .estimator("line", LinearRegression::new())
///     .estimator("forest", RandomForestRegressor::new().n_estimators(30))
///     .fit(&train)?;
/// assert!(model.score(&test)? > 0.4);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct VotingRegressor {
    estimators: Vec<Named<Model>>,
    weights: Option<Vec<f64>>,
}

/// A line and a decision tree.
impl Default for VotingRegressor {
    fn default() -> Self {
        Self::new().estimator("line", LinearRegression::new()).estimator("tree", DecisionTreeRegressor::new())
    }
}

macro_rules! voting {
    ($model:ident $(, $field:ident: $value:expr)?) => {
        impl $model {
            /// Without any model yet.
            #[must_use]
            pub fn new() -> Self {
                Self { estimators: Vec::new(), $($field: $value,)? weights: None }
            }

            /// Adds a model under a name of its own.
            #[must_use]
            pub fn estimator(mut self, name: &str, model: impl AsModel) -> Self {
                self.estimators.push(Named { name: name.to_owned(), model: model.model() });
                self
            }

            /// How much each model counts, in their order. Default: all the same.
            #[must_use]
            pub fn weights(mut self, weights: &[f64]) -> Self {
                self.weights = Some(weights.to_vec());
                self
            }

            fn weights_setting(&self) -> (String, String) {
                let shown = self.weights.as_ref().map(|weights| format!("{weights:?}"));
                setting("weights", optional(shown))
            }

            /// Shares of 1.
            fn shares(&self) -> Result<Vec<f64>> {
                const NAME: &str = stringify!($model);
                check_names(NAME, &self.estimators)?;
                let count = self.estimators.len();
                let Some(weights) = &self.weights else { return Ok(vec![1.0 / count as f64; count]) };
                let sum: f64 = weights.iter().sum();
                let good = weights.iter().all(|weight| weight.is_finite() && *weight >= 0.0) && sum > 0.0;
                if weights.len() != count || !good {
                    let expected =
                        format!("one number of at least 0 for each of the {count} models, not all 0");
                    return Err(Error::parameter(NAME, "weights", format!("{weights:?}"), expected));
                }
                Ok(weights.iter().map(|weight| weight / sum).collect())
            }
        }
    };
}
voting!(VotingClassifier, voting: Voting::Hard);
voting!(VotingRegressor);

impl VotingClassifier {
    /// How classifiers vote. Default [`Voting::Hard`].
    #[must_use]
    pub fn voting(mut self, voting: Voting) -> Self {
        self.voting = voting;
        self
    }

    fn learn(&self, data: &Training<'_>, target: &ClassTarget) -> Result<FittedVotingClassifier> {
        let shares = self.shares()?;
        check_interrupt()?;
        let fit = |named: &Named<Model>| {
            let model = classifier_of("VotingClassifier", "estimators", &named.model)?;
            Ok(Named { name: named.name.clone(), model: model.fit_classifier(data)? })
        };
        Ok(FittedVotingClassifier {
            parameters: self.clone(),
            seen: Seen::of(&data.features),
            classes: target.classes.clone(),
            members: self.estimators.par_iter().map(fit).collect::<Result<_>>()?,
            shares,
        })
    }

    fn settings(&self) -> Vec<(String, String)> {
        let voting = if self.voting == Voting::Hard { "hard" } else { "soft" };
        vec![
            setting("estimators", listed(&self.estimators)),
            setting("voting", voting),
            self.weights_setting(),
        ]
    }
}

classifier!(VotingClassifier => FittedVotingClassifier, weights: used);

/// A fitted [`VotingClassifier`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FittedVotingClassifier {
    parameters: VotingClassifier,
    seen: Seen,
    classes: Classes,
    members: Vec<Named<Box<dyn FittedClassifier>>>,
    shares: Vec<f64>,
}

impl FittedVotingClassifier {
    /// A fitted model by its name.
    pub fn estimator(&self, name: &str) -> Option<&dyn FittedClassifier> {
        self.members.iter().find(|member| member.name == name).map(|member| &*member.model)
    }

    /// The models' probabilities, or their votes, by weight.
    fn probabilities(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let mut sum = Array2::zeros((x.nrows(), self.classes.len()));
        for (member, share) in self.members.iter().zip(&self.shares) {
            check_interrupt()?;
            let own = match self.parameters.voting {
                Voting::Soft => probabilities_among(&*member.model, &bare(x), &self.classes)?,
                Voting::Hard => votes_among(&*member.model, &bare(x), &self.classes)?,
            };
            sum.scaled_add(*share, &own);
        }
        Ok(sum)
    }

    fn decide(&self, x: ArrayView2<'_, f64>) -> Result<Vec<usize>> {
        Ok(argmax_rows(&self.probabilities(x)?))
    }

    #[allow(clippy::unused_self)]
    fn importances(&self) -> Option<Array1<f64>> {
        None
    }

    fn report(&self, summary: &mut Summary) {
        summary.results.push(("models".to_owned(), listed(&self.parameters.estimators)));
    }
}

impl VotingRegressor {
    fn learn(&self, data: &Training<'_>) -> Result<FittedVotingRegressor> {
        let shares = self.shares()?;
        check_interrupt()?;
        let fit = |named: &Named<Model>| {
            let model = regressor_of("VotingRegressor", "estimators", &named.model)?;
            Ok(Named { name: named.name.clone(), model: model.fit_regressor(data)? })
        };
        Ok(FittedVotingRegressor {
            parameters: self.clone(),
            seen: Seen::of(&data.features),
            members: self.estimators.par_iter().map(fit).collect::<Result<_>>()?,
            shares,
        })
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![setting("estimators", listed(&self.estimators)), self.weights_setting()]
    }
}

regressor!(VotingRegressor => FittedVotingRegressor, weights: used);

/// A fitted [`VotingRegressor`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FittedVotingRegressor {
    parameters: VotingRegressor,
    seen: Seen,
    members: Vec<Named<Box<dyn FittedRegressor>>>,
    shares: Vec<f64>,
}

impl FittedVotingRegressor {
    /// A fitted model by its name.
    pub fn estimator(&self, name: &str) -> Option<&dyn FittedRegressor> {
        self.members.iter().find(|member| member.name == name).map(|member| &*member.model)
    }

    fn predict_rows(&self, x: ArrayView2<'_, f64>) -> Result<Array1<f64>> {
        let mut sum = Array1::zeros(x.nrows());
        for (member, share) in self.members.iter().zip(&self.shares) {
            check_interrupt()?;
            sum.scaled_add(*share, &member.model.predict_regression(&bare(x))?);
        }
        Ok(sum)
    }

    #[allow(clippy::unused_self)]
    fn importances(&self) -> Option<Array1<f64>> {
        None
    }

    fn report(&self, summary: &mut Summary) {
        summary.results.push(("models".to_owned(), listed(&self.parameters.estimators)));
    }
}

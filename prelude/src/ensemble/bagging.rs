//! Bagging: copies of any model, each fitted on a random part of the data.
//!
//! Members are fitted in parallel, each with a seed of its own for its part of the data. Members with
//! random settings of their own keep them: what differs is the data.

mod classifier;
mod regressor;

pub use classifier::FittedBaggingClassifier;
pub use regressor::FittedBaggingRegressor;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::forest::seed_of;
use crate::error::{Error, Result};
use crate::model::{AsModel, Model};
use crate::preprocessing::numeric::setting;
use crate::runtime::{Progress, check_interrupt};
use crate::tree::options::at_least;
use crate::tree::{DecisionTreeClassifier, DecisionTreeRegressor, MaxFeatures, MaxSamples};

/// Rows and columns of one member.
struct Draw {
    rows: Vec<usize>,
    columns: Option<Vec<usize>>,
}

/// How the parts are drawn.
struct Plan {
    name: &'static str,
    n_estimators: usize,
    n_samples: usize,
    n_features: usize,
    max_samples: usize,
    max_features: usize,
    bootstrap: bool,
    seed: u64,
}

impl Plan {
    fn draw(&self, member: usize) -> Draw {
        let mut random = StdRng::seed_from_u64(seed_of(self.seed, member));
        let rows = if self.bootstrap {
            (0..self.max_samples).map(|_| random.gen_range(0..self.n_samples)).collect()
        } else {
            let mut rows = rand::seq::index::sample(&mut random, self.n_samples, self.max_samples).into_vec();
            rows.sort_unstable();
            rows
        };
        let columns = (self.max_features < self.n_features).then(|| {
            let mut columns =
                rand::seq::index::sample(&mut random, self.n_features, self.max_features).into_vec();
            columns.sort_unstable();
            columns
        });
        Draw { rows, columns }
    }

    /// Fits all members, some at a time, so that a long fit can be watched and stopped.
    fn fit<T: Send>(&self, fit: impl Fn(Draw) -> Result<T> + Sync) -> Result<Vec<T>> {
        let at_once = 2 * rayon::current_num_threads();
        let mut members = Vec::with_capacity(self.n_estimators);
        let mut progress = Progress::new(&format!("{} members", self.name), self.n_estimators as u64);
        while members.len() < self.n_estimators {
            check_interrupt()?;
            let end = (members.len() + at_once).min(self.n_estimators);
            let fitted: Result<Vec<T>> =
                (members.len()..end).into_par_iter().map(|member| fit(self.draw(member))).collect();
            members.extend(fitted?);
            progress.advance(at_once as u64);
        }
        progress.finish_and_clear();
        Ok(members)
    }

    /// For each member the rows that it has not seen.
    fn unseen(&self, member: usize) -> Vec<usize> {
        let mut seen = vec![false; self.n_samples];
        self.draw(member).rows.into_iter().for_each(|row| seen[row] = true);
        (0..self.n_samples).filter(|row| !seen[*row]).collect()
    }
}

macro_rules! bagging {
    ($(#[$docs:meta])* $model:ident, $base:ident) => {
        $(#[$docs])*
        #[derive(Clone, Debug, Serialize, Deserialize)]
        pub struct $model {
            estimator: Model,
            n_estimators: usize,
            max_samples: MaxSamples,
            max_features: MaxFeatures,
            bootstrap: bool,
            oob_score: bool,
            seed: u64,
        }

        impl Default for $model {
            fn default() -> Self {
                Self {
                    estimator: $base::new().model(),
                    n_estimators: 10,
                    max_samples: MaxSamples::All,
                    max_features: MaxFeatures::All,
                    bootstrap: true,
                    oob_score: false,
                    seed: 0,
                }
            }
        }

        impl $model {
            /// Ten decision trees on samples drawn with replacement.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            #[doc = concat!("The model that is copied. Default [`", stringify!($base), "`].")]
            #[must_use]
            pub fn estimator(mut self, estimator: impl AsModel) -> Self {
                self.estimator = estimator.model();
                self
            }

            /// The number of members. Default 10.
            #[must_use]
            pub fn n_estimators(mut self, n_estimators: usize) -> Self {
                self.n_estimators = n_estimators;
                self
            }

            /// How many samples each member gets: a number or a fraction. Default: as many as there
            /// are.
            #[must_use]
            pub fn max_samples(mut self, max_samples: impl Into<MaxSamples>) -> Self {
                self.max_samples = max_samples.into();
                self
            }

            /// How many features each member gets: a number, a fraction, or a rule. Default: all.
            #[must_use]
            pub fn max_features(mut self, max_features: impl Into<MaxFeatures>) -> Self {
                self.max_features = max_features.into();
                self
            }

            /// Whether samples are drawn with replacement. Default `true`.
            #[must_use]
            pub fn bootstrap(mut self, bootstrap: bool) -> Self {
                self.bootstrap = bootstrap;
                self
            }

            /// Whether to score the ensemble on the samples that each member did not see. Default
            /// `false`.
            #[must_use]
            pub fn oob_score(mut self, oob_score: bool) -> Self {
                self.oob_score = oob_score;
                self
            }

            /// The seed of the draws. Default 0.
            #[must_use]
            pub fn seed(mut self, seed: u64) -> Self {
                self.seed = seed;
                self
            }

            fn plan(&self, (n_samples, n_features): (usize, usize)) -> Result<Plan> {
                const NAME: &str = stringify!($model);
                at_least(NAME, "n_estimators", self.n_estimators, 1)?;
                if self.oob_score && !self.bootstrap {
                    let expected = "used with `bootstrap(true)`";
                    return Err(Error::parameter(NAME, "oob_score", true, expected));
                }
                Ok(Plan {
                    name: NAME,
                    n_estimators: self.n_estimators,
                    n_samples,
                    n_features,
                    max_samples: self.max_samples.resolve(NAME, n_samples)?,
                    max_features: self.max_features.resolve(NAME, n_features)?,
                    bootstrap: self.bootstrap,
                    seed: self.seed,
                })
            }

            fn settings(&self) -> Vec<(String, String)> {
                vec![
                    setting("estimator", self.estimator.name()),
                    setting("n_estimators", self.n_estimators),
                    setting("max_samples", self.max_samples),
                    setting("max_features", self.max_features),
                    setting("bootstrap", self.bootstrap),
                    setting("oob_score", self.oob_score),
                    setting("seed", self.seed),
                ]
            }
        }
    };
}

bagging!(
    /// The mean of copies of a classifier, each fitted on samples (and features, if wanted) drawn at
    /// random. Probabilities where the members have them, else their votes.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let (train, test) = train_test_split(&iris(), 0.3, 42)?;
    /// let base = DecisionTreeClassifier::new().max_depth(3);
    /// let model = BaggingClassifier::new().estimator(base).n_estimators(20).seed(1).fit(&train)?;
    /// assert!(model.score(&test)? > 0.9);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: L. Breiman, "Bagging predictors", 1996.
    BaggingClassifier, DecisionTreeClassifier
);

bagging!(
    /// The mean of copies of a regressor, each fitted on samples (and features, if wanted) drawn at
    /// random.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let (train, test) = train_test_split(&diabetes(), 0.3, 42)?;
    /// let model = BaggingRegressor::new().n_estimators(30).oob_score(true).seed(1).fit(&train)?;
    /// assert!(model.score(&test)? > 0.25);
    /// assert!(model.oob_score().unwrap() > 0.25);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: L. Breiman, "Bagging predictors", 1996.
    BaggingRegressor, DecisionTreeRegressor
);

/// A fitted copy with the columns that it knows, if not all.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Member<M> {
    model: M,
    columns: Option<Vec<usize>>,
}

/// What fitted bagging of both kinds offers beyond predictions.
macro_rules! fitted_bagging {
    ($fitted:ident) => {
        impl $fitted {
            /// The score on the samples that the members did not see, if it was asked for.
            pub fn oob_score(&self) -> Option<f64> {
                self.oob.as_ref().map(|oob| oob.score)
            }

            fn importances(&self) -> Option<Array1<f64>> {
                let full = self.members.iter().map(|member| {
                    let own = member.model.feature_importances()?;
                    let Some(columns) = &member.columns else { return Some(own) };
                    let mut all = Array1::zeros(self.seen.n_features);
                    columns.iter().zip(own).for_each(|(column, value)| all[*column] = value);
                    Some(all)
                });
                weighted_importances(full.map(|importances| (importances, 1.0)), self.seen.n_features)
            }

            fn report(&self, summary: &mut Summary) {
                summary.results.push(("members".to_owned(), self.members.len().to_string()));
                if let Some(oob) = &self.oob {
                    summary.results.push(("out-of-bag score".to_owned(), format!("{:.4}", oob.score)));
                }
                if let Some(importances) = self.importances() {
                    summary.tables.push(crate::tree::importance_table(&importances, &self.seen));
                }
            }
        }
    };
}
use fitted_bagging;

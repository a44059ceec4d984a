//! Stacking: a last model that learns from what others say.
//!
//! The last model must not learn from answers to samples that the others were fitted on, so it sees
//! their out-of-fold predictions; for new samples the others are fitted once more on everything.

use ndarray::{Array1, Array2, ArrayView2, Axis, concatenate, s};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::members::{bare, classifier_of, part, probabilities_among, regressor_of};
use super::voting::{Named, check_names, listed};
use crate::array::Features;
use crate::dataset::Training;
use crate::error::Result;
use crate::linear_model::{LinearRegression, LogisticRegression};
use crate::model::estimators::{classifier, regressor};
use crate::model::{AsModel, ClassTarget, Classes, FittedClassifier, FittedRegressor, Model, Seen, Summary};
use crate::model_selection::{KFold, StratifiedKFold};
use crate::preprocessing::numeric::setting;
use crate::runtime::{Progress, check_interrupt};
use crate::tree::options::at_least;
use crate::tree::{DecisionTreeClassifier, DecisionTreeRegressor};

type Folds = Vec<(Vec<usize>, Vec<usize>)>;

macro_rules! stacking {
    ($(#[$docs:meta])* $model:ident, $final:ident, default: [$($name:literal: $default:expr),*]) => {
        $(#[$docs])*
        #[derive(Clone, Debug, Serialize, Deserialize)]
        pub struct $model {
            estimators: Vec<Named<Model>>,
            final_estimator: Model,
            cv: usize,
            passthrough: bool,
        }

        /// A linear model and a decision tree.
        impl Default for $model {
            fn default() -> Self {
                Self::new()$(.estimator($name, $default))*
            }
        }

        impl $model {
            /// Without any model yet; five folds.
            #[must_use]
            pub fn new() -> Self {
                Self {
                    estimators: Vec::new(),
                    final_estimator: $final::new().model(),
                    cv: 5,
                    passthrough: false,
                }
            }

            /// Adds a model under a name of its own.
            #[must_use]
            pub fn estimator(mut self, name: &str, model: impl AsModel) -> Self {
                self.estimators.push(Named { name: name.to_owned(), model: model.model() });
                self
            }

            #[doc = concat!("The last model. Default [`", stringify!($final), "`].")]
            #[must_use]
            pub fn final_estimator(mut self, final_estimator: impl AsModel) -> Self {
                self.final_estimator = final_estimator.model();
                self
            }

            /// The number of folds. Default 5.
            #[must_use]
            pub fn cv(mut self, cv: usize) -> Self {
                self.cv = cv;
                self
            }

            /// Whether the last model sees the features too. Default `false`.
            #[must_use]
            pub fn passthrough(mut self, passthrough: bool) -> Self {
                self.passthrough = passthrough;
                self
            }

            fn check(&self) -> Result<()> {
                check_names(stringify!($model), &self.estimators)?;
                at_least(stringify!($model), "cv", self.cv, 2)
            }

            fn settings(&self) -> Vec<(String, String)> {
                vec![
                    setting("estimators", listed(&self.estimators)),
                    setting("final_estimator", self.final_estimator.name()),
                    setting("cv", self.cv),
                    setting("passthrough", self.passthrough),
                ]
            }

            /// What the last model learns from.
            fn last_training<'a>(&self, data: &'a Training<'_>, said: Array2<f64>) -> Result<Training<'a>> {
                Ok(Training {
                    features: Features {
                        values: with_features(said, data.features.view(), self.passthrough)?.into(),
                        names: Vec::new().into(),
                    },
                    target: data.target.view().into(),
                    target_name: data.target_name.clone(),
                    class_names: data.class_names.as_deref().map(Into::into),
                    sample_weights: data.weights().map(Into::into),
                })
            }
        }
    };
}

stacking!(
    /// A last classifier that learns from the probabilities (or decisions) of others.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let (train, test) = train_test_split(&iris(), 0.3, 42)?;
    /// let model = StackingClassifier::new()
    ///     .estimator("forest", RandomForestClassifier::new().n_estimators(20))
    ///     .estimator("line", LogisticRegression::new())
    ///     .fit(&train)?;
    /// assert!(model.score(&test)? > 0.9);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: D. Wolpert, "Stacked generalization", 1992.
    StackingClassifier, LogisticRegression,
    default: ["logistic": LogisticRegression::new(), "tree": DecisionTreeClassifier::new()]
);

stacking!(
    /// A last regressor that learns from the predictions of others.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let (train, test) = train_test_split(&diabetes(), 0.3, 42)?;
    /// let model = StackingRegressor::new()
    ///     .estimator("forest", RandomForestRegressor::new().n_estimators(20).min_samples_leaf(5))
    ///     .estimator("line", LinearRegression::new())
    ///     .fit(&train)?;
    /// assert!(model.score(&test)? > 0.4);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: D. Wolpert, "Stacked generalization", 1992.
    StackingRegressor, LinearRegression,
    default: ["line": LinearRegression::new(), "tree": DecisionTreeRegressor::new()]
);

/// The members' answers, and the features behind them if wanted.
fn with_features(said: Array2<f64>, x: ArrayView2<'_, f64>, passthrough: bool) -> Result<Array2<f64>> {
    if !passthrough {
        return Ok(said);
    }
    let n_samples = x.nrows();
    Ok(beside(&[said, x.to_owned()], n_samples))
}

/// A member's answers to all samples, each by a copy that has not seen the sample. All members and
/// folds at once.
fn out_of_fold(
    n_samples: usize,
    n_members: usize,
    folds: &Folds,
    answer: impl Fn(usize, &[usize], &[usize]) -> Result<Array2<f64>> + Sync,
) -> Result<Array2<f64>> {
    let mut progress = Progress::new("stacking folds", (n_members * folds.len()) as u64);
    let mut said: Vec<Array2<f64>> = Vec::new();
    for (train, test) in folds {
        check_interrupt()?;
        let answers: Result<Vec<Array2<f64>>> =
            (0..n_members).into_par_iter().map(|member| answer(member, train, test)).collect();
        for (member, answers) in answers?.into_iter().enumerate() {
            if said.len() == member {
                said.push(Array2::zeros((n_samples, answers.ncols())));
            }
            for (row, answers) in test.iter().zip(answers.rows()) {
                said[member].row_mut(*row).assign(&answers);
            }
        }
        progress.advance(n_members as u64);
    }
    progress.finish_and_clear();
    Ok(beside(&said, n_samples))
}

/// Matrices of as many rows, side by side.
fn beside(parts: &[Array2<f64>], n_samples: usize) -> Array2<f64> {
    let views: Vec<ArrayView2<'_, f64>> = parts.iter().map(Array2::view).collect();
    concatenate(Axis(1), &views).unwrap_or_else(|_| Array2::zeros((n_samples, 0)))
}

/// Of two classes one probability says all.
fn needed(probabilities: Array2<f64>) -> Array2<f64> {
    if probabilities.ncols() == 2 { probabilities.slice_move(s![.., 1..]) } else { probabilities }
}

impl StackingClassifier {
    fn learn(&self, data: &Training<'_>, target: &ClassTarget) -> Result<FittedStackingClassifier> {
        const NAME: &str = "StackingClassifier";
        self.check()?;
        let models = self.estimators.iter().map(|named| classifier_of(NAME, "estimators", &named.model));
        let models: Vec<_> = models.collect::<Result<_>>()?;
        let last = classifier_of(NAME, "final_estimator", &self.final_estimator)?;
        let labels: Vec<f64> = target.codes.iter().map(|code| *code as f64).collect();
        let folds: Folds = StratifiedKFold::new(self.cv).split(&labels)?.collect();
        let n_samples = labels.len();
        let said = out_of_fold(n_samples, models.len(), &folds, |member, train, test| {
            let fitted = models[member].fit_classifier(&part(data, train, None))?;
            let x = data.features.values.select(Axis(0), test);
            Ok(needed(probabilities_among(&*fitted, &bare(x.view()), &target.classes)?))
        })?;
        let members: Result<Vec<_>> = models.par_iter().map(|model| model.fit_classifier(data)).collect();
        Ok(FittedStackingClassifier {
            parameters: self.clone(),
            seen: Seen::of(&data.features),
            classes: target.classes.clone(),
            members: members?,
            last: last.fit_classifier(&self.last_training(data, said)?)?,
        })
    }
}

classifier!(StackingClassifier => FittedStackingClassifier, weights: used);

/// A fitted [`StackingClassifier`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FittedStackingClassifier {
    parameters: StackingClassifier,
    seen: Seen,
    classes: Classes,
    members: Vec<Box<dyn FittedClassifier>>,
    last: Box<dyn FittedClassifier>,
}

impl FittedStackingClassifier {
    /// The last model.
    pub fn final_estimator(&self) -> &dyn FittedClassifier {
        &*self.last
    }

    fn said(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let answers: Vec<Array2<f64>> = self
            .members
            .iter()
            .map(|member| Ok(needed(probabilities_among(&**member, &bare(x), &self.classes)?)))
            .collect::<Result<_>>()?;
        with_features(beside(&answers, x.nrows()), x, self.parameters.passthrough)
    }

    fn probabilities(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        self.last.predict_probabilities(&bare(self.said(x)?.view()))
    }

    fn decide(&self, x: ArrayView2<'_, f64>) -> Result<Vec<usize>> {
        let decided = self.last.predict_classes(&bare(self.said(x)?.view()))?;
        Ok(decided.iter().map(|value| super::members::place_of(&self.classes, *value)).collect())
    }

    #[allow(clippy::unused_self)]
    fn importances(&self) -> Option<Array1<f64>> {
        None
    }

    fn report(&self, summary: &mut Summary) {
        summary.results.push(("models".to_owned(), listed(&self.parameters.estimators)));
        summary.results.push(("last model".to_owned(), self.last.name().to_owned()));
    }
}

impl StackingRegressor {
    fn learn(&self, data: &Training<'_>) -> Result<FittedStackingRegressor> {
        const NAME: &str = "StackingRegressor";
        self.check()?;
        let models = self.estimators.iter().map(|named| regressor_of(NAME, "estimators", &named.model));
        let models: Vec<_> = models.collect::<Result<_>>()?;
        let last = regressor_of(NAME, "final_estimator", &self.final_estimator)?;
        let n_samples = data.target.len();
        let folds: Folds = KFold::new(self.cv).split(n_samples)?.collect();
        let said = out_of_fold(n_samples, models.len(), &folds, |member, train, test| {
            let fitted = models[member].fit_regressor(&part(data, train, None))?;
            let x = data.features.values.select(Axis(0), test);
            Ok(fitted.predict_regression(&bare(x.view()))?.insert_axis(Axis(1)))
        })?;
        let members: Result<Vec<_>> = models.par_iter().map(|model| model.fit_regressor(data)).collect();
        Ok(FittedStackingRegressor {
            parameters: self.clone(),
            seen: Seen::of(&data.features),
            members: members?,
            last: last.fit_regressor(&self.last_training(data, said)?)?,
        })
    }
}

regressor!(StackingRegressor => FittedStackingRegressor, weights: used);

/// A fitted [`StackingRegressor`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FittedStackingRegressor {
    parameters: StackingRegressor,
    seen: Seen,
    members: Vec<Box<dyn FittedRegressor>>,
    last: Box<dyn FittedRegressor>,
}

impl FittedStackingRegressor {
    /// The last model.
    pub fn final_estimator(&self) -> &dyn FittedRegressor {
        &*self.last
    }

    fn predict_rows(&self, x: ArrayView2<'_, f64>) -> Result<Array1<f64>> {
        let answers: Vec<Array2<f64>> = self
            .members
            .iter()
            .map(|member| Ok(member.predict_regression(&bare(x))?.insert_axis(Axis(1))))
            .collect::<Result<_>>()?;
        let said = with_features(beside(&answers, x.nrows()), x, self.parameters.passthrough)?;
        self.last.predict_regression(&bare(said.view()))
    }

    #[allow(clippy::unused_self)]
    fn importances(&self) -> Option<Array1<f64>> {
        None
    }

    fn report(&self, summary: &mut Summary) {
        summary.results.push(("models".to_owned(), listed(&self.parameters.estimators)));
        summary.results.push(("last model".to_owned(), self.last.name().to_owned()));
    }
}

//! What would have to change for another answer: the nearest samples, within what has been observed,
//! that differ in few features and are answered as wanted.
//!
//! The search is ours, in the spirit of sparse counterfactuals: it changes one feature, then two, and so
//! on, keeping the most promising partial changes (a beam), and pulls every success back towards the
//! sample as far as the answer allows.
//!
//! Source: S. Wachter, B. Mittelstadt, C. Russell, "Counterfactual explanations without opening the
//! black box", Harvard Journal of Law & Technology 31 (2018).

mod goal;
mod search;

use ndarray::Array1;
use polars::prelude::{Column, DataFrame};
use serde::{Deserialize, Serialize};

use self::goal::{Goal, Judge};
use self::search::Search;
use super::answers::{feature_place, labels};
use crate::array::{AsFeatures, Features};
use crate::error::{Error, Result};
use crate::model::{AsFittedModel, FittedRef, check};

const NAME: &str = "Counterfactual";

/// Looks for the smallest changes to one sample that turn a model's answer.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let data = iris();
/// let model = LogisticRegression::new().fit(&data)?;
/// let flower = data.select_rows(&[70])?;
/// let found = Counterfactual::to_class("virginica").max_changes(2).explain(&model, &data, &flower)?;
/// assert_eq!(found.samples[0].answer, "virginica");
/// assert!(found.samples[0].changes.len() <= 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Counterfactual {
    goal: Goal,
    max_changes: usize,
    n_results: usize,
    keep: Vec<String>,
}

impl Counterfactual {
    /// That this class is predicted, by its name or number.
    #[must_use]
    pub fn to_class(class: impl ToString) -> Self {
        Self::with(Goal::Class(class.to_string()))
    }

    /// That any other class is predicted.
    #[must_use]
    pub fn to_other_class() -> Self {
        Self::with(Goal::OtherClass)
    }

    /// That the predicted quantity is at least this.
    #[must_use]
    pub fn above(least: f64) -> Self {
        Self::with(Goal::Between(least, f64::INFINITY))
    }

    /// That the predicted quantity is at most this.
    #[must_use]
    pub fn below(most: f64) -> Self {
        Self::with(Goal::Between(f64::NEG_INFINITY, most))
    }

    /// That the predicted quantity lies between the two.
    #[must_use]
    pub fn between(least: f64, most: f64) -> Self {
        Self::with(Goal::Between(least, most))
    }

    fn with(goal: Goal) -> Self {
        Self { goal, max_changes: 3, n_results: 3, keep: Vec::new() }
    }

    /// Features that may change together. Default 3.
    #[must_use]
    pub fn max_changes(mut self, max_changes: usize) -> Self {
        self.max_changes = max_changes;
        self
    }

    /// Samples to find, each with other features changed. Default 3.
    #[must_use]
    pub fn n_results(mut self, n_results: usize) -> Self {
        self.n_results = n_results;
        self
    }

    /// Features that must stay as they are.
    #[must_use]
    pub fn keep(mut self, features: &[&str]) -> Self {
        self.keep = features.iter().map(ToString::to_string).collect();
        self
    }

    /// Searches around `sample`, features of one row; `data` tells which values occur.
    ///
    /// # Errors
    /// [`Error::Parameter`] for an unknown class or feature (with the nearest name) and a goal that
    /// does not fit the model; [`Error::Shape`] unless there is one row; interruption. Finding nothing is
    /// no error.
    pub fn explain(
        &self,
        model: &impl AsFittedModel,
        data: impl AsFeatures,
        sample: impl AsFeatures,
    ) -> Result<Counterfactuals> {
        self.explain_features(model.as_fitted()?, &data.features()?, &sample.features()?)
    }

    fn explain_features(
        &self,
        model: FittedRef<'_>,
        data: &Features<'_>,
        sample: &Features<'_>,
    ) -> Result<Counterfactuals> {
        self.check(data, sample)?;
        let start = sample.values.row(0).to_owned();
        let judge = Judge::of(model, &self.goal, &data.names, &start)?;
        let mut free = vec![true; start.len()];
        for name in &self.keep {
            free[feature_place(NAME, data, name)?] = false;
        }
        let names = labels(data);
        let found = Search::new(data.view(), &start, &free, &judge).run(self.max_changes, self.n_results)?;
        let samples = found
            .into_iter()
            .map(|found| {
                let changed = |feature: &usize| Change {
                    feature: names[*feature].clone(),
                    from: start[*feature],
                    to: found.values[*feature],
                };
                let changes = found.features.iter().map(changed).collect();
                Ok(CounterfactualSample {
                    answer: judge.answer(&found.values)?,
                    changes,
                    cost: found.cost,
                    values: found.values,
                })
            })
            .collect::<Result<_>>()?;
        Ok(Counterfactuals { feature_names: names, answer: judge.answer(&start)?, sample: start, samples })
    }

    fn check(&self, data: &Features<'_>, sample: &Features<'_>) -> Result<()> {
        check::features(data)?;
        check::features(sample)?;
        check::same_columns(NAME, data.values.ncols(), &data.names, sample)?;
        if sample.values.nrows() != 1 {
            return Err(Error::Shape {
                what: "the sample to explain".to_owned(),
                given: sample.values.shape().to_vec(),
                expected: format!("(1, {}): one row", data.values.ncols()),
            });
        }
        for (parameter, value) in [("max_changes", self.max_changes), ("n_results", self.n_results)] {
            if value == 0 {
                return Err(Error::parameter(NAME, parameter, value, "at least 1"));
            }
        }
        Ok(())
    }
}

/// One feature's change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    pub feature: String,
    pub from: f64,
    pub to: f64,
}

/// A sample that is answered as wanted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CounterfactualSample {
    /// What differs from the sample explained.
    pub changes: Vec<Change>,
    /// What the model says to it: the class, or the quantity.
    pub answer: String,
    /// The sum of the changes, each in standard deviations of its feature.
    pub cost: f64,
    /// All its features.
    pub values: Array1<f64>,
}

/// What [`Counterfactual`] finds, the smallest changes first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Counterfactuals {
    pub feature_names: Vec<String>,
    /// The features of the sample explained.
    pub sample: Array1<f64>,
    /// What the model says to it.
    pub answer: String,
    /// Empty if no change within the observed ranges does it.
    pub samples: Vec<CounterfactualSample>,
}

impl Counterfactuals {
    /// A row per change: the place of its sample among those found, feature, from, to, the new answer.
    ///
    /// # Errors
    /// polars' own.
    pub fn to_frame(&self) -> Result<DataFrame> {
        let rows: Vec<(u32, &CounterfactualSample, &Change)> = (1..)
            .zip(&self.samples)
            .flat_map(|(place, sample)| sample.changes.iter().map(move |change| (place, sample, change)))
            .collect();
        let columns = vec![
            Column::new("option".into(), rows.iter().map(|(place, _, _)| *place).collect::<Vec<_>>()),
            Column::new("feature".into(), rows.iter().map(|(_, _, c)| c.feature.clone()).collect::<Vec<_>>()),
            Column::new("from".into(), rows.iter().map(|(_, _, change)| change.from).collect::<Vec<_>>()),
            Column::new("to".into(), rows.iter().map(|(_, _, change)| change.to).collect::<Vec<_>>()),
            Column::new("answer".into(), rows.iter().map(|(_, s, _)| s.answer.clone()).collect::<Vec<_>>()),
        ];
        Ok(DataFrame::new(rows.len(), columns)?)
    }
}

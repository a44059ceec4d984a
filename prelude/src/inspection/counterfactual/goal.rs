//! What is wanted of the model's answer, and how near an answer is to it.

use std::borrow::Cow;

use ndarray::{Array1, Array2, ArrayView2, Axis};
use serde::{Deserialize, Serialize};

use super::NAME;
use crate::array::Features;
use crate::display::number;
use crate::error::{Error, Result, Suggestion};
use crate::model::FittedRef;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Goal {
    Class(String),
    OtherClass,
    Between(f64, f64),
}

/// A goal in terms of a model.
pub(super) struct Judge<'a> {
    model: FittedRef<'a>,
    names: &'a [String],
    wanted: Wanted,
}

enum Wanted {
    /// A place among the classes.
    Class(usize),
    AnyBut(usize),
    Between(f64, f64),
}

/// How an answer is judged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Verdict {
    pub reached: bool,
    /// Higher is nearer to the goal.
    pub progress: f64,
}

impl<'a> Judge<'a> {
    pub fn of(model: FittedRef<'a>, goal: &Goal, names: &'a [String], start: &Array1<f64>) -> Result<Self> {
        let mut judge = Self { model, names, wanted: Wanted::Between(f64::NEG_INFINITY, f64::INFINITY) };
        let wrong = |given: &str, expected: &str| Err(Error::parameter(NAME, "goal", given, expected));
        judge.wanted = match (goal, model.classes().map(crate::model::Classes::labels)) {
            (Goal::Between(least, most), None) => {
                if least.is_nan() || most.is_nan() || least > most {
                    return wrong(&format!("{least} to {most}"), "two ascending numbers");
                }
                Wanted::Between(*least, *most)
            }
            (Goal::Between(..), Some(_)) => return wrong("a quantity", "a class: the model is a classifier"),
            (_, None) => return wrong("a class", "`above`, `below` or `between`: the model is a regressor"),
            (Goal::Class(name), Some(labels)) => {
                let place = labels.iter().position(|label| label == name);
                Wanted::Class(place.ok_or_else(|| {
                    let suggestion = Suggestion::nearest(name, labels.iter().map(String::as_str));
                    let expected = format!("one of the classes {}.{suggestion}", labels.join(", "));
                    Error::parameter(NAME, "class", format!("`{name}`"), expected)
                })?)
            }
            (Goal::OtherClass, Some(_)) => Wanted::AnyBut(judge.class_of(start)?),
        };
        Ok(judge)
    }

    /// A verdict per row.
    pub fn verdicts(&self, rows: ArrayView2<'_, f64>) -> Result<Vec<Verdict>> {
        let features = self.features(&rows);
        let predictions = self.model.predict(&features)?;
        if let Wanted::Between(least, most) = self.wanted {
            let verdict = |value: &f64| {
                let distance = (least - value).max(value - most).max(0.0);
                Verdict { reached: distance == 0.0, progress: -distance }
            };
            return Ok(predictions.iter().map(verdict).collect());
        }
        let probabilities = self.probabilities(&features, &predictions)?;
        let places = predictions.iter().map(|value| self.place(*value));
        let verdict = |(row, place): (usize, usize)| match self.wanted {
            Wanted::Class(class) => {
                Verdict { reached: place == class, progress: probabilities[[row, class]] }
            }
            Wanted::AnyBut(class) => {
                Verdict { reached: place != class, progress: -probabilities[[row, class]] }
            }
            Wanted::Between(..) => Verdict { reached: false, progress: 0.0 },
        };
        Ok(places.enumerate().map(verdict).collect())
    }

    /// What the model says to one row, as text.
    pub fn answer(&self, row: &Array1<f64>) -> Result<String> {
        match self.model.classes() {
            Some(classes) => Ok(classes.labels().swap_remove(self.class_of(row)?)),
            None => Ok(number(self.predict_one(row)?)),
        }
    }

    fn class_of(&self, row: &Array1<f64>) -> Result<usize> {
        Ok(self.place(self.predict_one(row)?))
    }

    fn predict_one(&self, row: &Array1<f64>) -> Result<f64> {
        let row = row.view().insert_axis(Axis(0));
        let predictions = self.model.predict(&self.features(&row))?;
        Ok(predictions.first().copied().unwrap_or(f64::NAN))
    }

    fn place(&self, value: f64) -> usize {
        let classes = self.model.classes();
        classes
            .and_then(|classes| classes.values.iter().position(|known| *known == value))
            .unwrap_or_default()
    }

    /// Of a model without probabilities: 1 for what it says.
    fn probabilities(&self, features: &Features<'_>, predictions: &Array1<f64>) -> Result<Array2<f64>> {
        match self.model.predict_probabilities(features) {
            Err(Error::NoProbabilities { .. }) => {
                let k = self.model.classes().map_or(0, crate::model::Classes::len);
                Ok(Array2::from_shape_fn((predictions.len(), k), |(row, class)| {
                    f64::from(self.place(predictions[row]) == class)
                }))
            }
            other => other,
        }
    }

    fn features<'r>(&'r self, rows: &'r ArrayView2<'_, f64>) -> Features<'r> {
        Features { values: rows.view().into(), names: Cow::Borrowed(self.names) }
    }
}

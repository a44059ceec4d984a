//! Where a random search takes a parameter's values from.

use std::fmt;

use rand::Rng;
use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::results::plain;
use crate::error::{Error, Result};

/// A distribution of a parameter's values.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let search = RandomSearch::new(&LogisticRegression::new(), 8)
///     .draw("c", Draw::log_uniform(1e-3, 1e3))
///     .draw("fit_intercept", Draw::choice(&[true, false])?)
///     .fit(&iris())?;
/// assert!(search.best_score() > 0.9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draw(Kind);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Kind {
    Uniform(f64, f64),
    LogUniform(f64, f64),
    Integers(i64, i64),
    Choice(Vec<Value>),
}

impl Draw {
    /// Numbers between `low` and `high`, all equally likely.
    #[must_use]
    pub fn uniform(low: f64, high: f64) -> Self {
        Self(Kind::Uniform(low, high))
    }

    /// Numbers between `low` and `high`, both above 0, each order of magnitude equally likely.
    #[must_use]
    pub fn log_uniform(low: f64, high: f64) -> Self {
        Self(Kind::LogUniform(low, high))
    }

    /// Whole numbers from `low` to `high`, both included, all equally likely.
    #[must_use]
    pub fn integers(low: i64, high: i64) -> Self {
        Self(Kind::Integers(low, high))
    }

    /// One of these values, all equally likely: numbers, text, booleans, `Option`s, the prelude's own
    /// settings.
    ///
    /// # Errors
    /// [`Error::ParameterValue`] for a value that cannot be written out.
    pub fn choice(values: impl IntoIterator<Item = impl Serialize>) -> Result<Self> {
        let mut problem = None;
        let values = settings_of(values, &mut problem);
        Problem::check(problem.as_ref())?;
        Ok(Self(Kind::Choice(values)))
    }

    pub(super) fn of(values: Vec<Value>) -> Self {
        Self(Kind::Choice(values))
    }

    pub(super) fn check(&self, path: &str) -> Result<()> {
        let (good, expected) = match &self.0 {
            Kind::Uniform(low, high) => {
                (low.is_finite() && high.is_finite() && low < high, "two numbers, the lower first")
            }
            Kind::LogUniform(low, high) => {
                (*low > 0.0 && high.is_finite() && low < high, "two numbers above 0, the lower first")
            }
            Kind::Integers(low, high) => (low <= high, "two whole numbers, the lower first"),
            Kind::Choice(values) => (!values.is_empty(), "at least one value"),
        };
        if good {
            return Ok(());
        }
        Err(Error::ParameterValue {
            owner: "search".to_owned(),
            path: path.to_owned(),
            value: format!("drawn from {self}"),
            reason: format!("expected {expected}"),
        })
    }

    pub(crate) fn sample(&self, random: &mut StdRng) -> Value {
        match &self.0 {
            Kind::Uniform(low, high) => random.gen_range(*low..*high).into(),
            Kind::LogUniform(low, high) => {
                f64::exp(random.gen_range(low.ln()..high.ln())).clamp(*low, *high).into()
            }
            Kind::Integers(low, high) => random.gen_range(*low..=*high).into(),
            Kind::Choice(values) => values[random.gen_range(0..values.len())].clone(),
        }
    }

    /// All values, if there are only so many.
    pub(super) fn all(&self) -> Option<&[Value]> {
        match &self.0 {
            Kind::Choice(values) => Some(values),
            _ => None,
        }
    }
}

impl fmt::Display for Draw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Uniform(low, high) => write!(f, "{low} … {high}"),
            Kind::LogUniform(low, high) => write!(f, "{low} … {high} (log)"),
            Kind::Integers(low, high) => write!(f, "{low}, {} … {high}", low.saturating_add(1)),
            Kind::Choice(values) => {
                let values: Vec<String> = values.iter().map(plain).collect();
                write!(f, "[{}]", values.join(", "))
            }
        }
    }
}

/// Values as they are written out; the first that cannot be is the problem.
pub(crate) fn settings_of(
    values: impl IntoIterator<Item = impl Serialize>,
    problem: &mut Option<Problem>,
) -> Vec<Value> {
    let mut list = Vec::new();
    for value in values {
        match serde_json::to_value(value) {
            Ok(value) => list.push(value),
            Err(error) => *problem = Some(Problem::new("values", "written out", &error)),
        }
    }
    list
}

/// What was wrong with something given to a builder; told at the fit.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Problem {
    what: String,
    purpose: String,
    reason: String,
}

impl Problem {
    pub fn new(what: &str, purpose: &str, reason: &dyn fmt::Display) -> Self {
        Self { what: what.to_owned(), purpose: purpose.to_owned(), reason: reason.to_string() }
    }

    /// An error, if there is a problem.
    pub fn check(problem: Option<&Self>) -> Result<()> {
        problem.map_or(Ok(()), |problem| {
            Err(Error::ParameterValue {
                owner: "model_selection".to_owned(),
                path: problem.what.clone(),
                value: problem.purpose.clone(),
                reason: problem.reason.trim_end_matches('.').to_owned(),
            })
        })
    }
}

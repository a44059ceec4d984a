//! The share of outliers.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// The share of the training samples that are to be outliers, above 0 and at most 0.5. A number can
/// be given as such: `.contamination(0.1)`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Form", into = "Form")]
pub enum Contamination {
    /// A threshold that the detector's paper suggests.
    #[default]
    Auto,
    Share(f64),
}

/// As written: `"auto"` or a number.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Form {
    Rule(Rule),
    Share(f64),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Rule {
    Auto,
}

impl From<Form> for Contamination {
    fn from(form: Form) -> Self {
        match form {
            Form::Rule(Rule::Auto) => Self::Auto,
            Form::Share(share) => Self::Share(share),
        }
    }
}

impl From<Contamination> for Form {
    fn from(contamination: Contamination) -> Self {
        match contamination {
            Contamination::Auto => Self::Rule(Rule::Auto),
            Contamination::Share(share) => Self::Share(share),
        }
    }
}

impl From<f64> for Contamination {
    fn from(share: f64) -> Self {
        Self::Share(share)
    }
}

impl fmt::Display for Contamination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Auto => f.write_str("auto"),
            Self::Share(share) => f.write_str(&crate::display::number(*share)),
        }
    }
}

impl Contamination {
    pub(crate) fn check(self, model: &'static str) -> Result<()> {
        match self {
            Self::Share(share) if !(share > 0.0 && share <= 0.5) => {
                Err(Error::parameter(model, "contamination", share, "auto, or above 0 and at most 0.5"))
            }
            _ => Ok(()),
        }
    }

    /// The score below which this share of the training samples lies, or else `auto`.
    pub(crate) fn threshold(self, scores: &[f64], auto: f64) -> f64 {
        let Self::Share(share) = self else { return auto };
        let mut sorted = scores.to_vec();
        sorted.sort_by(f64::total_cmp);
        let place = share * (sorted.len() - 1) as f64;
        let (low, high) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
        low + (high - low) * place.fract()
    }
}

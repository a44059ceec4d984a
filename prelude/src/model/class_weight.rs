//! Weights of whole classes, for models that take sample weights.

use ndarray::ArrayView1;
use serde::{Deserialize, Serialize};

use super::ClassTarget;
use crate::error::{Error, Result};

/// How much the samples of each class count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClassWeight {
    /// All classes together count the same, however rare: n_samples / (n_classes · count).
    Balanced,
    /// One weight per class, in the order of the classes.
    Weights(Vec<f64>),
}

impl std::fmt::Display for ClassWeight {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Balanced => f.write_str("balanced"),
            Self::Weights(weights) => write!(f, "{weights:?}"),
        }
    }
}

impl ClassWeight {
    /// The weight of each class.
    ///
    /// # Errors
    /// [`Error::Parameter`] for weights that do not fit the classes.
    pub(crate) fn resolve(&self, owner: &'static str, target: &ClassTarget) -> Result<Vec<f64>> {
        let n_classes = target.classes.len();
        match self {
            Self::Balanced => {
                let mut counts = vec![0.0; n_classes];
                target.codes.iter().for_each(|code| counts[*code] += 1.0);
                let fair = target.codes.len() as f64 / n_classes as f64;
                Ok(counts.into_iter().map(|count| fair / count).collect())
            }
            Self::Weights(weights) => {
                let bad = weights.iter().any(|weight| !(weight.is_finite() && *weight >= 0.0));
                if bad || weights.len() != n_classes {
                    let expected = format!("one number of at least 0 for each of the {n_classes} classes");
                    return Err(Error::parameter(owner, "class_weight", format!("{weights:?}"), expected));
                }
                Ok(weights.clone())
            }
        }
    }
}

/// The weight of each sample: its own times that of its class.
///
/// # Errors
/// [`Error::Parameter`] for weights that do not fit the classes, or leave no sample.
pub(crate) fn weights_of(
    owner: &'static str,
    target: &ClassTarget,
    samples: Option<ArrayView1<'_, f64>>,
    by_class: Option<&ClassWeight>,
) -> Result<Vec<f64>> {
    let n_samples = target.codes.len();
    let mut weights = samples.map_or_else(|| vec![1.0; n_samples], |weights| weights.to_vec());
    let Some(by_class) = by_class else { return Ok(weights) };
    let by_class = by_class.resolve(owner, target)?;
    for (weight, code) in weights.iter_mut().zip(&target.codes) {
        *weight *= by_class[*code];
    }
    if weights.iter().all(|weight| *weight == 0.0) {
        return Err(Error::parameter(owner, "class_weight", "0 for every sample", "above 0 for some class"));
    }
    Ok(weights)
}

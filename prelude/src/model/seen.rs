//! What a fitted model remembers of its training data besides what it learnt.

use serde::{Deserialize, Serialize};

use super::{check, feature_label};
use crate::array::Features;
use crate::error::Result;

/// The shape of the training data and the names of its columns.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Seen {
    pub n_samples: usize,
    pub n_features: usize,
    /// One per feature, or none at all.
    pub names: Vec<String>,
}

impl Seen {
    pub fn of(features: &Features<'_>) -> Self {
        Self {
            n_samples: features.values.nrows(),
            n_features: features.values.ncols(),
            names: features.names.to_vec(),
        }
    }

    /// The name of a feature; `x3` if it has none.
    pub fn label(&self, index: usize) -> String {
        feature_label(&self.names, index)
    }

    pub fn labels(&self) -> Vec<String> {
        (0..self.n_features).map(|index| self.label(index)).collect()
    }

    /// The same columns, all finite.
    pub fn check(&self, model: &'static str, given: &Features<'_>) -> Result<()> {
        check::same_features(model, self.n_features, &self.names, given)
    }
}

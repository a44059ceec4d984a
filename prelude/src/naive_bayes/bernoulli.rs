//! Naive Bayes for features that are there or not.

use ndarray::{Array2, ArrayView2, Axis, CowArray, Ix2};
use serde::{Deserialize, Serialize};

use super::counting::{Counts, counting_model};
use crate::array::Features;
use crate::display::number;
use crate::error::{Error, Result};
use crate::model::estimators::classifier;
use crate::preprocessing::numeric::setting;

/// Each class has each feature with a probability of its own; a feature is there if it is above
/// `binarize`. That a feature is missing counts too.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (x, y) = (array![[1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 1.0]], ["a", "a", "b", "b"]);
/// let model = BernoulliNb::new().fit((&x, &y))?;
/// assert_eq!(model.predict_labels(&array![[1.0, 0.0], [0.0, 1.0]])?, ["a", "b"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: A. McCallum, K. Nigam, "A comparison of event models for naive Bayes text
/// classification", 1998.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BernoulliNb {
    alpha: f64,
    fit_prior: bool,
    class_prior: Option<Vec<f64>>,
    binarize: f64,
}

impl Default for BernoulliNb {
    fn default() -> Self {
        Self { alpha: 1.0, fit_prior: true, class_prior: None, binarize: 0.0 }
    }
}

counting_model!(
    /// A fitted [`BernoulliNb`].
    BernoulliNb => FittedBernoulliNb, "BernoulliNb"
);
classifier!(BernoulliNb => FittedBernoulliNb, weights: used);

impl BernoulliNb {
    /// Above this a feature is there. Default 0.
    #[must_use]
    pub fn binarize(mut self, binarize: f64) -> Self {
        self.binarize = binarize;
        self
    }

    fn settings(&self) -> Vec<(String, String)> {
        let mut settings = self.common_settings();
        settings.push(setting("binarize", number(self.binarize)));
        settings
    }

    fn check_features(&self, _x: &Features<'_>) -> Result<()> {
        if self.binarize.is_nan() {
            return Err(Error::parameter("BernoulliNb", "binarize", self.binarize, "a number"));
        }
        Ok(())
    }

    fn counted(&self, x: ArrayView2<'_, f64>) -> CowArray<'static, f64, Ix2> {
        x.mapv(|value| f64::from(value > self.binarize)).into()
    }

    fn logs(&self, counts: &Counts) -> Array2<f64> {
        counts.log_frequencies(self.alpha)
    }
}

impl FittedBernoulliNb {
    fn log_likelihoods(&self, x: ArrayView2<'_, f64>) -> Array2<f64> {
        let present = self.parameters.counted(x);
        let missing = self.logs.mapv(|log| (1.0 - log.exp()).ln());
        let constants = missing.sum_axis(Axis(1)) + self.log_priors();
        present.dot(&(&self.logs - &missing).t()) + constants
    }
}

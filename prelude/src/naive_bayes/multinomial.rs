//! Naive Bayes for counts, such as of words.

use ndarray::{Array2, ArrayView2, CowArray, Ix2};
use serde::{Deserialize, Serialize};

use super::counting::{Counts, check_counts, counting_model};
use crate::array::Features;
use crate::error::Result;
use crate::model::estimators::classifier;

/// Each class draws features with probabilities of its own; features are counts (or fractions of
/// counts), never below zero.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// // Two words counted in four letters.
/// let (x, y) = (array![[3.0, 0.0], [2.0, 1.0], [0.0, 2.0], [1.0, 4.0]], ["spam", "spam", "ham", "ham"]);
/// let model = MultinomialNb::new().fit((&x, &y))?;
/// assert_eq!(model.predict_labels(&array![[4.0, 1.0]])?, ["spam"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: C. Manning, P. Raghavan, H. Schütze, "Introduction to Information Retrieval", 13.2.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MultinomialNb {
    alpha: f64,
    fit_prior: bool,
    class_prior: Option<Vec<f64>>,
}

impl Default for MultinomialNb {
    fn default() -> Self {
        Self { alpha: 1.0, fit_prior: true, class_prior: None }
    }
}

counting_model!(
    /// A fitted [`MultinomialNb`].
    MultinomialNb => FittedMultinomialNb, "MultinomialNb"
);
classifier!(MultinomialNb => FittedMultinomialNb, weights: used);

impl MultinomialNb {
    fn settings(&self) -> Vec<(String, String)> {
        self.common_settings()
    }

    #[allow(clippy::unused_self)]
    fn check_features(&self, x: &Features<'_>) -> Result<()> {
        check_counts("MultinomialNb", x)
    }

    #[allow(clippy::unused_self)]
    fn counted<'a>(&self, x: ArrayView2<'a, f64>) -> CowArray<'a, f64, Ix2> {
        x.into()
    }

    fn logs(&self, counts: &Counts) -> Array2<f64> {
        counts.log_shares(self.alpha)
    }
}

impl FittedMultinomialNb {
    fn log_likelihoods(&self, x: ArrayView2<'_, f64>) -> Array2<f64> {
        x.dot(&self.logs.t()) + self.log_priors()
    }
}

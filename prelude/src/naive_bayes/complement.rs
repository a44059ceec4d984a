//! Naive Bayes for counts of classes of very different sizes.

use ndarray::{Array2, ArrayView2, Axis, CowArray, Ix2};
use serde::{Deserialize, Serialize};

use super::counting::{Counts, check_counts, counting_model};
use crate::array::Features;
use crate::error::Result;
use crate::model::estimators::classifier;
use crate::preprocessing::numeric::setting;

/// As [`MultinomialNb`](super::MultinomialNb), but a class is told by how little a sample resembles
/// all others, which is steadier where classes differ in size.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (x, y) = (array![[3.0, 0.0], [2.0, 1.0], [0.0, 2.0], [1.0, 4.0]], ["spam", "spam", "ham", "ham"]);
/// let model = ComplementNb::new().fit((&x, &y))?;
/// assert_eq!(model.predict_labels(&array![[4.0, 1.0]])?, ["spam"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: J. Rennie, L. Shih, J. Teevan, D. Karger, "Tackling the poor assumptions of naive Bayes
/// text classifiers", 2003.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ComplementNb {
    alpha: f64,
    fit_prior: bool,
    class_prior: Option<Vec<f64>>,
    norm: bool,
}

impl Default for ComplementNb {
    fn default() -> Self {
        Self { alpha: 1.0, fit_prior: true, class_prior: None, norm: false }
    }
}

counting_model!(
    /// A fitted [`ComplementNb`].
    ComplementNb => FittedComplementNb, "ComplementNb"
);
classifier!(ComplementNb => FittedComplementNb, weights: used);

impl ComplementNb {
    /// Whether each class's weights are divided by their sum. Default `false`.
    #[must_use]
    pub fn norm(mut self, norm: bool) -> Self {
        self.norm = norm;
        self
    }

    fn settings(&self) -> Vec<(String, String)> {
        let mut settings = self.common_settings();
        settings.push(setting("norm", self.norm));
        settings
    }

    #[allow(clippy::unused_self)]
    fn check_features(&self, x: &Features<'_>) -> Result<()> {
        check_counts("ComplementNb", x)
    }

    #[allow(clippy::unused_self)]
    fn counted<'a>(&self, x: ArrayView2<'a, f64>) -> CowArray<'a, f64, Ix2> {
        x.into()
    }

    fn logs(&self, counts: &Counts) -> Array2<f64> {
        let logs = counts.log_shares_of_others(self.alpha);
        if self.norm { &logs / &logs.sum_axis(Axis(1)).insert_axis(Axis(1)) } else { -logs }
    }
}

impl FittedComplementNb {
    /// With several classes their priors play no part, as in the paper.
    fn log_likelihoods(&self, x: ArrayView2<'_, f64>) -> Array2<f64> {
        let logs = x.dot(&self.logs.t());
        if self.classes.len() == 1 { logs + self.log_priors() } else { logs }
    }
}

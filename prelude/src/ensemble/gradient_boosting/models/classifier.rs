//! Boosted classifiers.

use ndarray::{Array1, Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use super::fitted_boosting;
use super::parameters::{GradientBoostingClassifier, HistGradientBoostingClassifier};
use crate::dataset::Training;
use crate::ensemble::gradient_boosting::boost::{Boosted, Ground};
use crate::ensemble::gradient_boosting::loss::{Loss, log_sum};
use crate::error::Result;
use crate::model::estimators::classifier;
use crate::model::{ClassTarget, Classes, Seen, Summary, argmax_rows, weights_of};
use crate::preprocessing::numeric::setting;
use crate::tree::importance_table;
use crate::tree::options::optional;
use crate::tree::shap::{Additive, Part, tree_shap};

macro_rules! boosted_classifier {
    ($model:ident => $fitted:ident) => {
        impl $model {
            fn learn(&self, data: &Training<'_>, target: &ClassTarget) -> Result<$fitted> {
                const NAME: &str = stringify!($model);
                let weights = weights_of(NAME, target, data.weights(), self.class_weight.as_ref())?;
                let targets: Vec<f64> = target.codes.iter().map(|code| *code as f64).collect();
                let n_classes = target.classes.len();
                let loss = if n_classes == 2 { Loss::Binary } else { Loss::Multinomial(n_classes) };
                let ground = Ground { x: data.features.view(), targets: &targets, weights: &weights };
                Ok($fitted {
                    parameters: self.clone(),
                    seen: Seen::of(&data.features),
                    classes: target.classes.clone(),
                    boosted: self.recipe(loss, targets.len()).fit(&ground)?,
                })
            }

            fn settings(&self) -> Vec<(String, String)> {
                let mut settings = self.shape_settings();
                settings.push(setting("class_weight", optional(self.class_weight.as_ref())));
                settings
            }
        }

        classifier!($model => $fitted, weights: used);

        #[doc = concat!("A fitted [`", stringify!($model), "`].")]
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub struct $fitted {
            parameters: $model,
            seen: Seen,
            classes: Classes,
            boosted: Boosted,
        }

        fitted_boosting!($model => $fitted);

        impl $fitted {
            /// The scores before they become probabilities: log-odds of the second of two classes,
            /// shape (n_samples, 1), or one score per class, shape (n_samples, n_classes).
            ///
            /// # Errors
            /// As [`predict`](Self::predict).
            pub fn decision_function(&self, x: impl crate::array::AsFeatures) -> Result<Array2<f64>> {
                let features = x.features()?;
                self.seen.check(stringify!($model), &features)?;
                Ok(self.boosted.scores(features.view()))
            }

            /// The probabilities after each round, for learning curves.
            ///
            /// # Errors
            /// As [`predict`](Self::predict).
            pub fn staged_predict_proba(
                &self,
                x: impl crate::array::AsFeatures,
            ) -> Result<Vec<Array2<f64>>> {
                let features = x.features()?;
                self.seen.check(stringify!($model), &features)?;
                let after = |round| class_probabilities(&self.boosted.scores_after(features.view(), round));
                Ok((1..=self.n_iter()).map(after).collect())
            }

            fn outputs(&self) -> Vec<String> {
                let mut labels = self.class_labels();
                if labels.len() == 2 {
                    labels.remove(0);
                }
                labels
            }

            fn probabilities(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
                Ok(class_probabilities(&self.boosted.scores(x)))
            }

            fn decision_rows(&self, x: ArrayView2<'_, f64>) -> Result<Option<Array2<f64>>> {
                Ok(Some(self.boosted.scores(x)))
            }

            fn decide(&self, x: ArrayView2<'_, f64>) -> Result<Vec<usize>> {
                Ok(argmax_rows(&self.probabilities(x)?))
            }
        }
    };
}
boosted_classifier!(GradientBoostingClassifier => FittedGradientBoostingClassifier);
boosted_classifier!(HistGradientBoostingClassifier => FittedHistGradientBoostingClassifier);

fn class_probabilities(scores: &Array2<f64>) -> Array2<f64> {
    if scores.ncols() == 1 {
        return Array2::from_shape_fn((scores.nrows(), 2), |(row, class)| {
            let score = if class == 1 { scores[[row, 0]] } else { -scores[[row, 0]] };
            1.0 / (1.0 + (-score).exp())
        });
    }
    let mut probabilities = scores.clone();
    for mut row in probabilities.rows_mut() {
        let (top, sum) = log_sum(row.as_slice().unwrap_or_default());
        row.mapv_inplace(|score| (score - top).exp() / sum);
    }
    probabilities
}

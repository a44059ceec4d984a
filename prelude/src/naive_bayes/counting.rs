//! What the models of counts share: sums of features per class, and the public side around them.

use ndarray::{Array1, Array2, ArrayView2, Axis};
use serde::{Deserialize, Serialize};

use super::count_classes;
use crate::array::Features;
use crate::dataset::Training;
use crate::error::{Error, Result};
use crate::model::ClassTarget;

/// Smaller smoothing gives logarithms of zero.
const LEAST_ALPHA: f64 = 1e-10;

/// Sums of weights per class, and of the features in each class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Counts {
    pub classes: Array1<f64>,
    /// Shape (n_classes, n_features).
    pub features: Array2<f64>,
}

impl Counts {
    pub fn new(n_classes: usize, n_features: usize) -> Self {
        Self { classes: Array1::zeros(n_classes), features: Array2::zeros((n_classes, n_features)) }
    }

    /// Adds samples with the features `x`.
    pub fn add(&mut self, x: ArrayView2<'_, f64>, data: &Training<'_>, target: &ClassTarget) {
        let weights = data.weights();
        self.classes += &count_classes(target, weights);
        for (i, (row, code)) in x.outer_iter().zip(&target.codes).enumerate() {
            self.features.row_mut(*code).scaled_add(weights.map_or(1.0, |weights| weights[i]), &row);
        }
    }

    /// The logarithm of each feature's share within each class, smoothed.
    pub fn log_shares(&self, alpha: f64) -> Array2<f64> {
        log_shares(&(&self.features + alpha.max(LEAST_ALPHA)))
    }

    /// The logarithm of each feature's share among all samples that are not of the class.
    pub fn log_shares_of_others(&self, alpha: f64) -> Array2<f64> {
        let all = self.features.sum_axis(Axis(0));
        log_shares(&(&all + alpha.max(LEAST_ALPHA) - &self.features))
    }

    /// The logarithm of the share of each class's samples that have a feature.
    pub fn log_frequencies(&self, alpha: f64) -> Array2<f64> {
        let alpha = alpha.max(LEAST_ALPHA);
        let totals = (&self.classes + 2.0 * alpha).insert_axis(Axis(1));
        ((&self.features + alpha) / totals).mapv(f64::ln)
    }
}

fn log_shares(counts: &Array2<f64>) -> Array2<f64> {
    let totals = counts.sum_axis(Axis(1)).mapv(f64::ln).insert_axis(Axis(1));
    counts.mapv(f64::ln) - totals
}

/// Counts are never negative.
pub(super) fn check_counts(owner: &'static str, x: &Features<'_>) -> Result<()> {
    let found = x.values.indexed_iter().find(|(_, value)| **value < 0.0);
    found.map_or(Ok(()), |((row, column), value)| {
        Err(Error::Negative { owner, what: x.describe(column), value: *value, row })
    })
}

/// The parameters that all have, `learn` and `partial_fit`, and the fitted type. The model itself
/// says `counted` (what is counted of the features), `check_features`, and the fitted type
/// `log_likelihoods`.
macro_rules! counting_model {
    ($(#[$doc:meta])* $model:ident => $fitted:ident, $name:literal) => {
        impl $model {
            /// Smoothing 1, priors from the data.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            /// What is added to every count, so that none is zero; values below 1e-10 count as that.
            /// Default 1.
            #[must_use]
            pub fn alpha(mut self, alpha: f64) -> Self {
                self.alpha = alpha;
                self
            }

            /// Whether classes are as likely as in the data; else all the same. Default `true`.
            #[must_use]
            pub fn fit_prior(mut self, fit_prior: bool) -> Self {
                self.fit_prior = fit_prior;
                self
            }

            /// The probability of each class before any feature is known, in the classes' order.
            /// Default: see [`fit_prior`](Self::fit_prior).
            #[must_use]
            pub fn class_prior(mut self, class_prior: &[f64]) -> Self {
                self.class_prior = Some(class_prior.to_vec());
                self
            }

            fn common_settings(&self) -> Vec<(String, String)> {
                let prior = &self.class_prior;
                let prior = prior.as_ref().map_or_else(|| "none".to_owned(), |prior| format!("{prior:?}"));
                vec![
                    $crate::preprocessing::numeric::setting("alpha", $crate::display::number(self.alpha)),
                    $crate::preprocessing::numeric::setting("fit_prior", self.fit_prior),
                    $crate::preprocessing::numeric::setting("class_prior", prior),
                ]
            }

            fn learn(
                &self,
                data: &$crate::dataset::Training<'_>,
                target: &$crate::model::ClassTarget,
            ) -> $crate::error::Result<$fitted> {
                super::check_smoothing($name, "alpha", self.alpha)?;
                super::check_priors($name, "class_prior", self.class_prior.as_deref(), &target.classes)?;
                self.check_features(&data.features)?;
                let (n_classes, n_features) = (target.classes.len(), data.features.values.ncols());
                let mut fitted = $fitted {
                    parameters: self.clone(),
                    seen: $crate::model::Seen::of(&data.features),
                    classes: target.classes.clone(),
                    counts: super::counting::Counts::new(n_classes, n_features),
                    logs: ndarray::Array2::zeros((n_classes, n_features)),
                };
                fitted.add(data, target);
                Ok(fitted)
            }
        }

        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub struct $fitted {
            parameters: $model,
            seen: $crate::model::Seen,
            classes: $crate::model::Classes,
            counts: super::counting::Counts,
            logs: ndarray::Array2<f64>,
        }

        impl $fitted {
            /// The logarithm of the probability of each feature given a class, shape (n_classes,
            /// n_features).
            pub fn feature_log_probabilities(&self) -> &ndarray::Array2<f64> {
                &self.logs
            }

            /// The probability of each class before any feature is known.
            pub fn class_priors(&self) -> ndarray::Array1<f64> {
                self.log_priors().mapv(f64::exp)
            }

            /// Learns from more samples, as if they had been there at the fit.
            ///
            /// # Errors
            /// As `fit`; [`Error::UnknownCategory`](crate::Error::UnknownCategory) for a class that
            /// was not there at the fit.
            pub fn partial_fit(
                &mut self,
                data: impl $crate::dataset::AsTraining,
            ) -> $crate::error::Result<()> {
                let data = data.training()?;
                let target = super::more($name, &self.seen, &self.classes, &data)?;
                self.parameters.check_features(&data.features)?;
                self.add(&data, &target);
                self.seen.n_samples += data.target.len();
                Ok(())
            }

            fn add(&mut self, data: &$crate::dataset::Training<'_>, target: &$crate::model::ClassTarget) {
                let counted = self.parameters.counted(data.features.view());
                self.counts.add(counted.view(), data, target);
                self.logs = self.parameters.logs(&self.counts);
            }

            fn log_priors(&self) -> ndarray::Array1<f64> {
                let given = self.parameters.class_prior.as_deref();
                super::log_priors(given, self.parameters.fit_prior, &self.counts.classes)
            }

            fn probabilities(
                &self,
                x: ndarray::ArrayView2<'_, f64>,
            ) -> $crate::error::Result<ndarray::Array2<f64>> {
                Ok(super::normalized(self.log_likelihoods(x)))
            }

            fn decide(&self, x: ndarray::ArrayView2<'_, f64>) -> $crate::error::Result<Vec<usize>> {
                Ok($crate::model::argmax_rows(&self.log_likelihoods(x)))
            }

            #[allow(clippy::unused_self)]
            fn importances(&self) -> Option<ndarray::Array1<f64>> {
                None
            }

            fn report(&self, summary: &mut $crate::model::Summary) {
                summary.tables.push($crate::model::SummaryTable {
                    caption: "log-probabilities of the features".to_owned(),
                    columns: self.class_labels(),
                    rows: (0..self.logs.ncols())
                        .map(|j| (self.seen.label(j), self.logs.column(j).to_vec()))
                        .collect(),
                });
            }
        }
    };
}
pub(super) use counting_model;

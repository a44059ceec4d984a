//! The public side of a regressor.

use ndarray::{Array1, ArrayView1};

use crate::array::Features;
use crate::dataset::{FrameTraining, Training};
use crate::error::Result;
use crate::metrics::r2_score;
use crate::model::FittedRegressor;

/// `$parameters` has `learn(&self, &Training)` and `settings(&self)`; `$fitted` has `parameters`,
/// `seen`, `predict_rows(&self, ArrayView2)`, `importances(&self)` and `report(&self, &mut Summary)`.
macro_rules! regressor {
    ($parameters:ident => $fitted:ident, weights: $weights:ident) => {
        impl $parameters {
            /// Fits on features of shape (n_samples, n_features) and n_samples numbers: a
            /// [`Dataset`](crate::dataset::Dataset), `(&x, &y)`, `(&df, "target")`; with sample
            /// weights `(&x, &y, &w)`.
            ///
            /// # Errors
            /// [`Error::Parameter`](crate::Error::Parameter), [`Error::Empty`](crate::Error::Empty),
            /// [`Error::SampleMismatch`](crate::Error::SampleMismatch),
            /// [`Error::NotFinite`](crate::Error::NotFinite) with column and row,
            /// [`Error::Fit`](crate::Error::Fit),
            /// [`Error::SampleWeights`](crate::Error::SampleWeights) for a model without them.
            pub fn fit(&self, data: impl $crate::dataset::AsTraining) -> $crate::error::Result<$fitted> {
                self.fit_training(&data.training()?)
            }

            pub(crate) fn fit_training(
                &self,
                data: &$crate::dataset::Training<'_>,
            ) -> $crate::error::Result<$fitted> {
                use $crate::model::check;
                check::training(data)?;
                check::weights(stringify!($parameters), data, check::Weights::$weights)?;
                self.learn(data)
            }
        }

        impl $fitted {
            /// One number per row of `x`, which has shape (n_samples, n_features). Of a frame the
            /// columns that it was fitted on count, found by their names.
            ///
            /// # Errors
            /// [`Error::FeatureCount`](crate::Error::FeatureCount) and
            /// [`Error::FeatureNames`](crate::Error::FeatureNames) for other columns than those
            /// fitted on, [`Error::NotFinite`](crate::Error::NotFinite).
            pub fn predict(
                &self,
                x: impl $crate::array::AsFeatures,
            ) -> $crate::error::Result<ndarray::Array1<f64>> {
                $crate::model::FittedRegressor::predict_regression(self, &x.features_of(&self.seen.names)?)
            }

            /// The coefficient of determination R² on `data`: 1 is perfect, 0 no better than the
            /// mean.
            ///
            /// # Errors
            /// As [`predict`](Self::predict), and [`Error::TooFew`](crate::Error::TooFew) for fewer
            /// than two samples.
            pub fn score(&self, data: impl $crate::dataset::AsTraining) -> $crate::error::Result<f64> {
                $crate::model::estimators::regression_score(self, &data.training()?)
            }
        }

        $crate::model::estimators::estimator!($parameters => $fitted, Regressor, FittedRegressor);

        impl $crate::model::AsModel for $parameters {
            fn model(&self) -> $crate::model::Model {
                $crate::model::Model::Regressor(Box::new(self.clone()))
            }
        }

        impl $crate::model::AsStep for $parameters {
            fn step(&self) -> $crate::model::Step {
                $crate::model::Step::Model($crate::model::AsModel::model(self))
            }
        }

        #[typetag::serde]
        impl $crate::model::Regressor for $parameters {
            fn name(&self) -> &'static str {
                stringify!($parameters)
            }

            fn boxed(&self) -> Box<dyn $crate::model::Regressor> {
                Box::new(self.clone())
            }

            fn fit_regressor(
                &self,
                data: &$crate::dataset::Training<'_>,
            ) -> $crate::error::Result<Box<dyn $crate::model::FittedRegressor>> {
                Ok(Box::new(self.fit_training(data)?))
            }
        }

        impl $crate::model::AsFittedModel for $fitted {
            fn as_fitted(&self) -> $crate::error::Result<$crate::model::FittedRef<'_>> {
                Ok($crate::model::FittedRef::Regressor(self))
            }
        }

        #[typetag::serde]
        impl $crate::model::FittedRegressor for $fitted {
            $crate::model::estimators::fitted_role!($parameters, FittedRegressor);

            fn as_any(&self) -> &dyn std::any::Any {
                self
            }

            fn predict_regression(
                &self,
                x: &$crate::array::Features<'_>,
            ) -> $crate::error::Result<ndarray::Array1<f64>> {
                self.seen.check(stringify!($parameters), x)?;
                self.predict_rows(x.view())
            }

            fn feature_importances(&self) -> Option<ndarray::Array1<f64>> {
                self.importances()
            }
        }
    };
}
pub(crate) use regressor;

/// R² of a model's predictions, weighted if the data is.
pub(crate) fn regression_score(model: &dyn FittedRegressor, data: &Training<'_>) -> Result<f64> {
    let predicted = model.predict_regression(&Features::of(data))?;
    score_of(data.target.view(), &predicted, data.weights())
}

/// The same for a model of frames.
pub(crate) fn regression_score_frame(model: &dyn FittedRegressor, data: &FrameTraining<'_>) -> Result<f64> {
    let predicted = model.predict_regression_frame(&data.features)?;
    score_of(data.target.view(), &predicted, data.weights())
}

fn score_of(
    truth: ArrayView1<'_, f64>,
    predicted: &Array1<f64>,
    weights: Option<ArrayView1<'_, f64>>,
) -> Result<f64> {
    match weights {
        None => r2_score(truth, predicted),
        Some(weights) => Ok(weighted_r2(truth, predicted.view(), weights)),
    }
}

fn weighted_r2(
    truth: ArrayView1<'_, f64>,
    predicted: ArrayView1<'_, f64>,
    weights: ArrayView1<'_, f64>,
) -> f64 {
    let mean = truth.dot(&weights) / weights.sum();
    let residual: f64 = (0..truth.len()).map(|i| weights[i] * (truth[i] - predicted[i]).powi(2)).sum();
    let total: f64 = (0..truth.len()).map(|i| weights[i] * (truth[i] - mean).powi(2)).sum();
    match (residual == 0.0, total == 0.0) {
        (true, true) => 1.0,
        (false, true) => 0.0,
        _ => 1.0 - residual / total,
    }
}

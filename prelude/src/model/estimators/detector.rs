//! The public side of an anomaly detector.

/// `$parameters` has `learn(&self, &Features)` and `settings(&self)`; `$fitted` has `parameters`,
/// `seen`, `offset`, `score_rows(&self, ArrayView2)` and `report(&self, &mut Summary)`.
#[allow(unused_macros)]
macro_rules! detector {
    ($parameters:ident => $fitted:ident) => {
        impl $parameters {
            /// Fits on features of shape (n_samples, n_features): a matrix, a frame of numbers, a
            /// [`Dataset`](crate::dataset::Dataset), whose target is not looked at.
            ///
            /// # Errors
            /// [`Error::Parameter`](crate::Error::Parameter), [`Error::Empty`](crate::Error::Empty),
            /// [`Error::NotFinite`](crate::Error::NotFinite) with column and row,
            /// [`Error::TooFew`](crate::Error::TooFew) samples.
            pub fn fit(&self, x: impl $crate::array::AsFeatures) -> $crate::error::Result<$fitted> {
                self.fit_features(&x.features()?)
            }

            pub(crate) fn fit_features(
                &self,
                x: &$crate::array::Features<'_>,
            ) -> $crate::error::Result<$fitted> {
                $crate::model::check::features(x)?;
                self.learn(x)
            }
        }

        impl $fitted {
            /// How usual each row of `x` is: lower is more abnormal.
            ///
            /// # Errors
            /// [`Error::FeatureCount`](crate::Error::FeatureCount) and
            /// [`Error::FeatureNames`](crate::Error::FeatureNames) for other columns than those
            /// fitted on, [`Error::NotFinite`](crate::Error::NotFinite).
            pub fn score_samples(
                &self,
                x: impl $crate::array::AsFeatures,
            ) -> $crate::error::Result<ndarray::Array1<f64>> {
                $crate::model::FittedAnomalyDetector::score_features(self, &x.features_of(&self.seen.names)?)
            }

            /// The same from the threshold: outliers are below zero.
            ///
            /// # Errors
            /// As [`score_samples`](Self::score_samples).
            pub fn decision_function(
                &self,
                x: impl $crate::array::AsFeatures,
            ) -> $crate::error::Result<ndarray::Array1<f64>> {
                Ok(self.score_samples(x)? - self.offset)
            }

            /// −1 for each row of `x` that is an outlier, 1 for the others.
            ///
            /// # Errors
            /// As [`score_samples`](Self::score_samples).
            pub fn predict(
                &self,
                x: impl $crate::array::AsFeatures,
            ) -> $crate::error::Result<ndarray::Array1<i64>> {
                Ok(self.decision_function(x)?.mapv(|score| if score < 0.0 { -1 } else { 1 }))
            }

            /// The score below which a sample is an outlier.
            pub fn offset(&self) -> f64 {
                self.offset
            }
        }

        $crate::model::estimators::estimator!(
            $parameters => $fitted, AnomalyDetector, FittedAnomalyDetector
        );

        impl $crate::model::AsStep for $parameters {
            fn step(&self) -> $crate::model::Step {
                $crate::model::Step::AnomalyDetector(Box::new(self.clone()))
            }
        }

        #[typetag::serde]
        impl $crate::model::AnomalyDetector for $parameters {
            fn name(&self) -> &'static str {
                stringify!($parameters)
            }

            fn boxed(&self) -> Box<dyn $crate::model::AnomalyDetector> {
                Box::new(self.clone())
            }

            fn fit_detector(
                &self,
                x: &$crate::array::Features<'_>,
            ) -> $crate::error::Result<Box<dyn $crate::model::FittedAnomalyDetector>> {
                Ok(Box::new(self.fit_features(x)?))
            }
        }

        #[typetag::serde]
        impl $crate::model::FittedAnomalyDetector for $fitted {
            $crate::model::estimators::fitted_role!($parameters, FittedAnomalyDetector);

            fn score_features(
                &self,
                x: &$crate::array::Features<'_>,
            ) -> $crate::error::Result<ndarray::Array1<f64>> {
                self.seen.check(stringify!($parameters), x)?;
                self.score_rows(x.view())
            }

            fn outlier_threshold(&self) -> f64 {
                self.offset
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use detector;

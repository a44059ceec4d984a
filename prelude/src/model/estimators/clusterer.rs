//! The public side of a clusterer.

/// `$parameters` has `learn(&self, &Features)` and `settings(&self)`; `$fitted` has `parameters`,
/// `seen`, `labels`, `report(&self, &mut Summary)` and, with `predicts: yes`,
/// `predict_rows(&self, ArrayView2)`.
macro_rules! clusterer {
    ($parameters:ident => $fitted:ident, predicts: yes) => {
        $crate::model::estimators::clusterer!(@shared $parameters => $fitted);

        impl $fitted {
            /// The group of each row of `x`, which has shape (n_samples, n_features).
            ///
            /// # Errors
            /// [`Error::FeatureCount`](crate::Error::FeatureCount) and
            /// [`Error::FeatureNames`](crate::Error::FeatureNames) for other columns than those
            /// fitted on, [`Error::NotFinite`](crate::Error::NotFinite).
            pub fn predict(
                &self,
                x: impl $crate::array::AsFeatures,
            ) -> $crate::error::Result<ndarray::Array1<i64>> {
                $crate::model::FittedClusterer::predict_clusters(self, &x.features_of(&self.seen.names)?)
            }
        }

        #[typetag::serde]
        impl $crate::model::FittedClusterer for $fitted {
            $crate::model::estimators::fitted_role!($parameters, FittedClusterer);

            fn fitted_labels(&self) -> &ndarray::Array1<i64> {
                &self.labels
            }

            fn predict_clusters(
                &self,
                x: &$crate::array::Features<'_>,
            ) -> $crate::error::Result<ndarray::Array1<i64>> {
                self.seen.check(stringify!($parameters), x)?;
                self.predict_rows(x.view())
            }
        }
    };
    ($parameters:ident => $fitted:ident, predicts: no) => {
        $crate::model::estimators::clusterer!(@shared $parameters => $fitted);

        #[typetag::serde]
        impl $crate::model::FittedClusterer for $fitted {
            $crate::model::estimators::fitted_role!($parameters, FittedClusterer);

            fn fitted_labels(&self) -> &ndarray::Array1<i64> {
                &self.labels
            }
        }
    };
    (@shared $parameters:ident => $fitted:ident) => {
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

            /// Fits, and gives the group of each sample.
            ///
            /// # Errors
            /// As [`fit`](Self::fit).
            pub fn fit_predict(
                &self,
                x: impl $crate::array::AsFeatures,
            ) -> $crate::error::Result<ndarray::Array1<i64>> {
                Ok(self.fit_features(&x.features()?)?.labels)
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
            /// The group of each sample that was fitted on: 0, 1 …, and −1 for none.
            pub fn labels(&self) -> &ndarray::Array1<i64> {
                &self.labels
            }
        }

        $crate::model::estimators::estimator!($parameters => $fitted, Clusterer, FittedClusterer);

        impl $crate::model::AsStep for $parameters {
            fn step(&self) -> $crate::model::Step {
                $crate::model::Step::Clusterer(Box::new(self.clone()))
            }
        }

        #[typetag::serde]
        impl $crate::model::Clusterer for $parameters {
            fn name(&self) -> &'static str {
                stringify!($parameters)
            }

            fn boxed(&self) -> Box<dyn $crate::model::Clusterer> {
                Box::new(self.clone())
            }

            fn fit_clusterer(
                &self,
                x: &$crate::array::Features<'_>,
            ) -> $crate::error::Result<Box<dyn $crate::model::FittedClusterer>> {
                Ok(Box::new(self.fit_features(x)?))
            }
        }
    };
}
pub(crate) use clusterer;

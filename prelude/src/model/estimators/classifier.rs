//! The public side of a classifier.

use ndarray::{Array1, ArrayView1};

use ndarray::{Array2, ArrayView2};

use crate::array::Features;
use crate::dataset::{FrameTraining, Training};
use crate::error::Result;
use crate::model::{FittedClassifier, check};

/// `$parameters` has `learn(&self, &Training, &ClassTarget)` and `settings(&self)`; `$fitted` has
/// `parameters`, `seen`, `classes`, `probabilities(&self, ArrayView2)`, `decide(&self, ArrayView2)`,
/// `importances(&self)` and `report(&self, &mut Summary)`; if it has decisions besides,
/// `decision_rows(&self, ArrayView2)`. With `classes: any` one class will do.
macro_rules! classifier {
    ($parameters:ident => $fitted:ident, weights: $weights:ident) => {
        $crate::model::estimators::classifier!(
            $parameters => $fitted, weights: $weights, classes: several
        );
    };
    ($parameters:ident => $fitted:ident, weights: $weights:ident, classes: $least:ident) => {
        impl $parameters {
            /// Fits on features of shape (n_samples, n_features) and n_samples labels (text, or
            /// numbers that stand for classes): a [`Dataset`](crate::dataset::Dataset), `(&x, &y)`,
            /// `(&df, "species")`; with sample weights `(&x, &y, &w)`.
            ///
            /// # Errors
            /// [`Error::Parameter`](crate::Error::Parameter), [`Error::Empty`](crate::Error::Empty),
            /// [`Error::SampleMismatch`](crate::Error::SampleMismatch),
            /// [`Error::NotFinite`](crate::Error::NotFinite) with column and row,
            /// [`Error::SingleClass`](crate::Error::SingleClass),
            /// [`Error::TooManyClasses`](crate::Error::TooManyClasses),
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
                let target = check::classes(stringify!($parameters), data, check::Least::$least)?;
                self.learn(data, &target)
            }
        }

        impl $fitted {
            /// The class values, ascending: the columns of [`predict_proba`](Self::predict_proba).
            pub fn classes(&self) -> &ndarray::Array1<f64> {
                &self.classes.values
            }

            /// The classes as text, in the order of [`classes`](Self::classes).
            pub fn class_labels(&self) -> Vec<String> {
                self.classes.labels()
            }

            /// One class value per row of `x`, which has shape (n_samples, n_features). Of a frame the
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
                $crate::model::FittedClassifier::predict_classes(self, &x.features_of(&self.seen.names)?)
            }

            /// One class name per row of `x`; the class value as text where classes have no names.
            ///
            /// # Errors
            /// As [`predict`](Self::predict).
            pub fn predict_labels(
                &self,
                x: impl $crate::array::AsFeatures,
            ) -> $crate::error::Result<Vec<String>> {
                Ok(self.classes.text(self.predict(x)?.view()))
            }

            /// The probability of each class, shape (n_samples, n_classes); rows sum to one.
            ///
            /// # Errors
            /// As [`predict`](Self::predict);
            /// [`Error::NoProbabilities`](crate::Error::NoProbabilities) for a model without them.
            pub fn predict_proba(
                &self,
                x: impl $crate::array::AsFeatures,
            ) -> $crate::error::Result<ndarray::Array2<f64>> {
                $crate::model::FittedClassifier::predict_probabilities(self, &x.features_of(&self.seen.names)?)
            }

            /// The probability of the second of two classes, length n_samples: the second column of
            /// [`predict_proba`](Self::predict_proba).
            ///
            /// # Errors
            /// As [`predict_proba`](Self::predict_proba); [`Error::Shape`](crate::Error::Shape) for
            /// another number of classes than two.
            pub fn predict_positive(
                &self,
                x: impl $crate::array::AsFeatures,
            ) -> $crate::error::Result<ndarray::Array1<f64>> {
                $crate::model::positive_column(stringify!($parameters), &self.predict_proba(x)?)
            }

            /// The accuracy on `data`: the share of samples whose class is predicted right, 0 to 1.
            ///
            /// # Errors
            /// As [`predict`](Self::predict), and [`Error::Empty`](crate::Error::Empty).
            pub fn score(&self, data: impl $crate::dataset::AsTraining) -> $crate::error::Result<f64> {
                $crate::model::estimators::classification_score(self, &data.training()?)
            }
        }

        $crate::model::estimators::estimator!($parameters => $fitted, Classifier, FittedClassifier);

        impl $crate::model::AsModel for $parameters {
            fn model(&self) -> $crate::model::Model {
                $crate::model::Model::Classifier(Box::new(self.clone()))
            }
        }

        impl $crate::model::AsStep for $parameters {
            fn step(&self) -> $crate::model::Step {
                $crate::model::Step::Model($crate::model::AsModel::model(self))
            }
        }

        #[typetag::serde]
        impl $crate::model::Classifier for $parameters {
            fn name(&self) -> &'static str {
                stringify!($parameters)
            }

            fn boxed(&self) -> Box<dyn $crate::model::Classifier> {
                Box::new(self.clone())
            }

            fn fit_classifier(
                &self,
                data: &$crate::dataset::Training<'_>,
            ) -> $crate::error::Result<Box<dyn $crate::model::FittedClassifier>> {
                Ok(Box::new(self.fit_training(data)?))
            }
        }

        impl $crate::model::AsFittedModel for $fitted {
            fn as_fitted(&self) -> $crate::error::Result<$crate::model::FittedRef<'_>> {
                Ok($crate::model::FittedRef::Classifier(self))
            }
        }

        #[typetag::serde]
        impl $crate::model::FittedClassifier for $fitted {
            $crate::model::estimators::fitted_role!($parameters, FittedClassifier);

            fn as_any(&self) -> &dyn std::any::Any {
                self
            }

            fn classes(&self) -> &$crate::model::Classes {
                &self.classes
            }

            fn predict_classes(
                &self,
                x: &$crate::array::Features<'_>,
            ) -> $crate::error::Result<ndarray::Array1<f64>> {
                self.seen.check(stringify!($parameters), x)?;
                Ok(self.classes.values_at(&self.decide(x.view())?))
            }

            fn predict_probabilities(
                &self,
                x: &$crate::array::Features<'_>,
            ) -> $crate::error::Result<ndarray::Array2<f64>> {
                self.seen.check(stringify!($parameters), x)?;
                self.probabilities(x.view())
            }

            fn decision_scores(
                &self,
                x: &$crate::array::Features<'_>,
            ) -> $crate::error::Result<Option<ndarray::Array2<f64>>> {
                // A `decision_rows` of the model's own comes before the trait's.
                #[allow(unused_imports)]
                use $crate::model::estimators::WithoutDecision as _;
                self.seen.check(stringify!($parameters), x)?;
                self.decision_rows(x.view())
            }

            fn feature_importances(&self) -> Option<ndarray::Array1<f64>> {
                self.importances()
            }
        }
    };
}
pub(crate) use classifier;

/// For fitted classifiers without a `decision_rows(&self, ArrayView2)` of their own.
pub(crate) trait WithoutDecision {
    fn decision_rows(&self, _x: ArrayView2<'_, f64>) -> Result<Option<Array2<f64>>> {
        Ok(None)
    }
}

impl<T: FittedClassifier> WithoutDecision for T {}

/// The accuracy of a model's predictions, weighted if the data is. Classes of text are matched by
/// name.
pub(crate) fn classification_score(model: &dyn FittedClassifier, data: &Training<'_>) -> Result<f64> {
    check::training(data)?;
    let predicted = model.predict_classes(&Features::of(data))?;
    let truth = model.classes().in_these(data.target.view(), data.class_names.as_deref());
    Ok(share_right(&predicted, &truth, data.weights()))
}

/// The same for a model of frames.
pub(crate) fn classification_score_frame(
    model: &dyn FittedClassifier,
    data: &FrameTraining<'_>,
) -> Result<f64> {
    let predicted = model.predict_classes_frame(&data.features)?;
    let truth = model.classes().in_these(data.target.view(), data.class_names.as_deref());
    Ok(share_right(&predicted, &truth, data.weights()))
}

fn share_right(predicted: &Array1<f64>, truth: &[Option<f64>], weights: Option<ArrayView1<'_, f64>>) -> f64 {
    let weight = |row: usize| weights.map_or(1.0, |weights| weights[row]);
    let right = |row: &usize| Some(predicted[*row]) == truth[*row];
    let total: f64 = (0..truth.len()).map(weight).sum();
    (0..truth.len()).filter(right).map(weight).sum::<f64>() / total
}

//! The public side of what holds a whole model of either kind: finished searches, fitted pipelines.

use ndarray::Array2;

use super::FittedRef;
use crate::array::AsFeatures;
use crate::error::{Error, Result};

/// `$fitted` has `whole(&self) -> Result<&FittedModel>`, which tells its role, `scorers(&self)`, and both
/// fitted roles.
macro_rules! whole_model {
    ($fitted:ident) => {
        impl $fitted {
            /// The predicted class of each row by name: text where the target was text.
            ///
            /// # Errors
            /// As [`predict`](Self::predict); [`Error::Fit`](crate::Error::Fit) for a model of a
            /// quantity.
            pub fn predict_labels(
                &self,
                x: impl $crate::array::AsFeatures,
            ) -> $crate::error::Result<Vec<String>> {
                $crate::model::whole::predict_labels($crate::model::whole::whole_ref!(self), &x)
            }

            /// Shape (n_samples, n_classes), rows sum to one; classes in ascending order.
            ///
            /// # Errors
            /// As [`predict`](Self::predict);
            /// [`Error::NoProbabilities`](crate::Error::NoProbabilities).
            pub fn predict_proba(
                &self,
                x: impl $crate::array::AsFeatures,
            ) -> $crate::error::Result<ndarray::Array2<f64>> {
                $crate::model::whole::predict_proba($crate::model::whole::whole_ref!(self), &x)
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
                $crate::model::positive_column(stringify!($fitted), &self.predict_proba(x)?)
            }

            /// The metric on `data`: the first of those asked for, or accuracy or R².
            ///
            /// # Errors
            /// As [`predict`](Self::predict).
            pub fn score(&self, data: impl $crate::dataset::AsTraining) -> $crate::error::Result<f64> {
                let fitted = $crate::model::whole::whole_ref!(self);
                let data = $crate::model_selection::Subject::in_form(fitted.takes_frames(), &data)?;
                let scores = $crate::model_selection::judge(fitted, self.scorers(), &data)?;
                Ok(scores.first().copied().unwrap_or(f64::NAN))
            }

            /// The values of the classes in ascending order; none for a model of a quantity.
            pub fn classes(&self) -> ndarray::Array1<f64> {
                let classes = self.whole().ok().and_then($crate::model::FittedModel::classes);
                classes.map(|classes| classes.values.clone()).unwrap_or_default()
            }

            /// The names of the classes in the order of [`classes`](Self::classes).
            pub fn class_labels(&self) -> Vec<String> {
                let classes = self.whole().ok().and_then($crate::model::FittedModel::classes);
                classes.map($crate::model::Classes::labels).unwrap_or_default()
            }

            /// How much each feature that reaches the model counts; nothing if the model cannot tell.
            pub fn feature_importances(&self) -> Option<ndarray::Array1<f64>> {
                self.whole().ok()?.feature_importances()
            }
        }

        impl $crate::model::AsFittedModel for $fitted {
            fn as_fitted(&self) -> $crate::error::Result<$crate::model::FittedRef<'_>> {
                Ok($crate::model::whole::whole_ref!(self))
            }
        }
    };
}
pub(crate) use whole_model;

/// It as a fitted model of its role, lent.
macro_rules! whole_ref {
    ($self:ident) => {
        match $self.whole()? {
            $crate::model::FittedModel::Regressor(_) => $crate::model::FittedRef::Regressor($self),
            $crate::model::FittedModel::Classifier(_) => $crate::model::FittedRef::Classifier($self),
        }
    };
}
pub(crate) use whole_ref;

/// Saving as a model of its role, and loading: as the methods `$save` and `$load`.
macro_rules! saved_whole {
    ($fitted:ident, $save:ident, $load:ident) => {
        impl $fitted {
            pub(crate) fn $save(&self, path: &std::path::Path) -> $crate::error::Result<()> {
                match self.whole()? {
                    $crate::model::FittedModel::Regressor(_) => {
                        let model: Box<dyn $crate::model::FittedRegressor> = Box::new(self.clone());
                        $crate::model::persist::save(&model, path)
                    }
                    $crate::model::FittedModel::Classifier(_) => {
                        let model: Box<dyn $crate::model::FittedClassifier> = Box::new(self.clone());
                        $crate::model::persist::save(&model, path)
                    }
                }
            }

            pub(crate) fn $load(path: &std::path::Path) -> $crate::error::Result<Self> {
                let model = $crate::model::load_model(path)?;
                let found = model.name();
                let any = match model {
                    $crate::model::FittedModel::Regressor(model) => model.into_any(),
                    $crate::model::FittedModel::Classifier(model) => model.into_any(),
                };
                any.downcast::<Self>()
                    .map(|model| *model)
                    .map_err(|_| $crate::model::persist::other_model(path, found, stringify!($fitted)))
            }
        }
    };
}
pub(crate) use saved_whole;

pub(crate) fn predict_proba(model: FittedRef<'_>, x: &dyn AsFeatures) -> Result<Array2<f64>> {
    if model.takes_frames() {
        model.predict_probabilities_frame(&*x.as_frame()?)
    } else {
        model.predict_probabilities(&x.features()?)
    }
}

pub(crate) fn predict_labels(model: FittedRef<'_>, x: &dyn AsFeatures) -> Result<Vec<String>> {
    let Some(classes) = model.classes() else {
        return Err(Error::Fit {
            model: model.name(),
            reason: "it predicts a quantity, which has no labels".to_owned(),
            advice: "Use `predict`.",
        });
    };
    let predicted = if model.takes_frames() {
        model.predict_frame(&*x.as_frame()?)
    } else {
        model.predict(&x.features()?)
    };
    Ok(classes.text(predicted?.view()))
}

//! A model of either kind, as a judge of features.

use std::fmt;
use std::sync::Arc;

use ndarray::{Array1, Axis};

use crate::dataset::{Dataset, Training};
use crate::error::{Error, Result};
use crate::metrics::r2_score;
use crate::model::{Classifier, Regressor, feature_label};

#[derive(Clone)]
pub(super) enum Estimator {
    Regressor(Arc<dyn Regressor>),
    Classifier(Arc<dyn Classifier>),
}

impl fmt::Debug for Estimator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Estimator {
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Regressor(model) => model.name(),
            Self::Classifier(model) => model.name(),
        }
    }

    /// How much each feature counts for the model fitted on `data`.
    ///
    /// # Errors
    /// [`Error::Parameter`] if the model cannot tell, and what its fit says.
    pub(super) fn importances(&self, owner: &'static str, data: &Dataset) -> Result<Array1<f64>> {
        let importances = match self {
            Self::Regressor(model) => model.fit_regressor(data)?.feature_importances(),
            Self::Classifier(model) => model.fit_classifier(data)?.feature_importances(),
        };
        importances.filter(|values| values.len() == data.n_features()).ok_or_else(|| {
            let expected = "a model that tells its feature importances, such as a linear model or a forest";
            Error::parameter(owner, "model", self.name(), expected)
        })
    }

    /// R² or accuracy on `test` of the model fitted on `train`.
    pub(super) fn score(&self, train: &Dataset, test: &Dataset) -> Result<f64> {
        match self {
            Self::Regressor(model) => {
                let predicted = model.fit_regressor(train)?.predict_regression(test.features.view())?;
                r2_score(&test.target, &predicted)
            }
            Self::Classifier(model) => {
                let predicted = model.fit_classifier(train)?.predict_classes(test.features.view())?;
                let right = predicted.iter().zip(&test.target).filter(|(a, b)| a == b).count();
                Ok(right as f64 / test.n_samples().max(1) as f64)
            }
        }
    }

    pub(super) fn is_classifier(&self) -> bool {
        matches!(self, Self::Classifier(_))
    }
}

/// Owned data, for models that take a dataset.
pub(super) fn dataset(data: &Training<'_>) -> Dataset {
    let p = data.features.values.ncols();
    Dataset {
        features: data.features.values.to_owned(),
        target: data.target.to_owned(),
        feature_names: (0..p).map(|j| feature_label(&data.features.names, j)).collect(),
        target_name: data.target_name.clone().unwrap_or_else(|| "target".to_owned()),
        class_names: data.class_names.as_ref().map(|names| names.to_vec()),
    }
}

/// The same samples with some of their features.
pub(super) fn with_features(data: &Dataset, columns: &[usize]) -> Dataset {
    Dataset {
        features: data.features.select(Axis(1), columns),
        target: data.target.clone(),
        feature_names: columns.iter().map(|j| data.feature_names[*j].clone()).collect(),
        target_name: data.target_name.clone(),
        class_names: data.class_names.clone(),
    }
}

/// `with_regressor` and `with_classifier`.
macro_rules! judged_by {
    ($($default:tt)*) => {
        /// Judged by a model of a quantity.
        #[must_use]
        pub fn with_regressor(model: impl crate::model::Regressor + 'static) -> Self {
            Self { model: Estimator::Regressor(std::sync::Arc::new(model)), $($default)* }
        }

        /// Judged by a model of classes.
        #[must_use]
        pub fn with_classifier(model: impl crate::model::Classifier + 'static) -> Self {
            Self { model: Estimator::Classifier(std::sync::Arc::new(model)), $($default)* }
        }
    };
}
pub(super) use judged_by;

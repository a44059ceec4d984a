//! A model of either kind, as a judge of features.

use ndarray::{Array1, Axis};

use crate::dataset::{Dataset, Training};
use crate::error::{Error, Result};
use crate::model::{Model, feature_label};

/// The model that judges.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(super) struct Judge(pub(super) Model);

impl Judge {
    pub(super) fn name(&self) -> &'static str {
        self.0.name()
    }

    /// How much each feature counts for the model fitted on `data`.
    ///
    /// # Errors
    /// [`Error::Parameter`] if the model cannot tell, and what its fit says.
    pub(super) fn importances(&self, owner: &'static str, data: &Dataset) -> Result<Array1<f64>> {
        let importances = self.0.fit(data)?.feature_importances();
        importances.filter(|values| values.len() == data.n_features()).ok_or_else(|| {
            let expected = "a model that tells its feature importances, such as a linear model or a forest";
            Error::parameter(owner, "model", self.name(), expected)
        })
    }

    /// R² or accuracy on `test` of the model fitted on `train`.
    pub(super) fn score(&self, train: &Dataset, test: &Dataset) -> Result<f64> {
        self.0.fit(train)?.score(test)
    }

    pub(super) fn is_classifier(&self) -> bool {
        self.0.is_classifier()
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

/// `with_model`, and the same by kind.
macro_rules! judged_by {
    ($($default:tt)*) => {
        /// Judged by this model.
        #[must_use]
        pub fn with_model(model: impl crate::model::AsModel) -> Self {
            Self { model: Judge(model.model()), $($default)* }
        }

        /// Judged by a model of a quantity.
        #[must_use]
        pub fn with_regressor(model: impl crate::model::AsModel) -> Self {
            Self::with_model(model)
        }

        /// Judged by a model of classes.
        #[must_use]
        pub fn with_classifier(model: impl crate::model::AsModel) -> Self {
            Self::with_model(model)
        }
    };
}
pub(super) use judged_by;

//! A search as a model, and a finished search as a fitted one.

use std::any::Any;

use ndarray::{Array1, Array2};
use polars::prelude::DataFrame;

use super::FittedSearch;
use crate::array::Features;
use crate::error::Result;
use crate::model::{Classes, FittedClassifier, FittedModel, FittedRegressor};

/// A search over regressors is a regressor, one over classifiers a classifier.
macro_rules! search_roles {
    ($search:ident) => {
        impl $crate::model::AsModel for $search {
            fn model(&self) -> $crate::model::Model {
                if self.search.model.is_classifier() {
                    $crate::model::Model::Classifier(Box::new(self.clone()))
                } else {
                    $crate::model::Model::Regressor(Box::new(self.clone()))
                }
            }
        }

        $crate::model_selection::search::search_roles!(
            $search,
            Regressor,
            FittedRegressor,
            fit_regressor,
            fit_regressor_frame
        );
        $crate::model_selection::search::search_roles!(
            $search,
            Classifier,
            FittedClassifier,
            fit_classifier,
            fit_classifier_frame
        );
    };
    ($search:ident, $role:ident, $fitted:ident, $fit:ident, $fit_frame:ident) => {
        #[typetag::serde]
        impl $crate::model::$role for $search {
            fn name(&self) -> &'static str {
                stringify!($search)
            }

            fn boxed(&self) -> Box<dyn $crate::model::$role> {
                Box::new(self.clone())
            }

            fn takes_frames(&self) -> bool {
                self.search.model.takes_frames()
            }

            fn $fit(
                &self,
                data: &$crate::dataset::Training<'_>,
            ) -> $crate::error::Result<Box<dyn $crate::model::$fitted>> {
                let data = $crate::dataset::AsTraining::training(data)?;
                let data = $crate::model_selection::Subject::Numbers(data);
                Ok(Box::new(self.fit_subject(&data)?))
            }

            fn $fit_frame(
                &self,
                data: &$crate::dataset::FrameTraining<'_>,
            ) -> $crate::error::Result<Box<dyn $crate::model::$fitted>> {
                let data = $crate::model_selection::evaluation::subject::lent_frame(data);
                Ok(Box::new(self.fit_subject(&data)?))
            }

            fn diagram(&self) -> $crate::model::Diagram {
                $crate::model::Diagram::in_sequence(stringify!($search), vec![self.search.model.diagram()])
            }
        }
    };
}
pub(crate) use search_roles;

#[typetag::serde]
impl FittedRegressor for FittedSearch {
    fn name(&self) -> &'static str {
        self.kind.name()
    }

    fn boxed(&self) -> Box<dyn FittedRegressor> {
        Box::new(self.clone())
    }

    fn takes_frames(&self) -> bool {
        self.fitted.takes_frames()
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn predict_regression(&self, x: &Features<'_>) -> Result<Array1<f64>> {
        self.fitted.predict_features(x)
    }

    fn predict_regression_frame(&self, df: &DataFrame) -> Result<Array1<f64>> {
        self.fitted.predict_frame(df)
    }

    fn feature_importances(&self) -> Option<Array1<f64>> {
        self.fitted.feature_importances()
    }
}

#[typetag::serde]
impl FittedClassifier for FittedSearch {
    fn name(&self) -> &'static str {
        self.kind.name()
    }

    fn boxed(&self) -> Box<dyn FittedClassifier> {
        Box::new(self.clone())
    }

    fn takes_frames(&self) -> bool {
        self.fitted.takes_frames()
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn classes(&self) -> &Classes {
        self.fitted.classes().unwrap_or(&self.no_classes)
    }

    fn predict_classes(&self, x: &Features<'_>) -> Result<Array1<f64>> {
        self.fitted.predict_features(x)
    }

    fn predict_probabilities(&self, x: &Features<'_>) -> Result<Array2<f64>> {
        self.fitted.predict_probabilities(x)
    }

    fn decision_scores(&self, x: &Features<'_>) -> Result<Option<Array2<f64>>> {
        match &self.fitted {
            FittedModel::Classifier(model) => model.decision_scores(x),
            FittedModel::Regressor(_) => Ok(None),
        }
    }

    fn decision_scores_frame(&self, df: &DataFrame) -> Result<Option<Array2<f64>>> {
        match &self.fitted {
            FittedModel::Classifier(model) => model.decision_scores_frame(df),
            FittedModel::Regressor(_) => Ok(None),
        }
    }

    fn predict_classes_frame(&self, df: &DataFrame) -> Result<Array1<f64>> {
        self.fitted.predict_frame(df)
    }

    fn predict_probabilities_frame(&self, df: &DataFrame) -> Result<Array2<f64>> {
        self.fitted.predict_probabilities_frame(df)
    }

    fn feature_importances(&self) -> Option<Array1<f64>> {
        self.fitted.feature_importances()
    }
}

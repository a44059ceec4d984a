//! A pipeline as a regressor, a classifier or a transformer, as its last step is.

use std::any::Any;

use ndarray::{Array1, Array2};
use polars::prelude::DataFrame;
use std::borrow::Cow;

use super::fitted::no_model;
use super::flow::Flow;
use super::{FittedPipeline, NAME, Pipeline};
use crate::array::Features;
use crate::dataset::{AsTraining, FrameTraining, Training};
use crate::error::{Error, Result};
use crate::model::roles::frame_transformers;
use crate::model::{
    Classes, Classifier, Diagram, FittedClassifier, FittedFrameTransformer, FittedModel, FittedRegressor,
    FrameTransformer, Model, Regressor, Step, Summarize, Summary, unfitted_summary,
};
use crate::model_selection::Subject;
use crate::model_selection::evaluation::subject::lent_frame;

impl Summarize for Pipeline {
    fn summary(&self) -> Summary {
        let steps = self.steps.iter().map(|step| (step.name.clone(), step.step.name().to_owned()));
        unfitted_summary(NAME, steps.collect())
    }
}

impl Pipeline {
    fn fit_as(&self, data: &Subject<'_>, wanted: fn(&FittedModel) -> bool) -> Result<FittedPipeline> {
        if self.final_model().is_none() {
            return Err(no_model());
        }
        let fitted = self.fit_subject(data)?;
        if wanted(fitted.whole()?) { Ok(fitted) } else { Err(no_model()) }
    }
}

macro_rules! fit_role {
    ($role:ident, $fitted:ident, $fit:ident, $fit_frame:ident, $variant:ident) => {
        #[typetag::serde]
        impl $role for Pipeline {
            fn name(&self) -> &'static str {
                NAME
            }

            fn boxed(&self) -> Box<dyn $role> {
                Box::new(self.clone())
            }

            fn takes_frames(&self) -> bool {
                self.wants_frames()
            }

            fn $fit(&self, data: &Training<'_>) -> Result<Box<dyn $fitted>> {
                let data = Subject::Numbers(AsTraining::training(data)?);
                Ok(Box::new(self.fit_as(&data, |model| matches!(model, FittedModel::$variant(_)))?))
            }

            fn $fit_frame(&self, data: &FrameTraining<'_>) -> Result<Box<dyn $fitted>> {
                let data = lent_frame(data);
                Ok(Box::new(self.fit_as(&data, |model| matches!(model, FittedModel::$variant(_)))?))
            }

            fn diagram(&self) -> Diagram {
                Self::diagram(self)
            }
        }
    };
}
fit_role!(Regressor, FittedRegressor, fit_regressor, fit_regressor_frame, Regressor);
fit_role!(Classifier, FittedClassifier, fit_classifier, fit_classifier_frame, Classifier);

fn lent<'a>(x: &'a Features<'_>) -> Flow<'a> {
    Flow::Numbers(Features { values: x.values.view().into(), names: Cow::Borrowed(&x.names) })
}

#[typetag::serde]
impl FittedRegressor for FittedPipeline {
    fn name(&self) -> &'static str {
        NAME
    }

    fn boxed(&self) -> Box<dyn FittedRegressor> {
        Box::new(self.clone())
    }

    fn takes_frames(&self) -> bool {
        self.wants_frames()
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn predict_regression(&self, x: &Features<'_>) -> Result<Array1<f64>> {
        self.predict_flow(lent(x))
    }

    fn predict_regression_frame(&self, df: &DataFrame) -> Result<Array1<f64>> {
        self.predict_flow(Flow::Frame(Cow::Borrowed(df)))
    }

    fn feature_importances(&self) -> Option<Array1<f64>> {
        self.whole().ok()?.feature_importances()
    }
}

#[typetag::serde]
impl FittedClassifier for FittedPipeline {
    fn name(&self) -> &'static str {
        NAME
    }

    fn boxed(&self) -> Box<dyn FittedClassifier> {
        Box::new(self.clone())
    }

    fn takes_frames(&self) -> bool {
        self.wants_frames()
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn classes(&self) -> &Classes {
        self.whole().ok().and_then(FittedModel::classes).unwrap_or(&self.no_classes)
    }

    fn predict_classes(&self, x: &Features<'_>) -> Result<Array1<f64>> {
        self.predict_flow(lent(x))
    }

    fn predict_probabilities(&self, x: &Features<'_>) -> Result<Array2<f64>> {
        self.probabilities_flow(lent(x))
    }

    fn decision_scores(&self, x: &Features<'_>) -> Result<Option<Array2<f64>>> {
        self.decision_flow(lent(x))
    }

    fn decision_scores_frame(&self, df: &DataFrame) -> Result<Option<Array2<f64>>> {
        self.decision_flow(Flow::Frame(Cow::Borrowed(df)))
    }

    fn predict_classes_frame(&self, df: &DataFrame) -> Result<Array1<f64>> {
        self.predict_flow(Flow::Frame(Cow::Borrowed(df)))
    }

    fn predict_probabilities_frame(&self, df: &DataFrame) -> Result<Array2<f64>> {
        self.probabilities_flow(Flow::Frame(Cow::Borrowed(df)))
    }

    fn feature_importances(&self) -> Option<Array1<f64>> {
        self.whole().ok()?.feature_importances()
    }
}

frame_transformers!(Pipeline);

#[typetag::serde]
impl FrameTransformer for Pipeline {
    fn name(&self) -> &'static str {
        NAME
    }

    fn boxed(&self) -> Box<dyn FrameTransformer> {
        Box::new(self.clone())
    }

    fn as_model(&self) -> Option<Model> {
        self.final_model().map(|_| crate::model::AsModel::model(self))
    }

    fn fit_frame(
        &self,
        df: &DataFrame,
        target: Option<&Array1<f64>>,
    ) -> Result<Box<dyn FittedFrameTransformer>> {
        Ok(self.fit_transform_frame(df, target)?.0)
    }

    fn fit_transform_frame(
        &self,
        df: &DataFrame,
        target: Option<&Array1<f64>>,
    ) -> Result<(Box<dyn FittedFrameTransformer>, DataFrame)> {
        self.check()?;
        let mut flow = Flow::Frame(Cow::Borrowed(df));
        let names = flow.names();
        let mut steps = Vec::with_capacity(self.steps.len());
        for named in &self.steps {
            let Step::Transformer(step) = &named.step else {
                let expected = "a transformer: this pipeline is used to transform";
                return Err(Error::parameter(NAME, "step", format!("`{}`", named.name), expected));
            };
            let (fitted, changed) = super::fit_transformer(&**step, flow, target)?;
            flow = changed;
            steps.push((named.name.clone(), super::FittedStep::Transformer(fitted)));
        }
        let fitted = FittedPipeline::new(self.clone(), steps, df.shape(), names);
        Ok((Box::new(fitted), flow.into_frame()?.into_owned()))
    }

    fn diagram(&self) -> Diagram {
        Self::diagram(self)
    }
}

#[typetag::serde]
impl FittedFrameTransformer for FittedPipeline {
    fn boxed(&self) -> Box<dyn FittedFrameTransformer> {
        Box::new(self.clone())
    }

    fn transform_frame(&self, df: &DataFrame) -> Result<DataFrame> {
        Ok(self.before_model(Flow::Frame(Cow::Borrowed(df)))?.into_frame()?.into_owned())
    }
}

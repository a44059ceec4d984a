//! A pipeline that has been fitted.

use std::path::Path;

use ndarray::Array1;
use polars::prelude::DataFrame;
use serde::{Deserialize, Serialize};

use super::flow::Flow;
use super::{NAME, Pipeline, place};
use crate::array::AsFeatures;
use crate::error::{Error, Result};
use crate::model::whole::{saved_whole, whole_model, whole_ref};
use crate::model::{
    Classes, Diagram, FittedAnomalyDetector, FittedClusterer, FittedFrameTransformer, FittedModel, FittedRef,
    Summarize, Summary, fitted_on, persist,
};
use crate::model_selection::scoring::Scorers;

/// A fitted [`Pipeline`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FittedPipeline {
    parameters: Pipeline,
    steps: Vec<(String, FittedStep)>,
    /// Rows and columns of the training data.
    shape: (usize, usize),
    /// The names of the columns, if they had any.
    names: Vec<String>,
    scorers: Scorers,
    pub(super) no_classes: Classes,
}

impl std::fmt::Debug for FittedStep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Transformer(_) => f.write_str("a fitted transformer"),
            Self::Model(model) => model.fmt(f),
            Self::Clusterer(model) => model.fmt(f),
            Self::AnomalyDetector(model) => model.fmt(f),
        }
    }
}

/// One fitted step of a [`FittedPipeline`].
#[derive(Clone, Serialize, Deserialize)]
pub enum FittedStep {
    Transformer(Box<dyn FittedFrameTransformer>),
    Model(FittedModel),
    Clusterer(Box<dyn FittedClusterer>),
    AnomalyDetector(Box<dyn FittedAnomalyDetector>),
}

impl FittedPipeline {
    pub(super) fn new(
        parameters: Pipeline,
        steps: Vec<(String, FittedStep)>,
        shape: (usize, usize),
        names: Vec<String>,
    ) -> Self {
        Self { parameters, steps, shape, names, scorers: Scorers::default(), no_classes: Classes::default() }
    }

    /// The parameters that it was fitted with.
    pub fn parameters(&self) -> &Pipeline {
        &self.parameters
    }

    /// The fitted step called `name`.
    ///
    /// # Errors
    /// [`Error::ParameterNotFound`] with the nearest name.
    pub fn named_step(&self, name: &str) -> Result<&FittedStep> {
        Ok(&self.steps[place(&self.parameters.step_names(), name)?].1)
    }

    /// The model at the end, by its own type: `fitted.model_as::<FittedLogisticRegression>()`.
    ///
    /// # Errors
    /// [`Error::Fit`] if the last step is not of this type.
    pub fn model_as<T: 'static>(&self) -> Result<&T> {
        let any = match self.whole()? {
            FittedModel::Regressor(model) => model.as_any(),
            FittedModel::Classifier(model) => model.as_any(),
        };
        any.downcast_ref().ok_or_else(|| other_type(self.whole().map_or(NAME, FittedModel::name)))
    }

    /// One number or class value per row of `x`: a matrix, a frame, a dataset. A pipeline that ends in a
    /// clusterer gives groups, one that ends in an anomaly detector 1 and, for outliers, −1.
    ///
    /// # Errors
    /// What the steps' own `transform` and `predict` say; [`Error::Fit`] for a pipeline of transformers.
    pub fn predict(&self, x: impl AsFeatures) -> Result<Array1<f64>> {
        self.predict_flow(Flow::read(self.parameters.wants_frames(), &x, &self.names)?)
    }

    pub(super) fn predict_flow(&self, flow: Flow<'_>) -> Result<Array1<f64>> {
        let flow = self.before_model(flow)?;
        match self.last() {
            Some(FittedStep::Model(model)) => match &flow {
                Flow::Numbers(x) => model.predict_features(x),
                Flow::Frame(df) => model.predict_frame(df),
            },
            Some(FittedStep::Clusterer(model)) => {
                Ok(model.predict_clusters(&flow.numbers()?)?.mapv(|group| group as f64))
            }
            Some(FittedStep::AnomalyDetector(model)) => {
                let threshold = model.outlier_threshold();
                let scores = model.score_features(&flow.numbers()?)?;
                Ok(scores.mapv(|score| if score < threshold { -1.0 } else { 1.0 }))
            }
            _ => Err(no_model()),
        }
    }

    pub(super) fn probabilities_flow(&self, flow: Flow<'_>) -> Result<ndarray::Array2<f64>> {
        let model = self.whole()?;
        match &self.before_model(flow)? {
            Flow::Numbers(x) => model.predict_probabilities(x),
            Flow::Frame(df) => model.predict_probabilities_frame(df),
        }
    }

    pub(super) fn decision_flow(&self, flow: Flow<'_>) -> Result<Option<ndarray::Array2<f64>>> {
        let FittedModel::Classifier(model) = self.whole()? else { return Ok(None) };
        match &self.before_model(flow)? {
            Flow::Numbers(x) => model.decision_scores(x),
            Flow::Frame(df) => model.decision_scores_frame(df),
        }
    }

    /// What the transformers make of `x`: what comes out of a pipeline of transformers, and what
    /// reaches the model of any other.
    ///
    /// # Errors
    /// What the steps' own `transform` say.
    pub fn transform(&self, x: impl AsFeatures) -> Result<DataFrame> {
        let flow = Flow::read(self.parameters.wants_frames(), &x, &self.names)?;
        Ok(self.before_model(flow)?.into_frame()?.into_owned())
    }

    pub(super) fn before_model<'a>(&self, flow: Flow<'a>) -> Result<Flow<'a>> {
        let mut flow = flow.only(&self.names)?;
        for (_, step) in &self.steps {
            if let FittedStep::Transformer(step) = step {
                flow = flow.through(&**step)?;
            }
        }
        Ok(flow)
    }

    fn last(&self) -> Option<&FittedStep> {
        self.steps.last().map(|(_, step)| step)
    }

    pub(super) fn whole(&self) -> Result<&FittedModel> {
        match self.last() {
            Some(FittedStep::Model(model)) => Ok(model),
            _ => Err(no_model()),
        }
    }

    /// It as a fitted model of its role.
    pub(crate) fn lent(&self) -> Result<FittedRef<'_>> {
        Ok(whole_ref!(self))
    }

    fn scorers(&self) -> &Scorers {
        &self.scorers
    }

    pub(super) fn wants_frames(&self) -> bool {
        self.parameters.wants_frames()
    }

    /// What it is made of, for pictures.
    pub fn diagram(&self) -> Diagram {
        self.parameters.diagram()
    }

    /// "fitted on 112 samples, 4 features".
    pub(crate) fn note(&self) -> String {
        fitted_on(self.shape.0, self.shape.1)
    }

    /// Writes it to a file, from which [`load`](Self::load) reads it; one that ends in a regressor or
    /// a classifier [`load_model`](crate::model::load_model) reads too.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn save(&self, path: impl AsRef<Path>) -> Result<()> {
        let path = path.as_ref();
        if self.whole().is_ok() { self.save_model(path) } else { persist::save(self, path) }
    }

    /// Reads a pipeline from a file that [`save`](Self::save) wrote.
    ///
    /// # Errors
    /// [`Error::FileNotFound`] with the nearest name, [`Error::Read`] for a file of another kind or
    /// model.
    pub fn load(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        persist::load(path).or_else(|_| Self::load_model(path))
    }
}

impl persist::Stored for FittedPipeline {
    const ROLE: &'static str = "pipeline of transformers";

    fn model_name(&self) -> String {
        NAME.to_owned()
    }
}

whole_model!(FittedPipeline);
saved_whole!(FittedPipeline, save_model, load_model);

impl Summarize for FittedPipeline {
    fn summary(&self) -> Summary {
        let steps = self.parameters.steps.iter().map(|step| (step.name.clone(), step.step.name().to_owned()));
        let summary = Summary {
            title: NAME.to_owned(),
            subtitle: self.note(),
            parameters: steps.collect(),
            ..Summary::default()
        };
        match self.whole() {
            Err(_) => summary,
            Ok(model) => {
                let model = model.summary();
                Summary { results: model.results, tables: model.tables, notes: model.notes, ..summary }
            }
        }
    }
}

pub(super) fn no_model() -> Error {
    Error::Fit {
        model: NAME,
        reason: "its last step is a transformer, which predicts nothing".to_owned(),
        advice: "Use `transform`, or add a model as the last step.",
    }
}

fn other_type(model: &'static str) -> Error {
    Error::Fit {
        model: NAME,
        reason: format!("its last step is a fitted `{model}`, which is not of the type asked for"),
        advice: "Ask for that type, as in `model_as::<FittedLogisticRegression>()`.",
    }
}

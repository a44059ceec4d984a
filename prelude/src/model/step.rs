//! One step of a pipeline: whatever can stand in a row.

use serde::{Deserialize, Serialize};

use super::{AnomalyDetector, AsTransformer, Clusterer, Diagram, FrameTransformer, Model};

/// A transformer, or a model that ends the row.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Step {
    Transformer(Box<dyn FrameTransformer>),
    Model(Model),
    Clusterer(Box<dyn Clusterer>),
    AnomalyDetector(Box<dyn AnomalyDetector>),
}

/// Whatever can be a step: transformers, tuples of them, models of every role.
pub trait AsStep {
    /// A copy of it as a step.
    fn step(&self) -> Step;
}

impl<T: AsTransformer> AsStep for T {
    fn step(&self) -> Step {
        let transformer = self.transformer();
        transformer.as_model().map_or(Step::Transformer(transformer), Step::Model)
    }
}

impl AsStep for Step {
    fn step(&self) -> Self {
        self.clone()
    }
}

impl AsStep for Model {
    fn step(&self) -> Step {
        Step::Model(self.clone())
    }
}

impl Step {
    /// The step's name, as in code.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Transformer(step) => step.name(),
            Self::Model(step) => step.name(),
            Self::Clusterer(step) => step.name(),
            Self::AnomalyDetector(step) => step.name(),
        }
    }

    /// What it is made of, for pictures.
    pub fn diagram(&self) -> Diagram {
        match self {
            Self::Transformer(step) => step.diagram(),
            Self::Model(step) => step.diagram(),
            Self::Clusterer(step) => Diagram::block(step.name(), &step.summary().parameters),
            Self::AnomalyDetector(step) => Diagram::block(step.name(), &step.summary().parameters),
        }
    }
}

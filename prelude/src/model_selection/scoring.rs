//! Judging a fitted model by metrics.

use serde::{Deserialize, Serialize};

use super::evaluation::Subject;
use crate::error::Result;
use crate::model::FittedModel;

/// The metrics asked for; none means the model's own score, accuracy or R².
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Scorers {}

impl Scorers {
    /// One name per score.
    pub fn names(&self) -> Vec<String> {
        vec!["score".to_owned()]
    }
}

/// One score per metric; higher is better.
pub(crate) fn judge(fitted: &FittedModel, _scorers: &Scorers, data: &Subject<'_>) -> Result<Vec<f64>> {
    let score = match data {
        Subject::Numbers(data) => fitted.score_training(data)?,
        Subject::Frame(data) => fitted.score_frame(data)?,
    };
    Ok(vec![score])
}

//! Judging a fitted model by metrics.

use serde::{Deserialize, Serialize};

use super::evaluation::Subject;
use super::search::Problem;
use crate::error::Result;
use crate::metrics::{AsScoring, Scoring};
use crate::model::FittedRef;

/// The metrics asked for; none means the model's own score, accuracy or R².
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Scorers {
    list: Vec<Scoring>,
}

impl Scorers {
    /// One more metric, or an error in a name.
    pub fn push(&mut self, scoring: &dyn AsScoring, problem: &mut Option<Problem>) {
        match scoring.scoring() {
            Ok(scoring) => self.list.push(scoring),
            Err(error) => *problem = Some(Problem::new("scoring", "read", &error)),
        }
    }

    /// One name per score.
    pub fn names(&self) -> Vec<String> {
        if self.list.is_empty() {
            return vec!["score".to_owned()];
        }
        self.list.iter().map(|scoring| scoring.name().to_owned()).collect()
    }
}

/// One score per metric; higher is better.
pub(crate) fn judge(fitted: FittedRef<'_>, scorers: &Scorers, data: &Subject<'_>) -> Result<Vec<f64>> {
    let own = [match fitted {
        FittedRef::Regressor(_) => Scoring::R2,
        FittedRef::Classifier(_) => Scoring::Accuracy,
    }];
    let list = if scorers.list.is_empty() { &own[..] } else { &scorers.list };
    match data {
        Subject::Numbers(data) => Scoring::score_all_ref(list, fitted, data),
        Subject::Frame(data) => Scoring::score_all_ref_frame(list, fitted, data),
    }
}

//! Trying candidates: all folds of all of them, side by side.

use serde::{Deserialize, Serialize};

use super::draw::Problem;
use super::fitted::Kind;
use super::results::{Row, SearchResults};
use super::{Candidate, FittedSearch};
use crate::error::{Error, Result};
use crate::model::Model;
use crate::model::parameters::with_parameters;
use crate::model_selection::evaluation::parallel::in_parallel;
use crate::model_selection::evaluation::{Fold, Pair, Plan, Subject};

/// Folds are kept in memory for all candidates if together they have at most so many numbers.
const KEPT: usize = 40_000_000;

/// What all searches have in common.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Search {
    pub model: Model,
    pub plan: Plan,
    /// The metric that says which candidate is best; the first without.
    pub refit: Option<String>,
    /// Why a value given could not be read.
    pub problem: Option<Problem>,
}

impl Search {
    pub fn new(model: Model) -> Self {
        Self { model, plan: Plan::default(), refit: None, problem: None }
    }

    pub fn check(&self) -> Result<()> {
        self.metric()?;
        Problem::check(self.problem.as_ref())
    }

    /// The place of the metric that decides.
    pub fn metric(&self) -> Result<usize> {
        let Some(wanted) = &self.refit else { return Ok(0) };
        let names = self.plan.scorers.names();
        names.iter().position(|name| name == wanted).ok_or_else(|| Error::ParameterNotFound {
            owner: "search".to_owned(),
            path: wanted.clone(),
            suggestion: crate::error::Suggestion::nearest(wanted, names.iter().map(String::as_str)),
            available: names.clone(),
        })
    }

    /// Fits the best candidate on all of the data.
    pub fn finish(&self, kind: Kind, results: SearchResults, data: &Subject<'_>) -> Result<FittedSearch> {
        let metric = self.metric()?;
        let Some(best) = results.best(metric) else {
            return Err(Error::Search {
                candidates: results.rows.len(),
                reason: results
                    .rows
                    .iter()
                    .find_map(|row| row.failure.clone())
                    .unwrap_or_else(|| "the metric is not a number for any of them".to_owned()),
            });
        };
        let model = with_candidate(&self.model, &results.rows[best].candidate)?;
        let started = std::time::Instant::now();
        let fitted = data.fit(&model)?;
        let refit_time = started.elapsed().as_secs_f64();
        Ok(FittedSearch::new(kind, self, (model, fitted, refit_time), results, (best, metric)))
    }
}

/// The model with a candidate's parameters.
pub(crate) fn with_candidate(model: &Model, candidate: &Candidate) -> Result<Model> {
    with_parameters(model, model.name(), candidate)
}

/// The scores of every candidate. A parameter that the model does not have is an error; a candidate
/// that cannot be fitted has NaN for scores and its error beside them.
pub(crate) fn evaluate(
    label: &str,
    (model, plan): (&Model, &Plan),
    candidates: &[Candidate],
    data: &Subject<'_>,
    pairs: &[Pair],
) -> Result<Vec<Row>> {
    let models: Vec<Model> =
        candidates.iter().map(|candidate| with_candidate(model, candidate)).collect::<Result<_>>()?;
    let kept = keep(data, pairs, candidates.len())?;
    let folds = in_parallel(label, models.len() * pairs.len(), |task| {
        let (model, fold) = (&models[task / pairs.len()], task % pairs.len());
        let judged = match kept.get(fold) {
            Some((train, test)) => plan.judge_fold(model, train, test),
            None => judge_rows(plan, model, data, &pairs[fold]),
        };
        match judged {
            Err(error @ Error::Interrupted(_)) => Err(error),
            judged => Ok(judged),
        }
    })?;
    let n_metrics = plan.scorers.names().len();
    let rows = candidates.iter().zip(folds.chunks(pairs.len()));
    Ok(rows.map(|(candidate, folds)| Row::new(candidate, n_metrics, folds)).collect())
}

fn judge_rows(plan: &Plan, model: &Model, data: &Subject<'_>, (train, test): &Pair) -> Result<Fold> {
    plan.judge_fold(model, &data.rows(train)?, &data.rows(test)?)
}

/// The parts of each fold, if several candidates need them and they are small enough.
fn keep(
    data: &Subject<'_>,
    pairs: &[Pair],
    candidates: usize,
) -> Result<Vec<(Subject<'static>, Subject<'static>)>> {
    let rows: usize = pairs.iter().map(|(train, test)| train.len() + test.len()).sum();
    if candidates < 2 || rows.saturating_mul(data.n_columns()) > KEPT {
        return Ok(Vec::new());
    }
    pairs.iter().map(|(train, test)| Ok((data.rows(train)?, data.rows(test)?))).collect()
}

//! A good model without choosing one: several kinds of models behind the preparation that the columns
//! need, judged by folds; first each with its defaults, then random variations of the best kinds.

mod budget;
mod kinds;
mod leaderboard;

pub use budget::Budget;
pub use leaderboard::FittedAutoFit;

use std::time::Instant;

use ndarray::ArrayView1;
use polars::prelude::DataFrame;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::cv::Cv;
use super::evaluation::{Pair, Plan, Subject};
use super::search::{Candidate, Problem, Row, evaluate};
use crate::dataset::AsTraining;
use crate::error::{Error, Result};
use crate::metrics::AsScoring;
use crate::model::parameters::with_parameters;
use crate::model::{AsModel, Model};
use crate::pipeline::{FittedPipeline, Pipeline};
use crate::runtime::{Progress, quietly};
use kinds::{Kind, kinds, preparation};
use leaderboard::Entry;

/// Whole numbers with more distinct values than this are a quantity.
const MOST_CLASSES: usize = 20;
/// Variations are drawn among so many of the best kinds.
const BEST_KINDS: usize = 3;

/// Finds a pipeline that predicts the target well: imputes, encodes, scales, and tries several models
/// within the budget, which is a time or a number of candidates. A target of text, or of few whole
/// numbers, is taken for classes.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let found = auto_fit(&iris(), 4)?;
/// assert_eq!(found.leaderboard()?.height(), 4);
/// assert!(found.best_score() > 0.9);
/// assert_eq!(found.predict_labels(&iris())?[0], "setosa");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`AutoFit::fit`].
pub fn auto_fit(data: impl AsTraining, budget: impl Into<Budget>) -> Result<FittedAutoFit> {
    AutoFit::new(budget).fit_data(&data)
}

/// [`auto_fit`] with its settings: metric, folds, seed.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let found = AutoFit::new(Duration::from_secs(1)).scoring("neg_log_loss").cv(3).fit(&iris())?;
/// assert!(found.best_score() > -0.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct AutoFit {
    budget: Budget,
    plan: Plan,
    seed: u64,
    problem: Option<Problem>,
}

impl AutoFit {
    /// With five folds and seed 0.
    #[must_use]
    pub fn new(budget: impl Into<Budget>) -> Self {
        Self { budget: budget.into(), plan: Plan::default(), seed: 0, problem: None }
    }

    /// The metric that decides: a [`Scoring`](crate::metrics::Scoring) or its name. Default: accuracy
    /// for classes, R² for quantities.
    #[must_use]
    pub fn scoring(mut self, scoring: impl AsScoring) -> Self {
        self.plan.scorers.push(&scoring, &mut self.problem);
        self
    }

    /// A number of folds (stratified for classes) or any cross-validator. Default 5.
    #[must_use]
    pub fn cv(mut self, cv: impl Into<Cv>) -> Self {
        self.plan.cv = cv.into();
        self
    }

    /// The seed of the variations. Default 0.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Tries candidates until the budget is spent; a candidate that has begun is finished, and at least
    /// one is tried. An interrupt ends the search and keeps the best so far.
    ///
    /// # Errors
    /// [`Error::Parameter`] for a budget of 0 candidates, [`Error::Search`] if no candidate could be
    /// fitted, [`Error::Interrupted`] before the first was.
    pub fn fit(&self, data: impl AsTraining) -> Result<FittedAutoFit> {
        self.fit_data(&data)
    }

    fn fit_data(&self, data: &dyn AsTraining) -> Result<FittedAutoFit> {
        Problem::check(self.problem.as_ref())?;
        self.budget.check()?;
        let training = data.frame_training()?;
        let classes = training.class_names.is_some() || looks_like_classes(training.target.view());
        let kinds = kinds(classes, &training.features);
        let data = Subject::Frame(training);
        let model = kinds.first().map_or_else(|| Pipeline::new().model(), |kind| kind.pipeline.model());
        let pairs = self.plan.pairs(&model, &data)?;
        Contest { plan: &self.plan, data: &data, pairs, entries: Vec::new(), best: None }.run(
            &kinds,
            &self.budget,
            self.seed,
        )
    }
}

/// A search that is under way.
struct Contest<'a, 'd> {
    plan: &'a Plan,
    data: &'a Subject<'d>,
    pairs: Vec<Pair>,
    entries: Vec<Entry>,
    best: Option<(usize, FittedPipeline)>,
}

impl Contest<'_, '_> {
    fn run(mut self, kinds: &[Kind], budget: &Budget, seed: u64) -> Result<FittedAutoFit> {
        let (started, mut random) = (Instant::now(), StdRng::seed_from_u64(seed));
        let mut progress = Progress::new("auto fit", budget.steps());
        let mut interrupted = false;
        while self.entries.is_empty() || !budget.is_spent(started, self.entries.len()) {
            let Some((kind, candidate)) = self.next(kinds, &mut random) else { break };
            match quietly(|| self.enter(&kinds[kind], kind, candidate)) {
                Err(Error::Interrupted(_)) if self.best.is_some() => {
                    interrupted = true;
                    break;
                }
                outcome => outcome?,
            }
            progress.advance(budget.step(started, self.entries.len()));
            if let Some((best, _)) = &self.best {
                progress.note(&self.entries[*best].note());
            }
        }
        progress.finish_and_clear();
        FittedAutoFit::new(self.entries, self.best, self.plan.scorers.clone(), interrupted)
    }

    /// First every kind as it is, then a variation of one of the best.
    fn next(&self, kinds: &[Kind], random: &mut StdRng) -> Option<(usize, Candidate)> {
        if self.entries.len() < kinds.len() {
            return Some((self.entries.len(), Vec::new()));
        }
        let mut order: Vec<usize> = (0..kinds.len()).filter(|kind| !kinds[*kind].draws.is_empty()).collect();
        let best = |kind: usize| {
            let of_kind = self.entries.iter().filter(|entry| entry.kind == kind).map(Entry::score);
            of_kind.filter(|score| !score.is_nan()).fold(f64::NEG_INFINITY, f64::max)
        };
        order.sort_by(|a, b| best(*b).total_cmp(&best(*a)));
        order.truncate(BEST_KINDS);
        // A parameter space may be small: after some attempts what was tried before is not tried again.
        for _ in 0..50 {
            let kind = *order.get(random.gen_range(0..order.len().max(1)))?;
            let candidate: Candidate =
                kinds[kind].draws.iter().map(|(path, draw)| (path.clone(), draw.sample(random))).collect();
            let known = |entry: &Entry| entry.kind == kind && entry.row.candidate == candidate;
            if !self.entries.iter().any(known) {
                return Some((kind, candidate));
            }
        }
        None
    }

    /// Judges a candidate; the best so far is fitted on all of the data at once, so that it is there
    /// whenever the search ends.
    fn enter(&mut self, kind: &Kind, place: usize, candidate: Candidate) -> Result<()> {
        let pipeline = with_parameters(&kind.pipeline, kind.name, &candidate)?;
        let judged = self.judge(&pipeline.model(), &candidate)?;
        let mut entry = Entry { kind: place, model: kind.name.to_owned(), row: judged };
        let leader = self.best.as_ref().map_or(f64::NEG_INFINITY, |(best, _)| self.entries[*best].score());
        if entry.score() > leader {
            match pipeline.fit_subject(self.data) {
                Ok(fitted) => self.best = Some((self.entries.len(), fitted)),
                Err(error @ Error::Interrupted(_)) => return Err(error),
                Err(error) => entry.row.failure = Some(error.to_string()),
            }
        }
        self.entries.push(entry);
        Ok(())
    }

    fn judge(&self, model: &Model, candidate: &Candidate) -> Result<Row> {
        let rows = evaluate("folds", (model, self.plan), &[Vec::new()], self.data, &self.pairs)?;
        let row = rows.into_iter().next().unwrap_or_default();
        Ok(Row { candidate: candidate.clone(), ..row })
    }
}

/// Whether the target names classes: few whole numbers that each come several times.
fn looks_like_classes(target: ArrayView1<'_, f64>) -> bool {
    if !target.iter().all(|value| value.fract() == 0.0) {
        return false;
    }
    let mut values = target.to_vec();
    values.sort_by(f64::total_cmp);
    values.dedup();
    values.len() <= MOST_CLASSES && values.len() * 5 <= target.len()
}

/// The kinds of models for such a frame, each behind the preparation of its columns.
fn prepared(df: &DataFrame) -> Pipeline {
    Pipeline::new().step("prepare", preparation(df))
}

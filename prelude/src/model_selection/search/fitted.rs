//! A finished search: the best model, fitted on all of the data, and how all candidates did.

use std::collections::BTreeMap;
use std::path::Path;

use ndarray::Array1;
use polars::prelude::DataFrame;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::results::{Row, SearchResults};
use super::run::Search;
use crate::array::AsFeatures;
use crate::display::number;
use crate::error::Result;
use crate::model::whole::{saved_whole, whole_model};
use crate::model::{Classes, FittedModel, Model, Summarize, Summary, SummaryTable, counted};
use crate::model_selection::scoring::Scorers;
use crate::runtime::{MimeBundle, RichDisplay};

/// Candidates that the summary lists.
const SHOWN: usize = 10;

/// A finished [`GridSearch`], [`RandomSearch`] or [`HalvingSearch`]: it predicts with the best
/// candidate, fitted on all of the data.
///
/// [`GridSearch`]: super::GridSearch
/// [`RandomSearch`]: super::RandomSearch
/// [`HalvingSearch`]: super::HalvingSearch
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FittedSearch {
    pub(super) kind: Kind,
    model: Model,
    pub(super) fitted: FittedModel,
    results: SearchResults,
    scorers: Scorers,
    best: usize,
    metric: usize,
    refit_time: f64,
    pub(super) no_classes: Classes,
}

/// Which search it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Kind {
    Grid,
    Random,
    Halving,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Grid => "GridSearch",
            Self::Random => "RandomSearch",
            Self::Halving => "HalvingSearch",
        }
    }
}

impl FittedSearch {
    pub(super) fn new(
        kind: Kind,
        search: &Search,
        (model, fitted, refit_time): (Model, FittedModel, f64),
        results: SearchResults,
        (best, metric): (usize, usize),
    ) -> Self {
        let (scorers, no_classes) = (search.plan.scorers.clone(), Classes::default());
        Self { kind, model, fitted, results, scorers, best, metric, refit_time, no_classes }
    }

    fn row(&self) -> &Row {
        &self.results.rows[self.best]
    }

    /// The best candidate's parameters by path.
    pub fn best_params(&self) -> BTreeMap<String, Value> {
        self.row().candidate.iter().cloned().collect()
    }

    /// The best candidate's mean score over the test parts of the folds.
    pub fn best_score(&self) -> f64 {
        self.row().mean(self.metric)
    }

    /// The best candidate's row in [`results`](Self::results).
    pub fn best_index(&self) -> usize {
        self.best
    }

    /// The best model, fitted on all of the data.
    pub fn best_model(&self) -> &FittedModel {
        &self.fitted
    }

    /// The best model, not fitted: for a fit on other data.
    pub fn best_unfitted(&self) -> &Model {
        &self.model
    }

    /// Seconds that the last fit took, on all of the data.
    pub fn refit_time(&self) -> f64 {
        self.refit_time
    }

    /// One row per candidate under scikit-learn's names: `param_…`, `mean_test_score`,
    /// `std_test_score`, `rank_test_score`, `split0_test_score` …, `mean_fit_time`,
    /// `mean_score_time`.
    ///
    /// # Errors
    /// polars' own.
    pub fn results(&self) -> Result<DataFrame> {
        self.results.to_frame()
    }

    /// One number or class value per row of `x`, by the best model.
    ///
    /// # Errors
    /// What the model's own `predict` says.
    pub fn predict(&self, x: impl AsFeatures) -> Result<Array1<f64>> {
        self.fitted.predict(x)
    }

    /// Writes it to a file, from which [`load`](Self::load) and
    /// [`load_model`](crate::model::load_model) read it.
    ///
    /// # Errors
    /// [`Error::Write`](crate::Error::Write).
    pub fn save(&self, path: impl AsRef<Path>) -> Result<()> {
        self.save_model(path.as_ref())
    }

    /// Reads a search from a file that [`save`](Self::save) wrote.
    ///
    /// # Errors
    /// [`Error::FileNotFound`](crate::Error::FileNotFound) with the nearest name,
    /// [`Error::Read`](crate::Error::Read) for a file of another kind or model.
    pub fn load(path: impl AsRef<Path>) -> Result<Self> {
        Self::load_search(path.as_ref())
    }

    fn whole(&self) -> Result<&FittedModel> {
        Ok(&self.fitted)
    }

    fn scorers(&self) -> &Scorers {
        &self.scorers
    }

    /// The best candidates of the last round, best first.
    fn leaders(&self) -> Vec<&Row> {
        let round = self.row().round.map(|(round, _)| round);
        let mut rows: Vec<&Row> =
            self.results.rows.iter().filter(|row| row.round.map(|(round, _)| round) == round).collect();
        rows.sort_by(|a, b| rank_key(b.mean(self.metric)).total_cmp(&rank_key(a.mean(self.metric))));
        rows
    }
}

/// NaN after everything.
fn rank_key(score: f64) -> f64 {
    if score.is_nan() { f64::NEG_INFINITY } else { score }
}

whole_model!(FittedSearch);
saved_whole!(FittedSearch, save_model, load_search);

impl RichDisplay for FittedSearch {
    fn rich_display(&self) -> MimeBundle {
        self.summary().rich_display()
    }
}

impl Summarize for FittedSearch {
    fn summary(&self) -> Summary {
        let (row, n_splits) = (self.row(), self.row().fit_times.len());
        let metric = &self.results.metrics[self.metric];
        let leaders = self.leaders();
        let line = |row: &&Row| {
            let values = vec![row.mean(self.metric), row.std(self.metric), mean(&row.fit_times)];
            (row.label(), values)
        };
        let failed = self.results.rows.iter().filter(|row| row.failure.is_some()).count();
        Summary {
            title: self.kind.name().to_owned(),
            subtitle: format!(
                "{} of {} in {}",
                counted(self.results.rows.len(), "candidate", "candidates"),
                self.model.name(),
                counted(n_splits, "fold", "folds")
            ),
            results: vec![
                (
                    format!("best {metric}"),
                    format!("{} ± {}", number(self.best_score()), number(row.std(self.metric))),
                ),
                ("best parameters".to_owned(), row.label()),
            ],
            tables: vec![SummaryTable {
                caption: if leaders.len() > SHOWN { format!("The best {SHOWN}") } else { String::new() },
                columns: [metric.as_str(), "± std", "fit time (s)"].map(str::to_owned).to_vec(),
                rows: leaders.iter().take(SHOWN).map(line).collect(),
            }],
            notes: (failed > 0)
                .then(|| {
                    let example = self.results.rows.iter().find_map(|row| row.failure.as_deref());
                    format!(
                        "{} could not be fitted: {}",
                        counted(failed, "candidate", "candidates"),
                        example.unwrap_or_default()
                    )
                })
                .into_iter()
                .collect(),
            ..Summary::default()
        }
    }
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

//! What an automatic search found.

use std::path::Path;

use ndarray::Array1;
use polars::prelude::{Column, DataFrame};

use crate::array::AsFeatures;
use crate::dataset::AsTraining;
use crate::display::number;
use crate::error::{Error, Result};
use crate::model::{Summarize, Summary, SummaryTable, counted};
use crate::model_selection::scoring::{Scorers, judge};
use crate::model_selection::search::Row;
use crate::model_selection::{Subject, evaluation};
use crate::pipeline::FittedPipeline;
use crate::runtime::{MimeBundle, RichDisplay};

/// Candidates that the summary lists.
const SHOWN: usize = 10;

/// One candidate that was judged.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub kind: usize,
    pub model: String,
    pub row: Row,
}

impl Entry {
    pub fn score(&self) -> f64 {
        if self.row.failure.is_some() { f64::NAN } else { self.row.mean(0) }
    }

    pub fn note(&self) -> String {
        format!("best {} ({})", number(self.score()), self.model)
    }
}

/// The best pipeline that [`auto_fit`](super::auto_fit) found, fitted on all of the data, and how all
/// candidates did.
#[derive(Clone, Debug)]
pub struct FittedAutoFit {
    /// Best first.
    entries: Vec<Entry>,
    best: FittedPipeline,
    scorers: Scorers,
    interrupted: bool,
}

impl FittedAutoFit {
    pub(super) fn new(
        mut entries: Vec<Entry>,
        best: Option<(usize, FittedPipeline)>,
        scorers: Scorers,
        interrupted: bool,
    ) -> Result<Self> {
        let Some((_, best)) = best else {
            let reason = entries.iter().find_map(|entry| entry.row.failure.clone());
            return Err(Error::Search {
                candidates: entries.len(),
                reason: reason.unwrap_or_else(|| "the metric is not a number for any of them".to_owned()),
            });
        };
        let key = |entry: &Entry| if entry.score().is_nan() { f64::NEG_INFINITY } else { entry.score() };
        entries.sort_by(|a, b| key(b).total_cmp(&key(a)));
        Ok(Self { entries, best, scorers, interrupted })
    }

    /// The best pipeline, fitted on all of the data.
    pub fn best_model(&self) -> &FittedPipeline {
        &self.best
    }

    /// The best pipeline's mean score over the test parts of the folds.
    pub fn best_score(&self) -> f64 {
        self.entries.first().map_or(f64::NAN, Entry::score)
    }

    /// Whether the search was interrupted before its budget was spent.
    pub fn was_interrupted(&self) -> bool {
        self.interrupted
    }

    /// One row per candidate, best first: `rank`, `model`, `parameters`, `mean_score`, `std_score`,
    /// `fit_time` in seconds, and `error` if there was one.
    ///
    /// # Errors
    /// polars' own.
    pub fn leaderboard(&self) -> Result<DataFrame> {
        let column = |name: &str, of: &dyn Fn(&Entry) -> f64| {
            Column::new(name.into(), self.entries.iter().map(of).collect::<Vec<f64>>())
        };
        let text = |name: &str, of: &dyn Fn(&Entry) -> String| {
            Column::new(name.into(), self.entries.iter().map(of).collect::<Vec<String>>())
        };
        let mut columns = vec![
            Column::new("rank".into(), (1..=self.entries.len() as u32).collect::<Vec<u32>>()),
            text("model", &|entry| entry.model.clone()),
            text("parameters", &|entry| entry.row.label()),
            column("mean_score", &Entry::score),
            column("std_score", &|entry| entry.row.std(0)),
            column("fit_time", &|entry| evaluation::mean_and_std(&entry.row.fit_times).0),
        ];
        if self.entries.iter().any(|entry| entry.row.failure.is_some()) {
            let errors: Vec<Option<&str>> =
                self.entries.iter().map(|entry| entry.row.failure.as_deref()).collect();
            columns.push(Column::new("error".into(), errors));
        }
        Ok(DataFrame::new(self.entries.len(), columns)?)
    }

    /// One number or class value per row, by the best pipeline.
    ///
    /// # Errors
    /// As [`FittedPipeline::predict`].
    pub fn predict(&self, x: impl AsFeatures) -> Result<Array1<f64>> {
        self.best.predict(x)
    }

    /// The predicted class of each row by name.
    ///
    /// # Errors
    /// As [`FittedPipeline::predict_labels`].
    pub fn predict_labels(&self, x: impl AsFeatures) -> Result<Vec<String>> {
        self.best.predict_labels(x)
    }

    /// Shape (n_samples, n_classes), rows sum to one.
    ///
    /// # Errors
    /// As [`FittedPipeline::predict_proba`].
    pub fn predict_proba(&self, x: impl AsFeatures) -> Result<ndarray::Array2<f64>> {
        self.best.predict_proba(x)
    }

    /// The probability of the second of two classes, length n_samples.
    ///
    /// # Errors
    /// As [`FittedPipeline::predict_positive`].
    pub fn predict_positive(&self, x: impl AsFeatures) -> Result<Array1<f64>> {
        self.best.predict_positive(x)
    }

    /// The metric of the search on `data`.
    ///
    /// # Errors
    /// As [`predict`](Self::predict).
    pub fn score(&self, data: impl AsTraining) -> Result<f64> {
        let best = self.best.lent()?;
        let data = Subject::in_form(best.takes_frames(), &data)?;
        Ok(judge(best, &self.scorers, &data)?[0])
    }

    /// Writes the best pipeline to a file, from which [`FittedPipeline::load`] and
    /// [`load_model`](crate::model::load_model) read it.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn save(&self, path: impl AsRef<Path>) -> Result<()> {
        self.best.save(path)
    }
}

impl Summarize for FittedAutoFit {
    fn summary(&self) -> Summary {
        let line = |entry: &Entry| {
            let name = if entry.row.candidate.is_empty() {
                entry.model.clone()
            } else {
                format!("{}: {}", entry.model, entry.row.label().replace("model__", ""))
            };
            let time = evaluation::mean_and_std(&entry.row.fit_times).0;
            (name, vec![entry.score(), entry.row.std(0), time])
        };
        let metric = self.scorers.names()[0].clone();
        let mut notes = Vec::new();
        if self.interrupted {
            notes.push("Interrupted: this is the best so far.".to_owned());
        }
        Summary {
            title: "AutoFit".to_owned(),
            subtitle: format!(
                "{} judged; the best is fitted on all of the data",
                counted(self.entries.len(), "candidate", "candidates")
            ),
            results: vec![(format!("best {metric}"), number(self.best_score()))],
            tables: vec![SummaryTable {
                caption: String::new(),
                columns: [metric.as_str(), "± std", "fit time (s)"].map(str::to_owned).to_vec(),
                rows: self.entries.iter().take(SHOWN).map(line).collect(),
            }],
            notes,
            ..Summary::default()
        }
    }
}

impl RichDisplay for FittedAutoFit {
    fn rich_display(&self) -> MimeBundle {
        self.summary().rich_display()
    }
}

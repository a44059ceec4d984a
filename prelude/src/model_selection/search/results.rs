//! What a search found: one row per candidate.

use polars::prelude::{Column, DataFrame};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Candidate;
use crate::error::Result;
use crate::model_selection::evaluation::{Fold, mean_and_std};

/// The scores of all candidates.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct SearchResults {
    pub metrics: Vec<String>,
    pub rows: Vec<Row>,
}

/// One candidate.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Row {
    pub candidate: Candidate,
    /// By metric, then by fold; NaN where the fit failed.
    pub test: Vec<Vec<f64>>,
    pub train: Option<Vec<Vec<f64>>>,
    pub fit_times: Vec<f64>,
    pub score_times: Vec<f64>,
    /// The round, and how much of the resource it gave; for successive halving.
    pub round: Option<(usize, usize)>,
    /// Why it could not be fitted.
    pub failure: Option<String>,
}

impl Row {
    /// From the folds of one candidate.
    pub fn new(candidate: &Candidate, n_metrics: usize, folds: &[Result<Fold>]) -> Self {
        let scores = |of: &dyn Fn(&Fold) -> f64| -> Vec<f64> {
            folds.iter().map(|fold| fold.as_ref().map_or(f64::NAN, of)).collect()
        };
        let has_train = folds.iter().all(|fold| fold.as_ref().is_ok_and(|fold| fold.train.is_some()));
        let train =
            |metric: usize| scores(&|fold| fold.train.as_ref().map_or(f64::NAN, |train| train[metric]));
        Self {
            candidate: candidate.clone(),
            test: (0..n_metrics).map(|metric| scores(&|fold| fold.test[metric])).collect(),
            train: has_train.then(|| (0..n_metrics).map(train).collect()),
            fit_times: scores(&|fold| fold.fit_time),
            score_times: scores(&|fold| fold.score_time),
            round: None,
            failure: folds.iter().find_map(|fold| fold.as_ref().err()).map(ToString::to_string),
        }
    }

    pub fn mean(&self, metric: usize) -> f64 {
        mean_and_std(&self.test[metric]).0
    }

    pub fn std(&self, metric: usize) -> f64 {
        mean_and_std(&self.test[metric]).1
    }

    /// "c = 0.1, penalty = l2".
    pub fn label(&self) -> String {
        let pairs: Vec<String> =
            self.candidate.iter().map(|(name, value)| format!("{name} = {}", plain(value))).collect();
        if pairs.is_empty() { "defaults".to_owned() } else { pairs.join(", ") }
    }
}

impl SearchResults {
    /// The place of the best candidate by a metric, the first of equals; of the last round only.
    pub fn best(&self, metric: usize) -> Option<usize> {
        let last = self.rows.iter().filter_map(|row| row.round).map(|(round, _)| round).max();
        let mut best: Option<(usize, f64)> = None;
        for (place, row) in self.rows.iter().enumerate() {
            let mean = row.mean(metric);
            let counts = row.round.map(|(round, _)| round) == last && !mean.is_nan();
            if counts && best.is_none_or(|(_, score)| mean > score) {
                best = Some((place, mean));
            }
        }
        best.map(|(place, _)| place)
    }

    /// 1 for the best; equals share the better rank, and failures come last.
    pub fn ranks(&self, metric: usize) -> Vec<u32> {
        let means: Vec<f64> = self.rows.iter().map(|row| row.mean(metric)).collect();
        let better = |mean: f64| {
            let ahead = |other: &&f64| **other > mean || (mean.is_nan() && !other.is_nan());
            1 + means.iter().filter(ahead).count() as u32
        };
        means.iter().map(|mean| better(*mean)).collect()
    }

    /// scikit-learn's `cv_results_`: parameters, means, deviations and ranks first.
    pub fn to_frame(&self) -> Result<DataFrame> {
        let rows = &self.rows;
        let mut columns = Vec::new();
        if rows.iter().any(|row| row.round.is_some()) {
            let round = |row: &Row| row.round.unwrap_or_default();
            columns.push(whole("iter", rows.iter().map(|row| round(row).0)));
            columns.push(whole("n_resources", rows.iter().map(|row| round(row).1)));
        }
        columns.extend(self.parameters());
        for (metric, name) in self.metrics.iter().enumerate() {
            columns.push(number(format!("mean_test_{name}"), rows.iter().map(|row| row.mean(metric))));
            columns.push(number(format!("std_test_{name}"), rows.iter().map(|row| row.std(metric))));
            columns.push(Column::new(format!("rank_test_{name}").into(), self.ranks(metric)));
        }
        for (metric, name) in self.metrics.iter().enumerate() {
            self.folds(metric, name, &mut columns);
        }
        let time = |times: &[f64]| mean_and_std(times).0;
        columns.push(number("mean_fit_time".to_owned(), rows.iter().map(|row| time(&row.fit_times))));
        columns.push(number("mean_score_time".to_owned(), rows.iter().map(|row| time(&row.score_times))));
        if rows.iter().any(|row| row.failure.is_some()) {
            let failures: Vec<Option<&str>> = rows.iter().map(|row| row.failure.as_deref()).collect();
            columns.push(Column::new("error".into(), failures));
        }
        Ok(DataFrame::new(rows.len(), columns)?)
    }

    fn folds(&self, metric: usize, name: &str, columns: &mut Vec<Column>) {
        let n_splits = self.rows.iter().map(|row| row.test[metric].len()).max().unwrap_or(0);
        let at = |scores: &[Vec<f64>], fold: usize| scores[metric].get(fold).copied().unwrap_or(f64::NAN);
        for fold in 0..n_splits {
            let scores = self.rows.iter().map(|row| at(&row.test, fold));
            columns.push(number(format!("split{fold}_test_{name}"), scores));
        }
        if self.rows.iter().any(|row| row.train.is_some()) {
            let mean =
                |row: &Row| row.train.as_ref().map_or(f64::NAN, |train| mean_and_std(&train[metric]).0);
            columns.push(number(format!("mean_train_{name}"), self.rows.iter().map(mean)));
        }
    }

    /// One column per parameter, of the type that its values have in common.
    fn parameters(&self) -> Vec<Column> {
        let mut names: Vec<&String> = Vec::new();
        for (name, _) in self.rows.iter().flat_map(|row| &row.candidate) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.into_iter().map(|name| self.parameter(name)).collect()
    }

    pub fn parameter(&self, name: &str) -> Column {
        let of =
            |row: &Row| row.candidate.iter().find(|(path, _)| path == name).map(|(_, value)| value.clone());
        let values: Vec<Option<Value>> =
            self.rows.iter().map(of).map(|value| value.filter(|value| !value.is_null())).collect();
        let all = |is: fn(&Value) -> bool| values.iter().flatten().all(is);
        let head = format!("param_{name}").into();
        if all(Value::is_i64) {
            Column::new(head, values.iter().map(|value| value.as_ref()?.as_i64()).collect::<Vec<_>>())
        } else if all(Value::is_number) {
            Column::new(head, values.iter().map(|value| value.as_ref()?.as_f64()).collect::<Vec<_>>())
        } else if all(Value::is_boolean) {
            Column::new(head, values.iter().map(|value| value.as_ref()?.as_bool()).collect::<Vec<_>>())
        } else {
            Column::new(head, values.iter().map(|value| value.as_ref().map(plain)).collect::<Vec<_>>())
        }
    }
}

/// A value as a person reads it: text without quotes.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "none".to_owned(),
        other => other.to_string(),
    }
}

fn number(name: String, values: impl Iterator<Item = f64>) -> Column {
    Column::new(name.into(), values.collect::<Vec<f64>>())
}

fn whole(name: &str, values: impl Iterator<Item = usize>) -> Column {
    Column::new(name.into(), values.map(|value| value as u64).collect::<Vec<u64>>())
}

//! What a cross-validation found.

use ndarray::{Array1, Array2, Axis};
use polars::prelude::{Column, DataFrame};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result, Suggestion};
use crate::model::{Summarize, Summary, SummaryTable, counted};
use crate::model_selection::evaluation::{Fold, mean_and_std};
use crate::runtime::{MimeBundle, RichDisplay};

/// The scores and times of every fold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CrossValidation {
    model: String,
    metrics: Vec<String>,
    /// Shape (n_folds, n_metrics).
    test: Array2<f64>,
    train: Option<Array2<f64>>,
    fit_times: Array1<f64>,
    score_times: Array1<f64>,
}

impl CrossValidation {
    pub(super) fn new(model: &str, metrics: Vec<String>, folds: &[Fold]) -> Self {
        let table = |scores: &dyn Fn(usize, usize) -> f64| {
            Array2::from_shape_fn((folds.len(), metrics.len()), |(fold, metric)| scores(fold, metric))
        };
        let has_train = folds.iter().all(|fold| fold.train.is_some());
        Self {
            model: model.to_owned(),
            test: table(&|fold, metric| folds[fold].test[metric]),
            train: has_train.then(|| {
                table(&|fold, metric| folds[fold].train.as_ref().map_or(f64::NAN, |train| train[metric]))
            }),
            fit_times: folds.iter().map(|fold| fold.fit_time).collect(),
            score_times: folds.iter().map(|fold| fold.score_time).collect(),
            metrics,
        }
    }

    /// The number of folds.
    pub fn n_splits(&self) -> usize {
        self.test.nrows()
    }

    /// The names of the metrics, in the order asked for.
    pub fn metrics(&self) -> &[String] {
        &self.metrics
    }

    /// The first metric on the test part of each fold.
    pub fn test_scores(&self) -> Array1<f64> {
        self.test.column(0).to_owned()
    }

    /// One metric on the test part of each fold.
    ///
    /// # Errors
    /// [`Error::ParameterNotFound`] for a metric that was not asked for.
    pub fn test_scores_of(&self, metric: &str) -> Result<Array1<f64>> {
        Ok(self.test.column(self.place(metric)?).to_owned())
    }

    /// The first metric on the training part of each fold, if training scores were asked for.
    pub fn train_scores(&self) -> Option<Array1<f64>> {
        Some(self.train.as_ref()?.column(0).to_owned())
    }

    /// The mean of the first metric over the folds.
    pub fn mean(&self) -> f64 {
        mean_and_std(&self.test_scores().to_vec()).0
    }

    /// The standard deviation (n) of the first metric over the folds.
    pub fn std(&self) -> f64 {
        mean_and_std(&self.test_scores().to_vec()).1
    }

    /// Seconds that each fit took.
    pub fn fit_times(&self) -> &Array1<f64> {
        &self.fit_times
    }

    /// Seconds that each fold's predictions and metrics took.
    pub fn score_times(&self) -> &Array1<f64> {
        &self.score_times
    }

    /// One row per fold: `fit_time`, `score_time`, `test_…` and `train_…` of each metric.
    ///
    /// # Errors
    /// polars' own.
    pub fn to_frame(&self) -> Result<DataFrame> {
        let mut columns = vec![
            Column::new("fit_time".into(), self.fit_times.to_vec()),
            Column::new("score_time".into(), self.score_times.to_vec()),
        ];
        for (place, metric) in self.metrics.iter().enumerate() {
            columns.push(Column::new(format!("test_{metric}").into(), self.test.column(place).to_vec()));
            if let Some(train) = &self.train {
                columns.push(Column::new(format!("train_{metric}").into(), train.column(place).to_vec()));
            }
        }
        Ok(DataFrame::new(self.n_splits(), columns)?)
    }

    fn place(&self, metric: &str) -> Result<usize> {
        self.metrics.iter().position(|name| name == metric).ok_or_else(|| Error::ParameterNotFound {
            owner: "CrossValidation".to_owned(),
            path: metric.to_owned(),
            suggestion: Suggestion::nearest(metric, self.metrics.iter().map(String::as_str)),
            available: self.metrics.clone(),
        })
    }

    fn rows(&self) -> Vec<(String, Vec<f64>)> {
        let row = |name: String, values: Vec<f64>| {
            let (mean, std) = mean_and_std(&values);
            let lowest = values.iter().copied().fold(f64::INFINITY, f64::min);
            let highest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            (name, vec![mean, std, lowest, highest])
        };
        let mut rows = Vec::new();
        for (place, metric) in self.metrics.iter().enumerate() {
            rows.push(row(metric.clone(), self.test.index_axis(Axis(1), place).to_vec()));
            if let Some(train) = &self.train {
                rows.push(row(format!("{metric} (train)"), train.column(place).to_vec()));
            }
        }
        rows.push(row("fit time (s)".to_owned(), self.fit_times.to_vec()));
        rows
    }
}

impl Summarize for CrossValidation {
    fn summary(&self) -> Summary {
        let scored = |(place, metric): (usize, &String)| {
            let (mean, std) = mean_and_std(&self.test.column(place).to_vec());
            (metric.clone(), format!("{mean:.4} ± {std:.4}"))
        };
        Summary {
            title: "CrossValidation".to_owned(),
            subtitle: format!("{} in {}", self.model, counted(self.n_splits(), "fold", "folds")),
            results: self.metrics.iter().enumerate().map(scored).collect(),
            tables: vec![SummaryTable {
                caption: "Over the folds".to_owned(),
                columns: ["mean", "std", "lowest", "highest"].map(str::to_owned).to_vec(),
                rows: self.rows(),
            }],
            ..Summary::default()
        }
    }
}

impl RichDisplay for CrossValidation {
    fn rich_display(&self) -> MimeBundle {
        self.summary().rich_display()
    }
}

//! Precision, recall and F1 of every class at a glance.

use ndarray::{Array2, Axis};
use polars::prelude::{Column, DataFrame};
use serde::{Deserialize, Serialize};

use super::confusion_matrix::confusion_matrix;
use super::truth::AsTrueLabels;
use crate::array::AsLabels;
use crate::error::Result;

/// Precision, recall, F1 and number of samples per class, with their averages and the accuracy.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let model = LogisticRegression::new().fit(&iris())?;
/// let report = classification_report(&iris().target_labels(), &model.predict_labels(&iris())?)?;
/// assert!(report.accuracy > 0.95);
/// assert_eq!(report.classes[0].label, "setosa");
/// println!("{}", report.to_frame()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`confusion_matrix`].
pub fn classification_report(
    y_true: impl AsTrueLabels,
    y_pred: impl AsLabels,
) -> Result<ClassificationReport> {
    Ok(confusion_matrix(y_true, y_pred)?.report())
}

/// What [`classification_report`] tells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClassificationReport {
    /// One per class, ascending.
    pub classes: Vec<ReportRow>,
    /// The share of samples that are right.
    pub accuracy: f64,
    /// The plain mean over the classes.
    pub macro_average: ReportRow,
    /// The mean over the classes by their support.
    pub weighted_average: ReportRow,
}

/// One line of a [`ClassificationReport`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportRow {
    pub label: String,
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
    /// The number (or weight) of the samples that are of the class.
    pub support: f64,
}

impl ClassificationReport {
    /// A row per class and one per average; the accuracy stands in the column `f1`.
    ///
    /// # Errors
    /// polars' own.
    pub fn to_frame(&self) -> Result<DataFrame> {
        let rows = self.rows();
        let numbers = |name: &str, value: fn(&ReportRow) -> f64| {
            let values: Vec<Option<f64>> =
                rows.iter().map(|row| Some(value(row)).filter(|value| !value.is_nan())).collect();
            Column::new(name.into(), values)
        };
        let labels: Vec<String> = rows.iter().map(|row| row.label.clone()).collect();
        let columns = vec![
            Column::new("class".into(), labels),
            numbers("precision", |row| row.precision),
            numbers("recall", |row| row.recall),
            numbers("f1", |row| row.f1),
            numbers("support", |row| row.support),
        ];
        Ok(DataFrame::new(rows.len(), columns)?)
    }

    /// The classes, the accuracy, the averages.
    pub(crate) fn rows(&self) -> Vec<ReportRow> {
        let accuracy = ReportRow {
            label: "accuracy".to_owned(),
            precision: f64::NAN,
            recall: f64::NAN,
            f1: self.accuracy,
            support: self.macro_average.support,
        };
        let averages = [accuracy, self.macro_average.clone(), self.weighted_average.clone()];
        self.classes.iter().cloned().chain(averages).collect()
    }
}

pub(super) fn report_of(labels: &[String], counts: &Array2<f64>) -> ClassificationReport {
    let (truth, predicted) = (counts.sum_axis(Axis(1)), counts.sum_axis(Axis(0)));
    let share = |part: f64, whole: f64| if whole == 0.0 { 0.0 } else { part / whole };
    let row = |(class, label): (usize, &String)| {
        let right = counts[[class, class]];
        ReportRow {
            label: label.clone(),
            precision: share(right, predicted[class]),
            recall: share(right, truth[class]),
            f1: share(2.0 * right, truth[class] + predicted[class]),
            support: truth[class],
        }
    };
    let classes: Vec<ReportRow> = labels.iter().enumerate().map(row).collect();
    let total = counts.sum();
    let mean = |label: &str, weight: &dyn Fn(&ReportRow) -> f64| {
        let of = |value: fn(&ReportRow) -> f64| classes.iter().map(|row| weight(row) * value(row)).sum();
        ReportRow {
            label: label.to_owned(),
            precision: of(|row| row.precision),
            recall: of(|row| row.recall),
            f1: of(|row| row.f1),
            support: total,
        }
    };
    let share_of_classes = 1.0 / classes.len().max(1) as f64;
    ClassificationReport {
        accuracy: share(counts.diag().sum(), total),
        macro_average: mean("macro avg", &|_| share_of_classes),
        weighted_average: mean("weighted avg", &|row| row.support / total),
        classes,
    }
}

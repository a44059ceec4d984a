//! Which class is taken for which.

use ndarray::{Array1, Array2, Axis};
use polars::prelude::{Column, DataFrame};
use serde::{Deserialize, Serialize};

use super::labels::LabelPairs;
use super::report::{ClassificationReport, report_of};
use super::truth::AsTrueLabels;
use crate::array::{AsLabels, HeatMap, LookArray};
use crate::error::{Error, Result, Suggestion};

/// How often each true class (rows) is predicted as each class (columns), the classes ascending.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let matrix = confusion_matrix(&["cat", "dog", "dog", "cat"], &["cat", "dog", "cat", "cat"])?;
/// assert_eq!(matrix.counts(), &array![[2.0, 0.0], [1.0, 1.0]]);
/// assert_eq!(matrix.labels(), ["cat", "dog"]);
/// assert_eq!(matrix.count("dog", "cat")?, 1.0);
/// assert_eq!(matrix.normalized_by_true()[[1, 0]], 0.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::LengthMismatch`], [`Error::Empty`], [`Error::LabelKinds`], [`Error::MissingValues`],
/// [`Error::TooManyClasses`].
pub fn confusion_matrix(y_true: impl AsTrueLabels, y_pred: impl AsLabels) -> Result<ConfusionMatrix> {
    of_pairs(&LabelPairs::of(&y_true, &y_pred)?)
}

fn of_pairs(pairs: &LabelPairs<'_>) -> Result<ConfusionMatrix> {
    Ok(ConfusionMatrix { labels: pairs.names.clone(), counts: pairs.table()? })
}

/// A table of true against predicted classes; see [`confusion_matrix`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConfusionMatrix {
    labels: Vec<String>,
    counts: Array2<f64>,
}

impl ConfusionMatrix {
    /// The classes, ascending, as text.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// Counts (or weights): rows are true classes, columns predicted ones.
    pub fn counts(&self) -> &Array2<f64> {
        &self.counts
    }

    /// How often the class `truth` is predicted as `predicted`.
    ///
    /// # Errors
    /// [`Error::Parameter`] for a class that there is none of.
    pub fn count(&self, truth: impl ToString, predicted: impl ToString) -> Result<f64> {
        Ok(self.counts[[self.place(&truth.to_string())?, self.place(&predicted.to_string())?]])
    }

    fn place(&self, label: &str) -> Result<usize> {
        self.labels.iter().position(|known| known == label).ok_or_else(|| {
            let suggestion = Suggestion::nearest(label, self.labels.iter().map(String::as_str));
            let expected = format!("one of {}.{suggestion}", self.labels.join(", "));
            Error::parameter("ConfusionMatrix::count", "class", format!("`{label}`"), expected)
        })
    }

    /// Other names for the classes, in their order.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`].
    pub fn with_labels<T: AsRef<str>>(mut self, labels: &[T]) -> Result<Self> {
        super::truth::same_length("the matrix", self.labels.len(), "`labels`", labels.len())?;
        self.labels = labels.iter().map(|label| label.as_ref().to_owned()).collect();
        Ok(self)
    }

    /// The share of samples on the diagonal.
    pub fn accuracy(&self) -> f64 {
        self.counts.diag().sum() / self.counts.sum()
    }

    /// Shares of each true class: rows sum to 1, the diagonal is the recall. Rows of nothing stay 0.
    pub fn normalized_by_true(&self) -> Array2<f64> {
        divided(&self.counts, self.counts.sum_axis(Axis(1)), Axis(1))
    }

    /// Shares of each predicted class: columns sum to 1, the diagonal is the precision. Columns of
    /// nothing stay 0.
    pub fn normalized_by_predicted(&self) -> Array2<f64> {
        divided(&self.counts, self.counts.sum_axis(Axis(0)), Axis(0))
    }

    /// Shares of all samples: all cells sum to 1.
    pub fn normalized(&self) -> Array2<f64> {
        &self.counts / self.counts.sum()
    }

    /// For two classes: true negatives, false positives, false negatives, true positives; the second
    /// class is the positive one.
    ///
    /// # Errors
    /// [`Error::Shape`] for more or fewer classes.
    pub fn outcomes(&self) -> Result<(f64, f64, f64, f64)> {
        if self.labels.len() != 2 {
            return Err(Error::Shape {
                what: "the confusion matrix".to_owned(),
                given: self.counts.shape().to_vec(),
                expected: "(2, 2) to have outcomes of one positive class".to_owned(),
            });
        }
        Ok((self.counts[[0, 0]], self.counts[[0, 1]], self.counts[[1, 0]], self.counts[[1, 1]]))
    }

    /// Precision, recall and F1 per class.
    pub fn report(&self) -> ClassificationReport {
        report_of(&self.labels, &self.counts)
    }

    /// A row per true class; the first column, `true`, has its name, the others are called as the
    /// predicted classes.
    ///
    /// # Errors
    /// [`Error::DuplicateName`] for a class that is called `true`.
    pub fn to_frame(&self) -> Result<DataFrame> {
        if let Some(name) = self.labels.iter().find(|label| *label == "true") {
            return Err(Error::DuplicateName { what: "the frame", name: name.clone() });
        }
        let mut columns = vec![Column::new("true".into(), self.labels.clone())];
        for (label, counts) in self.labels.iter().zip(self.counts.columns()) {
            columns.push(Column::new(label.as_str().into(), counts.to_vec()));
        }
        Ok(DataFrame::new(self.labels.len(), columns)?)
    }

    /// The shares of the true classes as colours.
    ///
    /// # Errors
    /// As [`LookArray::heat_map`].
    pub fn heat_map(&self) -> Result<HeatMap> {
        let mut map = self.normalized_by_true().heat_map()?.limits(0.0, 1.0).title("true ↓ predicted →");
        map.row_names.clone_from(&self.labels);
        map.column_names.clone_from(&self.labels);
        Ok(map)
    }
}

fn divided(counts: &Array2<f64>, totals: Array1<f64>, axis: Axis) -> Array2<f64> {
    let totals = totals.mapv(|total| if total == 0.0 { 1.0 } else { total });
    counts / &totals.insert_axis(axis)
}

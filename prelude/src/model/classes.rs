//! The classes of a classifier: their values, their names, and a target in terms of them.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2};
use serde::{Deserialize, Serialize};

use crate::dataset::label_text;
use crate::error::{Error, Result};

/// Classes in ascending order of their values.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Classes {
    /// What the target holds for each class.
    pub values: Array1<f64>,
    /// The names by class value, where the target was text: the value is an index into them.
    pub names: Option<Vec<String>>,
}

impl Classes {
    /// The number of classes.
    #[allow(clippy::len_without_is_empty)]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// One text per class: its name, or its value.
    pub fn labels(&self) -> Vec<String> {
        label_text(self.values.view(), self.names.as_deref())
    }

    /// Class values as text.
    pub(crate) fn text(&self, values: ArrayView1<'_, f64>) -> Vec<String> {
        label_text(values, self.names.as_deref())
    }

    /// The values of classes given by their places.
    pub(crate) fn values_at(&self, places: &[usize]) -> Array1<f64> {
        places.iter().map(|place| self.values[*place]).collect()
    }

    /// A target in these classes' values. Text is matched by name, since other data may lack a class
    /// and number the rest differently; a class that is not among these gives nothing.
    pub(crate) fn in_these(
        &self,
        target: ArrayView1<'_, f64>,
        class_names: Option<&[String]>,
    ) -> Vec<Option<f64>> {
        let (Some(mine), Some(theirs)) = (&self.names, class_names) else {
            return target.iter().map(|value| Some(*value)).collect();
        };
        let code = |name: &String| mine.iter().position(|known| known == name).map(|index| index as f64);
        target.iter().map(|value| theirs.get(*value as usize).and_then(code)).collect()
    }
}

/// The probabilities of the second of two classes.
pub(crate) fn positive_column(model: &str, probabilities: &Array2<f64>) -> Result<Array1<f64>> {
    if probabilities.ncols() != 2 {
        return Err(Error::Shape {
            what: format!("the table of probabilities from {model}"),
            given: probabilities.shape().to_vec(),
            expected: "(n_samples, 2) to have one positive class; for more classes take a column of \
                       `predict_proba`"
                .to_owned(),
        });
    }
    Ok(probabilities.column(1).to_owned())
}

/// A target in terms of its classes.
#[derive(Clone, Debug)]
pub(crate) struct ClassTarget {
    pub classes: Classes,
    /// The place of each sample's class.
    pub codes: Vec<usize>,
}

/// The column of the largest value of each row, the first of equals.
pub(crate) fn argmax_rows(values: &Array2<f64>) -> Vec<usize> {
    argmax_rows_of(values.view())
}

pub(crate) fn argmax_rows_of(values: ArrayView2<'_, f64>) -> Vec<usize> {
    values.rows().into_iter().map(largest).collect()
}

fn largest(row: ArrayView1<'_, f64>) -> usize {
    let mut best = 0;
    for (index, value) in row.iter().enumerate() {
        if *value > row[best] {
            best = index;
        }
    }
    best
}

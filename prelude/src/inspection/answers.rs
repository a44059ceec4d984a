//! What a model answers to rows of numbers, a column per output: the quantity, the probability of the
//! second of two classes, or the probabilities of all of more.

use std::borrow::Cow;

use ndarray::{Array2, ArrayView2, Axis, s};

use crate::array::Features;
use crate::error::{Error, Result, Suggestion};
use crate::model::{FittedRef, feature_label};

#[derive(Debug)]
pub(super) struct Answers<'a> {
    model: FittedRef<'a>,
    names: &'a [String],
    /// What the outputs are called.
    pub outputs: Vec<String>,
}

impl<'a> Answers<'a> {
    /// Of a model, to rows with these features.
    pub fn of(model: FittedRef<'a>, features: &'a Features<'_>) -> Self {
        let outputs = match model.classes().map(crate::model::Classes::labels) {
            None => vec!["prediction".to_owned()],
            Some(labels) if labels.len() == 2 => labels[1..].to_vec(),
            Some(labels) => labels,
        };
        Self { model, names: &features.names, outputs }
    }

    /// Shape (n_rows, n_outputs).
    pub fn to(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let features = Features { values: x.view().into(), names: Cow::Borrowed(self.names) };
        if self.model.classes().is_none() {
            return Ok(self.model.predict(&features)?.insert_axis(Axis(1)));
        }
        let probabilities = self.model.predict_probabilities(&features)?;
        let first = usize::from(probabilities.ncols() == 2);
        Ok(probabilities.slice_move(s![.., first..]))
    }
}

/// The place of a feature by its name.
pub(super) fn feature_place(owner: &'static str, features: &Features<'_>, name: &str) -> Result<usize> {
    let labels = labels(features);
    labels.iter().position(|label| label == name).ok_or_else(|| {
        let suggestion = Suggestion::nearest(name, labels.iter().map(String::as_str));
        let expected = format!("one of the features {}.{suggestion}", labels.join(", "));
        Error::parameter(owner, "feature", format!("`{name}`"), expected)
    })
}

/// The names of all features, made up where there are none.
pub(super) fn labels(features: &Features<'_>) -> Vec<String> {
    (0..features.values.ncols()).map(|j| feature_label(&features.names, j)).collect()
}

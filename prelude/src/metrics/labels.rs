//! Labels as places among their sorted classes, so that counting needs no comparison of text.

use std::borrow::Cow;
use std::collections::HashMap;

use ndarray::Array2;

use super::truth::{AsTrueLabels, MaybeWeights, check_weights, same_length, weight};
use crate::array::{AsLabels, LabelValues};
use crate::error::{Error, Result};

/// More classes than this have no table of every class against every class.
const MOST_CLASSES: usize = 4096;

/// One run of labels as places among its sorted classes.
#[derive(Debug)]
pub(super) struct Codes {
    /// The classes in ascending order, as text.
    pub names: Vec<String>,
    pub codes: Vec<usize>,
}

impl Codes {
    pub fn of(what: &str, labels: &LabelValues<'_>) -> Result<Self> {
        let (mut runs, names) = encode(&[(what, labels)])?;
        Ok(Self { names, codes: runs.remove(0) })
    }
}

/// What was true and what was predicted, as places among the sorted classes of both.
#[derive(Debug)]
pub(super) struct LabelPairs<'a> {
    pub names: Vec<String>,
    pub truth: Vec<usize>,
    pub predicted: Vec<usize>,
    pub weights: MaybeWeights<'a>,
}

impl<'a> LabelPairs<'a> {
    pub fn of(truth: &'a dyn AsTrueLabels, predicted: &dyn AsLabels) -> Result<Self> {
        let (truth, weights) = truth.true_labels()?;
        Self::new(&truth, &predicted.labels()?.values, weights)
    }

    pub fn new(
        truth: &LabelValues<'_>,
        predicted: &LabelValues<'_>,
        weights: MaybeWeights<'a>,
    ) -> Result<Self> {
        check_pair(truth, predicted, weights.as_deref())?;
        let (mut runs, names) = encode(&[("`y_true`", truth), ("`y_pred`", predicted)])?;
        let (predicted, truth) = (runs.pop().unwrap_or_default(), runs.pop().unwrap_or_default());
        Ok(Self { names, truth, predicted, weights })
    }

    pub fn weight(&self, row: usize) -> f64 {
        weight(self.weights.as_deref(), row)
    }

    /// The weights of the samples by true class (rows) and predicted class (columns).
    pub fn table(&self) -> Result<Array2<f64>> {
        let k = self.names.len();
        if k > MOST_CLASSES {
            let what = "the labels".to_owned();
            return Err(Error::TooManyClasses { what, given: k, limit: MOST_CLASSES });
        }
        let mut table = Array2::zeros((k, k));
        for (row, (truth, predicted)) in self.truth.iter().zip(&self.predicted).enumerate() {
            table[[*truth, *predicted]] += self.weight(row);
        }
        Ok(table)
    }

    /// Per class the weight of what is right, of what is true, and of what is predicted.
    pub fn sums(&self) -> ClassSums {
        let k = self.names.len();
        let mut sums = ClassSums { right: vec![0.0; k], truth: vec![0.0; k], predicted: vec![0.0; k] };
        for (row, (truth, predicted)) in self.truth.iter().zip(&self.predicted).enumerate() {
            let weight = self.weight(row);
            sums.truth[*truth] += weight;
            sums.predicted[*predicted] += weight;
            if truth == predicted {
                sums.right[*truth] += weight;
            }
        }
        sums
    }
}

/// Weights per class.
#[derive(Clone, Debug)]
pub(super) struct ClassSums {
    pub right: Vec<f64>,
    pub truth: Vec<f64>,
    pub predicted: Vec<f64>,
}

/// Equally many labels of one kind, some, with fitting weights.
pub(super) fn check_pair(
    truth: &LabelValues<'_>,
    predicted: &LabelValues<'_>,
    weights: Option<&[f64]>,
) -> Result<()> {
    same_length("`y_true`", truth.len(), "`y_pred`", predicted.len())?;
    if truth.is_empty() {
        return Err(Error::empty("`y_true`", "one label"));
    }
    check_weights(weights, truth.len())?;
    if truth.kind() != predicted.kind() {
        return Err(Error::LabelKinds {
            left: "`y_true`".to_owned(),
            left_kind: truth.kind(),
            right: "`y_pred`".to_owned(),
            right_kind: predicted.kind(),
        });
    }
    Ok(())
}

/// Runs of labels of one kind as places among the sorted classes of all of them, and these classes.
fn encode(runs: &[(&str, &LabelValues<'_>)]) -> Result<(Vec<Vec<usize>>, Vec<String>)> {
    let mut numbers: Vec<&[f64]> = Vec::new();
    let mut texts: Vec<&[Cow<'_, str>]> = Vec::new();
    for (what, run) in runs {
        match run {
            LabelValues::Numbers(values) => {
                super::truth::check_finite(what, values)?;
                numbers.push(values);
            }
            LabelValues::Text(values) => texts.push(values),
        }
    }
    if texts.is_empty() { Ok(encode_numbers(&numbers)) } else { Ok(encode_text(&texts)) }
}

fn encode_text(runs: &[&[Cow<'_, str>]]) -> (Vec<Vec<usize>>, Vec<String>) {
    let mut places: HashMap<&str, usize> = HashMap::new();
    for label in runs.iter().copied().flatten() {
        places.entry(label.as_ref()).or_default();
    }
    let mut names: Vec<&str> = places.keys().copied().collect();
    names.sort_unstable();
    for (place, name) in names.iter().enumerate() {
        places.insert(name, place);
    }
    let code = |label: &Cow<'_, str>| places.get(label.as_ref()).copied().unwrap_or_default();
    let codes = runs.iter().map(|run| run.iter().map(code).collect()).collect();
    (codes, names.into_iter().map(str::to_owned).collect())
}

fn encode_numbers(runs: &[&[f64]]) -> (Vec<Vec<usize>>, Vec<String>) {
    if let Some(encoded) = encode_small_integers(runs) {
        return encoded;
    }
    // Adding zero makes one class of 0 and -0.
    let mut classes: Vec<f64> = runs.iter().copied().flatten().map(|value| value + 0.0).collect();
    classes.sort_unstable_by(f64::total_cmp);
    classes.dedup();
    let code = |value: &f64| classes.partition_point(|class| class < value);
    let codes = runs.iter().map(|run| run.iter().map(code).collect()).collect();
    (codes, classes.iter().map(ToString::to_string).collect())
}

/// Whole numbers in a short range, as labels mostly are: by a table, without sorting.
fn encode_small_integers(runs: &[&[f64]]) -> Option<(Vec<Vec<usize>>, Vec<String>)> {
    const SPAN: f64 = 1024.0;
    let all = || runs.iter().copied().flatten().copied();
    let (low, high) = all()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    if high - low >= SPAN || all().any(|value| value.fract() != 0.0) {
        return None;
    }
    let place = |value: f64| (value - low) as usize;
    let mut known = vec![false; place(high) + 1];
    all().for_each(|value| known[place(value)] = true);
    let mut codes = vec![0; known.len()];
    let mut names = Vec::new();
    for (place, _) in known.iter().enumerate().filter(|(_, known)| **known) {
        codes[place] = names.len();
        names.push((low + place as f64 + 0.0).to_string());
    }
    Some((runs.iter().map(|run| run.iter().map(|value| codes[place(*value)]).collect()).collect(), names))
}

//! Scores that models give samples: one per sample for two classes, one per class for more.

use std::borrow::Cow;

use ndarray::{ArrayView1, ArrayView2, Dimension};
use rayon::prelude::*;

use super::labels::Codes;
use super::truth::{MaybeWeights, check_finite, check_weights, same_length, weight};
use crate::array::{AsArray, LabelValues};
use crate::error::{Error, Result};

/// More scores than this are sorted by several threads.
const SORT_ALONE: usize = 1 << 15;

/// Numbers of shape (n_samples) or (n_samples, n_columns).
#[derive(Debug)]
pub(super) struct Scores<'a> {
    values: Cow<'a, [f64]>,
    shape: Vec<usize>,
}

impl<'a> Scores<'a> {
    pub fn of<A: AsArray>(scores: &'a A) -> Result<Self> {
        let shape = scores.extent().slice().to_vec();
        Self::new(scores.flat()?, shape)
    }

    fn new(values: Cow<'a, [f64]>, shape: Vec<usize>) -> Result<Self> {
        if shape.is_empty() || shape.len() > 2 {
            let expected = "(n_samples) or (n_samples, n_classes)".to_owned();
            return Err(Error::Shape { what: "`y_score`".to_owned(), given: shape, expected });
        }
        check_finite("`y_score`", &values)?;
        Ok(Self { values, shape })
    }

    fn rows(&self) -> usize {
        self.shape[0]
    }

    /// One column per class: two for scores of the second class alone, which must be probabilities.
    pub fn by_class(&self, owner: &'static str, n_classes: usize) -> Result<Cow<'_, [f64]>> {
        match self.shape[..] {
            [_] if n_classes == 2 => {
                Ok(Cow::Owned(self.values.iter().flat_map(|score| [1.0 - score, *score]).collect()))
            }
            [_, columns] if columns == n_classes => Ok(Cow::Borrowed(&self.values)),
            _ => Err(Error::Shape {
                what: format!("`y_score` of {owner}"),
                given: self.shape.clone(),
                expected: format!("(n_samples, {n_classes}), a column per class that `y_true` holds"),
            }),
        }
    }

    /// The score of the positive class: the only column, or the second of two.
    pub fn of_positive(self, owner: &'static str) -> Result<Cow<'a, [f64]>> {
        match self.shape[..] {
            [_] | [_, 1] => Ok(self.values),
            [_, 2] => Ok(Cow::Owned(self.values.chunks_exact(2).map(|pair| pair[1]).collect())),
            _ => Err(Error::Shape {
                what: format!("`y_score` of {owner}"),
                given: self.shape,
                expected: "(n_samples) or (n_samples, 2); for more classes see `roc_auc_score_ovr`"
                    .to_owned(),
            }),
        }
    }
}

/// True classes and a probability (or score) for each of them.
#[derive(Debug)]
pub(super) struct ClassProbabilities<'a> {
    pub truth: &'a [usize],
    /// Shape (n_samples, n_classes).
    pub scores: ArrayView2<'a, f64>,
    pub weights: Option<&'a [f64]>,
}

impl ClassProbabilities<'_> {
    pub fn n_classes(&self) -> usize {
        self.scores.ncols()
    }

    /// One class against the rest.
    pub fn one_against_rest(&self, class: usize) -> BinaryScores<'_> {
        BinaryScores {
            truth: self.truth.iter().map(|code| *code == class).collect(),
            scores: Cow::Owned(self.scores.column(class).to_vec()),
            weights: self.weights.map(Cow::Borrowed),
        }
    }
}

/// Reads both sides and hands them to `score`; there are at least two classes.
pub(super) fn with_classes<T>(
    owner: &'static str,
    truth: &LabelValues<'_>,
    weights: &MaybeWeights<'_>,
    scores: &Scores<'_>,
    score: impl FnOnce(&ClassProbabilities<'_>) -> Result<T>,
) -> Result<T> {
    same_length("`y_true`", truth.len(), "`y_score`", scores.rows())?;
    check_weights(weights.as_deref(), truth.len())?;
    let codes = Codes::of("`y_true`", truth)?;
    two_classes(owner, &codes.names)?;
    let values = scores.by_class(owner, codes.names.len())?;
    let shape = (scores.rows(), codes.names.len());
    let view = ArrayView2::from_shape(shape, &values).unwrap_or_else(|error| unreachable!("{error}"));
    score(&ClassProbabilities { truth: &codes.codes, scores: view, weights: weights.as_deref() })
}

fn two_classes(owner: &'static str, names: &[String]) -> Result<()> {
    match names {
        [] => Err(Error::empty("`y_true`", "one label of each class")),
        [only] => Err(Error::SingleClass { model: owner, class: only.clone() }),
        _ => Ok(()),
    }
}

/// Which samples are positive, and a score for that.
#[derive(Debug)]
pub(super) struct BinaryScores<'a> {
    pub truth: Vec<bool>,
    pub scores: Cow<'a, [f64]>,
    pub weights: MaybeWeights<'a>,
}

impl<'a> BinaryScores<'a> {
    /// The second of the two classes is the positive one.
    pub fn of(
        owner: &'static str,
        truth: &LabelValues<'_>,
        weights: MaybeWeights<'a>,
        scores: Scores<'a>,
    ) -> Result<Self> {
        same_length("`y_true`", truth.len(), "`y_score`", scores.rows())?;
        check_weights(weights.as_deref(), truth.len())?;
        let codes = Codes::of("`y_true`", truth)?;
        two_classes(owner, &codes.names)?;
        if codes.names.len() > 2 {
            let given = format!("of {} classes", codes.names.len());
            let expected = "of two classes; compare first (`y == \"yes\"` as booleans), or use the form for several classes";
            return Err(Error::parameter(owner, "y_true", given, expected));
        }
        let truth = codes.codes.iter().map(|code| *code == 1).collect();
        Ok(Self { truth, scores: scores.of_positive(owner)?, weights })
    }

    /// Whether each sample is positive, and its weight.
    pub fn weighted(&self) -> impl Iterator<Item = (bool, f64)> {
        let weights = self.weights.as_deref();
        self.truth.iter().enumerate().map(move |(row, is_positive)| (*is_positive, weight(weights, row)))
    }

    /// The positive and negative weight at or above each distinct score, from the highest down.
    pub fn steps(&self) -> Steps {
        let order = descending(&self.scores, self.weights.as_deref());
        let mut steps = Steps::default();
        let (mut positive, mut negative) = (0.0, 0.0);
        for (place, row) in order.iter().enumerate() {
            let (row, weight) = (*row as usize, weight(self.weights.as_deref(), *row as usize));
            if self.truth[row] {
                positive += weight;
            } else {
                negative += weight;
            }
            let is_last =
                order.get(place + 1).is_none_or(|next| self.scores[*next as usize] != self.scores[row]);
            if is_last {
                steps.push(positive, negative, self.scores[row]);
            }
        }
        steps
    }
}

/// Rows by descending score, without those of weight 0; equal scores in the order of the rows.
fn descending(scores: &[f64], weights: Option<&[f64]>) -> Vec<u32> {
    let mut keyed: Vec<(f64, u32)> = scores
        .iter()
        .enumerate()
        .filter(|(row, _)| weight(weights, *row) > 0.0)
        .map(|(row, score)| (score + 0.0, row as u32))
        .collect();
    let order = |a: &(f64, u32), b: &(f64, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
    if keyed.len() > SORT_ALONE {
        keyed.par_sort_unstable_by(order);
    } else {
        keyed.sort_unstable_by(order);
    }
    keyed.into_iter().map(|(_, row)| row).collect()
}

/// What is caught as the threshold goes down.
#[derive(Clone, Debug, Default)]
pub(super) struct Steps {
    pub positive: Vec<f64>,
    pub negative: Vec<f64>,
    pub thresholds: Vec<f64>,
}

impl Steps {
    fn push(&mut self, positive: f64, negative: f64, threshold: f64) {
        self.positive.push(positive);
        self.negative.push(negative);
        self.thresholds.push(threshold);
    }

    pub fn len(&self) -> usize {
        self.thresholds.len()
    }

    pub fn keep(&self, wanted: impl Fn(usize) -> bool) -> Self {
        let mut kept = Self::default();
        for place in (0..self.len()).filter(|place| wanted(*place)) {
            kept.push(self.positive[place], self.negative[place], self.thresholds[place]);
        }
        kept
    }

    /// All that is positive and all that is negative.
    pub fn totals(&self) -> (f64, f64) {
        let last = |values: &[f64]| values.last().copied().unwrap_or_default();
        (last(&self.positive), last(&self.negative))
    }
}

/// The area under the ROC curve.
pub(super) fn area(scores: &BinaryScores<'_>) -> f64 {
    let steps = scores.steps();
    let (positives, negatives) = steps.totals();
    if positives == 0.0 || negatives == 0.0 {
        return f64::NAN;
    }
    let (mut sum, mut before) = (0.0, (0.0, 0.0));
    for (positive, negative) in steps.positive.iter().zip(&steps.negative) {
        sum += (negative - before.1) * (positive + before.0) / 2.0;
        before = (*positive, *negative);
    }
    sum / (positives * negatives)
}

/// The mean precision over the steps of recall.
pub(super) fn average_precision(scores: &BinaryScores<'_>) -> f64 {
    let steps = scores.steps();
    let (positives, _) = steps.totals();
    if positives == 0.0 {
        return 0.0;
    }
    let (mut sum, mut before) = (0.0, 0.0);
    for (positive, negative) in steps.positive.iter().zip(&steps.negative) {
        sum += (positive - before) * positive / (positive + negative);
        before = *positive;
    }
    sum / positives
}

/// The place of a row's largest score, for messages and top-k.
pub(super) fn rank_of(scores: ArrayView1<'_, f64>, class: usize) -> usize {
    let own = scores[class];
    // Of equal scores the later class comes first, as in scikit-learn.
    scores
        .iter()
        .enumerate()
        .filter(|(other, score)| **score > own || (**score == own && *other > class))
        .count()
}

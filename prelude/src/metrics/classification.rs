//! Scores for predicted classes that are one number without choices.

use ndarray::{Array2, Axis};
use serde::{Deserialize, Serialize};

use super::labels::{LabelPairs, check_pair};
use super::truth::{AsTrueLabels, MaybeWeights, average};
use crate::array::{AsLabels, LabelValues};
use crate::error::Result;

/// The share of samples whose class is predicted right, 0 to 1.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert_eq!(accuracy_score(&["a", "b", "b", "a"], &["a", "b", "a", "a"])?, 0.75);
/// assert_eq!(accuracy_score(&array![0.0, 1.0], &[0.0, 1.0])?, 1.0);
/// assert_eq!(accuracy_score((&[0, 1], &[3.0, 1.0]), &[0, 0])?, 0.75);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::LengthMismatch`](crate::Error::LengthMismatch), [`Error::Empty`](crate::Error::Empty),
/// [`Error::LabelKinds`](crate::Error::LabelKinds) for text against numbers,
/// [`Error::MissingValues`](crate::Error::MissingValues) for columns with nulls.
pub fn accuracy_score(y_true: impl AsTrueLabels, y_pred: impl AsLabels) -> Result<f64> {
    let (truth, weights) = y_true.true_labels()?;
    accuracy(&truth, &y_pred.labels()?.values, &weights)
}

fn accuracy(truth: &LabelValues<'_>, predicted: &LabelValues<'_>, weights: &MaybeWeights<'_>) -> Result<f64> {
    let weights = weights.as_deref();
    check_pair(truth, predicted, weights)?;
    let hits: Vec<f64> = match (truth, predicted) {
        (LabelValues::Numbers(a), LabelValues::Numbers(b)) => {
            a.iter().zip(b.iter()).map(|(a, b)| f64::from(a == b)).collect()
        }
        (LabelValues::Text(a), LabelValues::Text(b)) => {
            a.iter().zip(b).map(|(a, b)| f64::from(a == b)).collect()
        }
        _ => Vec::new(),
    };
    Ok(average(&hits, weights))
}

/// The share of samples whose class is predicted wrong: one less the accuracy.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert_eq!(zero_one_loss(&["a", "b", "b", "a"], &["a", "b", "a", "a"])?, 0.25);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`accuracy_score`].
pub fn zero_one_loss(y_true: impl AsTrueLabels, y_pred: impl AsLabels) -> Result<f64> {
    let (truth, weights) = y_true.true_labels()?;
    Ok(1.0 - accuracy(&truth, &y_pred.labels()?.values, &weights)?)
}

/// The share of labels that are wrong; with one label per sample the same as [`zero_one_loss`].
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert_eq!(hamming_loss(&[1, 2, 3, 4], &[2, 2, 3, 4])?, 0.25);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`accuracy_score`].
pub fn hamming_loss(y_true: impl AsTrueLabels, y_pred: impl AsLabels) -> Result<f64> {
    zero_one_loss(y_true, y_pred)
}

/// The mean of the classes' recalls, so that every class counts the same however rare it is. Classes
/// that never are true do not count.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert_eq!(balanced_accuracy_score(&[0, 1, 0, 0, 1, 0], &[0, 1, 0, 0, 0, 1])?, 0.625);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`accuracy_score`].
pub fn balanced_accuracy_score(y_true: impl AsTrueLabels, y_pred: impl AsLabels) -> Result<f64> {
    Ok(balanced_accuracy(&LabelPairs::of(&y_true, &y_pred)?))
}

pub(super) fn balanced_accuracy(pairs: &LabelPairs<'_>) -> f64 {
    let sums = pairs.sums();
    let recalls: Vec<f64> = sums
        .right
        .iter()
        .zip(&sums.truth)
        .filter(|(_, truth)| **truth > 0.0)
        .map(|(right, truth)| right / truth)
        .collect();
    average(&recalls, None)
}

/// Matthews' correlation of truth and prediction: 1 is perfect, 0 no better than chance, −1 always
/// wrong. Any number of classes; 0 if only one class is true or predicted.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let score = matthews_corrcoef(&[1, 1, 1, -1], &[1, -1, 1, 1])?;
/// assert!((score + 1.0 / 3.0).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`accuracy_score`].
///
/// Source: J. Gorodkin, "Comparing two K-category assignments by a K-category correlation
/// coefficient", Computational Biology and Chemistry 28 (2004).
pub fn matthews_corrcoef(y_true: impl AsTrueLabels, y_pred: impl AsLabels) -> Result<f64> {
    Ok(matthews(&LabelPairs::of(&y_true, &y_pred)?))
}

pub(super) fn matthews(pairs: &LabelPairs<'_>) -> f64 {
    let sums = pairs.sums();
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let (right, total): (f64, f64) = (sums.right.iter().sum(), sums.truth.iter().sum());
    let covariance = right * total - product(&sums.truth, &sums.predicted);
    let truth = total * total - product(&sums.truth, &sums.truth);
    let predicted = total * total - product(&sums.predicted, &sums.predicted);
    if truth * predicted == 0.0 { 0.0 } else { covariance / (truth * predicted).sqrt() }
}

/// How much a disagreement counts in [`cohen_kappa_score_weighted`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KappaWeights {
    /// Every disagreement the same.
    #[default]
    None,
    /// By the number of steps between the classes in ascending order.
    Linear,
    /// By the square of that number.
    Quadratic,
}

/// Cohen's kappa: how much two sets of labels agree beyond chance. 1 is full agreement, 0 that of
/// chance.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let kappa = cohen_kappa_score(&["n", "p", "n", "p"], &["n", "n", "n", "p"])?;
/// assert!((kappa - 0.5).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`accuracy_score`].
///
/// Source: J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological
/// Measurement 20 (1960).
pub fn cohen_kappa_score(y_true: impl AsTrueLabels, y_pred: impl AsLabels) -> Result<f64> {
    kappa(&LabelPairs::of(&y_true, &y_pred)?.table()?, KappaWeights::None)
}

/// [`cohen_kappa_score`] for classes in an order, where near misses count less.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let kappa = cohen_kappa_score_weighted(&[1, 2, 3, 3], &[1, 2, 2, 3], KappaWeights::Quadratic)?;
/// assert!((kappa - 0.8).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`accuracy_score`].
pub fn cohen_kappa_score_weighted(
    y_true: impl AsTrueLabels,
    y_pred: impl AsLabels,
    weights: KappaWeights,
) -> Result<f64> {
    kappa(&LabelPairs::of(&y_true, &y_pred)?.table()?, weights)
}

pub(super) fn kappa(table: &Array2<f64>, weights: KappaWeights) -> Result<f64> {
    let (truth, predicted) = (table.sum_axis(Axis(1)), table.sum_axis(Axis(0)));
    let total = table.sum();
    let cost = |i: usize, j: usize| match weights {
        KappaWeights::None => f64::from(i != j),
        KappaWeights::Linear => i.abs_diff(j) as f64,
        KappaWeights::Quadratic => (i.abs_diff(j) as f64).powi(2),
    };
    let (mut seen, mut by_chance) = (0.0, 0.0);
    for ((i, j), count) in table.indexed_iter() {
        seen += cost(i, j) * count;
        by_chance += cost(i, j) * truth[i] * predicted[j] / total;
    }
    Ok(if by_chance == 0.0 { f64::NAN } else { 1.0 - seen / by_chance })
}

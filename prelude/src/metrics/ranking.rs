//! How well scores put what is true before what is not.

use super::precision_recall::Average;
use super::scores::{BinaryScores, ClassProbabilities, Scores, area, average_precision, with_classes};
use super::truth::{AsTrueLabels, weight};
use crate::array::AsArray;
use crate::error::{Error, Result};

/// The area under the ROC curve: the probability that a positive sample is scored higher than a
/// negative one. 1 is perfect, 0.5 chance.
///
/// The positive class is the larger number or the later text of two; for another one compare first and
/// pass booleans. `y_score` is the score of the positive class, or `predict_proba`'s two columns. For
/// more classes see [`roc_auc_score_ovr`] and [`roc_auc_score_ovo`].
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert_eq!(roc_auc_score(&[0, 0, 1, 1], &[0.1, 0.4, 0.35, 0.8])?, 0.75);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::SingleClass`], [`Error::Parameter`] for more than two classes, [`Error::LengthMismatch`],
/// [`Error::NotFinite`].
///
/// Source: T. Fawcett, "An introduction to ROC analysis", Pattern Recognition Letters 27 (2006).
pub fn roc_auc_score(y_true: impl AsTrueLabels, y_score: impl AsArray) -> Result<f64> {
    let (truth, weights) = y_true.true_labels()?;
    Ok(area(&BinaryScores::of("roc_auc_score", &truth, weights, Scores::of(&y_score)?)?))
}

/// The areas under the ROC curves of every class against the rest, averaged. `y_score` has a column per
/// class, ascending.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let model = LogisticRegression::new().fit(&iris())?;
/// let score = roc_auc_score_ovr(&iris().target, &model.predict_proba(&iris())?, Average::Macro)?;
/// assert!(score > 0.99);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`roc_auc_score`]; [`Error::Shape`] unless there is a column per class; [`Error::Parameter`] for
/// [`Average::Binary`].
pub fn roc_auc_score_ovr(y_true: impl AsTrueLabels, y_score: impl AsArray, average: Average) -> Result<f64> {
    let (truth, weights) = y_true.true_labels()?;
    with_classes("roc_auc_score_ovr", &truth, &weights, &Scores::of(&y_score)?, |given| {
        against_rest(given, &average, "roc_auc_score_ovr", area)
    })
}

/// The areas under the ROC curves of every pair of classes, averaged: less moved by classes that are
/// rare. `average` is `Macro` or `Weighted` (by how often the pair occurs). Sample weights are refused.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let model = LogisticRegression::new().fit(&iris())?;
/// let score = roc_auc_score_ovo(&iris().target, &model.predict_proba(&iris())?, Average::Macro)?;
/// assert!(score > 0.99);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`roc_auc_score_ovr`]; [`Error::SampleWeights`].
///
/// Source: D. J. Hand, R. J. Till, "A simple generalisation of the area under the ROC curve for
/// multiple class classification problems", Machine Learning 45 (2001).
pub fn roc_auc_score_ovo(y_true: impl AsTrueLabels, y_score: impl AsArray, average: Average) -> Result<f64> {
    let (truth, weights) = y_true.true_labels()?;
    with_classes("roc_auc_score_ovo", &truth, &weights, &Scores::of(&y_score)?, |given| {
        against_each_other(given, &average)
    })
}

/// The mean precision over all thresholds, each by the recall that it adds: the area under the
/// precision–recall curve, without interpolation. The positive class as in [`roc_auc_score`].
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let score = average_precision_score(&[0, 0, 1, 1], &[0.1, 0.4, 0.35, 0.8])?;
/// assert!((score - 0.8333333333333333).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`roc_auc_score`].
pub fn average_precision_score(y_true: impl AsTrueLabels, y_score: impl AsArray) -> Result<f64> {
    let (truth, weights) = y_true.true_labels()?;
    let scores = BinaryScores::of("average_precision_score", &truth, weights, Scores::of(&y_score)?)?;
    Ok(average_precision(&scores))
}

/// [`average_precision_score`] of every class against the rest, averaged.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let scores = array![[0.8, 0.1, 0.1], [0.2, 0.5, 0.3], [0.1, 0.3, 0.6]];
/// assert_eq!(average_precision_score_ovr(&[0, 1, 2], &scores, Average::Macro)?, 1.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`roc_auc_score_ovr`].
pub fn average_precision_score_ovr(
    y_true: impl AsTrueLabels,
    y_score: impl AsArray,
    average: Average,
) -> Result<f64> {
    const NAME: &str = "average_precision_score_ovr";
    let (truth, weights) = y_true.true_labels()?;
    with_classes(NAME, &truth, &weights, &Scores::of(&y_score)?, |given| {
        against_rest(given, &average, NAME, average_precision)
    })
}

/// Of the `k` samples with the highest scores, the share that is positive: what a team that can look at
/// `k` cases will find. Samples of equal score at the end share the places that are left.
///
/// The positive class and `y_score` are those of [`roc_auc_score`].
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (truth, scores) = ([0, 1, 1, 0, 1], [0.1, 0.9, 0.4, 0.8, 0.7]);
/// assert_eq!(precision_at_k(&truth, &scores, 2)?, 0.5);
/// assert_eq!(recall_at_k(&truth, &scores, 3)?, 2.0 / 3.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`roc_auc_score`]; [`Error::Parameter`] for a `k` of 0 or above the number of samples.
pub fn precision_at_k(y_true: impl AsTrueLabels, y_score: impl AsArray, k: usize) -> Result<f64> {
    let (truth, weights) = y_true.true_labels()?;
    let scores = BinaryScores::of("precision_at_k", &truth, weights, Scores::of(&y_score)?)?;
    let (positive, taken) = first_places("precision_at_k", &scores, k)?;
    Ok(if taken > 0.0 { positive / taken } else { 0.0 })
}

/// Of all positive samples, the share that is among the `k` with the highest scores; as
/// [`precision_at_k`].
///
/// # Errors
/// As [`precision_at_k`].
pub fn recall_at_k(y_true: impl AsTrueLabels, y_score: impl AsArray, k: usize) -> Result<f64> {
    let (truth, weights) = y_true.true_labels()?;
    let scores = BinaryScores::of("recall_at_k", &truth, weights, Scores::of(&y_score)?)?;
    let (positive, _) = first_places("recall_at_k", &scores, k)?;
    let all: f64 = scores.weighted().filter(|(is_positive, _)| *is_positive).map(|(_, weight)| weight).sum();
    Ok(if all > 0.0 { positive / all } else { 0.0 })
}

/// The weight of the positive samples, and of all, on the first `k` places.
fn first_places(owner: &'static str, scores: &BinaryScores<'_>, k: usize) -> Result<(f64, f64)> {
    let n_samples = scores.truth.len();
    if k == 0 || k > n_samples {
        return Err(Error::parameter(owner, "k", k, format!("1 to {n_samples}, the number of samples")));
    }
    let samples: Vec<(bool, f64)> = scores.weighted().collect();
    let mut order: Vec<usize> = (0..n_samples).collect();
    order.sort_by(|a, b| scores.scores[*b].total_cmp(&scores.scores[*a]));
    let (mut positive, mut all, mut left) = (0.0, 0.0, k);
    for equal in order.chunk_by(|a, b| scores.scores[*a] == scores.scores[*b]) {
        let share = left.min(equal.len()) as f64 / equal.len() as f64;
        for (is_positive, weight) in equal.iter().map(|row| samples[*row]) {
            all += share * weight;
            positive += if is_positive { share * weight } else { 0.0 };
        }
        left = left.saturating_sub(equal.len());
    }
    Ok((positive, all))
}

/// A measure of every class against the rest.
pub(super) fn against_rest(
    given: &ClassProbabilities<'_>,
    average: &Average,
    owner: &'static str,
    measure: fn(&BinaryScores<'_>) -> f64,
) -> Result<f64> {
    let scores =
        || (0..given.n_classes()).map(|class| measure(&given.one_against_rest(class))).collect::<Vec<f64>>();
    match average {
        Average::Macro => Ok(super::truth::average(&scores(), None)),
        Average::Weighted => Ok(super::truth::average(&scores(), Some(&class_weights(given)))),
        Average::Micro => Ok(measure(&all_decisions(given))),
        other => Err(Error::parameter(owner, "average", format!("{other:?}"), "Macro, Micro or Weighted")),
    }
}

fn class_weights(given: &ClassProbabilities<'_>) -> Vec<f64> {
    let mut sums = vec![0.0; given.n_classes()];
    for (row, class) in given.truth.iter().enumerate() {
        sums[*class] += weight(given.weights, row);
    }
    sums
}

/// Every class of every sample as a decision of its own.
fn all_decisions(given: &ClassProbabilities<'_>) -> BinaryScores<'static> {
    let k = given.n_classes();
    let truth = given.truth.iter().flat_map(|class| (0..k).map(move |other| other == *class)).collect();
    let scores: Vec<f64> = given.scores.iter().copied().collect();
    let repeated = |weights: &[f64]| weights.iter().flat_map(|weight| vec![*weight; k]).collect::<Vec<f64>>();
    BinaryScores {
        truth,
        scores: scores.into(),
        weights: given.weights.map(|weights| repeated(weights).into()),
    }
}

/// The mean area of every pair of classes, in both directions.
pub(super) fn against_each_other(given: &ClassProbabilities<'_>, average: &Average) -> Result<f64> {
    const NAME: &str = "roc_auc_score_ovo";
    if given.weights.is_some() {
        return Err(Error::SampleWeights { model: NAME });
    }
    if !matches!(average, Average::Macro | Average::Weighted) {
        return Err(Error::parameter(NAME, "average", format!("{average:?}"), "Macro or Weighted"));
    }
    let (mut areas, mut shares) = (Vec::new(), Vec::new());
    for a in 0..given.n_classes() {
        for b in a + 1..given.n_classes() {
            let rows: Vec<usize> =
                (0..given.truth.len()).filter(|row| [a, b].contains(&given.truth[*row])).collect();
            let directed = |class: usize| {
                area(&BinaryScores {
                    truth: rows.iter().map(|row| given.truth[*row] == class).collect(),
                    scores: rows.iter().map(|row| given.scores[[*row, class]]).collect(),
                    weights: None,
                })
            };
            areas.push((directed(a) + directed(b)) / 2.0);
            shares.push(rows.len() as f64);
        }
    }
    let weights = (*average == Average::Weighted).then_some(&shares[..]);
    Ok(super::truth::average(&areas, weights))
}

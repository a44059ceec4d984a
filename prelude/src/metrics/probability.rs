//! Scores and losses of predicted probabilities.

use super::scores::{ClassProbabilities, Scores, rank_of, with_classes};
use super::truth::{AsTrueLabels, average, weight};
use crate::array::AsArray;
use crate::error::{Error, Result};

/// The mean negative logarithm of the probability that was given to the true class; also called
/// cross-entropy. Probabilities of 0 count as about 2e-16.
///
/// `y_proba` has shape (n_samples, n_classes) with the classes ascending, as `predict_proba` gives it;
/// for two classes the probability of the second alone will do.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let loss = log_loss(&["ham", "spam"], &array![[0.9, 0.1], [0.2, 0.8]])?;
/// assert!((loss - 0.164252).abs() < 1e-6);
/// assert_eq!(log_loss(&[0, 1], &[0.1, 0.8])?, loss);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Shape`] unless there is a column per class, [`Error::SingleClass`],
/// [`Error::LengthMismatch`], [`Error::NotFinite`], [`Error::Parameter`] for probabilities outside
/// 0 … 1.
pub fn log_loss(y_true: impl AsTrueLabels, y_proba: impl AsArray) -> Result<f64> {
    let (truth, weights) = y_true.true_labels()?;
    with_classes("log_loss", &truth, &weights, &Scores::of(&y_proba)?, logarithmic)
}

pub(super) fn logarithmic(given: &ClassProbabilities<'_>) -> Result<f64> {
    check_probabilities("log_loss", given)?;
    let losses: Vec<f64> = rows(given)
        .map(|(row, class)| -given.scores[[row, class]].clamp(f64::EPSILON, 1.0 - f64::EPSILON).ln())
        .collect();
    Ok(average(&losses, given.weights))
}

/// The mean squared difference between the probabilities and what happened (1 for the true class, 0
/// else). For two classes only the second counts, so that it is 0 to 1; for more it is the sum over
/// the classes, 0 to 2.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let loss = brier_score_loss(&[0, 1, 1, 0], &[0.1, 0.9, 0.8, 0.3])?;
/// assert!((loss - 0.0375).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`log_loss`].
///
/// Source: G. W. Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather
/// Review 78 (1950).
pub fn brier_score_loss(y_true: impl AsTrueLabels, y_proba: impl AsArray) -> Result<f64> {
    let (truth, weights) = y_true.true_labels()?;
    with_classes("brier_score_loss", &truth, &weights, &Scores::of(&y_proba)?, brier)
}

pub(super) fn brier(given: &ClassProbabilities<'_>) -> Result<f64> {
    check_probabilities("brier_score_loss", given)?;
    let losses: Vec<f64> = rows(given)
        .map(|(row, class)| {
            let error = |(column, score): (usize, &f64)| (score - f64::from(column == class)).powi(2);
            given.scores.row(row).iter().enumerate().map(error).sum()
        })
        .collect();
    let loss = average(&losses, given.weights);
    Ok(if given.n_classes() == 2 { loss / 2.0 } else { loss })
}

/// The share of samples whose true class is among the `k` classes of the highest scores.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let scores = array![[0.5, 0.2, 0.2], [0.3, 0.4, 0.2], [0.2, 0.4, 0.3], [0.7, 0.2, 0.1]];
/// assert_eq!(top_k_accuracy_score(&[0, 1, 2, 2], &scores, 2)?, 0.75);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`] for a `k` of 0; [`Error::Shape`] unless there is a column per class,
/// [`Error::SingleClass`], [`Error::LengthMismatch`], [`Error::NotFinite`].
pub fn top_k_accuracy_score(y_true: impl AsTrueLabels, y_score: impl AsArray, k: usize) -> Result<f64> {
    let (truth, weights) = y_true.true_labels()?;
    with_classes("top_k_accuracy_score", &truth, &weights, &Scores::of(&y_score)?, |given| top_k(given, k))
}

pub(super) fn top_k(given: &ClassProbabilities<'_>, k: usize) -> Result<f64> {
    if k == 0 {
        return Err(Error::parameter("top_k_accuracy_score", "k", k, "at least 1"));
    }
    let hits: Vec<f64> =
        rows(given).map(|(row, class)| f64::from(rank_of(given.scores.row(row), class) < k)).collect();
    Ok(average(&hits, given.weights))
}

/// The share of the [`log_loss`] of always saying how often each class is that the probabilities save:
/// 1 is perfect, 0 no better.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert!(d2_log_loss_score(&[0, 1, 1, 0], &[0.5, 0.5, 0.5, 0.5])?.abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`log_loss`].
pub fn d2_log_loss_score(y_true: impl AsTrueLabels, y_proba: impl AsArray) -> Result<f64> {
    let (truth, weights) = y_true.true_labels()?;
    with_classes("d2_log_loss_score", &truth, &weights, &Scores::of(&y_proba)?, |given| {
        saved(given, logarithmic)
    })
}

/// The share of the [`brier_score_loss`] of always saying how often each class is that the
/// probabilities save: 1 is perfect, 0 no better.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert_eq!(d2_brier_score(&[0, 1], &[0.0, 1.0])?, 1.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`log_loss`].
pub fn d2_brier_score(y_true: impl AsTrueLabels, y_proba: impl AsArray) -> Result<f64> {
    let (truth, weights) = y_true.true_labels()?;
    with_classes("d2_brier_score", &truth, &weights, &Scores::of(&y_proba)?, |given| saved(given, brier))
}

pub(super) fn saved(
    given: &ClassProbabilities<'_>,
    loss: fn(&ClassProbabilities<'_>) -> Result<f64>,
) -> Result<f64> {
    let mut shares = vec![0.0; given.n_classes()];
    for (row, class) in rows(given) {
        shares[class] += weight(given.weights, row);
    }
    let total: f64 = shares.iter().sum();
    shares.iter_mut().for_each(|share| *share /= total);
    let constant = ndarray::Array2::from_shape_fn(given.scores.dim(), |(_, class)| shares[class]);
    let without = loss(&ClassProbabilities { scores: constant.view(), ..*given })?;
    Ok(1.0 - loss(given)? / without)
}

/// The rows with their true classes.
fn rows<'a>(given: &'a ClassProbabilities<'_>) -> impl Iterator<Item = (usize, usize)> + 'a {
    given.truth.iter().copied().enumerate()
}

fn check_probabilities(owner: &'static str, given: &ClassProbabilities<'_>) -> Result<()> {
    // A little beyond is rounding.
    let bad = given.scores.iter().find(|value| !(-1e-9..=1.0 + 1e-9).contains(*value));
    bad.map_or(Ok(()), |value| Err(Error::parameter(owner, "y_proba", value, "probabilities from 0 to 1")))
}

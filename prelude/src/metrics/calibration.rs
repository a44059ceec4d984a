//! Whether probabilities are to be believed, and what the best-scored samples bring.

use ndarray::Array1;
use polars::prelude::DataFrame;
use serde::{Deserialize, Serialize};

use super::curves::frame;
use super::scores::{BinaryScores, Scores};
use super::truth::{AsTrueLabels, weight};
use crate::array::{AsArray, percentile};
use crate::error::{Error, Result};

/// How [`calibration_curve`] divides the probabilities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BinsBy {
    /// Bins of equal width from 0 to 1.
    #[default]
    Uniform,
    /// Bins of equally many samples.
    Quantile,
}

/// How often the positive class happens where it is said to have some probability: `n_bins` bins of
/// predicted probabilities, those without samples left out. A well calibrated model has
/// `prob_true ≈ prob_pred`. The positive class is the larger number or later text of two.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (truth, probabilities) = ([0, 0, 1, 1, 1], [0.1, 0.3, 0.4, 0.8, 0.9]);
/// let curve = calibration_curve(&truth, &probabilities, 2, BinsBy::Uniform)?;
/// assert_eq!(curve.prob_true, array![1.0 / 3.0, 1.0]);
/// assert_eq!(curve.counts, array![3.0, 2.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`] for no bins or for probabilities outside 0 … 1; as
/// [`roc_auc_score`](super::roc_auc_score).
///
/// Source: A. Niculescu-Mizil, R. Caruana, "Predicting good probabilities with supervised learning",
/// ICML 2005.
pub fn calibration_curve(
    y_true: impl AsTrueLabels,
    y_proba: impl AsArray,
    n_bins: usize,
    strategy: BinsBy,
) -> Result<CalibrationCurve> {
    let (truth, weights) = y_true.true_labels()?;
    let scores = BinaryScores::of("calibration_curve", &truth, weights, Scores::of(&y_proba)?)?;
    binned(&scores, n_bins, strategy)
}

/// Predicted and observed shares of the positive class, a value per bin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CalibrationCurve {
    /// The share of positive samples.
    pub prob_true: Array1<f64>,
    /// The mean predicted probability.
    pub prob_pred: Array1<f64>,
    /// The number (or weight) of samples.
    pub counts: Array1<f64>,
}

impl CalibrationCurve {
    /// The mean distance between the two, by the bins' sizes: the expected calibration error.
    pub fn expected_error(&self) -> f64 {
        let distance = (&self.prob_true - &self.prob_pred).mapv(f64::abs);
        (distance * &self.counts).sum() / self.counts.sum()
    }

    /// A row per bin.
    ///
    /// # Errors
    /// polars' own.
    pub fn to_frame(&self) -> Result<DataFrame> {
        frame(&[("prob_pred", &self.prob_pred), ("prob_true", &self.prob_true), ("count", &self.counts)])
    }
}

fn binned(given: &BinaryScores<'_>, n_bins: usize, strategy: BinsBy) -> Result<CalibrationCurve> {
    const NAME: &str = "calibration_curve";
    if n_bins == 0 {
        return Err(Error::parameter(NAME, "n_bins", n_bins, "at least 1"));
    }
    if let Some(bad) = given.scores.iter().find(|score| !(0.0..=1.0).contains(*score)) {
        return Err(Error::parameter(NAME, "y_proba", bad, "probabilities from 0 to 1"));
    }
    let edges = inner_edges(&given.scores, n_bins, strategy)?;
    let (mut counts, mut said, mut happened) = (vec![0.0; n_bins], vec![0.0; n_bins], vec![0.0; n_bins]);
    for (row, score) in given.scores.iter().enumerate() {
        let bin = edges.partition_point(|edge| edge < score);
        let weight = weight(given.weights.as_deref(), row);
        counts[bin] += weight;
        said[bin] += weight * score;
        happened[bin] += weight * f64::from(given.truth[row]);
    }
    let filled: Vec<usize> = (0..n_bins).filter(|bin| counts[*bin] > 0.0).collect();
    Ok(CalibrationCurve {
        prob_true: filled.iter().map(|bin| happened[*bin] / counts[*bin]).collect(),
        prob_pred: filled.iter().map(|bin| said[*bin] / counts[*bin]).collect(),
        counts: filled.iter().map(|bin| counts[*bin]).collect(),
    })
}

/// The edges between the bins.
fn inner_edges(scores: &[f64], n_bins: usize, strategy: BinsBy) -> Result<Vec<f64>> {
    let shares = (1..n_bins).map(|bin| bin as f64 / n_bins as f64);
    match strategy {
        BinsBy::Uniform => Ok(shares.collect()),
        BinsBy::Quantile => shares.map(|share| percentile(scores, share * 100.0)).collect(),
    }
}

/// What taking the best-scored samples first brings: cumulative gains and lift. The positive class is
/// the larger number or later text of two.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let curve = cumulative_gain_curve(&[1, 0, 1, 0], &[0.9, 0.8, 0.7, 0.1])?;
/// assert_eq!(curve.share, array![0.0, 0.25, 0.5, 0.75, 1.0]);
/// assert_eq!(curve.gain, array![0.0, 0.5, 0.5, 1.0, 1.0]);
/// assert_eq!(curve.lift()[1], 2.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`roc_auc_score`](super::roc_auc_score).
pub fn cumulative_gain_curve(y_true: impl AsTrueLabels, y_score: impl AsArray) -> Result<GainCurve> {
    let (truth, weights) = y_true.true_labels()?;
    Ok(gains(&BinaryScores::of("cumulative_gain_curve", &truth, weights, Scores::of(&y_score)?)?))
}

/// Cumulative gains, from the best-scored samples on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GainCurve {
    /// The share of all samples that is taken, from 0 to 1.
    pub share: Array1<f64>,
    /// The share of the positive samples that is among them, from 0 to 1.
    pub gain: Array1<f64>,
}

impl GainCurve {
    /// How many times more positive samples there are among those taken than among as many at random;
    /// NaN where none is taken.
    pub fn lift(&self) -> Array1<f64> {
        &self.gain / &self.share
    }

    /// The gain from the best `share` of all samples, 0 to 1, between the points by straight lines.
    ///
    /// # Errors
    /// [`Error::Parameter`] for a share outside 0 … 1.
    pub fn gain_at(&self, share: f64) -> Result<f64> {
        if !(0.0..=1.0).contains(&share) {
            return Err(Error::parameter("GainCurve::gain_at", "share", share, "0 to 1"));
        }
        let last = self.share.len() - 1;
        let right = self.share.iter().position(|known| *known >= share).unwrap_or(last).max(1);
        let (a, b) = (self.share[right - 1], self.share[right]);
        Ok(self.gain[right - 1] + (self.gain[right] - self.gain[right - 1]) * (share - a) / (b - a))
    }

    /// A row per point.
    ///
    /// # Errors
    /// polars' own.
    pub fn to_frame(&self) -> Result<DataFrame> {
        frame(&[("share", &self.share), ("gain", &self.gain), ("lift", &self.lift())])
    }
}

fn gains(scores: &BinaryScores<'_>) -> GainCurve {
    let steps = scores.steps();
    let (positives, negatives) = steps.totals();
    let taken = steps.positive.iter().zip(&steps.negative).map(|(a, b)| (a + b) / (positives + negatives));
    GainCurve {
        share: std::iter::once(0.0).chain(taken).collect(),
        gain: std::iter::once(0.0).chain(steps.positive.iter().map(|count| count / positives)).collect(),
    }
}

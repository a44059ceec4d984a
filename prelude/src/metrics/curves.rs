//! What happens as the threshold on a score moves: the data of ROC, precision–recall and detection
//! error trade-off curves.

use ndarray::Array1;
use polars::prelude::{Column, DataFrame};
use serde::{Deserialize, Serialize};

use super::scores::{BinaryScores, Scores, Steps, average_precision};
use super::truth::{AsTrueLabels, Pairs, same_length};
use crate::array::{AsArray, AsNumbers};
use crate::error::{Error, Result};

/// The ROC curve: the share of negative samples that are taken for positive against the share of
/// positive samples that are found, for every threshold that makes a corner. The positive class is the
/// larger number or later text of two, as in [`roc_auc_score`](super::roc_auc_score).
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let curve = roc_curve(&[0, 0, 1, 1], &[0.1, 0.4, 0.35, 0.8])?;
/// assert_eq!(curve.fpr, array![0.0, 0.0, 0.5, 0.5, 1.0]);
/// assert_eq!(curve.tpr, array![0.0, 0.5, 0.5, 1.0, 1.0]);
/// assert_eq!(curve.auc(), 0.75);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`roc_auc_score`](super::roc_auc_score).
pub fn roc_curve(y_true: impl AsTrueLabels, y_score: impl AsArray) -> Result<RocCurve> {
    let (truth, weights) = y_true.true_labels()?;
    Ok(roc(&BinaryScores::of("roc_curve", &truth, weights, Scores::of(&y_score)?)?))
}

/// The points of a ROC curve, from the strictest threshold on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RocCurve {
    /// The share of negative samples with such scores.
    pub fpr: Array1<f64>,
    /// The share of positive samples with such scores.
    pub tpr: Array1<f64>,
    /// Samples with at least this score are taken for positive; the first is infinite.
    pub thresholds: Array1<f64>,
}

impl RocCurve {
    /// The area under the curve.
    pub fn auc(&self) -> f64 {
        trapezoids(&self.fpr, &self.tpr).abs()
    }

    /// The threshold at which `tpr − fpr` (Youden's J) is largest.
    pub fn best_threshold(&self) -> f64 {
        let gain = |place: &usize| self.tpr[*place] - self.fpr[*place];
        let best =
            (0..self.fpr.len()).reduce(|best, next| if gain(&next) > gain(&best) { next } else { best });
        best.map_or(f64::NAN, |place| self.thresholds[place])
    }

    /// A row per point.
    ///
    /// # Errors
    /// polars' own.
    pub fn to_frame(&self) -> Result<DataFrame> {
        frame(&[("fpr", &self.fpr), ("tpr", &self.tpr), ("threshold", &self.thresholds)])
    }
}

fn roc(scores: &BinaryScores<'_>) -> RocCurve {
    let all = scores.steps();
    let bends =
        |values: &[f64], place: usize| values[place + 1] - values[place] != values[place] - values[place - 1];
    let steps = all.keep(|place| {
        place == 0 || place + 1 == all.len() || bends(&all.positive, place) || bends(&all.negative, place)
    });
    let (positives, negatives) = steps.totals();
    RocCurve {
        fpr: with_first(0.0, steps.negative.iter().map(|count| count / negatives)),
        tpr: with_first(0.0, steps.positive.iter().map(|count| count / positives)),
        thresholds: with_first(f64::INFINITY, steps.thresholds.iter().copied()),
    }
}

fn with_first(first: f64, rest: impl Iterator<Item = f64>) -> Array1<f64> {
    std::iter::once(first).chain(rest).collect()
}

/// The precision–recall curve, from the lowest threshold to the highest, as scikit-learn gives it: the
/// last point has precision 1, recall 0 and no threshold.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let curve = precision_recall_curve(&[0, 0, 1, 1], &[0.1, 0.4, 0.35, 0.8])?;
/// assert_eq!(curve.recall, array![1.0, 1.0, 0.5, 0.5, 0.0]);
/// assert_eq!(curve.thresholds, array![0.1, 0.35, 0.4, 0.8]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`roc_auc_score`](super::roc_auc_score).
pub fn precision_recall_curve(
    y_true: impl AsTrueLabels,
    y_score: impl AsArray,
) -> Result<PrecisionRecallCurve> {
    let (truth, weights) = y_true.true_labels()?;
    Ok(precision_recall(&BinaryScores::of("precision_recall_curve", &truth, weights, Scores::of(&y_score)?)?))
}

/// The points of a precision–recall curve, from the lowest threshold on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PrecisionRecallCurve {
    /// Of the samples with such scores, the share that is positive.
    pub precision: Array1<f64>,
    /// Of the positive samples, the share with such scores.
    pub recall: Array1<f64>,
    /// One less than there are points.
    pub thresholds: Array1<f64>,
    /// The mean precision by the recall that each threshold adds.
    pub average_precision: f64,
}

impl PrecisionRecallCurve {
    /// The threshold with the largest F1.
    pub fn best_threshold(&self) -> f64 {
        let f1 = |place: usize| {
            let (p, r) = (self.precision[place], self.recall[place]);
            if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) }
        };
        let best =
            (0..self.thresholds.len()).reduce(|best, next| if f1(next) > f1(best) { next } else { best });
        best.map_or(f64::NAN, |place| self.thresholds[place])
    }

    /// A row per point; the last one's threshold is infinite.
    ///
    /// # Errors
    /// polars' own.
    pub fn to_frame(&self) -> Result<DataFrame> {
        let thresholds = self.thresholds.iter().copied().chain([f64::INFINITY]).collect();
        frame(&[("precision", &self.precision), ("recall", &self.recall), ("threshold", &thresholds)])
    }
}

fn precision_recall(scores: &BinaryScores<'_>) -> PrecisionRecallCurve {
    let steps = scores.steps();
    let (positives, _) = steps.totals();
    let places = || (0..steps.len()).rev();
    let share = |part: f64, whole: f64| if whole == 0.0 { 0.0 } else { part / whole };
    let precision =
        |place: usize| share(steps.positive[place], steps.positive[place] + steps.negative[place]);
    let recall = |place: usize| if positives == 0.0 { 1.0 } else { steps.positive[place] / positives };
    PrecisionRecallCurve {
        precision: places().map(precision).chain([1.0]).collect(),
        recall: places().map(recall).chain([0.0]).collect(),
        thresholds: places().map(|place| steps.thresholds[place]).collect(),
        average_precision: average_precision(scores),
    }
}

/// The detection error trade-off: the share of false alarms against the share of misses, from the
/// lowest threshold to the highest.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let curve = det_curve(&[0, 0, 1, 1], &[0.1, 0.4, 0.35, 0.8])?;
/// assert_eq!(curve.fpr, array![0.5, 0.5, 0.0]);
/// assert_eq!(curve.fnr, array![0.0, 0.5, 0.5]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`roc_auc_score`](super::roc_auc_score).
///
/// Source: A. Martin et al., "The DET curve in assessment of detection task performance", Eurospeech
/// 1997.
pub fn det_curve(y_true: impl AsTrueLabels, y_score: impl AsArray) -> Result<DetCurve> {
    let (truth, weights) = y_true.true_labels()?;
    Ok(trade_off(&BinaryScores::of("det_curve", &truth, weights, Scores::of(&y_score)?)?.steps()))
}

/// The points of a detection error trade-off curve, from the lowest threshold on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DetCurve {
    /// The share of negative samples that are taken for positive.
    pub fpr: Array1<f64>,
    /// The share of positive samples that are missed.
    pub fnr: Array1<f64>,
    pub thresholds: Array1<f64>,
}

impl DetCurve {
    /// A row per point.
    ///
    /// # Errors
    /// polars' own.
    pub fn to_frame(&self) -> Result<DataFrame> {
        frame(&[("fpr", &self.fpr), ("fnr", &self.fnr), ("threshold", &self.thresholds)])
    }
}

fn trade_off(steps: &Steps) -> DetCurve {
    let (positives, negatives) = steps.totals();
    let first = |values: &[f64]| [0.0].iter().chain(values).copied().collect::<Vec<f64>>();
    let (caught, alarms) = (first(&steps.positive), first(&steps.negative));
    let thresholds: Vec<f64> = [f64::INFINITY].iter().chain(&steps.thresholds).copied().collect();
    // From the last point without false alarms to the first without misses.
    let from = alarms.partition_point(|count| *count <= 0.0).saturating_sub(1);
    let to = (caught.partition_point(|count| *count < positives) + 1).min(caught.len());
    let places = || (from..to).rev();
    DetCurve {
        fpr: places().map(|place| alarms[place] / negatives).collect(),
        fnr: places().map(|place| (positives - caught[place]) / positives).collect(),
        thresholds: places().map(|place| thresholds[place]).collect(),
    }
}

/// The area under a curve of points `(x, y)`, `x` ascending or descending, by trapezoids.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert_eq!(auc(&[0.0, 0.5, 1.0], &[0.0, 1.0, 1.0])?, 0.75);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::TooFew`] for fewer than two points, [`Error::Parameter`] for an `x` that turns,
/// [`Error::LengthMismatch`], [`Error::NotFinite`].
pub fn auc(x: impl AsNumbers, y: impl AsNumbers) -> Result<f64> {
    area_under(&x, &y)
}

fn area_under(x: &dyn AsNumbers, y: &dyn AsNumbers) -> Result<f64> {
    let (x, y) = (x.numbers()?.complete("`x`")?, y.numbers()?.complete("`y`")?);
    same_length("`x`", x.len(), "`y`", y.len())?;
    if x.len() < 2 {
        let what = "the area under a curve".to_owned();
        return Err(Error::TooFew { what, needed: 2, unit: "points", given: x.len() });
    }
    let points = Pairs::new(x, y, None)?;
    let rises = points.truth.is_sorted();
    if !rises && !points.truth.iter().rev().is_sorted() {
        return Err(Error::parameter("auc", "x", "neither ascending nor descending", "sorted"));
    }
    let area = trapezoids(&points.truth.to_vec().into(), &points.predicted.to_vec().into());
    Ok(if rises { area } else { -area })
}

fn trapezoids(x: &Array1<f64>, y: &Array1<f64>) -> f64 {
    (1..x.len()).map(|place| (x[place] - x[place - 1]) * (y[place] + y[place - 1]) / 2.0).sum()
}

pub(super) fn frame(columns: &[(&str, &Array1<f64>)]) -> Result<DataFrame> {
    let height = columns.first().map_or(0, |(_, values)| values.len());
    let columns = columns.iter().map(|(name, values)| Column::new((*name).into(), values.to_vec())).collect();
    Ok(DataFrame::new(height, columns)?)
}

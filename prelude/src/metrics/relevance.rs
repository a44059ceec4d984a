//! How good orders of documents, products or labels are: one row per query.

use ndarray::{ArrayView1, ArrayView2, Ix2};

use super::truth::average;
use crate::array::AsArray;
use crate::error::{Error, Result};

/// The discounted cumulative gain: the relevances in the order of the scores, each divided by the
/// logarithm (base 2) of its rank plus one; the mean over the rows. Equal scores share their places.
///
/// `y_true` and `y_score` have shape (n_queries, n_documents); with `k` only the first `k` places
/// count.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (truth, scores) = ([[10, 0, 0, 1, 5]], [[0.1, 0.2, 0.3, 4.0, 70.0]]);
/// assert!((dcg_score(&truth, &scores, None)? - 9.4994).abs() < 1e-4);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Shape`] unless both have one shape, [`Error::Parameter`] for a `k` of 0,
/// [`Error::Empty`], [`Error::NotFinite`].
///
/// Source: K. Järvelin, J. Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM
/// Transactions on Information Systems 20 (2002).
pub fn dcg_score(
    y_true: impl AsArray<Dim = Ix2>,
    y_score: impl AsArray<Dim = Ix2>,
    k: Option<usize>,
) -> Result<f64> {
    mean_over_rows(y_true.array()?.view(), y_score.array()?.view(), |truth, scores| gain(truth, scores, k), k)
}

/// [`dcg_score`] as a share of the best that is possible, 0 to 1.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (truth, scores) = ([[10, 0, 0, 1, 5]], [[0.1, 0.2, 0.3, 4.0, 70.0]]);
/// assert!((ndcg_score(&truth, &scores, None)? - 0.6957).abs() < 1e-4);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`dcg_score`]; [`Error::Parameter`] for relevances below 0.
pub fn ndcg_score(
    y_true: impl AsArray<Dim = Ix2>,
    y_score: impl AsArray<Dim = Ix2>,
    k: Option<usize>,
) -> Result<f64> {
    normalized(y_true.array()?.view(), y_score.array()?.view(), k)
}

fn normalized(truth: ArrayView2<'_, f64>, scores: ArrayView2<'_, f64>, k: Option<usize>) -> Result<f64> {
    if let Some(value) = truth.iter().find(|value| **value < 0.0) {
        return Err(Error::parameter("ndcg_score", "y_true", value, "at least 0 everywhere"));
    }
    let share = |truth: ArrayView1<'_, f64>, scores: ArrayView1<'_, f64>| {
        let best = gain(truth, truth, k);
        if best == 0.0 { 0.0 } else { gain(truth, scores, k) / best }
    };
    mean_over_rows(truth, scores, share, k)
}

/// The gain of one row; equal scores have the mean of their relevances.
fn gain(truth: ArrayView1<'_, f64>, scores: ArrayView1<'_, f64>, k: Option<usize>) -> f64 {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]));
    let discount =
        |rank: usize| if k.is_some_and(|k| rank >= k) { 0.0 } else { 1.0 / (rank as f64 + 2.0).log2() };
    let (mut total, mut rank) = (0.0, 0);
    for equal in order.chunk_by(|a, b| scores[*a] == scores[*b]) {
        let mean = equal.iter().map(|place| truth[*place]).sum::<f64>() / equal.len() as f64;
        total += mean * (rank..rank + equal.len()).map(discount).sum::<f64>();
        rank += equal.len();
    }
    total
}

/// For every label that applies, the share of labels scored at least as high that apply too; the mean
/// over labels and rows, 0 to 1. `y_true` holds 0 and 1, a column per label.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (truth, scores) = ([[1, 0, 0], [0, 0, 1]], [[0.75, 0.5, 1.0], [1.0, 0.2, 0.1]]);
/// let score = label_ranking_average_precision_score(&truth, &scores)?;
/// assert!((score - 0.4166666666666667).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`dcg_score`].
pub fn label_ranking_average_precision_score(
    y_true: impl AsArray<Dim = Ix2>,
    y_score: impl AsArray<Dim = Ix2>,
) -> Result<f64> {
    mean_over_rows(y_true.array()?.view(), y_score.array()?.view(), precision_of_row, None)
}

fn precision_of_row(truth: ArrayView1<'_, f64>, scores: ArrayView1<'_, f64>) -> f64 {
    let applies: Vec<usize> = (0..truth.len()).filter(|place| truth[*place] != 0.0).collect();
    if applies.is_empty() || applies.len() == truth.len() {
        return 1.0;
    }
    let share = |place: &usize| {
        let not_lower = |other: &&usize| scores[**other] >= scores[*place];
        let all: Vec<usize> = (0..scores.len()).collect();
        applies.iter().filter(not_lower).count() as f64 / all.iter().filter(not_lower).count() as f64
    };
    applies.iter().map(share).sum::<f64>() / applies.len() as f64
}

/// How far one has to go down the scores to have every label that applies; the mean over the rows.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (truth, scores) = ([[1, 0, 0], [0, 1, 1]], [[1.0, 0.0, 0.0], [0.0, 1.0, 1.0]]);
/// assert_eq!(coverage_error(&truth, &scores)?, 1.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`dcg_score`].
pub fn coverage_error(y_true: impl AsArray<Dim = Ix2>, y_score: impl AsArray<Dim = Ix2>) -> Result<f64> {
    mean_over_rows(y_true.array()?.view(), y_score.array()?.view(), coverage_of_row, None)
}

fn coverage_of_row(truth: ArrayView1<'_, f64>, scores: ArrayView1<'_, f64>) -> f64 {
    let applies = (0..truth.len()).filter(|place| truth[*place] != 0.0);
    let lowest = applies.map(|place| scores[place]).fold(f64::INFINITY, f64::min);
    scores.iter().filter(|score| **score >= lowest).count() as f64
}

/// The share of pairs of a label that applies and one that does not that are scored the wrong way
/// round, or equal; the mean over the rows, 0 to 1.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (truth, scores) = ([[1, 0, 0], [0, 0, 1]], [[0.75, 0.5, 1.0], [1.0, 0.2, 0.1]]);
/// assert_eq!(label_ranking_loss(&truth, &scores)?, 0.75);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`dcg_score`].
pub fn label_ranking_loss(y_true: impl AsArray<Dim = Ix2>, y_score: impl AsArray<Dim = Ix2>) -> Result<f64> {
    mean_over_rows(y_true.array()?.view(), y_score.array()?.view(), loss_of_row, None)
}

fn loss_of_row(truth: ArrayView1<'_, f64>, scores: ArrayView1<'_, f64>) -> f64 {
    let (applies, not): (Vec<usize>, Vec<usize>) = (0..truth.len()).partition(|place| truth[*place] != 0.0);
    let pairs = applies.len() * not.len();
    if pairs == 0 {
        return 0.0;
    }
    let wrong = |yes: &usize| not.iter().filter(|no| scores[**no] >= scores[*yes]).count();
    applies.iter().map(wrong).sum::<usize>() as f64 / pairs as f64
}

fn mean_over_rows(
    truth: ArrayView2<'_, f64>,
    scores: ArrayView2<'_, f64>,
    measure: impl Fn(ArrayView1<'_, f64>, ArrayView1<'_, f64>) -> f64,
    k: Option<usize>,
) -> Result<f64> {
    if truth.dim() != scores.dim() {
        let expected = format!("({}, {}) as `y_true`", truth.nrows(), truth.ncols());
        return Err(Error::Shape { what: "`y_score`".to_owned(), given: scores.shape().to_vec(), expected });
    }
    if truth.is_empty() {
        return Err(Error::empty("`y_true`", "one row of one label"));
    }
    if k == Some(0) {
        return Err(Error::parameter("dcg_score", "k", 0, "at least 1"));
    }
    for (what, values) in [("`y_true`", truth.view()), ("`y_score`", scores.view())] {
        if let Some(((row, _), value)) = values.indexed_iter().find(|(_, value)| !value.is_finite()) {
            return Err(Error::NotFinite { what: what.to_owned(), value: *value, row });
        }
    }
    let rows: Vec<f64> =
        truth.outer_iter().zip(scores.outer_iter()).map(|(truth, scores)| measure(truth, scores)).collect();
    Ok(average(&rows, None))
}

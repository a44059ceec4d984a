//! Agreement of two groupings, by pairs of samples.

use ndarray::{Array2, array};

use super::table::Table;
use crate::array::AsLabels;
use crate::error::Result;

/// The share of pairs of samples on which two groupings agree: both put them together, or both apart.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert_eq!(rand_score(&["a", "a", "b", "b"], &[1, 1, 0, 0])?, 1.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::LengthMismatch`](crate::Error::LengthMismatch), [`Error::Empty`](crate::Error::Empty),
/// [`Error::MissingValues`](crate::Error::MissingValues).
pub fn rand_score(labels_true: impl AsLabels, labels_pred: impl AsLabels) -> Result<f64> {
    Ok(rand(&Table::of(&labels_true, &labels_pred)?))
}

fn rand(table: &Table) -> f64 {
    let (neither, cluster, class, both) = table.pairs();
    let all = neither + cluster + class + both;
    if all == 0.0 { 1.0 } else { (neither + both) / all }
}

/// The [`rand_score`] less what chance gives: 1 is full agreement, 0 that of chance, at least −0.5.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let score = adjusted_rand_score(&[0, 0, 1, 1], &[0, 0, 1, 2])?;
/// assert!((score - 4.0 / 7.0).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`rand_score`].
///
/// Source: L. Hubert, P. Arabie, "Comparing partitions", Journal of Classification 2 (1985).
pub fn adjusted_rand_score(labels_true: impl AsLabels, labels_pred: impl AsLabels) -> Result<f64> {
    Ok(adjusted_rand(&Table::of(&labels_true, &labels_pred)?))
}

fn adjusted_rand(table: &Table) -> f64 {
    let (tn, fp, fn_, tp) = table.pairs();
    if fp == 0.0 && fn_ == 0.0 {
        return 1.0;
    }
    2.0 * (tp * tn - fn_ * fp) / ((tp + fn_) * (fn_ + tn) + (tp + fp) * (fp + tn))
}

/// The geometric mean of the precision and the recall of pairs, 0 to 1.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert_eq!(fowlkes_mallows_score(&[0, 0, 1, 1], &[1, 1, 0, 0])?, 1.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`rand_score`].
///
/// Source: E. B. Fowlkes, C. L. Mallows, "A method for comparing two hierarchical clusterings", Journal
/// of the American Statistical Association 78 (1983).
pub fn fowlkes_mallows_score(labels_true: impl AsLabels, labels_pred: impl AsLabels) -> Result<f64> {
    let (_, cluster, class, both) = Table::of(&labels_true, &labels_pred)?.pairs();
    Ok(if both == 0.0 { 0.0 } else { (both / (both + cluster)).sqrt() * (both / (both + class)).sqrt() })
}

/// The numbers of ordered pairs of samples that share a class (rows: no, yes) and a cluster (columns:
/// no, yes).
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let pairs = pair_confusion_matrix(&[0, 0, 1, 1], &[0, 0, 1, 2])?;
/// assert_eq!(pairs, array![[8.0, 0.0], [2.0, 2.0]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`rand_score`].
pub fn pair_confusion_matrix(labels_true: impl AsLabels, labels_pred: impl AsLabels) -> Result<Array2<f64>> {
    let (neither, cluster, class, both) = Table::of(&labels_true, &labels_pred)?.pairs();
    Ok(array![[neither, cluster], [class, both]])
}

/// How many samples of each class (rows, ascending) are in each cluster (columns, ascending).
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let counts = contingency_matrix(&["a", "a", "b"], &[7, 8, 8])?;
/// assert_eq!(counts, array![[1.0, 1.0], [0.0, 1.0]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`rand_score`].
pub fn contingency_matrix(labels_true: impl AsLabels, labels_pred: impl AsLabels) -> Result<Array2<f64>> {
    Ok(full(&Table::of(&labels_true, &labels_pred)?))
}

fn full(table: &Table) -> Array2<f64> {
    let mut counts = Array2::zeros((table.classes.len(), table.clusters.len()));
    for (class, cluster, count) in &table.cells {
        counts[[*class, *cluster]] = *count;
    }
    counts
}

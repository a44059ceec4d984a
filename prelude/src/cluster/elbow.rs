//! How many clusters? What k-means leaves, and how well separated its clusters are, for several k.

use std::ops::RangeBounds;

use polars::prelude::{Column, DataFrame};

use super::k_means::KMeans;
use crate::array::{AsFeatures, Features};
use crate::error::{Error, Result};
use crate::metrics::silhouette_score;
use crate::runtime::{Progress, check_interrupt};

/// Starts of each k-means.
const STARTS: usize = 10;
const MOST_CLUSTERS: usize = 1000;

/// The inertia of k-means for each number of clusters: a frame of `k`, `inertia` and `explained`, the
/// share of the data's variance that lies between the clusters (0 for one cluster, 1 for points).
/// Where the inertia stops falling steeply is the elbow.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let table = elbow(&iris(), 1..=6, 0)?;
/// assert_eq!(table.shape(), (6, 3));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`] for a range without numbers or with 0, and what [`KMeans::fit`] says.
pub fn elbow(x: impl AsFeatures, k: impl RangeBounds<usize>, seed: u64) -> Result<DataFrame> {
    elbow_of(&x.features()?, &numbers("elbow", &k, 1)?, seed)
}

fn elbow_of(x: &Features<'_>, ks: &[usize], seed: u64) -> Result<DataFrame> {
    let inertias = over(ks, |k| Ok(KMeans::new(k).n_init(STARTS).seed(seed).fit_features(x)?.inertia()))?;
    let total: f64 = x.view().var_axis(ndarray::Axis(0), 0.0).sum() * x.values.nrows() as f64;
    let explained = |inertia: &f64| if total > 0.0 { 1.0 - inertia / total } else { 0.0 };
    let explained: Vec<f64> = inertias.iter().map(explained).collect();
    frame(ks, vec![Column::new("inertia".into(), inertias), Column::new("explained".into(), explained)])
}

/// The mean silhouette of k-means for each number of clusters, from −1 to 1 (higher is better
/// separated): a frame of `k` and `silhouette`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let table = silhouette_by_k(&iris(), 2..=5, 0)?;
/// assert!(table.column_array("silhouette")?[0] > 0.65);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`] for a range without numbers or below 2, and what [`KMeans::fit`] says.
///
/// Source: P. Rousseeuw, "Silhouettes: a graphical aid to the interpretation and validation of cluster
/// analysis", 1987.
pub fn silhouette_by_k(x: impl AsFeatures, k: impl RangeBounds<usize>, seed: u64) -> Result<DataFrame> {
    silhouettes_of(&x.features()?, &numbers("silhouette_by_k", &k, 2)?, seed)
}

fn silhouettes_of(x: &Features<'_>, ks: &[usize], seed: u64) -> Result<DataFrame> {
    let means = over(ks, |k| {
        let model = KMeans::new(k).n_init(STARTS).seed(seed).fit_features(x)?;
        silhouette_score(&x.view(), model.labels())
    })?;
    frame(ks, vec![Column::new("silhouette".into(), means)])
}

/// The numbers of a range, which must begin at `least` or above.
fn numbers(owner: &'static str, range: &impl RangeBounds<usize>, least: usize) -> Result<Vec<usize>> {
    use std::ops::Bound::{Excluded, Included, Unbounded};
    let start = match range.start_bound() {
        Included(start) => *start,
        Excluded(start) => start + 1,
        Unbounded => least,
    };
    let end = match range.end_bound() {
        Included(end) => end.saturating_add(1),
        Excluded(end) => *end,
        Unbounded => usize::MAX,
    };
    if start < least || start >= end || end > MOST_CLUSTERS {
        let given = format!("{start}..{end}");
        let expected =
            format!("numbers of clusters from {least} to less than {MOST_CLUSTERS}, such as {least}..=10");
        return Err(Error::parameter(owner, "k", given, expected));
    }
    Ok((start..end).collect())
}

fn over(ks: &[usize], work: impl Fn(usize) -> Result<f64>) -> Result<Vec<f64>> {
    let mut progress = Progress::new("numbers of clusters", ks.len() as u64);
    let mut results = Vec::with_capacity(ks.len());
    for k in ks {
        check_interrupt()?;
        results.push(work(*k)?);
        progress.advance(1);
    }
    progress.finish_and_clear();
    Ok(results)
}

fn frame(ks: &[usize], columns: Vec<Column>) -> Result<DataFrame> {
    let k = Column::new("k".into(), ks.iter().map(|k| *k as i64).collect::<Vec<_>>());
    Ok(DataFrame::new(ks.len(), std::iter::once(k).chain(columns).collect())?)
}

//! What summaries say of labels, where −1 is noise.

use ndarray::Array1;

use crate::model::{Summary, SummaryTable};
use crate::preprocessing::numeric::setting;

/// Rows of the table of sizes at most.
const MOST_ROWS: usize = 200;

/// The number of clusters, noise not counted. Clusters are numbered without gaps.
pub(super) fn n_clusters(labels: &Array1<i64>) -> usize {
    labels.iter().max().map_or(0, |largest| (largest + 1).max(0) as usize)
}

/// The number of clusters and of noisy samples, and a table of the clusters' sizes.
pub(super) fn describe_labels(labels: &Array1<i64>, summary: &mut Summary) {
    let mut sizes = vec![0.0; n_clusters(labels)];
    let mut noise = 0;
    for label in labels {
        match usize::try_from(*label) {
            Ok(label) => sizes[label] += 1.0,
            Err(_) => noise += 1,
        }
    }
    summary.results.push(setting("clusters", sizes.len()));
    if noise > 0 {
        summary.results.push(setting("noise", format!("{noise} samples")));
    }
    let rows = sizes.iter().enumerate().take(MOST_ROWS);
    summary.tables.push(SummaryTable {
        caption: "sizes".to_owned(),
        columns: vec!["samples".to_owned()],
        rows: rows.map(|(k, size)| (format!("cluster {k}"), vec![*size])).collect(),
    });
}

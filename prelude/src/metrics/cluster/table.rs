//! How often each class meets each cluster, without the pairs that never meet.

use std::collections::HashMap;

use crate::array::AsLabels;
use crate::error::{Error, Result};
use crate::metrics::labels::Codes;
use crate::metrics::truth::same_length;

/// Up to so many cells are counted in a full table.
const FULL_TABLE: usize = 1 << 22;

pub(super) struct Table {
    pub n: f64,
    /// Sizes of the classes and of the clusters.
    pub classes: Vec<f64>,
    pub clusters: Vec<f64>,
    /// Class, cluster, count, in order.
    pub cells: Vec<(usize, usize, f64)>,
}

impl Table {
    pub fn of(truth: &dyn AsLabels, predicted: &dyn AsLabels) -> Result<Self> {
        let (truth, predicted) = (truth.labels()?.values, predicted.labels()?.values);
        same_length("`labels_true`", truth.len(), "`labels_pred`", predicted.len())?;
        if truth.is_empty() {
            return Err(Error::empty("`labels_true`", "one label"));
        }
        let (truth, predicted) =
            (Codes::of("`labels_true`", &truth)?, Codes::of("`labels_pred`", &predicted)?);
        let (k, l) = (truth.names.len(), predicted.names.len());
        let cells = if k * l <= FULL_TABLE {
            full(&truth.codes, &predicted.codes, k, l)
        } else {
            sparse(&truth.codes, &predicted.codes)
        };
        let (mut classes, mut clusters) = (vec![0.0; k], vec![0.0; l]);
        for (class, cluster, count) in &cells {
            classes[*class] += count;
            clusters[*cluster] += count;
        }
        Ok(Self { n: truth.codes.len() as f64, classes, clusters, cells })
    }

    /// The numbers of ordered pairs of samples, by whether they share a class and share a cluster:
    /// (neither, cluster alone, class alone, both).
    pub fn pairs(&self) -> (f64, f64, f64, f64) {
        let squares = |values: &[f64]| values.iter().map(|value| value * value).sum::<f64>();
        let both: f64 = self.cells.iter().map(|(_, _, count)| count * count).sum();
        let (classes, clusters) = (squares(&self.classes), squares(&self.clusters));
        (self.n * self.n - classes - clusters + both, clusters - both, classes - both, both - self.n)
    }
}

fn full(truth: &[usize], predicted: &[usize], k: usize, l: usize) -> Vec<(usize, usize, f64)> {
    let mut counts = vec![0_u64; k * l];
    for (class, cluster) in truth.iter().zip(predicted) {
        counts[class * l + cluster] += 1;
    }
    let met = counts.iter().enumerate().filter(|(_, count)| **count > 0);
    met.map(|(place, count)| (place / l, place % l, *count as f64)).collect()
}

fn sparse(truth: &[usize], predicted: &[usize]) -> Vec<(usize, usize, f64)> {
    let mut counts: HashMap<(usize, usize), f64> = HashMap::new();
    for pair in truth.iter().copied().zip(predicted.iter().copied()) {
        *counts.entry(pair).or_default() += 1.0;
    }
    let mut cells: Vec<_> =
        counts.into_iter().map(|((class, cluster), count)| (class, cluster, count)).collect();
    cells.sort_unstable_by_key(|(class, cluster, _)| (*class, *cluster));
    cells
}

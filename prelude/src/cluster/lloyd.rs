//! Lloyd's iteration on tiles of samples.

use ndarray::{Array1, Array2};

use super::tiles::{Step, Tiles};
use crate::error::Result;
use crate::runtime::check_interrupt;

/// A finished run.
pub(super) struct Run {
    pub centroids: Array2<f64>,
    pub labels: Vec<u32>,
    /// The samples' squared distances from their centres.
    pub distances: Vec<f64>,
    pub inertia: f64,
    pub n_iter: usize,
    pub converged: bool,
}

/// When to stop.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    pub max_iter: usize,
    /// The squared move of all centres together that counts as none.
    pub least_move: f64,
}

/// Rounds from `centroids` until no label changes or the centres hardly move.
pub(super) fn run(tiles: &Tiles, mut centroids: Array2<f64>, limits: Limits) -> Result<Run> {
    let mut labels = vec![u32::MAX; tiles.n_samples()];
    for round in 1..=limits.max_iter {
        check_interrupt()?;
        let mut step = tiles.step(&centroids, &mut labels);
        if !step.changed {
            return Ok(finished(tiles, centroids, round, true));
        }
        refill(tiles, &centroids, &mut step);
        let next = step.means(&centroids);
        let moved: f64 = next.iter().zip(&centroids).map(|(a, b)| (a - b) * (a - b)).sum();
        centroids = next;
        if moved <= limits.least_move {
            return Ok(finished(tiles, centroids, round, true));
        }
    }
    Ok(finished(tiles, centroids, limits.max_iter, false))
}

/// Labels and inertia of the final centres.
fn finished(tiles: &Tiles, centroids: Array2<f64>, n_iter: usize, converged: bool) -> Run {
    let (labels, distances) = tiles.nearest(&centroids);
    Run { labels, inertia: distances.iter().sum(), distances, centroids, n_iter, converged }
}

/// Gives each empty cluster one of the samples that are farthest from their centres.
fn refill(tiles: &Tiles, centroids: &Array2<f64>, step: &mut Step) {
    let empty = step.empty_clusters();
    if empty.is_empty() {
        return;
    }
    let (labels, distances) = tiles.nearest(centroids);
    let mut order: Vec<usize> = (0..distances.len()).collect();
    order.sort_by(|a, b| distances[*b].total_cmp(&distances[*a]).then(a.cmp(b)));
    for (cluster, sample) in empty.into_iter().zip(order) {
        if distances[sample] > 0.0 {
            step.relocate(&tiles.sample(sample), labels[sample] as usize, cluster);
        }
    }
}

/// The number of samples in each cluster.
pub(super) fn sizes(labels: &Array1<i64>, n_clusters: usize) -> Array1<usize> {
    let mut sizes = Array1::zeros(n_clusters);
    for label in labels {
        if let Ok(label) = usize::try_from(*label) {
            sizes[label] += 1;
        }
    }
    sizes
}

pub(super) fn as_labels(labels: &[u32]) -> Array1<i64> {
    labels.iter().map(|label| i64::from(*label)).collect()
}

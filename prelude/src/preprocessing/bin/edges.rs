//! Where the bins of a feature begin and end.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::super::statistics::linspace;
use crate::error::Result;
use crate::runtime::check_interrupt;

/// Bins no wider than this are joined to their neighbours.
const LEAST_WIDTH: f64 = 1e-8;
const MOST_ROUNDS: usize = 300;
/// Of the values' variance: the centres' move at which a search ends.
const TOLERANCE: f64 = 1e-4;

/// How the bins of a feature are chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum BinStrategy {
    /// Of equal width.
    Uniform,
    /// With equally many samples. Quantiles are values of the data, or the middle of two where they
    /// fall between them (NumPy's `averaged_inverted_cdf`).
    #[default]
    Quantile,
    /// Around the centres of a k-means clustering that starts from bins of equal width.
    KMeans,
}

impl BinStrategy {
    /// The edges of at most `n_bins` bins, ascending, for values in ascending order; at least two.
    pub(super) fn edges(self, sorted: &[f64], n_bins: usize) -> Result<Vec<f64>> {
        let (low, high) = (sorted[0], sorted[sorted.len() - 1]);
        if low == high {
            return Ok(vec![low, high]);
        }
        let mut edges = match self {
            Self::Uniform => return Ok(linspace(low, high, n_bins + 1)),
            Self::Quantile => linspace(0.0, 100.0, n_bins + 1)
                .iter()
                .map(|per_cent| quantile(sorted, per_cent / 100.0))
                .collect(),
            Self::KMeans => around_centres(sorted, n_bins)?,
        };
        let mut last = f64::NEG_INFINITY;
        edges.retain(|edge| {
            let wide = edge - last > LEAST_WIDTH;
            last = *edge;
            wide
        });
        if edges.len() == 1 {
            edges.push(high);
        }
        Ok(edges)
    }
}

/// A value of the data, or the middle of two where the share falls between them.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len() - 1;
    let place = sorted.len() as f64 * share - 1.0;
    if place < 0.0 {
        return sorted[0];
    }
    let below = (place.floor() as usize).min(last);
    let above = (below + 1).min(last);
    if place.fract() == 0.0 { 0.5 * (sorted[below] + sorted[above]) } else { sorted[above] }
}

/// The middles between the centres of a k-means clustering, and both ends.
fn around_centres(sorted: &[f64], n_bins: usize) -> Result<Vec<f64>> {
    let (low, high) = (sorted[0], sorted[sorted.len() - 1]);
    let n = sorted.len() as f64;
    let mean = sorted.iter().sum::<f64>() / n;
    let variance = sorted.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / n;
    let uniform = linspace(low, high, n_bins + 1);
    let mut centres: Vec<f64> = uniform.windows(2).map(|edge| 0.5 * (edge[0] + edge[1])).collect();
    let mut clusters: Vec<Range<usize>> = Vec::new();
    for _ in 0..MOST_ROUNDS {
        check_interrupt()?;
        let next = assign(sorted, &centres);
        let moved = means(sorted, &next, &centres);
        let shift: f64 = moved.iter().zip(&centres).map(|(new, old)| (new - old) * (new - old)).sum();
        centres = moved;
        if next == clusters || shift <= TOLERANCE * variance {
            break;
        }
        clusters = next;
    }
    centres.sort_by(f64::total_cmp);
    let middles = centres.windows(2).map(|pair| 0.5 * (pair[0] + pair[1]));
    Ok(std::iter::once(low).chain(middles).chain([high]).collect())
}

/// The places of the values that are nearest to each centre.
fn assign(sorted: &[f64], centres: &[f64]) -> Vec<Range<usize>> {
    let mut order: Vec<usize> = (0..centres.len()).collect();
    order.sort_by(|a, b| centres[*a].total_cmp(&centres[*b]));
    let mut clusters = vec![0..0; centres.len()];
    let mut start = 0;
    for (place, cluster) in order.iter().enumerate() {
        let end = order.get(place + 1).map_or(sorted.len(), |next| {
            let middle = 0.5 * (centres[*cluster] + centres[*next]);
            sorted.partition_point(|value| *value <= middle)
        });
        clusters[*cluster] = start..end;
        start = end;
    }
    clusters
}

/// The mean of each centre's values; a centre without any takes the value that is farthest from its
/// own centre, as in scikit-learn.
fn means(sorted: &[f64], clusters: &[Range<usize>], centres: &[f64]) -> Vec<f64> {
    let mut sums: Vec<f64> = clusters.iter().map(|cluster| sorted[cluster.clone()].iter().sum()).collect();
    let mut counts: Vec<f64> = clusters.iter().map(|cluster| cluster.len() as f64).collect();
    let empty: Vec<usize> = (0..clusters.len()).filter(|cluster| clusters[*cluster].is_empty()).collect();
    if !empty.is_empty() {
        let distance = |cluster: usize, place: usize| (sorted[place] - centres[cluster]).abs();
        let mut far: Vec<(usize, usize)> = clusters
            .iter()
            .enumerate()
            .flat_map(|(cluster, places)| places.clone().map(move |p| (cluster, p)))
            .collect();
        far.sort_by(|a, b| distance(b.0, b.1).total_cmp(&distance(a.0, a.1)));
        for (cluster, (owner, place)) in empty.into_iter().zip(far) {
            sums[owner] -= sorted[place];
            counts[owner] -= 1.0;
            (sums[cluster], counts[cluster]) = (sorted[place], 1.0);
        }
    }
    let mean = |((sum, count), old): ((&f64, &f64), &f64)| if *count > 0.0 { sum / count } else { *old };
    sums.iter().zip(&counts).zip(centres).map(mean).collect()
}

//! Votes and averages of neighbours.

use ndarray::{Array1, Array2};
use rayon::prelude::*;

use super::index::{Neighbors, Within};
use super::metric::NeighborWeights;
use crate::error::{Error, Result};

/// Queries per piece of parallel work.
const PIECE: usize = 512;

/// What each neighbour counts, given how far it is.
fn weigh(distances: &[f64], weights: NeighborWeights, counts: &mut Vec<f64>) {
    counts.clear();
    match weights {
        NeighborWeights::Uniform => counts.resize(distances.len(), 1.0),
        NeighborWeights::Distance if distances.contains(&0.0) => {
            counts.extend(distances.iter().map(|distance| f64::from(*distance == 0.0)));
        }
        NeighborWeights::Distance => counts.extend(distances.iter().map(|distance| 1.0 / distance)),
    }
}

/// The share of each class among the neighbours: shape (n_queries, n_classes).
pub(super) fn shares(
    neighbors: &Neighbors,
    codes: &[u32],
    n_classes: usize,
    weights: NeighborWeights,
) -> Array2<f64> {
    let k = neighbors.indices.ncols();
    let (rows, distances) = flat(neighbors);
    let mut shares = Array2::zeros((neighbors.indices.nrows(), n_classes));
    let target = shares.as_slice_mut().unwrap_or_default();
    target.par_chunks_mut(PIECE * n_classes).enumerate().for_each(|(piece, target)| {
        let mut counts = Vec::new();
        for (offset, target) in target.chunks_exact_mut(n_classes).enumerate() {
            let places = (piece * PIECE + offset) * k..(piece * PIECE + offset + 1) * k;
            weigh(&distances[places.clone()], weights, &mut counts);
            share(rows[places].iter().map(|row| codes[*row] as usize), &counts, target);
        }
    });
    shares
}

fn flat(neighbors: &Neighbors) -> (&[usize], &[f64]) {
    (neighbors.indices.as_slice().unwrap_or_default(), neighbors.distances.as_slice().unwrap_or_default())
}

fn share(classes: impl Iterator<Item = usize>, counts: &[f64], target: &mut [f64]) {
    for (class, count) in classes.zip(counts) {
        target[class] += count;
    }
    let total: f64 = target.iter().sum();
    target.iter_mut().for_each(|share| *share /= total);
}

/// The average of the neighbours' targets.
pub(super) fn averages(neighbors: &Neighbors, target: &[f64], weights: NeighborWeights) -> Array1<f64> {
    let k = neighbors.indices.ncols();
    let (rows, distances) = flat(neighbors);
    let average = |(rows, distances): (&[usize], &[f64]), counts: &mut Vec<f64>| {
        weigh(distances, weights, counts);
        average(rows.iter().map(|row| target[*row]), counts)
    };
    let all: Vec<f64> = rows
        .par_chunks(PIECE * k)
        .zip(distances.par_chunks(PIECE * k))
        .flat_map_iter(|(rows, distances)| {
            let mut counts = Vec::new();
            let averages: Vec<f64> = rows
                .chunks_exact(k)
                .zip(distances.chunks_exact(k))
                .map(|neighbors| average(neighbors, &mut counts))
                .collect();
            averages
        })
        .collect();
    all.into()
}

fn average(values: impl Iterator<Item = f64>, counts: &[f64]) -> f64 {
    let sum: f64 = values.zip(counts).map(|(value, count)| value * count).sum();
    sum / counts.iter().sum::<f64>()
}

/// [`shares`] for neighbours within a distance; queries without any belong to `outlier`.
pub(super) fn shares_within(
    within: &Within,
    codes: &[u32],
    n_classes: usize,
    weights: NeighborWeights,
    outlier: Option<usize>,
) -> Result<Array2<f64>> {
    let mut shares = Array2::zeros((within.len(), n_classes));
    let mut counts = Vec::new();
    for (query, mut target) in shares.rows_mut().into_iter().enumerate() {
        let rows = within.rows(query);
        if rows.is_empty() {
            target[outlier.ok_or_else(|| alone("RadiusNeighborsClassifier", query))?] = 1.0;
            continue;
        }
        weigh(within.distances(query), weights, &mut counts);
        let target = target.as_slice_mut().unwrap_or_default();
        share(rows.iter().map(|row| codes[*row as usize] as usize), &counts, target);
    }
    Ok(shares)
}

/// [`averages`] for neighbours within a distance.
pub(super) fn averages_within(
    within: &Within,
    target: &[f64],
    weights: NeighborWeights,
) -> Result<Array1<f64>> {
    let mut counts = Vec::new();
    let mut one = |query: usize| {
        let rows = within.rows(query);
        if rows.is_empty() {
            return Err(alone("RadiusNeighborsRegressor", query));
        }
        weigh(within.distances(query), weights, &mut counts);
        Ok(average(rows.iter().map(|row| target[*row as usize]), &counts))
    };
    (0..within.len()).map(&mut one).collect()
}

fn alone(model: &'static str, row: usize) -> Error {
    Error::Fit {
        model,
        reason: format!("the sample in row {row} has no neighbours within `radius`"),
        advice: "Choose a larger `radius`, or a model that takes a number of neighbours.",
    }
}

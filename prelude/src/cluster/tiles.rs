//! Squared distances of many samples to many centres, eight samples at a time.
//!
//! Samples are laid out in tiles of eight, feature by feature, so that one instruction serves
//! several of them and no sum waits for another. Distances are sums of squared differences, not the
//! expanded square: nothing is lost for clusters far from zero, and a new sample's label is computed
//! exactly as that of a sample fitted on.

use ndarray::{Array1, Array2, ArrayView2};
use rayon::prelude::*;

/// Samples of a tile.
const LANES: usize = 8;
/// Centres that are looked at together.
const GROUP: usize = 4;
/// Tiles that one thread takes at a time, at least; pieces of the data at most. They depend on the
/// data alone, so that sums are the same on any number of threads.
const LEAST_TILES: usize = 256;
const MOST_PIECES: usize = 64;

type Lane = [f64; LANES];

/// A matrix of samples in tiles; the last tile is filled up with zeros.
pub(super) struct Tiles {
    n_samples: usize,
    n_features: usize,
    /// One per tile and feature.
    lanes: Vec<Lane>,
}

impl Tiles {
    pub fn new(x: ArrayView2<'_, f64>) -> Self {
        let (n_samples, n_features) = x.dim();
        let mut lanes = vec![[0.0; LANES]; n_samples.div_ceil(LANES) * n_features];
        lanes.par_chunks_mut(n_features * LEAST_TILES).enumerate().for_each(|(piece, lanes)| {
            for (t, tile) in lanes.chunks_mut(n_features).enumerate() {
                let first = (piece * LEAST_TILES + t) * LANES;
                for s in 0..LANES.min(n_samples - first) {
                    for (lane, value) in tile.iter_mut().zip(x.row(first + s)) {
                        lane[s] = *value;
                    }
                }
            }
        });
        Self { n_samples, n_features, lanes }
    }

    pub fn n_samples(&self) -> usize {
        self.n_samples
    }

    pub fn sample(&self, index: usize) -> Array1<f64> {
        let tile = &self.lanes[index / LANES * self.n_features..][..self.n_features];
        tile.iter().map(|lane| lane[index % LANES]).collect()
    }

    fn tiles_per_piece(&self) -> usize {
        self.n_samples.div_ceil(LANES).div_ceil(MOST_PIECES).max(LEAST_TILES)
    }

    /// Each sample's nearest centre and its squared distance.
    pub fn nearest(&self, centres: &Array2<f64>) -> (Vec<u32>, Vec<f64>) {
        let (mut labels, mut distances) = (vec![0; self.n_samples], vec![0.0; self.n_samples]);
        let groups = grouped(centres);
        let tiles = self.tiles_per_piece();
        self.lanes
            .par_chunks(tiles * self.n_features)
            .zip(labels.par_chunks_mut(tiles * LANES))
            .zip(distances.par_chunks_mut(tiles * LANES))
            .for_each(|((lanes, labels), distances)| {
                assign(lanes, self.n_features, &groups, labels, distances);
            });
        (labels, distances)
    }

    /// One of Lloyd's steps: `labels` become the nearest centres.
    pub fn step(&self, centres: &Array2<f64>, labels: &mut [u32]) -> Step {
        let groups = grouped(centres);
        let tiles = self.tiles_per_piece();
        let steps: Vec<Step> = self
            .lanes
            .par_chunks(tiles * self.n_features)
            .zip(labels.par_chunks_mut(tiles * LANES))
            .map(|(lanes, labels)| self.step_of_piece(lanes, &groups, labels, centres.nrows()))
            .collect();
        let mut total = Step::empty(centres.dim());
        for step in &steps {
            total.add(step);
        }
        total
    }

    fn step_of_piece(&self, lanes: &[Lane], groups: &[[f64; GROUP]], labels: &mut [u32], k: usize) -> Step {
        let d = self.n_features;
        let (mut next, mut distances) = (vec![0; labels.len()], vec![0.0; labels.len()]);
        assign(lanes, d, groups, &mut next, &mut distances);
        let mut step = Step::empty((k, d));
        step.changed = next != labels;
        labels.copy_from_slice(&next);
        for (tile, labels) in lanes.chunks_exact(d).zip(labels.chunks(LANES)) {
            for (s, label) in labels.iter().enumerate() {
                step.counts[*label as usize] += 1;
                let sums = &mut step.sums[*label as usize * d..][..d];
                for (sum, lane) in sums.iter_mut().zip(tile) {
                    *sum += lane[s];
                }
            }
        }
        step
    }

    /// For each candidate the sum over the samples of the smaller of `closest` and the squared
    /// distance to it. `closest` has a value per sample.
    pub fn potentials(&self, candidates: &Array2<f64>, closest: &[f64]) -> Array1<f64> {
        let groups = grouped(candidates);
        let tiles = self.tiles_per_piece();
        let sums: Vec<Vec<f64>> = self
            .lanes
            .par_chunks(tiles * self.n_features)
            .zip(closest.par_chunks(tiles * LANES))
            .map(|(lanes, closest)| potentials(lanes, self.n_features, &groups, closest))
            .collect();
        let mut totals = Array1::zeros(candidates.nrows());
        for sums in &sums {
            for (total, sum) in totals.iter_mut().zip(sums) {
                *total += sum;
            }
        }
        totals
    }

    /// `closest` becomes the squared distance to `centre` where that is smaller.
    pub fn approach(&self, centre: &Array1<f64>, closest: &mut [f64]) {
        let centre = centre.view().insert_axis(ndarray::Axis(0)).to_owned();
        let (_, distances) = self.nearest(&centre);
        for (closest, distance) in closest.iter_mut().zip(distances) {
            *closest = closest.min(distance);
        }
    }
}

/// What a step found besides the labels.
pub(super) struct Step {
    /// Per centre the sum of its samples, then the number of them.
    sums: Vec<f64>,
    counts: Vec<usize>,
    pub changed: bool,
}

impl Step {
    fn empty((k, d): (usize, usize)) -> Self {
        Self { sums: vec![0.0; k * d], counts: vec![0; k], changed: false }
    }

    fn add(&mut self, other: &Self) {
        for (sum, other) in self.sums.iter_mut().zip(&other.sums) {
            *sum += other;
        }
        for (count, other) in self.counts.iter_mut().zip(&other.counts) {
            *count += other;
        }
        self.changed |= other.changed;
    }

    pub fn empty_clusters(&self) -> Vec<usize> {
        (0..self.counts.len()).filter(|k| self.counts[*k] == 0).collect()
    }

    /// Moves a sample from its cluster to the empty cluster `to`.
    pub fn relocate(&mut self, sample: &Array1<f64>, from: usize, to: usize) {
        let d = sample.len();
        for (j, value) in sample.iter().enumerate() {
            self.sums[from * d + j] -= value;
            self.sums[to * d + j] += value;
        }
        self.counts[from] -= 1;
        self.counts[to] += 1;
    }

    /// The means of the clusters; one without samples keeps its old centre.
    pub fn means(&self, old: &Array2<f64>) -> Array2<f64> {
        let d = old.ncols();
        Array2::from_shape_fn(old.dim(), |(k, j)| match self.counts[k] {
            0 => old[[k, j]],
            count => self.sums[k * d + j] / count as f64,
        })
    }
}

/// Centres in groups of four, feature by feature; the last group is filled up with centres at
/// infinity.
fn grouped(centres: &Array2<f64>) -> Vec<[f64; GROUP]> {
    let (k, d) = centres.dim();
    let mut groups = vec![[f64::INFINITY; GROUP]; k.div_ceil(GROUP) * d];
    for ((c, j), value) in centres.indexed_iter() {
        groups[c / GROUP * d + j][c % GROUP] = *value;
    }
    groups
}

/// The work of a piece with the widest instructions that this machine has.
macro_rules! widest {
    ($plain:ident as $name:ident => $wide:ident ( $($argument:ident : $type:ty),* ) $(-> $result:ty)?) => {
        fn $name($($argument: $type),*) $(-> $result)? {
            #[cfg(target_arch = "x86_64")]
            if std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma") {
                // SAFETY: the machine has just been asked for these instructions.
                return unsafe { $wide($($argument),*) };
            }
            $plain::<false>($($argument),*)
        }

        #[cfg(target_arch = "x86_64")]
        #[target_feature(enable = "avx2,fma")]
        fn $wide($($argument: $type),*) $(-> $result)? {
            $plain::<true>($($argument),*)
        }
    };
}
widest!(assign_plain as assign => assign_wide(
    lanes: &[Lane], d: usize, groups: &[[f64; GROUP]], labels: &mut [u32], distances: &mut [f64]
));
widest!(potentials_plain as potentials => potentials_wide(
    lanes: &[Lane], d: usize, groups: &[[f64; GROUP]], closest: &[f64]
) -> Vec<f64>);

#[inline(always)]
fn assign_plain<const FUSED: bool>(
    lanes: &[Lane],
    d: usize,
    groups: &[[f64; GROUP]],
    labels: &mut [u32],
    distances: &mut [f64],
) {
    let places = labels.chunks_mut(LANES).zip(distances.chunks_mut(LANES));
    for (tile, (labels, distances)) in lanes.chunks_exact(d).zip(places) {
        let (mut best, mut nearest) = ([f64::INFINITY; LANES], [0_u64; LANES]);
        for (g, group) in groups.chunks_exact(d).enumerate() {
            let sums = squared_distances::<FUSED>(tile, group);
            for (c, sums) in sums.iter().enumerate() {
                let label = (g * GROUP + c) as u64;
                for s in 0..LANES {
                    let nearer = sums[s] < best[s];
                    best[s] = if nearer { sums[s] } else { best[s] };
                    nearest[s] = if nearer { label } else { nearest[s] };
                }
            }
        }
        for (s, (label, distance)) in labels.iter_mut().zip(distances).enumerate() {
            (*label, *distance) = (nearest[s] as u32, best[s]);
        }
    }
}

#[inline(always)]
fn potentials_plain<const FUSED: bool>(
    lanes: &[Lane],
    d: usize,
    groups: &[[f64; GROUP]],
    closest: &[f64],
) -> Vec<f64> {
    let mut totals = vec![[0.0; LANES]; groups.len() / d * GROUP];
    for (tile, closest) in lanes.chunks_exact(d).zip(closest.chunks(LANES)) {
        let mut limits = [0.0; LANES];
        limits[..closest.len()].copy_from_slice(closest);
        for (group, totals) in groups.chunks_exact(d).zip(totals.chunks_exact_mut(GROUP)) {
            let sums = squared_distances::<FUSED>(tile, group);
            for (sums, total) in sums.iter().zip(totals) {
                for s in 0..LANES {
                    total[s] += if sums[s] < limits[s] { sums[s] } else { limits[s] };
                }
            }
        }
    }
    totals.iter().map(|total| total.iter().sum()).collect()
}

#[inline(always)]
fn squared_distances<const FUSED: bool>(tile: &[Lane], group: &[[f64; GROUP]]) -> [Lane; GROUP] {
    let mut sums = [[0.0; LANES]; GROUP];
    for (lane, centres) in tile.iter().zip(group) {
        for (sums, centre) in sums.iter_mut().zip(centres) {
            for (sum, value) in sums.iter_mut().zip(lane) {
                let difference = value - centre;
                *sum =
                    if FUSED { difference.mul_add(difference, *sum) } else { *sum + difference * difference };
            }
        }
    }
    sums
}

//! Hierarchies of merges, in SciPy's form.
//!
//! Own kernels, by the method: nearest-neighbour chains over centroids for Ward's (no matrix of
//! distances at all) and over the matrix for complete and average linkage; the minimum spanning tree
//! for single linkage. linfa's takes a dense kernel of similarities and gives labels alone.
//!
//! Sources: D. Müllner, "Modern hierarchical, agglomerative clustering algorithms", 2011;
//! F. Murtagh, P. Legendre, "Ward's hierarchical agglomerative clustering method", 2014; R. Prim,
//! "Shortest connection networks and some generalizations", 1957.

use ndarray::{Array2, ArrayView2};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::merges::{Merge, linkage_matrix};
use crate::array::{AsFeatures, Features};
use crate::error::{Error, Result};
use crate::model::check;
use crate::runtime::{Progress, check_interrupt};

/// The largest matrix of distances takes 1.6 GB.
const MOST_SAMPLES: usize = 20_000;
/// Samples of one thread's piece at least.
const PIECE: usize = 1024;

/// What the distance of two clusters is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Linkage {
    /// How much merging them raises the sum of squared distances from the clusters' means.
    #[default]
    Ward,
    /// The largest distance between their samples.
    Complete,
    /// The mean distance between their samples.
    Average,
    /// The smallest distance between their samples.
    Single,
}

impl std::fmt::Display for Linkage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Ward => "ward",
            Self::Complete => "complete",
            Self::Average => "average",
            Self::Single => "single",
        })
    }
}

/// The hierarchy of the rows of `x`, shape (n_samples − 1, 4) as SciPy's `linkage`: per merge the two
/// clusters (samples are 0 to n − 1, the cluster of merge `i` is n + i), their distance and the size
/// of the new cluster; nearest first.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let merges = linkage(&array![[0.0], [1.0], [5.0]], Linkage::Single)?;
/// assert_eq!(merges, array![[0.0, 1.0, 1.0, 2.0], [2.0, 3.0, 4.0, 3.0]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::TooFew`] for one sample, [`Error::NotFinite`], [`Error::Parameter`] for more than 20,000
/// samples with complete or average linkage, interruption.
pub fn linkage(x: impl AsFeatures, method: Linkage) -> Result<Array2<f64>> {
    linkage_of(&x.features()?, method)
}

fn linkage_of(features: &Features<'_>, method: Linkage) -> Result<Array2<f64>> {
    check::features(features)?;
    let n = features.values.nrows();
    Ok(linkage_matrix(n, &hierarchy("linkage", features.view(), method)?))
}

/// The merges, nearest first.
pub(super) fn hierarchy(owner: &'static str, x: ArrayView2<'_, f64>, method: Linkage) -> Result<Vec<Merge>> {
    let n = x.nrows();
    if n < 2 {
        return Err(Error::TooFew { what: owner.to_owned(), needed: 2, unit: "samples", given: n });
    }
    let needs_matrix = matches!(method, Linkage::Complete | Linkage::Average);
    if needs_matrix && n > MOST_SAMPLES {
        let expected =
            "at most 20,000 with complete or average linkage: take ward or single linkage, or a sample";
        return Err(Error::parameter(owner, "n_samples", n, expected));
    }
    let x = x.as_standard_layout();
    let mut merges = match method {
        Linkage::Ward => chain(&mut Centroids::new(x.view()))?,
        Linkage::Complete | Linkage::Average => chain(&mut Distances::new(x.view(), method)?)?,
        Linkage::Single => single(x.view())?,
    };
    merges.sort_by(|a, b| a.distance.total_cmp(&b.distance));
    Ok(merges)
}

/// Clusters that can be merged, each called by the number of one of its samples.
trait Clusters {
    fn count(&self) -> usize;
    fn is_active(&self, cluster: usize) -> bool;
    /// The nearest other cluster, `preferred` if it is as near.
    fn nearest(&self, cluster: usize, preferred: Option<usize>) -> (usize, f64);
    /// `b` becomes the union.
    fn merge(&mut self, a: usize, b: usize);
    /// The height of a merge at this distance.
    fn height(&self, distance: f64) -> f64;
}

/// From any cluster to its nearest neighbour, from there to the neighbour's, until two are each
/// other's nearest: these are merged.
fn chain(clusters: &mut impl Clusters) -> Result<Vec<Merge>> {
    let n = clusters.count();
    let mut merges = Vec::with_capacity(n - 1);
    let mut chain: Vec<usize> = Vec::new();
    let mut first = 0;
    let mut progress = Progress::new("merges", n as u64 - 1);
    while merges.len() < n - 1 {
        check_interrupt()?;
        if chain.is_empty() {
            while !clusters.is_active(first) {
                first += 1;
            }
            chain.push(first);
        }
        let top = chain[chain.len() - 1];
        let before = chain.len().checked_sub(2).map(|place| chain[place]);
        let (nearest, distance) = clusters.nearest(top, before);
        if before == Some(nearest) {
            chain.truncate(chain.len() - 2);
            clusters.merge(top.min(nearest), top.max(nearest));
            merges.push(Merge { a: top as u32, b: nearest as u32, distance: clusters.height(distance) });
            progress.advance(1);
        } else {
            chain.push(nearest);
        }
    }
    progress.finish_and_clear();
    Ok(merges)
}

/// The nearer of two candidates; of equals the first.
fn nearer(a: (usize, f64), b: (usize, f64)) -> (usize, f64) {
    if b.1 < a.1 || (b.1 == a.1 && b.0 < a.0) { b } else { a }
}

/// Ward's clusters: their means and sizes, 0 for what is gone.
struct Centroids {
    n_features: usize,
    means: Vec<f64>,
    sizes: Vec<f64>,
}

impl Centroids {
    fn new(x: ArrayView2<'_, f64>) -> Self {
        Self { n_features: x.ncols(), means: x.iter().copied().collect(), sizes: vec![1.0; x.nrows()] }
    }

    fn mean(&self, cluster: usize) -> &[f64] {
        &self.means[cluster * self.n_features..][..self.n_features]
    }

    fn distance(&self, a: usize, b: usize) -> f64 {
        let squared: f64 = self.mean(a).iter().zip(self.mean(b)).map(|(a, b)| (a - b) * (a - b)).sum();
        2.0 * self.sizes[a] * self.sizes[b] / (self.sizes[a] + self.sizes[b]) * squared
    }
}

impl Clusters for Centroids {
    fn count(&self) -> usize {
        self.sizes.len()
    }

    fn is_active(&self, cluster: usize) -> bool {
        self.sizes[cluster] > 0.0
    }

    fn nearest(&self, cluster: usize, preferred: Option<usize>) -> (usize, f64) {
        let best = (0..self.sizes.len())
            .into_par_iter()
            .with_min_len(PIECE)
            .filter(|other| *other != cluster && self.sizes[*other] > 0.0)
            .map(|other| (other, self.distance(cluster, other)))
            .reduce(|| (usize::MAX, f64::INFINITY), nearer);
        match preferred {
            Some(preferred) if self.distance(cluster, preferred) <= best.1 => (preferred, best.1),
            _ => best,
        }
    }

    fn merge(&mut self, a: usize, b: usize) {
        let (n, m) = (self.sizes[a], self.sizes[b]);
        for j in 0..self.n_features {
            let (from, to) = (a * self.n_features + j, b * self.n_features + j);
            self.means[to] = (n * self.means[from] + m * self.means[to]) / (n + m);
        }
        self.sizes[b] = n + m;
        self.sizes[a] = 0.0;
    }

    fn height(&self, distance: f64) -> f64 {
        distance.sqrt()
    }
}

/// The distances of all pairs, row by row above the diagonal.
struct Distances {
    n: usize,
    method: Linkage,
    values: Vec<f64>,
    sizes: Vec<f64>,
}

impl Distances {
    fn new(x: ArrayView2<'_, f64>, method: Linkage) -> Result<Self> {
        check_interrupt()?;
        let n = x.nrows();
        let mut values = vec![0.0; n * (n - 1) / 2];
        let (mut rows, mut rest) = (Vec::with_capacity(n), values.as_mut_slice());
        for i in 0..n {
            let (row, after) = rest.split_at_mut(n - 1 - i);
            rows.push(row);
            rest = after;
        }
        rows.into_par_iter().enumerate().for_each(|(i, row)| {
            for (j, value) in row.iter_mut().enumerate() {
                let pairs = x.row(i).into_iter().zip(x.row(i + 1 + j));
                *value = pairs.map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt();
            }
        });
        Ok(Self { n, method, values, sizes: vec![1.0; n] })
    }

    fn place(&self, a: usize, b: usize) -> usize {
        let (i, j) = (a.min(b), a.max(b));
        i * (2 * self.n - i - 1) / 2 + j - i - 1
    }
}

impl Clusters for Distances {
    fn count(&self) -> usize {
        self.n
    }

    fn is_active(&self, cluster: usize) -> bool {
        self.sizes[cluster] > 0.0
    }

    fn nearest(&self, cluster: usize, preferred: Option<usize>) -> (usize, f64) {
        let start = preferred
            .map_or((usize::MAX, f64::INFINITY), |other| (other, self.values[self.place(cluster, other)]));
        let others = (0..self.n).filter(|other| *other != cluster && self.sizes[*other] > 0.0);
        others.fold(start, |best, other| {
            let distance = self.values[self.place(cluster, other)];
            if distance < best.1 { (other, distance) } else { best }
        })
    }

    fn merge(&mut self, a: usize, b: usize) {
        let (n, m) = (self.sizes[a], self.sizes[b]);
        self.sizes[a] = 0.0;
        for other in (0..self.n).filter(|other| *other != b && self.sizes[*other] > 0.0).collect::<Vec<_>>() {
            let (from, to) = (self.place(a, other), self.place(b, other));
            let (from, old) = (self.values[from], self.values[to]);
            self.values[to] = match self.method {
                Linkage::Average => (n * from + m * old) / (n + m),
                _ => from.max(old),
            };
        }
        self.sizes[b] = n + m;
    }

    fn height(&self, distance: f64) -> f64 {
        distance
    }
}

/// The edges of the minimum spanning tree.
fn single(x: ArrayView2<'_, f64>) -> Result<Vec<Merge>> {
    let d = x.ncols();
    let rows = x.as_slice().unwrap_or_default();
    let edges = spanning_tree(x.nrows(), |a, b| {
        let pairs = rows[a * d..][..d].iter().zip(&rows[b * d..][..d]);
        pairs.map(|(a, b)| (a - b) * (a - b)).sum()
    })?;
    Ok(edges.into_iter().map(|edge| Merge { distance: edge.distance.sqrt(), ..edge }).collect())
}

/// The edges of the tree that joins `n` samples with the smallest sum of distances, by Prim's
/// algorithm: the tree grows by the nearest sample.
pub(super) fn spanning_tree(n: usize, distance: impl Fn(usize, usize) -> f64 + Sync) -> Result<Vec<Merge>> {
    // What is outside the tree: the sample, its distance from the tree and the sample of it that is so near.
    let mut outside: Vec<(u32, f64, u32)> = (1..n as u32).map(|i| (i, f64::INFINITY, 0)).collect();
    let mut newest = 0;
    let mut edges = Vec::with_capacity(n - 1);
    let mut progress = Progress::new("joining samples", n as u64 - 1);
    while !outside.is_empty() {
        check_interrupt()?;
        let nearest = outside
            .par_iter_mut()
            .enumerate()
            .with_min_len(PIECE)
            .map(|(place, (sample, near, from))| {
                let distance = distance(newest as usize, *sample as usize);
                if distance < *near {
                    (*near, *from) = (distance, newest);
                }
                (place, *sample, *near)
            })
            .reduce(
                || (usize::MAX, u32::MAX, f64::INFINITY),
                |a, b| if b.2 < a.2 || (b.2 == a.2 && b.1 < a.1) { b } else { a },
            );
        let (sample, near, from) = outside.swap_remove(nearest.0);
        edges.push(Merge { a: from, b: sample, distance: near });
        newest = sample;
        progress.advance(1);
    }
    progress.finish_and_clear();
    Ok(edges)
}

//! K-means clustering, by linfa's solver from k-means++ starts.
//!
//! linfa treats a cluster's old centre as one more point of it, so it stops a little short; plain
//! Lloyd steps then bring the best run's centres to the exact means, and labels and inertia are those
//! of the final centres. Starts are run one by one, so that a long fit can be stopped between them.

use linfa::traits::Fit;
use linfa::{DatasetBase, ParamGuard};
use linfa_nn::distance::L2Dist;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Zip};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use serde::{Deserialize, Serialize};

use crate::array::{AsFeatures, Features};
use crate::display::number;
use crate::error::{Error, Result};
use crate::model::estimators::clusterer;
use crate::model::{Seen, Summary, SummaryTable, check};
use crate::runtime::{Progress, check_interrupt};

const NAME: &str = "KMeans";

/// Finds `n_clusters` centres such that the squared distances of the samples to their nearest
/// centre have the smallest sum.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = array![[0.0, 0.1], [0.1, 0.0], [9.0, 9.1], [9.1, 9.0]];
/// let model = KMeans::new(2).seed(1).fit(&x)?;
/// assert_eq!(model.labels()[0], model.labels()[1]);
/// assert_ne!(model.labels()[0], model.labels()[2]);
/// assert!((model.inertia() - 0.02).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: S. Lloyd, "Least squares quantization in PCM", 1982; D. Arthur, S. Vassilvitskii,
/// "k-means++: the advantages of careful seeding", 2007.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KMeans {
    n_clusters: usize,
    n_init: usize,
    max_iter: usize,
    tolerance: f64,
    seed: u64,
}

impl KMeans {
    /// Ten starts, at most 300 rounds each, seed 0.
    #[must_use]
    pub fn new(n_clusters: usize) -> Self {
        Self { n_clusters, n_init: 10, max_iter: 300, tolerance: 1e-4, seed: 0 }
    }

    /// Runs from so many random starts and keeps the best. Default 10.
    #[must_use]
    pub fn n_init(mut self, n_init: usize) -> Self {
        self.n_init = n_init;
        self
    }

    /// Rounds per start. Default 300.
    #[must_use]
    pub fn max_iter(mut self, max_iter: usize) -> Self {
        self.max_iter = max_iter;
        self
    }

    /// A run stops when its centres move by less than this, as a fraction of the features'
    /// variance. Default 1e-4.
    #[must_use]
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// The seed of the random starts. Default 0.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    fn learn(&self, features: &Features<'_>) -> Result<FittedKMeans> {
        self.check()?;
        let x = features.view();
        if x.nrows() < self.n_clusters {
            let what = format!("{NAME} with {} clusters", self.n_clusters);
            return Err(Error::TooFew { what, needed: self.n_clusters, unit: "samples", given: x.nrows() });
        }
        let best = settle(x, self.best_start(x)?, self.max_iter);
        Ok(FittedKMeans {
            parameters: self.clone(),
            seen: Seen::of(features),
            sizes: sizes(&best.labels, self.n_clusters),
            centroids: best.centroids,
            labels: best.labels.mapv(|label| label as i64),
            inertia: best.inertia,
        })
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![
            ("n_clusters".to_owned(), self.n_clusters.to_string()),
            ("n_init".to_owned(), self.n_init.to_string()),
            ("max_iter".to_owned(), self.max_iter.to_string()),
            ("tolerance".to_owned(), number(self.tolerance)),
            ("seed".to_owned(), self.seed.to_string()),
        ]
    }

    /// The centres of the best of `n_init` runs.
    fn best_start(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let mut random = StdRng::seed_from_u64(self.seed);
        let mut best: Option<linfa_clustering::KMeans<f64, L2Dist>> = None;
        let mut progress = Progress::new("k-means starts", self.n_init as u64);
        for _ in 0..self.n_init {
            check_interrupt()?;
            let run = self.run(x, StdRng::seed_from_u64(random.r#gen()))?;
            if best.as_ref().is_none_or(|best| run.inertia() < best.inertia()) {
                best = Some(run);
            }
            progress.advance(1);
        }
        progress.finish();
        let best = best.ok_or_else(|| Error::parameter(NAME, "n_init", self.n_init, "at least 1"))?;
        Ok(best.centroids().clone())
    }

    fn check(&self) -> Result<()> {
        for (parameter, value) in
            [("n_clusters", self.n_clusters), ("n_init", self.n_init), ("max_iter", self.max_iter)]
        {
            if value == 0 {
                return Err(Error::parameter(NAME, parameter, value, "at least 1"));
            }
        }
        if !(self.tolerance.is_finite() && self.tolerance >= 0.0) {
            return Err(Error::parameter(NAME, "tolerance", self.tolerance, "a number of at least 0"));
        }
        Ok(())
    }

    fn run(&self, x: ArrayView2<'_, f64>, random: StdRng) -> Result<linfa_clustering::KMeans<f64, L2Dist>> {
        let variance = check::moments(x).1.mapv(|std| std * std).mean().unwrap_or(0.0);
        // linfa compares the length of the centres' move, and wants more than zero.
        let tolerance = f64::sqrt(self.tolerance * variance).max(f64::MIN_POSITIVE);
        let parameters = linfa_clustering::KMeans::params_with_rng(self.n_clusters, random)
            .n_runs(1)
            .max_n_iterations(self.max_iter as u64)
            .tolerance(tolerance);
        let failed = |reason: String| Error::Fit {
            model: NAME,
            reason,
            advice: "Look for very large values in the data.",
        };
        let checked = parameters.check().map_err(|error| failed(error.to_string()))?;
        checked.fit(&DatasetBase::from(x)).map_err(|error| failed(error.to_string()))
    }
}

impl Default for KMeans {
    /// Eight clusters.
    fn default() -> Self {
        Self::new(8)
    }
}

clusterer!(KMeans => FittedKMeans, predicts: yes);

struct Clustering {
    centroids: Array2<f64>,
    labels: Array1<usize>,
    inertia: f64,
}

/// Lloyd's steps until no sample changes its cluster.
fn settle(x: ArrayView2<'_, f64>, mut centroids: Array2<f64>, max_iter: usize) -> Clustering {
    let mut labels = assign(x, &centroids);
    for _ in 0..max_iter {
        centroids = means(x, &labels, &centroids);
        let next = assign(x, &centroids);
        if next == labels {
            break;
        }
        labels = next;
    }
    let inertia = Zip::from(x.rows())
        .and(&labels)
        .fold(0.0, |sum, row, label| sum + squared(row, centroids.row(*label)));
    Clustering { centroids, labels, inertia }
}

fn assign(x: ArrayView2<'_, f64>, centroids: &Array2<f64>) -> Array1<usize> {
    Zip::from(x.rows()).par_map_collect(|row| nearest(row, centroids))
}

fn nearest(row: ArrayView1<'_, f64>, centroids: &Array2<f64>) -> usize {
    let mut best = (0, f64::INFINITY);
    for (index, centroid) in centroids.rows().into_iter().enumerate() {
        let distance = squared(row, centroid);
        if distance < best.1 {
            best = (index, distance);
        }
    }
    best.0
}

fn squared(a: ArrayView1<'_, f64>, b: ArrayView1<'_, f64>) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}

/// The mean of each cluster's samples; a cluster without any keeps its centre.
fn means(x: ArrayView2<'_, f64>, labels: &Array1<usize>, old: &Array2<f64>) -> Array2<f64> {
    let counts = sizes(labels, old.nrows());
    let mut centroids = Array2::zeros(old.dim());
    for (row, label) in x.rows().into_iter().zip(labels) {
        let mut centroid = centroids.row_mut(*label);
        centroid += &row;
    }
    for (index, count) in counts.iter().enumerate() {
        if *count == 0 {
            centroids.row_mut(index).assign(&old.row(index));
        } else {
            let mut centroid = centroids.row_mut(index);
            centroid /= *count as f64;
        }
    }
    centroids
}

fn sizes(labels: &Array1<usize>, n_clusters: usize) -> Array1<usize> {
    let mut sizes = Array1::zeros(n_clusters);
    for label in labels {
        sizes[*label] += 1;
    }
    sizes
}

/// A fitted [`KMeans`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedKMeans {
    parameters: KMeans,
    seen: Seen,
    centroids: Array2<f64>,
    labels: Array1<i64>,
    sizes: Array1<usize>,
    inertia: f64,
}

impl FittedKMeans {
    /// The centres, shape (n_clusters, n_features).
    pub fn centroids(&self) -> &Array2<f64> {
        &self.centroids
    }

    /// The number of samples in each cluster.
    pub fn cluster_sizes(&self) -> &Array1<usize> {
        &self.sizes
    }

    /// The sum of squared distances of the samples to their centres: lower is tighter.
    pub fn inertia(&self) -> f64 {
        self.inertia
    }

    /// The distance of each row of `x` to each centre, shape (n_samples, n_clusters).
    ///
    /// # Errors
    /// As [`predict`](Self::predict).
    pub fn transform(&self, x: impl AsFeatures) -> Result<Array2<f64>> {
        let features = x.features()?;
        self.seen.check(NAME, &features)?;
        let x = features.view();
        Ok(Array2::from_shape_fn((x.nrows(), self.centroids.nrows()), |(i, k)| {
            squared(x.row(i), self.centroids.row(k)).sqrt()
        }))
    }

    /// The negative of the inertia on `x`: higher is better.
    ///
    /// # Errors
    /// As [`predict`](Self::predict).
    pub fn score(&self, x: impl AsFeatures) -> Result<f64> {
        let distances = self.transform(x)?;
        let nearest = |row: ArrayView1<'_, f64>| row.iter().fold(f64::INFINITY, |low, d| low.min(*d));
        Ok(-distances.rows().into_iter().map(|row| nearest(row).powi(2)).sum::<f64>())
    }

    fn predict_rows(&self, x: ArrayView2<'_, f64>) -> Result<Array1<i64>> {
        Ok(assign(x, &self.centroids).mapv(|label| label as i64))
    }

    fn report(&self, summary: &mut Summary) {
        summary.results.push(("inertia".to_owned(), number(self.inertia)));
        let rows = self.centroids.rows().into_iter().enumerate().map(|(k, row)| {
            let mut values = vec![self.sizes[k] as f64];
            values.extend(row.iter());
            (format!("cluster {k}"), values)
        });
        summary.tables.push(SummaryTable {
            caption: "centres".to_owned(),
            columns: std::iter::once("samples".to_owned()).chain(self.seen.labels()).collect(),
            rows: rows.collect(),
        });
        if self.sizes.iter().any(|size| *size == 0) {
            let note = "Some clusters are empty: there are fewer distinct samples than clusters.";
            summary.notes.push(note.to_owned());
        }
    }
}

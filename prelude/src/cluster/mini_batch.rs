//! K-means on small random batches: for data that is large or comes in pieces.

use ndarray::{Array1, Array2, ArrayView2, Axis};
use rand::rngs::StdRng;
use rand::seq::index;
use rand::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};

use super::k_means::{centre_table, check_clusters, check_tolerance, distances, least_move};
use super::lloyd::{as_labels, sizes};
use super::starts::KMeansInit;
use super::tiles::Tiles;
use crate::array::{AsFeatures, Features};
use crate::display::number;
use crate::error::{Error, Result};
use crate::model::estimators::clusterer;
use crate::model::{Seen, Summary, check};
use crate::preprocessing::numeric::setting;
use crate::runtime::{Progress, check_interrupt};

const NAME: &str = "MiniBatchKMeans";
/// The weight of the newest batch in the running inertia is this over the share of the data it is.
const SMOOTHING: f64 = 2.0;

/// K-means whose centres move a little with every batch of samples.
///
/// `fit` draws its batches from the data; [`partial_fit`](FittedMiniBatchKMeans::partial_fit) takes
/// batches as they come.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = iris().features;
/// let mut model = MiniBatchKMeans::new(3).seed(2).fit(&x)?;
/// assert!(model.inertia() < 100.0);
/// model.partial_fit(&x)?;
/// assert_eq!(model.predict(&x)?.len(), 150);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: D. Sculley, "Web-scale k-means clustering", 2010.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MiniBatchKMeans {
    n_clusters: usize,
    init: KMeansInit,
    max_iter: usize,
    batch_size: usize,
    tolerance: f64,
    max_no_improvement: usize,
    reassignment_ratio: f64,
    seed: u64,
}

impl MiniBatchKMeans {
    /// Batches of 1024, at most 100 passes, seed 0.
    #[must_use]
    pub fn new(n_clusters: usize) -> Self {
        Self {
            n_clusters,
            init: KMeansInit::KMeansPlusPlus,
            max_iter: 100,
            batch_size: 1024,
            tolerance: 0.0,
            max_no_improvement: 10,
            reassignment_ratio: 0.01,
            seed: 0,
        }
    }

    /// The number of clusters. Default 8.
    #[must_use]
    pub fn n_clusters(mut self, n_clusters: usize) -> Self {
        self.n_clusters = n_clusters;
        self
    }

    /// Where to start. Default [`KMeansInit::KMeansPlusPlus`], on three batches of samples.
    #[must_use]
    pub fn init(mut self, init: impl Into<KMeansInit>) -> Self {
        self.init = init.into();
        self
    }

    /// Passes over the data at most. Default 100.
    #[must_use]
    pub fn max_iter(mut self, max_iter: usize) -> Self {
        self.max_iter = max_iter;
        self
    }

    /// Samples per batch. Default 1024.
    #[must_use]
    pub fn batch_size(mut self, batch_size: usize) -> Self {
        self.batch_size = batch_size;
        self
    }

    /// Stops when a batch moves the centres by less than this, as a fraction of the features' mean
    /// variance. Default 0: never.
    #[doc(alias = "tol")]
    #[must_use]
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Stops after so many batches that did not lower the smoothed inertia. Default 10.
    #[must_use]
    pub fn max_no_improvement(mut self, batches: usize) -> Self {
        self.max_no_improvement = batches;
        self
    }

    /// Centres that took less than this fraction of the largest centre's samples start anew at
    /// random samples. Default 0.01.
    #[must_use]
    pub fn reassignment_ratio(mut self, ratio: f64) -> Self {
        self.reassignment_ratio = ratio;
        self
    }

    /// The seed of the start and the batches. Default 0.
    #[doc(alias = "random_state")]
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Begins with a first batch; the fitted model takes the further ones.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn partial_fit(&self, x: impl AsFeatures) -> Result<FittedMiniBatchKMeans> {
        let features = x.features()?;
        check::features(&features)?;
        self.check(features.view())?;
        let mut model = self.started(&features);
        model.take(features.view());
        Ok(model)
    }

    fn learn(&self, features: &Features<'_>) -> Result<FittedMiniBatchKMeans> {
        let x = features.view();
        self.check(x)?;
        let mut model = self.started(features);
        self.passes(x, &mut model)?;
        let (labels, distances) = Tiles::new(x).nearest(&model.centroids);
        model.labels = as_labels(&labels);
        model.inertia = distances.iter().sum();
        Ok(model)
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![
            setting("n_clusters", self.n_clusters),
            setting("init", &self.init),
            setting("max_iter", self.max_iter),
            setting("batch_size", self.batch_size),
            setting("tolerance", number(self.tolerance)),
            setting("max_no_improvement", self.max_no_improvement),
            setting("reassignment_ratio", number(self.reassignment_ratio)),
            setting("seed", self.seed),
        ]
    }

    fn check(&self, x: ArrayView2<'_, f64>) -> Result<()> {
        check_clusters(NAME, self.n_clusters, x.nrows())?;
        let counts = [
            ("max_iter", self.max_iter),
            ("batch_size", self.batch_size),
            ("max_no_improvement", self.max_no_improvement),
        ];
        for (parameter, value) in counts {
            if value == 0 {
                return Err(Error::parameter(NAME, parameter, value, "at least 1"));
            }
        }
        check_tolerance(NAME, self.tolerance)?;
        if !(0.0..=1.0).contains(&self.reassignment_ratio) {
            return Err(Error::parameter(NAME, "reassignment_ratio", self.reassignment_ratio, "0 to 1"));
        }
        self.init.check(NAME, self.n_clusters, x.ncols())
    }

    /// Centres from a sample of the data, with no samples taken yet.
    fn started(&self, features: &Features<'_>) -> FittedMiniBatchKMeans {
        let x = features.view();
        let mut random = StdRng::seed_from_u64(self.seed);
        let size = self.batch_size.saturating_mul(3).max(3 * self.n_clusters).min(x.nrows());
        let some = x.select(Axis(0), &index::sample(&mut random, x.nrows(), size).into_vec());
        let centroids =
            self.init.centres(some.view(), &Tiles::new(some.view()), self.n_clusters, &mut random);
        FittedMiniBatchKMeans {
            parameters: self.clone(),
            seen: Seen::of(features),
            weights: Array1::zeros(self.n_clusters),
            labels: Array1::zeros(0),
            inertia: 0.0,
            n_steps: 0,
            centroids,
        }
    }

    fn passes(&self, x: ArrayView2<'_, f64>, model: &mut FittedMiniBatchKMeans) -> Result<()> {
        let n = x.nrows();
        let batch_size = self.batch_size.min(n);
        let steps = (self.max_iter * n).div_ceil(batch_size);
        let mut random = StdRng::seed_from_u64(self.seed ^ 0x9e37_79b9);
        let mut watch = Watch::new(self, (SMOOTHING * batch_size as f64 / (n + 1) as f64).min(1.0));
        let still = least_move(x, self.tolerance);
        let mut progress = Progress::new("k-means batches", steps as u64);
        let mut since_reassigned = 0;
        for step in 0..steps {
            check_interrupt()?;
            let rows: Vec<usize> = (0..batch_size).map(|_| random.gen_range(0..n)).collect();
            let batch = x.select(Axis(0), &rows);
            since_reassigned += batch_size;
            let starved = model.weights.iter().any(|weight| *weight == 0.0);
            if step > 0 && (starved || since_reassigned >= 10 * self.n_clusters) {
                since_reassigned = 0;
                model.reassign(batch.view(), &mut random);
            }
            let (inertia, moved) = model.take(batch.view());
            progress.advance(1);
            if step > 0 && (watch.is_done(inertia / batch_size as f64) || (still > 0.0 && moved <= still)) {
                break;
            }
        }
        progress.finish_and_clear();
        Ok(())
    }
}

impl Default for MiniBatchKMeans {
    /// Eight clusters.
    fn default() -> Self {
        Self::new(8)
    }
}

clusterer!(MiniBatchKMeans => FittedMiniBatchKMeans, predicts: yes);

/// The smoothed inertia per sample, and for how long it has not fallen.
struct Watch {
    share: f64,
    smoothed: Option<f64>,
    lowest: f64,
    without_progress: usize,
    patience: usize,
}

impl Watch {
    fn new(parameters: &MiniBatchKMeans, share: f64) -> Self {
        let patience = parameters.max_no_improvement;
        Self { share, smoothed: None, lowest: f64::INFINITY, without_progress: 0, patience }
    }

    fn is_done(&mut self, inertia: f64) -> bool {
        let smoothed = self.smoothed.map_or(inertia, |old| old * (1.0 - self.share) + inertia * self.share);
        self.smoothed = Some(smoothed);
        if smoothed < self.lowest {
            (self.lowest, self.without_progress) = (smoothed, 0);
        } else {
            self.without_progress += 1;
        }
        self.without_progress >= self.patience
    }
}

/// A fitted [`MiniBatchKMeans`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedMiniBatchKMeans {
    parameters: MiniBatchKMeans,
    seen: Seen,
    centroids: Array2<f64>,
    /// The samples that each centre has taken so far.
    weights: Array1<f64>,
    labels: Array1<i64>,
    inertia: f64,
    n_steps: usize,
}

impl FittedMiniBatchKMeans {
    /// Moves the centres towards a further batch, which also becomes what [`labels`](Self::labels)
    /// and [`inertia`](Self::inertia) are about.
    ///
    /// # Errors
    /// As [`predict`](Self::predict), and [`Error::Empty`].
    pub fn partial_fit(&mut self, x: impl AsFeatures) -> Result<()> {
        let features = x.features()?;
        check::features(&features)?;
        self.seen.check(NAME, &features)?;
        self.take(features.view());
        Ok(())
    }

    /// The centres, shape (n_clusters, n_features).
    #[doc(alias = "cluster_centers_")]
    pub fn centroids(&self) -> &Array2<f64> {
        &self.centroids
    }

    /// The number of samples in each cluster, among those of [`labels`](Self::labels).
    pub fn cluster_sizes(&self) -> Array1<usize> {
        sizes(&self.labels, self.centroids.nrows())
    }

    /// The sum of squared distances of the samples to their centres: lower is tighter.
    pub fn inertia(&self) -> f64 {
        self.inertia
    }

    /// The batches that the centres have seen.
    pub fn n_steps(&self) -> usize {
        self.n_steps
    }

    /// The distance of each row of `x` to each centre, shape (n_samples, n_clusters).
    ///
    /// # Errors
    /// As [`predict`](Self::predict).
    pub fn transform(&self, x: impl AsFeatures) -> Result<Array2<f64>> {
        let features = x.features()?;
        self.seen.check(NAME, &features)?;
        Ok(distances(features.view(), &self.centroids))
    }

    /// One batch: each centre becomes the mean of all samples that it ever took. Gives the batch's
    /// inertia before it, and the squared move of the centres.
    fn take(&mut self, batch: ArrayView2<'_, f64>) -> (f64, f64) {
        let (labels, distances) = Tiles::new(batch).nearest(&self.centroids);
        let (mut sums, mut counts) =
            (Array2::<f64>::zeros(self.centroids.dim()), vec![0.0; self.weights.len()]);
        for (row, label) in batch.rows().into_iter().zip(&labels) {
            let mut sum = sums.row_mut(*label as usize);
            sum += &row;
            counts[*label as usize] += 1.0;
        }
        let mut moved = 0.0;
        for (k, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0.0) {
            let total = self.weights[k] + count;
            let next = (&self.centroids.row(k) * self.weights[k] + sums.row(k)) / total;
            moved += next.iter().zip(self.centroids.row(k)).map(|(a, b)| (a - b) * (a - b)).sum::<f64>();
            self.centroids.row_mut(k).assign(&next);
            self.weights[k] = total;
        }
        self.labels = as_labels(&labels);
        self.inertia = distances.iter().sum();
        self.n_steps += 1;
        (self.inertia, moved)
    }

    /// Puts centres that took almost nothing on random samples of the batch.
    fn reassign(&mut self, batch: ArrayView2<'_, f64>, random: &mut StdRng) {
        let largest = self.weights.fold(0.0_f64, |largest, weight| largest.max(*weight));
        let limit = self.parameters.reassignment_ratio * largest;
        let mut poor: Vec<usize> = (0..self.weights.len()).filter(|k| self.weights[*k] < limit).collect();
        poor.sort_by(|a, b| self.weights[*a].total_cmp(&self.weights[*b]));
        poor.truncate(batch.nrows() / 2);
        let others = self.weights.iter().enumerate().filter(|(k, _)| !poor.contains(k));
        let least = others.map(|(_, weight)| *weight).fold(f64::INFINITY, f64::min);
        let samples = index::sample(random, batch.nrows(), poor.len());
        for (k, sample) in poor.into_iter().zip(samples) {
            self.centroids.row_mut(k).assign(&batch.row(sample));
            self.weights[k] = least;
        }
    }

    fn predict_rows(&self, x: ArrayView2<'_, f64>) -> Result<Array1<i64>> {
        Ok(as_labels(&Tiles::new(x).nearest(&self.centroids).0))
    }

    fn report(&self, summary: &mut Summary) {
        summary.results.push(setting("inertia", number(self.inertia)));
        summary.results.push(setting("batches", self.n_steps));
        summary.tables.push(centre_table(&self.seen, &self.centroids, &self.cluster_sizes()));
    }
}

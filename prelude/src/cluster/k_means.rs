//! K-means clustering by Lloyd's rounds from k-means++ starts.
//!
//! Own kernel: linfa's counts a cluster's old centre as one more point of it, so that it stops short
//! of the means, and takes samples one by one. Ours takes eight at a time (see [`tiles`]), is several
//! times as fast, and ends exactly where scikit-learn's ends from the same centres.
//!
//! [`tiles`]: super::tiles

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Zip};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};

use super::lloyd::{self, Limits, Run, as_labels, sizes};
use super::starts::KMeansInit;
use super::tiles::Tiles;
use crate::array::{AsFeatures, Features};
use crate::display::number;
use crate::error::{Error, Result};
use crate::model::estimators::clusterer;
use crate::model::{Seen, Summary, SummaryTable, check};
use crate::preprocessing::numeric::setting;
use crate::runtime::Progress;

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
    init: KMeansInit,
    n_init: Option<usize>,
    max_iter: usize,
    tolerance: f64,
    seed: u64,
}

impl KMeans {
    /// One k-means++ start, at most 300 rounds, seed 0.
    #[must_use]
    pub fn new(n_clusters: usize) -> Self {
        let init = KMeansInit::KMeansPlusPlus;
        Self { n_clusters, init, n_init: None, max_iter: 300, tolerance: 1e-4, seed: 0 }
    }

    /// The number of clusters. Default 8.
    #[must_use]
    pub fn n_clusters(mut self, n_clusters: usize) -> Self {
        self.n_clusters = n_clusters;
        self
    }

    /// Where to start: [`KMeansInit::KMeansPlusPlus`] (the default), [`KMeansInit::Random`], or a
    /// matrix of centres.
    #[must_use]
    pub fn init(mut self, init: impl Into<KMeansInit>) -> Self {
        self.init = init.into();
        self
    }

    /// Runs from so many starts and keeps the best. Default: one for k-means++ and for given
    /// centres, ten for random ones.
    #[must_use]
    pub fn n_init(mut self, n_init: usize) -> Self {
        self.n_init = Some(n_init);
        self
    }

    /// Rounds per start. Default 300.
    #[must_use]
    pub fn max_iter(mut self, max_iter: usize) -> Self {
        self.max_iter = max_iter;
        self
    }

    /// A run stops when the squared move of its centres is less than this, as a fraction of the
    /// features' mean variance. Default 1e-4.
    #[doc(alias = "tol")]
    #[must_use]
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// The seed of the random starts. Default 0.
    #[doc(alias = "random_state")]
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    fn learn(&self, features: &Features<'_>) -> Result<FittedKMeans> {
        let x = features.view();
        self.check(x)?;
        let best = self.best_run(x)?;
        let labels = as_labels(&best.labels);
        Ok(FittedKMeans {
            parameters: self.clone(),
            seen: Seen::of(features),
            sizes: sizes(&labels, self.n_clusters),
            centroids: best.centroids,
            labels,
            inertia: best.inertia,
            n_iter: best.n_iter,
            converged: best.converged,
        })
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![
            setting("n_clusters", self.n_clusters),
            setting("init", &self.init),
            setting("n_init", self.starts()),
            setting("max_iter", self.max_iter),
            setting("tolerance", number(self.tolerance)),
            setting("seed", self.seed),
        ]
    }

    fn starts(&self) -> usize {
        match self.init {
            KMeansInit::Centers(_) => 1,
            KMeansInit::Random => self.n_init.unwrap_or(10),
            KMeansInit::KMeansPlusPlus => self.n_init.unwrap_or(1),
        }
    }

    fn check(&self, x: ArrayView2<'_, f64>) -> Result<()> {
        check_clusters(NAME, self.n_clusters, x.nrows())?;
        for (parameter, value) in [("n_init", self.starts()), ("max_iter", self.max_iter)] {
            if value == 0 {
                return Err(Error::parameter(NAME, parameter, value, "at least 1"));
            }
        }
        check_tolerance(NAME, self.tolerance)?;
        self.init.check(NAME, self.n_clusters, x.ncols())
    }

    fn best_run(&self, x: ArrayView2<'_, f64>) -> Result<Run> {
        let limits = Limits { max_iter: self.max_iter, least_move: least_move(x, self.tolerance) };
        let tiles = Tiles::new(x);
        let mut random = StdRng::seed_from_u64(self.seed);
        let mut progress = Progress::new("k-means starts", self.starts() as u64);
        let mut best: Option<Run> = None;
        for _ in 0..self.starts() {
            let mut random = StdRng::seed_from_u64(random.r#gen());
            let start = self.init.centres(x, &tiles, self.n_clusters, &mut random);
            let run = lloyd::run(&tiles, start, limits)?;
            if best.as_ref().is_none_or(|best| run.inertia < best.inertia) {
                best = Some(run);
            }
            progress.advance(1);
        }
        progress.finish_and_clear();
        best.ok_or_else(|| Error::parameter(NAME, "n_init", self.starts(), "at least 1"))
    }
}

impl Default for KMeans {
    /// Eight clusters.
    fn default() -> Self {
        Self::new(8)
    }
}

clusterer!(KMeans => FittedKMeans, predicts: yes);

/// At least one cluster, and no more than there are samples.
pub(super) fn check_clusters(model: &'static str, n_clusters: usize, n_samples: usize) -> Result<()> {
    if n_clusters == 0 {
        return Err(Error::parameter(model, "n_clusters", n_clusters, "at least 1"));
    }
    if n_samples < n_clusters {
        let what = format!("{model} with {n_clusters} clusters");
        return Err(Error::TooFew { what, needed: n_clusters, unit: "samples", given: n_samples });
    }
    Ok(())
}

pub(super) fn check_tolerance(model: &'static str, tolerance: f64) -> Result<()> {
    if tolerance.is_finite() && tolerance >= 0.0 {
        return Ok(());
    }
    Err(Error::parameter(model, "tolerance", tolerance, "a number of at least 0"))
}

/// The move of the centres that counts as none, in the data's own units squared.
pub(super) fn least_move(x: ArrayView2<'_, f64>, tolerance: f64) -> f64 {
    if tolerance == 0.0 {
        return 0.0;
    }
    tolerance * check::moments(x).1.mapv(|std| std * std).mean().unwrap_or(0.0)
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
    n_iter: usize,
    converged: bool,
}

impl FittedKMeans {
    /// The centres, shape (n_clusters, n_features).
    #[doc(alias = "cluster_centers_")]
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

    /// The rounds of the best start.
    pub fn n_iter(&self) -> usize {
        self.n_iter
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

    /// The negative of the inertia on `x`: higher is better.
    ///
    /// # Errors
    /// As [`predict`](Self::predict).
    pub fn score(&self, x: impl AsFeatures) -> Result<f64> {
        let features = x.features()?;
        self.seen.check(NAME, &features)?;
        let (_, distances) = Tiles::new(features.view()).nearest(&self.centroids);
        Ok(-distances.iter().sum::<f64>())
    }

    fn predict_rows(&self, x: ArrayView2<'_, f64>) -> Result<Array1<i64>> {
        Ok(as_labels(&Tiles::new(x).nearest(&self.centroids).0))
    }

    fn report(&self, summary: &mut Summary) {
        summary.results.push(setting("inertia", number(self.inertia)));
        summary.results.push(setting("rounds", self.n_iter));
        summary.tables.push(centre_table(&self.seen, &self.centroids, &self.sizes));
        if self.sizes.iter().any(|size| *size == 0) {
            let note = "Some clusters are empty: there are fewer distinct samples than clusters.";
            summary.notes.push(note.to_owned());
        }
        if !self.converged {
            summary.notes.push("Stopped before it settled: raise `max_iter`.".to_owned());
        }
    }
}

/// Shape (rows of `x`, rows of `centroids`).
pub(super) fn distances(x: ArrayView2<'_, f64>, centroids: &Array2<f64>) -> Array2<f64> {
    let mut result = Array2::zeros((x.nrows(), centroids.nrows()));
    Zip::from(result.rows_mut()).and(x.rows()).par_for_each(|mut distances, row| {
        for (distance, centroid) in distances.iter_mut().zip(centroids.rows()) {
            *distance = squared(row, centroid).sqrt();
        }
    });
    result
}

fn squared(a: ArrayView1<'_, f64>, b: ArrayView1<'_, f64>) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}

/// One row per cluster: its samples, its centre.
pub(super) fn centre_table(seen: &Seen, centroids: &Array2<f64>, sizes: &Array1<usize>) -> SummaryTable {
    let rows = centroids.rows().into_iter().enumerate().map(|(k, row)| {
        let mut values = vec![sizes[k] as f64];
        values.extend(row.iter());
        (format!("cluster {k}"), values)
    });
    SummaryTable {
        caption: "centres".to_owned(),
        columns: std::iter::once("samples".to_owned()).chain(seen.labels()).collect(),
        rows: rows.collect(),
    }
}

//! K-means from the top down: the cluster with the largest inertia is split in two, until there are
//! enough.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};

use super::k_means::{centre_table, check_clusters, check_tolerance, least_move};
use super::lloyd::{self, Limits, sizes};
use super::starts::KMeansInit;
use super::tiles::Tiles;
use crate::array::Features;
use crate::display::number;
use crate::error::{Error, Result};
use crate::model::estimators::clusterer;
use crate::model::{Seen, Summary};
use crate::preprocessing::numeric::setting;
use crate::runtime::Progress;

const NAME: &str = "BisectingKMeans";

/// What is split next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BisectingStrategy {
    /// The cluster with the largest sum of squared distances.
    #[default]
    BiggestInertia,
    /// The cluster with the most samples.
    LargestCluster,
}

/// K-means by repeated splits in two: quick for many clusters, and the clusters form a tree.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = array![[0.0], [0.2], [5.0], [5.2], [9.0], [9.1]];
/// let labels = BisectingKMeans::new(3).fit_predict(&x)?;
/// assert_eq!(labels[0], labels[1]);
/// assert_ne!(labels[2], labels[4]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: M. Steinbach, G. Karypis, V. Kumar, "A comparison of document clustering techniques", 2000.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BisectingKMeans {
    n_clusters: usize,
    init: KMeansInit,
    n_init: usize,
    max_iter: usize,
    tolerance: f64,
    bisecting_strategy: BisectingStrategy,
    seed: u64,
}

impl BisectingKMeans {
    /// Splits from one random start each, at most 300 rounds, seed 0.
    #[must_use]
    pub fn new(n_clusters: usize) -> Self {
        Self {
            n_clusters,
            init: KMeansInit::Random,
            n_init: 1,
            max_iter: 300,
            tolerance: 1e-4,
            bisecting_strategy: BisectingStrategy::default(),
            seed: 0,
        }
    }

    /// The number of clusters. Default 8.
    #[must_use]
    pub fn n_clusters(mut self, n_clusters: usize) -> Self {
        self.n_clusters = n_clusters;
        self
    }

    /// Where the two centres of a split start: [`KMeansInit::Random`] (the default) or
    /// [`KMeansInit::KMeansPlusPlus`].
    #[must_use]
    pub fn init(mut self, init: KMeansInit) -> Self {
        self.init = init;
        self
    }

    /// Starts per split, of which the best is kept. Default 1.
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

    /// A start stops when the squared move of its centres is less than this, as a fraction of the
    /// features' mean variance. Default 1e-4.
    #[doc(alias = "tol")]
    #[must_use]
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Which cluster is split next. Default [`BisectingStrategy::BiggestInertia`].
    #[must_use]
    pub fn bisecting_strategy(mut self, strategy: BisectingStrategy) -> Self {
        self.bisecting_strategy = strategy;
        self
    }

    /// The seed of the starts. Default 0.
    #[doc(alias = "random_state")]
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    fn learn(&self, features: &Features<'_>) -> Result<FittedBisectingKMeans> {
        let x = features.view();
        self.check(x)?;
        let mut random = StdRng::seed_from_u64(self.seed);
        let mut growing = Growing::new(x);
        let mut progress = Progress::new("splits", self.n_clusters as u64 - 1);
        while growing.leaves.len() < self.n_clusters {
            let leaf = growing.next(self.bisecting_strategy);
            let run = self.split(growing.rows_of(x, leaf).view(), &mut random)?;
            growing.divide(leaf, &run);
            progress.advance(1);
        }
        progress.finish_and_clear();
        Ok(self.fitted(features, &growing))
    }

    fn settings(&self) -> Vec<(String, String)> {
        let strategy = match self.bisecting_strategy {
            BisectingStrategy::BiggestInertia => "biggest_inertia",
            BisectingStrategy::LargestCluster => "largest_cluster",
        };
        vec![
            setting("n_clusters", self.n_clusters),
            setting("init", &self.init),
            setting("n_init", self.n_init),
            setting("max_iter", self.max_iter),
            setting("tolerance", number(self.tolerance)),
            setting("bisecting_strategy", strategy),
            setting("seed", self.seed),
        ]
    }

    fn check(&self, x: ArrayView2<'_, f64>) -> Result<()> {
        check_clusters(NAME, self.n_clusters, x.nrows())?;
        for (parameter, value) in [("n_init", self.n_init), ("max_iter", self.max_iter)] {
            if value == 0 {
                return Err(Error::parameter(NAME, parameter, value, "at least 1"));
            }
        }
        if matches!(self.init, KMeansInit::Centers(_)) {
            return Err(Error::parameter(NAME, "init", &self.init, "random or k_means_plus_plus"));
        }
        check_tolerance(NAME, self.tolerance)
    }

    fn split(&self, x: ArrayView2<'_, f64>, random: &mut StdRng) -> Result<lloyd::Run> {
        let limits = Limits { max_iter: self.max_iter, least_move: least_move(x, self.tolerance) };
        let tiles = Tiles::new(x);
        let mut best: Option<lloyd::Run> = None;
        for _ in 0..self.n_init {
            let mut random = StdRng::seed_from_u64(random.r#gen());
            let run = lloyd::run(&tiles, self.init.centres(x, &tiles, 2, &mut random), limits)?;
            if best.as_ref().is_none_or(|best| run.inertia < best.inertia) {
                best = Some(run);
            }
        }
        best.ok_or_else(|| Error::parameter(NAME, "n_init", self.n_init, "at least 1"))
    }

    fn fitted(&self, features: &Features<'_>, growing: &Growing) -> FittedBisectingKMeans {
        let mut labels = Array1::zeros(features.values.nrows());
        let mut nodes = growing.nodes.clone();
        let mut centroids = Array2::zeros((self.n_clusters, features.values.ncols()));
        for (label, leaf) in growing.leaves.iter().enumerate() {
            for row in &leaf.rows {
                labels[*row] = label as i64;
            }
            nodes[leaf.node].label = label as i64;
            centroids.row_mut(label).assign(&nodes[leaf.node].centre);
        }
        FittedBisectingKMeans {
            parameters: self.clone(),
            seen: Seen::of(features),
            sizes: sizes(&labels, self.n_clusters),
            centroids,
            labels,
            inertia: growing.leaves.iter().map(|leaf| leaf.inertia).sum(),
            nodes,
        }
    }
}

impl Default for BisectingKMeans {
    /// Eight clusters.
    fn default() -> Self {
        Self::new(8)
    }
}

clusterer!(BisectingKMeans => FittedBisectingKMeans, predicts: yes);

/// A cluster of the tree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Node {
    centre: Array1<f64>,
    /// The nodes that it was split into.
    halves: Option<(usize, usize)>,
    label: i64,
}

struct Leaf {
    node: usize,
    rows: Vec<usize>,
    inertia: f64,
}

/// The tree while it grows.
struct Growing {
    nodes: Vec<Node>,
    leaves: Vec<Leaf>,
}

impl Growing {
    fn new(x: ArrayView2<'_, f64>) -> Self {
        let centre = x.mean_axis(Axis(0)).unwrap_or_else(|| Array1::zeros(x.ncols()));
        let inertia = x.rows().into_iter().map(|row| squared(row, centre.view())).sum();
        let leaf = Leaf { node: 0, rows: (0..x.nrows()).collect(), inertia };
        Self { nodes: vec![Node { centre, halves: None, label: 0 }], leaves: vec![leaf] }
    }

    /// The place of the leaf to split: one with at least two samples.
    fn next(&self, strategy: BisectingStrategy) -> usize {
        let size = |leaf: &Leaf| match strategy {
            BisectingStrategy::BiggestInertia => leaf.inertia,
            BisectingStrategy::LargestCluster => leaf.rows.len() as f64,
        };
        let better = |a: usize, b: usize| {
            let (first, second) = (&self.leaves[a], &self.leaves[b]);
            let divisible = second.rows.len() > 1;
            if divisible && (first.rows.len() < 2 || size(second) > size(first)) { b } else { a }
        };
        (1..self.leaves.len()).fold(0, better)
    }

    fn rows_of(&self, x: ArrayView2<'_, f64>, leaf: usize) -> Array2<f64> {
        x.select(Axis(0), &self.leaves[leaf].rows)
    }

    fn divide(&mut self, leaf: usize, run: &lloyd::Run) {
        let old = self.leaves.remove(leaf);
        let mut rows = [Vec::new(), Vec::new()];
        for (row, label) in old.rows.iter().zip(&run.labels) {
            rows[*label as usize].push(*row);
        }
        let first = self.nodes.len();
        self.nodes[old.node].halves = Some((first, first + 1));
        for (half, rows) in rows.into_iter().enumerate() {
            let mine = run.labels.iter().zip(&run.distances).filter(|(label, _)| **label as usize == half);
            let inertia = mine.map(|(_, distance)| distance).sum();
            self.nodes.push(Node { centre: run.centroids.row(half).to_owned(), halves: None, label: -1 });
            self.leaves.insert(leaf + half, Leaf { node: first + half, rows, inertia });
        }
    }
}

fn squared(a: ArrayView1<'_, f64>, b: ArrayView1<'_, f64>) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}

/// A fitted [`BisectingKMeans`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedBisectingKMeans {
    parameters: BisectingKMeans,
    seen: Seen,
    centroids: Array2<f64>,
    labels: Array1<i64>,
    sizes: Array1<usize>,
    inertia: f64,
    nodes: Vec<Node>,
}

impl FittedBisectingKMeans {
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

    fn predict_rows(&self, x: ArrayView2<'_, f64>) -> Result<Array1<i64>> {
        Ok(x.rows().into_iter().map(|row| self.descend(row)).collect())
    }

    fn descend(&self, row: ArrayView1<'_, f64>) -> i64 {
        let mut node = &self.nodes[0];
        while let Some((a, b)) = node.halves {
            let (a, b) = (&self.nodes[a], &self.nodes[b]);
            node = if squared(row, b.centre.view()) < squared(row, a.centre.view()) { b } else { a };
        }
        node.label
    }

    fn report(&self, summary: &mut Summary) {
        summary.results.push(setting("inertia", number(self.inertia)));
        summary.tables.push(centre_table(&self.seen, &self.centroids, &self.sizes));
    }
}

//! Clusters that last over many densities.
//!
//! Own kernel: the hdbscan crate gives labels without their strengths, cannot be interrupted, and
//! panics on few samples. Neighbourhoods come from our k-d tree, the tree of merges from Prim's
//! algorithm on mutual reachability.

mod condensed;
mod select;

use ndarray::Array1;
use serde::{Deserialize, Serialize};

use self::condensed::Condensed;
use self::select::{Choice, select};
use super::kd_tree::KdTree;
use super::linkage::spanning_tree;
use super::merges::{Merge, linkage_matrix};
use super::noise::{describe_labels, n_clusters};
use super::optics::core_distances;
use crate::array::Features;
use crate::display::number;
use crate::error::{Error, Result};
use crate::model::estimators::clusterer;
use crate::model::{Seen, Summary};
use crate::preprocessing::numeric::setting;

const NAME: &str = "Hdbscan";

/// Which clusters of the hierarchy are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClusterSelection {
    /// Those that last longest: excess of mass.
    #[default]
    Eom,
    /// The smallest: the leaves of the tree.
    Leaf,
}

/// Clusters of different densities without a distance to choose. Samples of none are noise, label
/// −1.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = array![[1.0], [1.1], [1.3], [1.2], [8.0], [8.1], [8.3], [8.2], [40.0]];
/// let model = Hdbscan::new().min_cluster_size(3).fit(&x)?;
/// assert_eq!(model.n_clusters(), 2);
/// assert_eq!(model.labels()[8], -1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: R. Campello, D. Moulavi, J. Sander, "Density-based clustering based on hierarchical density
/// estimates", 2013; C. Malzer, M. Baum, "A hybrid approach to hierarchical density-based cluster
/// selection", 2020.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hdbscan {
    min_cluster_size: usize,
    min_samples: Option<usize>,
    cluster_selection_epsilon: f64,
    cluster_selection_method: ClusterSelection,
    allow_single_cluster: bool,
}

impl Hdbscan {
    /// Clusters of at least 5 samples.
    #[must_use]
    pub fn new() -> Self {
        Self {
            min_cluster_size: 5,
            min_samples: None,
            cluster_selection_epsilon: 0.0,
            cluster_selection_method: ClusterSelection::Eom,
            allow_single_cluster: false,
        }
    }

    /// The samples of a cluster at least, at least 2. Default 5.
    #[must_use]
    pub fn min_cluster_size(mut self, size: usize) -> Self {
        self.min_cluster_size = size;
        self
    }

    /// The samples of a neighbourhood, its own included. Default: `min_cluster_size`.
    #[must_use]
    pub fn min_samples(mut self, min_samples: usize) -> Self {
        self.min_samples = Some(min_samples);
        self
    }

    /// Clusters nearer to each other than this stay together, in the features' units. Default 0.
    #[must_use]
    pub fn cluster_selection_epsilon(mut self, epsilon: f64) -> Self {
        self.cluster_selection_epsilon = epsilon;
        self
    }

    /// Which clusters of the hierarchy are taken. Default [`ClusterSelection::Eom`].
    #[must_use]
    pub fn cluster_selection_method(mut self, method: ClusterSelection) -> Self {
        self.cluster_selection_method = method;
        self
    }

    /// Lets all samples be one cluster.
    #[must_use]
    pub fn allow_single_cluster(mut self) -> Self {
        self.allow_single_cluster = true;
        self
    }

    fn learn(&self, features: &Features<'_>) -> Result<FittedHdbscan> {
        let x = features.values.as_standard_layout();
        let (n, d) = x.dim();
        self.check(n)?;
        let rows = x.as_slice().unwrap_or_default();
        let core = core_distances(&KdTree::new(x.view()), rows, d, self.neighbours())?;
        let mut merges = spanning_tree(n, |a, b| {
            let pairs = rows[a * d..][..d].iter().zip(&rows[b * d..][..d]);
            let distance = pairs.map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt();
            distance.max(core[a]).max(core[b])
        })?;
        merges.sort_by(|a: &Merge, b| a.distance.total_cmp(&b.distance));
        let tree = Condensed::new(n, &linkage_matrix(n, &merges), self.min_cluster_size);
        let choice = Choice {
            leaves: self.cluster_selection_method == ClusterSelection::Leaf,
            single: self.allow_single_cluster,
            epsilon: self.cluster_selection_epsilon,
        };
        let (labels, probabilities) = tree.labels(&select(&tree, choice), choice);
        Ok(FittedHdbscan { parameters: self.clone(), seen: Seen::of(features), labels, probabilities })
    }

    fn neighbours(&self) -> usize {
        self.min_samples.unwrap_or(self.min_cluster_size)
    }

    fn settings(&self) -> Vec<(String, String)> {
        let method = match self.cluster_selection_method {
            ClusterSelection::Eom => "eom",
            ClusterSelection::Leaf => "leaf",
        };
        vec![
            setting("min_cluster_size", self.min_cluster_size),
            setting("min_samples", self.neighbours()),
            setting("cluster_selection_epsilon", number(self.cluster_selection_epsilon)),
            setting("cluster_selection_method", method),
            setting("allow_single_cluster", self.allow_single_cluster),
        ]
    }

    fn check(&self, n: usize) -> Result<()> {
        if self.min_cluster_size < 2 {
            return Err(Error::parameter(NAME, "min_cluster_size", self.min_cluster_size, "at least 2"));
        }
        if self.neighbours() == 0 {
            return Err(Error::parameter(NAME, "min_samples", 0, "at least 1"));
        }
        let epsilon = self.cluster_selection_epsilon;
        if !(epsilon >= 0.0 && epsilon.is_finite()) {
            return Err(Error::parameter(
                NAME,
                "cluster_selection_epsilon",
                epsilon,
                "a number of at least 0",
            ));
        }
        let needed = self.neighbours().max(2);
        if n < needed {
            let what = format!("{NAME} with `min_samples` {}", self.neighbours());
            return Err(Error::TooFew { what, needed, unit: "samples", given: n });
        }
        Ok(())
    }
}

impl Default for Hdbscan {
    /// Clusters of at least 5 samples.
    fn default() -> Self {
        Self::new()
    }
}

clusterer!(Hdbscan => FittedHdbscan, predicts: no);

/// A fitted [`Hdbscan`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedHdbscan {
    parameters: Hdbscan,
    seen: Seen,
    labels: Array1<i64>,
    probabilities: Array1<f64>,
}

impl FittedHdbscan {
    /// How strongly each sample belongs to its cluster, 0 (noise) to 1.
    pub fn probabilities(&self) -> &Array1<f64> {
        &self.probabilities
    }

    /// The number of clusters, noise not counted.
    pub fn n_clusters(&self) -> usize {
        n_clusters(&self.labels)
    }

    fn report(&self, summary: &mut Summary) {
        describe_labels(&self.labels, summary);
    }
}

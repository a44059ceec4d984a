//! Clusters from the bottom up: the two nearest are merged, again and again.

use ndarray::{Array1, Array2};
use serde::{Deserialize, Serialize};

use super::linkage::{Linkage, hierarchy};
use super::merges::{cut, linkage_matrix};
use super::noise::{describe_labels, n_clusters};
use crate::array::Features;
use crate::display::number;
use crate::error::{Error, Result};
use crate::model::estimators::clusterer;
use crate::model::{Seen, Summary};
use crate::preprocessing::numeric::setting;

const NAME: &str = "AgglomerativeClustering";

/// Hierarchical clustering, cut at a number of clusters or at a distance.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = array![[0.0], [0.2], [4.0], [4.1], [9.0]];
/// let model = AgglomerativeClustering::new(3).linkage(Linkage::Average).fit(&x)?;
/// assert_eq!(model.labels(), array![0, 0, 1, 1, 2]);
/// assert_eq!(model.linkage_matrix().shape(), [4, 4]);
///
/// let by_distance = AgglomerativeClustering::by_distance(1.0).fit(&x)?;
/// assert_eq!(by_distance.n_clusters(), 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: J. Ward, "Hierarchical grouping to optimize an objective function", 1963.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AgglomerativeClustering {
    n_clusters: Option<usize>,
    distance_threshold: Option<f64>,
    linkage: Linkage,
}

impl AgglomerativeClustering {
    /// Cut at `n_clusters`, Ward's linkage.
    #[must_use]
    pub fn new(n_clusters: usize) -> Self {
        Self { n_clusters: Some(n_clusters), distance_threshold: None, linkage: Linkage::Ward }
    }

    /// Cut where merges reach the distance `threshold`, Ward's linkage.
    #[must_use]
    pub fn by_distance(threshold: f64) -> Self {
        Self { n_clusters: None, distance_threshold: Some(threshold), linkage: Linkage::Ward }
    }

    /// The number of clusters, in place of a distance. Default 2.
    #[must_use]
    pub fn n_clusters(mut self, n_clusters: usize) -> Self {
        (self.n_clusters, self.distance_threshold) = (Some(n_clusters), None);
        self
    }

    /// Clusters this far apart or farther are not merged, in place of a number.
    #[must_use]
    pub fn distance_threshold(mut self, threshold: f64) -> Self {
        (self.n_clusters, self.distance_threshold) = (None, Some(threshold));
        self
    }

    /// What the distance of two clusters is. Default [`Linkage::Ward`].
    #[must_use]
    pub fn linkage(mut self, linkage: Linkage) -> Self {
        self.linkage = linkage;
        self
    }

    fn learn(&self, features: &Features<'_>) -> Result<FittedAgglomerativeClustering> {
        let n = features.values.nrows();
        self.check(n)?;
        let merges = hierarchy(NAME, features.view(), self.linkage)?;
        let n_merges = match (self.n_clusters, self.distance_threshold) {
            (Some(k), _) => n - k,
            (None, threshold) => {
                merges.partition_point(|merge| threshold.is_none_or(|threshold| merge.distance < threshold))
            }
        };
        Ok(FittedAgglomerativeClustering {
            parameters: self.clone(),
            seen: Seen::of(features),
            labels: cut(n, &merges, n_merges),
            merges: linkage_matrix(n, &merges),
        })
    }

    fn settings(&self) -> Vec<(String, String)> {
        let none = || "none".to_owned();
        vec![
            setting("n_clusters", self.n_clusters.map_or_else(none, |k| k.to_string())),
            setting("distance_threshold", self.distance_threshold.map_or_else(none, number)),
            setting("linkage", self.linkage),
        ]
    }

    fn check(&self, n: usize) -> Result<()> {
        if let Some(threshold) =
            self.distance_threshold.filter(|threshold| threshold.is_nan() || *threshold < 0.0)
        {
            return Err(Error::parameter(NAME, "distance_threshold", threshold, "a number of at least 0"));
        }
        match self.n_clusters {
            Some(k) => super::k_means::check_clusters(NAME, k, n),
            None if self.distance_threshold.is_none() => {
                Err(Error::parameter(NAME, "n_clusters", "missing", "given, or `distance_threshold`"))
            }
            None => Ok(()),
        }
    }
}

impl Default for AgglomerativeClustering {
    /// Two clusters.
    fn default() -> Self {
        Self::new(2)
    }
}

clusterer!(AgglomerativeClustering => FittedAgglomerativeClustering, predicts: no);

/// A fitted [`AgglomerativeClustering`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedAgglomerativeClustering {
    parameters: AgglomerativeClustering,
    seen: Seen,
    labels: Array1<i64>,
    merges: Array2<f64>,
}

impl FittedAgglomerativeClustering {
    /// The whole hierarchy, shape (n_samples − 1, 4) as SciPy's `linkage`: per merge the two clusters
    /// (samples are 0 to n − 1, the cluster of merge `i` is n + i), their distance and the size of
    /// the new cluster. Dendrograms are drawn from it.
    pub fn linkage_matrix(&self) -> &Array2<f64> {
        &self.merges
    }

    /// The two clusters of each merge, shape (n_samples − 1, 2).
    pub fn children(&self) -> Array2<usize> {
        Array2::from_shape_fn((self.merges.nrows(), 2), |(i, j)| self.merges[[i, j]] as usize)
    }

    /// The distance of each merge, ascending.
    pub fn distances(&self) -> Array1<f64> {
        self.merges.column(2).to_owned()
    }

    /// The number of clusters.
    pub fn n_clusters(&self) -> usize {
        n_clusters(&self.labels)
    }

    fn report(&self, summary: &mut Summary) {
        describe_labels(&self.labels, summary);
        // The widest gap between merges is where a cut is clearest.
        let distances = self.distances();
        let gaps = distances.windows(2).into_iter().map(|pair| pair[1] - pair[0]).enumerate();
        if let Some((place, _)) = gaps.max_by(|a, b| a.1.total_cmp(&b.1)) {
            let clusters = self.seen.n_samples - 1 - place;
            summary.results.push(setting("widest gap between merges", format!("at {clusters} clusters")));
        }
    }
}

//! Samples in thinner places than their neighbours.

use ndarray::{Array1, ArrayView1, ArrayView2, Zip};
use serde::{Deserialize, Serialize};

use super::Contamination;
use crate::array::Features;
use crate::display::number;
use crate::error::{Error, Result};
use crate::model::estimators::detector;
use crate::model::{Seen, Summary};
use crate::neighbors::{Metric, NeighborIndex, NeighborSearch, Neighbors};
use crate::preprocessing::numeric::setting;

const NAME: &str = "LocalOutlierFactor";
/// The score below which a sample is an outlier, if no share is given.
const THRESHOLD: f64 = -1.5;

/// Compares how densely a sample is surrounded with how densely its neighbours are. The score is the
/// negative of the factor between the two: about −1 amid others, lower for outliers.
///
/// It does both that scikit-learn does: [`labels`](FittedLocalOutlierFactor::labels) and
/// [`negative_outlier_factor`](FittedLocalOutlierFactor::negative_outlier_factor) tell of the
/// training samples, `predict` and `score_samples` of new ones (there a training sample would be
/// its own neighbour).
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = array![[0.0], [0.1], [0.2], [0.3], [9.0]];
/// let model = LocalOutlierFactor::new().n_neighbors(2).fit(&x)?;
/// assert_eq!(model.labels(), array![1, 1, 1, 1, -1]);
/// assert_eq!(model.predict(&array![[0.15], [5.0]])?, array![1, -1]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: M. Breunig, H. Kriegel, R. Ng, J. Sander, "LOF: identifying density-based local
/// outliers", 2000.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LocalOutlierFactor {
    n_neighbors: usize,
    algorithm: NeighborSearch,
    metric: Metric,
    contamination: Contamination,
}

impl Default for LocalOutlierFactor {
    fn default() -> Self {
        Self {
            n_neighbors: 20,
            algorithm: NeighborSearch::Auto,
            metric: Metric::Euclidean,
            contamination: Contamination::Auto,
        }
    }
}

impl LocalOutlierFactor {
    /// Twenty neighbours.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many neighbours; all other samples if there are fewer. Default 20.
    #[must_use]
    pub fn n_neighbors(mut self, n_neighbors: usize) -> Self {
        self.n_neighbors = n_neighbors;
        self
    }

    /// How neighbours are found; the result is the same. Default [`NeighborSearch::Auto`].
    #[must_use]
    pub fn algorithm(mut self, algorithm: NeighborSearch) -> Self {
        self.algorithm = algorithm;
        self
    }

    /// What distance means. Default [`Metric::Euclidean`].
    #[must_use]
    pub fn metric(mut self, metric: Metric) -> Self {
        self.metric = metric;
        self
    }

    /// The share of outliers among the training samples. Default: those with a score below −1.5.
    #[must_use]
    pub fn contamination(mut self, contamination: impl Into<Contamination>) -> Self {
        self.contamination = contamination.into();
        self
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![
            setting("n_neighbors", self.n_neighbors),
            setting("algorithm", format!("{:?}", self.algorithm)),
            setting("metric", self.metric),
            setting("contamination", self.contamination),
        ]
    }

    fn learn(&self, x: &Features<'_>) -> Result<FittedLocalOutlierFactor> {
        self.contamination.check(NAME)?;
        if self.n_neighbors == 0 {
            return Err(Error::parameter(NAME, "n_neighbors", 0, "at least 1"));
        }
        let n = x.values.nrows();
        if n < 2 {
            return Err(Error::TooFew { what: NAME.to_owned(), needed: 2, unit: "samples", given: n });
        }
        let index = NeighborIndex::new(x.view(), self.metric, self.algorithm)?;
        let k = self.n_neighbors.min(n - 1);
        let neighbors = index.nearest_others(k)?;
        let reach = neighbors.distances.column(k - 1).to_owned();
        let densities = densities(&neighbors, &reach);
        let factors = scores(&neighbors, &densities, densities.view());
        let offset = self.contamination.threshold(&factors.to_vec(), THRESHOLD);
        Ok(FittedLocalOutlierFactor {
            parameters: self.clone(),
            seen: Seen::of(x),
            offset,
            index,
            n_neighbors: k,
            reach,
            densities,
            factors,
        })
    }
}

/// How densely samples are surrounded: the inverse of the mean distance to their neighbours, none of
/// which counts as nearer than its own neighbours are (`reach`).
fn densities(neighbors: &Neighbors, reach: &Array1<f64>) -> Array1<f64> {
    let density = |distances: ArrayView1<'_, f64>, rows: ArrayView1<'_, usize>| {
        let sum: f64 = distances.iter().zip(rows).map(|(distance, row)| distance.max(reach[*row])).sum();
        // The small number as in scikit-learn, for samples in the same place.
        1.0 / (sum / rows.len() as f64 + 1e-10)
    };
    Zip::from(neighbors.distances.rows()).and(neighbors.indices.rows()).map_collect(density)
}

/// The negative means of the neighbours' densities, `known`, over the samples' `own`.
fn scores(neighbors: &Neighbors, known: &Array1<f64>, own: ArrayView1<'_, f64>) -> Array1<f64> {
    let score = |rows: ArrayView1<'_, usize>, own: &f64| {
        -rows.iter().map(|row| known[*row] / own).sum::<f64>() / rows.len() as f64
    };
    Zip::from(neighbors.indices.rows()).and(own).map_collect(score)
}

detector!(LocalOutlierFactor => FittedLocalOutlierFactor);

/// A fitted [`LocalOutlierFactor`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FittedLocalOutlierFactor {
    parameters: LocalOutlierFactor,
    seen: Seen,
    offset: f64,
    index: NeighborIndex,
    n_neighbors: usize,
    /// The distance of each training sample to its farthest neighbour.
    reach: Array1<f64>,
    densities: Array1<f64>,
    factors: Array1<f64>,
}

impl FittedLocalOutlierFactor {
    /// The scores of the training samples.
    pub fn negative_outlier_factor(&self) -> &Array1<f64> {
        &self.factors
    }

    /// −1 for each training sample that is an outlier, 1 for the others.
    pub fn labels(&self) -> Array1<i64> {
        self.factors.mapv(|factor| if factor < self.offset { -1 } else { 1 })
    }

    fn score_rows(&self, x: ArrayView2<'_, f64>) -> Result<Array1<f64>> {
        let neighbors = self.index.nearest(x, self.n_neighbors)?;
        let own = densities(&neighbors, &self.reach);
        Ok(scores(&neighbors, &self.densities, own.view()))
    }

    fn report(&self, summary: &mut Summary) {
        let outliers = self.labels().iter().filter(|label| **label < 0).count();
        summary.results.push(("outliers among the training samples".to_owned(), outliers.to_string()));
        summary.results.push(("threshold".to_owned(), number(self.offset)));
    }
}

//! Gaps filled from the most similar training rows.

use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use super::super::columns::Gaps;
use super::super::numeric::{Seen, numeric_transformer, setting};
use super::indicator::Indicators;
use super::known_values;
use crate::array::Features;
use crate::error::{Error, Result};
use crate::frame::NeighbourWeights;
use crate::frame::clean::neighbours::Donors;
use crate::model::SummaryTable;

const NAME: &str = "KnnImputer";

/// Fills a gap with the mean of the feature in the most similar training rows that know it.
///
/// Rows are compared by the features that both know (nan-euclidean distance), so features of very
/// different size should be scaled first. A row that shares no known feature with any other gets the
/// feature's mean.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = array![[1.0, 2.0], [1.1, f64::NAN], [1.2, 4.0], [9.0, 50.0]];
/// let (_, filled) = KnnImputer::new().n_neighbors(2).fit_transform(&x)?;
/// assert_eq!(filled[[1, 1]], 3.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: O. Troyanskaya et al., "Missing value estimation methods for DNA microarrays", 2001.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KnnImputer {
    n_neighbors: usize,
    weights: NeighbourWeights,
    add_indicator: bool,
}

impl Default for KnnImputer {
    fn default() -> Self {
        Self { n_neighbors: 5, weights: NeighbourWeights::Uniform, add_indicator: false }
    }
}

impl KnnImputer {
    /// Five neighbours of equal weight.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The number of rows to take the mean of. Default 5.
    #[must_use]
    pub fn n_neighbors(mut self, n_neighbors: usize) -> Self {
        self.n_neighbors = n_neighbors;
        self
    }

    /// How much each row counts. Default [`NeighbourWeights::Uniform`].
    #[must_use]
    pub fn weights(mut self, weights: NeighbourWeights) -> Self {
        self.weights = weights;
        self
    }

    /// Whether a column `missingindicator_…` of 0 and 1 is added for each feature that has gaps in
    /// the training data. Default `false`.
    #[must_use]
    pub fn add_indicator(mut self, add_indicator: bool) -> Self {
        self.add_indicator = add_indicator;
        self
    }

    fn learn(&self, features: &Features<'_>) -> Result<FittedKnnImputer> {
        if self.n_neighbors == 0 {
            return Err(Error::parameter(NAME, "n_neighbors", 0, "at least 1"));
        }
        known_values(NAME, features)?;
        Ok(FittedKnnImputer {
            parameters: self.clone(),
            training: features.values.to_owned(),
            indicators: Indicators::of(features, self.add_indicator),
            seen: Seen::of(features),
        })
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![
            setting("n_neighbors", self.n_neighbors),
            setting("weights", format!("{:?}", self.weights)),
            setting("add_indicator", self.add_indicator),
        ]
    }
}

/// A fitted [`KnnImputer`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedKnnImputer {
    parameters: KnnImputer,
    #[serde(with = "gappy")]
    training: Array2<f64>,
    indicators: Indicators,
    seen: Seen,
}

impl FittedKnnImputer {
    fn change(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let all: Vec<usize> = (0..x.ncols()).collect();
        let KnnImputer { n_neighbors, weights, .. } = self.parameters;
        let filled = Donors::of(self.training.view()).fill(x, &all, n_neighbors, weights)?;
        self.indicators.append(x, filled)
    }

    fn names_out(&self, names: &[String]) -> Vec<String> {
        self.indicators.names(names)
    }

    fn tables(&self) -> Vec<SummaryTable> {
        let gaps = |column: ndarray::ArrayView1<'_, f64>| {
            column.iter().filter(|value| value.is_nan()).count() as f64
        };
        let missing: Vec<f64> = self.training.columns().into_iter().map(gaps).collect();
        vec![self.seen.table(&[("missing in training", &missing)])]
    }
}

numeric_transformer!(KnnImputer => FittedKnnImputer, NAME, Gaps::Allowed);

/// A matrix with gaps in formats that have no NaN, such as JSON.
mod gappy {
    use ndarray::Array2;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

    type Plain = ((usize, usize), Vec<Option<f64>>);

    pub(super) fn serialize<S: Serializer>(x: &Array2<f64>, serializer: S) -> Result<S::Ok, S::Error> {
        let values = x.iter().map(|value| (!value.is_nan()).then_some(*value)).collect();
        let plain: Plain = (x.dim(), values);
        plain.serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Array2<f64>, D::Error> {
        let (shape, values) = Plain::deserialize(deserializer)?;
        let values = values.into_iter().map(|value| value.unwrap_or(f64::NAN)).collect();
        Array2::from_shape_vec(shape, values).map_err(de::Error::custom)
    }
}

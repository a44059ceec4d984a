//! A class or a quantity from the `n_neighbors` nearest samples.

use ndarray::{Array1, Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use super::index::{NeighborIndex, Neighbors};
use super::metric::{Metric, NeighborSearch, NeighborWeights};
use super::vote;
use crate::array::AsFeatures;
use crate::dataset::Training;
use crate::error::{Error, Result};
use crate::model::estimators::{classifier, regressor};
use crate::model::{ClassTarget, Classes, Seen, Summary, argmax_rows};
use crate::preprocessing::numeric::setting;

/// The builder, the settings and the questions that both models have.
macro_rules! k_neighbors {
    ($model:ident, $fitted:ident, $name:literal) => {
        impl Default for $model {
            fn default() -> Self {
                Self {
                    n_neighbors: 5,
                    weights: NeighborWeights::Uniform,
                    algorithm: NeighborSearch::Auto,
                    metric: Metric::Euclidean,
                }
            }
        }

        impl $model {
            /// Five neighbours that count the same, by Euclidean distance.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            /// How many neighbours. Default 5.
            #[must_use]
            pub fn n_neighbors(mut self, n_neighbors: usize) -> Self {
                self.n_neighbors = n_neighbors;
                self
            }

            /// How much each neighbour counts. Default [`NeighborWeights::Uniform`].
            #[must_use]
            pub fn weights(mut self, weights: NeighborWeights) -> Self {
                self.weights = weights;
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

            fn settings(&self) -> Vec<(String, String)> {
                vec![
                    setting("n_neighbors", self.n_neighbors),
                    setting("weights", self.weights),
                    setting("algorithm", self.algorithm),
                    setting("metric", self.metric),
                ]
            }

            fn index(&self, x: ArrayView2<'_, f64>) -> Result<NeighborIndex> {
                if self.n_neighbors == 0 {
                    return Err(Error::parameter($name, "n_neighbors", 0, "at least 1"));
                }
                if self.n_neighbors > x.nrows() {
                    return Err(Error::TooFew {
                        what: format!("{} with {} neighbours", $name, self.n_neighbors),
                        needed: self.n_neighbors,
                        unit: "samples",
                        given: x.nrows(),
                    });
                }
                NeighborIndex::new(x, self.metric, self.algorithm)
            }
        }

        impl $fitted {
            /// The `n_neighbors` nearest training samples to each row of `x`: their distances and
            /// rows, nearest first, both of shape (n_samples, n_neighbors).
            ///
            /// # Errors
            /// [`Error::FeatureCount`], [`Error::FeatureNames`], [`Error::NotFinite`].
            pub fn kneighbors(&self, x: impl AsFeatures) -> Result<Neighbors> {
                let features = x.features()?;
                self.seen.check($name, &features)?;
                self.neighbors(features.view())
            }

            fn neighbors(&self, x: ArrayView2<'_, f64>) -> Result<Neighbors> {
                self.index.nearest(x, self.parameters.n_neighbors)
            }

            fn importances(&self) -> Option<Array1<f64>> {
                None
            }
        }
    };
}

/// A sample has the class that most of its neighbours have; the first of the classes if equally
/// many have each.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (train, test) = train_test_split(&iris(), 0.3, 7)?;
/// let model = KNeighborsClassifier::new().n_neighbors(7).weights(NeighborWeights::Distance).fit(&train)?;
/// assert!(model.score(&test)? > 0.9);
/// assert_eq!(model.kneighbors(&test.features)?.indices.shape(), [45, 7]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: E. Fix, J. Hodges, "Discriminatory analysis, nonparametric discrimination", 1951.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KNeighborsClassifier {
    n_neighbors: usize,
    weights: NeighborWeights,
    algorithm: NeighborSearch,
    metric: Metric,
}

/// A fitted [`KNeighborsClassifier`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FittedKNeighborsClassifier {
    parameters: KNeighborsClassifier,
    seen: Seen,
    classes: Classes,
    codes: Vec<u32>,
    index: NeighborIndex,
}

k_neighbors!(KNeighborsClassifier, FittedKNeighborsClassifier, "KNeighborsClassifier");
classifier!(KNeighborsClassifier => FittedKNeighborsClassifier, weights: refused);

impl KNeighborsClassifier {
    fn learn(&self, data: &Training<'_>, target: &ClassTarget) -> Result<FittedKNeighborsClassifier> {
        Ok(FittedKNeighborsClassifier {
            parameters: self.clone(),
            seen: Seen::of(&data.features),
            classes: target.classes.clone(),
            codes: target.codes.iter().map(|code| *code as u32).collect(),
            index: self.index(data.features.view())?,
        })
    }
}

impl FittedKNeighborsClassifier {
    fn probabilities(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        Ok(vote::shares(&self.neighbors(x)?, &self.codes, self.classes.len(), self.parameters.weights))
    }

    fn decide(&self, x: ArrayView2<'_, f64>) -> Result<Vec<usize>> {
        Ok(argmax_rows(&self.probabilities(x)?))
    }

    fn report(&self, summary: &mut Summary) {
        summary.results.push(("classes".to_owned(), self.class_labels().join(", ")));
    }
}

/// The average target of the nearest neighbours.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (x, y) = (array![[0.0], [1.0], [2.0], [10.0]], array![0.0, 10.0, 20.0, 100.0]);
/// let model = KNeighborsRegressor::new().n_neighbors(2).fit((&x, &y))?;
/// assert_eq!(model.predict(&array![[1.2]])?, array![15.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: N. Altman, "An introduction to kernel and nearest-neighbor nonparametric regression", 1992.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KNeighborsRegressor {
    n_neighbors: usize,
    weights: NeighborWeights,
    algorithm: NeighborSearch,
    metric: Metric,
}

/// A fitted [`KNeighborsRegressor`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FittedKNeighborsRegressor {
    parameters: KNeighborsRegressor,
    seen: Seen,
    target: Vec<f64>,
    index: NeighborIndex,
}

k_neighbors!(KNeighborsRegressor, FittedKNeighborsRegressor, "KNeighborsRegressor");
regressor!(KNeighborsRegressor => FittedKNeighborsRegressor, weights: refused);

impl KNeighborsRegressor {
    fn learn(&self, data: &Training<'_>) -> Result<FittedKNeighborsRegressor> {
        Ok(FittedKNeighborsRegressor {
            parameters: self.clone(),
            seen: Seen::of(&data.features),
            target: data.target.to_vec(),
            index: self.index(data.features.view())?,
        })
    }
}

impl FittedKNeighborsRegressor {
    fn predict_rows(&self, x: ArrayView2<'_, f64>) -> Result<Array1<f64>> {
        Ok(vote::averages(&self.neighbors(x)?, &self.target, self.parameters.weights))
    }

    #[allow(clippy::unused_self)]
    fn report(&self, _summary: &mut Summary) {}
}

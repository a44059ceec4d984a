//! A class or a quantity from all samples within a distance.

use ndarray::{Array1, Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use super::index::{NeighborIndex, Within};
use super::metric::{Metric, NeighborSearch, NeighborWeights};
use super::vote;
use crate::array::AsFeatures;
use crate::dataset::Training;
use crate::display::number;
use crate::error::{Error, Result};
use crate::model::estimators::{classifier, regressor};
use crate::model::{ClassTarget, Classes, Seen, Summary, argmax_rows};
use crate::preprocessing::numeric::setting;

macro_rules! radius_neighbors {
    ($model:ident, $fitted:ident, $name:literal) => {
        impl $model {
            /// Neighbours up to the distance 1, which count the same.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            /// How far neighbours may be. Default 1.
            #[must_use]
            pub fn radius(mut self, radius: f64) -> Self {
                self.radius = radius;
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

            fn index(&self, x: ArrayView2<'_, f64>) -> Result<NeighborIndex> {
                check_radius($name, self.radius)?;
                NeighborIndex::new(x, self.metric, self.algorithm)
            }
        }

        impl $fitted {
            /// The training samples within `radius` of each row of `x`.
            ///
            /// # Errors
            /// [`Error::FeatureCount`], [`Error::FeatureNames`], [`Error::NotFinite`].
            pub fn radius_neighbors(&self, x: impl AsFeatures) -> Result<Within> {
                let features = x.features()?;
                self.seen.check($name, &features)?;
                self.neighbors(features.view())
            }

            fn neighbors(&self, x: ArrayView2<'_, f64>) -> Result<Within> {
                self.index.within(x, self.parameters.radius)
            }

            fn importances(&self) -> Option<Array1<f64>> {
                None
            }
        }
    };
}

pub(super) fn check_radius(model: &'static str, radius: f64) -> Result<()> {
    if radius.is_finite() && radius >= 0.0 {
        return Ok(());
    }
    Err(Error::parameter(model, "radius", radius, "a number of at least 0"))
}

/// A sample has the class that most samples within `radius` have.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (x, y) = (array![[0.0], [0.5], [9.0], [9.5]], ["a", "a", "b", "b"]);
/// let model = RadiusNeighborsClassifier::new().outlier_label("b").fit((&x, &y))?;
/// assert_eq!(model.predict_labels(&array![[0.2], [50.0]])?, ["a", "b"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: J. Bentley, "A survey of techniques for fixed radius near neighbor searching", 1975.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RadiusNeighborsClassifier {
    radius: f64,
    weights: NeighborWeights,
    algorithm: NeighborSearch,
    metric: Metric,
    outlier_label: Option<String>,
}

impl Default for RadiusNeighborsClassifier {
    fn default() -> Self {
        Self {
            radius: 1.0,
            weights: NeighborWeights::Uniform,
            algorithm: NeighborSearch::Auto,
            metric: Metric::Euclidean,
            outlier_label: None,
        }
    }
}

/// A fitted [`RadiusNeighborsClassifier`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FittedRadiusNeighborsClassifier {
    parameters: RadiusNeighborsClassifier,
    seen: Seen,
    classes: Classes,
    codes: Vec<u32>,
    outlier: Option<usize>,
    index: NeighborIndex,
}

radius_neighbors!(RadiusNeighborsClassifier, FittedRadiusNeighborsClassifier, "RadiusNeighborsClassifier");
classifier!(RadiusNeighborsClassifier => FittedRadiusNeighborsClassifier, weights: refused);

impl RadiusNeighborsClassifier {
    /// The class of samples without neighbours, as text (`"b"`, `"1"`), or `"most_frequent"`;
    /// without it they are an error. Default none.
    #[must_use]
    pub fn outlier_label(mut self, label: impl Into<String>) -> Self {
        self.outlier_label = Some(label.into());
        self
    }

    fn settings(&self) -> Vec<(String, String)> {
        let outlier = self.outlier_label.as_deref().unwrap_or("none");
        vec![
            setting("radius", number(self.radius)),
            setting("weights", self.weights),
            setting("algorithm", self.algorithm),
            setting("metric", self.metric),
            setting("outlier_label", outlier),
        ]
    }

    fn learn(&self, data: &Training<'_>, target: &ClassTarget) -> Result<FittedRadiusNeighborsClassifier> {
        Ok(FittedRadiusNeighborsClassifier {
            parameters: self.clone(),
            seen: Seen::of(&data.features),
            classes: target.classes.clone(),
            codes: target.codes.iter().map(|code| *code as u32).collect(),
            outlier: self.outlier(target)?,
            index: self.index(data.features.view())?,
        })
    }

    fn outlier(&self, target: &ClassTarget) -> Result<Option<usize>> {
        let Some(label) = &self.outlier_label else { return Ok(None) };
        if label == "most_frequent" {
            let count = |class: &usize| target.codes.iter().filter(|code| *code == class).count();
            return Ok((0..target.classes.len()).rev().max_by_key(count));
        }
        let labels = target.classes.labels();
        let found = labels.iter().position(|known| known == label);
        let expected = || format!("one of {} or most_frequent", labels.join(", "));
        found
            .map(Some)
            .ok_or_else(|| Error::parameter("RadiusNeighborsClassifier", "outlier_label", label, expected()))
    }
}

impl FittedRadiusNeighborsClassifier {
    fn probabilities(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let (within, n_classes) = (self.neighbors(x)?, self.classes.len());
        vote::shares_within(&within, &self.codes, n_classes, self.parameters.weights, self.outlier)
    }

    fn decide(&self, x: ArrayView2<'_, f64>) -> Result<Vec<usize>> {
        Ok(argmax_rows(&self.probabilities(x)?))
    }

    fn report(&self, summary: &mut Summary) {
        summary.results.push(("classes".to_owned(), self.class_labels().join(", ")));
    }
}

/// The average target of all samples within `radius`; samples without any are an error.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (x, y) = (array![[0.0], [1.0], [2.0], [10.0]], array![0.0, 10.0, 20.0, 100.0]);
/// let model = RadiusNeighborsRegressor::new().radius(1.5).fit((&x, &y))?;
/// assert_eq!(model.predict(&array![[1.2]])?, array![10.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: as [`RadiusNeighborsClassifier`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RadiusNeighborsRegressor {
    radius: f64,
    weights: NeighborWeights,
    algorithm: NeighborSearch,
    metric: Metric,
}

impl Default for RadiusNeighborsRegressor {
    fn default() -> Self {
        Self {
            radius: 1.0,
            weights: NeighborWeights::Uniform,
            algorithm: NeighborSearch::Auto,
            metric: Metric::Euclidean,
        }
    }
}

/// A fitted [`RadiusNeighborsRegressor`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FittedRadiusNeighborsRegressor {
    parameters: RadiusNeighborsRegressor,
    seen: Seen,
    target: Vec<f64>,
    index: NeighborIndex,
}

radius_neighbors!(RadiusNeighborsRegressor, FittedRadiusNeighborsRegressor, "RadiusNeighborsRegressor");
regressor!(RadiusNeighborsRegressor => FittedRadiusNeighborsRegressor, weights: refused);

impl RadiusNeighborsRegressor {
    fn settings(&self) -> Vec<(String, String)> {
        vec![
            setting("radius", number(self.radius)),
            setting("weights", self.weights),
            setting("algorithm", self.algorithm),
            setting("metric", self.metric),
        ]
    }

    fn learn(&self, data: &Training<'_>) -> Result<FittedRadiusNeighborsRegressor> {
        Ok(FittedRadiusNeighborsRegressor {
            parameters: self.clone(),
            seen: Seen::of(&data.features),
            target: data.target.to_vec(),
            index: self.index(data.features.view())?,
        })
    }
}

impl FittedRadiusNeighborsRegressor {
    fn predict_rows(&self, x: ArrayView2<'_, f64>) -> Result<Array1<f64>> {
        vote::averages_within(&self.neighbors(x)?, &self.target, self.parameters.weights)
    }

    #[allow(clippy::unused_self)]
    fn report(&self, _summary: &mut Summary) {}
}

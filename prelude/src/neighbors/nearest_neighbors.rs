//! Neighbours for their own sake.

use super::index::{NeighborIndex, Neighbors, Within};
use super::metric::{Metric, NeighborSearch};
use super::radius_neighbors::check_radius;
use crate::array::{AsFeatures, Features};
use crate::display::number;
use crate::error::{Error, Result};
use crate::model::{Seen, Summarize, Summary, check, fitted_on, unfitted_summary};
use crate::preprocessing::numeric::setting;
use crate::runtime::{MimeBundle, RichDisplay};

const NAME: &str = "NearestNeighbors";

/// Finds the samples nearest to others.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = array![[0.0, 0.0], [0.0, 1.0], [5.0, 5.0]];
/// let model = NearestNeighbors::new().n_neighbors(1).fit(&x)?;
/// assert_eq!(model.kneighbors(&array![[0.0, 0.8]])?.indices, array![[1]]);
/// assert_eq!(model.kneighbors_of_training()?.indices, array![[1], [0], [1]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct NearestNeighbors {
    n_neighbors: usize,
    radius: f64,
    algorithm: NeighborSearch,
    metric: Metric,
}

impl Default for NearestNeighbors {
    fn default() -> Self {
        Self { n_neighbors: 5, radius: 1.0, algorithm: NeighborSearch::Auto, metric: Metric::Euclidean }
    }
}

impl NearestNeighbors {
    /// Five neighbours, or those up to the distance 1.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many neighbours [`kneighbors`](FittedNearestNeighbors::kneighbors) finds. Default 5.
    #[must_use]
    pub fn n_neighbors(mut self, n_neighbors: usize) -> Self {
        self.n_neighbors = n_neighbors;
        self
    }

    /// How far [`radius_neighbors`](FittedNearestNeighbors::radius_neighbors) looks. Default 1.
    #[must_use]
    pub fn radius(mut self, radius: f64) -> Self {
        self.radius = radius;
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

    /// Remembers samples of shape (n_samples, n_features).
    ///
    /// # Errors
    /// [`Error::Parameter`], [`Error::Empty`], [`Error::NotFinite`] with column and row.
    pub fn fit(&self, x: impl AsFeatures) -> Result<FittedNearestNeighbors> {
        self.fit_features(&x.features()?)
    }

    fn fit_features(&self, x: &Features<'_>) -> Result<FittedNearestNeighbors> {
        check::features(x)?;
        check_radius(NAME, self.radius)?;
        if self.n_neighbors == 0 {
            return Err(Error::parameter(NAME, "n_neighbors", 0, "at least 1"));
        }
        let index = NeighborIndex::new(x.view(), self.metric, self.algorithm)?;
        Ok(FittedNearestNeighbors { parameters: self.clone(), seen: Seen::of(x), index })
    }
}

/// A fitted [`NearestNeighbors`].
#[derive(Clone, Debug)]
pub struct FittedNearestNeighbors {
    parameters: NearestNeighbors,
    seen: Seen,
    index: NeighborIndex,
}

impl FittedNearestNeighbors {
    /// The `n_neighbors` nearest samples to each row of `x`: distances and rows, nearest first, both
    /// of shape (n_queries, n_neighbors).
    ///
    /// # Errors
    /// [`Error::FeatureCount`], [`Error::FeatureNames`], [`Error::NotFinite`], [`Error::TooFew`] for
    /// fewer samples than neighbours.
    pub fn kneighbors(&self, x: impl AsFeatures) -> Result<Neighbors> {
        let features = x.features()?;
        self.seen.check(NAME, &features)?;
        self.index.nearest(features.view(), self.parameters.n_neighbors)
    }

    /// The same for the samples themselves, none being its own neighbour.
    ///
    /// # Errors
    /// [`Error::TooFew`].
    pub fn kneighbors_of_training(&self) -> Result<Neighbors> {
        self.index.nearest_others(self.parameters.n_neighbors)
    }

    /// All samples within `radius` of each row of `x`.
    ///
    /// # Errors
    /// [`Error::FeatureCount`], [`Error::FeatureNames`], [`Error::NotFinite`].
    pub fn radius_neighbors(&self, x: impl AsFeatures) -> Result<Within> {
        let features = x.features()?;
        self.seen.check(NAME, &features)?;
        self.index.within(features.view(), self.parameters.radius)
    }

    /// The same for the samples themselves, none being its own neighbour.
    ///
    /// # Errors
    /// Interruption.
    pub fn radius_neighbors_of_training(&self) -> Result<Within> {
        self.index.within_others(self.parameters.radius)
    }
}

impl Summarize for NearestNeighbors {
    fn summary(&self) -> Summary {
        let settings = vec![
            setting("n_neighbors", self.n_neighbors),
            setting("radius", number(self.radius)),
            setting("algorithm", self.algorithm),
            setting("metric", self.metric),
        ];
        unfitted_summary(NAME, settings)
    }
}

impl Summarize for FittedNearestNeighbors {
    fn summary(&self) -> Summary {
        let subtitle = fitted_on(self.seen.n_samples, self.seen.n_features);
        Summary { subtitle, ..self.parameters.summary() }
    }
}

impl RichDisplay for NearestNeighbors {
    fn rich_display(&self) -> MimeBundle {
        self.summary().rich_display()
    }
}

impl RichDisplay for FittedNearestNeighbors {
    fn rich_display(&self) -> MimeBundle {
        self.summary().rich_display()
    }
}

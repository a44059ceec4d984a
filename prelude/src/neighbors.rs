//! Nearest neighbours: an index of points, and the models that vote or average among them.
//!
//! linfa-nn's trees keep every point in a box of its own and answer one query at a time, which is
//! several times slower than scikit-learn; the [index](NeighborIndex) here keeps points leaf by leaf
//! in one piece of memory (few features), or compares blocks of rows by matrix products (many), and
//! answers in parallel. Whatever looks for neighbours uses it: the classifiers and regressors here,
//! clustering by density, the local outlier factor.
//!
//! Equally near neighbours are taken in the order of their rows, whichever way they are found.

mod brute;
mod index;
mod k_neighbors;
mod kd_tree;
mod metric;
mod nearest_neighbors;
mod radius_neighbors;
mod sieve;
mod vote;

pub use index::{NeighborIndex, Neighbors, Within};
pub use k_neighbors::{
    FittedKNeighborsClassifier, FittedKNeighborsRegressor, KNeighborsClassifier, KNeighborsRegressor,
};
pub use metric::{Metric, NeighborSearch, NeighborWeights};
pub use nearest_neighbors::{FittedNearestNeighbors, NearestNeighbors};
pub use radius_neighbors::{
    FittedRadiusNeighborsClassifier, FittedRadiusNeighborsRegressor, RadiusNeighborsClassifier,
    RadiusNeighborsRegressor,
};

//! Mixtures of normal distributions: soft clusters with shapes of their own, and a density of the
//! data.

mod components;
mod covariance;
mod fitted;
mod gaussian;
mod start;

pub use covariance::{CovarianceType, Covariances};
pub use fitted::FittedGaussianMixture;
pub use gaussian::GaussianMixture;
pub use start::MixtureInit;

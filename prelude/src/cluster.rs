//! Groups of samples that are alike.

mod k_means;

pub use k_means::{FittedKMeans, KMeans};

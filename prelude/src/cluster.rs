//! Clustering: groups of samples that are near each other.
//!
//! The models with centres ([`KMeans`], [`MiniBatchKMeans`], [`BisectingKMeans`]) can `predict` the
//! group of new samples; the models of density and of hierarchy only group the samples that they
//! were fitted on. Label −1 is a sample of no group.

mod agglomerative;
mod bisecting;
mod dbscan;
mod elbow;
mod hdbscan;
mod k_means;
mod kd_tree;
mod linkage;
mod lloyd;
mod merges;
mod mini_batch;
mod noise;
mod optics;
mod starts;
mod tiles;

pub use agglomerative::{AgglomerativeClustering, FittedAgglomerativeClustering};
pub use bisecting::{BisectingKMeans, BisectingStrategy, FittedBisectingKMeans};
pub use dbscan::{Dbscan, FittedDbscan};
pub use elbow::{elbow, silhouette_by_k};
pub use hdbscan::{ClusterSelection, FittedHdbscan, Hdbscan};
pub use k_means::{FittedKMeans, KMeans};
pub use linkage::{Linkage, linkage};
pub use mini_batch::{FittedMiniBatchKMeans, MiniBatchKMeans};
pub use optics::{FittedOptics, Optics, OpticsMethod};
pub use starts::KMeansInit;

//! Fewer features from many: directions of variance, independent sources, parts, random shadows,
//! maps of neighbourhoods.
//!
//! | what | for |
//! |---|---|
//! | [`Pca`] | the orthogonal directions of most variance |
//! | [`TruncatedSvd`] | the same without centring, also for sparse matrices of text |
//! | [`FastIca`] | statistically independent sources of mixed signals |
//! | [`Nmf`] | parts that only add, for features that are never negative |
//! | [`GaussianRandomProjection`], [`SparseRandomProjection`] | distances kept, at no cost |
//! | [`Tsne`] | a picture of neighbourhoods in two dimensions |
//! | [`DiffusionMap`] | coordinates along a curved surface that the data lies on |
//!
//! All take a matrix, a frame of numbers or a dataset and give back the same kind, with columns
//! named `pc1`, `pc2` … Directions have the signs that scikit-learn gives them: the entry of largest
//! size is positive. Results do not depend on the number of threads.

mod components;
mod diffusion_map;
mod fast_ica;
pub(crate) mod linear;
mod neighbours;
mod nmf;
mod operand;
mod pca;
mod projection;
mod sparse_input;
mod truncated_svd;
mod tsne;

pub use components::Components;
pub use diffusion_map::{DiffusionMap, FittedDiffusionMap};
pub use fast_ica::{Contrast, FastIca, FittedFastIca};
pub use nmf::{FittedNmf, Nmf};
pub use pca::{FittedPca, Pca};
pub use projection::{
    FittedRandomProjection, GaussianRandomProjection, SparseRandomProjection, johnson_lindenstrauss_min_dim,
};
pub use truncated_svd::{FittedTruncatedSvd, TruncatedSvd};
pub use tsne::{FittedTsne, Tsne};

pub(crate) use linear::centred_gram;

/// `pc1`, `pc2` …
fn numbered(prefix: &str, count: usize) -> Vec<String> {
    (1..=count).map(|number| format!("{prefix}{number}")).collect()
}

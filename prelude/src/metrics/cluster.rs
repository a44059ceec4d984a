//! How good groups are: beside known classes (`adjusted_rand_score` …), or by the distances within
//! and between them (`silhouette_score` …).
//!
//! Where two sets of labels are compared, their names mean nothing: text may stand beside numbers.

mod agreement;
mod dispersion;
mod information;
mod silhouette;
mod table;

pub use agreement::{
    adjusted_rand_score, contingency_matrix, fowlkes_mallows_score, pair_confusion_matrix, rand_score,
};
pub use dispersion::{calinski_harabasz_score, davies_bouldin_score};
pub use information::{
    MeanOfEntropies, adjusted_mutual_info_score, adjusted_mutual_info_score_by, completeness_score,
    homogeneity_completeness_v_measure, homogeneity_score, mutual_info_score, normalized_mutual_info_score,
    normalized_mutual_info_score_by, v_measure_score,
};
pub use silhouette::{Silhouette, silhouette_samples, silhouette_score};

//! How good predictions are: functions of what was true and what was predicted, in this order, under
//! scikit-learn's names.
//!
//! `*_score`: higher is better. `*_error`, `*_loss`: lower is better. All of them take arrays, slices,
//! vectors or columns, and hand over to one concrete function inside. Sample weights go with the truth:
//! `accuracy_score((&y_true, &weights), &y_pred)`.
//!
//! The functions know arrays alone; only [`Scoring`], which names a metric for cross-validation and
//! searches, asks models for their predictions.

mod calibration;
mod classification;
mod cluster;
mod confusion_matrix;
mod curves;
mod deviance;
mod labels;
mod precision_recall;
mod probability;
mod ranking;
mod regression;
mod relevance;
mod report;
mod scores;
mod scoring;
mod truth;

pub use calibration::{BinsBy, CalibrationCurve, GainCurve, calibration_curve, cumulative_gain_curve};
pub use classification::{
    KappaWeights, accuracy_score, balanced_accuracy_score, cohen_kappa_score, cohen_kappa_score_weighted,
    hamming_loss, matthews_corrcoef, zero_one_loss,
};
pub use cluster::{
    MeanOfEntropies, Silhouette, adjusted_mutual_info_score, adjusted_mutual_info_score_by,
    adjusted_rand_score, calinski_harabasz_score, completeness_score, contingency_matrix,
    davies_bouldin_score, fowlkes_mallows_score, homogeneity_completeness_v_measure, homogeneity_score,
    mutual_info_score, normalized_mutual_info_score, normalized_mutual_info_score_by, pair_confusion_matrix,
    rand_score, silhouette_samples, silhouette_score, v_measure_score,
};
pub use confusion_matrix::{ConfusionMatrix, confusion_matrix};
pub use curves::{
    DetCurve, PrecisionRecallCurve, RocCurve, auc, det_curve, precision_recall_curve, roc_curve,
};
pub use deviance::{d2_tweedie_score, mean_gamma_deviance, mean_poisson_deviance, mean_tweedie_deviance};
pub use precision_recall::{
    Average, ClassScores, f1_score, fbeta_score, jaccard_score, precision_recall_fscore_support,
    precision_score, recall_score,
};
pub use probability::{brier_score_loss, d2_brier_score, d2_log_loss_score, log_loss, top_k_accuracy_score};
pub use ranking::{
    average_precision_score, average_precision_score_ovr, precision_at_k, recall_at_k, roc_auc_score,
    roc_auc_score_ovo, roc_auc_score_ovr,
};
pub use regression::{
    d2_absolute_error_score, d2_pinball_score, explained_variance_score, max_error, mean_absolute_error,
    mean_absolute_percentage_error, mean_pinball_loss, mean_squared_error, mean_squared_log_error,
    median_absolute_error, r2_score, root_mean_squared_error, root_mean_squared_log_error,
};
pub use relevance::{
    coverage_error, dcg_score, label_ranking_average_precision_score, label_ranking_loss, ndcg_score,
};
pub use report::{ClassificationReport, ReportRow, classification_report};
pub use scoring::{AsScoring, CustomScoring, IntoScore, Scoring};
pub use truth::{AsTrueLabels, AsTrueNumbers, MaybeWeights};

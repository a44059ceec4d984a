//! Dividing data into what a model learns from and what it is judged on.
//!
//! Two ways: once ([`train_test_split`] and, for every other wish, [`Split`]), or in folds, so that
//! each row is tested ([`KFold`] and its relatives). Both give the counts, and where nothing is
//! shuffled the very rows, that scikit-learn gives; what is shuffled depends on the seed alone.
//!
//! On the folds rest cross-validation ([`cross_val_score`], [`CrossValidate`]), curves
//! ([`learning_curve`], [`validation_curve`]) and searches for parameters ([`GridSearch`] and its
//! relatives), which run folds side by side on all threads.

mod auto_fit;
mod classes;
mod curves;
mod cv;
mod early_stopping;
pub(crate) mod evaluation;
mod folds;
mod group_k_fold;
mod k_fold;
mod rows;
pub(crate) mod scoring;
pub(crate) mod search;
mod shuffle_split;
mod split;
mod stratified_group_k_fold;
mod stratified_k_fold;
mod time_series_split;
mod validate;

pub use auto_fit::{AutoFit, Budget, FittedAutoFit, auto_fit};
pub use classes::{AsClasses, Classes};
pub use curves::{learning_curve, learning_curve_at, validation_curve};
pub use cv::Cv;
pub use early_stopping::EarlyStopping;
pub(crate) use evaluation::Subject;
pub use folds::{CountRows, CrossValidator, Folds, Samples};
pub use group_k_fold::{GroupKFold, LeaveOneGroupOut};
pub use k_fold::{KFold, LeaveOneOut, RepeatedKFold};
pub use rows::Rows;
pub(crate) use scoring::judge;
pub use search::{Draw, FittedSearch, GridSearch, HalvingSearch, RandomSearch, Resource};
pub use shuffle_split::ShuffleSplit;
pub use split::{Split, train_test_split, train_test_split_stratified, train_validation_test_split};
pub use stratified_group_k_fold::StratifiedGroupKFold;
pub use stratified_k_fold::{RepeatedStratifiedKFold, StratifiedKFold};
pub use time_series_split::TimeSeriesSplit;
pub use validate::{
    CrossValidate, CrossValidation, cross_val_predict, cross_val_predict_proba, cross_val_score,
    cross_validate,
};

//! Dividing data into what a model learns from and what it is judged on.
//!
//! Two ways: once ([`train_test_split`] and, for every other wish, [`Split`]), or in folds, so that
//! each row is tested ([`KFold`] and its relatives). Both give the counts, and where nothing is
//! shuffled the very rows, that scikit-learn gives; what is shuffled depends on the seed alone.

mod classes;
mod folds;
mod group_k_fold;
mod k_fold;
mod rows;
mod shuffle_split;
mod split;
mod stratified_k_fold;
mod time_series_split;

pub use classes::{AsClasses, Classes};
pub use folds::{CountRows, CrossValidator, Folds, Samples};
pub use group_k_fold::{GroupKFold, LeaveOneGroupOut};
pub use k_fold::{KFold, LeaveOneOut, RepeatedKFold};
pub use rows::Rows;
pub use shuffle_split::ShuffleSplit;
pub use split::{Split, train_test_split, train_test_split_stratified, train_validation_test_split};
pub use stratified_k_fold::{RepeatedStratifiedKFold, StratifiedKFold};
pub use time_series_split::TimeSeriesSplit;

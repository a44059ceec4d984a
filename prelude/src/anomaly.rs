//! Samples that are unlike the rest.
//!
//! Every detector gives a score, lower for what is more abnormal, and a threshold below which a
//! sample is an outlier.

mod contamination;
mod isolation_forest;
mod local_outlier_factor;
mod one_class_svm;
mod robust_z_score;

pub use contamination::Contamination;
pub use isolation_forest::{FittedIsolationForest, IsolationForest};
pub use local_outlier_factor::{FittedLocalOutlierFactor, LocalOutlierFactor};
pub use one_class_svm::{FittedOneClassSvm, OneClassSvm};
pub use robust_z_score::{FittedRobustZScore, RobustZScore};

//! Models that weigh the features and add them up.

mod linear_regression;
mod logistic_regression;

pub use linear_regression::{FittedLinearRegression, LinearRegression};
pub use logistic_regression::{FittedLogisticRegression, LogisticRegression};

//! How good predictions are: functions of what was true and what was predicted, in this order.
//!
//! `*_score`: higher is better. `*_error`: lower is better. All of them take arrays, slices, vectors
//! or columns, and hand over to one concrete function inside.

mod classification;
mod regression;

pub use classification::accuracy_score;
pub use regression::{mean_absolute_error, mean_squared_error, r2_score, root_mean_squared_error};

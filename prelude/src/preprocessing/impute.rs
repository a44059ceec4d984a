//! Filling missing values with what was learnt from training data, as scikit-learn's imputers do.
//!
//! [`SimpleImputer`], [`KnnImputer`] and [`IterativeImputer`] take numbers (matrices, frames,
//! datasets; a gap is NaN or null), [`FrameImputer`] frames with text and categories too. To clean a
//! frame by its own values, see [`CleanFrame::fill_missing`](crate::frame::CleanFrame::fill_missing).

mod frame;
mod indicator;
mod iterative;
mod knn;
mod simple;

pub use frame::{FittedFrameImputer, FrameImputer};
pub use iterative::{FittedIterativeImputer, ImputationOrder, IterativeImputer};
pub use knn::{FittedKnnImputer, KnnImputer};
pub use simple::{FittedSimpleImputer, ImputeStrategy, SimpleImputer};

pub use crate::frame::NeighbourWeights;

use crate::array::Features;
use crate::error::{Error, Result};

/// The known values of each feature; an error for a feature that has none.
fn known_values(model: &'static str, features: &Features<'_>) -> Result<Vec<Vec<f64>>> {
    let known = |column: ndarray::ArrayView1<'_, f64>| {
        column.iter().copied().filter(|value| !value.is_nan()).collect()
    };
    let columns: Vec<Vec<f64>> = features.values.columns().into_iter().map(known).collect();
    match columns.iter().position(Vec::is_empty) {
        None => Ok(columns),
        Some(column) => {
            let what = format!("{model} on {}", features.describe(column));
            Err(Error::TooFew { what, needed: 1, unit: "known value", given: 0 })
        }
    }
}

fn mean(known: &[f64]) -> f64 {
    known.iter().sum::<f64>() / known.len() as f64
}

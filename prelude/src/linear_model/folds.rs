//! Folds of consecutive rows, copied out, for models that choose their own strength of penalty.

use ndarray::{Array1, Array2, ArrayView1, Axis};

use crate::dataset::Training;
use crate::error::Result;
use crate::model_selection::KFold;

/// A part to learn from and a part to be judged on.
pub(super) struct Fold {
    pub train_x: Array2<f64>,
    pub train_y: Array1<f64>,
    pub train_weights: Option<Array1<f64>>,
    pub test_x: Array2<f64>,
    pub test_y: Array1<f64>,
    pub test_weights: Option<Array1<f64>>,
}

impl Fold {
    pub fn of(data: &Training<'_>, train: &[usize], test: &[usize]) -> Self {
        let weights = |rows: &[usize]| data.weights().map(|weights| weights.select(Axis(0), rows));
        Self {
            train_x: data.features.values.select(Axis(0), train),
            train_y: data.target.select(Axis(0), train),
            train_weights: weights(train),
            test_x: data.features.values.select(Axis(0), test),
            test_y: data.target.select(Axis(0), test),
            test_weights: weights(test),
        }
    }

    /// The (weighted) mean squared error on the test part.
    pub fn test_error(&self, coefficients: ArrayView1<'_, f64>, intercept: f64) -> f64 {
        let residuals = &self.test_y - &(self.test_x.dot(&coefficients) + intercept);
        match &self.test_weights {
            None => residuals.dot(&residuals) / residuals.len() as f64,
            Some(weights) => (&residuals * &residuals).dot(weights) / weights.sum(),
        }
    }
}

/// Folds of consecutive rows.
pub(super) fn k_folds(data: &Training<'_>, n_splits: usize) -> Result<Vec<Fold>> {
    let folds = KFold::new(n_splits).split(data.target.len())?;
    Ok(folds.map(|(train, test)| Fold::of(data, &train, &test)).collect())
}

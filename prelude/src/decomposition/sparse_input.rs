//! A sparse matrix as the input of transformers.

use ndarray::Array2;

use crate::array::{AsFeatures, Features, SparseMatrix};
use crate::error::Result;
use crate::preprocessing::TransformInput;

/// A matrix without its zeros comes out with them: what is learnt from it is seldom sparse.
impl TransformInput for SparseMatrix {
    type Output = Array2<f64>;

    fn features_with_gaps(&self) -> Result<Features<'_>> {
        self.features()
    }

    fn rebuild(&self, values: Array2<f64>, _names: Vec<String>) -> Result<Array2<f64>> {
        Ok(values)
    }
}

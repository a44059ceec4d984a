//! A matrix that is only multiplied with: dense, or sparse together with its transpose.

use ndarray::{Array1, Array2, ArrayView2, Axis};

use super::linear;
use crate::array::SparseMatrix;

pub(super) enum Operand<'a> {
    Dense(ArrayView2<'a, f64>),
    Sparse { matrix: &'a SparseMatrix, transpose: SparseMatrix },
}

impl<'a> Operand<'a> {
    pub(super) fn sparse(matrix: &'a SparseMatrix) -> Self {
        Self::Sparse { matrix, transpose: matrix.transpose() }
    }

    pub(super) fn shape(&self) -> (usize, usize) {
        match self {
            Self::Dense(x) => x.dim(),
            Self::Sparse { matrix, .. } => matrix.shape(),
        }
    }

    /// The product with a matrix from the right.
    pub(super) fn times(&self, right: ArrayView2<'_, f64>) -> Array2<f64> {
        match self {
            Self::Dense(x) => linear::product(*x, right),
            Self::Sparse { matrix, .. } => matrix.times(right),
        }
    }

    /// The transpose's product with a matrix from the right.
    pub(super) fn transposed_times(&self, right: ArrayView2<'_, f64>) -> Array2<f64> {
        match self {
            Self::Dense(x) => linear::transposed_product(*x, right),
            Self::Sparse { transpose, .. } => transpose.times(right),
        }
    }

    /// The sum of the population variances of the columns.
    pub(super) fn total_variance(&self) -> f64 {
        match self {
            Self::Dense(x) => x.var_axis(Axis(0), 0.0).sum(),
            Self::Sparse { matrix, .. } => sparse_variances(matrix).sum(),
        }
    }
}

fn sparse_variances(matrix: &SparseMatrix) -> Array1<f64> {
    let n = matrix.n_rows().max(1) as f64;
    let means = matrix.column_sums() / n;
    let mut squares = matrix.clone();
    squares.map_values(|_, column, value| (value - means[column as usize]).powi(2));
    let mut stored = matrix.clone();
    stored.map_values(|_, _, _| 1.0);
    let absent = stored.column_sums().mapv(|count| n - count);
    (squares.column_sums() + absent * means.mapv(|mean| mean * mean)) / n
}

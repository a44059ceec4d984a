//! What solvers do over and over with matrices that they know to be finite: products added up in
//! place, and systems solved by Cholesky factors.

use faer::linalg::solvers::{DenseSolveCore, Llt, Solve};
use faer::{Accum, Par, Side};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, ArrayViewMut2, Axis};

use super::bridge::{lend, lend_mut, prepare, take};

/// `target += a · b` on the calling thread: for blocks, many of which are worked on at once.
pub(crate) fn add_product(target: ArrayViewMut2<'_, f64>, a: ArrayView2<'_, f64>, b: ArrayView2<'_, f64>) {
    if a.ncols() > 0 {
        faer::linalg::matmul::matmul(lend_mut(target), Accum::Add, lend(a), lend(b), 1.0, Par::Seq);
    }
}

/// The Cholesky factor of a symmetric positive definite matrix.
pub(crate) struct Cholesky {
    factor: Llt<f64>,
}

impl Cholesky {
    /// Nothing if the matrix (of which the lower half is read) is not positive definite.
    pub(crate) fn of(a: ArrayView2<'_, f64>) -> Option<Self> {
        prepare();
        let factor = lend(a).llt(Side::Lower).ok()?;
        Some(Self { factor })
    }

    /// The diagonal of the factor: with a unit diagonal of the matrix, how independent each column is
    /// of those before it.
    pub(crate) fn diagonal(&self) -> Array1<f64> {
        let factor = self.factor.L();
        (0..factor.nrows()).map(|j| factor[(j, j)]).collect()
    }

    pub(crate) fn solve(&self, b: ArrayView1<'_, f64>) -> Array1<f64> {
        take(self.factor.solve(lend(b.insert_axis(Axis(1)))).as_ref()).into_raw_vec_and_offset().0.into()
    }

    pub(crate) fn inverse(&self) -> Array2<f64> {
        take(self.factor.inverse().as_ref())
    }
}

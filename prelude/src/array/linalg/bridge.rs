//! ndarray's arrays lent to faer without a copy, and what every routine checks first.

use std::sync::Once;

use faer::{MatMut, MatRef, Par};
use ndarray::{Array2, ArrayView2, ArrayViewMut2, ShapeBuilder};

use crate::error::{Error, Result};

/// Into how many pieces faer divides its work. Fixed, since the rounding of some reductions depends
/// on it; the pieces are shared among however many threads there are.
const PIECES: usize = 4;

/// To be called before faer's high-level routines, which look at a global setting.
pub(super) fn prepare() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| faer::set_global_parallelism(parallelism()));
}

pub(super) fn parallelism() -> Par {
    Par::rayon(PIECES)
}

pub(super) fn lend(a: ArrayView2<'_, f64>) -> MatRef<'_, f64> {
    let [rows, columns] = [a.nrows(), a.ncols()];
    let [row_stride, column_stride] = [a.strides()[0], a.strides()[1]];
    // SAFETY: the view's elements are valid for its lifetime at these strides, counted in elements
    // by both crates.
    unsafe { MatRef::from_raw_parts(a.as_ptr(), rows, columns, row_stride, column_stride) }
}

pub(super) fn lend_mut(mut a: ArrayViewMut2<'_, f64>) -> MatMut<'_, f64> {
    let [rows, columns] = [a.nrows(), a.ncols()];
    let [row_stride, column_stride] = [a.strides()[0], a.strides()[1]];
    // SAFETY: as above, and the view is the only one while it lives.
    unsafe { MatMut::from_raw_parts_mut(a.as_mut_ptr(), rows, columns, row_stride, column_stride) }
}

/// faer's matrix copied into row-major order.
pub(super) fn take(matrix: MatRef<'_, f64>) -> Array2<f64> {
    let (rows, columns) = (matrix.nrows(), matrix.ncols());
    let mut copy = Array2::zeros((rows, columns));
    if rows == 0 || columns == 0 {
        return copy;
    }
    let strides = (matrix.row_stride().unsigned_abs(), matrix.col_stride().unsigned_abs());
    if matrix.row_stride() < 0 || matrix.col_stride() < 0 {
        copy.indexed_iter_mut().for_each(|((i, j), value)| *value = matrix[(i, j)]);
        return copy;
    }
    // SAFETY: faer's elements are valid at its (positive) strides while `matrix` is borrowed.
    let view = unsafe { ArrayView2::from_shape_ptr((rows, columns).strides(strides), matrix.as_ptr()) };
    copy.assign(&view);
    copy
}

/// A matrix that has elements, all of them finite.
pub(super) fn check(operation: &'static str, a: ArrayView2<'_, f64>) -> Result<()> {
    if a.is_empty() {
        return Err(Error::empty(format!("{operation}'s matrix"), "one row and one column"));
    }
    if a.iter().all(|value| value.is_finite()) {
        return Ok(());
    }
    let found = a.indexed_iter().find(|(_, value)| !value.is_finite());
    found.map_or(Ok(()), |((row, column), value)| {
        let what = format!("column {column} of {operation}'s matrix");
        Err(Error::NotFinite { what, value: *value, row })
    })
}

/// The same, and as many rows as columns.
pub(super) fn check_square(operation: &'static str, a: ArrayView2<'_, f64>) -> Result<()> {
    check(operation, a)?;
    if a.nrows() == a.ncols() {
        return Ok(());
    }
    Err(Error::Matrix {
        operation,
        given: a.shape().to_vec(),
        problem: "is not square".to_owned(),
        advice: "Least squares and the pseudo-inverse take any shape: `np::linalg::lstsq`, `np::linalg::pinv`.",
    })
}

/// An iteration that did not end, which finite numbers do not bring about.
pub(super) fn no_convergence(operation: &'static str, a: ArrayView2<'_, f64>) -> Error {
    Error::Matrix {
        operation,
        given: a.shape().to_vec(),
        problem: "did not converge".to_owned(),
        advice: "Look for values of very different size and scale the columns.",
    }
}

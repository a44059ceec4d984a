//! Factors of matrices: singular values, eigenvalues, QR, Cholesky, LU.

use faer::Side;
use faer::linalg::solvers::Svd;
use ndarray::{Array1, Array2, ArrayView2, Ix2};

use super::bridge::{check, check_square, lend, no_convergence, prepare, take};
use super::c64;
use crate::array::AsArray;
use crate::error::{Error, Result};

/// Singular value decomposition a = u · diag(s) · vt of a matrix of shape (m, n): u of shape (m, k),
/// s descending of length k, vt of shape (k, n), k the smaller of m and n. NumPy's
/// `full_matrices=False`; see [`svd_full`].
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// let a = array![[3.0, 0.0], [0.0, 5.0], [0.0, 0.0]];
/// let (u, s, vt) = np::linalg::svd(&a)?;
/// assert!(np::allclose(&s, [5, 3])?);
/// assert!(np::allclose((&u * &s).dot(&vt), &a)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Empty`], [`Error::NotFinite`].
pub fn svd(a: impl AsArray<Dim = Ix2>) -> Result<(Array2<f64>, Array1<f64>, Array2<f64>)> {
    let a = a.array()?;
    thin_svd("np::linalg::svd", a.view()).map(|svd| parts(&svd))
}

/// The same with square u of shape (m, m) and vt of shape (n, n).
///
/// # Errors
/// [`Error::Empty`], [`Error::NotFinite`].
pub fn svd_full(a: impl AsArray<Dim = Ix2>) -> Result<(Array2<f64>, Array1<f64>, Array2<f64>)> {
    full_svd("np::linalg::svd_full", a.array()?.view())
}

fn full_svd(
    operation: &'static str,
    a: ArrayView2<'_, f64>,
) -> Result<(Array2<f64>, Array1<f64>, Array2<f64>)> {
    check(operation, a)?;
    prepare();
    lend(a).svd().map(|svd| parts(&svd)).map_err(|_| no_convergence(operation, a))
}

pub(super) fn thin_svd(operation: &'static str, a: ArrayView2<'_, f64>) -> Result<Svd<f64>> {
    check(operation, a)?;
    prepare();
    lend(a).thin_svd().map_err(|_| no_convergence(operation, a))
}

fn parts(svd: &Svd<f64>) -> (Array2<f64>, Array1<f64>, Array2<f64>) {
    (take(svd.U()), diagonal(svd), take(svd.V().transpose()))
}

pub(super) fn diagonal(svd: &Svd<f64>) -> Array1<f64> {
    let s = svd.S().column_vector();
    (0..s.nrows()).map(|i| s[i]).collect()
}

/// The singular values alone, descending.
///
/// # Errors
/// [`Error::Empty`], [`Error::NotFinite`].
pub fn svdvals(a: impl AsArray<Dim = Ix2>) -> Result<Array1<f64>> {
    singular_values("np::linalg::svdvals", a.array()?.view())
}

pub(super) fn singular_values(operation: &'static str, a: ArrayView2<'_, f64>) -> Result<Array1<f64>> {
    check(operation, a)?;
    prepare();
    let values = lend(a).singular_values().map_err(|_| no_convergence(operation, a))?;
    Ok(values.into())
}

/// Eigenvalues, ascending, and eigenvectors, as columns, of a symmetric matrix, of which only the
/// lower triangle is read.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// let (values, vectors) = np::linalg::eigh([[2.0, 1.0], [1.0, 2.0]])?;
/// assert!(np::allclose(&values, [1, 3])?);
/// assert!((vectors[[0, 1]] - vectors[[1, 1]]).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Matrix`] if it is not square, [`Error::Empty`], [`Error::NotFinite`].
pub fn eigh(a: impl AsArray<Dim = Ix2>) -> Result<(Array1<f64>, Array2<f64>)> {
    symmetric_eigen("np::linalg::eigh", a.array()?.view())
}

pub(crate) fn symmetric_eigen(
    operation: &'static str,
    a: ArrayView2<'_, f64>,
) -> Result<(Array1<f64>, Array2<f64>)> {
    check_square(operation, a)?;
    prepare();
    let eigen = lend(a).self_adjoint_eigen(Side::Lower).map_err(|_| no_convergence(operation, a))?;
    let values = eigen.S().column_vector();
    Ok(((0..values.nrows()).map(|i| values[i]).collect(), take(eigen.U())))
}

/// The eigenvalues of a symmetric matrix alone, ascending.
///
/// # Errors
/// As [`eigh`].
pub fn eigvalsh(a: impl AsArray<Dim = Ix2>) -> Result<Array1<f64>> {
    symmetric_eigenvalues("np::linalg::eigvalsh", a.array()?.view())
}

fn symmetric_eigenvalues(operation: &'static str, a: ArrayView2<'_, f64>) -> Result<Array1<f64>> {
    check_square(operation, a)?;
    prepare();
    let values = lend(a).self_adjoint_eigenvalues(Side::Lower).map_err(|_| no_convergence(operation, a))?;
    Ok(values.into())
}

/// The eigenvalues, complex and in no particular order, and the eigenvectors, as columns, of a square
/// matrix.
///
/// # Errors
/// [`Error::Matrix`] if it is not square, [`Error::Empty`], [`Error::NotFinite`].
pub fn eig(a: impl AsArray<Dim = Ix2>) -> Result<(Array1<c64>, Array2<c64>)> {
    general_eigen("np::linalg::eig", a.array()?.view())
}

fn general_eigen(operation: &'static str, a: ArrayView2<'_, f64>) -> Result<(Array1<c64>, Array2<c64>)> {
    check_square(operation, a)?;
    prepare();
    let eigen = lend(a).eigen().map_err(|_| no_convergence(operation, a))?;
    let (values, vectors) = (eigen.S().column_vector(), eigen.U());
    let n = a.nrows();
    Ok(((0..n).map(|i| values[i]).collect(), Array2::from_shape_fn((n, n), |(i, j)| vectors[(i, j)])))
}

/// The eigenvalues of a square matrix, complex and in no particular order.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// let turn = np::linalg::eigvals([[0, -1], [1, 0]])?;
/// assert!(turn.iter().all(|value| (value.im.abs() - 1.0).abs() < 1e-12));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`eig`].
pub fn eigvals(a: impl AsArray<Dim = Ix2>) -> Result<Array1<c64>> {
    general_eigenvalues("np::linalg::eigvals", a.array()?.view())
}

fn general_eigenvalues(operation: &'static str, a: ArrayView2<'_, f64>) -> Result<Array1<c64>> {
    check_square(operation, a)?;
    prepare();
    Ok(lend(a).eigenvalues().map_err(|_| no_convergence(operation, a))?.into())
}

/// a = q · r of a matrix of shape (m, n): q of shape (m, k) with orthonormal columns, r of shape
/// (k, n) upper triangular, k the smaller of m and n.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// let a = array![[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]];
/// let (q, r) = np::linalg::qr(&a)?;
/// assert!(np::allclose(q.dot(&r), &a)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Empty`], [`Error::NotFinite`].
pub fn qr(a: impl AsArray<Dim = Ix2>) -> Result<(Array2<f64>, Array2<f64>)> {
    orthogonal_triangular(a.array()?.view())
}

fn orthogonal_triangular(a: ArrayView2<'_, f64>) -> Result<(Array2<f64>, Array2<f64>)> {
    check("np::linalg::qr", a)?;
    prepare();
    let factors = lend(a).qr();
    Ok((take(factors.compute_thin_Q().as_ref()), take(factors.thin_R())))
}

/// The lower triangular l with a = l · lᵀ of a symmetric positive definite matrix, of which only the
/// lower triangle is read.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// let l = np::linalg::cholesky([[4, 2], [2, 5]])?;
/// assert!(np::allclose(&l, [[2, 0], [1, 2]])?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Matrix`] if it is not square or not positive definite, [`Error::Empty`],
/// [`Error::NotFinite`].
pub fn cholesky(a: impl AsArray<Dim = Ix2>) -> Result<Array2<f64>> {
    lower_root("np::linalg::cholesky", a.array()?.view())
}

fn lower_root(operation: &'static str, a: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
    check_square(operation, a)?;
    prepare();
    let factor = lend(a).llt(Side::Lower).map_err(|_| Error::Matrix {
        operation,
        given: a.shape().to_vec(),
        problem: "is not positive definite".to_owned(),
        advice: "For a covariance matrix add a little to its diagonal: `&a + &(np::eye(n) * 1e-9)`.",
    })?;
    Ok(take(factor.L()))
}

/// a = p · l · u of a matrix of shape (m, n), k the smaller of m and n: the permutation p of shape
/// (m, m), l of shape (m, k) with ones on its diagonal, u of shape (k, n), as SciPy's `lu`.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// let a = array![[0.0, 2.0], [3.0, 4.0]];
/// let (p, l, u) = np::linalg::lu(&a)?;
/// assert!(np::allclose(p.dot(&l).dot(&u), &a)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Empty`], [`Error::NotFinite`].
pub fn lu(a: impl AsArray<Dim = Ix2>) -> Result<(Array2<f64>, Array2<f64>, Array2<f64>)> {
    triangular_factors(a.array()?.view())
}

fn triangular_factors(a: ArrayView2<'_, f64>) -> Result<(Array2<f64>, Array2<f64>, Array2<f64>)> {
    check("np::linalg::lu", a)?;
    prepare();
    let factors = lend(a).partial_piv_lu();
    let mut permutation = Array2::zeros((a.nrows(), a.nrows()));
    for (place, row) in factors.P().arrays().0.iter().enumerate() {
        permutation[[*row, place]] = 1.0;
    }
    Ok((permutation, take(factors.L()), take(factors.U())))
}

//! Linear algebra by faer, which is pure Rust: no system libraries, the same results everywhere.
//!
//! faer reads and writes ndarray's memory in place (`bridge`). It is split into a fixed number of
//! pieces whatever the number of threads, so that results do not depend on the machine's cores.
//! `ferrolab bench --only work` measures it beside NumPy.

mod bridge;
mod decompose;
mod functions;
mod kernels;
mod least_squares;
mod norms;
mod product;
mod solve;

pub use decompose::{cholesky, eig, eigh, eigvals, eigvalsh, lu, qr, svd, svd_full, svdvals};
pub use functions::{expm, matrix_power, trace};
pub use least_squares::{LeastSquares, lstsq, matrix_rank, pinv};
pub use norms::{Norm, cond, norm, norm_ord};
pub use product::{Product, matmul};
pub use solve::{det, inv, slogdet, solve};

pub use faer::c64;

pub(crate) use decompose::symmetric_eigen;
pub(crate) use kernels::{Cholesky, add_product};
pub(crate) use least_squares::least_squares;
pub(crate) use norms::length;
pub(crate) use product::product;

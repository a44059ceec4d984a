//! Support vector machines.
//!
//! linfa-svm takes the whole kernel matrix, two classes and no weights; smartcore's solver has no
//! cache and picks its pairs at random. So the kernel machines have a solver of their own: sequential
//! minimal optimisation with second-order choice of pairs over cached kernel rows, to the optimum
//! that scikit-learn's libsvm finds. The linear machines solve their convex problems by Newton's
//! method (squared losses) or by coordinates of the dual.

mod coordinates;
mod exp;
mod kernel;
mod linear_svc;
mod linear_svr;
mod newton;
mod smo;
mod sparse;
mod svc;
mod svr;

pub use kernel::{Gamma, SvmKernel};
pub(crate) use kernel::{KernelFunction, kernel_parameters};
pub use linear_svc::{FittedLinearSvc, LinearSvc, SvcLoss};
pub use linear_svr::{FittedLinearSvr, LinearSvr, SvrLoss};
pub(crate) use smo::Problem;
pub use svc::{FittedSvc, Svc};
pub use svr::{FittedSvr, Svr};

use crate::error::{Error, Result};

/// The parameters that all machines have.
pub(crate) fn check_common(
    model: &'static str,
    c: f64,
    tolerance: f64,
    max_iter: Option<usize>,
) -> Result<()> {
    if !(c.is_finite() && c > 0.0) {
        return Err(Error::parameter(model, "c", c, "a number above 0 (smaller is a stronger penalty)"));
    }
    if !(tolerance.is_finite() && tolerance > 0.0) {
        return Err(Error::parameter(model, "tolerance", tolerance, "a number above 0"));
    }
    if max_iter == Some(0) {
        return Err(Error::parameter(model, "max_iter", 0, "at least 1"));
    }
    Ok(())
}

pub(crate) const STOPPED: &str =
    "The solver stopped before it arrived: scale the features, raise `max_iter` or choose a smaller `c`.";

//! How likely a statistic as large as this is by chance: the upper tails of the F and χ²
//! distributions, by statrs' incomplete beta and gamma functions.
//!
//! Not by statrs' own F distribution, whose tail takes one minus a share that is nearly one and so
//! loses all digits of very small chances.

use statrs::function::beta::checked_beta_reg;
use statrs::function::gamma::checked_gamma_ur;

/// P(F > f) for `between` and `within` degrees of freedom; NaN for NaN.
pub(crate) fn upper_f(f: f64, between: f64, within: f64) -> f64 {
    if f.is_nan() {
        return f64::NAN;
    }
    let share = within / (within + between * f.max(0.0));
    checked_beta_reg(within / 2.0, between / 2.0, share).unwrap_or(f64::NAN)
}

/// P(χ² > x) for `freedom` degrees of freedom; NaN for NaN.
pub(crate) fn upper_chi2(x: f64, freedom: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    if x == f64::INFINITY {
        return 0.0;
    }
    checked_gamma_ur(freedom / 2.0, x / 2.0).unwrap_or(f64::NAN)
}

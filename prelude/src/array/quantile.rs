//! Quantiles with linear interpolation (NumPy's default, R's type 7).
//!
//! Source: R. Hyndman, Y. Fan, "Sample quantiles in statistical packages", 1996.

use super::as_array::AsArray;
use super::order::compare;
use crate::error::{Error, Result};

/// The value below which so many per cent of the numbers lie, `q` from 0 to 100; NaN if one of the
/// numbers is.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::percentile([1, 2, 3, 4], 90.0)?, 3.7);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Empty`] for no numbers, [`Error::Parameter`] for `q` beyond its range.
pub fn percentile(x: impl AsArray, q: f64) -> Result<f64> {
    of(&x.flat()?, share_of_percent("np::percentile", q)?, "np::percentile")
}

/// The value below which the share `q` of the numbers lies, from 0 to 1; NaN if one of the numbers
/// is.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::quantile([1, 2, 3, 4], 0.5)?, 2.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Empty`] for no numbers, [`Error::Parameter`] for `q` beyond its range.
pub fn quantile(x: impl AsArray, q: f64) -> Result<f64> {
    of(&x.flat()?, checked_share("np::quantile", q)?, "np::quantile")
}

/// The middle value, or the mean of the two middle ones; NaN if one of the numbers is.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(np::median([1, 10, 2])?, 2.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Empty`] for no numbers.
pub fn median(x: impl AsArray) -> Result<f64> {
    of(&x.flat()?, 0.5, "np::median")
}

/// The median of the numbers that are not NaN or missing.
///
/// # Errors
/// [`Error::Empty`] if there is none.
pub fn nanmedian(x: impl AsArray) -> Result<f64> {
    let present: Vec<f64> = x.flat_with_gaps()?.iter().copied().filter(|value| !value.is_nan()).collect();
    of(&present, 0.5, "np::nanmedian")
}

/// The quantile of the numbers that are not NaN or missing.
///
/// # Errors
/// [`Error::Empty`] if there is none, [`Error::Parameter`] for `q` not from 0 to 1.
pub fn nanquantile(x: impl AsArray, q: f64) -> Result<f64> {
    let share = checked_share("np::nanquantile", q)?;
    let present: Vec<f64> = x.flat_with_gaps()?.iter().copied().filter(|value| !value.is_nan()).collect();
    of(&present, share, "np::nanquantile")
}

pub(super) fn share_of_percent(owner: &'static str, q: f64) -> Result<f64> {
    if (0.0..=100.0).contains(&q) {
        return Ok(q / 100.0);
    }
    Err(Error::parameter(owner, "q", q, "from 0 to 100 (for shares from 0 to 1 use `quantile`)"))
}

fn checked_share(owner: &'static str, q: f64) -> Result<f64> {
    if (0.0..=1.0).contains(&q) {
        return Ok(q);
    }
    Err(Error::parameter(owner, "q", q, "from 0 to 1 (for per cent use `percentile`)"))
}

/// The quantile at `share` of the numbers, in any order.
pub(super) fn of(x: &[f64], share: f64, owner: &'static str) -> Result<f64> {
    if x.is_empty() {
        return Err(Error::empty(format!("{owner}'s array"), "one number"));
    }
    if x.iter().any(|value| value.is_nan()) {
        return Ok(f64::NAN);
    }
    let position = share * (x.len() - 1) as f64;
    let below = (position.floor() as usize).min(x.len() - 1);
    let mut values = x.to_vec();
    let (_, low, above) = values.select_nth_unstable_by(below, compare);
    let low = *low;
    let high = above.iter().copied().fold(f64::INFINITY, f64::min);
    let part = position - below as f64;
    Ok(if part == 0.0 || above.is_empty() { low } else { between(low, high, part) })
}

/// NumPy's interpolation: from the nearer end, so that equal ends give themselves.
fn between(low: f64, high: f64, part: f64) -> f64 {
    if low == high {
        return low;
    }
    let difference = high - low;
    if part >= 0.5 { high - difference * (1.0 - part) } else { low + difference * part }
}

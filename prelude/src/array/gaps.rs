//! Summaries that leave NaN and a column's missing values out.

use super::as_array::AsArray;
use super::statistics::{largest, smallest};
use super::sum::{mean, squares, sum};
use crate::error::{Error, Result};

/// The numbers that are there.
fn present(x: &impl AsArray) -> Result<Vec<f64>> {
    Ok(x.flat_with_gaps()?.iter().copied().filter(|value| !value.is_nan()).collect())
}

macro_rules! summaries_of_the_present {
    ($($(#[$documentation:meta])* $name:ident = $function:expr;)*) => {$(
        $(#[$documentation])*
        ///
        /// # Errors
        /// [`Error::Empty`] if no number is left; [`Error::NotNumeric`] for such a column.
        pub fn $name(x: impl AsArray) -> Result<f64> {
            let present = present(&x)?;
            if present.is_empty() {
                let what = concat!("np::", stringify!($name), "'s array, NaN left out,");
                return Err(Error::empty(what, "one number"));
            }
            let function: fn(&[f64]) -> f64 = $function;
            Ok(function(&present))
        }
    )*};
}

summaries_of_the_present! {
    /// The mean of the numbers that are not NaN or missing.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    /// assert_eq!(np::nanmean([1.0, f64::NAN, 3.0])?, 2.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    nanmean = mean;
    /// The population variance (divided by n) of the numbers that are not NaN or missing.
    nanvar = |x| squares(x) / x.len() as f64;
    /// The population standard deviation (divided by n) of the numbers that are not NaN or missing.
    nanstd = |x| (squares(x) / x.len() as f64).sqrt();
    /// The smallest of the numbers that are not NaN or missing.
    nanmin = |x| x[smallest(x)];
    /// The largest of the numbers that are not NaN or missing.
    nanmax = |x| x[largest(x)];
}

/// The sum of the numbers that are not NaN or missing; 0 of none.
///
/// # Errors
/// [`Error::NotNumeric`] for such a column.
pub fn nansum(x: impl AsArray) -> Result<f64> {
    Ok(sum(&present(&x)?))
}

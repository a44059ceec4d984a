//! Changes instead of values, and back.

use ndarray::Array1;

use super::series::{at_least, series};
use crate::array::AsNumbers;
use crate::error::{Error, Result};

/// Each value less the one `lag` steps before: n − lag changes. Lag 1 takes a trend out, a whole
/// period takes the season out.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// assert_eq!(difference(&[1.0, 4.0, 9.0, 16.0], 1)?, array![3.0, 5.0, 7.0]);
/// assert_eq!(difference(&[1.0, 4.0, 9.0, 16.0], 2)?, array![8.0, 12.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`] for lag 0, [`Error::TooFew`] for no more values than the lag,
/// [`Error::NotFinite`].
pub fn difference(y: impl AsNumbers, lag: usize) -> Result<Array1<f64>> {
    let y = series(&y)?;
    check_lag("difference", lag)?;
    at_least(&format!("difference with lag {lag}"), lag + 1, &y)?;
    Ok(y.iter().zip(&y[lag..]).map(|(before, after)| after - before).collect())
}

/// The values that follow `before`, given their changes: undoes [`difference`]. `before` holds at
/// least `lag` values, those just before the first change's own.
///
/// ```
/// use ferrolab_prelude::prelude::*;
/// let changes = difference(&[1.0, 4.0, 9.0, 16.0], 1)?;
/// assert_eq!(undifference(&changes, &[1.0], 1)?, array![4.0, 9.0, 16.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Parameter`] for lag 0, [`Error::TooFew`] for less values before than the lag,
/// [`Error::NotFinite`].
pub fn undifference(changes: impl AsNumbers, before: impl AsNumbers, lag: usize) -> Result<Array1<f64>> {
    let (changes, before) = (series(&changes)?, series(&before)?);
    check_lag("undifference", lag)?;
    at_least(&format!("undifference with lag {lag}"), lag, &before)?;
    let mut values = before[before.len() - lag..].to_vec();
    for change in &changes {
        values.push(values[values.len() - lag] + change);
    }
    Ok(values.split_off(lag).into())
}

fn check_lag(owner: &'static str, lag: usize) -> Result<()> {
    if lag == 0 { Err(Error::parameter(owner, "lag", lag, "at least 1")) } else { Ok(()) }
}

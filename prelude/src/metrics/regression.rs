//! Scores and errors for predicted quantities.

use crate::array::AsNumbers;
use crate::error::{Error, Result};

/// The coefficient of determination R²: 1 is perfect, 0 no better than the mean, below 0 worse.
///
/// A constant `y_true` gives 1 for perfect predictions and 0 otherwise, as in scikit-learn.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let score = r2_score(&[3.0, -0.5, 2.0, 7.0], &[2.5, 0.0, 2.0, 8.0])?;
/// assert!((score - 0.9486081370449679).abs() < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::TooFew`] for fewer than two samples, [`Error::LengthMismatch`], [`Error::NotFinite`].
pub fn r2_score(y_true: impl AsNumbers, y_pred: impl AsNumbers) -> Result<f64> {
    with_pairs(&y_true, &y_pred, |truth, predicted| {
        if truth.len() < 2 {
            return Err(Error::TooFew {
                what: "R²".to_owned(),
                needed: 2,
                unit: "samples",
                given: truth.len(),
            });
        }
        let mean = truth.iter().sum::<f64>() / truth.len() as f64;
        let total: f64 = truth.iter().map(|y| (y - mean).powi(2)).sum();
        let residual = squares(truth, predicted);
        Ok(match (total == 0.0, residual == 0.0) {
            (true, true) => 1.0,
            (true, false) => 0.0,
            _ => 1.0 - residual / total,
        })
    })
}

/// The mean of the squared differences, in the square of the target's unit.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert_eq!(mean_squared_error(&[1.0, 2.0], &[1.0, 4.0])?, 2.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Empty`], [`Error::LengthMismatch`], [`Error::NotFinite`].
pub fn mean_squared_error(y_true: impl AsNumbers, y_pred: impl AsNumbers) -> Result<f64> {
    with_pairs(&y_true, &y_pred, |truth, predicted| Ok(squares(truth, predicted) / truth.len() as f64))
}

/// The square root of the mean of the squared differences, in the target's unit.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert_eq!(root_mean_squared_error(&[1.0, 2.0], &[3.0, 4.0])?, 2.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Empty`], [`Error::LengthMismatch`], [`Error::NotFinite`].
pub fn root_mean_squared_error(y_true: impl AsNumbers, y_pred: impl AsNumbers) -> Result<f64> {
    mean_squared_error(y_true, y_pred).map(f64::sqrt)
}

/// The mean of the absolute differences, in the target's unit.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert_eq!(mean_absolute_error(&[1.0, 2.0], &[1.0, 4.0])?, 1.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::Empty`], [`Error::LengthMismatch`], [`Error::NotFinite`].
pub fn mean_absolute_error(y_true: impl AsNumbers, y_pred: impl AsNumbers) -> Result<f64> {
    with_pairs(&y_true, &y_pred, |truth, predicted| {
        let sum: f64 = truth.iter().zip(predicted).map(|(a, b)| (a - b).abs()).sum();
        Ok(sum / truth.len() as f64)
    })
}

fn squares(truth: &[f64], predicted: &[f64]) -> f64 {
    truth.iter().zip(predicted).map(|(a, b)| (a - b).powi(2)).sum()
}

/// Runs `score` on two equally long, finite, non-empty runs of numbers.
fn with_pairs(
    y_true: &dyn AsNumbers,
    y_pred: &dyn AsNumbers,
    score: impl FnOnce(&[f64], &[f64]) -> Result<f64>,
) -> Result<f64> {
    let truth = y_true.numbers()?.complete("`y_true`")?;
    let predicted = y_pred.numbers()?.complete("`y_pred`")?;
    if truth.len() != predicted.len() {
        return Err(Error::LengthMismatch {
            left: "`y_true`".to_owned(),
            left_length: truth.len(),
            right: "`y_pred`".to_owned(),
            right_length: predicted.len(),
        });
    }
    if truth.is_empty() {
        return Err(Error::empty("`y_true`", "one value"));
    }
    for (what, values) in [("`y_true`", &truth), ("`y_pred`", &predicted)] {
        if let Some((row, value)) = values.iter().enumerate().find(|(_, value)| !value.is_finite()) {
            return Err(Error::NotFinite { what: what.to_owned(), value: *value, row });
        }
    }
    score(&truth, &predicted)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Metric = fn([f64; 2], [f64; 2]) -> Result<f64>;
    const ALL: [Metric; 4] = [r2_score, mean_squared_error, root_mean_squared_error, mean_absolute_error];

    #[test]
    fn values_that_are_not_finite_are_refused_by_place() {
        for metric in ALL {
            let error = metric([1.0, 2.0], [1.0, f64::NAN]).unwrap_err().to_string();
            assert!(error.starts_with("`y_pred` has a value that is not finite: NaN in row 1"), "{error}");
            assert!(metric([f64::INFINITY, 2.0], [1.0, 1.0]).is_err());
        }
    }

    #[test]
    fn lengths_and_emptiness() {
        let none: [f64; 0] = [];
        assert!(matches!(mean_squared_error(none, none), Err(Error::Empty { .. })));
        assert!(matches!(mean_absolute_error([1.0], [1.0, 2.0]), Err(Error::LengthMismatch { .. })));
        assert!(matches!(r2_score([1.0], [1.0]), Err(Error::TooFew { needed: 2, given: 1, .. })));
    }

    #[test]
    fn a_constant_truth_has_a_score() {
        assert_eq!(r2_score([2.0, 2.0], [2.0, 2.0]).unwrap(), 1.0);
        assert_eq!(r2_score([2.0, 2.0], [2.0, 3.0]).unwrap(), 0.0);
    }
}

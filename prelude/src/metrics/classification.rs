//! Scores for predicted classes.

use crate::array::{AsLabels, LabelValues};
use crate::error::{Error, Result};

/// The share of samples whose class is predicted right, 0 to 1.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert_eq!(accuracy_score(&["a", "b", "b", "a"], &["a", "b", "a", "a"])?, 0.75);
/// assert_eq!(accuracy_score(&array![0.0, 1.0], &[0.0, 1.0])?, 1.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::LengthMismatch`], [`Error::Empty`], [`Error::LabelKinds`] for text against numbers,
/// [`Error::MissingValues`] for columns with nulls.
pub fn accuracy_score(y_true: impl AsLabels, y_pred: impl AsLabels) -> Result<f64> {
    accuracy(&y_true.labels()?.values, &y_pred.labels()?.values)
}

fn accuracy(truth: &LabelValues<'_>, predicted: &LabelValues<'_>) -> Result<f64> {
    if truth.len() != predicted.len() {
        return Err(Error::LengthMismatch {
            left: "`y_true`".to_owned(),
            left_length: truth.len(),
            right: "`y_pred`".to_owned(),
            right_length: predicted.len(),
        });
    }
    if truth.is_empty() {
        return Err(Error::empty("`y_true`", "one label"));
    }
    let right = match (truth, predicted) {
        (LabelValues::Numbers(a), LabelValues::Numbers(b)) => {
            a.iter().zip(b.iter()).filter(|(a, b)| a == b).count()
        }
        (LabelValues::Text(a), LabelValues::Text(b)) => a.iter().zip(b).filter(|(a, b)| a == b).count(),
        _ => {
            return Err(Error::LabelKinds {
                left: "`y_true`".to_owned(),
                left_kind: truth.kind(),
                right: "`y_pred`".to_owned(),
                right_kind: predicted.kind(),
            });
        }
    };
    Ok(right as f64 / truth.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_input_is_explained() {
        let none: [f64; 0] = [];
        assert!(matches!(accuracy_score(none, none), Err(Error::Empty { .. })));
        assert!(matches!(accuracy_score([1.0], [1.0, 2.0]), Err(Error::LengthMismatch { .. })));
        let error = accuracy_score(["a"], [1]).unwrap_err().to_string();
        assert_eq!(
            error,
            "`y_true` holds text but `y_pred` holds numbers: compare labels with labels or numbers with numbers."
        );
    }

    #[test]
    fn integers_and_floats_compare() {
        assert_eq!(accuracy_score(&ndarray::array![0_usize, 1, 2], &[0.0, 1.0, 1.0]).unwrap(), 2.0 / 3.0);
    }
}

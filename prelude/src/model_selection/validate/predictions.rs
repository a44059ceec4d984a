//! A prediction for every row by a model that has not seen it.

use ndarray::{Array1, Array2, Axis};

use crate::dataset::AsTraining;
use crate::error::{Error, Result};
use crate::model::{AsModel, FittedModel, Model};
use crate::model_selection::cv::Cv;
use crate::model_selection::evaluation::parallel::in_parallel;
use crate::model_selection::evaluation::{Pair, Plan, Subject};

/// What is predicted for each row by the model that was fitted without its fold: class values or
/// numbers, in the order of the rows.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let predicted = cross_val_predict(&LogisticRegression::new(), &iris(), 5)?;
/// assert!(accuracy_score(&iris().target, &predicted)? > 0.95);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`cross_val_score`](crate::model_selection::cross_val_score);
/// [`Error::Parameter`] unless each row is tested exactly once.
pub fn cross_val_predict(
    model: impl AsModel,
    data: impl AsTraining,
    cv: impl Into<Cv>,
) -> Result<Array1<f64>> {
    let (model, cv) = (model.model(), cv.into());
    let predict = |data: &Subject<'_>, fitted: &FittedModel| Ok(data.predict(fitted)?.insert_axis(Axis(1)));
    Ok(out_of_fold(&model, &data, cv, predict)?.column(0).to_owned())
}

/// The probabilities of the classes for each row by the model that was fitted without its fold: shape
/// (n_samples, n_classes), classes in ascending order.
///
/// # Errors
/// As [`cross_val_predict`]; [`Error::NoProbabilities`]; [`Error::Fit`] if a class is missing from the
/// training part of a fold.
pub fn cross_val_predict_proba(
    model: impl AsModel,
    data: impl AsTraining,
    cv: impl Into<Cv>,
) -> Result<Array2<f64>> {
    let (model, cv) = (model.model(), cv.into());
    out_of_fold(&model, &data, cv, |data, fitted| data.probabilities(fitted))
}

fn out_of_fold(
    model: &Model,
    data: &dyn AsTraining,
    cv: Cv,
    predict: impl Fn(&Subject<'_>, &FittedModel) -> Result<Array2<f64>> + Sync,
) -> Result<Array2<f64>> {
    let data = Subject::of(model, data)?;
    let pairs = Plan { cv, ..Plan::default() }.pairs(model, &data)?;
    check_partition(&pairs, data.n_rows())?;
    let parts = in_parallel("cross-validation", pairs.len(), |fold| {
        let (train, test) = &pairs[fold];
        let fitted = data.rows(train)?.fit(model)?;
        predict(&data.rows(test)?, &fitted)
    })?;
    let width = parts.first().map_or(0, Array2::ncols);
    let mut whole = Array2::zeros((data.n_rows(), width));
    for ((_, test), part) in pairs.iter().zip(&parts) {
        if part.ncols() != width {
            return Err(Error::Fit {
                model: model.name(),
                reason: "a class is missing from the training part of a fold".to_owned(),
                advice: "Use fewer folds, or `StratifiedKFold`.",
            });
        }
        for (row, values) in test.iter().zip(part.rows()) {
            whole.row_mut(*row).assign(&values);
        }
    }
    Ok(whole)
}

fn check_partition(pairs: &[Pair], n_rows: usize) -> Result<()> {
    let mut times = vec![0_u32; n_rows];
    for row in pairs.iter().flat_map(|(_, test)| test) {
        times[*row] += 1;
    }
    if times.iter().all(|times| *times == 1) {
        return Ok(());
    }
    let expected = "a way to divide that tests each row exactly once, such as `KFold`";
    Err(Error::parameter("cross_val_predict", "cv", "a division that does not", expected))
}

//! Naive Bayes: features are taken as independent within a class, so that a class is known by a few
//! sums per feature.
//!
//! linfa-bayes knows neither sample weights nor given priors, and its classes come in the order of a
//! hash map; the sums are a few lines, so they are taken here. All models learn on with
//! `partial_fit`, sample by sample or in batches.

mod bernoulli;
mod complement;
mod counting;
mod gaussian;
mod multinomial;

use ndarray::{Array1, Array2, ArrayView1};

pub use bernoulli::{BernoulliNb, FittedBernoulliNb};
pub use complement::{ComplementNb, FittedComplementNb};
pub use gaussian::{FittedGaussianNb, GaussianNb};
pub use multinomial::{FittedMultinomialNb, MultinomialNb};

use crate::dataset::Training;
use crate::display::number;
use crate::error::{Error, Result};
use crate::model::{ClassTarget, Classes, Seen, check};

/// Rows of log-likelihoods, up to a constant each, become probabilities.
pub(crate) fn normalized(mut logs: Array2<f64>) -> Array2<f64> {
    for mut row in logs.rows_mut() {
        let largest = row.iter().fold(f64::NEG_INFINITY, |largest, value| value.max(largest));
        row.mapv_inplace(|value| (value - largest).exp());
        let total = row.sum();
        row /= total;
    }
    logs
}

/// The logarithms of the priors: those given, the classes' shares, or all the same.
pub(crate) fn log_priors(given: Option<&[f64]>, fit_prior: bool, class_counts: &Array1<f64>) -> Array1<f64> {
    if let Some(given) = given {
        return given.iter().map(|prior| prior.ln()).collect();
    }
    if !fit_prior {
        return Array1::from_elem(class_counts.len(), -(class_counts.len() as f64).ln());
    }
    let total = class_counts.sum();
    class_counts.mapv(|count| (count / total).ln())
}

pub(crate) fn check_priors(
    model: &'static str,
    parameter: &'static str,
    given: Option<&[f64]>,
    classes: &Classes,
) -> Result<()> {
    let Some(given) = given else { return Ok(()) };
    let sum: f64 = given.iter().sum();
    let good = given.len() == classes.len()
        && given.iter().all(|prior| (0.0..=1.0).contains(prior))
        && (sum - 1.0).abs() < 1e-8;
    if good {
        return Ok(());
    }
    let expected = format!("{} numbers from 0 to 1 whose sum is 1, one per class", classes.len());
    Err(Error::parameter(model, parameter, format!("{given:?}"), expected))
}

fn check_smoothing(model: &'static str, parameter: &'static str, value: f64) -> Result<()> {
    if value.is_finite() && value >= 0.0 {
        return Ok(());
    }
    Err(Error::parameter(model, parameter, value, "a number of at least 0"))
}

/// More samples for a model: checked, and their target in terms of the classes it knows.
fn more(model: &'static str, seen: &Seen, classes: &Classes, data: &Training<'_>) -> Result<ClassTarget> {
    check::training(data)?;
    seen.check(model, &data.features)?;
    let names = data.class_names.as_deref();
    let values = classes.in_these(data.target.view(), names);
    let place =
        |value: Option<f64>| value.and_then(|value| classes.values.iter().position(|known| *known == value));
    let places: Vec<Option<usize>> = values.into_iter().map(place).collect();
    if let Some(row) = places.iter().position(Option::is_none) {
        let value = data.target[row];
        return Err(Error::UnknownCategory {
            what: "the target".to_owned(),
            category: names.and_then(|names| names.get(value as usize).cloned()).unwrap_or(number(value)),
            row,
            known: classes.labels(),
            advice: "Fit first on samples of every class.",
        });
    }
    Ok(ClassTarget { classes: classes.clone(), codes: places.into_iter().flatten().collect() })
}

/// The sum of the weights of each class's samples.
pub(crate) fn count_classes(target: &ClassTarget, weights: Option<ArrayView1<'_, f64>>) -> Array1<f64> {
    let mut counts = Array1::zeros(target.classes.len());
    for (row, code) in target.codes.iter().enumerate() {
        counts[*code] += weights.map_or(1.0, |weights| weights[row]);
    }
    counts
}

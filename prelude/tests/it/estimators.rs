//! One suite over every estimator of the registry: shapes, bad input, seeds, order of the rows, files,
//! threads, display, parameters. An estimator that is added is tested without a line here.
//!
//! Each is the only step of a pipeline, which gives all roles one public side. What every estimator of a
//! kind cannot have (k-nearest neighbours do not feel a constant column, say) is not asked; exceptions
//! are listed with their reason.

mod bad_input;
mod display;
mod parameters;
mod repeatable;
mod shapes;

use std::panic::{AssertUnwindSafe, catch_unwind};

use ferrolab_prelude::Error;
use ferrolab_prelude::model::{Estimator, Model, Step, all_estimators};
use ferrolab_prelude::prelude::*;

type Outcome = Result<(), String>;

/// Functions of a single feature, which the suite's points do not suit.
const ONE_FEATURE: &[&str] = &["IsotonicRegression"];

/// Runs `check` for every estimator and tells all failures at once; a panic is one.
fn for_each(check: impl Fn(&Estimator) -> Outcome) {
    let mut failures = Vec::new();
    for estimator in all_estimators() {
        if ONE_FEATURE.contains(&estimator.name()) {
            continue;
        }
        let outcome = catch_unwind(AssertUnwindSafe(|| check(&estimator)))
            .unwrap_or_else(|panic| Err(format!("panicked: {}", message(&*panic))));
        if let Err(reason) = outcome {
            failures.push(format!("{}: {reason}", estimator.name()));
        }
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string)).unwrap_or_default()
}

/// The estimator as the only step, `m`, of a pipeline.
fn alone(estimator: &Estimator) -> Pipeline {
    Pipeline::new().step("m", step(estimator))
}

fn step(estimator: &Estimator) -> Step {
    match estimator {
        Estimator::Regressor(model) => Step::Model(Model::Regressor(model.clone())),
        Estimator::Classifier(model) => Step::Model(Model::Classifier(model.clone())),
        Estimator::Clusterer(model) => Step::Clusterer(model.clone()),
        Estimator::AnomalyDetector(model) => Step::AnomalyDetector(model.clone()),
    }
}

fn learns_from_target(estimator: &Estimator) -> bool {
    matches!(estimator, Estimator::Regressor(_) | Estimator::Classifier(_))
}

fn fit(estimator: &Estimator, x: &Array2<f64>, y: &Array1<f64>) -> Result<FittedPipeline, Error> {
    if learns_from_target(estimator) {
        alone(estimator).fit((x, y))
    } else {
        alone(estimator).fit_features(x)
    }
}

/// The target that suits the estimator.
fn target(estimator: &Estimator, x: &Array2<f64>) -> Array1<f64> {
    if matches!(estimator, Estimator::Classifier(_)) { classes(x) } else { quantity(x) }
}

/// What the estimator finds: predictions for the rows of `x`, or the groups of the rows fitted on.
fn found(fitted: &FittedPipeline, x: &Array2<f64>) -> Result<Array1<f64>, Error> {
    if let FittedStep::Clusterer(model) = fitted.named_step("m")? {
        return Ok(model.fitted_labels().mapv(|label| label as f64));
    }
    fitted.predict(x)
}

/// Three groups of points, none of whose coordinates is below zero: some estimators count.
fn points(n: usize) -> Array2<f64> {
    Array2::from_shape_fn((n, 4), |(i, j)| {
        let (group, i, j) = ((i % 3) as f64, i as f64, j as f64);
        let wave =
            ((i * 0.7 + j * 1.9).sin() + 1.0) / 2.0 + ((i * 12.9898 + j * 78.233).sin() * 43.0).fract().abs();
        5.0 * group * ((j + group) % 3.0) + wave
    })
}

/// The two classes, of which the groups are made.
fn classes(x: &Array2<f64>) -> Array1<f64> {
    (0..x.nrows()).map(|i| if i % 3 == 0 { 0.0 } else { 1.0 }).collect()
}

fn three_classes(x: &Array2<f64>) -> Array1<f64> {
    (0..x.nrows()).map(|i| (i % 3) as f64).collect()
}

/// A positive quantity: some regressors model counts and waiting times.
fn quantity(x: &Array2<f64>) -> Array1<f64> {
    x.rows().into_iter().map(|row| 10.0 + row[0] - 0.5 * row[1] + 0.3 * row[2] * row[3].sqrt()).collect()
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

#[test]
fn there_are_estimators_of_every_role() {
    let all = all_estimators();
    assert!(all.len() > 20, "{}", all.len());
    assert!(all.windows(2).all(|pair| pair[0].name() < pair[1].name()), "two estimators have one name");
    assert!(all.iter().any(|estimator| matches!(estimator, Estimator::Clusterer(_))));
}

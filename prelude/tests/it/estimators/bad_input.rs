//! Bad input is an error that says what is wrong, never a panic and never a wrong model.

use super::*;

fn refused(result: Result<FittedPipeline, Error>, expected: fn(&Error) -> bool) -> Outcome {
    match result {
        Err(error) if expected(&error) => Ok(()),
        Err(error) => Err(format!("the error is: {error}")),
        Ok(_) => Err("no error".to_owned()),
    }
}

/// Those that take NaN for a missing value.
const TAKES_NAN: &[&str] = &[
    "HistGradientBoostingClassifier",
    "HistGradientBoostingRegressor",
    "GradientBoostingClassifier",
    "GradientBoostingRegressor",
    "DummyClassifier",
    "DummyRegressor",
];

#[test]
fn not_finite_features_are_named() {
    for_each(|estimator| {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let mut x = points(60);
            let y = target(estimator, &x);
            x[[7, 2]] = value;
            if TAKES_NAN.contains(&estimator.name()) {
                // Whether missing values are allowed is the estimator's own affair; it must not panic.
                let _ = fit(estimator, &x, &y);
                continue;
            }
            let right = |error: &Error| matches!(error, Error::NotFinite { row: 7, .. });
            refused(fit(estimator, &x, &y), right).map_err(|reason| format!("{value}: {reason}"))?;
        }
        Ok(())
    });
}

#[test]
fn not_finite_targets_are_named() {
    for_each(|estimator| {
        if !learns_from_target(estimator) {
            return Ok(());
        }
        let x = points(60);
        let mut y = target(estimator, &x);
        y[5] = f64::NAN;
        refused(fit(estimator, &x, &y), |error| matches!(error, Error::NotFinite { row: 5, .. }))
    });
}

#[test]
fn empty_data_is_an_error() {
    for_each(|estimator| {
        let empty = |error: &Error| matches!(error, Error::Empty { .. });
        let (no_rows, no_columns) = (Array2::zeros((0, 4)), Array2::zeros((60, 0)));
        refused(fit(estimator, &no_rows, &Array1::zeros(0)), empty)
            .map_err(|reason| format!("no rows: {reason}"))?;
        let y = target(estimator, &points(60));
        refused(fit(estimator, &no_columns, &y), empty).map_err(|reason| format!("no columns: {reason}"))
    });
}

#[test]
fn lengths_must_agree() {
    for_each(|estimator| {
        if !learns_from_target(estimator) {
            return Ok(());
        }
        let x = points(60);
        let y = target(estimator, &points(59));
        refused(fit(estimator, &x, &y), |error| matches!(error, Error::SampleMismatch { .. }))
    });
}

/// Trees and baselines learn one class, as scikit-learn's do; they then predict nothing else.
#[test]
fn one_class_is_an_error_or_the_only_answer() {
    for_each(|estimator| {
        let Estimator::Classifier(_) = estimator else { return Ok(()) };
        let x = points(60);
        match fit(estimator, &x, &Array1::ones(60)) {
            Err(Error::SingleClass { .. }) => Ok(()),
            Err(other) => Err(text(other)),
            Ok(fitted) => {
                let all = fitted.predict(&x).map_err(text)?.iter().all(|class| *class == 1.0);
                if all { Ok(()) } else { Err("another class is predicted".to_owned()) }
            }
        }
    });
}

#[test]
fn a_quantity_is_no_class() {
    for_each(|estimator| {
        let Estimator::Classifier(_) = estimator else { return Ok(()) };
        let x = points(60);
        refused(fit(estimator, &x, &quantity(&x)), |error| matches!(error, Error::TooManyClasses { .. }))
    });
}

/// One row, two rows, constant columns, equal rows, a constant target, more columns than rows, huge and
/// tiny values: a model or an error, and predictions that are numbers.
#[test]
fn poor_data_is_survived() {
    for_each(|estimator| {
        let x = points(60);
        let mut constant = x.clone();
        constant.column_mut(1).fill(3.0);
        let wide = Array2::from_shape_fn((12, 30), |(i, j)| points(30)[[(i * 7 + j) % 30, j % 4]]);
        let cases = [
            ("one row", x.slice(s![..1, ..]).to_owned()),
            ("two rows", x.slice(s![..2, ..]).to_owned()),
            ("a constant column", constant),
            ("all columns constant", Array2::from_elem((60, 4), 2.0)),
            ("more columns than rows", wide),
            ("huge values", &x * 1e150),
            ("tiny values", &x * 1e-150),
        ];
        for (case, x) in cases {
            let y = target(estimator, &x).mapv(|value| if value.is_finite() { value } else { 1e150 });
            survived(estimator, &x, &y).map_err(|reason| format!("{case}: {reason}"))?;
        }
        if !matches!(estimator, Estimator::Classifier(_)) {
            survived(estimator, &x, &Array1::from_elem(60, 5.0))
                .map_err(|reason| format!("constant target: {reason}"))?;
        }
        Ok(())
    });
}

fn survived(estimator: &Estimator, x: &Array2<f64>, y: &Array1<f64>) -> Outcome {
    let Ok(fitted) = fit(estimator, x, y) else { return Ok(()) };
    match found(&fitted, x) {
        Ok(values) if values.iter().any(|value| value.is_nan()) => Err(format!("predicts {values}")),
        _ => Ok(()),
    }
}

#[test]
fn a_constant_column_does_no_harm() {
    for_each(|estimator| {
        let mut x = points(60);
        let y = target(estimator, &x);
        x.column_mut(3).fill(3.0);
        fit(estimator, &x, &y).map(|_| ()).map_err(text)
    });
}

#[test]
fn predictions_need_the_same_columns() {
    for_each(|estimator| {
        let x = points(60);
        let fitted = fit(estimator, &x, &target(estimator, &x)).map_err(text)?;
        if matches!(fitted.named_step("m").map_err(text)?, FittedStep::Clusterer(_))
            && fitted.predict(&x).is_err()
        {
            return Ok(());
        }
        let narrow = x.slice(s![.., ..3]).to_owned();
        match fitted.predict(&narrow) {
            Err(Error::FeatureCount { expected: 4, given: 3, .. }) => {}
            other => return Err(format!("three columns: {other:?}")),
        }
        let mut gap = x.clone();
        gap[[3, 1]] = f64::NAN;
        match fitted.predict(&gap) {
            Err(Error::NotFinite { row: 3, .. }) => Ok(()),
            _ if TAKES_NAN.contains(&estimator.name()) => Ok(()),
            other => Err(format!("NaN: {other:?}")),
        }
    });
}

#[test]
fn names_of_columns_are_remembered() {
    for_each(|estimator| {
        let x = points(60);
        let df = DataFrame::from_array(&x, &["a", "b", "c", "d"]).map_err(text)?;
        let y = target(estimator, &x);
        let fitted = if learns_from_target(estimator) {
            alone(estimator).fit((&df, &y)).map_err(text)?
        } else {
            alone(estimator).fit_features(&df).map_err(text)?
        };
        if matches!(fitted.named_step("m").map_err(text)?, FittedStep::Clusterer(_))
            && fitted.predict(&df).is_err()
        {
            return Ok(());
        }
        let mixed = df.select(["d", "b", "a", "c"]).map_err(text)?.assign("e", "more").map_err(text)?;
        let (given, found) = (fitted.predict(&df).map_err(text)?, fitted.predict(&mixed).map_err(text)?);
        if given != found {
            return Err(format!("columns in another order: {found:?}"));
        }
        let renamed = df.rename_columns(&[("b", "other")]).map_err(text)?;
        match fitted.predict(&renamed) {
            Err(Error::FeatureNames { .. }) => Ok(()),
            other => Err(format!("another name: {other:?}")),
        }
    });
}

#[test]
fn sample_weights_are_used_or_refused() {
    for_each(|estimator| {
        if !learns_from_target(estimator) {
            return Ok(());
        }
        let x = points(60);
        let y = target(estimator, &x);
        let weights = Array1::from_shape_fn(60, |i| 1.0 + (i % 3) as f64);
        match alone(estimator).fit((&x, &y, &weights)) {
            Ok(_) | Err(Error::SampleWeights { .. }) => Ok(()),
            Err(other) => Err(text(other)),
        }
    });
}

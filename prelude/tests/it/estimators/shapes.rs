//! One prediction per row, probabilities that sum to one, importances per feature.

use super::*;

#[test]
fn one_finite_prediction_per_row() {
    for_each(|estimator| {
        let x = points(60);
        let fitted = fit(estimator, &x, &target(estimator, &x)).map_err(text)?;
        let values = found(&fitted, &x).map_err(text)?;
        if values.len() != 60 || !values.iter().all(|value| value.is_finite()) {
            return Err(format!("predicts {values}"));
        }
        let one = x.slice(s![..1, ..]).to_owned();
        match (fitted.named_step("m").map_err(text)?, fitted.predict(&one)) {
            (FittedStep::Clusterer(_), Err(_)) => Ok(()),
            (_, Ok(one)) if one.len() == 1 => Ok(()),
            (_, other) => Err(format!("one row: {other:?}")),
        }
    });
}

#[test]
fn probabilities_are_of_classes_and_sum_to_one() {
    for_each(|estimator| {
        let Estimator::Classifier(_) = estimator else { return Ok(()) };
        let x = points(60);
        for y in [classes(&x), three_classes(&x)] {
            let fitted = fit(estimator, &x, &y).map_err(text)?;
            let n_classes = fitted.classes().len();
            let probabilities = match fitted.predict_proba(&x) {
                Ok(probabilities) => probabilities,
                Err(Error::NoProbabilities { .. }) => continue,
                Err(other) => return Err(text(other)),
            };
            if probabilities.shape() != [60, n_classes] {
                return Err(format!("shape {:?} for {n_classes} classes", probabilities.shape()));
            }
            let positive = fitted.predict_positive(&x);
            let fits = match &positive {
                Ok(positive) => n_classes == 2 && positive == probabilities.column(1),
                Err(error) => n_classes != 2 && matches!(error, Error::Shape { .. }),
            };
            if !fits {
                return Err(format!("{positive:?} of {n_classes} classes"));
            }
            let good = |row: ArrayView1<'_, f64>| {
                (row.sum() - 1.0).abs() < 1e-6 && row.iter().all(|p| (-1e-12..=1.0 + 1e-12).contains(p))
            };
            if let Some(bad) = probabilities.rows().into_iter().find(|row| !good(*row)) {
                return Err(format!("probabilities {bad}"));
            }
        }
        Ok(())
    });
}

#[test]
fn models_beat_chance_on_easy_data() {
    for_each(|estimator| {
        // Counts and yes-or-no features are not what these points are.
        let other_data = ["BernoulliNb", "ComplementNb", "MultinomialNb"].contains(&estimator.name());
        if !learns_from_target(estimator) || estimator.name().starts_with("Dummy") || other_data {
            return Ok(());
        }
        let x = points(90);
        let y = target(estimator, &x);
        let score = fit(estimator, &x, &y).and_then(|fitted| fitted.score((&x, &y))).map_err(text)?;
        let floor = if matches!(estimator, Estimator::Classifier(_)) { 0.67 } else { 0.0 };
        if score > floor { Ok(()) } else { Err(format!("scores {score} on its own training data")) }
    });
}

#[test]
fn text_classes_are_predicted_by_name() {
    for_each(|estimator| {
        let Estimator::Classifier(_) = estimator else { return Ok(()) };
        let x = points(60);
        let y: Vec<&str> = classes(&x).iter().map(|class| if *class == 0.0 { "no" } else { "yes" }).collect();
        let fitted = alone(estimator).fit((&x, &y)).map_err(text)?;
        let labels = fitted.predict_labels(&x).map_err(text)?;
        let known = labels.iter().all(|label| label == "no" || label == "yes");
        if known && fitted.class_labels() == ["no", "yes"] { Ok(()) } else { Err(format!("{labels:?}")) }
    });
}

#[test]
fn importances_are_one_per_feature() {
    for_each(|estimator| {
        if !learns_from_target(estimator) {
            return Ok(());
        }
        let x = points(60);
        let fitted = fit(estimator, &x, &target(estimator, &x)).map_err(text)?;
        match fitted.feature_importances() {
            None => Ok(()),
            Some(values) if values.len() == 4 && values.iter().all(|v| v.is_finite() && *v >= 0.0) => Ok(()),
            Some(values) => Err(format!("importances {values}")),
        }
    });
}

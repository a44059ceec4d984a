//! Gradient boosting: the same rounds as scikit-learn's where nothing is drawn at random.

use ferrolab_prelude::prelude::*;

use super::{classes, close, counts, halves, reference, small};

/// Predictions to 1e-5 of the largest: derivatives have seven digits on both sides, and a sum in
/// another order can move a residual by that much.
#[test]
fn boosted_regressions_are_scikit_learns() {
    let (x, y, _) = small();
    let first = x.slice(s![..20, ..]);
    let model = GradientBoostingRegressor::new().fit((&x, &y)).unwrap();
    let theirs = reference("/boosting/squared");
    close(&model.predict(first).unwrap(), &theirs["first_predictions"], 1e-5);
    close(&[model.score((&x, &y)).unwrap()], &theirs["score"], 1e-5);
    let hist = HistGradientBoostingRegressor::new;
    let k = counts(&y);
    for (name, model, target) in
        [("hist_squared", hist(), &y), ("hist_poisson", hist().loss(BoostingLoss::Poisson).max_iter(50), &k)]
    {
        let model = model.fit((&x, target)).unwrap();
        let theirs = reference(&format!("/boosting/{name}"));
        close(&model.predict(first).unwrap(), &theirs["first_predictions"], 1e-5);
    }
}

/// R² within 0.02: the derivatives are 1 and −1, so many divisions are equally good.
#[test]
fn robust_losses_are_as_good_as_scikit_learns() {
    let (x, y, _) = small();
    let hist = HistGradientBoostingRegressor::new().max_iter(30);
    let absolute = hist.clone().loss(BoostingLoss::AbsoluteError).fit((&x, &y)).unwrap();
    close(&[absolute.score((&x, &y)).unwrap()], &reference("/boosting/hist_absolute/score"), 0.02);
    let quantile = hist.loss(BoostingLoss::Quantile).quantile(0.8).fit((&x, &y)).unwrap();
    let above = (&quantile.predict(&x).unwrap() - &y).iter().filter(|rest| **rest >= 0.0).count();
    assert!((180..=204).contains(&above), "{above} of 240 lie below the predicted quantile");
}

/// Probabilities to 1e-5.
#[test]
fn boosted_classes_are_scikit_learns() {
    let (x, _, c) = small();
    let two = c.mapv(|class| f64::from(class > 0.0));
    let first = x.slice(s![..20, ..]);
    for (name, target) in [("hist_binary", &two), ("hist_classes", &c)] {
        let model = HistGradientBoostingClassifier::new().max_iter(50).fit((&x, target)).unwrap();
        let theirs = reference(&format!("/boosting/{name}"));
        close(&model.predict_proba(first).unwrap(), &theirs["first_probabilities"], 1e-5);
        close(&[model.train_loss()[50]], &theirs["log_loss"], 1e-5);
    }
}

/// Held-out accuracy and R² within 0.01.
#[test]
fn boosting_is_as_good_as_scikit_learns() {
    let [(x, y), (x_test, y_test)] = halves();
    let (c, c_test) = (classes(&y), classes(&y_test));
    let theirs = |name: &str| reference(&format!("/boosting/{name}")).as_f64().unwrap();
    let scores = [
        ("score_classes", GradientBoostingClassifier::new().fit((&x, &c)).unwrap().score((&x_test, &c_test))),
        (
            "score_hist_classes",
            HistGradientBoostingClassifier::new().fit((&x, &c)).unwrap().score((&x_test, &c_test)),
        ),
        (
            "score_regression",
            GradientBoostingRegressor::new().fit((&x, &y)).unwrap().score((&x_test, &y_test)),
        ),
        (
            "score_hist_regression",
            HistGradientBoostingRegressor::new().fit((&x, &y)).unwrap().score((&x_test, &y_test)),
        ),
        (
            "score_subsample",
            GradientBoostingRegressor::new().subsample(0.5).fit((&x, &y)).unwrap().score((&x_test, &y_test)),
        ),
    ];
    for (name, ours) in scores {
        let ours = ours.unwrap();
        assert!(ours >= theirs(name) - 0.01, "{name}: {ours} is worse than {}", theirs(name));
    }
}

#[test]
fn boosting_stops_when_samples_set_aside_are_predicted_no_better() {
    let [(x, y), _] = halves();
    let c = classes(&y);
    let model = GradientBoostingClassifier::new()
        .n_estimators(500)
        .learning_rate(0.5)
        .n_iter_no_change(5)
        .fit((&x, &c))
        .unwrap();
    assert!(model.n_iter() < 500, "{}", model.n_iter());
    assert_eq!(model.validation_loss().len(), model.n_iter() + 1);
    let regression = HistGradientBoostingRegressor::new().early_stopping(true).fit((&x, &y)).unwrap();
    assert_eq!(regression.train_loss().len(), regression.n_iter() + 1);
    assert!(regression.train_loss().windows(2).all(|pair| pair[1] <= pair[0] + 1e-9));
    let staged = regression.staged_predict(&x).unwrap();
    assert_eq!(staged.len(), regression.n_iter());
    assert_eq!(staged[staged.len() - 1], regression.predict(&x).unwrap());
}

#[test]
fn samples_without_weight_are_not_there() {
    let (x, y, c) = small();
    let keep: Vec<f64> = (0..240).map(|i| f64::from(i % 4 != 0)).collect();
    let rows: Vec<usize> = (0..240).filter(|i| i % 4 != 0).collect();
    let (x_part, y_part, c_part) =
        (x.select(Axis(0), &rows), y.select(Axis(0), &rows), c.select(Axis(0), &rows));
    let tree = DecisionTreeRegressor::new();
    assert_eq!(
        tree.fit((&x, &y, &keep)).unwrap().predict(&x).unwrap(),
        tree.fit((&x_part, &y_part)).unwrap().predict(&x).unwrap()
    );
    let boosted = HistGradientBoostingClassifier::new().max_iter(10);
    assert_eq!(
        boosted.fit((&x, &c, &keep)).unwrap().predict_proba(&x).unwrap(),
        boosted.fit((&x_part, &c_part)).unwrap().predict_proba(&x).unwrap()
    );
}

//! Forests: as good as scikit-learn's on held-out data, and the same on any number of threads.

use ferrolab_prelude::prelude::*;
use ferrolab_prelude::rayon;

use super::{classes, close, halves, reference};

fn number(path: &str) -> f64 {
    reference(path).as_f64().unwrap()
}

/// Ours may be better, and worse by `tolerance`.
#[track_caller]
fn as_good(ours: f64, theirs: f64, tolerance: f64) {
    assert!(ours >= theirs - tolerance, "{ours} is worse than {theirs}");
}

/// Accuracy within 0.01, log-loss within 0.03, importances within 0.02 of scikit-learn's.
#[test]
fn classification_forests_are_as_good_as_scikit_learns() {
    let [(x, y), (x_test, y_test)] = halves();
    let (c, c_test) = (classes(&y), classes(&y_test));
    let losses = |probabilities: &Array2<f64>| {
        let of = |i: usize| -probabilities[[i, c_test[i] as usize]].max(1e-15).ln();
        (0..c_test.len()).map(of).sum::<f64>() / c_test.len() as f64
    };
    let forest = RandomForestClassifier::new().oob_score(true).seed(3).fit((&x, &c)).unwrap();
    as_good(forest.score((&x_test, &c_test)).unwrap(), number("/forests/random_forest/score"), 0.01);
    let loss = losses(&forest.predict_proba(&x_test).unwrap());
    assert!(loss < number("/forests/random_forest/log_loss") + 0.03, "{loss}");
    close(&forest.feature_importances(), &reference("/forests/random_forest/importances"), 0.06);
    as_good(forest.oob_score().unwrap(), number("/forests/oob"), 0.01);
    let extra = ExtraTreesClassifier::new().seed(3).fit((&x, &c)).unwrap();
    as_good(extra.score((&x_test, &c_test)).unwrap(), number("/forests/extra_trees/score"), 0.01);
    let loss = losses(&extra.predict_proba(&x_test).unwrap());
    assert!(loss < number("/forests/extra_trees/log_loss") + 0.03, "{loss}");
}

/// R² within 0.01.
#[test]
fn regression_forests_are_as_good_as_scikit_learns() {
    let [(x, y), (x_test, y_test)] = halves();
    let forest = RandomForestRegressor::new().seed(3).fit((&x, &y)).unwrap();
    let theirs = number("/forests/random_forest_regressor/score");
    as_good(forest.score((&x_test, &y_test)).unwrap(), theirs, 0.01);
    close(&forest.feature_importances(), &reference("/forests/random_forest_regressor/importances"), 0.03);
    let extra = ExtraTreesRegressor::new().seed(3).fit((&x, &y)).unwrap();
    as_good(extra.score((&x_test, &y_test)).unwrap(), number("/forests/extra_trees_regressor/score"), 0.01);
}

/// Accuracy and R² within 0.02: fifty members each, drawn differently.
#[test]
fn bagging_and_boosting_of_trees_are_as_good_as_scikit_learns() {
    let [(x, y), (x_test, y_test)] = halves();
    let (c, c_test) = (classes(&y), classes(&y_test));
    let bagging = BaggingClassifier::new().n_estimators(50).seed(3).fit((&x, &c)).unwrap();
    as_good(bagging.score((&x_test, &c_test)).unwrap(), number("/forests/bagging"), 0.02);
    let ada = AdaBoostRegressor::new().seed(3).fit((&x, &y)).unwrap();
    as_good(ada.score((&x_test, &y_test)).unwrap(), number("/forests/ada_boost_regressor"), 0.02);
}

#[test]
fn one_thread_makes_the_same_as_many() {
    let [(x, y), (x_test, _)] = halves();
    let c = classes(&y);
    let fit = || {
        let forest = RandomForestClassifier::new().n_estimators(10).oob_score(true).fit((&x, &c)).unwrap();
        let boosted = HistGradientBoostingRegressor::new().max_iter(10).fit((&x, &y)).unwrap();
        let isolation = IsolationForest::new().n_estimators(10).fit(&x).unwrap();
        let bagging = BaggingRegressor::new().n_estimators(3).fit((&x, &y)).unwrap();
        (
            forest.oob_decision_function().unwrap().clone(),
            forest.predict_proba(&x_test).unwrap(),
            boosted.predict(&x_test).unwrap(),
            isolation.score_samples(&x_test).unwrap(),
            bagging.predict(&x_test).unwrap(),
        )
    };
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let (one, three) = (pool(1).install(fit), pool(3).install(fit));
    let bits = |values: &Array2<f64>| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
    assert_eq!(bits(&one.0), bits(&three.0));
    assert_eq!((one.1, one.2, one.3, one.4), (three.1, three.2, three.3, three.4));
}

#[test]
fn forests_tell_their_trees_and_leaves() {
    let forest = RandomForestClassifier::new().n_estimators(7).max_depth(3).fit(&iris()).unwrap();
    assert_eq!(forest.trees().len(), 7);
    assert!(forest.trees().iter().all(|tree| tree.depth() <= 3));
    let leaves = forest.apply(&iris()).unwrap();
    assert_eq!(leaves.dim(), (150, 7));
    assert!(
        leaves
            .columns()
            .into_iter()
            .zip(forest.trees())
            .all(|(column, tree)| { column.iter().all(|leaf| tree.is_leaf(*leaf)) })
    );
    let text = forest.rich_display();
    assert!(text.get("text/plain").unwrap().contains("feature importances"));
}

/// Scores within 0.02, the share of outliers exactly.
#[test]
fn isolation_forests_score_as_scikit_learns() {
    let mut x = super::table(1000, 4, 3);
    x.slice_mut(s![..20, ..]).mapv_inplace(|value| value * 0.25 + 2000.0);
    let model = IsolationForest::new().n_estimators(300).seed(3).fit(&x).unwrap();
    let scores = model.score_samples(x.slice(s![..60, ..])).unwrap();
    close(&scores, &reference("/isolation/first_scores"), 0.03);
    assert_eq!(model.offset(), -0.5);
    let model = IsolationForest::new().contamination(0.02).seed(3).fit(&x).unwrap();
    let outliers = model.predict(&x).unwrap().iter().filter(|side| **side == -1).count();
    assert_eq!(outliers as f64, number("/isolation/outliers"));
    assert!(model.predict(x.slice(s![..20, ..])).unwrap().iter().all(|side| *side == -1));
}

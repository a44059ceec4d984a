//! AdaBoost, voting and stacking against scikit-learn's.

use ferrolab_prelude::prelude::*;

use super::{close, reference, small};

/// Weights, errors and probabilities to 1e-9.
#[test]
fn ada_boost_is_scikit_learns() {
    let (x, _, c) = small();
    let two = c.mapv(|class| f64::from(class > 0.0));
    for (name, target) in [("ada_binary", &two), ("ada_classes", &c)] {
        let model = AdaBoostClassifier::new().n_estimators(20).fit((&x, target)).unwrap();
        let theirs = reference(&format!("/combined/{name}"));
        close(&model.estimator_weights(), &theirs["weights"], 1e-9);
        close(&model.estimator_errors(), &theirs["errors"], 1e-9);
        close(&[model.score((&x, target)).unwrap()], &theirs["score"], 1e-12);
        close(&model.predict_proba(x.slice(s![..10, ..])).unwrap(), &theirs["first_probabilities"], 1e-9);
    }
}

fn members() -> (LinearRegression, DecisionTreeRegressor) {
    (LinearRegression::new(), DecisionTreeRegressor::new().max_depth(3))
}

/// Predictions to 1e-9 of the largest.
#[test]
fn voting_is_scikit_learns() {
    let (x, y, c) = small();
    let first = x.slice(s![..10, ..]);
    let (line, tree) = members();
    let voting = VotingRegressor::new().estimator("line", &line).estimator("tree", &tree);
    let fitted = voting.weights(&[2.0, 1.0]).fit((&x, &y)).unwrap();
    close(&fitted.predict(first).unwrap(), &reference("/combined/voting"), 1e-9);
    assert_eq!(fitted.estimator("tree").unwrap().name(), "DecisionTreeRegressor");
    let trees = || {
        VotingClassifier::new()
            .estimator("small", DecisionTreeClassifier::new().max_depth(2))
            .estimator("large", DecisionTreeClassifier::new().max_depth(5))
    };
    let soft = trees().voting(Voting::Soft).fit((&x, &c)).unwrap();
    close(&soft.predict_proba(first).unwrap(), &reference("/combined/voting_soft"), 1e-9);
    let hard = trees().fit((&x, &c)).unwrap();
    close(&[hard.score((&x, &c)).unwrap()], &reference("/combined/voting_hard"), 1e-12);
}

/// Predictions to 1e-9 of the largest: the folds are scikit-learn's too.
#[test]
fn stacking_is_scikit_learns() {
    let (x, y, c) = small();
    let first = x.slice(s![..10, ..]);
    let (line, tree) = members();
    let stacking = StackingRegressor::new().estimator("line", &line).estimator("tree", &tree);
    let fitted = stacking.fit((&x, &y)).unwrap();
    close(&fitted.predict(first).unwrap(), &reference("/combined/stacking"), 1e-9);
    let fitted = stacking.passthrough(true).fit((&x, &y)).unwrap();
    close(&fitted.predict(first).unwrap(), &reference("/combined/stacking_passthrough"), 1e-9);
    let classes = StackingClassifier::new()
        .estimator("small", DecisionTreeClassifier::new().max_depth(2))
        .estimator("large", DecisionTreeClassifier::new().max_depth(5))
        .final_estimator(DecisionTreeClassifier::new().max_depth(2))
        .passthrough(true)
        .fit((&x, &c))
        .unwrap();
    close(&[classes.score((&x, &c)).unwrap()], &reference("/combined/stacking_classes"), 1e-9);
}

#[test]
fn ensembles_take_any_model() {
    let (train, test) = train_test_split(&iris(), 0.3, 42).unwrap();
    let bagging = BaggingClassifier::new().estimator(LogisticRegression::new()).max_features(0.75).seed(1);
    assert!(bagging.fit(&train).unwrap().score(&test).unwrap() > 0.85);
    let nested = StackingClassifier::new()
        .estimator("bag", BaggingClassifier::new())
        .estimator("vote", VotingClassifier::default().voting(Voting::Soft))
        .fit(&train)
        .unwrap();
    assert!(nested.score(&test).unwrap() > 0.85);
    let path = std::env::temp_dir().join("ferrolab_trees_nested.model");
    nested.save(&path).unwrap();
    let back = FittedStackingClassifier::load(&path).unwrap();
    assert_eq!(back.predict_labels(&test).unwrap(), nested.predict_labels(&test).unwrap());
    std::fs::remove_file(path).unwrap();
}

#[test]
fn out_of_bag_scores_are_close_to_held_out_ones() {
    let (train, test) = train_test_split(&diabetes(), 0.3, 42).unwrap();
    let model = BaggingRegressor::new().n_estimators(50).oob_score(true).fit(&train).unwrap();
    assert!((model.oob_score().unwrap() - model.score(&test).unwrap()).abs() < 0.15);
    let classes = BaggingClassifier::new().n_estimators(50).oob_score(true).fit(&iris()).unwrap();
    assert!(classes.oob_score().unwrap() > 0.9);
}

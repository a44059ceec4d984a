//! What trees and ensembles refuse, and how they say it.

use ferrolab_prelude::prelude::*;

fn message<T>(result: Result<T, ferrolab_prelude::Error>) -> String {
    result.err().expect("an error").to_string()
}

#[test]
fn parameters_out_of_range_are_named() {
    let data = iris();
    let tree = DecisionTreeClassifier::new;
    let forest = RandomForestRegressor::new;
    for (text, expected) in [
        (message(tree().max_depth(0).fit(&data)), "`max_depth` is 0, but it must be at least 1"),
        (message(tree().min_samples_split(1).fit(&data)), "`min_samples_split` is 1"),
        (message(tree().min_samples_leaf(0).fit(&data)), "`min_samples_leaf` is 0"),
        (message(tree().max_features(9).fit(&data)), "at most the number of features, 4"),
        (message(tree().max_features(1.5).fit(&data)), "a fraction above 0 and at most 1"),
        (message(tree().max_leaf_nodes(1).fit(&data)), "`max_leaf_nodes` is 1"),
        (message(tree().ccp_alpha(f64::NAN).fit(&data)), "`ccp_alpha` is NaN"),
        (message(tree().class_weight(ClassWeight::Weights(vec![1.0])).fit(&data)), "each of the 3 classes"),
        (message(forest().n_estimators(0).fit(&data)), "`n_estimators` is 0"),
        (message(forest().max_samples(1000).fit(&data)), "at most the number of samples, 150"),
        (message(ExtraTreesClassifier::new().oob_score(true).fit(&data)), "`bootstrap(true)`"),
        (message(IsolationForest::new().contamination(0.7).fit(&data)), "`contamination` is 0.7"),
    ] {
        assert!(text.contains(expected), "{text}");
    }
}

#[test]
fn boosting_and_combinations_name_theirs() {
    let data = iris();
    let boosting = GradientBoostingClassifier::new;
    let quantile = GradientBoostingRegressor::new().loss(BoostingLoss::Quantile).alpha(1.0);
    for (text, expected) in [
        (message(boosting().learning_rate(0.0).fit(&data)), "`learning_rate` is 0"),
        (message(boosting().subsample(2.0).fit(&data)), "`subsample` is 2"),
        (message(boosting().max_bins(256).fit(&data)), "from 2 to 255"),
        (message(HistGradientBoostingClassifier::new().max_iter(0).fit(&data)), "`max_iter` is 0"),
        (message(quantile.fit(&data)), "`alpha` is 1"),
        (message(VotingClassifier::new().fit(&data)), "`estimators` is empty"),
        (message(BaggingClassifier::new().estimator(LinearRegression::new()).fit(&data)), "a classifier"),
        (message(AdaBoostRegressor::new().estimator(LogisticRegression::new()).fit(&data)), "a regressor"),
        (message(StackingRegressor::default().cv(1).fit(&data)), "`cv` is 1"),
        (
            message(
                VotingRegressor::new()
                    .estimator("a", LinearRegression::new())
                    .estimator("a", DecisionTreeRegressor::new())
                    .fit(&data),
            ),
            "uses the name `a` twice",
        ),
    ] {
        assert!(text.contains(expected), "{text}");
    }
    let negative = (array![[1.0], [2.0]], array![1.0, -1.0]);
    let poisson = DecisionTreeRegressor::new().criterion(RegressionCriterion::Poisson);
    assert!(message(poisson.fit(&negative)).contains("never below zero"));
}

#[test]
fn constant_columns_and_single_rows_make_leaves() {
    let x = array![[1.0, 5.0], [1.0, 5.0], [1.0, 5.0]];
    let tree = DecisionTreeRegressor::new().fit((&x, &array![1.0, 2.0, 6.0])).unwrap();
    assert_eq!((tree.n_leaves(), tree.depth()), (1, 0));
    assert_eq!(tree.predict(&x).unwrap(), array![3.0, 3.0, 3.0]);
    assert_eq!(tree.feature_importances(), array![0.0, 0.0]);
    let one = (array![[1.0]], array![4.0]);
    assert_eq!(RandomForestRegressor::new().fit(&one).unwrap().predict(&one.0).unwrap(), array![4.0]);
    assert_eq!(GradientBoostingRegressor::new().fit(&one).unwrap().predict(&one.0).unwrap(), array![4.0]);
    assert_eq!(IsolationForest::new().fit(&one.0).unwrap().predict(&one.0).unwrap().len(), 1);
    let same = IsolationForest::new().contamination(0.1).fit(&x).unwrap();
    assert_eq!(same.predict(&x).unwrap(), array![1, 1, 1]);
}

#[test]
fn one_class_is_learnt_by_trees() {
    let (x, y) = (array![[1.0], [2.0], [3.0]], array![7.0, 7.0, 7.0]);
    assert_eq!(DecisionTreeClassifier::new().fit((&x, &y)).unwrap().predict(&x).unwrap(), y);
    assert_eq!(RandomForestClassifier::new().fit((&x, &y)).unwrap().predict(&x).unwrap(), y);
    assert!(message(GradientBoostingClassifier::new().fit((&x, &y))).contains("at least two classes"));
}

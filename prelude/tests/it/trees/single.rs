//! Single trees: the same questions as scikit-learn's.

use ferrolab_prelude::prelude::*;
use ferrolab_prelude::serde_json::Value;

use super::{classes, close, counts, numbers, reference, small, table, target};

/// Questions and what the nodes saw. Every number to rounding.
#[track_caller]
fn same_tree(tree: &Tree, theirs: &Value) {
    let splits: Vec<(usize, f64)> = (0..tree.node_count()).filter_map(|node| tree.split(node)).collect();
    let features: Vec<f64> = splits.iter().map(|split| split.0 as f64).collect();
    let thresholds: Vec<f64> = splits.iter().map(|split| split.1).collect();
    let impurities: Vec<f64> = (0..tree.node_count()).map(|node| tree.impurity(node)).collect();
    let samples: Vec<f64> = (0..tree.node_count()).map(|node| tree.samples(node) as f64).collect();
    close(&samples, &theirs["samples"], 0.0);
    close(&features, &theirs["features"], 0.0);
    close(&thresholds, &theirs["thresholds"], 1e-12);
    close(&impurities, &theirs["impurities"], 1e-9);
    close(&[tree.depth() as f64], &theirs["depth"], 0.0);
    close(&[tree.n_leaves() as f64], &theirs["leaves"], 0.0);
}

fn check_classifier(name: &str, model: &FittedDecisionTreeClassifier, x: &Array2<f64>, c: &Array1<f64>) {
    let theirs = reference(&format!("/trees/{name}"));
    same_tree(model.tree(), &theirs);
    let first = x.slice(s![..10, ..]);
    close(&[model.score((x, c)).unwrap()], &theirs["score"], 1e-12);
    close(&model.feature_importances(), &theirs["importances"], 1e-9);
    close(&model.predict_proba(first).unwrap(), &theirs["first_probabilities"], 1e-12);
    let leaves = model.apply(x.slice(s![..20, ..])).unwrap();
    close(&leaves.mapv(|leaf| leaf as f64), &theirs["first_leaves"], 0.0);
}

#[test]
fn classification_trees_are_scikit_learns() {
    let (x, _, c) = small();
    let tree = DecisionTreeClassifier::new;
    for (name, model) in [
        ("gini_3", tree().max_depth(3)),
        ("entropy_3", tree().max_depth(3).criterion(TreeCriterion::Entropy)),
        ("leaf_5", tree().max_depth(3).min_samples_leaf(5).min_samples_split(12)),
        ("pruned", tree().ccp_alpha(0.01)),
        ("balanced", tree().class_weight(ClassWeight::Balanced).max_depth(4)),
        ("decrease", tree().min_impurity_decrease(0.01)),
        ("weight_leaf", tree().max_depth(3).min_weight_fraction_leaf(0.06)),
    ] {
        check_classifier(name, &model.fit((&x, &c)).unwrap(), &x, &c);
    }
    let w: Vec<f64> = (0..240).map(|i| 1.0 + f64::from(i % 3)).collect();
    check_classifier("weighted", &tree().max_depth(4).fit((&x, &c, &w)).unwrap(), &x, &c);
}

fn check_regressor(name: &str, model: &FittedDecisionTreeRegressor, x: &Array2<f64>, y: &Array1<f64>) {
    let theirs = reference(&format!("/trees/{name}"));
    same_tree(model.tree(), &theirs);
    close(&[model.score((x, y)).unwrap()], &theirs["score"], 1e-9);
    close(&model.feature_importances(), &theirs["importances"], 1e-9);
    close(&model.predict(x.slice(s![..10, ..])).unwrap(), &theirs["first_predictions"], 1e-9);
}

#[test]
fn regression_trees_are_scikit_learns() {
    let (x, y, _) = small();
    let tree = DecisionTreeRegressor::new;
    let absolute = || tree().criterion(RegressionCriterion::AbsoluteError);
    for (name, model) in [
        ("squared_3", tree().max_depth(3)),
        ("absolute", absolute().max_depth(3)),
        ("squared_pruned", tree().ccp_alpha(500.0)),
    ] {
        check_regressor(name, &model.fit((&x, &y)).unwrap(), &x, &y);
    }
    let k = counts(&y);
    let poisson = tree().criterion(RegressionCriterion::Poisson).max_depth(3);
    check_regressor("poisson", &poisson.fit((&x, &k)).unwrap(), &x, &k);
    let w: Vec<f64> = (0..240).map(|i| 1.0 + f64::from(i % 3)).collect();
    check_regressor("squared_weighted", &tree().max_depth(4).fit((&x, &y, &w)).unwrap(), &x, &y);
    check_regressor("absolute_weighted", &absolute().max_depth(3).fit((&x, &y, &w)).unwrap(), &x, &y);
}

/// Among equally good questions, of which small nodes have many, scikit-learn draws.
#[test]
fn full_trees_have_as_many_nodes_as_scikit_learns() {
    let (x, y, c) = small();
    let theirs = |name: &str| reference(&format!("/trees/full/{name}")).as_u64().unwrap() as usize;
    let gini = DecisionTreeClassifier::new().fit((&x, &c)).unwrap();
    assert_eq!((gini.tree().node_count(), gini.score((&x, &c)).unwrap()), (theirs("classes"), 1.0));
    let entropy = DecisionTreeClassifier::new().criterion(TreeCriterion::Entropy).fit((&x, &c)).unwrap();
    assert_eq!(entropy.tree().node_count(), theirs("entropy"));
    let squared = DecisionTreeRegressor::new().fit((&x, &y)).unwrap();
    assert_eq!((squared.tree().node_count(), squared.score((&x, &y)).unwrap()), (theirs("quantity"), 1.0));
}

#[test]
fn the_best_leaves_divide_first() {
    let (x, _, c) = small();
    let model = DecisionTreeClassifier::new().max_leaf_nodes(8).fit((&x, &c)).unwrap();
    let theirs = reference("/trees/max_leaf_nodes");
    let tree = model.tree();
    let mut thresholds: Vec<f64> =
        (0..tree.node_count()).filter_map(|node| tree.split(node)).map(|split| split.1).collect();
    thresholds.sort_by(f64::total_cmp);
    close(&thresholds, &theirs["thresholds"], 1e-12);
    close(&[model.score((&x, &c)).unwrap()], &theirs["score"], 1e-12);
}

#[test]
fn the_pruning_path_is_scikit_learns() {
    let (x, _, c) = small();
    let path =
        DecisionTreeClassifier::new().max_depth(3).fit((&x, &c)).unwrap().cost_complexity_pruning_path();
    // Equal prices may be listed once or several times: the distinct ones are compared.
    let distinct = |values: Vec<f64>| {
        let mut kept: Vec<f64> = Vec::new();
        for value in values {
            if kept.last().is_none_or(|last| (value - last).abs() > 1e-9) {
                kept.push(value);
            }
        }
        kept
    };
    let theirs = distinct(numbers(&reference("/trees/path/ccp_alphas")));
    let ours = distinct(path.ccp_alphas);
    assert_eq!(ours.len(), theirs.len(), "{ours:?}\n{theirs:?}");
    assert!(ours.iter().zip(&theirs).all(|(a, b)| (a - b).abs() < 1e-9), "{ours:?}\n{theirs:?}");
}

#[test]
fn trees_are_written_as_scikit_learn_writes_them() {
    let (x, y, c) = small();
    let classifier = DecisionTreeClassifier::new().max_depth(2).fit((&x, &c)).unwrap();
    let theirs = reference("/trees/text").as_str().unwrap().replace(".0\n", "\n");
    assert_eq!(classifier.export_text(), theirs);
    let regressor = DecisionTreeRegressor::new().max_depth(2).fit((&x, &y)).unwrap();
    assert_eq!(regressor.export_text(), reference("/trees/text_regression").as_str().unwrap());
}

#[test]
fn a_tree_is_drawn() {
    let tree = DecisionTreeClassifier::new().fit(&iris()).unwrap();
    let picture = tree.plot_tree();
    let svg = picture.clone().max_depth(2).to_svg();
    assert_eq!(svg.matches("<rect").count(), 7 - 2, "{svg}");
    assert!(svg.contains("petal") && svg.contains("class setosa") && svg.contains("…"));
    let bundle = picture.rich_display();
    assert!(bundle.get("image/svg+xml").is_some());
    assert!(bundle.get("text/plain").unwrap().starts_with("|--- petal"));
    let odd = df!("<a>" => [1.0, 2.0, 3.0, 4.0], "y" => ["<b>", "<b>", "&", "&"]).unwrap();
    let svg = DecisionTreeClassifier::new().fit((&odd, "y")).unwrap().plot_tree().to_svg();
    assert!(!svg.contains("<a>") && !svg.contains("<b>"), "{svg}");
}

#[test]
fn shap_values_are_shapley_values() {
    let (x, y, c) = small();
    let rows = x.slice(s![..5, ..]);
    let theirs = reference("/shap");
    let tree = DecisionTreeRegressor::new().max_depth(4).min_samples_leaf(3).fit((&x, &y)).unwrap();
    let ours = tree.shap_values(rows).unwrap();
    close(&ours.values, &theirs["regression"], 1e-9);
    close(&ours.base_values, &theirs["regression_base"], 1e-9);
    let tree = DecisionTreeClassifier::new().max_depth(3).fit((&x, &c)).unwrap();
    let ours = tree.shap_values(rows).unwrap();
    close(&ours.values, &theirs["classes"], 1e-9);
    close(&ours.base_values, &theirs["classes_base"], 1e-9);
    // Derivatives are kept with seven digits.
    let boosted = GradientBoostingRegressor::new().n_estimators(20).max_depth(2).fit((&x, &y)).unwrap();
    close(&boosted.shap_values(rows).unwrap().values, &theirs["boosting"], 1e-5);
}

/// Base value and contributions are the prediction, for every model that has them.
#[test]
fn shap_values_add_up() {
    let (x, y, c) = small();
    let rows = x.slice(s![..20, ..]);
    let adds_up = |shap: &ferrolab_prelude::tree::ShapValues, predicted: &Array2<f64>| {
        let sums = shap.values.sum_axis(Axis(1)) + &shap.base_values;
        let difference = (&sums - predicted).mapv(f64::abs).sum();
        assert!(difference < 1e-7, "{difference}");
    };
    let forest = RandomForestClassifier::new().n_estimators(20).fit((&x, &c)).unwrap();
    adds_up(&forest.shap_values(rows).unwrap(), &forest.predict_proba(rows).unwrap());
    let boosted = HistGradientBoostingClassifier::new().max_iter(20).fit((&x, &c)).unwrap();
    adds_up(&boosted.shap_values(rows).unwrap(), &boosted.decision_function(rows).unwrap());
    let regression = ExtraTreesRegressor::new().n_estimators(20).fit((&x, &y)).unwrap();
    let predicted = regression.predict(rows).unwrap().insert_axis(Axis(1));
    adds_up(&regression.shap_values(rows).unwrap(), &predicted);
    let shown = regression.shap_values(rows).unwrap().rich_display();
    assert!(shown.get("text/plain").unwrap().contains("mean of |SHAP value|"));
}

#[test]
fn large_values_with_small_differences_are_told_apart() {
    let x = table(100, 2, 5);
    let y = target(&table(100, 4, 5)).mapv(|value| 1e9 + value / 1e3);
    let model = DecisionTreeRegressor::new().fit((&x, &y)).unwrap();
    assert!(model.score((&x, &y)).unwrap() > 0.999_999);
}

#[test]
fn a_random_splitter_and_few_features_depend_on_the_seed_alone() {
    let (x, y, _) = small();
    let c = classes(&y);
    let model = |seed| DecisionTreeClassifier::new().splitter(Splitter::Random).max_features(2).seed(seed);
    let fit = |seed| model(seed).fit((&x, &c)).unwrap();
    assert_eq!(fit(1), fit(1));
    assert_ne!(fit(1).tree(), fit(2).tree());
    assert_eq!(fit(1).score((&x, &c)).unwrap(), 1.0);
}

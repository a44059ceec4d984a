//! Scores by folds, and curves.

use ferrolab_prelude::Error;

use super::*;

#[test]
fn grouped_and_stratified_folds_are_scikit_learns() {
    let groups: Vec<usize> = (0..90).map(|row| row * 7 % 13).collect();
    let labels: Vec<usize> = (0..90).map(|row| (groups[row] % 3 + row % 2) % 3).collect();
    let folds = StratifiedGroupKFold::new(4).split(&labels, &groups).unwrap();
    let tests: Vec<Vec<f64>> = folds.map(|(_, test)| test.iter().map(|row| *row as f64).collect()).collect();
    let theirs = reference("/grouped");
    for (ours, theirs) in tests.iter().zip(theirs.as_array().unwrap()) {
        close(ours, theirs, 0.0);
    }
}

/// Scores of exact models to 1e-9; neighbours are compared by distances alone.
#[test]
fn scores_are_scikit_learns() {
    close(&cross_val_score(LinearRegression::new(), &diabetes(), 5).unwrap(), &reference("/folds/ols"), 1e-9);
    let predicted = cross_val_predict(LinearRegression::new(), &diabetes(), 5).unwrap();
    close(predicted.slice(s![..10]), &reference("/folds/ols_predicted"), 1e-9);
    close(&cross_val_score(neighbours(), &wine(), 5).unwrap(), &reference("/folds/neighbours"), 1e-12);
}

/// Several metrics at once, on both parts; the solvers stop at different places: 1e-4.
#[test]
fn several_metrics_are_scikit_learns() {
    let results = CrossValidate::new(5)
        .scoring("accuracy")
        .scoring(Scoring::F1Macro)
        .scoring("neg_log_loss")
        .scoring("roc_auc_ovr")
        .return_train_score(true)
        .run(logistic(), &wine())
        .unwrap();
    let frame = results.to_frame().unwrap();
    for metric in ["accuracy", "f1_macro", "neg_log_loss", "roc_auc_ovr"] {
        for part in ["test", "train"] {
            let name = format!("{part}_{metric}");
            close(&column(&frame, &name), &reference(&format!("/folds/several/{name}")), 1e-4);
        }
    }
    let shown = results.rich_display();
    assert!(shown.get("text/plain").unwrap().contains('±'), "{shown:?}");
    let probabilities = cross_val_predict_proba(logistic(), &wine(), 5).unwrap();
    close(probabilities.slice(s![..5, ..]), &reference("/folds/proba"), 1e-4);
}

#[test]
fn curves_are_scikit_learns() {
    let curve = learning_curve(LinearRegression::new(), &diabetes(), 5).unwrap();
    close(&column(&curve, "train_size"), &reference("/curves/sizes"), 0.0);
    for (name, theirs) in [
        ("train_score", "train"),
        ("train_std", "train_std"),
        ("test_score", "test"),
        ("test_std", "test_std"),
    ] {
        close(&column(&curve, name), &reference(&format!("/curves/{theirs}")), 1e-8);
    }
    let curve = validation_curve(neighbours(), &wine(), "model__n_neighbors", [1, 3, 9, 27], 5).unwrap();
    close(&column(&curve, "train_score"), &reference("/curves/by_neighbours/train"), 1e-12);
    close(&column(&curve, "test_score"), &reference("/curves/by_neighbours/test"), 1e-12);
}

#[test]
fn any_way_to_divide_will_do() {
    let data = iris();
    let model = LogisticRegression::new();
    let folds = StratifiedKFold::new(3).shuffle(1).split(&data).unwrap();
    let by_folds = cross_val_score(&model, &data, folds).unwrap();
    assert_eq!(by_folds, cross_val_score(&model, &data, StratifiedKFold::new(3).shuffle(1)).unwrap());
    assert_eq!(cross_val_score(&model, &data, ShuffleSplit::new(4, 0.2)).unwrap().len(), 4);
    let groups: Vec<usize> = (0..150).map(|row| row % 6).collect();
    let grouped = CrossValidate::new(GroupKFold::new(3)).groups(&groups).unwrap().run(&model, &data).unwrap();
    assert_eq!(grouped.n_splits(), 3);
}

#[test]
fn bad_input_is_explained() {
    let (data, model) = (iris(), LogisticRegression::new());
    let shown = |result: Result<Array1<f64>, Error>| result.unwrap_err().to_string();
    assert!(shown(cross_val_score(&model, &data, 1)).contains("at least 2"));
    assert!(shown(cross_val_score(&model, &data, 200)).contains("200 splits"));
    assert!(shown(cross_val_score(&model, &data, GroupKFold::new(3))).contains("groups"));
    let twice = cross_val_predict(&model, &data, ShuffleSplit::new(4, 0.2));
    assert!(shown(twice).contains("tests each row exactly once"));
    let unknown = CrossValidate::new(3).scoring("acuracy").run(&model, &data).unwrap_err().to_string();
    assert!(unknown.contains("`accuracy`"), "{unknown}");
    let short = CrossValidate::new(3).groups([1, 2]).unwrap().run(&model, &data).unwrap_err();
    assert!(matches!(short, Error::LengthMismatch { .. }));
    assert!(cross_val_score(LinearRegression::new(), &data.select_rows(&[0]).unwrap(), 5).is_err());
}

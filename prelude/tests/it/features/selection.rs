use super::{close, flags, reference, waves};
use ferrolab_prelude::prelude::*;

#[test]
fn scores_and_p_values_are_scikit_learns() {
    let x = waves(90, 6);
    let classes: Vec<f64> = (0..90).map(|i| f64::from(i % 4)).collect();
    let target: Vec<f64> = (0..90).map(|i| f64::from(i % 7) * 1.5).collect();
    let cases = [
        ("f_classif", f_classif(&iris()).unwrap()),
        ("chi2", chi2(&iris()).unwrap()),
        ("f_regression", f_regression(&datasets::diabetes_raw()).unwrap()),
        ("f_classif_weak", f_classif((&x, &classes)).unwrap()),
        ("chi2_weak", chi2((&x, &classes)).unwrap()),
        ("f_regression_weak", f_regression((&x, &target)).unwrap()),
    ];
    for (name, (scores, p_values)) in cases {
        let theirs = reference(&format!("/selection/scores/{name}"));
        close(&scores, &theirs["scores"], 1e-9);
        // Each p-value relative to itself: they span a hundred powers of ten.
        for (ours, theirs) in p_values.iter().zip(theirs["p_values"].as_array().unwrap()) {
            close(&[*ours], theirs, 1e-9);
        }
    }
}

#[test]
fn mutual_information_is_scikit_learns() {
    // Equal values are told apart by noise, whose seeds differ: 0.05 of the largest.
    close(&mutual_info_classif(&iris(), 3, 0).unwrap(), &reference("/selection/mutual_info_classif"), 0.05);
    let ours = mutual_info_regression(&datasets::diabetes_raw(), 3, 0).unwrap();
    for (ours, theirs) in ours.iter().zip(super::numbers(&reference("/selection/mutual_info_regression"))) {
        assert!((ours - theirs).abs() < 0.05, "{ours} {theirs}");
    }
    let x = waves(300, 4);
    let y: Vec<f64> = (0..300).map(|i| (f64::from(i) / 9.0).cos()).collect();
    let classes: Vec<f64> = (0..300).map(|i| f64::from(i / 60)).collect();
    let ours = mutual_info_regression((&x, &y), 3, 0).unwrap();
    close(&ours, &reference("/selection/mutual_info_waves"), 0.02);
    let ours = mutual_info_classif((&x, &classes), 3, 0).unwrap();
    close(&ours, &reference("/selection/mutual_info_waves_classes"), 0.02);
}

#[test]
fn models_choose_what_scikit_learns_models_choose() {
    let line = LinearRegression::new;
    let (three, half) = (Rfe::with_regressor(line()).n_features(3), Rfe::with_regressor(line()).step(2));
    for (name, rfe) in [("three", three), ("half_by_two", half)] {
        let selector = rfe.fit(&datasets::diabetes_raw()).unwrap();
        assert_eq!(selector.support(), flags(&reference(&format!("/selection/rfe/{name}/support"))));
        let ranking: Vec<f64> = selector.ranking().unwrap().iter().map(|rank| *rank as f64).collect();
        close(&ranking, &reference(&format!("/selection/rfe/{name}/ranking")), 0.0);
    }
    let model = || SelectFromModel::with_regressor(line());
    for (name, selector) in [
        ("mean", model()),
        ("median", model().threshold(Threshold::Median)),
        ("twice", model().threshold(Threshold::TimesMean(1.25))),
        ("value", model().threshold(1.0)),
        ("two", model().max_features(2)),
    ] {
        let selector = selector.fit(&datasets::diabetes_raw()).unwrap();
        assert_eq!(selector.support(), flags(&reference(&format!("/selection/from_model/{name}"))), "{name}");
    }
    let selector = SelectFromModel::with_classifier(LogisticRegression::new()).fit(&iris()).unwrap();
    assert_eq!(selector.support(), flags(&reference("/selection/from_model_logistic")));
}

#[test]
fn sequential_selection_is_scikit_learns() {
    let of = || SequentialFeatureSelector::with_regressor(LinearRegression::new()).n_features(4);
    for (name, selector) in [("forward", of()), ("backward", of().backward())] {
        let selector = selector.fit(&datasets::diabetes_raw()).unwrap();
        assert_eq!(selector.support(), flags(&reference(&format!("/selection/sequential/{name}"))), "{name}");
    }
    let model = SequentialFeatureSelector::with_classifier(LogisticRegression::new()).n_features(2);
    let selector = model.fit(&iris()).unwrap();
    assert_eq!(selector.support(), flags(&reference("/selection/sequential/logistic")));
}

#[test]
fn percentiles_are_scikit_learns() {
    for (percentile, theirs) in reference("/selection/percentile").as_object().unwrap() {
        let percentile: f64 = percentile.parse().unwrap();
        let selector = SelectPercentile::new(ScoreFunction::FRegression, percentile)
            .fit(&datasets::diabetes_raw())
            .unwrap();
        assert_eq!(selector.support(), flags(theirs), "{percentile}");
    }
}

#[test]
fn a_selector_tells_why() {
    let selector = SelectKBest::new(ScoreFunction::FClassif, 2).fit(&iris()).unwrap();
    let scores = selector.scores().unwrap();
    assert_eq!(scores.get_column_names(), ["feature", "score", "p_value", "selected"]);
    assert_eq!(scores.column("feature").unwrap().str().unwrap().get(0), Some("petal length"));
    assert_eq!(selector.selected_indices(), [2, 3]);
    let text = selector.rich_display().get("text/plain").unwrap().to_owned();
    assert!(text.contains("selected: 2 of 4") && text.contains("✓ petal length"), "{text}");
    let information = SelectKBest::new(ScoreFunction::MutualInfoClassif, 1).seed(3).fit(&iris()).unwrap();
    assert!(information.p_values().is_none());
}

#[test]
fn correlated_and_constant_features_go() {
    let df = df!(
        "a" => [1.0, 2.0, 3.0, 4.0], "b" => [2.0, 4.0, 6.0, 8.5], "c" => [-1.0, -2.0, -3.0, -4.0],
        "d" => [1.0, -1.0, 1.0, -1.0], "e" => [7.0, 7.0, 7.0, 7.0]
    )
    .unwrap();
    let (selector, kept) = CorrelationFilter::new(0.99).fit_transform(&df).unwrap();
    assert_eq!(kept.get_column_names(), ["a", "d", "e"]);
    assert_eq!(selector.score_values()[2], 1.0);
    let (_, kept) = VarianceThreshold::default().fit_transform(&df).unwrap();
    assert_eq!(kept.get_column_names(), ["a", "b", "c", "d"]);
    let constant = Array2::from_elem((100, 2), 0.1)
        + &array![[0.0, 1e-3]] * &Array2::from_shape_fn((100, 1), |(i, _)| i as f64);
    assert_eq!(VarianceThreshold::default().fit(&constant).unwrap().support(), [false, true]);
}

#[test]
fn what_was_dropped_comes_back_as_zeros() {
    let selector = VarianceThreshold::new(0.5).fit(&iris()).unwrap();
    let kept = selector.transform(&iris()).unwrap();
    let back = selector.inverse_transform(&kept).unwrap();
    assert_eq!(back.feature_names, iris().feature_names);
    assert_eq!(back.features.column(1), Array1::<f64>::zeros(150));
    assert_eq!(back.features.column(2), iris().features.column(2));
}

//! Scorings by name, partial dependence, SHAP values, counterfactuals.

use ferrolab_prelude::dataset::AsTraining;
use ferrolab_prelude::model::{AsModel, FittedModel};

use super::*;

fn precise() -> LogisticRegression {
    LogisticRegression::new().tolerance(1e-9)
}

fn check_scorings(model: &FittedModel, data: &Dataset, theirs: &Value, tolerance: f64) {
    for (name, value) in theirs.as_object().unwrap() {
        let scoring: Scoring = name.parse().unwrap();
        assert_eq!(scoring.name(), name);
        let ours = scoring.score(model, &data.training().unwrap()).unwrap();
        close(&[ours], value, tolerance);
        let of_frame = scoring.score_frame(model, &data.frame_training().unwrap()).unwrap();
        assert!((ours - of_frame).abs() <= 1e-12 * ours.abs(), "{name}");
    }
}

/// Within 1e-9 for a line, 1e-4 for probabilities of an iterative fit.
#[test]
fn scorings_are_scikit_learns() {
    let line = LinearRegression::new().model().fit(&diabetes()).unwrap();
    check_scorings(&line, &diabetes(), &reference("/scoring/line"), 1e-9);
    let logistic = precise().model().fit(&iris()).unwrap();
    check_scorings(&logistic, &iris(), &reference("/scoring/iris"), 1e-4);
    let x = iris().features.slice(s![.., ..2]).to_owned();
    let two = Dataset::new(&x, &iris().target.mapv(|class| f64::from(class > 0.0))).unwrap();
    check_scorings(&precise().model().fit(&two).unwrap(), &two, &reference("/scoring/two"), 1e-4);
    let own = Scoring::custom("largest", |truth, predicted| {
        -(truth - predicted).iter().fold(0.0_f64, |largest, error| largest.max(error.abs()))
    });
    let data = diabetes();
    let ours = own.score(&line, &data.training().unwrap()).unwrap();
    assert_eq!(ours, Scoring::NegMaxError.score(&line, &data.training().unwrap()).unwrap());
}

#[test]
fn names_of_scorings_are_suggested() {
    let error = "neg_mean_squared_eror".parse::<Scoring>().unwrap_err().to_string();
    assert!(error.contains("Did you mean `neg_mean_squared_error`"), "{error}");
    let json = serde_json::to_string(&Scoring::F1Macro).unwrap();
    assert_eq!(json, "\"f1_macro\"");
    assert_eq!(serde_json::from_str::<Scoring>(&json).unwrap(), Scoring::F1Macro);
    let model = precise().model().fit(&iris()).unwrap();
    let error = Scoring::F1.score(&model, &iris().training().unwrap()).unwrap_err().to_string();
    assert!(error.contains("f1_macro"), "{error}");
    let line = LinearRegression::new().model().fit(&diabetes()).unwrap();
    assert!(Scoring::Accuracy.score(&line, &diabetes().training().unwrap()).is_err());
}

/// Grids to 1e-12, answers to 1e-4 for the iterative fit.
#[test]
fn partial_dependence_is_scikit_learns() {
    let line = LinearRegression::new().fit(&diabetes()).unwrap();
    let names = diabetes().feature_names;
    for (place, name) in [(2, "bmi"), (1, "sex")] {
        let ours =
            PartialDependence::of(&names[place]).grid_resolution(20).compute(&line, &diabetes()).unwrap();
        let theirs = reference(&format!("/inspection/{name}"));
        close(&ours.grid[0], &theirs[0], 1e-12);
        close(&ours.average, &theirs[1], 1e-9);
    }
    let (model, names) = (precise().fit(&iris()).unwrap(), iris().feature_names);
    let ours = PartialDependence::of(&names[2]).grid_resolution(10).compute(&model, &iris()).unwrap();
    let theirs = reference("/inspection/petal");
    close(&ours.grid[0], &theirs[0], 1e-12);
    close(&ours.average, &theirs[1], 1e-4);
    close(&ours.individual.slice(s![.., .., 7]), &theirs[2], 1e-4);
    let pair = PartialDependence::of_pair(&names[2], &names[3]).grid_resolution(4);
    let ours = pair.compute(&model, &iris()).unwrap();
    close(&ours.average, &reference("/inspection/pair"), 1e-4);
    assert_eq!(ours.to_frame().unwrap().shape(), (16, 5));
    assert_eq!(ours.ice_frame().unwrap().height(), 16 * 150);
}

/// Exact values: to 1e-4, as far as the fits agree; sums to 1e-9.
#[test]
fn shap_values_are_shaps() {
    let data = iris();
    let model = precise().fit(&data).unwrap();
    let rows = data.select_rows(&[0, 60, 120]).unwrap();
    let background = data.select_rows(&(0..150).step_by(5).collect::<Vec<_>>()).unwrap();
    let theirs = reference("/inspection/kernel");
    let kernel = KernelShap::new().explain(&model, &background, &rows).unwrap();
    close(&kernel.base_values, &theirs[0], 1e-4);
    close(&kernel.values, &theirs[1], 1e-4);
    let permutation = PermutationShap::new().n_permutations(60).explain(&model, &background, &rows).unwrap();
    for shap in [&kernel, &permutation] {
        let difference = shap.predictions() - model.predict_proba(&rows).unwrap();
        assert!(difference.iter().all(|error| error.abs() < 1e-9));
    }
    let difference = &kernel.values - &permutation.values;
    assert!(difference.iter().all(|error| error.abs() < 0.02), "{difference}");
    let line = LinearRegression::new().fit(&diabetes()).unwrap();
    let few = diabetes().select_rows(&[0, 1, 2]).unwrap();
    let linear = LinearShap::new().explain(&line, &diabetes(), &few).unwrap();
    close(&linear.values, &reference("/inspection/linear"), 1e-8);
    let kernel = KernelShap::new().max_background(1000).explain(&line, &diabetes(), &few).unwrap();
    let difference = &kernel.values - &linear.values;
    assert!(difference.iter().all(|error| error.abs() < 1e-7), "{difference}");
    assert_eq!(linear.to_frame(0).unwrap().shape(), (3, 10));
}

/// More features than coalitions can be enumerated: an additive model is still explained exactly.
#[test]
fn sampled_coalitions_explain_sums_exactly() {
    let x = Array2::from_shape_fn((60, 16), |(i, j)| ((i * (2 * j + 3)) % 17) as f64);
    let y = x.dot(&Array1::from_shape_fn(16, |j| j as f64 - 4.0));
    let line = LinearRegression::new().fit((&x, &y)).unwrap();
    let few = x.slice(s![..2, ..]);
    let kernel = KernelShap::new().n_samples(400).explain(&line, &x, &few).unwrap();
    let linear = LinearShap::new().explain(&line, &x, &few).unwrap();
    let difference = &kernel.values - &linear.values;
    assert!(difference.iter().all(|error| error.abs() < 1e-6), "{difference}");
}

#[test]
fn shuffled_features_are_missed() {
    let line = LinearRegression::new().fit(&diabetes()).unwrap();
    let ours = permutation_importance(&line, &diabetes()).unwrap();
    assert_eq!(ours, permutation_importance(&line, &diabetes()).unwrap());
    // scikit-learn's means over 200 shuffles; the mean of five lies within 0.06.
    let theirs = [0.0, 0.043, 0.205, 0.080, 0.482, 0.172, 0.008, 0.024, 0.432, 0.003];
    assert!(ours.mean().iter().zip(theirs).all(|(mean, expected)| (mean - expected).abs() < 0.06));
    let close_to_score = ours.baseline - line.score(&diabetes()).unwrap();
    assert!(close_to_score.abs() < 1e-12);
    assert!(ours.mean().iter().all(|mean| *mean > -0.05));
    assert_eq!(ours.to_frame().unwrap().shape(), (10, 3));
    assert!(ours.rich_display().get("text/plain").unwrap().contains("Permutation importance"));
    assert_eq!(coefficient_table(&line).unwrap().height(), 11);
    assert_eq!(feature_importance_table(&line, &diabetes()).unwrap().height(), 10);
}

#[test]
fn counterfactuals_turn_the_answer_within_what_was_observed() {
    let data = iris();
    let model = precise().fit(&data).unwrap();
    let flower = data.select_rows(&[70]).unwrap();
    let found = Counterfactual::to_class("setosa").explain(&model, &data, &flower).unwrap();
    assert!(!found.samples.is_empty());
    for sample in &found.samples {
        assert_eq!(sample.answer, "setosa");
        let row = sample.values.view().insert_axis(Axis(0));
        assert_eq!(model.predict(&row).unwrap()[0], 0.0);
        let changed = sample.values.iter().zip(flower.features.row(0)).filter(|(a, b)| a != b).count();
        assert!(changed <= sample.changes.len() && changed <= 3);
        for (value, column) in sample.values.iter().zip(data.features.columns()) {
            let (low, high) = column.iter().fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(*v), h.max(*v)));
            assert!((low..=high).contains(value));
        }
    }
    let line = LinearRegression::new().fit(&diabetes()).unwrap();
    let patient = diabetes().select_rows(&[0]).unwrap();
    let keep: Vec<&str> = vec!["age", "sex"];
    let found = Counterfactual::below(120.0).keep(&keep).explain(&line, &diabetes(), &patient).unwrap();
    assert!(line.predict(&found.samples[0].values.view().insert_axis(Axis(0))).unwrap()[0] <= 120.0 + 1e-9);
    assert!(found.samples.iter().all(|s| s.changes.iter().all(|c| c.feature != "age" && c.feature != "sex")));
    let error = Counterfactual::to_class("setose").explain(&model, &data, &flower).unwrap_err().to_string();
    assert!(error.contains("`setosa`"), "{error}");
}

//! Linear classifiers against scikit-learn: convex ones to 1e-5, stochastic ones within 0.01 of the
//! mean accuracy of five seeds (the perceptron, which never settles, within 0.03).

use super::{close, reference, scaled};
use ferrolab_prelude::Error;
use ferrolab_prelude::prelude::*;

fn check(name: &str, model: &FittedLogisticRegression, x: &Array2<f64>, tolerance: f64) {
    let theirs = reference(&format!("/logistic/{name}"));
    assert!(model.converged(), "{name}");
    close(name, model.coefficients(), &theirs["coefficients"], tolerance);
    close(name, model.intercepts(), &theirs["intercepts"], tolerance);
    close(name, &model.predict_proba(x.slice(s![..;30, ..])).unwrap(), &theirs["probabilities"], tolerance);
}

/// The first 400 wines in three grades.
fn graded_wine() -> Dataset {
    let mut data = wine().select_rows(&(0..400).collect::<Vec<_>>()).unwrap();
    data.target.mapv_inplace(|quality| if quality > 6.5 { 2.0 } else { f64::from(quality > 5.5) });
    data.class_names = None;
    data
}

fn precise() -> LogisticRegression {
    LogisticRegression::new().tolerance(1e-10)
}

#[test]
fn linear_logistic_penalties_and_weights_are_scikit_learns() {
    let (iris, wine) = (iris(), graded_wine());
    let x = &wine.features / 10.0;
    let balanced = precise().class_weight(ClassWeight::Balanced).fit((&x, &wine.target)).unwrap();
    check("balanced", &balanced, &x, 1e-5);
    let weights: Vec<f64> = (0..150).map(|i| 0.5 + f64::from(i % 3)).collect();
    let weighted = precise().fit((&iris.features, &iris.target, &weights)).unwrap();
    check("weighted", &weighted, &iris.features, 1e-5);
    let x = scaled(&wine.features);
    let l1 = precise().penalty(Penalty::L1).c(0.3).fit((&x, &wine.target)).unwrap();
    check("l1", &l1, &x, 1e-5);
    let mixed = precise().penalty(Penalty::ElasticNet).l1_ratio(0.4).c(0.3).fit((&x, &wine.target)).unwrap();
    check("elastic_net", &mixed, &x, 1e-5);
}

/// Without any setting of the solver, to 1e-6.
#[test]
fn linear_logistic_defaults_are_at_the_optimum() {
    let (iris, wine) = (iris(), graded_wine());
    let default = LogisticRegression::new();
    check("defaults", &default.fit(&iris).unwrap(), &iris.features, 1e-6);
    let x = scaled(&wine.features);
    check("strong", &default.clone().c(0.01).fit((&x, &wine.target)).unwrap(), &x, 1e-6);
    let two = iris.select_rows(&(50..150).collect::<Vec<_>>()).unwrap();
    let x = scaled(&two.features);
    check("weak", &default.c(1000.0).fit((&x, &two.target)).unwrap(), &x, 1e-6);
}

#[test]
fn linear_logistic_for_two_classes_is_scikit_learns() {
    let two = iris().select_rows(&(50..150).collect::<Vec<_>>()).unwrap();
    let (x, y) = (scaled(&two.features), &two.target);
    // saga has no exact intercept for L1: 1e-4.
    check("binary_l1", &precise().penalty(Penalty::L1).fit((&x, y)).unwrap(), &x, 1e-4);
    check("none", &precise().penalty(Penalty::None).fit((&x, y)).unwrap(), &x, 1e-6);
}

#[test]
fn linear_logistic_with_many_parameters_finds_the_same_optimum() {
    // 3 · 301 parameters: L-BFGS; the same features twice, so that half of them would do.
    let x = Array2::from_shape_fn((150, 300), |(i, j)| {
        ((i * (j + 3) + j * j) % 17) as f64 / 8.0 + (i / 50) as f64
    });
    let y = iris().target;
    for penalty in [Penalty::L2, Penalty::L1] {
        let model = precise().penalty(penalty).tolerance(1e-5).max_iter(5000).fit((&x, &y)).unwrap();
        assert!(model.converged(), "{penalty} {}", model.n_iter());
        let half = x.slice(s![.., ..150]).to_owned();
        let small = precise().penalty(penalty).fit((&half, &y)).unwrap();
        assert!(small.converged());
        assert!(model.score((&x, &y)).unwrap() >= small.score((&half, &y)).unwrap());
    }
}

#[test]
fn linear_logistic_separable_classes_do_not_hang() {
    let x = array![[0.0], [1.0], [2.0], [3.0]];
    let model = LogisticRegression::new().penalty(Penalty::None).fit((&x, &[0, 0, 1, 1])).unwrap();
    assert_eq!(model.score((&x, &[0, 0, 1, 1])).unwrap(), 1.0);
}

#[test]
fn linear_logistic_scores_its_own_decision() {
    let model = LogisticRegression::new().fit(&iris()).unwrap();
    let scores = model.decision_function(&iris()).unwrap();
    assert_eq!(scores.shape(), [150, 3]);
    let df = iris().to_frame().unwrap();
    let by_frame = LogisticRegression::new().fit((&df, "species")).unwrap();
    assert_eq!(by_frame.class_labels(), ["setosa", "versicolor", "virginica"]);
}

#[test]
fn linear_sgd_classifier_is_as_good_as_scikit_learns() {
    let x =
        Array2::from_shape_fn((2000, 5), |(i, j)| 1.5 * ((i as f64 + 1.0) * (j as f64 + 1.3) * 1.7).sin());
    let noise = Array1::from_shape_fn(2000, |i| (0.5 * (i * i) as f64).sin());
    let y = (x.dot(&array![1.0, -2.0, 0.5, 0.0, 1.0]) + noise).mapv(|score| f64::from(score > 0.0));
    let losses = [
        ("hinge", ClassificationLoss::Hinge),
        ("log_loss", ClassificationLoss::LogLoss),
        ("modified_huber", ClassificationLoss::ModifiedHuber),
        ("squared_hinge", ClassificationLoss::SquaredHinge),
        ("perceptron", ClassificationLoss::Perceptron),
    ];
    for (name, loss) in losses {
        let score = |seed| SgdClassifier::new().loss(loss).seed(seed).fit((&x, &y)).unwrap().score((&x, &y));
        let mean = (0..5).map(|seed| score(seed).unwrap()).sum::<f64>() / 5.0;
        let theirs = reference(&format!("/others/sgd/{name}")).as_f64().unwrap();
        let tolerance = if name == "perceptron" { 0.03 } else { 0.01 };
        assert!(mean > theirs - tolerance, "{name}: {mean} {theirs}");
    }
    let hinge = SgdClassifier::new().fit((&x, &y)).unwrap();
    assert!(matches!(hinge.predict_proba(&x), Err(Error::NoProbabilities { .. })));
    let sure = SgdClassifier::new().loss(ClassificationLoss::LogLoss).fit((&x, &y)).unwrap();
    assert!(sure.predict_proba(&x).unwrap().sum_axis(Axis(1)).iter().all(|sum| (sum - 1.0).abs() < 1e-12));
}

#[test]
fn linear_streams_are_learnt_batch_by_batch() {
    let data = iris();
    let (x, labels) = (scaled(&data.features), data.target_labels());
    let order: Vec<usize> = (0..150).map(|i| (i * 67) % 150).collect();
    let classes = ["virginica", "setosa", "versicolor"];
    let batch = |rows: &[usize]| {
        let labels: Vec<String> = rows.iter().map(|row| labels[*row].clone()).collect();
        (x.select(Axis(0), rows), labels)
    };
    let first = batch(&order[..10]);
    let sgd = SgdClassifier::new().loss(ClassificationLoss::LogLoss);
    let mut sgd = sgd.partial_fit((&first.0, &first.1), classes).unwrap();
    let mut ftrl = FtrlClassifier::new().partial_fit((&first.0, &first.1), classes).unwrap();
    for _ in 0..20 {
        for rows in order.chunks(10) {
            let (x, y) = batch(rows);
            sgd.partial_fit((&x, &y)).unwrap();
            ftrl.partial_fit((&x, &y)).unwrap();
        }
    }
    assert_eq!(sgd.class_labels(), ["setosa", "versicolor", "virginica"]);
    for score in [sgd.score((&x, &labels)).unwrap(), ftrl.score((&x, &labels)).unwrap()] {
        // One class against all others: versicolor lies between.
        assert!(score > 0.85, "{score}");
    }
    let stranger = sgd.partial_fit((&x.slice(s![..1, ..]), ["rose"]));
    assert!(stranger.unwrap_err().to_string().contains("one of setosa, versicolor, virginica"));
    assert!(matches!(sgd.partial_fit((&x, &data.target)), Err(Error::LabelKinds { .. })));
    assert!(matches!(
        SgdClassifier::new().partial_fit((&x, &labels), ["one"]),
        Err(Error::Parameter { parameter: "classes", .. })
    ));
}

#[test]
fn linear_ftrl_fit_and_sparsity() {
    let (x, y) = (scaled(&iris().features), iris().target);
    let model = FtrlClassifier::new().max_iter(50).fit((&x, &y)).unwrap();
    assert!(model.score((&x, &y)).unwrap() > 0.85);
    let sparse = FtrlClassifier::new().l1(1e6).fit((&x, &y)).unwrap();
    assert!(sparse.coefficients().iter().all(|weight| *weight == 0.0));
}

#[test]
fn linear_logistic_chooses_scikit_learns_c() {
    let wine = graded_wine();
    let x = scaled(&wine.features);
    let model = LogisticRegressionCv::new().tolerance(1e-9).fit((&x, &wine.target)).unwrap();
    let theirs = reference("/logistic/cv");
    close("c", &[model.c()], &theirs["c"], 1e-9);
    close("coefficients", model.coefficients(), &theirs["coefficients"], 1e-4);
    close("scores", &model.cv_scores().mean_axis(Axis(1)).unwrap(), &theirs["scores"], 0.01);
}

use super::{Value, close, every, irises, numbers, reference, waves, weights_of};
use ferrolab_prelude::prelude::*;

/// scikit-learn stops its search for the logistic curve a little early.
const LOGISTIC: f64 = 1e-3;

fn check(name: &str, model: &CalibratedClassifier, first: usize, tolerance: f64) {
    let (x, y) = irises(first);
    let probabilities = model.fit((&x, &y)).unwrap().predict_proba(every(&x, 7)).unwrap();
    close(&probabilities, &reference(&format!("/calibration/{name}")), tolerance);
}

#[test]
fn calibrated_probabilities_are_scikit_learns() {
    let linear = CalibratedClassifier::new(LinearSvc::new());
    check("linear_svc_sigmoid", &linear, 0, LOGISTIC);
    check("linear_svc_isotonic", &linear.method(CalibrationMethod::Isotonic), 0, 1e-6);
    let kernel = CalibratedClassifier::new(Svc::new().tolerance(1e-9));
    check("svc_two", &kernel, 50, LOGISTIC);
    check("svc_single", &kernel.ensemble(false), 50, LOGISTIC);
    let bayes = CalibratedClassifier::new(GaussianNb::new());
    check("bayes_two_isotonic", &bayes.clone().method(CalibrationMethod::Isotonic).cv(3), 50, 1e-6);
    check("bayes_single", &bayes.ensemble(false), 0, LOGISTIC);
}

#[test]
fn baselines_are_scikit_learns() {
    let x = waves(30, 2);
    let y: Vec<f64> = [[2.0].repeat(8), [0.0].repeat(15), [1.0].repeat(7)].concat();
    let w = weights_of(30);
    let cases = [
        ("most_frequent", ClassifierStrategy::MostFrequent),
        ("prior", ClassifierStrategy::Prior),
        ("uniform", ClassifierStrategy::Uniform),
    ];
    for (name, strategy) in cases {
        let model = DummyClassifier::new().strategy(strategy).fit((&x, &y, &w)).unwrap();
        let theirs = reference(&format!("/dummy/classifier/{name}/proba"));
        close(model.predict_proba(&x).unwrap().row(3), &theirs, 1e-12);
    }
    let quantity: Vec<f64> = (0..30).map(|i| (f64::from(i) * 1.7).sin() * 10.0).collect();
    let cases = [
        ("mean", RegressorStrategy::Mean),
        ("median", RegressorStrategy::Median),
        ("quantile", RegressorStrategy::Quantile(0.3)),
        ("constant", RegressorStrategy::Constant(4.5)),
    ];
    for (name, strategy) in cases {
        let dummy = DummyRegressor::new().strategy(strategy);
        let plain = dummy.fit((&x, &quantity)).unwrap().constant();
        let weighted = dummy.fit((&x, &quantity, &w)).unwrap().constant();
        close(&[plain, weighted], &reference(&format!("/dummy/regressor/{name}")), 1e-12);
    }
}

#[test]
fn random_baselines_follow_their_seed() {
    let (x, y) = (Array2::<f64>::zeros((2000, 1)), (0..2000).map(|i| f64::from(u8::from(i % 4 == 0))));
    let y: Vec<f64> = y.collect();
    let dummy = DummyClassifier::new().strategy(ClassifierStrategy::Stratified);
    let model = dummy.clone().seed(5).fit((&x, &y)).unwrap();
    let drawn = model.predict(&x).unwrap();
    assert_eq!(drawn, model.predict(&x).unwrap());
    assert_ne!(drawn, dummy.seed(6).fit((&x, &y)).unwrap().predict(&x).unwrap());
    assert!((drawn.mean().unwrap() - 0.25).abs() < 0.03);
    let uniform = DummyClassifier::new().strategy(ClassifierStrategy::Uniform).fit((&x, &y)).unwrap();
    assert!((uniform.predict(&x).unwrap().mean().unwrap() - 0.5).abs() < 0.04);
    let constant = DummyClassifier::new().strategy(ClassifierStrategy::Constant("1".to_owned()));
    let constant = constant.fit((&x, &y)).unwrap().predict(&x).unwrap();
    close(&constant, &Value::from(vec![1.0; 2000]), 0.0);
    assert!(numbers(&Value::from(constant.to_vec())).iter().all(|value| *value == 1.0));
}

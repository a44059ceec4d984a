//! Bad input is explained, never a panic.

use ferrolab_prelude::Error;

use super::*;

#[test]
fn values_that_are_not_finite_are_refused_by_place() {
    type Metric = fn([f64; 2], [f64; 2]) -> Result<f64, Error>;
    let all: [Metric; 6] = [
        r2_score,
        mean_squared_error,
        root_mean_squared_error,
        mean_absolute_error,
        median_absolute_error,
        max_error,
    ];
    for metric in all {
        let error = metric([1.0, 2.0], [1.0, f64::NAN]).unwrap_err().to_string();
        assert!(error.starts_with("`y_pred` has a value that is not finite: NaN in row 1"), "{error}");
        assert!(metric([f64::INFINITY, 2.0], [1.0, 1.0]).is_err());
    }
}

#[test]
fn lengths_emptiness_kinds_and_weights() {
    let none: [f64; 0] = [];
    assert!(matches!(mean_squared_error(none, none), Err(Error::Empty { .. })));
    assert!(matches!(accuracy_score(none, none), Err(Error::Empty { .. })));
    assert!(matches!(accuracy_score([1.0], [1.0, 2.0]), Err(Error::LengthMismatch { .. })));
    assert!(matches!(r2_score([1.0], [1.0]), Err(Error::TooFew { needed: 2, given: 1, .. })));
    let error = accuracy_score(["a"], [1]).unwrap_err().to_string();
    assert_eq!(
        error,
        "`y_true` holds text but `y_pred` holds numbers: compare labels with labels or numbers with numbers."
    );
    for weights in [[0.0, 0.0], [-1.0, 2.0], [f64::NAN, 1.0]] {
        assert!(matches!(accuracy_score(([0, 1], weights), [0, 1]), Err(Error::Parameter { .. })));
    }
    assert!(matches!(accuracy_score(([0, 1], [1.0]), [0, 1]), Err(Error::LengthMismatch { .. })));
}

#[test]
fn one_class_and_too_many() {
    assert!(matches!(roc_auc_score([1, 1], [0.1, 0.2]), Err(Error::SingleClass { .. })));
    assert!(matches!(roc_auc_score([0, 1, 2], [0.1, 0.2, 0.3]), Err(Error::Parameter { .. })));
    assert!(matches!(log_loss([0, 1, 2], [0.1, 0.2, 0.3]), Err(Error::Shape { .. })));
    assert!(matches!(log_loss([0, 1], [1.5, 0.2]), Err(Error::Parameter { .. })));
    let error = f1_score([0, 1, 2], [0, 1, 2], Average::Binary).unwrap_err().to_string();
    assert!(error.contains("there are 3 classes") && error.contains("Average::of"), "{error}");
    assert_eq!(f1_score([0, 0], [0, 0], Average::Binary).unwrap(), 0.0);
    assert_eq!(f1_score([1, 1], [1, 1], Average::Binary).unwrap(), 1.0);
    let x = array![[1.0], [2.0], [3.0]];
    assert!(matches!(silhouette_score(&x, &[0, 0, 0]), Err(Error::Parameter { .. })));
    assert!(matches!(silhouette_score(&x, &[0, 1, 2]), Err(Error::Parameter { .. })));
    assert_eq!(silhouette_score(&Array2::zeros((3, 1)), &[0, 0, 1]).unwrap(), 0.0);
    assert!(davies_bouldin_score(&Array2::zeros((3, 1)), &[0, 0, 1]).unwrap().is_finite());
    assert!(matches!(mean_poisson_deviance([-1.0], [1.0]), Err(Error::Parameter { .. })));
    assert!(matches!(mean_tweedie_deviance([1.0], [1.0], 0.5), Err(Error::Parameter { .. })));
}

#[test]
fn a_constant_truth_has_a_score() {
    assert_eq!(r2_score([2.0, 2.0], [2.0, 2.0]).unwrap(), 1.0);
    assert_eq!(r2_score([2.0, 2.0], [2.0, 3.0]).unwrap(), 0.0);
    assert_eq!(adjusted_rand_score(["a", "a"], [1, 1]).unwrap(), 1.0);
    assert_eq!(adjusted_mutual_info_score(["a", "b"], [1, 1]).unwrap(), 0.0);
}

#[test]
fn a_model_that_is_not_linear_is_told_so() {
    let x = Array2::from_shape_fn((40, 1), |(i, _)| i as f64);
    let y = x.column(0).mapv(|x| f64::from(x > 20.0) * 5.0);
    let tree = DecisionTreeRegressor::new().fit((&x, &y)).unwrap();
    let error = LinearShap::new().explain(&tree, &x, &x).unwrap_err().to_string();
    assert!(error.contains("not linear") && error.contains("KernelShap"), "{error}");
    let kernel = KernelShap::new().explain(&tree, &x, &x).unwrap();
    assert!((kernel.predictions().column(0).to_owned() - tree.predict(&x).unwrap()).sum().abs() < 1e-9);
}

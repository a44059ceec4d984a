//! Nothing that a person gives may panic: each is an error that names what is wrong.

use ferrolab_prelude::Error;
use ferrolab_prelude::prelude::*;

fn empty() -> Array2<f64> {
    Array2::zeros((0, 2))
}

fn no_columns() -> Array2<f64> {
    Array2::zeros((3, 0))
}

fn with(value: f64) -> Array2<f64> {
    array![[1.0, 2.0], [3.0, value], [5.0, 7.0]]
}

const Y: [f64; 3] = [0.0, 1.0, 1.0];

/// Fits each model on `x` and gives the four errors as text; a model that accepts is an empty text.
fn errors(x: &Array2<f64>, y: &[f64]) -> [String; 4] {
    let text = |result: Result<(), Error>| result.err().map_or_else(String::new, |error| error.to_string());
    [
        text(LinearRegression::new().fit((x, y)).map(drop)),
        text(LogisticRegression::new().fit((x, y)).map(drop)),
        text(KMeans::new(2).fit(x).map(drop)),
        text(Pca::new(1).fit(x).map(drop)),
    ]
}

#[test]
fn empty_features() {
    for error in errors(&empty(), &[]) {
        assert_eq!(error, "the feature matrix is empty: expected at least one row (sample).");
    }
    for error in errors(&no_columns(), &Y) {
        assert_eq!(error, "the feature matrix is empty: expected at least one column (feature).");
    }
}

#[test]
fn values_that_are_not_finite() {
    for (value, text) in [(f64::NAN, "NaN"), (f64::INFINITY, "inf"), (f64::NEG_INFINITY, "-inf")] {
        for error in errors(&with(value), &Y) {
            assert!(
                error.starts_with(&format!("feature 1 has a value that is not finite: {text} in row 1")),
                "{error}"
            );
        }
    }
    let names = Dataset::new(&with(f64::NAN), &Y).unwrap().with_feature_names(&["height", "weight"]).unwrap();
    let error = LinearRegression::new().fit(&names).unwrap_err().to_string();
    assert!(error.starts_with("feature `weight` has a value that is not finite"), "{error}");
    let [line, curve, ..] = errors(&with(4.0), &[0.0, f64::NAN, 1.0]);
    for error in [line, curve] {
        assert!(error.starts_with("the target has a value that is not finite: NaN in row 1"), "{error}");
    }
}

#[test]
fn lengths_that_differ() {
    let [line, curve, ..] = errors(&with(4.0), &[0.0, 1.0]);
    for error in [line, curve] {
        assert_eq!(
            error,
            "the features have shape (3, 2) and the target has 2 values: both must have one row per sample."
        );
    }
}

#[test]
fn one_row() {
    let row = array![[1.0, 2.0]];
    let [line, curve, groups, directions] = errors(&row, &[5.0]);
    assert_eq!(line, "", "a plane through one point exists");
    assert!(curve.contains("every sample is of class `5`"), "{curve}");
    assert_eq!(groups, "KMeans with 2 clusters needs at least 2 samples, but there is only 1.");
    assert_eq!(directions, "Pca needs at least 2 samples, but there is only 1.");
    assert!(train_test_split(&Dataset::new(&row, &[1.0]).unwrap(), 0.5, 0).is_err());
    assert_eq!(LinearRegression::new().fit((&row, &[5.0])).unwrap().predict(&row).unwrap(), array![5.0]);
}

#[test]
fn constant_features() {
    let x = Array2::from_elem((4, 2), 0.1);
    let y = [0.0, 1.0, 0.0, 1.0];
    let line = LinearRegression::new().fit((&x, &y)).unwrap();
    assert_eq!((line.coefficients().to_vec(), line.intercept()), (vec![0.0, 0.0], 0.5));
    let curve = LogisticRegression::new().fit((&x, &y)).unwrap();
    assert!((curve.predict_proba(&x).unwrap()[[0, 0]] - 0.5).abs() < 1e-6);
    let groups = KMeans::new(2).fit(&x).unwrap();
    assert_eq!(groups.inertia(), 0.0);
    assert!(groups.summary().notes[0].contains("empty"));
    assert!(matches!(Pca::new(1).fit(&x), Err(Error::Constant { .. })));
}

#[test]
fn parameters_out_of_range() {
    let x = with(4.0);
    let message = |error: Error| error.to_string();
    assert!(
        message(KMeans::new(0).fit(&x).unwrap_err()).contains("`n_clusters` is 0, but it must be at least 1")
    );
    assert!(message(KMeans::new(2).n_init(0).fit(&x).unwrap_err()).contains("`n_init` is 0"));
    assert!(message(KMeans::new(2).max_iter(0).fit(&x).unwrap_err()).contains("`max_iter` is 0"));
    for tolerance in [-1.0, f64::NAN, f64::INFINITY] {
        assert!(message(KMeans::new(2).tolerance(tolerance).fit(&x).unwrap_err()).contains("`tolerance`"));
    }
    for c in [0.0, -1.0, f64::NAN] {
        assert!(message(LogisticRegression::new().c(c).fit((&x, &Y)).unwrap_err()).contains("`c` is"));
    }
    assert!(
        message(LogisticRegression::new().max_iter(0).fit((&x, &Y)).unwrap_err()).contains("`max_iter` is 0")
    );
    assert!(
        message(LogisticRegression::new().tolerance(0.0).fit((&x, &Y)).unwrap_err())
            .contains("`tolerance` is 0")
    );
    for n in [0, 3] {
        let error = message(Pca::new(n).fit(&x).unwrap_err());
        assert!(error.contains("must be 1 to 2, the smaller of 3 samples and 2 features"), "{error}");
    }
}

#[test]
fn more_components_than_directions() {
    let x = array![[1.0, 2.0, 3.0], [2.0, 4.0, 6.0], [3.0, 6.0, 9.0], [5.0, 10.0, 15.0]];
    let error = Pca::new(2).fit(&x).unwrap_err().to_string();
    assert!(error.contains("`n_components` is 2, but it must be at most 1"), "{error}");
}

#[test]
fn a_quantity_is_not_a_class() {
    let error = LogisticRegression::new().fit((&diabetes(), &diabetes().target)).unwrap_err().to_string();
    assert!(error.contains("looks like a quantity rather than classes"), "{error}");
}

#[test]
fn other_features_at_prediction() {
    let model = LinearRegression::new().fit(&diabetes()).unwrap();
    let error = model.predict(&array![[1.0]]).unwrap_err().to_string();
    assert_eq!(
        error,
        "this LinearRegression was fitted with 10 features and cannot use 1: give it the same columns in the same order."
    );
    let mut bad = diabetes().features;
    bad[[3, 2]] = f64::NAN;
    assert!(matches!(model.predict(&bad), Err(Error::NotFinite { row: 3, .. })));
    let pca = Pca::new(2).fit(&iris()).unwrap();
    assert!(matches!(pca.transform(&array![[1.0]]), Err(Error::FeatureCount { .. })));
    assert!(matches!(pca.inverse_transform(&array![[1.0]]), Err(Error::Shape { .. })));
    let groups = KMeans::new(2).fit(&iris()).unwrap();
    assert!(matches!(groups.predict(&array![[1.0]]), Err(Error::FeatureCount { .. })));
    assert_eq!(groups.predict(&Array2::zeros((0, 4))).unwrap().len(), 0);
}

#[test]
fn extreme_values_do_not_panic() {
    for size in [1e-300, 1e-12, 1e12, 1e150] {
        let x = array![[1.0, 2.0], [3.0, 5.0], [4.0, -1.0], [0.0, 0.5], [7.0, 3.0]] * size;
        let y = [0.0, 1.0, 1.0, 0.0, 1.0];
        let _ = LinearRegression::new().fit((&x, &y));
        let _ = LogisticRegression::new().fit((&x, &y));
        let _ = LogisticRegression::new().fit((&x, &[0.0, 1.0, 2.0, 0.0, 1.0]));
        let _ = KMeans::new(2).fit(&x);
        let _ = Pca::new(2).fit(&x);
        let _ = plot::scatter(&x.column(0), &x.column(1)).unwrap().to_svg();
        let _ = plot::hist(&x.column(0)).unwrap().to_svg();
    }
}

#[test]
fn separable_classes_without_penalty_end() {
    let x = array![[0.0], [1.0], [2.0], [3.0]];
    let model = LogisticRegression::new().c(f64::INFINITY).fit((&x, &["a", "a", "b", "b"])).unwrap();
    assert_eq!(model.predict_labels(&x).unwrap(), ["a", "a", "b", "b"]);
}

#[test]
fn a_score_on_other_classes_goes_by_name() {
    let (x, y) = (array![[0.0], [1.0], [4.0], [5.0], [9.0], [10.0]], ["a", "a", "b", "b", "c", "c"]);
    let model = LogisticRegression::new().c(100.0).fit((&x, &y)).unwrap();
    let (x, y) = (array![[9.5], [5.0], [5.0]], ["c", "b", "unknown"]);
    assert_eq!(model.score((&x, &y)).unwrap(), 2.0 / 3.0);
}

#[test]
fn frames_without_rows() {
    let df = df!("a" => Vec::<f64>::new(), "y" => Vec::<String>::new()).unwrap();
    let data = Dataset::from_frame(&df, &["a"], "y").unwrap();
    assert!(matches!(LogisticRegression::new().fit(&data), Err(Error::Empty { .. })));
    assert!(!data.rich_display().get("text/html").unwrap().is_empty());
    assert!(matches!(train_test_split(&data, 0.5, 0), Err(Error::TooFew { .. })));
}

#[test]
fn nulls_in_a_target() {
    let df = df!("a" => [1.0, 2.0], "y" => [Some("u"), None]).unwrap();
    let error = Dataset::from_frame(&df, &["a"], "y").unwrap_err().to_string();
    assert!(error.starts_with("column `y` has 1 missing value among its 2 rows"), "{error}");
}

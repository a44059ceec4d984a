//! The numbers are those of scikit-learn, pandas and NumPy on the same data. `reference.py` made
//! `reference.json`; each test states its tolerance.

use std::path::Path;

use ferrolab_prelude::prelude::*;
use ferrolab_prelude::serde_json::{self, Value};

fn reference(path: &str) -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference.json");
    let all: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    all.pointer(path).unwrap_or_else(|| panic!("{path}")).clone()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(number).collect()
}

fn matrix(value: &Value) -> Array2<f64> {
    let rows: Vec<Vec<f64>> = value.as_array().unwrap().iter().map(numbers).collect();
    Array2::from_shape_fn((rows.len(), rows[0].len()), |(i, j)| rows[i][j])
}

/// Equal within `tolerance`, relative to the size of the largest value.
#[track_caller]
fn close<'a>(ours: impl IntoIterator<Item = &'a f64>, theirs: &[f64], tolerance: f64) {
    let ours: Vec<f64> = ours.into_iter().copied().collect();
    assert_eq!(ours.len(), theirs.len());
    let size = theirs.iter().fold(1e-300_f64, |size, value| size.max(value.abs()));
    for (a, b) in ours.iter().zip(theirs) {
        assert!(
            (a - b).abs() <= tolerance * size,
            "{a} is not {b} (tolerance {})\n{ours:?}\n{theirs:?}",
            tolerance * size
        );
    }
}

#[test]
#[ignore = "writes the data sets for reference.py"]
fn export_data_sets() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/data_sets");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, data) in [("iris", iris()), ("diabetes", diabetes()), ("wine", wine())] {
        data.to_frame().unwrap().write_csv(folder.join(format!("{name}.csv"))).unwrap();
    }
}

#[test]
fn describe_is_pandas() {
    let gaps =
        df!("a" => [Some(1.0), None, Some(3.0), Some(10.0), Some(-2.5)], "b" => [1, 2, 3, 4, 5]).unwrap();
    let frames =
        [("iris", iris().to_frame().unwrap()), ("diabetes", diabetes().to_frame().unwrap()), ("gaps", gaps)];
    for (name, df) in frames {
        let summary = df.describe().unwrap();
        for (column, theirs) in reference(&format!("/describe/{name}")).as_object().unwrap() {
            close(&summary.column_array(column).unwrap(), &numbers(theirs), 1e-13);
        }
    }
}

fn check_line(name: &str, model: &FittedLinearRegression, score: f64, tolerance: f64) {
    let theirs = reference(&format!("/linear/{name}"));
    close(model.coefficients(), &numbers(&theirs["coefficients"]), tolerance);
    close(&[model.intercept()], &[number(&theirs["intercept"])], tolerance);
    close(&[score], &[number(&theirs["r2"])], tolerance);
}

#[test]
fn linear_regression_is_scikit_learns() {
    for (name, data) in [("diabetes", diabetes()), ("wine", wine())] {
        let model = LinearRegression::new().fit(&data).unwrap();
        check_line(name, &model, model.score(&data).unwrap(), 1e-9);
    }
    let model = LinearRegression::new().fit_intercept(false).fit(&diabetes()).unwrap();
    check_line("diabetes_without_intercept", &model, model.score(&diabetes()).unwrap(), 1e-9);
}

#[test]
fn linear_regression_on_dependent_columns_is_the_shortest_solution() {
    let data = diabetes();
    let three = data.features.slice(s![.., ..3]);
    let sum = &data.features.column(0) + &data.features.column(1);
    let x = concatenate![Axis(1), three, sum.insert_axis(Axis(1))];
    let model = LinearRegression::new().fit((&x, &data.target)).unwrap();
    check_line("dependent_columns", &model, model.score((&x, &data.target)).unwrap(), 1e-9);
    assert!(model.summary().notes[0].contains("`x0`, `x1`, `x3`"), "{:?}", model.summary().notes);
}

#[test]
fn linear_regression_with_fewer_rows_than_columns_is_the_shortest_solution() {
    let data = diabetes().select_rows(&[0, 1, 2, 3, 4, 5]).unwrap();
    let model = LinearRegression::new().fit(&data).unwrap();
    check_line("fewer_rows_than_columns", &model, model.score(&data).unwrap(), 1e-7);
}

fn check_logistic(name: &str, model: &FittedLogisticRegression, data: &Dataset, tolerance: f64) {
    let theirs = reference(&format!("/logistic/{name}"));
    assert!(model.converged(), "{name}");
    close(model.coefficients(), matrix(&theirs["coefficients"]).as_slice().unwrap(), tolerance);
    close(model.intercepts(), &numbers(&theirs["intercepts"]), tolerance);
    let probabilities = model.predict_proba(&data.features.slice(s![..3, ..])).unwrap();
    close(&probabilities, matrix(&theirs["first_probabilities"]).as_slice().unwrap(), tolerance);
    close(&[model.score(data).unwrap()], &[number(&theirs["accuracy"])], 1e-12);
}

/// Without setosas, as text so that the classes are numbered anew.
fn two_irises() -> Dataset {
    let df = iris().to_frame().unwrap().lazy().filter(col("species").neq(lit("setosa"))).collect().unwrap();
    Dataset::from_frame(&df, &["sepal length", "sepal width", "petal length", "petal width"], "species")
        .unwrap()
}

#[test]
fn logistic_regression_is_scikit_learns() {
    let precise = LogisticRegression::new().tolerance(1e-9);
    check_logistic("iris", &precise.fit(&iris()).unwrap(), &iris(), 1e-5);
    let origin = precise.clone().fit_intercept(false).fit(&iris()).unwrap();
    let theirs = reference("/logistic/iris_without_intercept");
    close(origin.coefficients(), matrix(&theirs["coefficients"]).as_slice().unwrap(), 1e-5);
    check_logistic("two_irises", &precise.clone().c(0.5).fit(&two_irises()).unwrap(), &two_irises(), 1e-5);
}

#[test]
fn logistic_regression_without_much_penalty_is_scikit_learns() {
    let model = LogisticRegression::new().c(1e4).tolerance(1e-10).fit(&two_irises()).unwrap();
    check_logistic("two_irises_almost_no_penalty", &model, &two_irises(), 1e-4);
}

#[test]
fn logistic_regression_on_unscaled_features_is_scikit_learns() {
    let model = LogisticRegression::new().tolerance(1e-8).max_iter(20_000).fit(&wine()).unwrap();
    check_logistic("wine", &model, &wine(), 1e-3);
}

#[test]
fn default_tolerance_is_close_enough() {
    let theirs = reference("/logistic/iris");
    let model = LogisticRegression::new().fit(&iris()).unwrap();
    close(model.coefficients(), matrix(&theirs["coefficients"]).as_slice().unwrap(), 1e-3);
}

#[test]
fn k_means_finds_scikit_learns_optimum() {
    for (name, data, k) in [("iris_2", iris(), 2), ("iris_3", iris(), 3), ("wine_4", wine(), 4)] {
        let theirs = reference(&format!("/k_means/{name}"));
        let model = KMeans::new(k).n_init(200).tolerance(0.0).seed(3).fit(&data).unwrap();
        close(&[model.inertia()], &[number(&theirs["inertia"])], 1e-9);
        let mut sizes: Vec<f64> = model.cluster_sizes().iter().map(|size| *size as f64).collect();
        sizes.sort_by(f64::total_cmp);
        close(&sizes, &numbers(&theirs["sizes"]), 0.0);
        close(&[model.score(&data).unwrap()], &[-model.inertia()], 1e-12);
        assert_eq!(&model.predict(&data).unwrap(), model.labels());
    }
}

#[test]
fn principal_components_are_scikit_learns() {
    let cases = [
        ("iris_2", iris(), Pca::new(2)),
        ("iris_4", iris(), Pca::new(4)),
        ("diabetes_5", diabetes(), Pca::new(5)),
        ("wine_3", wine(), Pca::new(3)),
        ("iris_2_whitened", iris(), Pca::new(2).whiten(true)),
    ];
    for (name, data, pca) in cases {
        let theirs = reference(&format!("/pca/{name}"));
        let model = pca.fit(&data).unwrap();
        close(model.explained_variance(), &numbers(&theirs["variance"]), 1e-9);
        close(model.explained_variance_ratio(), &numbers(&theirs["ratio"]), 1e-9);
        close(model.singular_values(), &numbers(&theirs["singular_values"]), 1e-9);
        close(model.components(), matrix(&theirs["components"]).as_slice().unwrap(), 1e-6);
        let transformed = model.transform(data.features.slice(s![..3, ..])).unwrap();
        close(&transformed, matrix(&theirs["first_transformed"]).as_slice().unwrap(), 1e-6);
    }
}

#[test]
fn all_components_give_the_data_back() {
    for pca in [Pca::new(4), Pca::new(4).whiten(true)] {
        let model = pca.fit(&iris()).unwrap();
        let back = model.inverse_transform(&model.transform(&iris()).unwrap()).unwrap();
        close(&back.features, iris().features.as_slice().unwrap(), 1e-9);
    }
}

#[test]
fn metrics_are_scikit_learns() {
    let theirs = reference("/metrics");
    let (truth, predicted) = (numbers(&theirs["y_true"]), numbers(&theirs["y_pred"]));
    close(&[r2_score(&truth, &predicted).unwrap()], &[number(&theirs["r2"])], 1e-13);
    close(&[mean_squared_error(&truth, &predicted).unwrap()], &[number(&theirs["mse"])], 1e-13);
    close(&[mean_absolute_error(&truth, &predicted).unwrap()], &[number(&theirs["mae"])], 1e-13);
    let (truth, predicted) = (numbers(&theirs["labels_true"]), numbers(&theirs["labels_pred"]));
    close(&[accuracy_score(&truth, &predicted).unwrap()], &[number(&theirs["accuracy"])], 0.0);
}

#[test]
fn split_sizes_are_scikit_learns() {
    for case in reference("/split_sizes").as_array().unwrap() {
        let case = numbers(case);
        let df = DataFrame::new(case[0] as usize, vec![Column::new("i".into(), vec![0.0; case[0] as usize])])
            .unwrap();
        match train_test_split(&df, case[1], 0) {
            Ok((train, test)) => {
                assert_eq!([train.height() as f64, test.height() as f64], [case[2], case[3]], "{case:?}");
            }
            Err(_) => assert_eq!([case[2], case[3]], [0.0, 0.0], "{case:?}"),
        }
    }
}

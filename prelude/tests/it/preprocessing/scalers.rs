//! Scalers against scikit-learn: within 1e-9 of each column's size, powers within 1e-6.

use ferrolab_prelude::ndarray::ShapeBuilder;
use ferrolab_prelude::prelude::*;
use ferrolab_prelude::{serde, serde_json};

use super::{close, matrix, numbers, reference, values};

const TOLERANCE: f64 = 1e-9;

/// Fits, transforms and, where it exists, inverts; on arrays of both layouts, a frame and a dataset.
macro_rules! check {
    ($model:expr, $name:expr, $x:expr, $new:expr, $tolerance:expr) => {{
        let (x, new): (Array2<f64>, Array2<f64>) = ($x, $new);
        let expected = matrix(&format!("/scalers/{}/fit", $name));
        let (fitted, z) = $model.fit_transform(&x).unwrap();
        close(&z, &expected, $tolerance);
        close(&fitted.transform(&new).unwrap(), &matrix(&format!("/scalers/{}/new", $name)), $tolerance);
        let mut by_columns = Array2::zeros(x.dim().f());
        by_columns.assign(&x);
        close(&$model.fit(&by_columns).unwrap().transform(&by_columns).unwrap(), &expected, $tolerance);
        let backwards = x.slice(s![..;-1, ..]);
        let z = $model.fit(&backwards).unwrap().transform(&backwards).unwrap();
        close(&z.slice(s![..;-1, ..]).to_owned(), &expected, $tolerance);
        let names: Vec<String> = (0..x.ncols()).map(|j| format!("f{j}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let (_, df) = $model.fit_transform(&DataFrame::from_array(&x, &names).unwrap()).unwrap();
        close(&values(&df), &expected, $tolerance);
        assert_eq!(super::names(&df), names);
        let data = Dataset::new(&x, &vec![1.0; x.nrows()]).unwrap();
        close(&$model.fit_transform(&data).unwrap().1.features, &expected, $tolerance);
        let text = serde_json::to_string(&fitted).unwrap();
        close(&read_like(&fitted, &text).transform(&x).unwrap(), &expected, $tolerance);
        assert!(fitted.rich_display().get("text/plain").unwrap().contains("fitted on"));
        fitted
    }};
}

macro_rules! check_invertible {
    ($model:expr, $name:expr, $x:expr, $new:expr, $tolerance:expr) => {{
        let fitted = check!($model, $name, $x, $new, $tolerance);
        let z = matrix(&format!("/scalers/{}/fit", $name));
        let back = matrix(&format!("/scalers/{}/back", $name));
        close(&fitted.inverse_transform(&z).unwrap(), &back, $tolerance);
        fitted
    }};
}

fn read_like<T: serde::de::DeserializeOwned>(_: &T, text: &str) -> T {
    serde_json::from_str(text).unwrap()
}

fn x() -> Array2<f64> {
    matrix("/x")
}

fn new() -> Array2<f64> {
    matrix("/new")
}

fn gaps() -> Array2<f64> {
    matrix("/scalers/gaps")
}

fn first(count: usize) -> (Array2<f64>, Array2<f64>) {
    (x().slice(s![.., ..count]).to_owned(), new().slice(s![.., ..count]).to_owned())
}

#[test]
fn standard_scaler() {
    let fitted = check_invertible!(StandardScaler::new(), "standard", x(), new(), TOLERANCE);
    assert_eq!(fitted.scale()[5], 1.0, "a constant column is only centred");
    check_invertible!(StandardScaler::new().with_std(false), "standard_only_mean", x(), new(), TOLERANCE);
    check_invertible!(StandardScaler::new().with_mean(false), "standard_only_std", x(), new(), TOLERANCE);
    check!(StandardScaler::new(), "standard_gaps", gaps(), new(), TOLERANCE);
}

#[test]
fn min_max_scaler() {
    check_invertible!(MinMaxScaler::new(), "min_max", x(), new(), TOLERANCE);
    check_invertible!(
        MinMaxScaler::new().range(-2.0, 3.0).clip(true),
        "min_max_range_clip",
        x(),
        new(),
        TOLERANCE
    );
    check!(MinMaxScaler::new(), "min_max_gaps", gaps(), new(), TOLERANCE);
}

#[test]
fn max_abs_and_robust_scaler() {
    check_invertible!(MaxAbsScaler::new(), "max_abs", x(), new(), TOLERANCE);
    check_invertible!(RobustScaler::new(), "robust", x(), new(), TOLERANCE);
    let wide = RobustScaler::new().quantile_range(10.0, 80.0);
    check_invertible!(wide, "robust_10_80", x(), new(), TOLERANCE);
    check!(RobustScaler::new(), "robust_gaps", gaps(), new(), TOLERANCE);
}

#[test]
fn quantile_transformer() {
    let few = |count| QuantileTransformer::new().n_quantiles(count);
    check_invertible!(few(1000), "quantile_uniform", x(), new(), TOLERANCE);
    check_invertible!(few(11), "quantile_11", x(), new(), TOLERANCE);
    let normal = few(20).output_distribution(OutputDistribution::Normal);
    check_invertible!(normal, "quantile_normal", x(), new(), TOLERANCE);
    check!(few(15), "quantile_gaps", gaps(), new(), TOLERANCE);
}

#[test]
fn a_subsample_depends_on_the_seed_alone() {
    let x = Array2::from_shape_fn((5000, 2), |(i, j)| ((i * 7919 + j * 31) % 5003) as f64);
    let fit = |seed| QuantileTransformer::new().n_quantiles(10).subsample(500).seed(seed).fit(&x).unwrap();
    assert_eq!(fit(1), fit(1));
    assert_ne!(fit(1).quantiles(0), fit(2).quantiles(0));
}

/// The likelihood is flat at its top: powers agree within 1e-6, outputs within 1e-5.
#[test]
fn power_transformer() {
    let (x, new) = first(4);
    let fitted = check!(PowerTransformer::new(), "power", x.clone(), new, 1e-5);
    let lambdas = numbers(reference("/scalers/power/lambdas"));
    for (ours, theirs) in fitted.lambdas().iter().zip(&lambdas) {
        assert!((ours - theirs).abs() < 1e-6, "{ours} {theirs}");
    }
    close(&fitted.inverse_transform(&fitted.transform(&x).unwrap()).unwrap(), &x, 1e-9);
    let positive = matrix("/scalers/box_cox/x");
    let box_cox = PowerTransformer::new().method(PowerMethod::BoxCox).standardize(false);
    let fitted = check!(box_cox, "box_cox", positive.clone(), positive.clone(), 1e-5);
    for (ours, theirs) in fitted.lambdas().iter().zip(numbers(reference("/scalers/box_cox/lambdas"))) {
        assert!((ours - theirs).abs() < 1e-6, "{ours} {theirs}");
    }
    close(&fitted.inverse_transform(&fitted.transform(&positive).unwrap()).unwrap(), &positive, 1e-9);
}

#[test]
fn normalizer_and_binarizer() {
    for (norm, name) in [(Norm::L1, "l1"), (Norm::L2, "l2"), (Norm::Max, "max")] {
        let (x, new) = first(3);
        check!(Normalizer::new().norm(norm), name, x, new, TOLERANCE);
    }
    check!(Binarizer::new(1.5), "binarizer", x(), new(), 0.0);
}

/// NumPy's decompositions; directions have no sign of their own.
#[test]
fn whitening() {
    // A column of a hundred millions leaves eight digits fewer.
    let (x, _) = first(4);
    for (method, name) in [
        (WhiteningMethod::Pca, "pca"),
        (WhiteningMethod::Zca, "zca"),
        (WhiteningMethod::Cholesky, "cholesky"),
    ] {
        let (fitted, z) = Whitening::new().method(method).fit_transform(&x).unwrap();
        let mut theirs = matrix(&format!("/whitening/{name}"));
        for (ours, mut theirs) in z.columns().into_iter().zip(theirs.columns_mut()) {
            let sign = if method == WhiteningMethod::Pca { ours.dot(&theirs).signum() } else { 1.0 };
            theirs *= sign;
        }
        close(&z, &theirs, TOLERANCE);
        close(&fitted.inverse_transform(&z).unwrap(), &x, TOLERANCE);
    }
}

#[test]
fn missing_values_of_a_frame_stay_null() {
    let df = df!("a" => [Some(1.0), None, Some(3.0)], "b" => [1, 2, 3]).unwrap();
    let (scaler, scaled) = StandardScaler::new().fit_transform(&df).unwrap();
    assert_eq!(scaled.column("a").unwrap().null_count(), 1);
    assert_eq!(scaled.column("a").unwrap().f64().unwrap().get(2), Some(1.0));
    assert_eq!(scaler.mean(), [2.0, 2.0]);
    let whole: Array2<f64> = array![[1.0, f64::NAN], [3.0, 5.0]];
    assert!(MinMaxScaler::new().clip(true).fit_transform(&whole).unwrap().1[(0, 1)].is_nan());
}

#[test]
fn results_do_not_depend_on_the_number_of_threads() {
    let x = Array2::from_shape_fn((100_003, 7), |(i, j)| ((i * 31 + j * 17) % 1009) as f64 / 7.0);
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| StandardScaler::new().fit(&x).unwrap())
    };
    assert_eq!(with(1), with(5));
}

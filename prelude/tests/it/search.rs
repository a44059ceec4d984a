//! Cross-validation, curves, searches and pipelines against scikit-learn. `reference/search.py` made
//! `reference/search.json`; each test states its tolerance.

mod folds;
mod pipelines;
mod searches;

use std::path::Path;

use ferrolab_prelude::prelude::*;
use ferrolab_prelude::serde_json::{self, Value};

fn reference(path: &str) -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference/search.json");
    let all: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    all.pointer(path).unwrap_or_else(|| panic!("{path}")).clone()
}

fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(values) => values.iter().flat_map(numbers).collect(),
        number => vec![number.as_f64().unwrap_or(f64::NAN)],
    }
}

/// Equal within `tolerance`, relative to the size of the largest value.
#[track_caller]
fn close<'a>(ours: impl IntoIterator<Item = &'a f64>, theirs: &Value, tolerance: f64) {
    let (ours, theirs): (Vec<f64>, Vec<f64>) = (ours.into_iter().copied().collect(), numbers(theirs));
    assert_eq!(ours.len(), theirs.len());
    let size = theirs.iter().fold(1e-300_f64, |size, value| size.max(value.abs()));
    for (a, b) in ours.iter().zip(&theirs) {
        assert!((a - b).abs() <= tolerance * size, "{a} is not {b}\n{ours:?}\n{theirs:?}");
    }
}

fn column(df: &DataFrame, name: &str) -> Vec<f64> {
    df.column(name).unwrap().cast(&DataType::Float64).unwrap().f64().unwrap().into_no_null_iter().collect()
}

fn neighbours() -> Pipeline {
    Pipeline::new().step("scale", StandardScaler::new()).step("model", KNeighborsClassifier::new())
}

fn logistic() -> Pipeline {
    Pipeline::new().step("scale", StandardScaler::new()).step("model", LogisticRegression::new())
}

/// scikit-learn's wines.
fn wine() -> Dataset {
    datasets::wine_recognition()
}

/// Numbers with gaps, text and a target that both of them tell.
fn flats() -> DataFrame {
    let rows = 60;
    let size: Vec<Option<f64>> =
        (0..rows).map(|i| (i % 11 != 3).then_some(30.0 + (i * 17 % 50) as f64)).collect();
    let city: Vec<&str> = (0..rows).map(|i| ["Oslo", "Rome", "Bern"][i % 3]).collect();
    let price: Vec<f64> =
        (0..rows).map(|i| 3.0 * (30.0 + (i * 17 % 50) as f64) + [50.0, 0.0, 100.0][i % 3]).collect();
    let dear: Vec<&str> = price.iter().map(|price| if *price > 200.0 { "dear" } else { "cheap" }).collect();
    df!("size" => size, "city" => city, "price" => price, "class" => dear).unwrap()
}

fn prepared() -> ColumnTransformer {
    ColumnTransformer::new()
        .step("numbers", Columns::numeric(), (SimpleImputer::new(), StandardScaler::new()))
        .step("text", Columns::text(), OneHotEncoder::new())
}

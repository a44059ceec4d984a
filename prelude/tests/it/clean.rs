//! Cleaning and imputing, against pandas, scipy and scikit-learn. `reference/clean.py` made
//! `reference/clean.json`, which holds the data and the expected values.

mod bad_input;
mod convert;
mod imputers;
mod missing;
mod outliers;
mod text;

use std::path::Path;
use std::sync::OnceLock;

use ferrolab_prelude::prelude::*;
use ferrolab_prelude::serde_json::{self, Value};

fn reference(path: &str) -> &'static Value {
    static ALL: OnceLock<Value> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference/clean.json");
        serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
    });
    all.pointer(path).unwrap_or_else(|| panic!("{path}"))
}

/// null is NaN.
fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|value| value.as_f64().unwrap_or(f64::NAN)).collect()
}

fn matrix(value: &Value) -> Array2<f64> {
    let rows: Vec<Vec<f64>> = value.as_array().unwrap().iter().map(numbers).collect();
    Array2::from_shape_fn((rows.len(), rows[0].len()), |(i, j)| rows[i][j])
}

fn flags(value: &Value) -> Vec<bool> {
    value.as_array().unwrap().iter().map(|value| value.as_bool().unwrap()).collect()
}

fn words(value: &Value) -> Vec<Option<&str>> {
    value.as_array().unwrap().iter().map(Value::as_str).collect()
}

/// A column's numbers, NaN for null.
fn values(df: &DataFrame, column: &str) -> Vec<f64> {
    let floats = df.column(column).unwrap().cast(&DataType::Float64).unwrap();
    floats.f64().unwrap().iter().map(|value| value.unwrap_or(f64::NAN)).collect()
}

fn texts(df: &DataFrame, column: &str) -> Vec<Option<String>> {
    let text = df.column(column).unwrap().cast(&DataType::String).unwrap();
    text.str().unwrap().iter().map(|text| text.map(str::to_owned)).collect()
}

fn booleans(df: &DataFrame, column: &str) -> Vec<Option<bool>> {
    df.column(column).unwrap().bool().unwrap().iter().collect()
}

/// Equal within `tolerance`, relative to the largest value; NaN only where NaN is.
#[track_caller]
fn close<'a>(
    ours: impl IntoIterator<Item = &'a f64>,
    theirs: impl IntoIterator<Item = &'a f64>,
    tolerance: f64,
) {
    let ours: Vec<f64> = ours.into_iter().copied().collect();
    let theirs: Vec<f64> = theirs.into_iter().copied().collect();
    assert_eq!(ours.len(), theirs.len());
    let size = theirs.iter().filter(|x| x.is_finite()).fold(1e-300_f64, |size, x| size.max(x.abs()));
    for (a, b) in ours.iter().zip(&theirs) {
        let equal = (a.is_nan() && b.is_nan()) || a == b || (a - b).abs() <= tolerance * size;
        assert!(equal, "{a} is not {b}\n{ours:?}\n{theirs:?}");
    }
}

fn message<T>(result: Result<T, ferrolab_prelude::Error>) -> String {
    result.err().map_or_else(String::new, |error| error.to_string())
}

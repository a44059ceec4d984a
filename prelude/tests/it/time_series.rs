//! Time series against statsmodels. `reference/time_series.py` made `reference/time_series.json`; each
//! test states its tolerance.

mod backtests;
mod forecasters;
mod parts;

use std::path::Path;

use ferrolab_prelude::serde_json::{self, Value};

fn reference(path: &str) -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference/time_series.json");
    let all: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    all.pointer(path).unwrap_or_else(|| panic!("{path}")).clone()
}

fn cases(path: &str) -> Vec<Value> {
    reference(path).as_array().unwrap().clone()
}

fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(values) => values.iter().flat_map(numbers).collect(),
        number => vec![number.as_f64().unwrap_or(f64::NAN)],
    }
}

fn series(name: &str) -> Vec<f64> {
    numbers(&reference(&format!("/data/{name}")))
}

fn data(case: &Value) -> Vec<f64> {
    series(case["data"].as_str().unwrap())
}

/// Equal within `tolerance`, relative to the size of the largest value.
#[track_caller]
fn close<'a>(ours: impl IntoIterator<Item = &'a f64>, theirs: &[f64], tolerance: f64) {
    let ours: Vec<f64> = ours.into_iter().copied().collect();
    assert_eq!(ours.len(), theirs.len());
    let size = theirs.iter().fold(1e-300_f64, |size, value| size.max(value.abs()));
    for (a, b) in ours.iter().zip(theirs) {
        assert!((a - b).abs() <= tolerance * size, "{a} is not {b}\n{ours:?}\n{theirs:?}");
    }
}

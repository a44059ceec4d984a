//! Clustering against scikit-learn and SciPy. `reference/cluster.py` made `reference/cluster.json`;
//! each test states its tolerance.

mod centres;
mod density;
mod hierarchy;
mod mixture;

use std::path::Path;

use ferrolab_prelude::prelude::*;
use ferrolab_prelude::serde_json::{self, Value};

fn reference(path: &str) -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference/cluster.json");
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

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

fn labels(value: &Value) -> Vec<i64> {
    value.as_array().unwrap().iter().map(|label| label.as_i64().unwrap()).collect()
}

fn matrix(value: &Value) -> Array2<f64> {
    let rows = value.as_array().unwrap();
    let values = numbers(value);
    Array2::from_shape_vec((rows.len(), values.len() / rows.len()), values).unwrap()
}

fn data(case: &Value) -> Array2<f64> {
    matrix(&reference(&format!("/data/{}", case["data"].as_str().unwrap())))
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

/// The same groups, whatever their numbers; noise is noise in both.
#[track_caller]
fn same_groups(ours: &Array1<i64>, theirs: &[i64]) {
    let (mut to, mut from) = (HashMap::new(), HashMap::new());
    assert_eq!(ours.len(), theirs.len());
    for (a, b) in ours.iter().zip(theirs) {
        assert_eq!(*a < 0, *b < 0, "{ours:?}\n{theirs:?}");
        assert_eq!(to.entry(*a).or_insert(*b), b, "{ours:?}\n{theirs:?}");
        assert_eq!(from.entry(*b).or_insert(*a), a, "{ours:?}\n{theirs:?}");
    }
}

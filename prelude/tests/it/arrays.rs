//! The NumPy-named functions against NumPy, SciPy and scikit-learn, and against bad input.
//! `reference/arrays.py` made `reference/arrays.json`.

mod bad_input;
mod conversions;
mod files;
mod linalg;
mod properties;
mod random;
mod speed;
mod values;

use std::path::Path;
use std::sync::OnceLock;

use ferrolab_prelude::ndarray::Dimension;
use ferrolab_prelude::prelude::*;
use ferrolab_prelude::serde_json::{self, Value};

/// Of NumPy's own functions.
const HELPERS: f64 = 1e-12;
/// Of linear algebra.
const LINALG: f64 = 1e-9;

fn reference(path: &str) -> &'static Value {
    static ALL: OnceLock<Value> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference/arrays.json");
        serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
    });
    all.pointer(path).unwrap_or_else(|| panic!("{path}"))
}

/// All numbers of a reference, row by row.
fn flat(path: &str) -> Vec<f64> {
    fn collect(value: &Value, into: &mut Vec<f64>) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| collect(item, into)),
            other => into.push(other.as_f64().unwrap_or(f64::NAN)),
        }
    }
    let mut numbers = Vec::new();
    collect(reference(path), &mut numbers);
    numbers
}

fn vector(path: &str) -> Array1<f64> {
    flat(path).into()
}

fn matrix(path: &str) -> Array2<f64> {
    let rows = reference(path).as_array().unwrap().len();
    let values = flat(path);
    Array2::from_shape_vec((rows, values.len() / rows), values).unwrap()
}

/// Equal within `tolerance`, relative to the size of the largest value; NaN equals NaN.
#[track_caller]
fn close<D: Dimension>(ours: &Array<f64, D>, path: &str, tolerance: f64) {
    let theirs = flat(path);
    assert_eq!(ours.len(), theirs.len(), "{path}");
    let size =
        theirs.iter().filter(|value| value.is_finite()).fold(1e-300_f64, |size, value| size.max(value.abs()));
    for (a, b) in ours.iter().zip(&theirs) {
        let same = a == b || (a.is_nan() && b.is_nan());
        assert!(same || (a - b).abs() <= tolerance * size, "{path}: {a} is not {b}\n{ours}\n{theirs:?}");
    }
}

#[track_caller]
fn close_number(ours: f64, path: &str, tolerance: f64) {
    close(&array![ours], path, tolerance);
}

#[track_caller]
fn same_places<D: Dimension>(ours: &Array<usize, D>, path: &str) {
    assert_eq!(ours.iter().map(|place| *place as f64).collect::<Vec<f64>>(), flat(path), "{path}");
}

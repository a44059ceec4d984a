//! Neighbours, naive Bayes, discriminants, support vectors, calibration, baselines and anomalies against
//! scikit-learn. `reference/kernels.py` made `reference/kernels.json`; each test states its
//! tolerance.

mod anomaly;
mod bad_input;
mod calibration;
mod discriminant;
mod naive_bayes;
mod neighbors;
mod svm;

use std::path::Path;

use ferrolab_prelude::prelude::*;
use ferrolab_prelude::serde_json::{self, Value};

fn reference(path: &str) -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference/kernels.json");
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
    for (place, (a, b)) in ours.iter().zip(&theirs).enumerate() {
        let far = (a - b).abs() / size;
        assert!(far <= tolerance, "value {place}: {a} is not {b} (off by {far}, tolerance {tolerance})");
    }
}

/// The formula that `kernels.py` repeats.
fn waves(n: usize, p: usize) -> Array2<f64> {
    Array2::from_shape_fn((n, p), |(i, j)| {
        let (i, j) = (i as f64, j as f64);
        (i * (j + 1.0) / 7.0).sin() + (i * j % 5.0) / 3.0 + 2.0
    })
}

/// Classes by the row's sum, as `kernels.py` has them.
fn classes_of(x: &Array2<f64>, k: usize) -> Vec<f64> {
    x.rows().into_iter().map(|row| ((7.0 * row.sum()).floor() as i64).rem_euclid(k as i64) as f64).collect()
}

fn weights_of(n: usize) -> Vec<f64> {
    (0..n).map(|i| 0.5 + (i % 3) as f64).collect()
}

fn scaled(x: &Array2<f64>) -> Array2<f64> {
    let (mean, std) = (x.mean_axis(Axis(0)).unwrap(), x.std_axis(Axis(0), 0.0));
    (x - &mean) / std
}

/// Some rows of a matrix.
fn every(x: &Array2<f64>, step: usize) -> Array2<f64> {
    x.slice(s![..;step as isize, ..]).to_owned()
}

/// Scaled irises, all or the last two species.
fn irises(first: usize) -> (Array2<f64>, Array1<f64>) {
    let data = iris();
    (scaled(&data.features).slice(s![first.., ..]).to_owned(), data.target.slice(s![first..]).to_owned())
}

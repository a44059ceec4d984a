//! Trees, ensembles and isolation forests against scikit-learn. `reference/trees.py` made
//! `reference/trees.json` from the same whole numbers; each test states its tolerance.

mod boosting;
mod combined;
mod forests;
mod parameters;
mod single;

use std::path::Path;

use ferrolab_prelude::prelude::*;
use ferrolab_prelude::serde_json::{self, Value};

fn reference(path: &str) -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference/trees.json");
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
    assert_eq!(ours.len(), theirs.len(), "{ours:?}\n{theirs:?}");
    let size = theirs.iter().fold(1e-300_f64, |size, value| size.max(value.abs()));
    for (a, b) in ours.iter().zip(&theirs) {
        assert!((a - b).abs() <= tolerance * size, "{a} is not {b}\n{ours:?}\n{theirs:?}");
    }
}

/// The whole numbers of `trees.py`.
fn table(n: usize, p: usize, seed: u64) -> Array2<f64> {
    let mut state = seed;
    Array2::from_shape_simple_fn((n, p), || {
        state = (state * 1_103_515_245 + 12_345) % (1 << 31);
        ((state >> 11) & 0xf_ffff) as f64 / 1024.0
    })
}

fn target(x: &Array2<f64>) -> Array1<f64> {
    x.rows()
        .into_iter()
        .map(|row| {
            let noise = row[row.len() - 1].floor() % 97.0;
            row[0] * 0.5 - row[1] * row[2] / 2048.0 + (row[3] - 512.0) * (row[3] - 512.0) / 1024.0 + noise
        })
        .collect()
}

fn classes(y: &Array1<f64>) -> Array1<f64> {
    y.mapv(|value| f64::from(value > 60.0) + f64::from(value > 260.0))
}

fn counts(y: &Array1<f64>) -> Array1<f64> {
    let coarse = y.mapv(|value| (value / 20.0).floor());
    let least = coarse.iter().fold(f64::INFINITY, |least, value| least.min(*value));
    coarse - least
}

/// 240 samples of five features with a quantity and three classes.
fn small() -> (Array2<f64>, Array1<f64>, Array1<f64>) {
    let x = table(240, 5, 7);
    let y = target(&x);
    let c = classes(&y);
    (x, y, c)
}

/// 2,000 samples to fit on and 2,000 to score on: features and quantity each.
fn halves() -> [(Array2<f64>, Array1<f64>); 2] {
    let x = table(4000, 6, 11);
    let y = target(&x);
    let part = |rows: std::ops::Range<usize>| {
        (x.slice(s![rows.clone(), ..]).to_owned(), y.slice(s![rows]).to_owned())
    };
    [part(0..2000), part(2000..4000)]
}

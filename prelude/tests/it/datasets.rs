//! Datasets, splits, folds, embedded data, generators and stories, as a cell uses them. Reference
//! values are scikit-learn's and pandas': `reference/datasets.py` made `reference/datasets.json`.

mod building;
mod columns;
mod embedded;
mod folds;
mod generators;
mod properties;
mod splits;
mod stories;

use ferrolab_prelude::prelude::*;
use ferrolab_prelude::serde_json::{self, Value};

fn reference(path: &str) -> Value {
    let all: Value = serde_json::from_str(include_str!("../reference/datasets.json")).unwrap();
    all.pointer(path).unwrap_or_else(|| panic!("{path}")).clone()
}

fn entries(path: &str) -> Vec<Value> {
    reference(path).as_array().unwrap().clone()
}

fn count(value: &Value) -> usize {
    value.as_u64().unwrap() as usize
}

fn counts(value: &Value) -> Vec<usize> {
    value.as_array().unwrap().iter().map(count).collect()
}

/// The formula of `labels` in the reference script.
fn labels(n: usize) -> Vec<usize> {
    (0..n).map(|i| (i * i + i / 3) % 7 % 4).collect()
}

/// The formula of `groups` in the reference script.
fn groups(n: usize) -> Vec<usize> {
    (0..n).map(|i| (i * 7 + i / 5) % 11).collect()
}

fn column(df: &DataFrame, name: &str) -> Vec<f64> {
    df.column_array(name).unwrap().to_vec()
}

//! Transformers: their values are scikit-learn's (`tests/reference/preprocessing.py`), their errors
//! say what to do.

mod bad_input;
mod columns;
mod encoders;
mod expansion;
mod properties;
mod scalers;

use std::path::Path;
use std::sync::OnceLock;

use ferrolab_prelude::prelude::*;
use ferrolab_prelude::serde_json::{self, Value};

fn reference(path: &str) -> &'static Value {
    static ALL: OnceLock<Value> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference/preprocessing.json");
        serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
    });
    all.pointer(path).unwrap_or_else(|| panic!("{path}"))
}

/// Numbers, NaN for null.
fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|value| value.as_f64().unwrap_or(f64::NAN)).collect()
}

fn matrix(path: &str) -> Array2<f64> {
    let rows: Vec<Vec<f64>> = reference(path).as_array().unwrap().iter().map(numbers).collect();
    Array2::from_shape_fn((rows.len(), rows[0].len()), |(i, j)| rows[i][j])
}

fn texts(path: &str) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    reference(path).as_array().unwrap().iter().map(text).collect()
}

/// Equal within `tolerance`, relative to the size of each column's largest value; NaN where NaN is.
#[track_caller]
fn close(ours: &Array2<f64>, theirs: &Array2<f64>, tolerance: f64) {
    assert_eq!(ours.dim(), theirs.dim());
    for (j, (a, b)) in ours.columns().into_iter().zip(theirs.columns()).enumerate() {
        let size =
            b.iter().fold(1.0_f64, |size, value| if value.is_nan() { size } else { size.max(value.abs()) });
        for (row, (a, b)) in a.iter().zip(b).enumerate() {
            let equal = (a.is_nan() && b.is_nan()) || (a - b).abs() <= tolerance * size;
            assert!(equal, "row {row}, column {j}: {a} is not {b} (tolerance {})", tolerance * size);
        }
    }
}

/// A frame as numbers, missing ones as NaN.
fn values(df: &DataFrame) -> Array2<f64> {
    use ferrolab_prelude::preprocessing::TransformInput;
    df.features_with_gaps().unwrap().values.into_owned()
}

fn names(df: &DataFrame) -> Vec<String> {
    df.get_column_names().iter().map(ToString::to_string).collect()
}

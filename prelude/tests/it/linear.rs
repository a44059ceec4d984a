//! Linear models against scikit-learn and statsmodels. `reference/linear.py` made
//! `reference/linear.json`; each test states its tolerance.

mod classification;
mod descent;
mod inference;
mod penalised;
mod regression;

use std::path::Path;

use ferrolab_prelude::prelude::*;
use ferrolab_prelude::serde_json::{self, Value};

fn reference(path: &str) -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference/linear.json");
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
fn close<'a>(what: &str, ours: impl IntoIterator<Item = &'a f64>, theirs: &Value, tolerance: f64) {
    let (ours, theirs): (Vec<f64>, Vec<f64>) = (ours.into_iter().copied().collect(), numbers(theirs));
    assert_eq!(ours.len(), theirs.len(), "{what}");
    let size = theirs.iter().fold(1e-300_f64, |size, value| size.max(value.abs()));
    for (a, b) in ours.iter().zip(&theirs) {
        let same = (a.is_nan() && b.is_nan()) || (a - b).abs() <= tolerance * size;
        assert!(same, "{what}: {a} is not {b} (tolerance {})\n{ours:?}\n{theirs:?}", tolerance * size);
    }
}

/// The weights that `linear.py` uses for diabetes.
fn sample_weights() -> Array1<f64> {
    (0..442).map(|i| 0.5 + f64::from(i % 4)).collect()
}

fn scaled(x: &Array2<f64>) -> Array2<f64> {
    StandardScaler::new().fit(x).unwrap().transform(x).unwrap()
}

/// Diabetes with scaled features.
fn scaled_diabetes() -> Dataset {
    let mut data = diabetes();
    data.features = scaled(&data.features);
    data
}

/// Coefficients, intercept and the first five predictions.
macro_rules! check_line {
    ($path:expr, $model:expr, $x:expr, $tolerance:expr) => {{
        let (path, model, tolerance): (&str, _, f64) = ($path, &$model, $tolerance);
        let theirs = crate::linear::reference(path);
        crate::linear::close(path, model.coefficients(), &theirs["coefficients"], tolerance);
        crate::linear::close(path, &[model.intercept()], &theirs["intercept"], tolerance);
        let first = model.predict($x.slice(s![..5, ..])).unwrap();
        crate::linear::close(path, &first, &theirs["first"], tolerance);
    }};
}
pub(crate) use check_line;

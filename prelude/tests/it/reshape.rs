//! Shapes, windows, joins, queries and closures over frames. `tests/reference/reshape.py` computed
//! the expected tables with pandas; every test compares whole tables, numbers within 1e-9 relative to
//! the value or 1 (windows: 1e-8, since running sums round differently), text to the letter.

mod apply;
mod bad_input;
mod bins;
mod joins;
mod query;
mod tables;
mod windows;

use std::path::Path;

use ferrolab_prelude::polars::prelude::{NonExistent, TimeZone};
use ferrolab_prelude::prelude::*;
use ferrolab_prelude::serde_json::{self, Value};

/// A part of the reference by its path, such as `/pivot/mean`.
pub fn reference(path: &str) -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference/reshape.json");
    let all: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    all.pointer(path).unwrap_or_else(|| panic!("{path}")).clone()
}

/// The frame that the reference holds at a path.
pub fn frame(path: &str) -> DataFrame {
    let value = reference(path);
    let names = value["names"].as_array().unwrap();
    let columns = names.iter().zip(value["columns"].as_array().unwrap());
    let columns: Vec<Column> =
        columns.map(|(name, values)| column(name.as_str().unwrap(), values.as_array().unwrap())).collect();
    DataFrame::new(columns.first().map_or(0, Column::len), columns).unwrap()
}

fn column(name: &str, values: &[Value]) -> Column {
    let name = name.into();
    if values.iter().any(Value::is_string) {
        return Column::new(name, values.iter().map(Value::as_str).collect::<Vec<_>>());
    }
    if values.iter().any(Value::is_boolean) {
        return Column::new(name, values.iter().map(Value::as_bool).collect::<Vec<_>>());
    }
    if values.iter().any(Value::is_f64) {
        return Column::new(name, values.iter().map(Value::as_f64).collect::<Vec<_>>());
    }
    Column::new(name, values.iter().map(Value::as_i64).collect::<Vec<_>>())
}

/// Column `t` from microseconds to times, in a zone if one is given.
pub fn with_times(df: DataFrame, zone: Option<&str>) -> DataFrame {
    let plain = col("t").cast(DataType::Datetime(TimeUnit::Microseconds, None));
    let time = match zone {
        None => plain,
        Some(zone) => {
            let zone = TimeZone::opt_try_new(Some(zone)).unwrap().unwrap();
            let utc = TimeZone::UTC;
            plain
                .dt()
                .replace_time_zone(Some(utc), lit("raise"), NonExistent::Raise)
                .dt()
                .convert_time_zone(zone)
        }
    };
    df.lazy().with_column(time).collect().unwrap()
}

/// A cell for comparison: times as microseconds, categories as text.
#[derive(Debug, PartialEq)]
enum Given {
    Missing,
    Number(f64),
    Text(String),
}

fn cells(column: &Column) -> Vec<Given> {
    let dtype = column.dtype().clone();
    let column = match dtype {
        DataType::Date => column.cast(&DataType::Datetime(TimeUnit::Microseconds, None)).unwrap(),
        DataType::Datetime(_, zone) => {
            column.cast(&DataType::Datetime(TimeUnit::Microseconds, zone)).unwrap()
        }
        _ => column.clone(),
    };
    if column.dtype().is_string() || column.dtype().is_enum() {
        let text = column.cast(&DataType::String).unwrap();
        let text = text.str().unwrap().clone();
        return text.iter().map(|v| v.map_or(Given::Missing, |v| Given::Text(v.to_owned()))).collect();
    }
    let numbers = column.to_physical_repr().cast(&DataType::Float64).unwrap();
    let numbers = numbers.f64().unwrap().clone();
    numbers.iter().map(|v| v.map_or(Given::Missing, Given::Number)).collect()
}

/// Two columns hold the same, whatever the types.
#[track_caller]
pub fn same_column(what: &str, ours: &Column, theirs: &Column, tolerance: f64) {
    let (a, b) = (cells(ours), cells(theirs));
    assert_eq!(a.len(), b.len(), "{what}\n{ours:?}\n{theirs:?}");
    for (row, pair) in a.iter().zip(&b).enumerate() {
        let equal = match pair {
            (Given::Number(a), Given::Number(b)) => (a - b).abs() <= tolerance * b.abs().max(1.0),
            (a, b) => a == b,
        };
        assert!(equal, "{what}, row {row}: {pair:?}\nours {ours:?}\ntheirs {theirs:?}");
    }
}

/// Two frames hold the same in the same order, whatever the types.
#[track_caller]
pub fn same(what: &str, ours: &DataFrame, theirs: &DataFrame) {
    assert_eq!(ours.get_column_names(), theirs.get_column_names(), "{what}\n{ours}\n{theirs}");
    for (a, b) in ours.columns().iter().zip(theirs.columns()) {
        same_column(&format!("{what}, column {}", a.name()), a, b, 1e-9);
    }
}

/// Two frames hold the same rows in any order.
#[track_caller]
pub fn same_rows(what: &str, ours: &DataFrame, theirs: &DataFrame) {
    assert_eq!(ours.get_column_names(), theirs.get_column_names(), "{what}\n{ours}\n{theirs}");
    let rows = |df: &DataFrame| {
        let columns: Vec<Vec<Given>> = df.columns().iter().map(cells).collect();
        let row = |i: usize| columns.iter().map(|c| format!("{:?}", c[i])).collect::<Vec<_>>().join("|");
        let mut rows: Vec<String> = (0..df.height()).map(row).collect();
        rows.sort();
        rows
    };
    assert_eq!(rows(ours), rows(theirs), "{what}");
}

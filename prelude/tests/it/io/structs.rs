//! Structs to frames and back.

use std::collections::BTreeMap;

use ferrolab_prelude::Error;
use ferrolab_prelude::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Size {
    Small,
    Large,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Person {
    name: String,
    age: Option<u8>,
    height: f64,
    id: i64,
    large: u64,
    size: Size,
    scores: Vec<f64>,
    tags: Vec<String>,
    #[serde(default)]
    nick: Option<String>,
}

fn people() -> Vec<Person> {
    let ada = Person {
        name: "Ada \"A\"\n".into(),
        age: Some(36),
        height: 1.62,
        id: i64::MIN,
        large: u64::MAX,
        size: Size::Large,
        scores: vec![1.0, 2.5],
        tags: vec!["x".into()],
        nick: None,
    };
    let bob = Person {
        age: None,
        height: f64::INFINITY,
        id: i64::MAX,
        large: 0,
        size: Size::Small,
        scores: vec![],
        tags: vec!["y".into(), "ü".into()],
        ..ada.clone()
    };
    vec![ada, bob]
}

#[test]
fn there_and_back() {
    let df = DataFrame::from_structs(&people()).unwrap();
    assert_eq!(df.shape(), (2, 9));
    assert_eq!(df.column("large").unwrap().dtype(), &DataType::UInt64);
    assert_eq!(df.to_structs::<Person>().unwrap(), people());
    assert!(df.head(Some(0)).to_structs::<Person>().unwrap().is_empty());
    assert_eq!(DataFrame::from_structs::<Person>(&[]).unwrap().shape(), (0, 0));
}

#[test]
fn tuples_maps_and_dates() {
    let df = df!("a" => [1, 2], "b" => ["x", "y"]).unwrap();
    assert_eq!(df.to_structs::<(i32, String)>().unwrap()[1], (2, "y".to_owned()));
    let maps = df.select(["a"]).unwrap().to_structs::<BTreeMap<String, i64>>().unwrap();
    assert_eq!(maps[0]["a"], 1);
    assert!(DataFrame::from_structs(&maps).unwrap().equals(&df!("a" => [1_i64, 2]).unwrap()));
    let tuples = DataFrame::from_structs(&[(1, "x"), (2, "y")]).unwrap();
    assert_eq!(tuples.get_column_names(), ["column_1", "column_2"]);

    #[derive(Deserialize)]
    struct Day {
        day: String,
    }
    let days = df!("day" => ["2026-01-31"]).unwrap().lazy().with_column(col("day").cast(DataType::Date));
    assert_eq!(days.collect().unwrap().to_structs::<Day>().unwrap()[0].day, "2026-01-31");
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
struct Strict {
    name: String,
    age: u8,
}

#[test]
fn errors_name_row_column_and_type() {
    let message = |df: DataFrame| df.to_structs::<Strict>().unwrap_err().to_string();
    let error = message(df!("name" => ["Ada", "Bob"], "age" => [36, 300]).unwrap());
    assert_eq!(error, "row 1, column `age`: invalid value: integer `300`, expected u8.");
    let error = message(df!("name" => ["Ada", "Bob"], "age" => [Some(36), None]).unwrap());
    assert!(error.starts_with("row 1, column `age`: expected u8, but the value is missing"), "{error}");
    let error = message(df!("name" => [1], "age" => [1]).unwrap());
    assert!(error.starts_with("row 0, column `name`: expected a string, but it is integer `1`"), "{error}");
    let error = message(df!("name" => ["Ada"], "aeg" => [1]).unwrap());
    assert!(error.contains("there is no column `age`. Did you mean `aeg`"), "{error}");
    let short = df!("a" => [1]).unwrap().to_structs::<(i32, i32)>().unwrap_err().to_string();
    assert!(short.contains("expected 2 columns, but there are 1"), "{short}");
}

#[test]
fn what_is_no_row_is_refused() {
    #[derive(Serialize)]
    struct Nested {
        inner: Strict2,
    }
    #[derive(Serialize)]
    struct Strict2 {
        x: i32,
    }
    let error = DataFrame::from_structs(&[Nested { inner: Strict2 { x: 1 } }]).unwrap_err().to_string();
    assert!(
        error.starts_with("row 0, column `inner`: the struct `Strict2` does not fit into one cell"),
        "{error}"
    );
    let error = DataFrame::from_structs(&[1, 2]).unwrap_err().to_string();
    assert!(error.contains("expected a struct with named fields, but it is an integer"), "{error}");
    let mixed =
        [BTreeMap::from([("a", serde_json::json!(1))]), BTreeMap::from([("a", serde_json::json!("x"))])];
    assert!(matches!(DataFrame::from_structs(&mixed), Err(Error::MixedTypes { row: 1, .. })));
}

#[test]
fn skipped_fields_are_null() {
    let rows = [BTreeMap::from([("a", 1)]), BTreeMap::from([("b", 2)])];
    let df = DataFrame::from_structs(&rows).unwrap();
    assert!(df.equals_missing(&df!("a" => [Some(1_i64), None], "b" => [None, Some(2_i64)]).unwrap()));
}

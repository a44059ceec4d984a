//! `frame!`, and columns as vectors.

use ferrolab_prelude::Error;
use ferrolab_prelude::prelude::*;

#[test]
fn by_columns_and_by_rows() {
    let df = frame! {
        "name" => ["Ada", "Bob", null],
        "age" => [36, 41.5, None],
        "n" => vec![1, 2, 3],
        "ok" => [true, None, false],
    }
    .unwrap();
    let expected = df!(
        "name" => [Some("Ada"), Some("Bob"), None],
        "age" => [Some(36.0), Some(41.5), None],
        "n" => [1_i64, 2, 3],
        "ok" => [Some(true), None, Some(false)]
    )
    .unwrap();
    assert!(df.equals_missing(&expected), "{df}");
    let rows =
        frame! { "name", "age", "n", "ok"; "Ada", 36, 1, true; "Bob", 41.5, 2, null; null, None, 3, false };
    assert!(rows.unwrap().equals_missing(&expected));
}

#[test]
fn small_ones() {
    assert_eq!(frame! {}.unwrap().shape(), (0, 0));
    assert_eq!(frame! { "a" => [] }.unwrap().shape(), (0, 1));
    assert_eq!(frame! { "a", "b"; }.unwrap().shape(), (0, 2));
    assert_eq!(frame! { "a" => [1] }.unwrap().shape(), (1, 1));
    assert_eq!(frame! { "a" => [null, null] }.unwrap().column("a").unwrap().null_count(), 2);
    let text = String::from("owned");
    let df =
        frame! { "s" => [&text, "x"], "t" => (0..2).map(|i| i * 2), "f" => array![0.5, f64::NAN] }.unwrap();
    assert_eq!(df.column("t").unwrap().to_vec::<i64>().unwrap(), [0, 2]);
    let df =
        frame! { "i" => [i64::MAX, i64::MIN], "u" => [u64::MAX, 1_u64], "x" => [f64::INFINITY, 1] }.unwrap();
    assert_eq!(df.column("i").unwrap().to_vec::<i64>().unwrap(), [i64::MAX, i64::MIN]);
    assert_eq!(df.column("u").unwrap().dtype(), &DataType::UInt64);
}

#[test]
fn what_does_not_fit_is_an_error() {
    let error = frame! { "a" => [1, "x"] }.unwrap_err();
    assert_eq!(
        error.to_string(),
        "column `a` holds an integer, but row 1 has text (`x`): give the column one type."
    );
    assert!(matches!(frame! { "a" => [1], "b" => [1, 2] }, Err(Error::LengthMismatch { .. })));
    assert!(matches!(frame! { "a", "a"; 1, 2 }, Err(Error::DuplicateName { .. })));
}

#[test]
fn columns_as_vectors() {
    let df = df!("i" => [1, 2], "f" => [1.0, 2.5], "s" => [Some("x"), None], "b" => [true, false]).unwrap();
    let column = |name: &str| df.column(name).unwrap();
    assert_eq!(column("i").to_vec::<f64>().unwrap(), [1.0, 2.0]);
    assert_eq!(column("i").to_vec::<usize>().unwrap(), [1, 2]);
    assert_eq!(column("b").to_vec::<bool>().unwrap(), [true, false]);
    assert_eq!(column("s").to_vec::<Option<String>>().unwrap()[1], None);
    assert_eq!(column("i").as_materialized_series().to_vec::<i32>().unwrap(), [1, 2]);
    assert!(matches!(column("s").to_vec::<String>(), Err(Error::MissingValues { nulls: 1, .. })));
    assert!(matches!(column("s").to_vec::<f64>(), Err(Error::NotNumeric { .. })));
    let error = column("f").to_vec::<i64>().unwrap_err().to_string();
    assert_eq!(error, "row 1, column `f`: 2.5 is no whole number.");
    let large = df!("x" => [-1_i64, i64::MAX]).unwrap();
    let large = large.column("x").unwrap();
    assert_eq!(large.to_vec::<i64>().unwrap(), [-1, i64::MAX]);
    assert_eq!(
        large.to_vec::<u32>().unwrap_err().to_string(),
        "row 0, column `x`: -1 does not fit into u32."
    );
    let none = df!("x" => Vec::<f64>::new()).unwrap();
    assert!(none.column("x").unwrap().to_vec::<f64>().unwrap().is_empty());
}

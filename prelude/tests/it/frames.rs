//! Frames to arrays and back, and their summary.

use ferrolab_prelude::Error;
use ferrolab_prelude::prelude::*;

#[test]
fn there_and_back() {
    let df = df!("a" => [1, 2, 3], "b" => [0.5, 1.5, 2.5], "c" => [true, false, true]).unwrap();
    let values = df.to_array(&["b", "a", "c"]).unwrap();
    assert_eq!(values, array![[0.5, 1.0, 1.0], [1.5, 2.0, 0.0], [2.5, 3.0, 1.0]]);
    let back = DataFrame::from_array(&values, &["b", "a", "c"]).unwrap();
    assert_eq!(back.column_array("a").unwrap(), array![1.0, 2.0, 3.0]);
}

#[test]
fn no_rows_and_no_columns_keep_their_shape() {
    let df = df!("a" => Vec::<f64>::new()).unwrap();
    assert_eq!(df.to_array(&["a"]).unwrap().shape(), [0, 1]);
    assert_eq!(df.to_array(&[]).unwrap().shape(), [0, 0]);
}

#[test]
fn the_error_names_the_column() {
    let df = df!("city" => ["Rome", "Oslo"], "t" => [Some(1.0), None]).unwrap();
    let message = |columns: &[&str]| df.to_array(columns).unwrap_err().to_string();
    assert!(message(&["city"]).contains("column `city` must hold numbers, but it holds str"));
    assert!(message(&["t"]).contains("column `t` has 1 missing value among its 2 rows"));
    assert!(message(&["citi"]).contains("Did you mean `city`?"));
}

#[test]
fn names_must_fit() {
    let values = array![[1.0, 2.0]];
    assert!(matches!(DataFrame::from_array(&values, &["a"]), Err(Error::LengthMismatch { .. })));
    assert!(matches!(DataFrame::from_array(&values, &["a", "a"]), Err(Error::DuplicateName { .. })));
}

#[test]
fn numbers_text_dates_and_flags() {
    let days = Series::new("day".into(), [0_i32, 10, 20]).cast(&DataType::Date).unwrap();
    let mut df =
        df!("x" => [1.0, 2.0, 4.0], "name" => [Some("b"), Some("a"), None], "flag" => [true, false, true])
            .unwrap();
    df.with_column(days.into()).unwrap();
    let summary = df.describe().unwrap();
    assert_eq!(summary.shape(), (9, 5));
    let x: Vec<f64> = summary.column_array("x").unwrap().to_vec();
    assert!((x[3] - 1.527_525_231_651_946_6).abs() < 1e-14);
    assert_eq!([x[0], x[1], x[4], x[5], x[6], x[7], x[8]], [3.0, 0.0, 1.0, 1.5, 2.0, 3.0, 4.0]);
    assert_eq!(summary.column_array("flag").unwrap()[4], 0.0);
    let cell = |column: &str, row| summary.column(column).unwrap().str().unwrap().get(row);
    assert_eq!(cell("name", 0), Some("2"));
    assert_eq!(cell("name", 4), Some("a"));
    assert_eq!(cell("name", 8), Some("b"));
    assert_eq!(cell("day", 2), Some("1970-01-11"));
    assert_eq!(cell("day", 5), Some("1970-01-06"));
}

#[test]
fn one_row_no_rows_and_a_column_called_statistic() {
    let one = df!("statistic" => [5]).unwrap().describe().unwrap();
    assert_eq!(one.get_column_names(), ["statistic_", "statistic"]);
    assert!(one.column("statistic").unwrap().get(3).unwrap().is_null(), "std of one value");
    let none = df!("a" => Vec::<f64>::new(), "s" => Vec::<String>::new()).unwrap().describe().unwrap();
    assert_eq!(none.column("a").unwrap().f64().unwrap().get(0), Some(0.0));
    assert!(none.column("a").unwrap().get(2).unwrap().is_null());
    assert_eq!(DataFrame::empty().describe().unwrap().shape(), (9, 1));
}

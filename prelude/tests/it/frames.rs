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

#[test]
fn arrays_are_columns_like_vectors() {
    let values = array![[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]];
    let codes = array![7_i64, 8, 9];
    let df = df!(
        "strided" => values.column(1),
        "codes" => &codes,
        "flags" => codes.mapv(|code| code > 7),
        "names" => &array!["a", "b", "c"],
        "places" => Array1::from_iter(0..3_usize),
        "maybe" => array![Some(1.5), None, Some(2.5)],
    )
    .unwrap();
    assert_eq!(df.column_array("strided").unwrap(), array![2.0, 4.0, 6.0]);
    let types: Vec<String> = df.columns().iter().map(|column| column.dtype().to_string()).collect();
    assert_eq!(types, ["f64", "i64", "bool", "str", "u64", "f64"]);
    assert_eq!(df.column("maybe").unwrap().null_count(), 1);
    let written = frame! { "codes" => &codes, "strided" => values.column(1), "flags" => [true, false, null] };
    assert_eq!(written.unwrap().column_array("codes").unwrap(), array![7.0, 8.0, 9.0]);
    assert_eq!(Series::new("x".into(), &codes).len(), 3);
}

#[test]
fn columns_are_assigned() {
    let df = df!("x" => [1.0, 2.0], "y" => [10, 20]).unwrap();
    let all = df
        .assign("array", &array![3.0, 4.0])
        .and_then(|df| df.assign("vector", vec!["a", "b"]))
        .and_then(|df| df.assign("column", df.column("y")?))
        .and_then(|df| df.assign("maths", col("x") * lit(2.0) + col("array")))
        .and_then(|df| df.assign("same", "m"))
        .and_then(|df| df.assign("one", 1))
        .and_then(|df| df.assign("x", [true, false]))
        .unwrap();
    assert_eq!(
        all.get_column_names(),
        ["x", "y", "array", "vector", "column", "maths", "same", "one"],
        "a known name keeps its place"
    );
    assert_eq!(all.column_array("maths").unwrap(), array![5.0, 8.0]);
    assert_eq!(all.column("same").unwrap().str().unwrap().get(1), Some("m"));
    assert_eq!(df.width(), 2, "the frame itself stays as it is");
    assert_eq!(df.head(Some(0)).assign("z", 1.5).unwrap().shape(), (0, 3));
    assert_eq!(DataFrame::empty().assign("z", [1, 2, 3]).unwrap().shape(), (3, 1));
}

#[test]
fn what_cannot_be_assigned_is_said() {
    let df = df!("x" => [1.0, 2.0]).unwrap();
    let error = df.assign("z", &array![1.0]).unwrap_err().to_string();
    assert!(error.contains("column `z` has 1 value but the frame has 2"), "{error}");
    assert!(df.assign("z", col("no such") + lit(1)).is_err());
    assert!(df.assign("z", col("x").filter(col("x").gt(lit(1.0)))).is_err());
}

#[test]
fn rows_in_order() {
    let df =
        df!("city" => ["Rome", "Oslo", "Bern", "Oslo"], "t" => [Some(17), Some(3), None, Some(5)]).unwrap();
    let cities = |df: &DataFrame| df.column("city").unwrap().to_vec::<String>().unwrap();
    let t = |df: &DataFrame| df.column("t").unwrap().to_vec::<Option<i32>>().unwrap();
    assert_eq!(cities(&df.sorted("city").unwrap()), ["Bern", "Oslo", "Oslo", "Rome"]);
    assert_eq!(t(&df.sorted("t").unwrap()), [Some(3), Some(5), Some(17), None]);
    assert_eq!(t(&df.sorted_descending("t").unwrap()), [Some(17), Some(5), Some(3), None]);
    assert_eq!(t(&df.sorted(["city", "t"]).unwrap()), [None, Some(3), Some(5), Some(17)]);
    assert_eq!(cities(&df.clone().lazy().sorted_descending("city").collect().unwrap())[0], "Rome");
    let error = df.sorted("cty").unwrap_err().to_string();
    assert!(error.contains("Did you mean `city`?"), "{error}");
    assert!(matches!(df.sorted(&[] as &[&str]), Err(Error::Empty { .. })));
    assert!(df.lazy().sorted("cty").collect().is_err());
}

#[test]
fn dates_as_they_are_written() {
    let df = df!("day" => ["2020-12-31", "2021-01-01", "2021-03-01"]).unwrap().parse_dates(&["day"]).unwrap();
    let count = |condition: Expr| df.clone().lazy().filter(condition).collect().map(|df| df.height());
    assert_eq!(count(col("day").gt_eq(date(2021, 1, 1))).unwrap(), 2);
    assert_eq!(count(col("day").lt(datetime(2021, 1, 1, 0, 0, 1))).unwrap(), 2);
    let since = df.assign("since", col("day") - date(2021, 1, 1)).unwrap();
    assert_eq!(since.column("since").unwrap().duration().unwrap().days().get(2), Some(59));
    for wrong in [date(2021, 2, 29), date(2021, 13, 1), datetime(2021, 1, 1, 24, 0, 0)] {
        let error = count(col("day").eq(wrong)).unwrap_err().to_string();
        assert!(error.contains("is not in the calendar"), "{error}");
    }
}

#[test]
fn one_of_a_few() {
    let df = df!("n" => [Some(1_i64), Some(5), None], "s" => ["a", "b", "c"]).unwrap();
    let count = |condition: Expr| df.clone().lazy().filter(condition).collect().unwrap().height();
    assert_eq!(count(col("n").is_one_of([1, 5])), 2);
    assert_eq!(count(col("n").is_one_of([5.0, 7.5])), 1);
    assert_eq!(count(col("n").is_one_of([1, 5]).not()), 0, "a missing value is neither");
    assert_eq!(count(col("s").is_one_of(["a", "c", "x"])), 2);
    assert_eq!(count(col("s").is_one_of(Vec::<String>::new())), 0);
}

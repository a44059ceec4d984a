//! Rows, groups and statistics of a frame in one step.

use ferrolab_prelude::Error;
use ferrolab_prelude::prelude::*;

fn shops() -> DataFrame {
    df!(
        "city" => ["Rome", "Oslo", "Rome", "Bern", "Oslo"],
        "price" => [Some(12.5), Some(8.0), None, Some(20.0), Some(6.0)],
        "count" => [3, 1, 4, 1, 5],
        "open now" => [true, false, true, true, true],
    )
    .unwrap()
}

fn cities(df: &DataFrame) -> Vec<String> {
    df["city"].to_vec().unwrap()
}

#[test]
fn a_condition_is_text_or_an_expression() {
    let df = shops();
    for (text, expected) in [
        ("price > 10", vec!["Rome", "Bern"]),
        ("price > 10 and count == 1", vec!["Bern"]),
        ("price > 10 AND count = 1", vec!["Bern"]),
        ("not (city = 'Rome' or city = 'Bern')", vec!["Oslo", "Oslo"]),
        ("city in ('Rome', 'Bern')", vec!["Rome", "Rome", "Bern"]),
        ("city <> 'Rome' and count between 1 and 2", vec!["Oslo", "Bern"]),
        ("price is null", vec!["Rome"]),
        ("city like '%o%'", vec!["Rome", "Oslo", "Rome", "Oslo"]),
        ("\"open now\" and price * count > 25", vec!["Rome", "Oslo"]),
    ] {
        let found = df.query(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(cities(&found), expected, "{text}");
        assert_eq!(found.width(), df.width());
    }
    assert_eq!(cities(&df.query(col("price").gt(lit(10))).unwrap()), ["Rome", "Bern"]);
    let wanted = String::from("count > 9");
    assert_eq!(df.query(&wanted).unwrap().shape(), (0, 4), "nothing fits, and the columns stay");
    assert_eq!(df.clear().query("price > 1").unwrap().shape(), (0, 4));
}

#[test]
fn a_wrong_condition_is_explained() {
    let message = |text: &str| shops().query(text).unwrap_err().to_string();
    assert!(message("pric > 10").contains("Did you mean `price`?"), "{}", message("pric > 10"));
    assert!(message("price > ").contains("price >"), "{}", message("price > "));
    assert!(!message("price + 1").is_empty(), "a number is no condition");
    assert!(!message("city > 3").is_empty(), "text does not compare with a number");
    assert!(!message("").is_empty());
    let expression = shops().query(col("pric").gt(lit(1))).unwrap_err();
    assert!(matches!(&expression, Error::ColumnNotFound { column, .. } if column == "pric"), "{expression}");
}

/// As `df.groupby("city").agg(…)` of pandas 3.1 gives it.
#[test]
fn groups_are_in_order_and_pass_over_missing_values() {
    let df = shops();
    let groups = df.groupby("city");
    let means = groups.mean(["price", "count"]).unwrap();
    assert_eq!(means.get_column_names(), ["city", "price", "count"]);
    assert_eq!(cities(&means), ["Bern", "Oslo", "Rome"]);
    assert_eq!(means.column_array("price").unwrap(), array![20.0, 7.0, 12.5]);
    assert_eq!(means.column_array("count").unwrap(), array![1.0, 3.0, 3.5]);
    let one = |table: Result<DataFrame, Error>, name: &str| table.unwrap().column_array(name).unwrap();
    assert_eq!(one(groups.sum("price"), "price"), array![20.0, 14.0, 12.5]);
    assert_eq!(one(groups.min("count"), "count"), array![1.0, 1.0, 3.0]);
    assert_eq!(one(groups.max("count"), "count"), array![1.0, 5.0, 4.0]);
    assert_eq!(one(groups.median("count"), "count"), array![1.0, 3.0, 3.5]);
    assert_eq!(one(groups.count("price"), "price"), array![1.0, 2.0, 1.0]);
    assert_eq!(one(groups.nunique("open now"), "open now"), array![1.0, 2.0, 1.0]);
    assert_eq!(one(groups.first("count"), "count"), array![1.0, 1.0, 3.0]);
    assert_eq!(one(groups.last("count"), "count"), array![1.0, 5.0, 4.0]);
    assert_eq!(one(groups.size(), "size"), array![1.0, 2.0, 2.0]);
    assert_eq!(one(groups.aggregate(Aggregate::Quantile(0.25), "count"), "count"), array![1.0, 2.0, 3.25]);
    let spread = groups.std("count").unwrap();
    assert_eq!(spread["count"].to_vec::<Option<f64>>().unwrap()[0], None, "one value has no spread");
    assert!((spread["count"].get(1).unwrap().try_extract::<f64>().unwrap() - 8.0_f64.sqrt()).abs() < 1e-12);
    let all = groups.mean(&[]).unwrap();
    assert_eq!(all.get_column_names(), ["city", "price", "count", "open now"]);
    let several = df.groupby(["city", "open now"]).size().unwrap();
    assert_eq!(several.column_array("size").unwrap(), array![1.0, 1.0, 1.0, 2.0]);
    let own = groups.agg([col("price").max().alias("most"), len().alias("n")]).unwrap();
    assert_eq!(own.get_column_names(), ["city", "most", "n"]);
}

#[test]
fn a_missing_key_is_the_last_group() {
    let df = df!("key" => [None, Some("b"), None, Some("a")], "x" => [1, 2, 3, 4]).unwrap();
    let sums = df.groupby("key").sum("x").unwrap();
    assert_eq!(sums["key"].to_vec::<Option<String>>().unwrap(), [Some("a".into()), Some("b".into()), None]);
    assert_eq!(sums.column_array("x").unwrap(), array![4.0, 2.0, 4.0]);
    assert_eq!(df.clear().groupby("key").sum("x").unwrap().shape(), (0, 2));
}

#[test]
fn wrong_groups_are_refused() {
    let df = shops();
    assert!(df.groupby("citi").size().unwrap_err().to_string().contains("Did you mean `city`?"));
    assert!(df.groupby("city").mean("pric").unwrap_err().to_string().contains("Did you mean `price`?"));
    assert!(matches!(df.groupby("count").mean("city"), Err(Error::NotNumeric { .. })));
    assert!(matches!(df.groupby("city").mean("city"), Err(Error::NotNumeric { .. })));
    assert!(matches!(df.groupby("city").max("city"), Err(Error::DuplicateName { .. })));
    assert!(matches!(df.groupby(["city", "city"]).size(), Err(Error::DuplicateName { .. })));
    assert!(matches!(df.groupby(&[]).size(), Err(Error::Empty { .. })));
    let beyond = df.groupby("city").aggregate(Aggregate::Quantile(1.5), "price");
    assert!(matches!(beyond, Err(Error::Parameter { .. })));
    let unknown = df.groupby("city").agg([col("pric").mean()]);
    assert!(matches!(unknown, Err(Error::ColumnNotFound { .. })), "{unknown:?}");
}

#[test]
fn statistics_of_the_whole_frame_are_one_row() {
    let table = shops().agg([col("price").mean(), col("count").sum()]).unwrap();
    assert_eq!(table.to_array(&["price", "count"]).unwrap(), array![[11.625, 14.0]]);
    assert!(matches!(shops().agg([col("pric").mean()]), Err(Error::ColumnNotFound { .. })));
}

#[test]
fn an_expression_gives_a_column() {
    let df = shops();
    let total = df.eval("price * count").unwrap();
    let expected = [Some(37.5), Some(8.0), None, Some(20.0), Some(30.0)];
    assert_eq!(total.to_vec::<Option<f64>>().unwrap(), expected);
    assert_eq!(df.eval(col("city").str().to_uppercase()).unwrap().to_vec::<String>().unwrap()[0], "ROME");
    assert_eq!(df.eval(col("count").sum()).unwrap().len(), 1);
    assert_eq!(df.clear().eval("price + 1").unwrap().len(), 0);
    assert!(df.eval("pric * 2").unwrap_err().to_string().contains("Did you mean `price`?"));
    assert!(matches!(df.eval(all().as_expr()), Err(Error::Parameter { .. })));
}

#[test]
fn statistics_of_a_column_are_numbers() {
    let df = shops();
    let price = &df["price"];
    assert_eq!((price.mean().unwrap(), price.median().unwrap(), price.sum().unwrap()), (11.625, 10.25, 46.5));
    assert_eq!((price.min().unwrap(), price.max().unwrap()), (6.0, 20.0));
    assert!((price.std().unwrap() - 6.209_871_174_187_111).abs() < 1e-12);
    assert!((price.var().unwrap() - 38.5625).abs() < 1e-12);
    assert_eq!(price.quantile(0.25).unwrap(), 7.5);
    assert_eq!(df["open now"].mean().unwrap(), 0.8);
    assert_eq!(df["city"].value_counts().unwrap().shape(), (3, 3));
    assert!(matches!(df["city"].mean(), Err(Error::NotNumeric { .. })));
    assert!(matches!(price.quantile(2.0), Err(Error::Parameter { .. })));
    let nothing = df!("x" => [None::<f64>, None]).unwrap();
    assert!(matches!(nothing["x"].mean(), Err(Error::Empty { .. })));
    assert!(matches!(nothing["x"].max(), Err(Error::Empty { .. })));
    assert_eq!(nothing["x"].sum().unwrap(), 0.0);
    let one = df!("x" => [f64::INFINITY]).unwrap();
    assert!(matches!(one["x"].std(), Err(Error::Empty { .. })));
    assert_eq!(one["x"].max().unwrap(), f64::INFINITY);
    let nan = df!("x" => [f64::NAN, 1.0]).unwrap();
    assert!(nan["x"].mean().unwrap().is_nan());
    assert_eq!(nan["x"].max().unwrap(), 1.0);
}

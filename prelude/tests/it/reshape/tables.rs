use super::{frame, same};
use ferrolab_prelude::prelude::*;

const AGGREGATES: [(&str, Aggregate); 12] = [
    ("mean", Aggregate::Mean),
    ("sum", Aggregate::Sum),
    ("count", Aggregate::Count),
    ("min", Aggregate::Min),
    ("max", Aggregate::Max),
    ("median", Aggregate::Median),
    ("std", Aggregate::Std),
    ("var", Aggregate::Var),
    ("first", Aggregate::First),
    ("last", Aggregate::Last),
    ("nunique", Aggregate::NUnique),
    ("prod", Aggregate::Product),
];

#[test]
fn pivot_table_is_pandas() {
    let df = frame("/shops");
    for (name, aggregate) in AGGREGATES {
        let ours = df.pivot_table(&["city"], "year", &["sales"], aggregate).unwrap();
        same(name, &ours, &frame(&format!("/pivot/{name}")));
    }
    let two = df.pivot_table(&["city", "kind"], "year", &["sales", "items"], Aggregate::Mean).unwrap();
    same("two", &two, &frame("/pivot/two"));
}

#[test]
fn pivot_margins_and_filling_are_pandas() {
    let df = frame("/shops");
    let table = PivotTable::new(&["city"], "year", &["items"]).aggregate(Aggregate::Sum);
    same("margins", &table.clone().margins("All").of(&df).unwrap(), &frame("/pivot/margins"));
    let means = PivotTable::new(&["city"], "kind", &["sales"]).margins("Total").of(&df).unwrap();
    same("means", &means, &frame("/pivot/margins_mean"));
    let sparse = col("city").neq(lit("Bonn")).or(col("year").neq(lit(2023)));
    let sparse = df.clone().lazy().filter(sparse).collect().unwrap();
    let filled = table.fill(0.0).of(&sparse).unwrap();
    same("fill", &filled, &frame("/pivot/fill"));
    assert_eq!(filled.column("2023").unwrap().dtype(), &DataType::Int64, "whole numbers stay whole");
}

#[test]
fn pivot_of_text_and_of_nothing() {
    let df = df!("k" => ["a", "a", "b"], "c" => [1, 2, 1], "s" => ["x", "y", "z"]).unwrap();
    let table = df.pivot_table(&["k"], "c", &["s"], Aggregate::Max).unwrap();
    let second: Vec<Option<&str>> = table.column("2").unwrap().str().unwrap().iter().collect();
    assert_eq!(second, [Some("y"), None]);
    let none = df.head(Some(0)).pivot_table(&["k"], "c", &["s"], Aggregate::First).unwrap();
    assert_eq!(none.shape(), (0, 1));
    let all_null = df!("k" => ["a"], "c" => ["u"], "x" => [None::<f64>]).unwrap();
    assert_eq!(all_null.pivot_table(&["k"], "c", &["x"], Aggregate::Mean).unwrap().shape(), (0, 1));
    assert_eq!(all_null.pivot_table(&["k"], "c", &["x"], Aggregate::Sum).unwrap().shape(), (1, 2));
}

#[test]
fn crosstab_is_pandas() {
    let df = frame("/shops");
    let kinds = [
        ("False", Normalize::None),
        ("all", Normalize::All),
        ("index", Normalize::Rows),
        ("columns", Normalize::Columns),
    ];
    for (name, normalize) in kinds {
        let table = Crosstab::new("city", "year").normalize(normalize);
        same(name, &table.of(&df).unwrap(), &frame(&format!("/crosstab/{name}_False")));
        same(name, &table.margins("All").of(&df).unwrap(), &frame(&format!("/crosstab/{name}_True")));
    }
    assert_eq!(df.head(Some(0)).crosstab("city", "year").unwrap().shape(), (0, 1));
}

#[test]
fn one_hot_is_get_dummies() {
    let df = frame("/shops").select(["city", "year", "items"]).unwrap();
    same("plain", &df.one_hot(&["city", "year"]).unwrap(), &frame("/dummies/plain"));
    let fewer = OneHot::new(&["city"]).drop_first().of(&df).unwrap();
    same("drop_first", &fewer, &frame("/dummies/drop_first"));
    assert_eq!(OneHot::new(&[]).of(&df).unwrap().get_column_names()[0], "year", "text alone by default");
    let marked = OneHot::new(&["city"]).missing_column().of(&df).unwrap();
    let missing = marked.column("city_null").unwrap().bool().unwrap().sum().unwrap() as usize;
    assert_eq!(missing, df.column("city").unwrap().null_count());
}

#[test]
fn long_and_wide_are_pandas() {
    let small = frame("/shapes/small");
    let long = small.melt(&["id", "city"], &["sales", "items"]).unwrap();
    same("melt", &long, &frame("/shapes/melt"));
    same("pivot", &long.long_to_wide(&["id"], "variable", &["value"]).unwrap(), &frame("/shapes/pivot"));
    let wide = frame("/shapes/wide");
    let ours = wide.wide_to_long(&["x", "y"], &["id"], "j", "_").unwrap();
    same("wide_to_long", &ours, &frame("/shapes/wide_to_long"));
    assert_eq!(small.melt(&["id"], &["sales"]).unwrap().height(), 8);
}

#[test]
fn lists_text_and_turning() {
    let df = df!("id" => [1, 2, 3], "tags" => [Some("a,b"), None, Some("c")]).unwrap();
    let rows = df.explode_text("tags", ",").unwrap();
    assert_eq!(rows.column_array("id").unwrap(), array![1.0, 1.0, 2.0, 3.0]);
    assert_eq!(rows.column("tags").unwrap().null_count(), 1);
    let turned = df!("city" => ["Oslo", "Rome"], "t" => [4, 21], "rain" => [60.5, 40.0]).unwrap();
    let turned = turned.transpose_with("city", "measure").unwrap();
    same(
        "turned",
        &turned,
        &df!("measure" => ["t", "rain"], "Oslo" => [4.0, 60.5], "Rome" => [21.0, 40.0]).unwrap(),
    );
}

//! Methods of frames over frames that are empty, of one row, all missing, of the wrong type, nested,
//! with infinities and huge integers. Every frame has the columns `x`, `k` and `t`, of whatever type.

use ferrolab_prelude::prelude::*;

use super::{Done, Walk};

/// The same columns in every frame.
fn of(x: Series, k: Series, t: Series) -> DataFrame {
    let columns = [("x", x), ("k", k), ("t", t)];
    let height = columns[0].1.len();
    DataFrame::new(height, columns.map(|(name, column)| column.with_name(name.into()).into()).to_vec())
        .unwrap()
}

fn series<T, P: ?Sized>(values: T) -> Series
where
    Series: NamedFrom<T, P>,
{
    Series::new("".into(), values)
}

fn days(values: &[Option<i32>]) -> Series {
    series(values.to_vec()).cast(&DataType::Date).unwrap()
}

fn frames() -> Vec<(&'static str, DataFrame)> {
    let usual = of(
        series([1.5, 2.0, 2.0, -4.0, 7.0]),
        series(["a", "b", "a", "b", "a"]),
        days(&[Some(0), Some(1), Some(2), Some(3), Some(5)]),
    );
    let typeless = || Series::full_null("".into(), 2, &DataType::Null);
    let lists = series([series([1, 2]), series([3])]);
    vec![
        ("no rows", usual.head(Some(0))),
        ("one row", usual.head(Some(1))),
        ("numbers", usual.clone()),
        ("nulls", of(series([None::<f64>, None]), series([None::<&str>, None]), days(&[None, None]))),
        ("no types", of(typeless(), typeless(), typeless())),
        (
            "gaps",
            of(
                series([Some(1.0), None, Some(3.0)]),
                series([None, Some(""), Some("a")]),
                days(&[Some(9), None, Some(2)]),
            ),
        ),
        (
            "NaN",
            of(
                series([f64::NAN, f64::NAN, 1.0]),
                series(["NaN", "a", "a"]),
                days(&[Some(1), Some(1), Some(1)]),
            ),
        ),
        (
            "infinities",
            of(
                series([f64::INFINITY, f64::NEG_INFINITY]),
                series(["a", "b"]),
                days(&[Some(i32::MAX), Some(i32::MIN)]),
            ),
        ),
        (
            "huge integers",
            of(series([i64::MAX, i64::MIN, 0]), series([u64::MAX, 0, 1]), series([i64::MIN, 0, i64::MAX])),
        ),
        (
            "floats at the end",
            of(series([f64::MAX, f64::MIN, 5e-324]), series(["a", "a", "b"]), series([1.0, 2.0, 3.0])),
        ),
        (
            "text",
            of(series(["1", "x", ""]), series(["1", "2", "3"]), series(["2024-01-31", "soon", "31.12.2024"])),
        ),
        ("flags", of(series([true, false]), series([true, true]), series([false, true]))),
        ("lists", of(lists.clone(), lists.clone(), lists)),
        (
            "a constant",
            of(series([0.1, 0.1, 0.1]), series(["a", "a", "a"]), days(&[Some(1), Some(2), Some(3)])),
        ),
        (
            "odd texts",
            of(
                series([1, 2, 3]),
                series(["\u{0}", "é\u{301}\u{200d}", "<b>&\"'`$\\"]),
                days(&[Some(3), Some(2), Some(1)]),
            ),
        ),
    ]
}

/// Calls by their text.
macro_rules! calls {
    (|$df:ident: $type:ty| $($call:expr),* $(,)?) => {
        vec![$((stringify!($call), (|$df: $type| {
            let _ = $df;
            $call.map(drop)
        }) as fn($type) -> Done)),*]
    };
}

type Calls = Vec<(&'static str, fn(&DataFrame) -> Done)>;

fn every_call() -> Calls {
    [looks(), one_step(), cleaning(), shapes(), windows()].concat()
}

fn one_step() -> Calls {
    calls![
        |df: &DataFrame| df.query("x > 1"),
        df.query("k = 'a' and x is not null"),
        df.query(col("t").is_null()),
        df.eval("x is not null"),
        df.eval(col("k").n_unique()),
        df.agg([col("x").mean(), col("k").first(), len()]),
        df.groupby("k").size(),
        df.groupby("x").count("k"),
        df.groupby(["k", "t"]).mean("x"),
        df.groupby("k").sum("x"),
        df.groupby("k").min(["x", "t"]),
        df.groupby("k").max(["x", "t"]),
        df.groupby("k").median("x"),
        df.groupby("k").std("x"),
        df.groupby("k").var("x"),
        df.groupby("k").nunique(["x", "t"]),
        df.groupby("k").first("t"),
        df.groupby("k").last("t"),
        df.groupby("k").aggregate(Aggregate::Quantile(0.5), &[]),
        df.groupby("x").agg([col("t").max().alias("latest")]),
    ]
}

/// An index panics, as it does everywhere in Rust, where there is no such column.
fn of_columns() -> Calls {
    calls![
        |df: &DataFrame| df["x"].mean(),
        df["x"].median(),
        df["x"].std(),
        df["x"].var(),
        df["x"].min(),
        df["x"].max(),
        df["x"].sum(),
        df["x"].quantile(0.9),
        df["k"].value_counts(),
    ]
}

fn looks() -> Calls {
    calls![
        |df: &DataFrame| df.describe(),
        df.describe_with(&DescribeOptions::new().include(Include::All).percentiles(&[0.0, 1.0])),
        Ok(df.glimpse()),
        Ok(df.info()),
        df.memory_usage(),
        df.sample(1, 7),
        df.sample_fraction(0.5, 7),
        df.sample_with_replacement(3, 7),
        df.value_counts("x"),
        df.value_counts("k"),
        df.value_counts_of(&["k", "t"]),
        df.nunique(),
        df.corr(),
        df.corr_with(CorrelationMethod::Spearman),
        df.corr_with(CorrelationMethod::Kendall),
        df.cov(),
        df.missing(),
        df.nlargest(2, "x"),
        df.nsmallest(usize::MAX, "k"),
        df.clone().lazy().show_plan(),
        df.sorted("x"),
        df.sorted(["k", "x"]),
        df.sorted_descending("t"),
        Ok(df.clone().lazy().sorted("x").sorted_descending("k").collect()?),
        Ok(df.rich_display()),
        df.to_array(&["x"]),
        df.to_array(&["x", "k"]),
        df.column_array("t"),
        df.assign("y", col("x").is_null()),
        df.assign("x", "same"),
        df.assign("y", df.column("x")?),
        df.assign("few", col("x").is_one_of([1.5, f64::NAN])),
        df.assign("few", col("k").is_one_of(["a", ""])),
        df.assign("late", col("t").gt(date(2021, 1, 1))),
        df.assign("at", datetime(2021, 1, 1, 9, 0, 0)),
        df.to_structs::<HashMap<String, Option<f64>>>(),
        DataFrame::from_structs(&[(1, "a")]),
        DataFrame::from_array(&array![[1.0]], &["x"]),
        df.column("x")?.to_vec::<f64>(),
        df.column("x")?.to_vec::<Option<i32>>(),
        df.column("k")?.to_vec::<Option<String>>(),
        df.column("x")?.to_vec::<bool>(),
        Ok(df.plot().scatter("x", "k")?.to_svg()),
        Ok(df.plot().hist("x")?.color_by("k")?.to_svg()),
        Ok(df.plot().line("t", "x")?.to_svg()),
        Ok(df.plot().box_plot("x")?.to_svg()),
        Ok(df.plot().bar("k", "x")?.to_svg()),
    ]
}

fn cleaning() -> Calls {
    calls![
        |df: &DataFrame| df.drop_missing(),
        df.drop_missing_in(&["x"]),
        df.drop_sparse_columns(0.5),
        df.fill_missing(&["x"], Fill::Mean),
        df.fill_missing(&["k"], Fill::Mode),
        df.fill_missing(&[], 0),
        df.fill_missing(&["x"], Fill::Interpolate),
        df.fill_missing(&["x"], Fill::Knn(2)),
        df.fill_missing(&["t"], Fill::Forward),
        df.fill_missing_by(&["x"], &["k"], Fill::Median),
        df.fill_missing_by(&["x"], &["k"], Fill::Backward),
        df.null_where(&["x"], &[1.0, f64::NAN]),
        df.drop_duplicates(&["k"], Keep::Last),
        df.duplicated(&[], Keep::None),
        df.parse_dates(&["t"]),
        df.parse_dates_with(&["t"], DateOrder::DayFirst),
        df.parse_dates_report(&["t"], DateOrder::MonthFirst),
        df.to_numeric(&["x"]),
        df.to_numeric_with(&["k"], NumberFormat::default()),
        df.to_numeric_report(&["t"], NumberFormat::default()),
        df.to_boolean(&["x"]),
        df.to_boolean_report(&["k"], OnBad::Null),
        df.to_categories(&["k"]),
        df.optimise_types(),
        df.tidy_strings(&["k"], &[Tidy::Trim, Tidy::EmptyToNull]),
        df.replace_values("k", &[("a", "b")]),
        df.similar_values("k", 0.5),
        df.merge_similar("k", 0.5),
        df.clean_names(),
        df.rename_columns(&[("x", "y")]),
        df.outliers(&["x"], Outliers::Mad(3.5)),
        df.outlier_bounds(&["x"], Outliers::Iqr(1.5)),
        df.drop_outliers(&["x"], Outliers::ZScore(2.0)),
        df.clip_outliers(&["x"], Outliers::Iqr(1.5)),
        df.winsorise(&["x"], 0.1, 0.1),
        df.clip(&["x"], 0.0..),
        Ok(df.changes_since(&df.head(Some(1)))?.rich_display()),
        Ok(df.parse_dates_report(&["t"], DateOrder::DayFirst)?.report.rich_display()),
    ]
}

fn shapes() -> Calls {
    calls![
        |df: &DataFrame| df.pivot_table(&["k"], "t", &["x"], Aggregate::Mean),
        df.pivot_table(&["k"], "t", &["x"], Aggregate::First),
        df.melt(&["k"], &["x"]),
        df.melt(&[], &[]),
        df.wide_to_long(&["x"], &["k"], "j", ""),
        df.long_to_wide(&["t"], "k", &["x"]),
        df.crosstab("k", "t"),
        df.crosstab("k", "x"),
        df.one_hot(&["k"]),
        df.cut("x", Bins::Width(3)),
        df.cut("x", Bins::Quantiles(3)),
        df.cut("t", Bins::edges(&[0.0, 1.0])),
        df.explode_column("x"),
        df.explode_text("k", ","),
        df.transpose_with("k", "row"),
        df.merge(df, &["k"], How::Left),
        df.merge(df, &["x", "t"], How::Outer),
        df.merge(df, &["k"], How::Anti),
        df.merge_asof(df, "t"),
        df.merge_asof(df, "x"),
        df.merge_where(df, [col("x").lt(col("x_right"))]),
        concat_rows(&[df, df]),
        concat_columns(&[df, &df.rename_columns(&[("x", "a"), ("k", "b"), ("t", "c")])?]),
        Ok(sql("select k, sum(x) from df group by k", &[("df", df)])?),
        df.apply_rows("y", |row| Ok(row.f64("x")? * 2.0)),
        df.map_column("x", |x: f64| x.sqrt()),
        df.map_column_as("k", "y", |k: &str| k.len() as i64),
        df.map_columns(&["x"], |x: Option<f64>| x),
        df.group_apply(&["k"], |group| Ok(group.clone())),
        Ok(df.iter_rows().count()),
    ]
}

fn windows() -> Calls {
    calls![
        |df: &DataFrame| df.over(&["k"]).lag(&["x"], &[1]),
        df.over(&["k"]).lead(&["x"], &[1]),
        df.over(&["k"]).aggregate(&["x"], Aggregate::Median),
        df.over(&["k"]).cumulative(&["x"], Cumulative::Product),
        df.resample("t", "2d")?.mean(),
        df.resample("t", "1mo")?.by(&["k"]).fill_gaps().sum(),
        df.resample("x", "2i")?.mean(),
        df.rolling_window("x", 2).mean(),
        df.rolling_window("x", 2).center().var(),
        df.rolling_window("x", 3).skew(),
        df.rolling_window("x", 4).kurtosis(),
        df.rolling_window("x", 2).quantile(0.5),
        df.rolling_by_time("x", "t", "2d")?.mean(),
        df.expanding("x").mean(),
        df.expanding("k").max(),
        df.ewm("x", Decay::Span(3.0)).mean(),
        df.ewm("x", Decay::Alpha(0.5)).unadjusted().var(),
        df.ewm("x", Decay::HalfLife(1.0)).ignore_missing().std(),
        df.lag(&["x", "k"], &[1, 99]),
        df.lead(&["x"], &[0, 1]),
        df.diff(&["x"], &[1, 2]),
        df.diff(&["t"], &[1]),
        df.pct_change(&["x"], &[1]),
        df.cumulative(&["x"], Cumulative::Sum),
        df.cumulative(&["x"], Cumulative::Count),
    ]
}

#[test]
fn frames_of_every_sort() {
    let mut walk = Walk::default();
    for (about, df) in frames() {
        for (name, function) in [every_call(), of_columns()].concat() {
            walk.call(name, about, || function(&df));
        }
    }
    walk.end();
}

#[test]
fn frames_without_the_columns() {
    let without =
        [DataFrame::empty(), DataFrame::new(4, Vec::new()).unwrap(), df!("other" => [1.0]).unwrap()];
    let mut walk = Walk::default();
    for df in without {
        let about = format!("a frame of shape {:?}", df.shape());
        for (name, function) in every_call() {
            walk.call(name, &about, || function(&df));
        }
    }
    walk.end();
}

/// Adding, replacing and ordering keep all rows, whatever is in them.
#[test]
fn rows_keep_their_number() {
    type Keeps = fn(&DataFrame) -> Result<DataFrame, ferrolab_prelude::Error>;
    let keeps: [(&str, Keeps); 10] = [
        ("sorted", |df| df.sorted("k")),
        ("assign", |df| df.assign("y", 1)),
        ("fill_missing", |df| df.fill_missing(&["x"], Fill::Forward)),
        ("lag", |df| df.lag(&["x"], &[1])),
        ("over", |df| df.over(&["k"]).lag(&["x"], &[1])),
        ("one_hot", |df| df.one_hot(&["k"])),
        ("winsorise", |df| df.winsorise(&["x"], 0.1, 0.1)),
        ("rolling_window", |df| df.rolling_window("x", 2).mean()),
        ("expanding", |df| df.expanding("x").sum()),
        ("optimise_types", |df| df.optimise_types()),
    ];
    let mut walk = Walk::default();
    for (about, df) in frames() {
        for (name, function) in &keeps {
            walk.rule(name, about, || match function(&df) {
                Ok(after) if after.height() != df.height() => {
                    format!("{} rows of {}", after.height(), df.height())
                }
                _ => String::new(),
            });
        }
    }
    walk.end();
}

//! Every function refuses what it cannot use, by name, and takes what is merely small or odd.

use ferrolab_prelude::prelude::*;

fn df() -> DataFrame {
    df!(
        "city" => [Some("Oslo"), Some("Rome"), None],
        "year" => [2024, 2025, 2024],
        "x" => [1.0, f64::NAN, f64::INFINITY],
        "none" => [None::<f64>, None, None],
        "big" => [i64::MAX, i64::MIN, 0]
    )
    .unwrap()
}

fn text<T>(result: Result<T, ferrolab_prelude::Error>) -> String {
    result.err().map_or_else(String::new, |error| error.to_string())
}

#[test]
fn a_missing_column_gets_the_nearest_name() {
    let df = df();
    let errors = [
        text(df.pivot_table(&["cty"], "year", &["x"], Aggregate::Mean)),
        text(df.pivot_table(&["year"], "cty", &["x"], Aggregate::Mean)),
        text(df.pivot_table(&["year"], "x", &["cty"], Aggregate::Max)),
        text(df.melt(&["cty"], &[])),
        text(df.melt(&[], &["cty"])),
        text(df.wide_to_long(&["x"], &["cty"], "j", "_")),
        text(df.long_to_wide(&["cty"], "year", &["x"])),
        text(df.crosstab("cty", "year")),
        text(df.one_hot(&["cty"])),
        text(df.cut("cty", Bins::Width(2))),
        text(df.explode_column("cty")),
        text(df.explode_text("cty", ",")),
        text(df.transpose_with("cty", "rows")),
        text(df.resample("cty", "1d").map(drop)),
        text(df.rolling_window("cty", 2).mean()),
        text(df.rolling_by_time("x", "cty", "1d").map(drop)),
        text(df.expanding("cty").mean()),
        text(df.ewm("cty", Decay::Alpha(0.5)).mean()),
        text(df.lag(&["cty"], &[1])),
        text(df.diff(&["cty"], &[1])),
        text(df.cumulative(&["cty"], Cumulative::Sum)),
        text(df.over(&["cty"]).lag(&["x"], &[1])),
        text(df.over(&[]).order_by("cty").lag(&["x"], &[1])),
        text(df.merge(&df, &["cty"], How::Left)),
        text(df.merge_asof(&df, "cty")),
    ];
    for (number, error) in errors.iter().enumerate() {
        assert!(error.contains("Did you mean `city`?"), "{number}: {error}");
    }
}

#[test]
fn text_is_no_number_and_no_time() {
    let df = df();
    for error in [
        text(df.pivot_table(&["x"], "year", &["city"], Aggregate::Mean)),
        text(df.cut("city", Bins::Width(2))),
        text(df.rolling_window("city", 2).mean()),
        text(df.ewm("city", Decay::Alpha(0.5)).mean()),
        text(df.diff(&["city"], &[1])),
        text(df.pct_change(&["city"], &[1])),
        text(df.cumulative(&["city"], Cumulative::Sum)),
        text(df.over(&["year"]).aggregate(&["city"], Aggregate::Mean)),
    ] {
        assert!(error.contains("column `city` must hold numbers, but it holds str"), "{error}");
    }
    for error in [
        text(df.resample("city", "1d").map(drop)),
        text(df.rolling_by_time("x", "city", "1d").map(drop)),
        text(df.merge_asof(&df, "city")),
    ] {
        assert!(error.contains("column `city` must hold dates or times, but it holds str"), "{error}");
    }
}

#[test]
fn parameters_out_of_range() {
    let df = df();
    for every in ["", "d1", "0d", "-1d", "1 month", "ten", "99999999999999999999d", "1M", "é"] {
        let error = text(df.resample("year", every).map(drop));
        assert!(error.contains("must be a length such as"), "{every}: {error}");
    }
    assert!(text(df.rolling_window("x", 0).mean()).contains("at least 1 row"));
    assert!(text(df.rolling_window("x", 2).min_periods(3).mean()).contains("at most the window, 2"));
    assert!(text(df.rolling_window("x", 2).agg(&[Aggregate::NUnique])).contains("`nunique`"));
    assert!(text(df.rolling_window("x", 2).quantile(1.5)).contains("between 0 and 1"));
    for decay in [
        Decay::Alpha(0.0),
        Decay::Alpha(1.5),
        Decay::Span(0.5),
        Decay::HalfLife(0.0),
        Decay::CenterOfMass(f64::NAN),
    ] {
        assert!(text(df.ewm("x", decay).mean()).contains("`decay`"), "{decay:?}");
    }
    assert!(text(df.pivot_table(&[], "year", &["x"], Aggregate::Mean)).contains("at least one column"));
    assert!(
        text(df.pivot_table(&["city"], "year", &["x"], Aggregate::Quantile(2.0))).contains("between 0 and 1")
    );
    assert!(text(df.cut("x", Bins::Width(0))).contains("1 to 1 million"));
    assert!(text(df.cut("year", Bins::edges(&[3.0, 1.0]))).contains("3 followed by 1"));
    assert!(text(df.cut("year", Bins::edges(&[f64::NAN, 1.0]))).contains("NaN followed by 1"));
    assert!(text(df.cut("year", Bins::quantiles_at(&[0.0, 2.0]))).contains("the quantile 2"));
    assert!(text(Cut::new(Bins::Width(2)).labels(&["a"]).of(&df, "year")).contains("`labels` has 1 value"));
    assert!(text(df.merge_where(&df, [])).contains("at least one comparison"));
    assert!(text(Merge::new(How::Cross).on(&["city"]).of(&df, &df)).contains("cross join"));
    assert!(text(Merge::new(How::Left).left_on(&["city"]).of(&df, &df)).contains("1 left and 0 right"));
    assert!(text(df.wide_to_long(&["q"], &["year"], "j", "_")).contains("the beginnings of column names"));
}

#[test]
fn names_that_come_twice() {
    let df = df();
    for error in [
        text(df.pivot_table(&["city", "city"], "year", &["x"], Aggregate::Mean)),
        text(df.pivot_table(&["city"], "year", &["x", "x"], Aggregate::Mean)),
        text(df.crosstab("city", "city")),
        text(df.one_hot(&["city", "city"])),
        text(df.melt(&["city"], &["city"])),
        text(df.over(&["city", "city"]).lag(&["x"], &[1])),
        text(df.merge(&df, &["year", "year"], How::Inner)),
    ] {
        assert!(error.contains("twice"), "{error}");
    }
    let names = df!("k" => ["k", "b"], "c" => ["k", "b"], "v" => [1, 2]).unwrap();
    assert!(text(names.pivot_table(&["k"], "c", &["v"], Aggregate::Sum)).contains("uses the name `k` twice"));
    let long = df!("i" => [1, 1], "c" => ["a", "a"], "v" => [1, 2]).unwrap();
    let error = text(long.long_to_wide(&["i"], "c", &["v"]));
    assert!(error.contains("must be unique, but i = 1, c = a comes 2 times"), "{error}");
    assert!(text(df.melt(&[], &["city", "x"])).contains("do not go together"));
}

#[test]
fn nothing_one_row_and_missing_values() {
    let all = df();
    for df in [all.head(Some(0)), all.head(Some(1)), all.clone()] {
        let rows = df.height();
        for aggregate in
            [Aggregate::Mean, Aggregate::Sum, Aggregate::Std, Aggregate::Median, Aggregate::NUnique]
        {
            df.pivot_table(&["city"], "year", &["none", "x", "big"], aggregate).unwrap();
            PivotTable::new(&["city"], "year", &["x"])
                .aggregate(aggregate)
                .margins("All")
                .fill(0.0)
                .of(&df)
                .unwrap();
            df.over(&["city"]).aggregate(&["none", "x"], aggregate).unwrap();
        }
        Crosstab::new("city", "year").margins("All").normalize(Normalize::All).of(&df).unwrap();
        assert_eq!(df.one_hot(&["city"]).unwrap().height(), rows);
        assert_eq!(df.melt(&["city"], &["x", "none"]).unwrap().height(), 2 * rows);
        for column in ["none", "x", "big", "year"] {
            for size in [1, 2, 1000] {
                assert_eq!(
                    df.rolling_window(column, size).agg(&[Aggregate::Mean, Aggregate::Std]).unwrap().height(),
                    rows
                );
            }
            assert_eq!(df.expanding(column).mean().unwrap().height(), rows);
            assert_eq!(df.ewm(column, Decay::Span(3.0)).mean().unwrap().height(), rows);
            assert_eq!(df.lag(&[column], &[0, 1, 100]).unwrap().width(), 8);
            assert_eq!(df.pct_change(&[column], &[1]).unwrap().height(), rows);
            assert_eq!(df.over(&["city"]).cumulative(&[column], Cumulative::Max).unwrap().height(), rows);
            let _ = df.cut(column, Bins::Width(3));
            let _ = df.cut(column, Bins::Quantiles(3));
        }
        df.resample("year", "1i").unwrap().fill_gaps().by(&["city"]).mean().unwrap();
        assert_eq!(df.merge(&df, &["big"], How::Inner).unwrap().height(), rows);
        assert_eq!(df.map_column("x", |v: f64| v.sqrt()).unwrap().height(), rows);
    }
}

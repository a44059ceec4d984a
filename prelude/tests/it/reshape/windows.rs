use super::{frame, reference, same, same_column, with_times};
use ferrolab_prelude::prelude::*;
use ferrolab_prelude::serde_json::Value;

fn times() -> DataFrame {
    with_times(frame("/times"), None)
}

#[track_caller]
fn is(what: &str, df: &DataFrame, name: &str) {
    let values = reference(&format!("/windows/{what}"));
    let values: Vec<Option<f64>> = values.as_array().unwrap().iter().map(Value::as_f64).collect();
    let theirs = Column::new("expected".into(), values);
    same_column(what, df.column(name).unwrap(), &theirs, 1e-8);
}

const STATISTICS: [(&str, Aggregate); 7] = [
    ("mean", Aggregate::Mean),
    ("sum", Aggregate::Sum),
    ("min", Aggregate::Min),
    ("max", Aggregate::Max),
    ("std", Aggregate::Std),
    ("var", Aggregate::Var),
    ("median", Aggregate::Median),
];

#[test]
fn rolling_is_pandas() {
    let df = times();
    let cases = [
        ("3__", df.rolling_window("x", 3), 3),
        ("4_2_", df.rolling_window("x", 4).min_periods(2), 4),
        ("4_2_center", df.rolling_window("x", 4).min_periods(2).center(), 4),
        ("5_1_center", df.rolling_window("x", 5).min_periods(1).center(), 5),
    ];
    for (name, rolling, size) in cases {
        for (word, statistic) in STATISTICS {
            let with = rolling.agg(&[statistic]).unwrap();
            is(&format!("{name}_{word}"), &with, &format!("x_rolling_{word}_{size}"));
        }
        is(&format!("{name}_q0.3"), &rolling.quantile(0.3).unwrap(), &format!("x_rolling_q0.3_{size}"));
    }
    is("skew", &df.rolling_window("x", 8).skew().unwrap(), "x_rolling_skew_8");
    is("kurt", &df.rolling_window("x", 8).kurtosis().unwrap(), "x_rolling_kurt_8");
    is("count", &df.rolling_window("x", 4).count().unwrap(), "x_rolling_count_4");
}

#[test]
fn expanding_and_timed_windows_are_pandas() {
    let df = times();
    for (word, statistic) in STATISTICS {
        let with = df.expanding("x").agg(&[statistic]).unwrap();
        is(&format!("expanding_{word}"), &with, &format!("x_expanding_{word}"));
        let with = df.rolling_by_time("x", "t", "7d").unwrap().agg(&[statistic]).unwrap();
        is(&format!("7d_{word}"), &with, &format!("x_rolling_{word}_7d"));
    }
}

#[test]
fn ewm_is_pandas() {
    let df = times();
    let cases = [
        ("alpha", df.ewm("x", Decay::Alpha(0.3))),
        ("span", df.ewm("x", Decay::Span(5.0))),
        ("halflife", df.ewm("x", Decay::HalfLife(2.5))),
        ("com", df.ewm("x", Decay::CenterOfMass(1.5))),
        ("unadjusted", df.ewm("x", Decay::Alpha(0.3)).unadjusted()),
        ("ignore", df.ewm("x", Decay::Alpha(0.3)).ignore_missing()),
        ("min", df.ewm("x", Decay::Alpha(0.3)).min_periods(4)),
    ];
    for (name, ewm) in cases {
        is(&format!("ewm_{name}_mean"), &ewm.mean().unwrap(), "x_ewm_mean");
        is(&format!("ewm_{name}_std"), &ewm.std().unwrap(), "x_ewm_std");
        is(&format!("ewm_{name}_var"), &ewm.var().unwrap(), "x_ewm_var");
    }
}

#[test]
fn windows_within_groups_are_pandas() {
    let df = times();
    let shops = df.over(&["shop"]);
    is("lag_2", &shops.lag(&["x"], &[2]).unwrap(), "x_lag_2");
    is("lead_1", &shops.lead(&["x"], &[1]).unwrap(), "x_lead_1");
    is("diff_1", &shops.diff(&["x"], &[1]).unwrap(), "x_diff_1");
    is("pct_change_1", &shops.pct_change(&["x"], &[1]).unwrap(), "x_pct_change_1");
    let running = [
        ("cumsum", Cumulative::Sum),
        ("cumprod", Cumulative::Product),
        ("cummin", Cumulative::Min),
        ("cummax", Cumulative::Max),
    ];
    for (name, kind) in running {
        is(name, &shops.cumulative(&["x"], kind).unwrap(), &format!("x_{name}"));
    }
    is("group_mean", &shops.aggregate(&["x"], Aggregate::Mean).unwrap(), "x_mean");
    is("group_rolling", &shops.rolling_window("x", 3).min_periods(1).mean().unwrap(), "x_rolling_mean_3");
    is("ordered_lag", &df.over(&["shop"]).order_by("t").lag(&["x"], &[1]).unwrap(), "x_lag_1");
}

#[test]
fn resample_is_pandas() {
    let df = times().select(["t", "x"]).unwrap();
    for (theirs, ours) in [("7D", "1w"), ("MS", "1mo"), ("QS", "QS"), ("12h", "12h")] {
        let stretches = df.resample("t", ours).unwrap().fill_gaps();
        for (how, table) in [
            ("sum", stretches.sum()),
            ("mean", stretches.mean()),
            ("count", stretches.count()),
            ("max", stretches.max()),
        ] {
            let name = format!("{theirs}_{how}");
            same(&name, &table.unwrap(), &frame(&format!("/resample/{name}")));
        }
    }
    let right = df.resample("t", "1d").unwrap().closed(Side::Right).label(Side::Right).fill_gaps();
    same("right", &right.sum().unwrap(), &frame("/resample/right"));
    let monthly = times();
    let shops = monthly.resample("t", "1mo").unwrap().by(&["shop"]).fill_gaps().sum().unwrap();
    same("shops", &shops, &frame("/resample/shops"));
    let known = monthly.lazy().filter(col("x").is_not_null()).collect().unwrap();
    same("ohlc", &known.resample("t", "1mo").unwrap().ohlc("x").unwrap(), &frame("/resample/ohlc"));
}

#[test]
fn resample_across_the_change_of_clocks_is_pandas() {
    let df = with_times(frame("/zoned"), Some("Europe/Berlin"));
    let days = df.resample("t", "1d").unwrap().sum().unwrap();
    same("days", &days, &frame("/resample/berlin_days"));
    let hours = df.resample("t", "2h").unwrap().count().unwrap();
    same("hours", &hours, &frame("/resample/berlin_hours"));
}

#[test]
fn dates_are_cut_into_hours_and_numbers_into_stretches() {
    let days = Series::new("d".into(), [0, 1]).cast(&DataType::Date).unwrap();
    let mut df = df!("x" => [1, 2], "i" => [3, 17]).unwrap();
    df.with_column(days.into()).unwrap();
    let hours = df.resample("d", "6h").unwrap().fill_gaps().aggregate(Aggregate::Size).unwrap();
    assert_eq!(hours.column_array("x").unwrap(), array![1.0, 0.0, 0.0, 0.0, 1.0]);
    let tens = df.resample("i", "10i").unwrap().sum().unwrap();
    assert_eq!(tens.column_array("i").unwrap(), array![0.0, 10.0]);
}

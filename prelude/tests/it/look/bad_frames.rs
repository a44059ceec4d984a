//! Frames that are empty, missing, constant, wrongly typed or extreme.

use ferrolab_prelude::Error;
use ferrolab_prelude::prelude::*;

use super::{check_well_formed, html, text};

fn frames() -> Vec<DataFrame> {
    let days = Series::new("day".into(), [0_i32, i32::MAX, i32::MIN]).cast(&DataType::Date).unwrap();
    let stamps = Series::new("stamp".into(), [0_i64, i64::MAX, i64::MIN]);
    let stamps = stamps.cast(&DataType::Datetime(TimeUnit::Milliseconds, None)).unwrap();
    let blobs = Series::new("blob".into(), [Some(&b"\x00\xff<b>"[..]), None, Some(&[7; 4000][..])]);
    let lists = Series::new(
        "list".into(),
        [
            Series::new("".into(), [1_i32]),
            Series::new("".into(), [0_i32; 0]),
            Series::new("".into(), [1, 2, 3]),
        ],
    );
    let odd = DataFrame::new(3, vec![days.into(), stamps.into(), blobs.into(), lists.into()]).unwrap();
    vec![
        DataFrame::empty(),
        DataFrame::new(5, vec![]).unwrap(),
        df!("a" => Vec::<f64>::new(), "s" => Vec::<String>::new()).unwrap(),
        df!("a" => [1.5]).unwrap(),
        df!("a" => [None::<f64>, None], "s" => [None::<String>, None], "b" => [None::<bool>, None]).unwrap(),
        DataFrame::new(2, vec![Column::new_scalar("none".into(), Scalar::null(DataType::Null), 2)]).unwrap(),
        df!("a" => [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.0, f64::MAX, f64::MIN_POSITIVE]).unwrap(),
        df!("a" => [i64::MAX, i64::MIN, 0], "b" => [u64::MAX, 0, 1]).unwrap(),
        df!("count" => ["a", "b"], "column" => [1, 2], "statistic" => [1.0, 2.0]).unwrap(),
        odd,
    ]
}

#[test]
fn every_look_survives_every_frame() {
    for df in frames() {
        let about = format!("{:?}", df.schema());
        check_well_formed(&html(&df));
        check_well_formed(&html(&df.glimpse()));
        check_well_formed(&html(&df.info()));
        check_well_formed(&html(&df.missing().unwrap()));
        assert!(!text(&df.glimpse()).is_empty() && !text(&df.info()).is_empty(), "{about}");
        assert_eq!(df.memory_usage().unwrap().height(), df.width());
        assert!(df.sample(df.height(), 1).is_ok(), "{about}");
        for include in [Include::Auto, Include::All, Include::Numeric, Include::Text, Include::Temporal] {
            let summary = df.describe_with(&DescribeOptions::new().include(include));
            summary.unwrap_or_else(|error| panic!("{include:?} of {about}: {error}"));
        }
        let names: Vec<String> = df.get_column_names().iter().map(ToString::to_string).collect();
        for name in &names {
            if name != "list" {
                assert!(df.value_counts(name).is_ok(), "{name} of {about}: {:?}", df.value_counts(name));
                assert_eq!(df.nlargest(2, name).unwrap().height(), df.height().min(2));
            }
        }
        let numeric = df.columns().iter().any(|c| c.dtype().is_primitive_numeric() || c.dtype().is_bool());
        for method in [CorrelationMethod::Pearson, CorrelationMethod::Spearman, CorrelationMethod::Kendall] {
            assert_eq!(df.corr_with(method).is_ok(), numeric, "{about}");
        }
        assert_eq!(df.cov().is_ok(), numeric, "{about}");
    }
}

#[test]
fn what_is_not_defined_is_nan() {
    let one = df!("a" => [1.0], "b" => [2.0]).unwrap();
    let constant = df!("a" => [0.1, 0.1, 0.1], "b" => [1.0, 2.0, 3.0]).unwrap();
    let apart = df!("a" => [Some(1.0), None], "b" => [None, Some(1.0)]).unwrap();
    for df in [one, constant, apart] {
        for method in [CorrelationMethod::Pearson, CorrelationMethod::Spearman, CorrelationMethod::Kendall] {
            let corr = df.corr_with(method).unwrap();
            assert!(corr.column_array("b").unwrap()[0].is_nan(), "{corr}");
        }
    }
}

#[test]
fn wrong_names_and_parameters_are_told() {
    let df = df!("city" => ["Oslo"], "t" => [1.0]).unwrap();
    let message = |result: Result<DataFrame, Error>| result.unwrap_err().to_string();
    for result in [df.value_counts("citi"), df.nlargest(1, "citi"), df.nsmallest(1, "citi")] {
        assert!(message(result).contains("Did you mean `city`?"));
    }
    assert!(message(df.value_counts_of(&[])).contains("expected at least one column"));
    assert!(message(df.value_counts_of(&["t", "t"])).contains("`t` twice"));
    assert!(message(df.sample(2, 0)).contains("there is only 1"));
    assert!(message(df.sample_fraction(1.5, 0)).contains("between 0 and 1"));
    assert!(message(df.sample_fraction(f64::NAN, 0)).contains("between 0 and 1"));
    assert!(message(DataFrame::empty().sample_with_replacement(1, 0)).contains("empty"));
    assert!(message(df.select(["city"]).unwrap().corr()).contains("numeric columns"));
    let options = DescribeOptions::new().percentiles(&[95.0]);
    assert!(message(df.describe_with(&options)).contains("such as 0.95"));
    assert!(DataFrame::empty().heat_map().is_err());
    assert!(Array2::<f64>::zeros((0, 3)).heat_map().is_err());
}

#[test]
fn samples_are_of_the_seed() {
    let df = df!("row" => (0..1000_i64).collect::<Vec<_>>()).unwrap();
    let rows = |df: DataFrame| df.column_array("row").unwrap().to_vec();
    let one = rows(df.sample(50, 7).unwrap());
    assert_eq!(one, rows(df.sample(50, 7).unwrap()));
    assert_ne!(one, rows(df.sample(50, 8).unwrap()));
    let distinct: HashSet<u64> = one.iter().map(|row| *row as u64).collect();
    assert_eq!(distinct.len(), 50);
    assert_eq!(df.sample_fraction(0.25, 1).unwrap().height(), 250);
    let again = rows(df.sample_with_replacement(3000, 1).unwrap());
    assert!(again.iter().map(|row| *row as u64).collect::<HashSet<_>>().len() < 1000);
}

#[test]
fn missing_counts_nulls_and_nan() {
    let df = df!(
        "a" => [Some(1.0), None, Some(f64::NAN), Some(2.0)],
        "s" => [None::<&str>, None, Some("x"), Some("")],
        "n" => [1, 2, 3, 4]
    )
    .unwrap();
    let report = df.missing().unwrap();
    assert_eq!((report.rows, report.rows_affected, report.cells), (4, 3, 4));
    assert_eq!(report.table.column_array("nulls").unwrap(), array![1.0, 2.0, 0.0]);
    assert_eq!(report.table.column_array("nan").unwrap(), array![1.0, 0.0, 0.0]);
    assert_eq!(report.table.column_array("share").unwrap(), array![0.5, 0.5, 0.0]);
}

#[test]
fn nan_and_nulls_come_last_among_extremes() {
    let df = df!("a" => [Some(f64::NAN), Some(1.0), None, Some(3.0), Some(3.0)], "row" => [0, 1, 2, 3, 4])
        .unwrap();
    let rows = |df: DataFrame| df.column_array("row").unwrap().to_vec();
    assert_eq!(rows(df.nlargest(3, "a").unwrap()), [3.0, 4.0, 1.0]);
    assert_eq!(rows(df.nsmallest(2, "a").unwrap()), [1.0, 3.0]);
    assert_eq!(df.nsmallest(50, "a").unwrap().height(), 5);
}

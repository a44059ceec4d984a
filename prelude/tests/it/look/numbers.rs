//! Values against pandas. `reference/look.py` made `reference/look.json`.

use std::path::Path;

use ferrolab_prelude::prelude::*;
use ferrolab_prelude::serde_json::{self, Value};

fn reference() -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference/look.json");
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

fn floats(values: &Value) -> Vec<f64> {
    values.as_array().unwrap().iter().map(|value| value.as_f64().unwrap_or(f64::NAN)).collect()
}

fn words(values: &Value) -> Vec<Option<String>> {
    values.as_array().unwrap().iter().map(|value| value.as_str().map(str::to_owned)).collect()
}

/// The columns of the reference's frame; `gaps` with nulls, `more_gaps` with NaN.
fn numbers(reference: &Value) -> DataFrame {
    let data = &reference["data"];
    let with_nulls: Vec<Option<f64>> = data["gaps"].as_array().unwrap().iter().map(Value::as_f64).collect();
    let flags: Vec<bool> =
        data["flag"].as_array().unwrap().iter().map(|flag| flag.as_bool().unwrap()).collect();
    let whole = |name: &str| floats(&data[name]).iter().map(|value| *value as i64).collect::<Vec<i64>>();
    df!(
        "a" => floats(&data["a"]),
        "b" => floats(&data["b"]),
        "ties" => whole("ties"),
        "big" => whole("big"),
        "gaps" => with_nulls,
        "more_gaps" => floats(&data["more_gaps"]),
        "flag" => flags,
        "constant" => floats(&data["constant"])
    )
    .unwrap()
}

fn cities(reference: &Value) -> DataFrame {
    let text = &reference["text"];
    df!("city" => words(&text["city"]), "size" => words(&text["size"])).unwrap()
}

/// Equal within `tolerance` of each value's own size; NaN equals NaN.
#[track_caller]
fn close(ours: f64, theirs: f64, tolerance: f64) {
    let near = (ours - theirs).abs() <= tolerance * theirs.abs().max(1.0);
    assert!(near || (ours.is_nan() && theirs.is_nan()), "{ours} is not {theirs}");
}

#[track_caller]
fn check_matrix(ours: &DataFrame, theirs: &Value) {
    let rows = theirs.as_array().unwrap();
    assert_eq!(ours.shape(), (rows.len(), rows.len() + 1));
    for (i, row) in rows.iter().enumerate() {
        for (column, theirs) in ours.columns()[1..].iter().zip(floats(row)) {
            close(column.f64().unwrap().get(i).unwrap(), theirs, 1e-12);
        }
    }
}

#[test]
fn correlations_and_covariances_are_pandas() {
    let reference = reference();
    let df = numbers(&reference);
    check_matrix(&df.corr().unwrap(), &reference["pearson"]);
    check_matrix(&df.corr_with(CorrelationMethod::Spearman).unwrap(), &reference["spearman"]);
    let varied = df.drop("constant").unwrap();
    check_matrix(&varied.corr_with(CorrelationMethod::Kendall).unwrap(), &reference["kendall"]);
    check_matrix(&df.cov().unwrap(), &reference["cov"]);
}

#[test]
fn correlations_of_large_offsets_keep_their_digits() {
    let x: Vec<f64> = (0..1000).map(|i| 1e9 + f64::from(i % 10)).collect();
    let y: Vec<f64> = (0..1000).map(|i| -1e9 - f64::from(i % 10)).collect();
    let corr = df!("x" => x, "y" => y).unwrap().corr().unwrap();
    close(corr.column_array("y").unwrap()[0], -1.0, 1e-14);
}

#[test]
fn more_columns_than_a_block() {
    let wave = |k: usize| (0..300).map(|i| ((i * (k + 3)) as f64 * 0.37).sin()).collect::<Vec<f64>>();
    let columns = (0..70).map(|k| Column::new(format!("c{k}").into(), wave(k))).collect();
    let df = DataFrame::new(300, columns).unwrap();
    let corr = df.corr().unwrap();
    for (i, j) in [(0, 69), (33, 2), (64, 64), (31, 32)] {
        let pair =
            df.select([format!("c{i}"), format!("c{j}")].iter().collect::<HashSet<_>>().into_iter().cloned());
        let expected = if i == j {
            1.0
        } else {
            pair.unwrap()
                .corr()
                .unwrap()
                .column_array(&format!("c{i}"))
                .unwrap()
                .iter()
                .copied()
                .fold(f64::INFINITY, f64::min)
        };
        close(corr.column_array(&format!("c{j}")).unwrap()[i], expected, 1e-12);
    }
}

#[test]
fn describe_with_percentiles_is_pandas() {
    let reference = reference();
    let df = numbers(&reference);
    let options =
        DescribeOptions::new().percentiles(&[0.999, 0.05, 0.5, 0.95, 0.5]).include(Include::Numeric);
    // pandas counts NaN as missing.
    let df = df.lazy().with_column(col("more_gaps").fill_nan(lit(NULL))).collect().unwrap();
    let ours = df.describe_with(&options).unwrap();
    let theirs = &reference["describe"];
    let labels: Vec<String> = words(&theirs["rows"]).into_iter().flatten().collect();
    for (column, values) in theirs["values"].as_object().unwrap() {
        for (label, value) in labels.iter().zip(floats(values)) {
            let labelled = ours.column("statistic").unwrap().str().unwrap();
            let row = (0..ours.height()).find(|row| labelled.get(*row) == Some(label)).unwrap();
            close(ours.column(column).unwrap().f64().unwrap().get(row).unwrap(), value, 1e-12);
        }
    }
}

#[test]
fn describe_of_text_is_pandas() {
    let reference = reference();
    let df = cities(&reference);
    let all = df.describe_with(&DescribeOptions::new().include(Include::All)).unwrap();
    let auto = df.describe().unwrap();
    for (name, values) in reference["words"].as_object().unwrap() {
        for summary in [&all, &auto] {
            for (row, value) in [0, 2, 3, 4].into_iter().zip(values.as_array().unwrap()) {
                let ours = summary.column(name).unwrap().str().unwrap().get(row).unwrap();
                assert_eq!(ours, value.as_str().map_or_else(|| value.to_string(), str::to_owned));
            }
        }
    }
}

#[test]
fn describe_of_times_is_pandas() {
    let reference = reference();
    let ticks: Vec<i64> = (0..200).map(|i: i64| 1_700_000_000_123_456_789 + i.pow(3) * 1_000_003).collect();
    let spans: Vec<i64> = (0..200).map(|i: i64| i * i * 1000).collect();
    let when = DataType::Datetime(TimeUnit::Nanoseconds, None);
    let took = DataType::Duration(TimeUnit::Milliseconds);
    let df = df!("when" => ticks, "took" => spans).unwrap();
    let df = df.lazy().with_columns([col("when").cast(when), col("took").cast(took)]).collect().unwrap();
    let options = DescribeOptions::new().percentiles(&[0.05, 0.5]).include(Include::Temporal);
    let ours = df.describe_with(&options).unwrap();
    // mean, min, 5%, 50%, max
    let rows = [2, 4, 5, 6, 7];
    let theirs = &reference["temporal"]["when"];
    for (row, nanoseconds) in rows.into_iter().zip(theirs.as_array().unwrap()) {
        let nanoseconds = nanoseconds.as_i64().unwrap();
        let text = ours.column("when").unwrap().str().unwrap().get(row).unwrap().to_owned();
        let (_, fraction) = text.split_once('.').unwrap();
        // pandas rounds the mean of nanoseconds through a float.
        let ours: i64 = format!("{fraction:0<9}").parse().unwrap();
        assert!((ours - nanoseconds % 1_000_000_000).abs() <= 256, "{text} {nanoseconds}");
    }
    let std = ours.column("took").unwrap().str().unwrap().get(3).unwrap().to_owned();
    let expected = reference["temporal"]["took"][5].as_f64().unwrap() / 1e6;
    let expected = expected.round() as i64;
    let expected = format!(
        "{}h {}m {}s {}ms",
        expected / 3_600_000,
        expected / 60_000 % 60,
        expected / 1000 % 60,
        expected % 1000
    );
    assert_eq!(std, expected);
    assert!(ours.column("when").unwrap().str().unwrap().get(3).is_none(), "dates have no standard deviation");
}

#[test]
fn value_counts_are_pandas() {
    let reference = reference();
    let df = cities(&reference);
    let ours = df.value_counts("city").unwrap();
    let theirs = reference["value_counts"].as_array().unwrap();
    assert_eq!(ours.height(), theirs.len());
    for (row, pair) in theirs.iter().enumerate() {
        assert_eq!(ours.column("city").unwrap().str().unwrap().get(row), pair[0][0].as_str(), "{row}");
        let count = pair[1].as_f64().unwrap();
        assert_eq!(ours.column_array("count").unwrap()[row], count);
        close(ours.column_array("share").unwrap()[row], count / 200.0, 1e-15);
    }
    let ours = df.value_counts_of(&["city", "size"]).unwrap();
    let counts: Vec<f64> = reference["value_counts_of"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pair| pair[1].as_f64().unwrap())
        .collect();
    assert_eq!(ours.column_array("count").unwrap().to_vec(), counts);
}

#[test]
fn extremes_and_unique_counts_are_pandas() {
    let reference = reference();
    let df = numbers(&reference).with_row_index("row".into(), None).unwrap();
    assert_eq!(
        df.nlargest(7, "ties").unwrap().column_array("row").unwrap().to_vec(),
        floats(&reference["nlargest"])
    );
    assert_eq!(
        df.nsmallest(7, "gaps").unwrap().column_array("row").unwrap().to_vec(),
        floats(&reference["nsmallest"])
    );
    let both = polars_hstack(&numbers(&reference), &cities(&reference));
    let both = both.lazy().with_column(col("more_gaps").fill_nan(lit(NULL))).collect().unwrap();
    assert_eq!(
        both.nunique().unwrap().column_array("unique").unwrap().to_vec(),
        floats(&reference["nunique"])
    );
}

fn polars_hstack(left: &DataFrame, right: &DataFrame) -> DataFrame {
    left.hstack(right.columns()).unwrap()
}

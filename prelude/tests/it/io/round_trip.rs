//! Whatever frame is written is the frame that is read, format by format.

use std::path::Path;

use ferrolab_prelude::Error;
use ferrolab_prelude::prelude::*;
use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};
use proptest::test_runner::Config;

use super::folder;

type Result<T> = std::result::Result<T, Error>;

#[derive(Clone, Debug)]
struct Row {
    int: Option<i64>,
    float: Option<f64>,
    text: Option<String>,
    flag: Option<bool>,
    day: Option<i32>,
    moment: Option<i64>,
}

/// Text with quotes, separators, line breaks, tabs and letters of all kinds; no NUL, which PostgreSQL
/// refuses, and no carriage return, which CSV readers may take for a line break.
fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("\"".to_owned()),
        Just("'".to_owned()),
        Just(",".to_owned()),
        Just("\n".to_owned()),
        Just("\t".to_owned()),
        Just("\\".to_owned()),
        Just("<b>".to_owned()),
        Just("\u{1F980}".to_owned()),
        "[a-zA-Z0-9 äßøλж漢]{1,6}",
    ];
    // The first letter keeps it from being a number, a date or a mark for a missing value.
    proptest::collection::vec(part, 0..5).prop_map(|parts| format!("t{}", parts.concat()))
}

fn row() -> impl Strategy<Value = Row> {
    let float = prop_oneof![
        any::<f64>(),
        Just(f64::NAN),
        Just(f64::INFINITY),
        Just(f64::NEG_INFINITY),
        Just(f64::MIN_POSITIVE),
        Just(-0.0),
    ];
    let int = prop_oneof![any::<i64>(), Just(i64::MAX), Just(i64::MIN)];
    let some = proptest::option::of::<proptest::strategy::BoxedStrategy<i64>>;
    (
        some(int.boxed()),
        proptest::option::of(float),
        proptest::option::of(text()),
        any::<Option<bool>>(),
        // From the year 1 to 9999, for which every format has four digits.
        proptest::option::of(-719_162..2_932_896_i32),
        some((-62_135_596_800_000_000..253_402_300_799_999_999_i64).boxed()),
    )
        .prop_map(|(int, float, text, flag, day, moment)| Row { int, float, text, flag, day, moment })
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    proptest::collection::vec(row(), 0..20)
}

fn frame(rows: &[Row]) -> DataFrame {
    let df = df!(
        "int" => rows.iter().map(|row| row.int).collect::<Vec<_>>(),
        "float, \"quoted\"" => rows.iter().map(|row| row.float).collect::<Vec<_>>(),
        "text" => rows.iter().map(|row| row.text.clone()).collect::<Vec<_>>(),
        "flag" => rows.iter().map(|row| row.flag).collect::<Vec<_>>(),
        "day" => rows.iter().map(|row| row.day).collect::<Vec<_>>(),
        "moment" => rows.iter().map(|row| row.moment).collect::<Vec<_>>()
    )
    .unwrap();
    let moment = DataType::Datetime(TimeUnit::Microseconds, None);
    df.lazy().with_columns([col("day").cast(DataType::Date), col("moment").cast(moment)]).collect().unwrap()
}

fn dtypes(df: &DataFrame) -> Vec<(String, DataType)> {
    df.columns().iter().map(|column| (column.name().to_string(), column.dtype().clone())).collect()
}

/// Without NaN, for formats in which it is a missing value.
fn without_nan(df: &DataFrame) -> DataFrame {
    let float = col("float, \"quoted\"");
    df.clone()
        .lazy()
        .with_column(when(float.clone().is_nan()).then(lit(NULL)).otherwise(float).name().keep())
        .collect()
        .unwrap()
}

fn check(
    test: &str,
    name: &str,
    df: &DataFrame,
    expected: &DataFrame,
    write: impl Fn(&Path) -> Result<()>,
    read: impl Fn(&Path) -> Result<DataFrame>,
) {
    let path = folder(test).join(name);
    write(&path).unwrap();
    let back = read(&path).unwrap();
    assert!(back.equals_missing(expected), "{name}: {df} came back as {back}");
}

proptest! {
    #![proptest_config(Config { cases: 48, failure_persistence: None, ..Config::default() })]

    #[test]
    fn parquet(rows in rows()) {
        let df = frame(&rows);
        check("round_parquet", "t.parquet", &df, &df, |path| df.write_parquet(path), |path| read_parquet(path));
    }

    #[test]
    fn arrow(rows in rows()) {
        let df = frame(&rows);
        check("round_arrow", "t.arrow", &df, &df, |path| df.write_ipc(path), |path| read_ipc(path));
    }

    #[test]
    fn csv(rows in rows()) {
        let df = frame(&rows);
        let options = CsvOptions::new().dtypes(&dtypes(&df));
        check("round_csv", "t.csv.zst", &df, &without_nan(&df), |path| df.write_csv(path), |path| read_csv_with(path, &options));
    }

    #[test]
    fn sqlite(rows in rows()) {
        let df = frame(&rows);
        let url = |path: &Path| format!("sqlite:///{}", path.display());
        check(
            "round_sqlite",
            "t.db",
            &df,
            &without_nan(&df),
            |path| write_sql(&df, &url(path), "t", IfExists::Replace),
            |path| read_sql(&url(path), "select * from t"),
        );
    }

    #[test]
    fn json(rows in rows()) {
        // JSON has neither NaN nor infinities nor dates.
        let df = frame(&rows).lazy().select([col("int"), col("text"), col("flag")]).collect().unwrap();
        let path = folder("round_json").join("t.ndjson");
        df.write_json(&path).unwrap();
        if df.height() > 0 {
            let back = read_ndjson(&path).unwrap();
            for column in df.columns() {
                let (found, all_null) = (back.column(column.name()).unwrap(), column.null_count() == df.height());
                assert!(all_null || found.equals_missing(column), "{df} came back as {back}");
            }
        }
    }

    #[test]
    fn structs(rows in rows()) {
        #[derive(serde::Serialize, serde::Deserialize)]
        struct Fields {
            int: Option<i64>,
            text: Option<String>,
            flag: Option<bool>,
        }
        let df = frame(&rows).lazy().select([col("int"), col("text"), col("flag")]).collect().unwrap();
        let structs: Vec<Fields> = df.to_structs().unwrap();
        let back = DataFrame::from_structs(&structs).unwrap();
        for column in back.columns() {
            let original = df.column(column.name()).unwrap();
            assert!(column.null_count() == df.height() || original.equals_missing(column), "{df} came back as {back}");
        }
    }
}

//! Gaps and duplicates, as in pandas. Tolerance 1e-13 of the largest value, for sums in another
//! order; what is only copied is equal.

use ferrolab_prelude::prelude::*;

use super::{booleans, close, flags, numbers, reference, texts, values, words};

fn frame() -> DataFrame {
    let x = numbers(reference("/fills/x"));
    df!("x" => x, "key" => words(reference("/fills/key")), "word" => words(reference("/fills/words")))
        .unwrap()
}

fn fill_of(name: &str) -> Fill {
    match name {
        "Mean" => Fill::Mean,
        "Median" => Fill::Median,
        "Mode" => Fill::Mode,
        "Forward" => Fill::Forward,
        "Backward" => Fill::Backward,
        "Interpolate" => Fill::Interpolate,
        "Value" => Fill::value(-1.5),
        other => panic!("{other}"),
    }
}

#[test]
fn fills_are_pandas() {
    for (name, theirs) in reference("/fills/whole").as_object().unwrap() {
        let theirs = numbers(theirs);
        if name == "NearestInside" {
            let ours = values(&frame().fill_missing(&["x"], Fill::Nearest).unwrap(), "x");
            // scipy leaves what lies before the first and after the last known value.
            let inside: Vec<usize> = (0..theirs.len()).filter(|row| !theirs[*row].is_nan()).collect();
            let pick = |all: &[f64]| inside.iter().map(|row| all[*row]).collect::<Vec<f64>>();
            close(&pick(&ours), &pick(&theirs), 0.0);
            continue;
        }
        let ours = values(&frame().fill_missing(&["x"], fill_of(name)).unwrap(), "x");
        close(&ours, &theirs, 1e-13);
    }
    let theirs = words(reference("/fills/words_mode"));
    let ours = texts(&frame().fill_missing(&["word"], Fill::Mode).unwrap(), "word");
    assert_eq!(ours.iter().map(Option::as_deref).collect::<Vec<_>>(), theirs);
}

#[test]
fn fills_by_group_are_pandas() {
    for (name, theirs) in reference("/fills/by").as_object().unwrap() {
        let ours = frame().fill_missing_by(&["x"], &["key"], fill_of(name)).unwrap();
        close(&values(&ours, "x"), &numbers(theirs), 1e-13);
    }
}

#[test]
fn null_and_nan_are_both_gaps() {
    let df = df!("x" => [Some(1.0), None, Some(f64::NAN), Some(4.0)]).unwrap();
    assert_eq!(df.drop_missing().unwrap().height(), 2);
    assert_eq!(values(&df.fill_missing(&["x"], Fill::Interpolate).unwrap(), "x"), [1.0, 2.0, 3.0, 4.0]);
    let rest = df.fill_missing(&[], Fill::Backward).unwrap();
    assert_eq!(values(&rest, "x"), [1.0, 4.0, 4.0, 4.0]);
}

#[test]
fn types_stay_where_they_can() {
    let df = df!("i" => [Some(1_i32), None, Some(4)], "f" => [Some(1.5_f32), None, Some(2.5)], "b" => [Some(true), None, Some(true)]).unwrap();
    let dtype = |df: &DataFrame, name: &str| df.column(name).unwrap().dtype().clone();
    let zero = df.fill_missing(&[], 0).unwrap();
    assert_eq!((dtype(&zero, "i"), dtype(&zero, "f")), (DataType::Int32, DataType::Float32));
    assert_eq!(zero.column("b").unwrap().null_count(), 1, "a number does not suit booleans");
    assert_eq!(dtype(&df.fill_missing(&["i"], 2.0).unwrap(), "i"), DataType::Int32);
    assert_eq!(values(&df.fill_missing(&["i"], 0.5).unwrap(), "i"), [1.0, 0.5, 4.0]);
    assert_eq!(dtype(&df.fill_missing(&["i"], 5_000_000_000_i64).unwrap(), "i"), DataType::Int64);
    assert_eq!(dtype(&df.fill_missing(&["i"], Fill::Mean).unwrap(), "i"), DataType::Float64);
    assert_eq!(dtype(&df.fill_missing(&["f"], Fill::Mean).unwrap(), "f"), DataType::Float32);
    assert_eq!(dtype(&df.fill_missing(&["i"], Fill::Mode).unwrap(), "i"), DataType::Int32);
    assert_eq!(
        booleans(&df.fill_missing(&["b"], false).unwrap(), "b"),
        [Some(true), Some(false), Some(true)]
    );
    let whole = df!("i" => [1, 2]).unwrap();
    assert!(whole.fill_missing(&["i"], Fill::Mean).unwrap().equals(&whole), "nothing to fill");
}

#[test]
fn dates_and_categories_are_filled() {
    let df = df!("d" => [Some("2024-01-01"), None, Some("2024-01-03")], "c" => [Some("a"), None, Some("b")])
        .unwrap();
    let df = df.parse_dates(&["d"]).unwrap().to_categories(&["c"]).unwrap();
    let middle = Some("2024-01-02".to_owned());
    for fill in [Fill::Mean, Fill::Median, Fill::Interpolate, Fill::value("2024-01-02")] {
        let filled = df.fill_missing(&["d"], fill).unwrap();
        assert_eq!(texts(&filled, "d")[1], middle);
        assert_eq!(filled.column("d").unwrap().dtype(), &DataType::Date);
    }
    let filled = df.fill_missing(&["c"], "other").unwrap();
    assert_eq!(texts(&filled, "c")[1].as_deref(), Some("other"));
    assert!(filled.column("c").unwrap().dtype().is_categorical());
    assert_eq!(
        texts(&df.fill_missing(&["c"], Fill::Mode).unwrap(), "c")[1].as_deref(),
        Some("a"),
        "the smaller of two"
    );
}

#[test]
fn a_time_keeps_its_nanoseconds() {
    let times =
        Series::new("t".into(), [Some(1_706_696_100_123_456_789_i64), None, Some(1_706_696_100_123_456_791)]);
    let dtype = DataType::Datetime(TimeUnit::Nanoseconds, None);
    let df = DataFrame::new(3, vec![times.cast(&dtype).unwrap().into()]).unwrap();
    let filled = df.fill_missing(&["t"], Fill::Interpolate).unwrap();
    let back = filled.column("t").unwrap().cast(&DataType::Int64).unwrap();
    assert_eq!(back.i64().unwrap().get(0), Some(1_706_696_100_123_456_789));
    assert_eq!(filled.column("t").unwrap().null_count(), 0);
}

#[test]
fn neighbours_look_at_all_numeric_columns() {
    let df =
        df!("age" => [Some(20.0), None, Some(60.0)], "income" => [1.0, 1.1, 9.0], "name" => ["a", "b", "c"])
            .unwrap();
    assert_eq!(values(&df.fill_missing(&["age"], Fill::Knn(1)).unwrap(), "age"), [20.0, 20.0, 60.0]);
    let weighted = values(&df.fill_missing(&["age"], Fill::KnnByDistance(2)).unwrap(), "age")[1];
    let (near, far) = (1.0 / 0.1, 1.0 / 7.9);
    assert!((weighted - (20.0 * near + 60.0 * far) / (near + far)).abs() < 1e-9);
}

#[test]
fn sparse_columns_and_marks() {
    let df = df!("a" => [Some(1), None, None], "b" => [Some(1), Some(2), None], "c" => [1, 2, 3]).unwrap();
    assert_eq!(df.drop_sparse_columns(0.5).unwrap().get_column_names(), ["b", "c"]);
    assert_eq!(df.drop_sparse_columns(0.0).unwrap().get_column_names(), ["c"]);
    assert_eq!(df.drop_sparse_columns(1.0).unwrap().width(), 3);
    let marked = df.null_where(&["c"], &[2.0, 3.0]).unwrap();
    assert_eq!(marked.column("c").unwrap().null_count(), 2);
    assert_eq!(marked.column("c").unwrap().dtype(), &DataType::Int32);
}

#[test]
fn duplicates_are_pandas() {
    let (a, b) = (numbers(reference("/duplicates/a")), words(reference("/duplicates/b")));
    let df = df!("a" => a, "b" => b).unwrap();
    for (name, keep) in [("First", Keep::First), ("Last", Keep::Last), ("None", Keep::None)] {
        for (which, columns) in [("all", &[][..]), ("a", &["a"]), ("b", &["b"])] {
            let theirs = flags(reference(&format!("/duplicates/flags/{name}/{which}")));
            let ours = df.duplicated(columns, keep).unwrap();
            assert_eq!(ours.bool().unwrap().iter().flatten().collect::<Vec<_>>(), theirs, "{name} {which}");
            let left = df.drop_duplicates(columns, keep).unwrap().height();
            assert_eq!(left, theirs.iter().filter(|flag| !**flag).count());
        }
    }
}

#[test]
fn changes_are_told() {
    let raw = df!("x" => [Some(1.0), None, Some(3.0), Some(3.0)], "s" => ["1", "2", "3", "3"], "gone" => [1, 2, 3, 3]).unwrap();
    let filled = raw.fill_missing(&["x"], Fill::Mean).unwrap().to_numeric(&["s"]).unwrap();
    let report = filled.changes_since(&raw).unwrap();
    assert_eq!((report.columns[0].missing_before, report.columns[0].missing_after), (1, 0));
    assert_eq!(report.columns[0].changed, Some(1));
    assert_eq!(
        (report.columns[1].dtype_before.as_str(), report.columns[1].dtype_after.as_str()),
        ("str", "i64")
    );
    assert!(!report.columns[2].differs());
    let fewer = filled.drop_duplicates(&[], Keep::First).unwrap().drop("gone").unwrap();
    let report = fewer.changes_since(&raw).unwrap();
    assert_eq!((report.rows_before, report.rows_after, report.dropped.len()), (4, 3, 1));
    let bundle = report.rich_display();
    let text = bundle.get("text/plain").unwrap();
    assert!(text.starts_with("4 → 3 rows; dropped: gone\n") && text.contains("str → i64"), "{text}");
    assert!(bundle.get("text/html").unwrap().contains("<table"));
}

#[test]
fn texts_that_became_dates_are_compared_as_dates() {
    let raw = df!("d" => ["31.1.2024", "1.2.2024"], "e" => ["03/04/2024", "05/04/2024"]).unwrap();
    let dated = raw.parse_dates(&["d"]).unwrap().parse_dates_with(&["e"], DateOrder::DayFirst).unwrap();
    let report = dated.changes_since(&raw).unwrap();
    assert_eq!(report.columns[0].changed, Some(0));
    assert_eq!(report.columns[1].changed, None, "the order of the old days is not known");
}

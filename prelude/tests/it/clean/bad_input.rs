//! Nothing that a person gives may panic.

use ferrolab_prelude::Error;
use ferrolab_prelude::prelude::*;

use super::message;

fn no_rows() -> DataFrame {
    df!("x" => Vec::<f64>::new(), "i" => Vec::<i64>::new(), "s" => Vec::<String>::new(), "b" => Vec::<bool>::new()).unwrap()
}

fn one_row() -> DataFrame {
    df!("x" => [1.5], "i" => [i64::MAX], "s" => ["2024-01-31"], "b" => [true]).unwrap()
}

fn all_null() -> DataFrame {
    df!("x" => [None::<f64>, None], "i" => [None::<i64>, None], "s" => [None::<&str>, None], "b" => [None::<bool>, None]).unwrap()
}

fn all_nan() -> DataFrame {
    df!("x" => [f64::NAN, f64::NAN]).unwrap()
}

fn untyped() -> DataFrame {
    DataFrame::new(2, vec![Column::full_null("x".into(), 2, &DataType::Null)]).unwrap()
}

fn extreme() -> DataFrame {
    df!("x" => [f64::MAX, f64::MIN, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, 5e-324], "i" => [i64::MAX, i64::MIN, 0, 1, 2, 3], "u" => [u64::MAX, 0, 1, 2, 3, 4]).unwrap()
}

fn nested() -> DataFrame {
    let list = Series::new("l".into(), [Series::new("".into(), [1, 2]), Series::new("".into(), [3])]);
    DataFrame::new(2, vec![list.into()]).unwrap()
}

fn fills() -> Vec<Fill> {
    vec![
        Fill::value(0),
        Fill::value(0.5),
        Fill::value("a"),
        Fill::value(true),
        Fill::Mean,
        Fill::Median,
        Fill::Mode,
        Fill::Forward,
        Fill::Backward,
        Fill::Interpolate,
        Fill::Nearest,
        Fill::Knn(2),
        Fill::KnnByDistance(3),
    ]
}

/// Everything on every column that it suits: an error perhaps, never a panic; rows and columns keep
/// their number where nothing is dropped.
#[test]
fn any_frame_survives_every_step() {
    let frames =
        [DataFrame::empty(), no_rows(), one_row(), all_null(), all_nan(), untyped(), extreme(), nested()];
    for df in frames {
        for fill in fills() {
            if let Ok(filled) = df.fill_missing(&[], fill) {
                assert_eq!(filled.shape(), df.shape());
            }
        }
        for keep in [Keep::First, Keep::Last, Keep::None] {
            if let Ok(flags) = df.duplicated(&[], keep) {
                assert_eq!(flags.len(), df.height());
            }
        }
        for rule in [Outliers::ZScore(3.0), Outliers::Iqr(1.5), Outliers::Mad(3.5)] {
            assert_eq!(df.outliers(&[], rule).unwrap().height(), df.height());
            df.outlier_bounds(&[], rule).unwrap();
            df.drop_outliers(&[], rule).unwrap();
            df.clip_outliers(&[], rule).unwrap();
        }
        df.winsorise(&[], 0.1, 0.1).unwrap();
        df.clip(&[], -1.0..=1.0).unwrap();
        df.drop_missing().unwrap();
        df.drop_sparse_columns(0.5).unwrap();
        df.clean_names().unwrap();
        df.optimise_types().unwrap();
        df.to_categories(&[]).unwrap();
        df.tidy_strings(&[], &[Tidy::Trim, Tidy::EmptyToNull]).unwrap();
        let _ = df.parse_dates(&[]);
        let _ = df.to_numeric(&[]);
        let _ = df.to_boolean(&[]);
        df.null_where(&[], &[0.0]).unwrap();
        df.changes_since(&df).unwrap().rich_display();
    }
}

#[test]
fn what_nothing_is_known_of_stays_missing() {
    for fill in fills().into_iter().filter(|fill| !matches!(fill, Fill::Value(_))) {
        for df in [all_null(), all_nan()] {
            let filled = df.fill_missing(&["x"], fill.clone()).unwrap();
            assert_eq!(filled.drop_missing_in(&["x"]).unwrap().height(), 0);
        }
    }
    let typed = untyped().fill_missing(&["x"], "a").unwrap();
    assert_eq!(typed.column("x").unwrap().dtype(), &DataType::String);
    assert_eq!(typed.column("x").unwrap().null_count(), 0);
}

#[test]
fn a_misspelt_column_is_told() {
    let df = df!("price" => ["1"], "x" => [1.0]).unwrap();
    let errors = [
        message(df.drop_missing_in(&["prize"])),
        message(df.fill_missing(&["prize"], 0)),
        message(df.fill_missing_by(&["x"], &["prize"], 0)),
        message(df.drop_duplicates(&["prize"], Keep::First)),
        message(df.parse_dates(&["prize"])),
        message(df.to_numeric(&["prize"])),
        message(df.to_boolean(&["prize"])),
        message(df.to_categories(&["prize"])),
        message(df.tidy_strings(&["prize"], &[Tidy::Trim])),
        message(df.replace_values("prize", &[("a", "b")])),
        message(df.similar_values("prize", 0.8)),
        message(df.rename_columns(&[("prize", "cost")])),
        message(df.outliers(&["prize"], Outliers::Iqr(1.5))),
        message(df.winsorise(&["prize"], 0.1, 0.1)),
        message(df.clip(&["prize"], 0.0..)),
        message(df.null_where(&["prize"], &[0.0])),
    ];
    for error in errors {
        assert!(error.starts_with("there is no column `prize`. Did you mean `price`?"), "{error}");
    }
}

#[test]
fn a_column_of_another_type_is_told() {
    let df = df!("s" => [Some("a"), None], "x" => [Some(1.0), None]).unwrap();
    for error in [
        message(df.fill_missing(&["s"], Fill::Mean)),
        message(df.fill_missing(&["s"], Fill::Knn(2))),
        message(df.outliers(&["s"], Outliers::Iqr(1.5))),
        message(df.winsorise(&["s"], 0.1, 0.1)),
        message(df.clip(&["s"], 0.0..)),
        message(df.null_where(&["s"], &[0.0])),
    ] {
        assert!(error.starts_with("column `s` must hold numbers, but it holds str"), "{error}");
    }
    for error in [
        message(df.tidy_strings(&["x"], &[Tidy::Trim])),
        message(df.to_categories(&["x"])),
        message(df.replace_values("x", &[])),
        message(df.similar_values("x", 0.8)),
    ] {
        assert!(error.starts_with("column `x` must hold text, but it holds f64"), "{error}");
    }
    let error = message(df.fill_missing(&["s"], 0));
    assert_eq!(error, "fill_missing: `fill` is 0, but it must be a text for column `s`, which holds str.");
    let error = message(df.fill_missing(&["x"], "none"));
    assert!(
        error.contains("`fill` is `none`, but it must be a value for column `x`, which holds f64"),
        "{error}"
    );
    let dated = df!("d" => ["2024-01-01"]).unwrap().parse_dates(&["d"]).unwrap();
    assert!(message(dated.to_numeric(&["d"])).contains("must hold text, but it holds date"));
    assert!(message(dated.fill_missing(&["d"], "soon")).is_empty(), "nothing to fill");
}

#[test]
fn names_given_twice_are_told() {
    let df = df!("a" => [1.0], "b" => [2.0]).unwrap();
    assert!(matches!(df.drop_missing_in(&["a", "a"]), Err(Error::DuplicateName { .. })));
    assert!(matches!(df.rename_columns(&[("a", "b")]), Err(Error::DuplicateName { .. })));
    assert!(matches!(df.rename_columns(&[("a", "x"), ("a", "y")]), Err(Error::DuplicateName { .. })));
    assert!(matches!(df.rename_columns(&[("a", "")]), Err(Error::Parameter { .. })));
}

#[test]
fn parameters_out_of_range() {
    let df = df!("x" => [Some(1.0), None], "s" => ["a", "b"]).unwrap();
    let bad = [
        message(df.drop_sparse_columns(1.5)),
        message(df.drop_sparse_columns(f64::NAN)),
        message(df.fill_missing(&["x"], Fill::Knn(0))),
        message(df.fill_missing_by(&["x"], &["s"], Fill::Knn(2))),
        message(df.outliers(&["x"], Outliers::Iqr(0.0))),
        message(df.outliers(&["x"], Outliers::ZScore(f64::NAN))),
        message(df.winsorise(&["x"], 0.6, 0.5)),
        message(df.winsorise(&["x"], -0.1, 0.0)),
        message(df.clip(&["x"], 2.0..=1.0)),
        message(df.clip(&["x"], f64::NAN..)),
        message(df.similar_values("s", 0.0)),
        message(df.similar_values("s", 1.5)),
    ];
    for error in bad {
        assert!(error.contains("but it must be"), "{error}");
    }
    assert!(message(df.fill_missing_by(&["x"], &[], Fill::Mean)).contains("is empty"));
    let infinite = df!("x" => [Some(1.0), None], "y" => [f64::INFINITY, 1.0]).unwrap();
    assert!(
        message(infinite.fill_missing(&["x"], Fill::Knn(1)))
            .contains("column `y` has a value that is not finite")
    );
}

#[test]
fn groups_without_a_key_are_groups() {
    let df = df!("k" => [None, None, Some("a")], "x" => [Some(1.0), None, None]).unwrap();
    let filled = df.fill_missing_by(&[], &["k"], Fill::Mean).unwrap();
    assert_eq!(super::values(&filled, "x")[..2], [1.0, 1.0]);
    assert_eq!(filled.column("x").unwrap().null_count(), 1);
}

//! Outliers and winsorising, as in scipy and pandas. Bounds within 1e-13 of the largest; flags and
//! winsorised values are equal.

use ferrolab_prelude::prelude::*;

use super::{booleans, close, flags, numbers, reference, values};

fn frame() -> DataFrame {
    df!("x" => numbers(reference("/outliers/x"))).unwrap()
}

const RULES: [(&str, Outliers); 3] =
    [("ZScore", Outliers::ZScore(3.0)), ("Iqr", Outliers::Iqr(1.5)), ("Mad", Outliers::Mad(3.5))];

#[test]
fn bounds_and_flags_are_scipys() {
    for (name, rule) in RULES {
        let bounds = frame().outlier_bounds(&["x"], rule).unwrap();
        let ours = [values(&bounds, "lower")[0], values(&bounds, "upper")[0]];
        close(&ours, &numbers(reference(&format!("/outliers/{name}/bounds"))), 1e-13);
        let theirs = flags(reference(&format!("/outliers/{name}/flags")));
        let ours = booleans(&frame().outliers(&["x"], rule).unwrap(), "x");
        assert_eq!(ours.into_iter().flatten().collect::<Vec<_>>(), theirs, "{name}");
        let outside = theirs.iter().filter(|flag| **flag).count();
        assert!(outside > 0);
        assert_eq!(frame().drop_outliers(&["x"], rule).unwrap().height(), theirs.len() - outside);
        assert_eq!(values(&bounds, "n_below")[0] + values(&bounds, "n_above")[0], outside as f64);
    }
    let clipped = frame().clip_outliers(&[], Outliers::Iqr(1.5)).unwrap();
    close(&values(&clipped, "x"), &numbers(reference("/outliers/clipped_iqr")), 1e-13);
}

#[test]
fn winsorising_is_scipys() {
    let known = frame().drop_missing().unwrap();
    for case in reference("/outliers/winsorised").as_array().unwrap() {
        let limits = numbers(&case["limits"]);
        let ours = known.winsorise(&["x"], limits[0], limits[1]).unwrap();
        close(&values(&ours, "x"), &numbers(&case["values"]), 0.0);
        let with_gaps = frame().winsorise(&[], limits[0], limits[1]).unwrap();
        close(&values(&with_gaps.drop_missing().unwrap(), "x"), &numbers(&case["values"]), 0.0);
    }
}

#[test]
fn equal_values_are_no_outliers() {
    let df = df!("x" => [2.5, 2.5, 2.5, 2.5], "y" => [0.1 + 0.2, 0.3, 0.3, 0.3]).unwrap();
    for (_, rule) in RULES {
        assert_eq!(df.drop_outliers(&["x"], rule).unwrap().height(), 4);
    }
    let mostly = df!("x" => [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 2.0, 90.0]).unwrap();
    assert_eq!(mostly.drop_outliers(&[], Outliers::Mad(3.5)).unwrap().height(), 9, "mean deviation instead");
}

#[test]
fn infinities_are_outliers_and_gaps_are_not() {
    let df = df!("x" => [Some(1.0), Some(2.0), Some(3.0), None, Some(f64::INFINITY), Some(f64::NEG_INFINITY), Some(f64::NAN)]).unwrap();
    for (_, rule) in RULES {
        let ours: Vec<bool> =
            booleans(&df.outliers(&["x"], rule).unwrap(), "x").into_iter().flatten().collect();
        assert_eq!(ours, [false, false, false, false, true, true, false]);
        assert!(values(&df.clip_outliers(&["x"], rule).unwrap(), "x").iter().all(|x| !x.is_infinite()));
    }
}

#[test]
fn clipping_keeps_integers() {
    let df = df!("x" => [i64::MAX, 5, -3], "u" => [1_u8, 200, 3]).unwrap();
    let clipped = df.clip(&["x"], 0.0..).unwrap();
    assert_eq!(clipped.column("x").unwrap().i64().unwrap().get(0), Some(i64::MAX));
    assert_eq!(values(&df.clip(&["u"], ..=100.0).unwrap(), "u"), [1.0, 100.0, 3.0]);
    assert_eq!(df.clip(&["u"], ..=100.0).unwrap().column("u").unwrap().dtype(), &DataType::UInt8);
    assert_eq!(values(&df.clip(&["u"], 1.5..=100.0).unwrap(), "u"), [1.5, 100.0, 3.0]);
    let gaps = df!("x" => [None, Some(5.0)]).unwrap().clip(&["x"], 0.0..=1.0).unwrap();
    assert_eq!(gaps.column("x").unwrap().null_count(), 1);
}

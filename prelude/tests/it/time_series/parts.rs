//! What a series is made of, and how it goes with itself.

use ferrolab_prelude::prelude::*;

use super::{cases, close, data, numbers, reference, series};

/// Local regressions are the same: 1e-8.
#[test]
fn stl_is_statsmodels() {
    for case in cases("/decomposition/stl") {
        let mut stl = Stl::new(case["period"].as_u64().unwrap() as usize);
        let settings = &case["settings"];
        if let Some(length) = settings["seasonal"].as_u64() {
            stl = stl.seasonal(length as usize);
        }
        if let Some(length) = settings["trend"].as_u64() {
            stl = stl.trend(length as usize);
        }
        if settings["robust"].as_bool() == Some(true) {
            stl = stl.robust();
        }
        let parts = stl.decompose(&data(&case)).unwrap();
        close(parts.trend(), &numbers(&case["trend"]), 1e-8);
        close(&parts.seasonal(), &numbers(&case["seasonal"]), 1e-8);
        close(&(parts.trend() + &parts.seasonal() + parts.remainder()), &data(&case), 1e-12);
    }
}

#[test]
fn mstl_is_statsmodels() {
    for case in cases("/decomposition/mstl") {
        let mut mstl = Mstl::new(&[24, 168]);
        if !case["windows"].is_null() {
            mstl = mstl.windows(&[13, 21]);
        }
        let parts = mstl.decompose(&data(&case)).unwrap();
        close(parts.trend(), &numbers(&case["trend"]), 1e-8);
        let seasons: Vec<f64> = parts.seasons().iter().flat_map(|(_, season)| season.to_vec()).collect();
        close(&seasons, &numbers(&case["seasonal"]), 1e-8);
        assert_eq!(
            parts.to_frame().unwrap().get_column_names(),
            ["value", "trend", "seasonal_24", "seasonal_168", "remainder"]
        );
        assert!(parts.seasonal_strength() > 0.9);
    }
}

#[test]
fn correlations_are_statsmodels() {
    for name in ["airline", "flat", "hourly"] {
        let theirs = reference(&format!("/correlations/{name}"));
        close(&acf(&series(name), 20).unwrap(), &numbers(&theirs["acf"]), 1e-12);
        close(&pacf(&series(name), 20).unwrap(), &numbers(&theirs["pacf"]), 1e-9);
    }
    assert!(acf(&[1.0, 1.0, 1.0], 1).unwrap_err().to_string().contains("is the same"));
    assert!(pacf(&[1.0, 2.0, 4.0], 2).unwrap_err().to_string().contains("at most 1"));
}

#[test]
fn differences_are_undone() {
    let y = series("airline");
    for lag in [1, 12] {
        let changes = difference(&y, lag).unwrap();
        close(&undifference(&changes, &y[..lag], lag).unwrap(), &y[lag..], 1e-12);
    }
    assert!(difference(&y, 0).is_err() && difference(&y, 120).is_err());
}

#[test]
fn what_makes_no_sense_is_refused() {
    let y = series("airline");
    let message = |error: ferrolab_prelude::Error| error.to_string();
    assert!(message(Stl::new(1).decompose(&y).unwrap_err()).contains("`period` is 1"));
    assert!(message(Stl::new(61).decompose(&y).unwrap_err()).contains("at least 122 values"));
    assert!(message(Stl::new(12).seasonal(8).decompose(&y).unwrap_err()).contains("odd"));
    assert!(message(Mstl::new(&[]).decompose(&y).unwrap_err()).contains("at least one period"));
    assert!(message(Mstl::new(&[7, 7]).decompose(&y).unwrap_err()).contains("all different"));
    let strength = Stl::new(12).decompose(&vec![1.0; 50]).unwrap().seasonal_strength();
    assert!((0.0..=1.0).contains(&strength), "{strength}");
}

//! The embedded data sets are those of scikit-learn and palmerpenguins.

use super::{Value, column, reference};
use ferrolab_prelude::prelude::*;

/// Equal to a relative 1e-12: the order of a sum's terms may differ.
#[track_caller]
fn same(ours: f64, theirs: &Value) {
    let theirs = theirs.as_f64().unwrap();
    assert!((ours - theirs).abs() <= 1e-12 * theirs.abs().max(1.0), "{ours} is not {theirs}");
}

#[test]
fn sums_means_and_order_of_rows_are_scikit_learns() {
    let sets = [
        ("iris", iris()),
        ("diabetes_raw", datasets::diabetes_raw()),
        ("wine_recognition", datasets::wine_recognition()),
        ("breast_cancer", datasets::breast_cancer()),
        ("digits", datasets::digits()),
    ];
    for (name, data) in sets {
        let theirs = reference(&format!("/embedded/{name}"));
        for (place, column) in data.features.columns().into_iter().enumerate() {
            same(column.sum(), &theirs["sums"][place]);
            same(column.mean().unwrap(), &theirs["means"][place]);
        }
        let places = Array1::from_iter((0..data.n_samples()).map(|row| row as f64));
        let weighted = data.features.sum_axis(Axis(1)).dot(&places);
        assert!(
            (weighted - theirs["weighted"].as_f64().unwrap()).abs() <= 1e-9 * weighted.abs().max(1.0),
            "{name}"
        );
        same(data.target.sum(), &theirs["target_sum"]);
        same(data.target.dot(&places), &theirs["target_weighted"]);
        let names: Vec<String> = theirs["target_names"]
            .as_array()
            .unwrap()
            .iter()
            .map(|name| name.as_str().unwrap().to_owned())
            .collect();
        assert_eq!(data.class_names.clone().unwrap_or_default(), names, "{name}");
        assert_eq!(data.feature_names.len(), data.n_features());
    }
}

/// scikit-learn's diabetes differ from the published ones by up to 1.3e-5, see `diabetes`.
#[test]
fn diabetes_are_scikit_learns_to_five_digits() {
    let (data, theirs) = (diabetes(), reference("/embedded/diabetes"));
    for (ours, theirs) in data.features.row(0).iter().zip(theirs["first"].as_array().unwrap()) {
        assert!((ours - theirs.as_f64().unwrap()).abs() < 1.3e-5);
    }
    same(data.target.sum(), &theirs["target_sum"]);
    let raw = datasets::diabetes_raw();
    assert_eq!((raw.target, raw.feature_names), (data.target, data.feature_names));
    for (raw, scaled) in raw.features.columns().into_iter().zip(data.features.columns()) {
        let (mean, length) = (raw.mean().unwrap(), raw.std(0.0) * 442_f64.sqrt());
        let close =
            raw.iter().zip(scaled).all(|(raw, scaled)| ((raw - mean) / length - scaled).abs() < 1.3e-5);
        assert!(close);
    }
}

#[test]
fn penguins_keep_text_and_gaps() {
    let (df, theirs) = (datasets::penguins().unwrap(), reference("/embedded/penguins"));
    for (name, nulls) in theirs["nulls"].as_object().unwrap() {
        assert_eq!(df.column(name).unwrap().null_count() as u64, nulls.as_u64().unwrap(), "{name}");
    }
    for (name, mean) in theirs["means"].as_object().unwrap() {
        let ours = df.column(name).unwrap().cast(&DataType::Float64).unwrap();
        same(ours.f64().unwrap().mean().unwrap(), mean);
    }
    for (name, counts) in theirs["counts"].as_object().unwrap() {
        for (value, count) in counts.as_object().unwrap() {
            let ours =
                df.column(name).unwrap().str().unwrap().iter().filter(|text| *text == Some(value)).count();
            assert_eq!(ours as u64, count.as_u64().unwrap(), "{name} {value}");
        }
    }
}

#[test]
fn wine_quality_is_what_its_description_says() {
    let data = wine();
    assert_eq!(data.features.shape(), [1599, 11]);
    let counts = data.class_counts().unwrap();
    assert_eq!(column(&counts, "count"), [10.0, 53.0, 681.0, 638.0, 199.0, 18.0]);
}

#[test]
fn each_set_is_described() {
    for name in datasets::names() {
        let about = datasets::about(name).unwrap();
        let bundle = about.rich_display();
        let (text, html) = (bundle.get("text/plain").unwrap(), bundle.get("text/html").unwrap());
        for part in [about.title, about.licence, about.citation] {
            assert!(text.contains(part) && !html.contains("<script"), "{name}: {part}");
        }
    }
    let error = datasets::about("irises").unwrap_err().to_string();
    assert!(error.contains("`irises`") && error.contains("`iris`, `diabetes`"), "{error}");
}

//! What is read as a run of numbers, and what as labels.

use std::borrow::Cow;

use ferrolab_prelude::Error;
use ferrolab_prelude::array::{AsLabels, AsNumbers, LabelValues};
use ferrolab_prelude::prelude::*;

#[test]
fn contiguous_f64_is_borrowed_and_the_rest_converted() {
    let values = array![1.0, 2.0, 3.0, 4.0];
    assert!(matches!(values.numbers().unwrap().values, Cow::Borrowed([1.0, 2.0, 3.0, 4.0])));
    let every_second = values.slice(s![..;2]);
    assert_eq!(&*every_second.numbers().unwrap().values, [1.0, 3.0]);
    assert_eq!(&*[1_i32, -2].numbers().unwrap().values, [1.0, -2.0]);
    assert_eq!(&*vec![true, false].numbers().unwrap().values, [1.0, 0.0]);
}

#[test]
fn a_series_keeps_its_name_and_counts_its_nulls() {
    let series = Series::new("age".into(), [Some(1_i64), None]);
    let numbers = series.numbers().unwrap();
    assert_eq!(numbers.name.as_deref(), Some("age"));
    assert_eq!(numbers.nulls, 1);
    let error = auc(&series, &[0.0, 1.0]).unwrap_err().to_string();
    assert!(error.starts_with("column `age` has 1 missing value among its 2 rows"), "{error}");
}

#[test]
fn text_is_refused_by_name() {
    let error = Series::new("city".into(), ["Rome"]).numbers().unwrap_err().to_string();
    assert!(error.starts_with("column `city` must hold numbers, but it holds str"), "{error}");
}

fn labels(labels: &dyn AsLabels) -> Vec<String> {
    match labels.labels().unwrap().values {
        LabelValues::Text(values) => values.iter().map(ToString::to_string).collect(),
        LabelValues::Numbers(values) => values.iter().map(|value| format!("{value}")).collect(),
    }
}

#[test]
fn text_and_numbers_of_every_container() {
    assert_eq!(labels(&["a", "b"]), ["a", "b"]);
    assert_eq!(labels(&vec!["a".to_owned()]), ["a"]);
    assert_eq!(labels(&array![0_usize, 2]), ["0", "2"]);
    assert_eq!(labels(&array![1.0, 2.0, 3.0].slice(s![..;2])), ["1", "3"]);
    assert_eq!(labels(&Series::new("s".into(), ["x", "y"])), ["x", "y"]);
}

#[test]
fn nulls_are_refused() {
    let series = Series::new("s".into(), [Some("x"), None]);
    assert!(matches!(series.labels(), Err(Error::MissingValues { nulls: 1, rows: 2, .. })));
}

//! Datasets from frames and arrays and back, and as what models are fitted on.

use ferrolab_prelude::Error;
use ferrolab_prelude::prelude::*;

fn frame() -> DataFrame {
    df!("a" => [1.0, 2.0, 3.0], "b" => [4, 5, 6], "y" => ["dog", "cat", "dog"]).unwrap()
}

#[test]
fn text_becomes_classes_and_returns() {
    let data = Dataset::from_frame(&frame(), &["a", "b"], "y").unwrap();
    assert_eq!(data.target, array![1.0, 0.0, 1.0]);
    assert_eq!(data.target_labels(), ["dog", "cat", "dog"]);
    let back = data.to_frame().unwrap();
    assert_eq!(back.get_column_names(), ["a", "b", "y"]);
    assert_eq!(back.column("y").unwrap().str().unwrap().get(1), Some("cat"));
}

#[test]
fn arrays_get_names_and_keep_their_numbers() {
    let data = Dataset::new(&array![[1.0, 2.0], [3.0, 4.0]], &[0.5, 1.5]).unwrap();
    assert_eq!(data.feature_names, ["x0", "x1"]);
    assert_eq!(data.class_names, None);
    assert_eq!(data.target_labels(), ["0.5", "1.5"]);
    let renamed = data.with_feature_names(&["width", "height"]).unwrap();
    assert_eq!(renamed.to_linfa().feature_names(), ["width", "height"]);
}

#[test]
fn bad_input_is_explained() {
    let df = frame();
    let message =
        |features: &[&str], target| Dataset::from_frame(&df, features, target).unwrap_err().to_string();
    assert!(message(&["a"], "Y2").contains("no column `Y2`"));
    assert!(message(&["y"], "a").contains("column `y` must hold numbers"));
    assert!(message(&["a", "a"], "y").contains("uses the name `a` twice"));
    let error = Dataset::new(&array![[1.0], [2.0]], &[1.0]).unwrap_err().to_string();
    assert_eq!(
        error,
        "the features have shape (2, 1) and the target has 1 value: both must have one row per sample."
    );
    let data = Dataset::new(&array![[1.0]], &[1.0]).unwrap();
    assert!(data.select_rows(&[1]).is_err());
    assert!(data.clone().with_feature_names(&["a", "b"]).is_err());
    let clash = data.with_feature_names(&["target"]).unwrap();
    assert!(matches!(clash.to_frame(), Err(Error::DuplicateName { .. })));
}

#[test]
fn rows_can_be_selected_again_and_again() {
    let data = Dataset::from_frame(&frame(), &["a"], "y").unwrap();
    let rows = data.select_rows(&[2, 2, 0]).unwrap();
    assert_eq!(rows.features, array![[3.0], [3.0], [1.0]]);
    assert_eq!(rows.target, array![1.0, 1.0, 1.0]);
    assert_eq!(rows.class_names, data.class_names);
}

#[test]
fn pairs_and_datasets_are_the_same() {
    let (x, y) = (array![[1.0], [2.0], [3.0]], vec!["b", "a", "b"]);
    let pair = (&x, &y);
    let training = pair.training().unwrap();
    assert_eq!(training.target, array![1.0, 0.0, 1.0]);
    let data = Dataset::new(&x, &y).unwrap();
    assert_eq!(data.training().unwrap().target, training.target);
    assert_eq!(data.training().unwrap().class_names, training.class_names);
}

#[test]
fn a_dataset_whose_fields_were_changed_is_checked_again() {
    let mut data = Dataset::new(&array![[1.0], [2.0]], &[1.0, 2.0]).unwrap();
    data.target = array![1.0];
    assert!(matches!(data.training(), Err(Error::SampleMismatch { target_length: 1, .. })));
    let both = array![1.0, 2.0, 3.0, 4.0];
    data.target = both.slice_move(s![..;2]);
    assert_eq!(data.training().unwrap().target, array![1.0, 3.0]);
}

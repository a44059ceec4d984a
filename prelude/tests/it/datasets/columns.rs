//! A dataset's columns and rows: selecting, joining, counting, from and to frames.

use super::column;
use ferrolab_prelude::Error;
use ferrolab_prelude::prelude::*;
use ferrolab_prelude::serde_json;

fn frame() -> DataFrame {
    df!("a" => [1.0, 2.0, 3.0, 4.0], "b" => [4, 5, 6, 7], "c" => [true, false, true, true], "y" => ["dog", "cat", "dog", "ant"])
        .unwrap()
}

#[test]
fn all_columns_but_the_target() {
    let data = Dataset::from_frame_all(&frame(), "y").unwrap();
    assert_eq!(data.feature_names, ["a", "b", "c"]);
    assert_eq!(data.feature("c").unwrap().to_vec(), [1.0, 0.0, 1.0, 1.0]);
    assert_eq!(data.target_name, "y");
    let error = Dataset::from_frame_all(&datasets::penguins().unwrap(), "species").unwrap_err().to_string();
    assert!(error.starts_with("these columns do not hold numbers: `island` (str), `sex` (str)."), "{error}");
    assert!(matches!(Dataset::from_frame_all(&frame(), "z"), Err(Error::ColumnNotFound { .. })));
    assert!(matches!(Dataset::from_frame_all(&df!("y" => [1]).unwrap(), "y"), Err(Error::Empty { .. })));
    let gaps = df!("a" => [Some(1.0), None], "y" => [1, 2]).unwrap();
    assert!(matches!(Dataset::from_frame_all(&gaps, "y"), Err(Error::MissingValues { nulls: 1, .. })));
    let nulls = df!("a" => Series::full_null("a".into(), 2, &DataType::Null), "y" => [1, 2]).unwrap();
    assert!(matches!(Dataset::from_frame_all(&nulls, "y"), Err(Error::MissingValues { nulls: 2, .. })));
}

#[test]
fn features_by_name() {
    let data = Dataset::from_frame_all(&frame(), "y").unwrap();
    let taken = data.select_features(&["b", "a"]).unwrap();
    assert_eq!(taken.feature_names, ["b", "a"]);
    assert_eq!(taken.features.row(0).to_vec(), [4.0, 1.0]);
    assert_eq!((&taken.target, &taken.class_names), (&data.target, &data.class_names));
    let left = data.drop_features(&["b".to_owned()]).unwrap();
    assert_eq!(left.feature_names, ["a", "c"]);
    for error in [
        data.feature("aa").unwrap_err(),
        data.select_features(&["aa"]).unwrap_err(),
        data.drop_features(&["aa"]).unwrap_err(),
    ] {
        assert!(error.to_string().contains("no column `aa`"), "{error}");
    }
    assert!(matches!(data.select_features(&["a", "a"]), Err(Error::DuplicateName { .. })));
    assert_eq!(data.select_features::<&str>(&[]).unwrap().features.shape(), [4, 0]);
}

#[test]
fn names_of_target_and_classes() {
    let data = Dataset::new(&array![[1.0], [2.0]], &[0, 1]).unwrap().with_target_name("ill");
    assert_eq!(data.target_name, "ill");
    let named = data.clone().with_class_names(&["no", "yes"]).unwrap();
    assert_eq!(named.target_labels(), ["no", "yes"]);
    assert!(matches!(data.clone().with_class_names(&["no"]), Err(Error::Parameter { .. })));
    assert!(matches!(data.with_class_names(&["no", "no"]), Err(Error::DuplicateName { .. })));
    let half = Dataset::new(&array![[1.0]], &[0.5]).unwrap();
    assert!(half.with_class_names(&["no", "yes"]).is_err());
}

#[test]
fn rows_are_drawn_without_repetition() {
    let data = diabetes();
    let mut drawn = data.sample(442, 5).unwrap().target.to_vec();
    let mut all = data.target.to_vec();
    drawn.sort_by(f64::total_cmp);
    all.sort_by(f64::total_cmp);
    assert_eq!(drawn, all);
    assert_eq!(data.sample(10, 1).unwrap(), data.sample(10, 1).unwrap());
    assert_ne!(data.sample(10, 1).unwrap(), data.sample(10, 2).unwrap());
    assert_eq!(data.sample(0, 1).unwrap().features.shape(), [0, 10]);
    assert!(matches!(data.sample(443, 1), Err(Error::Parameter { .. })));
}

#[test]
fn joining_matches_classes_by_name() {
    let part = |x: f64, y: &str| Dataset::new(&array![[x]], &[y]).unwrap();
    let joined = Dataset::concat(&[&part(1.0, "b"), &part(2.0, "a"), &part(3.0, "b")]).unwrap();
    assert_eq!(joined.target_labels(), ["b", "a", "b"]);
    assert_eq!(joined.feature("x0").unwrap().to_vec(), [1.0, 2.0, 3.0]);
    let numbers = Dataset::new(&array![[1.0]], &[0.0]).unwrap();
    assert!(matches!(Dataset::concat(&[&part(1.0, "b"), &numbers]), Err(Error::LabelKinds { .. })));
    assert!(matches!(Dataset::concat(&[&iris(), &diabetes()]), Err(Error::FeatureNames { .. })));
    assert!(matches!(Dataset::concat(&[]), Err(Error::Empty { .. })));
    assert_eq!(Dataset::concat(&[&numbers, &numbers]).unwrap().n_samples(), 2);
    let mut broken = numbers.clone();
    broken.features = array![[1.0, 2.0]];
    assert!(matches!(Dataset::concat(&[&numbers, &broken]), Err(Error::Shape { .. })));
}

#[test]
fn classes_are_counted_in_their_order() {
    let counts = Dataset::from_frame_all(&frame(), "y").unwrap().class_counts().unwrap();
    assert_eq!(
        counts.column("class").unwrap().str().unwrap().iter().flatten().collect::<Vec<_>>(),
        ["ant", "cat", "dog"]
    );
    assert_eq!(column(&counts, "count"), [1.0, 1.0, 2.0]);
    assert_eq!(column(&counts, "proportion"), [0.25, 0.25, 0.5]);
    // A class may have gone with the rows that were left out.
    let rest = iris().select_rows(&[0, 1, 149]).unwrap().class_counts().unwrap();
    assert_eq!(column(&rest, "count"), [2.0, 0.0, 1.0]);
    let numbers = Dataset::new(&array![[1.0], [1.0], [1.0]], &[-1.0, 2.5, f64::NAN]).unwrap();
    assert_eq!(numbers.class_counts().unwrap().height(), 3);
    let many = Dataset::new(&Array2::zeros((2000, 1)), &Array1::linspace(0.0, 1.0, 2000)).unwrap();
    assert!(matches!(many.class_counts(), Err(Error::TooManyClasses { .. })));
    assert_eq!(many.select_rows(&[]).unwrap().class_counts().unwrap().height(), 0);
}

#[test]
fn to_frames_and_json_and_back() {
    let data = Dataset::from_frame_all(&frame(), "y").unwrap();
    assert_eq!(Dataset::from_frame_all(&data.to_frame().unwrap(), "y").unwrap(), data);
    assert_eq!(data.features_frame().unwrap().get_column_names(), ["a", "b", "c"]);
    assert_eq!(data.describe().unwrap().shape(), (9, 5));
    let text = serde_json::to_string(&data).unwrap();
    assert_eq!(serde_json::from_str::<Dataset>(&text).unwrap(), data);
}

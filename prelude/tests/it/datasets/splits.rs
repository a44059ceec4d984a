//! One division: counts are scikit-learn's, rows are divided without loss.

use std::collections::BTreeSet;

use super::{Value, column, count, counts, entries, groups, labels};
use ferrolab_prelude::Error;
use ferrolab_prelude::prelude::*;
use ferrolab_prelude::serde_json;

fn frame(n: usize) -> DataFrame {
    let codes = |values: Vec<usize>| values.into_iter().map(|value| value as i64).collect::<Vec<_>>();
    let text: Vec<String> = labels(n).iter().map(|label| format!("class {label}")).collect();
    df!("row" => codes((0..n).collect()), "label" => codes(labels(n)), "text" => text, "group" => codes(groups(n)))
        .unwrap()
}

fn class_counts(df: &DataFrame) -> Vec<usize> {
    let labels = column(df, "label");
    (0..4).map(|class| labels.iter().filter(|label| **label == f64::from(class)).count()).collect()
}

#[test]
fn counts_are_scikit_learns() {
    for entry in entries("/splits") {
        let (df, size) = (frame(count(&entry["n"])), entry["test_size"].as_f64().unwrap());
        let (train, test) = train_test_split(&df, size, 0).unwrap();
        assert_eq!(vec![train.height(), test.height()], counts(&entry["shuffled"]));
        match entry["stratified"].as_array() {
            Some(theirs) => {
                let (train, test) = Split::new(size).stratify_by("text").train_test(&df).unwrap();
                let ours = [class_counts(&train), class_counts(&test)];
                // Where classes tie for the last row, chance decides, here as there.
                let possible = |theirs: &Value| [counts(&theirs[0]), counts(&theirs[1])] == ours;
                assert!(theirs.iter().any(possible), "{ours:?} is none of {theirs:?}");
            }
            None => assert!(Split::new(size).stratify_by("text").train_test(&df).is_err()),
        }
        let (train, test) = Split::new(size).group_by("group").train_test(&df).unwrap();
        let distinct = |df: &DataFrame| df.column("group").unwrap().n_unique().unwrap();
        assert_eq!(vec![distinct(&train), distinct(&test)], counts(&entry["groups"]));
        let (train, test) = Split::new(size).in_order().train_test(&df).unwrap();
        let ends =
            |df: &DataFrame| vec![column(df, "row")[0] as usize, *column(df, "row").last().unwrap() as usize];
        assert_eq!(
            (ends(&train), ends(&test)),
            (counts(&entry["in_order"][0]), counts(&entry["in_order"][1]))
        );
    }
}

#[test]
fn no_row_is_lost_or_doubled() {
    let df = frame(97);
    let splits = [
        Split::new(0.2),
        Split::new(0.2).stratify_by("label"),
        Split::new(0.2).group_by("text"),
        Split::new(0.2).in_order(),
        Split::new(0.2).by_time("group"),
    ];
    for split in splits {
        let (train, validation, test) = split.seed(3).train_validation_test(&df, 0.25).unwrap();
        let mut rows: Vec<f64> =
            [&train, &validation, &test].iter().flat_map(|df| column(df, "row")).collect();
        assert!(train.height() > 0 && validation.height() > 0 && test.height() > 0);
        rows.sort_by(f64::total_cmp);
        assert_eq!(rows, (0..97).map(f64::from).collect::<Vec<_>>());
    }
}

#[test]
fn three_parts_keep_their_shares_and_classes() {
    let (train, validation, test) = Split::new(0.2).stratify().train_validation_test(&iris(), 0.2).unwrap();
    for (part, each) in [(&train, 30.0), (&validation, 10.0), (&test, 10.0)] {
        assert_eq!(column(&part.class_counts().unwrap(), "count"), [each; 3]);
    }
    let (train, validation, test) = train_validation_test_split(&frame(100), 0.15, 0.25, 1).unwrap();
    assert_eq!((train.height(), validation.height(), test.height()), (60, 15, 25));
}

#[test]
fn groups_stay_together_and_time_goes_forward() {
    let df = frame(100);
    let (train, test) = Split::new(0.3).group_by("group").seed(8).train_test(&df).unwrap();
    let side =
        |df: &DataFrame| column(df, "group").iter().map(|group| *group as usize).collect::<BTreeSet<_>>();
    assert!(side(&train).is_disjoint(&side(&test)));
    let days = Series::new("day".into(), (0..100_i32).map(|i| (i * 37) % 101).collect::<Vec<_>>());
    let mut dated = df.clone();
    dated.with_column(days.cast(&DataType::Date).unwrap().into()).unwrap();
    let (train, test) = Split::new(0.3).by_time("day").train_test(&dated).unwrap();
    let day = |df: &DataFrame| {
        column(&df.clone().lazy().select([col("day").to_physical()]).collect().unwrap(), "day")
    };
    let latest = day(&train).into_iter().fold(f64::MIN, f64::max);
    assert!(day(&test).iter().all(|day| *day > latest));
    assert!(day(&test).is_sorted());
}

#[test]
fn datasets_arrays_and_pairs_are_divided_alike() {
    let data = iris();
    let (train, test) = train_test_split_stratified(&data, 0.25, 7).unwrap();
    let ((x_train, y_train), (x_test, y_test)) =
        train_test_split_stratified(&(&data.features, &data.target), 0.25, 7).unwrap();
    assert_eq!(
        (x_train, y_train, x_test, y_test),
        (train.features, train.target, test.features, test.target.clone())
    );
    let (rows, _) = train_test_split(&array![1, 2, 3, 4], 0.5, 0).unwrap();
    assert_eq!(rows.len(), 2);
    let (df, y) = (frame(8), vec!["a", "b", "a", "b", "a", "b", "a", "b"]);
    let pair = (df.column("row").unwrap(), &y);
    let ((row_train, y_train), (row_test, y_test)) = train_test_split_stratified(&pair, 0.5, 1).unwrap();
    let told = |row: &Column, y: &[&str]| {
        row.i64().unwrap().iter().zip(y).all(|(row, y)| (row.unwrap() % 2 == 0) == (*y == "a"))
    };
    assert!(told(&row_train, &y_train) && told(&row_test, &y_test));
    assert_eq!(y_test.iter().filter(|y| **y == "a").count(), 2);
    let by_name = Split::new(0.25).stratify_by("species").seed(7).train_test(&data).unwrap();
    assert_eq!(by_name.1.target, test.target);
}

#[test]
fn the_seed_decides() {
    let rows = |seed| column(&train_test_split(&frame(50), 0.2, seed).unwrap().1, "row");
    assert_eq!(rows(1), rows(1));
    assert_ne!(rows(1), rows(2));
}

#[test]
fn bad_input_is_explained() {
    let df = frame(40);
    for size in [0.0, 1.0, -0.5, f64::NAN, f64::INFINITY] {
        assert!(matches!(
            Split::new(size).stratify_by("label").train_test(&df),
            Err(Error::Parameter { .. })
        ));
        assert!(matches!(Split::new(0.2).train_validation_test(&df, size), Err(Error::Parameter { .. })));
    }
    assert!(matches!(train_validation_test_split(&df, 0.5, 0.5, 0), Err(Error::Parameter { .. })));
    for rows in [0, 1] {
        assert!(matches!(train_test_split(&df.head(Some(rows)), 0.5, 0), Err(Error::TooFew { .. })));
    }
    assert!(matches!(
        train_validation_test_split(&df.head(Some(2)), 0.3, 0.3, 0),
        Err(Error::TooFew { needed: 3, .. })
    ));
    let message = |split: Split, df: &DataFrame| split.train_test(df).unwrap_err().to_string();
    assert!(message(Split::new(0.5).stratify_by("lable"), &df).contains("Did you mean `label`?"));
    assert!(message(Split::new(0.5).stratify(), &df).contains("stratify_by"));
    assert!(message(Split::new(0.5).stratify_by("row"), &df).contains("class `0` needs at least 2 rows"));
    assert!(
        message(Split::new(0.05).stratify_by("label"), &df).contains("the test part needs at least 4 rows")
    );
    let gaps = df!("class" => [Some("a"), None, Some("a"), Some("b")], "t" => [Some(1.0), None, None, None],
        "nan" => [1.0, f64::NAN, 2.0, 3.0], "none" => Series::full_null("none".into(), 4, &DataType::Float64))
    .unwrap();
    for column in ["class", "none"] {
        assert!(message(Split::new(0.5).stratify_by(column), &gaps).contains("missing value"));
        assert!(message(Split::new(0.5).group_by(column), &gaps).contains("missing value"));
    }
    assert!(message(Split::new(0.5).by_time("t"), &gaps).contains("3 missing values"));
    assert!(message(Split::new(0.5).by_time("nan"), &gaps).contains("not finite"));
    assert!(message(Split::new(0.5).by_time("class"), &gaps).contains("must hold numbers"));
    assert!(
        Split::new(0.5)
            .group_by("g")
            .train_test(&array![[1.0], [2.0]])
            .unwrap_err()
            .to_string()
            .contains("frame")
    );
    let uneven = (array![[1.0], [2.0]], array![1.0, 2.0, 3.0]);
    assert!(matches!(train_test_split(&uneven, 0.5, 0), Err(Error::LengthMismatch { .. })));
}

#[test]
fn times_beyond_what_floats_hold_keep_their_order() {
    let base = 1_700_000_000_000_000_000_i64;
    let df = df!("t" => [base + 3, base + 1, base + 2, base]).unwrap();
    let (_, test) = Split::new(0.25).by_time("t").train_test(&df).unwrap();
    assert_eq!(test.column("t").unwrap().i64().unwrap().get(0), Some(base + 3));
}

#[test]
fn parameters_survive_json() {
    let split = Split::new(0.3).group_by("g").seed(4);
    let text = serde_json::to_string(&split).unwrap();
    assert_eq!(serde_json::from_str::<Split>(&text).unwrap(), split);
}

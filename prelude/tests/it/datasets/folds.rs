//! Folds are scikit-learn's to the row where nothing is shuffled, and partitions where it is.

use std::collections::BTreeSet;

use super::{Value, count, counts, entries, groups, labels, reference};
use ferrolab_prelude::Error;
use ferrolab_prelude::model_selection::{Classes, CrossValidator, Folds, Samples};
use ferrolab_prelude::prelude::*;
use ferrolab_prelude::serde_json;

#[track_caller]
fn same(ours: Folds, theirs: &Value) {
    let theirs: Vec<(Vec<usize>, Vec<usize>)> =
        theirs.as_array().unwrap().iter().map(|pair| (counts(&pair[0]), counts(&pair[1]))).collect();
    assert_eq!(ours.len(), theirs.len());
    assert_eq!(ours.collect::<Vec<_>>(), theirs);
}

#[test]
fn unshuffled_folds_are_scikit_learns() {
    for entry in entries("/folds/k_fold") {
        same(KFold::new(count(&entry["k"])).split(count(&entry["n"])).unwrap(), &entry["folds"]);
    }
    for entry in entries("/folds/stratified") {
        let labels = labels(count(&entry["n"]));
        same(StratifiedKFold::new(count(&entry["k"])).split(&labels).unwrap(), &entry["folds"]);
    }
    for entry in entries("/folds/group") {
        let groups = groups(count(&entry["n"]));
        same(GroupKFold::new(count(&entry["k"])).split(&groups).unwrap(), &entry["folds"]);
    }
    same(LeaveOneOut::new().split(4).unwrap(), &reference("/folds/leave_one_out"));
    same(LeaveOneGroupOut::new().split(groups(20)).unwrap(), &reference("/folds/leave_one_group_out"));
}

#[test]
fn time_series_folds_are_scikit_learns() {
    for entry in entries("/folds/time") {
        let mut split = TimeSeriesSplit::new(count(&entry["k"]));
        for (option, value) in entry["options"].as_object().unwrap() {
            split = match option.as_str() {
                "gap" => split.gap(count(value)),
                "test_size" => split.test_size(count(value)),
                _ => split.max_train_size(count(value)),
            };
        }
        same(split.split(count(&entry["n"])).unwrap(), &entry["folds"]);
    }
}

/// Within each repetition every row is tested once, and training is the rest.
#[track_caller]
fn partitions(folds: Folds, n_rows: usize, n_splits: usize) {
    let folds: Vec<_> = folds.collect();
    for repetition in folds.chunks(n_splits) {
        let mut tested: Vec<usize> = repetition.iter().flat_map(|(_, test)| test.clone()).collect();
        tested.sort_unstable();
        assert_eq!(tested, (0..n_rows).collect::<Vec<_>>());
        for (train, test) in repetition {
            let all: BTreeSet<usize> = train.iter().chain(test).copied().collect();
            assert_eq!((train.len() + test.len(), all.len()), (n_rows, n_rows));
        }
    }
}

#[test]
fn shuffled_folds_are_partitions_that_the_seed_decides() {
    let data = iris();
    partitions(KFold::new(4).shuffle(1).split(&data).unwrap(), 150, 4);
    partitions(StratifiedKFold::new(4).shuffle(1).split(&data).unwrap(), 150, 4);
    partitions(RepeatedKFold::new(4, 3).split(&data).unwrap(), 150, 4);
    partitions(RepeatedStratifiedKFold::new(4, 3).split(&data).unwrap(), 150, 4);
    partitions(GroupKFold::new(4).shuffle(1).split(groups(150)).unwrap(), 150, 4);
    let folds = |seed| KFold::new(4).shuffle(seed).split(&data).unwrap().collect::<Vec<_>>();
    assert_eq!(folds(1), folds(1));
    assert_ne!(folds(1), folds(2));
    let repeated: Vec<_> = RepeatedKFold::new(2, 2).seed(3).split(&data).unwrap().collect();
    assert_ne!(repeated[0], repeated[2]);
}

#[test]
fn shuffled_strata_have_scikit_learns_counts() {
    let labels = labels(37);
    let theirs: Vec<Vec<usize>> = entries("/folds/stratified_shuffled_counts").iter().map(counts).collect();
    for seed in 0..5 {
        let ours: Vec<Vec<usize>> = StratifiedKFold::new(5)
            .shuffle(seed)
            .split(&labels)
            .unwrap()
            .map(|(_, test)| {
                (0..4).map(|class| test.iter().filter(|row| labels[**row] == class).count()).collect()
            })
            .collect();
        assert_eq!(ours, theirs);
    }
}

#[test]
fn no_group_is_on_both_sides() {
    let groups = groups(200);
    for (train, test) in GroupKFold::new(3).shuffle(5).split(&groups).unwrap() {
        let side = |rows: &[usize]| rows.iter().map(|row| groups[*row]).collect::<BTreeSet<_>>();
        assert!(side(&train).is_disjoint(&side(&test)));
    }
}

#[test]
fn any_validator_serves_where_any_is_asked_for() {
    let classes = Classes::of(&iris()).unwrap();
    let samples = Samples { n_rows: 150, classes: Some(&classes), groups: Some(&classes) };
    let validators: Vec<Box<dyn CrossValidator>> = vec![
        Box::new(KFold::new(3)),
        Box::new(StratifiedKFold::new(3)),
        Box::new(GroupKFold::new(3)),
        Box::new(TimeSeriesSplit::new(3)),
        Box::new(ShuffleSplit::new(3, 0.2)),
        Box::new(LeaveOneGroupOut::new()),
    ];
    for validator in &validators {
        assert_eq!(validator.folds(&samples).unwrap().len(), 3);
    }
    let message = StratifiedKFold::new(3).folds(&Samples::rows(9)).unwrap_err().to_string();
    assert!(message.contains("one class per row"), "{message}");
}

#[test]
fn bad_parameters_and_too_little_data_are_refused() {
    assert!(matches!(KFold::new(1).split(10), Err(Error::Parameter { .. })));
    assert!(matches!(KFold::new(5).split(4), Err(Error::TooFew { needed: 5, given: 4, .. })));
    assert!(matches!(KFold::new(2).split(&DataFrame::empty()), Err(Error::TooFew { .. })));
    assert!(matches!(RepeatedKFold::new(2, 0).split(4), Err(Error::Parameter { .. })));
    assert!(matches!(LeaveOneOut::new().split(1), Err(Error::TooFew { .. })));
    assert!(matches!(LeaveOneGroupOut::new().split(&[1, 1]), Err(Error::TooFew { .. })));
    assert!(matches!(
        GroupKFold::new(3).split(&["a", "b", "a"]),
        Err(Error::TooFew { needed: 3, given: 2, .. })
    ));
    let measurements: Vec<f64> = (0..20).map(|i| f64::from(i) / 7.0).collect();
    assert!(matches!(StratifiedKFold::new(2).split(&measurements), Err(Error::TooFew { given: 1, .. })));
    assert!(matches!(StratifiedKFold::new(2).split(&[1.0, f64::NAN]), Err(Error::NotFinite { row: 1, .. })));
    let gaps = Series::new("class".into(), [Some("a"), None]);
    assert!(matches!(StratifiedKFold::new(2).split(&gaps), Err(Error::MissingValues { .. })));
    assert!(matches!(TimeSeriesSplit::new(3).split(3), Err(Error::TooFew { needed: 4, .. })));
    assert!(matches!(TimeSeriesSplit::new(3).test_size(0).split(30), Err(Error::Parameter { .. })));
    assert!(matches!(TimeSeriesSplit::new(3).gap(usize::MAX).split(30), Err(Error::TooFew { .. })));
    assert!(matches!(ShuffleSplit::new(0, 0.2).split(30), Err(Error::Parameter { .. })));
    assert!(matches!(ShuffleSplit::new(2, 1.5).split(30), Err(Error::Parameter { .. })));
}

#[test]
fn parameters_survive_json() {
    let text = serde_json::to_string(&StratifiedKFold::new(4).shuffle(9)).unwrap();
    assert_eq!(serde_json::from_str::<StratifiedKFold>(&text).unwrap(), StratifiedKFold::new(4).shuffle(9));
}

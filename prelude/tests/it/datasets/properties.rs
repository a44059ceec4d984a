//! What holds for any data: every row goes to one part, a selection and its return lose nothing.

use ferrolab_prelude::prelude::*;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_split_is_a_partition_or_an_error(n in 0_usize..200, size in 0.01_f64..0.99, seed in any::<u64>()) {
        let rows: Vec<usize> = (0..n).collect();
        if let Ok((train, test)) = train_test_split(&rows, size, seed) {
            prop_assert_eq!(test.len(), (n as f64 * size).ceil() as usize);
            let mut all = [train, test].concat();
            all.sort_unstable();
            prop_assert_eq!(all, rows);
        }
    }

    #[test]
    fn strata_are_kept_to_within_one_row(labels in prop::collection::vec(0_u8..4, 2..300), size in 0.05_f64..0.95, seed in any::<u64>()) {
        let rows: Vec<usize> = (0..labels.len()).collect();
        if let Ok(((train, _), (test, y))) = Split::new(size).stratify().seed(seed).train_test(&(&rows, &labels)) {
            prop_assert_eq!(train.len() + test.len(), labels.len());
            for class in 0..4 {
                let of = |labels: &[u8]| labels.iter().filter(|label| **label == class).count() as f64;
                let exact = of(&labels) * test.len() as f64 / labels.len() as f64;
                prop_assert!((of(&y) - exact).abs() < 1.0 + 1e-9);
            }
        }
    }

    #[test]
    fn folds_test_each_row_once(labels in prop::collection::vec(0_u8..5, 2..120), k in 2_usize..8, seed in any::<u64>()) {
        let every = [
            KFold::new(k).shuffle(seed).split(labels.len()),
            StratifiedKFold::new(k).split(&labels),
            StratifiedKFold::new(k).shuffle(seed).split(&labels),
            GroupKFold::new(k).split(&labels),
            GroupKFold::new(k).shuffle(seed).split(&labels),
        ];
        for folds in every.into_iter().flatten() {
            let mut tested: Vec<usize> = folds.flat_map(|(_, test)| test).collect();
            tested.sort_unstable();
            prop_assert_eq!(tested, (0..labels.len()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn datasets_come_back_from_frames_and_parts(
        values in prop::collection::vec((-1e300_f64..1e300, any::<i32>(), "[a-c]{1,3}"), 4..60),
        seed in any::<u64>(),
    ) {
        let (a, b): (Vec<f64>, Vec<f64>) = values.iter().map(|(a, b, _)| (*a, f64::from(*b))).unzip();
        let y: Vec<&str> = values.iter().map(|(_, _, y)| y.as_str()).collect();
        let data = Dataset::from_frame_all(&df!("a" => a, "b" => b, "y" => y).unwrap(), "y").unwrap();
        prop_assert_eq!(&Dataset::from_frame_all(&data.to_frame().unwrap(), "y").unwrap(), &data);
        let (train, test) = train_test_split(&data, 0.5, seed).unwrap();
        let joined = Dataset::concat(&[&train, &test]).unwrap();
        prop_assert_eq!(joined.n_samples(), data.n_samples());
        prop_assert_eq!(joined.class_counts().unwrap(), data.class_counts().unwrap());
    }
}

//! Clusters of density.

use ferrolab_prelude::prelude::*;

use super::{cases, close, data, labels, number, numbers, same_groups};

#[test]
fn dbscan_is_scikit_learns() {
    for case in cases("/dbscan") {
        let x = data(&case);
        let model = Dbscan::new()
            .eps(number(&case["eps"]))
            .min_samples(number(&case["min_samples"]) as usize)
            .fit(&x)
            .unwrap();
        assert_eq!(model.labels().to_vec(), labels(&case["labels"]), "{}", case["eps"]);
        let core: Vec<i64> = model.core_sample_indices().iter().map(|i| *i as i64).collect();
        assert_eq!(core, labels(&case["core"]));
        assert_eq!(model.components().nrows(), core.len());
    }
}

#[test]
fn dbscan_does_not_depend_on_the_number_of_threads() {
    let x = np::random::normal(0.0, 1.0, (5_000, 2), 4).unwrap();
    let fit = || Dbscan::new().eps(0.08).fit(&x).unwrap();
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let many = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
    assert_eq!(alone.install(fit), many.install(fit));
}

#[test]
fn equal_samples_and_all_noise() {
    let same = Array2::ones((100, 3));
    assert_eq!(Dbscan::new().fit_predict(&same).unwrap(), Array1::<i64>::zeros(100));
    let far = Array2::from_shape_fn((10, 1), |(i, _)| 10.0 * i as f64);
    let model = Dbscan::new().fit(&far).unwrap();
    assert_eq!((model.n_clusters(), model.n_noise()), (0, 10));
    assert!(model.summary().notes[0].contains("larger `eps`"));
    assert!(Dbscan::new().eps(0.0).fit(&far).unwrap_err().to_string().contains("`eps` is 0"));
    assert!(Dbscan::new().min_samples(0).fit(&far).unwrap_err().to_string().contains("`min_samples` is 0"));
}

fn finite(values: &Array1<f64>) -> Array1<f64> {
    values.mapv(|value| if value.is_infinite() { -1.0 } else { value })
}

#[test]
fn optics_is_scikit_learns() {
    for case in cases("/optics") {
        let x = data(&case);
        let settings = &case["settings"];
        let mut model = Optics::new();
        for (name, value) in settings.as_object().unwrap() {
            let count = value.as_u64().unwrap_or(0) as usize;
            model = match name.as_str() {
                "min_samples" => model.min_samples(count),
                "min_cluster_size" => model.min_cluster_size(count),
                "xi" => model.xi(number(value)),
                "max_eps" => model.max_eps(number(value)),
                "eps" => model.eps(number(value)),
                "predecessor_correction" => model.without_predecessor_correction(),
                _ => model.cluster_method(OpticsMethod::Dbscan),
            };
        }
        let model = model.fit(&x).unwrap();
        let ordering: Vec<i64> = model.ordering().iter().map(|i| *i as i64).collect();
        assert_eq!(ordering, labels(&case["ordering"]), "{settings}");
        close(&finite(model.reachability()), &numbers(&case["reachability"]), 1e-12);
        close(&finite(model.core_distances()), &numbers(&case["core_distances"]), 1e-12);
        assert_eq!(model.labels().to_vec(), labels(&case["labels"]), "{settings}");
    }
}

#[test]
fn hdbscan_is_scikit_learns() {
    for case in cases("/hdbscan") {
        let x = data(&case);
        let settings = &case["settings"];
        let mut model = Hdbscan::new();
        for (name, value) in settings.as_object().unwrap() {
            let count = value.as_u64().unwrap_or(0) as usize;
            model = match name.as_str() {
                "min_samples" => model.min_samples(count),
                "min_cluster_size" => model.min_cluster_size(count),
                "cluster_selection_epsilon" => model.cluster_selection_epsilon(number(value)),
                "allow_single_cluster" => model.allow_single_cluster(),
                _ => model.cluster_selection_method(ClusterSelection::Leaf),
            };
        }
        let model = model.fit(&x).unwrap();
        // Among equal distances the order is free, which moves single samples between groups.
        let theirs = labels(&case["labels"]);
        let alike = adjusted_rand_score(&theirs, model.labels()).unwrap();
        assert!(alike > 0.98, "{}: {alike}", case["settings"]);
        if alike == 1.0 {
            same_groups(model.labels(), &theirs);
            close(model.probabilities(), &numbers(&case["probabilities"]), 1e-9);
        }
    }
}

#[test]
fn odd_data_for_density_is_no_panic() {
    let same = Array2::<f64>::ones((30, 2));
    assert_eq!(Optics::new().fit(&same).unwrap().labels().len(), 30);
    assert_eq!(Hdbscan::new().fit(&same).unwrap().labels().len(), 30);
    assert_eq!(Hdbscan::new().allow_single_cluster().fit(&same).unwrap().n_clusters(), 1);
    let few = array![[0.0], [1.0], [2.0]];
    assert!(Optics::new().fit(&few).unwrap_err().to_string().contains("at least 5 samples"));
    assert!(Hdbscan::new().fit(&few).unwrap_err().to_string().contains("at least 5 samples"));
    assert!(Optics::new().xi(1.0).fit(&few).is_err());
    assert!(Hdbscan::new().min_cluster_size(1).fit(&few).unwrap_err().to_string().contains("at least 2"));
}

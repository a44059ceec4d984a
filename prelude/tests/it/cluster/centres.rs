//! K-means and its kin.

use ferrolab_prelude::prelude::*;

use super::{cases, close, data, labels, matrix, number, numbers, reference};

#[test]
fn k_means_takes_the_same_steps_from_the_same_centres() {
    for case in cases("/k_means") {
        let x = data(&case);
        let init = matrix(&case["init"]);
        let model = KMeans::new(init.nrows())
            .init(&init)
            .tolerance(number(&case["tol"]))
            .max_iter(number(&case["max_iter"]) as usize)
            .fit(&x)
            .unwrap();
        close(model.centroids(), &numbers(&case["centers"]), 1e-12);
        assert_eq!(model.labels().to_vec(), labels(&case["labels"]));
        close(&[model.inertia()], &[number(&case["inertia"])], 1e-12);
        assert_eq!(model.n_iter(), number(&case["n_iter"]) as usize);
        close(&model.transform(x.slice(s![..3, ..])).unwrap(), &numbers(&case["transformed"]), 1e-12);
        assert_eq!(&model.predict(&x).unwrap(), model.labels());
        close(&[model.score(&x).unwrap()], &[-model.inertia()], 1e-12);
    }
}

#[test]
fn starts_are_as_good_as_scikit_learns() {
    // The median of single starts, beside the best of many.
    let x = iris().features;
    let best = KMeans::new(3).n_init(50).fit(&x).unwrap().inertia();
    let mut single: Vec<f64> =
        (0..11).map(|seed| KMeans::new(3).seed(seed).fit(&x).unwrap().inertia()).collect();
    single.sort_by(f64::total_cmp);
    assert!(single[5] < 1.01 * best, "{single:?} {best}");
    let random = KMeans::new(3).init(KMeansInit::Random).fit(&x).unwrap();
    assert!(random.inertia() < 1.01 * best);
}

#[test]
fn k_means_does_not_depend_on_the_number_of_threads() {
    let x = np::random::normal(0.0, 1.0, (20_000, 3), 4).unwrap();
    let fit = || KMeans::new(9).seed(3).fit(&x).unwrap();
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let many = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
    assert_eq!(alone.install(fit), many.install(fit));
}

#[test]
fn fewer_distinct_samples_than_clusters_is_no_panic() {
    let x = array![[1.0, 2.0], [1.0, 2.0], [1.0, 2.0], [4.0, 4.0], [4.0, 4.0]];
    let model = KMeans::new(4).fit(&x).unwrap();
    assert_eq!(model.inertia(), 0.0);
    assert_eq!(model.cluster_sizes().sum(), 5);
    assert!(model.summary().notes[0].contains("Some clusters are empty"), "{:?}", model.summary());
    MiniBatchKMeans::new(4).fit(&x).unwrap();
    BisectingKMeans::new(4).fit(&x).unwrap();
}

#[test]
fn empty_clusters_are_refilled() {
    let x = array![[0.0], [0.1], [5.0], [5.1], [9.0], [9.1]];
    let far = array![[0.0], [100.0], [200.0]];
    let model = KMeans::new(3).init(far).fit(&x).unwrap();
    // The value is scikit-learn's.
    assert!((model.inertia() - 25.01).abs() < 1e-9, "{model:?}");
    assert!(model.cluster_sizes().iter().all(|size| *size > 0));
}

#[test]
fn mini_batches_are_as_good_as_scikit_learns() {
    for name in ["blobs", "moons"] {
        let theirs = reference(&format!("/mini_batch/{name}"));
        let x = matrix(&reference(&format!("/data/{name}")));
        let k = number(&theirs["k"]) as usize;
        let mut ours: Vec<f64> =
            (0..5).map(|seed| MiniBatchKMeans::new(k).seed(seed).fit(&x).unwrap().inertia()).collect();
        ours.sort_by(f64::total_cmp);
        assert!(ours[2] < 1.1 * number(&theirs["inertia"]), "{name}: {ours:?} {theirs}");
    }
}

#[test]
fn batches_can_come_one_by_one() {
    let x = matrix(&reference("/data/blobs"));
    let mut model = MiniBatchKMeans::new(4).seed(1).partial_fit(x.slice(s![..;2, ..])).unwrap();
    for _ in 0..20 {
        model.partial_fit(&x).unwrap();
    }
    let inertia = KMeans::new(4).n_init(10).fit(&x).unwrap().inertia();
    assert!(model.inertia() < 1.2 * inertia, "{} {inertia}", model.inertia());
    assert_eq!(model.labels().len(), x.nrows());
    assert_eq!(model.n_steps(), 21);
}

#[test]
fn bisection_is_as_good_as_scikit_learns() {
    let x = matrix(&reference("/data/blobs"));
    let model =
        BisectingKMeans::new(4).init(KMeansInit::KMeansPlusPlus).n_init(20).tolerance(0.0).fit(&x).unwrap();
    close(&[model.inertia()], &[number(&reference("/bisecting/inertia"))], 0.01);
    assert_eq!(&model.predict(&x).unwrap(), model.labels());
}

#[test]
fn parameters_are_checked() {
    let x = iris().features;
    let message = |error: ferrolab_prelude::Error| error.to_string();
    let wrong = KMeans::new(2).init(Array2::zeros((3, 4))).fit(&x).unwrap_err();
    assert!(message(wrong).contains("expected (2, 4), one row per cluster"));
    let wrong = MiniBatchKMeans::new(2).batch_size(0).fit(&x).unwrap_err();
    assert!(message(wrong).contains("`batch_size` is 0"));
    let wrong = MiniBatchKMeans::new(2).reassignment_ratio(2.0).fit(&x).unwrap_err();
    assert!(message(wrong).contains("`reassignment_ratio` is 2"));
    let wrong = BisectingKMeans::new(2).init(KMeansInit::Centers(Array2::zeros((2, 4)))).fit(&x);
    assert!(message(wrong.unwrap_err()).contains("`init`"));
    let wrong = BisectingKMeans::new(151).fit(&x).unwrap_err();
    assert!(message(wrong).contains("at least 151 samples"));
}

#[test]
fn elbows_and_silhouettes() {
    let x = matrix(&reference("/data/blobs"));
    let table = elbow(&x, 1..=6, 1).unwrap();
    let inertia = table.column_array("inertia").unwrap();
    assert!(inertia.windows(2).into_iter().all(|pair| pair[1] < pair[0]), "{inertia}");
    assert!(table.column_array("explained").unwrap()[0].abs() < 1e-12);
    let table = silhouette_by_k(&x, 2..7, 1).unwrap();
    let silhouette = table.column_array("silhouette").unwrap();
    // The first four are scikit-learn's; of six clusters there are several nearly as good.
    let theirs = [0.421_011_244_6, 0.565_330_180_8, 0.677_860_242_9, 0.687_740_174_4];
    assert!(silhouette.iter().zip(theirs).all(|(a, b)| (a - b).abs() < 1e-9), "{silhouette}");
    assert!(elbow(&x, 0..3, 1).unwrap_err().to_string().contains("`k` is 0..3"));
    assert!(silhouette_by_k(&x, 1..=3, 1).is_err());
}

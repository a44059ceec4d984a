//! Generated data: shapes are exact, distributions are checked by their moments within four
//! standard errors, seeds decide.

use ferrolab_prelude::Error;
use ferrolab_prelude::prelude::*;

/// The rows in order of their coordinates, rounded, for comparing sets of points.
fn sorted(data: &Dataset) -> Vec<Vec<i64>> {
    let mut rows: Vec<Vec<i64>> = data
        .features
        .rows()
        .into_iter()
        .zip(&data.target)
        .map(|(row, class)| row.iter().chain([class]).map(|value| (value * 1e9).round() as i64).collect())
        .collect();
    rows.sort();
    rows
}

#[test]
fn moons_and_circles_lie_where_scikit_learns_do() {
    let point = |x: f64, y: f64, class: f64| [x, y, class].map(|value| (value * 1e9).round() as i64).to_vec();
    // sklearn.datasets.make_moons(7, shuffle=False) and make_circles(4, factor=0.5, shuffle=False)
    let mut moons =
        vec![point(1.0, 0.0, 0.0), point(0.0, 1.0, 0.0), point(-1.0, 0.0, 0.0), point(0.0, 0.5, 1.0)];
    moons.extend([
        point(0.5, 0.5 - 0.75_f64.sqrt(), 1.0),
        point(1.5, 0.5 - 0.75_f64.sqrt(), 1.0),
        point(2.0, 0.5, 1.0),
    ]);
    moons.sort();
    assert_eq!(sorted(&datasets::make_moons().n_samples(7).build().unwrap()), moons);
    let mut circles =
        vec![point(1.0, 0.0, 0.0), point(-1.0, 0.0, 0.0), point(0.5, 0.0, 1.0), point(-0.5, 0.0, 1.0)];
    circles.sort();
    assert_eq!(sorted(&datasets::make_circles().n_samples(4).factor(0.5).build().unwrap()), circles);
    let noisy = datasets::make_circles().n_samples(4000).noise(0.1).build().unwrap();
    let radius: f64 = noisy.features.rows().into_iter().map(|row| row.dot(&row)).sum::<f64>() / 4000.0;
    // Mean squared radius: (1 + 0.64) / 2 + 2 · 0.01.
    assert!((radius - 0.84).abs() < 0.02, "{radius}");
}

#[test]
fn sheets_satisfy_their_equations() {
    let roll = datasets::make_swiss_roll().n_samples(1000).seed(2).build().unwrap();
    for (x, t) in roll.features.rows().into_iter().zip(&roll.target) {
        assert!((x[0] - t * t.cos()).abs() < 1e-12 && (x[2] - t * t.sin()).abs() < 1e-12);
        assert!((0.0..21.0).contains(&x[1]) && (4.7..14.2).contains(t));
    }
    let curve = datasets::make_s_curve().n_samples(1000).build().unwrap();
    for (x, t) in curve.features.rows().into_iter().zip(&curve.target) {
        assert!((x[0] - t.sin()).abs() < 1e-12 && (0.0..2.0).contains(&x[1]) && x[2].abs() <= 2.0);
    }
    let friedman = datasets::make_friedman1().n_samples(500).build().unwrap();
    for (x, y) in friedman.features.rows().into_iter().zip(&friedman.target) {
        let curve = 10.0 * (std::f64::consts::PI * x[0] * x[1]).sin()
            + 20.0 * (x[2] - 0.5).powi(2)
            + 10.0 * x[3]
            + 5.0 * x[4];
        assert!((y - curve).abs() < 1e-12);
    }
}

#[test]
fn blobs_have_their_centres_and_spread() {
    let (data, centers) = datasets::make_blobs()
        .n_samples(3001)
        .n_features(3)
        .centers(3)
        .cluster_std(2.0)
        .seed(4)
        .build_with_centers()
        .unwrap();
    for cluster in 0..3 {
        let rows: Vec<usize> = (0..3001).filter(|row| data.target[*row] == cluster as f64).collect();
        assert_eq!(rows.len(), if cluster == 0 { 1001 } else { 1000 });
        let points = data.features.select(Axis(0), &rows);
        for axis in 0..3 {
            let column = points.column(axis);
            assert!((column.mean().unwrap() - centers[[cluster, axis]]).abs() < 4.0 * 2.0 / 1000_f64.sqrt());
            assert!((column.std(1.0) - 2.0).abs() < 4.0 * 2.0 / 2000_f64.sqrt());
        }
    }
    let at = array![[0.0, 0.0], [5.0, 5.0]];
    let placed = datasets::make_blobs().centers_at(&at).cluster_std(0.0).build().unwrap();
    assert!(placed.features.iter().all(|value| *value == 0.0 || *value == 5.0));
}

#[test]
fn classification_has_its_kinds_of_features() {
    let maker = datasets::make_classification()
        .n_samples(4000)
        .n_features(8)
        .n_informative(3)
        .n_redundant(2)
        .n_repeated(1)
        .n_classes(3)
        .weights(&[0.5, 0.3])
        .flip_y(0.0)
        .seed(6);
    let data = maker.build().unwrap();
    let counts = data.class_counts().unwrap().column_array("count").unwrap();
    assert_eq!(counts.to_vec(), [2000.0, 1200.0, 800.0]);
    let kinds = [
        "informative_0",
        "informative_1",
        "informative_2",
        "redundant_0",
        "redundant_1",
        "repeated_0",
        "noise_0",
        "noise_1",
    ];
    assert_eq!(data.feature_names, kinds);
    // A redundant feature is a mixture of the informative ones, to rounding.
    let informative = data.select_features(&kinds[..3]).unwrap().features;
    let line = LinearRegression::new()
        .fit((&informative, &data.feature("redundant_1").unwrap().to_owned()))
        .unwrap();
    let residual = line.predict(&informative).unwrap() - data.feature("redundant_1").unwrap();
    assert!(residual.iter().all(|error| error.abs() < 1e-9));
    assert!((0..5).any(|place| data.features.column(place) == data.features.column(5)));
    for name in ["noise_0", "noise_1"] {
        let noise = data.feature(name).unwrap();
        assert!(
            noise.mean().unwrap().abs() < 4.0 / 4000_f64.sqrt()
                && (noise.std(1.0) - 1.0).abs() < 4.0 / 8000_f64.sqrt()
        );
    }
    let flipped =
        maker.flip_y(1.0).build().unwrap().class_counts().unwrap().column_array("proportion").unwrap();
    assert!(flipped.iter().all(|share| (share - 1.0 / 3.0).abs() < 0.03), "{flipped}");
}

#[test]
fn classes_that_lie_apart_are_told_apart() {
    let data = datasets::make_classification()
        .n_samples(1000)
        .n_clusters_per_class(1)
        .class_sep(4.0)
        .flip_y(0.0)
        .seed(1)
        .build()
        .unwrap();
    let (train, test) = train_test_split_stratified(&data, 0.3, 0).unwrap();
    let model = LogisticRegression::new().fit(&train).unwrap();
    assert!(accuracy_score(&test.target, &model.predict(&test).unwrap()).unwrap() > 0.95);
}

#[test]
fn a_line_finds_the_coefficients_again() {
    let maker = datasets::make_regression().n_samples(2000).n_features(6).n_informative(3).bias(12.0).seed(9);
    let (exact, truth) = maker.build_with_coefficients().unwrap();
    assert_eq!(truth.iter().filter(|coefficient| **coefficient != 0.0).count(), 3);
    let line = LinearRegression::new().fit(&exact).unwrap();
    assert!((line.coefficients() - &truth).iter().all(|error| error.abs() < 1e-8));
    assert!((line.intercept() - 12.0).abs() < 1e-8);
    let (noisy, truth) = maker.noise(5.0).build_with_coefficients().unwrap();
    let line = LinearRegression::new().fit(&noisy).unwrap();
    // Standard error of a coefficient: 5 / √2000.
    assert!((line.coefficients() - &truth).iter().all(|error| error.abs() < 4.0 * 5.0 / 2000_f64.sqrt()));
}

#[test]
fn the_seed_decides() {
    let data = |seed| datasets::make_classification().seed(seed).build().unwrap();
    assert_eq!(data(1), data(1));
    assert_ne!(data(1), data(2));
    assert_ne!(
        datasets::make_moons().noise(0.1).seed(1).build().unwrap(),
        datasets::make_moons().noise(0.1).seed(2).build().unwrap()
    );
}

#[test]
fn one_sample_is_enough() {
    for data in [
        datasets::make_blobs().n_samples(1).build(),
        datasets::make_classification().n_samples(1).build(),
        datasets::make_regression().n_samples(1).build(),
        datasets::make_friedman1().n_samples(1).build(),
        datasets::make_moons().n_samples(1).build(),
        datasets::make_circles().n_samples(1).build(),
        datasets::make_swiss_roll().n_samples(1).build(),
        datasets::make_s_curve().n_samples(1).build(),
    ] {
        let data = data.unwrap();
        assert_eq!(data.n_samples(), 1);
        assert!(data.features.iter().chain(&data.target).all(|value| value.is_finite()));
    }
}

#[test]
fn parameters_that_make_no_sense_are_refused() {
    let refused = [
        datasets::make_blobs().n_samples(0).build(),
        datasets::make_blobs().n_samples(usize::MAX).build(),
        datasets::make_blobs().centers(0).build(),
        datasets::make_blobs().cluster_std(-1.0).build(),
        datasets::make_blobs().cluster_std(f64::NAN).build(),
        datasets::make_blobs().center_box((1.0, -1.0)).build(),
        datasets::make_blobs().centers_at(&array![[f64::INFINITY]]).build(),
        datasets::make_classification().n_features(3).build(),
        datasets::make_classification().n_informative(0).build(),
        datasets::make_classification().n_classes(5).build(),
        datasets::make_classification().n_classes(usize::MAX).build(),
        datasets::make_classification().n_redundant(usize::MAX).build(),
        datasets::make_classification().weights(&[0.9, 0.9]).build(),
        datasets::make_classification().weights(&[f64::NAN]).build(),
        datasets::make_classification().weights(&[0.2, 0.2, 0.6]).build(),
        datasets::make_classification().flip_y(1.5).build(),
        datasets::make_classification().class_sep(f64::INFINITY).build(),
        datasets::make_regression().n_features(0).build(),
        datasets::make_regression().noise(f64::NAN).build(),
        datasets::make_regression().bias(f64::INFINITY).build(),
        datasets::make_friedman1().n_features(4).build(),
        datasets::make_moons().n_samples(0).build(),
        datasets::make_moons().noise(-0.1).build(),
        datasets::make_circles().factor(2.0).build(),
        datasets::make_swiss_roll().n_samples(usize::MAX).build(),
        datasets::make_s_curve().noise(f64::INFINITY).build(),
    ];
    for (place, result) in refused.into_iter().enumerate() {
        assert!(matches!(result, Err(Error::Parameter { .. })), "case {place}");
    }
    assert!(matches!(
        datasets::make_blobs().centers_at(&Array2::zeros((0, 2))).build(),
        Err(Error::Empty { .. })
    ));
}

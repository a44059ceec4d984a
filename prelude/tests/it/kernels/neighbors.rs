use super::{Value, classes_of, close, every, numbers, reference, waves};
use ferrolab_prelude::prelude::*;

const METRICS: [(&str, Metric); 4] = [
    ("euclidean", Metric::Euclidean),
    ("manhattan", Metric::Manhattan),
    ("chebyshev", Metric::Chebyshev),
    ("cosine", Metric::Cosine),
];

/// What scikit-learn's radius search found: rows by query.
fn rows_by_query(value: &Value) -> Vec<Vec<u32>> {
    let rows = |rows: &Value| numbers(rows).iter().map(|row| *row as u32).collect();
    value.as_array().unwrap().iter().map(rows).collect()
}

#[test]
fn searches_are_scikit_learns() {
    for (name, p) in [("low", 3), ("wide", 20)] {
        let (x, q) = (waves(300, p), waves(40, p) + 0.137);
        for (word, metric) in METRICS {
            let theirs = reference(&format!("/neighbors/search/{name}_{word}"));
            let radius = theirs["radius"].as_f64().unwrap();
            for search in [NeighborSearch::KdTree, NeighborSearch::Brute] {
                let index = NeighborIndex::new(x.view(), metric, search).unwrap();
                close(&index.nearest(q.view(), 6).unwrap().distances, &theirs["distances"], 1e-12);
                let own = index.nearest_others(5).unwrap().distances;
                assert_eq!(own.shape(), [300, 5]);
                let own = index.nearest_others(6).unwrap().distances.slice(s![..50, ..]).to_owned();
                close(&own, &theirs["own"], 1e-7);
                let within = index.within(q.view(), radius).unwrap();
                for (query, rows) in rows_by_query(&theirs["near"]).iter().enumerate() {
                    assert_eq!(within.rows(query), rows, "{name} {word} {search} {query}");
                }
            }
        }
    }
}

#[test]
fn trees_and_brute_force_agree_on_ties() {
    // Points on a lattice, many of them twice: nearly all distances are shared.
    let x = Array2::from_shape_fn((600, 3), |(i, j)| ((i / 3_usize.pow(j as u32)) % 4) as f64);
    for (_, metric) in &METRICS[..3] {
        let tree = NeighborIndex::new(x.view(), *metric, NeighborSearch::KdTree).unwrap();
        let brute = NeighborIndex::new(x.view(), *metric, NeighborSearch::Brute).unwrap();
        let (a, b) = (tree.nearest(x.view(), 17).unwrap(), brute.nearest(x.view(), 17).unwrap());
        assert_eq!(a.indices, b.indices);
        assert_eq!(tree.nearest_others(9).unwrap(), brute.nearest_others(9).unwrap());
        assert_eq!(tree.within_others(1.0).unwrap(), brute.within_others(1.0).unwrap());
        for row in a.indices.rows().into_iter().zip(a.distances.rows()) {
            let pairs: Vec<(f64, usize)> = row.1.iter().copied().zip(row.0.iter().copied()).collect();
            assert!(pairs.is_sorted_by(|a, b| a < b), "ties in the order of rows: {pairs:?}");
        }
    }
}

#[test]
fn many_points_agree_with_all_distances() {
    let x = waves(3000, 4);
    let distances = np::euclidean_distances(every(&x, 100), &x).unwrap();
    for search in [NeighborSearch::KdTree, NeighborSearch::Brute] {
        let index = NeighborIndex::new(x.view(), Metric::Euclidean, search).unwrap();
        let found = index.nearest(every(&x, 100).view(), 40).unwrap();
        for (query, row) in distances.rows().into_iter().enumerate() {
            let mut all = row.to_vec();
            all.sort_by(f64::total_cmp);
            for (place, distance) in found.distances.row(query).iter().enumerate() {
                assert!((distance - all[place]).abs() < 1e-12, "{search} {query} {place}");
            }
        }
    }
}

#[test]
fn models_are_scikit_learns() {
    let (x, q) = (waves(300, 3), waves(40, 3) + 0.137);
    let quantity = x.dot(&array![1.0, -2.0, 0.5]);
    let classes = classes_of(&x, 3);
    for (name, weights) in [("uniform", NeighborWeights::Uniform), ("distance", NeighborWeights::Distance)] {
        for (word, metric) in [METRICS[0], METRICS[1], METRICS[3]] {
            let theirs = reference(&format!("/neighbors/models/{name}_{word}"));
            let model = KNeighborsClassifier::new().n_neighbors(7).weights(weights).metric(metric);
            let model = model.fit((&x, &classes)).unwrap();
            close(&model.predict_proba(&q).unwrap(), &theirs["proba"], 1e-10);
            let model = KNeighborsRegressor::new().n_neighbors(7).weights(weights).metric(metric);
            close(&model.fit((&x, &quantity)).unwrap().predict(&q).unwrap(), &theirs["predict"], 1e-10);
        }
        let theirs = reference(&format!("/neighbors/models/radius_{name}"));
        let model = RadiusNeighborsClassifier::new().radius(0.8).weights(weights).outlier_label("1");
        let proba = model.fit((&x, &classes)).unwrap().predict_proba(&q).unwrap();
        close(&proba, &theirs["proba"], 1e-10);
        let model = RadiusNeighborsRegressor::new().radius(1.5).weights(weights);
        close(&model.fit((&x, &quantity)).unwrap().predict(&q).unwrap(), &theirs["predict"], 1e-10);
    }
    let data = iris();
    let rows = |first: usize| (first..150).step_by(2).collect::<Vec<_>>();
    let (train, test) = (data.select_rows(&rows(0)).unwrap(), data.select_rows(&rows(1)).unwrap());
    let score = KNeighborsClassifier::new().fit(&train).unwrap().score(&test).unwrap();
    close(&[score], &reference("/neighbors/models/iris"), 1e-12);
}

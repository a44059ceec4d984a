//! Imputers, as scikit-learn's. Tolerances: statistics and neighbours 1e-13 of the largest value;
//! chained regressions 1e-9 after one round and after ten, since both solve the same least squares.

use ferrolab_prelude::prelude::*;
use ferrolab_prelude::serde_json;

use super::{close, matrix, message, reference, texts, values};

fn data(name: &str) -> Array2<f64> {
    matrix(reference(&format!("/imputers/{name}")))
}

#[test]
fn simple_is_scikit_learns() {
    for (name, strategy) in [
        ("Mean", ImputeStrategy::Mean),
        ("Median", ImputeStrategy::Median),
        ("MostFrequent", ImputeStrategy::MostFrequent),
    ] {
        let theirs = reference(&format!("/imputers/simple/{name}"));
        let model = SimpleImputer::new().strategy(strategy).add_indicator(true);
        let fitted = model.fit(data("rounded")).unwrap();
        close(fitted.statistics(), &super::numbers(&theirs["statistics"]), 1e-13);
        close(&fitted.transform(data("new")).unwrap(), &matrix(&theirs["new"]), 1e-13);
        let df = DataFrame::from_array(&data("rounded"), &["a", "b", "c", "d"]).unwrap();
        let (_, filled) = model.fit_transform(&df).unwrap();
        let names: Vec<&str> =
            theirs["names"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
        assert_eq!(filled.get_column_names(), names);
    }
    let fitted = SimpleImputer::new().strategy(ImputeStrategy::Constant(-1.0)).fit(data("x")).unwrap();
    assert_eq!(
        fitted.transform(data("x")).unwrap().iter().filter(|x| **x == -1.0).count(),
        data("x").iter().filter(|x| x.is_nan()).count()
    );
}

#[test]
fn neighbours_are_scikit_learns() {
    for case in reference("/imputers/knn").as_array().unwrap() {
        let weights = match case["weights"].as_str().unwrap() {
            "uniform" => NeighbourWeights::Uniform,
            _ => NeighbourWeights::Distance,
        };
        let k = case["k"].as_u64().unwrap() as usize;
        let (fitted, filled) =
            KnnImputer::new().n_neighbors(k).weights(weights).fit_transform(&data("x")).unwrap();
        close(&filled, &matrix(&case["x"]), 1e-13);
        close(&fitted.transform(&data("new")).unwrap(), &matrix(&case["new"]), 1e-13);
        if weights == NeighbourWeights::Uniform {
            let df = DataFrame::from_array(&data("x"), &["a", "b", "c", "d"]).unwrap();
            let ours = df.fill_missing(&[], Fill::Knn(k)).unwrap();
            close(&values(&ours, "c"), matrix(&case["x"]).column(2), 1e-13);
        }
    }
}

#[test]
fn chained_regressions_are_scikit_learns() {
    for case in reference("/imputers/iterative").as_array().unwrap() {
        let order = match case["order"].as_str().unwrap() {
            "Ascending" => ImputationOrder::Ascending,
            "Descending" => ImputationOrder::Descending,
            _ => ImputationOrder::LeftToRight,
        };
        let rounds = case["max_iter"].as_u64().unwrap() as usize;
        let model = IterativeImputer::new()
            .order(order)
            .max_iter(rounds)
            .tolerance(case["tolerance"].as_f64().unwrap());
        let (fitted, filled) = model.fit_transform(&data("x")).unwrap();
        assert_eq!(fitted.n_iter() as u64, case["n_iter"].as_u64().unwrap());
        close(&filled, &matrix(&case["x"]), 1e-9);
        close(&fitted.transform(&data("new")).unwrap(), &matrix(&case["new"]), 1e-9);
    }
}

#[test]
fn random_order_is_seeded() {
    let model = IterativeImputer::new().order(ImputationOrder::Random).seed(7).max_iter(3);
    let once = model.fit_transform(&data("x")).unwrap().1;
    assert_eq!(once, model.fit_transform(&data("x")).unwrap().1);
    assert_ne!(once, model.seed(8).fit_transform(&data("x")).unwrap().1);
}

#[test]
fn frames_with_text() {
    let train = df!("n" => [Some(1), None, Some(4)], "s" => [Some("b"), Some("a"), Some("b")], "flag" => [Some(true), Some(true), None]).unwrap();
    let fitted = FrameImputer::new().fit(&train).unwrap();
    let new = df!("n" => [None::<i32>], "s" => [None::<&str>], "flag" => [None::<bool>]).unwrap();
    let filled = fitted.transform(&new).unwrap();
    assert_eq!((values(&filled, "n"), texts(&filled, "s")[0].as_deref()), (vec![2.5], Some("b")));
    assert_eq!(filled.column("flag").unwrap().bool().unwrap().get(0), Some(true));
    let some = FrameImputer::new().columns(&["s"]).constant_text("?").fit(&train).unwrap();
    let filled = some.transform(&new).unwrap();
    assert_eq!((filled.column("n").unwrap().null_count(), texts(&filled, "s")[0].as_deref()), (1, Some("?")));
    assert!(message(fitted.transform(&new.drop("s").unwrap())).contains("there is no column `s`"));
    let empty = df!("n" => [None::<i32>]).unwrap();
    assert!(
        message(FrameImputer::new().fit(&empty))
            .contains("FrameImputer on column `n` needs at least 1 known value")
    );
}

#[test]
fn fitted_imputers_are_saved_and_shown() {
    let fitted = KnnImputer::new().fit(data("new")).unwrap();
    let text = serde_json::to_string(&fitted).unwrap();
    let back: ferrolab_prelude::preprocessing::FittedKnnImputer = serde_json::from_str(&text).unwrap();
    assert_eq!(back.transform(data("x")).unwrap(), fitted.transform(data("x")).unwrap());
    let bundle = SimpleImputer::new().fit(data("x")).unwrap().rich_display();
    assert!(bundle.get("text/plain").unwrap().starts_with("SimpleImputer(strategy = Mean"));
}

#[test]
fn what_cannot_be_imputed_is_told() {
    let nan = f64::NAN;
    let gap = array![[1.0, nan], [2.0, nan]];
    for error in [
        message(SimpleImputer::new().fit(&gap)),
        message(KnnImputer::new().fit(&gap)),
        message(IterativeImputer::new().fit(&gap)),
    ] {
        assert!(error.contains("on feature 1 needs at least 1 known value, but there are only 0"), "{error}");
    }
    assert!(SimpleImputer::new().strategy(ImputeStrategy::Constant(0.0)).fit(&gap).is_ok());
    assert!(
        message(SimpleImputer::new().strategy(ImputeStrategy::Constant(nan)).fit(&gap))
            .contains("`strategy`")
    );
    assert!(message(KnnImputer::new().n_neighbors(0).fit(&gap)).contains("`n_neighbors` is 0"));
    assert!(message(IterativeImputer::new().max_iter(0).fit(&gap)).contains("`max_iter` is 0"));
    let infinite = array![[1.0, f64::INFINITY]];
    assert!(message(KnnImputer::new().fit(&infinite)).contains("not finite"));
    assert!(message(SimpleImputer::new().fit(Array2::<f64>::zeros((0, 2)))).contains("is empty"));
    let one = array![[3.0], [nan]];
    assert_eq!(IterativeImputer::new().fit_transform(&one).unwrap().1, array![[3.0], [3.0]]);
    assert_eq!(
        KnnImputer::new().fit_transform(&one).unwrap().1,
        array![[3.0], [3.0]],
        "no feature to compare by"
    );
}

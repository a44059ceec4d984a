//! The same data give the same model: again, with another number of threads, in another order, from a
//! file.

use ferrolab_prelude::rayon::ThreadPoolBuilder;

use super::*;

fn predictions(estimator: &Estimator, x: &Array2<f64>) -> Result<Array1<f64>, String> {
    let fitted = fit(estimator, x, &target(estimator, x)).map_err(text)?;
    let values = found(&fitted, x).map_err(text)?;
    let sure = fitted.predict_proba(x).map(|p| p.column(0).to_owned()).unwrap_or_default();
    Ok(concatenate![Axis(0), values, sure])
}

#[test]
fn two_fits_are_equal() {
    for_each(|estimator| {
        let x = points(60);
        let (first, second) = (predictions(estimator, &x)?, predictions(estimator, &x)?);
        if first == second { Ok(()) } else { Err(format!("{first}\n{second}")) }
    });
}

#[test]
fn the_number_of_threads_does_not_matter() {
    let pool = |threads| ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let (one, two) = (pool(1), pool(2));
    for_each(|estimator| {
        let x = points(150);
        let first = one.install(|| predictions(estimator, &x))?;
        let second = two.install(|| predictions(estimator, &x))?;
        if first == second { Ok(()) } else { Err(format!("{first}\n{second}")) }
    });
}

/// Rows are drawn at random, visited one after the other, or divided into folds by their place.
const LOOKS_AT_ORDER: &[&str] = &[
    "AdaBoostClassifier",
    "AdaBoostRegressor",
    "BaggingClassifier",
    "BaggingRegressor",
    "CalibratedClassifier",
    "ElasticNetCv",
    "ExtraTreesClassifier",
    "ExtraTreesRegressor",
    "FtrlClassifier",
    "GaussianMixture",
    "HistGradientBoostingClassifier",
    "HistGradientBoostingRegressor",
    "IsolationForest",
    "LassoCv",
    "LinearSvc",
    "LinearSvr",
    "LogisticRegressionCv",
    "MiniBatchKMeans",
    "Perceptron",
    "RandomForestClassifier",
    "RandomForestRegressor",
    "RansacRegressor",
    "RidgeCv",
    "SgdClassifier",
    "SgdRegressor",
    "StackingClassifier",
    "StackingRegressor",
];

#[test]
fn the_order_of_the_rows_does_not_matter() {
    for_each(|estimator| {
        if LOOKS_AT_ORDER.contains(&estimator.name()) || !learns_from_target(estimator) {
            return Ok(());
        }
        let x = points(60);
        let order: Vec<usize> = (0..60).map(|i| (i * 37) % 60).collect();
        let y = target(estimator, &x);
        let straight = fit(estimator, &x, &y).map_err(text)?;
        let mixed = fit(estimator, &x.select(Axis(0), &order), &y.select(Axis(0), &order)).map_err(text)?;
        let (a, b) = (straight.predict(&x).map_err(text)?, mixed.predict(&x).map_err(text)?);
        let size = a.iter().fold(1e-300_f64, |size, value| size.max(value.abs()));
        let far = a.iter().zip(&b).filter(|(a, b)| (*a - *b).abs() > 1e-4 * size).count();
        // A class may flip where two are equally likely.
        let allowed = if matches!(estimator, Estimator::Classifier(_)) { 1 } else { 0 };
        if far <= allowed { Ok(()) } else { Err(format!("{far} of 60 predictions differ\n{a}\n{b}")) }
    });
}

#[test]
fn a_model_comes_back_from_its_file() {
    let folder = std::env::temp_dir().join(format!("ferrolab-estimators-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    for_each(|estimator| {
        let x = points(60);
        let fitted = fit(estimator, &x, &target(estimator, &x)).map_err(text)?;
        let path = folder.join(format!("{}.model", estimator.name()));
        fitted.save(&path).map_err(text)?;
        let back = FittedPipeline::load(&path).map_err(text)?;
        let (before, after) = (found(&fitted, &x).map_err(text)?, found(&back, &x).map_err(text)?);
        if before != after {
            return Err(format!("{before}\n{after}"));
        }
        let summaries = [&fitted, &back].map(|model| format!("{:?}", model.summary()));
        if summaries[0] == summaries[1] { Ok(()) } else { Err("the summaries differ".to_owned()) }
    });
    std::fs::remove_dir_all(&folder).unwrap();
}

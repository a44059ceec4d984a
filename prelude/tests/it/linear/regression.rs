//! Generalised, robust, monotone and partial least squares against scikit-learn.

use super::{check_line, close, numbers, reference, sample_weights, scaled, scaled_diabetes};
use ferrolab_prelude::Error;
use ferrolab_prelude::prelude::*;

fn counts() -> Dataset {
    let mut data = scaled_diabetes();
    data.target.mapv_inplace(|y| (y / 25.0).floor());
    data
}

macro_rules! check_glm {
    ($name:literal, $model:expr, $data:expr) => {{
        let model = $model.tolerance(1e-10).fit(&$data).unwrap();
        assert!(model.converged(), $name);
        let path = concat!("/glm/", $name);
        check_line!(path, model, $data.features, 1e-6);
        close(path, &[model.d2_score(&$data).unwrap()], &reference(path)["d2"], 1e-6);
    }};
}

#[test]
fn linear_glms_are_scikit_learns() {
    let (counts, amounts) = (counts(), scaled_diabetes());
    check_glm!("poisson", PoissonRegressor::new().alpha(0.5), counts);
    check_glm!("gamma", GammaRegressor::new().alpha(0.5), amounts);
    check_glm!("tweedie_1.5", TweedieRegressor::new().power(1.5).alpha(0.1), counts);
    check_glm!("tweedie_0", TweedieRegressor::new().alpha(0.5), amounts);
    check_glm!("tweedie_3", TweedieRegressor::new().power(3.0).alpha(0.0).max_iter(500), amounts);
    check_glm!("tweedie_0_log", TweedieRegressor::new().link(Link::Log).alpha(0.1), amounts);
    let weighted = PoissonRegressor::new().alpha(0.5).tolerance(1e-10);
    let model = weighted.fit((&counts.features, &counts.target, sample_weights())).unwrap();
    check_line!("/glm/poisson_weighted", model, counts.features, 1e-6);
    let d2 = model.d2_score((&counts.features, &counts.target, sample_weights())).unwrap();
    close("d2", &[d2], &reference("/glm/poisson_weighted/d2"), 1e-6);
}

#[test]
fn linear_poisson_without_penalty_is_statsmodels() {
    let data = counts();
    let model = PoissonRegressor::new().alpha(0.0).tolerance(1e-11).fit(&data).unwrap();
    let theirs = reference("/glm/poisson_statsmodels");
    close("coefficients", model.coefficients(), &theirs["coefficients"], 1e-7);
    close("intercept", &[model.intercept()], &theirs["intercept"], 1e-7);
}

#[test]
fn linear_glms_refuse_targets_out_of_range() {
    let x = array![[1.0], [2.0], [3.0]];
    let poisson = PoissonRegressor::new().fit((&x, &[1.0, -1.0, 2.0])).unwrap_err();
    assert!(poisson.to_string().contains("at least 0 in every sample (see row 1)"), "{poisson}");
    assert!(matches!(GammaRegressor::new().fit((&x, &[1.0, 0.0, 2.0])), Err(Error::Parameter { .. })));
    assert!(PoissonRegressor::new().fit((&x, &[0.0, 0.0, 0.0])).is_ok());
}

fn spoilt() -> Dataset {
    let mut data = scaled_diabetes();
    data.target.iter_mut().step_by(17).for_each(|y| *y += 600.0);
    data
}

#[test]
fn linear_huber_is_scikit_learns() {
    let data = spoilt();
    let precise = HuberRegressor::new().tolerance(1e-9);
    let models = [
        ("huber", precise.clone().fit(&data)),
        ("huber_2", precise.clone().epsilon(2.0).alpha(0.01).fit(&data)),
        ("huber_weighted", precise.fit((&data.features, &data.target, sample_weights()))),
    ];
    for (name, model) in models {
        let (model, path) = (model.unwrap(), format!("/others/{name}"));
        assert!(model.converged(), "{name}");
        check_line!(&path, model, data.features, 1e-6);
        close(name, &[model.scale()], &reference(&path)["scale"], 1e-6);
    }
    let outliers = HuberRegressor::new().fit(&data).unwrap().outliers().iter().filter(|o| **o).count();
    assert_eq!(outliers as f64, reference("/others/huber/outliers").as_f64().unwrap());
}

#[test]
fn linear_pls_is_scikit_learns() {
    let data = diabetes();
    for k in [1, 2, 5, 10] {
        let model = PlsRegression::new().n_components(k).fit(&data).unwrap();
        let path = format!("/others/pls_{k}");
        check_line!(&path, model, data.features, 1e-8);
        let scores = model.transform(data.features.slice(s![..4, ..])).unwrap().mapv(f64::abs);
        close(&path, &scores, &reference(&path)["scores"], 1e-8);
    }
}

#[test]
fn linear_isotonic_is_scikit_learns() {
    let data = diabetes();
    let x = data.features.column(2).insert_axis(Axis(1)).to_owned();
    let (low, high) = (x.fold(f64::INFINITY, |a, b| a.min(*b)), x.fold(0.0_f64, |a, b| a.max(*b)));
    let grid =
        Array2::from_shape_fn(
            (25, 1),
            |(i, _)| if i == 24 { high } else { low + (high - low) * i as f64 / 24.0 },
        );
    let weighted = IsotonicRegression::new().fit((&x, &data.target, sample_weights()));
    let cases = [
        ("isotonic", IsotonicRegression::new().fit((&x, &data.target))),
        ("isotonic_weighted", weighted),
        ("isotonic_limits", IsotonicRegression::new().y_min(100.0).y_max(200.0).fit((&x, &data.target))),
        (
            "isotonic_falling",
            IsotonicRegression::new().increasing(Monotone::Decreasing).fit((&x, &data.target)),
        ),
    ];
    for (name, model) in cases {
        let predicted = model.unwrap().predict(&grid).unwrap();
        close(name, &predicted, &reference(&format!("/others/{name}/predicted")), 1e-9);
    }
    let auto = IsotonicRegression::new().increasing(Monotone::Auto).fit((&x, &data.target)).unwrap();
    assert!(auto.predict(&array![[-9.0]]).unwrap()[0].is_nan());
    let clip = IsotonicRegression::new().out_of_bounds(OutOfBounds::Clip).fit((&x, &data.target)).unwrap();
    assert_eq!(clip.predict(&array![[-9.0]]).unwrap()[0], clip.y_thresholds()[0]);
    let raise = IsotonicRegression::new().out_of_bounds(OutOfBounds::Raise).fit((&x, &data.target)).unwrap();
    assert!(raise.predict(&array![[-9.0]]).is_err());
    assert!(matches!(IsotonicRegression::new().fit(&data), Err(Error::Shape { .. })));
}

#[test]
fn linear_sgd_regressor_is_as_good_as_scikit_learns() {
    let data = scaled_diabetes();
    let losses = [
        ("squared_error", RegressionLoss::SquaredError),
        ("huber", RegressionLoss::Huber),
        ("epsilon_insensitive", RegressionLoss::EpsilonInsensitive),
    ];
    for (name, loss) in losses {
        let score =
            |seed| SgdRegressor::new().loss(loss).seed(seed).fit(&data).unwrap().score(&data).unwrap();
        let mean = (0..5).map(score).sum::<f64>() / 5.0;
        let theirs = numbers(&reference(&format!("/others/sgd/{name}")))[0];
        assert!(mean > theirs - 0.01, "{name}: {mean} {theirs}");
    }
}

#[test]
fn linear_models_are_the_same_after_saving() {
    let data = scaled_diabetes();
    let folder = std::env::temp_dir().join(format!("ferrolab-linear-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("model");
    let model = LassoCv::new().fit(&data).unwrap();
    model.save(&path).unwrap();
    assert_eq!(FittedLassoCv::load(&path).unwrap(), model);
    let model = LinearRegression::new().fit(&data.select_rows(&[0, 1, 2]).unwrap()).unwrap();
    model.save(&path).unwrap();
    assert_eq!(FittedLinearRegression::load(&path).unwrap().coefficients(), model.coefficients());
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn linear_fits_do_not_depend_on_scale_or_place() {
    let data = diabetes();
    let moved = data.features.mapv(|x| 1e-3 * x + 1e4);
    let (here, there) = (
        LinearRegression::new().fit(&data).unwrap(),
        LinearRegression::new().fit((&moved, &data.target)).unwrap(),
    );
    for (a, b) in here.coefficients().iter().zip(there.coefficients()) {
        assert!((a - b * 1e-3).abs() < 1e-6 * a.abs().max(1.0), "{a} {b}");
    }
    let x = scaled(&data.features);
    for size in [1e-150, 1e150, 1e300] {
        let x = &x * size;
        let _ = LinearRegression::new().fit((&x, &data.target));
        let _ = Ridge::new().fit((&x, &data.target));
        let _ = Lasso::new().fit((&x, &data.target));
        let _ = HuberRegressor::new().fit((&x, &data.target));
        let _ = PoissonRegressor::new().fit((&x, &data.target));
        let _ = LogisticRegression::new().fit((&x, &data.target.mapv(|y| f64::from(y > 100.0))));
    }
}

#[test]
fn linear_quantiles_are_scikit_learns() {
    let data = scaled_diabetes();
    let pinball = |q: f64, model: &FittedQuantileRegressor| {
        let rest = &data.target - &model.predict(&data).unwrap();
        rest.mapv(|r| f64::max(q * r, (q - 1.0) * r)).mean().unwrap()
    };
    for q in [0.1, 0.5, 0.9] {
        let model = QuantileRegressor::new().quantile(q).alpha(0.0).fit(&data).unwrap();
        assert!(model.converged());
        let theirs = reference(&format!("/others/quantile_{q}"));
        close("loss", &[pinball(q, &model)], &theirs["loss"], 1e-6);
        close("coefficients", model.coefficients(), &theirs["coefficients"], 1e-3);
    }
    let model = QuantileRegressor::new().quantile(0.7).alpha(0.5).fit(&data).unwrap();
    let loss = pinball(0.7, &model) + 0.5 * model.coefficients().iter().map(|w| w.abs()).sum::<f64>();
    close("loss", &[loss], &reference("/others/quantile_l1/loss"), 1e-6);
}

#[test]
fn linear_ransac_finds_the_line() {
    let data = spoilt();
    let bmi = data.features.slice(s![.., 2..3]).to_owned();
    let model = RansacRegressor::new().fit((&bmi, &data.target)).unwrap();
    assert!(model.n_trials() <= 100);
    let slope = model.predict(&array![[1.0]]).unwrap()[0] - model.predict(&array![[0.0]]).unwrap()[0];
    assert!((30.0..70.0).contains(&slope), "{slope}");
    let again = RansacRegressor::new().fit((&bmi, &data.target)).unwrap();
    assert_eq!(model.inliers(), again.inliers());
    assert!(matches!(RansacRegressor::new().min_samples(1000).fit(&data), Err(Error::TooFew { .. })));
    let ridge = RansacRegressor::new().estimator(Ridge::new()).fit((&bmi, &data.target)).unwrap();
    assert_eq!(ridge.model().name(), "Ridge");
}

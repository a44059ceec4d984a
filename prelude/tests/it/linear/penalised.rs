//! Penalised least squares against scikit-learn: coefficients to 1e-6.

use super::{check_line, close, reference, sample_weights, scaled_diabetes};
use ferrolab_prelude::Error;
use ferrolab_prelude::prelude::*;

#[test]
fn linear_ridge_is_scikit_learns() {
    let data = diabetes();
    for alpha in [0.1, 10.0, 1000.0] {
        let model = Ridge::new().alpha(alpha).fit(&data).unwrap();
        check_line!(&format!("/penalised/ridge_{alpha:.1}"), model, data.features, 1e-9);
    }
    let weighted = Ridge::new().alpha(5.0).fit((&data.features, &data.target, sample_weights())).unwrap();
    check_line!("/penalised/ridge_weighted", weighted, data.features, 1e-9);
    let few = data.select_rows(&[0, 1, 2, 3, 4, 5, 6]).unwrap();
    check_line!("/penalised/ridge_wide", Ridge::new().alpha(2.0).fit(&few).unwrap(), data.features, 1e-8);
    let origin = Ridge::new().alpha(2.0).fit_intercept(false).fit(&data).unwrap();
    check_line!("/penalised/ridge_origin", origin, data.features, 1e-9);
}

#[test]
fn linear_ridge_chooses_scikit_learns_alpha() {
    let data = diabetes();
    let cv = RidgeCv::new().alphas(&[0.01, 0.1, 1.0, 10.0, 100.0, 1000.0]);
    let model = cv.fit(&data).unwrap();
    check_line!("/penalised/ridge_cv", model, data.features, 1e-9);
    let theirs = reference("/penalised/ridge_cv");
    close("alpha", &[model.alpha()], &theirs["alpha"], 0.0);
    close("errors", model.cv_errors(), &theirs["errors"], 1e-8);
    let weighted = cv.fit((&data.features, &data.target, sample_weights())).unwrap();
    check_line!("/penalised/ridge_cv_weighted", weighted, data.features, 1e-9);
    assert!([0.01, 0.1, 1.0, 10.0, 100.0, 1000.0].contains(&cv.cv(5).fit(&data).unwrap().alpha()));
}

#[test]
fn linear_lasso_and_elastic_net_are_scikit_learns() {
    let data = diabetes();
    let (lasso, net) = (Lasso::new().tolerance(1e-13), ElasticNet::new().tolerance(1e-13).max_iter(20_000));
    let model = lasso.clone().alpha(2.0).fit(&data).unwrap();
    assert!(model.converged());
    check_line!("/penalised/lasso", model, data.features, 1e-6);
    let weighted = lasso.clone().alpha(2.0).fit((&data.features, &data.target, sample_weights())).unwrap();
    check_line!("/penalised/lasso_weighted", weighted, data.features, 1e-6);
    let positive = lasso.clone().alpha(0.5).positive(true).fit(&data).unwrap();
    check_line!("/penalised/lasso_positive", positive, data.features, 1e-6);
    let few = data.select_rows(&[0, 1, 2, 3, 4, 5, 6]).unwrap();
    let wide = lasso.alpha(1.0).max_iter(200_000).fit(&few).unwrap();
    check_line!("/penalised/lasso_wide", wide, data.features, 1e-5);
    let model = net.clone().alpha(0.5).l1_ratio(0.7).fit(&data).unwrap();
    check_line!("/penalised/elastic_net", model, data.features, 1e-6);
    let origin = net.alpha(0.5).l1_ratio(0.3).fit_intercept(false).fit(&data).unwrap();
    check_line!("/penalised/elastic_net_origin", origin, data.features, 1e-6);
}

#[test]
fn linear_lasso_on_many_features_is_the_same_by_residuals() {
    // More features than samples and than the limit: the other form of the descent.
    let x = Array2::from_shape_fn((40, 620), |(i, j)| ((i * 31 + j * 17 + (i * j) % 13) % 101) as f64 / 50.0);
    let y = x.column(3).to_owned() * 2.0 - x.column(100) + 1.0;
    let model = Lasso::new().alpha(0.05).tolerance(1e-10).max_iter(20_000).fit((&x, &y)).unwrap();
    assert!(model.converged() && model.dual_gap() < 1e-8);
    assert!(model.coefficients().iter().filter(|weight| **weight != 0.0).count() < 40);
}

#[test]
fn linear_penalties_are_chosen_as_scikit_learn_does() {
    let data = diabetes();
    let model = LassoCv::new().tolerance(1e-11).max_iter(20_000).fit(&data).unwrap();
    let theirs = reference("/penalised/lasso_cv");
    close("alpha", &[model.alpha()], &theirs["alpha"], 1e-9);
    let mse: Vec<f64> = (0..100).step_by(20).map(|k| model.mse_path().row(k).mean().unwrap()).collect();
    close("mse", &mse, &theirs["mse"], 1e-6);
    check_line!("/penalised/lasso_cv", model, data.features, 1e-5);
    let net = ElasticNetCv::new().l1_ratio(&[0.2, 0.9, 1.0]).tolerance(1e-11).max_iter(20_000);
    let model = net.fit(&data).unwrap();
    let theirs = reference("/penalised/elastic_net_cv");
    close("alpha", &[model.alpha()], &theirs["alpha"], 1e-9);
    close("l1_ratio", &[model.l1_ratio()], &theirs["l1_ratio"], 0.0);
    check_line!("/penalised/elastic_net_cv", model, data.features, 1e-5);
}

#[test]
fn linear_default_tolerance_is_near_the_optimum() {
    let data = scaled_diabetes();
    let (rough, exact) = (Lasso::new().alpha(2.0), Lasso::new().alpha(2.0).tolerance(1e-12));
    let (rough, exact) = (rough.fit(&data).unwrap(), exact.fit(&data).unwrap());
    for (a, b) in rough.coefficients().iter().zip(exact.coefficients()) {
        assert!((a - b).abs() < 0.5, "{a} {b}");
    }
}

#[test]
fn linear_parameters_out_of_range_are_explained() {
    let data = diabetes();
    let refused = [
        Ridge::new().alpha(-1.0).fit(&data).err(),
        Ridge::new().alpha(f64::NAN).fit(&data).err(),
        Lasso::new().alpha(-1.0).fit(&data).err(),
        Lasso::new().max_iter(0).fit(&data).err(),
        ElasticNet::new().l1_ratio(1.5).fit(&data).err(),
        ElasticNetCv::new().l1_ratio(&[0.0]).fit(&data).err(),
        LassoCv::new().eps(2.0).fit(&data).err(),
        LassoCv::new().n_alphas(0).fit(&data).err(),
        RidgeCv::new().alphas(&[0.0]).fit(&data).err(),
        LogisticRegression::new().c(0.0).fit(&iris()).err(),
        LogisticRegression::new().tolerance(0.0).fit(&iris()).err(),
        TweedieRegressor::new().power(0.5).fit(&data).err(),
        HuberRegressor::new().epsilon(0.5).fit(&data).err(),
        PlsRegression::new().n_components(11).fit(&data).err(),
        SgdRegressor::new().eta0(0.0).fit(&data).err(),
    ];
    for (place, error) in refused.into_iter().enumerate() {
        assert!(matches!(error, Some(Error::Parameter { .. })), "{place}: {error:?}");
    }
    assert!(matches!(LassoCv::new().cv(1000).fit(&data), Err(Error::TooFew { .. })));
    assert!(matches!(RidgeCv::new().alphas(&[]).fit(&data), Err(Error::Empty { .. })));
}

#[test]
fn linear_lars_walks_scikit_learns_path() {
    let data = scaled_diabetes();
    let four = Lars::new().n_nonzero_coefs(4).fit(&data).unwrap();
    check_line!("/penalised/lars", four, data.features, 1e-8);
    check_line!("/penalised/lars_full", Lars::new().fit(&data).unwrap(), data.features, 1e-8);
    let lasso = LassoLars::new().alpha(2.0).fit(&data).unwrap();
    check_line!("/penalised/lasso_lars", lasso, data.features, 1e-8);
    close("alphas", lasso.alphas(), &reference("/penalised/lasso_lars/alphas"), 1e-8);
    assert_eq!(lasso.coefficient_path().shape(), [lasso.alphas().len(), 10]);
    let twice = concatenate![Axis(1), data.features, data.features];
    let model = Lars::new().fit((&twice, &data.target)).unwrap();
    assert!((model.score((&twice, &data.target)).unwrap() - 0.5177).abs() < 1e-3);
}

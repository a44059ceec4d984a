//! Mixtures of normal distributions.

use ferrolab_prelude::prelude::*;

use super::{cases, close, labels, matrix, number, numbers, reference};

fn of_kind(kind: &str) -> (CovarianceType, Covariances) {
    let eye = Array2::<f64>::eye(3);
    match kind {
        "full" => {
            let stacked = stack![Axis(0), eye, eye, eye, eye];
            (CovarianceType::Full, Covariances::Full(stacked))
        }
        "tied" => (CovarianceType::Tied, Covariances::Tied(eye)),
        "diag" => (CovarianceType::Diag, Covariances::Diag(Array2::ones((4, 3)))),
        _ => (CovarianceType::Spherical, Covariances::Spherical(Array1::ones(4))),
    }
}

/// From the same start, the same rounds: all numbers within 1e-7 of scikit-learn's.
#[test]
fn mixtures_are_scikit_learns() {
    let x = matrix(&reference("/data/blobs"));
    for case in cases("/gaussian_mixture") {
        let (kind, precisions) = of_kind(case["kind"].as_str().unwrap());
        let model = GaussianMixture::new(4)
            .covariance_type(kind)
            .tolerance(number(&case["tol"]))
            .max_iter(number(&case["max_iter"]) as usize)
            .weights_init(Array1::from_elem(4, 0.25))
            .means_init(matrix(&case["means_init"]))
            .precisions_init(precisions)
            .fit(&x)
            .unwrap();
        assert_eq!(model.n_iter(), number(&case["n_iter"]) as usize, "{}", case["kind"]);
        close(model.weights(), &numbers(&case["weights"]), 1e-7);
        close(model.means(), &numbers(&case["means"]), 1e-7);
        close(&model.covariances().values(), &numbers(&case["covariances"]), 1e-7);
        close(&[model.lower_bound()], &[number(&case["lower_bound"])], 1e-9);
        close(&[model.score(&x).unwrap()], &[number(&case["score"])], 1e-9);
        close(&[model.bic(&x).unwrap()], &[number(&case["bic"])], 1e-9);
        close(&[model.aic(&x).unwrap()], &[number(&case["aic"])], 1e-9);
        close(&model.predict_proba(x.slice(s![..20, ..])).unwrap(), &numbers(&case["proba"]), 1e-7);
        assert_eq!(model.labels().to_vec(), labels(&case["labels"]));
        assert_eq!(&model.predict(&x).unwrap(), model.labels());
    }
}

#[test]
fn samples_look_like_the_data() {
    let x = matrix(&reference("/data/blobs"));
    let model = GaussianMixture::new(4).n_init(3).fit(&x).unwrap();
    let (sample, labels) = model.sample(20_000, 5).unwrap();
    assert_eq!((sample.dim(), labels.len()), ((20_000, 3), 20_000));
    let (mean, theirs) = (x.mean_axis(Axis(0)).unwrap(), sample.mean_axis(Axis(0)).unwrap());
    close(&theirs, &mean.to_vec(), 0.05);
    assert_eq!(model.sample(10, 5).unwrap(), model.sample(10, 5).unwrap());
}

#[test]
fn every_start_ends_somewhere() {
    let x = iris().features;
    for init in
        [MixtureInit::KMeans, MixtureInit::KMeansPlusPlus, MixtureInit::Random, MixtureInit::RandomFromData]
    {
        let model = GaussianMixture::new(3).init_params(init).n_init(2).fit(&x).unwrap();
        assert!(model.lower_bound() > -2.0, "{init}: {}", model.lower_bound());
    }
}

#[test]
fn what_makes_no_sense_is_refused() {
    let x = iris().features;
    let message = |error: ferrolab_prelude::Error| error.to_string();
    assert!(message(GaussianMixture::new(0).fit(&x).unwrap_err()).contains("`n_components` is 0"));
    let means = GaussianMixture::new(2).means_init(Array2::zeros((2, 3))).fit(&x).unwrap_err();
    assert!(message(means).contains("expected (2, 4), one row per component"));
    let weights = GaussianMixture::new(2).weights_init(array![0.5, 0.6]).fit(&x).unwrap_err();
    assert!(message(weights).contains("sum to 1"));
    let same = Array2::<f64>::ones((10, 2));
    let collapsed = GaussianMixture::new(2).reg_covar(0.0).fit(&same).unwrap_err();
    assert!(message(collapsed).contains("`reg_covar`"));
    assert!(GaussianMixture::new(2).fit(&same).is_ok());
}

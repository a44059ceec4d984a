use super::{close, every, reference, weights_of};
use ferrolab_prelude::prelude::*;

fn check_gaussian(name: &str, model: &FittedGaussianNb) {
    let theirs = reference(&format!("/naive_bayes/gaussian/{name}"));
    close(model.means(), &theirs["theta"], 1e-12);
    close(&model.variances(), &theirs["var"], 1e-9);
    close(&model.class_priors(), &theirs["prior"], 1e-12);
    close(&model.predict_proba(every(&iris().features, 10)).unwrap(), &theirs["proba"], 1e-6);
}

#[test]
fn gaussian_is_scikit_learns() {
    let data = iris();
    check_gaussian("plain", &GaussianNb::new().fit(&data).unwrap());
    check_gaussian("weighted", &GaussianNb::new().fit((&data).weighted(weights_of(150))).unwrap());
    let priors = GaussianNb::new().priors(&[0.5, 0.3, 0.2]).var_smoothing(1e-3);
    check_gaussian("priors", &priors.fit(&data).unwrap());
}

#[test]
fn gaussian_learns_on() {
    let data = iris();
    let rows = |first: usize| (first..150).step_by(2).collect::<Vec<_>>();
    let mut model = GaussianNb::new().fit(&data.select_rows(&rows(0)).unwrap()).unwrap();
    model.partial_fit(&data.select_rows(&rows(1)).unwrap()).unwrap();
    check_gaussian("partial", &model);
    let whole = GaussianNb::new().fit(&data).unwrap();
    for (a, b) in model.means().iter().zip(whole.means()) {
        assert!((a - b).abs() < 1e-12);
    }
}

/// The counts of `kernels.py`.
fn counts() -> (Array2<f64>, Vec<f64>) {
    let x = Array2::from_shape_fn((60, 6), |(i, j)| {
        let more = if i >= 30 { 3_usize.saturating_sub(j) } else { 0 };
        ((i * (j + 2) + i * i) % 4 + more) as f64
    });
    (x, (0..60).map(|i| f64::from(u8::from(i >= 30))).collect())
}

macro_rules! check_counts {
    ($name:literal, $model:expr) => {
        let theirs = reference(concat!("/naive_bayes/counts/", $name));
        let model = $model;
        close(model.feature_log_probabilities(), &theirs["log"], 1e-12);
        close(&model.predict_proba(every(&counts().0, 7)).unwrap(), &theirs["proba"], 1e-10);
    };
}

#[test]
fn models_of_counts_are_scikit_learns() {
    let ((x, y), w) = (counts(), weights_of(60));
    check_counts!("multinomial", MultinomialNb::new().fit((&x, &y)).unwrap());
    let model = MultinomialNb::new().alpha(0.3).fit_prior(false);
    check_counts!("multinomial_weighted", model.fit((&x, &y, &w)).unwrap());
    check_counts!("multinomial_prior", MultinomialNb::new().class_prior(&[0.9, 0.1]).fit((&x, &y)).unwrap());
    check_counts!("bernoulli", BernoulliNb::new().binarize(1.5).fit((&x, &y)).unwrap());
    check_counts!("bernoulli_weighted", BernoulliNb::new().alpha(2.0).fit((&x, &y, &w)).unwrap());
    check_counts!("complement", ComplementNb::new().fit((&x, &y)).unwrap());
    check_counts!("complement_norm", ComplementNb::new().norm(true).alpha(0.5).fit((&x, &y, &w)).unwrap());
    let halves = |first: usize| {
        let of_rows: Vec<f64> = y.iter().skip(first).step_by(2).copied().collect();
        (x.slice(s![first..;2, ..]).to_owned(), of_rows)
    };
    let mut model = MultinomialNb::new().fit(halves(0)).unwrap();
    model.partial_fit(halves(1)).unwrap();
    check_counts!("multinomial_partial", model);
}

use super::{classes_of, close, every, irises, numbers, reference, scaled, waves, weights_of};
use ferrolab_prelude::prelude::*;

/// scikit-learn keeps kernels in single precision, which tells in the sixth digit.
const KERNEL: f64 = 1e-4;
/// For quantities: both solvers stop where the gaps are below their tolerance, not at the optimum.
const QUANTITY: f64 = 5e-4;

fn precise() -> Svc {
    Svc::new().tolerance(1e-9)
}

fn check_svc(name: &str, model: &FittedSvc, q: &Array2<f64>) {
    let theirs = reference(&format!("/svm/svc/{name}"));
    assert!(model.converged(), "{name}");
    close(&model.decision_function(every(q, 7)).unwrap(), &theirs["decision"], KERNEL);
    close(&model.predict(q).unwrap(), &theirs["predict"], 0.0);
    let support: Vec<f64> = model.n_support().iter().map(|count| *count as f64).collect();
    close(&support, &theirs["n_support"], 0.1);
}

#[test]
fn kernel_machines_of_classes_are_scikit_learns() {
    let ((x, y), (two, of_two)) = (irises(0), irises(50));
    check_svc("rbf", &precise().fit((&x, &y)).unwrap(), &x);
    check_svc("rbf_two", &precise().c(3.0).fit((&two, &of_two)).unwrap(), &two);
    let linear = precise().kernel(SvmKernel::Linear).c(0.3);
    check_svc("linear", &linear.fit((&x, &y)).unwrap(), &x);
    let model = linear.fit((&two, &of_two)).unwrap();
    check_svc("linear_two", &model, &two);
    close(&model.coefficients().unwrap(), &reference("/svm/svc/linear_two/coef"), KERNEL);
    let poly = precise().kernel(SvmKernel::Poly).gamma(0.5).coef0(1.0);
    check_svc("poly", &poly.fit((&x, &y)).unwrap(), &x);
    let sigmoid = precise().kernel(SvmKernel::Sigmoid).gamma(0.05);
    check_svc("sigmoid", &sigmoid.fit((&x, &y)).unwrap(), &x);
    let waves = scaled(&waves(150, 5));
    let model = precise().gamma(Gamma::Auto).c(10.0).fit((&waves, &classes_of(&super::waves(150, 5), 4)));
    check_svc("waves_auto", &model.unwrap(), &waves);
}

#[test]
fn weights_of_samples_and_classes_are_scikit_learns() {
    let (x, y) = irises(0);
    check_svc("weighted", &precise().fit((&x, &y, &weights_of(150))).unwrap(), &x);
    let rows = s![30.., ..];
    let balanced = precise().class_weight(ClassWeight::Balanced);
    let model = balanced.fit((&x.slice(rows).to_owned(), &y.slice(s![30..]).to_owned())).unwrap();
    check_svc("balanced", &model, &x);
}

#[test]
fn a_small_cache_changes_nothing() {
    let (x, y) = irises(50);
    let large = precise().fit((&x, &y)).unwrap();
    let small = precise().cache_size(1e-6).fit((&x, &y)).unwrap();
    assert_eq!(large.decision_function(&x).unwrap(), small.decision_function(&x).unwrap());
}

#[test]
fn kernel_machines_of_quantities_are_scikit_learns() {
    let data = diabetes();
    let (x, y) = (scaled(&data.features), (&data.target - 152.0) / 77.0);
    let cases = [
        ("rbf", Svr::new().tolerance(1e-9).fit((&x, &y)).unwrap()),
        (
            "linear",
            Svr::new().tolerance(1e-9).kernel(SvmKernel::Linear).c(0.1).epsilon(0.3).fit((&x, &y)).unwrap(),
        ),
        ("weighted", Svr::new().tolerance(1e-9).c(2.0).fit((&x, &y, &weights_of(442))).unwrap()),
    ];
    for (name, model) in cases {
        let theirs = reference(&format!("/svm/svr/{name}"));
        close(&model.predict(every(&x, 20)).unwrap(), &theirs["predict"], QUANTITY);
        let support = model.support().len() as f64;
        assert!((support - numbers(&theirs["n_support"])[0]).abs() <= 2.0, "{name}: {support}");
        assert!((model.intercept() - numbers(&theirs["intercept"])[0]).abs() < QUANTITY, "{name}");
    }
}

#[test]
fn linear_machines_of_classes_are_scikit_learns() {
    let ((x, y), (two, of_two)) = (irises(0), irises(50));
    let long = LinearSvc::new().max_iter(1_000_000).tolerance(1e-10);
    let cases = [
        ("squared_hinge", LinearSvc::new().fit((&x, &y)).unwrap(), &x, 1e-6),
        ("hinge", long.loss(SvcLoss::Hinge).fit((&x, &y)).unwrap(), &x, 1e-6),
        (
            "two_without_intercept",
            LinearSvc::new().c(0.2).fit_intercept(false).fit((&two, &of_two)).unwrap(),
            &two,
            1e-6,
        ),
        ("weighted", LinearSvc::new().fit((&x, &y, &weights_of(150))).unwrap(), &x, 1e-6),
        ("l1", LinearSvc::new().penalty(Penalty::L1).c(0.3).fit((&x, &y)).unwrap(), &x, 1e-6),
        ("l1_two", LinearSvc::new().penalty(Penalty::L1).c(0.1).fit((&two, &of_two)).unwrap(), &two, 1e-6),
    ];
    for (name, model, q, tolerance) in cases {
        let theirs = reference(&format!("/svm/linear_svc/{name}"));
        assert!(model.converged(), "{name}");
        close(model.coefficients(), &theirs["coef"], tolerance);
        for (a, b) in model.intercepts().iter().zip(numbers(&theirs["intercept"])) {
            assert!((a - b).abs() < 1e-6, "{name}: {a} is not {b}");
        }
        close(&model.decision_function(every(q, 15)).unwrap(), &theirs["decision"], tolerance);
    }
}

#[test]
fn linear_machines_of_quantities_are_scikit_learns() {
    let data = diabetes();
    let (x, y) = (scaled(&data.features), (&data.target - 152.0) / 77.0);
    let absolute = LinearSvr::new().epsilon(0.2).c(0.5).tolerance(1e-11).max_iter(100_000);
    let squared = LinearSvr::new()
        .epsilon(0.1)
        .loss(SvrLoss::SquaredEpsilonInsensitive)
        .tolerance(1e-11)
        .max_iter(100_000);
    // Coordinates of the dual come slowly to the optimum where features resemble each other; and the
    // prelude's diabetes are rounded to six digits.
    for (name, model, tolerance) in [("epsilon_insensitive", absolute, QUANTITY), ("squared", squared, 1e-5)]
    {
        let model = model.fit((&x, &y)).unwrap();
        let theirs = reference(&format!("/svm/linear_svr/{name}"));
        close(model.coefficients(), &theirs["coef"], tolerance);
        assert!((model.intercept() - numbers(&theirs["intercept"])[0]).abs() < tolerance, "{name}");
    }
}

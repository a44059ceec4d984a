use ferrolab_prelude::Error;
use ferrolab_prelude::prelude::*;

fn two_classes() -> (Array2<f64>, Vec<f64>) {
    (array![[0.0], [1.0], [5.0], [6.0]], vec![0.0, 0.0, 1.0, 1.0])
}

#[test]
fn parameters_out_of_range_are_named() {
    let (x, y) = two_classes();
    let data = (&x, &y);
    let name = |error: Error| match error {
        Error::Parameter { parameter, .. } => parameter,
        other => panic!("{other}"),
    };
    assert_eq!(name(KNeighborsClassifier::new().n_neighbors(0).fit(data).unwrap_err()), "n_neighbors");
    assert_eq!(name(RadiusNeighborsRegressor::new().radius(-1.0).fit(data).unwrap_err()), "radius");
    assert_eq!(
        name(RadiusNeighborsClassifier::new().outlier_label("7").fit(data).unwrap_err()),
        "outlier_label"
    );
    assert_eq!(name(GaussianNb::new().var_smoothing(-1.0).fit(data).unwrap_err()), "var_smoothing");
    assert_eq!(name(GaussianNb::new().priors(&[0.5, 0.6]).fit(data).unwrap_err()), "priors");
    assert_eq!(name(MultinomialNb::new().alpha(f64::NAN).fit(data).unwrap_err()), "alpha");
    assert_eq!(name(Svc::new().c(0.0).fit(data).unwrap_err()), "c");
    assert_eq!(name(Svc::new().gamma(-1.0).fit(data).unwrap_err()), "gamma");
    assert_eq!(name(Svc::new().cache_size(0.0).fit(data).unwrap_err()), "cache_size");
    assert_eq!(name(Svr::new().epsilon(-0.1).fit(data).unwrap_err()), "epsilon");
    assert_eq!(name(LinearSvc::new().intercept_scaling(0.0).fit(data).unwrap_err()), "intercept_scaling");
    let sparse = LinearSvc::new().penalty(Penalty::L1).loss(SvcLoss::Hinge);
    assert_eq!(name(sparse.fit(data).unwrap_err()), "penalty");
    assert_eq!(name(LinearSvc::new().penalty(Penalty::ElasticNet).fit(data).unwrap_err()), "penalty");
    assert_eq!(name(LinearSvr::new().tolerance(0.0).fit(data).unwrap_err()), "tolerance");
    assert_eq!(name(OneClassSvm::new().nu(1.5).fit(&x).unwrap_err()), "nu");
    assert_eq!(name(LocalOutlierFactor::new().contamination(0.7).fit(&x).unwrap_err()), "contamination");
    assert_eq!(name(RobustZScore::new().threshold(0.0).fit(&x).unwrap_err()), "threshold");
    let quantile = DummyRegressor::new().strategy(RegressorStrategy::Quantile(2.0));
    assert_eq!(name(quantile.fit(data).unwrap_err()), "strategy");
}

#[test]
fn too_few_samples_are_counted() {
    let (x, y) = two_classes();
    let error = KNeighborsRegressor::new().n_neighbors(9).fit((&x, &y)).unwrap_err();
    assert!(matches!(error, Error::TooFew { needed: 9, given: 4, .. }), "{error}");
    let error = CalibratedClassifier::new(GaussianNb::new()).fit((&x, &y)).unwrap_err();
    assert!(matches!(error, Error::TooFew { needed: 5, given: 2, .. }), "{error}");
    let error = LocalOutlierFactor::new().fit(&array![[1.0]]).unwrap_err();
    assert!(matches!(error, Error::TooFew { needed: 2, given: 1, .. }), "{error}");
}

#[test]
fn what_a_model_cannot_do_it_says() {
    let (x, y) = two_classes();
    let error = Svc::new().fit((&x, &y)).unwrap().predict_proba(&x).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Svc cannot tell the probabilities of classes. Use `decision_function`, or fit `CalibratedClassifier::new(Svc::new())`."
    );
    let error = MultinomialNb::new().fit((&(&x - 1.0), &y)).unwrap_err();
    assert!(matches!(error, Error::Negative { row: 0, .. }), "{error}");
    let model = RadiusNeighborsRegressor::new().fit((&x, &y)).unwrap();
    assert!(
        model.predict(&array![[99.0]]).unwrap_err().to_string().contains("no neighbours within `radius`")
    );
    let mut model = GaussianNb::new().fit((&x, &y)).unwrap();
    let error = model.partial_fit((&x, &[0.0, 1.0, 2.0, 1.0])).unwrap_err();
    assert!(matches!(error, Error::UnknownCategory { row: 2, .. }), "{error}");
    let error = Svc::new().kernel(SvmKernel::Poly).gamma(1.0).degree(400).fit((&(&x * 1e9), &y)).unwrap_err();
    assert!(error.to_string().contains("too large"), "{error}");
}

#[test]
fn constant_features_do_no_harm() {
    let (x, y) = (Array2::<f64>::ones((6, 2)), [0.0, 0.0, 0.0, 0.0, 1.0, 1.0]);
    let data = (&x, &y);
    assert_eq!(GaussianNb::new().fit(data).unwrap().predict(&x).unwrap(), Array1::<f64>::zeros(6));
    assert_eq!(KNeighborsClassifier::new().fit(data).unwrap().predict(&x).unwrap(), Array1::<f64>::zeros(6));
    assert!(Svc::new().fit(data).unwrap().predict(&x).is_ok());
    assert!(LinearSvc::new().fit(data).unwrap().predict(&x).is_ok());
    assert!(Svr::new().fit(data).unwrap().predict(&x).is_ok());
    assert_eq!(RobustZScore::new().fit(&x).unwrap().predict(&x).unwrap(), Array1::from_elem(6, 1));
    assert!(LocalOutlierFactor::new().fit(&x).unwrap().predict(&x).is_ok());
    assert!(OneClassSvm::new().fit(&x).unwrap().predict(&x).is_ok());
}

#[test]
fn models_survive_a_file() {
    let folder = std::env::temp_dir().join(format!("ferrolab_kernels_{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let data = iris();
    let model = CalibratedClassifier::new(Svc::new().gamma(0.4)).fit(&data).unwrap();
    let path = folder.join("calibrated.model");
    model.save(&path).unwrap();
    let back = FittedCalibratedClassifier::load(&path).unwrap();
    assert_eq!(back.predict_proba(&data).unwrap(), model.predict_proba(&data).unwrap());
    let model = KNeighborsClassifier::new().fit(&data).unwrap();
    model.save(&path).unwrap();
    let back = FittedKNeighborsClassifier::load(&path).unwrap();
    assert_eq!(back.predict(&data).unwrap(), model.predict(&data).unwrap());
    let model = LocalOutlierFactor::new().contamination(0.2).fit(&data).unwrap();
    model.save(&path).unwrap();
    assert_eq!(FittedLocalOutlierFactor::load(&path).unwrap().offset(), model.offset());
    std::fs::remove_dir_all(&folder).unwrap();
}

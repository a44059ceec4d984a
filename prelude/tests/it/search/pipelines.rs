//! Pipelines over numbers and over frames of any columns.

use ferrolab_prelude::Error;
use ferrolab_prelude::linear_model::FittedLogisticRegression;

use super::*;

#[test]
fn text_and_gaps_in_predictions_out() {
    let df = flats();
    let pipeline = Pipeline::new().step("columns", prepared()).step("model", LinearRegression::new());
    let fitted = pipeline.fit((&df.drop("class").unwrap(), "price")).unwrap();
    assert!(fitted.score((&df.drop("class").unwrap(), "price")).unwrap() > 0.8);
    assert_eq!(fitted.predict(&df.drop_many(["price", "class"])).unwrap().len(), 60);
    let scores = cross_val_score(&pipeline, (&df.drop("class").unwrap(), "price"), 5).unwrap();
    // scikit-learn's: the last fold has flats of one price nearly, so the mean explains most there.
    let theirs = [0.932_077_86, 0.974_566_59, 0.996_823_53, 0.889_776_82, -172.244_827_47];
    assert!(scores.iter().zip(theirs).all(|(a, b)| (a - b).abs() < 1e-6), "{scores}");
}

#[test]
fn text_without_gaps() {
    let df = flats().drop("class").unwrap().drop_nulls::<String>(None).unwrap();
    let pipeline = Pipeline::new().step("columns", prepared()).step("model", LinearRegression::new());
    let fitted = pipeline.fit((&df, "price")).unwrap();
    assert!(fitted.score((&df, "price")).unwrap() > 0.8);
    assert_eq!(fitted.predict(&df).unwrap().len(), df.height());
    assert_eq!(fitted.transform(&df).unwrap().height(), df.height());
}

#[test]
fn classes_of_text_and_probabilities() {
    let df = flats().drop("price").unwrap();
    let pipeline = Pipeline::new().step("columns", prepared()).step("model", LogisticRegression::new());
    let fitted = pipeline.fit((&df, "class")).unwrap();
    assert_eq!(fitted.class_labels(), ["cheap", "dear"]);
    assert!(fitted.score((&df, "class")).unwrap() > 0.8);
    let x = df.drop("class").unwrap();
    let probabilities = fitted.predict_proba(&x).unwrap();
    assert_eq!(probabilities.shape(), [60, 2]);
    assert_eq!(fitted.predict_positive(&x).unwrap(), probabilities.column(1));
    assert!(fitted.predict_labels(&x).unwrap().iter().any(|label| label == "dear"));
    let search = GridSearch::new(&pipeline)
        .param("columns__numbers", Vec::<f64>::new())
        .fit((&df, "class"))
        .unwrap_err();
    assert!(matches!(search, Error::Empty { .. }));
}

#[test]
fn parameters_at_any_depth() {
    let inner = Pipeline::new().step("scale", StandardScaler::new()).step("pca", Pca::new(2));
    let union = FeatureUnion::new().step("inner", inner).step("poly", PolynomialFeatures::new(2));
    let pipeline = Pipeline::new().step("features", union).step("model", LogisticRegression::new());
    let changed = pipeline.set_param("features__inner__scale__with_mean", false).unwrap();
    assert_eq!(changed.param("features__inner__scale__with_mean").unwrap(), false);
    let columns =
        ColumnTransformer::new().on(&["a"], StandardScaler::new()).on(&["b"], StandardScaler::new());
    let named = Pipeline::new().step("columns", columns);
    let changed = named.set_param("columns__standardscaler-2__with_std", false).unwrap();
    assert_eq!(changed.param("columns__standardscaler-1__with_std").unwrap(), true);
    let paths: Vec<String> = pipeline.params().unwrap().into_iter().map(|(path, _)| path).collect();
    assert!(paths.contains(&"model__c".to_owned()), "{paths:?}");
    assert!(pipeline.fit(&iris()).unwrap().score(&iris()).unwrap() > 0.95);
}

#[test]
fn saved_and_loaded_whole() {
    let df = flats().drop("price").unwrap();
    let x = df.drop("class").unwrap();
    let path = std::env::temp_dir().join(format!("ferrolab-pipeline-{}.model", std::process::id()));
    let fitted = Pipeline::new()
        .step("columns", prepared())
        .step("model", LogisticRegression::new())
        .fit((&df, "class"))
        .unwrap();
    fitted.save(&path).unwrap();
    let back = FittedPipeline::load(&path).unwrap();
    assert_eq!(back.predict_proba(&x).unwrap(), fitted.predict_proba(&x).unwrap());
    assert_eq!(load_model(&path).unwrap().predict(&x).unwrap(), fitted.predict(&x).unwrap());
    let transformer = Pipeline::new().step("columns", prepared()).fit_features(&x).unwrap();
    transformer.save(&path).unwrap();
    let back = FittedPipeline::load(&path).unwrap();
    assert!(back.transform(&x).unwrap().equals_missing(&transformer.transform(&x).unwrap()));
    let missing = FittedPipeline::load(path.with_extension("none")).unwrap_err();
    assert!(matches!(missing, Error::FileNotFound { .. }));
    std::fs::remove_file(&path).unwrap();
}

#[test]
fn the_steps_are_reached_by_name() {
    let fitted = logistic().fit(&iris()).unwrap();
    assert!(matches!(fitted.named_step("model").unwrap(), FittedStep::Model(_)));
    assert_eq!(fitted.model_as::<FittedLogisticRegression>().unwrap().coefficients().ncols(), 4);
    let unknown = fitted.named_step("modle").unwrap_err().to_string();
    assert!(unknown.contains("Did you mean `model`?"), "{unknown}");
    assert_eq!(
        Pipeline::new().then(StandardScaler::new()).then(StandardScaler::new()).step_names(),
        ["standardscaler", "standardscaler-2"]
    );
    let scaled = fitted.transform(&iris()).unwrap();
    assert_eq!(scaled.width(), 4);
    assert!(column(&scaled, "petal length").iter().sum::<f64>().abs() < 1e-9);
}

#[test]
fn numbers_and_frames_give_the_same() {
    let df = wine().to_frame().unwrap();
    let by_numbers = logistic().fit(&wine()).unwrap();
    let target = wine().target_name;
    let by_frame = logistic().fit((&df, target.as_str())).unwrap();
    let x = df.drop(&target).unwrap();
    let (a, b) = (by_numbers.predict_proba(&wine()).unwrap(), by_frame.predict_proba(&x).unwrap());
    assert!((a - b).iter().all(|difference| difference.abs() < 1e-6));
}

#[test]
fn groups_and_outliers_end_a_pipeline_too() {
    let groups = Pipeline::new().step("scale", StandardScaler::new()).step("model", KMeans::new(3));
    let fitted = groups.fit_features(&iris()).unwrap();
    let found = fitted.predict(&iris()).unwrap();
    assert!(found.iter().all(|group| (0.0..3.0).contains(group)));
}

#[test]
fn bad_pipelines_are_explained() {
    let message = |pipeline: Pipeline| pipeline.fit(&iris()).unwrap_err().to_string();
    assert!(message(Pipeline::new()).contains("the Pipeline is empty"));
    let early = Pipeline::new().step("model", LogisticRegression::new()).step("scale", StandardScaler::new());
    assert!(message(early).contains("only the last step can be a model"));
    let twice = Pipeline::new().step("a", StandardScaler::new()).step("a", LogisticRegression::new());
    assert!(message(twice).contains("uses the name `a` twice"));
    assert!(message(Pipeline::new().step("a__b", LogisticRegression::new())).contains("without `__`"));
    let unsupervised = logistic().fit_features(&iris()).unwrap_err().to_string();
    assert!(unsupervised.contains("learns from a target"), "{unsupervised}");
    let no_model = Pipeline::new().step("scale", StandardScaler::new());
    assert!(no_model.fit(&iris()).unwrap().predict(&iris()).is_err());
    assert!(cross_val_score(&no_model, &iris(), 3).is_err());
}

#[test]
fn drawn_as_text_and_boxes() {
    let pipeline = Pipeline::new().step("columns", prepared()).step("model", LogisticRegression::new());
    let bundle = pipeline.rich_display();
    let text = bundle.get("text/plain").unwrap();
    for part in ["Pipeline", "columns: ColumnTransformer", "model: LogisticRegression(", "OneHotEncoder"] {
        assert!(text.contains(part), "{text}");
    }
    assert!(bundle.get("text/html").unwrap().contains("<b>model: LogisticRegression</b>"));
}

/// A least squares fit on a function of the target: 1e-9.
#[test]
fn transformed_targets_are_scikit_learns() {
    let data = diabetes();
    let first = data.features.slice(s![..5, ..]).to_owned();
    for (function, name) in
        [(TargetFunction::Log, "log"), (TargetFunction::Log1p, "log1p"), (TargetFunction::Sqrt, "sqrt")]
    {
        let model = TransformedTargetRegressor::new(LinearRegression::new()).function(function);
        let fitted = model.fit((&data.features, &data.target)).unwrap();
        close(&fitted.predict(&first).unwrap(), &reference(&format!("/targets/{name}")), 1e-9);
    }
    let negative =
        TransformedTargetRegressor::new(LinearRegression::new()).fit((&first, &[-1.0, 2.0, 3.0, 4.0, 5.0]));
    assert!(matches!(negative, Err(Error::Parameter { parameter: "target", .. })));
    let search = GridSearch::new(TransformedTargetRegressor::new(LinearRegression::new()))
        .param("function", ["log1p", "sqrt", "standard"])
        .param("regressor__fit_intercept", [true, false])
        .fit(&data)
        .unwrap();
    assert_eq!(search.results().unwrap().height(), 6);
}

#[test]
fn a_frame_may_have_more_columns_than_were_fitted_on() {
    let df = iris().to_frame().unwrap();
    let model = LogisticRegression::new().fit((&df, "species")).unwrap();
    let features = df.drop("species").unwrap();
    let expected = model.predict(&features).unwrap();
    assert_eq!(model.predict(&df).unwrap(), expected, "the target is there too");
    let mixed = df.select(["species", "petal width", "petal length", "sepal width", "sepal length"]).unwrap();
    assert_eq!(model.predict(&mixed).unwrap(), expected, "the columns are found by their names");
    assert_eq!(model.predict_proba(&mixed).unwrap(), model.predict_proba(&features).unwrap());
    let whole = Pipeline::new().then(StandardScaler::new()).then(LogisticRegression::new());
    let whole = whole.fit((&df, "species")).unwrap();
    assert_eq!(whole.predict(&df).unwrap(), whole.predict(&features).unwrap());
    let missing = df.drop("petal width").unwrap();
    assert!(model.predict(&missing).is_err() && whole.predict(&missing).is_err());
    let groups = KMeans::new(3).seed(1).fit(&features).unwrap();
    assert_eq!(groups.predict(&df).unwrap(), groups.predict(&features).unwrap());
}

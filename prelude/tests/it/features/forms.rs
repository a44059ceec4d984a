//! What comes out has the form of what went in, survives serde, and fits its role.

use ferrolab_prelude::prelude::*;
use ferrolab_prelude::serde::{Serialize, de::DeserializeOwned};
use ferrolab_prelude::serde_json;

fn round_trip<T: Serialize + DeserializeOwned>(value: &T) -> T {
    serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
}

#[test]
fn arrays_frames_and_datasets_come_out_in_kind() {
    let (data, df) = (iris(), iris().to_frame().unwrap().drop("species").unwrap());
    let model = Pca::new(2).fit(&data).unwrap();
    let array: Array2<f64> = model.transform(&data.features).unwrap();
    let frame: DataFrame = model.transform(&df).unwrap();
    let dataset: Dataset = model.transform(&data).unwrap();
    assert_eq!(frame.get_column_names(), ["pc1", "pc2"]);
    assert_eq!((dataset.feature_names.join(" "), &dataset.target), ("pc1 pc2".to_owned(), &data.target));
    assert_eq!(dataset.features, array);
    assert_eq!(frame.column_array("pc2").unwrap(), array.column(1));
    let back = model.inverse_transform(&dataset).unwrap();
    assert_eq!(back.feature_names, data.feature_names);

    assert_eq!(TruncatedSvd::new(1).fit_transform(&df).unwrap().1.get_column_names(), ["svd1"]);
    assert_eq!(FastIca::new(1).fit_transform(&df).unwrap().1.get_column_names(), ["ic1"]);
    assert_eq!(Nmf::new(1).fit_transform(&df).unwrap().1.get_column_names(), ["nmf1"]);
    assert_eq!(DiffusionMap::new(1).fit_transform(&df).unwrap().1.get_column_names(), ["dm1"]);
    let projection = GaussianRandomProjection::new().n_components(2);
    assert_eq!(projection.fit_transform(&df).unwrap().1.get_column_names(), ["rp1", "rp2"]);
    let selection = SelectKBest::new(ScoreFunction::FClassif, 1);
    assert_eq!(selection.fit_transform((&df, &data.target)).unwrap().1.get_column_names(), ["petal length"]);
    assert_eq!(selection.fit_transform((&data.features, &data.target)).unwrap().1.dim(), (150, 1));
}

#[test]
fn parameters_and_fitted_models_survive_serde() {
    let x = iris();
    let pca = Pca::new(0.9).whiten(true).fit(&x).unwrap();
    assert_eq!(round_trip(&pca).transform(&x).unwrap(), pca.transform(&x).unwrap());
    assert_eq!(round_trip(&Pca::new(3)), Pca::new(3));
    assert_eq!(round_trip(&Tsne::new()), Tsne::new());
    let svd = TruncatedSvd::new(2).fit(&x).unwrap();
    assert_eq!(round_trip(&svd).singular_values(), svd.singular_values());
    let selector = SelectKBest::new(ScoreFunction::Chi2, 2).fit(&x).unwrap();
    assert_eq!(round_trip(&selector), selector);
    let (model, counts) = TfidfVectorizer::new().fit_transform(&["a good film", "bad film"]).unwrap();
    assert_eq!(
        round_trip(&model).transform(&["good film bad"]).unwrap(),
        model.transform(&["good film bad"]).unwrap()
    );
    assert_eq!(round_trip(&counts), counts);
}

#[test]
fn every_transformer_has_its_role() {
    let transformers: Vec<Box<dyn Transformer>> = vec![
        Box::new(Pca::new(2)),
        Box::new(TruncatedSvd::new(2)),
        Box::new(FastIca::new(2)),
        Box::new(Nmf::new(2)),
        Box::new(GaussianRandomProjection::new().n_components(2)),
        Box::new(SparseRandomProjection::new().n_components(2)),
        Box::new(DiffusionMap::new(2)),
        Box::new(VarianceThreshold::new(0.6)),
        Box::new(CorrelationFilter::new(0.8)),
        Box::new(SelectKBest::new(ScoreFunction::FClassif, 2)),
        Box::new(SelectPercentile::new(ScoreFunction::Chi2, 50.0)),
        Box::new(Rfe::with_classifier(LogisticRegression::new())),
        Box::new(SelectFromModel::with_classifier(LogisticRegression::new()).max_features(2)),
        Box::new(SequentialFeatureSelector::with_classifier(LogisticRegression::new())),
    ];
    let data = iris();
    for model in transformers {
        let fitted = model.fit_transformer(&data).unwrap();
        let out = fitted.transform_features(data.features.view()).unwrap();
        assert_eq!(out.dim(), (150, 2), "{}", model.name());
        assert_eq!(fitted.output_names(&data.feature_names).len(), 2, "{}", model.name());
        assert!(!model.parameters().is_empty(), "{}", model.name());
    }
}

#[test]
fn everything_shows_itself() {
    let x = iris();
    let texts = ["a <b>good</b> film", "bad film"];
    let shown: Vec<Box<dyn RichDisplay>> = vec![
        Box::new(Pca::default()),
        Box::new(TruncatedSvd::new(2).fit(&x).unwrap()),
        Box::new(FastIca::new(2).fit(&x).unwrap()),
        Box::new(Nmf::new(2).fit(&x).unwrap()),
        Box::new(Tsne::new().max_iter(250).fit(&x).unwrap()),
        Box::new(DiffusionMap::new(2).fit(&x).unwrap()),
        Box::new(SparseRandomProjection::new().n_components(2).fit(&x).unwrap()),
        Box::new(Rfe::with_classifier(LogisticRegression::new()).fit(&x).unwrap()),
        Box::new(CountVectorizer::new().fit(&texts).unwrap()),
        Box::new(TfidfVectorizer::new().fit(&texts).unwrap()),
        Box::new(HashingVectorizer::new()),
        Box::new(CountVectorizer::new().fit_transform(&texts).unwrap().1),
    ];
    for value in shown {
        let bundle = value.rich_display();
        assert!(!bundle.get("text/plain").unwrap().trim().is_empty());
        assert!(!bundle.get("text/html").unwrap().contains("<b>good"));
    }
}

//! Bad input is explained, never a panic.

use ferrolab_prelude::prelude::*;
use ferrolab_prelude::{Error, text::AsDocuments};

type Fit = Box<dyn Fn(&Array2<f64>) -> Result<(), Error>>;

/// Everything that is fitted on numbers, with classes 0, 1, 0, 1 … where it needs a target.
fn fits() -> Vec<(&'static str, Fit)> {
    let target = |x: &Array2<f64>| -> Vec<f64> { (0..x.nrows()).map(|i| (i % 2) as f64).collect() };
    vec![
        ("Pca", Box::new(|x| Pca::new(1).fit(x).map(drop))),
        ("TruncatedSvd", Box::new(|x| TruncatedSvd::new(1).fit(x).map(drop))),
        ("FastIca", Box::new(|x| FastIca::new(1).fit(x).map(drop))),
        ("Nmf", Box::new(|x| Nmf::new(1).fit(x).map(drop))),
        ("Gaussian", Box::new(|x| GaussianRandomProjection::new().n_components(1).fit(x).map(drop))),
        ("Sparse", Box::new(|x| SparseRandomProjection::new().n_components(1).fit(x).map(drop))),
        ("Tsne", Box::new(|x| Tsne::new().perplexity(2.0).max_iter(250).fit(x).map(drop))),
        ("DiffusionMap", Box::new(|x| DiffusionMap::new(1).fit(x).map(drop))),
        ("Variance", Box::new(|x| VarianceThreshold::default().fit(x).map(drop))),
        ("Correlation", Box::new(|x| CorrelationFilter::new(0.9).fit(x).map(drop))),
        ("f_classif", Box::new(move |x| f_classif((x, &target(x))).map(drop))),
        ("f_regression", Box::new(move |x| f_regression((x, &target(x))).map(drop))),
        ("chi2", Box::new(move |x| chi2((x, &target(x))).map(drop))),
        ("mi_c", Box::new(move |x| mutual_info_classif((x, &target(x)), 3, 0).map(drop))),
        ("mi_r", Box::new(move |x| mutual_info_regression((x, &target(x)), 3, 0).map(drop))),
        (
            "k best",
            Box::new(move |x| SelectKBest::new(ScoreFunction::FClassif, 1).fit((x, &target(x))).map(drop)),
        ),
        (
            "Rfe",
            Box::new(move |x| Rfe::with_regressor(LinearRegression::new()).fit((x, &target(x))).map(drop)),
        ),
        (
            "from model",
            Box::new(move |x| {
                SelectFromModel::with_regressor(LinearRegression::new()).fit((x, &target(x))).map(drop)
            }),
        ),
        (
            "sequential",
            Box::new(move |x| {
                SequentialFeatureSelector::with_regressor(LinearRegression::new())
                    .fit((x, &target(x)))
                    .map(drop)
            }),
        ),
    ]
}

#[test]
fn no_rows_no_columns_nan_and_infinities() {
    for (name, fit) in fits() {
        assert!(fit(&Array2::zeros((0, 3))).is_err(), "{name}: no rows");
        assert!(fit(&Array2::zeros((20, 0))).is_err(), "{name}: no columns");
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let mut x = Array2::from_shape_fn((20, 3), |(i, j)| ((i * 7 + j * 3) % 11) as f64);
            assert!(fit(&x).is_ok(), "{name}: {:?}", fit(&x));
            x[[4, 1]] = bad;
            assert!(matches!(fit(&x), Err(Error::NotFinite { row: 4, .. })), "{name}: {:?}", fit(&x));
        }
    }
}

#[test]
fn one_row_constants_and_extremes_do_not_panic() {
    for (_, fit) in fits() {
        let _ = fit(&array![[1.0, 2.0, 3.0]]);
        let _ = fit(&Array2::from_elem((20, 3), 4.0));
        let _ = fit(&Array2::zeros((20, 3)));
        for size in [1e-300, 1e-150, 1e12, 1e150, 1e300] {
            let _ = fit(&(Array2::from_shape_fn((20, 3), |(i, j)| ((i * 7 + j * 3) % 11) as f64) * size));
        }
    }
}

#[test]
fn frames_with_text_nulls_and_unknown_columns() {
    let df =
        df!("a" => [Some(1.0), None, Some(3.0)], "b" => [1.0, 2.0, 4.0], "t" => ["x", "y", "z"]).unwrap();
    let error = Pca::new(1).fit(&df.select(["b", "t"]).unwrap()).unwrap_err().to_string();
    assert!(error.contains("column `t` must hold numbers"), "{error}");
    let error = Pca::new(1).fit(&df.select(["a", "b"]).unwrap()).unwrap_err().to_string();
    assert!(error.contains("column `a` has 1 missing value"), "{error}");
    let selector = VarianceThreshold::default().fit(&df.select(["b"]).unwrap()).unwrap();
    let error = selector.transform(&df.select(["a"]).unwrap()).unwrap_err();
    assert!(matches!(error, Error::FeatureNames { .. }));
    let model = Pca::new(1).fit(&iris()).unwrap();
    assert!(matches!(model.transform(&array![[1.0]]), Err(Error::FeatureCount { .. })));
    assert!(matches!(model.inverse_transform(&array![[1.0, 2.0]]), Err(Error::Shape { .. })));
}

#[test]
fn parameters_out_of_range() {
    let x = iris();
    let message = |error: Error| error.to_string();
    for n in [0, -1, 5] {
        let error = message(Pca::new(n).fit(&x).unwrap_err());
        assert!(error.contains(&format!("`n_components` is {n}, but it must be 1 to 4")), "{error}");
    }
    for share in [0.0, -0.5, 1.5, f64::NAN] {
        assert!(message(Pca::new(share).fit(&x).unwrap_err()).contains("share of the variance"));
    }
    assert!(TruncatedSvd::new(0).fit(&x).is_err() && TruncatedSvd::new(5).fit(&x).is_err());
    assert!(FastIca::new(5).fit(&x).is_err() && FastIca::new(2).w_init(&Array2::eye(3)).fit(&x).is_err());
    assert!(
        FastIca::new(2).tolerance(f64::NAN).fit(&x).is_err() && FastIca::new(2).max_iter(0).fit(&x).is_err()
    );
    assert!(Nmf::new(0).fit(&x).is_err() && Nmf::new(2).tolerance(-1.0).fit(&x).is_err());
    let error = message(Nmf::new(1).fit(&array![[1.0, -2.0]]).unwrap_err());
    assert!(error.contains("feature 1 is -2 in row 0"), "{error}");
    let error = message(GaussianRandomProjection::new().fit(&x).unwrap_err());
    assert!(error.contains("150 samples then need"), "{error}");
    assert!(SparseRandomProjection::new().n_components(2).density(0.0).fit(&x).is_err());
    assert!(johnson_lindenstrauss_min_dim(0, 0.1).is_err() && johnson_lindenstrauss_min_dim(5, 1.0).is_err());
    for tsne in [
        Tsne::new().n_components(4),
        Tsne::new().perplexity(150.0),
        Tsne::new().perplexity(f64::NAN),
        Tsne::new().early_exaggeration(0.5),
        Tsne::new().learning_rate(0.0),
        Tsne::new().max_iter(10),
        Tsne::new().angle(2.0),
    ] {
        assert!(matches!(tsne.fit(&x), Err(Error::Parameter { .. })));
    }
    assert!(DiffusionMap::new(0).fit(&x).is_err() && DiffusionMap::new(1).epsilon(0.0).fit(&x).is_err());
    assert!(DiffusionMap::new(1).alpha(2.0).fit(&x).is_err());
    let error = message(VarianceThreshold::new(100.0).fit(&x).unwrap_err());
    assert!(error.contains("below the largest variance"), "{error}");
    assert!(VarianceThreshold::new(-1.0).fit(&x).is_err() && CorrelationFilter::new(1.5).fit(&x).is_err());
    assert!(SelectKBest::new(ScoreFunction::FClassif, 0).fit(&x).is_err());
    assert!(SelectKBest::new(ScoreFunction::FClassif, 5).fit(&x).is_err());
    assert!(SelectPercentile::new(ScoreFunction::FClassif, 0.0).fit(&x).is_err());
    assert!(Rfe::with_regressor(LinearRegression::new()).n_features(9).fit(&x).is_err());
    assert!(Rfe::with_regressor(LinearRegression::new()).step(0).fit(&x).is_err());
    assert!(SelectFromModel::with_regressor(LinearRegression::new()).threshold(1e9).fit(&x).is_err());
    let one_fold = SequentialFeatureSelector::with_regressor(LinearRegression::new()).n_folds(1);
    assert!(one_fold.fit(&x).is_err());
    assert!(mutual_info_classif(&x, 0, 0).is_err());
}

#[test]
fn targets_that_do_not_fit() {
    let x = iris().features;
    assert!(matches!(f_classif((&x, &[1.0; 3])), Err(Error::SampleMismatch { .. })));
    assert!(matches!(f_classif((&x, &[1.0; 150])), Err(Error::SingleClass { .. })));
    assert!(matches!(chi2((&x, &diabetes().target.slice(s![..150]))), Err(Error::TooManyClasses { .. })));
    let negative = array![[1.0, -1.0], [2.0, 0.0]];
    assert!(matches!(chi2((&negative, &["a", "b"])), Err(Error::Negative { row: 0, .. })));
    assert!(matches!(f_regression((&array![[1.0], [2.0]], &[1.0, 2.0])), Err(Error::TooFew { .. })));
    let (f, p) = f_regression((&array![[1.0], [1.0], [1.0]], &[1.0, 2.0, 4.0])).unwrap();
    assert_eq!((f[0], p[0]), (0.0, 1.0));
    let (f, p) = f_regression((&array![[1.0], [2.0], [3.0]], &[2.0, 4.0, 6.0])).unwrap();
    assert!(f[0] > 1e15 && p[0] < 1e-7);
}

#[test]
fn text_that_is_none() {
    let message = |error: Error| error.to_string();
    let nothing: [&str; 0] = [];
    assert!(matches!(CountVectorizer::new().fit(&nothing), Err(Error::Empty { .. })));
    let error = message(CountVectorizer::new().fit(&["", "a ! b"]).unwrap_err());
    assert!(error.contains("the vocabulary is empty"), "{error}");
    let error = message(CountVectorizer::new().min_df(2).fit(&["one two", "three"]).unwrap_err());
    assert!(error.contains("lower `min_df`"), "{error}");
    let df = df!("n" => [1, 2], "t" => [Some("x"), None]).unwrap();
    let error = message(TfidfVectorizer::new().fit(df.column("n").unwrap()).unwrap_err());
    assert!(error.contains("column `n` must hold text, but it holds i32"), "{error}");
    let error = message(TfidfVectorizer::new().fit(df.column("t").unwrap()).unwrap_err());
    assert!(error.contains("column `t` has 1 missing value"), "{error}");
    assert!(df.column("t").unwrap().head(Some(1)).documents().is_ok());
    assert_eq!(HashingVectorizer::new().transform(&nothing).unwrap().shape(), (0, 1 << 20));
}

#[test]
fn text_parameters_out_of_range() {
    let texts = ["one two", "two three"];
    for vectorizer in [
        CountVectorizer::new().ngram_range(0, 1),
        CountVectorizer::new().ngram_range(2, 1),
        CountVectorizer::new().min_df(-1),
        CountVectorizer::new().min_df(1.5),
        CountVectorizer::new().max_df(f64::NAN),
        CountVectorizer::new().min_df(2).max_df(1),
        CountVectorizer::new().max_features(0),
        CountVectorizer::new().stop_words("klingon"),
        CountVectorizer::new().token_pattern("("),
        CountVectorizer::new().token_pattern("(a)(b)"),
    ] {
        assert!(matches!(vectorizer.fit(&texts), Err(Error::Parameter { .. })));
    }
    assert!(matches!(
        CountVectorizer::new().vocabulary(&["a", "a"]).fit(&texts),
        Err(Error::DuplicateName { .. })
    ));
    let none: [&str; 0] = [];
    assert!(matches!(CountVectorizer::new().vocabulary(&none).fit(&texts), Err(Error::Empty { .. })));
    let rare = TfidfVectorizer::new().vocabulary(&["absent"]).smooth_idf(false);
    assert!(matches!(rare.fit(&texts), Err(Error::Parameter { .. })));
    assert!(HashingVectorizer::new().n_features(0).transform(&texts).is_err());
    let wide = HashingVectorizer::new().n_features(1 << 30).transform(&texts).unwrap();
    assert!(wide.to_dense().unwrap_err().to_string().contains("at most 268 million values"));
    assert!(SparseMatrix::from_rows(&[vec![(3, 1.0)]], 3).is_err());
    assert!(wide.dot(&array![[1.0]]).is_err());
    let mut infinite = SparseMatrix::from_dense(&array![[1.0, f64::INFINITY]]);
    assert!(matches!(TruncatedSvd::new(1).fit(&infinite), Err(Error::NotFinite { .. })));
    infinite = SparseMatrix::from_dense(&Array2::zeros((3, 2)));
    assert!(matches!(TruncatedSvd::new(1).fit(&infinite), Err(Error::Constant { .. })));
}

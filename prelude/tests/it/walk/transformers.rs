//! Transformers fitted on, and applied to, awkward matrices and frames.

use ferrolab_prelude::Error;
use ferrolab_prelude::prelude::*;

use super::{Done, Walk};

type OnMatrix = fn(&Array2<f64>) -> Result<Array2<f64>, Error>;

macro_rules! on_matrices {
    ($($model:expr),* $(,)?) => {
        vec![$((stringify!($model), (|x| $model.fit_transform(x).map(|(_, z)| z)) as OnMatrix)),*]
    };
}

fn of_matrices() -> Vec<(&'static str, OnMatrix)> {
    on_matrices![
        StandardScaler::new(),
        StandardScaler::new().with_mean(false),
        MinMaxScaler::new(),
        MaxAbsScaler::new(),
        RobustScaler::new(),
        QuantileTransformer::new().n_quantiles(10).output_distribution(OutputDistribution::Normal),
        PowerTransformer::new(),
        PowerTransformer::new().method(PowerMethod::BoxCox),
        Normalizer::new().norm(Norm::L1),
        Whitening::new(),
        Binarizer::new(0.0),
        KBinsDiscretizer::new(3).encode(BinEncoding::OneHot),
        KBinsDiscretizer::new(3).strategy(BinStrategy::KMeans),
        PolynomialFeatures::new(3),
        Interactions::new(),
        SplineTransformer::new(),
        CyclicalEncoder::new(24.0),
        FunctionTransformer::new(f64::sqrt),
        SimpleImputer::new(),
        SimpleImputer::new().strategy(ImputeStrategy::MostFrequent).add_indicator(true),
        KnnImputer::new().n_neighbors(2),
        IterativeImputer::new(),
        VarianceThreshold::new(0.0),
        CorrelationFilter::new(0.9),
        Pca::new(1),
        TruncatedSvd::new(1),
        FastIca::new(1),
        Nmf::new(1),
        GaussianRandomProjection::new().n_components(1),
        SparseRandomProjection::new().n_components(1),
    ]
}

fn matrices() -> Vec<(&'static str, Array2<f64>)> {
    vec![
        ("nothing", Array2::zeros((0, 0))),
        ("no rows", Array2::zeros((0, 2))),
        ("no columns", Array2::zeros((3, 0))),
        ("one number", array![[2.0]]),
        ("one row", array![[1.0, 2.0, 3.0]]),
        ("one column", array![[1.0], [2.0], [4.0], [8.0]]),
        ("NaN", array![[1.0, f64::NAN], [2.0, 3.0], [f64::NAN, f64::NAN], [4.0, 1.0]]),
        ("NaN only", Array2::from_elem((3, 2), f64::NAN)),
        ("infinity", array![[1.0, f64::INFINITY], [f64::NEG_INFINITY, 3.0], [0.0, 0.0]]),
        ("zeros", Array2::zeros((4, 2))),
        ("a constant", Array2::from_elem((4, 3), 0.1)),
        ("the largest", array![[f64::MAX, f64::MIN], [f64::MIN, f64::MAX], [0.0, f64::MAX]]),
        ("the smallest", array![[5e-324, 0.0], [0.0, 5e-324], [5e-324, 5e-324]]),
        ("huge integers", array![[i64::MAX as f64, 1.0], [i64::MIN as f64, 2.0], [0.0, 3.0]]),
        ("equal columns", Array2::from_shape_fn((6, 3), |(i, _)| i as f64)),
        ("wide", Array2::from_shape_fn((2, 6), |(i, j)| ((i * 7 + j * 3) % 5) as f64)),
    ]
}

#[test]
fn matrices_of_every_sort() {
    let mut walk = Walk::default();
    for (about, x) in matrices() {
        for (name, fit) in of_matrices() {
            walk.rule(name, about, || match fit(&x) {
                Ok(z) if z.nrows() != x.nrows() => format!("{} rows of {}", z.nrows(), x.nrows()),
                _ => String::new(),
            });
            walk.call(name, about, || fit(&x).map(drop));
        }
    }
    walk.end();
}

/// Fitted on something sound, applied to whatever comes later.
#[test]
fn what_comes_after_the_fit() {
    let sound = Array2::from_shape_fn((8, 2), |(i, j)| ((i * 5 + j * 3) % 7) as f64);
    let scaler = StandardScaler::new().fit(&sound).unwrap();
    let bins = KBinsDiscretizer::new(3).fit(&sound).unwrap();
    let imputer = KnnImputer::new().n_neighbors(2).fit(&sound).unwrap();
    let pca = Pca::new(1).fit(&sound).unwrap();
    let mut walk = Walk::default();
    for (about, x) in matrices() {
        walk.call("StandardScaler", about, || scaler.transform(&x).map(drop));
        walk.call("StandardScaler back", about, || scaler.inverse_transform(&x).map(drop));
        walk.call("KBinsDiscretizer", about, || bins.transform(&x).map(drop));
        walk.call("KnnImputer", about, || imputer.transform(&x).map(drop));
        walk.call("Pca", about, || pca.transform(&x).map(drop));
        walk.call("Pca back", about, || pca.inverse_transform(&x).map(drop));
    }
    walk.end();
}

fn frames() -> Vec<(&'static str, DataFrame)> {
    let nothing: [Option<&str>; 2] = [None, None];
    vec![
        ("nothing", DataFrame::empty()),
        ("no rows", df!("k" => Vec::<String>::new(), "x" => Vec::<f64>::new()).unwrap()),
        ("one row", df!("k" => ["a"], "x" => [1.0]).unwrap()),
        ("nulls", df!("k" => nothing, "x" => [None::<f64>, None]).unwrap()),
        ("gaps", df!("k" => [Some("a"), None, Some("b")], "x" => [Some(1.0), None, Some(2.0)]).unwrap()),
        ("NaN", df!("k" => ["a", "b"], "x" => [f64::NAN, 1.0]).unwrap()),
        ("infinities", df!("k" => ["a", "b"], "x" => [f64::INFINITY, f64::NEG_INFINITY]).unwrap()),
        ("huge integers", df!("k" => [i64::MAX, i64::MIN], "x" => [u64::MAX, 0]).unwrap()),
        ("flags", df!("k" => [true, false], "x" => [false, false]).unwrap()),
        ("text everywhere", df!("k" => ["a", "b"], "x" => ["1", ""]).unwrap()),
        ("a clash of names", df!("k" => ["x", "y"], "k_x" => [1, 2], "x" => [1.0, 2.0]).unwrap()),
    ]
}

macro_rules! on_frames {
    (|$df:ident| $($call:expr),* $(,)?) => {
        vec![$((stringify!($call), (|$df: &DataFrame| $call.map(drop)) as fn(&DataFrame) -> Done)),*]
    };
}

#[test]
fn frames_of_every_sort() {
    let calls = on_frames![
        |df| OneHotEncoder::new().fit_transform(df),
        OneHotEncoder::new().columns(&["k"]).fit_transform(df),
        OneHotEncoder::new().handle_unknown(HandleUnknown::Ignore).fit_transform(df),
        OrdinalEncoder::new().fit_transform(df),
        OrdinalEncoder::new().columns(&["k"]).fit_transform(df),
        FrequencyEncoder::new().columns(&["k"]).fit_transform(df),
        FrameImputer::new().fit_transform(df),
        DateParts::new().fit_transform(df),
        StandardScaler::new().fit_transform(df),
        ColumnTransformer::new().step("k", ["k"], OneHotEncoder::new()).fit_transform(df),
    ];
    let mut walk = Walk::default();
    for (about, df) in frames() {
        let y: Vec<f64> = (0..df.height()).map(|row| (row % 2) as f64).collect();
        for (name, call) in &calls {
            walk.call(name, about, || call(&df));
        }
        walk.call("TargetEncoder", about, || TargetEncoder::new().columns(&["k"]).fit(&df, &y).map(drop));
        walk.call("LabelEncoder", about, || LabelEncoder::new().fit(df.column("k")?).map(drop));
        walk.call("CountVectorizer", about, || CountVectorizer::new().fit(df.column("k")?).map(drop));
        walk.call("Dataset", about, || Dataset::from_frame(&df, &["x"], "k").map(drop));
    }
    walk.end();
}

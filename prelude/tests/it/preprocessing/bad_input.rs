//! Whatever is given to a transformer: an error that says what is wrong, never a panic.

use ferrolab_prelude::Error;
use ferrolab_prelude::prelude::*;

type Fitting = fn(&Array2<f64>) -> Result<Array2<f64>, Error>;

macro_rules! fits {
    ($($model:expr),* $(,)?) => {
        [$((stringify!($model), (|x| $model.fit_transform(x).map(|(_, z)| z)) as Fitting)),*]
    };
}

/// Those that take NaN for missing.
fn lenient() -> Vec<(&'static str, Fitting)> {
    fits![
        StandardScaler::new(),
        MinMaxScaler::new(),
        MaxAbsScaler::new(),
        RobustScaler::new(),
        QuantileTransformer::new(),
        PowerTransformer::new(),
        CyclicalEncoder::new(7.0),
        FunctionTransformer::new(|v| v + 1.0)
    ]
    .to_vec()
}

/// Those that do not.
fn strict() -> Vec<(&'static str, Fitting)> {
    fits![
        Normalizer::new(),
        Whitening::new(),
        Binarizer::new(0.0),
        KBinsDiscretizer::new(3),
        PolynomialFeatures::new(2),
        SplineTransformer::new(),
        Interactions::new()
    ]
    .to_vec()
}

#[test]
fn empty_features() {
    for (name, fit) in lenient().into_iter().chain(strict()) {
        for (rows, columns, part) in [(0, 2, "one row"), (3, 0, "one column"), (0, 0, "one row")] {
            let error = fit(&Array2::zeros((rows, columns))).unwrap_err().to_string();
            assert!(error.contains(part), "{name}: {error}");
        }
    }
}

#[test]
fn values_that_are_not_finite() {
    for (name, fit) in lenient().into_iter().chain(strict()) {
        for bad in [f64::INFINITY, f64::NEG_INFINITY] {
            let error = fit(&array![[1.0, 2.0], [3.0, bad], [2.0, 1.0]]).unwrap_err().to_string();
            assert!(error.starts_with("feature 1 has a value that is not finite"), "{name}: {error}");
        }
    }
    let gap = array![[1.0, 2.0], [3.0, f64::NAN], [2.0, 1.0]];
    for (name, fit) in strict() {
        assert!(fit(&gap).unwrap_err().to_string().contains("NaN in row 1"), "{name}");
    }
    for (name, fit) in lenient() {
        let z = fit(&gap).unwrap();
        assert_eq!(z.iter().filter(|value| value.is_nan()).count(), z.ncols() / 2, "{name}");
        let nothing = fit(&array![[1.0, f64::NAN], [3.0, f64::NAN]]).unwrap();
        assert!(nothing.column(nothing.ncols() - 1).iter().all(|value| value.is_nan()), "{name}");
    }
}

#[test]
fn one_row_and_extreme_values() {
    for (name, fit) in lenient().into_iter().chain(strict()) {
        for x in [
            array![[1.0, -2.0]],
            array![[f64::MAX, 1.0], [-f64::MAX, 2.0], [0.0, 4.0]],
            array![[1e-300, 9.007_199_254_740_993e15], [0.0, -9.2e18], [2e-300, 1.0]],
        ] {
            if let Err(error) = fit(&x) {
                assert!(error.to_string().len() > 20, "{name}: {error}");
            }
        }
    }
}

#[test]
fn other_columns_than_at_the_fit() {
    let df = df!("a" => [1.0, 2.0], "b" => [3.0, 5.0]).unwrap();
    let scaler = StandardScaler::new().fit(&df).unwrap();
    let message = |df: &DataFrame| scaler.transform(df).unwrap_err().to_string();
    assert!(message(&df!("a" => [1.0]).unwrap()).contains("fitted with 2 features and cannot use 1"));
    assert!(message(&df!("a" => [1.0], "c" => [1.0]).unwrap()).contains("`c`"));
    assert!(message(&df!("a" => [1.0], "b" => ["x"]).unwrap()).contains("column `b` must hold numbers"));
    assert!(
        scaler
            .inverse_transform(&array![[1.0]])
            .unwrap_err()
            .to_string()
            .contains("shape (1, 1), expected (n_samples, 2)")
    );
    assert_eq!(scaler.transform(&Array2::zeros((0, 2))).unwrap().shape(), [0, 2]);
    let encoder = OneHotEncoder::new().fit(&df!("city" => ["x"]).unwrap()).unwrap();
    let error = encoder.transform(&df!("citi" => ["x"]).unwrap()).unwrap_err().to_string();
    assert!(error.contains("no column `city`. Did you mean `citi`?"), "{error}");
    assert!(encoder.transform(&df!("city" => ["x"], "more" => [1]).unwrap()).is_err());
}

#[test]
fn frames_that_cannot_be_encoded() {
    let empty = df!("c" => Vec::<String>::new()).unwrap();
    let df = df!("c" => ["a", "b"], "d" => [Option::<&str>::None, None]).unwrap();
    assert!(OneHotEncoder::new().fit(&empty).is_err());
    assert!(OrdinalEncoder::new().fit(&DataFrame::default()).is_err());
    assert!(FrequencyEncoder::new().fit(&empty).is_err());
    assert!(TargetEncoder::new().fit(&empty, &Vec::<f64>::new()).is_err());
    assert_eq!(OneHotEncoder::new().fit(&df).unwrap().feature_names_out(), ["c_a", "c_b", "d_null"]);
    assert_eq!(OrdinalEncoder::new().fit_transform(&df).unwrap().1.column("d").unwrap().null_count(), 2);
    assert!(OneHotEncoder::new().columns(&["x"]).fit(&df).unwrap_err().to_string().contains("no column `x`"));
    assert!(
        OneHotEncoder::new().columns(&["c", "c"]).fit(&df).unwrap_err().to_string().contains("`c` twice")
    );
    let dates = df.lazy().select([lit(1).cast(DataType::Date).alias("c")]).collect().unwrap();
    assert!(OneHotEncoder::new().fit(&dates).unwrap_err().to_string().contains("`DateParts`"));
    let clash = df!("a" => ["x"], "a_x" => [1]).unwrap();
    let error = OneHotEncoder::new().columns(&["a"]).fit_transform(&clash).unwrap_err().to_string();
    assert!(error.contains("uses the name `a_x` twice"), "{error}");
}

#[test]
fn settings_out_of_range() {
    let x = array![[1.0, 2.0], [3.0, 5.0], [2.0, 9.0]];
    let text = |result: Option<Error>| result.unwrap().to_string();
    assert!(text(MinMaxScaler::new().range(1.0, 1.0).fit(&x).err()).contains("`range` is (1, 1)"));
    assert!(text(RobustScaler::new().quantile_range(75.0, 25.0).fit(&x).err()).contains("`quantile_range`"));
    assert!(text(QuantileTransformer::new().n_quantiles(0).fit(&x).err()).contains("`n_quantiles` is 0"));
    assert!(text(KBinsDiscretizer::new(1).fit(&x).err()).contains("`n_bins` is 1"));
    assert!(text(SplineTransformer::new().n_knots(1).fit(&x).err()).contains("`n_knots` is 1"));
    let box_cox = PowerTransformer::new().method(PowerMethod::BoxCox);
    let error = text(box_cox.fit(&array![[1.0], [-2.0]]).err());
    assert!(error.contains("`x` is -2 in row 1 of feature `x0`") && error.contains("YeoJohnson"), "{error}");
    let doubled = array![[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]];
    assert!(text(Whitening::new().fit(&doubled).err()).contains("vary in only 1 directions"));
    assert!(text(Whitening::new().fit(&array![[1.0]]).err()).contains("at least 2 samples"));
    let df = df!("c" => ["a", "b", "a"]).unwrap();
    assert!(text(OneHotEncoder::new().max_categories(0).fit(&df).err()).contains("`max_categories` is 0"));
    assert!(text(OneHotEncoder::new().min_frequency(-1.0).fit(&df).err()).contains("`min_frequency` is -1"));
    assert!(
        text(TargetEncoder::new().smooth(-1.0).fit(&df, &[1.0, 2.0, 2.5]).err()).contains("`smooth` is -1")
    );
    assert!(
        text(TargetEncoder::new().fit_transform(&df, &[1.0, 2.0, 2.5]).err()).contains("at least 5 rows")
    );
    assert!(text(TargetEncoder::new().fit(&df, &[1.0, 2.0]).err()).contains("target has 2 values"));
    assert!(text(TargetEncoder::new().fit(&df, &["x", "x", "x"]).err()).contains("class `x`"));
    assert!(text(TargetEncoder::new().fit(&df, &[1.0, f64::NAN, 2.0]).err()).contains("not finite"));
}

//! Bins, products, splines and parts of dates: scikit-learn's within 1e-9, names exactly.

use ferrolab_prelude::prelude::*;

use super::encoders::same;
use super::{close, matrix, names, numbers, reference, values};

const TOLERANCE: f64 = 1e-9;

fn frame() -> DataFrame {
    DataFrame::from_array(&matrix("/x").slice(s![.., ..3]), &["a", "b", "c"]).unwrap()
}

#[test]
fn bins() {
    let x = matrix("/x").slice(s![.., ..4]).to_owned();
    for (strategy, name) in [
        (BinStrategy::Uniform, "uniform"),
        (BinStrategy::Quantile, "quantile"),
        (BinStrategy::KMeans, "kmeans"),
    ] {
        let bins = KBinsDiscretizer::new(4).encode(BinEncoding::Ordinal).strategy(strategy);
        let (fitted, codes) = bins.fit_transform(&x).unwrap();
        let edges = reference(&format!("/features/bins/{name}/edges")).as_array().unwrap();
        for (j, edges) in edges.iter().map(numbers).enumerate() {
            let ours =
                Array2::from_shape_vec((1, edges.len()), fitted.bin_edges(j).unwrap().to_vec()).unwrap();
            close(&ours, &Array2::from_shape_vec((1, edges.len()), edges).unwrap(), TOLERANCE);
        }
        assert_eq!(codes, matrix(&format!("/features/bins/{name}/codes")));
        close(
            &fitted.inverse_transform(&codes).unwrap(),
            &matrix(&format!("/features/bins/{name}/back")),
            TOLERANCE,
        );
    }
    let (fitted, ones) = KBinsDiscretizer::new(3).fit_transform(&frame()).unwrap();
    same(&ones, "features/bins/onehot");
    let back = fitted.inverse_transform(&ones).unwrap();
    let ordinal = KBinsDiscretizer::new(3).encode(BinEncoding::Ordinal);
    let (fitted, codes) = ordinal.fit_transform(&frame()).unwrap();
    assert!(back.equals(&fitted.inverse_transform(&codes).unwrap()));
}

#[test]
fn a_constant_feature_has_one_bin() {
    for strategy in [BinStrategy::Uniform, BinStrategy::Quantile, BinStrategy::KMeans] {
        let x = array![[2.0], [2.0], [2.0]];
        let bins = KBinsDiscretizer::new(3).strategy(strategy);
        let (fitted, ones) = bins.fit_transform(&x).unwrap();
        assert_eq!(ones, array![[1.0], [1.0], [1.0]]);
        assert_eq!(fitted.inverse_transform(&ones).unwrap(), x);
    }
}

#[test]
fn polynomials() {
    let (fitted, products) = PolynomialFeatures::new(3).fit_transform(&frame()).unwrap();
    same(&products, "features/polynomial_3");
    assert_eq!(fitted.powers().row(19), array![0, 0, 3]);
    let interactions = PolynomialFeatures::new(2).interaction_only(true).include_bias(false);
    same(&interactions.fit_transform(&frame()).unwrap().1, "features/polynomial_interaction");
    assert!(PolynomialFeatures::new(40).fit(&Array2::<f64>::ones((2, 40))).is_err());
    assert!(PolynomialFeatures::new(0).include_bias(false).fit(&frame()).is_err());
    let error = Interactions::new().of(&["a", "bb"]).fit(&frame()).unwrap_err().to_string();
    assert!(error.contains("no column `bb`"), "{error}");
}

#[test]
fn splines() {
    let outside = df!("a" => [-20.0, 30.0], "b" => [-5.0, 100.0], "c" => [-50.0, 50.0]).unwrap();
    let new = SplineTransformer::new;
    let transformers = [
        ("uniform", new()),
        ("quantile", new().knots(Knots::Quantile).n_knots(4).degree(2)),
        ("linear", new().extrapolation(Extrapolation::Linear)),
        ("continue", new().extrapolation(Extrapolation::Continue).degree(2)),
        ("without_bias", new().include_bias(false).degree(1)),
    ];
    for (name, transformer) in transformers {
        let (fitted, splines) = transformer.fit_transform(&frame()).unwrap();
        same(&splines, &format!("features/splines/{name}"));
        let path = format!("/features/splines/{name}/outside");
        close(&values(&fitted.transform(&outside).unwrap()), &matrix(&path), TOLERANCE);
    }
    let strict = new().extrapolation(Extrapolation::Error).fit(&frame()).unwrap();
    assert!(strict.transform(&outside).unwrap_err().to_string().contains("-20 in row 0 of feature `a`"));
    assert!(matches!(new().fit(&array![[1.0], [1.0]]), Err(ferrolab_prelude::Error::Constant { .. })));
}

#[test]
fn functions_and_circles() {
    let x = array![[0.5, 2.0], [1.0, 4.0]];
    let (square, y) = FunctionTransformer::new(|v| v * v).inverse(f64::sqrt).fit_transform(&x).unwrap();
    assert_eq!(y, array![[0.25, 4.0], [1.0, 16.0]]);
    assert_eq!(square.inverse_transform(&y).unwrap(), x);
    let one_way = FunctionTransformer::new(f64::sin).named("sin").fit(&x).unwrap();
    assert!(one_way.inverse_transform(&y).unwrap_err().to_string().contains("`inverse` is missing"));
    assert!(one_way.rich_display().get("text/plain").unwrap().contains("function = sin"));
    let (_, z) = CyclicalEncoder::new(12.0).fit_transform(&df!("month" => [3, 12]).unwrap()).unwrap();
    close(&values(&z), &array![[1.0, 0.0], [0.0, 1.0]], 1e-15);
    assert!(CyclicalEncoder::new(0.0).fit(&x).is_err());
}

#[test]
fn parts_of_dates() {
    let df = df!("when" => [Some("2024-02-29 23:05:07"), None], "n" => [1, 2]).unwrap();
    let time = DataType::Datetime(TimeUnit::Milliseconds, None);
    let df = df
        .lazy()
        .with_columns([col("when")
            .str()
            .to_datetime(None, None, StrptimeOptions::default(), lit("raise"))
            .cast(time)])
        .collect()
        .unwrap();
    let (fitted, parts) = DateParts::new().columns(&["when"]).fit_transform(&df).unwrap();
    assert_eq!(names(&parts), ["when_year", "when_month", "when_day", "when_weekday", "when_hour", "n"]);
    assert_eq!(fitted.feature_names_out(), names(&parts)[..5]);
    assert_eq!(values(&parts).row(0).to_vec(), [2024.0, 2.0, 29.0, 4.0, 23.0, 1.0]);
    assert!(values(&parts)[(1, 0)].is_nan());
    use DatePart::{DayOfYear, Hour, IsWeekend, Minute, Quarter, Second, Week};
    let all =
        DateParts::new().columns(&["when"]).parts(&[Quarter, Week, DayOfYear, IsWeekend, Minute, Second]);
    let numbers = values(&all.fit_transform(&df).unwrap().1);
    assert_eq!(numbers.row(0).to_vec(), [1.0, 9.0, 60.0, 0.0, 5.0, 7.0, 1.0]);
    let error = DateParts::new().fit(&df).unwrap_err().to_string();
    assert!(error.starts_with("column `n` must hold dates or times, but it holds i32"), "{error}");
    let days = df.lazy().select([col("when").cast(DataType::Date)]).collect().unwrap();
    assert!(DateParts::new().parts(&[Hour]).fit(&days).unwrap_err().to_string().contains("must hold times"));
    let kept = DateParts::new().keep_original(true).fit_transform(&days).unwrap().1;
    assert_eq!(names(&kept)[..2], ["when", "when_year"]);
}

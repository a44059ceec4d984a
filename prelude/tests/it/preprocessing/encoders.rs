//! Encoders against scikit-learn: codes and names exactly, means of targets within 1e-9.

use ferrolab_prelude::prelude::*;

use super::{close, matrix, names, numbers, reference, texts, values};

const TOLERANCE: f64 = 1e-9;

pub(super) fn frame() -> DataFrame {
    let rooms: Vec<i64> = numbers(reference("/encoders/frame/rooms")).iter().map(|v| *v as i64).collect();
    df!(
        "city" => texts("/encoders/frame/city"), "size" => texts("/encoders/frame/size"), "rooms" => rooms,
        "two" => texts("/encoders/frame/two")
    )
    .unwrap()
}

/// Names and values; scikit-learn calls the rare ones after itself.
#[track_caller]
pub(super) fn same(df: &DataFrame, path: &str) {
    let expected: Vec<String> = texts(&format!("/{path}/names"))
        .iter()
        .map(|name| name.replace("infrequent_sklearn", "infrequent"))
        .collect();
    assert_eq!(names(df), expected);
    close(&values(df), &matrix(&format!("/{path}/values")), TOLERANCE);
}

#[test]
fn ordinal_encoder() {
    let df = frame();
    let (encoder, codes) = OrdinalEncoder::new().fit_transform(&df).unwrap();
    same(&codes, "encoders/ordinal");
    assert!(encoder.inverse_transform(&codes).unwrap().equals(&df));
    let new =
        df!("city" => ["Rome", "Kyoto"], "size" => ["S", "S"], "rooms" => [1, 9], "two" => ["no", "no"])
            .unwrap();
    let error = encoder.transform(&new).unwrap_err().to_string();
    assert_eq!(
        error,
        "column `city` has the value `Kyoto` in row 1, which was not there at the fit: known are `Bergen`, \
         `Oslo`, `Paris`, `Rome`, `Åre`. Let such values become a number with `.unknown_value(-1)`, or name all \
         with `.categories(…)`."
    );
    let lenient = OrdinalEncoder::new().unknown_value(-1).fit(&df).unwrap().transform(&new).unwrap();
    assert_eq!(lenient.column_array("city").unwrap(), array![3.0, -1.0]);
    assert_eq!(lenient.column_array("rooms").unwrap(), array![0.0, -1.0]);
    assert!(OrdinalEncoder::new().unknown_value(2).fit(&df).is_err());
}

#[test]
fn one_hot_encoder() {
    let df = frame();
    let encoders = [
        ("one_hot", OneHotEncoder::new()),
        ("one_hot_first", OneHotEncoder::new().drop(DropCategory::First)),
        ("one_hot_if_binary", OneHotEncoder::new().drop(DropCategory::IfBinary)),
        ("one_hot_min_frequency", OneHotEncoder::new().min_frequency(9)),
        ("one_hot_min_share", OneHotEncoder::new().min_frequency(0.3)),
        ("one_hot_max_categories", OneHotEncoder::new().max_categories(3).drop(DropCategory::First)),
    ];
    for (name, encoder) in encoders {
        let (fitted, encoded) = encoder.fit_transform(&df).unwrap();
        same(&encoded, &format!("encoders/{name}"));
        assert_eq!(fitted.feature_names_out(), names(&encoded));
        if !name.contains("m") || name.ends_with("binary") {
            assert!(fitted.inverse_transform(&encoded).unwrap().equals(&df), "{name}");
        }
    }
}

#[test]
fn unknown_and_missing_categories() {
    let df = df!("c" => [Some("a"), Some("b"), None, Some("b"), Some("b")]).unwrap();
    let new = df!("c" => [Some("z"), None]).unwrap();
    let (fitted, encoded) = OneHotEncoder::new().fit_transform(&df).unwrap();
    assert_eq!(names(&encoded), ["c_a", "c_b", "c_null"]);
    assert!(fitted.inverse_transform(&encoded).unwrap().equals_missing(&df));
    assert!(fitted.transform(&new).unwrap_err().to_string().contains("`z`"));
    let ignoring = OneHotEncoder::new().handle_unknown(HandleUnknown::Ignore).fit(&df).unwrap();
    assert_eq!(values(&ignoring.transform(&new).unwrap()), array![[0.0, 0.0, 0.0], [0.0, 0.0, 1.0]]);
    let rare =
        OneHotEncoder::new().min_frequency(2).handle_unknown(HandleUnknown::Infrequent).fit(&df).unwrap();
    assert_eq!(rare.feature_names_out(), ["c_b", "c_infrequent"]);
    assert_eq!(values(&rare.transform(&new).unwrap()), array![[0.0, 1.0], [0.0, 1.0]]);
    let kept = OneHotEncoder::new().nulls(Nulls::Keep).fit_transform(&df).unwrap().1;
    assert_eq!(values(&kept).row(2), array![0.0, 0.0]);
    let error = OneHotEncoder::new().nulls(Nulls::Error).fit(&df).unwrap_err().to_string();
    assert!(error.starts_with("column `c` has 1 missing value among its 5 rows"), "{error}");
    let (_, ordinal) = OrdinalEncoder::new().fit_transform(&df).unwrap();
    assert_eq!(ordinal.column("c").unwrap().null_count(), 1);
    let (_, ordinal) = OrdinalEncoder::new().nulls(Nulls::Category).fit_transform(&df).unwrap();
    assert_eq!(ordinal.column_array("c").unwrap(), array![0.0, 1.0, 2.0, 1.0, 1.0]);
}

#[test]
fn every_type_of_category() {
    let df = df!(
        "big" => [u64::MAX, 1, u64::MAX], "small" => [i64::MIN, i64::MAX, 0], "real" => [0.5, -0.0, 0.0],
        "flag" => [true, false, true], "gap" => [f64::NAN, 1.0, 2.0]
    )
    .unwrap();
    let (encoder, codes) = OrdinalEncoder::new().fit_transform(&df).unwrap();
    assert_eq!(codes.column_array("big").unwrap(), array![1.0, 0.0, 1.0]);
    assert_eq!(codes.column_array("small").unwrap(), array![0.0, 2.0, 1.0]);
    assert_eq!(codes.column_array("real").unwrap(), array![1.0, 0.0, 0.0]);
    assert_eq!(codes.column("gap").unwrap().null_count(), 1, "NaN is missing");
    let back = encoder.inverse_transform(&codes).unwrap();
    assert_eq!(back.column("big").unwrap(), df.column("big").unwrap());
    let floats = df!("n" => [1.0, 2.0]).unwrap();
    let whole = OrdinalEncoder::new().fit(&df!("n" => [2, 1]).unwrap()).unwrap();
    assert_eq!(whole.transform(&floats).unwrap().column_array("n").unwrap(), array![0.0, 1.0]);
    let text = df!("n" => ["1", "2"]).unwrap();
    let error = whole.transform(&text).unwrap_err().to_string();
    assert!(
        error.starts_with("column `n` must hold whole numbers, as at the fit, but it holds str."),
        "{error}"
    );
}

#[test]
fn categories_of_polars_are_text() {
    let df = df!("c" => ["b", "a", "b"]).unwrap();
    let categories = DataType::from_categories(polars_categories());
    let df = df.lazy().with_columns([col("c").cast(categories)]).collect().unwrap();
    let (_, encoded) = OneHotEncoder::new().fit_transform(&df).unwrap();
    assert_eq!(names(&encoded), ["c_a", "c_b"]);
}

fn polars_categories() -> std::sync::Arc<polars::prelude::Categories> {
    polars::prelude::Categories::global()
}

#[test]
fn target_encoder() {
    let df = frame().select(["city", "rooms"]).unwrap();
    let (y, binary) = (numbers(reference("/encoders/y")), numbers(reference("/encoders/binary")));
    let classes = texts("/encoders/classes");
    let encoder = || TargetEncoder::new().cv(4).shuffle(false);
    let check = |name: &str, (fitted, crossed): (_, DataFrame)| {
        let fitted: ferrolab_prelude::preprocessing::FittedTargetEncoder = fitted;
        let path = format!("/encoders/target/{name}");
        assert_eq!(names(&crossed), texts(&format!("{path}/names")));
        assert_eq!(fitted.feature_names_out(), names(&crossed));
        close(&values(&crossed), &matrix(&format!("{path}/crossed")), TOLERANCE);
        close(&values(&fitted.transform(&df).unwrap()), &matrix(&format!("{path}/all")), TOLERANCE);
    };
    check("continuous", encoder().fit_transform(&df, &y).unwrap());
    check("continuous_smooth", encoder().smooth(3.0).fit_transform(&df, &y).unwrap());
    check("no_smooth", encoder().smooth(0.0).fit_transform(&df, &y).unwrap());
    check("binary", encoder().fit_transform(&df, &binary).unwrap());
    check("classes", encoder().fit_transform(&df, &classes).unwrap());
    let by_chance = |seed| TargetEncoder::new().seed(seed).fit_transform(&df, &y).unwrap().1;
    assert!(by_chance(3).equals(&by_chance(3)));
    assert!(!by_chance(3).equals(&by_chance(4)));
}

#[test]
fn frequency_encoder() {
    let df = frame().select(["city"]).unwrap();
    let (fitted, shares) = FrequencyEncoder::new().fit_transform(&df).unwrap();
    assert_eq!(shares.column_array("city").unwrap().to_vec(), numbers(reference("/encoders/frequency")));
    let new = fitted.transform(&df!("city" => ["Kyoto"]).unwrap()).unwrap();
    assert_eq!(new.column_array("city").unwrap(), array![0.0]);
    let counts = FrequencyEncoder::new().normalize(false).fit_transform(&df).unwrap().1;
    assert_eq!(counts.column_array("city").unwrap(), shares.column_array("city").unwrap() * 40.0);
}

#[test]
fn labels() {
    let classes = texts("/encoders/classes");
    let (encoder, codes) = LabelEncoder::new().fit_transform(&classes).unwrap();
    assert_eq!(codes.mapv(|code| code as f64).to_vec(), numbers(reference("/encoders/label_encoder")));
    assert_eq!(encoder.inverse_transform(&codes).unwrap(), classes);
    assert!(encoder.transform(&["nobody"]).unwrap_err().to_string().contains("`nobody`"));
    assert!(encoder.inverse_transform(&[7.0]).is_err());
    let (binarizer, ones) = LabelBinarizer::new().fit_transform(&classes).unwrap();
    assert_eq!(ones, matrix("/encoders/label_binarizer"));
    assert_eq!(binarizer.inverse_transform(&ones).unwrap(), classes);
    let (binarizer, ones) =
        LabelBinarizer::new().fit_transform(&numbers(reference("/encoders/binary"))).unwrap();
    assert_eq!(ones, matrix("/encoders/label_binarizer_two"));
    assert_eq!(binarizer.inverse_transform(&ones).unwrap()[1], "1");
    let (numbers, codes) = LabelEncoder::new().fit_transform(&[10.0, 9.0, 100.0]).unwrap();
    assert_eq!((numbers.classes().join(" ").as_str(), codes), ("9 10 100", array![1, 0, 2]));
    assert!(LabelEncoder::new().fit(&Vec::<f64>::new()).is_err());
    assert!(MultiLabelBinarizer::new().fit::<&str>(&[]).is_err());
}

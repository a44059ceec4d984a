//! The column transformer: names and values as scikit-learn's, errors that name columns, pictures.

use ferrolab_prelude::Error;
use ferrolab_prelude::prelude::*;

use super::encoders::{frame, same};
use super::{names, values};

fn with_extra() -> DataFrame {
    let extra: Vec<f64> = (0..40).map(|i| f64::from(i) * 0.5).collect();
    frame().hstack(&[Column::new("extra".into(), extra)]).unwrap()
}

#[test]
fn as_in_scikit_learn() {
    let columns = ColumnTransformer::new()
        .step("scale", &["rooms"], StandardScaler::new())
        .step("one", &["city", "two"], OneHotEncoder::new())
        .drop("size");
    let all = columns.clone().remainder(Remainder::Passthrough).verbose_feature_names_out(true);
    let df = with_extra();
    let (fitted, prepared) = all.fit_transform(&df).unwrap();
    same(&prepared, "encoders/columns");
    assert_eq!(fitted.feature_names_out(), names(&prepared));
    assert!(fitted.transform(&df).unwrap().equals(&prepared));
    assert_eq!(fitted.transform_array(&df).unwrap(), values(&prepared));
    same(&columns.fit_transform(&df).unwrap().1, "encoders/columns_short_names");
}

#[test]
fn columns_by_type_tuples_and_nesting() {
    let df = df!(
        "age" => [Some(20.0), None, Some(40.0)], "n" => [1, 2, 4], "ok" => [true, false, true],
        "city" => ["Oslo", "Rome", "Oslo"]
    )
    .unwrap();
    let inner = ColumnTransformer::new()
        .on(Columns::numeric().except(&["n"]), StandardScaler::new())
        .on(&["n"], (MinMaxScaler::new(), PolynomialFeatures::new(2).include_bias(false)))
        .passthrough(Columns::boolean())
        .on(Columns::temporal(), DateParts::new());
    let outer = ColumnTransformer::new()
        .on(Columns::all().except(&["city"]), inner)
        .on(Columns::starting_with("ci"), OrdinalEncoder::new());
    let (fitted, prepared) = outer.fit_transform(&df).unwrap();
    assert_eq!(names(&prepared), ["age", "n", "n^2", "ok", "city"]);
    assert_eq!(prepared.column("ok").unwrap().dtype(), &DataType::Boolean);
    assert_eq!(prepared.column("age").unwrap().null_count(), 1);
    let array = fitted.transform_array(&df).unwrap();
    assert!(array[(1, 0)].is_nan());
    assert_eq!(array.row(2).to_vec()[1..], [1.0, 1.0, 1.0, 0.0]);
}

#[test]
fn a_target_reaches_the_steps_that_need_it() {
    let df = frame();
    let y: Vec<f64> = (0..40).map(|i| f64::from(i % 7)).collect();
    let encoder = TargetEncoder::new().target_type(TargetType::Continuous);
    let columns = ColumnTransformer::new().on(&["city"], encoder.clone()).passthrough(&["rooms"]);
    let error = columns.fit(&df).err().unwrap().to_string();
    assert!(error.contains("`target` is missing") && error.contains("fit_with"), "{error}");
    let (fitted, crossed) = columns.fit_transform_with(&df, &y).unwrap();
    let alone = encoder.fit_transform(&df.select(["city"]).unwrap(), &y).unwrap();
    assert_eq!(crossed.column("city").unwrap(), alone.1.column("city").unwrap(), "cross-fitted");
    assert!(!fitted.transform(&df).unwrap().equals(&crossed));
    assert!(
        columns.fit_with(&df, &y).unwrap().transform(&df).unwrap().equals(&fitted.transform(&df).unwrap())
    );
    assert!(matches!(
        columns.fit_with(&df, &y[1..]).err(),
        Some(Error::SampleMismatch { target_length: 39, .. })
    ));
}

#[test]
fn errors_name_what_is_wrong() {
    let df = df!("age" => [20.0, 40.0], "city" => ["Oslo", "Rome"]).unwrap();
    let scale = || ColumnTransformer::new().on(&["age"], StandardScaler::new());
    let message = |columns: ColumnTransformer| columns.fit(&df).err().unwrap().to_string();
    assert!(
        message(ColumnTransformer::new().on(&["aeg"], StandardScaler::new())).contains("Did you mean `age`?")
    );
    assert!(
        message(ColumnTransformer::new().on(&["city"], StandardScaler::new()))
            .contains("column `city` must hold numbers")
    );
    assert!(message(scale().passthrough(&["age"])).contains("uses the name `age` twice"));
    assert!(message(scale().passthrough(&["age", "age"])).contains("uses the name `age` twice"));
    let twice = ColumnTransformer::new().step("s", &["age"], StandardScaler::new()).step(
        "s",
        &["city"],
        OneHotEncoder::new(),
    );
    assert!(message(twice).contains("uses the name `s` twice"));
    let fitted = scale().fit(&df).unwrap();
    let error = fitted.transform(&df!("Age" => [1.0]).unwrap()).unwrap_err().to_string();
    assert!(error.starts_with("there is no column `age`. Did you mean `Age`?"), "{error}");
    assert!(matches!(scale().fit(&df.head(Some(0))).err(), Some(Error::Empty { .. })));
    assert_eq!(fitted.transform(&df.head(Some(0))).unwrap().shape(), (0, 1));
    assert_eq!(ColumnTransformer::new().fit(&df).unwrap().feature_names_out().len(), 0);
}

#[test]
fn it_draws_itself() {
    let columns = ColumnTransformer::new()
        .step("num", &["age"], (MinMaxScaler::new(), Binarizer::new(0.5)))
        .on(Columns::text(), OneHotEncoder::new())
        .remainder(Remainder::Passthrough);
    let text = "\
ColumnTransformer
├─ num: age: Chain
│  ├─ MinMaxScaler(range = (0, 1), clip = false)
│  └─ Binarizer(threshold = 0.5)
├─ text columns: OneHotEncoder(columns = all, handle_unknown = Error, drop = Nothing, nulls = Category)
└─ all other columns: passthrough
not fitted yet: call `.fit(&df)?`
";
    assert_eq!(columns.rich_display().get("text/plain").unwrap(), text);
    let df = df!("age" => [1.0, 2.0], "c" => ["x", "y"], "<b>" => [1, 2]).unwrap();
    let fitted = columns.fit(&df).unwrap();
    let bundle = fitted.rich_display();
    assert!(
        bundle.get("text/plain").unwrap().contains("├─ onehotencoder: c → 2: OneHotEncoder("),
        "{bundle:?}"
    );
    let html = bundle.get("text/html").unwrap();
    assert!(html.contains("remainder: &lt;b&gt; → 1") && !html.contains("<b><b>"), "{html}");
}

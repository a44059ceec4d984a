//! Typical cells compile and run with nothing but the glob in scope.

use ferrolab_prelude::prelude::*;

type Cell = Result<(), Box<dyn std::error::Error>>;

#[test]
fn a_tour_of_frames() -> Cell {
    let df =
        df!("city" => ["Rome", "Oslo", "Rome", "Oslo"], "t" => [20.0, 5.0, 24.0, 9.0], "n" => [1, 2, 3, 4])?;
    let means = df
        .clone()
        .lazy()
        .filter(col("n").gt(lit(0)))
        .group_by([col("city")])
        .agg([col("t").mean().alias("mean"), len().alias("days")])
        .sort(["mean"], SortMultipleOptions::default())
        .collect()?;
    assert_eq!(means.column_array("mean")?, array![7.0, 22.0]);
    let joined = df.left_join(&means, ["city"], ["city"])?;
    assert_eq!(joined.shape(), (4, 5));
    let wet = df
        .clone()
        .lazy()
        .with_column(when(col("t").lt(lit(10.0))).then(lit("cold")).otherwise(lit("warm")).alias("feel"));
    assert_eq!(wet.collect()?.column("feel")?.str()?.get(1), Some("cold"));
    let text = df.column("city")?.as_materialized_series().str()?.to_lowercase();
    assert_eq!(text.get(0), Some("rome"));
    let sorted = df.sort(["t"], SortMultipleOptions::new().with_order_descending(true))?;
    assert_eq!(sorted.column("n")?.i32()?.get(0), Some(3));
    let counts =
        df.column("city")?.as_materialized_series().value_counts(true, false, "count".into(), false)?;
    assert_eq!(counts.height(), 2);
    Ok(())
}

#[test]
fn a_tour_of_arrays() -> Cell {
    let x = array![[1.0, 2.0], [3.0, 4.0]];
    let sum = (&x * 2.0 + 1.0).mapv(f64::sqrt).sum_axis(Axis(0));
    assert_eq!(sum.len(), 2);
    assert_eq!(x.slice(s![.., 1]).sum(), 6.0);
    assert_eq!(concatenate![Axis(0), x, x].shape(), [4, 2]);
    assert_eq!(stack(Axis(0), &[x.row(0), x.row(1)])?, x);
    let mut random = StdRng::seed_from_u64(1);
    let noise = Array1::from_shape_fn(100, |_| random.sample::<f64, _>(StandardNormal));
    assert!(noise.mean().unwrap().abs() < 0.5);
    let mut counts: HashMap<&str, usize> = HashMap::new();
    *counts.entry("a").or_default() += random.gen_range(1..3);
    assert!(counts["a"] < 3);
    Ok(())
}

#[test]
fn a_tour_of_models() -> Cell {
    let (train, test) = train_test_split(&iris(), 0.3, 42)?;
    let classifier = LogisticRegression::new().c(10.0).fit(&train)?;
    let predicted = classifier.predict(&test)?;
    assert_eq!(accuracy_score(&test.target, &predicted)?, classifier.score(&test)?);
    assert!(classifier.score(&test)? > 0.9);
    let (train, test) = train_test_split(&diabetes(), 0.2, 1)?;
    let line = LinearRegression::new().fit(&train)?;
    let error = mean_squared_error(&test.target, &line.predict(&test)?)?;
    assert!((root_mean_squared_error(&test.target, &line.predict(&test)?)? - error.sqrt()).abs() < 1e-12);
    let x = iris().features;
    let groups = KMeans::new(3).seed(7).fit(&x)?;
    let flat = Pca::new(2).fit(&x)?.transform(&x)?;
    let figure = plot::scatter(&flat.column(0), &flat.column(1))?.color_by(groups.labels())?.title("Irises");
    assert_eq!(figure.to_svg().matches("<circle").count(), 150 + 3);
    Ok(())
}

#[test]
fn models_behind_their_roles() -> Cell {
    let regressors: Vec<Box<dyn Regressor>> = vec![Box::new(LinearRegression::new())];
    for model in &regressors {
        let fitted = model.fit_regressor(&diabetes().training()?)?;
        assert_eq!(fitted.predict_regression(&diabetes().features()?)?.len(), 442, "{}", model.name());
    }
    let classifiers: Vec<Box<dyn Classifier>> = vec![Box::new(LogisticRegression::new())];
    for model in &classifiers {
        let fitted = model.fit_classifier(&iris().training()?)?;
        assert_eq!(fitted.predict_probabilities(&iris().features()?)?.shape(), [150, 3], "{}", model.name());
    }
    let clusterers: Vec<Box<dyn Clusterer>> = vec![Box::new(KMeans::new(2))];
    for model in &clusterers {
        let fitted = model.fit_clusterer(&iris().features()?)?;
        assert_eq!(
            &fitted.predict_clusters(&iris().features()?)?,
            fitted.fitted_labels(),
            "{}",
            model.name()
        );
    }
    let transformers: Vec<Box<dyn Transformer>> = vec![Box::new(Pca::new(2))];
    for model in &transformers {
        let fitted = model.fit_transformer(&iris())?;
        assert_eq!(fitted.output_names(&[]), ["pc1", "pc2"], "{}", model.name());
    }
    Ok(())
}

#[test]
fn frames_go_straight_into_models() -> Cell {
    let df = iris().to_frame()?;
    let data = Dataset::from_frame(&df, &["petal length", "petal width"], "species")?;
    let model = LogisticRegression::new().fit(&data)?;
    let new = df!("petal length" => [1.4, 6.0], "petal width" => [0.2, 2.2])?;
    assert_eq!(model.predict_labels(&new)?, ["setosa", "virginica"]);
    let mixed = new.select(["petal width", "petal length"])?;
    assert_eq!(model.predict_labels(&mixed)?, ["setosa", "virginica"], "columns are found by their names");
    let wrong = new.rename_columns(&[("petal width", "width")])?;
    let error = model.predict(&wrong).unwrap_err().to_string();
    assert!(error.contains("was fitted with the features `petal length`, `petal width`"), "{error}");
    Ok(())
}

#[test]
fn every_shown_value_has_text_and_a_rich_form() -> Cell {
    let df = iris().to_frame()?;
    let model = LogisticRegression::new().fit(&iris())?;
    let shown: Vec<Box<dyn RichDisplay>> = vec![
        Box::new(df.clone()),
        Box::new(df.describe()?),
        Box::new(df.column("species")?.clone()),
        Box::new(df.column("species")?.as_materialized_series().clone()),
        Box::new(df.clone().lazy().select([col("species")])),
        Box::new(col("a") + lit(1)),
        Box::new(iris()),
        Box::new(iris().features),
        Box::new(array![1_usize, 2]),
        Box::new(LogisticRegression::new()),
        Box::new(model),
        Box::new(LinearRegression::new().fit(&diabetes())?),
        Box::new(KMeans::new(2).fit(&iris())?),
        Box::new(Pca::new(2).fit(&iris())?),
        Box::new(plot::hist(&[1.0, 2.0])?),
    ];
    for value in shown {
        let bundle = value.rich_display();
        assert!(!bundle.get("text/plain").unwrap_or_default().trim().is_empty());
        assert!(bundle.get("text/html").or(bundle.get("image/svg+xml")).is_some(), "{bundle:?}");
    }
    Ok(())
}

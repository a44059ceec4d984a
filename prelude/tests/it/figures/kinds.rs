//! Every kind of chart, on data as people have them and on data at the edge.

use super::*;

/// Figures by name, of a frame with the columns `x`, `y`, `group` and `day`.
fn kinds_of(df: &DataFrame) -> Vec<(&'static str, Result<Figure, Error>)> {
    let on = || df.plot();
    let x =
        df.column("x").unwrap().f64().unwrap().iter().map(|x| x.unwrap_or(f64::NAN)).collect::<Array1<_>>();
    vec![
        ("scatter", on().scatter("x", "y").map(Figure::regression)),
        ("scatter by group", on().scatter("x", "y").and_then(|f| f.color_by("group")?.shape_by("group"))),
        ("scatter by size", on().scatter("x", "y").and_then(|f| f.color_by("y")?.size_by("x"))),
        ("line", on().line("day", "y").map(Figure::markers)),
        ("lines", on().line("x", "y").and_then(|f| f.color_by("group"))),
        ("steps", on().line("x", "y").map(Figure::steps)),
        ("area", on().area("x", "y")),
        ("hexbin", on().hexbin("x", "y")),
        ("bar", on().bar("group", "y").map(Figure::annotate)),
        ("bars lying", on().bar("group", "y").map(Figure::horizontal)),
        ("count", on().count("group")),
        ("hist", on().hist("x")),
        ("hist by group", on().hist("x").and_then(|f| f.color_by("group")).map(Figure::stacked)),
        ("density", on().density("x").and_then(|f| f.color_by("group"))),
        ("ecdf", on().ecdf("x")),
        ("box", on().box_plot("y").and_then(|f| f.by("group"))),
        ("violin", on().violin("y").and_then(|f| f.by("group"))),
        ("strip", on().strip("y").and_then(|f| f.by("group"))),
        ("swarm", on().swarm("y").and_then(|f| f.by("group")).map(Figure::horizontal)),
        ("residuals", on().residuals("x", "y")),
        ("normal quantiles", on().normal_quantiles("x")),
        ("scatter in space", on().scatter_3d("x", "y", "x").and_then(|f| f.color_by("group"))),
        ("candles", on().candlestick("day", "x", "y", "x", "y")),
        ("facets", on().facet("group").and_then(|f| f.scatter("x", "y"))),
        ("report", plot::regression_report(&x, &x)),
    ]
}

fn frame(x: Vec<Option<f64>>, y: Vec<Option<f64>>) -> DataFrame {
    let n = x.len();
    let group: Vec<&str> = (0..n).map(|i| ["a", "b", "c"][i % 3]).collect();
    let day: Vec<String> = (0..n).map(|i| format!("2026-0{}-{:02}", 1 + (i / 28) % 9, 1 + i % 28)).collect();
    let df = df!("x" => x, "y" => y, "group" => group, "day" => day).unwrap();
    df.parse_dates(&["day"]).unwrap()
}

#[test]
fn usual_data() {
    let wave = |i: usize| (i as f64 * 0.37).sin() * 3.0;
    let x: Vec<Option<f64>> = (0..90).map(|i| Some(wave(i) + i as f64 * 0.1)).collect();
    let y = (0..90).map(|i| (i % 17 != 0).then(|| wave(i * 3) + 5.0)).collect();
    for (name, figure) in kinds_of(&frame(x, y)) {
        let figure = figure.unwrap_or_else(|error| panic!("{name}: {error}"));
        check_well_formed(&figure.to_svg());
        assert!(!figure.to_svg().contains("means nothing"), "{name}");
        assert!(!figure.description().is_empty(), "{name}");
    }
}

#[test]
fn data_at_the_edge() {
    let constant = vec![Some(7.0); 12];
    let one = vec![Some(1.0)];
    let huge = vec![Some(1e300), Some(-1e300), Some(1.0)];
    let tiny = vec![Some(1e-300), Some(3e-300), Some(2e-300)];
    let gaps = vec![None, Some(f64::INFINITY), Some(2.0), Some(f64::NAN), Some(3.0)];
    for values in [constant, one, huge, tiny, gaps] {
        for (name, figure) in kinds_of(&frame(values.clone(), values.clone())) {
            let figure = figure.unwrap_or_else(|error| panic!("{name}: {error}"));
            check_well_formed(&figure.to_svg());
        }
    }
}

#[test]
fn nothing_to_draw() {
    for values in [vec![], vec![None, None]] {
        for (name, figure) in kinds_of(&frame(values.clone(), values)) {
            match (name, figure) {
                // Labels are there, or there are no parts.
                ("count" | "facets", _) => {}
                (_, Err(Error::Empty { .. })) => {}
                (_, other) => panic!("{name}: {other:?}"),
            }
        }
    }
}

#[test]
fn tables_and_pictures() {
    let table = array![[1.0, 2.0, f64::NAN], [4.0, 5.0, 6.0]];
    let figure = plot::heat_map(&table).unwrap().annotate();
    check_well_formed(&figure.to_svg());
    let long = df!("city" => ["Oslo", "Rome"], "a" => [1, 2], "b" => [3, 4]).unwrap();
    let figure = plot::heat_map(&long).unwrap();
    assert_eq!((texts(&figure, "Oslo"), texts(&figure, "b"), texts(&figure, "city")), (1, 1, 1));
    assert!(matches!(plot::heat_map(&Array2::<f64>::zeros((0, 0))), Err(Error::Empty { .. })));
    let two = df!("a" => [1], "city" => ["Oslo"]).unwrap();
    assert!(matches!(plot::heat_map(&two), Err(Error::NotNumericColumns { .. })));
    assert_eq!(texts(&plot::correlation(&iris().to_frame().unwrap()).unwrap(), "petal width"), 2);
    assert!(plot::image(&Array2::<u8>::eye(3)).unwrap().to_svg().contains("<image"));
    assert!(matches!(plot::image(&Array3::<u8>::zeros((2, 2, 4))), Err(Error::Shape { .. })));
    let grid = plot::image_grid(2, [("one", Array2::<f64>::eye(2)), ("two", Array2::eye(2))]).unwrap();
    assert_eq!(texts(&grid, "two"), 1);
    check_well_formed(&plot::parallel_coordinates(&iris().to_frame().unwrap()).unwrap().to_svg());
}

#[test]
fn fields() {
    let x = Array1::linspace(-1.0, 1.0, 20);
    let z = Array2::from_shape_fn((20, 20), |(i, j)| x[i] * x[j]);
    for figure in [plot::contour(&x, &x, &z), plot::filled_contour(&x, &x, &z), plot::surface(&x, &x, &z)] {
        check_well_formed(&figure.unwrap().to_svg());
    }
    let error = plot::contour(&x, &[1.0, 2.0], &z).unwrap_err().to_string();
    assert!(error.contains("(2, 20)"), "{error}");
    assert!(matches!(
        plot::contour(&[1.0, 1.0], &[0.0, 1.0], &Array2::zeros((2, 2))),
        Err(Error::Parameter { .. })
    ));
}

#[test]
fn models_are_judged() {
    let truth = [0, 0, 1, 1, 0, 1];
    let good = [0.1, 0.3, 0.8, 0.7, 0.4, 0.9];
    let roc = plot::roc(&truth, &good).unwrap().label("good").roc(&truth, &[0.5; 6]).unwrap().label("guess");
    check_well_formed(&roc.to_svg());
    assert!(roc.to_svg().contains("good (AUC 1.000)") && roc.to_svg().contains("guess (AUC 0.500)"));
    check_well_formed(&plot::precision_recall(&truth, &good).unwrap().to_svg());
    check_well_formed(&plot::calibration(&truth, &good).unwrap().to_svg());
    let matrix = confusion_matrix(&["a", "b", "b"], &["a", "b", "a"]).unwrap();
    assert!(matrix.plot().description().contains("2 classes"), "{}", matrix.plot().description());
    let curve = learning_curve(&LinearRegression::new(), &diabetes(), 3).unwrap();
    check_well_formed(&plot::learning_curve(&curve).unwrap().to_svg());
    let curve = validation_curve(&Ridge::new(), &diabetes(), "alpha", [0.01, 1.0, 100.0], 3).unwrap();
    assert_eq!(texts(&plot::validation_curve(&curve).unwrap(), "alpha"), 1);
    assert!(matches!(plot::learning_curve(&curve), Err(Error::ColumnNotFound { .. })));
}

#[test]
fn clusters_are_judged() {
    let model = KMeans::new(3).seed(1).fit(&iris()).unwrap();
    check_well_formed(&plot::silhouette(&iris(), &model.labels()).unwrap().to_svg());
    check_well_formed(&plot::elbow(&elbow(&iris(), 1..=5, 0).unwrap()).unwrap().to_svg());
    let merges = linkage(&iris(), Linkage::Ward).unwrap();
    check_well_formed(&plot::dendrogram(&merges).unwrap().to_svg());
    assert!(matches!(plot::dendrogram(&Array2::<f64>::zeros((3, 2))), Err(Error::Shape { .. })));
}

#[test]
fn answers_are_explained() {
    let model = LinearRegression::new().fit(&diabetes()).unwrap();
    let importances = permutation_importance(&model, &diabetes()).unwrap();
    assert_eq!(texts(&importances.plot(), "bmi"), 1);
    let dependence = PartialDependence::of("bmi").compute(&model, &diabetes()).unwrap();
    check_well_formed(&dependence.plot().unwrap().to_svg());
    let few = diabetes().select_rows(&[0, 1, 2, 3]).unwrap();
    let shap = LinearShap::new().explain(&model, &diabetes(), &few).unwrap();
    check_well_formed(&shap.plot(&few).unwrap().to_svg());
    check_well_formed(&shap.plot_sample(0).unwrap().to_svg());
    assert!(shap.plot_sample_of(&few, 0).unwrap().to_svg().contains(">age = "));
    assert!(matches!(shap.plot_sample_of(&diabetes(), 0), Err(Error::Shape { .. })));
    assert!(matches!(shap.plot_sample(4), Err(Error::Parameter { .. })));
    let two = iris().select_features(&["petal length", "petal width"]).unwrap();
    let model = LogisticRegression::new().fit(&two).unwrap();
    let regions = plot::decision_boundary(&two, |grid| model.predict(&grid)).unwrap();
    let figure = regions.scatter(&two.features.column(0), &two.features.column(1)).unwrap();
    check_well_formed(&figure.color_by(&two.target).unwrap().to_svg());
    assert!(matches!(
        plot::decision_boundary(&iris(), |grid| model.predict(&grid)),
        Err(Error::Shape { .. })
    ));
}

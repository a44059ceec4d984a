//! What sets the look of a figure.

use super::*;

fn simple() -> Figure {
    plot::scatter(&[1.0, 10.0, 100.0], &[1.0, 2.0, 3.0]).unwrap()
}

#[test]
fn texts_around_the_chart() {
    let figure = simple().title("Title").subtitle("Below it").note("Source").x_label("along").y_label("up");
    for text in ["Title", "Below it", "Source", "along", "up"] {
        assert_eq!(texts(&figure, text), 1, "{text}");
    }
}

#[test]
fn axes() {
    let logarithmic = simple().x_log();
    assert_eq!((texts(&logarithmic, "1"), texts(&logarithmic, "10"), texts(&logarithmic, "100")), (1, 1, 1));
    let percent = plot::line(&[0, 1], &[0.0, 0.5]).unwrap().y_format(TickFormat::Percent);
    assert!(percent.to_svg().contains("50%</text>") || percent.to_svg().contains("50 %</text>"));
    let named = simple().x_ticks([(1.0, "one"), (100.0, "hundred")]);
    assert_eq!((texts(&named, "one"), texts(&named, "hundred")), (1, 1));
    check_well_formed(
        &simple().x_limits(0.0, 1.0).reverse_x().reverse_y().hide_grid().equal_aspect().to_svg(),
    );
}

#[test]
fn colours_and_themes() {
    let figure = simple().color("steelblue").theme(Theme::Dark);
    assert!(figure.to_svg().contains("#4682b4"));
    check_well_formed(&figure.to_svg());
    check_well_formed(&simple().theme(Theme::Auto).to_svg());
    let wrong = simple().color("no such colour");
    assert!(wrong.to_svg().contains("is no colour"), "{}", wrong.to_svg());
    let own = simple().color_by(&["a", "b", "c"]).unwrap().palette(["#111111", "#222222", "#333333"]);
    assert!(own.to_svg().contains("#222222"));
}

#[test]
fn a_setting_without_meaning_is_said() {
    assert_eq!(texts(&simple().bins(3), "`bins` means nothing for a scatter"), 1);
    assert!(Figure::new().dashed().to_svg().contains("comes after a chart"));
}

#[test]
fn lines_and_texts_that_point() {
    let figure = simple().hline(2.0).vline(50.0).hspan(1.0, 1.5).vspan(2.0, 3.0).text(10.0, 2.5, "here");
    let figure = figure.arrow((60.0, 1.2), (100.0, 3.0), "there");
    check_well_formed(&figure.to_svg());
    assert_eq!((texts(&figure, "here"), texts(&figure, "there")), (1, 1));
}

#[test]
fn lines_and_bands_beside_data_do_not_rename_the_axes() {
    let df = df!("time" => [1.0, 2.0, 3.0], "level" => [2.0, 3.0, 5.0], "low" => [1.0, 2.0, 2.5], "high" => [3.0, 4.0, 8.0]);
    let df = df.unwrap();
    let figure = df.plot().line("time", "level").unwrap().hline(2.5).diagonal();
    let figure = figure.band("time", "low", "high").unwrap();
    assert_eq!((texts(&figure, "level"), texts(&figure, "time"), texts(&figure, "low")), (1, 1, 0));
    assert_eq!(
        figure.description(),
        "line through 3 points; line at y = 2.5; line at y = x; band over 3 points — level against time"
    );
    check_well_formed(&figure.to_svg());
    let grouped = plot::line(&[1, 2, 1, 2], &[1, 2, 3, 4]).unwrap().color_by(&["a", "a", "b", "b"]).unwrap();
    let grouped = grouped.band(&[1, 2, 1, 2], &[0, 1, 2, 3], &[2, 3, 4, 5]).unwrap();
    let grouped = grouped.color_by(&["a", "a", "b", "b"]).unwrap();
    assert_eq!((texts(&grouped, "a"), texts(&grouped, "b")), (1, 1), "one entry stands for line and band");
    assert!(matches!(plot::band(&[1, 2], &[1, 2], &[1]), Err(Error::LengthMismatch { .. })));
    assert!(matches!(plot::band(&[1.0], &[f64::NAN], &[1.0]), Err(Error::Empty { .. })));
}

#[test]
fn charts_side_by_side() {
    let figure = plot::subplots(2, [simple().title("first"), simple().panel_title("second")]).title("both");
    for text in ["first", "second", "both"] {
        assert_eq!(texts(&figure, text), 1, "{text}");
    }
    let df = iris().to_frame().unwrap();
    let figure = df.plot().facet("species").unwrap().scatter("sepal length", "sepal width").unwrap();
    let figure = figure.color_by("petal length").unwrap().columns(3);
    assert_eq!(texts(&figure, "virginica"), 1);
    check_well_formed(&figure.to_svg());
    assert!(matches!(df.plot().facet("petal length"), Err(Error::Parameter { .. })));
    assert!(matches!(Figure::new().facet("species"), Err(Error::Parameter { .. })));
}

#[test]
fn charts_side_by_side_have_the_palette_and_theme_that_one_of_them_chose() {
    let chosen = |color: &str| simple().palette([color]);
    let figure = plot::subplots(2, [simple(), chosen("#123456")]);
    assert!(figure.to_svg().contains("#123456"));
    assert!(!figure.to_svg().contains("a figure has one"));
    let figure = plot::subplots(2, [chosen("#123456"), chosen("#654321")]);
    assert!(figure.to_svg().contains("#123456") && !figure.to_svg().contains("#654321"));
    assert!(figure.to_svg().contains("`palette`: a figure has one"));
    let figure = |theme| plot::subplots(1, [simple(), simple().theme(theme)]).to_svg();
    assert_ne!(figure(Theme::Dark), figure(Theme::Light));
}

#[test]
fn interactive_figures_have_both_forms() {
    use ferrolab_prelude::runtime::RichDisplay;
    let bundle = simple().interactive().rich_display();
    let specification = bundle.get("application/vnd.vegalite.v5+json").unwrap();
    let specification: serde_json::Value = serde_json::from_str(specification).unwrap();
    assert!(specification["$schema"].as_str().unwrap().contains("vega-lite/v5"));
    assert!(bundle.get("image/png").is_some_and(|picture| picture.starts_with("iVBOR")));
    assert!(simple().rich_display().get("image/svg+xml").is_some());
}

#[test]
fn columns_together() {
    let df = iris().to_frame().unwrap();
    let names = ["sepal length", "petal length", "petal width"];
    let pairs = df.plot().pair_plot(&names).unwrap().color_by("species").unwrap();
    check_well_formed(&pairs.to_svg());
    // Each name once along and once up; one legend.
    assert_eq!((texts(&pairs, "petal width"), texts(&pairs, "virginica")), (2, 1));
    assert!(matches!(df.plot().pair_plot(&names[..1]), Err(Error::Parameter { .. })));
    assert!(matches!(df.plot().pair_plot(&["petal length", "nam"]), Err(Error::ColumnNotFound { .. })));
    let joint = df.plot().joint_plot("sepal length", "petal length").unwrap().color_by("species").unwrap();
    check_well_formed(&joint.to_svg());
    assert_eq!((texts(&joint, "sepal length"), texts(&joint, "setosa")), (1, 1));
    assert!(matches!(Figure::new().joint_plot("a", "b"), Err(Error::Parameter { .. })));
}

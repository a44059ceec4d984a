//! The structure of the pictures, and what they do with bad data.

use ferrolab_prelude::Error;
use ferrolab_prelude::prelude::*;

mod kinds;
mod settings;

/// Every tag that is opened is closed, in order, and attributes are quoted: enough to know that the
/// document is well-formed, since all text is escaped.
fn check_well_formed(svg: &str) {
    let mut open: Vec<&str> = Vec::new();
    for part in svg.split('<').skip(1) {
        let (tag, _) = part.split_once('>').unwrap_or_else(|| panic!("unclosed: {part}"));
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !tag.ends_with('/') {
            open.push(tag.split_whitespace().next().unwrap());
        }
    }
    assert!(open.is_empty(), "{open:?}");
    for never in ["NaN", "\"inf", "-inf", " inf"] {
        assert!(!attributes(svg).contains(never), "{never} in {svg}");
    }
}

/// The document less its texts.
fn attributes(svg: &str) -> String {
    svg.split('<').filter_map(|part| part.split('>').next()).collect::<Vec<_>>().join("\n")
}

/// How many texts of the picture read `text`.
fn texts(figure: &Figure, text: &str) -> usize {
    figure.to_svg().matches(&format!(">{text}</text>")).count()
}

#[test]
fn points_in_groups_with_a_legend() {
    let df = iris().to_frame().unwrap();
    let figure = df.plot().scatter("sepal length", "petal length").unwrap().color_by("species").unwrap();
    let figure = figure.title("Irises");
    check_well_formed(&figure.to_svg());
    assert!(figure.to_svg().contains("<title>Irises</title>"));
    for text in ["setosa", "versicolor", "virginica", "species", "sepal length", "petal length"] {
        assert_eq!(texts(&figure, text), 1, "{text}");
    }
    assert_eq!(
        figure.description(),
        "Irises: scatter of 150 points in 3 groups (setosa, versicolor, virginica) — petal length against sepal length"
    );
    let hidden = figure.legend(Legend::Hidden);
    assert_eq!(texts(&hidden, "setosa"), 0);
}

#[test]
fn several_layers_on_one_figure() {
    let x = [0.0, 1.0, 2.0];
    let figure = plot::scatter(&x, &[1.0, 3.0, 2.0]).unwrap().label("measured");
    let figure = figure.line(&x, &[1.0, 2.0, 3.0]).unwrap().label("model");
    check_well_formed(&figure.to_svg());
    assert_eq!((texts(&figure, "measured"), texts(&figure, "model")), (1, 1));
}

#[test]
fn user_text_is_escaped() {
    let nasty = "</title><script>alert(\"&\")</script>";
    let figure = plot::scatter(&[1.0], &[1.0])
        .unwrap()
        .color_by(&[nasty])
        .unwrap()
        .title(nasty)
        .x_label(nasty)
        .y_label(nasty);
    let figure = figure.legend(Legend::Right);
    check_well_formed(&figure.to_svg());
    assert!(!figure.to_svg().contains("<script>"));
}

#[test]
fn missing_values_are_left_out_with_a_note() {
    let figure = plot::scatter(&[1.0, f64::NAN, 3.0], &[1.0, 2.0, f64::INFINITY]).unwrap();
    assert_eq!(texts(&figure, "2 missing or infinite values not shown"), 1);
    let df = df!("a" => [Some(1.0), None], "b" => [1.0, 2.0]).unwrap();
    assert!(
        df.plot().scatter("a", "b").unwrap().description().ends_with("1 missing or infinite value not shown")
    );
}

#[test]
fn nothing_to_show_is_an_error() {
    let none: [f64; 0] = [];
    assert!(matches!(plot::scatter(none, none), Err(Error::Empty { .. })));
    assert!(matches!(plot::line([f64::NAN], [1.0]), Err(Error::Empty { .. })));
    assert!(matches!(plot::hist(&[f64::NAN, f64::MAX]), Err(Error::Empty { .. })));
    check_well_formed(&Figure::new().to_svg());
}

#[test]
fn mismatches_are_errors_that_name_both() {
    let error = plot::scatter(&[1.0, 2.0], &[1.0]).unwrap_err().to_string();
    assert_eq!(error, "`x` has 2 values but `y` has 1: both must have one per sample.");
    let df = df!("a" => [1.0, 2.0], "name" => ["x", "y"]).unwrap();
    assert!(df.plot().scatter("a", "nam").unwrap_err().to_string().contains("Did you mean `name`?"));
    assert!(
        df.plot().scatter("a", "name").unwrap_err().to_string().contains("column `name` must hold numbers")
    );
    let figure = df.plot().scatter("a", "a").unwrap();
    assert!(matches!(figure.clone().color_by(&["only one"]), Err(Error::LengthMismatch { .. })));
    assert!(plot::scatter("a", "b").unwrap_err().to_string().contains("df.plot()"));
    assert!(Figure::new().color_by(&["a"]).is_err());
    let many: Vec<usize> = (0..30).collect();
    let names: Vec<String> = many.iter().map(|i| format!("name {i}")).collect();
    let error = plot::scatter(&many, &many).unwrap().color_by(&names).unwrap_err().to_string();
    assert!(error.contains("at most 20 distinct values"), "{error}");
}

#[test]
fn odd_data_gives_a_sensible_picture() {
    for values in [vec![5.0], vec![5.0; 10], vec![1e300, -1e300], vec![1e-300, 2e-300], vec![0.0]] {
        for figure in [plot::scatter(&values, &values), plot::line(&values, &values), plot::hist(&values)] {
            check_well_formed(&figure.unwrap().to_svg());
        }
    }
    let small =
        plot::scatter(&[1.0], &[1.0]).unwrap().size(1, 1).title("A title far too long for so small a figure");
    check_well_formed(&small.to_svg());
    assert!(small.to_svg().contains("width=\"120"));
}

#[test]
fn many_points_stay_small() {
    let n = 200_000;
    let x = Array1::from_iter((0..n).map(|i| (f64::from(i) * 0.618).fract()));
    let y = x.mapv(|x| (x * 40.0).sin());
    let line = plot::line(&Array1::linspace(0.0, 1.0, n as usize), &y).unwrap().to_svg();
    assert!(line.len() < 500_000, "{}", line.len());
    let scatter = plot::scatter(&x, &y).unwrap().to_svg();
    assert!(scatter.len() < 500_000, "{}", scatter.len());
}

#[test]
fn saving() {
    let folder = std::env::temp_dir().join(format!("ferrolab_figures_{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let figure = plot::line(&[1.0, 2.0], &[1.0, 2.0]).unwrap();
    figure.save(folder.join("x.svg")).unwrap();
    assert!(std::fs::read_to_string(folder.join("x.svg")).unwrap().starts_with("<svg"));
    figure.save(folder.join("x.png")).unwrap();
    assert!(std::fs::read(folder.join("x.png")).unwrap().starts_with(b"\x89PNG"));
    figure.save(folder.join("x.html")).unwrap();
    assert!(std::fs::read_to_string(folder.join("x.html")).unwrap().contains("</svg>"));
    figure.save(folder.join("x.json")).unwrap();
    assert!(std::fs::read_to_string(folder.join("x.json")).unwrap().contains("vega-lite"));
    assert!(figure.save(folder.join("x.bmp")).unwrap_err().to_string().contains("ends in `.svg`, `.png`"));
    assert!(matches!(figure.save(folder.join("none/x.svg")), Err(Error::Write { .. })));
}

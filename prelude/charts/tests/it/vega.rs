//! The structure of Vega-Lite specifications.

use ferrolab_charts::picture::{Axis, ColorBar, Mark, Marker, Paint, Panel, Picture, Scale, Shape};
use ferrolab_charts::{ColorMap, Theme};
use serde_json::{Value, json};

use crate::marks::{line, picture, points, spread};

fn layers(spec: &Value) -> &Vec<Value> {
    spec["layer"].as_array().expect("layers")
}

#[test]
fn a_panel_of_numbers_has_tooltips_zoom_and_colours() {
    let mark = |group: usize| {
        let mut mark = points(vec![1.0, 2.0, f64::NAN], vec![3.0, 4.0, 5.0], Marker::Circle);
        mark.paint = Paint::Cycle(group);
        mark.label(Some(format!("group \"{group}\"")))
    };
    let spec = picture(vec![mark(0), mark(1)]).to_vega_lite();
    assert_eq!(layers(&spec).len(), 2);
    let first = &layers(&spec)[0];
    assert_eq!(first["data"]["values"], json!([{"x": 1.0, "y": 3.0}, {"x": 2.0, "y": 4.0}]));
    assert_eq!(first["params"][0]["bind"], "scales");
    assert_eq!(first["encoding"]["color"]["scale"]["range"], json!(["#0072b2", "#e1731a"]));
    assert_eq!(first["transform"][0]["calculate"], r#""group \"0\"""#);
    assert_eq!(first["encoding"]["tooltip"].as_array().map(Vec::len), Some(3));
}

#[test]
fn categories_dates_and_logarithms_are_told() {
    let mut picture = picture(vec![points(vec![0.0, 1.0], vec![1.0, 1000.0], Marker::Plus)]);
    picture.panels[0].x =
        Axis { scale: Scale::Categories(vec!["a\"".into(), "b".into()]), ..Axis::default() };
    picture.panels[0].y = Axis { scale: Scale::Log, ..Axis::default() };
    let spec = picture.to_vega_lite();
    let encoding = &layers(&spec)[0]["encoding"];
    assert_eq!(encoding["x"]["axis"]["labelExpr"], r#"["a\"","b"][round(datum.value)]"#);
    assert_eq!(encoding["y"]["scale"]["type"], "log");
    assert!(layers(&spec)[0].get("params").is_none());
    picture.panels[0].x = Axis { scale: Scale::Date, ..Axis::default() };
    assert_eq!(layers(&picture.to_vega_lite())[0]["encoding"]["x"]["type"], "temporal");
}

#[test]
fn many_things_are_thinned_and_grids_are_concatenated() {
    let n = 50_000;
    let along: Vec<f64> = (0..n).map(|index| index as f64).collect();
    let panels = [points(spread(n, 0.618), spread(n, 0.414), Marker::Circle), line(along, spread(n, 0.73))];
    let picture = Picture {
        panels: panels.map(|mark| Panel { marks: vec![mark], ..Panel::default() }).to_vec(),
        ..Picture::default()
    };
    let spec = picture.to_vega_lite();
    let row = spec["vconcat"][0]["hconcat"].as_array().expect("a row");
    assert_eq!(row.len(), 2);
    for panel in row {
        let kept = layers(panel)[0]["data"]["values"].as_array().expect("values").len();
        assert!((5000..=6100).contains(&kept), "{kept}");
    }
}

#[test]
fn nothing_to_draw_still_is_a_specification() {
    let empty = Shape::Polygons { polygons: Vec::new() };
    for marks in [Vec::new(), vec![Mark::new(empty, Paint::Each(Vec::new()))]] {
        assert_eq!(layers(&picture(marks).to_vega_lite()).len(), 1);
    }
    assert!(Picture::default().to_vega_lite()["vconcat"].is_array());
}

#[test]
fn columns_and_rows_keep_their_proportions() {
    let panel = || Panel { marks: vec![line(vec![0.0, 1.0], vec![0.0, 1.0])], ..Panel::default() };
    let mut joint = Picture { panels: vec![panel(), panel(), panel()], ..Picture::default() };
    joint.grid.widths = vec![4.0, 1.0];
    joint.grid.heights = vec![1.0, 3.0];
    for (panel, place) in joint.panels.iter_mut().zip([(0, 0), (1, 0), (1, 1)]) {
        panel.place = Some(place);
    }
    let spec = joint.to_vega_lite();
    let size = |row: usize, column: usize, side: &str| {
        spec["vconcat"][row]["hconcat"][column][side].as_f64().expect("pixels")
    };
    assert_eq!(size(0, 0, "width"), size(1, 0, "width"));
    assert!((size(1, 0, "width") / size(1, 1, "width") - 4.0).abs() < 0.1, "{spec}");
    assert!((size(1, 0, "height") / size(0, 0, "height") - 3.0).abs() < 0.1);
}

#[test]
fn an_automatic_theme_can_be_read_on_any_ground() {
    let config = |theme| Picture { theme, ..picture(Vec::new()) }.to_vega_lite()["config"].clone();
    assert_eq!(config(Theme::Auto)["background"], "transparent");
    assert_eq!(config(Theme::Dark)["background"], "#16191d");
    let grey = config(Theme::Auto)["axis"]["labelColor"].as_str().expect("a colour").to_owned();
    let part = |at: usize| f64::from(u8::from_str_radix(&grey[at..at + 2], 16).expect("a colour"));
    let light = [1, 3, 5].map(part).iter().sum::<f64>() / 3.0;
    assert!((100.0..150.0).contains(&light), "{grey}");
    let mut text = line(vec![0.0, 1.0], vec![0.0, 1.0]);
    text.paint = Paint::Text;
    let spec = Picture { theme: Theme::Auto, ..picture(vec![text]) }.to_vega_lite();
    assert_eq!(layers(&spec)[0]["encoding"]["color"]["value"], grey);
}

#[test]
fn a_colour_bar_says_what_it_is_told() {
    let mut bar = ColorBar::new(ColorMap::Viridis, (0.0, 1.0), None);
    bar.ticks = Some(vec![(0.0, "low".to_owned()), (1.0, "high".to_owned())]);
    let mut picture = picture(vec![line(vec![0.0, 1.0], vec![0.0, 1.0])]);
    picture.panels[0].color_bar = Some(bar);
    let spec = picture.to_vega_lite().to_string();
    assert!(spec.contains("low") && spec.contains("high"), "{spec}");
    let svg = picture.to_svg();
    assert!(svg.contains(">low<") && svg.contains(">high<") && !svg.contains(">0.5<"));
}

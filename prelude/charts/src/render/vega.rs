//! The same picture as a Vega-Lite specification (version 5), with tooltips, zoom and pan.
//!
//! Values stay numbers: category `i` is at `i` on a quantitative axis whose labels are the names, so that
//! what stands beside a category's middle (boxes, grouped bars) stands there too.

mod axis;
mod layer;
mod paint;
mod rings;
mod thin;
mod value;

use serde_json::{Map, Value, json};

use super::extent::{Which, ends};
use super::place::Place;
use super::scale::{Area, AxisScale};
use super::theme::Role;
use crate::picture::{LegendPlace, Mark, Paint, Panel, Picture, Scale};

/// The type of what [`Picture::to_vega_lite`] gives.
pub const MIME: &str = "application/vnd.vegalite.v5+json";

impl Picture {
    /// The picture as a Vega-Lite specification, which holds its data.
    #[must_use]
    pub fn to_vega_lite(&self) -> Value {
        let mut spec = Map::new();
        spec.insert("$schema".into(), json!("https://vega.github.io/schema/vega-lite/v5.json"));
        if !self.description.is_empty() {
            spec.insert("description".into(), json!(self.description));
        }
        if let Some(title) = self.title.as_ref().or(self.subtitle.as_ref()) {
            let mut all = json!({"text": wrapped(title, self.width), "anchor": "start"});
            if let (Some(_), Some(subtitle)) = (&self.title, &self.subtitle) {
                all["subtitle"] = json!(wrapped(subtitle, self.width));
            }
            spec.insert("title".into(), all);
        }
        spec.insert("config".into(), config(self));
        let rows = rows(self);
        if let [row] = rows.as_slice()
            && let [(_, panel)] = row.as_slice()
        {
            // What keeps its proportions cannot be fitted: its size is the area's between the axes.
            let size = if panel.equal_aspect {
                ((self.width - 140.0).max(60.0), (self.height - 100.0).max(60.0))
            } else {
                spec.insert("autosize".into(), json!({"type": "fit", "contains": "padding"}));
                (self.width, self.height)
            };
            spec.extend(self::panel(&View::new(self, panel, size), true));
            return Value::Object(spec);
        }
        let placed = || rows.iter().flatten().map(|(place, _)| place);
        let columns = placed().map(|place| place.1 + 1).max().unwrap_or(1);
        let lines = placed().map(|place| place.0 + 1).max().unwrap_or(1);
        let widths = divided(self.width - 90.0, columns, &self.grid.widths);
        let heights = divided(self.height - 40.0, lines, &self.grid.heights);
        let rows = rows.iter().map(|row| {
            let panels = row.iter().map(|((row, column), panel)| {
                Value::Object(self::panel(&View::new(self, panel, (widths[*column], heights[*row])), false))
            });
            json!({"hconcat": panels.collect::<Vec<Value>>()})
        });
        spec.insert("vconcat".into(), rows.collect());
        Value::Object(spec)
    }
}

/// The lengths of `count` columns or rows in proportion; axes and titles are outside a panel's size.
fn divided(length: f64, count: usize, shares: &[f64]) -> Vec<f64> {
    let share = |index: usize| shares.get(index).copied().filter(|share| *share > 0.0).unwrap_or(1.0);
    let total: f64 = (0..count).map(share).sum();
    let rest = length - 60.0 * count as f64;
    (0..count).map(|index| (rest * share(index) / total).max(40.0)).collect()
}

/// A title in lines: Vega takes the room for a long one from the axes.
fn wrapped(title: &str, width: f64) -> Vec<String> {
    super::text::wrap(title, 15.0, true, (width - 60.0).max(60.0), 3)
}

/// (row, column) with the panel that is there.
type Placed<'a> = ((usize, usize), &'a Panel);

/// The panels, row by row.
fn rows(picture: &Picture) -> Vec<Vec<Placed<'_>>> {
    let n = picture.panels.len();
    let columns = if picture.grid.columns > 0 { picture.grid.columns } else { n.clamp(1, 3) };
    let mut placed: Vec<Placed> = picture
        .panels
        .iter()
        .enumerate()
        .map(|(index, panel)| {
            let (row, column) = panel.place.unwrap_or((index / columns, index % columns));
            ((row.min(99), column.min(99)), panel)
        })
        .collect();
    placed.sort_by_key(|(place, _)| *place);
    let same_row = |a: &Placed, b: &Placed| a.0.0 == b.0.0;
    placed.chunk_by(same_row).map(<[Placed]>::to_vec).collect()
}

/// Fonts and colours, as in the SVG.
fn config(picture: &Picture) -> Value {
    let color = |role: Role| paint::role(role, picture.theme);
    let (text, faint) = (color(Role::Text), color(Role::Faint));
    let orient = if picture.legend == LegendPlace::Bottom { "bottom" } else { "right" };
    json!({
        "font": "Arial, 'Liberation Sans', Arimo, Helvetica, sans-serif",
        "background": color(Role::Ground),
        "view": {"stroke": null},
        "title": {"color": text, "subtitleColor": faint, "fontSize": 15, "subtitleFontSize": 12},
        "axis": {
            "domainColor": color(Role::Axis), "tickColor": color(Role::Axis), "gridColor": color(Role::Grid),
            "labelColor": faint, "titleColor": text, "titleFontWeight": "normal",
            "labelFontSize": 11, "titleFontSize": 12
        },
        "legend": {
            "orient": orient, "labelColor": text, "titleColor": text, "titleFontWeight": "normal",
            "labelFontSize": 11, "titleFontSize": 12, "labelLimit": 240
        }
    })
}

/// A panel with what its layers need to know.
#[derive(Debug)]
struct View<'a> {
    picture: &'a Picture,
    panel: &'a Panel,
    /// Pixels of the specification: with axes if it is the only panel, else between them.
    size: (f64, f64),
    x: AxisScale,
    y: AxisScale,
    y2: AxisScale,
    /// What is told apart by colour, with its colour.
    labels: Vec<(String, String)>,
}

impl<'a> View<'a> {
    fn new(picture: &'a Picture, panel: &'a Panel, size: (f64, f64)) -> Self {
        let shared: Vec<&Panel> = picture.panels.iter().collect();
        let panels = |share: bool| if share { shared.as_slice() } else { std::slice::from_ref(&panel) };
        let (width, height) = size;
        let y2 = panel.y2.as_ref().unwrap_or(&panel.y);
        let x_ends = ends(&panel.x, Which::X, panels(picture.grid.share_x));
        let y_ends = ends(&panel.y, Which::Y, panels(picture.grid.share_y));
        let size = if panel.equal_aspect {
            let unit = (width / (x_ends.1 - x_ends.0)).min(height / (y_ends.1 - y_ends.0));
            (unit * (x_ends.1 - x_ends.0), unit * (y_ends.1 - y_ends.0))
        } else {
            size
        };
        let y2_ends = ends(y2, Which::Y2, &[panel]);
        let mut view = Self {
            picture,
            panel,
            size,
            x: AxisScale::new(&panel.x.scale, x_ends, (0.0, size.0), panel.x.reversed),
            y: AxisScale::new(&panel.y.scale, y_ends, (size.1, 0.0), panel.y.reversed),
            y2: AxisScale::new(&y2.scale, y2_ends, (size.1, 0.0), y2.reversed),
            labels: Vec::new(),
        };
        view.labels = view.find_labels();
        view
    }

    /// Of all panels: they have one legend. What has another colour than its name in the legend is drawn
    /// in its own, without an entry.
    fn find_labels(&self) -> Vec<(String, String)> {
        let mut labels: Vec<(String, String)> = Vec::new();
        for mark in self.picture.panels.iter().flat_map(|panel| &panel.marks) {
            let Some(label) = mark.label.as_ref().filter(|_| has_one_color(mark)) else { continue };
            if labels.iter().all(|(known, _)| known != label) {
                labels.push((label.clone(), layer::color(mark, 0, &self.place(mark))));
            }
        }
        labels
    }

    fn place(&self, mark: &Mark) -> Place<'_> {
        let (right, bottom) = self.size;
        Place {
            x: self.x,
            y: if mark.second_axis { self.y2 } else { self.y },
            area: Area { left: 0.0, top: 0.0, right, bottom },
            palette: &self.picture.palette,
            theme: self.picture.theme,
            load: super::marks::load(self.picture),
        }
    }
}

fn has_one_color(mark: &Mark) -> bool {
    !matches!(mark.paint, Paint::Each(_) | Paint::Ramp { .. })
}

fn panel(view: &View, alone: bool) -> Map<String, Value> {
    let mut spec = Map::new();
    if let Some(title) = view.panel.title.as_ref().filter(|_| !alone || view.picture.title.is_none()) {
        spec.insert("title".into(), json!({"text": wrapped(title, view.size.0 + 60.0), "fontSize": 13}));
    }
    spec.insert("width".into(), json!(view.size.0.round()));
    spec.insert("height".into(), json!(view.size.1.round()));
    let of = |second: bool| {
        let marks = view.panel.marks.iter().filter(move |mark| mark.second_axis == second);
        marks.flat_map(|mark| layer::layers(view, mark)).collect::<Vec<Value>>()
    };
    let mut layers = of(false);
    if layers.is_empty() {
        // The axes belong to a layer, and a specification must have one.
        layers
            .push(json!({"data": {"values": []}, "mark": "point", "encoding": axis::encoding(view, false)}));
    }
    layers.extend(view.panel.color_bar.as_ref().map(axis::color_bar));
    if alone && zooms(view) {
        layers[0]["params"] = json!([{"name": "zoom", "select": "interval", "bind": "scales"}]);
    }
    if view.panel.y2.is_some() {
        let mut second = of(true);
        scales_once(&mut layers);
        scales_once(&mut second);
        spec.insert(
            "layer".into(),
            json!([
                {"layer": layers, "resolve": {"scale": {"fill": "independent"}}},
                {"layer": second}
            ]),
        );
        spec.insert("resolve".into(), json!({"scale": {"y": "independent", "fill": "independent"}}));
    } else {
        layers.extend(of(true));
        scales_once(&mut layers);
        spec.insert("layer".into(), Value::Array(layers));
        // The colour bar's scale is not that of other fills.
        spec.insert("resolve".into(), json!({"scale": {"fill": "independent"}}));
    }
    spec
}

/// Leaves the axes' scales to the first layer: they are all layers', and Vega-Lite takes the union of those
/// it finds, which it cannot do for dates.
fn scales_once(layers: &mut [Value]) {
    for layer in layers.iter_mut().skip(1) {
        for channel in ["x", "y"] {
            if let Some(Value::Object(channel)) = layer["encoding"].get_mut(channel) {
                channel.remove("scale");
            }
        }
    }
}

/// If both axes are of numbers that can be moved along.
fn zooms(view: &View) -> bool {
    let moves = |scale: &Scale| !matches!(scale, Scale::Categories(_));
    let panel = view.panel;
    !panel.bare && panel.y2.is_none() && moves(&panel.x.scale) && moves(&panel.y.scale)
}

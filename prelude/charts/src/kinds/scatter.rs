//! Points, with a regression line where one is asked for.

use super::common::{add, color_bar, counted, hidden_pairs, pick, ramp_ends};
use crate::kind::{Kind, PanelBuilder, Style, marker};
use crate::picture::{Mark, Marker, Paint, Scale, Shape, Step};
use crate::statistics::{Regression, extent, round_levels};

/// Diameters of the smallest and the largest marker where a column sets them, in pixels.
const SIZES: (f64, f64) = (4.0, 18.0);

/// A point for each pair. Colours by group or ramp, sizes and markers by column.
#[derive(Clone, Debug, Default)]
pub struct Scatter {
    pub x: Vec<f64>,
    pub y: Vec<f64>,
    /// x are milliseconds since 1970.
    pub dates: bool,
}

impl Kind for Scatter {
    fn name(&self) -> &'static str {
        "scatter"
    }

    fn describe(&self) -> String {
        format!("scatter of {}", counted(self.x.len() - self.hidden(), "point"))
    }

    fn hidden(&self) -> usize {
        hidden_pairs(&self.x, &self.y)
    }

    fn n_things(&self) -> usize {
        self.x.len()
    }

    fn heeds(&self) -> &'static [&'static str] {
        &[
            "regression",
            "errors",
            "marker_size",
            "line_width",
            "opacity",
            "color_map",
            "color_limits",
            "second_axis",
        ]
    }

    fn draw(&self, style: &Style, panel: &mut PanelBuilder) {
        if self.dates {
            panel.panel.x.scale = Scale::Date;
        }
        let look = Look::new(self, style);
        let paints = panel.group_paints(style);
        for (group, members) in style.members(self.x.len()).iter().enumerate() {
            let paint = &paints[group];
            self.draw_errors(style, panel, members, paint);
            self.draw_points(style, panel, &look, group, members, paint);
        }
        if style.options.regression {
            for (members, paint) in style.members(self.x.len()).iter().zip(&paints) {
                // A line in the points' only colour would be lost among them.
                self.draw_regression(style, panel, members, paint);
            }
        }
        if let Some((title, values)) = &style.values {
            let map = style.options.color_map.unwrap_or_default();
            color_bar(panel, map, ramp_ends(style, values), title.clone());
        }
        draw_shape_legend(style, panel);
        look.draw_size_legend(style, panel);
    }
}

/// What all points of a layer share.
struct Look {
    size: f64,
    opacity: f64,
    /// The values that set sizes, and their ends.
    ends: Option<(f64, f64)>,
}

impl Look {
    fn new(scatter: &Scatter, style: &Style) -> Self {
        let (size, opacity) = match scatter.x.len() {
            0..=100 => (8.0, 0.85),
            101..=500 => (7.0, 0.8),
            501..=2_000 => (5.5, 0.7),
            2_001..=10_000 => (4.0, 0.55),
            _ => (3.0, 0.4),
        };
        Self {
            size: style.options.marker_size.unwrap_or(size),
            opacity: style.options.opacity.unwrap_or(opacity),
            ends: style.sizes.as_ref().and_then(|(_, values)| extent(values)),
        }
    }

    /// The marker's area grows with the value.
    fn diameter(&self, value: f64) -> f64 {
        let Some((low, high)) = self.ends else { return self.size };
        let share = if high > low { ((value - low) / (high - low)).clamp(0.0, 1.0) } else { 0.5 };
        let (least, most) = (SIZES.0.powi(2), SIZES.1.powi(2));
        if value.is_finite() { (least + (most - least) * share).sqrt() } else { 0.0 }
    }

    /// Round values between the ends, each with its marker.
    fn draw_size_legend(&self, style: &Style, panel: &mut PanelBuilder) {
        let (Some((title, _)), Some((low, high))) = (&style.sizes, self.ends) else { return };
        if let Some(title) = title {
            heading(panel, title);
        }
        let mut values: Vec<f64> =
            round_levels(low, high, 5).into_iter().filter(|value| *value >= low && *value <= high).collect();
        if values.is_empty() {
            values = vec![low, high];
        }
        values.dedup();
        for value in values {
            let mark = Mark::new(no_points(vec![self.diameter(value)], Marker::Circle), Paint::Faint);
            let label = Some(super::common::number(value));
            panel.add(mark.opacity(self.opacity).keeps_size(true).label(label));
        }
    }
}

/// An entry in the legend that only divides it.
fn heading(panel: &mut PanelBuilder, title: &str) {
    if panel.panel.legend_title.is_none() && panel.panel.marks.iter().all(|mark| mark.label.is_none()) {
        panel.panel.legend_title = Some(title.to_owned());
        return;
    }
    let shape = Shape::Line { x: Vec::new(), y: Vec::new(), step: Step::Straight };
    panel.add(Mark::new(shape, Paint::Text).opacity(0.0).label(Some(title.to_owned())));
}

fn no_points(size: Vec<f64>, marker: Marker) -> Shape {
    Shape::Points { x: Vec::new(), y: Vec::new(), size, marker }
}

/// Where the markers tell of something else than the colours, they have entries of their own.
fn draw_shape_legend(style: &Style, panel: &mut PanelBuilder) {
    let Some(shapes) = &style.shapes else { return };
    if style.groups.as_ref().is_some_and(|groups| groups.names == shapes.names) {
        return;
    }
    if let Some(title) = &shapes.title {
        heading(panel, title);
    }
    for (code, name) in shapes.names.iter().enumerate() {
        panel.add(Mark::new(no_points(vec![8.0], marker(code)), Paint::Faint).label(Some(name.clone())));
    }
}

impl Scatter {
    /// One mark per marker.
    fn draw_points(
        &self,
        style: &Style,
        panel: &mut PanelBuilder,
        look: &Look,
        group: usize,
        members: &[usize],
        paint: &Paint,
    ) {
        let mut label = style.group_label(group);
        let kinds = style.shapes.as_ref().map_or(1, |shapes| shapes.names.len());
        for code in 0..kinds {
            let of_kind: Vec<usize> = match &style.shapes {
                Some(shapes) => {
                    members.iter().copied().filter(|index| shapes.codes.get(*index) == Some(&code)).collect()
                }
                None => members.to_vec(),
            };
            if of_kind.is_empty() {
                continue;
            }
            let size = match &style.sizes {
                Some((_, values)) => {
                    pick(values, &of_kind).iter().map(|value| look.diameter(*value)).collect()
                }
                None => vec![look.size],
            };
            let (x, y) = (pick(&self.x, &of_kind), pick(&self.y, &of_kind));
            let paint = match &style.values {
                Some((_, values)) => {
                    let (low, high) = ramp_ends(style, values);
                    let map = style.options.color_map.unwrap_or_default();
                    Paint::Ramp { values: pick(values, &of_kind), map, low, high }
                }
                None => paint.clone(),
            };
            let shape = Shape::Points { x, y, size, marker: marker(code) };
            add(panel, style, Mark::new(shape, paint).opacity(look.opacity).label(label.take()));
        }
    }

    fn draw_errors(&self, style: &Style, panel: &mut PanelBuilder, members: &[usize], paint: &Paint) {
        let Some((below, above)) = &style.options.errors else { return };
        let (x, y) = (pick(&self.x, members), pick(&self.y, members));
        let y0 = y.iter().zip(pick(below, members)).map(|(y, less)| y - less).collect();
        let y1 = y.iter().zip(pick(above, members)).map(|(y, more)| y + more).collect();
        let shape = Shape::Segments { x0: x.clone(), y0, x1: x, y1, arrow: false };
        add(panel, style, Mark::new(shape, paint.clone()).stroke(1.5).opacity(0.7));
    }

    /// The line of least squares with the 95 % band of the mean, as seaborn's `regplot` shows it (there by
    /// resampling, here by Student's t).
    fn draw_regression(&self, style: &Style, panel: &mut PanelBuilder, members: &[usize], paint: &Paint) {
        let (x, y) = (pick(&self.x, members), pick(&self.y, members));
        let (Some(line), Some((low, high))) = (Regression::of(&x, &y), extent(&x)) else { return };
        let at: Vec<f64> = (0..=100).map(|step| low + (high - low) * f64::from(step) / 100.0).collect();
        let side =
            |sign: f64| at.iter().map(|x| line.at(*x) + sign * line.half_width(*x)).collect::<Vec<_>>();
        let band = Shape::Area { x: at.clone(), low: side(-1.0), high: side(1.0), step: Step::Straight };
        add(panel, style, Mark::new(band, paint.clone()).opacity(0.2));
        let line = Shape::Line { x: at.clone(), y: side(0.0), step: Step::Straight };
        add(panel, style, Mark::new(line, paint.clone()).stroke(style.options.line_width.unwrap_or(2.5)));
    }
}

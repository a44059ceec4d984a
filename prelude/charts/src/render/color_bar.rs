//! What the colours of a ramp mean.

use std::fmt::Write;

use super::axes;
use super::labels::{Labels, Room, beside};
use super::layout::{Cell, LABEL_GAP, Sizes, TICK_GAP};
use super::scale::{Area, AxisScale};
use super::svg::{Svg, px};
use super::theme::{Ink, Role};
use crate::picture::{Axis, ColorBar, Scale};

const GAP: f64 = 14.0;
const WIDTH: f64 = 12.0;
/// Enough that no step between two colours is seen.
const STOPS: u8 = 24;

/// The labels of a bar.
#[must_use]
pub fn labels(bar: &ColorBar, room: Room) -> Labels {
    let axis = Axis { format: bar.format, ticks: bar.ticks.clone(), ..Axis::default() };
    beside(&axis, ends(bar), room)
}

/// Pixels that the bar takes at the right of its panel.
#[must_use]
pub fn width(bar: Option<&ColorBar>, labels: &Labels, sizes: Sizes) -> f64 {
    let label = if text(bar, labels).is_some() { sizes.label + LABEL_GAP } else { 0.0 };
    GAP + WIDTH + TICK_GAP + labels.depth + label
}

fn text(bar: Option<&ColorBar>, labels: &Labels) -> Option<String> {
    let label = bar?.label.as_ref().filter(|label| !label.trim().is_empty());
    match (label, &labels.context) {
        (Some(label), Some(context)) => Some(format!("{label} ({context})")),
        (label, context) => label.or(context.as_ref()).cloned(),
    }
}

fn ends(bar: &ColorBar) -> (f64, f64) {
    let (low, high) = (bar.low.min(bar.high), bar.low.max(bar.high));
    if low.is_finite() && high.is_finite() && low < high { (low, high) } else { (0.0, 1.0) }
}

/// Draws the bar of a panel, `right` of all that stands beside its area.
pub fn draw(svg: &mut Svg, cell: &Cell, right: f64) {
    let Some(bar) = &cell.panel.color_bar else { return };
    let left = cell.area.right + right + GAP;
    let area = Area { left, right: left + WIDTH, ..cell.area };
    if bar.steps.len() > 2 {
        draw_steps(svg, bar, area);
    } else {
        draw_ramp(svg, bar, area);
    }
    draw_labels(svg, cell, bar, area);
}

fn draw_ramp(svg: &mut Svg, bar: &ColorBar, area: Area) {
    let id = svg.id();
    let mut stops = String::new();
    for index in 0..=STOPS {
        let share = f64::from(index) / f64::from(STOPS);
        let at = if bar.low <= bar.high { share } else { 1.0 - share };
        let _ =
            write!(stops, "<stop offset=\"{}\" stop-color=\"{}\"/>", px(share * 100.0) + "%", bar.map.at(at));
    }
    svg.raw(&format!(
        "<linearGradient id=\"{id}\" x1=\"0\" y1=\"1\" x2=\"0\" y2=\"0\">{stops}</linearGradient>"
    ));
    svg.rect(area, &format!(" fill=\"url(#{id})\""));
}

/// A field for each class, as the areas of a map have them.
fn draw_steps(svg: &mut Svg, bar: &ColorBar, area: Area) {
    let (low, high) = ends(bar);
    let scale = AxisScale::new(&Scale::Linear, (low, high), (area.bottom, area.top), false);
    for pair in bar.steps.windows(2) {
        let (from, to) = (pair[0].clamp(low, high), pair[1].clamp(low, high));
        let share = (f64::midpoint(pair[0], pair[1]) - bar.low) / (bar.high - bar.low);
        let field = Area { top: scale.place(to), bottom: scale.place(from), ..area };
        if field.height() > 0.0 {
            let paint = svg.paint(Ink::Fixed(bar.map.at(share)), Ink::None);
            svg.rect(field, &paint);
        }
    }
}

fn draw_labels(svg: &mut Svg, cell: &Cell, bar: &ColorBar, area: Area) {
    let scale = AxisScale::new(&Scale::Linear, ends(bar), (area.bottom, area.top), false);
    let stroke = svg.paint(Ink::None, Ink::Role(Role::Axis));
    svg.open(&stroke);
    for label in &cell.bar.labels {
        let y = scale.place(label.at);
        svg.line((area.right, y), (area.right + 4.0, y));
    }
    svg.close();
    axes::labels_right(svg, &cell.bar, &scale, area.right);
    if let Some(label) = text(Some(bar), &cell.bar) {
        let at = area.right + TICK_GAP + cell.bar.depth + LABEL_GAP + cell.sizes.label * 0.5;
        axes::upright(svg, &label, (at, cell.area), cell.sizes.label);
    }
}

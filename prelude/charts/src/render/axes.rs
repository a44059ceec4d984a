//! Grid, axis lines, ticks and their texts.

use super::color_bar;
use super::labels::Labels;
use super::layout::{Cell, LABEL_GAP, TICK_GAP, label};
use super::scale::{Area, AxisScale};
use super::svg::{Svg, TextStyle};
use super::text::{LINE, cut};
use super::theme::{Ink, Role};
use crate::picture::{Anchor, Axis, Scale};

/// From the base line to the middle of small letters and digits.
const MIDDLE: f64 = 0.35;
const TICK: f64 = 4.0;

/// The axes of a panel, in pixels.
#[derive(Clone, Copy, Debug)]
pub struct Axes {
    pub x: AxisScale,
    pub y: AxisScale,
    pub y2: AxisScale,
}

impl Axes {
    #[must_use]
    pub fn of(cell: &Cell) -> Self {
        let (panel, area) = (cell.panel, cell.area);
        let y2 = panel.y2.as_ref().unwrap_or(&panel.y);
        let up = (area.bottom, area.top);
        Self {
            x: AxisScale::new(&panel.x.scale, cell.x_ends, (area.left, area.right), panel.x.reversed),
            y: AxisScale::new(&panel.y.scale, cell.y_ends, up, panel.y.reversed),
            y2: AxisScale::new(&y2.scale, cell.y2_ends, up, y2.reversed),
        }
    }
}

/// What is below the marks.
pub fn grid(svg: &mut Svg, cell: &Cell, axes: &Axes) {
    let (panel, area) = (cell.panel, cell.area);
    let stroke = svg.paint(Ink::None, Ink::Role(Role::Grid));
    svg.open(&stroke);
    if !panel.x.hide_grid {
        for at in cell.x.major.iter().map(|at| axes.x.place(*at)).filter(|at| at.is_finite()) {
            svg.line((at, area.top), (at, area.bottom));
        }
    }
    if !panel.y.hide_grid {
        for at in cell.y.major.iter().map(|at| axes.y.place(*at)).filter(|at| at.is_finite()) {
            svg.line((area.left, at), (area.right, at));
        }
    }
    svg.close();
}

/// What is above the marks: the line that they stand on, tick marks.
pub fn lines(svg: &mut Svg, cell: &Cell, axes: &Axes) {
    let (panel, area) = (cell.panel, cell.area);
    let stroke = svg.paint(Ink::None, Ink::Role(Role::Axis));
    svg.open(&stroke);
    let lying = is_categories(&panel.y) && !is_categories(&panel.x);
    if lying {
        let at = base(&panel.x, cell.x_ends, &axes.x, area.left);
        svg.line((at, area.top), (at, area.bottom));
    } else if !(panel.y.tight && panel.y.hide_grid) {
        let at = base(&panel.y, cell.y_ends, &axes.y, area.bottom);
        svg.line((area.left, at), (area.right, at));
    }
    if cell.writes_x && !panel.x.hide_ticks {
        for (places, length) in tick_places(&panel.x, &cell.x) {
            for at in places.iter().map(|at| axes.x.place(*at)).filter(|at| at.is_finite()) {
                svg.line((at, area.bottom), (at, area.bottom + length));
            }
        }
    }
    if cell.writes_y && !panel.y.hide_ticks {
        let minor = cell.y.minor.iter().map(|at| axes.y.place(*at));
        for at in minor.filter(|at| at.is_finite()) {
            svg.line((area.left - TICK * 0.75, at), (area.left, at));
        }
    }
    svg.close();
}

/// Where bars stand: zero, or the axis' end.
fn base(axis: &Axis, (low, high): (f64, f64), scale: &AxisScale, end: f64) -> f64 {
    let zero = axis.from_zero && !scale.log && low < 0.0 && high > 0.0;
    if zero { scale.place(0.0) } else { end }
}

fn tick_places<'a>(axis: &Axis, labels: &'a Labels) -> [(&'a [f64], f64); 2] {
    // Categories are as wide as what stands on them: there is no place to point at.
    let major: &[f64] = if is_categories(axis) { &[] } else { &labels.major };
    [(major, TICK), (&labels.minor, TICK * 0.75)]
}

fn is_categories(axis: &Axis) -> bool {
    matches!(axis.scale, Scale::Categories(_))
}

/// Tick labels and the axes' texts.
pub fn texts(svg: &mut Svg, cell: &Cell, axes: &Axes) {
    let (panel, area) = (cell.panel, cell.area);
    if cell.writes_x {
        if !panel.x.hide_ticks {
            labels_below(svg, &cell.x, &axes.x, area.bottom);
        }
        if let Some(text) = cell.x_label() {
            let y = area.bottom + cell.ticks_below() + LABEL_GAP + cell.sizes.label * 0.7;
            let text = cut(&text, cell.sizes.label, false, area.width().max(60.0));
            let style = TextStyle::new(cell.sizes.label, Ink::Role(Role::Text)).anchor(Anchor::Middle);
            svg.text(area.middle().0, y, &text, style);
        }
    }
    if cell.writes_y {
        let ticks = if panel.y.hide_ticks { 2.0 } else { TICK_GAP + cell.y.depth };
        if !panel.y.hide_ticks {
            labels_left(svg, &cell.y, &axes.y, area.left);
        }
        if let Some(text) = label(&panel.y, &cell.y) {
            let at = area.left - ticks - LABEL_GAP - cell.sizes.label * 0.5;
            upright(svg, &text, (at, area), cell.sizes.label);
        }
    }
    let right = second(svg, cell, axes);
    color_bar::draw(svg, cell, right);
}

/// The second axis' texts; returns how much room they take.
fn second(svg: &mut Svg, cell: &Cell, axes: &Axes) -> f64 {
    let Some(axis) = cell.panel.y2.as_ref().filter(|_| !cell.panel.bare) else { return 0.0 };
    let mut room = 2.0;
    if !axis.hide_ticks {
        labels_right(svg, &cell.y2, &axes.y2, cell.area.right);
        room = TICK_GAP + cell.y2.depth;
    }
    if let Some(text) = label(axis, &cell.y2) {
        upright(
            svg,
            &text,
            (cell.area.right + room + LABEL_GAP + cell.sizes.label * 0.5, cell.area),
            cell.sizes.label,
        );
        room += LABEL_GAP + cell.sizes.label;
    }
    room
}

fn faint(labels: &Labels) -> TextStyle {
    TextStyle::new(labels.size, Ink::Role(Role::Faint))
}

fn labels_below(svg: &mut Svg, labels: &Labels, scale: &AxisScale, bottom: f64) {
    let size = labels.size;
    for label in &labels.labels {
        let at = scale.place(label.at);
        if !at.is_finite() {
            continue;
        }
        if labels.turn == 0.0 {
            for (index, line) in label.lines.iter().enumerate() {
                let y = bottom + TICK_GAP + size * (0.78 + LINE * index as f64);
                svg.text(at, y, line, faint(labels).anchor(Anchor::Middle));
            }
            continue;
        }
        let style = faint(labels).anchor(Anchor::End).turn(labels.turn);
        let (x, y) = if labels.turn == -90.0 {
            (at + size * MIDDLE, bottom + TICK_GAP)
        } else {
            (at + size * 0.45, bottom + TICK_GAP + size * 0.5)
        };
        for line in &label.lines {
            svg.text(x, y, line, style);
        }
    }
}

fn labels_left(svg: &mut Svg, labels: &Labels, scale: &AxisScale, left: f64) {
    labels_beside(svg, labels, scale, (left - TICK_GAP, Anchor::End));
}

/// Tick labels at the right of `right`.
pub fn labels_right(svg: &mut Svg, labels: &Labels, scale: &AxisScale, right: f64) {
    labels_beside(svg, labels, scale, (right + TICK_GAP, Anchor::Start));
}

fn labels_beside(svg: &mut Svg, labels: &Labels, scale: &AxisScale, (x, anchor): (f64, Anchor)) {
    let size = labels.size;
    for label in &labels.labels {
        let at = scale.place(label.at);
        if !at.is_finite() {
            continue;
        }
        let first = at - LINE * size * (label.lines.len().max(1) - 1) as f64 / 2.0;
        for (index, line) in label.lines.iter().enumerate() {
            let y = first + size * (MIDDLE + LINE * index as f64);
            svg.text(x, y, line, faint(labels).anchor(anchor));
        }
    }
}

/// A text that reads upwards beside an area, its middle at `x`.
pub fn upright(svg: &mut Svg, text: &str, (x, area): (f64, Area), size: f64) {
    let text = cut(text, size, false, area.height().max(60.0));
    let style = TextStyle::new(size, Ink::Role(Role::Text)).anchor(Anchor::Middle).turn(-90.0);
    svg.text(x + size * MIDDLE, area.middle().1, &text, style);
}

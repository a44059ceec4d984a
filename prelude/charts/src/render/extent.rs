//! Where the axes end, found from the marks.

use crate::picture::{Axis, Mark, Panel, Scale, Shape};

/// Which axis of a panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    X,
    Y,
    Y2,
}

/// The ends of an axis: as told, or those of the marks with some room.
#[must_use]
pub fn ends(axis: &Axis, which: Which, panels: &[&Panel]) -> (f64, f64) {
    if let Scale::Categories(names) = &axis.scale {
        // A lone bar or box is not as wide as the panel.
        let beyond = if names.len() <= 1 { 1.0 } else { 0.5 };
        let last = names.len().max(1) as f64 - 1.0;
        let ends = (axis.low.unwrap_or(-beyond), axis.high.unwrap_or(last + beyond));
        return ordered(ends, false);
    }
    let log = axis.scale == Scale::Log;
    let found = panels.iter().flat_map(|panel| &panel.marks).filter(|mark| counts(mark, which));
    let mut extent = Extent { log, ends: None };
    found.for_each(|mark| extent.add_mark(&mark.shape, which));
    if axis.from_zero {
        extent.add(0.0);
    }
    let (low, high) = extent.ends.unwrap_or(if log { (1.0, 10.0) } else { (0.0, 1.0) });
    let (low, high) = room(axis, (low, high), which);
    ordered((usable(axis.low, log).unwrap_or(low), usable(axis.high, log).unwrap_or(high)), log)
}

fn usable(end: Option<f64>, log: bool) -> Option<f64> {
    end.filter(|end| end.is_finite() && (!log || *end > 0.0))
}

fn counts(mark: &Mark, which: Which) -> bool {
    !mark.off_scale && (which == Which::X || mark.second_axis == (which == Which::Y2))
}

/// Some room between the marks and the axis' ends, unless the axis wants none or stands on zero.
fn room(axis: &Axis, (low, high): (f64, f64), which: Which) -> (f64, f64) {
    let log = axis.scale == Scale::Log;
    if log {
        let (low, high) = (low.log10(), high.log10());
        let share = if axis.tight { 0.0 } else { 0.05 };
        let room = if high - low < 1e-9 { 0.5 } else { (high - low) * share };
        let power = |exponent: f64| 10_f64.powf(exponent.clamp(-307.0, 308.0));
        return (power(low - room), power(high + room));
    }
    let size = low.abs().max(high.abs());
    let span = high - low;
    // A span that is lost in the values' own rounding cannot be divided into ticks.
    if span <= size * 1e-12 {
        let room = if size == 0.0 || axis.counts { 0.5 } else { size * 0.05 };
        return grounded(axis, (low, high), room);
    }
    let share = match (axis.tight, which) {
        (true, _) => return (low, high),
        (false, Which::X) => 0.04,
        (false, _) => 0.05,
    };
    // `span` is infinite for the widest of all data.
    let room = if span.is_finite() { span * share } else { 0.0 };
    grounded(axis, (low, high), room)
}

/// No room below an axis that stands on zero.
fn grounded(axis: &Axis, (low, high): (f64, f64), room: f64) -> (f64, f64) {
    let stands = axis.from_zero && low >= 0.0;
    let hangs = axis.from_zero && high <= 0.0 && !stands;
    (if stands { low } else { low - room }, if hangs { high } else { high + room })
}

/// An axis must have a length.
fn ordered((low, high): (f64, f64), log: bool) -> (f64, f64) {
    let (low, high) = if low <= high { (low, high) } else { (high, low) };
    if high > low {
        return (low, high);
    }
    if log {
        return (low / 2.0, high * 2.0);
    }
    let room = if low == 0.0 { 0.5 } else { low.abs() * 0.05 };
    (low - room, high + room)
}

/// The smallest and the largest value that has a place on the axis.
struct Extent {
    log: bool,
    ends: Option<(f64, f64)>,
}

impl Extent {
    fn add(&mut self, value: f64) {
        if !value.is_finite() || (self.log && value <= 0.0) {
            return;
        }
        let (low, high) = self.ends.unwrap_or((value, value));
        self.ends = Some((low.min(value), high.max(value)));
    }

    fn add_all(&mut self, values: &[f64]) {
        values.iter().for_each(|value| self.add(*value));
    }

    fn add_mark(&mut self, shape: &Shape, which: Which) {
        let on_x = which == Which::X;
        let mut pick = |x: &[&Vec<f64>], y: &[&Vec<f64>]| {
            (if on_x { x } else { y }).iter().for_each(|values| self.add_all(values));
        };
        match shape {
            Shape::Points { x, y, .. } | Shape::Line { x, y, .. } | Shape::Texts { x, y, .. } => {
                pick(&[x], &[y]);
            }
            Shape::Area { x, low, high, .. } => pick(&[x], &[low, high]),
            Shape::Rects { x0, y0, x1, y1 } | Shape::Segments { x0, y0, x1, y1, .. } => {
                pick(&[x0, x1], &[y0, y1]);
            }
            Shape::Polygons { polygons } => {
                let places = polygons.iter().flatten().flatten();
                places.for_each(|(x, y)| self.add(if on_x { *x } else { *y }));
            }
            Shape::Image { x0, y0, x1, y1, .. } => {
                pick(&[&vec![*x0, *x1]], &[&vec![*y0, *y1]]);
            }
        }
    }
}

//! What several kinds need: ends of ranges, short texts for numbers, reference lines.

use crate::color::{Color, ColorMap};
use crate::picture::{Anchor, Dash, Mark, Paint, Shape};

/// The least and the greatest of the finite values.
pub(super) fn finite_range(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    values.into_iter().filter(|value| value.is_finite()).fold(None, |range, value| match range {
        None => Some((value, value)),
        Some((low, high)) => Some((low.min(value), high.max(value))),
    })
}

/// The ends of a colour map over `values`: never equal, so that constant values have a colour too.
pub(super) fn color_ends(values: &[f64], limits: Option<(f64, f64)>) -> (f64, f64) {
    let (low, high) = limits.or_else(|| finite_range(values.iter().copied())).unwrap_or((0.0, 1.0));
    if high > low {
        return (low, high);
    }
    let room = (low.abs() * 0.05).max(0.5);
    (low - room, low + room)
}

/// Where `value` is between the ends, 0 to 1.
pub(super) fn share(value: f64, low: f64, high: f64) -> f64 {
    if high > low { ((value - low) / (high - low)).clamp(0.0, 1.0) } else { 0.5 }
}

/// The map's colours of `values`.
pub(super) fn ramp_colors(values: &[f64], map: ColorMap, low: f64, high: f64) -> Vec<Color> {
    values.iter().map(|value| map.at(share(*value, low, high))).collect()
}

/// Numbers that stand together: as few decimals as tell them apart at their size, all alike.
pub(super) fn round_texts(values: &[f64]) -> Vec<String> {
    let finite = || values.iter().copied().filter(|value| value.is_finite());
    let greatest = finite().fold(0.0_f64, |greatest, value| greatest.max(value.abs()));
    let whole = finite().all(|value| value == value.round());
    let text = |value: f64| {
        if !value.is_finite() {
            return String::new();
        }
        let text = match greatest {
            _ if whole && greatest < 1e6 => format!("{value:.0}"),
            g if g >= 1e6 || (g > 0.0 && g < 0.005) => return scientific(value),
            g if g >= 100.0 => format!("{value:.0}"),
            g if g >= 10.0 => format!("{value:.1}"),
            _ => format!("{value:.2}"),
        };
        with_minus(&text)
    };
    values.iter().map(|value| text(*value)).collect()
}

/// One number in about three digits.
pub(super) fn short_number(value: f64) -> String {
    if !value.is_finite() {
        return "–".to_string();
    }
    let size = value.abs();
    if size >= 1e6 || (size > 0.0 && size < 1e-3) {
        return scientific(value);
    }
    let decimals = match size {
        s if s >= 100.0 => 0,
        s if s >= 10.0 => 1,
        s if s >= 1.0 || s == 0.0 => 2,
        _ => 3,
    };
    let text = format!("{value:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    with_minus(text)
}

fn scientific(value: f64) -> String {
    if value == 0.0 {
        return "0".to_string();
    }
    with_minus(&format!("{value:.1e}").replace(".0e", "e"))
}

/// A real minus sign, and none before a zero.
fn with_minus(text: &str) -> String {
    match text.strip_prefix('-') {
        Some(rest) if rest.chars().all(|char| matches!(char, '0' | '.')) => rest.to_string(),
        Some(rest) => format!("−{}", rest.replace("e-", "e−")),
        None => text.replace("e-", "e−"),
    }
}

/// A line that does not move the axes' ends.
pub(super) fn reference(from: (f64, f64), to: (f64, f64), dash: Dash) -> Mark {
    let shape =
        Shape::Segments { x0: vec![from.0], y0: vec![from.1], x1: vec![to.0], y1: vec![to.1], arrow: false };
    let mut mark = Mark::new(shape, Paint::Faint).stroke(1.2).dash(dash);
    mark.off_scale = true;
    mark
}

/// Many straight lines of one paint.
pub(super) fn segments(ends: impl IntoIterator<Item = [f64; 4]>, paint: Paint) -> Mark {
    let (mut x0, mut y0, mut x1, mut y1) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for [a, b, c, d] in ends {
        x0.push(a);
        y0.push(b);
        x1.push(c);
        y1.push(d);
    }
    Mark::new(Shape::Segments { x0, y0, x1, y1, arrow: false }, paint)
}

/// A straight line through points.
pub(super) fn line(x: Vec<f64>, y: Vec<f64>, paint: Paint) -> Mark {
    Mark::new(Shape::Line { x, y, step: crate::picture::Step::Straight }, paint)
}

/// Round markers.
pub(super) fn points(x: Vec<f64>, y: Vec<f64>, size: f64, paint: Paint) -> Mark {
    Mark::new(Shape::Points { x, y, size: vec![size], marker: crate::picture::Marker::Circle }, paint)
}

/// Texts in the theme's colour, whose places do not move the axes' ends.
pub(super) fn texts(places: Vec<(f64, f64)>, text: Vec<String>, size: f64, anchor: Anchor) -> Mark {
    let (x, y) = places.into_iter().unzip();
    let shape = Shape::Texts { x, y, text, size, anchor, offset: (0.0, 0.0), bold: false, on: None };
    let mut mark = Mark::new(shape, Paint::Text);
    mark.off_scale = true;
    mark
}

/// The same texts, moved by pixels to the right and down.
pub(super) fn shifted(mut mark: Mark, right: f64, down: f64) -> Mark {
    if let Shape::Texts { offset, .. } = &mut mark.shape {
        *offset = (right, down);
    }
    mark
}

/// "1 point", "3 points".
pub(super) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

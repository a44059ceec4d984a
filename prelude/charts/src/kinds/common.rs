//! What several kinds need: data of a group, shapes that lie or stand, numbers as text.

use crate::color::{Color, ColorMap};
use crate::kind::{PanelBuilder, Style};
use crate::picture::{Axis, ColorBar, Dash, Mark, Marker, Paint, Shape};
use crate::statistics::extent;

/// The members' values.
pub(super) fn pick(values: &[f64], members: &[usize]) -> Vec<f64> {
    members.iter().map(|index| values.get(*index).copied().unwrap_or(f64::NAN)).collect()
}

/// How many pairs have something missing.
pub(super) fn hidden_pairs(x: &[f64], y: &[f64]) -> usize {
    x.iter().zip(y).filter(|(x, y)| !x.is_finite() || !y.is_finite()).count()
}

pub(super) fn hidden(values: &[f64]) -> usize {
    values.iter().filter(|value| !value.is_finite()).count()
}

/// "1 point", "3 points".
pub(super) fn counted(count: usize, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}

/// Adds the mark on the axis and with the dashes that the style asks for.
pub(super) fn add(panel: &mut PanelBuilder, style: &Style, mut mark: Mark) {
    if style.options.second_axis {
        mark.second_axis = true;
        panel.panel.y2.get_or_insert_default();
    }
    mark.keeps_size = style.options.marker_size.is_some();
    if style.options.dashed && matches!(mark.shape, Shape::Line { .. }) {
        mark.dash = Dash::Dashed;
    }
    panel.add(mark);
}

/// The y axis that the layer belongs to.
pub(super) fn y_axis<'a>(panel: &'a mut PanelBuilder, style: &Style) -> &'a mut Axis {
    if style.options.second_axis { panel.panel.y2.get_or_insert_default() } else { &mut panel.panel.y }
}

/// The axis of the amounts: x where the marks lie.
pub(super) fn value_axis<'a>(panel: &'a mut PanelBuilder, style: &Style) -> &'a mut Axis {
    if style.options.horizontal { &mut panel.panel.x } else { y_axis(panel, style) }
}

/// The text stands where nobody has given another.
pub(super) fn label(axis: &mut Axis, text: &str) {
    axis.label.get_or_insert_with(|| text.to_owned());
}

/// Shapes over a base line: the first coordinate is along it, the second is the amount.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lying(pub bool);

impl Lying {
    pub(super) fn rects(self, a0: Vec<f64>, a1: Vec<f64>, v0: Vec<f64>, v1: Vec<f64>) -> Shape {
        if self.0 {
            Shape::Rects { x0: v0, y0: a0, x1: v1, y1: a1 }
        } else {
            Shape::Rects { x0: a0, y0: v0, x1: a1, y1: v1 }
        }
    }

    /// Lines from (along, amount) to (along, amount).
    pub(super) fn segments(self, lines: &[[f64; 4]]) -> Shape {
        let part = |index: usize| lines.iter().map(|line| line[index]).collect::<Vec<_>>();
        let [a0, v0, a1, v1] = [part(0), part(1), part(2), part(3)];
        if self.0 {
            Shape::Segments { x0: v0, y0: a0, x1: v1, y1: a1, arrow: false }
        } else {
            Shape::Segments { x0: a0, y0: v0, x1: a1, y1: v1, arrow: false }
        }
    }

    pub(super) fn points(self, along: Vec<f64>, amounts: Vec<f64>, size: f64) -> Shape {
        let (x, y) = if self.0 { (amounts, along) } else { (along, amounts) };
        Shape::Points { x, y, size: vec![size], marker: Marker::Circle }
    }

    pub(super) fn polygon(self, outline: Vec<(f64, f64)>) -> Vec<Vec<(f64, f64)>> {
        vec![
            outline
                .into_iter()
                .map(|(along, amount)| if self.0 { (amount, along) } else { (along, amount) })
                .collect(),
        ]
    }
}

/// The four sides of a rectangle as lines.
pub(super) fn sides(a0: f64, v0: f64, a1: f64, v1: f64) -> [[f64; 4]; 4] {
    [[a0, v0, a1, v0], [a1, v0, a1, v1], [a1, v1, a0, v1], [a0, v1, a0, v0]]
}

/// A number as people write it into a chart: four digits, no needless zeros, big ones shortened.
pub(super) fn number(value: f64) -> String {
    let size = value.abs();
    if !value.is_finite() {
        return "–".to_owned();
    }
    if size != 0.0 && !(1e-4..1e15).contains(&size) {
        return format!("{value:.2e}").replace(".00e", "e");
    }
    let (scaled, unit) = match size {
        1e12.. => (value / 1e12, "T"),
        1e9.. => (value / 1e9, "B"),
        1e6.. => (value / 1e6, "M"),
        1e5.. => (value / 1e3, "k"),
        _ => (value, ""),
    };
    let digits = scaled.abs().max(1e-9).log10().floor() as i32;
    let decimals = (2 - digits).clamp(0, 6) as usize;
    let text = format!("{scaled:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    let text = if text == "-0" { "0" } else { text };
    format!("{}{unit}", text.replace('-', "\u{2212}"))
}

/// A share as text: "12 %", with a decimal where it is small.
pub(super) fn percent(share: f64) -> String {
    if share > 0.0 && share < 0.0005 {
        return "<0.1%".to_owned();
    }
    let decimals = usize::from(share.abs() < 0.0995 && share != 0.0);
    let text = format!("{:.decimals$}", share * 100.0);
    format!("{}%", text.trim_end_matches(".0"))
}

/// The colour that a paint has without values.
pub(super) fn color_of(panel: &PanelBuilder, paint: &Paint) -> Color {
    match paint {
        Paint::Cycle(index) => panel.palette.color(*index),
        Paint::Fixed(color) => *color,
        _ => Color::hex(0x006b_7280),
    }
}

/// The ends of a ramp: as told, or those of the values, apart.
pub(super) fn ramp_ends(style: &Style, values: &[f64]) -> (f64, f64) {
    let (low, high) = style.options.color_limits.or_else(|| extent(values)).unwrap_or((0.0, 1.0));
    if low == high { (low - 0.5, high + 0.5) } else { (low, high) }
}

/// Shows a colour bar for a ramp, unless there is one.
pub(super) fn color_bar(
    panel: &mut PanelBuilder,
    map: ColorMap,
    (low, high): (f64, f64),
    label: Option<String>,
) {
    panel.panel.color_bar.get_or_insert_with(|| ColorBar::new(map, (low, high), label));
}

/// Evenly distributed numbers between 0 and 1, the same each time (splitmix64: G. L. Steele, D. Lea, C. H.
/// Flood, "Fast splittable pseudorandom number generators", 2014).
#[derive(Debug)]
pub(super) struct Jitter(u64);

impl Jitter {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((bits ^ (bits >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

//! Pies and donuts.

use std::f64::consts::TAU;

use super::common::{add, color_of, counted, percent};
use crate::kind::{Kind, PanelBuilder, Style};
use crate::picture::{Anchor, Mark, Paint, Shape};

/// More slices are not told apart; the smallest are one.
const MOST_SLICES: usize = 8;
/// Half the panel's width and height, where the radius is 1: the names need room at the sides.
const HALF: (f64, f64) = (2.0, 1.2);
/// Between the lines of two labels, of the radius.
const LINE: f64 = 0.13;

/// Shares of a whole, from the largest clockwise. With `hole` it is a donut. Amounts that are not above zero
/// have no slice; those of equal names are added.
#[derive(Clone, Debug, Default)]
pub struct Pie {
    pub names: Vec<String>,
    pub values: Vec<f64>,
}

#[derive(Clone, Debug)]
struct Slice {
    name: String,
    value: f64,
    /// In turns, clockwise from the top.
    from: f64,
    share: f64,
}

impl Slice {
    fn middle(&self) -> f64 {
        self.from + self.share / 2.0
    }
}

impl Kind for Pie {
    fn name(&self) -> &'static str {
        "pie"
    }

    fn describe(&self) -> String {
        let slices = self.slices();
        let parts: Vec<String> =
            slices.iter().map(|slice| format!("{} {}", slice.name, percent(slice.share))).collect();
        format!("pie of {}: {}", counted(slices.len(), "slice"), parts.join(", "))
    }

    fn hidden(&self) -> usize {
        self.values.iter().filter(|value| !(value.is_finite() && **value > 0.0)).count()
    }

    fn n_things(&self) -> usize {
        self.values.len()
    }

    fn heeds(&self) -> &'static [&'static str] {
        &["hole", "annotate", "opacity"]
    }

    fn draw(&self, style: &Style, panel: &mut PanelBuilder) {
        panel.panel.bare = true;
        panel.panel.equal_aspect = true;
        (panel.panel.x.low, panel.panel.x.high) = (Some(-HALF.0), Some(HALF.0));
        (panel.panel.y.low, panel.panel.y.high) = (Some(-HALF.1), Some(HALF.1));
        let slices = self.slices();
        let hole = style.options.hole.unwrap_or(0.0).clamp(0.0, 0.95);
        let paints: Vec<Paint> = slices
            .iter()
            .enumerate()
            .map(|(index, slice)| {
                let rest = slice.name == "other" && index + 1 == slices.len();
                if rest { Paint::Faint } else { panel.next_paint() }
            })
            .collect();
        for (slice, paint) in slices.iter().zip(&paints) {
            let shape = Shape::Polygons { polygons: vec![outline(slice, hole)] };
            add(panel, style, Mark::new(shape, paint.clone()).opacity(style.options.opacity.unwrap_or(1.0)));
        }
        if let ([slice], [paint]) = (slices.as_slice(), paints.as_slice()) {
            return draw_whole(slice, paint, hole, style, panel);
        }
        draw_gaps(&slices, hole, style, panel);
        draw_shares(&slices, &paints, hole, style, panel);
        draw_names(&slices, style, panel);
    }
}

impl Pie {
    fn slices(&self) -> Vec<Slice> {
        let mut slices: Vec<Slice> = Vec::new();
        for (name, value) in self.names.iter().zip(&self.values) {
            if !(value.is_finite() && *value > 0.0) {
                continue;
            }
            match slices.iter_mut().find(|slice| slice.name == *name) {
                Some(slice) => slice.value += value,
                None => slices.push(Slice { name: name.clone(), value: *value, from: 0.0, share: 0.0 }),
            }
        }
        slices.sort_by(|one, other| other.value.total_cmp(&one.value));
        if slices.len() > MOST_SLICES {
            let rest: f64 = slices.drain(MOST_SLICES - 1..).map(|slice| slice.value).sum();
            slices.push(Slice { name: "other".to_owned(), value: rest, from: 0.0, share: 0.0 });
        }
        let most = slices.iter().map(|slice| slice.value).fold(0.0, f64::max);
        let whole: f64 = slices.iter().map(|slice| slice.value / most).sum();
        let mut from = 0.0;
        for slice in &mut slices {
            slice.from = from;
            slice.share = slice.value / most / whole;
            from += slice.share;
        }
        slices
    }
}

/// A place at a distance from the middle, `turns` clockwise from the top.
fn around(radius: f64, turns: f64) -> (f64, f64) {
    let (sin, cos) = (turns * TAU).sin_cos();
    (radius * sin, radius * cos)
}

fn outline(slice: &Slice, hole: f64) -> Vec<Vec<(f64, f64)>> {
    let steps = ((slice.share * 180.0).ceil() as usize).max(2);
    let arc = |radius: f64| {
        (0..=steps).map(move |step| around(radius, slice.from + slice.share * step as f64 / steps as f64))
    };
    if slice.share >= 1.0 {
        // A whole ring is two circles, one in the other.
        return if hole > 0.0 {
            vec![arc(1.0).collect(), arc(hole).collect()]
        } else {
            vec![arc(1.0).collect()]
        };
    }
    let inner: Vec<(f64, f64)> = if hole > 0.0 { arc(hole).collect() } else { vec![(0.0, 0.0)] };
    vec![arc(1.0).chain(inner.into_iter().rev()).collect()]
}

/// Thin lines of the ground between the slices.
fn draw_gaps(slices: &[Slice], hole: f64, style: &Style, panel: &mut PanelBuilder) {
    let ends = |radius: f64| slices.iter().map(|slice| around(radius, slice.from)).unzip();
    let ((x0, y0), (x1, y1)) = (ends(hole), ends(1.0));
    add(panel, style, Mark::new(Shape::Segments { x0, y0, x1, y1, arrow: false }, Paint::Ground).stroke(1.5));
}

/// All is one slice: its name and its share stand in the middle.
fn draw_whole(slice: &Slice, paint: &Paint, hole: f64, style: &Style, panel: &mut PanelBuilder) {
    let on = (hole == 0.0).then(|| vec![color_of(panel, paint)]);
    let room = if hole > 0.0 { hole * 1.8 } else { 1.8 };
    let lines = [(LINE * 0.55, slice.name.clone()), (-LINE * 0.55, percent(slice.share))];
    for (y, text) in lines {
        let shape = Shape::Texts {
            x: vec![0.0],
            y: vec![y],
            text: vec![text],
            size: 13.0,
            anchor: Anchor::Middle,
            offset: (0.0, 0.0),
            bold: false,
            on: on.clone(),
        };
        let mut mark = Mark::new(shape, Paint::Text);
        mark.fit = vec![(room, f64::INFINITY)];
        add(panel, style, mark);
    }
}

/// In the slices that are large enough.
fn draw_shares(slices: &[Slice], paints: &[Paint], hole: f64, style: &Style, panel: &mut PanelBuilder) {
    let large: Vec<usize> = (0..slices.len()).filter(|index| slices[*index].share >= 0.05).collect();
    let radius = if hole > 0.0 { f64::midpoint(hole, 1.0) } else { 0.68 };
    let place = |index: &usize| around(radius, slices[*index].middle());
    let (x, y) = large.iter().map(place).unzip();
    let text = large.iter().map(|index| percent(slices[*index].share)).collect();
    let on = large.iter().map(|index| color_of(panel, &paints[*index])).collect();
    let shape = Shape::Texts {
        x,
        y,
        text,
        size: 12.0,
        anchor: Anchor::Middle,
        offset: (0.0, 0.0),
        bold: false,
        on: Some(on),
    };
    add(panel, style, Mark::new(shape, Paint::Text));
}

/// Beside the slices, apart from one another, with a line where one had to move.
fn draw_names(slices: &[Slice], style: &Style, panel: &mut PanelBuilder) {
    for right in [true, false] {
        let mut side: Vec<&Slice> = slices.iter().filter(|slice| (slice.middle() < 0.5) == right).collect();
        if side.is_empty() {
            continue;
        }
        if !right {
            side.reverse();
        }
        let wish: Vec<f64> = side.iter().map(|slice| around(1.1, slice.middle()).1).collect();
        let y = apart(&wish);
        let sign = if right { 1.0 } else { -1.0 };
        let (mut x, mut lines) = (Vec::new(), Vec::new());
        for (slice, y) in side.iter().zip(&y) {
            let (x1, y1) = around(1.02, slice.middle());
            // On the circle about the pie where it is, or beside the slice.
            let free = (1.1_f64.powi(2) - y * y).max(0.0).sqrt();
            let at = sign * free.max((x1.abs() + 0.05).min(1.15)).max(0.12);
            lines.push([x1, y1, at - sign * 0.02, *y]);
            x.push(at);
        }
        let write = |slice: &&Slice| {
            let small = slice.share < 0.05 || style.options.annotate;
            if small { format!("{} {}", slice.name, percent(slice.share)) } else { slice.name.clone() }
        };
        let text = side.iter().map(write).collect();
        let fit = x.iter().map(|x| (HALF.0 - x.abs(), LINE)).collect();
        let anchor = if right { Anchor::Start } else { Anchor::End };
        let shape =
            Shape::Texts { x, y, text, size: 12.0, anchor, offset: (sign * 2.0, 0.0), bold: false, on: None };
        let mut names = Mark::new(shape, Paint::Text);
        names.fit = fit;
        add(panel, style, names);
        let lines = super::common::Lying(false).segments(&lines);
        add(panel, style, Mark::new(lines, Paint::Faint).stroke(1.0));
    }
}

/// Heights from top to bottom, moved as little as needed to be a line apart and within the panel.
fn apart(wish: &[f64]) -> Vec<f64> {
    let top = HALF.1 - LINE / 2.0;
    let mut y: Vec<f64> = wish.to_vec();
    let mut ceiling = top;
    for place in &mut y {
        *place = place.min(ceiling);
        ceiling = *place - LINE;
    }
    let mut floor = -top;
    for place in y.iter_mut().rev() {
        *place = place.max(floor);
        floor = *place + LINE;
    }
    y
}

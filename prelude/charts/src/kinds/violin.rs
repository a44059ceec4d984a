//! Violins.

use super::cells::{Cell, families};
use super::common::{Lying, add, counted, hidden, pick};
use crate::kind::{Kind, PanelBuilder, Style};
use crate::picture::{Mark, Paint, Shape};
use crate::statistics::{BoxStatistics, Density, finite};

/// Of a violin's width.
const BROADEST_END: f64 = 0.04;

/// Mirrored densities with the box of quartiles inside; all have the same area, as far as the widest fits.
#[derive(Clone, Debug, Default)]
pub struct Violin {
    pub values: Vec<f64>,
}

impl Kind for Violin {
    fn name(&self) -> &'static str {
        "violin"
    }

    fn describe(&self) -> String {
        format!("violins of {}", counted(self.values.len() - self.hidden(), "value"))
    }

    fn hidden(&self) -> usize {
        hidden(&self.values)
    }

    fn n_things(&self) -> usize {
        self.values.len()
    }

    fn heeds(&self) -> &'static [&'static str] {
        &["horizontal", "opacity", "bandwidth", "line_width"]
    }

    fn draw(&self, style: &Style, panel: &mut PanelBuilder) {
        let lying = Lying(style.options.horizontal);
        let families = families(self.values.len(), style, panel);
        let bodies: Vec<Vec<Body>> = families
            .iter()
            .map(|family| family.cells.iter().filter_map(|cell| self.body(cell, style)).collect())
            .collect();
        let peak = bodies.iter().flatten().filter_map(Body::peak).fold(0.0, f64::max);
        for (bodies, family) in bodies.iter().zip(families) {
            draw_bodies(bodies, peak, style, panel, lying, &family.paint, family.label);
        }
    }
}

/// One violin.
struct Body {
    at: f64,
    width: f64,
    /// Missing where all values are equal.
    density: Option<Density>,
    inside: BoxStatistics,
}

impl Body {
    fn peak(&self) -> Option<f64> {
        self.density.as_ref().map(|density| density.density.iter().copied().fold(0.0, f64::max))
    }

    fn outline(&self, peak: f64) -> Vec<(f64, f64)> {
        let Some(density) = &self.density else { return Vec::new() };
        let half = |height: &f64| self.width * 0.46 * height / peak;
        let right = density.at.iter().zip(&density.density).map(|(at, height)| (self.at + half(height), *at));
        let left = density.at.iter().zip(&density.density).rev();
        right.chain(left.map(|(at, height)| (self.at - half(height), *at))).collect()
    }
}

impl Violin {
    fn body(&self, cell: &Cell, style: &Style) -> Option<Body> {
        let values = finite(&pick(&self.values, &cell.members));
        let inside = BoxStatistics::of(&values)?;
        let varies = values.iter().any(|value| *value != values[0]);
        let density = if varies { tapering(&values, style.options.bandwidth.unwrap_or(1.0)) } else { None };
        Some(Body { at: cell.at, width: cell.width, density, inside })
    }
}

/// As far beyond the data as seaborn's (two bandwidths), farther where it would end as a broad edge: far
/// values do that, whose bumps are as high as others'.
fn tapering(values: &[f64], bandwidth: f64) -> Option<Density> {
    let tapers = |density: &Density| {
        let peak = density.density.iter().copied().fold(0.0, f64::max);
        let ends = [density.density.first(), density.density.last()];
        ends.iter().flatten().all(|end| **end <= BROADEST_END * peak)
    };
    let density = |cut: f64| Density::of(values, bandwidth, cut);
    [2.0, 2.5, 3.0].into_iter().filter_map(density).find(tapers).or_else(|| density(3.5))
}

fn draw_bodies(
    bodies: &[Body],
    peak: f64,
    style: &Style,
    panel: &mut PanelBuilder,
    lying: Lying,
    paint: &Paint,
    label: Option<String>,
) {
    let polygons: Vec<_> = bodies
        .iter()
        .map(|body| body.outline(peak))
        .filter(|outline| !outline.is_empty())
        .map(|outline| lying.polygon(outline))
        .collect();
    let mut outlines = (Vec::new(), Vec::new());
    for (x, y) in polygons.iter().flat_map(|rings| {
        rings.iter().flat_map(|ring| {
            let close = ring.first().copied().into_iter().chain([(f64::NAN, f64::NAN)]);
            ring.iter().copied().chain(close)
        })
    }) {
        outlines.0.push(x);
        outlines.1.push(y);
    }
    let fill = Mark::new(Shape::Polygons { polygons }, paint.clone());
    add(panel, style, fill.opacity(style.options.opacity.unwrap_or(0.35)).label(label));
    let outline = Shape::Line { x: outlines.0, y: outlines.1, step: crate::picture::Step::Straight };
    add(panel, style, Mark::new(outline, paint.clone()).stroke(style.options.line_width.unwrap_or(1.5)));
    draw_insides(bodies, style, panel, lying, paint);
}

/// Whiskers, quartiles and median as lines of growing width; equal values are a line across.
fn draw_insides(bodies: &[Body], style: &Style, panel: &mut PanelBuilder, lying: Lying, paint: &Paint) {
    let all = |line: fn(&Body) -> [f64; 4]| bodies.iter().map(line).collect::<Vec<_>>();
    let whiskers = all(|body| [body.at, body.inside.low, body.at, body.inside.high]);
    let boxes = all(|body| [body.at, body.inside.first, body.at, body.inside.third]);
    add(panel, style, Mark::new(lying.segments(&whiskers), paint.clone()).stroke(1.5));
    add(panel, style, Mark::new(lying.segments(&boxes), paint.clone()).stroke(6.0));
    let flat: Vec<[f64; 4]> = bodies
        .iter()
        .filter(|body| body.density.is_none())
        .map(|body| {
            let half = body.width * 0.3;
            [body.at - half, body.inside.median, body.at + half, body.inside.median]
        })
        .collect();
    if !flat.is_empty() {
        add(panel, style, Mark::new(lying.segments(&flat), paint.clone()).stroke(2.0));
    }
    let (along, medians) = bodies.iter().map(|body| (body.at, body.inside.median)).unzip();
    add(panel, style, Mark::new(lying.points(along, medians, 5.0), Paint::Ground));
}

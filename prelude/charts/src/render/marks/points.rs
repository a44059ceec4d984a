//! Points, each as a marker.

use super::clip;
use super::ink::{self, Inks};
use super::large;
use super::path::Path;
use crate::picture::{Mark, Marker};
use crate::render::place::Place;
use crate::render::svg::{Svg, px};
use crate::render::theme::{Ink, Role};

/// Above so many points in a picture they are drawn as pixels.
const MOST: usize = 5000;
/// A scatter of fewer points than that stays sharp whatever else is in the picture.
const FEW: usize = 200;
/// Diameter where none is told.
const SIZE: f64 = 6.0;

/// A [`Shape::Points`](crate::Shape::Points).
#[derive(Clone, Copy, Debug)]
pub struct Points<'a> {
    pub x: &'a [f64],
    pub y: &'a [f64],
    pub size: &'a [f64],
    pub marker: Marker,
}

impl Points<'_> {
    /// The diameter of a point; 0: it is not drawn.
    pub fn diameter(&self, index: usize) -> f64 {
        let size = match self.size {
            [] => SIZE,
            [size] => *size,
            sizes => sizes.get(index).copied().unwrap_or(0.0),
        };
        if size.is_finite() { size.clamp(0.0, 400.0) } else { 0.0 }
    }

    /// Index and place in pixels of the points that are within the panel.
    pub fn seen<'a>(&'a self, place: &'a Place) -> impl Iterator<Item = (usize, (f64, f64))> + 'a {
        // A point at the very edge is within, whatever the rounding.
        let area = clip::grown(place.area, 0.5);
        super::pixels(self.x, self.y, place).enumerate().filter(move |(_, at)| clip::contains(area, *at))
    }
}

pub fn draw(svg: &mut Svg, mark: &Mark, points: &Points, place: &Place) {
    let inks = Inks::new(&mark.paint, place);
    let n = points.x.len();
    if n.max(place.load.points) > MOST && n > FEW {
        return large::draw(svg, mark, points, &inks, place);
    }
    svg.open(&group(svg, mark, points.marker, inks.common()));
    for (index, at) in points.seen(place) {
        let size = points.diameter(index);
        if size > 0.0 {
            let paint = if points.marker.is_open() {
                ink::attributes(svg, (Ink::Inherit, 1.0), (inks.own(index), mark.opacity))
            } else {
                ink::attributes(svg, (inks.own(index), mark.opacity), (Ink::Inherit, 1.0))
            };
            svg.raw(&marker(points.marker, at, size, &paint));
        }
    }
    svg.close();
}

/// The look that all markers have. Filled markers have a thin outline of the ground's colour: where points
/// overlap, each stays visible.
fn group(svg: &Svg, mark: &Mark, marker: Marker, common: Ink) -> String {
    if marker.is_open() {
        let width = if mark.stroke > 0.0 { mark.stroke } else { 1.8 };
        let paint = ink::attributes(svg, (Ink::None, 1.0), (common, mark.opacity));
        return format!("{paint} stroke-width=\"{}\"", px(width));
    }
    let hollow = common == Ink::Role(Role::Ground);
    let outline = if hollow { Ink::Role(Role::Faint) } else { Ink::Role(Role::Ground) };
    let width = if mark.stroke > 0.0 { mark.stroke } else { 0.6 };
    let paint = ink::attributes(svg, (common, mark.opacity), (outline, mark.opacity));
    format!("{paint} stroke-width=\"{}\"", px(width))
}

/// Markup of a marker as wide as `size`; markers that are not round look as large as a circle.
pub fn marker(marker: Marker, (x, y): (f64, f64), size: f64, paint: &str) -> String {
    let r = size / 2.0;
    let outline: &[(f64, f64)] = match marker {
        Marker::Circle => {
            return format!("<circle cx=\"{}\" cy=\"{}\" r=\"{}\"{paint}/>", px(x), px(y), px(r));
        }
        Marker::Square => &[(-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)],
        Marker::Triangle => &[(0.0, -1.16), (1.08, 0.76), (-1.08, 0.76)],
        Marker::Diamond => &[(0.0, -1.24), (1.06, 0.0), (0.0, 1.24), (-1.06, 0.0)],
        Marker::Cross => {
            let mut path = Path::default();
            path.run(&[(x - 0.8 * r, y - 0.8 * r), (x + 0.8 * r, y + 0.8 * r)], false);
            path.run(&[(x - 0.8 * r, y + 0.8 * r), (x + 0.8 * r, y - 0.8 * r)], false);
            return format!("<path d=\"{}\"{paint}/>", path.text());
        }
        Marker::Plus => {
            let mut path = Path::default();
            path.run(&[(x - r, y), (x + r, y)], false);
            path.run(&[(x, y - r), (x, y + r)], false);
            return format!("<path d=\"{}\"{paint}/>", path.text());
        }
    };
    let corners: Vec<(f64, f64)> = outline.iter().map(|(dx, dy)| (x + dx * r, y + dy * r)).collect();
    let mut path = Path::default();
    path.run(&corners, true);
    format!("<path d=\"{}\"{paint}/>", path.text())
}

impl Marker {
    /// Made of lines only.
    pub(super) fn is_open(self) -> bool {
        matches!(self, Self::Cross | Self::Plus)
    }
}

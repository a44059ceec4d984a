//! Marks in pixels. What all things of a mark have in common is written once, on the group around them.

mod bitmap;
mod clip;
mod fills;
pub(super) mod image;
pub(super) mod ink;
mod large;
mod lines;
pub(super) mod lttb;
mod path;
mod points;
mod segments;
pub(super) mod texts;

use super::place::{Load, Place};
use super::svg::Svg;
use crate::picture::{Mark, Picture, Shape};

/// Draws a mark. The caller clips.
pub fn draw(svg: &mut Svg, mark: &Mark, place: &Place) {
    match &mark.shape {
        Shape::Points { x, y, size, marker } => {
            points::draw(svg, mark, &points::Points { x, y, size, marker: *marker }, place);
        }
        Shape::Line { x, y, step } => lines::draw(svg, mark, (x, y, *step), place),
        Shape::Area { x, low, high, step } => fills::area(svg, mark, (x, low, high, *step), place),
        Shape::Rects { x0, y0, x1, y1 } => fills::rects(svg, mark, [x0, y0, x1, y1], place),
        Shape::Segments { x0, y0, x1, y1, arrow } => {
            segments::draw(svg, mark, [x0, y0, x1, y1], *arrow, place);
        }
        Shape::Polygons { polygons } => fills::polygons(svg, mark, polygons, place),
        Shape::Texts { .. } => texts::draw(svg, mark, place),
        Shape::Image { .. } => image::draw(svg, mark, place),
    }
}

/// How much there is to draw in the whole picture.
#[must_use]
pub fn load(picture: &Picture) -> Load {
    let mut load = Load::default();
    for mark in picture.panels.iter().flat_map(|panel| &panel.marks) {
        match &mark.shape {
            Shape::Points { x, .. } => load.points += x.len(),
            Shape::Line { x, .. } | Shape::Area { x, .. } => load.vertices += x.len(),
            _ => {}
        }
    }
    load
}

/// The places of (x, y) in pixels; not finite where there is none.
fn pixels<'a>(x: &'a [f64], y: &'a [f64], place: &'a Place) -> impl Iterator<Item = (f64, f64)> + 'a {
    x.iter().zip(y).map(|(x, y)| (place.x.place(*x), place.y.place(*y)))
}

fn finite((x, y): (f64, f64)) -> bool {
    x.is_finite() && y.is_finite()
}

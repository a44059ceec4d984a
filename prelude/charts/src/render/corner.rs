//! Where a legend inside a panel hides least.

use super::axes::Axes;
use super::layout::Cell;
use super::scale::Area;
use crate::picture::{Mark, Shape};

/// More places than this are sampled.
const ENOUGH: usize = 2_000;

/// The upper left corner of a block of this size, in the panel's corner with the fewest marks.
#[must_use]
pub fn emptiest(cell: &Cell, axes: &Axes, (width, height): (f64, f64), margin: f64) -> (f64, f64) {
    let area = cell.area;
    let (right, bottom) = (area.right - margin - width, area.bottom - margin - height);
    let (left, top) = (area.left + margin, area.top + margin);
    let corners = [(right, top), (left, top), (right, bottom), (left, bottom)];
    let marks = &cell.panel.marks;
    let hidden = |(x, y): (f64, f64)| -> f64 {
        let block = Area {
            left: x - margin,
            top: y - margin,
            right: x + width + margin,
            bottom: y + height + margin,
        };
        marks.iter().map(|mark| share_within(mark, axes, block)).sum()
    };
    corners.into_iter().min_by(|a, b| hidden(*a).total_cmp(&hidden(*b))).unwrap_or((right, top))
}

/// How many of a mark's places are within a rectangle.
fn share_within(mark: &Mark, axes: &Axes, block: Area) -> f64 {
    let y = if mark.second_axis { axes.y2 } else { axes.y };
    let inside = |at: (f64, f64)| {
        let (x, y) = (axes.x.place(at.0), y.place(at.1));
        x >= block.left && x <= block.right && y >= block.top && y <= block.bottom
    };
    let count = |x: &[f64], y: &[f64]| {
        let every = x.len().div_ceil(ENOUGH).max(1);
        let found = x.iter().zip(y).step_by(every).filter(|(x, y)| inside((**x, **y))).count();
        (found * every) as f64
    };
    // Of a line also what is between its points.
    let dense = |x: &[f64], y: &[f64]| -> f64 {
        let pairs = x.windows(2).zip(y.windows(2)).take(ENOUGH);
        let between = |from: f64, to: f64, share: f64| from + (to - from) * share;
        pairs
            .map(|(x, y)| {
                let shares = (0..8).map(|step| f64::from(step) / 8.0);
                shares.filter(|s| inside((between(x[0], x[1], *s), between(y[0], y[1], *s)))).count() as f64
            })
            .sum()
    };
    match &mark.shape {
        Shape::Points { x, y, .. } | Shape::Texts { x, y, .. } => count(x, y),
        Shape::Line { x, y, .. } if x.len() < ENOUGH => dense(x, y),
        Shape::Line { x, y, .. } => count(x, y),
        Shape::Area { x, low, high, .. } => dense(x, low) + dense(x, high),
        Shape::Segments { x0, y0, x1, y1, .. } => count(x0, y0) + count(x1, y1),
        Shape::Rects { x0, y0, x1, y1 } => {
            let corners = x0.iter().zip(y0).zip(x1.iter().zip(y1));
            let overlaps = corners.filter(|((x0, y0), (x1, y1))| {
                let (x, other) = (axes.x.place(**x0), axes.x.place(**x1));
                let (v, w) = (y.place(**y0), y.place(**y1));
                x.min(other) < block.right
                    && x.max(other) > block.left
                    && v.min(w) < block.bottom
                    && v.max(w) > block.top
            });
            overlaps.count() as f64 * 4.0
        }
        Shape::Polygons { polygons } => {
            polygons.iter().flatten().flatten().filter(|at| inside(**at)).count() as f64
        }
        Shape::Image { .. } => 1.0,
    }
}

//! Straight lines between two places each.

use super::clip;
use super::ink::{self, Inks};
use super::path::Path;
use crate::picture::{Mark, Shape};
use crate::render::place::Place;
use crate::render::svg::Svg;
use crate::render::theme::Ink;

/// [`Shape::Segments`]; an infinite end is the panel's edge.
pub fn draw(svg: &mut Svg, mark: &Mark, [x0, y0, x1, y1]: [&[f64]; 4], arrow: bool, place: &Place) {
    debug_assert!(matches!(mark.shape, Shape::Segments { .. }));
    let inks = Inks::new(&mark.paint, place);
    let area = clip::grown(place.area, ink::width(mark) + 1.0);
    let n = x0.len().min(y0.len()).min(x1.len()).min(y1.len());
    let lines = (0..n).filter_map(|index| {
        let from = (place.x.place_or_end(x0[index]), place.y.place_or_end(y0[index]));
        let to = (place.x.place_or_end(x1[index]), place.y.place_or_end(y1[index]));
        let whole = super::finite(from) && super::finite(to);
        let (start, end) = whole.then(|| clip::segment(area, from, to)).flatten()?;
        Some((index, start, end, arrow && end == to))
    });
    let mut groups: Vec<(Ink, Path, Path)> = Vec::new();
    for (index, from, to, headed) in lines {
        let ink = inks.of(index);
        if groups.last().is_none_or(|group| group.0 != ink) {
            groups.push((ink, Path::default(), Path::default()));
        }
        let Some((_, shafts, heads)) = groups.last_mut() else { continue };
        let end = if headed { head(heads, from, to, ink::width(mark)) } else { to };
        shafts.run(&[from, end], false);
    }
    let line = ink::line_attributes(mark, false);
    for (ink, shafts, heads) in groups {
        let paint = ink::attributes(svg, (Ink::None, 1.0), (ink, mark.opacity));
        svg.raw(&format!("<path d=\"{}\"{paint}{line}/>", shafts.text()));
        if !heads.is_empty() {
            let paint = ink::attributes(svg, (ink, mark.opacity), (Ink::None, 1.0));
            svg.raw(&format!("<path d=\"{}\"{paint}/>", heads.text()));
        }
    }
}

/// Adds the head of an arrow; returns where its shaft ends.
fn head(heads: &mut Path, from: (f64, f64), to: (f64, f64), width: f64) -> (f64, f64) {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.hypot(dy);
    if length < 0.01 {
        return to;
    }
    let (dx, dy) = (dx / length, dy / length);
    let long = (width * 3.5 + 3.0).min(length);
    let half = long * 0.42;
    let base = (to.0 - dx * long, to.1 - dy * long);
    heads
        .run(&[to, (base.0 - dy * half, base.1 + dx * half), (base.0 + dy * half, base.1 - dx * half)], true);
    // A little into the head, so that no gap shows between them.
    (base.0 + dx * long * 0.3, base.1 + dy * long * 0.3)
}

//! Filled shapes: areas, rectangles, polygons.

use super::clip;
use super::ink::{self, Inks};
use super::lines;
use super::path::Path;
use crate::picture::{Mark, Step};
use crate::render::place::Place;
use crate::render::scale::{Area, AxisScale};
use crate::render::svg::{Svg, px};
use crate::render::theme::Ink;

/// The look of a mark's filled things, as a group's attributes.
fn group(svg: &Svg, mark: &Mark, inks: &Inks) -> String {
    let outline = ink::outline(mark, inks.of(0));
    // Where each thing has an outline of its own colour, the group has none.
    let each = matches!(inks, Inks::Each(_)) && outline == inks.of(0);
    let stroke = match outline {
        Ink::None => return ink::attributes(svg, (inks.common(), mark.opacity), (Ink::Inherit, 1.0)),
        _ if each => Ink::Inherit,
        outline => outline,
    };
    let paint = ink::attributes(svg, (inks.common(), mark.opacity), (stroke, 1.0));
    format!("{paint}{} stroke-linejoin=\"round\"", ink::line_attributes(mark, false))
}

/// The look of one thing, where it differs from its group's.
fn own(svg: &Svg, mark: &Mark, inks: &Inks, index: usize) -> String {
    let fill = inks.own(index);
    let stroke = if fill != Ink::Inherit && ink::outline(mark, fill) == fill { fill } else { Ink::Inherit };
    ink::attributes(svg, (fill, mark.opacity), (stroke, 1.0))
}

/// A value's pixel; what has no place on a log axis is at its low end, so that bars from zero stand.
fn place_filled(scale: &AxisScale, value: f64) -> f64 {
    if scale.log && value <= 0.0 { scale.from } else { scale.place_or_end(value) }
}

/// Between two curves over the same x.
pub fn area(svg: &mut Svg, mark: &Mark, (x, low, high, step): (&[f64], &[f64], &[f64], Step), place: &Place) {
    let inks = Inks::new(&mark.paint, place);
    let columns: Vec<[f64; 3]> = x
        .iter()
        .zip(low.iter().zip(high))
        .map(|(x, (low, high))| {
            [place.x.place(*x), place_filled(&place.y, *low), place_filled(&place.y, *high)]
        })
        .collect();
    let bounds = clip::grown(place.area, mark.stroke.max(0.0) + 2.0);
    let keep = lines::share(columns.len(), place);
    let mut path = Path::default();
    let mut edges = Path::default();
    for run in columns.split(|column| column.iter().any(|value| !value.is_finite())) {
        let run = thin(run, keep);
        let upper: Vec<(f64, f64)> = run.iter().map(|column| (column[0], column[2])).collect();
        let lower: Vec<(f64, f64)> = run.iter().map(|column| (column[0], column[1])).collect();
        let (upper, lower) = (lines::stepped(&upper, step), lines::stepped(&lower, step));
        clip::line(bounds, &upper).iter().for_each(|part| edges.run(part, false));
        let outline: Vec<(f64, f64)> = upper.into_iter().chain(lower.into_iter().rev()).collect();
        path.run(&clip::ring(bounds, &outline), true);
    }
    if path.is_empty() {
        return;
    }
    let paint = ink::attributes(svg, (inks.of(0), mark.opacity), (Ink::None, 1.0));
    svg.raw(&format!("<path d=\"{}\"{paint}/>", path.text()));
    // The outline is the upper edge's: along the base and the sides there is nothing to be read.
    let edge = ink::outline(mark, inks.of(0));
    if edge != Ink::None && !edges.is_empty() {
        let paint = ink::attributes(svg, (Ink::None, 1.0), (edge, 1.0));
        let line = ink::line_attributes(mark, true);
        svg.raw(&format!("<path d=\"{}\"{paint}{line}/>", edges.text()));
    }
}

/// In each of as many buckets as are kept twice over, the lowest and the highest column.
fn thin(run: &[[f64; 3]], keep: f64) -> Vec<[f64; 3]> {
    if keep >= 1.0 || run.len() < 8 {
        return run.to_vec();
    }
    let buckets = ((run.len() as f64 * keep / 2.0) as usize).max(2);
    let mut kept = vec![0, run.len() - 1];
    for bucket in 0..buckets {
        let (from, to) = (run.len() * bucket / buckets, run.len() * (bucket + 1) / buckets);
        kept.extend((from..to).max_by(|a, b| run[*a][1].total_cmp(&run[*b][1])));
        kept.extend((from..to).min_by(|a, b| run[*a][2].total_cmp(&run[*b][2])));
    }
    kept.sort_unstable();
    kept.dedup();
    kept.into_iter().map(|index| run[index]).collect()
}

/// Rectangles; an infinite corner is the panel's edge.
pub fn rects(svg: &mut Svg, mark: &Mark, [x0, y0, x1, y1]: [&[f64]; 4], place: &Place) {
    let inks = Inks::new(&mark.paint, place);
    let bounds = clip::grown(place.area, mark.stroke.max(0.0) + 2.0);
    let n = x0.len().min(y0.len()).min(x1.len()).min(y1.len());
    svg.open(&group(svg, mark, &inks));
    for index in 0..n {
        let from = (place_filled(&place.x, x0[index]), place_filled(&place.y, y0[index]));
        let to = (place_filled(&place.x, x1[index]), place_filled(&place.y, y1[index]));
        if !super::finite(from) || !super::finite(to) {
            continue;
        }
        let rect = Area {
            left: from.0.min(to.0).max(bounds.left),
            top: from.1.min(to.1).max(bounds.top),
            right: from.0.max(to.0).min(bounds.right),
            bottom: from.1.max(to.1).min(bounds.bottom),
        };
        if rect.left <= rect.right && rect.top <= rect.bottom {
            rectangle(svg, rect, &own(svg, mark, &inks, index));
        }
    }
    svg.close();
}

/// With corners rounded to the same hundredths, rectangles that touch still do.
fn rectangle(svg: &mut Svg, rect: Area, paint: &str) {
    let round = |value: f64| (value * 100.0).round() / 100.0;
    let (left, top) = (round(rect.left), round(rect.top));
    let (width, height) = (px(round(rect.right) - left), px(round(rect.bottom) - top));
    svg.raw(&format!(
        "<rect x=\"{}\" y=\"{}\" width=\"{width}\" height=\"{height}\"{paint}/>",
        px(left),
        px(top)
    ));
}

/// Closed outlines with holes, by the even-odd rule.
pub fn polygons(svg: &mut Svg, mark: &Mark, polygons: &[Vec<Vec<(f64, f64)>>], place: &Place) {
    let inks = Inks::new(&mark.paint, place);
    let bounds = clip::grown(place.area, mark.stroke.max(0.0) + 2.0);
    svg.open(&format!("{} fill-rule=\"evenodd\"", group(svg, mark, &inks)));
    for (index, rings) in polygons.iter().enumerate() {
        let mut path = Path::default();
        for ring in rings {
            let corners: Vec<(f64, f64)> = ring
                .iter()
                .map(|(x, y)| (place_filled(&place.x, *x), place_filled(&place.y, *y)))
                .filter(|corner| super::finite(*corner))
                .collect();
            path.run(&clip::ring(bounds, &corners), true);
        }
        if !path.is_empty() {
            let paint = own(svg, mark, &inks, index);
            svg.raw(&format!("<path d=\"{}\"{paint}/>", path.text()));
        }
    }
    svg.close();
}

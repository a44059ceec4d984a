//! From a figure to SVG: room for the texts first, the rest is the chart's.

use std::collections::HashSet;

use super::figure::Figure;
use super::histogram::Bins;
use super::layer::{Layer, Mark};
use super::legend::Key;
use super::palette::{AXIS, CARD, CARD_EDGE, FAINT_TEXT, GRID, TEXT, color};
use super::scale::{Scale, Ticks, extent, padded};
use super::svg::{Anchor, Svg, TextStyle, px};
use super::text::{BOLD, cut, width};

const SIZE: (u32, u32) = (640, 420);
const EDGE: f64 = 14.0;
const TICK_SIZE: f64 = 12.0;
const LABEL_SIZE: f64 = 13.0;
const TITLE_SIZE: f64 = 16.0;
/// From this many points on, points that fall on the same pixel are drawn once.
const MANY_POINTS: usize = 5_000;

/// The chart's rectangle in pixels.
#[derive(Clone, Copy)]
struct Area {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

/// A histogram's bars: per layer and group, how many in each bin.
struct Bars {
    bins: Bins,
    counts: Vec<Vec<Vec<usize>>>,
}

pub(super) fn render(figure: &Figure) -> String {
    let (w, h) = figure.size.unwrap_or(SIZE);
    let title = figure.title.clone().unwrap_or_else(|| "Chart".to_owned());
    let mut svg = Svg::new(w, h, &title, &figure.description());
    let (w, h) = (f64::from(w), f64::from(h));
    svg.rect(0.5, 0.5, w - 1.0, h - 1.0, &format!("rx=\"6\" fill=\"{CARD}\" stroke=\"{CARD_EDGE}\""));
    let bars = bars(figure);
    let (x_range, y_range) = ranges(figure, bars.as_ref());
    let key = Key::of(figure);
    let wanted = |room: f64, each: f64| (room / each).floor().max(2.0) as usize;
    let counts_alone = figure.layers.iter().all(|layer| layer.mark == Mark::Histogram) && bars.is_some();
    let y_ticks = if counts_alone { Ticks::of_counts } else { Ticks::of };
    let y_ticks = y_ticks(y_range.0, y_range.1, wanted(h - 90.0, 56.0));
    let area = area(figure, (w, h), &y_ticks, key.as_ref());
    let x_ticks = x_ticks(x_range, area.right - area.left);
    let x = Scale { low: x_range.0, high: x_range.1, from: area.left, to: area.right };
    let y = Scale { low: y_range.0, high: y_range.1, from: area.bottom, to: area.top };
    draw_axes(&mut svg, area, (&x, &x_ticks), (&y, &y_ticks));
    draw_labels(&mut svg, figure, area, (w, h));
    draw_layers(&mut svg, figure, bars.as_ref(), area, (&x, &y));
    if let Some(key) = key {
        key.draw(&mut svg, w - EDGE - key.width, area.top, area.bottom - area.top);
    }
    svg.finish()
}

fn bars(figure: &Figure) -> Option<Bars> {
    let histograms = || figure.layers.iter().filter(|layer| layer.mark == Mark::Histogram);
    let values: Vec<f64> = histograms()
        .flat_map(|layer| (0..layer.x.len()).filter(|i| layer.is_shown(*i)).map(|i| layer.x[i]))
        .collect();
    if values.is_empty() {
        return None;
    }
    let bins = Bins::of(&values, figure.bins);
    let of_group = |layer: &Layer, group: usize| {
        let members = (0..layer.x.len()).filter(|i| layer.is_shown(*i) && layer.group_of(*i) == group);
        bins.counts(members.map(|i| layer.x[i]))
    };
    let counts = histograms()
        .map(|layer| (0..layer.n_groups()).map(|group| of_group(layer, group)).collect())
        .collect();
    Some(Bars { bins, counts })
}

fn ranges(figure: &Figure, bars: Option<&Bars>) -> ((f64, f64), (f64, f64)) {
    let shown = || {
        let points = figure.layers.iter().filter(|layer| layer.mark != Mark::Histogram);
        points.flat_map(|layer| {
            (0..layer.x.len()).filter(|i| layer.is_shown(*i)).map(|i| (layer.x[i], layer.y[i]))
        })
    };
    let Some(bars) = bars else {
        let x = extent(shown().map(|point| point.0)).unwrap_or((0.0, 1.0));
        let y = extent(shown().map(|point| point.1)).unwrap_or((0.0, 1.0));
        return (padded(x, 0.04), padded(y, 0.06));
    };
    let edges = [bars.bins.low, bars.bins.high].into_iter();
    let x = extent(shown().map(|point| point.0).chain(edges)).unwrap_or((0.0, 1.0));
    let tallest = bars.counts.iter().flatten().flatten().max().copied().unwrap_or(1) as f64;
    let y = extent(shown().map(|point| point.1).chain([0.0, tallest * 1.06])).unwrap_or((0.0, 1.0));
    (padded(x, 0.02), y)
}

fn area(figure: &Figure, (w, h): (f64, f64), y_ticks: &Ticks, key: Option<&Key>) -> Area {
    let ticks = y_ticks.texts.iter().map(|text| width(text, TICK_SIZE)).fold(0.0, f64::max);
    let y_label = if figure.y_label.is_some() { LABEL_SIZE + 8.0 } else { 0.0 };
    let x_label = if figure.x_label.is_some() { LABEL_SIZE + 8.0 } else { 0.0 };
    let note = if figure.note().is_some() { TICK_SIZE + 4.0 } else { 0.0 };
    let title = if figure.title.is_some() { TITLE_SIZE + 14.0 } else { 4.0 };
    // Without a legend, room for half of a tick's text at the end of the axis.
    let legend = key.map_or(10.0, |key| key.width + 18.0);
    let left = EDGE + y_label + ticks + 8.0;
    let top = EDGE + title;
    Area {
        left,
        top,
        right: (w - EDGE - legend).max(left + 40.0),
        bottom: (h - EDGE - x_label - note - TICK_SIZE - 6.0).max(top + 40.0),
    }
}

/// As many ticks as fit without touching.
fn x_ticks((low, high): (f64, f64), room: f64) -> Ticks {
    let mut wanted = (room / 70.0).floor().max(2.0) as usize;
    loop {
        let ticks = Ticks::of(low, high, wanted);
        let widest = ticks.texts.iter().map(|text| width(text, TICK_SIZE)).fold(0.0, f64::max);
        if wanted <= 1 || (widest + 14.0) * ticks.texts.len() as f64 <= room {
            return ticks;
        }
        wanted -= 1;
    }
}

fn draw_axes(svg: &mut Svg, area: Area, (x, x_ticks): (&Scale, &Ticks), (y, y_ticks): (&Scale, &Ticks)) {
    svg.raw(&format!("<g stroke=\"{GRID}\">"));
    for place in &x_ticks.places {
        svg.line((x.place(*place), area.top), (x.place(*place), area.bottom));
    }
    for place in &y_ticks.places {
        svg.line((area.left, y.place(*place)), (area.right, y.place(*place)));
    }
    svg.raw("</g>");
    svg.raw(&format!("<g stroke=\"{AXIS}\">"));
    svg.line((area.left, area.bottom), (area.right, area.bottom));
    svg.line((area.left, area.top), (area.left, area.bottom));
    svg.raw("</g>");
    let style =
        |anchor| TextStyle { size: TICK_SIZE, color: FAINT_TEXT, anchor, bold: false, upright: false };
    for (place, text) in x_ticks.places.iter().zip(&x_ticks.texts) {
        svg.text(x.place(*place), area.bottom + TICK_SIZE + 5.0, text, style(Anchor::Middle));
    }
    for (place, text) in y_ticks.places.iter().zip(&y_ticks.texts) {
        svg.text(area.left - 7.0, y.place(*place) + TICK_SIZE * 0.35, text, style(Anchor::End));
    }
}

fn draw_labels(svg: &mut Svg, figure: &Figure, area: Area, (w, h): (f64, f64)) {
    let middle = (area.left + area.right) / 2.0;
    let style = |size, color, bold, upright| TextStyle { size, color, anchor: Anchor::Middle, bold, upright };
    if let Some(title) = &figure.title {
        let fits = cut(title, TITLE_SIZE * BOLD, w - 2.0 * EDGE);
        // Over the chart if it fits there, else in the middle of the card.
        let half = width(&fits, TITLE_SIZE * BOLD) / 2.0;
        let x = if middle + half < w - EDGE && middle - half > EDGE { middle } else { w / 2.0 };
        svg.text(x, EDGE + TITLE_SIZE, &fits, style(TITLE_SIZE, TEXT, true, false));
    }
    let mut bottom = h - EDGE;
    if let Some(note) = figure.note() {
        let note = cut(&note, TICK_SIZE, w - 2.0 * EDGE);
        svg.text(middle, bottom, &note, style(TICK_SIZE, FAINT_TEXT, false, false));
        bottom -= TICK_SIZE + 4.0;
    }
    if let Some(label) = &figure.x_label {
        svg.text(
            middle,
            bottom,
            &cut(label, LABEL_SIZE, w - 2.0 * EDGE),
            style(LABEL_SIZE, TEXT, false, false),
        );
    }
    if let Some(label) = &figure.y_label {
        let y = (area.top + area.bottom) / 2.0;
        let label = cut(label, LABEL_SIZE, h - 2.0 * EDGE);
        svg.text(EDGE + LABEL_SIZE * 0.8, y, &label, style(LABEL_SIZE, TEXT, false, true));
    }
}

fn draw_layers(svg: &mut Svg, figure: &Figure, bars: Option<&Bars>, area: Area, scales: (&Scale, &Scale)) {
    svg.raw(&format!(
        "<clipPath id=\"{0}\"><rect x=\"{1}\" y=\"{2}\" width=\"{3}\" height=\"{4}\"/></clipPath><g clip-path=\"url(#{0})\">",
        clip_id(area),
        px(area.left),
        px(area.top),
        px(area.right - area.left),
        px(area.bottom - area.top)
    ));
    let (mut next_color, mut next_histogram) = (0, 0);
    for layer in &figure.layers {
        for group in 0..layer.n_groups() {
            let paint = color(next_color + group);
            match (layer.mark, bars) {
                (Mark::Points, _) => draw_points(svg, layer, group, paint, scales),
                (Mark::Line, _) => draw_line(svg, layer, group, paint, scales),
                (Mark::Histogram, Some(bars)) => {
                    let alone = bars.counts.iter().map(Vec::len).sum::<usize>() == 1;
                    let counts = &bars.counts[next_histogram][group];
                    draw_bars(svg, (&bars.bins, counts), paint, alone, scales);
                }
                (Mark::Histogram, None) => {}
            }
        }
        next_color += layer.n_groups();
        next_histogram += usize::from(layer.mark == Mark::Histogram);
    }
    svg.raw("</g>");
}

/// Figures of one page share their ids; equal ids clip equally, since the area is in the id.
fn clip_id(area: Area) -> String {
    format!(
        "area-{:.0}-{:.0}-{:.0}-{:.0}",
        area.left * 100.0,
        area.top * 100.0,
        area.right * 100.0,
        area.bottom * 100.0
    )
}

fn draw_points(svg: &mut Svg, layer: &Layer, group: usize, paint: &str, (x, y): (&Scale, &Scale)) {
    let many = layer.x.len() > MANY_POINTS;
    let (radius, opacity) = match layer.x.len() {
        0..=400 => (4.0, 0.8),
        401..=2_000 => (3.0, 0.65),
        _ => (2.0, 0.5),
    };
    // A light rim keeps neighbours apart; among thousands it would only add noise.
    let rim = if layer.x.len() > 2_000 {
        String::new()
    } else {
        format!(" stroke=\"{CARD}\" stroke-width=\"0.6\"")
    };
    svg.raw(&format!("<g fill=\"{paint}\" fill-opacity=\"{opacity}\"{rim}>"));
    let mut taken = HashSet::new();
    for i in (0..layer.x.len()).filter(|i| layer.is_shown(*i) && layer.group_of(*i) == group) {
        let (x, y) = (x.place(layer.x[i]), y.place(layer.y[i]));
        if !many || taken.insert((x.round() as i64, y.round() as i64)) {
            svg.circle(x, y, radius);
        }
    }
    svg.raw("</g>");
}

fn draw_line(svg: &mut Svg, layer: &Layer, group: usize, paint: &str, (x, y): (&Scale, &Scale)) {
    let mut runs = vec![Vec::new()];
    for i in (0..layer.x.len()).filter(|i| layer.group_of(*i) == group) {
        if layer.is_shown(i) {
            runs.last_mut().into_iter().for_each(|run| run.push((x.place(layer.x[i]), y.place(layer.y[i]))));
        } else {
            runs.push(Vec::new());
        }
    }
    let runs: Vec<_> = runs.into_iter().filter(|run| !run.is_empty()).map(thinned).collect();
    svg.raw(&format!(
        "<g fill=\"none\" stroke=\"{paint}\" stroke-width=\"2\" stroke-linejoin=\"round\" stroke-linecap=\"round\">"
    ));
    svg.path(&runs);
    svg.raw("</g>");
}

/// Of the points in one column of pixels only the first, the lowest, the highest and the last can be
/// seen.
fn thinned(run: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    if run.len() <= MANY_POINTS {
        return run;
    }
    let mut kept = Vec::new();
    for column in run.chunk_by(|a, b| a.0.floor() == b.0.floor()) {
        let by_height = |a: &&(f64, f64), b: &&(f64, f64)| a.1.total_cmp(&b.1);
        let (low, high) = (column.iter().min_by(by_height), column.iter().max_by(by_height));
        let mut corners: Vec<(f64, f64)> =
            [column.first(), low, high, column.last()].into_iter().flatten().copied().collect();
        corners.dedup();
        kept.extend(corners);
    }
    kept
}

fn draw_bars(
    svg: &mut Svg,
    (bins, counts): (&Bins, &[usize]),
    paint: &str,
    alone: bool,
    (x, y): (&Scale, &Scale),
) {
    let opacity = if alone { 0.9 } else { 0.55 };
    svg.raw(&format!("<g fill=\"{paint}\" fill-opacity=\"{opacity}\" stroke=\"{CARD}\" stroke-width=\"1\">"));
    for (index, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let (left, right) = (x.place(bins.edge(index)), x.place(bins.edge(index + 1)));
        let top = y.place(*count as f64);
        svg.rect(left, top, right - left, y.place(0.0) - top, "");
    }
    svg.raw("</g>");
}

//! Texts at places.

use super::clip;
use super::ink::Inks;
use crate::picture::{Mark, Shape};
use crate::render::place::Place;
use crate::render::svg::{Svg, TextStyle, px};
use crate::render::text;
use crate::render::theme::Ink;

/// Below so many pixels nobody can read it.
pub const SMALLEST: f64 = 5.0;
/// From one line's base to the next, in text sizes.
const LINE: f64 = 1.2;
/// Half the height of capital letters and digits, in text sizes.
const HALF_CAPITAL: f64 = 0.358;

/// [`Shape::Texts`]. The place is at half the height of its letters.
pub fn draw(svg: &mut Svg, mark: &Mark, place: &Place) {
    let Shape::Texts { x, y, text, size, anchor, offset, bold, on } = &mark.shape else { return };
    let inks = Inks::new(&mark.paint, place);
    let size = fitting(mark, text, *size, *bold, place);
    if size < SMALLEST {
        return;
    }
    let area = clip::grown(place.area, 1.0);
    let opacity =
        if mark.opacity < 1.0 { format!(" opacity=\"{}\"", px(mark.opacity)) } else { String::new() };
    svg.open(&opacity);
    for (index, content) in text.iter().enumerate().take(x.len().min(y.len())) {
        let at = (place.x.place_or_end(x[index]), place.y.place_or_end(y[index]));
        if !clip::contains(area, at) {
            continue;
        }
        let ink = match on.as_ref().and_then(|on| on.get(index.min(on.len().saturating_sub(1)))) {
            Some(below) => Ink::Fixed(below.readable_on()),
            None => inks.of(index),
        };
        let style = TextStyle::new(size, ink).anchor(*anchor).bold(*bold);
        let lines = content.lines().count().max(1);
        let first = at.1 + offset.1 + size * (HALF_CAPITAL - LINE * (lines - 1) as f64 / 2.0);
        for (number, line) in content.lines().enumerate().filter(|(_, line)| !line.is_empty()) {
            svg.text(at.0 + offset.0, first + number as f64 * LINE * size, line, style);
        }
    }
    svg.close();
}

/// The size at which every text of the mark keeps within its room.
pub fn fitting(mark: &Mark, texts: &[String], size: f64, bold: bool, place: &Place) -> f64 {
    let mut size = size;
    let (x, y) = (&place.x, &place.y);
    let per_unit = |from: f64, to: f64, scale: (f64, f64)| ((to - from) / (scale.1 - scale.0)).abs();
    let (across, up) = (per_unit(x.from, x.to, (x.low, x.high)), per_unit(y.from, y.to, (y.low, y.high)));
    for (index, content) in texts.iter().enumerate() {
        let Some((width, height)) = mark.fit.get(index.min(mark.fit.len().saturating_sub(1))) else { break };
        let lines = content.lines().count().max(1) as f64;
        let wide = text::widest(content.lines(), 1.0, bold);
        if wide > 0.0 {
            size = size.min(width * across / wide).min(height * up / (LINE * lines));
        }
    }
    size
}

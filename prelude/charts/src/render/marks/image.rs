//! Images: one pixel per cell, embedded.

use super::bitmap;
use crate::color::Color;
use crate::picture::{Mark, Shape};
use crate::render::place::Place;
use crate::render::scale::Area;
use crate::render::svg::{Svg, px};

/// An embedded bitmap from one corner of `area` to the other.
pub fn embed(svg: &mut Svg, area: Area, uri: &str, attributes: &str) {
    svg.raw(&format!(
        "<image x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" preserveAspectRatio=\"none\"{attributes} \
         href=\"{uri}\"/>",
        px(area.left),
        px(area.top),
        px(area.width()),
        px(area.height())
    ));
}

/// [`Shape::Image`].
pub fn draw(svg: &mut Svg, mark: &Mark, place: &Place) {
    let Some((area, uri)) = prepared(mark, place) else { return };
    let mut attributes = String::new();
    if mark.opacity < 1.0 {
        attributes = format!(" opacity=\"{}\"", px(mark.opacity));
    }
    if matches!(mark.shape, Shape::Image { smooth: false, .. }) {
        attributes.push_str(" style=\"image-rendering:pixelated\"");
    }
    embed(svg, area, &uri, &attributes);
}

/// Where the image is, and its pixels as they are seen there, as a data URI.
pub fn prepared(mark: &Mark, place: &Place) -> Option<(Area, String)> {
    let Shape::Image { x0, y0, x1, y1, columns, pixels, .. } = &mark.shape else { return None };
    let (left, right) = (place.x.place_or_end(*x0), place.x.place_or_end(*x1));
    let (bottom, top) = (place.y.place_or_end(*y0), place.y.place_or_end(*y1));
    if !super::finite((left, bottom)) || !super::finite((right, top)) || *columns == 0 {
        return None;
    }
    let area =
        Area { left: left.min(right), top: top.min(bottom), right: left.max(right), bottom: top.max(bottom) };
    let most = |pixels: f64| (pixels * 2.0).clamp(1.0, 4000.0) as usize;
    let cells = Cells::new(*columns, pixels)
        .turned(left > right, top > bottom)
        .averaged(most(area.width()), most(area.height()));
    Some((area, bitmap::data_uri(cells.columns, &cells.pixels)?))
}

/// Whole rows of colours.
#[derive(Debug)]
struct Cells {
    columns: usize,
    pixels: Vec<Color>,
}

impl Cells {
    fn new(columns: usize, pixels: &[Color]) -> Self {
        let whole = pixels.len() / columns * columns;
        Self { columns, pixels: pixels[..whole].to_vec() }
    }

    /// Mirrored, where an axis runs the other way.
    fn turned(mut self, across: bool, down: bool) -> Self {
        if across {
            self.pixels.chunks_mut(self.columns).for_each(<[Color]>::reverse);
        }
        if down {
            self.pixels = self.pixels.rchunks(self.columns).flatten().copied().collect();
        }
        self
    }

    /// With no more cells than can be seen: each new cell is the mean of those it covers.
    fn averaged(self, most_columns: usize, most_rows: usize) -> Self {
        let rows = self.pixels.len() / self.columns;
        let (columns_to, rows_to) = (self.columns.min(most_columns), rows.min(most_rows));
        if (columns_to, rows_to) == (self.columns, rows) || rows == 0 {
            return self;
        }
        let mut pixels = Vec::with_capacity(columns_to * rows_to);
        for row in 0..rows_to {
            let down = row * rows / rows_to..(row + 1) * rows / rows_to;
            for column in 0..columns_to {
                let across = column * self.columns / columns_to..(column + 1) * self.columns / columns_to;
                let covered = down.clone().flat_map(|row| &self.pixels[row * self.columns..][across.clone()]);
                pixels.push(mean(covered));
            }
        }
        Self { columns: columns_to, pixels }
    }
}

/// The mean, in which a transparent colour has no weight.
fn mean<'a>(colors: impl Iterator<Item = &'a Color>) -> Color {
    let (mut sum, mut alpha, mut n) = ([0.0; 3], 0.0, 0.0);
    for color in colors {
        let weight = f64::from(color.alpha);
        for (sum, part) in sum.iter_mut().zip([color.red, color.green, color.blue]) {
            *sum += f64::from(part) * weight;
        }
        alpha += weight;
        n += 1.0;
    }
    let [red, green, blue] = sum.map(|sum| if alpha > 0.0 { (sum / alpha).round() as u8 } else { 0 });
    Color::rgb(red, green, blue).with_alpha(if n > 0.0 { f64::round(alpha / n) as u8 } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_turn_and_shrink() {
        let color = |value: u8| Color::rgb(value, value, value);
        let cells = || Cells::new(2, &[color(0), color(10), color(20), color(30), color(99)]);
        assert_eq!(cells().turned(true, false).pixels, [10, 0, 30, 20].map(color));
        assert_eq!(cells().turned(false, true).pixels, [20, 30, 0, 10].map(color));
        assert_eq!(cells().averaged(1, 1).pixels, [color(15)]);
        assert_eq!(cells().averaged(9, 9).pixels.len(), 4);
    }
}

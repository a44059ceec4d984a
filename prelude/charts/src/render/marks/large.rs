//! Scatters of very many points: drawn as pixels, so that the document does not grow with them, and so that
//! where they are dense can be seen.
//!
//! Markers are counted into a raster, which is order-independent: no group hides another by being last.
//! How opaque a pixel is grows with the logarithm of how many markers cover it.

use super::bitmap;
use super::clip;
use super::image::embed;
use super::ink::{self, Inks};
use super::points::Points;
use crate::color::Color;
use crate::picture::{Mark, Marker};
use crate::render::place::Place;
use crate::render::scale::Area;
use crate::render::svg::Svg;

/// Points that are drawn in their full size; of more, each is smaller, unless its size was asked for.
const FULL_SIZE: f64 = 5000.0;
/// Diameter in pixels that no marker gets below.
const SMALLEST: f64 = 1.6;
/// Pixels of a raster.
const CELLS: f64 = 700_000.0;
/// Bytes that all rasters of a picture may have together.
const BYTES: f64 = 360_000.0;

pub fn draw(svg: &mut Svg, mark: &Mark, points: &Points, inks: &Inks, place: &Place) {
    let total = place.load.points.max(points.x.len()).max(1) as f64;
    let shrink = if mark.keeps_size { 1.0 } else { (FULL_SIZE / total).powf(0.25).min(1.0) };
    let diameter = |index: usize| match points.diameter(index) {
        size if size > 0.0 => (size * shrink).max(SMALLEST.min(size)),
        _ => 0.0,
    };
    let seen: Vec<Dot> = points
        .seen(place)
        .map(|(index, at)| Dot { at, diameter: diameter(index), color: ink::color(inks.of(index), place) })
        .filter(|dot| dot.diameter > 0.0)
        .collect();
    let widest = seen.iter().map(|dot| dot.diameter).fold(0.0, f64::max);
    let area = clip::grown(place.area, widest / 2.0 + 1.0);
    let most = (BYTES * points.x.len() as f64 / total).max(24_000.0);
    let sharp = (CELLS / (area.width() * area.height()).max(1.0)).sqrt().min(2.0);
    for scale in [sharp, sharp * 0.75, sharp * 0.5, sharp * 0.35] {
        let mut raster = Raster::new(area, scale);
        raster.count(&seen, points.marker);
        let Some(uri) = bitmap::data_uri(raster.columns, &raster.colors(mark.opacity)) else { return };
        // Dense noise does not compress: then with fewer pixels.
        if uri.len() as f64 <= most || scale <= sharp * 0.35 {
            return embed(svg, raster.area(), &uri, "");
        }
    }
}

/// A point to be counted.
#[derive(Clone, Copy, Debug)]
struct Dot {
    at: (f64, f64),
    diameter: f64,
    color: Color,
}

/// Per pixel, the sum of red, green, blue and of how much of it markers cover.
#[derive(Debug)]
struct Raster {
    left: f64,
    top: f64,
    scale: f64,
    columns: usize,
    rows: usize,
    cells: Vec<[f32; 4]>,
}

impl Raster {
    fn new(area: Area, scale: f64) -> Self {
        let cells = |pixels: f64| (pixels * scale).ceil().clamp(1.0, 8000.0) as usize;
        let (columns, rows) = (cells(area.width()), cells(area.height()));
        Self { left: area.left, top: area.top, scale, columns, rows, cells: vec![[0.0; 4]; columns * rows] }
    }

    fn area(&self) -> Area {
        Area {
            left: self.left,
            top: self.top,
            right: self.left + self.columns as f64 / self.scale,
            bottom: self.top + self.rows as f64 / self.scale,
        }
    }

    /// Markers of one size are first counted by their middles: the work then does not grow with their
    /// number times their size.
    fn count(&mut self, dots: &[Dot], marker: Marker) {
        let alike = dots.windows(2).all(|pair| pair[0].diameter == pair[1].diameter);
        let Some(first) = dots.first() else { return };
        let mut kernel = Kernel::new(marker, first.diameter * self.scale);
        if alike {
            let mut middles = vec![[0.0_f32; 4]; self.cells.len()];
            for dot in dots {
                let (column, row) = self.cell(dot.at);
                add(&mut middles[row * self.columns + column], weights(dot.color), 1.0);
            }
            for (index, weights) in middles.iter().enumerate().filter(|(_, weights)| weights[3] > 0.0) {
                self.stamp((index % self.columns, index / self.columns), *weights, &kernel);
            }
            return;
        }
        for dot in dots {
            if (kernel.diameter - dot.diameter * self.scale).abs() > 0.25 {
                kernel = Kernel::new(marker, dot.diameter * self.scale);
            }
            self.stamp(self.cell(dot.at), weights(dot.color), &kernel);
        }
    }

    fn cell(&self, (x, y): (f64, f64)) -> (usize, usize) {
        let column = ((x - self.left) * self.scale).max(0.0) as usize;
        let row = ((y - self.top) * self.scale).max(0.0) as usize;
        (column.min(self.columns - 1), row.min(self.rows - 1))
    }

    fn stamp(&mut self, (column, row): (usize, usize), weights: [f32; 4], kernel: &Kernel) {
        let half = kernel.half;
        let rows = row.saturating_sub(half)..(row + half + 1).min(self.rows);
        let columns = column.saturating_sub(half)..(column + half + 1).min(self.columns);
        for y in rows {
            let skip = (y + half - row) * (2 * half + 1) + columns.start + half - column;
            let cells = &mut self.cells[y * self.columns..][columns.clone()];
            for (cell, share) in cells.iter_mut().zip(&kernel.shares[skip..]) {
                add(cell, weights, *share);
            }
        }
    }

    /// One marker is as opaque as leaves room above it for the densest; few levels, which compress well.
    fn colors(&self, opacity: f64) -> Vec<Color> {
        let dense = self.dense();
        let one = (opacity / (1.0 + dense.ln() / 2.0)).clamp(0.2, 1.0).min(opacity.clamp(0.05, 1.0));
        let opacity = |count: f64| match count {
            count if count <= 1.0 => count * one,
            count => (one + (1.0 - one) * count.ln() / dense.ln().max(1.0)).min(1.0),
        };
        let many = self.cells.iter().filter(|cell| cell[3] > 0.0);
        let first = many.clone().next().map(mean);
        let plain = many.map(mean).all(|color| Some(color) == first);
        let color = |cell: &[f32; 4]| {
            let alpha = ((opacity(f64::from(cell[3])) * 15.0).round() * 17.0) as u8;
            let [red, green, blue] = mean(cell);
            match alpha {
                0 => Color::rgb(0, 0, 0).with_alpha(0),
                _ if plain => Color::rgb(red, green, blue).with_alpha(alpha),
                _ => Color::rgb(coarse(red), coarse(green), coarse(blue)).with_alpha(alpha),
            }
        };
        self.cells.iter().map(color).collect()
    }

    /// How many markers cover a dense pixel: only 2 of 100 covered pixels have more.
    fn dense(&self) -> f64 {
        let mut counts: Vec<f32> =
            self.cells.iter().map(|cell| cell[3]).filter(|count| *count > 0.5).collect();
        if counts.is_empty() {
            return 1.0;
        }
        let place = (counts.len() - 1) * 98 / 100;
        f64::from(*counts.select_nth_unstable_by(place, f32::total_cmp).1).max(1.0)
    }
}

fn weights(color: Color) -> [f32; 4] {
    let alpha = f32::from(color.alpha) / 255.0;
    [f32::from(color.red) * alpha, f32::from(color.green) * alpha, f32::from(color.blue) * alpha, alpha]
}

fn add(cell: &mut [f32; 4], weights: [f32; 4], share: f32) {
    for (sum, weight) in cell.iter_mut().zip(weights) {
        *sum += weight * share;
    }
}

fn mean(cell: &[f32; 4]) -> [u8; 3] {
    [0, 1, 2].map(|part| (cell[part] / cell[3]).round() as u8)
}

/// Sixteen levels of a colour's part.
fn coarse(part: u8) -> u8 {
    ((u16::from(part) * 15 + 127) / 255 * 17) as u8
}

/// How much of each pixel around its middle a marker covers.
#[derive(Debug)]
struct Kernel {
    diameter: f64,
    half: usize,
    shares: Vec<f32>,
}

impl Kernel {
    fn new(marker: Marker, diameter: f64) -> Self {
        let radius = diameter / 2.0;
        let half = (radius * 1.25 + 0.5).ceil() as usize;
        let side = 2 * half + 1;
        let share = |index: usize| {
            let at = |cell: usize, part: i32| cell as f64 - half as f64 + (f64::from(part) - 3.5) / 8.0;
            let parts = (0..64).filter(|part| {
                let (x, y) = (at(index % side, part % 8), at(index / side, part / 8));
                covers(marker, (x / radius, y / radius), 0.9 / radius.max(0.9))
            });
            parts.count() as f32 / 64.0
        };
        Self { diameter, half, shares: (0..side * side).map(share).collect() }
    }
}

/// If a marker of radius 1 covers a place; `line` is half the width of the lines of open markers.
fn covers(marker: Marker, (x, y): (f64, f64), line: f64) -> bool {
    let (across, down) = (x.abs(), y.abs());
    match marker {
        Marker::Circle => x.hypot(y) <= 1.0,
        Marker::Square => across.max(down) <= 0.88,
        Marker::Diamond => across / 1.06 + down / 1.24 <= 1.0,
        Marker::Triangle => y <= 0.76 && across <= 1.08 * (y + 1.16) / 1.92,
        Marker::Plus => across.min(down) <= line && across.max(down) <= 1.0,
        Marker::Cross => (across - down).abs() <= line * 1.41 && across.max(down) <= 0.8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marker_covers_its_own_area() {
        for (marker, area) in [
            (Marker::Circle, std::f64::consts::PI),
            (Marker::Square, 1.76 * 1.76),
            (Marker::Triangle, 1.08 * 1.92),
            (Marker::Diamond, 2.0 * 1.06 * 1.24),
        ] {
            let covered: f32 = Kernel::new(marker, 20.0).shares.iter().sum();
            let expected = area * 100.0;
            assert!((f64::from(covered) / expected - 1.0).abs() < 0.02, "{marker:?}: {covered} {expected}");
        }
    }

    #[test]
    fn counting_first_and_stamping_each_agree() {
        let area = Area { left: 5.0, top: 7.0, right: 45.0, bottom: 37.0 };
        let dots: Vec<Dot> = (0..200)
            .map(|index| {
                let color = Color::hex(0x0012_3456 * (index % 3));
                let at = (5.0 + f64::from(index * 37 % 400) / 10.0, 7.0 + f64::from(index * 53 % 300) / 10.0);
                Dot { at, diameter: 4.0, color }
            })
            .collect();
        let mut together = Raster::new(area, 2.0);
        together.count(&dots, Marker::Circle);
        let mut each = Raster::new(area, 2.0);
        let kernel = Kernel::new(Marker::Circle, 8.0);
        dots.iter().for_each(|dot| each.stamp(each.cell(dot.at), weights(dot.color), &kernel));
        for (one, other) in together.cells.iter().zip(&each.cells) {
            assert!(one.iter().zip(other).all(|(a, b)| (a - b).abs() < 0.05), "{one:?} {other:?}");
        }
    }
}

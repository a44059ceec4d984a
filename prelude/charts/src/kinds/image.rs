//! Images: a grid of greys, of values through a colour map, or of colours.

use super::support::{color_ends, ramp_colors};
use crate::color::Color;
use crate::kind::{Kind, PanelBuilder, Style};
use crate::picture::{Axis, Mark, Paint, Shape};

/// What an image is made of.
#[derive(Clone, Debug)]
pub enum Pixels {
    /// From black (the least) to white, or through the style's colour map.
    Values(Vec<f64>),
    /// As they are.
    Colors(Vec<Color>),
}

/// One image; its first row is at the top.
#[derive(Clone, Debug)]
pub struct Image {
    /// Pixels in a row.
    pub columns: usize,
    /// Row by row.
    pub pixels: Pixels,
}

impl Image {
    fn len(&self) -> usize {
        match &self.pixels {
            Pixels::Values(values) => values.len(),
            Pixels::Colors(colors) => colors.len(),
        }
    }

    fn rows(&self) -> usize {
        self.len() / self.columns.max(1)
    }

    fn colors(&self, style: &Style) -> Vec<Color> {
        let values = match &self.pixels {
            Pixels::Colors(colors) => return colors.clone(),
            Pixels::Values(values) => values,
        };
        let (low, high) = color_ends(values, style.options.color_limits);
        let colors = match style.options.color_map {
            Some(map) => ramp_colors(values, map, low, high),
            None => values.iter().map(|value| grey(super::support::share(*value, low, high))).collect(),
        };
        let clear = Color::rgb(0, 0, 0).with_alpha(0);
        let shown = colors.into_iter().zip(values);
        shown.map(|(color, value)| if value.is_finite() { color } else { clear }).collect()
    }
}

/// Black to white: the map of greys goes the other way and is not even.
fn grey(share: f64) -> Color {
    let part = if share.is_finite() { (share * 255.0).round() as u8 } else { 0 };
    Color::rgb(part, part, part)
}

impl Kind for Image {
    fn name(&self) -> &'static str {
        "image"
    }

    fn describe(&self) -> String {
        format!("image of {} by {} pixels", self.columns, self.rows())
    }

    fn hidden(&self) -> usize {
        match &self.pixels {
            Pixels::Values(values) => values.iter().filter(|value| !value.is_finite()).count(),
            Pixels::Colors(_) => 0,
        }
    }

    fn n_things(&self) -> usize {
        self.len()
    }

    fn heeds(&self) -> &'static [&'static str] {
        &["color_map", "color_limits"]
    }

    fn draw(&self, style: &Style, panel: &mut PanelBuilder) {
        let (width, height) = (self.columns as f64, self.rows() as f64);
        let ends = |length: f64, reversed| Axis {
            low: Some(-0.5),
            high: Some(length - 0.5),
            tight: true,
            counts: true,
            hide_grid: true,
            reversed,
            ..Axis::default()
        };
        panel.panel.x = ends(width, false);
        panel.panel.y = ends(height, true);
        panel.panel.equal_aspect = true;
        let shape = Shape::Image {
            x0: -0.5,
            y0: height - 0.5,
            x1: width - 0.5,
            y1: -0.5,
            columns: self.columns,
            pixels: self.colors(style),
            smooth: false,
        };
        panel.add(Mark::new(shape, Paint::Text));
    }
}

/// What a classifier says at each point of a grid: regions of the classes, or one class's probability.
/// The data's points are another layer, grouped by the same classes, above it.
#[derive(Clone, Debug)]
pub struct DecisionBoundary {
    /// Ends of the grid, (low, high).
    pub x: (f64, f64),
    /// Ends of the grid, (low, high).
    pub y: (f64, f64),
    /// Points in a row of the grid.
    pub columns: usize,
    /// Row by row, the row of the greatest y first.
    pub answers: Answers,
}

/// A classifier's answers.
#[derive(Clone, Debug)]
pub enum Answers {
    /// Class numbers: colours of the palette, in order.
    Classes(Vec<usize>),
    /// Of the second class, 0 to 1; the boundary is where it is one half.
    Probabilities(Vec<f64>),
}

impl DecisionBoundary {
    fn classes(&self) -> Vec<usize> {
        match &self.answers {
            Answers::Classes(classes) => classes.clone(),
            Answers::Probabilities(shares) => shares.iter().map(|share| usize::from(*share >= 0.5)).collect(),
        }
    }

    /// Regions in the palette's colours, faint: the points above them have the same colours in full.
    fn pixels(&self, style: &Style, panel: &PanelBuilder) -> Vec<Color> {
        let faint = |color: Color| color.with_alpha(70);
        match &self.answers {
            Answers::Classes(classes) => {
                classes.iter().map(|class| faint(panel.palette.color(*class))).collect()
            }
            Answers::Probabilities(shares) => {
                let clear = Color::rgb(0, 0, 0).with_alpha(0);
                let map = style.options.color_map;
                let two = |share: f64| {
                    // Fainter where the classifier is less sure.
                    let sure = (share - 0.5).abs() * 2.0;
                    panel.palette.color(usize::from(share >= 0.5)).with_alpha((20.0 + 110.0 * sure) as u8)
                };
                let color = |share: &f64| match map {
                    _ if !share.is_finite() => clear,
                    Some(map) => map.at(*share).with_alpha(170),
                    None => two(share.clamp(0.0, 1.0)),
                };
                shares.iter().map(color).collect()
            }
        }
    }

    /// Edges between neighbouring cells of different classes, in data coordinates.
    fn edges(&self) -> Vec<[f64; 4]> {
        let classes = self.classes();
        let columns = self.columns.max(1);
        let rows = classes.len() / columns;
        let wide = (self.x.1 - self.x.0) / columns as f64;
        let tall = (self.y.1 - self.y.0) / rows.max(1) as f64;
        let at = |column: usize, row: usize| (self.x.0 + wide * column as f64, self.y.1 - tall * row as f64);
        let mut edges = Vec::new();
        for row in 0..rows {
            for column in 0..columns {
                let here = classes[row * columns + column];
                if column + 1 < columns && classes[row * columns + column + 1] != here {
                    let ((x, y0), (_, y1)) = (at(column + 1, row), at(column + 1, row + 1));
                    edges.push([x, y0, x, y1]);
                }
                if row + 1 < rows && classes[(row + 1) * columns + column] != here {
                    let ((x0, y), (x1, _)) = (at(column, row + 1), at(column + 1, row + 1));
                    edges.push([x0, y, x1, y]);
                }
            }
        }
        edges
    }
}

impl Kind for DecisionBoundary {
    fn name(&self) -> &'static str {
        "decision boundary"
    }

    fn describe(&self) -> String {
        let classes: std::collections::BTreeSet<usize> = self.classes().into_iter().collect();
        format!("decision boundary between {} classes", classes.len())
    }

    fn n_things(&self) -> usize {
        0
    }

    fn heeds(&self) -> &'static [&'static str] {
        &["color_map"]
    }

    fn draw(&self, style: &Style, panel: &mut PanelBuilder) {
        for (axis, (low, high)) in [(&mut panel.panel.x, self.x), (&mut panel.panel.y, self.y)] {
            axis.low = axis.low.or(Some(low));
            axis.high = axis.high.or(Some(high));
            axis.tight = true;
            axis.hide_grid = true;
        }
        let shape = Shape::Image {
            x0: self.x.0,
            y0: self.y.0,
            x1: self.x.1,
            y1: self.y.1,
            columns: self.columns,
            pixels: self.pixels(style, panel),
            smooth: matches!(self.answers, Answers::Probabilities(_)),
        };
        panel.add(Mark::new(shape, Paint::Text));
        panel.add(super::support::segments(self.edges(), Paint::Text).stroke(0.8).opacity(0.6));
    }
}

//! Lines and areas of equal height.

use super::common::{add, number};
use super::support::texts;
use crate::kind::{Kind, PanelBuilder, Style};
use crate::picture::{Anchor, ColorBar, Mark, Paint, Shape, Step};
use crate::statistics::{extent, round_levels};

mod squares;

/// Contours of heights on a grid, at round levels.
#[derive(Clone, Debug, Default)]
pub struct Contour {
    /// Places of the columns and of the rows, rising.
    pub x: Vec<f64>,
    pub y: Vec<f64>,
    /// Row by row: `z[row * x.len() + column]`.
    pub z: Vec<f64>,
    pub filled: bool,
    /// What z is.
    pub title: Option<String>,
}

/// The ends of a run about its only place, as long as one step of the other run.
fn around(place: f64, other: &[f64]) -> Vec<f64> {
    let step = match other {
        [first, .., last] => ((last - first) / (other.len() - 1) as f64).abs(),
        _ => 1.0,
    };
    let half = if step > 0.0 && step.is_finite() { step / 2.0 } else { 0.5 };
    vec![place - half, place + half]
}

impl Kind for Contour {
    fn name(&self) -> &'static str {
        "contour"
    }

    fn describe(&self) -> String {
        format!("contours of {} × {} heights", self.y.len(), self.x.len())
    }

    fn hidden(&self) -> usize {
        super::common::hidden(&self.z)
    }

    fn n_things(&self) -> usize {
        self.z.len()
    }

    fn heeds(&self) -> &'static [&'static str] {
        &["levels", "line_width", "opacity", "color_map", "color_limits"]
    }

    fn draw(&self, style: &Style, panel: &mut PanelBuilder) {
        if self.x.len() * self.y.len() != self.z.len() {
            return;
        }
        let Some((least, most)) = extent(&self.z) else { return };
        let levels = round_levels(least, most, style.options.levels.unwrap_or(8).clamp(1, 100));
        let (low, high) = style.options.color_limits.unwrap_or((levels[0], levels[levels.len() - 1]));
        let (low, high) = if low == high { (low - 0.5, high + 0.5) } else { (low, high) };
        for axis in [&mut panel.panel.x, &mut panel.panel.y] {
            axis.tight = true;
            axis.hide_grid = true;
        }
        let grid = self.widened();
        grid.give_size(panel);
        if self.filled {
            grid.draw_areas(style, panel, &levels, (low, high));
        } else {
            grid.draw_lines(style, panel, &levels, (low, high));
        }
        let map = style.options.color_map.unwrap_or_default();
        if least == most && !self.filled {
            grid.say_constant(least, panel);
        } else {
            let bar = ColorBar::new(map, (low, high), self.title.clone());
            let steps = if self.filled { levels } else { Vec::new() };
            panel.panel.color_bar.get_or_insert(ColorBar { steps, ..bar });
        }
    }
}

impl Contour {
    /// A single row or column has no area: it is given one, of the same heights.
    fn widened(&self) -> Self {
        let mut grid = self.clone();
        if let [y] = *self.y {
            grid.y = around(y, &self.x);
            grid.z = self.z.repeat(2);
        }
        if let [x] = *self.x {
            grid.x = around(x, &self.y);
            grid.z = grid.z.iter().flat_map(|height| [*height; 2]).collect();
        }
        grid
    }

    /// A panel without a contour still has the grid's size.
    fn give_size(&self, panel: &mut PanelBuilder) {
        for (axis, run) in [(&mut panel.panel.x, &self.x), (&mut panel.panel.y, &self.y)] {
            let (low, high) = extent(run).unwrap_or((0.0, 1.0));
            (axis.low, axis.high) = (axis.low.or(Some(low)), axis.high.or(Some(high)));
        }
    }

    /// No line can be drawn through a plain.
    fn say_constant(&self, height: f64, panel: &mut PanelBuilder) {
        let middle = |run: &[f64]| extent(run).map_or(0.0, |(low, high)| f64::midpoint(low, high));
        let place = vec![(middle(&self.x), middle(&self.y))];
        let text = format!("all heights are {}", number(height));
        let mut mark = texts(place, vec![text], 13.0, Anchor::Middle);
        mark.paint = Paint::Faint;
        panel.add(mark);
    }

    /// All that is above a level, over all that is above the level below it: no seams can open.
    fn draw_areas(&self, style: &Style, panel: &mut PanelBuilder, levels: &[f64], (low, high): (f64, f64)) {
        let map = style.options.color_map.unwrap_or_default();
        let (mut polygons, mut values) = (Vec::new(), Vec::new());
        let bands = levels.len().saturating_sub(1).max(1);
        for (index, level) in levels.iter().take(bands).enumerate() {
            // The lowest level may be the least height itself, of which nothing may be left out.
            let threshold = if index == 0 { f64::MIN } else { *level };
            let rings = squares::above(&self.x, &self.y, &self.z, threshold);
            if !rings.is_empty() {
                polygons.push(rings);
                values.push(f64::midpoint(*level, levels.get(index + 1).copied().unwrap_or(*level)));
            }
        }
        let mark = Mark::new(Shape::Polygons { polygons }, Paint::Ramp { values, map, low, high });
        add(panel, style, mark.opacity(style.options.opacity.unwrap_or(1.0)));
    }

    fn draw_lines(&self, style: &Style, panel: &mut PanelBuilder, levels: &[f64], (low, high): (f64, f64)) {
        let map = style.options.color_map.unwrap_or_default();
        for level in levels {
            let (mut x, mut y) = (Vec::new(), Vec::new());
            for line in squares::lines(&self.x, &self.y, &self.z, *level) {
                x.extend(line.iter().map(|place| place.0).chain([f64::NAN]));
                y.extend(line.iter().map(|place| place.1).chain([f64::NAN]));
            }
            if !x.is_empty() {
                let paint = Paint::Fixed(map.at((level - low) / (high - low)));
                let mark = Mark::new(Shape::Line { x, y, step: Step::Straight }, paint);
                let mark = mark.stroke(style.options.line_width.unwrap_or(1.8));
                add(panel, style, mark.opacity(style.options.opacity.unwrap_or(1.0)));
            }
        }
    }
}

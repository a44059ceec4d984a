//! Lines and areas of equal height.

use super::common::{add, color_bar};
use crate::kind::{Kind, PanelBuilder, Style};
use crate::picture::{Mark, Paint, Shape, Step};
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
        let (Some((least, most)), true) = (extent(&self.z), self.x.len() * self.y.len() == self.z.len())
        else {
            return;
        };
        let levels = round_levels(least, most, style.options.levels.unwrap_or(8).clamp(1, 100));
        let (low, high) = style.options.color_limits.unwrap_or((levels[0], levels[levels.len() - 1]));
        let (low, high) = if low == high { (low - 0.5, high + 0.5) } else { (low, high) };
        for axis in [&mut panel.panel.x, &mut panel.panel.y] {
            axis.tight = true;
            axis.hide_grid = true;
        }
        if self.filled {
            self.draw_areas(style, panel, &levels, (low, high));
        } else {
            self.draw_lines(style, panel, &levels, (low, high));
        }
        color_bar(panel, style.options.color_map.unwrap_or_default(), (low, high), self.title.clone());
    }
}

impl Contour {
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
        // A panel without a contour still has the grid's size.
        let corner = |run: &[f64]| extent(run).unwrap_or((0.0, 1.0));
        let ((x0, x1), (y0, y1)) = (corner(&self.x), corner(&self.y));
        (panel.panel.x.low, panel.panel.x.high) =
            (panel.panel.x.low.or(Some(x0)), panel.panel.x.high.or(Some(x1)));
        (panel.panel.y.low, panel.panel.y.high) =
            (panel.panel.y.low.or(Some(y0)), panel.panel.y.high.or(Some(y1)));
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

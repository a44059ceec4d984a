//! Box plots.

use super::cells::{Cell, families};
use super::common::{Lying, add, counted, hidden, pick, sides};
use crate::kind::{Kind, PanelBuilder, Style};
use crate::picture::{Mark, Paint};
use crate::statistics::BoxStatistics;

/// Tukey's box plot: median, quartiles, whiskers to the last value within 1.5 times the box, and the rest as
/// points. By category, and by group beside one another.
#[derive(Clone, Debug, Default)]
pub struct BoxPlot {
    pub values: Vec<f64>,
}

impl Kind for BoxPlot {
    fn name(&self) -> &'static str {
        "box"
    }

    fn describe(&self) -> String {
        format!("box plot of {}", counted(self.values.len() - self.hidden(), "value"))
    }

    fn hidden(&self) -> usize {
        hidden(&self.values)
    }

    fn n_things(&self) -> usize {
        self.values.len()
    }

    fn heeds(&self) -> &'static [&'static str] {
        &["horizontal", "opacity", "marker_size", "line_width"]
    }

    fn draw(&self, style: &Style, panel: &mut PanelBuilder) {
        let lying = Lying(style.options.horizontal);
        for family in families(self.values.len(), style, panel) {
            let mut drawn = Drawn::default();
            for cell in &family.cells {
                if let Some(found) = BoxStatistics::of(&pick(&self.values, &cell.members)) {
                    drawn.add(cell, &found);
                }
            }
            drawn.draw(style, panel, lying, &family.paint, family.label);
        }
    }
}

/// The parts of boxes that look alike.
#[derive(Debug, Default)]
struct Drawn {
    boxes: Vec<[f64; 4]>,
    lines: Vec<[f64; 4]>,
    medians: Vec<[f64; 4]>,
    outliers: Vec<(f64, f64)>,
}

impl Drawn {
    fn add(&mut self, cell: &Cell, found: &BoxStatistics) {
        let half = cell.width * 0.44;
        let (left, right, at) = (cell.at - half, cell.at + half, cell.at);
        self.boxes.push([left, found.first, right, found.third]);
        self.lines.extend(sides(left, found.first, right, found.third));
        for (end, edge) in [(found.low, found.first), (found.high, found.third)] {
            self.lines.extend([[at, edge, at, end], [at - half / 2.0, end, at + half / 2.0, end]]);
        }
        self.medians.push([left, found.median, right, found.median]);
        self.outliers.extend(found.outliers.iter().map(|value| (at, *value)));
    }

    fn draw(
        self,
        style: &Style,
        panel: &mut PanelBuilder,
        lying: Lying,
        paint: &Paint,
        label: Option<String>,
    ) {
        let part = |index: usize| self.boxes.iter().map(|part| part[index]).collect();
        let boxes = lying.rects(part(0), part(2), part(1), part(3));
        let width = style.options.line_width.unwrap_or(1.5);
        let fill = Mark::new(boxes, paint.clone()).opacity(style.options.opacity.unwrap_or(0.35));
        add(panel, style, fill.label(label));
        add(panel, style, Mark::new(lying.segments(&self.lines), paint.clone()).stroke(width));
        add(panel, style, Mark::new(lying.segments(&self.medians), paint.clone()).stroke(width * 2.0));
        if !self.outliers.is_empty() {
            let size = style.options.marker_size.unwrap_or(5.0);
            let (along, values) = self.outliers.into_iter().unzip();
            add(panel, style, Mark::new(lying.points(along, values, size), paint.clone()).opacity(0.7));
        }
    }
}

//! Lines.

use super::common::{add, counted, hidden_pairs, pick};
use crate::kind::{Kind, PanelBuilder, Style, marker};
use crate::picture::{Mark, Scale, Shape, Step};

/// A line through the points in their order; a missing value interrupts it. One per group.
#[derive(Clone, Debug, Default)]
pub struct Line {
    pub x: Vec<f64>,
    pub y: Vec<f64>,
    /// x are milliseconds since 1970.
    pub dates: bool,
}

impl Kind for Line {
    fn name(&self) -> &'static str {
        "line"
    }

    fn describe(&self) -> String {
        format!("line through {}", counted(self.x.len() - self.hidden(), "point"))
    }

    fn hidden(&self) -> usize {
        hidden_pairs(&self.x, &self.y)
    }

    fn n_things(&self) -> usize {
        self.x.len()
    }

    fn heeds(&self) -> &'static [&'static str] {
        &["markers", "steps", "errors", "marker_size", "line_width", "opacity", "dashed", "second_axis"]
    }

    fn draw(&self, style: &Style, panel: &mut PanelBuilder) {
        if self.dates {
            panel.panel.x.scale = Scale::Date;
        }
        let options = &style.options;
        let step = if options.steps { Step::After } else { Step::Straight };
        let paints = panel.group_paints(style);
        let members = style.members(self.x.len());
        if let Some((below, above)) = &options.errors {
            for (members, paint) in members.iter().zip(&paints) {
                let y = pick(&self.y, members);
                let low = y.iter().zip(pick(below, members)).map(|(y, less)| y - less).collect();
                let high = y.iter().zip(pick(above, members)).map(|(y, more)| y + more).collect();
                let shape = Shape::Area { x: pick(&self.x, members), low, high, step };
                add(panel, style, Mark::new(shape, paint.clone()).opacity(0.2));
            }
        }
        for (group, (members, paint)) in members.iter().zip(&paints).enumerate() {
            let (x, y) = (pick(&self.x, members), pick(&self.y, members));
            let opacity = options.opacity.unwrap_or(1.0);
            let alone = lonely(&x, &y);
            let line = Mark::new(Shape::Line { x: x.clone(), y: y.clone(), step }, paint.clone())
                .stroke(options.line_width.unwrap_or(2.0))
                .opacity(opacity)
                .label(style.group_label(group));
            add(panel, style, line);
            let size = vec![options.marker_size.unwrap_or(6.0)];
            let shape = if options.markers {
                Shape::Points { x, y, size, marker: marker(group) }
            } else {
                // A point between two gaps has no line to be seen by.
                let (x, y) = (pick(&x, &alone), pick(&y, &alone));
                Shape::Points { x, y, size: vec![options.line_width.unwrap_or(2.0) + 2.0], marker: marker(0) }
            };
            if options.markers || !alone.is_empty() {
                let label = if options.markers { style.group_label(group) } else { None };
                add(panel, style, Mark::new(shape, paint.clone()).opacity(opacity).label(label));
            }
        }
    }
}

/// The points without neighbours; one of those that are all at one place, where a line has no length.
fn lonely(x: &[f64], y: &[f64]) -> Vec<usize> {
    let there = |index: usize| {
        x.get(index).is_some_and(|x| x.is_finite()) && y.get(index).is_some_and(|y| y.is_finite())
    };
    if let Some(first) = (0..x.len()).find(|index| there(*index)) {
        let same = |index: &usize| x[*index] == x[first] && y[*index] == y[first];
        if (0..x.len()).filter(|index| there(*index)).all(|index| same(&index)) {
            return vec![first];
        }
    }
    (0..x.len())
        .filter(|index| there(*index) && !there(index + 1) && !(*index > 0 && there(index - 1)))
        .collect()
}

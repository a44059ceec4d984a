//! What is between two curves.

use super::common::{add, counted, pick};
use crate::kind::{Kind, PanelBuilder, Style};
use crate::picture::{Mark, Paint, Scale, Shape, Step};

/// The band between a lower and an upper curve; a missing value interrupts it. It has the colour of the
/// line that it goes with: that of its own group, else the last one drawn.
#[derive(Clone, Debug, Default)]
pub struct Between {
    pub x: Vec<f64>,
    pub low: Vec<f64>,
    pub high: Vec<f64>,
    /// x are milliseconds since 1970.
    pub dates: bool,
}

impl Kind for Between {
    fn name(&self) -> &'static str {
        "band"
    }

    fn describe(&self) -> String {
        format!("band over {}", counted(self.x.len() - self.hidden(), "point"))
    }

    fn hidden(&self) -> usize {
        let places = self.x.iter().zip(&self.low).zip(&self.high);
        places.filter(|((x, low), high)| !(x.is_finite() && low.is_finite() && high.is_finite())).count()
    }

    fn n_things(&self) -> usize {
        self.x.len()
    }

    fn heeds(&self) -> &'static [&'static str] {
        &["steps", "opacity", "second_axis"]
    }

    fn is_aside(&self) -> bool {
        true
    }

    fn draw(&self, style: &Style, panel: &mut PanelBuilder) {
        if self.dates {
            panel.panel.x.scale = Scale::Date;
        }
        let step = if style.options.steps { Step::After } else { Step::Straight };
        for (group, members) in style.members(self.x.len()).iter().enumerate() {
            let label = style.group_label(group);
            let name = style.groups.as_ref().and(label.as_ref());
            let paint = style
                .color
                .map(Paint::Fixed)
                .or_else(|| paint_of_line(panel, name))
                .unwrap_or_else(|| panel.next_paint());
            let (low, high) = (pick(&self.low, members), pick(&self.high, members));
            let shape = Shape::Area { x: pick(&self.x, members), low, high, step };
            // The line's own entry in the legend stands for both.
            let label = if name.is_some() { None } else { label };
            let opacity = style.options.opacity.unwrap_or(0.2);
            add(panel, style, Mark::new(shape, paint).opacity(opacity).label(label));
        }
    }
}

/// The paint of the last line in the panel, or of the one with this name.
fn paint_of_line(panel: &PanelBuilder, name: Option<&String>) -> Option<Paint> {
    let lines = panel.panel.marks.iter().rev().filter(|mark| matches!(mark.shape, Shape::Line { .. }));
    let mut lines = lines.filter(|mark| name.is_none() || mark.label.as_ref() == name);
    lines.next().map(|mark| mark.paint.clone())
}

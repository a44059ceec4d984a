//! Reference lines, bands and notes.

use super::support::finite_range;
use crate::kind::{Kind, PanelBuilder, Style};
use crate::picture::{Anchor, Dash, Mark, Paint, Shape};

/// What is drawn into a panel to be read with the data.
#[derive(Clone, Debug)]
pub enum Annotation {
    /// From left to right at y.
    Horizontal(f64),
    /// From bottom to top at x.
    Vertical(f64),
    /// Where x and y are equal, from the least to the greatest of the layers before it.
    Diagonal,
    /// All of the panel between two y.
    HorizontalSpan(f64, f64),
    /// All of the panel between two x.
    VerticalSpan(f64, f64),
    /// A text; with an arrow from it to a place where one is given.
    Note { x: f64, y: f64, text: String, to: Option<(f64, f64)> },
}

impl Kind for Annotation {
    fn name(&self) -> &'static str {
        match self {
            Self::Horizontal(_) => "horizontal line",
            Self::Vertical(_) => "vertical line",
            Self::Diagonal => "diagonal",
            Self::HorizontalSpan(..) | Self::VerticalSpan(..) => "span",
            Self::Note { .. } => "note",
        }
    }

    fn describe(&self) -> String {
        match self {
            Self::Horizontal(y) => format!("line at y = {}", super::common::number(*y)),
            Self::Vertical(x) => format!("line at x = {}", super::common::number(*x)),
            Self::Diagonal => "line at y = x".to_owned(),
            Self::HorizontalSpan(..) | Self::VerticalSpan(..) => "span".to_owned(),
            Self::Note { text, .. } => format!("note “{text}”"),
        }
    }

    fn n_things(&self) -> usize {
        1
    }

    fn heeds(&self) -> &'static [&'static str] {
        &["line_width", "opacity", "dashed", "second_axis"]
    }

    fn is_aside(&self) -> bool {
        true
    }

    fn draw(&self, style: &Style, panel: &mut PanelBuilder) {
        let (far, near) = (f64::INFINITY, f64::NEG_INFINITY);
        match self {
            Self::Horizontal(y) => self.line(style, panel, [near, *y, far, *y]),
            Self::Vertical(x) => self.line(style, panel, [*x, near, *x, far]),
            Self::Diagonal => {
                let (low, high) = both_ranges(panel);
                self.line(style, panel, [low, low, high, high]);
            }
            Self::HorizontalSpan(y0, y1) => self.span(style, panel, [near, *y0, far, *y1]),
            Self::VerticalSpan(x0, x1) => self.span(style, panel, [*x0, near, *x1, far]),
            Self::Note { x, y, text, to } => note(style, panel, (*x, *y), text, *to),
        }
    }
}

impl Annotation {
    fn line(&self, style: &Style, panel: &mut PanelBuilder, [x0, y0, x1, y1]: [f64; 4]) {
        let shape = Shape::Segments { x0: vec![x0], y0: vec![y0], x1: vec![x1], y1: vec![y1], arrow: false };
        let mark = Mark::new(shape, style.color.map_or(Paint::Faint, Paint::Fixed))
            .stroke(style.options.line_width.unwrap_or(1.5))
            .opacity(style.options.opacity.unwrap_or(1.0))
            .dash(Dash::Dashed)
            .label(style.label.clone());
        super::common::add(panel, style, mark);
    }

    fn span(&self, style: &Style, panel: &mut PanelBuilder, [x0, y0, x1, y1]: [f64; 4]) {
        let shape = Shape::Rects { x0: vec![x0], y0: vec![y0], x1: vec![x1], y1: vec![y1] };
        let mark = Mark::new(shape, style.color.map_or(Paint::Faint, Paint::Fixed))
            .opacity(style.options.opacity.unwrap_or(0.15))
            .label(style.label.clone());
        // Behind the data.
        panel.panel.marks.insert(0, mark);
    }
}

/// The least and the greatest of all x and y of points and lines.
fn both_ranges(panel: &PanelBuilder) -> (f64, f64) {
    let along = |mark: &Mark| match &mark.shape {
        Shape::Points { x, y, .. } | Shape::Line { x, y, .. } => [x.clone(), y.clone()].concat(),
        _ => Vec::new(),
    };
    finite_range(panel.panel.marks.iter().flat_map(along)).unwrap_or((0.0, 1.0))
}

fn note(style: &Style, panel: &mut PanelBuilder, (x, y): (f64, f64), text: &str, to: Option<(f64, f64)>) {
    let paint = style.color.map_or(Paint::Text, Paint::Fixed);
    let mut offset = (0.0, 0.0);
    if let Some((to_x, to_y)) = to {
        // The text is beyond the arrow's end.
        offset.1 = if to_y < y { -9.0 } else { 9.0 };
        let shape = Shape::Segments { x0: vec![x], y0: vec![y], x1: vec![to_x], y1: vec![to_y], arrow: true };
        super::common::add(panel, style, Mark::new(shape, paint.clone()).stroke(1.2));
    }
    let texts = Shape::Texts {
        x: vec![x],
        y: vec![y],
        text: vec![text.to_owned()],
        size: 12.0,
        anchor: Anchor::Middle,
        offset,
        bold: false,
        on: None,
    };
    super::common::add(panel, style, Mark::new(texts, paint));
}

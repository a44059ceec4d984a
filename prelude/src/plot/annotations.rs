//! Lines, bands and texts that point at something.

use ferrolab_charts::kinds::Annotation;

use super::Figure;
use super::figure::unnamed;

impl Figure {
    /// A dashed line at this y.
    #[must_use]
    pub fn hline(self, y: f64) -> Self {
        self.annotation(Annotation::Horizontal(y))
    }

    /// A dashed line at this x.
    #[must_use]
    pub fn vline(self, x: f64) -> Self {
        self.annotation(Annotation::Vertical(x))
    }

    /// A faint band between two y.
    #[must_use]
    pub fn hspan(self, low: f64, high: f64) -> Self {
        self.annotation(Annotation::HorizontalSpan(low, high))
    }

    /// A faint band between two x.
    #[must_use]
    pub fn vspan(self, low: f64, high: f64) -> Self {
        self.annotation(Annotation::VerticalSpan(low, high))
    }

    /// A text at (x, y).
    #[must_use]
    pub fn text(self, x: f64, y: f64, text: impl Into<String>) -> Self {
        self.annotation(Annotation::Note { x, y, text: text.into(), to: None })
    }

    /// A text with an arrow to a place.
    #[must_use]
    pub fn arrow(self, from: (f64, f64), to: (f64, f64), text: impl Into<String>) -> Self {
        self.annotation(Annotation::Note { x: from.0, y: from.1, text: text.into(), to: Some(to) })
    }

    /// Where `facet` has made several charts, in each.
    fn annotation(self, annotation: Annotation) -> Self {
        self.each_chart(|chart| chart.layers.push(unnamed(annotation.clone())))
    }
}

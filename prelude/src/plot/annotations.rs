//! Lines, bands and texts that point at something.

use ferrolab_charts::kinds::Annotation;

use super::Figure;
use super::figure::unnamed;

impl Figure {
    /// A dashed line at this y, such as `hline(0.0)` below residuals.
    #[must_use]
    #[doc(alias("axhline", "horizontal line"))]
    pub fn hline(self, y: f64) -> Self {
        self.annotation(Annotation::Horizontal(y))
    }

    /// A dashed line at this x.
    #[must_use]
    #[doc(alias("axvline", "vertical line"))]
    pub fn vline(self, x: f64) -> Self {
        self.annotation(Annotation::Vertical(x))
    }

    /// A dashed line where x and y are equal: where predictions would be if they were right.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let (truth, predicted) = ([1.0, 2.0, 3.0], [1.2, 1.9, 2.7]);
    /// let figure = plot::scatter(&truth, &predicted)?.diagonal();
    /// assert!(figure.description().contains("y = x"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    #[doc(alias = "axline")]
    pub fn diagonal(self) -> Self {
        self.annotation(Annotation::Diagonal)
    }

    /// A faint band between two y.
    #[must_use]
    #[doc(alias = "axhspan")]
    pub fn hspan(self, low: f64, high: f64) -> Self {
        self.annotation(Annotation::HorizontalSpan(low, high))
    }

    /// A faint band between two x.
    #[must_use]
    #[doc(alias = "axvspan")]
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

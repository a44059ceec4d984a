//! The figure that a cell builds: layers, labels, size.

// Data is taken by value so that a cell may pass what it has, with or without `&`.
#![allow(clippy::needless_pass_by_value)]

use std::path::Path;

use polars::prelude::DataFrame;

use super::layer::{Added, Layer, Mark};
use super::render::render;
use super::source::{PlotLabels, PlotNumbers};
use crate::error::{Error, Result};
use crate::runtime::{MimeBundle, RichDisplay};

const SMALLEST_SIDE: u32 = 120;
const LARGEST_SIDE: u32 = 8_000;

/// Where the legend is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Legend {
    /// Right of the chart if there is more than one thing to tell apart.
    #[default]
    Auto,
    /// Right of the chart.
    Right,
    /// Nowhere.
    Hidden,
}

/// A chart under construction, and when it is a cell's last expression, the chart.
///
/// Begin with [`plot::scatter`](super::scatter) and its like, or with `df.plot()` to name columns.
#[derive(Clone, Debug, Default)]
pub struct Figure {
    pub(super) layers: Vec<Layer>,
    pub(super) title: Option<String>,
    pub(super) x_label: Option<String>,
    pub(super) y_label: Option<String>,
    pub(super) size: Option<(u32, u32)>,
    pub(super) bins: Option<usize>,
    pub(super) legend: Legend,
    /// Drawn by plotters instead of by layers.
    pub(super) drawing: Option<String>,
    pub(super) frame: Option<DataFrame>,
}

impl Figure {
    /// A figure without layers; shown, it is an empty pair of axes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A figure whose layers may name columns of `df`.
    pub(crate) fn of_frame(df: &DataFrame) -> Self {
        Self { frame: Some(df.clone()), ..Self::default() }
    }

    /// Adds points; see [`plot::scatter`](super::scatter).
    ///
    /// # Errors
    /// [`Error::LengthMismatch`], [`Error::Empty`], [`Error::NotNumeric`], [`Error::ColumnNotFound`].
    pub fn scatter(self, x: impl PlotNumbers, y: impl PlotNumbers) -> Result<Self> {
        self.add_xy(Mark::Points, &x, &y)
    }

    /// Adds a line; see [`plot::line`](super::line).
    ///
    /// # Errors
    /// As [`scatter`](Self::scatter).
    pub fn line(self, x: impl PlotNumbers, y: impl PlotNumbers) -> Result<Self> {
        self.add_xy(Mark::Line, &x, &y)
    }

    /// Adds a histogram; see [`plot::hist`](super::hist). Histograms of one figure share their bins.
    ///
    /// # Errors
    /// As [`scatter`](Self::scatter).
    pub fn hist(self, values: impl PlotNumbers) -> Result<Self> {
        let added = Layer::histogram(&values, self.frame.as_ref())?;
        Ok(self.add(added))
    }

    fn add_xy(self, mark: Mark, x: &dyn PlotNumbers, y: &dyn PlotNumbers) -> Result<Self> {
        let added = Layer::xy(mark, x, y, self.frame.as_ref())?;
        Ok(self.add(added))
    }

    fn add(mut self, added: Added) -> Self {
        self.x_label = self.x_label.or(added.x_name);
        // One name cannot speak for several layers: the legend does.
        self.y_label = if self.layers.is_empty() { self.y_label.or(added.y_name) } else { self.y_label };
        self.layers.push(added.layer);
        self
    }

    /// Colours the last layer by labels: text or numbers, one per point, or the name of a column.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`]; [`Error::Parameter`] for more than 20 distinct labels, or before
    /// any layer; [`Error::MissingValues`].
    pub fn color_by(self, labels: impl PlotLabels) -> Result<Self> {
        self.color_by_labels(&labels)
    }

    fn color_by_labels(mut self, labels: &dyn PlotLabels) -> Result<Self> {
        let labels = labels.plot_labels(self.frame.as_ref())?;
        let layer = self.layers.last_mut().ok_or_else(|| {
            Error::parameter("plot", "color_by", "called first", "called after `scatter`, `line` or `hist`")
        })?;
        layer.group(&labels)?;
        Ok(self)
    }

    /// The name of the last layer in the legend.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        if let Some(layer) = self.layers.last_mut() {
            layer.label = Some(label.into());
        }
        self
    }

    /// The text above the chart.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// The text below the x axis. Default: the name of the first layer's column.
    #[must_use]
    pub fn x_label(mut self, label: impl Into<String>) -> Self {
        self.x_label = Some(label.into());
        self
    }

    /// The text beside the y axis. Default: the name of the first layer's column.
    #[must_use]
    pub fn y_label(mut self, label: impl Into<String>) -> Self {
        self.y_label = Some(label.into());
        self
    }

    /// The number of bins of histograms. Default: found from the data.
    #[must_use]
    pub fn bins(mut self, bins: usize) -> Self {
        self.bins = Some(bins);
        self
    }

    /// Width and height in pixels, each kept within 120 to 8,000. Default 640 × 420.
    #[must_use]
    pub fn size(mut self, width: u32, height: u32) -> Self {
        let within = |side: u32| side.clamp(SMALLEST_SIDE, LARGEST_SIDE);
        self.size = Some((within(width), within(height)));
        self
    }

    /// Where the legend is. Default [`Legend::Auto`].
    #[must_use]
    pub fn legend(mut self, legend: Legend) -> Self {
        self.legend = legend;
        self
    }

    /// The picture as an SVG document.
    #[must_use]
    pub fn to_svg(&self) -> String {
        self.drawing.clone().unwrap_or_else(|| render(self))
    }

    /// Saves the picture; the name must end in `.svg`.
    ///
    /// # Errors
    /// [`Error::Parameter`] for another ending, [`Error::Write`] where the file cannot be made.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<()> {
        save(self, path.as_ref())
    }

    /// What the figure shows, in a sentence: for text front ends and screen readers.
    #[must_use]
    pub fn description(&self) -> String {
        if self.drawing.is_some() {
            return self.title.clone().unwrap_or_else(|| "Drawing".to_owned());
        }
        let mut parts: Vec<String> = self.layers.iter().map(describe).collect();
        if parts.is_empty() {
            parts.push("empty figure".to_owned());
        }
        let hidden: usize = self.layers.iter().map(Layer::hidden).sum();
        let mut text = self.title.as_ref().map_or_else(String::new, |title| format!("{title}: "));
        text.push_str(&parts.join("; "));
        if let (Some(x), Some(y)) = (&self.x_label, &self.y_label) {
            text.push_str(&format!(" — {y} against {x}"));
        }
        if hidden > 0 {
            text.push_str(&format!("; {}", hidden_note(hidden)));
        }
        text
    }

    /// What the picture must say besides its marks.
    pub(super) fn note(&self) -> Option<String> {
        let hidden: usize = self.layers.iter().map(Layer::hidden).sum();
        (hidden > 0).then(|| hidden_note(hidden))
    }
}

fn hidden_note(hidden: usize) -> String {
    let noun = if hidden == 1 { "value" } else { "values" };
    format!("{hidden} missing or infinite {noun} not shown")
}

/// "scatter of 150 points in 3 groups (setosa, versicolor, virginica)".
fn describe(layer: &Layer) -> String {
    let shown = layer.x.len() - layer.hidden();
    let mut text = match layer.mark {
        Mark::Points => format!("scatter of {shown} points"),
        Mark::Line => format!("line through {shown} points"),
        Mark::Histogram => format!("histogram of {shown} values"),
    };
    if let Some(groups) = &layer.groups {
        text.push_str(&format!(" in {} groups ({})", groups.names.len(), groups.names.join(", ")));
    }
    text
}

fn save(figure: &Figure, path: &Path) -> Result<()> {
    let svg = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("svg"));
    if !svg {
        let given = format!("`{}`", path.display());
        return Err(Error::parameter("Figure::save", "path", given, "a name that ends in `.svg`"));
    }
    std::fs::write(path, figure.to_svg()).map_err(|error| Error::Write {
        path: path.display().to_string(),
        format: "SVG",
        source: error.into(),
    })
}

impl RichDisplay for Figure {
    fn rich_display(&self) -> MimeBundle {
        MimeBundle::text(self.description()).svg(self.to_svg())
    }
}

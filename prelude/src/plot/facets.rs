//! Several charts in one figure.

use ferrolab_charts::{Grid, Palette};
use polars::prelude::*;

use super::Figure;
use super::figure::Page;
use super::layer::Chart;
use super::source::PlotData;
use crate::error::{Error, Result};
use crate::frame::column;

/// More charts than this cannot be read.
const MOST_CHARTS: usize = 36;

/// Charts side by side, `columns` in a row. The figure has the first palette and the first theme that a
/// chart among them chose; a title becomes the title of its chart.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = iris().to_frame()?;
/// let figure = plot::subplots(2, [
///     df.plot().hist("petal length")?.panel_title("Length"),
///     df.plot().hist("petal width")?.panel_title("Width"),
/// ]).title("Petals");
/// assert!(figure.to_svg().contains(">Width</text>"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn subplots(columns: usize, figures: impl IntoIterator<Item = Figure>) -> Figure {
    let mut all = Figure::default();
    all.charts.clear();
    for mut figure in figures {
        // Its title speaks for its charts only.
        if let (Some(title), Some(first)) = (figure.page.title.take(), figure.charts.first_mut()) {
            first.title = first.title.take().or(Some(title));
        }
        all.page.adopt(&figure.page, &mut all.remarks);
        all.remarks.append(&mut figure.remarks);
        all.charts.append(&mut figure.charts);
    }
    all.page.grid = Grid { columns: columns.max(1), ..Grid::default() };
    all
}

impl Page {
    /// What a chart chose for its page, as far as the figure has no choice yet.
    fn adopt(&mut self, chart: &Self, remarks: &mut Vec<String>) {
        let plain = Palette::default();
        if self.palette == plain {
            self.palette = chart.palette.clone();
        } else if chart.palette != plain && chart.palette != self.palette {
            remarks.push("`palette`: a figure has one, here its first chart's".to_owned());
        }
        self.theme = self.theme.or(chart.theme);
    }
}

impl Figure {
    /// One chart for each value of a column, side by side with the same axes: what is added afterwards
    /// is added to all of them.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = iris().to_frame()?;
    /// let figure = df.plot().facet("species")?.scatter("sepal length", "sepal width")?;
    /// assert!(figure.to_svg().contains(">virginica</text>"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`]; [`Error::Parameter`] without a frame, after a layer, or for more than
    /// 36 distinct values.
    pub fn facet(mut self, by: impl AsRef<str>) -> Result<Self> {
        let by = by.as_ref();
        let [frame] = self.frames.as_slice() else {
            let expected = "the first step after a frame: `df.plot().facet(\"column\")?.scatter(…)?`";
            return Err(Error::parameter("plot", "facet", "called without one frame", expected));
        };
        if self.charts.iter().any(|chart| !chart.layers.is_empty()) {
            let expected = "called before the first chart: `df.plot().facet(\"column\")?.scatter(…)?`";
            return Err(Error::parameter("plot", "facet", "called after a chart", expected));
        }
        let (names, frames) = parts(frame, by)?;
        self.charts = names.into_iter().map(|name| Chart { title: Some(name), ..Chart::default() }).collect();
        self.frames = frames;
        self.together = true;
        self.page.grid = Grid { share_x: true, share_y: true, ..Grid::default() };
        Ok(self)
    }

    /// How many charts are in a row. Default: two or three, as many as fill the rows.
    #[must_use]
    pub fn columns(mut self, columns: usize) -> Self {
        self.page.grid.columns = columns.max(1);
        self
    }

    /// Charts above one another have one x axis.
    #[must_use]
    pub fn share_x(mut self) -> Self {
        self.page.grid.share_x = true;
        self
    }

    /// Charts beside one another have one y axis.
    #[must_use]
    pub fn share_y(mut self) -> Self {
        self.page.grid.share_y = true;
        self
    }
}

/// The rows of each distinct value, in ascending order of the values.
fn parts(frame: &DataFrame, by: &str) -> Result<(Vec<String>, Vec<DataFrame>)> {
    let series = column(frame, by)?.as_materialized_series();
    let distinct = series.unique()?.sort(SortOptions::default())?;
    if distinct.len() > MOST_CHARTS {
        let expected = format!("a column with at most {MOST_CHARTS} distinct values, not {}", distinct.len());
        return Err(Error::parameter("plot", "facet", format!("`{by}`"), expected));
    }
    let names = distinct.plot_column(None)?.texts();
    let mut frames = Vec::with_capacity(names.len());
    for index in 0..distinct.len() {
        let one = distinct.slice(index as i64, 1);
        let mask = if one.null_count() == 1 { series.is_null() } else { series.equal(&one)? };
        frames.push(frame.filter(&mask)?);
    }
    Ok((names, frames))
}

//! Figures of several charts that show columns together.

use ferrolab_charts::Grid;
use polars::prelude::DataFrame;

use super::Figure;
use super::distributions::hist_layer;
use super::layer::{AxisLook, Chart};
use super::points::scatter_layer;
use crate::error::{Error, Result};

/// More columns than this are too small to read.
const MOST_COLUMNS: usize = 8;

impl Figure {
    /// Each of the columns against each other, and its own histogram on the diagonal. See `color_by`.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = iris().to_frame()?;
    /// let figure = df.plot().pair_plot(&["sepal length", "petal length"])?.color_by("species")?;
    /// assert!(figure.to_svg().contains(">setosa</text>"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`], [`Error::NotNumeric`]; [`Error::Parameter`] without a frame, for fewer
    /// than two columns or more than eight.
    pub fn pair_plot<T: AsRef<str>>(self, columns: &[T]) -> Result<Self> {
        let columns: Vec<&str> = columns.iter().map(AsRef::as_ref).collect();
        self.pairs(&columns)
    }

    fn pairs(mut self, columns: &[&str]) -> Result<Self> {
        let frame = self.one_frame("pair_plot")?;
        let n = columns.len();
        if !(2..=MOST_COLUMNS).contains(&n) {
            let given = format!("{n} columns");
            return Err(Error::parameter("plot", "pair_plot", given, format!("2 to {MOST_COLUMNS} columns")));
        }
        self.charts = Vec::with_capacity(n * n);
        for (row, up) in columns.iter().enumerate() {
            for (column, along) in columns.iter().enumerate() {
                let layer = if row == column {
                    hist_layer(along, Some(&frame))?
                } else {
                    scatter_layer(along, up, Some(&frame))?
                };
                let outer = |is_outer: bool, name: &str, own: bool| AxisLook {
                    label: is_outer.then(|| name.to_owned()),
                    hide_label: !is_outer,
                    hide_ticks: !is_outer || own,
                    ..AxisLook::default()
                };
                self.charts.push(Chart {
                    x: outer(row == n - 1, along, false),
                    y: outer(column == 0, up, row == column),
                    layers: vec![layer],
                    ..Chart::default()
                });
            }
        }
        self.together = true;
        let side = (170 * n as u32).clamp(420, 1_100);
        self.page.size = self.page.size.or(Some((side + 60, side)));
        self.page.grid = Grid { columns: n, tight: true, ..Grid::default() };
        Ok(self.each_layer("pair_plot", |layer| {
            // Of many points the usual markers are smaller than these.
            if layer.kind.name() == "scatter" && layer.kind.n_things() <= 2_000 {
                layer.style.options.marker_size = Some(5.0);
            }
        }))
    }

    /// Two columns against each other, with the histogram of each beside its axis. See `color_by`.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let df = iris().to_frame()?;
    /// let figure = df.plot().joint_plot("sepal length", "petal length")?;
    /// assert!(figure.to_svg().contains(">sepal length</text>"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`pair_plot`](Self::pair_plot).
    pub fn joint_plot(self, x: impl AsRef<str>, y: impl AsRef<str>) -> Result<Self> {
        self.joint(x.as_ref(), y.as_ref())
    }

    fn joint(mut self, x: &str, y: &str) -> Result<Self> {
        let frame = self.one_frame("joint_plot")?;
        let bare = || AxisLook { hide_label: true, hide_ticks: true, hide_grid: true, ..AxisLook::default() };
        let above = Chart {
            layers: vec![hist_layer(&x, Some(&frame))?],
            x: bare(),
            y: bare(),
            place: Some((0, 0)),
            ..Chart::default()
        };
        let middle = Chart {
            layers: vec![scatter_layer(&x, &y, Some(&frame))?],
            place: Some((1, 0)),
            ..Chart::default()
        };
        let mut lying = hist_layer(&y, Some(&frame))?;
        lying.style.options.horizontal = true;
        let beside =
            Chart { layers: vec![lying], x: bare(), y: bare(), place: Some((1, 1)), ..Chart::default() };
        self.charts = vec![above, middle, beside];
        self.together = true;
        self.page.size = self.page.size.or(Some((620, 560)));
        self.page.grid = Grid {
            columns: 2,
            widths: vec![4.0, 1.0],
            heights: vec![1.0, 4.0],
            tight: true,
            ..Grid::default()
        };
        Ok(self)
    }

    fn one_frame(&self, chart: &'static str) -> Result<DataFrame> {
        match self.frames.as_slice() {
            [frame] => Ok(frame.clone()),
            _ => {
                let expected = format!("the first step after a frame: `df.plot().{chart}(…)?`");
                Err(Error::parameter("plot", chart, "called without one frame", expected))
            }
        }
    }
}

//! The figure that a cell builds: charts of layers, and the page that they stand on.

use ferrolab_charts::{Grid, Kind, LegendPlace, Palette, Picture, Theme};
use polars::prelude::DataFrame;

use super::layer::{Along, Chart, Layer};
use super::source::{PlotColumn, PlotData};
use crate::error::{Error, Result};

/// A chart under construction, and when it is a cell's last expression, the chart.
///
/// Begin with [`plot::scatter`](super::scatter) and its like, or with `df.plot()` to name columns.
/// What takes data returns a `Result`; what sets the look returns the figure, and a setting that means
/// nothing for a chart is said below it.
#[derive(Clone, Debug)]
pub struct Figure {
    /// At least one; settings go to the last, or with `facet` to all.
    pub(super) charts: Vec<Chart>,
    pub(super) page: Page,
    /// What names of columns mean: one frame, or one per chart after `facet`.
    pub(super) frames: Vec<DataFrame>,
    /// The charts are parts of one: settings go to all, not to the last.
    pub(super) together: bool,
    /// Drawn by plotters instead of by layers.
    pub(super) drawing: Option<String>,
    pub(super) interactive: bool,
    /// Settings that could not be heeded.
    pub(super) remarks: Vec<String>,
}

/// What surrounds the charts.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    pub title: Option<String>,
    pub subtitle: Option<String>,
    pub note: Option<String>,
    pub size: Option<(u32, u32)>,
    pub theme: Option<Theme>,
    pub palette: Palette,
    pub legend: LegendPlace,
    pub grid: Grid,
}

impl Default for Figure {
    fn default() -> Self {
        Self {
            charts: vec![Chart::default()],
            page: Page::default(),
            frames: Vec::new(),
            together: false,
            drawing: None,
            interactive: false,
            remarks: Vec::new(),
        }
    }
}

impl Figure {
    /// A figure without layers; shown, it is an empty pair of axes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A figure whose layers may name columns of `df`.
    pub(crate) fn of_frame(df: &DataFrame) -> Self {
        Self { frames: vec![df.clone()], ..Self::default() }
    }

    /// A figure of one kind whose data have no columns.
    pub(crate) fn of_kind(kind: impl Kind + 'static) -> Self {
        Self::new().with(unnamed(kind))
    }

    /// Adds one layer, or one per frame where `facet` has made several.
    pub(super) fn add(mut self, make: &dyn Fn(Option<&DataFrame>) -> Result<Layer>) -> Result<Self> {
        if self.frames.len() <= 1 {
            let layer = make(self.frames.first())?;
            self.last().layers.push(layer);
            return Ok(self);
        }
        for (chart, frame) in self.charts.iter_mut().zip(&self.frames) {
            match make(Some(frame)) {
                Ok(layer) => chart.layers.push(layer),
                // A part without anything to show stays an empty pair of axes.
                Err(Error::Empty { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(self)
    }

    /// The chart that settings go to.
    pub(super) fn last(&mut self) -> &mut Chart {
        if self.charts.is_empty() {
            self.charts.push(Chart::default());
        }
        let last = self.charts.len() - 1;
        &mut self.charts[last]
    }

    /// Does something to the chart under construction, or to all that `facet` has made.
    pub(super) fn each_chart(mut self, change: impl Fn(&mut Chart)) -> Self {
        if self.together {
            self.charts.iter_mut().for_each(change);
        } else {
            change(self.last());
        }
        self
    }

    /// Does something to the last layer of the chart under construction.
    pub(super) fn each_layer(mut self, setting: &str, change: impl Fn(&mut Layer)) -> Self {
        let first = self.first_under_construction();
        let mut any = false;
        for layer in self.charts[first..].iter_mut().filter_map(|chart| chart.layers.last_mut()) {
            change(layer);
            any = true;
        }
        if !any {
            self.remarks.push(format!("`{setting}` comes after a chart, such as `scatter`"));
        }
        self
    }

    /// Of the charts that settings go to, the first.
    pub(super) fn first_under_construction(&self) -> usize {
        if self.together { 0 } else { self.charts.len().saturating_sub(1) }
    }

    /// The frame that names of columns mean in the chart of this number.
    pub(super) fn frame_of(&self, chart: usize) -> Option<&DataFrame> {
        self.frames.get(chart).or_else(|| self.frames.first())
    }

    /// What is to be seen, in data coordinates.
    pub(super) fn picture(&self) -> Picture {
        let standard = Picture::default();
        let (width, height) = self.page.size.map_or_else(
            || self.natural_size((standard.width, standard.height)),
            |(width, height)| (f64::from(width), f64::from(height)),
        );
        let columns = self.page.grid.columns_for(self.charts.len());
        let rows = self.charts.len().div_ceil(columns).max(1);
        let theme = self.page.theme.unwrap_or_else(super::theme);
        let palette = self.page.palette.on(theme);
        // Less what titles, labels and ticks take.
        let room = ((width / columns as f64 - 80.0).max(40.0), (height / rows as f64 - 70.0).max(40.0));
        Picture {
            width,
            height,
            title: self.page.title.clone(),
            subtitle: self.page.subtitle.clone(),
            note: self.remarks(),
            description: self.description(),
            theme,
            panels: self.charts.iter().map(|chart| chart.panel(&palette, room)).collect(),
            palette,
            legend: self.page.legend,
            grid: self.page.grid.clone(),
        }
    }

    /// Several charts need more room than one.
    fn natural_size(&self, (width, height): (f64, f64)) -> (f64, f64) {
        let count = self.charts.len();
        if count <= 1 {
            return (width, height);
        }
        let columns = self.page.grid.columns_for(count);
        let rows = count.div_ceil(columns);
        let each = if columns == 2 { (360.0, 280.0) } else { (290.0, 240.0) };
        let extra = if self.page.title.is_some() { 40.0 } else { 0.0 };
        ((each.0 * columns as f64).max(480.0), each.1 * rows as f64 + extra)
    }

    /// What the figure shows, in a sentence: for text front ends and screen readers.
    #[must_use]
    pub fn description(&self) -> String {
        if self.drawing.is_some() {
            return self.page.title.clone().unwrap_or_else(|| "Drawing".to_owned());
        }
        let charts: Vec<String> = self.charts.iter().map(describe).filter(|text| !text.is_empty()).collect();
        let body = if charts.is_empty() { "empty figure".to_owned() } else { charts.join("; ") };
        let title = self.page.title.as_ref().map_or_else(String::new, |title| format!("{title}: "));
        let hidden = self.hidden();
        let hidden = if hidden > 0 { format!("; {}", hidden_note(hidden)) } else { String::new() };
        format!("{title}{body}{hidden}")
    }

    fn hidden(&self) -> usize {
        self.charts.iter().flat_map(|chart| &chart.layers).map(|layer| layer.kind.hidden()).sum()
    }

    /// What the picture must say besides its marks.
    fn remarks(&self) -> Option<String> {
        let mut notes: Vec<String> = self.page.note.iter().cloned().collect();
        let hidden = self.hidden();
        if hidden > 0 {
            notes.push(hidden_note(hidden));
        }
        for layer in self.charts.iter().flat_map(|chart| &chart.layers) {
            for option in layer.unheeded() {
                let note = format!("`{option}` means nothing for a {}", layer.kind.name());
                if !notes.contains(&note) {
                    notes.push(note);
                }
            }
        }
        notes.extend(self.remarks.iter().cloned());
        (!notes.is_empty()).then(|| notes.join("; "))
    }
}

fn hidden_note(hidden: usize) -> String {
    let noun = if hidden == 1 { "value" } else { "values" };
    format!("{hidden} missing or infinite {noun} not shown")
}

fn describe(chart: &Chart) -> String {
    let title = chart.title.as_ref().map_or_else(String::new, |title| format!("{title}: "));
    let layers: Vec<String> = chart.layers.iter().map(Layer::describe).collect();
    if layers.is_empty() {
        return chart.title.clone().unwrap_or_default();
    }
    let first = &chart.layers[0];
    let (x, y) =
        (chart.x.label.as_ref().or(first.x.name.as_ref()), chart.y.label.as_ref().or(first.y.name.as_ref()));
    let axes = match (x, y) {
        (Some(x), Some(y)) => format!(" — {y} against {x}"),
        (Some(x), None) => format!(" — {x}"),
        _ => String::new(),
    };
    format!("{title}{}{axes}", layers.join("; "))
}

/// Two runs of one length, at least one pair of them finite.
pub(super) struct Pair {
    pub x: Vec<f64>,
    pub y: Vec<f64>,
    pub along: (Along, Along),
}

impl Pair {
    pub(super) fn of(x: &dyn PlotData, y: &dyn PlotData, frame: Option<&DataFrame>) -> Result<Self> {
        let (x, y) = (x.plot_column(frame)?, y.plot_column(frame)?);
        same_length((&x, "x"), (&y, "y"))?;
        let along = (along(&x), along(&y));
        let (x, y) = (x.numbers("x")?, y.numbers("y")?);
        if !x.iter().zip(&y).any(|(x, y)| has_place(*x) && has_place(*y)) {
            return Err(Error::empty("the chart's data", "one point with finite x and y"));
        }
        Ok(Self { x, y, along })
    }
}

pub(super) fn along(column: &PlotColumn) -> Along {
    Along { name: column.name.clone(), dates: column.is_dates() }
}

/// Beyond this, the width of an axis would overflow. (False for NaN too.)
pub(super) fn has_place(value: f64) -> bool {
    value.abs() <= 1e300
}

pub(super) fn same_length(left: (&PlotColumn, &str), right: (&PlotColumn, &str)) -> Result<()> {
    if left.0.len() == right.0.len() {
        return Ok(());
    }
    Err(Error::LengthMismatch {
        left: left.0.called(left.1),
        left_length: left.0.len(),
        right: right.0.called(right.1),
        right_length: right.0.len(),
    })
}

/// Numbers of one column, at least one of them finite.
pub(super) fn values(data: &dyn PlotData, frame: Option<&DataFrame>) -> Result<(Vec<f64>, Along)> {
    let column = data.plot_column(frame)?;
    let along = along(&column);
    let values = column.numbers("values")?;
    if !values.iter().any(|value| has_place(*value)) {
        return Err(Error::empty("the chart's data", "one finite value"));
    }
    Ok((values, along))
}

/// A layer of a kind that has no names of columns.
pub(super) fn unnamed(kind: impl Kind + 'static) -> Layer {
    Layer::new(kind, Along::default(), Along::default())
}

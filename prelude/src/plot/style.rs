//! The look of the last layer. A setting that means nothing for its kind is said below the figure.

use ferrolab_charts::{ColorMap, Groups};

use super::Figure;
use super::layer::{Layer, groups};
use super::source::{PlotColumn, PlotData, PlotValues};
use crate::error::{Error, Result};

/// More groups than this cannot be told apart by colour.
const MOST_GROUPS: usize = 20;
/// More distinct numbers than this are a quantity: a ramp of colours shows it.
const MOST_NUMBERED_GROUPS: usize = 10;

/// Settings that switch something on.
macro_rules! switches {
    ($($(#[$docs:meta])* $name:ident;)*) => {
        impl Figure {
            $($(#[$docs])*
            #[must_use]
            pub fn $name(self) -> Self {
                self.each_layer(stringify!($name), |layer| layer.style.options.$name = true)
            })*
        }
    };
}

switches! {
    /// Groups on top of one another (bars, areas, histograms).
    stacked;
    /// Shares instead of amounts (bars, areas, histograms).
    normalized;
    /// Lies instead of stands (bars, boxes, violins).
    horizontal;
    /// Writes the values on the marks (bars, heat maps, pies).
    annotate;
    /// A straight line through the points by least squares, with the 95 % confidence band of its mean
    /// (scatter).
    regression;
    /// Marks the points of a line.
    markers;
    /// A line that goes level, then up or down.
    steps;
    /// Each bin holds all before it (histograms).
    cumulative;
    /// Interrupted lines.
    dashed;
    /// Measured on a second y axis, at the right.
    second_axis;
}

/// Settings that hold a value.
macro_rules! values {
    ($($(#[$docs:meta])* $name:ident: $type:ty;)*) => {
        impl Figure {
            $($(#[$docs])*
            #[must_use]
            pub fn $name(self, $name: $type) -> Self {
                self.each_layer(stringify!($name), |layer| layer.style.options.$name = Some($name))
            })*
        }
    };
}

values! {
    /// The number of bins of histograms, or of hexagons across. Default: found from the data.
    bins: usize;
    /// How smooth a density is, as a multiple of Scott's rule. Default 1.
    bandwidth: f64;
    /// The diameter of markers in pixels.
    marker_size: f64;
    /// The width of lines in pixels. Default 2.
    line_width: f64;
    /// 0 (nothing to be seen) to 1.
    opacity: f64;
    /// From numbers to colours. Default [`ColorMap::Viridis`].
    color_map: ColorMap;
    /// The numbers at the ends of the colour map. Default: the data's.
    color_limits: (f64, f64);
    /// The share of a pie's radius that is empty, 0 to 0.9: 0.55 makes a donut.
    hole: f64;
    /// How many lines or steps a contour has.
    levels: usize;
}

impl Figure {
    /// The name of the last layer in the legend.
    #[must_use]
    pub fn label(self, label: impl Into<String>) -> Self {
        let label = label.into();
        self.each_layer("label", |layer| layer.style.label = Some(label.clone()))
    }

    /// The colour of the last layer: `#rrggbb` or a name of CSS.
    #[must_use]
    pub fn color(mut self, color: impl AsRef<str>) -> Self {
        let Some(color) = self.known_color("color", color.as_ref()) else { return self };
        self.each_layer("color", |layer| layer.style.color = Some(color))
    }

    /// Colours the last layer by labels, or by numbers: text and a few distinct numbers are groups
    /// with a legend, other numbers are a ramp with a colour bar. One value per point, or the name of
    /// a column.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`]; [`Error::Parameter`] for text with more than 20 distinct values.
    pub fn color_by(self, labels: impl PlotData) -> Result<Self> {
        self.color_by_column(&labels)
    }

    fn color_by_column(mut self, labels: &dyn PlotData) -> Result<Self> {
        let columns = self.one_per_layer("color_by", labels)?;
        if are_quantities(&columns) {
            let (low, high) = extent(&columns);
            for (layer, column) in self.last_layers().zip(columns) {
                let name = column.name.clone();
                layer.style.options.color_limits = layer.style.options.color_limits.or(Some((low, high)));
                layer.style.values = Some((name, column.numbers("color_by")?));
            }
            return Ok(self);
        }
        for (layer, groups) in self.last_layers().zip(grouped("color_by", columns)?) {
            layer.style.groups = Some(groups);
        }
        Ok(self)
    }

    /// Places the last layer's values by category along the axis (box, violin, strip, swarm).
    ///
    /// # Errors
    /// [`Error::LengthMismatch`].
    pub fn by(self, categories: impl PlotData) -> Result<Self> {
        self.by_column(&categories)
    }

    fn by_column(mut self, categories: &dyn PlotData) -> Result<Self> {
        let columns = self.one_per_layer("by", categories)?;
        for (layer, groups) in self.last_layers().zip(divided(columns)) {
            layer.x.name = layer.x.name.take().or_else(|| groups.title.clone());
            layer.style.by = Some(groups);
        }
        Ok(self)
    }

    /// Sizes the last layer's points by numbers (scatter).
    ///
    /// # Errors
    /// [`Error::LengthMismatch`], [`Error::NotNumeric`].
    pub fn size_by(self, values: impl PlotData) -> Result<Self> {
        self.size_by_column(&values)
    }

    fn size_by_column(mut self, values: &dyn PlotData) -> Result<Self> {
        let columns = self.one_per_layer("size_by", values)?;
        for (layer, column) in self.last_layers().zip(columns) {
            layer.style.sizes = Some((column.name.clone(), column.numbers("size_by")?));
        }
        Ok(self)
    }

    /// Gives the last layer's points a marker by label (scatter).
    ///
    /// # Errors
    /// [`Error::LengthMismatch`]; [`Error::Parameter`] for more than 20 distinct values.
    pub fn shape_by(self, labels: impl PlotData) -> Result<Self> {
        self.shape_by_column(&labels)
    }

    fn shape_by_column(mut self, labels: &dyn PlotData) -> Result<Self> {
        let columns = self.one_per_layer("shape_by", labels)?;
        for (layer, groups) in self.last_layers().zip(grouped("shape_by", columns)?) {
            layer.style.shapes = Some(groups);
        }
        Ok(self)
    }

    /// Error bars of the last layer's values, or the band around a line: how far they reach below and
    /// above.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`], [`Error::NotNumeric`].
    pub fn errors(self, below: impl PlotData, above: impl PlotData) -> Result<Self> {
        self.errors_of(&below, &above)
    }

    fn errors_of(mut self, below: &dyn PlotData, above: &dyn PlotData) -> Result<Self> {
        let (below, above) = (self.one_per_layer("errors", below)?, self.one_per_layer("errors", above)?);
        for (layer, (below, above)) in self.last_layers().zip(below.into_iter().zip(above)) {
            layer.style.options.errors = Some((below.numbers("below")?, above.numbers("above")?));
        }
        Ok(self)
    }

    fn last_layers(&mut self) -> impl Iterator<Item = &mut Layer> {
        let first = self.first_under_construction();
        self.charts[first..].iter_mut().filter_map(|chart| chart.layers.last_mut())
    }

    /// The column for each layer that a setting goes to, as long as the layer has things.
    fn one_per_layer(&mut self, setting: &'static str, data: &dyn PlotData) -> Result<Vec<PlotColumn>> {
        let first = self.first_under_construction();
        let mut columns = Vec::new();
        for (index, chart) in self.charts.iter().enumerate().skip(first) {
            let Some(layer) = chart.layers.last() else { continue };
            let column = data.plot_column(self.frame_of(index))?;
            if column.len() != layer.kind.n_things() {
                return Err(Error::LengthMismatch {
                    left: format!("the {}", layer.kind.name()),
                    left_length: layer.kind.n_things(),
                    right: column.called(setting),
                    right_length: column.len(),
                });
            }
            columns.push(column);
        }
        if columns.is_empty() {
            let expected = "called after a chart: `df.plot().scatter(\"a\", \"b\")?`";
            return Err(Error::parameter("plot", setting, "called first", expected));
        }
        Ok(columns)
    }
}

/// Numbers with more distinct values than a legend should hold.
fn are_quantities(columns: &[PlotColumn]) -> bool {
    let mut distinct: Vec<u64> = Vec::new();
    for column in columns {
        match &column.values {
            PlotValues::Numbers(values) => {
                distinct.extend(values.iter().filter(|value| value.is_finite()).map(|value| value.to_bits()));
            }
            PlotValues::Dates(_) => return true,
            PlotValues::Text(_) => return false,
        }
    }
    distinct.sort_unstable();
    distinct.dedup();
    distinct.len() > MOST_NUMBERED_GROUPS
}

fn extent(columns: &[PlotColumn]) -> (f64, f64) {
    let numbers = columns.iter().flat_map(|column| match &column.values {
        PlotValues::Numbers(values) | PlotValues::Dates(values) => values.as_slice(),
        PlotValues::Text(_) => &[],
    });
    let finite = numbers.copied().filter(|value| value.is_finite());
    finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
}

/// The groups of several columns, with one list of names, so that a name has one colour.
fn divided(columns: Vec<PlotColumn>) -> Vec<Groups> {
    let numeric = columns.iter().all(|column| !matches!(column.values, PlotValues::Text(_)));
    let mut order: Vec<String> = Vec::new();
    let mut named: Vec<(Option<String>, Vec<String>)> = Vec::new();
    let mut numbers: Vec<f64> = Vec::new();
    for column in columns {
        if let PlotValues::Numbers(values) | PlotValues::Dates(values) = &column.values {
            numbers.extend(values);
        }
        let name = column.name.clone();
        named.push((name, column.texts()));
    }
    let texts = named.iter().flat_map(|(_, texts)| texts);
    if numeric {
        let mut ordered: Vec<(f64, &String)> = numbers.into_iter().zip(texts).collect();
        ordered.sort_by(|a, b| a.0.total_cmp(&b.0));
        ordered.dedup_by(|a, b| a.1 == b.1);
        order.extend(ordered.into_iter().map(|(_, text)| text.clone()));
    } else {
        let mut distinct: Vec<&String> = texts.collect();
        distinct.sort();
        distinct.dedup();
        order.extend(distinct.into_iter().cloned());
    }
    named.into_iter().map(|(name, texts)| groups(name, texts, order.clone())).collect()
}

/// As [`divided`], with few enough names for colours or markers.
fn grouped(setting: &'static str, columns: Vec<PlotColumn>) -> Result<Vec<Groups>> {
    let what = columns.first().map_or_else(|| format!("`{setting}`"), |column| column.called(setting));
    let groups = divided(columns);
    let count = groups.first().map_or(0, |groups| groups.names.len());
    if count > MOST_GROUPS {
        let expected = format!("labels with at most {MOST_GROUPS} distinct values, but {what} has {count}");
        return Err(Error::parameter("plot", setting, what.trim_matches('`'), expected));
    }
    Ok(groups)
}

/// The groups of one column.
pub(super) fn groups_of(column: PlotColumn) -> Groups {
    divided(vec![column]).pop().unwrap_or_default()
}

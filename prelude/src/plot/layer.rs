//! One kind of chart with its data and its style, and the panel that layers make together.

use std::sync::Arc;

use ferrolab_charts::{Groups, Kind, NumberFormat, Palette, Panel, PanelBuilder, Scale, Style};

/// A kind with its style, and the names of the columns along its axes.
#[derive(Clone, Debug)]
pub(super) struct Layer {
    pub kind: Arc<dyn Kind>,
    pub style: Style,
    pub x: Along,
    pub y: Along,
}

/// What is known of the data along an axis.
#[derive(Clone, Debug, Default)]
pub(super) struct Along {
    pub name: Option<String>,
    pub dates: bool,
}

/// What a person has set of an axis; what is missing is left to the kinds.
#[derive(Clone, Debug, Default)]
pub(super) struct AxisLook {
    pub label: Option<String>,
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub log: bool,
    pub format: Option<NumberFormat>,
    pub ticks: Option<Vec<(f64, String)>>,
    pub reversed: bool,
    pub hide_grid: bool,
    pub hide_ticks: bool,
    pub hide_label: bool,
}

/// Layers on one pair of axes.
#[derive(Clone, Debug, Default)]
pub(super) struct Chart {
    pub title: Option<String>,
    pub layers: Vec<Layer>,
    pub x: AxisLook,
    pub y: AxisLook,
    pub y2: AxisLook,
    pub equal_aspect: bool,
    /// Row and column in the grid.
    pub place: Option<(usize, usize)>,
}

impl Layer {
    pub(super) fn new(kind: impl Kind + 'static, x: Along, y: Along) -> Self {
        Self { kind: Arc::new(kind), style: Style { label: y.name.clone(), ..Style::default() }, x, y }
    }

    /// "scatter of 150 points in 3 groups (setosa, versicolor, virginica)".
    pub(super) fn describe(&self) -> String {
        let mut text = self.kind.describe();
        if let Some(groups) = self.style.groups.as_ref().filter(|groups| !groups.names.is_empty()) {
            text.push_str(&format!(" in {} groups ({})", groups.names.len(), listed(&groups.names)));
        }
        text
    }

    /// The options that were set but mean nothing for this kind.
    pub(super) fn unheeded(&self) -> Vec<&'static str> {
        let heeded = self.kind.heeds();
        self.style.options.set().into_iter().filter(|option| !heeded.contains(option)).collect()
    }

    /// Lies instead of stands: what is along x belongs to y.
    fn lies(&self) -> bool {
        self.style.options.horizontal && self.kind.heeds().contains(&"horizontal")
    }
}

/// At most eight names.
fn listed(names: &[String]) -> String {
    let shown = names.iter().take(8).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > 8 { format!("{shown}, …") } else { shown }
}

impl Chart {
    /// `room`: about how many pixels there are between the axes.
    pub(super) fn panel(&self, palette: &Palette, room: (f64, f64)) -> Panel {
        let mut panel = self.drawn(palette, room);
        self.name_axes(&mut panel);
        panel.title = self.title.clone().or(panel.title);
        panel.equal_aspect |= self.equal_aspect;
        panel.place = self.place.or(panel.place);
        self.x.apply(&mut panel.x);
        self.y.apply(&mut panel.y);
        if let Some(y2) = &mut panel.y2 {
            self.y2.apply(y2);
        }
        panel
    }

    fn drawn(&self, palette: &Palette, room: (f64, f64)) -> Panel {
        let mut builder = PanelBuilder::new(palette.clone());
        builder.room = room;
        for (index, layer) in self.layers.iter().enumerate() {
            self.seat(index, &mut builder);
            layer.kind.draw(&self.labelled(layer), &mut builder);
        }
        builder.panel
    }

    /// The layers that are not there to be read with others.
    fn main_layers(&self) -> impl Iterator<Item = &Layer> {
        self.layers.iter().filter(|layer| !layer.kind.is_aside())
    }

    /// A lone layer has no label of its own in the legend: the axis says what it is.
    fn labelled(&self, layer: &Layer) -> Style {
        let mut style = layer.style.clone();
        let own = style.label == layer.y.name || style.label == layer.x.name;
        if self.main_layers().count() == 1 && own {
            style.label = None;
        }
        style
    }

    /// Tells a layer its place among those of the same kind.
    fn seat(&self, index: usize, builder: &mut PanelBuilder) {
        let alike = |layer: &&Layer| layer.kind.name() == self.layers[index].kind.name();
        builder.siblings.index = self.layers[..index].iter().filter(alike).count();
        builder.siblings.count = self.layers.iter().filter(alike).count();
        builder.siblings.pooled =
            self.layers.iter().filter(alike).flat_map(|layer| layer.kind.pooled()).copied().collect();
    }

    /// Axes are named after the first layer's columns, unless the kind has named them. One name cannot
    /// speak for several layers: there the legend does.
    fn name_axes(&self, panel: &mut Panel) {
        for layer in &self.layers {
            let (x, y) = if layer.lies() { (&layer.y, &layer.x) } else { (&layer.x, &layer.y) };
            for (axis, along) in [(&mut panel.x, x), (&mut panel.y, y)] {
                if along.dates && axis.scale == Scale::Linear {
                    axis.scale = Scale::Date;
                }
            }
        }
        let Some(first) = self.main_layers().next().or_else(|| self.layers.first()) else { return };
        let (x, y) = if first.lies() { (&first.y, &first.x) } else { (&first.x, &first.y) };
        let same = |pick: fn(&Layer) -> &Along, name: &Option<String>| {
            self.main_layers().all(|layer| pick(layer).name == *name)
        };
        panel.x.label = panel.x.label.take().or_else(|| x.name.clone());
        let shared = self.main_layers().count() <= 1 || same(|layer| &layer.y, &first.y.name);
        panel.y.label = panel.y.label.take().or_else(|| y.name.clone().filter(|_| shared));
    }
}

impl AxisLook {
    fn apply(&self, axis: &mut ferrolab_charts::Axis) {
        axis.label = self.label.clone().or(axis.label.take());
        axis.low = self.low.or(axis.low);
        axis.high = self.high.or(axis.high);
        axis.format = self.format.unwrap_or(axis.format);
        axis.ticks = self.ticks.clone().or(axis.ticks.take());
        axis.reversed |= self.reversed;
        axis.hide_grid |= self.hide_grid;
        axis.hide_ticks |= self.hide_ticks;
        if self.hide_label {
            axis.label = None;
        }
        if self.log {
            axis.scale = Scale::Log;
            axis.from_zero = false;
        }
    }
}

/// Distinct texts in order of appearance, or of value where they came as numbers, with a code each.
pub(super) fn groups(title: Option<String>, texts: Vec<String>, order: Vec<String>) -> Groups {
    let codes =
        texts.iter().map(|text| order.iter().position(|name| name == text).unwrap_or_default()).collect();
    Groups { title, names: order, codes }
}

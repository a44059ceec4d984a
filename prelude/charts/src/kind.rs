//! What a kind of chart is, and what it is given.

use std::fmt::Debug;

use crate::color::{Color, ColorMap, Palette};
use crate::picture::{Axis, Mark, Marker, Paint, Panel, Scale};

/// A kind of chart with its data. The data are checked: runs that belong together have one length, and
/// at least one thing can be drawn.
pub trait Kind: Debug + Send + Sync {
    /// As people call it: "scatter", "box".
    fn name(&self) -> &'static str;

    /// For screen readers and text front ends: "scatter of 150 points". Groups are added by the caller.
    fn describe(&self) -> String;

    /// How many things it cannot show because a value is missing or infinite.
    fn hidden(&self) -> usize {
        0
    }

    /// The values that layers of its name share bins for (histograms).
    fn pooled(&self) -> &[f64] {
        &[]
    }

    /// How many things `style.groups` must have a code for.
    fn n_things(&self) -> usize;

    /// Which of [`Options`]' fields it heeds; others, where set, are said in the figure's note.
    fn heeds(&self) -> &'static [&'static str] {
        &[]
    }

    /// Whether it only goes with other layers' data: then it has no say in the names of the axes.
    fn is_aside(&self) -> bool {
        false
    }

    /// Adds its marks, and what it knows of the axes.
    fn draw(&self, style: &Style, panel: &mut PanelBuilder);
}

/// A division of a layer's things by label.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Groups {
    /// Of the column.
    pub title: Option<String>,
    pub names: Vec<String>,
    /// Per thing, an index into `names`.
    pub codes: Vec<usize>,
}

/// How a layer is to look.
#[derive(Clone, Debug, Default)]
pub struct Style {
    /// In the legend.
    pub label: Option<String>,
    pub color: Option<Color>,
    pub groups: Option<Groups>,
    /// Per thing, its category on the axis (box, violin, strip, swarm); `groups` then stand beside one
    /// another in each.
    pub by: Option<Groups>,
    /// Per thing, for a ramp instead of groups; with the column's name.
    pub values: Option<(Option<String>, Vec<f64>)>,
    /// Per thing, for markers of different size.
    pub sizes: Option<(Option<String>, Vec<f64>)>,
    /// Per thing, for different markers.
    pub shapes: Option<Groups>,
    pub options: Options,
}

impl Style {
    /// The members of each group, as indices; one group of all where there are none.
    #[must_use]
    pub fn members(&self, n_things: usize) -> Vec<Vec<usize>> {
        let Some(groups) = &self.groups else { return vec![(0..n_things).collect()] };
        let mut members = vec![Vec::new(); groups.names.len()];
        for (index, code) in groups.codes.iter().enumerate().take(n_things) {
            if let Some(group) = members.get_mut(*code) {
                group.push(index);
            }
        }
        members
    }

    /// The legend's text of a group: the layer's own label where there are no groups.
    #[must_use]
    pub fn group_label(&self, group: usize) -> Option<String> {
        match &self.groups {
            Some(groups) => groups.names.get(group).cloned(),
            None => self.label.clone(),
        }
    }
}

/// What can be set for several kinds alike; `None` is the kind's own default.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// Histograms, density maps.
    pub bins: Option<usize>,
    /// Groups on top of one another (bars, areas, histograms).
    pub stacked: bool,
    /// Shares instead of amounts (bars, areas, histograms).
    pub normalized: bool,
    /// Lie instead of stand (bars, boxes, violins).
    pub horizontal: bool,
    /// Write the values on the marks (bars, heat maps, pies).
    pub annotate: bool,
    /// A regression line with its 95 % band (scatter).
    pub regression: bool,
    /// Markers at a line's points.
    pub markers: bool,
    pub steps: bool,
    /// Accumulate (histograms).
    pub cumulative: bool,
    /// Bandwidth of a density as a multiple of Scott's rule.
    pub bandwidth: Option<f64>,
    /// Half-lengths of error bars, or half-widths of a band: per thing (below, above).
    pub errors: Option<(Vec<f64>, Vec<f64>)>,
    /// Diameter of markers in pixels.
    pub marker_size: Option<f64>,
    pub line_width: Option<f64>,
    pub opacity: Option<f64>,
    pub dashed: bool,
    pub color_map: Option<ColorMap>,
    /// The ends of the colour map.
    pub color_limits: Option<(f64, f64)>,
    /// Share of the radius that is empty (pie: 0, donut: 0.55).
    pub hole: Option<f64>,
    /// Contour lines or classes of a map.
    pub levels: Option<usize>,
    /// Belongs to the second y axis.
    pub second_axis: bool,
}

/// A panel under construction. Layers of one panel share categories and colours.
#[derive(Clone, Debug, Default)]
pub struct PanelBuilder {
    pub panel: Panel,
    pub palette: Palette,
    next_color: usize,
    /// The pixels between its axes, about; (0, 0): not known. Swarms need it.
    pub room: (f64, f64),
    /// How many layers of a name there are, and which of them is drawn: bars stand beside one another.
    pub siblings: Siblings,
}

/// A layer's place among the layers of the same kind.
#[derive(Clone, Debug, Default)]
pub struct Siblings {
    pub index: usize,
    pub count: usize,
    /// The finite values of all histograms in the panel: they share their bins.
    pub pooled: Vec<f64>,
}

impl PanelBuilder {
    #[must_use]
    pub fn new(palette: Palette) -> Self {
        Self { palette, siblings: Siblings { index: 0, count: 1, pooled: Vec::new() }, ..Self::default() }
    }

    /// The paint of a layer without groups: its own colour, or the palette's next.
    pub fn paint(&mut self, style: &Style) -> Paint {
        style.color.map_or_else(|| self.next_paint(), Paint::Fixed)
    }

    /// The palette's next colour.
    pub fn next_paint(&mut self) -> Paint {
        self.next_color += 1;
        Paint::Cycle(self.next_color - 1)
    }

    /// One paint per group of `style`; a single one where there are no groups. Sets the legend's title.
    pub fn group_paints(&mut self, style: &Style) -> Vec<Paint> {
        let Some(groups) = &style.groups else { return vec![self.paint(style)] };
        self.panel.legend_title = self.panel.legend_title.take().or_else(|| groups.title.clone());
        (0..groups.names.len()).map(|_| self.next_paint()).collect()
    }

    pub fn add(&mut self, mark: Mark) {
        self.panel.marks.push(mark);
    }

    /// The places of `names` on the category axis (x, or y if `on_y`); names not seen before are added.
    pub fn categories(&mut self, names: &[String], on_y: bool) -> Vec<f64> {
        let axis: &mut Axis = if on_y { &mut self.panel.y } else { &mut self.panel.x };
        if !matches!(axis.scale, Scale::Categories(_)) {
            axis.scale = Scale::Categories(Vec::new());
            axis.hide_grid = true;
        }
        let Scale::Categories(known) = &mut axis.scale else { return Vec::new() };
        let mut place = |name: &String| {
            known.iter().position(|other| other == name).unwrap_or_else(|| {
                known.push(name.clone());
                known.len() - 1
            }) as f64
        };
        names.iter().map(&mut place).collect()
    }
}

/// The marker of the `index`-th group; they repeat.
#[must_use]
pub fn marker(index: usize) -> Marker {
    const ALL: [Marker; 6] =
        [Marker::Circle, Marker::Square, Marker::Triangle, Marker::Diamond, Marker::Cross, Marker::Plus];
    ALL[index % ALL.len()]
}

impl Options {
    /// The names of those that were set.
    #[must_use]
    pub fn set(&self) -> Vec<&'static str> {
        let all = [
            ("bins", self.bins.is_some()),
            ("stacked", self.stacked),
            ("normalized", self.normalized),
            ("horizontal", self.horizontal),
            ("annotate", self.annotate),
            ("regression", self.regression),
            ("markers", self.markers),
            ("steps", self.steps),
            ("cumulative", self.cumulative),
            ("bandwidth", self.bandwidth.is_some()),
            ("errors", self.errors.is_some()),
            ("marker_size", self.marker_size.is_some()),
            ("line_width", self.line_width.is_some()),
            ("opacity", self.opacity.is_some()),
            ("dashed", self.dashed),
            ("color_map", self.color_map.is_some()),
            ("color_limits", self.color_limits.is_some()),
            ("hole", self.hole.is_some()),
            ("levels", self.levels.is_some()),
            ("second_axis", self.second_axis),
        ];
        all.into_iter().filter(|(_, set)| *set).map(|(name, _)| name).collect()
    }
}

//! What is to be seen, in data coordinates: a picture is a grid of panels, a panel is axes and marks.

use crate::color::{Color, ColorMap, Palette, Theme};

/// A whole figure.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Pixels.
    pub width: f64,
    /// Pixels.
    pub height: f64,
    pub title: Option<String>,
    pub subtitle: Option<String>,
    /// Below everything, small: what was left out, where the data come from.
    pub note: Option<String>,
    /// For screen readers and text front ends.
    pub description: String,
    pub theme: Theme,
    pub palette: Palette,
    pub legend: LegendPlace,
    pub grid: Grid,
    pub panels: Vec<Panel>,
}

impl Default for Picture {
    fn default() -> Self {
        Self {
            width: 640.0,
            height: 420.0,
            title: None,
            subtitle: None,
            note: None,
            description: String::new(),
            theme: Theme::default(),
            palette: Palette::default(),
            legend: LegendPlace::default(),
            grid: Grid::default(),
            panels: Vec::new(),
        }
    }
}

/// How the panels are arranged: row by row, unless a panel says where it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grid {
    /// 0: as many as there are panels, up to three.
    pub columns: usize,
    /// Relative widths of the columns; empty: all alike.
    pub widths: Vec<f64>,
    /// Relative heights of the rows; empty: all alike.
    pub heights: Vec<f64>,
    /// All panels have the same x axis, written under the lowest of each column.
    pub share_x: bool,
    /// All panels have the same y axis, written beside the first of each row.
    pub share_y: bool,
    /// Little room between the panels (pair plots, joint plots).
    pub tight: bool,
}

impl Grid {
    /// How many of `panels` are in a row.
    #[must_use]
    pub fn columns_for(&self, panels: usize) -> usize {
        match (self.columns, panels) {
            (0, 0 | 1) => 1,
            (0, 2 | 4) => 2,
            (0, _) => 3,
            (columns, _) => columns,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LegendPlace {
    /// Right of the panels if there is more than one thing to tell apart.
    #[default]
    Auto,
    /// Right of the panels.
    Right,
    /// Below the panels.
    Bottom,
    /// In the corner of the first panel with the fewest marks.
    Inside,
    Hidden,
}

/// One pair of axes with what is drawn between them.
#[derive(Clone, Debug, Default)]
pub struct Panel {
    pub title: Option<String>,
    pub x: Axis,
    pub y: Axis,
    /// A second y axis at the right, for marks with `second_axis`.
    pub y2: Option<Axis>,
    /// Drawn in this order.
    pub marks: Vec<Mark>,
    pub color_bar: Option<ColorBar>,
    /// Titles the legend: the name of the column that colours.
    pub legend_title: Option<String>,
    /// One unit of x is as long as one of y.
    pub equal_aspect: bool,
    /// No axes, ticks and grid (pie, network, 3-D).
    pub bare: bool,
    /// (row, column) in the grid; where it is missing, the next free cell.
    pub place: Option<(usize, usize)>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Axis {
    pub label: Option<String>,
    pub scale: Scale,
    /// Where the axis ends; what is missing is found from the marks, with some room.
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub format: NumberFormat,
    /// Ticks only at these places, with these texts.
    pub ticks: Option<Vec<(f64, String)>>,
    /// Zero is within the axis, and is its end if all marks are at one side of it (bars, counts).
    pub from_zero: bool,
    /// No room between the marks and the axis' ends (images, heat maps).
    pub tight: bool,
    pub reversed: bool,
    /// Whole numbers only.
    pub counts: bool,
    pub hide_ticks: bool,
    pub hide_grid: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scale {
    #[default]
    Linear,
    /// Base 10. What is not above zero has no place.
    Log,
    /// Values are milliseconds since 1970-01-01 00:00 UTC.
    Date,
    /// Value `i` is the middle of the category `i`; each is one wide.
    Categories(Vec<String>),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NumberFormat {
    #[default]
    Auto,
    /// 0.25 is 25 %.
    Percent,
    Decimals(usize),
    /// 1.2k, 3M, 5B.
    Compact,
}

/// One set of things drawn alike.
#[derive(Clone, Debug)]
pub struct Mark {
    pub shape: Shape,
    pub paint: Paint,
    /// 0 to 1.
    pub opacity: f64,
    /// Pixels: of lines, and of the outline of filled shapes (0: none; of points: thin). The outline has the
    /// ground's colour, which sets neighbours off from one another; that of shapes less than half opaque has
    /// their own.
    pub stroke: f64,
    pub dash: Dash,
    /// Points only: their size was asked for, so it stays where many are drawn as pixels.
    pub keeps_size: bool,
    /// Its entry in the legend. Entries with equal text are one.
    pub label: Option<String>,
    pub second_axis: bool,
    /// Does not count when the axes' ends are found (reference lines, annotations).
    pub off_scale: bool,
    /// Texts only: the room in data units (width, height) that they must keep within, one for all or one
    /// each; empty: as much as they like. All texts of the mark shrink alike until each fits; below 5
    /// pixels none is drawn.
    pub fit: Vec<(f64, f64)>,
}

impl Mark {
    /// Opaque, with a stroke of 2 pixels for lines.
    #[must_use]
    pub fn new(shape: Shape, paint: Paint) -> Self {
        let stroke = if matches!(shape, Shape::Line { .. } | Shape::Segments { .. }) { 2.0 } else { 0.0 };
        Self {
            shape,
            paint,
            opacity: 1.0,
            stroke,
            dash: Dash::Solid,
            keeps_size: false,
            label: None,
            second_axis: false,
            off_scale: false,
            fit: Vec::new(),
        }
    }

    #[must_use]
    pub fn opacity(mut self, opacity: f64) -> Self {
        self.opacity = opacity;
        self
    }

    #[must_use]
    pub fn stroke(mut self, stroke: f64) -> Self {
        self.stroke = stroke;
        self
    }

    #[must_use]
    pub fn dash(mut self, dash: Dash) -> Self {
        self.dash = dash;
        self
    }

    #[must_use]
    pub fn keeps_size(mut self, keeps_size: bool) -> Self {
        self.keeps_size = keeps_size;
        self
    }

    #[must_use]
    pub fn label(mut self, label: Option<String>) -> Self {
        self.label = label;
        self
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dash {
    #[default]
    Solid,
    Dashed,
    Dotted,
}

/// Geometry in data coordinates. What is not finite is not drawn, and interrupts a line.
#[derive(Clone, Debug)]
pub enum Shape {
    Points {
        x: Vec<f64>,
        y: Vec<f64>,
        /// Diameters in pixels: one for all, or one each.
        size: Vec<f64>,
        marker: Marker,
    },
    Line {
        x: Vec<f64>,
        y: Vec<f64>,
        step: Step,
    },
    /// Between two curves over the same x.
    Area {
        x: Vec<f64>,
        low: Vec<f64>,
        high: Vec<f64>,
        step: Step,
    },
    /// Rectangles from one corner to the opposite one; an infinite corner is the panel's edge (bands).
    Rects {
        x0: Vec<f64>,
        y0: Vec<f64>,
        x1: Vec<f64>,
        y1: Vec<f64>,
    },
    /// Straight lines; an infinite end is the panel's edge (reference lines).
    Segments {
        x0: Vec<f64>,
        y0: Vec<f64>,
        x1: Vec<f64>,
        y1: Vec<f64>,
        /// At the ends (x1, y1).
        arrow: bool,
    },
    /// Closed outlines, filled by the even-odd rule: each polygon is one or more rings.
    Polygons {
        polygons: Vec<Vec<Vec<(f64, f64)>>>,
    },
    Texts {
        x: Vec<f64>,
        y: Vec<f64>,
        text: Vec<String>,
        /// Pixels.
        size: f64,
        anchor: Anchor,
        /// Pixels right and down from the place, which is at half the height of the letters; an infinite
        /// place is the panel's edge.
        offset: (f64, f64),
        bold: bool,
        /// Readable upon the fill below it: per text the colour that it stands on.
        on: Option<Vec<Color>>,
    },
    /// Equal cells from (x0, y0) to (x1, y1), the first row at y1 (the top).
    Image {
        x0: f64,
        y0: f64,
        x1: f64,
        y1: f64,
        columns: usize,
        /// Row by row.
        pixels: Vec<Color>,
        /// Blend neighbours instead of showing cells.
        smooth: bool,
    },
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Marker {
    #[default]
    Circle,
    Square,
    Triangle,
    Diamond,
    Cross,
    Plus,
}

/// Where a text's place is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Anchor {
    Start,
    #[default]
    Middle,
    End,
}

/// How a line goes from one point to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Step {
    #[default]
    Straight,
    /// Level, then up or down at the next point (an ECDF).
    After,
    /// Up or down at once.
    Before,
    Middle,
}

/// Colours of a mark's things.
#[derive(Clone, Debug, PartialEq)]
pub enum Paint {
    /// The palette's colour of this number; it repeats.
    Cycle(usize),
    Fixed(Color),
    /// One colour per thing.
    Each(Vec<Color>),
    /// One value per thing, from the map's low end to its high end.
    Ramp {
        values: Vec<f64>,
        map: ColorMap,
        low: f64,
        high: f64,
    },
    /// The theme's text colour.
    Text,
    /// The theme's faint text colour (reference lines, medians).
    Faint,
    /// The theme's ground.
    Ground,
}

/// What the colours of a ramp mean.
#[derive(Clone, Debug, PartialEq)]
pub struct ColorBar {
    pub label: Option<String>,
    pub map: ColorMap,
    pub low: f64,
    pub high: f64,
    pub format: NumberFormat,
    /// Marked only at these places, with these texts.
    pub ticks: Option<Vec<(f64, String)>>,
    /// Between neighbours of these the colour is one; empty: it changes evenly.
    pub steps: Vec<f64>,
}

impl ColorBar {
    /// A bar whose colours change evenly.
    #[must_use]
    pub fn new(map: ColorMap, (low, high): (f64, f64), label: Option<String>) -> Self {
        Self { label, map, low, high, format: NumberFormat::Auto, ticks: None, steps: Vec::new() }
    }
}

//! Heat maps: a colour per cell of a table; correlation matrices and confusion matrices are such.

use super::support::{color_ends, ramp_colors, round_texts};
use crate::color::{Color, ColorMap};
use crate::kind::{Kind, PanelBuilder, Style};
use crate::picture::{Anchor, Axis, ColorBar, Mark, NumberFormat, Paint, Scale, Shape};

/// Above so many cells they are one image.
const MOST_RECTANGLES: usize = 900;

/// A colour per cell of a table. Cells without a finite value are hatched.
#[derive(Clone, Debug, Default)]
pub struct HeatMap {
    /// Row by row, the first row at the top.
    pub values: Vec<f64>,
    /// Names of the rows.
    pub rows: Vec<String>,
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Titles the y axis.
    pub row_label: Option<String>,
    /// Titles the x axis.
    pub column_label: Option<String>,
    /// Titles the colour bar.
    pub label: Option<String>,
}

impl Kind for HeatMap {
    fn name(&self) -> &'static str {
        "heat map"
    }

    fn describe(&self) -> String {
        format!("heat map of {} by {} cells", self.rows.len(), self.columns.len())
    }

    fn hidden(&self) -> usize {
        self.values.iter().filter(|value| !value.is_finite()).count()
    }

    fn n_things(&self) -> usize {
        self.values.len()
    }

    fn heeds(&self) -> &'static [&'static str] {
        &["annotate", "color_map", "color_limits"]
    }

    fn draw(&self, style: &Style, panel: &mut PanelBuilder) {
        let map = style.options.color_map.unwrap_or_default();
        let (low, high) = color_ends(&self.values, style.options.color_limits);
        let cells = Cells { values: &self.values, n_columns: self.columns.len() };
        panel.panel.x = table_axis(&self.columns, self.column_label.clone(), false);
        panel.panel.y = table_axis(&self.rows, self.row_label.clone(), true);
        cells.fill(map, low, high, panel);
        if style.options.annotate {
            cells.write(&round_texts(&self.values), &ramp_colors(&self.values, map, low, high), panel);
        }
        panel.panel.color_bar = Some(ColorBar::new(map, (low, high), self.label.clone()));
    }
}

/// How strongly columns go together, from −1 to 1: annotated, with a map whose middle is no colour.
#[derive(Clone, Debug, Default)]
pub struct Correlation {
    /// Names of the columns.
    pub names: Vec<String>,
    /// Row by row; as many rows as names.
    pub values: Vec<f64>,
    /// Only what is below the diagonal: the rest says the same twice.
    pub lower_only: bool,
}

impl Correlation {
    /// Pearson's coefficients of the columns, each pair over the rows where both are finite (as pandas).
    #[must_use]
    pub fn of(names: Vec<String>, columns: &[Vec<f64>]) -> Self {
        let values = columns.iter().flat_map(|a| columns.iter().map(|b| pearson(a, b))).collect();
        Self { names, values, lower_only: false }
    }

    fn shown(&self) -> HeatMap {
        let n = self.names.len();
        if !self.lower_only || n < 2 {
            return HeatMap {
                values: self.values.clone(),
                rows: self.names.clone(),
                columns: self.names.clone(),
                label: Some("correlation".to_string()),
                ..HeatMap::default()
            };
        }
        // The first row and the last column would be empty.
        let values = (1..n).flat_map(|row| self.values[row * n..row * n + n - 1].to_vec()).collect();
        HeatMap {
            values,
            rows: self.names[1..].to_vec(),
            columns: self.names[..n - 1].to_vec(),
            label: Some("correlation".to_string()),
            ..HeatMap::default()
        }
    }
}

impl Kind for Correlation {
    fn name(&self) -> &'static str {
        "correlation"
    }

    fn describe(&self) -> String {
        format!("correlation matrix of {} columns", self.names.len())
    }

    fn n_things(&self) -> usize {
        self.values.len()
    }

    fn heeds(&self) -> &'static [&'static str] {
        &["annotate", "color_map", "color_limits"]
    }

    fn draw(&self, style: &Style, panel: &mut PanelBuilder) {
        let map = style.options.color_map.unwrap_or(ColorMap::BlueRed);
        let (low, high) = style.options.color_limits.unwrap_or((-1.0, 1.0));
        let table = self.shown();
        let above = |cell: usize| self.lower_only && cell % table.columns.len() > cell / table.columns.len();
        let kept: Vec<bool> = (0..table.values.len()).map(|cell| !above(cell)).collect();
        panel.panel.x = table_axis(&table.columns, None, false);
        panel.panel.y = table_axis(&table.rows, None, true);
        // Squares of many columns would be too small for their numbers.
        panel.panel.equal_aspect = table.columns.len() <= 6;
        let cells = Cells { values: &table.values, n_columns: table.columns.len() };
        cells.fill_where(&kept, map, low, high, panel);
        let mut written = decimals(&table.values);
        for (text, kept) in written.iter_mut().zip(&kept) {
            if !kept {
                text.clear();
            }
        }
        if style.options.annotate || table.columns.len() <= 15 {
            cells.write(&written, &ramp_colors(&table.values, map, low, high), panel);
        }
        panel.panel.color_bar = Some(ColorBar::new(map, (low, high), table.label));
    }
}

/// Two decimals each; whole numbers and missing ones shorter.
fn decimals(values: &[f64]) -> Vec<String> {
    let text = |value: &f64| match format!("{value:.2}").replace('-', "−").as_str() {
        _ if !value.is_finite() => String::new(),
        "−0.00" => "0.00".to_string(),
        // A coefficient may miss one by its rounding.
        text if (value - value.round()).abs() < 1e-9 => text.trim_end_matches(".00").to_string(),
        text => text.to_string(),
    };
    values.iter().map(text).collect()
}

/// Pearson's coefficient over the rows where both are finite; NaN for fewer than two or a constant.
#[must_use]
pub fn pearson(a: &[f64], b: &[f64]) -> f64 {
    let pairs: Vec<(f64, f64)> =
        a.iter().copied().zip(b.iter().copied()).filter(|(a, b)| a.is_finite() && b.is_finite()).collect();
    let count = pairs.len() as f64;
    let (mean_a, mean_b) =
        pairs.iter().fold((0.0, 0.0), |sum, (a, b)| (sum.0 + a / count, sum.1 + b / count));
    let (mut aa, mut bb, mut ab) = (0.0, 0.0, 0.0);
    for (a, b) in &pairs {
        let (a, b) = (a - mean_a, b - mean_b);
        aa += a * a;
        bb += b * b;
        ab += a * b;
    }
    if pairs.len() < 2 || aa == 0.0 || bb == 0.0 {
        return f64::NAN;
    }
    (ab / aa.sqrt() / bb.sqrt()).clamp(-1.0, 1.0)
}

/// How often the true class of a row was predicted as the class of a column.
#[derive(Clone, Debug, Default)]
pub struct ConfusionMatrix {
    /// Names of the classes.
    pub classes: Vec<String>,
    /// Row by row: true classes are rows, predicted ones columns.
    pub counts: Vec<f64>,
}

impl ConfusionMatrix {
    /// Each cell's share of its row.
    fn shares(&self) -> Vec<f64> {
        let rows = self.counts.chunks(self.classes.len().max(1));
        rows.flat_map(|row| {
            let sum: f64 = row.iter().filter(|count| count.is_finite()).sum();
            row.iter().map(move |count| if sum > 0.0 { count / sum } else { 0.0 })
        })
        .collect()
    }
}

impl Kind for ConfusionMatrix {
    fn name(&self) -> &'static str {
        "confusion matrix"
    }

    fn describe(&self) -> String {
        let n = self.classes.len();
        let all: f64 = self.counts.iter().sum();
        let right: f64 = (0..n).filter_map(|class| self.counts.get(class * n + class)).sum();
        format!("confusion matrix of {n} classes: {right} of {all} on the diagonal")
    }

    fn n_things(&self) -> usize {
        self.counts.len()
    }

    fn heeds(&self) -> &'static [&'static str] {
        &["color_map", "normalized"]
    }

    fn draw(&self, style: &Style, panel: &mut PanelBuilder) {
        let map = style.options.color_map.unwrap_or(ColorMap::Blues);
        let shares = self.shares();
        let normalized = style.options.normalized;
        let shown = if normalized { &shares } else { &self.counts };
        let (low, high) = if normalized { (0.0, 1.0) } else { color_ends(shown, None) };
        let low = low.min(0.0);
        let cells = Cells { values: shown, n_columns: self.classes.len() };
        panel.panel.x = table_axis(&self.classes, Some("Predicted".to_string()), false);
        panel.panel.y = table_axis(&self.classes, Some("True".to_string()), true);
        panel.panel.equal_aspect = self.classes.len() <= 8;
        cells.fill(map, low, high, panel);
        let colors = ramp_colors(shown, map, low, high);
        let percent: Vec<String> = shares.iter().map(|share| percent(*share)).collect();
        let counts = round_texts(&self.counts);
        if self.classes.len() <= 8 {
            let (first, second) = if normalized { (&percent, &counts) } else { (&counts, &percent) };
            cells.write_at(first, &colors, CellText { size: 14.0, rise: 0.12, room: (0.86, 0.36) }, panel);
            cells.write_at(second, &colors, CellText { size: 10.5, rise: -0.22, room: (0.8, 0.24) }, panel);
        } else {
            // The colour bar says that they are per cent; empty cells keep out of sight.
            let bare: Vec<String> = percent.iter().map(|text| bare_percent(text)).collect();
            cells.write(if normalized { &bare } else { &counts }, &colors, panel);
        }
        let format = if normalized { NumberFormat::Percent } else { NumberFormat::Auto };
        let label = if normalized { "share of the true class" } else { "count" };
        let bar = ColorBar::new(map, (low, high), Some(label.to_string()));
        panel.panel.color_bar = Some(ColorBar { format, ..bar });
    }
}

fn bare_percent(text: &str) -> String {
    let bare = text.trim_end_matches("%");
    if bare == "0" { String::new() } else { bare.to_string() }
}

fn percent(share: f64) -> String {
    let value = share * 100.0;
    let text = if value > 0.0 && value < 0.95 { format!("{value:.1}") } else { format!("{value:.0}") };
    format!("{text}%")
}

/// An axis of one place per name, without room at its ends.
pub(super) fn table_axis(names: &[String], label: Option<String>, reversed: bool) -> Axis {
    Axis {
        label,
        scale: Scale::Categories(names.to_vec()),
        low: Some(-0.5),
        high: Some(names.len() as f64 - 0.5),
        tight: true,
        hide_grid: true,
        reversed,
        ..Axis::default()
    }
}

/// The cells of a table; cell (row, column) is one unit around the point (column, row).
struct Cells<'a> {
    values: &'a [f64],
    n_columns: usize,
}

/// How a cell's text stands: its greatest size, how far above the middle, and its room as a share.
#[derive(Clone, Copy)]
struct CellText {
    size: f64,
    rise: f64,
    room: (f64, f64),
}

impl Cells<'_> {
    fn place(&self, cell: usize) -> (f64, f64) {
        let columns = self.n_columns.max(1);
        ((cell % columns) as f64, (cell / columns) as f64)
    }

    fn n_rows(&self) -> usize {
        self.values.len() / self.n_columns.max(1)
    }

    fn fill(&self, map: ColorMap, low: f64, high: f64, panel: &mut PanelBuilder) {
        self.fill_where(&vec![true; self.values.len()], map, low, high, panel);
    }

    fn fill_where(&self, kept: &[bool], map: ColorMap, low: f64, high: f64, panel: &mut PanelBuilder) {
        if self.values.len() > MOST_RECTANGLES {
            panel.add(self.image(kept, map, low, high));
            return;
        }
        let filled: Vec<usize> =
            (0..self.values.len()).filter(|cell| kept[*cell] && self.values[*cell].is_finite()).collect();
        let missing: Vec<usize> =
            (0..self.values.len()).filter(|cell| kept[*cell] && !self.values[*cell].is_finite()).collect();
        let values: Vec<f64> = filled.iter().map(|cell| self.values[*cell]).collect();
        panel.add(Mark::new(self.rectangles(&filled), Paint::Ramp { values, map, low, high }));
        if !missing.is_empty() {
            self.hatch(&missing, panel);
        }
        panel.add(self.lines());
    }

    fn rectangles(&self, cells: &[usize]) -> Shape {
        let at = |part: fn((f64, f64)) -> f64, shift: f64| {
            cells.iter().map(|cell| part(self.place(*cell)) + shift).collect()
        };
        Shape::Rects {
            x0: at(|p| p.0, -0.5),
            y0: at(|p| p.1, -0.5),
            x1: at(|p| p.0, 0.5),
            y1: at(|p| p.1, 0.5),
        }
    }

    /// Lines of the ground's colour between the cells: rectangles that touch would show seams.
    fn lines(&self) -> Mark {
        let (columns, rows) = (self.n_columns, self.n_rows());
        let upright = (1..columns).map(|x| [x as f64 - 0.5, -0.5, x as f64 - 0.5, rows as f64 - 0.5]);
        let level = (1..rows).map(|y| [-0.5, y as f64 - 0.5, columns as f64 - 0.5, y as f64 - 0.5]);
        let width = if columns.max(rows) > 15 { 0.5 } else { 1.0 };
        super::support::segments(upright.chain(level), Paint::Ground).stroke(width)
    }

    /// Missing cells: faint, with slanted lines.
    fn hatch(&self, cells: &[usize], panel: &mut PanelBuilder) {
        panel.add(Mark::new(self.rectangles(cells), Paint::Faint).opacity(0.1));
        let slants = cells.iter().flat_map(|cell| {
            let (x, y) = self.place(*cell);
            [[x - 0.5, y, x, y - 0.5], [x - 0.5, y + 0.5, x + 0.5, y - 0.5], [x, y + 0.5, x + 0.5, y]]
        });
        panel.add(super::support::segments(slants, Paint::Faint).stroke(0.8).opacity(0.6));
    }

    fn image(&self, kept: &[bool], map: ColorMap, low: f64, high: f64) -> Mark {
        let clear = Color::rgb(0, 0, 0).with_alpha(0);
        let colors = ramp_colors(self.values, map, low, high);
        let shown = |cell: usize| kept[cell] && self.values[cell].is_finite();
        let pixels =
            colors.into_iter().enumerate().map(|(cell, color)| if shown(cell) { color } else { clear });
        // The y axis is reversed: the first row, at the top, is where y is least.
        let shape = Shape::Image {
            x0: -0.5,
            y0: self.n_rows() as f64 - 0.5,
            x1: self.n_columns as f64 - 0.5,
            y1: -0.5,
            columns: self.n_columns,
            pixels: pixels.collect(),
            smooth: false,
        };
        Mark::new(shape, Paint::Text)
    }

    fn write(&self, texts: &[String], on: &[Color], panel: &mut PanelBuilder) {
        self.write_at(texts, on, CellText { size: 12.0, rise: 0.0, room: (0.86, 0.7) }, panel);
    }

    fn write_at(&self, texts: &[String], on: &[Color], style: CellText, panel: &mut PanelBuilder) {
        let cells: Vec<usize> = (0..texts.len()).filter(|cell| !texts[*cell].is_empty()).collect();
        let places = cells.iter().map(|cell| self.place(*cell));
        let shape = Shape::Texts {
            x: places.clone().map(|place| place.0).collect(),
            y: places.map(|place| place.1 - style.rise).collect(),
            text: cells.iter().map(|cell| texts[*cell].clone()).collect(),
            size: style.size,
            anchor: Anchor::Middle,
            offset: (0.0, 0.0),
            bold: false,
            on: Some(cells.iter().map(|cell| on[*cell]).collect()),
        };
        let mut mark = Mark::new(shape, Paint::Text);
        mark.off_scale = true;
        mark.fit = vec![style.room];
        panel.add(mark);
    }
}

//! Counts of points in hexagons.

use super::common::{add, color_bar, counted, hidden_pairs};
use crate::kind::{Kind, PanelBuilder, Style};
use crate::picture::{Mark, Paint, Shape};
use crate::statistics::extent;

/// Pixels.
const LEAST_WIDTH: f64 = 6.0;

/// How many points are in each hexagon; empty ones are left out.
#[derive(Clone, Debug, Default)]
pub struct Hexbin {
    pub x: Vec<f64>,
    pub y: Vec<f64>,
}

impl Kind for Hexbin {
    fn name(&self) -> &'static str {
        "hexbin"
    }

    fn describe(&self) -> String {
        format!("counts of {} in hexagons", counted(self.x.len() - self.hidden(), "point"))
    }

    fn hidden(&self) -> usize {
        hidden_pairs(&self.x, &self.y)
    }

    fn n_things(&self) -> usize {
        self.x.len()
    }

    fn heeds(&self) -> &'static [&'static str] {
        &["bins", "opacity", "color_map", "color_limits"]
    }

    fn draw(&self, style: &Style, panel: &mut PanelBuilder) {
        let n = self.x.len() - self.hidden();
        let room = if panel.room.0 > 0.0 { panel.room } else { (480.0, 320.0) };
        // A few points in each on average, as Freedman and Diaconis' rule has it for two variables; but
        // each large enough to be seen.
        let found = ((n as f64).powf(1.0 / 3.0) * 1.6).min(room.0 / LEAST_WIDTH) as usize;
        let columns = style.options.bins.unwrap_or(found).clamp(8, 120);
        let Some(lattice) = Lattice::new(&self.x, &self.y, columns, room.1 / room.0) else { return };
        lattice.give_room(panel);
        let (cells, values) = self.counts(&lattice);
        let (low, high) =
            style.options.color_limits.unwrap_or_else(|| (0.0, values.iter().copied().fold(1.0, f64::max)));
        let map = style.options.color_map.unwrap_or_default();
        let polygons = cells.iter().map(|cell| vec![lattice.outline(*cell)]).collect();
        let paint = Paint::Ramp { values, map, low, high };
        let mark =
            Mark::new(Shape::Polygons { polygons }, paint).opacity(style.options.opacity.unwrap_or(1.0));
        add(panel, style, mark);
        color_bar(panel, map, (low, high), Some("count".to_owned()));
        panel.panel.x.hide_grid = true;
        panel.panel.y.hide_grid = true;
    }
}

impl Hexbin {
    /// The hexagons that hold points, row by row, and how many.
    fn counts(&self, lattice: &Lattice) -> (Vec<(i64, i64)>, Vec<f64>) {
        let wide = lattice.columns + 3;
        let mut counts: Vec<usize> = Vec::new();
        for (x, y) in self.x.iter().zip(&self.y).filter(|(x, y)| x.is_finite() && y.is_finite()) {
            // Half a hexagon may lie left of the first column.
            let (column, row) = lattice.cell(*x, *y);
            let place = row as usize * wide + (column + 1) as usize;
            if place >= counts.len() {
                counts.resize(place + 1, 0);
            }
            counts[place] += 1;
        }
        let filled = counts.iter().enumerate().filter(|(_, count)| **count > 0);
        filled
            .map(|(place, count)| (((place % wide) as i64 - 1, (place / wide) as i64), *count as f64))
            .unzip()
    }
}

/// Hexagons with a corner above and below, in rows that are shifted by half a hexagon.
#[derive(Debug)]
struct Lattice {
    low: (f64, f64),
    columns: usize,
    rows: usize,
    /// From a hexagon to the next of its row, and from a row to the next.
    step: (f64, f64),
    /// What is shown of an axis on which all values are equal.
    flat: (Option<f64>, Option<f64>),
}

impl Lattice {
    /// `columns` over the data's width; regular on paper if the panel is `aspect` times as high as wide.
    fn new(x: &[f64], y: &[f64], columns: usize, aspect: f64) -> Option<Self> {
        let ((x0, x1), (y0, y1)) = (extent(x)?, extent(y)?);
        let span = |low: f64, high: f64| {
            let span = high - low;
            if span > 0.0 && span.is_finite() { span } else { low.abs().max(1.0) * 0.1 }
        };
        let rows = (columns as f64 * aspect / (3.0_f64.sqrt() / 2.0)).max(2.0);
        let spans = (span(x0, x1), span(y0, y1));
        let step = (spans.0 / columns as f64, spans.1 / rows);
        let flat = ((x0 == x1).then_some(spans.0), (y0 == y1).then_some(spans.1));
        Some(Self { low: (x0, y0), columns, rows: rows.min(10_000.0) as usize, step, flat })
    }

    /// Around data that have no extent: a single hexagon does not fill the panel.
    fn give_room(&self, panel: &mut PanelBuilder) {
        let x = (&mut panel.panel.x, self.low.0, self.flat.0);
        let y = (&mut panel.panel.y, self.low.1, self.flat.1);
        for (axis, at, flat) in [x, y] {
            let Some(span) = flat else { continue };
            axis.low = axis.low.or(Some(at - span / 2.0));
            axis.high = axis.high.or(Some(at + span / 2.0));
        }
    }

    fn center(&self, (column, row): (i64, i64)) -> (f64, f64) {
        let shift = if row.rem_euclid(2) == 1 { 0.5 } else { 0.0 };
        (self.low.0 + (column as f64 + shift) * self.step.0, self.low.1 + row as f64 * self.step.1)
    }

    /// The hexagon whose middle is nearest, measured as if it were regular.
    fn cell(&self, x: f64, y: f64) -> (i64, i64) {
        // Steps of the least of all numbers leave the lattice by their rounding.
        let row = (((y - self.low.1) / self.step.1).floor() as i64).clamp(0, self.rows as i64 + 1);
        let candidates = (row..=row + 1).map(|row| {
            let shift = if row.rem_euclid(2) == 1 { 0.5 } else { 0.0 };
            let column = ((x - self.low.0) / self.step.0 - shift).round() as i64;
            (column.clamp(-1, self.columns as i64 + 1), row)
        });
        let distance = |cell: &(i64, i64)| {
            let (cx, cy) = self.center(*cell);
            ((x - cx) / self.step.0).powi(2) + 0.75 * ((y - cy) / self.step.1).powi(2)
        };
        candidates.min_by(|one, other| distance(one).total_cmp(&distance(other))).unwrap_or((0, row))
    }

    fn outline(&self, cell: (i64, i64)) -> Vec<(f64, f64)> {
        let (x, y) = self.center(cell);
        // A hair larger, so that no ground shines through between neighbours.
        let (half, third) = (self.step.0 * 0.505, self.step.1 / 3.0 * 1.01);
        [(0.0, 2.0), (1.0, 1.0), (1.0, -1.0), (0.0, -2.0), (-1.0, -1.0), (-1.0, 1.0)]
            .map(|(right, up)| (x + right * half, y + up * third))
            .to_vec()
    }
}

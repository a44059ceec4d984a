//! Who gets which rectangle: first what the texts around each panel need, then the rest for the panels.

use super::color_bar;
use super::extent::{Which, ends};
use super::labels::{Labels, Room, below, beside};
use super::scale::Area;
use super::text::{LINE, wrap};
use crate::picture::{Axis, Grid, Panel};

/// From an axis to its tick labels, and from these to the axis' label.
pub const TICK_GAP: f64 = 7.0;
pub const LABEL_GAP: f64 = 8.0;

/// Letters, in pixels.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    pub tick: f64,
    pub label: f64,
    pub title: f64,
}

/// A panel and its place in the grid.
#[derive(Debug)]
pub struct Cell<'a> {
    pub panel: &'a Panel,
    row: usize,
    column: usize,
    pub x_ends: (f64, f64),
    pub y_ends: (f64, f64),
    pub y2_ends: (f64, f64),
    /// Whether this panel has the labels of an axis that it shares.
    pub writes_x: bool,
    pub writes_y: bool,
    pub sizes: Sizes,
    /// Between the axes.
    pub area: Area,
    pub title: Vec<String>,
    pub x: Labels,
    pub y: Labels,
    pub y2: Labels,
    pub bar: Labels,
}

/// Pixels around a panel's area.
#[derive(Clone, Copy, Debug, Default)]
struct Frame {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Frame {
    fn max(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }
}

/// The panels with their rectangles within `room`.
#[must_use]
pub fn cells<'a>(panels: &'a [Panel], grid: &Grid, room: Area) -> Vec<Cell<'a>> {
    let places = places(panels, grid);
    let columns = places.iter().map(|(_, column)| column + 1).max().unwrap_or(1);
    let rows = places.iter().map(|(row, _)| row + 1).max().unwrap_or(1);
    let sizes = sizes(room.width() / columns as f64, room.height() / rows as f64);
    let mut cells: Vec<Cell> = (0..panels.len()).map(|i| cell(panels, &places, i, grid, sizes)).collect();
    for cell in &mut cells {
        cell.area.right = room.width() / columns as f64 * 0.8;
        cell.area.bottom = room.height() / rows as f64 * 0.8;
    }
    let most = (room.width() / columns as f64 * 0.4, room.height() / rows as f64 * 0.4);
    let mut frames = vec![Frame::default(); cells.len()];
    // Labels depend on the areas and the areas on the labels; in the end nothing may get smaller.
    for pass in 0..4 {
        for (cell, frame) in cells.iter_mut().zip(&mut frames) {
            cell.write(most);
            let needed = cell.frame();
            *frame = if pass < 2 { needed } else { frame.max(needed) };
        }
        spread(&mut cells, &frames, grid, room, (columns, rows));
    }
    for cell in &mut cells {
        cell.write(most);
    }
    cells
}

/// (row, column) of each panel.
fn places(panels: &[Panel], grid: &Grid) -> Vec<(usize, usize)> {
    // More cells than anyone can see are a mistake, not a wish.
    let columns = if grid.columns > 0 { grid.columns } else { panels.len().clamp(1, 3) };
    let mut taken: Vec<(usize, usize)> = panels.iter().filter_map(|panel| panel.place).collect();
    let mut next = (0..).map(|index| (index / columns, index % columns));
    let mut free = || {
        let place = next.by_ref().find(|place| !taken.contains(place)).unwrap_or_default();
        taken.push(place);
        place
    };
    panels
        .iter()
        .map(|panel| panel.place.map_or_else(&mut free, |(row, column)| (row.min(99), column.min(99))))
        .collect()
}

fn sizes(width: f64, height: f64) -> Sizes {
    match width.min(height * 1.4) {
        260.0.. => Sizes { tick: 12.0, label: 13.0, title: 14.0 },
        160.0.. => Sizes { tick: 11.0, label: 12.0, title: 12.5 },
        _ => Sizes { tick: 10.0, label: 11.0, title: 11.0 },
    }
}

fn cell<'a>(
    panels: &'a [Panel],
    places: &[(usize, usize)],
    index: usize,
    grid: &Grid,
    sizes: Sizes,
) -> Cell<'a> {
    let panel = &panels[index];
    let (row, column) = places[index];
    let together = |shared: bool| if shared { panels.iter().collect() } else { vec![panel] };
    Cell {
        panel,
        row,
        column,
        x_ends: ends(&panel.x, Which::X, &together(grid.share_x)),
        y_ends: ends(&panel.y, Which::Y, &together(grid.share_y)),
        y2_ends: ends(panel.y2.as_ref().unwrap_or(&panel.y), Which::Y2, &[panel]),
        writes_x: !grid.share_x || !places.iter().any(|place| place.1 == column && place.0 > row),
        writes_y: !grid.share_y || !places.iter().any(|place| place.0 == row && place.1 < column),
        sizes,
        area: Area::default(),
        title: Vec::new(),
        x: Labels::default(),
        y: Labels::default(),
        y2: Labels::default(),
        bar: Labels::default(),
    }
}

impl Cell<'_> {
    /// Chooses the labels for its area.
    fn write(&mut self, most: (f64, f64)) {
        let (width, height) = (self.area.width(), self.area.height());
        let size = self.sizes.tick;
        let panel = self.panel;
        if let Some(title) = &panel.title {
            self.title = wrap(title, self.sizes.title, true, width.max(most.0), 2);
        }
        if let Some(bar) = &panel.color_bar {
            self.bar = color_bar::labels(bar, Room { along: height, depth: most.0, size });
        }
        if panel.bare {
            return;
        }
        self.x = below(&panel.x, self.x_ends, Room { along: width, depth: most.1, size });
        self.y = beside(&panel.y, self.y_ends, Room { along: height, depth: most.0, size });
        if let Some(axis) = &panel.y2 {
            self.y2 = beside(axis, self.y2_ends, Room { along: height, depth: most.0, size });
        }
    }

    /// What its texts need around the area.
    fn frame(&self) -> Frame {
        let panel = self.panel;
        let mut frame = Frame::default();
        if !self.title.is_empty() {
            frame.top = self.title.len() as f64 * self.sizes.title * LINE + 5.0;
        }
        if panel.color_bar.is_some() {
            frame.right = color_bar::width(panel.color_bar.as_ref(), &self.bar, self.sizes);
            frame.top = frame.top.max(self.sizes.tick * 0.4);
        }
        if panel.bare {
            return frame;
        }
        if let Some(axis) = &panel.y2 {
            frame.right += self.beside(axis, &self.y2);
        }
        if self.writes_y {
            frame.left = self.beside(&panel.y, &self.y);
            let labelled = !panel.y.hide_ticks;
            frame.top = frame.top.max(if labelled { self.sizes.tick * 0.4 } else { 0.0 });
        }
        if self.writes_x {
            frame.bottom = self.ticks_below()
                + if self.x_label().is_some() { self.sizes.label + LABEL_GAP } else { 0.0 };
            if !panel.x.hide_ticks {
                frame.left = frame.left.max(self.x.beyond.0);
                frame.right = frame.right.max(self.x.beyond.1);
            }
        } else {
            frame.bottom = 2.0;
        }
        frame
    }

    /// Pixels of the tick labels below the axis.
    #[must_use]
    pub fn ticks_below(&self) -> f64 {
        if self.panel.x.hide_ticks { 2.0 } else { TICK_GAP + self.x.depth }
    }

    fn beside(&self, axis: &Axis, labels: &Labels) -> f64 {
        let ticks = if axis.hide_ticks { 2.0 } else { TICK_GAP + labels.depth };
        ticks + if label(axis, labels).is_some() { self.sizes.label + LABEL_GAP } else { 0.0 }
    }

    /// The text of the x axis.
    #[must_use]
    pub fn x_label(&self) -> Option<String> {
        label(&self.panel.x, &self.x)
    }
}

/// An axis' text, with what holds for all its tick labels.
#[must_use]
pub fn label(axis: &Axis, labels: &Labels) -> Option<String> {
    let context = labels.context.as_ref().filter(|_| !axis.hide_ticks);
    match (axis.label.as_ref().filter(|label| !label.trim().is_empty()), context) {
        (Some(label), Some(context)) => Some(format!("{label} ({context})")),
        (label, context) => label.or(context).cloned(),
    }
}

/// Gives each panel its area: the columns' frames first, the rest in proportion.
fn spread(cells: &mut [Cell], frames: &[Frame], grid: &Grid, room: Area, (columns, rows): (usize, usize)) {
    let gap = if grid.tight { 8.0 } else { 22.0 };
    let (mut across, mut down) = (vec![(0.0, 0.0); columns], vec![(0.0, 0.0); rows]);
    for (cell, frame) in cells.iter().zip(frames) {
        grow(&mut across[cell.column], (frame.left, frame.right));
        grow(&mut down[cell.row], (frame.top, frame.bottom));
    }
    let across = divide((room.left, room.right), gap, &across, &grid.widths);
    let down = divide((room.top, room.bottom), if grid.tight { gap } else { 18.0 }, &down, &grid.heights);
    for cell in cells {
        let ((left, right), (top, bottom)) = (across[cell.column], down[cell.row]);
        cell.area = Area { left, top, right, bottom };
        if cell.panel.equal_aspect {
            cell.area = equal(cell.area, cell.x_ends, cell.y_ends);
        }
    }
}

fn grow(sides: &mut (f64, f64), (before, after): (f64, f64)) {
    *sides = (sides.0.max(before), sides.1.max(after));
}

/// Where each column (or row) begins and ends.
fn divide((from, to): (f64, f64), gap: f64, frames: &[(f64, f64)], shares: &[f64]) -> Vec<(f64, f64)> {
    let share = |index: usize| shares.get(index).copied().filter(|share| *share > 0.0).unwrap_or(1.0);
    let taken: f64 = frames.iter().map(|(before, after)| before + after).sum();
    let rest = to - from - taken - gap * (frames.len() - 1) as f64;
    let total: f64 = (0..frames.len()).map(share).sum();
    let mut at = from;
    let mut parts = Vec::new();
    for (index, (before, after)) in frames.iter().enumerate() {
        let length = (rest * share(index) / total).max(8.0);
        parts.push((at + before, at + before + length));
        at += before + length + after + gap;
    }
    parts
}

/// The largest area within `area` where a unit of x is as long as one of y.
fn equal(area: Area, x: (f64, f64), y: (f64, f64)) -> Area {
    let (x, y) = (x.1 - x.0, y.1 - y.0);
    let unit = (area.width() / x).min(area.height() / y);
    let (wide, high) = (x * unit / 2.0, y * unit / 2.0);
    if !(wide.is_finite() && high.is_finite() && wide >= 4.0 && high >= 4.0) {
        return area;
    }
    let (x, y) = area.middle();
    Area { left: x - wide, right: x + wide, top: y - high, bottom: y + high }
}

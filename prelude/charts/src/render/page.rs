//! From a picture to SVG.

use super::axes::{self, Axes};
use super::corner;
use super::layout::{Cell, cells};
use super::legend::{Block, Legend};
use super::marks;
use super::place::Place;
use super::scale::Area;
use super::svg::{Svg, TextStyle};
use super::text::{LINE, wrap};
use super::theme::{Ink, Role};
use crate::picture::{LegendPlace, Picture, Shape};

const NOTE: f64 = 11.0;
/// Between the panels and a legend beside or below them.
const LEGEND_GAP: f64 = 20.0;
/// Within a legend that stands in a panel.
const INSIDE: f64 = 9.0;

impl Picture {
    /// The picture as SVG, whose texts are texts.
    #[must_use]
    pub fn to_svg(&self) -> String {
        let size = (side(self.width), side(self.height));
        let mut svg = Svg::new(size, self.theme, &self.name(), &self.description);
        let edge = if size.0.min(size.1) >= 300.0 { 16.0 } else { 10.0 };
        let ground = svg.paint(Ink::Role(Role::Ground), Ink::None);
        svg.rect(Area { left: 0.0, top: 0.0, right: size.0, bottom: size.1 }, &ground);
        let mut room = Area { left: edge, top: edge, right: size.0 - edge, bottom: size.1 - edge };
        head(&mut svg, self, &mut room);
        foot(&mut svg, self, &mut room);
        let legend = Legend::of(self);
        let block = legend.as_ref().and_then(|legend| reserve(legend, self, &mut room));
        let cells = cells(&self.panels, &self.grid, room);
        for cell in &cells {
            panel(&mut svg, self, cell);
        }
        if let (Some(legend), Some(block)) = (&legend, &block) {
            place_legend(&mut svg, (legend, block), self, &cells, room);
        }
        svg.finish()
    }

    /// What a screen reader calls it.
    fn name(&self) -> String {
        let of_panel = || self.panels.iter().find_map(|panel| panel.title.clone());
        self.title.clone().or_else(of_panel).unwrap_or_else(|| "Chart".to_owned())
    }
}

/// A length that can be drawn.
fn side(length: f64) -> f64 {
    if length.is_finite() { length.clamp(80.0, 20_000.0) } else { 420.0 }
}

fn head(svg: &mut Svg, picture: &Picture, room: &mut Area) {
    let title_size = if room.width() >= 440.0 { 17.0 } else { 15.0 };
    let title = TextStyle::new(title_size, Ink::Role(Role::Text)).bold(true);
    let subtitle = TextStyle::new(13.0, Ink::Role(Role::Faint));
    let mut any = false;
    for (text, style) in [(&picture.title, title), (&picture.subtitle, subtitle)] {
        let Some(text) = text.as_ref().filter(|text| !text.trim().is_empty()) else { continue };
        for line in wrap(text, style.size, style.bold, room.width(), 2) {
            svg.text(room.left, room.top + style.size * 0.8, &line, style);
            room.top += style.size * LINE;
        }
        any = true;
    }
    room.top += if any { 10.0 } else { 0.0 };
}

fn foot(svg: &mut Svg, picture: &Picture, room: &mut Area) {
    let Some(note) = picture.note.as_ref().filter(|note| !note.trim().is_empty()) else { return };
    let lines = wrap(note, NOTE, false, room.width(), 3);
    room.bottom -= lines.len() as f64 * NOTE * LINE;
    for (index, line) in lines.iter().enumerate() {
        let y = room.bottom + NOTE * (LINE * (index + 1) as f64 - 0.2);
        svg.text(room.left, y, line, TextStyle::new(NOTE, Ink::Role(Role::Faint)));
    }
    room.bottom -= 8.0;
}

/// Arranges the legend and takes its room.
fn reserve(legend: &Legend, picture: &Picture, room: &mut Area) -> Option<Block> {
    let (width, height) = (room.width(), room.height());
    match picture.legend {
        LegendPlace::Hidden => None,
        LegendPlace::Inside => Some(legend.stacked((width * 0.5, height * 0.6))),
        LegendPlace::Bottom => Some(below(legend, room)),
        LegendPlace::Auto if width < 380.0 => Some(below(legend, room)),
        LegendPlace::Auto | LegendPlace::Right => {
            let block = legend.stacked(((width * 0.32).min(260.0), height));
            room.right -= block.width + LEGEND_GAP;
            Some(block)
        }
    }
}

fn below(legend: &Legend, room: &mut Area) -> Block {
    let block = legend.flowing((room.width(), room.height() * 0.35));
    room.bottom -= block.height + 14.0;
    block
}

fn place_legend(
    svg: &mut Svg,
    (legend, block): (&Legend, &Block),
    picture: &Picture,
    cells: &[Cell],
    room: Area,
) {
    let left = cells.iter().map(|cell| cell.area.left).fold(f64::INFINITY, f64::min).min(room.right);
    let top = cells.iter().map(|cell| cell.area.top).fold(f64::INFINITY, f64::min).min(room.bottom);
    let is_below = picture.legend == LegendPlace::Bottom
        || picture.legend == LegendPlace::Auto && room.right - room.left > 0.0 && block_is_below(picture);
    let at = match (picture.legend, cells.first()) {
        (LegendPlace::Inside, Some(cell)) => {
            let size = (block.width, block.height);
            let at = corner::emptiest(cell, &Axes::of(cell), size, INSIDE + 6.0);
            block.draw_ground(svg, at, INSIDE);
            at
        }
        _ if is_below => {
            let fits = left + block.width <= room.right;
            (if fits { left } else { room.left }, room.bottom + 14.0)
        }
        // Beside the panels, as high as they are, but not lower than there is room for.
        _ => (room.right + LEGEND_GAP, top.min((room.bottom - block.height).max(room.top))),
    };
    block.draw(svg, legend, picture, at);
}

/// A narrow picture has its legend below.
fn block_is_below(picture: &Picture) -> bool {
    let size = (side(picture.width), side(picture.height));
    let edge = if size.0.min(size.1) >= 300.0 { 16.0 } else { 10.0 };
    size.0 - 2.0 * edge < 380.0
}

fn panel(svg: &mut Svg, picture: &Picture, cell: &Cell) {
    let axes = Axes::of(cell);
    if !cell.panel.bare {
        axes::grid(svg, cell, &axes);
    }
    draw_marks(svg, picture, cell, &axes);
    if cell.panel.bare {
        super::color_bar::draw(svg, cell, 0.0);
    } else {
        axes::lines(svg, cell, &axes);
        axes::texts(svg, cell, &axes);
    }
    let size = cell.sizes.title;
    for (index, line) in cell.title.iter().rev().enumerate() {
        let y = cell.area.top - 8.0 - size * LINE * index as f64;
        svg.text(cell.area.left, y, line, TextStyle::new(size, Ink::Role(Role::Text)).bold(true));
    }
}

fn draw_marks(svg: &mut Svg, picture: &Picture, cell: &Cell, axes: &Axes) {
    // One path for all runs of marks that are clipped; texts may reach over the edge.
    let clip = (!cell.panel.bare).then(|| svg.clip_path(cell.area));
    let mut clipped = false;
    let load = marks::load(picture);
    for mark in &cell.panel.marks {
        let wanted = clip.is_some() && !matches!(mark.shape, Shape::Texts { .. });
        if clipped && !wanted {
            svg.close();
        } else if let Some(id) = clip.as_ref().filter(|_| wanted && !clipped) {
            svg.open(&format!(" clip-path=\"url(#{id})\""));
        }
        clipped = wanted;
        let y = if mark.second_axis { axes.y2 } else { axes.y };
        let place =
            Place { x: axes.x, y, area: cell.area, palette: &picture.palette, theme: picture.theme, load };
        marks::draw(svg, mark, &place);
    }
    if clipped {
        svg.close();
    }
}

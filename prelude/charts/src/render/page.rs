//! From a picture to SVG.

use super::extent::{Which, ends};
use super::marks;
use super::place::Place;
use super::scale::{Area, AxisScale};
use super::svg::{Svg, TextStyle, px};
use super::theme::{Ink, Role};
use crate::picture::{Anchor, Panel, Picture};

impl Picture {
    /// The picture as SVG, whose texts are texts.
    #[must_use]
    pub fn to_svg(&self) -> String {
        let title = self.title.as_deref().unwrap_or("");
        let mut svg = Svg::new((self.width, self.height), self.theme, title, &self.description);
        let area = Area { left: 0.0, top: 0.0, right: self.width, bottom: self.height };
        let ground = svg.paint(Ink::Role(Role::Ground), Ink::None);
        svg.rect(area, &ground);
        let columns = if self.grid.columns > 0 { self.grid.columns } else { self.panels.len().clamp(1, 3) };
        let rows = self.panels.len().div_ceil(columns).max(1);
        let (w, h) = (self.width / columns as f64, self.height / rows as f64);
        for (index, panel) in self.panels.iter().enumerate() {
            let (row, column) = panel.place.unwrap_or((index / columns, index % columns));
            let (left, top) = (column as f64 * w, row as f64 * h);
            draw(&mut svg, self, panel, Area { left, top, right: left + w, bottom: top + h });
        }
        svg.finish()
    }
}

fn draw(svg: &mut Svg, picture: &Picture, panel: &Panel, cell: Area) {
    let area = Area {
        left: cell.left + 60.0,
        top: cell.top + 30.0,
        right: cell.right - 20.0,
        bottom: cell.bottom - 45.0,
    };
    let x_ends = ends(&panel.x, Which::X, &[panel]);
    let y_ends = ends(&panel.y, Which::Y, &[panel]);
    let x = AxisScale::new(&panel.x.scale, x_ends, (area.left, area.right), panel.x.reversed);
    let y = AxisScale::new(&panel.y.scale, y_ends, (area.bottom, area.top), panel.y.reversed);
    let stroke = svg.paint(Ink::None, Ink::Role(Role::Axis));
    svg.open(&stroke);
    svg.line((area.left, area.bottom), (area.right, area.bottom));
    svg.line((area.left, area.bottom), (area.left, area.top));
    svg.close();
    let style = TextStyle::new(12.0, Ink::Role(Role::Faint));
    svg.text(area.left, area.bottom + 16.0, &px(x_ends.0), style);
    svg.text(area.right, area.bottom + 16.0, &px(x_ends.1), style.anchor(Anchor::End));
    svg.text(area.left - 6.0, area.bottom, &px(y_ends.0), style.anchor(Anchor::End));
    svg.text(area.left - 6.0, area.top + 8.0, &px(y_ends.1), style.anchor(Anchor::End));
    svg.open_clipped(area);
    let load = marks::load(picture);
    for mark in &panel.marks {
        let place = Place { x, y, area, palette: &picture.palette, theme: picture.theme, load };
        marks::draw(svg, mark, &place);
    }
    svg.close();
}

//! Marks in pixels.

use super::place::Place;
use super::svg::{Svg, px};
use super::theme::{Ink, Role};
use crate::picture::{Mark, Paint, Shape};

/// Draws a mark. The caller clips.
pub fn draw(svg: &mut Svg, mark: &Mark, place: &Place) {
    let ink = match &mark.paint {
        Paint::Cycle(index) => Ink::Fixed(place.palette.color(*index)),
        Paint::Fixed(color) => Ink::Fixed(*color),
        Paint::Faint => Ink::Role(Role::Faint),
        Paint::Ground => Ink::Role(Role::Ground),
        _ => Ink::Role(Role::Text),
    };
    match &mark.shape {
        Shape::Points { x, y, .. } => {
            svg.open(&svg.paint(ink, Ink::None));
            for (x, y) in x.iter().zip(y) {
                let (x, y) = (place.x.place(*x), place.y.place(*y));
                svg.raw(&format!("<circle cx=\"{}\" cy=\"{}\" r=\"4\"/>", px(x), px(y)));
            }
            svg.close();
        }
        Shape::Line { x, y, .. } => {
            let points: Vec<String> = x
                .iter()
                .zip(y)
                .map(|(x, y)| format!("{} {}", px(place.x.place(*x)), px(place.y.place(*y))))
                .collect();
            let paint = svg.paint(Ink::None, ink);
            svg.raw(&format!("<path d=\"M{}\" stroke-width=\"2\"{paint}/>", points.join("L")));
        }
        _ => {}
    }
}

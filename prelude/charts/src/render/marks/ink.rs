//! The colours of a mark's things.

use crate::color::Color;
use crate::picture::{Dash, Mark, Paint};
use crate::render::place::Place;
use crate::render::svg::{Svg, px};
use crate::render::theme::{Ink, Role};

/// A thing whose value is missing still is there.
const MISSING: Color = Color::hex(0x00b3_b8c0);

/// One colour for all things, or one each.
#[derive(Debug)]
pub enum Inks {
    One(Ink),
    Each(Vec<Color>),
}

impl Inks {
    pub fn new(paint: &Paint, place: &Place) -> Self {
        match paint {
            Paint::Cycle(index) => Self::One(Ink::Fixed(place.palette.color(*index))),
            Paint::Fixed(color) => Self::One(Ink::Fixed(*color)),
            Paint::Text => Self::One(Ink::Role(Role::Text)),
            Paint::Faint => Self::One(Ink::Role(Role::Faint)),
            Paint::Ground => Self::One(Ink::Role(Role::Ground)),
            Paint::Each(colors) => match colors.as_slice() {
                [] => Self::One(Ink::Role(Role::Text)),
                [color] => Self::One(Ink::Fixed(*color)),
                colors => Self::Each(colors.to_vec()),
            },
            Paint::Ramp { values, map, low, high } => {
                // Halves: the difference of two finite numbers may be infinite.
                let span = high / 2.0 - low / 2.0;
                // Finer than the eye sees; a map's colour takes long to find for each of a million values.
                let steps: Vec<Color> = (0..=1023).map(|step| map.at(f64::from(step) / 1023.0)).collect();
                let color = |value: &f64| match value {
                    value if value.is_nan() => MISSING,
                    value if span > 0.0 => {
                        let share = ((value / 2.0 - low / 2.0) / span).clamp(0.0, 1.0);
                        steps[(share * 1023.0).round() as usize]
                    }
                    _ => map.at(0.5),
                };
                Self::Each(values.iter().map(color).collect())
            }
        }
    }

    /// The ink of a thing.
    pub fn of(&self, index: usize) -> Ink {
        match self {
            Self::One(ink) => *ink,
            Self::Each(colors) => {
                Ink::Fixed(if colors.is_empty() { MISSING } else { colors[index % colors.len()] })
            }
        }
    }

    /// For the group: the ink that all things have, if they have one.
    pub fn common(&self) -> Ink {
        match self {
            Self::One(ink) => *ink,
            Self::Each(_) => Ink::Inherit,
        }
    }

    /// For a thing: its ink, unless the group has it.
    pub fn own(&self, index: usize) -> Ink {
        match self {
            Self::One(_) => Ink::Inherit,
            Self::Each(_) => self.of(index),
        }
    }
}

/// `ink` in plain numbers.
pub fn color(ink: Ink, place: &Place) -> Color {
    match ink {
        Ink::Fixed(color) => color,
        Ink::Role(role) => role.color(place.theme),
        Ink::Inherit | Ink::None => Role::Text.color(place.theme),
    }
}

/// `fill` and `stroke` attributes with the mark's opacity of each.
pub fn attributes(
    svg: &Svg,
    (fill, fill_opacity): (Ink, f64),
    (stroke, stroke_opacity): (Ink, f64),
) -> String {
    let (fill, fill_rest) = thin(fill, fill_opacity, "fill");
    let (stroke, stroke_rest) = thin(stroke, stroke_opacity, "stroke");
    format!("{}{fill_rest}{stroke_rest}", svg.paint(fill, stroke))
}

/// Opacity joins a fixed colour's own; for a role it is an attribute beside it.
fn thin(ink: Ink, opacity: f64, name: &str) -> (Ink, String) {
    let opacity = if opacity.is_finite() { opacity.clamp(0.0, 1.0) } else { 1.0 };
    match ink {
        _ if opacity >= 1.0 => (ink, String::new()),
        Ink::Fixed(color) => {
            let alpha = (f64::from(color.alpha) * opacity).round() as u8;
            (Ink::Fixed(color.with_alpha(alpha)), String::new())
        }
        Ink::Role(_) => (ink, format!(" {name}-opacity=\"{}\"", px(opacity))),
        Ink::None | Ink::Inherit => (ink, String::new()),
    }
}

/// Width, dashes and ends of a mark's lines.
pub fn line_attributes(mark: &Mark, round: bool) -> String {
    let width = width(mark);
    let dashes = match mark.dash {
        Dash::Solid if round => " stroke-linecap=\"round\" stroke-linejoin=\"round\"".to_owned(),
        Dash::Solid => String::new(),
        Dash::Dashed => {
            format!(" stroke-dasharray=\"{} {}\"", px((width * 3.6).max(4.0)), px((width * 2.0).max(3.0)))
        }
        Dash::Dotted => format!(" stroke-dasharray=\"{} {}\"", px(width), px((width * 1.7).max(1.8))),
    };
    format!(" stroke-width=\"{}\"{dashes}", px(width))
}

/// The width of a mark's lines; not less than can be seen.
pub fn width(mark: &Mark) -> f64 {
    if mark.stroke.is_finite() && mark.stroke > 0.0 { mark.stroke } else { 1.0 }
}

/// The outline of a filled shape: what is see-through is outlined in its own colour, what is opaque is set
/// off from its neighbours by the ground's.
pub fn outline(mark: &Mark, fill: Ink) -> Ink {
    match fill {
        _ if mark.stroke.is_nan() || mark.stroke <= 0.0 => Ink::None,
        Ink::Role(Role::Ground) => Ink::Role(Role::Faint),
        own if mark.opacity < 0.5 => own,
        _ => Ink::Role(Role::Ground),
    }
}

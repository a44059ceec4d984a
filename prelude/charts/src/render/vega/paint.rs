//! Colours as a specification has them. It cannot ask whether its reader sees dark or light: with
//! [`Theme::Auto`] it has no ground of its own, and greys that can be read on either.

use crate::color::Theme;
use crate::render::marks::ink;
use crate::render::place::Place;
use crate::render::theme::{Ink, Role};

/// A role's colour.
pub fn role(role: Role, theme: Theme) -> String {
    match (theme, role) {
        (Theme::Auto, Role::Ground) => "transparent".to_owned(),
        (Theme::Auto, Role::Grid) => "#80808040".to_owned(),
        (Theme::Auto, _) => "#7d848d".to_owned(),
        (theme, role) => role.color(theme).to_string(),
    }
}

/// An ink's colour.
pub fn color(ink: Ink, place: &Place) -> String {
    match ink {
        Ink::Role(role) => self::role(role, place.theme),
        Ink::Inherit | Ink::None => role(Role::Text, place.theme),
        Ink::Fixed(_) => ink::color(ink, place).to_string(),
    }
}

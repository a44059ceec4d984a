//! Colours by role, in a light and a dark look. `Theme::Auto` writes the light colours as attributes and
//! classes beside them, which a style sheet overrides where the reader's system asks for dark: a program
//! that knows no style sheets shows the light look.

use std::fmt::Write;

use crate::color::{Color, Theme};

/// What a colour is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Behind everything.
    Ground,
    /// Around the picture.
    Edge,
    Grid,
    /// Axis lines and tick marks.
    Axis,
    Text,
    /// Text of less weight: subtitles, notes, tick labels.
    Faint,
}

/// What something is filled or stroked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// As the group around it.
    Inherit,
    None,
    Fixed(Color),
    Role(Role),
}

impl Role {
    /// Its colour in a light (or `Auto`) or a dark picture.
    #[must_use]
    pub fn color(self, theme: Theme) -> Color {
        let (light, dark) = self.both();
        Color::hex(if theme == Theme::Dark { dark } else { light })
    }

    fn both(self) -> (u32, u32) {
        match self {
            Self::Ground => (0x00ff_ffff, 0x0016_191d),
            Self::Edge => (0x00e3_e6ea, 0x002c_3138),
            Self::Grid => (0x00e6_e9ed, 0x002b_3037),
            Self::Axis => (0x009a_a1ab, 0x006b_7380),
            Self::Text => (0x001f_2328, 0x00e8_eaed),
            Self::Faint => (0x0057_606a, 0x00a3_abb5),
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Ground => "ground",
            Self::Edge => "edge",
            Self::Grid => "grid",
            Self::Axis => "axis",
            Self::Text => "text",
            Self::Faint => "faint",
        }
    }
}

/// The style sheet of a theme: the same in all pictures of a page that have one.
pub(super) fn style(theme: Theme) -> &'static str {
    use std::sync::OnceLock;
    static DARK: OnceLock<String> = OnceLock::new();
    if theme != Theme::Auto {
        return "";
    }
    DARK.get_or_init(|| {
        let roles = [Role::Ground, Role::Edge, Role::Grid, Role::Axis, Role::Text, Role::Faint];
        let mut rules = String::new();
        for role in roles {
            let (name, color) = (role.class(), role.color(Theme::Dark));
            let _ = write!(rules, ".fl-fill-{name}{{fill:{color}}}.fl-stroke-{name}{{stroke:{color}}}");
        }
        format!("<style>@media (prefers-color-scheme: dark){{{rules}}}</style>\n")
    })
}

/// `fill` and `stroke` attributes, with a space before each.
pub(super) fn attributes(theme: Theme, fill: Ink, stroke: Ink) -> String {
    let mut attributes = String::new();
    let mut classes = Vec::new();
    for (name, ink) in [("fill", fill), ("stroke", stroke)] {
        let color = match ink {
            Ink::Inherit => continue,
            Ink::None => {
                let _ = write!(attributes, " {name}=\"none\"");
                continue;
            }
            Ink::Fixed(color) => color,
            Ink::Role(role) => {
                classes.push(format!("fl-{name}-{}", role.class()));
                role.color(theme)
            }
        };
        let _ = write!(attributes, " {name}=\"{color}\"");
        if color.alpha < 255 {
            let _ = write!(attributes, " {name}-opacity=\"{:.3}\"", f64::from(color.alpha) / 255.0);
        }
    }
    if theme == Theme::Auto && !classes.is_empty() {
        let _ = write!(attributes, " class=\"{}\"", classes.join(" "));
    }
    attributes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_auto_has_classes() {
        let ground = Ink::Role(Role::Ground);
        assert_eq!(attributes(Theme::Light, ground, Ink::None), " fill=\"#ffffff\" stroke=\"none\"");
        assert_eq!(attributes(Theme::Dark, ground, Ink::Inherit), " fill=\"#16191d\"");
        let auto = attributes(Theme::Auto, ground, Ink::Role(Role::Axis));
        assert!(auto.contains("class=\"fl-fill-ground fl-stroke-axis\""), "{auto}");
        assert!(
            style(Theme::Auto).contains(".fl-fill-ground{fill:#16191d}") && style(Theme::Dark).is_empty()
        );
    }
}

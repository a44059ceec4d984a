//! Colours, palettes, colour maps and themes.

use std::fmt;

/// Red, green, blue, each 0 to 255, and opacity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Color {
    pub red: u8,
    pub green: u8,
    pub blue: u8,
    pub alpha: u8,
}

impl Color {
    #[must_use]
    pub const fn rgb(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue, alpha: 255 }
    }

    /// `0x0072b2`.
    #[must_use]
    pub const fn hex(code: u32) -> Self {
        Self::rgb((code >> 16) as u8, (code >> 8) as u8, code as u8)
    }

    /// A colour as CSS writes it: `#0072b2`, `rgb(0, 114, 178)`, `steelblue`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let [red, green, blue, alpha] = text.parse::<colorgrad::Color>().ok()?.to_rgba8();
        Some(Self { red, green, blue, alpha })
    }

    #[must_use]
    pub const fn with_alpha(mut self, alpha: u8) -> Self {
        self.alpha = alpha;
        self
    }

    /// A share of `other`, 0 to 1.
    #[must_use]
    pub fn mix(self, other: Self, share: f64) -> Self {
        let share = share.clamp(0.0, 1.0);
        let blend =
            |from: u8, to: u8| (f64::from(from) + (f64::from(to) - f64::from(from)) * share).round() as u8;
        Self {
            red: blend(self.red, other.red),
            green: blend(self.green, other.green),
            blue: blend(self.blue, other.blue),
            alpha: blend(self.alpha, other.alpha),
        }
    }

    /// Relative luminance, 0 (black) to 1 (white), as WCAG 2 defines it.
    #[must_use]
    pub fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// Black or white, whichever is easier to read on this colour.
    #[must_use]
    pub fn readable_on(self) -> Self {
        if self.luminance() > 0.36 { Self::hex(0x001f_2328) } else { Self::rgb(255, 255, 255) }
    }
}

/// `#0072b2`, without the opacity: SVG has an attribute of its own for it.
impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

/// The colours that tell things apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Palette {
    pub colors: Vec<Color>,
}

/// Eight that people with any kind of colour vision can tell apart, in an order that keeps neighbours
/// distinct, on a light and on a dark ground.
///
/// Source: M. Okabe, K. Ito, "Color universal design", 2008, with its yellow and sky blue darkened for
/// thin marks on white, its blue first and its black replaced by grey.
impl Default for Palette {
    fn default() -> Self {
        let colors = [
            0x0000_72b2,
            0x00e1_731a,
            0x0000_9e73,
            0x00cc_5c9c,
            0x003f_a7d6,
            0x00b8_980a,
            0x008a_4fbf,
            0x006b_7280,
        ];
        Self { colors: colors.into_iter().map(Color::hex).collect() }
    }
}

impl Palette {
    /// The default colours as they are easy to see on the ground of `theme`: lighter on a dark one.
    /// Colours that somebody chose stay as they are.
    #[must_use]
    pub fn on(&self, theme: Theme) -> Self {
        if theme != Theme::Dark || *self != Self::default() {
            return self.clone();
        }
        let white = Color::rgb(255, 255, 255);
        let lighter = |color: &Color| color.mix(white, if color.luminance() < 0.25 { 0.28 } else { 0.12 });
        Self { colors: self.colors.iter().map(lighter).collect() }
    }

    /// The colour of the `index`-th thing; it repeats.
    #[must_use]
    pub fn color(&self, index: usize) -> Color {
        if self.colors.is_empty() {
            return Color::hex(0x006b_7280);
        }
        self.colors[index % self.colors.len()]
    }
}

/// From a number between 0 and 1 to a colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColorMap {
    /// For amounts: dark blue over green to yellow, evenly lighter.
    #[default]
    Viridis,
    Magma,
    Cividis,
    /// White to dark.
    Blues,
    Greens,
    Reds,
    Greys,
    /// For deviations from a middle: blue over white to red.
    BlueRed,
    /// For deviations from a middle: brown over white to green.
    BrownGreen,
    /// Ordered classes: red over yellow to blue.
    Spectral,
    /// Low to high without a pale middle: blue over purple to red (small points on any ground).
    BluePurpleRed,
}

impl ColorMap {
    /// The colour at `share` of the way; what is outside 0 to 1 has the end's.
    #[must_use]
    pub fn at(self, share: f64) -> Color {
        use colorgrad::{Gradient, preset};
        let share = if share.is_finite() { share.clamp(0.0, 1.0) as f32 } else { 0.0 };
        let color = match self {
            Self::Viridis => preset::viridis().at(share),
            Self::Magma => preset::magma().at(share),
            Self::Cividis => preset::cividis().at(share),
            Self::Blues => preset::blues().at(share),
            Self::Greens => preset::greens().at(share),
            Self::Reds => preset::reds().at(share),
            Self::Greys => preset::greys().at(share),
            Self::BlueRed => preset::rd_bu().at(1.0 - share),
            Self::BrownGreen => preset::br_bg().at(share),
            Self::Spectral => preset::spectral().at(share),
            Self::BluePurpleRed => return blue_purple_red(f64::from(share)),
        };
        let [red, green, blue, _] = color.to_rgba8();
        Color::rgb(red, green, blue)
    }
}

fn blue_purple_red(share: f64) -> Color {
    let [blue, purple, red] = [Color::hex(0x001e_88e5), Color::hex(0x009b_4fc0), Color::hex(0x00f0_1a5a)];
    if share < 0.5 { blue.mix(purple, share * 2.0) } else { purple.mix(red, share * 2.0 - 1.0) }
}

/// The ground that a picture stands on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    Light,
    Dark,
    /// As the reader's system is: light, unless it asks for dark.
    Auto,
}

impl Theme {
    /// The theme of this name: `light`, `dark` or `auto`.
    ///
    /// ```
    /// use ferrolab_charts::Theme;
    ///
    /// assert_eq!(Theme::named("auto"), Some(Theme::Auto));
    /// assert_eq!(Theme::named("red"), None);
    /// ```
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "light" => Some(Self::Light),
            "dark" => Some(Self::Dark),
            "auto" => Some(Self::Auto),
            _ => None,
        }
    }
}

//! The look of the page and the axes.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU8, Ordering};

use ferrolab_charts::{Color, LegendPlace, NumberFormat as TickFormat, Palette, Theme};

use super::Figure;
use super::layer::AxisLook;

const SMALLEST_SIDE: u32 = 120;
const LARGEST_SIDE: u32 = 8_000;

static THEME: AtomicU8 = AtomicU8::new(NOT_CHOSEN);
const NOT_CHOSEN: u8 = u8::MAX;

/// What holds until somebody chooses: `light`, `dark` or `auto` in `FERROLAB_THEME`. Whoever makes a
/// page of a notebook sets it, since a page may be read in either theme.
static FROM_START: LazyLock<Theme> = LazyLock::new(|| {
    std::env::var("FERROLAB_THEME").ok().and_then(|name| Theme::named(&name)).unwrap_or_default()
});

/// The theme of figures that do not choose one. Default: what the environment variable
/// `FERROLAB_THEME` says (`light`, `dark` or `auto`), or [`Theme::Light`].
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// plot::set_theme(Theme::Dark);
/// # plot::set_theme(Theme::Light);
/// ```
pub fn set_theme(theme: Theme) {
    let code = match theme {
        Theme::Light => 0,
        Theme::Dark => 1,
        Theme::Auto => 2,
    };
    THEME.store(code, Ordering::Relaxed);
}

pub(super) fn theme() -> Theme {
    match THEME.load(Ordering::Relaxed) {
        0 => Theme::Light,
        1 => Theme::Dark,
        2 => Theme::Auto,
        _ => *FROM_START,
    }
}

impl Figure {
    /// The text above the charts. See [`panel_title`](Self::panel_title) for one of several.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.page.title = Some(title.into());
        self
    }

    /// A smaller line below the title: what to see, or where the data come from.
    #[must_use]
    pub fn subtitle(mut self, subtitle: impl Into<String>) -> Self {
        self.page.subtitle = Some(subtitle.into());
        self
    }

    /// A small line below everything.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.page.note = Some(note.into());
        self
    }

    /// The text above this chart, where a figure has several.
    #[must_use]
    pub fn panel_title(mut self, title: impl Into<String>) -> Self {
        self.last().title = Some(title.into());
        self
    }

    /// Width and height in pixels, each kept within 120 to 8,000. Default 640 × 420 for one chart.
    #[must_use]
    pub fn size(mut self, width: u32, height: u32) -> Self {
        let within = |side: u32| side.clamp(SMALLEST_SIDE, LARGEST_SIDE);
        self.page.size = Some((within(width), within(height)));
        self
    }

    /// Light, dark, or as the reader's system is. Default: see [`set_theme`].
    #[must_use]
    pub fn theme(mut self, theme: Theme) -> Self {
        self.page.theme = Some(theme);
        self
    }

    /// The colours that tell things apart, as `#rrggbb` or names of CSS, in order. Default: eight
    /// that people with any kind of colour vision can tell apart.
    #[must_use]
    pub fn palette<C: AsRef<str>>(mut self, colors: impl IntoIterator<Item = C>) -> Self {
        let colors: Vec<Color> =
            colors.into_iter().filter_map(|color| self.known_color("palette", color.as_ref())).collect();
        if !colors.is_empty() {
            self.page.palette = Palette { colors };
        }
        self
    }

    /// Where the legend is. Default [`LegendPlace::Auto`].
    #[must_use]
    pub fn legend(mut self, legend: LegendPlace) -> Self {
        self.page.legend = legend;
        self
    }

    /// One unit along x is as long as one along y.
    #[must_use]
    pub fn equal_aspect(self) -> Self {
        self.each_chart(|chart| chart.equal_aspect = true)
    }

    /// The text below the x axis. Default: the name of the first layer's column.
    #[must_use]
    pub fn x_label(self, label: impl Into<String>) -> Self {
        let label = label.into();
        self.x_axis(|axis| axis.label = Some(label.clone()))
    }

    /// The text beside the y axis. Default: the name of the first layer's column.
    #[must_use]
    pub fn y_label(self, label: impl Into<String>) -> Self {
        let label = label.into();
        self.y_axis(|axis| axis.label = Some(label.clone()))
    }

    /// The text beside the second y axis; see [`second_axis`](Self::second_axis).
    #[must_use]
    pub fn y2_label(self, label: impl Into<String>) -> Self {
        let label = label.into();
        self.each_chart(|chart| chart.y2.label = Some(label.clone()))
    }

    /// Where the x axis begins and ends. Default: around the data.
    #[must_use]
    pub fn x_limits(self, low: f64, high: f64) -> Self {
        let (low, high) = (finite(low), finite(high));
        self.x_axis(|axis| (axis.low, axis.high) = (low, high))
    }

    /// Where the y axis begins and ends. Default: around the data.
    #[must_use]
    pub fn y_limits(self, low: f64, high: f64) -> Self {
        let (low, high) = (finite(low), finite(high));
        self.y_axis(|axis| (axis.low, axis.high) = (low, high))
    }

    /// Equal steps along x are equal factors. What is not above zero has no place there.
    #[must_use]
    pub fn x_log(self) -> Self {
        self.x_axis(|axis| axis.log = true)
    }

    /// Equal steps along y are equal factors. What is not above zero has no place there.
    #[must_use]
    pub fn y_log(self) -> Self {
        self.y_axis(|axis| axis.log = true)
    }

    /// How numbers along x are written. Default [`TickFormat::Auto`].
    #[must_use]
    pub fn x_format(self, format: TickFormat) -> Self {
        self.x_axis(|axis| axis.format = Some(format))
    }

    /// How numbers along y are written. Default [`TickFormat::Auto`].
    #[must_use]
    pub fn y_format(self, format: TickFormat) -> Self {
        self.y_axis(|axis| axis.format = Some(format))
    }

    /// Ticks of the x axis only at these places, with these texts.
    #[must_use]
    pub fn x_ticks<T: Into<String>>(self, ticks: impl IntoIterator<Item = (f64, T)>) -> Self {
        let ticks = texts(ticks);
        self.x_axis(|axis| axis.ticks = Some(ticks.clone()))
    }

    /// Ticks of the y axis only at these places, with these texts.
    #[must_use]
    pub fn y_ticks<T: Into<String>>(self, ticks: impl IntoIterator<Item = (f64, T)>) -> Self {
        let ticks = texts(ticks);
        self.y_axis(|axis| axis.ticks = Some(ticks.clone()))
    }

    /// The x axis runs from right to left.
    #[must_use]
    pub fn reverse_x(self) -> Self {
        self.x_axis(|axis| axis.reversed = true)
    }

    /// The y axis runs downwards.
    #[must_use]
    pub fn reverse_y(self) -> Self {
        self.y_axis(|axis| axis.reversed = true)
    }

    /// No lines behind the marks.
    #[must_use]
    pub fn hide_grid(self) -> Self {
        self.each_chart(|chart| (chart.x.hide_grid, chart.y.hide_grid) = (true, true))
    }

    fn x_axis(self, change: impl Fn(&mut AxisLook)) -> Self {
        self.each_chart(|chart| change(&mut chart.x))
    }

    fn y_axis(self, change: impl Fn(&mut AxisLook)) -> Self {
        self.each_chart(|chart| change(&mut chart.y))
    }

    /// The colour of that name; if there is none, the figure says so.
    pub(super) fn known_color(&mut self, setting: &str, name: &str) -> Option<Color> {
        let color = Color::parse(name);
        if color.is_none() {
            self.remarks
                .push(format!("`{setting}`: `{name}` is no colour; write `#rrggbb` or a name of CSS"));
        }
        color
    }
}

fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

fn texts<T: Into<String>>(ticks: impl IntoIterator<Item = (f64, T)>) -> Vec<(f64, String)> {
    ticks.into_iter().map(|(place, text)| (place, text.into())).collect()
}

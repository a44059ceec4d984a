//! What the colours mean.

use super::figure::{Figure, Legend};
use super::layer::Mark;
use super::palette::{FAINT_TEXT, TEXT, color};
use super::svg::{Anchor, Svg, TextStyle, px};
use super::text::{BOLD, cut, width};

const SIZE: f64 = 12.0;
const LINE: f64 = 20.0;
const SWATCH: f64 = 24.0;
const WIDEST: f64 = 180.0;

/// One line of a legend.
struct Entry {
    text: String,
    mark: Mark,
    color: usize,
}

/// A legend that is to be drawn, and the room it needs.
pub(super) struct Key {
    title: Option<String>,
    entries: Vec<Entry>,
    pub width: f64,
}

impl Key {
    /// The legend of a figure, if it has one.
    pub(super) fn of(figure: &Figure) -> Option<Self> {
        let mut entries = Vec::new();
        let mut title = None;
        let mut next = 0;
        for (index, layer) in figure.layers.iter().enumerate() {
            if let Some(groups) = &layer.groups {
                title = title.or_else(|| groups.title.clone());
                let named = groups.names.iter().enumerate();
                entries.extend(named.map(|(g, name)| Entry {
                    text: name.clone(),
                    mark: layer.mark,
                    color: next + g,
                }));
            } else {
                let text = layer.label.clone().unwrap_or_else(|| format!("series {}", index + 1));
                entries.push(Entry { text, mark: layer.mark, color: next });
            }
            next += layer.n_groups();
        }
        let wanted = match figure.legend {
            Legend::Hidden => false,
            Legend::Right => !entries.is_empty(),
            Legend::Auto => entries.len() > 1,
        };
        wanted.then(|| Self::measured(title, entries))
    }

    fn measured(title: Option<String>, entries: Vec<Entry>) -> Self {
        let texts = entries.iter().map(|entry| SWATCH + width(&entry.text, SIZE));
        let widest = texts.chain(title.iter().map(|title| width(title, SIZE * BOLD))).fold(0.0, f64::max);
        // A pixel more: what was measured must not be cut for a rounding error.
        Self { title, entries, width: (widest + 1.0).min(WIDEST) }
    }

    /// Draws at (x, y), the upper left corner; entries that do not fit in `height` are counted.
    pub(super) fn draw(&self, svg: &mut Svg, x: f64, y: f64, height: f64) {
        let style =
            |color, bold| TextStyle { size: SIZE, color, anchor: Anchor::Start, bold, upright: false };
        let mut line = y + SIZE;
        if let Some(title) = &self.title {
            svg.text(x, line, &cut(title, SIZE * BOLD, self.width), style(TEXT, true));
            line += LINE;
        }
        let room = (((y + height - line) / LINE).floor() as usize + 1).max(1);
        let shown = if self.entries.len() > room { room - 1 } else { self.entries.len() };
        for entry in &self.entries[..shown] {
            swatch(svg, x, line - SIZE * 0.35, entry);
            svg.text(x + SWATCH, line, &cut(&entry.text, SIZE, self.width - SWATCH), style(TEXT, false));
            line += LINE;
        }
        if shown < self.entries.len() {
            svg.text(x, line, &format!("and {} more", self.entries.len() - shown), style(FAINT_TEXT, false));
        }
    }
}

fn swatch(svg: &mut Svg, x: f64, y: f64, entry: &Entry) {
    let paint = color(entry.color);
    let (left, middle) = (px(x), px(y));
    let markup = match entry.mark {
        Mark::Points => {
            format!("<circle cx=\"{}\" cy=\"{middle}\" r=\"4.5\" fill=\"{paint}\"/>", px(x + 8.0))
        }
        Mark::Line => format!(
            "<path d=\"M{left} {middle}h16\" stroke=\"{paint}\" stroke-width=\"2.5\" stroke-linecap=\"round\"/>"
        ),
        Mark::Histogram => format!(
            "<rect x=\"{}\" y=\"{}\" width=\"12\" height=\"11\" rx=\"2\" fill=\"{paint}\" fill-opacity=\"0.6\"/>",
            px(x + 2.0),
            px(y - 5.5)
        ),
    };
    svg.raw(&markup);
}

//! A small SVG writer: shapes with sub-pixel places, text that stays text, ids of its own.

use std::fmt::Write;

use super::scale::Area;
use super::theme::Ink;
use crate::color::Theme;
use crate::picture::Anchor;

/// Arial, and the fonts whose letters are exactly as wide: what was measured is what is seen.
pub const FONTS: &str = "Arial, 'Liberation Sans', Arimo, Helvetica, sans-serif";

/// Stands before every id until the document is finished and its own prefix is known. No text can contain
/// it: [`escape`] drops control characters.
const ID: char = '\u{1}';

/// A document under construction.
#[derive(Debug)]
pub struct Svg {
    text: String,
    next_id: usize,
    pub theme: Theme,
}

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub struct TextStyle {
    /// Pixels.
    pub size: f64,
    pub ink: Ink,
    pub anchor: Anchor,
    pub bold: bool,
    /// Degrees, clockwise, about the text's place; −90 reads upwards.
    pub turn: f64,
}

impl TextStyle {
    /// Level, not bold, from its place to the right.
    #[must_use]
    pub fn new(size: f64, ink: Ink) -> Self {
        Self { size, ink, anchor: Anchor::Start, bold: false, turn: 0.0 }
    }

    #[must_use]
    pub fn anchor(mut self, anchor: Anchor) -> Self {
        self.anchor = anchor;
        self
    }

    #[must_use]
    pub fn bold(mut self, bold: bool) -> Self {
        self.bold = bold;
        self
    }

    #[must_use]
    pub fn turn(mut self, degrees: f64) -> Self {
        self.turn = degrees;
        self
    }
}

/// Pixels with at most two decimals.
#[must_use]
pub fn px(value: f64) -> String {
    if !value.is_finite() {
        return "0".to_owned();
    }
    let text = format!("{value:.2}");
    let trimmed = text.trim_end_matches('0').trim_end_matches('.');
    if trimmed == "-0" { "0".to_owned() } else { trimmed.to_owned() }
}

/// Text as markup; characters that XML forbids are left out.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\0'..='\u{1f}' | '\u{7f}' | '\u{fffe}' | '\u{ffff}' => {}
            other => escaped.push(other),
        }
    }
    escaped
}

impl Svg {
    /// An empty document; `title` and `description` are for screen readers.
    #[must_use]
    pub fn new((width, height): (f64, f64), theme: Theme, title: &str, description: &str) -> Self {
        let (width, height) = (px(width), px(height));
        let mut text = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"{FONTS}\" \
             style=\"max-width:100%;height:auto\">\n"
        );
        for (name, content) in [("title", title), ("desc", description)] {
            if !content.is_empty() {
                let _ = writeln!(text, "<{name}>{}</{name}>", escape(content));
            }
        }
        text.push_str(super::theme::style(theme));
        Self { text, next_id: 0, theme }
    }

    /// The document. Its ids begin with a number made from all of it, so that many pictures can be in one
    /// page: only equal pictures have equal ids, and there it does not matter.
    #[must_use]
    pub fn finish(mut self) -> String {
        self.text.push_str("</svg>\n");
        let prefix = format!("fl{:x}-", fnv(self.text.as_bytes()));
        self.text.replace(ID, &prefix)
    }

    /// A new id, for `id="…"` and `url(#…)`.
    pub fn id(&mut self) -> String {
        self.next_id += 1;
        format!("{ID}{}", self.next_id)
    }

    /// Any markup; what comes from data must be escaped by the caller.
    pub fn raw(&mut self, markup: &str) {
        self.text.push_str(markup);
        self.text.push('\n');
    }

    /// `fill` and `stroke` attributes, with a space before each.
    #[must_use]
    pub fn paint(&self, fill: Ink, stroke: Ink) -> String {
        super::theme::attributes(self.theme, fill, stroke)
    }

    /// Opens a group; `attributes` begin with a space where there are any.
    pub fn open(&mut self, attributes: &str) {
        let _ = writeln!(self.text, "<g{attributes}>");
    }

    /// The id of a clip path, for `clip-path="url(#…)"`.
    pub fn clip_path(&mut self, area: Area) -> String {
        let id = self.id();
        let _ = writeln!(
            self.text,
            "<clipPath id=\"{id}\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/></clipPath>",
            px(area.left),
            px(area.top),
            px(area.width()),
            px(area.height())
        );
        id
    }

    /// Closes the last group.
    pub fn close(&mut self) {
        self.text.push_str("</g>\n");
    }

    /// A straight line in its group's look.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64)) {
        let (x0, y0, x1, y1) = (px(from.0), px(from.1), px(to.0), px(to.1));
        let _ = writeln!(self.text, "<line x1=\"{x0}\" y1=\"{y0}\" x2=\"{x1}\" y2=\"{y1}\"/>");
    }

    /// `attributes` begin with a space where there are any.
    pub fn rect(&mut self, area: Area, attributes: &str) {
        let _ = writeln!(
            self.text,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{attributes}/>",
            px(area.left),
            px(area.top),
            px(area.width().max(0.0)),
            px(area.height().max(0.0)),
        );
    }

    /// A text with its base line at `y`.
    pub fn text(&mut self, x: f64, y: f64, content: &str, style: TextStyle) {
        let (x, y) = (px(x), px(y));
        let turn = match style.turn {
            0.0 => String::new(),
            turn => format!(" transform=\"rotate({} {x} {y})\"", px(turn)),
        };
        let anchor = match style.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let weight = if style.bold { " font-weight=\"bold\"" } else { "" };
        let paint = self.paint(style.ink, Ink::Inherit);
        let (size, content) = (px(style.size), escape(content));
        let _ = writeln!(
            self.text,
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{paint}{anchor}{weight}{turn}>{content}</text>"
        );
    }
}

/// Source: G. Fowler, L. C. Noll, K.-P. Vo, the hash FNV-1a of 64 bits.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_different_pictures_differ() {
        let of = |title: &str| {
            let mut svg = Svg::new((10.0, 10.0), Theme::Light, title, "");
            svg.clip_path(Area { left: 0.0, top: 0.0, right: 1.0, bottom: 1.0 });
            let text = svg.finish();
            let start = text.find("id=\"").unwrap_or(0) + 4;
            text[start..start + 12].to_owned()
        };
        assert_ne!(of("a"), of("b"));
        assert_eq!(of("a"), of("a"));
        assert!(!of("a\u{1}").contains('\u{1}'));
    }

    #[test]
    fn pixels_and_markup_are_short_and_safe() {
        assert_eq!([px(1.0), px(0.126), px(-0.001), px(f64::NAN)], ["1", "0.13", "0", "0"]);
        assert_eq!(escape("a<b>&\"\u{0}c"), "a&lt;b&gt;&amp;&quot;c");
    }
}

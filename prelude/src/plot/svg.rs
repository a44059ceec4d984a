//! A small SVG writer: shapes with sub-pixel places, text that stays text.

use std::fmt::Write;

use crate::display::escape;

/// Families that are on most machines, first those of the notebook around it.
const FONTS: &str =
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'DejaVu Sans', Arial, sans-serif";

/// A document under construction.
pub(super) struct Svg {
    text: String,
}

/// Where a text's given point is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// How a text looks.
#[derive(Clone, Copy)]
pub(super) struct TextStyle {
    pub size: f64,
    pub color: &'static str,
    pub anchor: Anchor,
    pub bold: bool,
    /// Reads upwards.
    pub upright: bool,
}

/// Pixels with at most two decimals.
pub(super) fn px(value: f64) -> String {
    let text = format!("{value:.2}");
    let trimmed = text.trim_end_matches('0').trim_end_matches('.');
    if trimmed == "-0" { "0".to_owned() } else { trimmed.to_owned() }
}

impl Svg {
    pub(super) fn new(width: u32, height: u32, title: &str, description: &str) -> Self {
        let text = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
             role=\"img\" font-family=\"{FONTS}\" style=\"max-width:100%;height:auto\">\n<title>{}</title>\n<desc>{}</desc>\n",
            escape(title),
            escape(description)
        );
        Self { text }
    }

    pub(super) fn finish(mut self) -> String {
        self.text.push_str("</svg>\n");
        self.text
    }

    /// Any markup; attribute values from data must be escaped by the caller.
    pub(super) fn raw(&mut self, markup: &str) {
        self.text.push_str(markup);
        self.text.push('\n');
    }

    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64)) {
        let _ = writeln!(
            self.text,
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"/>",
            px(from.0),
            px(from.1),
            px(to.0),
            px(to.1)
        );
    }

    pub(super) fn circle(&mut self, x: f64, y: f64, radius: f64) {
        let _ = writeln!(self.text, "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"/>", px(x), px(y), px(radius));
    }

    pub(super) fn rect(&mut self, x: f64, y: f64, width: f64, height: f64, attributes: &str) {
        let _ = writeln!(
            self.text,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{}{attributes}/>",
            px(x),
            px(y),
            px(width.max(0.0)),
            px(height.max(0.0)),
            if attributes.is_empty() { "" } else { " " }
        );
    }

    /// Broken lines: each run of points is joined.
    pub(super) fn path(&mut self, runs: &[Vec<(f64, f64)>]) {
        let mut places = String::new();
        for run in runs {
            for (index, (x, y)) in run.iter().enumerate() {
                let _ = write!(places, "{}{} {}", if index == 0 { "M" } else { "L" }, px(*x), px(*y));
            }
            // A single point is a dot: a line of no length with round ends.
            if let [(x, y)] = run.as_slice() {
                let _ = write!(places, "L{} {}", px(*x), px(*y));
            }
        }
        let _ = writeln!(self.text, "<path d=\"{places}\"/>");
    }

    pub(super) fn text(&mut self, x: f64, y: f64, content: &str, style: TextStyle) {
        let turn = if style.upright {
            format!(" transform=\"rotate(-90 {} {})\"", px(x), px(y))
        } else {
            String::new()
        };
        let weight = if style.bold { " font-weight=\"600\"" } else { "" };
        let _ = writeln!(
            self.text,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" fill=\"{}\" text-anchor=\"{}\"{weight}{turn}>{}</text>",
            px(x),
            px(y),
            px(style.size),
            style.color,
            style.anchor.name(),
            escape(content)
        );
    }
}

//! Terminal output as HTML: colour codes become spans, everything else that a terminal would obey
//! (cursor movements, window titles, links) is left out, and every character is escaped.

use std::fmt::Write as _;

/// A colour as a terminal knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Colour {
    /// One of the sixteen that a theme decides on.
    Named(u8),
    Exact(u8, u8, u8),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Style {
    foreground: Option<Colour>,
    background: Option<Colour>,
    bold: bool,
    dim: bool,
    italic: bool,
    underline: bool,
    inverse: bool,
}

enum Piece<'a> {
    Text(&'a str),
    /// The parameters of a "select graphic rendition" sequence.
    Rendition(&'a str),
}

/// The text with its colours, safe to put into a page.
pub fn to_html(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 8);
    let mut style = Style::default();
    for piece in pieces(text) {
        match piece {
            Piece::Rendition(parameters) => style.apply(parameters),
            Piece::Text(text) if style == Style::default() => escape(&mut html, text),
            Piece::Text(text) => {
                style.open(&mut html);
                escape(&mut html, text);
                html.push_str("</span>");
            }
        }
    }
    html
}

/// The text without any escape sequence.
pub fn plain(text: &str) -> String {
    pieces(text)
        .filter_map(|piece| match piece {
            Piece::Text(text) => Some(text),
            Piece::Rendition(_) => None,
        })
        .collect()
}

fn pieces(mut rest: &str) -> impl Iterator<Item = Piece<'_>> {
    std::iter::from_fn(move || {
        loop {
            if rest.is_empty() {
                return None;
            }
            let Some(start) = rest.find('\u{1b}') else {
                return Some(Piece::Text(std::mem::take(&mut rest)));
            };
            if start > 0 {
                let (text, after) = rest.split_at(start);
                rest = after;
                return Some(Piece::Text(text));
            }
            let (parameters, after) = sequence(rest);
            rest = after;
            if let Some(parameters) = parameters {
                return Some(Piece::Rendition(parameters));
            }
        }
    })
}

/// Reads the escape sequence that the text starts with: the parameters if it sets colours, and what
/// follows it.
fn sequence(text: &str) -> (Option<&str>, &str) {
    let body = &text[1..];
    if let Some(control) = body.strip_prefix('[') {
        let end = control.find(|c: char| ('@'..='~').contains(&c));
        return match end {
            Some(end) if control[end..].starts_with('m') => (Some(&control[..end]), &control[end + 1..]),
            Some(end) => (None, &control[end + 1..]),
            None => (None, ""),
        };
    }
    if let Some(command) = body.strip_prefix(']') {
        // A window title or a link: up to a bell or to the string terminator.
        let bell = command.find('\u{7}').map(|end| (end, 1));
        let terminator = command.find("\u{1b}\\").map(|end| (end, 2));
        return match bell.into_iter().chain(terminator).min() {
            Some((end, length)) => (None, &command[end + length..]),
            None => (None, ""),
        };
    }
    let mut after = body.chars();
    after.next();
    (None, after.as_str())
}

impl Style {
    fn apply(&mut self, parameters: &str) {
        // Colons separate the parts of one colour in the newer notation.
        let mut codes = parameters.split([';', ':']).map(|code| code.parse::<u16>().unwrap_or(0));
        while let Some(code) = codes.next() {
            match code {
                0 => *self = Self::default(),
                1 => self.bold = true,
                2 => self.dim = true,
                3 => self.italic = true,
                4 => self.underline = true,
                7 => self.inverse = true,
                22 => (self.bold, self.dim) = (false, false),
                23 => self.italic = false,
                24 => self.underline = false,
                27 => self.inverse = false,
                38 => self.foreground = extended(&mut codes),
                39 => self.foreground = None,
                48 => self.background = extended(&mut codes),
                49 => self.background = None,
                30..=37 | 90..=97 => self.foreground = named(code),
                40..=47 | 100..=107 => self.background = named(code - 10),
                _ => {}
            }
        }
    }

    fn open(self, html: &mut String) {
        let (front, back) = match (self.inverse, self.foreground, self.background) {
            (false, front, back) => (front, back),
            // Without colours of its own, inverse text takes the theme's first and last.
            (true, front, back) => {
                (Some(back.unwrap_or(Colour::Named(15))), Some(front.unwrap_or(Colour::Named(0))))
            }
        };
        let mut classes = Vec::new();
        let mut styles = String::new();
        for (kind, property, colour) in [("f", "color", front), ("b", "background-color", back)] {
            match colour {
                Some(Colour::Named(number)) => classes.push(format!("{kind}{number}")),
                Some(Colour::Exact(r, g, b)) => {
                    let _ = write!(styles, "{property}:#{r:02x}{g:02x}{b:02x};");
                }
                None => {}
            }
        }
        let flags =
            [("bold", self.bold), ("dim", self.dim), ("italic", self.italic), ("under", self.underline)];
        classes.extend(flags.iter().filter(|(_, set)| *set).map(|(name, _)| (*name).to_owned()));
        html.push_str("<span");
        if !classes.is_empty() {
            let _ = write!(html, " class=\"{}\"", classes.join(" "));
        }
        if !styles.is_empty() {
            let _ = write!(html, " style=\"{styles}\"");
        }
        html.push('>');
    }
}

fn named(code: u16) -> Option<Colour> {
    let number = if code >= 90 { code - 90 + 8 } else { code - 30 };
    u8::try_from(number).ok().map(Colour::Named)
}

/// The colour after 38 or 48: `5;n` from the table of 256, or `2;r;g;b`.
fn extended(codes: &mut impl Iterator<Item = u16>) -> Option<Colour> {
    let mut byte = || codes.next().and_then(|code| u8::try_from(code).ok());
    match byte()? {
        5 => Some(match byte()? {
            number @ 0..=15 => Colour::Named(number),
            number @ 16..=231 => {
                let step = |digit: u8| if digit == 0 { 0 } else { digit * 40 + 55 };
                let cube = number - 16;
                Colour::Exact(step(cube / 36), step(cube / 6 % 6), step(cube % 6))
            }
            number @ 232.. => {
                let grey = (number - 232) * 10 + 8;
                Colour::Exact(grey, grey, grey)
            }
        }),
        2 => Some(Colour::Exact(byte()?, byte()?, byte()?)),
        _ => None,
    }
}

/// Escapes for text and for quoted attributes; control characters that a page cannot hold are left out.
pub(super) fn escape(html: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            '\n' | '\t' => html.push(character),
            control if control.is_control() => {}
            other => html.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_escaped_inside_and_outside_of_colours() {
        assert_eq!(to_html("<a href='x'>&\""), "&lt;a href=&#39;x&#39;&gt;&amp;&quot;");
        assert_eq!(to_html("\u{1b}[31m<script>\u{1b}[0m"), "<span class=\"f1\">&lt;script&gt;</span>");
    }

    #[test]
    fn colours_and_styles_become_classes_and_exact_colours_styles() {
        let cases = [
            (
                "\u{1b}[1;34mx\u{1b}[22my\u{1b}[mz",
                "<span class=\"f4 bold\">x</span><span class=\"f4\">y</span>z",
            ),
            ("\u{1b}[97;41mx", "<span class=\"f15 b1\">x</span>"),
            ("\u{1b}[38;5;208mx", "<span style=\"color:#ff8700;\">x</span>"),
            ("\u{1b}[38;5;240mx", "<span style=\"color:#585858;\">x</span>"),
            ("\u{1b}[48;2;1;2;255mx", "<span style=\"background-color:#0102ff;\">x</span>"),
            ("\u{1b}[7;32mx", "<span class=\"f15 b2\">x</span>"),
            ("\u{1b}[38;5;9;4mx", "<span class=\"f9 under\">x</span>"),
        ];
        for (text, html) in cases {
            assert_eq!(to_html(text), html, "{text:?}");
        }
    }

    #[test]
    fn other_sequences_vanish_even_when_cut_off() {
        assert_eq!(plain("a\u{1b}[2Kb\u{1b}]8;;http://x\u{1b}\\link\u{1b}]8;;\u{7}c\u{1b}(Bd"), "ablinkcBd");
        assert_eq!(plain("a\u{1b}[31"), "a");
        assert_eq!(plain("a\u{1b}"), "a");
        assert_eq!(plain("a\u{1b}]0;title"), "a");
        assert_eq!(to_html("a\u{1b}[38;5mb\u{1b}[999;mc\u{8}\u{0}"), "abc");
    }

    #[test]
    fn characters_of_several_bytes_are_kept_whole() {
        assert_eq!(plain("\u{1b}é\u{1b}[1mü\u{1b}[0m"), "ü");
    }
}

//! How wide a text is, and how it is made to fit: cut with an ellipsis, or wrapped into lines.

use std::sync::OnceLock;

use ab_glyph::{Font, FontRef};

const REGULAR: &[u8] = include_bytes!("../../fonts/Arimo-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../fonts/Arimo-Bold.ttf");

/// From one line's base to the next, as a multiple of the size.
pub const LINE: f64 = 1.25;

fn font(bold: bool) -> Option<&'static FontRef<'static>> {
    static FONTS: OnceLock<[Option<FontRef<'static>>; 2]> = OnceLock::new();
    let fonts = FONTS.get_or_init(|| [REGULAR, BOLD].map(|bytes| FontRef::try_from_slice(bytes).ok()));
    fonts[usize::from(bold)].as_ref()
}

/// Width in pixels of `text` at `size` pixels.
#[must_use]
pub fn width(text: &str, size: f64, bold: bool) -> f64 {
    text.chars().map(|character| em(character, bold)).sum::<f64>() * size
}

/// The widest of some texts.
pub fn widest<'a>(texts: impl IntoIterator<Item = &'a str>, size: f64, bold: bool) -> f64 {
    texts.into_iter().map(|text| width(text, size, bold)).fold(0.0, f64::max)
}

/// The advance of one character as a share of the size.
fn em(character: char, bold: bool) -> f64 {
    let known = font(bold).and_then(|font| {
        let glyph = font.glyph_id(character);
        let units = f64::from(font.units_per_em()?);
        (glyph.0 != 0).then(|| f64::from(font.h_advance_unscaled(glyph)) / units)
    });
    known.unwrap_or_else(|| guess(character))
}

/// For what the bundled font lacks: another font of the reader's will draw it.
fn guess(character: char) -> f64 {
    match character {
        '\0'..='\u{1f}' => 0.0,
        // Combining marks, joiners, variation selectors.
        '\u{0300}'..='\u{036f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0.0,
        // Emoji are drawn wider than their size.
        '\u{1f000}'..='\u{1ffff}' => 1.35,
        c if is_wide(c) => 1.0,
        // Thai, Devanagari, Arabic and others.
        _ => 0.65,
    }
}

/// Chinese, Japanese and Korean characters, between which lines may be broken.
fn is_wide(character: char) -> bool {
    matches!(character, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}'
        | '\u{20000}'..='\u{3ffff}')
}

/// The text, cut with an ellipsis so that it fits; where not even that fits, nothing.
#[must_use]
pub fn cut(text: &str, size: f64, bold: bool, room: f64) -> String {
    // What was measured must not be cut for a rounding error.
    let room = room + 0.01;
    if width(text, size, bold) <= room {
        return text.to_owned();
    }
    let mut left = room - width("…", size, bold);
    if left < 0.0 {
        return String::new();
    }
    let mut kept = String::new();
    for character in text.chars() {
        left -= em(character, bold) * size;
        if left < 0.0 {
            break;
        }
        kept.push(character);
    }
    kept.trim_end().to_owned() + "…"
}

/// The text in at most `most` lines of at most `room` pixels; what does not fit is cut. Line breaks in
/// the text are kept.
#[must_use]
pub fn wrap(text: &str, size: f64, bold: bool, room: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for piece in pieces(paragraph) {
            let longer = format!("{line}{piece}");
            if !line.is_empty() && width(longer.trim_end(), size, bold) > room + 0.01 {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
                line.push_str(piece);
            } else {
                line = longer;
            }
        }
        lines.push(line.trim_end().to_owned());
    }
    if lines.len() > most {
        let rest = lines.split_off(most.max(1) - 1).join(" ");
        // Marks the cut even where the line that remains would fit.
        lines.push(rest);
    }
    lines.into_iter().map(|line| cut(&line, size, bold, room)).collect()
}

/// Words with the spaces after them; `snake_case`, paths and wide characters may be broken too.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut previous = None;
    for (index, character) in text.char_indices() {
        let breaks = previous.is_some_and(|previous: char| {
            (matches!(previous, ' ' | '-' | '/' | '_' | '\u{200b}') && character != ' ')
                || (is_wide(previous) || is_wide(character)) && !character.is_ascii_punctuation()
        });
        if breaks && index > start {
            pieces.push(&text[start..index]);
            start = index;
        }
        previous = Some(character);
    }
    pieces.push(&text[start..]);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_the_font() {
        // Arial's advances in thousandths: H 722, i 222, a space 278, 0 556, bold A 722.
        assert!((width("Hi 0", 1.0, false) - 1.778).abs() < 2e-3);
        assert!((width("A", 10.0, true) - 7.22).abs() < 2e-2);
        assert!((width("数据", 10.0, false) - 20.0).abs() < 1e-9);
        assert!(width("Ωж", 10.0, false) > 10.0);
    }

    #[test]
    fn cutting() {
        assert_eq!(cut("short", 12.0, false, 100.0), "short");
        let long = cut("a rather long label that cannot fit", 12.0, false, 80.0);
        assert!(long.ends_with('…') && width(&long, 12.0, false) <= 80.1, "{long}");
        assert_eq!(cut("abc", 12.0, false, 0.0), "");
    }

    #[test]
    fn wrapping() {
        let lines = wrap("one two three four", 10.0, false, 50.0, 9);
        assert!(lines.len() > 1 && lines.iter().all(|line| width(line, 10.0, false) <= 50.0), "{lines:?}");
        assert_eq!(lines.join(" "), "one two three four");
        assert_eq!(wrap("数据数据", 10.0, false, 20.0, 9), ["数据", "数据"]);
        let two = wrap("one two three four five six seven", 10.0, false, 50.0, 2);
        assert!(two.len() == 2 && two[1].ends_with('…'), "{two:?}");
        assert_eq!(wrap("petal_length_cm", 10.0, false, 40.0, 3), ["petal_", "length_", "cm"]);
    }
}

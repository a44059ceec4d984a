//! How wide a text will be. The reader's font is not known here, so the widths are those of a
//! common sans-serif (Arial's, in thousandths of the size) and a share more, since DejaVu Sans, which
//! Linux falls back to, is wider.

const ALLOWANCE: f64 = 1.14;
/// Bold letters are that much wider.
pub(super) const BOLD: f64 = 1.1;

/// Width in pixels of `text` at `size` pixels.
pub(super) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(|character| f64::from(thousandths(character))).sum::<f64>() / 1000.0 * size * ALLOWANCE
}

fn thousandths(character: char) -> u16 {
    match character {
        'i' | 'j' | 'l' | '\'' | '|' => 222,
        ' ' | 'I' | 'f' | 't' | '.' | ',' | ':' | ';' | '/' | '\\' | '!' | '[' | ']' => 278,
        'r' | '(' | ')' | '-' | '`' | '{' | '}' => 333,
        '"' | '*' | '°' => 390,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'J' => 500,
        'F' | 'T' | 'Z' => 611,
        '+' | '<' | '>' | '=' | '−' | '~' => 584,
        'A' | 'B' | 'E' | 'K' | 'P' | 'S' | 'V' | 'X' | 'Y' | '&' => 667,
        'C' | 'D' | 'H' | 'N' | 'R' | 'U' | 'w' => 722,
        'G' | 'O' | 'Q' => 778,
        'M' | 'm' | '%' => 860,
        'W' | '@' | '—' | '…' => 1000,
        c if (c as u32) >= 0x1100 && !('\u{1e00}'..='\u{2e7f}').contains(&c) => 1000,
        _ => 560,
    }
}

/// The text, cut with an ellipsis so that it fits.
pub(super) fn cut(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    for character in text.chars() {
        kept.push(character);
        if width(&kept, size) + width("…", size) > room {
            kept.pop();
            break;
        }
    }
    kept.trim_end().to_owned() + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cutting() {
        assert_eq!(cut("short", 12.0, 100.0), "short");
        let long = cut("a rather long label that cannot fit", 12.0, 80.0);
        assert!(long.ends_with('…') && width(&long, 12.0) <= 80.0, "{long}");
        assert_eq!(cut("abc", 12.0, 0.0), "…");
    }
}

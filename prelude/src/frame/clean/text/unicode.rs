//! Unicode's normal forms, and what they leave to be done to letters.

use polars::prelude::{NewChunkedArray, PlSmallStr, StringChunked, StringNameSpaceImpl, UnicodeForm};

/// A letter and its marks apart.
pub(super) fn decomposed(text: &str) -> String {
    in_form(text, UnicodeForm::NFD)
}

/// A letter and its marks in one character where there is one.
pub(super) fn composed(text: &str) -> String {
    in_form(text, UnicodeForm::NFC)
}

/// Composed, with compatible characters (`ﬁ`, full width, no-break spaces) as the ordinary ones.
pub(in super::super) fn compatible(text: &str) -> String {
    in_form(text, UnicodeForm::NFKC)
}

/// By polars' own function, which takes columns.
fn in_form(text: &str, form: UnicodeForm) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let column = StringChunked::from_slice(PlSmallStr::EMPTY, &[text]);
    column.str_normalize(form).get(0).unwrap_or(text).to_owned()
}

/// Marks that are put on the letter before them.
pub(super) fn is_mark(character: char) -> bool {
    matches!(
        character,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
            | '\u{fe20}'..='\u{fe2f}' | '\u{94d}' | '\u{9cd}'
    )
}

pub(super) fn is_latin_or_greek(character: char) -> bool {
    matches!(character, 'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{3ff}')
}

/// Letters that Unicode does not take apart.
pub(super) fn plain_letters(character: char) -> Option<&'static str> {
    Some(match character {
        'ß' => "ss",
        'ẞ' => "SS",
        'æ' => "ae",
        'Æ' => "AE",
        'œ' => "oe",
        'Œ' => "OE",
        'ø' => "o",
        'Ø' => "O",
        'ł' => "l",
        'Ł' => "L",
        'đ' | 'ð' => "d",
        'Đ' | 'Ð' => "D",
        'þ' => "th",
        'Þ' => "Th",
        'ħ' => "h",
        'Ħ' => "H",
        'ı' => "i",
        'ŧ' => "t",
        'Ŧ' => "T",
        _ => return None,
    })
}

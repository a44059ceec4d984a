//! One table, two forms: HTML and text. Knows nothing of where its cells came from.

mod html;
mod text;

pub(super) use html::{to_html, to_html_with_caption};
pub(super) use text::to_text;

use super::settings;

/// One cell as it will be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    Text(String),
    /// Text that was cut, with what is shown when the pointer rests on it.
    Cut {
        shown: String,
        full: String,
    },
    Null,
    /// A float that is no number, which is not the same as missing.
    NotANumber,
    /// Where rows or columns were left out.
    Gap,
}

impl Cell {
    /// A cell of text that came from data: one line, cut where it is too long.
    pub(super) fn of(text: &str) -> Self {
        let shown = one_line(text);
        match rest_of(text) {
            Some(full) => Self::Cut { shown, full },
            None => Self::Text(shown),
        }
    }

    /// A float that has been written.
    pub(super) fn float(text: String) -> Self {
        if text == "NaN" { Self::NotANumber } else { Self::Text(text) }
    }

    /// What the cell says without markup.
    fn plain(&self) -> &str {
        match self {
            Self::Text(text) | Self::Cut { shown: text, .. } => text,
            Self::Null => "null",
            Self::NotANumber => "NaN",
            Self::Gap => "…",
        }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Column {
    pub name: String,
    /// Shown small under the name, for instance the type; empty for none.
    pub kind: String,
    pub right: bool,
    pub cells: Vec<Cell>,
}

impl Column {
    /// A column that stands for those left out.
    pub(super) fn gap(rows: usize) -> Self {
        Self { name: "…".to_owned(), kind: String::new(), right: false, cells: vec![Cell::Gap; rows] }
    }
}

/// Of text that is cut, this much is kept for the pointer.
const LONGEST_HINT: usize = 1000;

/// Which of `count` items are shown when at most `most` may be: `head` first ones and `tail` last.
pub(super) fn head_and_tail(count: usize, most: usize, shown_if_cut: usize) -> (usize, usize) {
    if count <= most { (count, 0) } else { (shown_if_cut.div_ceil(2), shown_if_cut / 2) }
}

/// Text in one line, cut to a readable length. Characters that would break the line, or turn the
/// direction of what follows, are replaced.
pub(super) fn one_line(text: &str) -> String {
    let longest = settings::max_colwidth().unwrap_or(usize::MAX);
    let mut line = String::new();
    for (index, character) in text.chars().enumerate() {
        if index == longest {
            line.push('…');
            break;
        }
        match character {
            '\n' => line.push('⏎'),
            '\r' => line.push('␍'),
            '\t' => line.push('⇥'),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' => {
                line.push('\u{fffd}');
            }
            other if other.is_control() => line.push('\u{fffd}'),
            other => line.push(other),
        }
    }
    line
}

/// The text itself (cut much later), if [`one_line`] cuts it.
fn rest_of(text: &str) -> Option<String> {
    let longest = settings::max_colwidth()?;
    text.char_indices().nth(longest)?;
    Some(match text.char_indices().nth(LONGEST_HINT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    })
}

fn rows(columns: &[Column]) -> usize {
    columns.iter().map(|column| column.cells.len()).max().unwrap_or_default()
}

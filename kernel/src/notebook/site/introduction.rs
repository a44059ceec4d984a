//! What a notebook says of itself in its first cell: its title, the question that it asks, and what
//! comes of it.

use crate::notebook::html::{Piece, pieces, shown};
use crate::notebook::model::{CellKind, Notebook};

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Introduction {
    pub(super) title: String,
    /// The paragraph below the title, if it stands out.
    pub(super) question: Option<String>,
    /// The paragraph after that.
    pub(super) lead: Option<String>,
}

impl Introduction {
    /// `name` is the title of a notebook that has none.
    pub(super) fn of(notebook: &Notebook, name: &str) -> Self {
        let first = shown(notebook).next().filter(|(_, cell)| cell.kind() == CellKind::Markdown);
        let pieces = first.map(|(_, cell)| pieces(&cell.source())).unwrap_or_default();
        let title = pieces.iter().find_map(|piece| match piece {
            Piece::Heading { level: 1, text } => Some(text.trim().to_owned()),
            _ => None,
        });
        // A further heading opens a section, which is no introduction any more.
        let before_sections = pieces.into_iter().take_while(|piece| !is_section(piece));
        let mut paragraphs = before_sections.filter_map(|piece| match piece {
            Piece::Paragraph { text, stands_out } => Some((text, stands_out)),
            _ => None,
        });
        let (question, lead) = match paragraphs.next() {
            Some((text, true)) => (Some(text), paragraphs.next().map(|(text, _)| text)),
            Some((text, false)) => (None, Some(text)),
            None => (None, None),
        };
        Self { title: title.unwrap_or_else(|| name.to_owned()), question, lead }
    }
}

fn is_section(piece: &Piece) -> bool {
    matches!(piece, Piece::Heading { level: 2.., .. })
}

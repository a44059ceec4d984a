//! What a search finds: the sections of all notebooks, each with its heading and its words. Code is
//! part of them, since "where was that function used" is what one searches tutorials for.

use serde::Serialize;

use crate::notebook::html::{Contents, Piece, pieces, shown};
use crate::notebook::model::{Cell, CellKind, Notebook};

/// The names are those that the script knows.
#[derive(Debug, Serialize)]
struct Page<'a> {
    address: String,
    title: &'a str,
    sections: Vec<Section>,
}

/// From one heading to the next.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
struct Section {
    /// Where it begins in the page; empty at its top.
    anchor: String,
    heading: String,
    text: String,
}

/// The pages, each with its address, its title and its notebook, as JSON.
pub(super) fn data<'a>(pages: impl Iterator<Item = (String, &'a str, &'a Notebook)>) -> String {
    let pages: Vec<Page<'_>> = pages
        .map(|(address, title, notebook)| Page { address, title, sections: sections(notebook) })
        .collect();
    serde_json::to_string(&pages).unwrap_or_else(|_| "[]".to_owned())
}

fn sections(notebook: &Notebook) -> Vec<Section> {
    // The same headings in the same order as in the page give the same anchors.
    let mut contents = Contents::default();
    let mut sections = vec![Section::default()];
    for (_, cell) in shown(notebook) {
        match cell.kind() {
            CellKind::Markdown => add_text(&mut sections, cell, &mut contents),
            CellKind::Code if !cell.has_tag("remove-input") => add_words(&mut sections, &cell.source()),
            _ => {}
        }
    }
    sections.retain(|section| !section.heading.is_empty() || !section.text.is_empty());
    sections
}

fn add_text(sections: &mut Vec<Section>, cell: Cell<'_>, contents: &mut Contents) {
    for piece in pieces(&cell.source()) {
        match piece {
            Piece::Heading { level, text } => {
                let anchor = contents.add(level, &text);
                sections.push(Section { anchor, heading: text.trim().to_owned(), text: String::new() });
            }
            Piece::Paragraph { text, .. } | Piece::Other(text) => add_words(sections, &text),
        }
    }
}

/// Blanks of any kind and number become one.
fn add_words(sections: &mut [Section], text: &str) {
    let Some(section) = sections.last_mut() else { return };
    for word in text.split_whitespace() {
        if !section.text.is_empty() {
            section.text.push(' ');
        }
        section.text.push_str(word);
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::json;

    use super::*;

    fn section(anchor: &str, heading: &str, text: &str) -> Section {
        Section { anchor: anchor.into(), heading: heading.into(), text: text.into() }
    }

    #[test]
    fn sections_hold_text_and_code_up_to_the_next_heading() {
        let text = |source: &str| json!({"cell_type": "markdown", "metadata": {}, "source": source});
        let code = |source: &str, tag: &str| json!({"cell_type": "code", "metadata": {"tags": [tag]}, "source": source, "outputs": []});
        let cells = [
            code("let before = 1;", ""),
            text("# Arrays\n\nHow **to**\nuse `them`\n\n## Cut\n\n- one\n- two"),
            code("x\n    .slice(3)", ""),
            code("hidden", "remove-input"),
            code("gone", "remove-cell"),
            text("## Cut\n\n```rust\nlet y;\n```"),
        ];
        let document = json!({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5});
        let notebook = Notebook::parse(document.to_string().as_bytes(), Path::new("a.ipynb")).unwrap();
        assert_eq!(
            sections(&notebook),
            [
                section("", "", "let before = 1;"),
                section("arrays", "Arrays", "How to use them"),
                section("cut", "Cut", "one two x .slice(3)"),
                section("cut-2", "Cut", "let y;"),
            ]
        );
        let data = data(std::iter::once(("a.html".to_owned(), "A", &notebook)));
        assert!(data.starts_with(r#"[{"address":"a.html","title":"A","sections":[{"anchor":"","#), "{data}");
    }
}

//! A notebook as one HTML page that is complete in itself: no scripts, no fonts or styles from
//! elsewhere, readable on a phone, in the dark and on paper.
//!
//! Notebooks are passed on, so their text is not trusted: raw HTML in Markdown is shown as text
//! (but for `<details>` and `<summary>`, which tutorials fold solutions with), and links go to web
//! addresses only. HTML *outputs* are kept as the kernel made them, since that is what tables and
//! rich values are; the page's content security policy forbids every script, so they cannot run any.

pub mod ansi;
mod contents;
mod document;
mod highlight;
mod image;
mod markdown;
mod math;
mod output;
mod raw_html;

use std::path::Path;

use maud::{Markup, html};
use serde_json::Value;

use super::model::{Cell, CellKind, Notebook};
pub(super) use contents::Contents;
pub(super) use document::{Extras, document, generator};
use markdown::MarkdownCell;
pub(super) use markdown::{Piece, pieces};

/// What a notebook's text may refer to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Surroundings<'a> {
    /// Pictures are taken from here.
    pub folder: Option<&'a Path>,
    /// The notebooks, without ending, that are pages beside this one: links to them lead there.
    pub pages: &'a [String],
}

/// The page of a notebook by itself. `name` is its title if it has no heading; pictures that its text
/// refers to are taken from `folder`.
pub fn page(notebook: &Notebook, name: &str, folder: Option<&Path>) -> String {
    let body = Body::of(notebook, Surroundings { folder, pages: &[] });
    let footer = html! { footer { "Made with " (generator()) } };
    document(body.title().unwrap_or(name), None, &body.markup(&footer)).into_string()
}

/// A notebook's cells as they stand in any page.
pub(super) struct Body {
    contents: Contents,
    cells: Vec<Markup>,
}

impl Body {
    pub(super) fn of(notebook: &Notebook, surroundings: Surroundings<'_>) -> Self {
        let language = notebook.language().unwrap_or_else(|| "rust".to_owned());
        let mut contents = Contents::default();
        let cells = shown(notebook)
            .map(|(index, cell)| match cell.kind() {
                CellKind::Code => code_cell(cell, &language),
                CellKind::Markdown => {
                    markdown_cell(&MarkdownCell { index, cell, surroundings }, &mut contents)
                }
                CellKind::Raw => html! { pre.raw { (cell.source()) } },
                CellKind::Other => html! {},
            })
            .collect();
        Self { contents, cells }
    }

    /// The notebook's own title, if it has one.
    pub(super) fn title(&self) -> Option<&str> {
        self.contents.title()
    }

    /// With its table of contents, and with `end` below it.
    pub(super) fn markup(&self, end: &Markup) -> Markup {
        html! {
            (self.contents.sidebar())
            main {
                (self.contents.fold())
                @for cell in &self.cells { (cell) "\n" }
                (end)
            }
        }
    }
}

/// The cells that a page has, with their numbers.
pub(super) fn shown(notebook: &Notebook) -> impl Iterator<Item = (usize, Cell<'_>)> {
    notebook.cells().enumerate().filter(|(_, cell)| !cell.has_tag("remove-cell"))
}

/// Rust code with its colours.
pub fn code_block(code: &str) -> Markup {
    highlight::block(code, "rust")
}

fn markdown_cell(cell: &MarkdownCell<'_>, contents: &mut Contents) -> Markup {
    html! { section.text { (markdown::render(cell, contents)) } }
}

fn code_cell(cell: Cell<'_>, language: &str) -> Markup {
    let count = cell.execution_count().map_or_else(|| " ".to_owned(), |count| count.to_string());
    let source = cell.source();
    let has_input = !source.trim().is_empty() && !cell.has_tag("remove-input");
    let outputs = if cell.has_tag("remove-output") { &[] } else { cell.outputs() };
    html! {
        section.code id=[cell.id().map(|id| format!("cell-{id}"))] {
            @if has_input {
                div.row.input {
                    span.label { "In [" (count) "]" }
                    (foldable(is_hidden(cell, "input"), "Code", &highlight::block(&source, language)))
                }
            }
            @if !outputs.is_empty() {
                (foldable(is_hidden(cell, "output"), "Output", &html! {
                    @for output in outputs { (output::render(output)) }
                }))
            }
        }
    }
}

fn foldable(folded: bool, summary: &str, content: &Markup) -> Markup {
    html! {
        @if folded { details.fold { summary { (summary) } (content) } }
        @else { (content) }
    }
}

/// Hidden by a tag, as Jupyter Book has them, or by having been folded in JupyterLab.
fn is_hidden(cell: Cell<'_>, part: &str) -> bool {
    let folded = if part == "input" { "source_hidden" } else { "outputs_hidden" };
    let in_jupyterlab = cell.metadata().and_then(|metadata| metadata.get("jupyter")?.get(folded));
    cell.has_tag(&format!("hide-{part}")) || in_jupyterlab == Some(&Value::Bool(true))
}

#[cfg(test)]
mod tests;

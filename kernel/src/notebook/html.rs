//! A notebook as one HTML page that is complete in itself: no scripts, no fonts or styles from
//! elsewhere, readable on a phone, in the dark and on paper.
//!
//! Notebooks are passed on, so their text is not trusted: raw HTML in Markdown is shown as text
//! (but for `<details>` and `<summary>`, which tutorials fold solutions with), and links go to web
//! addresses only. HTML *outputs* are kept as the kernel made them, since that is what tables and
//! rich values are; the page's content security policy forbids every script, so they cannot run any.

pub mod ansi;
mod contents;
mod highlight;
mod image;
mod markdown;
mod math;
mod output;
mod raw_html;

use std::path::Path;

use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::Value;

use super::model::{Cell, CellKind, Notebook};
use contents::Contents;
use markdown::MarkdownCell;

const STYLE: &str = include_str!("html/style.css");

/// Nothing may be loaded or run but what is in the page; pictures may also come from the web, where
/// an author linked one.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data: https:; font-src data:; \
    media-src data:; form-action 'none'; base-uri 'none'";

/// The page of a notebook. `name` is its title if it has no heading; pictures that its text refers
/// to are taken from `folder`.
pub fn page(notebook: &Notebook, name: &str, folder: Option<&Path>) -> String {
    let language = notebook.language().unwrap_or_else(|| "rust".to_owned());
    let mut contents = Contents::default();
    let cells: Vec<Markup> = notebook
        .cells()
        .enumerate()
        .filter(|(_, cell)| !cell.has_tag("remove-cell"))
        .map(|(index, cell)| match cell.kind() {
            CellKind::Code => code_cell(cell, &language),
            CellKind::Markdown => markdown_cell(&MarkdownCell { index, cell, folder }, &mut contents),
            CellKind::Raw => html! { pre.raw { (cell.source()) } },
            CellKind::Other => html! {},
        })
        .collect();
    let title = contents.title().unwrap_or(name);
    frame(title, &contents, &cells).into_string()
}

fn frame(title: &str, contents: &Contents, cells: &[Markup]) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content={ "Ferrolab " (env!("CARGO_PKG_VERSION")) };
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (contents.sidebar())
                main {
                    (contents.fold())
                    @for cell in cells { (cell) "\n" }
                    footer { "Made with Ferrolab " (env!("CARGO_PKG_VERSION")) }
                }
            }
        }
    }
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

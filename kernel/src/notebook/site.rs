//! Several notebooks as a site: a page each, and a first page that says what they are about. It is
//! a folder that can be sent, put on any server, or opened as it is: nothing in it needs a network.
//!
//! What pages say of each other (order, titles, what a search finds) comes from the notebooks as they
//! are written, so it is known before the first cell runs, and each page is complete when its own
//! notebook has run.

mod introduction;
mod overview;
mod search;

use std::path::{Path, PathBuf};
use std::time::Duration;

use maud::{Markup, PreEscaped, html};

use super::html::{Body, Extras, Surroundings, document, generator};
use super::model::Notebook;
use introduction::Introduction;

const STYLE: &str = include_str!("site/site.css");
const SCRIPT: &str = include_str!("site/site.js");
/// Where the script finds what it searches.
const DATA: &str = "search-data";
/// The name of the first page, without ending.
const FIRST: &str = "index";

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum SiteError {
    #[error("{} and {} would both be the page {name}.html of one site; rename one of them", one.display(), other.display())]
    SameName { one: PathBuf, other: PathBuf, name: String },
    #[error("{} would be index.html, which is the first page of the site; rename it", notebook.display())]
    TakenName { notebook: PathBuf },
}

/// A site, as it is known before anything has run.
#[derive(Debug)]
pub struct Site {
    title: String,
    /// Names without ending, in order.
    names: Vec<String>,
    introductions: Vec<Introduction>,
    /// JSON for the script.
    data: String,
}

impl Site {
    /// # Errors
    /// When two pages would have the same name.
    pub fn plan(notebooks: &[(&Path, &Notebook)]) -> Result<Self, SiteError> {
        let names: Vec<String> = notebooks.iter().map(|(path, _)| name(path)).collect();
        for (index, name) in names.iter().enumerate() {
            let path = |index: usize| notebooks[index].0.to_owned();
            if name == FIRST {
                return Err(SiteError::TakenName { notebook: path(index) });
            }
            if let Some(former) = names[..index].iter().position(|former| former == name) {
                let (one, other) = (path(former), path(index));
                return Err(SiteError::SameName { one, other, name: name.clone() });
            }
        }
        let introductions: Vec<Introduction> = notebooks
            .iter()
            .zip(&names)
            .map(|((_, notebook), name)| Introduction::of(notebook, name))
            .collect();
        let pages = notebooks.iter().zip(&names).zip(&introductions);
        let data = search::data(pages.map(|(((_, notebook), name), introduction)| {
            (format!("{name}.html"), introduction.title.as_str(), *notebook)
        }));
        Ok(Self { title: title(notebooks.iter().map(|(path, _)| *path)), names, introductions, data })
    }

    /// The page of a notebook that has run.
    pub fn page(&self, index: usize, notebook: &Notebook, folder: &Path, took: Duration) -> String {
        let surroundings = Surroundings { folder: Some(folder), pages: &self.names };
        let body = Body::of(notebook, surroundings);
        let title = format!("{} · {}", self.introductions[index].title, self.title);
        let end = html! {
            (self.neighbours(index))
            footer { "Executed in " (seconds(took)) " and made into a page with " (generator()) }
        };
        self.document(&title, &body.markup(&end))
    }

    /// The first page, of notebooks that have run for so long each.
    pub fn first_page(&self, took: &[Duration]) -> String {
        self.document(&self.title, &overview::overview(self, took))
    }

    /// What the names of the pages begin with, in order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    fn document(&self, title: &str, body: &Markup) -> String {
        let extras = Extras { style: STYLE, script: SCRIPT, data: (DATA, &self.data) };
        let body = html! { (self.header()) (body) };
        document(title, Some(&extras), &body).into_string()
    }

    /// What is hidden here appears when the script runs.
    fn header(&self) -> Markup {
        html! {
            header.site {
                a.home href="index.html" { (self.title) }
                search hidden {
                    input type="search" placeholder="Search" aria-label="Search all notebooks" title="Press / to search";
                    ol.found {}
                }
                button.theme type="button" hidden title="Light or dark" aria-label="Light or dark" { (PreEscaped(MOON)) }
            }
        }
    }

    fn neighbours(&self, index: usize) -> Markup {
        let link = |index: usize, class: &str, before: &str| {
            html! { a class=(class) href={ (self.names[index]) ".html" } rel=(class) {
                small { (before) } (self.introductions[index].title)
            } }
        };
        html! {
            nav.neighbours aria-label="Neighbours" {
                @if index > 0 { (link(index - 1, "prev", "Before")) }
                @if index + 1 < self.names.len() { (link(index + 1, "next", "Next")) }
            }
        }
    }
}

/// A half-moon.
const MOON: &str = "<svg viewBox=\"0 0 16 16\" width=\"16\" height=\"16\" aria-hidden=\"true\">\
    <circle cx=\"8\" cy=\"8\" r=\"6.25\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\"/>\
    <path d=\"M8 1.75a6.25 6.25 0 0 1 0 12.5z\" fill=\"currentColor\"/></svg>";

fn name(notebook: &Path) -> String {
    notebook.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// The name of the folder that holds the first notebook, as a heading.
fn title<'a>(mut notebooks: impl Iterator<Item = &'a Path>) -> String {
    let first = notebooks.next().and_then(|path| std::path::absolute(path).ok());
    let folder = first.as_deref().and_then(Path::parent).and_then(Path::file_name);
    let words = folder.unwrap_or_default().to_string_lossy().replace(['_', '-'], " ");
    let mut letters = words.trim().chars();
    match letters.next() {
        Some(letter) => letter.to_uppercase().chain(letters).collect(),
        None => "Notebooks".to_owned(),
    }
}

/// A time as a reader wants it: `0.8 s`, `42 s`, `3 min 20 s`.
fn seconds(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    match seconds {
        ..9.95 => format!("{seconds:.1} s"),
        ..59.5 => format!("{seconds:.0} s"),
        _ => {
            let whole = seconds.round() as u64;
            format!("{} min {} s", whole / 60, whole % 60)
        }
    }
}

#[cfg(test)]
mod tests;

//! Which pages a run writes: one that stands by itself beside each notebook, or those of a site.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::target::{TargetError, Targets};
use super::{Format, RunOptions, write_page};
use crate::notebook::html;
use crate::notebook::model::Notebook;
use crate::notebook::site::{Site, SiteError};

/// The folder of a site, in the current one, as for whatever else a command makes anew.
const FOLDER: &str = "book";

#[derive(Debug)]
pub(super) enum Pages {
    Single,
    Site { site: Site, folder: PathBuf },
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum PagesError {
    #[error(transparent)]
    Site(#[from] SiteError),
    #[error("the pages of several notebooks are a site, which is a folder, but --output names a file: {}", path.display())]
    FileForSite { path: PathBuf },
    #[error(
        "{} is not of Ferrolab's making and would be lost; name another folder with --output",
        path.display()
    )]
    NotOurs { path: PathBuf },
}

impl Pages {
    /// Pages alone, of several notebooks, are a site.
    pub(super) fn plan(notebooks: &[(PathBuf, Notebook)], options: &RunOptions) -> Result<Self, PagesError> {
        if notebooks.len() < 2 || options.inplace || options.to != [Format::Html] {
            return Ok(Self::Single);
        }
        let folder = options.output.clone().unwrap_or_else(|| FOLDER.into());
        let names_page = folder.extension().is_some_and(|ending| ending == "html" || ending == "ipynb");
        if names_page && !folder.is_dir() || folder.is_file() {
            return Err(PagesError::FileForSite { path: folder });
        }
        let listed: Vec<(&Path, &Notebook)> =
            notebooks.iter().map(|(path, notebook)| (path.as_path(), notebook)).collect();
        let site = Site::plan(&listed)?;
        let pages = std::iter::once("index").chain(site.names().iter().map(String::as_str));
        for path in pages.map(|name| folder.join(format!("{name}.html"))) {
            if fs::read(&path).is_ok_and(|page| !is_ours(&page)) {
                return Err(PagesError::NotOurs { path });
            }
        }
        Ok(Self::Site { site, folder })
    }

    pub(super) fn targets(
        &self,
        notebook: &Path,
        options: &RunOptions,
        many: bool,
    ) -> Result<Targets, TargetError> {
        let Self::Site { folder, .. } = self else { return Targets::plan(notebook, options, many) };
        let name = notebook.file_stem().unwrap_or_default().to_string_lossy();
        Ok(Targets { notebook: None, html: Some(folder.join(format!("{name}.html"))) })
    }

    /// The page of a notebook that has run.
    pub(super) fn page(
        &self,
        index: usize,
        notebook: &Notebook,
        path: &Path,
        folder: &Path,
        took: Duration,
    ) -> String {
        match self {
            Self::Single => {
                let name = path.file_stem().unwrap_or_default().to_string_lossy();
                html::page(notebook, &name, Some(folder))
            }
            Self::Site { site, .. } => site.page(index, notebook, folder, took),
        }
    }

    /// Writes what stands before the pages, if they are a site.
    pub(super) fn write_first(&self, took: &[Duration]) -> anyhow::Result<Option<PathBuf>> {
        let Self::Site { site, folder } = self else { return Ok(None) };
        let path = folder.join("index.html");
        write_page(&path, &site.first_page(took))?;
        Ok(Some(path))
    }
}

/// Whether a page says that Ferrolab made it; it does so within its head.
fn is_ours(page: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&page[..page.len().min(2_000)]);
    head.contains("<meta name=\"generator\" content=\"Ferrolab ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notebooks(paths: &[&str]) -> Vec<(PathBuf, Notebook)> {
        let text = br#"{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}"#;
        let read = |path: &&str| (PathBuf::from(path), Notebook::parse(text, Path::new(path)).unwrap());
        paths.iter().map(read).collect()
    }

    fn pages_to(output: Option<&Path>) -> RunOptions {
        let output = output.map(Path::to_owned);
        RunOptions { to: vec![Format::Html], output, ..RunOptions::default() }
    }

    #[test]
    fn pages_alone_of_several_notebooks_are_a_site() {
        let is_site = |paths: &[&str], options: &RunOptions| {
            matches!(Pages::plan(&notebooks(paths), options).unwrap(), Pages::Site { .. })
        };
        let pages = pages_to(None);
        assert!(is_site(&["a.ipynb", "b.ipynb"], &pages));
        assert!(!is_site(&["a.ipynb"], &pages));
        assert!(!is_site(&["a.ipynb", "b.ipynb"], &RunOptions::default()));
        assert!(!is_site(&["a.ipynb", "b.ipynb"], &RunOptions { inplace: true, ..pages }));
    }

    #[test]
    fn a_site_lies_in_book_or_where_it_is_told() {
        let page = |output: Option<&Path>| {
            let options = pages_to(output);
            let pages = Pages::plan(&notebooks(&["n/a.ipynb", "n/b.ipynb"]), &options).unwrap();
            pages.targets(Path::new("n/a.ipynb"), &options, true).unwrap()
        };
        let html = |path: &str| Targets { notebook: None, html: Some(path.into()) };
        assert_eq!(page(None), html("book/a.html"));
        assert_eq!(page(Some(Path::new("out/site"))), html("out/site/a.html"));
    }

    #[test]
    fn a_site_needs_a_folder() {
        let refused = |output: &Path| {
            Pages::plan(&notebooks(&["a.ipynb", "b.ipynb"]), &pages_to(Some(output))).unwrap_err()
        };
        let file = tempfile::NamedTempFile::new().unwrap();
        for path in [Path::new("book.html"), file.path()] {
            assert_eq!(refused(path), PagesError::FileForSite { path: path.to_owned() });
        }
    }

    #[test]
    fn only_pages_of_our_making_are_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let plan =
            || Pages::plan(&notebooks(&["a.ipynb", "b.ipynb"]), &pages_to(Some(folder.path()))).map(|_| ());
        let path = folder.path().join("index.html");
        fs::write(&path, "<html>mine</html>").unwrap();
        assert_eq!(plan(), Err(PagesError::NotOurs { path: path.clone() }));
        let notebook = notebooks(&["a.ipynb"]).remove(0).1;
        fs::write(path, html::page(&notebook, "a", None)).unwrap();
        assert_eq!(plan(), Ok(()));
    }
}

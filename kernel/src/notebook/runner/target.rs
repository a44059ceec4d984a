//! Which files a run writes.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Format, RunOptions};

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Targets {
    pub(super) notebook: Option<PathBuf>,
    pub(super) html: Option<PathBuf>,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum TargetError {
    #[error("--output names one file, but several notebooks were given; name an existing folder instead")]
    OneNameForMany,
    #[error("{} is the notebook itself; use --inplace to write the outputs into it", path.display())]
    WouldOverwrite { path: PathBuf },
    #[error("--inplace and --output both say where to write; give one of them")]
    InplaceWithOutput,
}

impl Targets {
    /// `many` says that this notebook is one of several.
    pub(super) fn plan(notebook: &Path, options: &RunOptions, many: bool) -> Result<Self, TargetError> {
        let formats = match options.to.as_slice() {
            [] if options.inplace => &[Format::Notebook],
            [] => &[Format::Notebook, Format::Html][..],
            given => given,
        };
        let stem = match &options.output {
            Some(_) if options.inplace => return Err(TargetError::InplaceWithOutput),
            Some(output) => Some(stem_from(notebook, output, many)?),
            None => None,
        };
        // Without --output the page takes the notebook's name; the notebook cannot.
        let page = stem.clone().unwrap_or_else(|| notebook.with_extension(""));
        let executed = match stem {
            _ if options.inplace => notebook.to_owned(),
            Some(stem) => with_suffix(&stem, ".ipynb"),
            None => with_suffix(&notebook.with_extension(""), ".executed.ipynb"),
        };
        let writes_notebook = options.inplace || formats.contains(&Format::Notebook);
        if writes_notebook && !options.inplace && is_same_file(&executed, notebook) {
            return Err(TargetError::WouldOverwrite { path: executed });
        }
        Ok(Self {
            notebook: writes_notebook.then_some(executed),
            html: formats.contains(&Format::Html).then(|| with_suffix(&page, ".html")),
        })
    }

    /// Makes the folders before the first cell runs, so that no work is lost for want of one.
    pub(super) fn make_folders(&self) -> io::Result<()> {
        let folders = [&self.notebook, &self.html].into_iter().flatten().filter_map(|file| file.parent());
        folders.filter(|folder| !folder.as_os_str().is_empty()).try_for_each(fs::create_dir_all)
    }
}

/// The target without extension. A bare name is beside the notebook, a path is where it says, and
/// in a folder the notebook keeps its name.
fn stem_from(notebook: &Path, output: &Path, many: bool) -> Result<PathBuf, TargetError> {
    // A folder that does not exist yet is recognised by its closing slash.
    if output.is_dir() || output.to_string_lossy().ends_with('/') {
        return Ok(output.join(notebook.file_stem().unwrap_or_default()));
    }
    if many {
        return Err(TargetError::OneNameForMany);
    }
    let known = output.extension().is_some_and(|extension| extension == "ipynb" || extension == "html");
    let stem = if known { output.with_extension("") } else { output.to_owned() };
    let is_bare = stem.components().count() == 1 && stem.is_relative() && stem.file_name().is_some();
    Ok(if is_bare { notebook.with_file_name(stem) } else { stem })
}

/// Unlike `with_extension`, leaves a dot in the name alone: `v1.2` stays `v1.2`.
fn with_suffix(stem: &Path, suffix: &str) -> PathBuf {
    let mut name = stem.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn is_same_file(one: &Path, other: &Path) -> bool {
    match (fs::canonicalize(one), fs::canonicalize(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(options: &RunOptions) -> Result<(Option<PathBuf>, Option<PathBuf>), TargetError> {
        Targets::plan(Path::new("dir/a.v1.ipynb"), options, false)
            .map(|targets| (targets.notebook, targets.html))
    }

    fn paths(notebook: Option<&str>, html: Option<&str>) -> (Option<PathBuf>, Option<PathBuf>) {
        (notebook.map(PathBuf::from), html.map(PathBuf::from))
    }

    fn output(name: &str) -> RunOptions {
        RunOptions { output: Some(name.into()), ..RunOptions::default() }
    }

    #[test]
    fn both_are_written_beside_the_notebook_by_default() {
        let expected = paths(Some("dir/a.v1.executed.ipynb"), Some("dir/a.v1.html"));
        assert_eq!(plan(&RunOptions::default()).unwrap(), expected);
    }

    #[test]
    fn inplace_is_the_notebook_and_adds_a_page_only_on_demand() {
        let mut options = RunOptions { inplace: true, ..RunOptions::default() };
        assert_eq!(plan(&options).unwrap(), paths(Some("dir/a.v1.ipynb"), None));
        options.to = vec![Format::Html];
        assert_eq!(plan(&options).unwrap(), paths(Some("dir/a.v1.ipynb"), Some("dir/a.v1.html")));
        options.output = Some("x".into());
        assert_eq!(plan(&options).unwrap_err(), TargetError::InplaceWithOutput);
    }

    #[test]
    fn html_only_writes_no_notebook() {
        let options = RunOptions { to: vec![Format::Html], ..RunOptions::default() };
        assert_eq!(plan(&options).unwrap(), paths(None, Some("dir/a.v1.html")));
    }

    #[test]
    fn an_output_name_is_beside_the_notebook_and_an_output_path_where_it_says() {
        assert_eq!(plan(&output("b.html")).unwrap(), paths(Some("dir/b.ipynb"), Some("dir/b.html")));
        assert_eq!(plan(&output("v1.2")).unwrap(), paths(Some("dir/v1.2.ipynb"), Some("dir/v1.2.html")));
        assert_eq!(plan(&output("./b")).unwrap(), paths(Some("./b.ipynb"), Some("./b.html")));
        assert_eq!(plan(&output("/x/b.ipynb")).unwrap(), paths(Some("/x/b.ipynb"), Some("/x/b.html")));
    }

    #[test]
    fn a_folder_takes_many_and_a_name_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let options = RunOptions { output: Some(folder.path().to_owned()), ..RunOptions::default() };
        let targets = Targets::plan(Path::new("dir/a.ipynb"), &options, true).unwrap();
        assert_eq!(targets.html, Some(folder.path().join("a.html")));
        let error = Targets::plan(Path::new("dir/a.ipynb"), &output("b"), true).unwrap_err();
        assert_eq!(error, TargetError::OneNameForMany);
    }

    #[test]
    fn a_folder_that_is_not_there_yet_is_made() {
        let temporary = tempfile::tempdir().unwrap();
        let folder = format!("{}/new/", temporary.path().display());
        let targets = Targets::plan(Path::new("n/a.ipynb"), &output(&folder), false).unwrap();
        targets.make_folders().unwrap();
        assert_eq!(targets.html, Some(temporary.path().join("new/a.html")));
        assert!(temporary.path().join("new").is_dir());
    }

    #[test]
    fn the_notebook_is_never_overwritten_by_accident() {
        let error = plan(&output("a.v1.ipynb")).unwrap_err();
        assert_eq!(error, TargetError::WouldOverwrite { path: "dir/a.v1.ipynb".into() });
    }
}

//! The tutorials as files: which there are, what their cells hold, what is promised of them.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::setup::{file, project_file};

/// All tutorials in their order, without what a run has left beside them.
///
/// # Panics
/// When their folder cannot be read.
pub fn all() -> Vec<PathBuf> {
    let mut found = files_ending_in(&project_file("notebooks"), ".ipynb");
    found.retain(|path| !path.to_string_lossy().contains(".executed."));
    found
}

/// The list of what a tutorial's outputs contain; it may be missing.
pub fn promises_of(tutorial: &Path) -> PathBuf {
    file("notebooks").join(format!("{}.expected.json", name(tutorial)))
}

/// A tutorial's name without the ending.
pub fn name(tutorial: &Path) -> String {
    tutorial.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// The files of a folder with this ending, in the order of their names.
///
/// # Panics
/// When the folder cannot be read.
pub fn files_ending_in(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.expect("a folder can be read to its end").path());
    let mut found: Vec<_> = paths.filter(|path| path.to_string_lossy().ends_with(ending)).collect();
    found.sort();
    found
}

/// A file of JSON.
///
/// # Panics
/// When it cannot be read or is something else.
pub fn read(path: &Path) -> Value {
    let text = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_slice(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A code cell that has not run.
pub fn code_cell(id: &str, source: &str) -> Value {
    json!({"cell_type": "code", "id": id, "source": source, "metadata": {}, "outputs": [], "execution_count": null})
}

/// A multi-line string as notebooks have it: whole, or as a list of lines.
pub fn text(value: &Value) -> String {
    match value {
        Value::Array(lines) => lines.iter().filter_map(Value::as_str).collect(),
        other => other.as_str().unwrap_or_default().to_owned(),
    }
}

/// The code of the solution that a Markdown text folds away.
pub fn folded_solution(source: &str) -> Option<&str> {
    let (_, folded) = source.split_once("<details>")?;
    let (_, code) = folded.split_once("```rust\n")?;
    code.split("```").next()
}

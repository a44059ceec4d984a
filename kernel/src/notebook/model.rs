//! The `.ipynb` document. It is kept as the JSON it was read from, and this type only guarantees
//! its shape and gives names to its parts: whatever another tool stored in it, at any level, is
//! still there, in its old place, when it is written again.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::json;

/// The format that is written; older 4.x are raised to it, which only adds cell ids.
const MINOR: u64 = 5;

#[derive(Debug, thiserror::Error)]
pub enum NotebookError {
    #[error("cannot read the notebook {}: {source}", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("{} is not a notebook: expected JSON, as Jupyter writes it, but {source}", path.display())]
    Json { path: PathBuf, source: serde_json::Error },
    #[error(
        "{} is in notebook format {given}, expected format 4; convert it with: jupyter nbconvert --to notebook --inplace {}",
        path.display(), path.display()
    )]
    Version { path: PathBuf, given: String },
    #[error("{} is not a notebook: expected {expected} at {place}", path.display())]
    Structure { path: PathBuf, place: String, expected: &'static str },
    #[error("cannot write {}: {source}", path.display())]
    Write { path: PathBuf, source: io::Error },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    Code,
    Markdown,
    Raw,
    /// A kind that a later format may bring: kept, neither executed nor shown.
    Other,
}

/// A cell, to look at.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'a>(&'a Map<String, Value>);

impl<'a> Cell<'a> {
    /// The cell in these fields, whatever they are.
    pub fn of(fields: &'a Map<String, Value>) -> Self {
        Self(fields)
    }

    pub fn kind(self) -> CellKind {
        match self.0.get("cell_type").and_then(Value::as_str) {
            Some("code") => CellKind::Code,
            Some("markdown") => CellKind::Markdown,
            Some("raw") => CellKind::Raw,
            _ => CellKind::Other,
        }
    }

    pub fn source(self) -> String {
        self.0.get("source").and_then(json::joined).unwrap_or_default()
    }

    pub fn id(self) -> Option<&'a str> {
        self.0.get("id").and_then(Value::as_str)
    }

    pub fn execution_count(self) -> Option<u64> {
        self.0.get("execution_count").and_then(Value::as_u64)
    }

    pub fn outputs(self) -> &'a [Value] {
        self.0.get("outputs").and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    pub fn metadata(self) -> Option<&'a Map<String, Value>> {
        self.0.get("metadata").and_then(Value::as_object)
    }

    pub fn has_tag(self, tag: &str) -> bool {
        let tags = self.metadata().and_then(|metadata| metadata.get("tags")).and_then(Value::as_array);
        tags.is_some_and(|tags| tags.iter().any(|given| given == tag))
    }

    /// The MIME bundle of a file that was dropped into a Markdown cell.
    pub fn attachment(self, name: &str) -> Option<&'a Value> {
        self.0.get("attachments")?.get(name)
    }
}

/// A notebook of format 4.5.
#[derive(Clone, Debug, PartialEq)]
pub struct Notebook {
    root: Value,
}

impl Notebook {
    /// # Errors
    /// When the file cannot be read or is not a notebook of format 4.
    pub fn read(path: &Path) -> Result<Self, NotebookError> {
        let text =
            std::fs::read(path).map_err(|source| NotebookError::Read { path: path.to_owned(), source })?;
        Self::parse(&text, path)
    }

    /// Reads a notebook from memory; `path` is what errors call it.
    ///
    /// # Errors
    /// When it is not a notebook of format 4.
    pub fn parse(text: &[u8], path: &Path) -> Result<Self, NotebookError> {
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        let root: Value = serde_json::from_slice(text)
            .map_err(|source| NotebookError::Json { path: path.to_owned(), source })?;
        check(&root).map_err(|fault| fault.at(path))?;
        let mut notebook = Self { root };
        notebook.upgrade();
        Ok(notebook)
    }

    /// The text of its file.
    pub fn to_json(&self) -> String {
        json::to_string(&self.root)
    }

    /// # Errors
    /// When the file cannot be written; it is then as it was before.
    pub fn write(&self, path: &Path) -> Result<(), NotebookError> {
        write_atomically(path, self.to_json().as_bytes())
            .map_err(|source| NotebookError::Write { path: path.to_owned(), source })
    }

    pub fn cells(&self) -> impl Iterator<Item = Cell<'_>> {
        // Every cell is an object, so none is left out and the indices are those of the file.
        let cells = self.root.get("cells").and_then(Value::as_array);
        cells.into_iter().flatten().filter_map(Value::as_object).map(Cell)
    }

    pub fn metadata(&self) -> Option<&Map<String, Value>> {
        self.root.get("metadata").and_then(Value::as_object)
    }

    /// The language of its code cells in lower case, as its last kernel said or its kernelspec does.
    pub fn language(&self) -> Option<String> {
        let metadata = self.metadata()?;
        let field = |object: &str, key: &str| metadata.get(object)?.get(key)?.as_str();
        field("kernelspec", "language").or_else(|| field("language_info", "name")).map(str::to_lowercase)
    }

    /// Notes what the kernel said about its language, as every Jupyter front end does.
    pub fn set_language_info(&mut self, language_info: Value) {
        if let Some(metadata) = self.root.get_mut("metadata").and_then(Value::as_object_mut) {
            insert_in_order(metadata, "language_info", language_info);
        }
    }

    pub fn set_execution_count(&mut self, cell: usize, count: Option<u64>) {
        if let Some(fields) = self.cell_mut(cell) {
            insert_in_order(fields, "execution_count", json!(count));
        }
    }

    /// The outputs of a code cell, made if there are none yet.
    pub fn outputs_mut(&mut self, cell: usize) -> Option<&mut Vec<Value>> {
        let fields = self.cell_mut(cell)?;
        if !fields.get("outputs").is_some_and(Value::is_array) {
            insert_in_order(fields, "outputs", json!([]));
        }
        fields.get_mut("outputs").and_then(Value::as_array_mut)
    }

    fn cell_mut(&mut self, cell: usize) -> Option<&mut Map<String, Value>> {
        self.root.get_mut("cells")?.get_mut(cell)?.as_object_mut()
    }

    /// Raises 4.0 to 4.4 to 4.5, and completes a 4.5 whose writer forgot the ids.
    fn upgrade(&mut self) {
        if self.root["nbformat_minor"].as_u64().is_none_or(|minor| minor < MINOR)
            && let Some(root) = self.root.as_object_mut()
        {
            insert_in_order(root, "nbformat_minor", json!(MINOR));
        }
        let sources: Vec<String> = self.cells().map(Cell::source).collect();
        let mut taken: std::collections::HashSet<String> =
            self.cells().filter_map(|cell| cell.id().map(str::to_owned)).collect();
        for (index, source) in sources.iter().enumerate() {
            let Some(fields) = self.cell_mut(index) else { continue };
            if !fields.contains_key("id") {
                let id = fresh_id(index, source, &taken);
                insert_in_order(fields, "id", Value::from(id.clone()));
                taken.insert(id);
            }
        }
    }
}

/// An id that depends on place and text only: executing the same notebook twice gives the same file.
fn fresh_id(index: usize, source: &str, taken: &std::collections::HashSet<String>) -> String {
    let mut salt = index;
    loop {
        let digest = Sha256::digest(format!("{salt}\n{source}"));
        let id: String = digest[..4].iter().map(|byte| format!("{byte:02x}")).collect();
        if !taken.contains(&id) {
            return id;
        }
        salt += 1_000_003;
    }
}

/// Sets a field; a new one goes to its alphabetical place if the others are in that order, as they
/// are in files written by Jupyter, and otherwise to the end.
fn insert_in_order(fields: &mut Map<String, Value>, key: &str, value: Value) {
    if let Some(present) = fields.get_mut(key) {
        *present = value;
        return;
    }
    let place = if fields.keys().is_sorted() {
        fields.keys().take_while(|present| present.as_str() < key).count()
    } else {
        fields.len()
    };
    fields.shift_insert(place, key.to_owned(), value);
}

/// What is wrong with a document, before it is known which file it came from.
enum Fault {
    Version(String),
    Structure { place: String, expected: &'static str },
}

impl Fault {
    fn at(self, path: &Path) -> NotebookError {
        let path = path.to_owned();
        match self {
            Fault::Version(given) => NotebookError::Version { path, given },
            Fault::Structure { place, expected } => NotebookError::Structure { path, place, expected },
        }
    }
}

fn check(root: &Value) -> Result<(), Fault> {
    let wrong = |place: &str, expected| Fault::Structure { place: place.to_owned(), expected };
    if !root.is_object() {
        return Err(wrong("the top", "an object"));
    }
    match &root["nbformat"] {
        Value::Null => return Err(wrong("nbformat", "the number 4")),
        Value::Number(number) if number.as_u64() == Some(4) => {}
        other => return Err(Fault::Version(other.to_string())),
    }
    if !root["metadata"].is_object() {
        return Err(wrong("metadata", "an object"));
    }
    let cells = root["cells"].as_array().ok_or_else(|| wrong("cells", "a list of cells"))?;
    cells.iter().enumerate().try_for_each(|(index, cell)| check_cell(index, cell))
}

fn check_cell(index: usize, cell: &Value) -> Result<(), Fault> {
    let wrong = |field: &str, expected| Fault::Structure {
        place: if field.is_empty() { format!("cells[{index}]") } else { format!("cells[{index}].{field}") },
        expected,
    };
    if !cell.is_object() {
        return Err(wrong("", "a cell"));
    }
    if !cell["cell_type"].is_string() {
        return Err(wrong("cell_type", "\"code\", \"markdown\" or \"raw\""));
    }
    if json::joined(&cell["source"]).is_none() {
        return Err(wrong("source", "a string or a list of strings"));
    }
    let outputs = cell.get("outputs").unwrap_or(&Value::Null);
    let well_formed = match outputs {
        Value::Null => true,
        Value::Array(outputs) => outputs.iter().all(|output| output["output_type"].is_string()),
        _ => false,
    };
    if well_formed { Ok(()) } else { Err(wrong("outputs", "a list of outputs with an output_type each")) }
}

/// Replaces a file in one step: readers see the old content or the new one, never a half.
///
/// # Errors
/// When the new content cannot be written beside the old, or the old not be replaced.
pub fn write_atomically(path: &Path, content: &[u8]) -> io::Result<()> {
    // A link is followed, so that the notebook it leads to is replaced and not the link.
    let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let directory = match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".ferrolab-").suffix(".tmp");
    // An ordinary new file, not a private one as temporary files are; the umask still applies.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(directory)?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    if let Ok(present) = std::fs::metadata(&target) {
        file.as_file().set_permissions(present.permissions())?;
    }
    file.persist(&target).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests;

//! Where data come from: a file, several files by a pattern, or an address on the web.

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use polars::io::utils::compression::CompressedReader;
use polars::prelude::{Column, DataFrame, DataType, PolarsError};

use super::http;
use super::read::{checked_path, expand_home, failed_to_read};
use crate::error::{Error, Result, Suggestion};
use crate::runtime::check_interrupt;

/// One thing to be read.
#[derive(Debug)]
pub(super) enum Source {
    File(PathBuf),
    /// What an address gave.
    Bytes {
        address: String,
        bytes: Vec<u8>,
    },
}

impl Source {
    /// Path or address, for messages.
    pub(super) fn name(&self) -> &Path {
        match self {
            Self::File(path) => path,
            Self::Bytes { address, .. } => Path::new(address),
        }
    }

    /// The whole content as it is stored.
    pub(super) fn bytes(&self, format: &'static str) -> Result<Vec<u8>> {
        match self {
            Self::File(path) => std::fs::read(path)
                .map_err(|error| failed_to_read(path, format, PolarsError::from(error), "")),
            Self::Bytes { bytes, .. } => Ok(bytes.clone()),
        }
    }

    /// The whole content; gzip, zlib and Zstandard are undone.
    pub(super) fn plain_bytes(&self, format: &'static str) -> Result<Vec<u8>> {
        let failed = |error| failed_to_read(self.name(), format, error, " Is the compressed file complete?");
        let mut reader = CompressedReader::try_new(self.bytes(format)?.into()).map_err(failed)?;
        let mut plain = Vec::new();
        reader.read_to_end(&mut plain).map_err(|error| failed(error.into()))?;
        Ok(plain)
    }

    pub(super) fn cursor(&self, format: &'static str) -> Result<Cursor<Vec<u8>>> {
        self.bytes(format).map(Cursor::new)
    }
}

/// The sources that a path means: itself, the files that match it as a pattern (in the order of
/// their names), or what is at the address.
pub(super) fn sources(path: &Path) -> Result<Vec<Source>> {
    if let Some(address) = address(path) {
        return Ok(vec![Source::Bytes {
            bytes: http::fetch(address)?,
            address: http::without_password(address),
        }]);
    }
    Ok(files(path)?.into_iter().map(Source::File).collect())
}

/// The path as an address on the web, if it is one.
pub(super) fn address(path: &Path) -> Option<&str> {
    let text = path.to_str()?;
    let scheme = text.split_once("://")?.0.to_ascii_lowercase();
    (scheme == "http" || scheme == "https").then_some(text)
}

/// The files that a path or a pattern means; at least one.
pub(super) fn files(path: &Path) -> Result<Vec<PathBuf>> {
    let expanded = expand_home(path);
    let pattern = expanded.to_str().filter(|text| text.contains(['*', '?', '[']));
    let (false, Some(pattern)) = (expanded.exists(), pattern) else {
        return checked_path(path).map(|path| vec![path]);
    };
    let matches = glob::glob(pattern).map_err(|error| {
        Error::parameter("read", "path", format!("`{pattern}`"), format!("a valid pattern ({error})"))
    })?;
    let mut found: Vec<PathBuf> =
        matches.filter_map(|entry| entry.ok()).filter(|path| path.is_file()).collect();
    found.sort();
    if found.is_empty() {
        return Err(nothing_matches(pattern));
    }
    Ok(found)
}

fn nothing_matches(pattern: &str) -> Error {
    let fixed = pattern.split(['*', '?', '[']).next().unwrap_or_default();
    let folder = fixed.rsplit_once('/').map_or(Path::new("."), |(folder, _)| Path::new(folder));
    let folder =
        if fixed.starts_with('/') && folder.as_os_str().is_empty() { Path::new("/") } else { folder };
    Error::FileNotFound {
        path: pattern.to_owned(),
        folder: std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned()).display().to_string(),
        suggestion: Suggestion::default(),
    }
}

/// Reads every source that the path means and stacks the frames.
pub(super) fn read_all(
    path: &Path,
    format: &'static str,
    mut read: impl FnMut(&Source) -> Result<DataFrame>,
) -> Result<DataFrame> {
    let sources = sources(path)?;
    if let [only] = sources.as_slice() {
        return read(only);
    }
    let mut frames = Vec::with_capacity(sources.len());
    for source in &sources {
        check_interrupt()?;
        frames.push((source.name(), read(source)?));
    }
    stack(frames, format)
}

/// A column's type over all files, and whether any file has a value of it.
struct Merged {
    name: String,
    dtype: DataType,
    seen: bool,
}

/// One frame below the other. Columns that a file lacks are null there; integers beside floats
/// become floats; anything else that differs is an error that names the file.
fn stack(frames: Vec<(&Path, DataFrame)>, format: &'static str) -> Result<DataFrame> {
    let mut merged: Vec<Merged> = Vec::new();
    for (path, frame) in &frames {
        for column in frame.columns() {
            merge(&mut merged, path, column, format)?;
        }
    }
    let mut frames = frames.into_iter().map(|(_, frame)| aligned(&frame, &merged));
    let Some(first) = frames.next() else { return Ok(DataFrame::empty()) };
    let mut all = first?;
    for frame in frames {
        all.vstack_mut_owned(frame?)?;
    }
    all.rechunk_mut();
    Ok(all)
}

fn merge(merged: &mut Vec<Merged>, path: &Path, column: &Column, format: &'static str) -> Result<()> {
    let (name, dtype) = (column.name().as_str(), column.dtype());
    let seen = column.null_count() < column.len();
    let Some(known) = merged.iter_mut().find(|known| known.name == name) else {
        merged.push(Merged { name: name.to_owned(), dtype: dtype.clone(), seen });
        return Ok(());
    };
    if known.dtype == *dtype || !seen {
        known.seen |= seen;
        return Ok(());
    }
    if !known.seen {
        (known.dtype, known.seen) = (dtype.clone(), true);
        return Ok(());
    }
    if let Some(common) = common_number(&known.dtype, dtype) {
        known.dtype = common;
        return Ok(());
    }
    let message = format!("column `{name}` holds {dtype} here but {} in the files before", known.dtype);
    let advice =
        " Give all files one type, for CSV with `CsvOptions::new().dtypes(&[(\"…\", DataType::String)])`.";
    Err(failed_to_read(path, format, PolarsError::SchemaMismatch(message.into()), advice))
}

fn common_number(left: &DataType, right: &DataType) -> Option<DataType> {
    if !(left.is_primitive_numeric() && right.is_primitive_numeric()) {
        return None;
    }
    Some(if left.is_integer() && right.is_integer() { DataType::Int64 } else { DataType::Float64 })
}

fn aligned(frame: &DataFrame, merged: &[Merged]) -> Result<DataFrame> {
    let columns = merged
        .iter()
        .map(|Merged { name, dtype, .. }| match frame.column(name) {
            Ok(column) if column.dtype() == dtype => Ok(column.clone()),
            Ok(column) if column.null_count() < column.len() => Ok(column.strict_cast(dtype)?),
            _ => Ok(Column::full_null(name.as_str().into(), frame.height(), dtype)),
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(DataFrame::new(frame.height(), columns)?)
}

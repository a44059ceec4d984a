//! Reading Parquet, JSON and Arrow files, and what all readers share: a missing file is told with
//! the similar names that are there.

use std::io::Cursor;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use polars::prelude::{
    DataFrame, IpcReader, JsonFormat, JsonReader, ParquetReader, PolarsError, PolarsResult, SerReader,
};

use super::source::{Source, read_all};
use crate::error::{Error, Result};

/// Reads an Apache Parquet file into a frame: from a path, several by a pattern, or an address.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// # let path = std::env::temp_dir().join("ferrolab_doc.parquet");
/// iris().to_frame()?.write_parquet(&path)?;
/// assert_eq!(read_parquet(&path)?.shape(), (150, 5));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::FileNotFound`] with similar names in the folder; [`Error::Read`] if it is no Parquet.
pub fn read_parquet(path: impl AsRef<Path>) -> Result<DataFrame> {
    read_all(path.as_ref(), "Parquet", |source| {
        parse(
            source,
            "Parquet",
            |file| ParquetReader::new(file).finish(),
            |bytes| ParquetReader::new(bytes).finish(),
        )
    })
}

/// Reads an Arrow IPC file (Feather version 2) into a frame: from a path, several by a pattern, or
/// an address.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// # let path = std::env::temp_dir().join("ferrolab_doc.arrow");
/// iris().to_frame()?.write_ipc(&path)?;
/// assert_eq!(read_ipc(&path)?.shape(), (150, 5));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::FileNotFound`] with similar names in the folder; [`Error::Read`] if it is no Arrow file.
pub fn read_ipc(path: impl AsRef<Path>) -> Result<DataFrame> {
    read_all(path.as_ref(), "Arrow IPC", |source| {
        parse(
            source,
            "Arrow IPC",
            |file| IpcReader::new(file).finish(),
            |bytes| IpcReader::new(bytes).finish(),
        )
    })
}

/// Reads JSON into a frame: an array of objects, or one object per line (NDJSON). Which of the two
/// it is is seen from its first character. Files compressed with gzip, zlib or Zstandard are read
/// as they are.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// # let path = std::env::temp_dir().join("ferrolab_doc_read.json");
/// # std::fs::write(&path, r#"[{"a": 1, "b": "x"}, {"a": 2, "b": null}]"#)?;
/// let df = read_json(&path)?;
/// assert_eq!(df.column_array("a")?, array![1.0, 2.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::FileNotFound`] with similar names in the folder; [`Error::Read`] if it is no such JSON.
pub fn read_json(path: impl AsRef<Path>) -> Result<DataFrame> {
    read_all(path.as_ref(), "JSON", |source| parse_json(source, None))
}

/// Reads JSON with one object per line (NDJSON, JSON Lines) into a frame; compressed files too.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// # let path = std::env::temp_dir().join("ferrolab_doc_read.ndjson");
/// # std::fs::write(&path, "{\"a\": 1}\n{\"a\": 2}\n")?;
/// assert_eq!(read_ndjson(&path)?.column_array("a")?, array![1.0, 2.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`read_json`]; a line that is no object is named by its number.
pub fn read_ndjson(path: impl AsRef<Path>) -> Result<DataFrame> {
    read_all(path.as_ref(), "JSON", |source| parse_json(source, Some(JsonFormat::JsonLines)))
}

fn parse_json(source: &Source, format: Option<JsonFormat>) -> Result<DataFrame> {
    let bytes = source.plain_bytes("JSON")?;
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes).trim_ascii_start();
    let Some(first) = text.first() else {
        let empty = PolarsError::NoData("the file is empty".into());
        let advice = " Expected an array of objects or one object per line.";
        return Err(failed_to_read(source.name(), "JSON", empty, advice));
    };
    let format = format.unwrap_or(if *first == b'[' { JsonFormat::Json } else { JsonFormat::JsonLines });
    let by_line = matches!(format, JsonFormat::JsonLines);
    // Types are found out from all rows: a column may begin with nulls.
    let parsed = JsonReader::new(Cursor::new(text))
        .with_json_format(format)
        .infer_schema_len(NonZeroUsize::new(usize::MAX))
        .finish();
    parsed.map_err(|error| {
        let place = json_place(&bytes, by_line);
        let advice = place.unwrap_or_else(|| by_extension(source.name(), "JSON").to_owned());
        failed_to_read(source.name(), "JSON", error, &advice)
    })
}

/// Where the text stops being JSON, as a sentence.
fn json_place(bytes: &[u8], by_line: bool) -> Option<String> {
    if !by_line {
        let error = serde_json::from_slice::<serde::de::IgnoredAny>(bytes).err()?;
        return Some(format!(" Look at line {}, column {}.", error.line(), error.column()));
    }
    let (number, error) = bytes.split(|byte| *byte == b'\n').enumerate().find_map(|(number, line)| {
        let line = line.trim_ascii();
        let error = serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(line).err()?;
        (!line.is_empty()).then_some((number, error))
    })?;
    Some(format!(" Look at line {}, column {}: every line must be one object.", number + 1, error.column()))
}

fn parse(
    source: &Source,
    format: &'static str,
    from_file: impl FnOnce(std::fs::File) -> PolarsResult<DataFrame>,
    from_bytes: impl FnOnce(Cursor<Vec<u8>>) -> PolarsResult<DataFrame>,
) -> Result<DataFrame> {
    let parsed = match source {
        Source::File(path) => std::fs::File::open(path).map_err(PolarsError::from).and_then(from_file),
        Source::Bytes { .. } => from_bytes(source.cursor(format)?),
    };
    parsed.map_err(|error| failed_to_read(source.name(), format, error, by_extension(source.name(), format)))
}

/// The reader that the file's name asks for, where that is another one.
fn by_extension(path: &Path, format: &str) -> &'static str {
    let extension =
        path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_lowercase();
    match extension.as_str() {
        "csv" | "tsv" | "gz" | "zst" => " Its name suggests CSV: try `read_csv`.",
        "parquet" | "pq" if format != "Parquet" => " Its name suggests Parquet: try `read_parquet`.",
        "json" | "jsonl" | "ndjson" if format != "JSON" => " Its name suggests JSON: try `read_json`.",
        "xlsx" | "xls" | "ods" | "xlsm" | "xlsb" => " Its name suggests a spreadsheet: try `read_excel`.",
        "arrow" | "feather" | "ipc" if format != "Arrow IPC" => " Its name suggests Arrow: try `read_ipc`.",
        _ => " Is the file complete and of this format?",
    }
}

/// The path with `~` expanded, if a file is there.
pub(super) fn checked_path(path: &Path) -> Result<PathBuf> {
    let path = expand_home(path);
    if path.is_file() {
        return Ok(path);
    }
    if path.is_dir() {
        let source = std::io::Error::new(std::io::ErrorKind::IsADirectory, "it is a folder");
        return Err(failed_to_read(&path, "a file", source.into(), " Name a file in it."));
    }
    Err(crate::files::not_found(&path))
}

pub(super) fn expand_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), std::env::home_dir()) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path.to_owned(),
    }
}

pub(super) fn failed_to_read(path: &Path, format: &'static str, source: PolarsError, advice: &str) -> Error {
    Error::Read {
        path: path.display().to_string(),
        format,
        source: Box::new(source),
        advice: advice.to_owned(),
    }
}

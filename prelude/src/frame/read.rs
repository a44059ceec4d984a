//! Reading Parquet, JSON and Arrow files, and what all readers share: a missing file is told with
//! the similar names that are there.

use std::fs::File;
use std::io::Read;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use polars::prelude::{
    DataFrame, IpcReader, JsonFormat, JsonReader, ParquetReader, PolarsError, PolarsResult, SerReader,
};

use crate::error::{Error, Result, Suggestion};

/// Reads an Apache Parquet file into a frame.
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
    read(path.as_ref(), "Parquet", |file| ParquetReader::new(file).finish())
}

/// Reads an Arrow IPC file (Feather version 2) into a frame.
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
    read(path.as_ref(), "Arrow IPC", |file| IpcReader::new(file).finish())
}

/// Reads JSON into a frame: an array of objects, or one object per line (NDJSON). Which of the two
/// it is is seen from its first character.
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
    let path = checked_path(path.as_ref())?;
    let format = match first_character(&path) {
        Ok(Some(b'[')) => JsonFormat::Json,
        Ok(Some(_)) => JsonFormat::JsonLines,
        Ok(None) => {
            let source = PolarsError::NoData("the file is empty".into());
            return Err(failed_to_read(
                &path,
                "JSON",
                source,
                " Expected an array of objects or one object per line.",
            ));
        }
        Err(error) => return Err(failed_to_read(&path, "JSON", error.into(), "")),
    };
    read(&path, "JSON", |file| {
        // Types are found out from all rows: a column may begin with nulls.
        JsonReader::new(file)
            .with_json_format(format)
            .infer_schema_len(NonZeroUsize::new(usize::MAX))
            .finish()
    })
}

fn first_character(path: &Path) -> std::io::Result<Option<u8>> {
    const BYTE_ORDER_MARK: [u8; 3] = [0xEF, 0xBB, 0xBF];
    let bytes = std::io::BufReader::new(File::open(path)?).bytes();
    for byte in bytes {
        let byte = byte?;
        if !byte.is_ascii_whitespace() && !BYTE_ORDER_MARK.contains(&byte) {
            return Ok(Some(byte));
        }
    }
    Ok(None)
}

fn read(
    path: &Path,
    format: &'static str,
    parse: impl FnOnce(File) -> PolarsResult<DataFrame>,
) -> Result<DataFrame> {
    let path = checked_path(path)?;
    File::open(&path).map_err(PolarsError::from).and_then(parse).map_err(|error| {
        let advice = by_extension(&path, format);
        failed_to_read(&path, format, error, advice)
    })
}

/// The reader that the file's name asks for, where that is another one.
fn by_extension(path: &Path, format: &str) -> &'static str {
    let extension =
        path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_lowercase();
    match extension.as_str() {
        "csv" | "tsv" | "gz" | "zst" => " Its name suggests CSV: try `read_csv`.",
        "parquet" | "pq" if format != "Parquet" => " Its name suggests Parquet: try `read_parquet`.",
        "json" | "jsonl" | "ndjson" if format != "JSON" => " Its name suggests JSON: try `read_json`.",
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
    Err(not_found(&path))
}

fn expand_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), std::env::home_dir()) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path.to_owned(),
    }
}

fn not_found(path: &Path) -> Error {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    let names: Vec<String> = std::fs::read_dir(&folder)
        .map(|entries| {
            entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
        })
        .unwrap_or_default();
    let wanted = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Error::FileNotFound {
        path: path.display().to_string(),
        folder: std::fs::canonicalize(&folder).unwrap_or(folder).display().to_string(),
        suggestion: Suggestion::nearest(&wanted, names.iter().map(String::as_str)),
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

#[cfg(test)]
mod tests {
    use super::super::FrameExt;
    use super::*;
    use polars::df;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("ferrolab_read_{}_{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn every_format_there_and_back() {
        let folder = folder("formats");
        let df = df!("a" => [Some(1_i64), None, Some(3)], "b" => ["x", "y\"<", "ü"]).unwrap();
        let check =
            |name: &str, write: &dyn Fn(&Path) -> Result<()>, read: &dyn Fn(&Path) -> Result<DataFrame>| {
                let path = folder.join(name);
                write(&path).unwrap();
                assert!(read(&path).unwrap().equals_missing(&df), "{name}");
            };
        check("t.csv", &|p| df.write_csv(p), &|p| super::super::read_csv(p));
        check("t.parquet", &|p| df.write_parquet(p), &|p| read_parquet(p));
        check("t.json", &|p| df.write_json(p), &|p| read_json(p));
        check("t.jsonl", &|p| df.write_json(p), &|p| read_json(p));
        check("t.arrow", &|p| df.write_ipc(p), &|p| read_ipc(p));
    }

    #[test]
    fn a_missing_file_suggests_its_neighbours() {
        let folder = folder("missing");
        std::fs::write(folder.join("penguins.csv"), "a\n1\n").unwrap();
        let error = super::super::read_csv(folder.join("penguin.csv")).unwrap_err().to_string();
        assert!(error.contains("Did you mean `penguins.csv`?"), "{error}");
    }

    #[test]
    fn the_wrong_reader_is_told_the_right_one() {
        let folder = folder("wrong");
        let path = folder.join("data.csv");
        std::fs::write(&path, "a\n1\n").unwrap();
        for result in [read_parquet(&path), read_ipc(&path)] {
            let error = result.unwrap_err().to_string();
            assert!(error.contains("try `read_csv`"), "{error}");
        }
    }

    #[test]
    fn bad_json_and_folders_are_errors() {
        let folder = folder("bad");
        for (name, content) in [("empty.json", ""), ("cut.json", "[{\"a\": 1}, {"), ("word.json", "[1, 2")] {
            let path = folder.join(name);
            std::fs::write(&path, content).unwrap();
            assert!(matches!(read_json(&path), Err(Error::Read { .. })), "{name}");
        }
        assert!(read_json(&folder).unwrap_err().to_string().contains("it is a folder"));
    }
}

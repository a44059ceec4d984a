//! Opening files with errors that name path, format and what lies beside.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result, Suggestion};

pub(crate) type Source = Box<dyn std::error::Error + Send + Sync>;

pub(crate) fn open(path: &Path, format: &'static str) -> Result<BufReader<File>> {
    match File::open(path) {
        Ok(file) => Ok(BufReader::new(file)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(not_found(path)),
        Err(error) => Err(unreadable(path, format, error.into(), "")),
    }
}

pub(crate) fn not_found(path: &Path) -> Error {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let folder = parent.map_or_else(|| PathBuf::from("."), Path::to_path_buf);
    let beside = std::fs::read_dir(&folder).into_iter().flatten().flatten();
    let names: Vec<String> = beside.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    let wanted = path.file_name().unwrap_or_default().to_string_lossy();
    Error::FileNotFound {
        path: path.display().to_string(),
        suggestion: Suggestion::nearest(&wanted, names.iter().map(String::as_str)),
        folder: std::fs::canonicalize(&folder).unwrap_or(folder).display().to_string(),
    }
}

pub(crate) fn unreadable(path: &Path, format: &'static str, source: Source, advice: &str) -> Error {
    Error::Read { path: path.display().to_string(), format, source, advice: advice.to_owned() }
}

pub(crate) fn unwritable(path: &Path, format: &'static str, source: Source) -> Error {
    Error::Write { path: path.display().to_string(), format, source }
}

/// Writes a file as a whole or not at all: beside its place first, then moved there.
pub(crate) fn write_whole(path: &Path, format: &'static str, bytes: &[u8]) -> Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}.part", std::process::id()));
    let beside = PathBuf::from(beside);
    std::fs::write(&beside, bytes).and_then(|()| std::fs::rename(&beside, path)).map_err(|error| {
        std::fs::remove_file(&beside).ok();
        unwritable(path, format, error.into())
    })
}

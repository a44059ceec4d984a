//! Frames in and out: files, addresses, spreadsheets, databases, pasted text, literals, structs.

mod csv;
mod excel;
mod files;
mod http;
mod literal;
mod postgres;
mod round_trip;
mod scan;
mod sqlite;
mod structs;
mod text;

use std::path::PathBuf;

/// A fresh folder for one test.
pub(crate) fn folder(test: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("ferrolab_io_{}_{test}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// A file with this content in a fresh folder.
pub(crate) fn file(test: &str, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = folder(test).join(name);
    std::fs::write(&path, content).unwrap();
    path
}

/// What pandas reads, written by `tests/reference/io.py`.
pub(crate) fn reference() -> serde_json::Value {
    serde_json::from_str(include_str!("../reference/io.json")).unwrap()
}

pub(crate) fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/io").join(name)
}

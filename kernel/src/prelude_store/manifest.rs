//! What a stored prelude says of itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use crate::toolchain::Toolchain;

pub const FILE_NAME: &str = "manifest.json";
/// The folder with the metadata of every crate in the library.
pub const DEPENDENCIES: &str = "deps";
/// The versions that the prelude was built with; `:dep` starts from them.
pub const LOCK: &str = "Cargo.lock";
/// The folder with the standard library; the prelude's own run path names it.
pub const RUNTIME: &str = "lib";

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of Ferrolab that built it.
    pub version: String,
    pub key: String,
    pub toolchain: Toolchain,
    /// How the compiler's file looked then, to notice an upgrade without starting it.
    pub rustc_stamp: FileStamp,
    /// Relative to the prelude's directory.
    pub library: PathBuf,
    /// Relative to the prelude's directory. To be opened before the library where its run path is
    /// not honoured.
    pub runtime_libraries: Vec<PathBuf>,
    /// Crates that a cell may name, with their file in the folder of dependencies.
    pub extern_crates: BTreeMap<String, String>,
    /// What the prelude brings into a cell's scope; a cell that uses none of it is compiled without it.
    #[serde(default)]
    pub names: BTreeSet<String>,
    /// Every library that the prelude is made of; `:dep` builds upon these instead of anew.
    #[serde(default)]
    pub crates: Vec<StoredCrate>,
    pub crate_count: usize,
    pub build_seconds: f64,
    /// RFC 3339.
    pub created: String,
    /// The project that it was built from, if that is to be asked again (`:dep` uses its lock).
    #[serde(default)]
    pub source: Option<PathBuf>,
}

/// One library of the prelude.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredCrate {
    /// As code names it.
    pub name: String,
    pub version: String,
    pub features: Vec<String>,
    /// Its metadata, in the folder of dependencies.
    pub file: String,
}

impl Manifest {
    /// # Errors
    /// When the file cannot be read or is not a manifest.
    pub fn read(file: &File) -> io::Result<Self> {
        Ok(serde_json::from_reader(BufReader::new(file))?)
    }

    /// # Errors
    /// When the file cannot be written.
    pub fn write(&self, directory: &Path) -> io::Result<()> {
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        fs::write(directory.join(FILE_NAME), text)
    }
}

/// Size and time of a file: enough to see that it was replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileStamp {
    pub size: u64,
    /// Nanoseconds since 1970; 0 where the file system keeps no time.
    pub modified: u64,
}

impl FileStamp {
    /// # Errors
    /// When the file is not there.
    pub fn of(path: &Path) -> io::Result<Self> {
        let about = fs::metadata(path)?;
        let modified = about.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let modified = modified.and_then(|age| u64::try_from(age.as_nanos()).ok()).unwrap_or(0);
        Ok(Self { size: about.len(), modified })
    }
}

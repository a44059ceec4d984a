//! The store of built preludes: where the shared library that every cell links to lies on disk, and
//! what cells may use from it.
//!
//! One prelude is one directory, named by its key:
//!
//! ```text
//! <data directory>/prelude/
//!   current-0.1.0              the key that this version of Ferrolab uses
//!   0.1.0-rustc1.95.0-3f2a…/   manifest.json, libferrolab_prelude.so, lib/, deps/
//! ```
//!
//! [`Prelude::locate`] stands on the kernel's start-up path: it reads two small files and looks at
//! the compiler's size and time, and starts no process. Building is the installer's business.

pub mod assembly;
pub mod docs;
pub mod key;
pub mod location;
pub mod manifest;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::invocation;
use crate::toolchain::Toolchain;
pub use manifest::{FileStamp, Manifest};

/// The version of Ferrolab; a prelude belongs to exactly one.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A prelude that can be used. As long as the value (or a clone) lives, no installer removes it.
#[derive(Clone, Debug)]
pub struct Prelude {
    pub root: PathBuf,
    pub manifest: Manifest,
    extern_crates: BTreeMap<String, PathBuf>,
    /// A shared lock on the manifest; a read-only store on an odd file system may not give one.
    _in_use: Option<Arc<File>>,
}

#[derive(Debug, thiserror::Error)]
pub enum PreludeError {
    #[error("the prelude is not built yet (looked in {}). Run `{}`", list(.looked_in), invocation::of("install"))]
    Missing { looked_in: Vec<PathBuf> },
    #[error(
        "the prelude in {} was built with {built_with}, but the compiler there is now {now}. Rebuild it \
         with `{}`", .root.display(), invocation::of("install")
    )]
    CompilerChanged { root: PathBuf, built_with: String, now: String },
    #[error(
        "the prelude in {} belongs to Ferrolab {found}, this is Ferrolab {VERSION}. Run `{}`",
        .root.display(), invocation::of("install")
    )]
    OtherVersion { root: PathBuf, found: String },
    #[error(
        "the prelude in {} is damaged: {problem}. Rebuild it with `{}`", .root.display(), invocation::of("install")
    )]
    Damaged { root: PathBuf, problem: String },
    #[error(transparent)]
    NoDataDirectory(#[from] location::NoDataDirectory),
}

impl Prelude {
    /// The prelude that this kernel uses: from `FERROLAB_PRELUDE_PATH` if that names one, else the
    /// user's own.
    ///
    /// # Errors
    /// When there is none, or it does not fit the compiler any more; the message says what to do.
    pub fn locate() -> Result<Self, PreludeError> {
        Self::locate_in(&location::store_roots()?)
    }

    /// Looks through the given stores (or single preludes), first one first. What is wrong with a
    /// prelude found early is told only if no later store has a good one.
    ///
    /// # Errors
    /// As for [`Prelude::locate`].
    pub fn locate_in(roots: &[PathBuf]) -> Result<Self, PreludeError> {
        let mut first_problem = None;
        for root in roots {
            for candidate in location::candidates(root, VERSION) {
                match Self::open(&candidate) {
                    Ok(prelude) => return Ok(prelude),
                    Err(problem) => first_problem = first_problem.or(Some(problem)),
                }
            }
        }
        Err(first_problem.unwrap_or_else(|| PreludeError::Missing { looked_in: roots.to_vec() }))
    }

    /// Opens the prelude in exactly this directory.
    ///
    /// # Errors
    /// When it is incomplete, of another version, or the compiler that built it has changed.
    pub fn open(root: &Path) -> Result<Self, PreludeError> {
        let prelude = Self::open_unchecked(root)?;
        prelude.check()?;
        Ok(prelude)
    }

    fn open_unchecked(root: &Path) -> Result<Self, PreludeError> {
        let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let damaged = |problem: String| PreludeError::Damaged { root: root.clone(), problem };
        let file = File::open(root.join(manifest::FILE_NAME)).map_err(|error| damaged(error.to_string()))?;
        let in_use = file.try_lock_shared().is_ok();
        let manifest = Manifest::read(&file).map_err(|error| damaged(error.to_string()))?;
        let deps = root.join(manifest::DEPENDENCIES);
        let extern_crates =
            manifest.extern_crates.iter().map(|(name, file)| (name.clone(), deps.join(file))).collect();
        let _in_use = in_use.then(|| Arc::new(file));
        Ok(Self { root, manifest, extern_crates, _in_use })
    }

    fn check(&self) -> Result<(), PreludeError> {
        let Manifest { version, toolchain, rustc_stamp, .. } = &self.manifest;
        if version != VERSION {
            return Err(PreludeError::OtherVersion { root: self.root.clone(), found: version.clone() });
        }
        if !self.library().is_file() || !self.dependencies().is_dir() {
            let problem = "its library or its folder of dependencies is missing".to_owned();
            return Err(PreludeError::Damaged { root: self.root.clone(), problem });
        }
        if FileStamp::of(&toolchain.rustc).ok().as_ref() == Some(rustc_stamp) {
            return Ok(());
        }
        // Only here, on the way to an error, may the compiler be started, to name its version. A
        // compiler that was merely reinstalled or copied is the same compiler.
        let now = Toolchain::version_of(&toolchain.rustc);
        if now.as_ref() == Some(&toolchain.version) {
            return Ok(());
        }
        Err(PreludeError::CompilerChanged {
            root: self.root.clone(),
            built_with: toolchain.version.clone(),
            now: now.unwrap_or_else(|| format!("gone ({})", toolchain.rustc.display())),
        })
    }

    /// The shared library that the runner opens and cells are compiled against.
    pub fn library(&self) -> PathBuf {
        self.root.join(&self.manifest.library)
    }

    /// What `-L dependency=` takes.
    pub fn dependencies(&self) -> PathBuf {
        self.root.join(manifest::DEPENDENCIES)
    }

    pub fn toolchain(&self) -> &Toolchain {
        &self.manifest.toolchain
    }

    /// The crates that a cell may name at its root: `--extern NAME=FILE` for each.
    pub fn extern_crates(&self) -> &BTreeMap<String, PathBuf> {
        &self.extern_crates
    }

    /// The standard library's shared objects, for a process that opens the library by hand.
    pub fn runtime_libraries(&self) -> Vec<PathBuf> {
        self.manifest.runtime_libraries.iter().map(|file| self.root.join(file)).collect()
    }

    /// How much disk space it takes. Files that are hard links into a build directory count in full.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub fn size(&self) -> io::Result<u64> {
        let mut sum = 0;
        let mut folders = vec![self.root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder)? {
                let entry = entry?;
                let about = entry.metadata()?;
                if about.is_dir() {
                    folders.push(entry.path());
                }
                sum += about.len();
            }
        }
        Ok(sum)
    }
}

fn list(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
pub(crate) mod tests;

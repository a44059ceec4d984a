//! Writing a prelude into the store so that nobody ever sees half of one.
//!
//! It is put together in a temporary folder beside the others and renamed when it is complete; the
//! file that names the current key is replaced last. Whatever interrupts this leaves the former
//! prelude current and whole, and its rubbish is swept by the next installer. A lock on the store
//! keeps two installers apart.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{Manifest, Prelude, PreludeError, location, manifest};

const UNFINISHED: &str = ".unfinished-";
const REPLACED: &str = ".replaced-";

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("cannot write the prelude's store in {}: {source}", .path.display())]
    Write { path: PathBuf, source: io::Error },
    #[error(transparent)]
    Check(#[from] PreludeError),
}

/// The store, locked for writing until dropped.
#[derive(Debug)]
pub struct Store {
    root: PathBuf,
    _lock: File,
}

impl Store {
    /// Locks the store at `root`, creating it if need be. If another installer works there,
    /// `waiting` is called once and this one waits.
    ///
    /// # Errors
    /// When the folder cannot be made or locked.
    pub fn lock(root: &Path, waiting: impl FnOnce()) -> Result<Self, StoreError> {
        let write = |source| StoreError::Write { path: root.to_owned(), source };
        fs::create_dir_all(root).map_err(write)?;
        let lock = File::create(root.join(".lock")).map_err(write)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                waiting();
                lock.lock().map_err(write)?;
            }
            Err(TryLockError::Error(source)) => return Err(write(source)),
        }
        let store = Self { root: root.to_owned(), _lock: lock };
        store.sweep();
        Ok(store)
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A folder to put a prelude together in; it vanishes if it is dropped before
    /// [`Store::publish`].
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn begin(&self) -> Result<Assembly, StoreError> {
        let folder = tempfile::Builder::new().prefix(UNFINISHED).tempdir_in(&self.root);
        let folder = folder.map_err(|source| StoreError::Write { path: self.root.clone(), source })?;
        let assembly = Assembly { folder };
        for name in [manifest::DEPENDENCIES, manifest::RUNTIME] {
            let path = assembly.path().join(name);
            fs::create_dir(&path).map_err(|source| StoreError::Write { path, source })?;
        }
        Ok(assembly)
    }

    /// Gives the assembled prelude its name and makes it the current one, unless it is incomplete
    /// or `try_out` rejects it.
    ///
    /// # Errors
    /// When it is rejected (the inner error is that of `try_out`) or cannot be renamed; the former
    /// one is current then, as before.
    pub fn publish<E>(
        &self,
        assembly: Assembly,
        manifest: &Manifest,
        try_out: impl FnOnce(&Prelude) -> Result<(), E>,
    ) -> Result<Result<Prelude, E>, StoreError> {
        let folder = assembly.path().to_owned();
        manifest.write(&folder).map_err(|source| StoreError::Write { path: folder.clone(), source })?;
        if let Err(rejected) = try_out(&Prelude::open(&folder)?) {
            return Ok(Err(rejected));
        }
        let target = self.root.join(&manifest.key);
        let write = |source| StoreError::Write { path: target.clone(), source };
        if target.exists() {
            let replaced = self.root.join(format!("{REPLACED}{}-{}", std::process::id(), manifest.key));
            fs::rename(&target, replaced).map_err(write)?;
        }
        fs::rename(&folder, &target).map_err(write)?;
        let _renamed = assembly.folder.keep();
        make_readable(&target, 0o755).map_err(write)?;
        self.make_current(&manifest.key)?;
        self.sweep();
        Ok(Ok(Prelude::open(&target)?))
    }

    /// Makes a prelude that is already in the store the current one.
    ///
    /// # Errors
    /// When the file that names it cannot be replaced.
    pub fn make_current(&self, key: &str) -> Result<(), StoreError> {
        let path = location::current_file(&self.root, super::VERSION);
        let write = |source| StoreError::Write { path: path.clone(), source };
        let mut file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(&self.root).map_err(write)?;
        writeln!(file, "{key}").map_err(write)?;
        let file = file.into_temp_path();
        make_readable(&file, 0o644).map_err(write)?;
        file.persist(&path).map_err(|error| write(error.error))
    }

    /// Removes this version's preludes other than `keep` that no kernel has open. Returns what went.
    pub fn remove_older(&self, keep: &str) -> Vec<String> {
        let prefix = format!("{}-", super::VERSION);
        let mut removed = Vec::new();
        for entry in fs::read_dir(&self.root).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_older = name.starts_with(&prefix) && name != keep;
            if is_older && !in_use(&entry.path()) && fs::remove_dir_all(entry.path()).is_ok() {
                removed.push(name);
            }
        }
        removed
    }

    /// What an interrupted installer left. Only called with the lock held.
    fn sweep(&self) {
        for entry in fs::read_dir(&self.root).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = entry.path();
            if name.starts_with(UNFINISHED) || (name.starts_with(REPLACED) && !in_use(&path)) {
                // What cannot be removed now is tried again by the next installer.
                let _ = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            }
        }
    }
}

/// A prelude that is being put together.
#[derive(Debug)]
pub struct Assembly {
    folder: tempfile::TempDir,
}

impl Assembly {
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Puts a file under `relative`. With `share` a hard link is tried first, which costs neither
    /// time nor space; a file that is mapped by running kernels must not be shared, since a linker
    /// may write over it in place.
    ///
    /// # Errors
    /// When it cannot be copied either.
    pub fn add(&self, file: &Path, relative: &Path, share: Share) -> Result<(), StoreError> {
        let target = self.path().join(relative);
        if share == Share::HardLink && fs::hard_link(file, &target).is_ok() {
            return Ok(());
        }
        fs::copy(file, &target).map(drop).map_err(|source| StoreError::Write { path: target, source })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    HardLink,
    Copy,
}

/// Temporary files and folders are private; a store may be meant for others too.
#[cfg(unix)]
fn make_readable(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn make_readable(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}

/// Whether a process has this prelude open: each holds a shared lock on its manifest.
fn in_use(prelude: &Path) -> bool {
    match File::open(prelude.join(manifest::FILE_NAME)) {
        Ok(file) => matches!(file.try_lock(), Err(TryLockError::WouldBlock)),
        Err(_) => false,
    }
}

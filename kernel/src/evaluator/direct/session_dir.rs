//! The temporary directory of one kernel: generated files and cells' libraries. A lock file, held
//! as long as the kernel lives, tells directories in use from those of a kernel that was killed;
//! these are removed by the next start.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

const LOCK: &str = "lock";

#[derive(Debug)]
pub struct SessionDir {
    path: PathBuf,
    /// Closing it releases the lock.
    _lock: File,
}

impl SessionDir {
    /// # Errors
    /// When the system's directory for temporary files cannot be written.
    pub fn create() -> io::Result<Self> {
        // SAFETY: a plain system call.
        let user = unsafe { libc::getuid() };
        Self::create_in(&std::env::temp_dir().join(format!("ferrolab-{user}")))
    }

    fn create_in(parent: &Path) -> io::Result<Self> {
        create_private(parent)?;
        remove_abandoned(parent);
        let path = tempfile::Builder::new().prefix("kernel-").tempdir_in(parent)?.keep();
        let lock = File::create(path.join(LOCK))?;
        lock.lock()?;
        Ok(Self { path, _lock: lock })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for SessionDir {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
        if let Some(parent) = self.path.parent() {
            // Fails, as it should, while other kernels have theirs in it.
            let _ = fs::remove_dir(parent);
        }
    }
}

/// Others on the machine must not read or plant what this kernel is going to load.
fn create_private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, MetadataExt};
    match fs::DirBuilder::new().mode(0o700).create(path) {
        Ok(()) => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error),
    }
    let metadata = fs::symlink_metadata(path)?;
    // SAFETY: a plain system call.
    if metadata.is_dir() && metadata.uid() == unsafe { libc::getuid() } {
        return Ok(());
    }
    let message =
        format!("{} belongs to another user; set TMPDIR to a directory of your own", path.display());
    Err(io::Error::new(io::ErrorKind::PermissionDenied, message))
}

fn remove_abandoned(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        // Without a lock file the kernel is just about to write it, or was killed before it could.
        let Ok(lock) = File::open(entry.path().join(LOCK)) else { continue };
        if lock.try_lock().is_ok() {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_killed_kernels_directory_is_removed_and_a_live_one_is_not() {
        let temporary = tempfile::tempdir().unwrap();
        let parent = temporary.path().join("ferrolab");
        let live = SessionDir::create_in(&parent).unwrap();
        let dead = parent.join("kernel-dead");
        fs::create_dir(&dead).unwrap();
        fs::write(dead.join(LOCK), "").unwrap();
        let second = SessionDir::create_in(&parent).unwrap();
        assert!(!dead.exists() && live.path().exists());
        drop(live);
        drop(second);
        assert!(!parent.exists());
    }
}

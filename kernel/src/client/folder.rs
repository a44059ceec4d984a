//! A client's private folder: connection file and sockets. It is removed with the client; one whose
//! client was killed is removed by the next. Whether a client lives is told by a lock that it holds,
//! since the system lets go of locks however a process ends, and numbers of processes mean nothing
//! between containers that share a temporary directory.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

const PREFIX: &str = "ferrolab-client-";
const LOCK: &str = "lock";
/// A Unix socket's path holds about a hundred bytes; the folder's name and the sockets' are added.
const LONGEST_PARENT: usize = 60;

pub(super) struct PrivateFolder {
    folder: tempfile::TempDir,
    _lock: File,
}

impl PrivateFolder {
    /// Makes one with a short path that only this user can enter.
    pub(super) fn make() -> io::Result<Self> {
        let usual = std::env::temp_dir();
        let parent = if usual.as_os_str().len() <= LONGEST_PARENT { usual } else { PathBuf::from("/tmp") };
        Self::make_in(&parent)
    }

    fn make_in(parent: &Path) -> io::Result<Self> {
        remove_abandoned(parent);
        let mut builder = tempfile::Builder::new();
        builder.prefix(PREFIX);
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let folder = builder.tempdir_in(parent)?;
        // Locked before it has its name: nobody can find it without its lock.
        let unnamed = folder.path().join("lock.new");
        let lock = File::create(&unnamed)?;
        lock.lock()?;
        fs::rename(&unnamed, folder.path().join(LOCK))?;
        Ok(Self { folder, _lock: lock })
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Removes the folders of clients that are gone. Failing to is no harm: they are another user's, or
/// the next client tries again.
fn remove_abandoned(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        if !entry.file_name().to_string_lossy().starts_with(PREFIX) {
            continue;
        }
        let lock = File::open(entry.path().join(LOCK));
        if lock.is_ok_and(|lock| lock.try_lock().is_ok()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_a_killed_client_goes_and_that_of_a_living_one_stays() {
        let parent = tempfile::tempdir().unwrap();
        let living = PrivateFolder::make_in(parent.path()).unwrap();
        let killed = parent.path().join("ferrolab-client-killed");
        let starting = parent.path().join("ferrolab-client-starting");
        let foreign = parent.path().join("other");
        for folder in [&killed, &starting, &foreign] {
            fs::create_dir(folder).unwrap();
        }
        fs::write(killed.join(LOCK), "").unwrap();
        fs::write(foreign.join(LOCK), "").unwrap();
        let second = PrivateFolder::make_in(parent.path()).unwrap();
        assert!(!killed.exists());
        assert!([living.path(), second.path(), &starting, &foreign].iter().all(|folder| folder.exists()));
        let path = living.path().to_owned();
        drop(living);
        assert!(!path.exists());
    }
}

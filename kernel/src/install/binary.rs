//! Keeps a copy of the running binary in the data directory, so that a kernel goes on working when
//! the clone, or its target directory, is removed.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::prelude_store::VERSION;

#[derive(Debug, thiserror::Error)]
pub enum BinaryError {
    #[error("cannot find out which file this program is: {0}")]
    Unknown(io::Error),
    #[error("cannot copy this program to {}: {source}", .to.display())]
    Copy { to: PathBuf, source: io::Error },
}

/// Copies this program below `data_dir` and returns where. Running kernels are not disturbed: the
/// file is replaced by a rename.
///
/// # Errors
/// When the copy cannot be written.
pub fn install(data_dir: &Path) -> Result<PathBuf, BinaryError> {
    let running = env::current_exe().map_err(BinaryError::Unknown)?;
    let folder = data_dir.join("bin");
    let to = folder.join(format!("ferrolab-{VERSION}{}", env::consts::EXE_SUFFIX));
    if is_same(&running, &to) {
        return Ok(to);
    }
    copy(&running, &folder, &to).map_err(|source| BinaryError::Copy { to: to.clone(), source })?;
    Ok(to)
}

fn is_same(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

fn copy(from: &Path, folder: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let unfinished = tempfile::Builder::new().prefix(".unfinished-").tempfile_in(folder)?;
    // Takes the permissions along, the execute bit with them.
    fs::copy(from, unfinished.path())?;
    unfinished.into_temp_path().persist(to).map_err(|error| error.error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_copy_is_whole_executable_and_alone() {
        let data = tempfile::tempdir().unwrap();
        let copy = install(data.path()).unwrap();
        assert_eq!(
            copy,
            data.path().join("bin").join(format!("ferrolab-{VERSION}{}", env::consts::EXE_SUFFIX))
        );
        let (original, copied) =
            (fs::metadata(env::current_exe().unwrap()).unwrap(), fs::metadata(&copy).unwrap());
        assert_eq!(original.len(), copied.len());
        assert_eq!(original.permissions(), copied.permissions());
        install(data.path()).unwrap();
        assert_eq!(fs::read_dir(data.path().join("bin")).unwrap().count(), 1);
    }
}

//! Takes away what Ferrolab put into its data directory.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What is ours there and can be made again. A person's history is not.
pub const REMOVABLE: [&str; 4] = ["prelude", "bin", "cache", "python"];

#[derive(Debug, thiserror::Error)]
#[error("cannot remove {}: {source}", .path.display())]
pub struct RemovalError {
    path: PathBuf,
    source: io::Error,
}

/// Removes it and returns what was there; the directory itself goes if nothing else is in it.
///
/// # Errors
/// When something cannot be removed.
pub fn remove_data(data_dir: &Path) -> Result<Vec<PathBuf>, RemovalError> {
    let mut removed = Vec::new();
    for name in REMOVABLE {
        let path = data_dir.join(name);
        match fs::remove_dir_all(&path) {
            Ok(()) => removed.push(path),
            Err(source) if source.kind() == io::ErrorKind::NotFound => {}
            Err(source) => return Err(RemovalError { path, source }),
        }
    }
    // Fails, as it should, while something is left in it.
    if fs::remove_dir(data_dir).is_ok() {
        removed.push(data_dir.to_owned());
    }
    Ok(removed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_what_is_ours_and_leaves_the_rest() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("ferrolab");
        for name in ["prelude/key", "bin"] {
            fs::create_dir_all(data.join(name)).unwrap();
        }
        fs::write(data.join("history.sqlite"), "").unwrap();
        assert_eq!(remove_data(&data).unwrap(), [data.join("prelude"), data.join("bin")]);
        assert_eq!(remove_data(&data).unwrap(), Vec::<PathBuf>::new());
        fs::remove_file(data.join("history.sqlite")).unwrap();
        assert_eq!(remove_data(&data).unwrap(), std::slice::from_ref(&data));
        assert_eq!(remove_data(&data).unwrap(), Vec::<PathBuf>::new());
    }
}

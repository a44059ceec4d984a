//! The name of a prelude: everything that decides what is in it, hashed.
//!
//! Besides the version and the compiler these are the lock, the manifests (they choose the
//! features, which cargo unifies over the whole workspace), the compiler wrapper and the prelude's
//! own sources, so that `run` and `install` notice a developer's change without asking cargo.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::toolchain::Toolchain;

/// Files of the workspace that decide what cargo builds, next to the prelude's folder.
const WORKSPACE_FILES: [&str; 7] = [
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
    ".cargo/config.toml",
    ".cargo/rustc-wrapper",
    "kernel/Cargo.toml",
    "tests/Cargo.toml",
];

#[derive(Debug, thiserror::Error)]
#[error("cannot read {} to see whether the prelude is up to date: {source}", .path.display())]
pub struct KeyError {
    path: PathBuf,
    source: io::Error,
}

/// The key of the prelude that the workspace at `root` builds with `toolchain`. `flags` is what the
/// environment gives rustc (`RUSTFLAGS`).
///
/// # Errors
/// When the sources cannot be read.
pub fn of_workspace(
    root: &Path,
    version: &str,
    toolchain: &Toolchain,
    flags: &str,
) -> Result<String, KeyError> {
    let mut hash = Sha256::new();
    for part in [version, &toolchain.version, &toolchain.host, flags] {
        add(&mut hash, part.as_bytes());
    }
    let mut files: Vec<PathBuf> = WORKSPACE_FILES.iter().map(PathBuf::from).collect();
    files.extend(files_below(root, Path::new("prelude"))?);
    for file in files {
        let path = root.join(&file);
        match fs::read(&path) {
            Ok(content) => {
                add(&mut hash, file.to_string_lossy().as_bytes());
                add(&mut hash, &content);
            }
            Err(source) if source.kind() == io::ErrorKind::NotFound => {}
            Err(source) => return Err(KeyError { path, source }),
        }
    }
    let digest: String = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let release = toolchain.version.split_whitespace().nth(1).unwrap_or("unknown");
    Ok(format!("{version}-rustc{release}-{digest}"))
}

/// With its length in front, so that two parts cannot be shifted into one another.
fn add(hash: &mut Sha256, part: &[u8]) {
    hash.update((part.len() as u64).to_le_bytes());
    hash.update(part);
}

/// All files below `root/folder`, relative to `root`, sorted, without hidden ones and build output.
fn files_below(root: &Path, folder: &Path) -> Result<Vec<PathBuf>, KeyError> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let path = root.join(&folder);
        let unreadable = |source| KeyError { path: path.clone(), source };
        for entry in fs::read_dir(&path).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let name = entry.file_name();
            if name.to_string_lossy().starts_with('.') || name == "target" {
                continue;
            }
            let is_folder = entry.file_type().map_err(unreadable)?.is_dir();
            let list = if is_folder { &mut folders } else { &mut files };
            list.push(folder.join(name));
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prelude_store::tests::toolchain;

    fn workspace() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("prelude/src")).unwrap();
        fs::write(root.path().join("Cargo.lock"), "lock").unwrap();
        fs::write(root.path().join("prelude/src/lib.rs"), "pub fn f() {}").unwrap();
        root
    }

    #[test]
    fn the_key_says_version_and_compiler_and_is_stable() {
        let root = workspace();
        let key = of_workspace(root.path(), "0.1.0", &toolchain("1.95.0"), "").unwrap();
        assert!(key.starts_with("0.1.0-rustc1.95.0-"), "{key}");
        assert_eq!(key, of_workspace(root.path(), "0.1.0", &toolchain("1.95.0"), "").unwrap());
    }

    #[test]
    fn whatever_changes_the_library_changes_the_key() {
        let root = workspace();
        let key = |version: &str, release: &str, flags: &str| {
            of_workspace(root.path(), version, &toolchain(release), flags).unwrap()
        };
        let mut keys = vec![key("0.1.0", "1.95.0", "")];
        keys.push(key("0.2.0", "1.95.0", ""));
        keys.push(key("0.1.0", "1.96.0", ""));
        keys.push(key("0.1.0", "1.95.0", "-Ctarget-cpu=native"));
        for (file, content) in [
            ("Cargo.lock", "other lock"),
            ("prelude/src/lib.rs", "pub fn g() {}"),
            ("prelude/src/new.rs", ""),
            ("prelude/Cargo.toml", "[features]"),
        ] {
            fs::write(root.path().join(file), content).unwrap();
            keys.push(key("0.1.0", "1.95.0", ""));
        }
        let distinct: std::collections::BTreeSet<_> = keys.iter().collect();
        assert_eq!(distinct.len(), keys.len(), "{keys:?}");
    }

    #[test]
    fn editor_files_and_the_kernels_sources_do_not() {
        let root = workspace();
        let key = || of_workspace(root.path(), "0.1.0", &toolchain("1.95.0"), "").unwrap();
        let before = key();
        fs::write(root.path().join("prelude/src/.lib.rs.swp"), "x").unwrap();
        fs::create_dir_all(root.path().join("kernel/src")).unwrap();
        fs::write(root.path().join("kernel/src/lib.rs"), "x").unwrap();
        assert_eq!(before, key());
    }

    #[test]
    fn a_folder_without_a_prelude_is_an_error_that_names_it() {
        let root = tempfile::tempdir().unwrap();
        let error = of_workspace(root.path(), "0.1.0", &toolchain("1.95.0"), "").unwrap_err();
        assert!(error.to_string().contains("prelude to see whether"), "{error}");
    }
}

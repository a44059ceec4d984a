//! Where preludes are looked for and where they are written.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use super::manifest;

/// A store, or one prelude, that is only read: for shared machines and container images.
pub const PRELUDE_PATH: &str = "FERROLAB_PRELUDE_PATH";
/// Replaces the per-user data directory, whole.
pub const DATA_DIR: &str = "FERROLAB_DATA_DIR";

#[derive(Debug, thiserror::Error)]
#[error("this account has no home directory to keep data in: set {DATA_DIR} to a writable folder")]
pub struct NoDataDirectory;

/// Ferrolab's own folder in the user's data directory: preludes, the installed binary, caches.
///
/// # Errors
/// When the account has no home directory and `FERROLAB_DATA_DIR` is not set.
pub fn data_dir() -> Result<PathBuf, NoDataDirectory> {
    data_dir_from(env::var_os(DATA_DIR).map(PathBuf::from), dirs::data_local_dir())
}

fn data_dir_from(named: Option<PathBuf>, user: Option<PathBuf>) -> Result<PathBuf, NoDataDirectory> {
    let named = named.filter(|path| !path.as_os_str().is_empty());
    let directory = named.or_else(|| user.map(|user| user.join("ferrolab"))).ok_or(NoDataDirectory)?;
    Ok(std::path::absolute(&directory).unwrap_or(directory))
}

/// The store that the installer writes.
///
/// # Errors
/// As for [`data_dir`].
pub fn user_store() -> Result<PathBuf, NoDataDirectory> {
    Ok(data_dir()?.join("prelude"))
}

/// Every place to look in, first one first.
///
/// # Errors
/// As for [`data_dir`], but only if `FERROLAB_PRELUDE_PATH` names nothing either.
pub fn store_roots() -> Result<Vec<PathBuf>, NoDataDirectory> {
    roots_from(env::var_os(PRELUDE_PATH).as_deref(), user_store())
}

fn roots_from(
    named: Option<&std::ffi::OsStr>,
    user: Result<PathBuf, NoDataDirectory>,
) -> Result<Vec<PathBuf>, NoDataDirectory> {
    let mut roots: Vec<PathBuf> = named.map(env::split_paths).into_iter().flatten().collect();
    roots.retain(|root| !root.as_os_str().is_empty());
    match user {
        Ok(user) => roots.push(user),
        Err(error) if roots.is_empty() => return Err(error),
        Err(_) => {}
    }
    Ok(roots)
}

/// The prelude directories in `root` that may serve: itself if it is one, else the current one,
/// else any of the same Ferrolab version (a store that was copied by hand has no current one).
pub fn candidates(root: &Path, version: &str) -> Vec<PathBuf> {
    if root.join(manifest::FILE_NAME).is_file() {
        return vec![root.to_owned()];
    }
    if let Some(key) = current_key(root, version) {
        return vec![root.join(key)];
    }
    let prefix = format!("{version}-");
    let entries = fs::read_dir(root).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(&prefix))
        .map(|entry| entry.path())
        .filter(|path| path.join(manifest::FILE_NAME).is_file())
        .collect();
    found.sort();
    found
}

/// The file that names the key in use; one per Ferrolab version, so that two versions can live
/// side by side.
pub fn current_file(root: &Path, version: &str) -> PathBuf {
    root.join(format!("current-{version}"))
}

/// The key in use, if its directory is there.
pub fn current_key(root: &Path, version: &str) -> Option<String> {
    let text = fs::read_to_string(current_file(root, version)).ok()?;
    let key = text.trim();
    let is_name = !key.is_empty() && !key.contains(['/', '\\']) && !key.starts_with('.');
    (is_name && root.join(key).is_dir()).then(|| key.to_owned())
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::*;

    #[test]
    fn a_named_data_directory_replaces_the_users_own() {
        let user = || Some(PathBuf::from("/home/ada/.local/share"));
        assert_eq!(data_dir_from(None, user()).unwrap(), Path::new("/home/ada/.local/share/ferrolab"));
        assert_eq!(data_dir_from(Some("/srv/lab".into()), user()).unwrap(), Path::new("/srv/lab"));
        assert_eq!(
            data_dir_from(Some("".into()), user()).unwrap(),
            Path::new("/home/ada/.local/share/ferrolab")
        );
        assert!(data_dir_from(None, None).is_err());
    }

    #[test]
    fn the_read_only_path_comes_first_and_may_name_several() {
        let roots = roots_from(Some(OsStr::new("/opt/a:/opt/b:")), Ok("/home/p".into())).unwrap();
        assert_eq!(roots, [Path::new("/opt/a"), Path::new("/opt/b"), Path::new("/home/p")]);
        let roots = roots_from(Some(OsStr::new("/opt/a")), Err(NoDataDirectory)).unwrap();
        assert_eq!(roots, [Path::new("/opt/a")]);
        assert!(roots_from(None, Err(NoDataDirectory)).is_err());
    }

    #[test]
    fn a_store_offers_its_current_prelude_else_all_of_the_version() {
        let store = tempfile::tempdir().unwrap();
        for key in ["0.1.0-a", "0.1.0-b", "0.2.0-c"] {
            fs::create_dir(store.path().join(key)).unwrap();
            fs::write(store.path().join(key).join(manifest::FILE_NAME), "{}").unwrap();
        }
        let named = |paths: Vec<PathBuf>| -> Vec<String> {
            paths.iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect()
        };
        assert_eq!(named(candidates(store.path(), "0.1.0")), ["0.1.0-a", "0.1.0-b"]);
        fs::write(current_file(store.path(), "0.1.0"), "0.1.0-b\n").unwrap();
        assert_eq!(named(candidates(store.path(), "0.1.0")), ["0.1.0-b"]);
        let one = store.path().join("0.2.0-c");
        assert_eq!(candidates(&one, "0.1.0"), [one]);
    }

    #[test]
    fn a_current_file_cannot_point_out_of_the_store() {
        let store = tempfile::tempdir().unwrap();
        fs::write(current_file(store.path(), "0.1.0"), "../..").unwrap();
        assert_eq!(current_key(store.path(), "0.1.0"), None);
        fs::write(current_file(store.path(), "0.1.0"), "0.1.0-removed").unwrap();
        assert_eq!(current_key(store.path(), "0.1.0"), None);
    }
}

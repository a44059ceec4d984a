//! The project that the prelude is built from: where it lies, and where cargo puts what it builds.

use std::env;
use std::path::{Path, PathBuf};

use crate::prelude_store::location::DATA_DIR;

/// Names the project's folder, for a binary that is used away from where it was built.
pub const SOURCE: &str = "FERROLAB_SOURCE";

#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    #[error(
        "the prelude has to be built, but Ferrolab's sources are not in {} any more. Clone the project \
         again and run `cargo run --release -- install` in it, or set {SOURCE} to where it lies \
         ({DATA_DIR} and FERROLAB_PRELUDE_PATH tell where a built prelude is looked for)", .looked_in.display()
    )]
    Gone { looked_in: PathBuf },
    #[error("{SOURCE} is set to {}, but that folder holds no Ferrolab sources (no prelude/Cargo.toml)", .0.display())]
    NotASource(PathBuf),
}

/// Ferrolab's workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub root: PathBuf,
    /// What cargo is told about its target directory; `None` leaves it to cargo's configuration.
    pub target_dir: Option<PathBuf>,
}

impl Source {
    /// The folder that `FERROLAB_SOURCE` names, else the one that this binary was compiled from.
    ///
    /// # Errors
    /// When it does not exist (any more).
    pub fn find() -> Result<Self, SourceError> {
        let named = env::var_os(SOURCE).filter(|value| !value.is_empty()).map(PathBuf::from);
        let target = env::var_os("CARGO_TARGET_DIR").filter(|value| !value.is_empty()).map(PathBuf::from);
        let compiled_from = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        Self::choose(named, &compiled_from, target, env::current_exe().ok().as_deref())
    }

    fn choose(
        named: Option<PathBuf>,
        compiled_from: &Path,
        target: Option<PathBuf>,
        executable: Option<&Path>,
    ) -> Result<Self, SourceError> {
        // Cargo takes a relative target directory from where the person stands, not from the root.
        let target = target.map(|target| std::path::absolute(&target).unwrap_or(target));
        if let Some(named) = named {
            let root = workspace(&named).ok_or(SourceError::NotASource(named))?;
            return Ok(Self { root, target_dir: target });
        }
        let gone = || SourceError::Gone { looked_in: compiled_from.to_owned() };
        let root = workspace(compiled_from).ok_or_else(gone)?;
        let target_dir = target.or_else(|| executable.and_then(target_of));
        Ok(Self { root, target_dir })
    }
}

fn workspace(root: &Path) -> Option<PathBuf> {
    root.join("prelude/Cargo.toml").is_file().then(|| root.canonicalize().ok())?
}

/// The target directory that a binary was built in: cargo marks it with a `CACHEDIR.TAG`. It is two
/// levels above (`release/ferrolab`), three with `--target`, three for a test (`release/deps/…`).
fn target_of(executable: &Path) -> Option<PathBuf> {
    let executable = executable.canonicalize().ok()?;
    let above = executable.ancestors().skip(2).take(3);
    above.map(Path::to_owned).find(|folder| folder.join("CACHEDIR.TAG").is_file())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn project() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("prelude")).unwrap();
        fs::write(root.path().join("prelude/Cargo.toml"), "").unwrap();
        fs::create_dir_all(root.path().join("out/release/deps")).unwrap();
        fs::write(root.path().join("out/CACHEDIR.TAG"), "").unwrap();
        fs::write(root.path().join("out/release/ferrolab"), "").unwrap();
        fs::write(root.path().join("out/release/deps/test-1"), "").unwrap();
        root
    }

    #[test]
    fn builds_where_the_running_binary_was_built() {
        let project = project();
        let root = project.path().canonicalize().unwrap();
        for binary in ["out/release/ferrolab", "out/release/deps/test-1"] {
            let source = Source::choose(None, &root, None, Some(&root.join(binary))).unwrap();
            assert_eq!(source, Source { root: root.clone(), target_dir: Some(root.join("out")) });
        }
        let source = Source::choose(None, &root, None, Some(&root.join("prelude/Cargo.toml"))).unwrap();
        assert_eq!(source.target_dir, None, "an installed binary leaves it to cargo");
    }

    #[test]
    fn the_persons_own_target_directory_wins() {
        let project = project();
        let root = project.path().canonicalize().unwrap();
        let binary = root.join("out/release/ferrolab");
        let source = Source::choose(None, &root, Some("/elsewhere".into()), Some(&binary)).unwrap();
        assert_eq!(source.target_dir.as_deref(), Some(Path::new("/elsewhere")));
    }

    #[test]
    fn a_named_source_wins_and_must_be_one() {
        let project = project();
        let gone = Path::new("/no/such/project");
        let source = Source::choose(Some(project.path().to_owned()), gone, None, None).unwrap();
        assert_eq!(source.root, project.path().canonicalize().unwrap());
        let error = Source::choose(Some(gone.to_owned()), project.path(), None, None).unwrap_err();
        assert!(error.to_string().contains("holds no Ferrolab sources"), "{error}");
    }

    #[test]
    fn sources_that_are_gone_are_an_error_with_its_remedy() {
        let error = Source::choose(None, Path::new("/no/such/project"), None, None).unwrap_err();
        assert!(error.to_string().contains("Clone the project again"), "{error}");
    }
}

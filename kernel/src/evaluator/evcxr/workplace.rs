//! Where evcxr builds, and what makes it build against the prelude.
//!
//! evcxr has cargo build a small package per cell. It is given no dependency on the prelude: a
//! wrapper around the compiler, which cargo calls for that package only, adds the prelude's library
//! and the crates in it. So nothing of the prelude is ever built again.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use crate::evaluator::direct::session_dir::SessionDir;
use crate::prelude_store::Prelude;

/// A directory that is removed at the end.
pub struct Workplace(SessionDir);

impl Workplace {
    /// Makes the directory and sets the variables by which evcxr and its rust-analyzer find it.
    /// Only the main thread may call this, before any other has started: it changes the environment.
    ///
    /// # Errors
    /// When the system's directory for temporary files cannot be written.
    pub fn create(prelude: &Prelude) -> io::Result<Self> {
        let place = Self(SessionDir::create()?);
        place.write_wrapper(prelude)?;
        place.write_tokio()?;
        fs::create_dir_all(place.library_sources().join("core"))?;
        let path = prelude.toolchain().cargo.as_deref().and_then(extended_path);
        // SAFETY: no other thread is running, as the documentation of this function demands.
        unsafe {
            env::set_var("EVCXR_TMPDIR", place.0.path().join("build"));
            env::set_var("RUST_SRC_PATH", place.library_sources());
            if let Some(path) = path {
                env::set_var("PATH", path);
            }
        }
        Ok(place)
    }

    /// A folder of library sources without any. evcxr's rust-analyzer would read the standard
    /// library's to tell variables' types, which the compiler tells us: that saves five seconds of
    /// every start, two more at the first variable, and 400 MB.
    fn library_sources(&self) -> PathBuf {
        self.0.path().join("no-library-sources")
    }

    /// What cargo calls instead of the compiler for evcxr's package.
    pub fn wrapper(&self) -> PathBuf {
        self.0.path().join("rustc-wrapper")
    }

    /// A package named `tokio` without a library of that name. evcxr adds the real one to every
    /// notebook that awaits; once it is there already, the prelude's tokio is found instead.
    pub fn tokio(&self) -> PathBuf {
        self.0.path().join("tokio")
    }

    fn write_wrapper(&self, prelude: &Prelude) -> io::Result<()> {
        let script = wrapper_script(
            &prelude.root,
            &prelude.library(),
            &prelude.dependencies(),
            prelude.extern_crates(),
        );
        fs::write(self.wrapper(), script)?;
        fs::set_permissions(self.wrapper(), fs::Permissions::from_mode(0o700))
    }

    fn write_tokio(&self) -> io::Result<()> {
        let manifest = "[package]\nname = \"tokio\"\nversion = \"1.0.0\"\nedition = \"2024\"\n\n\
                        [lib]\nname = \"ferrolab_has_tokio\"\npath = \"lib.rs\"\n";
        fs::create_dir_all(self.tokio())?;
        fs::write(self.tokio().join("Cargo.toml"), manifest)?;
        fs::write(self.tokio().join("lib.rs"), "")
    }
}

/// A crate that `:dep` brings under the same name takes precedence. The run path is given whole,
/// since the relative one that rustc makes is wrong after cargo and evcxr have moved the library.
/// The library is loaded though no code names it, for what the crates in it need to be linked.
/// The last two options make the compiler print types with paths that resolve, and uncut.
fn wrapper_script(
    root: &Path,
    library: &Path,
    dependencies: &Path,
    crates: &BTreeMap<String, PathBuf>,
) -> String {
    let mut script = "#!/bin/sh\nall=\" $* \"\n".to_owned();
    for (name, file) in crates {
        let given = quoted(&format!("{name}={}", file.display()));
        script +=
            &format!("case $all in *\" --extern {name}=\"*) ;; *) set -- \"$@\" --extern {given} ;; esac\n");
    }
    let run_path = quoted(&format!("-Clink-arg=-Wl,-rpath,{}", root.display()));
    let prelude = quoted(&format!("force:ferrolab_library={}", library.display()));
    let dependencies = quoted(&format!("dependency={}", dependencies.display()));
    script
        + &format!(
            "RUSTC_BOOTSTRAP=1 exec \"$@\" -Cprefer-dynamic {run_path} -Zunstable-options --extern {prelude} -L {dependencies} \
             -Ztrim-diagnostic-paths=no --diagnostic-width=100000\n"
        )
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// A front end that was started from a desktop often has no cargo on its `PATH`.
fn extended_path(cargo: &Path) -> Option<std::ffi::OsString> {
    if which::which("cargo").is_ok() {
        return None;
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = env::split_paths(&path).chain(cargo.parent().map(Path::to_owned));
    env::join_paths(folders).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    fn run(script: &str, arguments: &[&str]) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("wrapper");
        fs::write(&path, script).unwrap();
        let output = Command::new("sh").arg(path).arg("echo").args(arguments).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    fn script(root: &str) -> String {
        let root = Path::new(root);
        let crates = [("ndarray", "libndarray.rmeta"), ("serde", "libserde.rmeta")]
            .map(|(name, file)| (name.to_owned(), root.join(file)));
        wrapper_script(root, &root.join("lib.so"), &root.join("deps"), &BTreeMap::from(crates))
    }

    #[test]
    fn the_compiler_is_given_the_prelude_and_its_crates() {
        let line = run(&script("/it's here"), &["--crate-name", "ctx"]);
        assert!(
            line.starts_with("--crate-name ctx --extern ndarray=/it's here/libndarray.rmeta --extern serde="),
            "{line}"
        );
        assert!(
            line.contains("--extern force:ferrolab_library=/it's here/lib.so -L dependency=/it's here/deps"),
            "{line}"
        );
    }

    #[test]
    fn a_crate_of_the_notebooks_own_comes_before_the_preludes() {
        let line = run(&script("/p"), &["--extern", "serde=/own/libserde.rlib"]);
        assert_eq!(line.matches("--extern serde=").count(), 1);
        assert!(line.contains("/own/libserde.rlib") && line.contains("ndarray=/p/"), "{line}");
    }
}

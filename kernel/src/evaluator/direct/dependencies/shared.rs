//! Building `:dep` crates upon the prelude's own.
//!
//! A crate that the prelude already has must not be compiled a second time: the two would be
//! different crates to the compiler, and an array of one no array of the other. Cargo knows nothing
//! of the prelude, so while it builds dependencies this binary stands between it and the compiler.
//! Where cargo wants a library compiled that the prelude has (same name, same version, at least the
//! features asked for), nothing is compiled; a note is left beside the empty output that says where
//! the prelude's metadata lies. Every other crate is compiled as asked, with the paths of such
//! empty outputs replaced. The versions fit as a rule, since the build starts from the prelude's lock.

use std::collections::BTreeSet;
use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use super::build::LIBRARY;
use crate::prelude_store::Prelude;
use crate::prelude_store::manifest::StoredCrate;

/// Set for the compilers of a `:dep` build only: the prelude's folder.
pub const VARIABLE: &str = "FERROLAB_SHARED_PRELUDE";
const NOTE: &str = "shared";

/// Stands in for the compiler if cargo has called this binary as one.
pub fn become_compiler(first_argument: &OsStr, rest: &mut dyn Iterator<Item = OsString>) -> Option<ExitCode> {
    let prelude = env::var_os(VARIABLE)?;
    let is_compiler = Path::new(first_argument).file_stem().is_some_and(|name| name == "rustc");
    is_compiler.then(|| {
        let arguments: Vec<_> = rest.collect();
        match stand_in(first_argument, arguments, Path::new(&prelude)) {
            Ok(status) => status,
            Err(error) => {
                eprintln!("error: the prelude's crates cannot be shared: {error}");
                ExitCode::FAILURE
            }
        }
    })
}

fn stand_in(compiler: &OsStr, arguments: Vec<OsString>, prelude: &Path) -> io::Result<ExitCode> {
    let task = Task::of(&arguments, &env::var("CARGO_PKG_VERSION").unwrap_or_default());
    if let Some(task) = &task {
        let prelude = Prelude::open(prelude).map_err(|error| io::Error::other(error.to_string()))?;
        if let Some(stored) = prelude.manifest.crates.iter().find(|stored| task.is_served_by(stored)) {
            task.leave_note(&prelude.dependencies().join(&stored.file))?;
            return Ok(ExitCode::SUCCESS);
        }
    }
    let mut command = Command::new(compiler);
    command.args(arguments.into_iter().map(redirect));
    if let Some(task) = &task {
        let prelude = Prelude::open(prelude).map_err(|error| io::Error::other(error.to_string()))?;
        command.arg("-L").arg(joined("dependency=", &prelude.dependencies()));
        if task.crate_name == LIBRARY {
            command.arg("--extern").arg(joined("ferrolab_library=", &prelude.library()));
        }
    }
    let status = command.status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A library that cargo wants compiled for the notebook (not for a build script or a macro).
#[derive(Debug, Default, PartialEq)]
struct Task {
    crate_name: String,
    version: String,
    features: BTreeSet<String>,
    output: PathBuf,
    suffix: String,
}

impl Task {
    fn of(arguments: &[OsString], version: &str) -> Option<Self> {
        let words: Vec<_> = arguments.iter().map(|argument| argument.to_string_lossy()).collect();
        let mut task = Self { version: version.to_owned(), ..Self::default() };
        let (mut is_library, mut is_optimised) = (false, false);
        for (word, next) in words.iter().zip(words.iter().skip(1)) {
            match (&**word, &**next) {
                ("--crate-name", name) => task.crate_name = name.to_owned(),
                ("--crate-type", kind) => is_library |= matches!(kind, "lib" | "rlib" | "dylib"),
                ("--out-dir", folder) => task.output = folder.into(),
                ("--cfg", cfg) => task.features.extend(feature_in(cfg)),
                // What runs inside the compiler is built without optimisation.
                ("-C", option) if option.starts_with("opt-level=") => is_optimised = true,
                ("-C", option) => {
                    if let Some(suffix) = option.strip_prefix("extra-filename=") {
                        task.suffix = suffix.to_owned();
                    }
                }
                _ => {}
            }
        }
        (is_library && is_optimised && !task.crate_name.is_empty()).then_some(task)
    }

    fn is_served_by(&self, stored: &StoredCrate) -> bool {
        stored.name == self.crate_name
            && stored.version == self.version
            && self.features.iter().all(|feature| stored.features.contains(feature))
    }

    /// Empty outputs, which the compiler passes over when it searches the folder, and the note.
    fn leave_note(&self, metadata: &Path) -> io::Result<()> {
        let output =
            |ending: &str| self.output.join(format!("lib{}{}.{ending}", self.crate_name, self.suffix));
        fs::write(output("rmeta"), "")?;
        fs::write(output("rlib"), "")?;
        fs::write(output(NOTE), metadata.to_string_lossy().as_bytes())?;
        fs::write(self.output.join(format!("{}{}.d", self.crate_name, self.suffix)), "")?;
        for ending in ["rmeta", "rlib"] {
            let emit = if ending == "rmeta" { "metadata" } else { "link" };
            let artifact =
                serde_json::json!({"$message_type": "artifact", "artifact": output(ending), "emit": emit});
            eprintln!("{artifact}");
        }
        Ok(())
    }
}

/// `feature="derive"`
fn feature_in(cfg: &str) -> Option<String> {
    Some(cfg.strip_prefix("feature=\"")?.strip_suffix('"')?.to_owned())
}

/// `name=…/libname-hash.rmeta`, of a crate that the prelude has, becomes the prelude's file.
fn redirect(argument: OsString) -> OsString {
    let text = argument.to_string_lossy();
    let Some((name, file)) = text.split_once('=') else { return argument };
    // Options such as `noprelude:` may stand before the name.
    match prelude_file(Path::new(file)) {
        Some(shared) if file.ends_with(".rmeta") || file.ends_with(".rlib") => {
            joined(&format!("{name}="), &shared)
        }
        _ => argument,
    }
}

/// Where the prelude's own metadata of a crate lies, if cargo's output for it is only a note.
pub fn prelude_file(output: &Path) -> Option<PathBuf> {
    fs::read_to_string(output.with_extension(NOTE)).ok().map(PathBuf::from)
}

fn joined(name: &str, path: &Path) -> OsString {
    let mut text = OsString::from(name);
    text.push(path);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn task(line: &str) -> Option<Task> {
        let arguments: Vec<_> = line.split(' ').map(OsString::from).collect();
        Task::of(&arguments, "0.16.1")
    }

    const NDARRAY: &str = "--crate-name ndarray --crate-type lib -C opt-level=2 --cfg feature=\"std\" \
                           -C extra-filename=-1a2b --out-dir /t/deps x";

    fn stored(version: &str, features: &[&str]) -> StoredCrate {
        StoredCrate {
            name: "ndarray".into(),
            version: version.into(),
            features: features.iter().map(|feature| (*feature).to_owned()).collect(),
            file: "libndarray.rmeta".into(),
        }
    }

    #[test]
    fn a_crate_is_served_by_its_version_with_at_least_its_features() {
        let task = task(NDARRAY).unwrap();
        assert!(task.is_served_by(&stored("0.16.1", &["rayon", "std"])));
        assert!(!task.is_served_by(&stored("0.16.0", &["std"])));
        assert!(!task.is_served_by(&stored("0.16.1", &["rayon"])));
    }

    #[test]
    fn what_runs_inside_the_compiler_is_compiled_as_asked() {
        assert!(task(&NDARRAY.replace("-C opt-level=2 ", "")).is_none());
        assert!(task(&NDARRAY.replace("--crate-type lib", "--crate-type bin")).is_none());
        assert!(task("--print cfg").is_none());
    }

    #[test]
    fn a_note_leads_from_cargos_output_to_the_preludes_file() {
        let folder = tempfile::tempdir().unwrap();
        let task = Task { output: folder.path().into(), ..task(NDARRAY).unwrap() };
        task.leave_note(Path::new("/prelude/deps/libndarray.rmeta")).unwrap();
        let output = folder.path().join("libndarray-1a2b.rlib");
        let redirected = redirect(joined("ndarray=", &output));
        assert_eq!(redirected, "ndarray=/prelude/deps/libndarray.rmeta");
        let other = joined("other=", &folder.path().join("libother.rlib"));
        assert_eq!(redirect(other.clone()), other);
    }
}

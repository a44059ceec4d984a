//! Builds the crates of a session into one shared library.

use std::collections::hash_map::DefaultHasher;
use std::fmt::Write as _;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io::{self, BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::super::compiler::{ExternCrate, Externs};
use super::super::control::Control;
use super::shared;
use super::{Dependencies, failure};
use crate::display::{DisplayData, MimeBundle, Output};
use crate::evaluator::{EvaluationError, OutputSink};
use crate::prelude_store::Prelude;
use crate::prelude_store::location::data_dir;
use crate::prelude_store::manifest::LOCK;

pub const LIBRARY: &str = "ferrolab_dependencies";

/// The session's crates, built.
pub struct Built {
    pub library: PathBuf,
    pub externs: Externs,
    pub dependencies: Dependencies,
    /// What the person should know about it.
    pub note: Option<String>,
}

impl Dependencies {
    /// # Errors
    /// When cargo refuses: no such crate, no network, code that does not compile.
    pub fn build(
        mut self,
        prelude: &Prelude,
        control: &Arc<Control>,
        output: &Arc<dyn OutputSink>,
    ) -> Result<Built, EvaluationError> {
        let folder = self.write_package(prelude).map_err(|error| {
            failure::command(format!(
                "the folder for `:dep` builds cannot be written: {error}; free some space there"
            ))
        })?;
        let mut progress = Progress::new(output, self.wanted.keys().cloned().collect::<Vec<_>>().join(", "));
        let artifacts = run_cargo(&folder, prelude, control, &mut progress)?;
        progress.finish();
        let library = artifacts
            .iter()
            .find(|artifact| artifact.name == LIBRARY)
            .and_then(|artifact| artifact.file_ending_in(std::env::consts::DLL_SUFFIX))
            .ok_or_else(|| {
                failure::command("cargo built the crates but named no library; please report this")
            })?;
        let mut crates = vec![ExternCrate { name: LIBRARY.to_owned(), file: library.clone() }];
        for name in self.wanted.keys().map(|name| name.replace('-', "_")) {
            let direct = artifacts.iter().rev().find(|artifact| artifact.name == name);
            crates.extend(direct.and_then(Artifact::to_extern));
        }
        let externs = Externs { crates, search_paths: vec![folder.join("target/release/deps")] };
        let note = second_copies(&artifacts, prelude);
        self.library = Some(library.clone());
        Ok(Built { library, externs, dependencies: self, note })
    }

    /// A package that depends on all of them, in a folder named after what it holds.
    fn write_package(&self, prelude: &Prelude) -> io::Result<PathBuf> {
        let mut hasher = DefaultHasher::new();
        (&self.wanted, &prelude.root, &prelude.toolchain().version).hash(&mut hasher);
        let base = data_dir().map_err(|error| io::Error::other(error.to_string()))?;
        let folder = base.join("cache/dependencies").join(format!("{:016x}", hasher.finish()));
        fs::create_dir_all(folder.join("src"))?;
        let mut manifest = format!(
            "[package]\nname = \"ferrolab-dependencies\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
             [lib]\nname = \"{LIBRARY}\"\ncrate-type = [\"dylib\"]\n\n[profile.release]\nopt-level = 2\n\n[dependencies]\n"
        );
        let mut code = "extern crate ferrolab_library as _;\n".to_owned();
        let lock = folder.join(LOCK);
        if !lock.exists() {
            // Missing in a prelude of former times: cargo then chooses the newest versions.
            let _ = fs::copy(prelude.root.join(LOCK), lock);
        }
        for (name, requirement) in &self.wanted {
            let _ = writeln!(manifest, "{name} = {requirement}");
            let _ = writeln!(code, "pub extern crate {};", name.replace('-', "_"));
        }
        write_if_changed(&folder.join("Cargo.toml"), &manifest)?;
        write_if_changed(&folder.join("src/lib.rs"), &code)?;
        Ok(folder)
    }
}

/// Cargo looks at times: what has not changed must not look new.
fn write_if_changed(path: &Path, text: &str) -> io::Result<()> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) { Ok(()) } else { fs::write(path, text) }
}

struct Artifact {
    name: String,
    is_proc_macro: bool,
    files: Vec<PathBuf>,
}

impl Artifact {
    fn file_ending_in(&self, ending: &str) -> Option<PathBuf> {
        self.files.iter().find(|file| file.to_string_lossy().ends_with(ending)).cloned()
    }

    fn to_extern(&self) -> Option<ExternCrate> {
        let ending = if self.is_proc_macro { std::env::consts::DLL_SUFFIX } else { ".rlib" };
        let file = self.file_ending_in(ending)?;
        Some(ExternCrate { name: self.name.clone(), file: shared::prelude_file(&file).unwrap_or(file) })
    }
}

fn run_cargo(
    folder: &Path,
    prelude: &Prelude,
    control: &Arc<Control>,
    progress: &mut Progress<'_>,
) -> Result<Vec<Artifact>, EvaluationError> {
    let toolchain = prelude.toolchain();
    let cargo = toolchain.cargo.as_deref().unwrap_or(Path::new("cargo"));
    let mut child = Command::new(cargo)
        .args(["rustc", "--release", "--lib", "--message-format=json-render-diagnostics"])
        .args(["--", "-Cprefer-dynamic"])
        .current_dir(folder)
        .env("RUSTC", &toolchain.rustc)
        .env("RUSTC_WRAPPER", std::env::current_exe().unwrap_or_default())
        .env(shared::VARIABLE, &prelude.root)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        // Told apart from the prelude's copies of the same crates: the compiler refuses two crates
        // of one name, version and features that were not built together.
        .env("CARGO_ENCODED_RUSTFLAGS", "-Cmetadata=ferrolab-dependencies")
        .env_remove("RUSTC_WORKSPACE_WRAPPER")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0)
        .spawn()
        .map_err(|error| {
            let doctor = crate::invocation::of("doctor");
            failure::command(format!("cargo did not start: {error}; `:dep` needs it, see `{doctor}`"))
        })?;
    control.compiling(child.id());
    let said = collect_stderr(&mut child);
    let artifacts = read_artifacts(&mut child, progress);
    let status = child.wait();
    control.compiled();
    let said = said.and_then(|thread| thread.join().ok()).unwrap_or_default();
    if control.is_interrupted() {
        return Err(failure::interrupted());
    }
    match status {
        Ok(status) if status.success() => Ok(artifacts),
        _ => Err(refused(&said)),
    }
}

fn collect_stderr(child: &mut Child) -> Option<std::thread::JoinHandle<Vec<String>>> {
    let stderr = child.stderr.take()?;
    Some(std::thread::spawn(move || BufReader::new(stderr).lines().map_while(Result::ok).collect()))
}

fn read_artifacts(child: &mut Child, progress: &mut Progress<'_>) -> Vec<Artifact> {
    use cargo_metadata::{Message, TargetKind};
    let Some(stdout) = child.stdout.take() else { return Vec::new() };
    let mut artifacts = Vec::new();
    for message in Message::parse_stream(BufReader::new(stdout)).map_while(Result::ok) {
        let Message::CompilerArtifact(artifact) = message else { continue };
        progress.built(&artifact.target.name);
        artifacts.push(Artifact {
            name: artifact.target.name.replace('-', "_"),
            is_proc_macro: artifact.target.kind.contains(&TargetKind::ProcMacro),
            files: artifact.filenames.into_iter().map(Into::into).collect(),
        });
    }
    artifacts
}

fn refused(said: &[String]) -> EvaluationError {
    let start = said.iter().position(|line| line.starts_with("error")).unwrap_or(0);
    let relevant: Vec<_> = said[start..].iter().map(String::as_str).collect();
    let headline = relevant.first().copied().unwrap_or("cargo failed without a message");
    let mut error = EvaluationError::new("DependencyError", headline.trim_start_matches("error: "));
    error.traceback =
        vec![relevant.join("\n"), "the notebook is as it was; correct the line and run it again".to_owned()];
    error
}

/// Crates of the prelude that these bring again, in the same version line or another.
fn second_copies(artifacts: &[Artifact], prelude: &Prelude) -> Option<String> {
    const SHARED: [&str; 6] = ["ndarray", "polars", "linfa", "rand", "serde", "plotters"];
    let is_copy = |artifact: &Artifact| {
        artifact.file_ending_in(".rlib").is_some_and(|file| shared::prelude_file(&file).is_none())
    };
    let named: Vec<_> = SHARED
        .into_iter()
        .filter(|name| artifacts.iter().any(|artifact| artifact.name == *name && is_copy(artifact)))
        .collect();
    if named.is_empty() || !prelude.extern_crates().contains_key(named[0]) {
        return None;
    }
    Some(format!(
        "note: this brings a copy of its own of {}; its types are not the prelude's, convert between them",
        named.join(", ")
    ))
}

/// One line that counts the crates as they are built, redrawn a few times a second.
struct Progress<'a> {
    output: &'a Arc<dyn OutputSink>,
    label: String,
    id: String,
    count: usize,
    drawn: Option<Instant>,
}

impl<'a> Progress<'a> {
    fn new(output: &'a Arc<dyn OutputSink>, label: String) -> Self {
        let id = format!("ferrolab-dep-{}", uuid::Uuid::new_v4());
        Self { output, label, id, count: 0, drawn: None }
    }

    fn built(&mut self, name: &str) {
        self.count += 1;
        if self.drawn.is_some_and(|drawn| drawn.elapsed() < Duration::from_millis(300)) {
            return;
        }
        self.show(format!("building {}: {} crates done, latest {name}", self.label, self.count));
    }

    fn finish(&mut self) {
        self.show(format!("{} ready ({} crates)", self.label, self.count));
    }

    fn show(&mut self, text: String) {
        let update = self.drawn.replace(Instant::now()).is_some();
        let data = MimeBundle::text(text);
        let display_id = Some(self.id.clone());
        self.output.emit(Output::Display(DisplayData { data, display_id, update, ..DisplayData::default() }));
    }
}

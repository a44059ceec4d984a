//! Runs cargo on Ferrolab's workspace and watches it.
//!
//! Cargo unifies features over the packages that it is asked for. So this asks for the libraries of
//! *all* default members, as `cargo run --release` and `cargo test --release` do, and not for the
//! prelude alone: the three then choose the same features for every crate and share every artifact,
//! and whoever came here through `cargo run` finds the kernel's half of the graph compiled already.
//! `--lib` leaves the binary alone that is running this.

use std::collections::BTreeSet;
use std::env;
use std::io::{self, BufRead, BufReader, IsTerminal};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use cargo_metadata::{Artifact, Message, MetadataCommand, PackageId};

use super::estimate::Estimate;
use super::plan::Plan;
use super::progress::{BuildState, Progress};
use super::source::Source;
use super::{costs, status};

/// How often a bar is redrawn when nothing happens.
const TICK: Duration = Duration::from_millis(500);
/// So much of what cargo says is kept for the case that it fails.
const KEPT_LINES: usize = 2000;

#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    #[error("cannot start cargo ({command}): {source}. Is Rust installed? See https://rustup.rs")]
    Start { command: String, source: io::Error },
    #[error("cargo cannot read the project in {root}:\n{message}")]
    Metadata { root: String, message: String },
    #[error("building the prelude failed; the former one, if any, still works. What cargo said:\n{said}")]
    Failed { said: String },
}

impl BuildError {
    fn metadata(source: &Source, message: &str) -> Self {
        Self::Metadata { root: source.root.display().to_string(), message: message.trim().to_owned() }
    }
}

/// What cargo is going to build.
///
/// # Errors
/// When cargo cannot read the workspace or, the first time, cannot download its dependencies.
pub fn plan(source: &Source, cargo: &Path, host: &str) -> Result<Plan, BuildError> {
    let mut command = Command::new(cargo);
    command.args(["metadata", "--format-version=1", "--locked", "--filter-platform", host]);
    let metadata = print(command, source, cargo)?;
    let metadata = MetadataCommand::parse(metadata);
    let mut command = Command::new(cargo);
    command.args([
        "tree",
        "--workspace",
        "--locked",
        "--edges=normal,build",
        "--prefix=none",
        "--format={p}",
    ]);
    let tree = print(command, source, cargo).ok();
    let metadata = metadata.map_err(|error| BuildError::metadata(source, &error.to_string()))?;
    Ok(Plan::of(&metadata, tree.as_deref()))
}

fn print(mut command: Command, source: &Source, cargo: &Path) -> Result<String, BuildError> {
    clean_environment(command.current_dir(&source.root).stdin(Stdio::null()));
    let output = command.output().map_err(|source| start_error(cargo, source))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(BuildError::metadata(source, &String::from_utf8_lossy(&output.stderr)))
}

/// Builds, and returns every artifact of the workspace's libraries and their dependencies.
///
/// # Errors
/// When cargo fails; the error holds what it said.
pub fn build(
    source: &Source,
    cargo: &Path,
    plan: &Plan,
    progress: &mut dyn Progress,
) -> Result<Vec<Artifact>, BuildError> {
    let mut child = start(source, cargo)?;
    let (sender, events) = mpsc::channel();
    let readers = [read_messages(&mut child, sender.clone()), read_status(&mut child, sender)];
    let mut watch = Watch::new(plan);
    loop {
        match events.recv_timeout(TICK) {
            Ok(Event::Artifact(artifact)) => watch.artifact(*artifact),
            Ok(Event::Status(line)) => watch.status(&line),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if watch.has_begun {
            progress.update(&watch.state());
        }
    }
    progress.finish();
    for reader in readers.into_iter().flatten() {
        // A reader that panicked has already said so on standard error.
        let _ = reader.join();
    }
    let status = child.wait().map_err(|source| start_error(cargo, source))?;
    if status.success() {
        return Ok(watch.artifacts);
    }
    watch.said.push(format!("({status})"));
    Err(BuildError::Failed { said: watch.said.join("\n") })
}

fn start(source: &Source, cargo: &Path) -> Result<Child, BuildError> {
    let mut command = Command::new(cargo);
    command.args(["build", "--release", "--locked", "--lib", "--message-format=json-render-diagnostics"]);
    command.current_dir(&source.root).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    clean_environment(&mut command);
    if let Some(target_dir) = &source.target_dir {
        command.env("CARGO_TARGET_DIR", target_dir);
    }
    command.env("CARGO_TERM_PROGRESS_WHEN", "never");
    if io::stderr().is_terminal() {
        command.env("CARGO_TERM_COLOR", "always");
    }
    command.spawn().map_err(|source| start_error(cargo, source))
}

/// `cargo run` describes the running package in the environment. Build scripts that watch one of
/// those variables would be run again, and what depends on them compiled again, because of it.
/// A wrapper in the environment would replace the workspace's own.
fn clean_environment(command: &mut Command) {
    let prefixes = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"];
    let names = [
        "CARGO_CRATE_NAME",
        "CARGO_PRIMARY_PACKAGE",
        "OUT_DIR",
        "RUSTC_WORKSPACE_WRAPPER",
        "CARGO_BUILD_RUSTC_WORKSPACE_WRAPPER",
    ];
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        if prefixes.iter().any(|prefix| name.starts_with(prefix)) || names.contains(&&*name) {
            command.env_remove(&*name);
        }
    }
}

fn start_error(cargo: &Path, source: io::Error) -> BuildError {
    BuildError::Start { command: cargo.display().to_string(), source }
}

enum Event {
    Artifact(Box<Artifact>),
    Status(String),
}

type Reader = Option<thread::JoinHandle<()>>;

fn read_messages(child: &mut Child, sender: Sender<Event>) -> Reader {
    let stdout = child.stdout.take()?;
    Some(thread::spawn(move || {
        for message in Message::parse_stream(BufReader::new(stdout)).flatten() {
            if let Message::CompilerArtifact(artifact) = message
                && sender.send(Event::Artifact(Box::new(artifact))).is_err()
            {
                return;
            }
        }
    }))
}

fn read_status(child: &mut Child, sender: Sender<Event>) -> Reader {
    let stderr = child.stderr.take()?;
    Some(thread::spawn(move || {
        for line in BufReader::new(stderr).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line).into_owned();
            if sender.send(Event::Status(line)).is_err() {
                return;
            }
        }
    }))
}

/// Adds up what cargo says.
struct Watch<'a> {
    plan: &'a Plan,
    started: Instant,
    estimate: Estimate,
    finished: BTreeSet<PackageId>,
    /// Packages, by name, that a compiler works on.
    running: BTreeSet<String>,
    now: String,
    artifacts: Vec<Artifact>,
    said: Vec<String>,
    /// Cargo found something to do: before, it only runs through what was compiled earlier.
    has_begun: bool,
}

impl<'a> Watch<'a> {
    fn new(plan: &'a Plan) -> Self {
        let total = plan.crates.values().map(|name| costs::of(name)).sum();
        let cores = thread::available_parallelism().map_or(1, usize::from);
        Self {
            plan,
            started: Instant::now(),
            estimate: Estimate::new(total, cores),
            finished: BTreeSet::new(),
            running: BTreeSet::new(),
            now: String::new(),
            artifacts: Vec::new(),
            said: Vec::new(),
            has_begun: false,
        }
    }

    fn artifact(&mut self, artifact: Artifact) {
        if artifact.target.is_custom_build() || artifact.target.is_bin() {
            return;
        }
        if let Some(name) = self.plan.crates.get(&artifact.package_id) {
            self.running.remove(name);
            // A crate may be compiled twice, for build scripts too: the first time counts.
            if self.finished.insert(artifact.package_id.clone()) {
                match artifact.fresh {
                    true => self.estimate.was_fresh(costs::of(name)),
                    false => self.estimate.finished(costs::of(name), self.started.elapsed()),
                }
            }
        }
        self.artifacts.push(artifact);
    }

    fn status(&mut self, line: &str) {
        match status::parse(line) {
            status::Status::Compiling(name) => {
                self.has_begun = true;
                self.now.clear();
                self.running.insert(name);
            }
            status::Status::Other(text) => {
                self.has_begun |= !text.is_empty();
                self.now = text;
            }
            status::Status::Diagnostic if self.said.len() < KEPT_LINES => self.said.push(line.to_owned()),
            status::Status::Diagnostic => {}
        }
    }

    fn state(&self) -> BuildState {
        let elapsed = self.started.elapsed();
        let heaviest = self.running.iter().max_by(|a, b| costs::of(a).total_cmp(&costs::of(b)));
        BuildState {
            done: self.finished.len(),
            total: self.plan.crates.len(),
            fraction: self.estimate.fraction(),
            elapsed,
            remaining: self.estimate.remaining(elapsed),
            now: if self.now.is_empty() { heaviest.cloned().unwrap_or_default() } else { self.now.clone() },
        }
    }
}

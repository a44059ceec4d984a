//! A private Python environment with JupyterLab in it, for machines that have Python but no Jupyter.
//! It is made once; a note in it, written last, tells a finished one from the rest of an attempt
//! that was interrupted.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Pinned, so that what was tried is what people get.
const PACKAGES: [&str; 1] = ["jupyterlab==4.6.6"];
/// Asks a Python whether it can make environments; the modules are packages of their own on Debian.
const QUESTION: &str = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))";
/// As much of pip's output as an error shows.
const SHOWN_LINES: usize = 12;

#[derive(Debug, thiserror::Error)]
pub(super) enum EnvironmentError {
    #[error(
        "JupyterLab is not installed, and there is no python3 on PATH to install it with. Install Python 3.10 or \
         later (Debian, Ubuntu: sudo apt install python3-venv; Fedora: sudo dnf install python3; macOS: brew install \
         python), or JupyterLab itself, and try again"
    )]
    NoPython,
    #[error(
        "JupyterLab is not installed, and {} cannot make an environment for it: expected Python 3.10 or later with \
         the modules venv and ensurepip. On Debian and Ubuntu: sudo apt install python3-venv{}", python.display(),
        tail(said)
    )]
    UnfitPython { python: PathBuf, said: String },
    #[error("cannot prepare {}: {source}", path.display())]
    Files { path: PathBuf, source: io::Error },
    #[error(
        "{step} failed; is there a network, and does it need a proxy (HTTPS_PROXY)? What it said last:\n{said}"
    )]
    Step { step: &'static str, said: String },
}

fn tail(said: &str) -> String {
    if said.trim().is_empty() { String::new() } else { format!("\n{}", said.trim()) }
}

pub(super) struct Environment {
    folder: PathBuf,
}

impl Environment {
    pub(super) fn at(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// A program that is installed in it.
    pub(super) fn program(&self, name: &str) -> PathBuf {
        let programs = if cfg!(windows) { "Scripts" } else { "bin" };
        self.folder.join(programs).join(name)
    }

    /// Makes it unless it is there, complete and of today's pin.
    pub(super) fn ensure(&self) -> Result<(), EnvironmentError> {
        if self.is_ready() {
            return Ok(());
        }
        let python = find_python()?;
        let parent = self.folder.parent().unwrap_or(Path::new("."));
        let files = |source| EnvironmentError::Files { path: self.folder.clone(), source };
        let cache = parent.join("cache");
        fs::create_dir_all(&cache).map_err(files)?;
        // Of two that start at once, one makes it and the other waits.
        let lock = File::create(cache.join("python.lock")).map_err(files)?;
        lock.lock().map_err(files)?;
        if self.is_ready() {
            return Ok(());
        }
        self.make(&python)
    }

    fn make(&self, python: &Path) -> Result<(), EnvironmentError> {
        let files = |source| EnvironmentError::Files { path: self.folder.clone(), source };
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder).map_err(files)?;
        }
        eprintln!(
            "JupyterLab is not installed: making a private Python environment with it in {} (a few hundred megabytes, once).",
            self.folder.display()
        );
        step("making the environment", Command::new(python).args(["-m", "venv"]).arg(&self.folder))?;
        let mut pip = Command::new(self.program("python"));
        pip.args(["-m", "pip", "install", "--disable-pip-version-check", "--no-input"]).args(PACKAGES);
        step("installing JupyterLab with pip", &mut pip)?;
        fs::write(self.note(), note_text()).map_err(files)
    }

    fn is_ready(&self) -> bool {
        fs::read_to_string(self.note()).is_ok_and(|note| note == note_text())
    }

    fn note(&self) -> PathBuf {
        self.folder.join("ferrolab.txt")
    }
}

fn note_text() -> String {
    format!("Made by `ferrolab lab`, with {}\n", PACKAGES.join(", "))
}

fn find_python() -> Result<PathBuf, EnvironmentError> {
    let python = ["python3", "python"].into_iter().find_map(|name| which::which(name).ok());
    let python = python.ok_or(EnvironmentError::NoPython)?;
    let answer = Command::new(&python).args(["-c", QUESTION]).stdin(Stdio::null()).output();
    let (fit, said) = match answer {
        Ok(output) => (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned()),
        Err(error) => (false, error.to_string()),
    };
    // A traceback's last line names the missing module.
    let said = said.lines().last().unwrap_or_default().to_owned();
    if fit { Ok(python) } else { Err(EnvironmentError::UnfitPython { python, said }) }
}

/// Runs a command that takes a while and shows the last line that it said.
fn step(name: &'static str, command: &mut Command) -> Result<(), EnvironmentError> {
    let failed = |said: String| EnvironmentError::Step { step: name, said };
    // One pipe for both streams, so that their lines stay in order.
    let (reader, writer) = io::pipe().map_err(|error| failed(error.to_string()))?;
    let second = writer.try_clone().map_err(|error| failed(error.to_string()))?;
    command.stdin(Stdio::null()).stdout(writer).stderr(second);
    let child = command.spawn().map_err(|error| failed(error.to_string()));
    // The command holds the pipe's other end, and reading would wait for it for ever.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = child?;
    let bar = spinner(name);
    let mut last = VecDeque::new();
    for line in BufReader::new(reader).lines().map_while(Result::ok) {
        bar.set_message(format!("{name}: {line}"));
        last.push_back(line);
        if last.len() > SHOWN_LINES {
            last.pop_front();
        }
    }
    let status = child.wait();
    bar.finish_and_clear();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(failed(last.make_contiguous().join("\n"))),
        Err(error) => Err(failed(error.to_string())),
    }
}

fn spinner(name: &str) -> ProgressBar {
    if !io::stderr().is_terminal() {
        eprintln!("{name} …");
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner().with_message(name.to_owned());
    if let Ok(style) = ProgressStyle::with_template("{spinner:.cyan} {wide_msg}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_finished_environment_of_today_is_ready() {
        let folder = tempfile::tempdir().unwrap();
        let environment = Environment::at(folder.path());
        assert!(!environment.is_ready());
        fs::write(environment.note(), "Made by `ferrolab lab`, with jupyterlab==1.0.0\n").unwrap();
        assert!(!environment.is_ready());
        fs::write(environment.note(), note_text()).unwrap();
        assert!(environment.is_ready());
    }

    #[cfg(unix)]
    #[test]
    fn a_failing_step_shows_what_it_said_last() {
        let mut command = Command::new("sh");
        command.args(["-c", "for i in $(seq 20); do echo line $i; done; echo no network >&2; exit 1"]);
        let error = step("installing", &mut command).unwrap_err().to_string();
        assert!(error.starts_with("installing failed; is there a network"), "{error}");
        assert!(error.ends_with("line 20\nno network"), "{error}");
        assert!(!error.contains("line 1\n"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_step_that_works_says_nothing() {
        step("working", Command::new("sh").args(["-c", "echo fine"])).unwrap();
    }

    #[test]
    #[ignore = "downloads JupyterLab"]
    fn jupyterlab_can_be_installed() {
        let folder = tempfile::tempdir().unwrap();
        let environment = Environment::at(&folder.path().join("python"));
        environment.ensure().unwrap();
        let output = Command::new(environment.program("jupyter-lab")).arg("--version").output().unwrap();
        let version = PACKAGES[0].strip_prefix("jupyterlab==").unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), version);
    }
}

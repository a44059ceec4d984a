//! Python environments of the tests' own, for the clients that people really use. Made below the
//! target directory when first needed, with `pip` and the versions pinned in `python/NAME.txt`.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use crate::kernel::Home;
use crate::setup::{self, setup};
use crate::skip;

/// Makes a missing Python a failure instead of a skipped test.
pub const REQUIRED: &str = "FERROLAB_REQUIRE_PYTHON";
/// The oldest that the pinned packages run on.
const QUESTION: &str = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))";

#[derive(Debug)]
pub struct Python {
    folder: PathBuf,
}

/// The environment with the packages of `python/NAME.txt`. None where this machine has no Python to
/// make it with; the reason is printed.
///
/// # Panics
/// When Python is there and the packages cannot be installed, or when it is missing and required.
pub fn environment(name: &str, test: &str) -> Option<Python> {
    let folder = setup().target.join("ferrolab-test-python").join(name);
    let wanted =
        fs::read_to_string(setup::file(&format!("python/{name}.txt"))).expect("the list of packages");
    fs::create_dir_all(&folder).expect("the target directory can be written");
    let lock = File::create(folder.with_extension("lock")).expect("the target directory can be written");
    lock.lock().expect("the target directory can be locked");
    let done = folder.join("installed.txt");
    if fs::read_to_string(&done).is_ok_and(|installed| installed == wanted) {
        return Some(Python { folder });
    }
    let Some(python) = find() else {
        let reason =
            "there is no python3 (3.10 or later, with venv) on PATH; on Debian: apt install python3-venv";
        assert!(std::env::var_os(REQUIRED).is_none(), "{test}: {reason}");
        skip(test, reason);
        return None;
    };
    fs::remove_dir_all(&folder).expect("an old environment can be removed");
    run(Command::new(python).args(["-m", "venv"]).arg(&folder));
    let python = Python { folder };
    let list = setup::file(&format!("python/{name}.txt"));
    run(python
        .program("python")
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"])
        .arg(list));
    fs::write(&done, wanted).expect("the environment can be written");
    Some(python)
}

fn find() -> Option<&'static str> {
    ["python3", "python"].into_iter().find(|python| {
        let asked =
            Command::new(python).args(["-c", QUESTION]).stdout(Stdio::null()).stderr(Stdio::null()).status();
        asked.is_ok_and(|status| status.success())
    })
}

/// All that a program has said.
pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

impl Python {
    fn program(&self, program: &str) -> Command {
        let programs = self.folder.join("bin");
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path =
            std::env::join_paths(std::iter::once(programs.clone()).chain(std::env::split_paths(&path)));
        let mut command = Command::new(programs.join(program));
        command.env("PATH", path.expect("a PATH")).env_remove("PYTHONPATH").env_remove("PYTHONHOME");
        command
    }

    /// A script of `python/`, which finds our kernel as `ferrolab` and nothing of the person's.
    pub fn script(&self, name: &str, home: &Home) -> Command {
        let setup = setup();
        let folder = |name: &str| home.work().join("jupyter").join(name);
        let mut command = self.program("python");
        command
            .arg(setup::file(&format!("python/{name}")))
            .envs(setup.environment())
            .env("JUPYTER_PATH", setup.prefix.join("share/jupyter"))
            .env("JUPYTER_DATA_DIR", folder("data"))
            .env("JUPYTER_CONFIG_DIR", folder("config"))
            .env("JUPYTER_RUNTIME_DIR", folder("runtime"))
            .env("TMPDIR", home.temporary())
            .env("XDG_CONFIG_HOME", home.configuration())
            .current_dir(home.work());
        command
    }
}

/// Runs a script to its end.
///
/// # Panics
/// When it fails, with all that it has said.
#[track_caller]
pub fn run(command: &mut Command) -> String {
    let output = command.stdin(Stdio::null()).output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?} ended with {}:\n{}", output.status, said(&output));
    said(&output)
}

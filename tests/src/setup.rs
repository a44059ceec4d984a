//! Ferrolab as the tests use it: the binary that cargo has built beside them, installed once per run
//! into folders of the tests' own below the target directory. The person's own installation, kernels
//! and history are neither used nor touched.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// Names another binary to test, for example one of another profile.
pub const BINARY: &str = "FERROLAB_TEST_BINARY";

#[derive(Debug)]
pub struct Setup {
    pub binary: PathBuf,
    /// Cargo's target directory.
    pub target: PathBuf,
    /// What `FERROLAB_DATA_DIR` is for everything that the tests start.
    pub data: PathBuf,
    /// `share/jupyter/kernels/ferrolab` lies below it.
    pub prefix: PathBuf,
}

/// The installation; made by whichever test asks first.
///
/// # Panics
/// When it cannot be made, saying what to run.
pub fn setup() -> &'static Setup {
    static SETUP: OnceLock<Setup> = OnceLock::new();
    SETUP.get_or_init(install)
}

fn install() -> Setup {
    let executable = std::env::current_exe().expect("the test knows its own path");
    let deps = executable.parent().expect("a test lies in target/PROFILE/deps");
    let profile = deps.parent().expect("a test lies in target/PROFILE/deps");
    let target = profile.parent().expect("a test lies in target/PROFILE/deps").to_owned();
    let binary = match std::env::var_os(BINARY) {
        Some(named) => PathBuf::from(named),
        None => profile.join(format!("ferrolab{}", std::env::consts::EXE_SUFFIX)),
    };
    let is_release = if profile.ends_with("release") { " --release" } else { "" };
    assert!(
        binary.is_file(),
        "there is no kernel to test in {}: run the tests with `cargo test{is_release}`, or build it first with \
         `cargo build{is_release}`",
        binary.display()
    );
    let setup = Setup {
        data: target.join("ferrolab-test-data"),
        prefix: target.join("ferrolab-test-prefix"),
        binary,
        target,
    };
    // Builds the prelude if it is not there: the same crates that cargo has just built for the
    // tests, so only its last one is linked.
    let status = setup
        .command()
        .args(["install", "--no-tutorials", "--prefix"])
        .arg(&setup.prefix)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()
        .expect("ferrolab starts");
    assert!(status.success(), "`ferrolab install` failed ({status}); what it said stands above");
    setup
}

impl Setup {
    /// The binary with the tests' environment, ready for a subcommand.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.binary);
        command.envs(self.environment());
        command
    }

    /// What every Ferrolab process of the tests gets. The library path that cargo sets for tests would
    /// hide a library that cannot find its own, and backtraces would differ between machines.
    pub fn environment(&self) -> [(&'static str, String); 4] {
        [
            ("RUST_BACKTRACE", "0".to_owned()),
            ("FERROLAB_DATA_DIR", self.data.to_string_lossy().into_owned()),
            ("FERROLAB_HISTORY", ":memory:".to_owned()),
            ("LD_LIBRARY_PATH", String::new()),
        ]
    }
}

/// A file of this project.
pub fn project_file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// A file of this crate.
pub fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Copies a folder's files into another that exists.
///
/// # Panics
/// When something cannot be copied.
pub fn copy_folder(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("the folder can be read").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir_all(&target).expect("a folder can be made");
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("the file can be copied");
        }
    }
}

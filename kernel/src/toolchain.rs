//! The Rust toolchain that compiles cells: where its parts are and which version they have.
//!
//! A cell must be compiled by the very rustc that compiled the prelude, and every process between
//! the kernel and that compiler costs milliseconds. So the toolchain is looked up once, when the
//! prelude is built, past rustup's shim, and then travels in the prelude's manifest.

use std::env;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde::{Deserialize, Serialize};

/// The oldest release that the generated code and the prelude compile with: (major, minor).
pub const MINIMUM_RELEASE: (u32, u32) = (1, 95);

/// One installed toolchain, all paths absolute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Toolchain {
    /// The compiler itself, not rustup's shim.
    pub rustc: PathBuf,
    /// The first line that `rustc --version` prints, commit and date included.
    pub version: String,
    /// The host's target triple.
    pub host: String,
    pub sysroot: PathBuf,
    /// Holds the shared standard library, `libstd-*.so`.
    pub libdir: PathBuf,
    /// The linker that comes with the toolchain.
    pub lld: Option<PathBuf>,
    pub cargo: Option<PathBuf>,
    /// The system's C compiler, which links where `lld` cannot.
    pub linker: Option<PathBuf>,
}

#[derive(Debug, thiserror::Error)]
pub enum ToolchainError {
    #[error(
        "found no Rust compiler: `{command}` is not on PATH. Install Rust from https://rustup.rs, \
         open a new terminal and try again"
    )]
    Missing { command: String },
    #[error("`{command}` failed, so the Rust toolchain cannot be used: {message}")]
    Broken { command: String, message: String },
    #[error("`{command}` printed something unexpected: expected {expected}, got {got:?}")]
    Unexpected { command: String, expected: &'static str, got: String },
    #[error(
        "{version} is too old: Ferrolab needs {}.{} or later. Run `rustup update stable`",
        MINIMUM_RELEASE.0, MINIMUM_RELEASE.1
    )]
    TooOld { version: String },
}

impl Toolchain {
    /// Finds the toolchain that is in force in the current directory.
    ///
    /// # Errors
    /// When there is no compiler, or it is too old; the message says what to do.
    pub fn find() -> Result<Self, ToolchainError> {
        Self::find_in(Path::new("."))
    }

    /// Finds the toolchain that is in force in `directory` (a `rust-toolchain.toml` there counts).
    /// The variable `RUSTC` names another compiler, as it does for cargo.
    ///
    /// # Errors
    /// As for [`Toolchain::find`].
    pub fn find_in(directory: &Path) -> Result<Self, ToolchainError> {
        let command = env::var_os("RUSTC").filter(|name| !name.is_empty());
        Self::ask(&command.unwrap_or_else(|| OsString::from("rustc")), directory)
    }

    fn ask(command: &OsString, directory: &Path) -> Result<Self, ToolchainError> {
        let about = About::parse(&print(command, &["-vV"], directory)?, command)?;
        if about.release < MINIMUM_RELEASE {
            return Err(ToolchainError::TooOld { version: about.version });
        }
        let paths = print(command, &["--print", "sysroot", "--print", "target-libdir"], directory)?;
        let mut paths = paths.lines().map(PathBuf::from);
        let (Some(sysroot), Some(libdir)) = (paths.next(), paths.next()) else {
            return Err(unexpected(command, "the sysroot and the library folder", ""));
        };
        let inner = sysroot.join("bin").join(executable("rustc"));
        let rustc = existing(inner).or_else(|| which::which(command).ok());
        let rustc = rustc.ok_or_else(|| missing(command))?;
        Ok(Self {
            lld: existing(libdir.with_file_name("bin").join(executable("rust-lld"))),
            cargo: cargo(&sysroot),
            linker: ["cc", "clang", "gcc"].iter().find_map(|name| which::which(name).ok()),
            version: about.version,
            host: about.host,
            rustc,
            sysroot,
            libdir,
        })
    }

    /// What the compiler at `rustc` calls itself, or `None` if there is none that runs.
    pub fn version_of(rustc: &Path) -> Option<String> {
        let text = print(&rustc.as_os_str().to_owned(), &["-V"], Path::new(".")).ok()?;
        text.lines().next().map(|line| line.trim().to_owned())
    }

    /// The shared libraries of the standard library that a cell's process needs.
    pub fn runtime_libraries(&self) -> Vec<PathBuf> {
        let Ok(entries) = self.libdir.read_dir() else { return Vec::new() };
        let shared = entries.flatten().map(|entry| entry.path()).filter(|path| {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            name.starts_with("libstd-") && name.ends_with(env::consts::DLL_SUFFIX)
        });
        shared.collect()
    }
}

/// What `rustc -vV` says.
struct About {
    version: String,
    host: String,
    release: (u32, u32),
}

impl About {
    fn parse(text: &str, command: &OsString) -> Result<Self, ToolchainError> {
        let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
        let version = text.lines().next().unwrap_or_default().trim();
        let host = field("host:").ok_or_else(|| unexpected(command, "a line `host: …`", text))?;
        let release = field("release:").and_then(parse_release);
        let release = release.ok_or_else(|| unexpected(command, "a line `release: 1.N.…`", text))?;
        Ok(Self { version: version.to_owned(), host: host.to_owned(), release })
    }
}

fn parse_release(release: &str) -> Option<(u32, u32)> {
    let mut numbers = release.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

/// `cargo run` names its own path in `CARGO`; it is used only if it belongs to this toolchain.
fn cargo(sysroot: &Path) -> Option<PathBuf> {
    let running = env::var_os("CARGO").map(PathBuf::from).filter(|path| path.starts_with(sysroot));
    running
        .and_then(existing)
        .or_else(|| existing(sysroot.join("bin").join(executable("cargo"))))
        .or_else(|| which::which("cargo").ok())
}

fn print(command: &OsString, arguments: &[&str], directory: &Path) -> Result<String, ToolchainError> {
    let output = Command::new(command).args(arguments).current_dir(directory).output();
    match output {
        Ok(Output { status, stdout, .. }) if status.success() => {
            Ok(String::from_utf8_lossy(&stdout).into_owned())
        }
        Ok(Output { stderr, .. }) => Err(broken(command, String::from_utf8_lossy(&stderr).trim())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(missing(command)),
        Err(error) => Err(broken(command, &error.to_string())),
    }
}

fn missing(command: &OsString) -> ToolchainError {
    ToolchainError::Missing { command: command.to_string_lossy().into_owned() }
}

fn broken(command: &OsString, message: &str) -> ToolchainError {
    ToolchainError::Broken { command: command.to_string_lossy().into_owned(), message: message.to_owned() }
}

fn unexpected(command: &OsString, expected: &'static str, got: &str) -> ToolchainError {
    let command = command.to_string_lossy().into_owned();
    ToolchainError::Unexpected { command, expected, got: got.to_owned() }
}

fn existing(path: PathBuf) -> Option<PathBuf> {
    path.exists().then_some(path)
}

fn executable(name: &str) -> String {
    format!("{name}{}", env::consts::EXE_SUFFIX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERBOSE: &str = "rustc 1.95.0 (59807616e 2026-04-14)\nbinary: rustc\ncommit-hash: 598\n\
                           host: x86_64-unknown-linux-gnu\nrelease: 1.95.0\nLLVM version: 21.1\n";

    #[test]
    fn reads_what_rustc_says_of_itself() {
        let about = About::parse(VERBOSE, &OsString::from("rustc")).unwrap();
        assert_eq!(about.version, "rustc 1.95.0 (59807616e 2026-04-14)");
        assert_eq!(about.host, "x86_64-unknown-linux-gnu");
        assert_eq!(about.release, (1, 95));
        assert_eq!(parse_release("1.97.0-nightly"), Some((1, 97)));
        assert_eq!(parse_release("unknown"), None);
    }

    #[test]
    fn a_missing_compiler_is_named_with_its_remedy() {
        let error = Toolchain::ask(&OsString::from("no-such-rustc"), Path::new(".")).unwrap_err();
        assert_eq!(
            error.to_string(),
            "found no Rust compiler: `no-such-rustc` is not on PATH. Install Rust from \
             https://rustup.rs, open a new terminal and try again"
        );
    }

    #[test]
    #[cfg(unix)]
    fn an_old_compiler_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let fake = folder.path().join("rustc");
        std::fs::write(&fake, "#!/bin/sh\necho 'rustc 1.80.0 (x)'\necho 'host: h'\necho 'release: 1.80.0'\n")
            .unwrap();
        std::fs::set_permissions(&fake, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        let error = Toolchain::ask(&fake.into_os_string(), folder.path()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "rustc 1.80.0 (x) is too old: Ferrolab needs 1.95 or later. Run `rustup update stable`"
        );
    }

    #[test]
    fn finds_the_toolchain_that_runs_this_test() {
        let toolchain = Toolchain::find().unwrap();
        assert!(toolchain.rustc.starts_with(&toolchain.sysroot), "{toolchain:?}");
        assert!(!toolchain.runtime_libraries().is_empty(), "{toolchain:?}");
    }
}

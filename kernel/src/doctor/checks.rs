//! The checks themselves. Each is one function from the machine to a [`Check`].

use std::env;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use super::{Check, probe};
use crate::install;
use crate::invocation;
use crate::kernelspec::location::Location;
use crate::kernelspec::{self, KernelSpec};
use crate::prelude_store::{Prelude, PreludeError};
use crate::toolchain::{Toolchain, ToolchainError};

/// A prelude being built needs this much beside its build directory; a session far less.
const LEAST_FREE: u64 = 1 << 30;

pub(super) fn all() -> Vec<Check> {
    let prelude = Prelude::locate();
    // Cells are compiled with the compiler of the prelude, wherever the person stands.
    let toolchain = match &prelude {
        Ok(prelude) => Ok(prelude.toolchain().clone()),
        Err(_) => Toolchain::find(),
    };
    let mut checks = vec![compiler(&toolchain)];
    if let Ok(toolchain) = &toolchain {
        checks.extend([cargo(toolchain), linker(toolchain)]);
    } else {
        let unknown = "unknown without a compiler";
        checks.extend(["cargo", "linker"].map(|name| Check::failed(name, unknown, "install Rust first")));
    }
    checks.push(prelude_check(&prelude));
    if let Ok(prelude) = &prelude {
        checks.push(type_probe(prelude));
    }
    checks.extend([temporary_folder(&env::temp_dir()), jupyter()]);
    checks.extend(kernels());
    checks
}

fn compiler(toolchain: &Result<Toolchain, ToolchainError>) -> Check {
    match toolchain {
        Ok(toolchain) => {
            Check::passed("compiler", format!("{} ({})", toolchain.version, toolchain.rustc.display()))
        }
        Err(error @ ToolchainError::TooOld { .. }) => {
            Check::failed("compiler", error.to_string(), "rustup update stable")
        }
        Err(error) => Check::failed("compiler", error.to_string(), "install Rust from https://rustup.rs"),
    }
}

fn cargo(toolchain: &Toolchain) -> Check {
    let version = toolchain.cargo.as_ref().and_then(|cargo| first_line(Command::new(cargo).arg("--version")));
    match version {
        Some(version) => Check::passed("cargo", version),
        None => Check::failed(
            "cargo",
            "not found beside the compiler or on PATH; needed to build the prelude and for `:dep`",
            "install Rust whole from https://rustup.rs",
        ),
    }
}

fn linker(toolchain: &Toolchain) -> Check {
    match (&toolchain.lld, &toolchain.linker) {
        (Some(lld), Some(cc)) => {
            Check::passed("linker", format!("{} (fall-back: {})", lld.display(), cc.display()))
        }
        (Some(lld), None) => Check::note(
            "linker",
            format!("{}, but no C compiler", lld.display()),
            "building the prelude and `:dep` need one: install gcc or clang (Debian: `apt install gcc`)",
        ),
        (None, Some(cc)) => Check::passed("linker", format!("{} (slower than rust-lld)", cc.display())),
        (None, None) => Check::failed(
            "linker",
            "neither rust-lld in the toolchain nor cc, clang or gcc on PATH",
            "install gcc or clang (Debian: `apt install gcc`; macOS: `xcode-select --install`)",
        ),
    }
}

fn prelude_check(prelude: &Result<Prelude, PreludeError>) -> Check {
    let prelude = match prelude {
        Ok(prelude) => prelude,
        Err(error) => return Check::failed("prelude", error.to_string(), invocation::of("install")),
    };
    #[expect(clippy::cast_precision_loss, reason = "a size for people")]
    let megabytes = prelude.size().unwrap_or(0) as f64 / 1e6;
    let found = format!(
        "{} ({} crates, {megabytes:.0} MB)\nin {}",
        prelude.manifest.key,
        prelude.manifest.crate_count,
        prelude.root.display()
    );
    match install::out_of_date(prelude) {
        Some(reason) => Check::note("prelude", format!("{found}\n{reason}"), invocation::of("install")),
        None => Check::passed("prelude", found),
    }
}

fn type_probe(prelude: &Prelude) -> Check {
    match probe::run(prelude) {
        Ok(report) if report.reads_types() => Check::passed(
            "test cell",
            format!("compiles, links with {}, types can be read", report.linked_with),
        ),
        Ok(report) => Check::note(
            "test cell",
            format!("compiles, but this compiler words types differently: {:?}", report.type_name),
            "cells with new variables take a second compiler call; a newer Ferrolab may know this compiler",
        ),
        Err(error) => Check::failed("test cell", error.to_string(), invocation::of("install")),
    }
}

fn temporary_folder(folder: &Path) -> Check {
    let name = "temporary folder";
    let written = tempfile::Builder::new().prefix("ferrolab-").tempfile_in(folder).and_then(|mut file| {
        file.write_all(&[0; 1 << 16])?;
        file.flush()
    });
    let remedy = "set TMPDIR to a writable folder with room";
    if let Err(error) = written {
        return Check::failed(name, format!("{} cannot be written: {error}", folder.display()), remedy);
    }
    match free_space(folder) {
        Some(free) if free < LEAST_FREE => {
            Check::failed(name, format!("{} has only {} MB free", folder.display(), free >> 20), remedy)
        }
        Some(free) => Check::passed(name, format!("{}, {} GB free", folder.display(), free >> 30)),
        None => Check::passed(name, folder.display().to_string()),
    }
}

#[cfg(unix)]
fn free_space(folder: &Path) -> Option<u64> {
    use std::os::unix::ffi::OsStrExt;
    let path = std::ffi::CString::new(folder.as_os_str().as_bytes()).ok()?;
    let mut about = std::mem::MaybeUninit::<libc::statvfs>::uninit();
    // SAFETY: the path ends in a zero byte, and `about` is read only if the call filled it.
    let about = unsafe {
        if libc::statvfs(path.as_ptr(), about.as_mut_ptr()) != 0 {
            return None;
        }
        about.assume_init()
    };
    #[allow(clippy::useless_conversion, reason = "the fields' types differ between systems")]
    Some(u64::from(about.f_bavail) * u64::from(about.f_frsize))
}

#[cfg(not(unix))]
fn free_space(_folder: &Path) -> Option<u64> {
    None
}

fn jupyter() -> Check {
    for (program, what) in [("jupyter-lab", "JupyterLab"), ("jupyter-notebook", "Jupyter Notebook")] {
        if let Some(version) = first_line(Command::new(program).arg("--version")) {
            return Check::passed("Jupyter", format!("{what} {version}"));
        }
    }
    let found = "no JupyterLab or Notebook on PATH (not needed for `ferrolab run`)";
    Check::note(
        "Jupyter",
        found,
        format!("`{}` makes an environment of its own, or `pip install jupyterlab`", invocation::of("lab")),
    )
}

/// One check per kernel of ours that is installed, in the user's place and the Python environment's.
fn kernels() -> Vec<Check> {
    let mut checks = Vec::new();
    for location in [Location::User, Location::SysPrefix] {
        let Ok(kernels) = location.kernels() else { continue };
        for name in kernelspec::installed(&kernels) {
            checks.extend(KernelSpec::read(&kernels, &name).map(|spec| kernel(&kernels.join(name), &spec)));
        }
    }
    if checks.is_empty() {
        let found = "not installed for Jupyter (not needed for `ferrolab run`)";
        checks.push(Check::note("kernel", found, invocation::of("install")));
    }
    checks
}

fn kernel(folder: &Path, spec: &KernelSpec) -> Check {
    let program = spec.argv.first().map(Path::new).unwrap_or(Path::new(""));
    let found = format!("{} in {}", spec.display_name, folder.display());
    if program.is_file() {
        return Check::passed("kernel", found);
    }
    let found = format!("{found}\nstarts {}, which does not exist", program.display());
    Check::failed("kernel", found, invocation::of("install"))
}

fn first_line(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|output| output.status.success())?;
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines().map(str::trim).find(|line| !line.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::PathBuf;

    use super::*;
    use crate::doctor::Verdict;
    use crate::kernelspec::Engine;
    use crate::prelude_store::tests::toolchain;

    #[test]
    fn one_linker_is_enough_to_run_and_none_is_not() {
        let with = |lld: Option<&str>, cc: Option<&str>| {
            let (lld, cc) = (lld.map(PathBuf::from), cc.map(PathBuf::from));
            linker(&Toolchain { lld, linker: cc, ..toolchain("1.95.0") }).verdict
        };
        assert_eq!(with(Some("/rust-lld"), Some("/cc")), Verdict::Passed);
        assert_eq!(with(None, Some("/cc")), Verdict::Passed);
        assert_eq!(with(Some("/rust-lld"), None), Verdict::Note);
        assert_eq!(with(None, None), Verdict::Failed);
    }

    #[test]
    fn a_temporary_folder_that_is_not_there_fails() {
        let check = temporary_folder(Path::new("/no/such/folder"));
        assert_eq!(check.verdict, Verdict::Failed);
        assert!(check.found.contains("/no/such/folder cannot be written"), "{}", check.found);
        assert_ne!(temporary_folder(&env::temp_dir()).found, "");
    }

    #[test]
    fn a_kernel_whose_program_is_gone_fails() {
        let spec = |binary: &Path| KernelSpec::new(binary, "Rust ML", Engine::Direct, BTreeMap::new());
        let here = env::current_exe().unwrap();
        assert_eq!(kernel(Path::new("/k/ferrolab"), &spec(&here)).verdict, Verdict::Passed);
        let check = kernel(Path::new("/k/ferrolab"), &spec(Path::new("/gone/ferrolab")));
        assert_eq!(check.verdict, Verdict::Failed);
        assert!(check.found.ends_with("starts /gone/ferrolab, which does not exist"), "{}", check.found);
    }

    #[test]
    fn a_missing_prelude_names_the_command() {
        let check = prelude_check(&Prelude::locate_in(&["/no/such/store".into()]));
        assert_eq!(check.verdict, Verdict::Failed);
        assert_eq!(check.remedy.as_deref(), Some(invocation::of("install").as_str()));
    }
}

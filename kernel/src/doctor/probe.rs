//! Compiles one tiny cell against a prelude, with the compiler flags that cells get, and reads a
//! variable's type back from the compiler's warning.
//!
//! The direct evaluator leans on the wording of a lint and on two unstable flags, and it links
//! without a C compiler. All of that may change with a new rustc; here it is found out at install
//! time, with a clear message, instead of in somebody's first cell.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::prelude_store::Prelude;

/// What the compiler must call the probe's variable.
const EXPECTED_TYPE: &str = "Vec<f64>";

#[derive(Debug, thiserror::Error)]
pub enum ProbeError {
    #[error("cannot write a temporary file: {0}. Is the disk full? TMPDIR names another place")]
    Temporary(io::Error),
    #[error("cannot start {}: {source}", .program.display())]
    Start { program: PathBuf, source: io::Error },
    #[error("the compiler refused a test cell:\n{said}")]
    Refused { said: String },
    #[error("a test cell compiled but could not be linked by any of: {}\n{said}", .tried.join(", "))]
    NotLinked { tried: Vec<String>, said: String },
}

/// What the probe found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The type as the compiler wrote it; `None` when its warning could not be understood, and
    /// cells then need a second compiler call for each new variable.
    pub type_name: Option<String>,
    pub linked_with: String,
}

impl Report {
    pub fn reads_types(&self) -> bool {
        self.type_name.as_deref().is_some_and(|name| name.ends_with(EXPECTED_TYPE))
    }
}

/// # Errors
/// When a cell cannot be compiled or linked.
pub fn run(prelude: &Prelude) -> Result<Report, ProbeError> {
    let folder =
        tempfile::Builder::new().prefix("ferrolab-probe-").tempdir().map_err(ProbeError::Temporary)?;
    let code = folder.path().join("probe.rs");
    fs::write(&code, source(prelude)).map_err(ProbeError::Temporary)?;
    let object = folder.path().join("probe.o");
    let said = compile(prelude, &code, &object)?;
    let linked_with = link(prelude, &object, &folder.path().join("probe.so"))?;
    Ok(Report { type_name: type_name(&said), linked_with })
}

/// Every crate that cells may name is named, so that all of their metadata is tried.
fn source(prelude: &Prelude) -> String {
    let crates: String = prelude.extern_crates().keys().map(|name| format!("use {name} as _;\n")).collect();
    format!(
        "#![allow(unused)]\nextern crate ferrolab_library;\n{crates}\
         #[unsafe(no_mangle)]\npub extern \"C\" fn ferrolab_probe() {{\n\
         let numbers = vec![1.0_f64];\n#[warn(dropping_references)]\ndrop(&numbers);\n}}\n"
    )
}

fn compile(prelude: &Prelude, code: &Path, object: &Path) -> Result<String, ProbeError> {
    let toolchain = prelude.toolchain();
    let mut command = Command::new(&toolchain.rustc);
    command.env("RUSTC_BOOTSTRAP", "1").args(["--edition=2024", "--crate-name=probe", "--crate-type=cdylib"]);
    command.args(["-Cprefer-dynamic", "-Copt-level=0", "-Cdebuginfo=0", "-Ccodegen-units=1"]);
    command.args(["--error-format=json", "--diagnostic-width=100000", "-Ztrim-diagnostic-paths=no"]);
    command.arg(format!("--emit=obj={}", object.display()));
    command.arg("--extern").arg(named("ferrolab_library", &prelude.library()));
    for (name, file) in prelude.extern_crates() {
        command.arg("--extern").arg(named(name, file));
    }
    command.arg("-L").arg(named("dependency", &prelude.dependencies())).arg(code);
    let output = start(&mut command, &toolchain.rustc)?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() { Ok(said) } else { Err(ProbeError::Refused { said: rendered(&said) }) }
}

fn named(name: &str, path: &Path) -> String {
    format!("{name}={}", path.display())
}

fn start(command: &mut Command, program: &Path) -> Result<Output, ProbeError> {
    command.output().map_err(|source| ProbeError::Start { program: program.to_owned(), source })
}

/// With the toolchain's own linker if that works, else with the system's C compiler.
fn link(prelude: &Prelude, object: &Path, output: &Path) -> Result<String, ProbeError> {
    let toolchain = prelude.toolchain();
    let flavor: &[&str] = &["-flavor", "gnu", "-shared", "--eh-frame-hdr"];
    let linkers = [(&toolchain.lld, flavor), (&toolchain.linker, &["-shared", "-nostdlib"])];
    let (mut tried, mut said) = (Vec::new(), String::new());
    for (linker, flags) in linkers {
        let Some(linker) = linker else { continue };
        let mut command = Command::new(linker);
        let result = start(command.args(flags).arg(object).arg("-o").arg(output), linker);
        tried.push(linker.display().to_string());
        match result {
            Ok(result) if result.status.success() => return Ok(linker.display().to_string()),
            Ok(result) => said.push_str(&String::from_utf8_lossy(&result.stderr)),
            Err(error) => said.push_str(&error.to_string()),
        }
    }
    Err(ProbeError::NotLinked { tried, said })
}

/// The type in the label of the `dropping_references` warning.
fn type_name(said: &str) -> Option<String> {
    let messages = said.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut warnings = messages.filter(|message| message["code"]["code"] == "dropping_references");
    let warning = warnings.next()?;
    let mut labels = warning["spans"].as_array()?.iter().filter_map(|span| span["label"].as_str());
    labels.find_map(|label| label.strip_prefix("argument has type `&")?.strip_suffix('`')).map(str::to_owned)
}

fn rendered(said: &str) -> String {
    let messages = said.lines().map(|line| match serde_json::from_str::<Value>(line) {
        Ok(message) => message["rendered"].as_str().unwrap_or_default().to_owned(),
        Err(_) => line.to_owned(),
    });
    messages.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn warning(label: &str) -> String {
        serde_json::json!({
            "code": {"code": "dropping_references"}, "spans": [{"label": null}, {"label": label}],
            "rendered": "warning: calls to `std::mem::drop`",
        })
        .to_string()
    }

    #[test]
    fn reads_the_type_between_other_messages() {
        let said =
            format!("not JSON\n{{\"code\":null}}\n{}", warning("argument has type `&std::vec::Vec<f64>`"));
        let report = Report { type_name: type_name(&said), linked_with: "lld".to_owned() };
        assert_eq!(report.type_name.as_deref(), Some("std::vec::Vec<f64>"));
        assert!(report.reads_types());
    }

    #[test]
    fn another_wording_is_noticed() {
        let report = |label| Report { type_name: type_name(&warning(label)), linked_with: String::new() };
        assert!(!report("this argument is a `&Vec<f64>`").reads_types());
        assert!(!report("argument has type `&_`").reads_types());
    }
}

//! `ferrolab lab`: JupyterLab on the tutorials, on a machine that may have no Jupyter at all. An
//! installed one is used as it is; otherwise a private Python environment is made once. The caller
//! has made the kernel known to Jupyter before.

mod environment;

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Context as _;

use crate::install::tutorials;
use crate::prelude_store::location::data_dir;

use environment::Environment;

/// JupyterLab's own program; `jupyter lab` only looks for it.
const PROGRAM: &str = "jupyter-lab";

/// What JupyterLab is started with.
#[derive(Clone, Debug, Default)]
pub struct LabOptions {
    /// What to open; none: the tutorials.
    pub folder: Option<PathBuf>,
    /// Passed on to JupyterLab.
    pub arguments: Vec<String>,
}

/// Starts JupyterLab in place of this process. It returns only where that is not possible, with
/// JupyterLab's exit status.
///
/// # Errors
/// When the folder does not exist, or there is no JupyterLab and none can be installed.
pub fn run(options: &LabOptions) -> anyhow::Result<u8> {
    let folder = match &options.folder {
        Some(folder) => std::fs::canonicalize(folder)
            .with_context(|| format!("cannot open the folder {}", folder.display()))?,
        None => tutorials::folder().map_or_else(env::current_dir, Ok)?,
    };
    let program = program()?;
    eprintln!("Starting JupyterLab on {}; Ctrl-C ends it.", folder.display());
    let mut command = Command::new(&program);
    command.args(&options.arguments).arg(&folder);
    replace_process(&mut command).with_context(|| format!("cannot start {}", program.display()))
}

/// The installed JupyterLab, or our own, made now if it has to be.
fn program() -> anyhow::Result<PathBuf> {
    if let Ok(program) = which::which(PROGRAM) {
        return Ok(program);
    }
    let environment = Environment::at(&data_dir()?.join("python"));
    environment.ensure()?;
    Ok(environment.program(PROGRAM))
}

#[cfg(unix)]
fn replace_process(command: &mut Command) -> std::io::Result<u8> {
    use std::os::unix::process::CommandExt as _;
    Err(command.exec())
}

#[cfg(not(unix))]
fn replace_process(command: &mut Command) -> std::io::Result<u8> {
    let code = command.status()?.code();
    Ok(code.and_then(|code| u8::try_from(code).ok()).unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_does_not_exist_is_named() {
        let options = LabOptions { folder: Some("no/such/folder".into()), ..LabOptions::default() };
        assert_eq!(run(&options).unwrap_err().to_string(), "cannot open the folder no/such/folder");
    }
}

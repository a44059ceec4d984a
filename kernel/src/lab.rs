//! `ferrolab lab`: JupyterLab on the tutorials, on a machine that may have no Jupyter at all. An
//! installed one is used as it is; otherwise a private Python environment is made once. The caller
//! has made the kernel known to Jupyter before.

mod environment;

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;

use crate::install::source::Source;
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
        None => tutorials().map_or_else(env::current_dir, Ok)?,
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

/// The tutorials: of the project that the person stands in, or of the one this binary comes from.
fn tutorials() -> Option<PathBuf> {
    let here = env::current_dir().ok();
    let above = here.iter().flat_map(|here| here.ancestors()).map(Path::to_owned);
    above.chain(Source::find().ok().map(|source| source.root)).find_map(|root| notebooks_in(&root))
}

fn notebooks_in(root: &Path) -> Option<PathBuf> {
    let folder = root.join("notebooks");
    let is_notebook = |path: PathBuf| path.extension().is_some_and(|extension| extension == "ipynb");
    let has_some = folder.read_dir().ok()?.flatten().any(|entry| is_notebook(entry.path()));
    has_some.then(|| std::fs::canonicalize(&folder).unwrap_or(folder))
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
    fn a_folder_of_notebooks_has_notebooks() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(notebooks_in(root.path()), None);
        let folder = root.path().join("notebooks");
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("README.md"), "").unwrap();
        assert_eq!(notebooks_in(root.path()), None);
        std::fs::write(folder.join("00_tour.ipynb"), "").unwrap();
        assert_eq!(notebooks_in(root.path()), Some(std::fs::canonicalize(folder).unwrap()));
    }

    #[test]
    fn a_folder_that_does_not_exist_is_named() {
        let options = LabOptions { folder: Some("no/such/folder".into()), ..LabOptions::default() };
        assert_eq!(run(&options).unwrap_err().to_string(), "cannot open the folder no/such/folder");
    }
}

//! Finding the kernels that are installed on a machine, by Jupyter's rules for where it looks.

use std::env;
use std::path::{Path, PathBuf};

use jupyter_protocol::JupyterKernelspec;

use crate::kernelspec::location::Location;
use crate::protocol::Transport;

use super::launch::{Interruption, KernelCommand};

#[derive(Debug, thiserror::Error)]
pub enum SpecError {
    #[error("no kernel named {name:?} is installed; {}", installed(found))]
    Unknown { name: String, found: Vec<String> },
    #[error("cannot read the kernelspec {}: {source}", path.display())]
    Read { path: PathBuf, source: std::io::Error },
    #[error("{} is not a kernelspec: {source}", path.display())]
    Parse { path: PathBuf, source: serde_json::Error },
    #[error("{} has no argv, expected the command that starts the kernel", path.display())]
    NoCommand { path: PathBuf },
}

fn installed(names: &[String]) -> String {
    if names.is_empty() { "none is".to_owned() } else { format!("expected one of: {}", names.join(", ")) }
}

/// Jupyter's data folders, first the ones that win.
pub fn data_folders() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = Vec::new();
    if let Some(path) = env::var_os("JUPYTER_PATH") {
        folders.extend(env::split_paths(&path));
    }
    let own = Location::User.kernels().ok();
    folders.extend(own.and_then(|kernels| Some(kernels.parent()?.to_owned())));
    folders.extend(prefixes().into_iter().map(|prefix| prefix.join("share/jupyter")));
    let mut seen = std::collections::HashSet::new();
    folders.retain(|folder| !folder.as_os_str().is_empty() && seen.insert(folder.clone()));
    folders
}

/// Prefixes of Python environments: the active one, that of the `jupyter` and the `python3` that
/// the shell would run, and the system's.
fn prefixes() -> Vec<PathBuf> {
    let active = ["VIRTUAL_ENV", "CONDA_PREFIX"].into_iter().filter_map(env::var_os).map(PathBuf::from);
    let on_path = ["jupyter", "python3"].into_iter().filter_map(|program| which::which(program).ok());
    let of_program = |program: PathBuf| Some(program.parent()?.parent()?.to_owned());
    active.chain(on_path.filter_map(of_program)).chain(["/usr/local", "/usr"].map(PathBuf::from)).collect()
}

/// The command of an installed kernel.
///
/// # Errors
/// When no folder has a kernelspec of this name, or the first that has one has a broken one.
pub fn find(name: &str) -> Result<KernelCommand, SpecError> {
    find_in(&data_folders(), name)
}

fn find_in(folders: &[PathBuf], name: &str) -> Result<KernelCommand, SpecError> {
    let file = |folder: &PathBuf| folder.join("kernels").join(name).join("kernel.json");
    // A name is a folder's name; a path would lead out of where kernels are installed.
    let is_name = !name.is_empty() && Path::new(name).components().count() == 1 && !name.starts_with('.');
    match folders.iter().map(file).find(|file| is_name && file.is_file()) {
        Some(path) => read(&path),
        None => Err(SpecError::Unknown { name: name.to_owned(), found: names(folders) }),
    }
}

fn names(folders: &[PathBuf]) -> Vec<String> {
    let entries =
        folders.iter().filter_map(|folder| folder.join("kernels").read_dir().ok()).flatten().flatten();
    let mut names: Vec<String> = entries
        .filter(|entry| entry.path().join("kernel.json").is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names.dedup();
    names
}

fn read(path: &Path) -> Result<KernelCommand, SpecError> {
    let text = std::fs::read(path).map_err(|source| SpecError::Read { path: path.to_owned(), source })?;
    let spec: JupyterKernelspec =
        serde_json::from_slice(&text).map_err(|source| SpecError::Parse { path: path.to_owned(), source })?;
    if spec.argv.is_empty() {
        return Err(SpecError::NoCommand { path: path.to_owned() });
    }
    let folder = path.parent().map(|folder| folder.to_string_lossy().into_owned()).unwrap_or_default();
    let interruption = match spec.interrupt_mode.as_deref() {
        Some("message") => Interruption::Message,
        _ => Interruption::Signal,
    };
    let mut argv: Vec<String> =
        spec.argv.iter().map(|word| word.replace("{resource_dir}", &folder)).collect();
    if let Some(program) = program_of_environment(path, &argv[0]) {
        argv[0] = program.to_string_lossy().into_owned();
    }
    Ok(KernelCommand { argv, env: spec.env.unwrap_or_default(), interruption, transport: Transport::TCP })
}

/// Kernels installed into an environment say `python` and mean the environment's, whether it is
/// active or not: `PREFIX/share/jupyter/kernels/NAME/kernel.json` means `PREFIX/bin/python`.
fn program_of_environment(spec: &Path, program: &str) -> Option<PathBuf> {
    let is_bare = Path::new(program).components().count() == 1;
    let beside = spec.ancestors().nth(5)?.join("bin").join(program);
    (is_bare && spec.ancestors().nth(4)?.ends_with("share") && beside.is_file()).then_some(beside)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn install(folder: &Path, name: &str, spec: &str) {
        let directory = folder.join("kernels").join(name);
        std::fs::create_dir_all(&directory).unwrap();
        std::fs::write(directory.join("kernel.json"), spec).unwrap();
    }

    #[test]
    fn the_first_folder_that_has_the_name_wins() {
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        install(two.path(), "x", r#"{"argv":["second"],"display_name":"X","language":"x"}"#);
        let folders = [one.path().to_owned(), two.path().to_owned()];
        assert_eq!(find_in(&folders, "x").unwrap().argv, ["second"]);
        install(
            one.path(),
            "x",
            r#"{"argv":["{resource_dir}/run","{connection_file}"],"display_name":"X","language":"x",
                "interrupt_mode":"message","env":{"A":"b"},"metadata":{"debugger":true}}"#,
        );
        let command = find_in(&folders, "x").unwrap();
        let program = one.path().join("kernels/x/run");
        assert_eq!(command.argv, [program.to_str().unwrap(), "{connection_file}"]);
        assert_eq!(command.interruption, Interruption::Message);
        assert_eq!(command.env["A"], "b");
    }

    #[test]
    fn an_environment_s_python_is_the_one_beside_the_kernelspec() {
        let prefix = tempfile::tempdir().unwrap();
        let jupyter = prefix.path().join("share/jupyter");
        install(&jupyter, "p", r#"{"argv":["python","-m","x"],"display_name":"P","language":"python"}"#);
        assert_eq!(find_in(std::slice::from_ref(&jupyter), "p").unwrap().argv[0], "python");
        std::fs::create_dir(prefix.path().join("bin")).unwrap();
        std::fs::write(prefix.path().join("bin/python"), "").unwrap();
        let expected = prefix.path().join("bin/python");
        assert_eq!(Path::new(&find_in(&[jupyter], "p").unwrap().argv[0]), expected);
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_known_ones() {
        let folder = tempfile::tempdir().unwrap();
        install(folder.path(), "ferrolab", "{}");
        install(folder.path(), "python3", "{}");
        let folders = [folder.path().to_owned()];
        let expected = "no kernel named \"nope\" is installed; expected one of: ferrolab, python3";
        assert_eq!(find_in(&folders, "nope").unwrap_err().to_string(), expected);
        assert!(matches!(find_in(&folders, "../kernels/python3"), Err(SpecError::Unknown { .. })));
    }

    #[test]
    fn a_broken_kernelspec_is_named() {
        let folder = tempfile::tempdir().unwrap();
        install(folder.path(), "a", "{");
        install(folder.path(), "b", r#"{"argv":[],"display_name":"B","language":"b"}"#);
        let folders = [folder.path().to_owned()];
        assert!(
            matches!(find_in(&folders, "a"), Err(SpecError::Parse { path, .. }) if path.ends_with("a/kernel.json"))
        );
        assert!(matches!(find_in(&folders, "b"), Err(SpecError::NoCommand { .. })));
    }
}

//! Runs the tutorials once, unseen, so that their compiled cells are kept: whoever has waited for the
//! prelude opens the first notebook and does not wait for the compiler again.

use std::collections::hash_map::DefaultHasher;
use std::env;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::progress::{self, BuildState, Progress, Task};
use super::source::Source;
use crate::evaluator::CELL_CACHE_VARIABLE;
use crate::invocation;
use crate::prelude_store::Prelude;
use crate::prelude_store::location::data_dir;

pub const TASK: Task = Task { name: "Compiling the tutorials' cells", parts: "notebooks" };

/// In the data directory: for which prelude and notebooks it is done.
const DONE: &str = "cache/tutorials";

/// The tutorials: of the project that the person stands in, or of the one this binary comes from.
#[must_use]
pub fn folder() -> Option<PathBuf> {
    let here = env::current_dir().ok();
    let above = here.iter().flat_map(|here| here.ancestors()).map(Path::to_owned);
    above.chain(Source::find().ok().map(|source| source.root)).find_map(|root| folder_in(&root))
}

fn folder_in(root: &Path) -> Option<PathBuf> {
    let folder = root.join("notebooks");
    let has_some = !notebooks_in(&folder).is_empty();
    has_some.then(|| fs::canonicalize(&folder).unwrap_or(folder))
}

fn notebooks_in(folder: &Path) -> Vec<PathBuf> {
    let is_notebook = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "ipynb");
    let entries = folder.read_dir().into_iter().flatten().flatten();
    let mut notebooks: Vec<_> = entries.map(|entry| entry.path()).filter(is_notebook).collect();
    notebooks.sort();
    notebooks
}

/// Does nothing if it was done before, or if compiled cells are not kept. Nothing that goes wrong here
/// is in the way of anything: the cells are compiled when a person runs them.
///
/// # Errors
/// When no folder for the results can be made.
pub fn compile(prelude: &Prelude, progress: &mut dyn Progress) -> io::Result<()> {
    let (Some(folder), Ok(data)) = (folder(), data_dir()) else { return Ok(()) };
    let notebooks = notebooks_in(&folder);
    let (done, state) = (data.join(DONE), fingerprint(prelude, &notebooks));
    let are_kept = env::var_os(CELL_CACHE_VARIABLE).is_none_or(|value| value != "off");
    if !are_kept || fs::read_to_string(&done).is_ok_and(|known| known == state) {
        return Ok(());
    }
    let begun = Instant::now();
    let failed = run_all(&notebooks, progress)?;
    let took = progress::exact(begun.elapsed());
    let good = notebooks.len() - failed.len();
    let plural = if good == 1 { "" } else { "s" };
    progress.say(&format!("Compiled the cells of {good} tutorial{plural} in {took}."));
    for notebook in &failed {
        let command = invocation::of(&format!("run {}", notebook.display()));
        progress.say(&format!("{} did not run to its end; `{command}` tells why.", notebook.display()));
    }
    // With the cells in another folder nothing has made this one.
    done.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(&done, state)
}

/// Those that failed.
fn run_all<'a>(notebooks: &'a [PathBuf], progress: &mut dyn Progress) -> io::Result<Vec<&'a PathBuf>> {
    let program = env::current_exe()?;
    let results = tempfile::tempdir()?;
    let begun = Instant::now();
    let mut failed = Vec::new();
    for (done, notebook) in notebooks.iter().enumerate() {
        progress.update(&state_of(done, notebooks, begun.elapsed()));
        let status = Command::new(&program)
            .args(["run", "--to", "notebook", "--output"])
            .arg(results.path().join("result.ipynb"))
            .arg(notebook)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()?;
        if !status.success() {
            failed.push(notebook);
        }
    }
    progress.finish();
    Ok(failed)
}

fn state_of(done: usize, notebooks: &[PathBuf], elapsed: Duration) -> BuildState {
    /// What one takes until we know better.
    const USUAL: Duration = Duration::from_secs(6);
    let total = notebooks.len();
    let each = if done == 0 { USUAL } else { elapsed / u32::try_from(done).unwrap_or(u32::MAX) };
    let name = notebooks[done].file_stem().unwrap_or_default().to_string_lossy().into_owned();
    BuildState {
        done,
        total,
        fraction: done as f64 / total as f64,
        elapsed,
        remaining: each * u32::try_from(total - done).unwrap_or(u32::MAX),
        now: name,
    }
}

fn fingerprint(prelude: &Prelude, notebooks: &[PathBuf]) -> String {
    let mut hasher = DefaultHasher::new();
    prelude.root.hash(&mut hasher);
    for notebook in notebooks {
        fs::read(notebook).unwrap_or_default().hash(&mut hasher);
    }
    format!("{} {:016x}\n", prelude.manifest.key, hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_notebooks_has_notebooks() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(folder_in(root.path()), None);
        let folder = root.path().join("notebooks");
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("README.md"), "").unwrap();
        assert_eq!(folder_in(root.path()), None);
        fs::write(folder.join("01_b.ipynb"), "").unwrap();
        fs::write(folder.join("00_a.ipynb"), "").unwrap();
        assert_eq!(folder_in(root.path()), Some(fs::canonicalize(&folder).unwrap()));
        assert_eq!(notebooks_in(&folder), [folder.join("00_a.ipynb"), folder.join("01_b.ipynb")]);
    }

    #[test]
    fn what_is_left_is_told_from_what_it_took() {
        let notebooks = ["a/00_tour.ipynb", "a/01_rust.ipynb", "a/02_arrays.ipynb"].map(PathBuf::from);
        let state = state_of(1, &notebooks, Duration::from_secs(4));
        assert_eq!((state.done, state.total, state.now.as_str()), (1, 3, "01_rust"));
        assert_eq!(state.remaining, Duration::from_secs(8));
    }
}

//! The tutorials, each as a whole process: `ferrolab run` from its start to the written notebook, all
//! compiling included, beside the same work as a Python script. Who learns from them waits for this,
//! and types what is counted here.

mod compare;
mod lines;
mod process;
mod table;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::contender::program;
use super::session::BenchError;
use crate::evaluator::CELL_CACHE_VARIABLE;
use crate::notebook::Notebook;
pub use compare::{Comparison, Side};
pub(super) use table::{summary, written};

/// The folder of the scripts, in that of the notebooks.
const TWINS: &str = "python";

/// What to run and how often.
pub struct Plan<'a> {
    /// Notebooks, or folders of them.
    pub notebooks: &'a [PathBuf],
    pub runs: usize,
    pub ferrolab: Option<&'a Path>,
    pub python: Option<&'a Path>,
}

/// Runs every notebook that has a twin, in turn with it. `folder` is for what they write.
pub fn measure(
    plan: &Plan<'_>,
    folder: &Path,
    tell: &mut dyn FnMut(&str),
) -> Result<Vec<Comparison>, BenchError> {
    let notebooks = listed(plan.notebooks)?;
    // A program that is missing fails in its column, as any contender does.
    let ferrolab = match plan.ferrolab {
        Some(binary) => Ok(binary.to_owned()),
        None => std::env::current_exe().map_err(|error| error.to_string()),
    };
    let python = program(plan.python, &["python3", "python"]);
    let mut comparisons = Vec::new();
    for notebook in notebooks {
        let Some(twin) = twin_of(&notebook) else { continue };
        let name = notebook.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let (mut ours, mut again, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
        for run in 1..=plan.runs.max(1) {
            tell(&format!("{name}: run {run}"));
            // Empty for the first run, which so compiles every cell.
            let cells = folder.join(format!("cells-{name}-{run}"));
            ours.push(ran(&ferrolab, process::timed, |binary| {
                ferrolab_run(binary, &notebook, folder, &cells)
            }));
            theirs.push(ran(&python, process::timed, |binary| python_run(binary, &twin)));
            again.push(ran(&ferrolab, process::timed, |binary| {
                ferrolab_run(binary, &notebook, folder, &cells)
            }));
        }
        tell(&format!("{name}: memory"));
        let peak = |cells: &str| {
            let cells = folder.join(format!("cells-{name}-{cells}"));
            ran(&ferrolab, process::watched, |binary| ferrolab_run(binary, &notebook, folder, &cells))
        };
        let (our_peak, peak_again) = (peak("memory"), peak("1"));
        let their_peak = ran(&python, process::watched, |binary| python_run(binary, &twin));
        let length = lines_of(&notebook)?;
        let read = |path: &Path| {
            fs::read_to_string(path).map_err(|source| BenchError::Notebook { path: path.to_owned(), source })
        };
        comparisons.push(Comparison {
            name,
            ferrolab: side(ours, our_peak, length),
            again: side(again, peak_again, length),
            python: side(theirs, their_peak, lines::of_python(&read(&twin)?)),
        });
    }
    Ok(comparisons)
}

fn ran(
    program: &Result<PathBuf, String>,
    measure: fn(&mut Command) -> Result<f64, String>,
    command: impl Fn(&Path) -> Command,
) -> Result<f64, String> {
    program.as_ref().map_err(Clone::clone).and_then(|program| measure(&mut command(program)))
}

fn side(times: Vec<Result<f64, String>>, peak: Result<f64, String>, lines: usize) -> Side {
    Side::of(&times.into_iter().collect::<Result<Vec<_>, _>>(), peak, lines)
}

fn lines_of(notebook: &Path) -> Result<usize, BenchError> {
    let cells = Notebook::read(notebook).map_err(|source| BenchError::Notebook {
        path: notebook.to_owned(),
        source: std::io::Error::other(source),
    })?;
    Ok(lines::of_notebook(&cells))
}

fn ferrolab_run(ferrolab: &Path, notebook: &Path, folder: &Path, cells: &Path) -> Command {
    let mut command = Command::new(ferrolab);
    command.args(["run", "--to", "notebook", "--output"]).arg(folder.join("executed.ipynb")).arg(notebook);
    command.env("FERROLAB_HISTORY", folder.join("history.sqlite")).env(CELL_CACHE_VARIABLE, cells);
    command
}

fn python_run(python: &Path, twin: &Path) -> Command {
    let mut command = Command::new(python);
    command.arg(twin);
    command
}

/// The notebooks at these places, folders in the order of their names.
fn listed(places: &[PathBuf]) -> Result<Vec<PathBuf>, BenchError> {
    let mut notebooks = Vec::new();
    for place in places {
        if !place.is_dir() {
            notebooks.push(place.clone());
            continue;
        }
        let failed = |source| BenchError::Notebook { path: place.clone(), source };
        let mut found = Vec::new();
        for entry in fs::read_dir(place).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            let is_result = path.to_string_lossy().ends_with(".executed.ipynb");
            if path.extension().is_some_and(|ending| ending == "ipynb") && !is_result {
                found.push(path);
            }
        }
        found.sort();
        notebooks.extend(found);
    }
    Ok(notebooks)
}

fn twin_of(notebook: &Path) -> Option<PathBuf> {
    let script = Path::new(TWINS).join(notebook.file_name()?).with_extension("py");
    Some(notebook.with_file_name(script)).filter(|twin| twin.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notebooks_with_a_twin_are_found_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| {
            fs::write(folder.path().join(name), "").unwrap();
            folder.path().join(name)
        };
        fs::create_dir(folder.path().join(TWINS)).unwrap();
        let (second, first) = (file("b.ipynb"), file("a.ipynb"));
        let twin = file("python/a.py");
        file("a.executed.ipynb");
        file("README.md");
        let found = listed(&[folder.path().to_owned(), "x/c.ipynb".into()]).unwrap();
        assert_eq!(found, [first.clone(), second.clone(), "x/c.ipynb".into()]);
        assert_eq!((twin_of(&first), twin_of(&second)), (Some(twin), None));
        let missing = listed(&[folder.path().join("python/none/..")]);
        assert!(missing.is_ok_and(|found| found.len() == 1), "no folder: taken as a notebook, refused later");
    }
}

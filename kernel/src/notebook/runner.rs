//! `ferrolab run`: executes notebooks and writes what came of it. This file arranges: which kernel,
//! which files, in which order; how cells are executed is in `execute`, what goes to the terminal
//! in `progress`.

mod execute;
mod kernel;
mod pages;
mod progress;
mod stop;
mod target;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use crate::client::{KernelClient, KernelCommand, LaunchOptions, specs};

use super::model::{Notebook, write_atomically};
pub use execute::CellFailure;
use execute::{Policy, execute};
use kernel::LiveKernel;
use pages::Pages;
use progress::Progress;
use stop::StopRequest;
use target::Targets;

/// Of what theme charts are that do not choose one; the prelude reads it.
const THEME: &str = "FERROLAB_THEME";

/// What a run can write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Notebook,
    Html,
}

/// The options of `ferrolab run`.
#[derive(Clone, Debug, Default)]
pub struct RunOptions {
    /// Write the outputs into the notebook itself.
    pub inplace: bool,
    /// Where to write: a name beside the notebook, or a path; of a site its folder.
    pub output: Option<PathBuf>,
    /// What to write; empty: the notebook and the page, or with `inplace` the notebook only. The pages
    /// alone, of several notebooks, are a site.
    pub to: Vec<Format>,
    /// How long a cell may run.
    pub timeout: Option<Duration>,
    /// Go on after a cell that failed.
    pub allow_errors: bool,
    /// An installed kernel instead of Ferrolab's own.
    pub kernel: Option<String>,
}

/// What came of one notebook.
#[derive(Clone, Debug)]
pub struct NotebookRun {
    pub notebook: PathBuf,
    /// How many cells were executed.
    pub executed: usize,
    /// Cells that failed and were not allowed to.
    pub failures: Vec<CellFailure>,
    pub written: Vec<PathBuf>,
    pub duration: Duration,
}

#[derive(Clone, Debug, Default)]
pub struct RunSummary {
    pub notebooks: Vec<NotebookRun>,
    /// The person at the terminal stopped it.
    pub interrupted: bool,
}

impl RunSummary {
    pub fn succeeded(&self) -> bool {
        !self.interrupted && self.notebooks.iter().all(|run| run.failures.is_empty())
    }

    /// 0 when every notebook ran through, 1 when a cell failed, 130 after Ctrl-C.
    pub fn exit_code(&self) -> u8 {
        match (self.interrupted, self.succeeded()) {
            (true, _) => 130,
            (false, true) => 0,
            (false, false) => 1,
        }
    }
}

/// One notebook to execute, and all that this takes.
struct Job {
    path: PathBuf,
    notebook: Notebook,
    targets: Targets,
    command: KernelCommand,
}

/// Executes notebooks, each in a fresh kernel, and writes the results. A notebook whose cell fails
/// does not keep the others from running.
///
/// # Errors
/// When a notebook cannot be read, its kernel cannot be started or a result cannot be written. A
/// failing cell is in the summary instead.
pub fn run(notebooks: &[PathBuf], options: &RunOptions) -> anyhow::Result<RunSummary> {
    // Everything that can be refused is refused before the first cell runs.
    let mut read = Vec::new();
    for path in notebooks {
        read.push((path.clone(), Notebook::read(path)?));
    }
    let pages = Pages::plan(&read, options)?;
    let mut jobs = Vec::new();
    for (path, notebook) in read {
        let targets = pages.targets(&path, options, notebooks.len() > 1)?;
        let command = in_theme(kernel_for(&notebook, &path, options)?, options);
        targets.make_folders()?;
        jobs.push(Job { path, notebook, targets, command });
    }
    let stop = StopRequest::watch()?;
    let mut summary = RunSummary::default();
    for (index, job) in jobs.into_iter().enumerate() {
        summary.notebooks.push(run_one(index, job, &pages, options, &stop)?);
        summary.interrupted = stop.is_requested();
        if summary.interrupted {
            return Ok(summary);
        }
    }
    let took: Vec<Duration> = summary.notebooks.iter().map(|run| run.duration).collect();
    if let Some(first) = pages.write_first(&took)? {
        println!("Wrote {}", first.display());
    }
    Ok(summary)
}

fn run_one(
    index: usize,
    job: Job,
    pages: &Pages,
    options: &RunOptions,
    stop: &StopRequest,
) -> anyhow::Result<NotebookRun> {
    let begun = Instant::now();
    let Job { path, mut notebook, targets, command } = job;
    let folder = folder_of(&path)?;
    let launch = LaunchOptions { directory: Some(folder.clone()), ..LaunchOptions::default() };
    let client = KernelClient::start(&command, &launch)
        .with_context(|| format!("cannot start a kernel for {}", path.display()))?;
    if let Some(language_info @ serde_json::Value::Object(_)) = client.kernel_info().get("language_info") {
        notebook.set_language_info(language_info.clone());
    }
    let mut kernel = LiveKernel::new(client, options.timeout, stop);
    let mut progress = Progress::new(&path, execute::planned(&notebook));
    let policy = Policy { allow_errors: options.allow_errors };
    let (executed, failures) = execute(&mut notebook, &mut kernel, policy, &mut progress);
    kernel.end();
    let mut written = Vec::new();
    if let Some(target) = targets.notebook {
        notebook.write(&target)?;
        written.push(target);
    }
    if let Some(target) = targets.html {
        let page = pages.page(index, &notebook, &path, &folder, begun.elapsed());
        write_page(&target, &page)?;
        written.push(target);
    }
    progress.finish(&written, begun.elapsed());
    Ok(NotebookRun { notebook: path, executed, failures, written, duration: begun.elapsed() })
}

fn write_page(target: &Path, page: &str) -> anyhow::Result<()> {
    write_atomically(target, page.as_bytes()).with_context(|| format!("cannot write {}", target.display()))
}

/// Cells see the notebook's neighbours under relative paths, wherever the command was given.
fn folder_of(notebook: &Path) -> anyhow::Result<PathBuf> {
    let full = std::fs::canonicalize(notebook)
        .with_context(|| format!("cannot find the folder of {}", notebook.display()))?;
    Ok(full.parent().unwrap_or(Path::new("/")).to_owned())
}

/// A page may be read in either theme, so charts that are made for pages alone are made for both.
fn in_theme(command: KernelCommand, options: &RunOptions) -> KernelCommand {
    let is_for_pages = options.to == [Format::Html] && !options.inplace;
    if is_for_pages && std::env::var_os(THEME).is_none() { command.env(THEME, "auto") } else { command }
}

fn kernel_for(notebook: &Notebook, path: &Path, options: &RunOptions) -> anyhow::Result<KernelCommand> {
    if let Some(name) = &options.kernel {
        return Ok(specs::find(name)?);
    }
    if let Some(language) = notebook.language().filter(|language| language != "rust") {
        bail!(
            "{} is a notebook in {language}, expected Rust; name the kernel that runs it with --kernel",
            path.display()
        );
    }
    KernelCommand::own().context("cannot find the program file of this process")
}

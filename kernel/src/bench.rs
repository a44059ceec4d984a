//! `ferrolab bench`: how fast and how large the kernel is on this machine, beside the kernels that it
//! wants to be compared with. All of them are driven by the same client over the same protocol, one
//! after the other in one run, since on another day the same machine gives other numbers: the ratios
//! within a run are what counts. Whatever is not installed is left out and the table says so.
//!
//! What is measured is data (`cells`, `targets`), how it is measured has one module per kind
//! (`start`, `warm`, `growth`, `memory`, `work`, `notebooks`), and `report` makes the tables. Nothing here is a test.

mod cells;
mod contender;
mod data;
mod growth;
mod machine;
mod memory;
mod notebooks;
mod processes;
mod report;
mod row;
mod session;
mod start;
mod statistics;
mod warm;
mod work;

use std::path::PathBuf;

use clap::ValueEnum;

pub use contender::Contender;
pub use notebooks::Comparison;
pub use report::Report;
pub use row::{Outcome, Row, Target, Verdict};
pub use session::BenchError;
pub use statistics::Spread;

use contender::Field;
use machine::Usage;

/// What to measure, how often, and with which programs.
#[derive(Clone, Debug)]
pub struct Options {
    pub groups: Vec<Group>,
    /// How often each warm cell runs.
    pub repeats: usize,
    /// How many kernels are started for each start-up figure.
    pub starts: usize,
    /// Ferrolab's binary; none: this one.
    pub ferrolab: Option<PathBuf>,
    /// The interpreter that has ipykernel; none: the one on PATH.
    pub python: Option<PathBuf>,
    /// Stock `evcxr_jupyter`; none: the one on PATH.
    pub evcxr: Option<PathBuf>,
    /// The rows of the large file of [`Group::Work`].
    pub rows: usize,
    /// The notebooks of [`Group::Notebooks`], or folders of them.
    pub notebooks: Vec<PathBuf>,
    /// How often each notebook runs.
    pub runs: usize,
    /// Also measures evcxr with polars as a dependency, which it first builds for many minutes.
    pub evcxr_polars: bool,
}

/// The parts of the bench.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Group {
    /// Process start to the first answer, and to the first data frame
    Start,
    /// Small cells in a running kernel
    Warm,
    /// The 200th cell against the first
    Growth,
    /// Resident memory of an idle kernel
    Memory,
    /// Large frames and arrays, beside Python's libraries (a file of 1 GB, half an hour)
    Work,
    /// Models on data of some size, beside scikit-learn
    Models,
    /// The gallery's charts to SVG, beside matplotlib
    Charts,
    /// Whole tutorials, beside the same work as a Python script
    Notebooks,
}

impl Group {
    /// What its rows stand under.
    fn title(self) -> &'static str {
        match self {
            Self::Start => "Start",
            Self::Warm => "Warm cells",
            Self::Growth => "A long session",
            Self::Memory => "Memory, idle",
            Self::Work => "Work",
            Self::Models => "Models",
            Self::Charts => "Charts",
            Self::Notebooks => "Notebooks",
        }
    }
}

/// Runs the bench. `tell` hears what is being measured.
///
/// # Errors
/// When the files that the cells read cannot be written. A kernel that fails is a failed result in
/// its column, not an error.
pub fn run(options: &Options, tell: &mut dyn FnMut(&str)) -> Result<Report, BenchError> {
    let data = data::Data::write().map_err(|source| BenchError::Data { source })?;
    if options.groups.contains(&Group::Work) {
        tell("writing the large file");
        data.write_events(options.rows).map_err(|source| BenchError::Data { source })?;
    }
    let field = Field::find(options, &data);
    let mut report = Report::new(machine::Machine::of_this(), &field);
    for group in &options.groups {
        let field = field.of(*group);
        let before = Usage::now();
        report.rows.extend(match group {
            Group::Start => start::rows(&field, options.starts, tell),
            Group::Warm => warm::rows(&field, options.repeats, tell),
            Group::Growth => growth::rows(&field, tell),
            Group::Memory => memory::rows(&field, tell),
            Group::Work | Group::Models | Group::Charts => work::rows(*group, &field, tell),
            Group::Notebooks => {
                report.notebooks = Some(notebooks::measure(&notebook_plan(options), data.folder(), tell)?);
                Vec::new()
            }
        });
        let share = before.zip(Usage::now()).map(|(before, after)| after.others_since(&before));
        report.others.extend(share.map(|share| (group.title(), share)));
    }
    Ok(report)
}

fn notebook_plan(options: &Options) -> notebooks::Plan<'_> {
    notebooks::Plan {
        notebooks: &options.notebooks,
        runs: options.runs,
        ferrolab: options.ferrolab.as_deref(),
        python: options.python.as_deref(),
    }
}

//! `ferrolab run`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::ValueEnum;

use crate::install::{ensure_prelude, progress};
use crate::notebook::{self, Format, Notebook, RunOptions};

#[derive(Debug, clap::Args)]
pub struct RunArgs {
    /// The notebooks (.ipynb)
    #[arg(required = true, value_name = "NOTEBOOK")]
    pub notebooks: Vec<PathBuf>,
    /// Write the outputs into the notebook itself
    #[arg(long, conflicts_with = "output")]
    pub inplace: bool,
    /// Where to write: a name beside the notebook, or a path; of a site its folder (book)
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// What to write; both if not given. Of several notebooks, html alone is a site
    #[arg(long, value_enum, value_delimiter = ',')]
    pub to: Vec<To>,
    /// How long a cell may run: seconds, or with a unit as in 90s, 5m, 1h
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub timeout: Option<Duration>,
    /// Go on after a cell that failed
    #[arg(long)]
    pub allow_errors: bool,
    /// Run on another installed kernel
    #[arg(long, value_name = "NAME")]
    pub kernel: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum To {
    Notebook,
    Html,
}

impl RunArgs {
    fn options(&self) -> RunOptions {
        let format = |to: &To| match to {
            To::Notebook => Format::Notebook,
            To::Html => Format::Html,
        };
        RunOptions {
            inplace: self.inplace,
            output: self.output.clone(),
            to: self.to.iter().map(format).collect(),
            timeout: self.timeout,
            allow_errors: self.allow_errors,
            kernel: self.kernel.clone(),
        }
    }
}

pub fn run(args: &RunArgs) -> anyhow::Result<ExitCode> {
    // A misspelt name is told at once, not after minutes of building.
    for path in &args.notebooks {
        Notebook::read(path)?;
    }
    if args.kernel.is_none() {
        ensure_prelude(&mut *progress::on_stderr(progress::PRELUDE))?;
    }
    let summary = notebook::run(&args.notebooks, &args.options())?;
    Ok(ExitCode::from(summary.exit_code()))
}

pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || format!("expected a time such as 30, 90s, 5m or 1h, got {text:?}");
    let (number, unit) = match text.find(|c: char| c.is_ascii_alphabetic()) {
        Some(at) => text.split_at(at),
        None => (text, "s"),
    };
    let scale = match unit {
        "s" => 1.0,
        "m" => 60.0,
        "h" => 3600.0,
        _ => return Err(wrong()),
    };
    let seconds: f64 = number.trim().parse().map_err(|_| wrong())?;
    Duration::try_from_secs_f64(seconds * scale).ok().filter(|time| !time.is_zero()).ok_or_else(wrong)
}

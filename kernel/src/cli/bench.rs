//! `ferrolab bench`.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;

use crate::bench::{self, Group, Options};
use crate::install::{ensure_prelude, progress};

#[derive(Debug, clap::Args)]
pub struct BenchArgs {
    /// Measure only these parts
    #[arg(long, value_enum, value_delimiter = ',', default_value = "start,warm,growth,memory")]
    pub only: Vec<Group>,
    /// How often each warm cell runs
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub repeats: usize,
    /// How many kernels are started for each start-up figure
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub starts: usize,
    /// The rows of the large file that `--only work` reads (10 million are 1 GB)
    #[arg(long, value_name = "N", default_value_t = 10_000_000)]
    pub rows: usize,
    /// The notebooks that `--only notebooks` runs, or folders of them; twins are in python/ beside them
    #[arg(long, value_name = "PATH", value_delimiter = ',', default_value = "notebooks")]
    pub notebooks: Vec<PathBuf>,
    /// How often `--only notebooks` runs each
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub runs: usize,
    /// Ferrolab's binary, if not this one
    #[arg(long, value_name = "PATH")]
    pub ferrolab: Option<PathBuf>,
    /// The Python that has ipykernel, pandas and scikit-learn
    #[arg(long, value_name = "PATH")]
    pub python: Option<PathBuf>,
    /// Stock evcxr_jupyter
    #[arg(long, value_name = "PATH")]
    pub evcxr: Option<PathBuf>,
    /// Measure evcxr with polars too, which it first builds for many minutes
    #[arg(long)]
    pub evcxr_polars: bool,
    /// Write all figures as JSON
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Print the table as Markdown
    #[arg(long)]
    pub markdown: bool,
}

pub fn run(args: &BenchArgs) -> anyhow::Result<ExitCode> {
    if args.ferrolab.is_none() {
        ensure_prelude(&mut *progress::on_stderr(progress::PRELUDE))?;
    }
    let options = Options {
        groups: args.only.clone(),
        repeats: args.repeats,
        starts: args.starts,
        rows: args.rows,
        notebooks: args.notebooks.clone(),
        runs: args.runs,
        ferrolab: args.ferrolab.clone(),
        python: args.python.clone(),
        evcxr: args.evcxr.clone(),
        evcxr_polars: args.evcxr_polars,
    };
    let report = bench::run(&options, &mut |now| eprintln!("{now} …"))?;
    if let Some(path) = &args.json {
        let text = serde_json::to_string_pretty(&report.to_json())?;
        fs::write(path, text + "\n").with_context(|| format!("cannot write {}", path.display()))?;
    }
    print!("{}", if args.markdown { report.to_markdown() } else { report.to_text() });
    Ok(ExitCode::SUCCESS)
}

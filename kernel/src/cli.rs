//! The command line: what a person can ask of `ferrolab`, and the roles in which it starts itself.

mod bench;
mod gallery;
mod install;
mod lab;
mod roles;
mod run;

use std::env;
use std::io::{self, IsTerminal};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::doctor;

/// A Jupyter kernel for machine learning in Rust.
#[derive(Debug, Parser)]
#[command(name = "ferrolab", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Execute notebooks and write the results, as a notebook and as a web page
    Run(run::RunArgs),
    /// Build the prelude and make the kernel known to Jupyter
    Install(install::InstallArgs),
    /// Take the kernel away from Jupyter again
    Uninstall(install::UninstallArgs),
    /// Check the compiler, the prelude, the linker and Jupyter, with a remedy for each
    Doctor(DoctorArgs),
    /// Start JupyterLab, with an environment of its own if there is none
    Lab(lab::LabArgs),
    /// Draw every kind of chart in both themes on one page
    Gallery(gallery::GalleryArgs),
    /// Serve one front end; Jupyter starts this
    Kernel(roles::KernelArgs),
    /// Measure speed and memory, beside other kernels if they are installed
    Bench(bench::BenchArgs),
}

#[derive(Debug, clap::Args)]
struct DoctorArgs {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// The whole program.
#[must_use]
pub fn main() -> ExitCode {
    // A child role must be ready within milliseconds and takes no options: it goes past the parser.
    if let Some(status) = roles::child(env::args_os().skip(1)) {
        return status;
    }
    match dispatch(Cli::parse().command) {
        Ok(status) => status,
        Err(error) => {
            let label = if io::stderr().is_terminal() { "\x1b[31;1merror:\x1b[0m" } else { "error:" };
            eprintln!("{label} {}", in_full(&error));
            ExitCode::FAILURE
        }
    }
}

/// The error with its causes, less those that it already tells itself.
fn in_full(error: &anyhow::Error) -> String {
    let mut text = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if text.is_empty() {
            text = cause;
        } else if !text.contains(&cause) {
            text += &format!(": {cause}");
        }
    }
    text
}

fn dispatch(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Run(args) => run::run(&args),
        Command::Install(args) => install::install(&args),
        Command::Uninstall(args) => install::uninstall(&args),
        Command::Doctor(args) => examine(&args),
        Command::Lab(args) => lab::run(&args),
        Command::Gallery(args) => gallery::run(&args),
        Command::Kernel(args) => roles::kernel(&args),
        Command::Bench(args) => bench::run(&args),
    }
}

fn examine(args: &DoctorArgs) -> anyhow::Result<ExitCode> {
    let diagnosis = doctor::diagnose();
    if args.json {
        println!("{}", serde_json::to_string_pretty(&diagnosis)?);
    } else {
        print!("{}", diagnosis.to_text(io::stdout().is_terminal()));
    }
    Ok(if diagnosis.is_healthy() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[cfg(test)]
mod tests;

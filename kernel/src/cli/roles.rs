//! The roles in which no person starts the program: the kernel, which Jupyter starts, and the child
//! that runs cells, which the kernel starts.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::evaluator::Evaluator;
use crate::kernelspec::Engine;
use crate::protocol::connection;
use crate::server;

#[derive(Debug, clap::Args)]
pub struct KernelArgs {
    /// The file in which the front end says where it listens
    #[arg(long, short = 'f', value_name = "FILE")]
    pub connection_file: PathBuf,
    /// What runs the cells
    #[arg(long, value_enum, default_value_t)]
    pub engine: Engine,
}

/// Runs until the front end ends it. Nothing may come before the sockets are bound: a front end
/// waits for the kernel's first answer.
pub fn kernel(args: &KernelArgs) -> anyhow::Result<ExitCode> {
    let connection = connection::read(&args.connection_file)?;
    server::serve(&connection, evaluator(args.engine)?)?;
    Ok(ExitCode::SUCCESS)
}

fn evaluator(engine: Engine) -> anyhow::Result<Box<dyn Evaluator>> {
    match engine {
        Engine::Direct => anyhow::bail!("this build of Ferrolab has no direct engine"),
        Engine::Evcxr => anyhow::bail!("this build of Ferrolab has no evcxr engine"),
    }
}

/// Runs a child role if the arguments ask for one.
pub fn child(mut arguments: impl Iterator<Item = OsString>) -> Option<ExitCode> {
    let _role = arguments.next()?;
    None
}

//! The roles in which no person starts the program: the kernel, which Jupyter starts, and the child
//! that runs cells, which the kernel starts.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::evaluator::Evaluator;
use crate::evaluator::direct::{CELL_RUNNER_ROLE, DirectEvaluator, become_compiler, run_as_child};
use crate::evaluator::evcxr::{self, EvcxrEvaluator};
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
    server::serve(&connection, evaluator(args.engine))?;
    Ok(ExitCode::SUCCESS)
}

fn evaluator(engine: Engine) -> Box<dyn Evaluator> {
    match engine {
        Engine::Direct => Box::new(DirectEvaluator::default()),
        Engine::Evcxr => Box::new(EvcxrEvaluator::default()),
    }
}

/// Runs a child role if the arguments ask for one.
pub fn child(mut arguments: impl Iterator<Item = OsString>) -> Option<ExitCode> {
    let first = arguments.next()?;
    if let Some(status) = become_compiler(&first, &mut arguments) {
        return Some(status);
    }
    if first != CELL_RUNNER_ROLE {
        evcxr::become_child(&first);
        return None;
    }
    let libraries: Vec<PathBuf> = arguments.map(PathBuf::from).collect();
    let Some((prelude, runtime)) = libraries.split_first() else {
        eprintln!("{CELL_RUNNER_ROLE}: expected the path of the prelude's library");
        return Some(ExitCode::FAILURE);
    };
    Some(match run_as_child(prelude, runtime) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!(
                "the prelude cannot be opened: {}; `{}` says more",
                super::in_full(&error.into()),
                crate::invocation::of("doctor")
            );
            ExitCode::FAILURE
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn child_of(arguments: &[&str]) -> Option<String> {
        child(arguments.iter().map(OsString::from)).map(|status| format!("{status:?}"))
    }

    #[test]
    fn a_persons_arguments_are_no_role() {
        assert_eq!(child_of(&[]), None);
        assert_eq!(child_of(&["install"]), None);
        assert_eq!(child_of(&["run", CELL_RUNNER_ROLE]), None);
    }

    #[test]
    fn a_runner_without_its_library_fails() {
        let failure = Some(format!("{:?}", ExitCode::FAILURE));
        assert_eq!(child_of(&[CELL_RUNNER_ROLE]), failure);
        assert_eq!(child_of(&[CELL_RUNNER_ROLE, "/no/such/library.so"]), failure);
    }
}

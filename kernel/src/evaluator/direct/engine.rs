//! The compiler and the child, and what it takes to have the child do something.

use std::sync::Arc;

use super::compiler::{Compiled, Compiler, Level};
use super::control::Control;
use super::dependencies::Dependencies;
use super::generate::ENTRY;
use super::reach::{PreludeNames, Reach};
use super::runner::{self, ChildCommand, ChildEvent, Runner, Status};
use super::session_dir::SessionDir;
use super::{DirectEvaluator, emit, failure};
use crate::display::{MimeBundle, StreamName};
use crate::evaluator::{EvaluationError, OutputSink};
use crate::prelude_store::{Prelude, PreludeError};

/// What needs the prelude, and so may be missing.
pub(super) enum Engine {
    Missing(PreludeError),
    NotStarted(Box<Prelude>),
    Started(Box<Started>),
}

pub(super) struct Started {
    pub(super) prelude: Prelude,
    pub(super) compiler: Compiler,
    pub(super) names: PreludeNames,
    pub(super) runner: Option<Runner>,
    pub(super) dependencies: Dependencies,
    /// Held to the end: the others have files in it.
    pub(super) _directory: SessionDir,
}

/// What one cell, or one segment of it, showed and took.
#[derive(Default)]
pub(super) struct Run {
    pub(super) result: Option<MimeBundle>,
    pub(super) summaries: Vec<(String, String)>,
    pub(super) status: Option<Status>,
    pub(super) stored: Vec<String>,
}

impl DirectEvaluator {
    /// The compiler and the child, started if need be.
    pub(super) fn started(&mut self) -> Result<&mut Started, EvaluationError> {
        if let Engine::NotStarted(prelude) = &self.engine {
            let started = Started::new((**prelude).clone(), &self.control)?;
            self.engine = Engine::Started(Box::new(started));
        }
        match &mut self.engine {
            Engine::Started(started) => Ok(started),
            Engine::Missing(error) => Err(EvaluationError::new("PreludeMissing", error.to_string())),
            Engine::NotStarted(_) => {
                Err(EvaluationError::new("InternalError", "the evaluator did not start"))
            }
        }
    }

    pub(super) fn run_library(
        &mut self,
        compiled: &Compiled,
        output: &Arc<dyn OutputSink>,
    ) -> Result<Run, EvaluationError> {
        let library = compiled.library.to_string_lossy().into_owned();
        let run = self.in_child(&ChildCommand::Run { library: &library, entry: ENTRY }, output);
        // The child keeps the mapping; only a panic's frames need the file, and are read by now.
        let keep = matches!(&run, Ok(Run { status: Some(Status::Panic(_)), .. }));
        if !keep {
            let _ = std::fs::remove_file(&compiled.library);
        }
        run
    }

    /// Has the child do something and waits until it is done.
    pub(super) fn in_child(
        &mut self,
        command: &ChildCommand<'_>,
        output: &Arc<dyn OutputSink>,
    ) -> Result<Run, EvaluationError> {
        let control = Arc::clone(&self.control);
        let started = self.started()?;
        let runner = started.runner()?;
        runner.attach(output);
        control.running(runner.process_group());
        runner.send(command);
        let mut run = Run::default();
        loop {
            match runner.next_event() {
                Ok(ChildEvent::Done { status, variables }) => {
                    control.compiled();
                    run.status = Some(status);
                    run.stored = variables;
                    return Ok(run);
                }
                Ok(ChildEvent::Result { data }) => run.result = Some(MimeBundle(data)),
                Ok(ChildEvent::Summary { name, value }) => run.summaries.push((name, value)),
                Ok(ChildEvent::ThreadPanic { thread, panic }) => {
                    emit(output, StreamName::Stderr, failure::thread_panic(&thread, &panic));
                }
                Ok(ChildEvent::Ready { abi }) if abi != runner::ABI => return Err(failure::wrong_abi(abi)),
                Ok(_) => {}
                Err(_) => {
                    control.compiled();
                    return Err(self.mourn());
                }
            }
        }
    }

    /// The child has gone, and all variables with it; a new one is started.
    pub(super) fn mourn(&mut self) -> EvaluationError {
        let interrupted = self.control.is_interrupted();
        let lost: Vec<_> = self.notebook().variables.keys().cloned().collect();
        self.notebook().mark_gone(&lost, "the process that held it ended");
        let Ok(started) = self.started() else {
            return EvaluationError::new("ProcessDied", "the child ended");
        };
        let death = started.runner.take().map(|mut runner| (runner.death(), runner.overflowed()));
        let restarted = started.runner().map(drop);
        let error = failure::died(death, interrupted, &lost);
        match restarted {
            Ok(()) => error,
            Err(failed) => failed,
        }
    }
}

impl Started {
    pub(super) fn new(prelude: Prelude, control: &Arc<Control>) -> Result<Self, EvaluationError> {
        let directory = SessionDir::create().map_err(|error| failure::of_temporary_directory(&error))?;
        let mut compiler = Compiler::new(&prelude, directory.path(), Arc::clone(control))
            .map_err(|error| failure::of_compiler(&error))?;
        // The first cell is likely to read a file.
        compiler.prepare(Reach::Prelude, Level::O0);
        let runner = Some(start_runner(&prelude)?);
        compiler.prepare(Reach::Bare, Level::O0);
        let names = PreludeNames::of(&prelude);
        let dependencies = Dependencies::default();
        Ok(Self { prelude, compiler, names, runner, dependencies, _directory: directory })
    }

    pub(super) fn runner(&mut self) -> Result<&mut Runner, EvaluationError> {
        if self.runner.is_none() {
            let runner = start_runner(&self.prelude)?;
            self.dependencies.open_in(&runner);
            self.runner = Some(runner);
        }
        self.runner.as_mut().ok_or_else(|| EvaluationError::new("InternalError", "the child did not start"))
    }
}

fn start_runner(prelude: &Prelude) -> Result<Runner, EvaluationError> {
    Runner::start(prelude).map_err(|error| failure::of_child_start(&error))
}

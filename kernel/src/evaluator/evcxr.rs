//! The evcxr evaluator: cells run by the evcxr project's own evaluator, under the same server and
//! with the same prelude. It is the yardstick, and the fall-back where the direct evaluator fails.
//!
//! How evcxr comes to the prelude was tried in several ways. As a dependency (`:dep` with a path),
//! cargo builds all of it again, 14 minutes for polars alone, and evcxr's rust-analyzer, which it asks
//! for the types of variables, needs 2 GB and 17 s for the first one. As a finished library that only
//! the compiler is told of (see `workplace`), the first cell is as fast as any other, but
//! rust-analyzer knows nothing of it. So it is spared all reading, even of the standard library, and
//! the compiler is asked instead: `cargo check` of the cell with a lint that prints types (see
//! `rewrite`) takes 0.1 to 0.25 s. Measured on two cores: start 0.9 s (5.9 s with the standard
//! library's sources), `1 + 1` 0.3 s, a new variable 0.5 s, a DataFrame shown 0.35 s; 20 MB of memory
//! beside the child, instead of 430.
//!
//! evcxr keeps to itself how a cell ended, displays only at the end and reports whole lines; a guard
//! and event lines of the prelude's runtime make up for that (see `pump`).

mod commands;
mod control;
mod engine;
mod explain;
mod pump;
mod questions;
mod rewrite;
mod session;
mod workplace;

use std::env;
use std::ffi::OsStr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use self::commands::{run_shell, shown_by_evcxr};
use self::control::{Control, ControlInterrupter};
use self::engine::Engine;
use self::explain::End;
use self::pump::Report;
use self::rewrite::Rewrite;
use self::session::Session;
use super::direct::assistant::NotebookAssistant;
use super::direct::commands::user_start_files;
use super::direct::failure;
use super::direct::notebook::{Notebook, Variable};
use super::direct::runner::Status;
use super::direct::segments::{self, Segment};
use super::direct::source::{CellText, Source};
use super::direct::syntax::{self, Parsed};
use super::direct::{emit, only, own_items, silent};
use super::{Assistant, Cell, Evaluation, EvaluationError, Evaluator, Interrupter, OutputSink};
use crate::display::{DisplayData, MimeBundle, Output, StreamName};
use crate::prelude_store::docs::LazyDocs;
use crate::prelude_store::{Prelude, PreludeError};

/// The first argument of the child that runs cells.
pub const ROLE: &str = "evcxr-runner";

/// Becomes the child that runs cells, or the compiler's wrapper that evcxr's `:cache` asks for, if
/// this process was started as one. Returns otherwise.
pub fn become_child(first_argument: &OsStr) {
    let is_wrapper =
        env::var_os("EVCXR_RUSTC_WRAPPER").is_some() && env::var_os("EVCXR_IS_RUNTIME").is_none();
    if first_argument == ROLE || is_wrapper {
        evcxr::runtime_hook();
    }
}

/// Why a variable is not there any more.
const PROCESS_ENDED: &str = "the process that held it ended";

pub struct EvcxrEvaluator {
    control: Arc<Control>,
    notebook: Arc<Mutex<Notebook>>,
    docs: Arc<LazyDocs>,
    engine: Engine,
    /// How much cells are optimised.
    level: String,
    user_start_done: bool,
}

impl Default for EvcxrEvaluator {
    /// Only the main thread may call this, before any other has started: evcxr is steered by
    /// variables of the environment.
    fn default() -> Self {
        Self::new(Prelude::locate())
    }
}

impl EvcxrEvaluator {
    fn new(prelude: Result<Prelude, PreludeError>) -> Self {
        let docs = prelude.as_ref().map(LazyDocs::of).unwrap_or_default();
        Self {
            control: Arc::default(),
            notebook: Arc::default(),
            docs: Arc::new(docs),
            engine: Engine::new(prelude),
            level: session::DEFAULT_LEVEL.to_owned(),
            user_start_done: false,
        }
    }

    fn notebook(&self) -> MutexGuard<'_, Notebook> {
        self.notebook.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn session(&mut self) -> Result<&mut Session, EvaluationError> {
        self.engine.session()
    }

    fn run_segments(
        &mut self,
        text: &Arc<CellText>,
        output: &Arc<dyn OutputSink>,
    ) -> Result<Evaluation, EvaluationError> {
        let mut result: Option<MimeBundle> = None;
        for segment in segments::split(&text.code) {
            if self.control.is_interrupted() {
                return Err(failure::interrupted());
            }
            // Only the last result is the cell's; what a command before it showed is shown all the same.
            if let Some(data) = result.take() {
                output.emit(Output::Display(DisplayData { data, ..DisplayData::default() }));
            }
            result = match segment {
                Segment::Code(range) => self.run_code(&only(text, &range), output)?,
                Segment::Command(range) => self.run_command(&text.code[range], output)?,
                Segment::Shell(range) => {
                    run_shell(&text.code[range], output)?;
                    None
                }
            };
        }
        Ok(Evaluation { result })
    }

    fn run_code(
        &mut self,
        cell: &Arc<CellText>,
        output: &Arc<dyn OutputSink>,
    ) -> Result<Option<MimeBundle>, EvaluationError> {
        let parsed = syntax::parse(&cell.code);
        if parsed.is_empty() {
            return Ok(None);
        }
        if parsed.awaits {
            self.engine.provide_tokio()?;
        }
        self.forget_redefined(cell, &parsed, output)?;
        let mut rewrite = Rewrite::new(cell, &parsed);
        if rewrite.wants_types() {
            self.ask_types(&mut rewrite)?;
        }
        let control = Arc::clone(&self.control);
        loop {
            if control.is_interrupted() {
                return Err(failure::interrupted());
            }
            let source = rewrite.runnable();
            let (outcome, report) = self.session()?.execute(source.text(), output, &control);
            if let Err(error) = &outcome
                && !control.is_interrupted()
                && rewrite.give_up(&explain::unkeepable(error, &source))
            {
                continue;
            }
            let (nameless, borrows) = rewrite.unkept();
            for (name, reason) in failure::unkept(&nameless, &borrows) {
                let note = format!("note: `{name}` lives in this cell only, {reason}\n");
                emit(output, StreamName::Stderr, note);
            }
            return self.conclude(cell, &parsed, outcome, report, &source);
        }
    }

    /// evcxr would read a variable of a redefined type as if it had the new one, whatever is in it.
    fn forget_redefined(
        &mut self,
        cell: &Arc<CellText>,
        parsed: &Parsed,
        output: &Arc<dyn OutputSink>,
    ) -> Result<(), EvaluationError> {
        let lost: Vec<_> = self.notebook().clone().define(own_items(cell, parsed)).into_iter().collect();
        if lost.is_empty() {
            return Ok(());
        }
        let control = Arc::clone(&self.control);
        let drops: String = lost.iter().map(|name| format!("::core::mem::drop({name}); ")).collect();
        let (outcome, report) = self.session()?.execute(&format!("{{ {drops}}};"), output, &control);
        let gone = self.keep_variables("", &[], &format!("its type was redefined in {}", cell.name));
        emit(output, StreamName::Stderr, failure::redefined(&lost));
        let end = End { interrupted: control.is_interrupted(), lost: &gone, known: None };
        outcome.map(drop).map_err(|error| explain::refused(&error, &report, &Source::default(), &end))
    }

    /// Has the compiler tell the types of new variables. Errors of the cell come to light as well,
    /// sooner than evcxr would find them.
    fn ask_types(&mut self, rewrite: &mut Rewrite<'_>) -> Result<(), EvaluationError> {
        let control = Arc::clone(&self.control);
        let known: Vec<_> = self.notebook().variables.keys().cloned().collect();
        let source = rewrite.probe(known.iter().map(String::as_str));
        let found = match self.session()?.check(source.text(), &control) {
            Ok(found) => found,
            Err(error) => return Err(explain::refused(&error, &Report::default(), &source, &End::default())),
        };
        let errors: Vec<_> =
            found.iter().filter(|error| error.level().starts_with("error")).cloned().collect();
        // An error that is only in what was added here is none of the cell's.
        let in_cell =
            explain::messages(&errors, &source).iter().flat_map(|message| &message.spans).any(|span| {
                source.user_span(span.byte_start..span.byte_end).is_some()
                    && source.purpose(span.byte_start).is_none()
            });
        if in_cell && !control.is_interrupted() {
            let errors = evcxr::Error::CompilationErrors(errors);
            let end = End { known: Some((&self.notebook(), rewrite.parsed())), ..End::default() };
            return Err(explain::refused(&errors, &Report::default(), &source, &end));
        }
        rewrite.learn(explain::types(&found));
        Ok(())
    }

    fn conclude(
        &mut self,
        cell: &Arc<CellText>,
        parsed: &Parsed,
        outcome: Result<evcxr::EvalOutputs, evcxr::Error>,
        mut report: Report,
        source: &Source,
    ) -> Result<Option<MimeBundle>, EvaluationError> {
        let interrupted = self.control.is_interrupted();
        let outputs = match outcome {
            Ok(outputs) => outputs,
            Err(error) => {
                self.recover(&error)?;
                let gone = self.keep_variables(&cell.name, &[], PROCESS_ENDED);
                let end = End { interrupted, lost: &gone, known: Some((&self.notebook(), parsed)) };
                return Err(explain::refused(&error, &report, source, &end));
            }
        };
        self.notebook().define(own_items(cell, parsed));
        let gone =
            self.keep_variables(&cell.name, &parsed.bindings, &format!("it was moved in {}", cell.name));
        match report.status.take() {
            Some(Status::Ok) | None => Ok(report.result.or_else(|| shown_by_evcxr(outputs))),
            Some(status) => Err(explain::ended_early(status, &report, self.session()?, source, &gone)),
        }
    }

    /// evcxr reads lines of UTF-8. At anything else it stops reading, and would take the rest of the
    /// output, and the news that the cell has ended, for the next cell's.
    fn recover(&mut self, error: &evcxr::Error) -> Result<(), EvaluationError> {
        let evcxr::Error::Message(message) = error else { return Ok(()) };
        if !message.contains("valid UTF-8") {
            return Ok(());
        }
        self.session()?.restart_child();
        let lost = self.keep_variables("", &[], PROCESS_ENDED);
        let end = End { lost: &lost, ..End::default() };
        Err(explain::died("it printed something that is not UTF-8, which evcxr cannot read", &end))
    }

    /// Brings the notebook's variables up to date; those that are gone, for the reason given, are
    /// returned.
    fn keep_variables(&mut self, cell: &str, bindings: &[syntax::Binding], reason: &str) -> Vec<String> {
        let Some(session) = self.engine.running() else { return Vec::new() };
        let mut notebook = self.notebook();
        let mut before = std::mem::take(&mut notebook.variables);
        for (name, type_name) in session.variables() {
            let binding = bindings.iter().find(|binding| binding.name == name);
            let old = before.remove(name);
            let mutable =
                binding.map_or_else(|| old.as_ref().is_some_and(|old| old.mutable), |new| new.mutable);
            let cell = old.filter(|_| binding.is_none()).map_or_else(|| cell.to_owned(), |old| old.cell);
            notebook
                .variables
                .insert(name.to_owned(), Variable { type_name: type_name.to_owned(), mutable, cell });
        }
        let gone: Vec<_> = before.into_keys().collect();
        notebook.mark_gone(&gone, reason);
        gone
    }

    /// The person's own `init.evcxr` and `prelude.rs`, once.
    fn run_user_start(&mut self, output: &Arc<dyn OutputSink>) {
        if std::mem::replace(&mut self.user_start_done, true) {
            return;
        }
        for (name, code) in user_start_files() {
            let text = Arc::new(CellText { name: name.clone(), code });
            if let Err(error) = self.run_segments(&text, output) {
                emit(output, StreamName::Stderr, format!("in {name}:\n{}\n", error.traceback.join("\n")));
            }
        }
    }
}

impl Evaluator for EvcxrEvaluator {
    fn warm_up(&mut self) {
        self.engine.start();
    }

    fn evaluate(
        &mut self,
        cell: &Cell<'_>,
        output: &Arc<dyn OutputSink>,
    ) -> Result<Evaluation, EvaluationError> {
        self.control.begin_cell();
        self.run_user_start(output);
        let code = segments::neutralise_option_lines(cell.code);
        let text = Arc::new(CellText { name: format!("In[{}]", cell.number), code });
        let result = self.run_segments(&text, output);
        self.control.end_cell();
        result
    }

    fn evaluate_expression(&mut self, expression: &str) -> Result<MimeBundle, EvaluationError> {
        self.control.begin_cell();
        let text = Arc::new(CellText { name: "expression".to_owned(), code: expression.to_owned() });
        let result = self.run_code(&text, &silent());
        self.control.end_cell();
        result.map(Option::unwrap_or_default)
    }

    fn interrupter(&self) -> Arc<dyn Interrupter> {
        Arc::new(ControlInterrupter(Arc::clone(&self.control)))
    }

    /// Not evcxr's own: its rust-analyzer is given nothing to know, and is busy while a cell runs.
    fn assistant(&self) -> Arc<dyn Assistant> {
        Arc::new(NotebookAssistant::new(Arc::clone(&self.notebook), Arc::clone(&self.docs)))
    }

    fn shutdown(&mut self) {
        self.engine.shut_down();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_start_is_no_child() {
        become_child(OsStr::new("kernel"));
    }

    #[test]
    fn without_a_prelude_each_cell_says_what_to_do() {
        let missing = PreludeError::Missing { looked_in: Vec::new() };
        let mut evaluator = EvcxrEvaluator::new(Err(missing));
        let error = evaluator.evaluate(&Cell { code: "1", number: 1 }, &silent()).unwrap_err();
        assert!(error.ename == "PreludeMissing" && error.evalue.contains("install"), "{error}");
    }
}

//! The direct evaluator: a cell becomes an answer with one call of the compiler.
//!
//! The stages, one module each: `segments` cuts the cell into code and commands, `syntax` parses the
//! code, `generate` writes a small crate, `compiler` makes it a library, `runner` runs it in the
//! child, `diagnostics` brings messages back to the cell. `notebook` remembers what cells have
//! defined. This file joins them, and decides what to do when the first try is refused.

mod ahead;
pub(super) mod assistant;
mod attempt;
pub(super) mod commands;
mod compiler;
pub(super) mod control;
mod dependencies;
pub(super) mod diagnostics;
mod engine;
pub(super) mod failure;
mod frames;
pub(super) mod generate;
pub(super) mod loops;
pub(super) mod message;
mod missing_column;
mod mixed_numbers;
mod names;
pub(super) mod notebook;
mod python_habits;
mod python_names;
mod reach;
pub(super) mod runner;
pub(super) mod segments;
pub(super) mod session_dir;
pub(super) mod source;
pub(super) mod syntax;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

pub(super) use attempt::own_items;
pub use compiler::CACHE_VARIABLE as CELL_CACHE_VARIABLE;
pub use dependencies::become_compiler;
pub use runner::{ROLE as CELL_RUNNER_ROLE, run_as_child};

use self::ahead::Next;
use self::commands::Settings;
use self::control::{Control, ControlInterrupter};
use self::engine::Engine;
use self::notebook::Notebook;
use self::runner::{ChildCommand, Status};
use self::segments::Segment;
use self::source::CellText;
use super::{Assistant, Cell, Evaluation, EvaluationError, Evaluator, Interrupter, OutputSink};
use crate::display::{MimeBundle, Output, StreamName};
use crate::prelude_store::docs::LazyDocs;
use crate::prelude_store::{Prelude, PreludeError};

pub struct DirectEvaluator {
    control: Arc<Control>,
    notebook: Arc<Mutex<Notebook>>,
    settings: Settings,
    engine: Engine,
    docs: Arc<LazyDocs>,
    user_start_done: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Timing {
    compile: Duration,
    run: Duration,
}

impl Default for DirectEvaluator {
    fn default() -> Self {
        Self::new(Prelude::locate())
    }
}

impl DirectEvaluator {
    pub fn new(prelude: Result<Prelude, PreludeError>) -> Self {
        let docs = prelude.as_ref().map(LazyDocs::of).unwrap_or_default();
        let engine = match prelude {
            Ok(prelude) => Engine::NotStarted(Box::new(prelude)),
            Err(error) => Engine::Missing(error),
        };
        Self {
            control: Arc::default(),
            notebook: Arc::default(),
            settings: Settings::default(),
            engine,
            docs: Arc::new(docs),
            user_start_done: false,
        }
    }

    fn notebook(&self) -> MutexGuard<'_, Notebook> {
        self.notebook.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run_segments(
        &mut self,
        text: &Arc<CellText>,
        output: &Arc<dyn OutputSink>,
    ) -> Result<Evaluation, EvaluationError> {
        let mut evaluation = Evaluation::default();
        let mut segments = segments::split(&text.code).into_iter().peekable();
        while let Some(segment) = segments.next() {
            let is_last = segments.peek().is_none();
            if self.control.is_interrupted() {
                return Err(failure::interrupted());
            }
            evaluation = match segment {
                Segment::Code(range) => {
                    Evaluation { result: self.run_code(&only(text, &range), is_last, output)? }
                }
                Segment::Command(range) => self.run_command(&text.code[range], output)?,
                Segment::Shell(range) => self.run_shell(&text.code[range], output)?,
            };
        }
        Ok(evaluation)
    }

    fn run_shell(&mut self, line: &str, output: &Arc<dyn OutputSink>) -> Result<Evaluation, EvaluationError> {
        let run = self.in_child(&ChildCommand::Shell { line }, output)?;
        match run.status {
            _ if self.control.is_interrupted() => Err(failure::interrupted()),
            Some(Status::Failed { message }) => Err(EvaluationError::new("SystemError", message)),
            _ => Ok(Evaluation::default()),
        }
    }

    /// Compiles and runs Rust code; the value of its last expression, if it has one to show.
    fn run_code(
        &mut self,
        cell: &Arc<CellText>,
        is_last: bool,
        output: &Arc<dyn OutputSink>,
    ) -> Result<Option<MimeBundle>, EvaluationError> {
        let parsed = syntax::parse(&cell.code);
        if let Some(attribute) = parsed.inner_attributes.first() {
            return Err(failure::inner_attribute(&cell.code[attribute.clone()]));
        }
        if parsed.is_empty() {
            return Ok(None);
        }
        let mut timing = Timing::default();
        let next = if is_last { output.next_code() } else { None };
        let next = next.and_then(|code| Next::of(&code));
        let attempt = self.compile(cell, &parsed, next.as_ref(), &mut timing)?;
        self.keep_items(&attempt, output);
        for warning in diagnostics::warnings(&attempt.compiled.messages, &attempt.source, cell) {
            emit(output, StreamName::Stderr, format!("{warning}\n"));
        }
        let started = Instant::now();
        let run = self.run_library(&attempt.compiled, output)?;
        timing.run = started.elapsed();
        let outcome = self.conclude(&attempt, &parsed, run);
        self.report_timing(timing, output);
        outcome.map_err(|error| self.with_columns(error, &parsed))
    }

    /// An error about a column that is not there, with the names of those that are.
    fn with_columns(&mut self, error: EvaluationError, parsed: &syntax::Parsed) -> EvaluationError {
        let question = missing_column::name(&error.evalue)
            .and_then(|name| missing_column::question(name, parsed, &self.notebook()));
        let Some(code) = question else { return error };
        let text = Arc::new(CellText { name: "expression".to_owned(), code });
        let answer = self.run_code(&text, false, &silent()).ok().flatten();
        let answer = answer.as_ref().and_then(|bundle| bundle.get("text/plain"));
        missing_column::explained(error, answer.unwrap_or_default())
    }

    fn report_timing(&self, timing: Timing, output: &Arc<dyn OutputSink>) {
        if self.settings.timing {
            let text = format!(
                "compile {:.0} ms, run {:.1} ms\n",
                timing.compile.as_secs_f64() * 1e3,
                timing.run.as_secs_f64() * 1e3
            );
            emit(output, StreamName::Stderr, text);
        }
    }

    /// The person's own `init.evcxr` (commands) and `prelude.rs`, as evcxr has them, once.
    fn run_user_start(&mut self, output: &Arc<dyn OutputSink>) {
        if std::mem::replace(&mut self.user_start_done, true) {
            return;
        }
        for (name, code) in commands::user_start_files() {
            let text = Arc::new(CellText { name: name.clone(), code });
            if let Err(error) = self.run_segments(&text, output) {
                let traceback = error.traceback.join("\n");
                emit(output, StreamName::Stderr, format!("in {name}:\n{traceback}\n"));
            }
        }
    }
}

/// The cell with everything but one segment blanked out, so that offsets stay true.
pub(super) fn only(cell: &Arc<CellText>, range: &std::ops::Range<usize>) -> Arc<CellText> {
    if range.start == 0 && range.end == cell.code.len() {
        return Arc::clone(cell);
    }
    let blank = |text: &str| -> String {
        text.bytes().map(|byte| if matches!(byte, b'\n' | b'\r') { byte as char } else { ' ' }).collect()
    };
    let code =
        [&blank(&cell.code[..range.start]), &cell.code[range.clone()], &blank(&cell.code[range.end..])]
            .concat();
    Arc::new(CellText { name: cell.name.clone(), code })
}

pub(super) fn emit(output: &Arc<dyn OutputSink>, name: StreamName, text: String) {
    output.emit(Output::Stream { name, text });
}

/// For work of our own whose output nobody asked for.
pub(super) fn silent() -> Arc<dyn OutputSink> {
    struct Silent;
    impl OutputSink for Silent {
        fn emit(&self, _output: Output) {}
        fn input(&self, _prompt: &str, _password: bool) -> Result<String, super::InputError> {
            Err(super::InputError::NotAllowed)
        }
    }
    Arc::new(Silent)
}

impl Evaluator for DirectEvaluator {
    fn warm_up(&mut self) {
        // What went wrong is said by the first cell.
        let _ = self.started();
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
        let result = self.run_code(&text, false, &silent());
        self.control.end_cell();
        result.map(Option::unwrap_or_default)
    }

    fn interrupter(&self) -> Arc<dyn Interrupter> {
        Arc::new(ControlInterrupter(Arc::clone(&self.control)))
    }

    fn assistant(&self) -> Arc<dyn Assistant> {
        Arc::new(assistant::NotebookAssistant::new(Arc::clone(&self.notebook), Arc::clone(&self.docs)))
    }

    fn shutdown(&mut self) {
        if let Engine::Started(started) = &mut self.engine {
            started.runner = None;
            started.compiler.stand_down();
            // Dropping the engine removes the session's directory.
            let prelude = started.prelude.clone();
            self.engine = Engine::NotStarted(Box::new(prelude));
        }
    }
}

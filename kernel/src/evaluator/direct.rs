//! The direct evaluator: a cell becomes an answer with one call of the compiler.
//!
//! The stages, one module each: `segments` cuts the cell into code and commands, `syntax` parses the
//! code, `generate` writes a small crate, `compiler` makes it a library, `runner` runs it in the
//! child, `diagnostics` brings messages back to the cell. `notebook` remembers what cells have
//! defined. This file joins them, and decides what to do when the first try is refused.

pub(super) mod assistant;
pub(super) mod commands;
mod compiler;
pub(super) mod control;
mod dependencies;
pub(super) mod diagnostics;
pub(super) mod failure;
mod frames;
pub(super) mod generate;
pub(super) mod loops;
pub(super) mod message;
mod names;
pub(super) mod notebook;
pub(super) mod runner;
pub(super) mod segments;
pub(super) mod session_dir;
pub(super) mod source;
pub(super) mod syntax;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

pub use dependencies::become_compiler;
pub use runner::{ROLE as CELL_RUNNER_ROLE, run_as_child};

use self::commands::Settings;
use self::compiler::{CompileError, Compiled, Compiler, Level};
use self::control::{Control, ControlInterrupter};
use self::dependencies::Dependencies;
use self::generate::{ENTRY, Plan, Request};
use self::notebook::{KeptItem, Notebook, Variable};
use self::runner::{ChildCommand, ChildEvent, Runner, Status};
use self::segments::Segment;
use self::session_dir::SessionDir;
use self::source::{CellText, Purpose, Source};
use self::syntax::Parsed;
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

/// What needs the prelude, and so may be missing.
enum Engine {
    Missing(PreludeError),
    NotStarted(Box<Prelude>),
    Started(Box<Started>),
}

struct Started {
    prelude: Prelude,
    compiler: Compiler,
    runner: Option<Runner>,
    dependencies: Dependencies,
    /// Held to the end: the others have files in it.
    _directory: SessionDir,
}

/// What one cell, or one segment of it, showed and took.
#[derive(Default)]
struct Run {
    result: Option<MimeBundle>,
    summaries: Vec<(String, String)>,
    status: Option<Status>,
    stored: Vec<String>,
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

    /// The compiler and the child, started if need be.
    fn started(&mut self) -> Result<&mut Started, EvaluationError> {
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

    fn notebook(&self) -> MutexGuard<'_, Notebook> {
        self.notebook.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run_segments(
        &mut self,
        text: &Arc<CellText>,
        output: &Arc<dyn OutputSink>,
    ) -> Result<Evaluation, EvaluationError> {
        let mut evaluation = Evaluation::default();
        for segment in segments::split(&text.code) {
            if self.control.is_interrupted() {
                return Err(failure::interrupted());
            }
            evaluation = match segment {
                Segment::Code(range) => Evaluation { result: self.run_code(&only(text, &range), output)? },
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
        let attempt = self.compile(cell, &parsed, &mut timing)?;
        self.keep_items(&attempt, output);
        for warning in diagnostics::warnings(&attempt.compiled.messages, &attempt.source, cell) {
            emit(output, StreamName::Stderr, format!("{warning}\n"));
        }
        let started = Instant::now();
        let run = self.run_library(&attempt.compiled, output)?;
        timing.run = started.elapsed();
        let outcome = self.conclude(&attempt, &parsed, run, output);
        self.report_timing(timing, output);
        outcome
    }

    /// Compiles a cell, giving up what the borrow checker refuses, one round at a time.
    fn compile(
        &mut self,
        cell: &Arc<CellText>,
        parsed: &Parsed,
        timing: &mut Timing,
    ) -> Result<Attempt, EvaluationError> {
        let mut notebook = self.notebook().clone();
        let items = own_items(cell, parsed);
        let lost = notebook.define(items.clone());
        notebook.variables.retain(|name, _| !lost.contains(name));
        let mut plan = Plan::default();
        let has_dependencies = self.started()?.dependencies.are_any();
        let begun = Instant::now();
        loop {
            let before = self.notebook().without_variables(&lost);
            let request = Request { cell, parsed, notebook: &before, plan: &plan, has_dependencies };
            let source = request.source();
            let level = self.settings.level(&request);
            let result = self.started()?.compiler.compile(level, &source);
            timing.compile = begun.elapsed();
            match result {
                Ok(compiled) => {
                    return Ok(Attempt { cell: Arc::clone(cell), compiled, source, plan, notebook, lost });
                }
                Err(CompileError::Rejected(messages)) => {
                    let relaxed = relax(&mut plan, &messages, &source);
                    let broken = unloadable(&messages, &source);
                    if !relaxed && broken.is_empty() {
                        let hints = failure::hints(&messages, &self.notebook(), &lost, parsed);
                        return Err(diagnostics::compile_error(&messages, &source, &hints));
                    }
                    self.forget(&broken)?;
                    self.notebook().mark_gone(&broken, "its type does not compile any more");
                }
                Err(error) => return Err(failure::of_compiler(&error)),
            }
        }
    }

    /// The cell compiles: from here on its items stand, whatever its run brings.
    fn keep_items(&mut self, attempt: &Attempt, output: &Arc<dyn OutputSink>) {
        let lost: Vec<_> = attempt.lost.iter().cloned().collect();
        self.notebook().items.clone_from(&attempt.notebook.items);
        if !lost.is_empty() {
            emit(output, StreamName::Stderr, failure::redefined(&lost));
            let _ = self.forget(&lost);
            self.notebook().mark_gone(&lost, &format!("its type was redefined in {}", attempt.cell.name));
        }
    }

    fn run_library(
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
    fn in_child(
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
    fn mourn(&mut self) -> EvaluationError {
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

    /// Brings the list of variables up to date, and turns the run's end into a result or an error.
    fn conclude(
        &mut self,
        attempt: &Attempt,
        parsed: &Parsed,
        run: Run,
        output: &Arc<dyn OutputSink>,
    ) -> Result<Option<MimeBundle>, EvaluationError> {
        let ended_well = matches!(run.status, Some(Status::Ok));
        let mut nameless = Vec::new();
        let before: Vec<_> = self.notebook().variables.keys().cloned().collect();
        if ended_well {
            nameless = self.keep_variables(attempt, parsed);
        }
        let taken: Vec<_> = before.iter().filter(|name| !run.stored.contains(name)).cloned().collect();
        self.notebook().mark_gone(&taken, &format!("it was moved in {}", attempt.cell.name));
        self.forget(&nameless.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>())?;
        for note in failure::unkept_notes(&nameless, &attempt.plan) {
            emit(output, StreamName::Stderr, note);
        }
        match run.status {
            Some(Status::Ok) | None => Ok(run.result),
            Some(status) => Err(failure::of_run(status, &attempt.source, &taken)),
        }
    }

    /// Registers the cell's new variables under the types that the compiler gave. Those whose type
    /// has no name are returned.
    fn keep_variables(&mut self, attempt: &Attempt, parsed: &Parsed) -> Vec<(String, String)> {
        let types = diagnostics::variable_types(&attempt.compiled.messages, &attempt.source);
        let cell = attempt.cell.name.clone();
        let mut nameless = Vec::new();
        let mut notebook = self.notebook();
        for binding in &parsed.bindings {
            match types.get(&binding.name) {
                _ if binding.is_closure => nameless.push((binding.name.clone(), "closure@".to_owned())),
                Some(type_name) if diagnostics::is_nameable(type_name) => {
                    let variable = Variable {
                        type_name: type_name.clone(),
                        mutable: binding.mutable,
                        cell: cell.clone(),
                    };
                    notebook.gone.remove(&binding.name);
                    notebook.variables.insert(binding.name.clone(), variable);
                }
                Some(type_name) => nameless.push((binding.name.clone(), type_name.clone())),
                None => {}
            }
        }
        nameless
    }

    fn forget(&mut self, names: &[String]) -> Result<(), EvaluationError> {
        if names.is_empty() {
            return Ok(());
        }
        self.notebook().variables.retain(|name, _| !names.contains(name));
        let command = ChildCommand::Forget { names: names.iter().map(String::as_str).collect() };
        self.in_child(&command, &silent()).map(drop)
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

/// A cell that compiles, and what had to be given up for it.
struct Attempt {
    cell: Arc<CellText>,
    compiled: Compiled,
    source: Source,
    plan: Plan,
    /// With the cell's items.
    notebook: Notebook,
    /// Variables whose type the cell has redefined.
    lost: std::collections::BTreeSet<String>,
}

impl Started {
    fn new(prelude: Prelude, control: &Arc<Control>) -> Result<Self, EvaluationError> {
        let directory = SessionDir::create().map_err(|error| failure::of_temporary_directory(&error))?;
        let mut compiler = Compiler::new(&prelude, directory.path(), Arc::clone(control))
            .map_err(|error| failure::of_compiler(&error))?;
        compiler.prepare(Level::O0);
        let runner = Some(start_runner(&prelude)?);
        Ok(Self { prelude, compiler, runner, dependencies: Dependencies::default(), _directory: directory })
    }

    fn runner(&mut self) -> Result<&mut Runner, EvaluationError> {
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

pub(super) fn own_items(cell: &Arc<CellText>, parsed: &Parsed) -> Vec<KeptItem> {
    parsed
        .items
        .iter()
        .map(|item| KeptItem {
            item: item.clone(),
            cell: Arc::clone(cell),
            checkpoints: parsed.checkpoints.clone(),
            import: None,
        })
        .collect()
}

/// Gives up what stands in the way; says whether there was anything to give up.
fn relax(plan: &mut Plan, messages: &[message::Message], source: &Source) -> bool {
    let mut relaxed = false;
    let mut moved_away = Vec::new();
    for message in messages.iter().filter(|message| message.is_error()) {
        for purpose in diagnostics::culprits(message, source) {
            match purpose {
                Purpose::PutBack(name) => moved_away.push(name),
                Purpose::Put(name) => {
                    // Moved or never initialised is the cell's own doing; a borrow needs a word.
                    if !matches!(message.code(), "E0382" | "E0381") {
                        plan.borrows.insert(name.clone());
                    }
                    relaxed |= plan.not_put.insert(name.clone());
                }
                _ => {}
            }
        }
    }
    // A variable that cannot be put back may just be borrowed by one that cannot be kept: that one
    // goes first, and the next try tells.
    if !relaxed {
        for name in moved_away {
            relaxed |= plan.not_put_back.insert(name.clone());
        }
    }
    relaxed
}

/// Variables whose recorded type does not compile (any more).
fn unloadable(messages: &[message::Message], source: &Source) -> Vec<String> {
    let errors = messages.iter().filter(|message| message.is_error());
    let purposes = errors.filter_map(|message| diagnostics::main_purpose(message, source));
    purposes
        .filter_map(|purpose| if let Purpose::Take(name) = purpose { Some(name.clone()) } else { None })
        .collect()
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
        let result = self.run_code(&text, &silent());
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

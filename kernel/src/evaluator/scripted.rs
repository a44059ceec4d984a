//! A fake evaluator with a language of its own, for tests of the protocol: every line of a cell is
//! one thing that a real cell could do. No compiler, no child process, nothing left to chance.
//!
//! | line | does |
//! |---|---|
//! | `print TEXT`, `err TEXT` | writes a line to stdout, stderr |
//! | `show TEXT`, `display ID TEXT`, `update ID TEXT`, `clear` | displays, updates, clears |
//! | `result TEXT` | the cell's value |
//! | `ask PROMPT`, `secret PROMPT` | asks for a line and prints it |
//! | `flood MEBIBYTES` | writes so much to stdout |
//! | `spin TEXT` | writes lines until interrupted |
//! | `wait` | waits until interrupted |
//! | `fail NAME MESSAGE`, `panic MESSAGE` | ends the cell with an error, with a panic of the evaluator |

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use super::{
    Assistant, Cell, Completeness, CompletionItem, Completions, Evaluation, EvaluationError, Evaluator,
    InputError, Interrupter, OutputSink,
};
use crate::display::{DisplayData, MimeBundle, Output, StreamName};

const COMMANDS: [&str; 13] = [
    "ask", "clear", "display", "err", "fail", "flood", "panic", "print", "result", "secret", "show", "spin",
    "update",
];

/// See the module.
#[derive(Debug, Default)]
pub struct ScriptedEvaluator {
    state: Arc<State>,
}

/// What tests can ask about a scripted evaluator that a server has taken.
#[derive(Debug, Default)]
pub struct State {
    run: Mutex<Run>,
    interrupted: Condvar,
    pub warm_ups: AtomicUsize,
    pub shutdowns: AtomicUsize,
}

#[derive(Debug, Default)]
struct Run {
    running: bool,
    interrupted: bool,
}

impl ScriptedEvaluator {
    pub fn state(&self) -> Arc<State> {
        Arc::clone(&self.state)
    }
}

impl State {
    fn set_running(&self, running: bool) {
        *self.run.lock().unwrap_or_else(PoisonError::into_inner) = Run { running, interrupted: false };
    }

    fn is_interrupted(&self) -> bool {
        self.run.lock().unwrap_or_else(PoisonError::into_inner).interrupted
    }

    fn wait(&self) {
        let run = self.run.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.interrupted.wait_while(run, |run| !run.interrupted));
    }
}

impl Interrupter for State {
    fn interrupt(&self) {
        let mut run = self.run.lock().unwrap_or_else(PoisonError::into_inner);
        run.interrupted = run.running;
        self.interrupted.notify_all();
    }
}

impl Evaluator for ScriptedEvaluator {
    fn warm_up(&mut self) {
        self.state.warm_ups.fetch_add(1, Ordering::SeqCst);
    }

    fn evaluate(
        &mut self,
        cell: &Cell<'_>,
        output: &Arc<dyn OutputSink>,
    ) -> Result<Evaluation, EvaluationError> {
        self.state.set_running(true);
        let mut evaluation = Evaluation::default();
        let ended = cell
            .code
            .lines()
            .filter(|line| !line.trim().is_empty())
            .try_for_each(|line| run_line(line, &self.state, &**output, &mut evaluation));
        self.state.set_running(false);
        ended.map(|()| evaluation)
    }

    fn evaluate_expression(&mut self, expression: &str) -> Result<MimeBundle, EvaluationError> {
        match expression.strip_prefix("fail ") {
            Some(rest) => Err(failure(rest)),
            None => Ok(MimeBundle::text(expression)),
        }
    }

    fn interrupter(&self) -> Arc<dyn Interrupter> {
        self.state.clone()
    }

    fn assistant(&self) -> Arc<dyn Assistant> {
        Arc::new(ScriptedAssistant)
    }

    fn shutdown(&mut self) {
        self.state.shutdowns.fetch_add(1, Ordering::SeqCst);
    }
}

fn run_line(
    line: &str,
    state: &State,
    output: &dyn OutputSink,
    evaluation: &mut Evaluation,
) -> Result<(), EvaluationError> {
    let (command, rest) = line.split_once(' ').unwrap_or((line, ""));
    match command {
        "print" => write(output, StreamName::Stdout, rest),
        "err" => write(output, StreamName::Stderr, rest),
        "result" => evaluation.result = Some(MimeBundle::text(rest)),
        "show" => display(output, None, rest, false),
        "display" | "update" => {
            let (id, text) = rest.split_once(' ').unwrap_or((rest, ""));
            display(output, Some(id), text, command == "update");
        }
        "clear" => output.emit(Output::ClearOutput { wait: false }),
        "ask" | "secret" => ask(output, rest, command == "secret")?,
        "flood" => flood(output, rest)?,
        "spin" => spin(state, output, rest)?,
        "wait" => {
            state.wait();
            return Err(interrupted());
        }
        "fail" => return Err(failure(rest)),
        "panic" => panic!("{rest}"),
        _ => return Err(EvaluationError::new("UnknownCommand", command)),
    }
    Ok(())
}

fn write(output: &dyn OutputSink, name: StreamName, line: &str) {
    output.emit(Output::Stream { name, text: format!("{line}\n") });
}

fn display(output: &dyn OutputSink, id: Option<&str>, text: &str, update: bool) {
    let display_id = id.map(str::to_owned);
    output.emit(Output::Display(DisplayData {
        data: MimeBundle::text(text),
        display_id,
        update,
        ..DisplayData::default()
    }));
}

fn ask(output: &dyn OutputSink, prompt: &str, password: bool) -> Result<(), EvaluationError> {
    match output.input(prompt, password) {
        Ok(answer) => {
            write(output, StreamName::Stdout, &answer);
            Ok(())
        }
        Err(InputError::Interrupted) => Err(interrupted()),
        Err(InputError::NotAllowed) => {
            Err(EvaluationError::new("InputError", InputError::NotAllowed.to_string()))
        }
    }
}

fn flood(output: &dyn OutputSink, mebibytes: &str) -> Result<(), EvaluationError> {
    let mebibytes: usize = mebibytes
        .parse()
        .map_err(|_| EvaluationError::new("CommandError", format!("expected a number, got {mebibytes:?}")))?;
    let line = "x".repeat(1023);
    (0..mebibytes * 1024).for_each(|_| write(output, StreamName::Stdout, &line));
    Ok(())
}

fn spin(state: &State, output: &dyn OutputSink, text: &str) -> Result<(), EvaluationError> {
    while !state.is_interrupted() {
        write(output, StreamName::Stdout, text);
    }
    Err(interrupted())
}

fn interrupted() -> EvaluationError {
    EvaluationError::new("KeyboardInterrupt", "interrupted")
}

fn failure(rest: &str) -> EvaluationError {
    let (ename, evalue) = rest.split_once(' ').unwrap_or((rest, ""));
    EvaluationError::new(ename, evalue)
}

struct ScriptedAssistant;

/// The ASCII word that ends at the cursor, and where it begins.
fn word(code: &str, cursor: usize) -> (usize, &str) {
    let before = &code[..cursor];
    let start =
        before.rfind(|c: char| !c.is_ascii_alphanumeric()).map_or(0, |at| before.ceil_char_boundary(at + 1));
    (start, &before[start..])
}

impl Assistant for ScriptedAssistant {
    /// `…\` goes on, a `)` is too much, and what has a `?` in it cannot be told.
    fn is_complete(&self, code: &str) -> Completeness {
        match code {
            _ if code.ends_with('\\') => Completeness::Incomplete { indent: "  ".to_owned() },
            _ if code.contains(')') => Completeness::Invalid,
            _ if code.contains('?') => Completeness::Unknown,
            _ => Completeness::Complete,
        }
    }

    fn complete(&self, code: &str, cursor: usize) -> Completions {
        let (start, prefix) = word(code, cursor);
        let items = COMMANDS
            .iter()
            .filter(|command| command.starts_with(prefix))
            .map(|command| CompletionItem {
                text: (*command).to_owned(),
                kind: "function",
                signature: Some(format!("{command} TEXT")),
            })
            .collect();
        Completions { replace: start..cursor, items }
    }

    fn inspect(&self, code: &str, cursor: usize, detail: u8) -> Option<MimeBundle> {
        let (_, name) = word(code, cursor);
        COMMANDS.contains(&name).then(|| MimeBundle::text(format!("{name}, detail {detail}")))
    }
}

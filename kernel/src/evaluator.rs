//! What the server needs of whatever runs cells. The direct evaluator is the product, the evcxr
//! evaluator the yardstick and fall-back, the scripted one a fake for protocol tests; the server
//! cannot tell them apart.
//!
//! An evaluator is used from one thread, the execution thread, and may block there as long as the
//! cell runs. What must work meanwhile (interrupting, completing, judging completeness) goes
//! through the two handles that it gives out beforehand.

pub mod direct;
pub mod evcxr;
pub mod scripted;

pub use direct::CELL_CACHE_VARIABLE;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::display::{MimeBundle, Output};

/// One cell to run.
#[derive(Clone, Debug)]
pub struct Cell<'a> {
    pub code: &'a str,
    /// The number in `In [n]`; error messages name the place by it.
    pub number: u32,
}

/// Where a running cell's output goes. `emit` may block: that is the back-pressure which keeps an
/// endlessly printing cell from filling memory.
pub trait OutputSink: Send + Sync {
    fn emit(&self, output: Output);

    /// Asks the person at the front end for a line.
    ///
    /// # Errors
    /// When the front end said that it cannot ask (`allow_stdin: false`) or the wait was interrupted.
    fn input(&self, prompt: &str, password: bool) -> Result<String, InputError>;

    /// The code that will be run after this cell, if it is known by now.
    fn next_code(&self) -> Option<String> {
        None
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
    #[error("this front end cannot ask for input (it said allow_stdin: false)")]
    NotAllowed,
    #[error("interrupted while waiting for input")]
    Interrupted,
}

/// A cell that ended well: the value of its last expression, if it had one to show.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evaluation {
    pub result: Option<MimeBundle>,
}

/// A cell that did not. The same three fields go into the `error` message and into the reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvaluationError {
    /// The kind in one word, as front ends and `nbclient` match on it: `CompileError`, `Panic`,
    /// `Error` (a failed `?`), `KeyboardInterrupt`, `ProcessDied`, `CommandError`, …
    pub ename: String,
    pub evalue: String,
    /// Lines to show, with ANSI colours.
    pub traceback: Vec<String>,
}

impl EvaluationError {
    pub fn new(ename: &str, evalue: impl Into<String>) -> Self {
        let evalue = evalue.into();
        let traceback = vec![format!("\x1b[31;1m{ename}\x1b[0m: {evalue}")];
        Self { ename: ename.to_owned(), evalue, traceback }
    }
}

impl fmt::Display for EvaluationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.ename, self.evalue)
    }
}

impl std::error::Error for EvaluationError {}

pub trait Evaluator: Send {
    /// The version of Rust that cells are written in, for `kernel_info_reply`. Known without asking
    /// anybody, since the kernel's first answer waits for it.
    fn language_version(&self) -> String {
        env!("CARGO_PKG_RUST_VERSION").to_owned()
    }

    /// Starts what makes the first cell fast (compiler, prelude, child) without waiting for it.
    fn warm_up(&mut self) {}

    /// Runs one cell to its end.
    ///
    /// # Errors
    /// Whatever ended the cell early, ready to be shown.
    fn evaluate(
        &mut self,
        cell: &Cell<'_>,
        output: &Arc<dyn OutputSink>,
    ) -> Result<Evaluation, EvaluationError>;

    /// Evaluates one expression of `user_expressions`, without output and without new variables.
    ///
    /// # Errors
    /// As for a cell.
    fn evaluate_expression(&mut self, expression: &str) -> Result<MimeBundle, EvaluationError>;

    fn interrupter(&self) -> Arc<dyn Interrupter>;

    fn assistant(&self) -> Arc<dyn Assistant>;

    /// Ends the child and removes temporary files. Called once, last.
    fn shutdown(&mut self);
}

/// Stops what the evaluator is doing, from any thread. Without a running cell it does nothing.
pub trait Interrupter: Send + Sync {
    fn interrupt(&self);
}

/// Answers about code while a cell may be running. Offsets are bytes into `code`; the server
/// translates them from and to the wire's code points.
pub trait Assistant: Send + Sync {
    fn is_complete(&self, code: &str) -> Completeness;
    fn complete(&self, code: &str, cursor: usize) -> Completions;
    /// `detail` is the protocol's `detail_level` (0 or 1).
    fn inspect(&self, code: &str, cursor: usize, detail: u8) -> Option<MimeBundle>;
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Completeness {
    Complete,
    /// The front end should continue the cell on a new line that starts with `indent`.
    Incomplete {
        indent: String,
    },
    Invalid,
    Unknown,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completions {
    /// The part of the code that a match replaces.
    pub replace: Range<usize>,
    pub items: Vec<CompletionItem>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompletionItem {
    pub text: String,
    /// `function`, `variable`, `type`, `module`, `keyword`, `command`, … as JupyterLab draws icons.
    pub kind: &'static str,
    pub signature: Option<String>,
}

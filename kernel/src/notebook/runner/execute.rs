//! The order of execution and what an error means for the rest: `nbclient`'s rules. A cell may fail
//! without harm if it is tagged `raises-exception` or errors are allowed; a cell tagged
//! `skip-execution` and an empty one are left as they are, old outputs included.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::notebook::model::{Cell, CellKind, Notebook};
use crate::notebook::outputs::OutputCollector;

use super::progress::Progress;

/// What runs cells: a live kernel, or a script in tests.
pub(super) trait CellKernel {
    /// Runs one cell; each message of it goes to `on_message` as type and content. The `next` one may
    /// be prepared meanwhile.
    fn run_cell(
        &mut self,
        code: &str,
        next: Option<&str>,
        stop_on_error: bool,
        on_message: &mut dyn FnMut(&str, &Value),
    ) -> CellEnd;
}

/// How a cell ended.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum CellEnd {
    Done,
    /// As the reply says it.
    Failed {
        ename: String,
        evalue: String,
        traceback: Vec<String>,
    },
    /// It ran too long and was interrupted.
    TimedOut {
        after: Duration,
    },
    /// The person at the terminal stopped it.
    Stopped,
    /// There is no kernel any more.
    KernelLost {
        reason: String,
    },
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Policy {
    pub(super) allow_errors: bool,
}

/// A cell that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellFailure {
    /// The cell's place in the notebook, from 0, text cells counted.
    pub cell: usize,
    pub execution_count: Option<u64>,
    pub ename: String,
    pub evalue: String,
    /// Lines with ANSI colours.
    pub traceback: Vec<String>,
}

/// How many cells a run of this notebook executes if none fails.
pub(super) fn planned(notebook: &Notebook) -> usize {
    notebook.cells().filter(|&cell| is_executed(cell)).count()
}

fn is_executed(cell: Cell<'_>) -> bool {
    cell.kind() == CellKind::Code && !cell.source().trim().is_empty() && !cell.has_tag("skip-execution")
}

/// Executes the cells in order. Returns how many were, and those that failed without leave.
pub(super) fn execute(
    notebook: &mut Notebook,
    kernel: &mut dyn CellKernel,
    policy: Policy,
    progress: &mut Progress,
) -> (usize, Vec<CellFailure>) {
    let mut collector = OutputCollector::default();
    let mut failures = Vec::new();
    let mut executed = 0;
    let cells: Vec<(usize, String, bool)> = notebook
        .cells()
        .enumerate()
        .filter(|&(_, cell)| is_executed(cell))
        .map(|(index, cell)| (index, cell.source(), policy.allow_errors || cell.has_tag("raises-exception")))
        .collect();
    for (place, (index, source, may_fail)) in cells.iter().enumerate() {
        let (index, may_fail) = (*index, *may_fail);
        let next = cells.get(place + 1).map(|(_, source, _)| source.as_str());
        executed += 1;
        progress.begin(source);
        let begun = Instant::now();
        collector.begin(notebook, index);
        let end = kernel.run_cell(source, next, !may_fail, &mut |msg_type, content| {
            collector.message(notebook, index, msg_type, content);
        });
        collector.finish(notebook, index);
        let goes_on = may_fail && matches!(end, CellEnd::Failed { .. } | CellEnd::TimedOut { .. });
        let failure = failure(notebook, index, end);
        let count = notebook.cells().nth(index).and_then(Cell::execution_count);
        progress.end(count, begun.elapsed(), failure.as_ref().map(|_| may_fail));
        if let Some(failure) = failure
            && !goes_on
        {
            progress.report(&failure);
            failures.push(failure);
            break;
        }
    }
    (executed, failures)
}

/// Puts the end of a cell into words. What the kernel could not say itself is added to the outputs,
/// so that the written files tell it too.
fn failure(notebook: &mut Notebook, cell: usize, end: CellEnd) -> Option<CellFailure> {
    let (ename, evalue, traceback) = match end {
        CellEnd::Done => return None,
        CellEnd::Failed { ename, evalue, traceback } => (ename, evalue, traceback),
        CellEnd::TimedOut { after } => {
            let evalue = format!("the cell ran for {:.1} s, more than --timeout allows", after.as_secs_f64());
            own_error(notebook, cell, "Timeout", evalue)
        }
        CellEnd::Stopped => own_error(notebook, cell, "Interrupted", "stopped from the terminal".to_owned()),
        CellEnd::KernelLost { reason } => own_error(notebook, cell, "KernelDied", reason),
    };
    let execution_count = notebook.cells().nth(cell).and_then(Cell::execution_count);
    Some(CellFailure { cell, execution_count, ename, evalue, traceback })
}

fn own_error(
    notebook: &mut Notebook,
    cell: usize,
    ename: &str,
    evalue: String,
) -> (String, String, Vec<String>) {
    let traceback = vec![format!("\x1b[31;1m{ename}\x1b[0m: {evalue}")];
    if let Some(outputs) = notebook.outputs_mut(cell) {
        let error = json!({"ename": ename, "evalue": evalue, "output_type": "error", "traceback": traceback});
        outputs.push(error);
    }
    (ename.to_owned(), evalue, traceback)
}

#[cfg(test)]
mod tests;

//! `execute_request`: the execution thread takes one cell after the other and runs each from `busy`
//! to `idle`. It alone holds the evaluator.
//!
//! Everything that a cell publishes is with the socket before its reply is sent: one flush, no
//! waiting by the clock.

mod output;
pub mod queue;

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use serde_json::{Map, Value};

use super::Kernel;
use crate::display::MimeBundle;
use crate::evaluator::{Cell, Evaluation, EvaluationError, Evaluator, OutputSink};
use crate::iopub::{Publication, Work};
use crate::protocol::content::{
    ErrorOutput, ExecuteInput, ExecuteReply, ExecuteRequest, ExecuteResult, ExpressionReply, Outcome, Shown,
};
use crate::protocol::route::Caller;
use output::CellOutput;
use queue::Job;

/// The life of the execution thread. `settle` is called when a cell has failed: after it, every
/// request that had reached the kernel by then is in the queue.
pub fn run(kernel: &Arc<Kernel>, mut evaluator: Box<dyn Evaluator>, settle: impl Fn()) {
    guard(|| evaluator.warm_up()).unwrap_or_else(|error| tracing::error!(%error, "warming up failed"));
    while let Some(job) = kernel.queue.next() {
        run_job(kernel, &mut *evaluator, &job, &settle);
    }
    kernel.queue.drain().iter().for_each(|job| abort(kernel, job));
    guard(|| evaluator.shutdown()).unwrap_or_else(|error| tracing::error!(%error, "shutting down failed"));
}

fn run_job(kernel: &Arc<Kernel>, evaluator: &mut dyn Evaluator, job: &Job, settle: &impl Fn()) {
    let Job { caller, request } = job;
    kernel.session.interaction.begin();
    kernel.iopub.publish(&caller.header, Publication::Busy(Work::Cell));
    let started = chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
    let reply = run_cell(kernel, evaluator, caller, request);
    // What waits behind a failed cell is taken out before anybody hears of the failure: a request
    // that somebody sends because of it must run.
    let behind = if stops_others(request, &reply) {
        settle();
        kernel.queue.drain()
    } else {
        VecDeque::new()
    };
    kernel.iopub.flush(&caller.header);
    // JupyterLab shows how long a cell took from this.
    caller.send_with(Map::from_iter([("started".to_owned(), started.into())]), &reply);
    kernel.iopub.publish(&caller.header, Publication::Idle(Work::Cell));
    behind.iter().for_each(|job| abort(kernel, job));
}

fn stops_others(request: &ExecuteRequest, reply: &ExecuteReply) -> bool {
    matches!(reply.outcome, Outcome::Error(_)) && request.stop_on_error && !request.silent
}

fn run_cell(
    kernel: &Arc<Kernel>,
    evaluator: &mut dyn Evaluator,
    caller: &Caller,
    request: &ExecuteRequest,
) -> ExecuteReply {
    let number = kernel.session.execution_count() + 1;
    if !request.silent {
        publish_input(kernel, caller, &request.code, number);
    }
    if request.code.trim().is_empty() {
        // As IPython does: nothing ran, so nothing is counted.
        let expressions = expressions(evaluator, &request.user_expressions);
        return reply(Outcome::Ok, number - 1, expressions);
    }
    let stored = request.store_history && !request.silent;
    if stored {
        kernel.session.count_cell();
        kernel.session.history.input(number, &request.code);
    }
    let evaluated = evaluate(kernel, evaluator, caller, request, number);
    let (outcome, expressions) = match evaluated {
        Ok(evaluation) => {
            publish_result(kernel, caller, request, number, evaluation);
            (Outcome::Ok, expressions(evaluator, &request.user_expressions))
        }
        Err(error) => {
            let error = error_output(error);
            if !request.silent {
                kernel.iopub.publish(&caller.header, Publication::Error(error.clone()));
            }
            (Outcome::Error(error), Map::new())
        }
    };
    // A silent cell has no number: the counter stands where it stood.
    reply(outcome, if request.silent { number - 1 } else { number }, expressions)
}

fn publish_input(kernel: &Kernel, caller: &Caller, code: &str, number: u32) {
    let execution_count = usize::try_from(number).unwrap_or(usize::MAX).into();
    let content = ExecuteInput { code: code.to_owned(), execution_count };
    kernel.iopub.publish(&caller.header, Publication::ExecuteInput(content));
}

fn evaluate(
    kernel: &Arc<Kernel>,
    evaluator: &mut dyn Evaluator,
    caller: &Caller,
    request: &ExecuteRequest,
    number: u32,
) -> Result<Evaluation, EvaluationError> {
    if kernel.session.interaction.interrupted() {
        return Err(EvaluationError::new("KeyboardInterrupt", "interrupted before it began"));
    }
    let output: Arc<dyn OutputSink> = Arc::new(CellOutput {
        kernel: Arc::clone(kernel),
        caller: caller.clone(),
        silent: request.silent,
        allow_stdin: request.allow_stdin,
        next_code: request.next_code.clone(),
    });
    let cell = Cell { code: &request.code, number };
    guard(|| evaluator.evaluate(&cell, &output))?
}

fn publish_result(
    kernel: &Kernel,
    caller: &Caller,
    request: &ExecuteRequest,
    number: u32,
    evaluation: Evaluation,
) {
    let Some(result) = evaluation.result.filter(|result| !request.silent && !result.is_empty()) else {
        return;
    };
    if request.store_history
        && let Some(text) = result.get("text/plain")
    {
        kernel.session.history.output(number, text);
    }
    let size = result.0.values().map(|value| value.as_str().map_or(0, str::len)).sum();
    let content = ExecuteResult { execution_count: number, shown: shown(result) };
    kernel.iopub.publish_output(&caller.header, Publication::ExecuteResult(content), size);
}

/// Evaluates `user_expressions`, each with an outcome of its own.
fn expressions(evaluator: &mut dyn Evaluator, wanted: &Map<String, Value>) -> Map<String, Value> {
    let mut replies = Map::new();
    for (name, expression) in wanted {
        let evaluated = match expression.as_str() {
            Some(expression) => guard(|| evaluator.evaluate_expression(expression)).and_then(|value| value),
            None => Err(EvaluationError::new("TypeError", format!("expected a string, got {expression}"))),
        };
        let reply = match evaluated {
            Ok(bundle) => ExpressionReply { outcome: Outcome::Ok, shown: Some(shown(bundle)) },
            Err(error) => ExpressionReply { outcome: Outcome::Error(error_output(error)), shown: None },
        };
        if let Ok(reply) = serde_json::to_value(reply) {
            replies.insert(name.clone(), reply);
        }
    }
    replies
}

/// Tells who asked for a cell that it will not run.
fn abort(kernel: &Kernel, job: &Job) {
    let header = &job.caller.header;
    kernel.iopub.publish(header, Publication::Busy(Work::Cell));
    let reply = ExecuteReply {
        outcome: Outcome::Aborted,
        execution_count: None,
        user_expressions: Map::new(),
        payload: Vec::new(),
    };
    job.caller.send(&reply);
    kernel.iopub.publish(header, Publication::Idle(Work::Cell));
}

/// A panic in an evaluator is its mistake, to be shown like any other end of a cell; the kernel
/// goes on.
fn guard<T>(work: impl FnOnce() -> T) -> Result<T, EvaluationError> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let said = panic
            .downcast_ref::<&str>()
            .map(|said| (*said).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_default();
        EvaluationError::new("InternalError", format!("the kernel itself panicked: {said}"))
    })
}

fn reply(outcome: Outcome, execution_count: u32, user_expressions: Map<String, Value>) -> ExecuteReply {
    ExecuteReply { outcome, execution_count: Some(execution_count), user_expressions, payload: Vec::new() }
}

fn shown(bundle: MimeBundle) -> Shown {
    Shown { data: bundle.0, metadata: Map::new() }
}

fn error_output(error: EvaluationError) -> ErrorOutput {
    ErrorOutput { ename: error.ename, evalue: error.evalue, traceback: error.traceback }
}

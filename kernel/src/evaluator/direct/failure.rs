//! Everything that can end a cell early, in words for the person whose cell it was: what happened,
//! what it means for the variables, what to do.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io;

use super::compiler::CompileError;
use super::diagnostics;
use super::message::{BODY_FILE, Message, first_quoted, last_quoted};
use super::mixed_numbers;
use super::notebook::{KeptItem, Notebook};
use super::python_habits;
use super::runner::{Death, PanicReport, Place, Status};
use super::source::Source;
use super::syntax::Parsed;
use crate::evaluator::EvaluationError;

const RED: &str = "\x1b[31;1m";
const RESET: &str = "\x1b[0m";

pub fn interrupted() -> EvaluationError {
    EvaluationError::new("KeyboardInterrupt", "the cell was interrupted; all variables are kept")
}

pub fn inner_attribute(attribute: &str) -> EvaluationError {
    let message = format!(
        "`{attribute}` is an attribute of a whole crate and cannot stand in a cell; put `#[…]` on the item it is for"
    );
    EvaluationError::new("UnsupportedCode", message)
}

pub fn of_compiler(error: &CompileError) -> EvaluationError {
    match error {
        CompileError::Interrupted => interrupted(),
        other => EvaluationError::new("CompilerFailure", other.to_string()),
    }
}

pub fn of_temporary_directory(error: &io::Error) -> EvaluationError {
    let message = format!(
        "Ferrolab cannot make its temporary directory in {}: {error}; free some space there or set TMPDIR",
        std::env::temp_dir().display()
    );
    EvaluationError::new("SystemError", message)
}

pub fn of_child_start(error: &io::Error) -> EvaluationError {
    EvaluationError::new("SystemError", format!("the process that runs cells did not start: {error}"))
}

pub fn wrong_abi(found: u32) -> EvaluationError {
    let message = format!(
        "this kernel speaks version {} of the runtime contract, the installed prelude version {found}; \
         run `{}` to build the one that belongs to it",
        super::runner::ABI,
        crate::invocation::of("install")
    );
    EvaluationError::new("PreludeMismatch", message)
}

/// The child has died under a cell.
pub fn died(death: Option<(io::Result<Death>, bool)>, interrupted: bool, lost: &[String]) -> EvaluationError {
    let what = match death {
        Some((Ok(_), _)) if interrupted => {
            "the cell did not stop when interrupted, so its process was ended".into()
        }
        Some((Ok(death), overflowed)) => death.describe(overflowed),
        Some((Err(error), _)) => format!("the process that ran the cell ended ({error})"),
        None => "the process that ran the cell ended".into(),
    };
    let variables = if lost.is_empty() {
        "no variables were lost".to_owned()
    } else {
        format!("lost variables: {}", lost.join(", "))
    };
    let name = if interrupted { "KeyboardInterrupt" } else { "ProcessDied" };
    EvaluationError::new(
        name,
        format!(
            "{what}; {variables}. Functions and types are kept, and a new process is ready: run the cells that make the variables again."
        ),
    )
}

/// A run that ended in an error; `gone` are variables that it took with it.
pub fn of_run(status: Status, source: &Source, gone: &[String]) -> EvaluationError {
    let mut error = match status {
        Status::Ok => EvaluationError::new("InternalError", "a success was taken for a failure"),
        Status::Interrupted => interrupted(),
        Status::Failed { message } => EvaluationError::new("SystemError", message),
        Status::Error { type_name, message, location } => {
            let message = without_plan(&message).to_owned();
            let place = location.and_then(|place| cell_place(&place, source));
            let mut error = EvaluationError::new("Error", message.clone());
            let kind = match short_type(&type_name) {
                "Error" => String::new(),
                kind => format!(" ({kind})"),
            };
            error.traceback = vec![with_place(&format!("{RED}Error{RESET}{kind}: {message}"), place)];
            error
        }
        Status::Panic(report) => of_panic(&report, source),
    };
    if !gone.is_empty() {
        let note = format!("the cell had taken these variables for good: {}", gone.join(", "));
        error.traceback.push(note);
    }
    error
}

/// polars' errors about a query draw the query as far as they got, in words that few can read.
fn without_plan(message: &str) -> &str {
    message.split("\n\nResolved plan until failure").next().unwrap_or(message)
}

fn of_panic(report: &PanicReport, source: &Source) -> EvaluationError {
    let place = report.location.as_ref().map(|place| match cell_place(place, source) {
        Some(inside) => inside,
        None => format!("{}:{}:{}", place.file, place.line, place.column),
    });
    let mut error = EvaluationError::new("Panic", report.message.clone());
    error.traceback = vec![with_place(&format!("{RED}Panic{RESET}: {}", report.message), place)];
    let frames = super::frames::describe(&report.frames, source);
    if !frames.is_empty() {
        error.traceback.push(frames);
    }
    error
}

pub fn thread_panic(thread: &str, report: &PanicReport) -> String {
    format!("thread `{thread}` panicked: {}\n", report.message)
}

/// A place in the generated body, as a place in a cell.
fn cell_place(place: &Place, source: &Source) -> Option<String> {
    if place.file != BODY_FILE {
        return None;
    }
    let at = source.offset(place.line, place.column)?;
    // A last expression stands in brackets of ours, and the compiler counts them as part of it.
    source.user_span(at..at + 1).or_else(|| source.user_span(at + 1..at + 2)).map(|span| span.place())
}

fn with_place(text: &str, place: Option<String>) -> String {
    match place {
        Some(place) => format!("{text}\n  at {place}"),
        None => text.to_owned(),
    }
}

/// `polars_error::PolarsError` is `PolarsError` to the reader.
fn short_type(name: &str) -> &str {
    let plain = name.split('<').next().unwrap_or(name);
    let last = plain.rsplit("::").next().unwrap_or(plain);
    if plain.len() == name.len() { last } else { name }
}

/// An impl of an earlier cell had to go.
pub fn outdated(old: &KeptItem) -> String {
    let head = old.text().split('{').next().unwrap_or_default().trim();
    format!(
        "note: `{head}` of {} does not fit the type as it is now and is gone; adapt it and run its cell again\n",
        old.cell.name
    )
}

pub fn redefined(lost: &[String]) -> String {
    format!("note: the type of these variables has changed, so they are gone: {}\n", lost.join(", "))
}

/// Why new variables of a cell are not there for later cells, by name.
pub fn unkept(nameless: &[(String, String)], borrows: &BTreeSet<String>) -> Vec<(String, String)> {
    let reason = |type_name: &str| {
        let (what, remedy) = if type_name.contains("closure@") {
            ("a closure", "write it as a `fn`, or keep it as `Box<dyn Fn(…) -> …>`")
        } else if type_name.contains("fn(") {
            ("a function's own type", "call the function by its name, or keep it as a `fn(…) -> …` pointer")
        } else {
            ("a type without a name", "collect it, box it as `Box<dyn …>`, or use it in the same cell")
        };
        format!("since {what} cannot be named in another; {remedy}")
    };
    let borrowed = "since it borrows from another variable; keep it with `.clone()` or `.to_owned()`";
    let nameless = nameless.iter().map(|(name, type_name)| (name.clone(), reason(type_name)));
    nameless.chain(borrows.iter().map(|name| (name.clone(), borrowed.to_owned()))).collect()
}

/// Help that the compiler cannot give, since it does not know that there are other cells.
pub fn hints(
    messages: &[Message],
    source: &Source,
    notebook: &Notebook,
    lost: &BTreeSet<String>,
    parsed: &Parsed,
) -> Vec<String> {
    let mut hints = Vec::new();
    for message in messages.iter().filter(|message| message.is_error()) {
        if let Some(name) = missing_name(message) {
            if lost.contains(name) {
                hints.push(format!(
                    "`{name}` had the former type, which this cell changes; make it again afterwards"
                ));
            } else if let Some(reason) = notebook.gone.get(name) {
                hints.push(format!("the variable `{name}` is gone: {reason}"));
            }
        }
        hints.extend(mixed_numbers::mixed(message).map(mixed_numbers::hint));
        if matches!(message.code(), "E0596" | "E0384" | "E0594") {
            hints.extend(immutable_variable(message, notebook, parsed));
        }
    }
    hints.dedup();
    if hints.is_empty() {
        hints = python_habits::hints(messages, source);
    }
    hints
}

fn missing_name(message: &Message) -> Option<&str> {
    // E0423: something that is no value, such as a macro, has the name.
    let name = last_quoted(&message.message);
    matches!(message.code(), "E0425" | "E0423").then_some(name).flatten()
}

fn immutable_variable(message: &Message, notebook: &Notebook, parsed: &Parsed) -> Option<String> {
    let name = first_quoted(&message.message)?.trim_start_matches('*');
    let variable = notebook.variables.get(name)?;
    let is_own = parsed.bindings.iter().any(|binding| binding.name == name);
    (!is_own).then(|| {
        let mut hint = String::new();
        let _ = write!(hint, "`{name}` was made in {} without `mut`; write `let mut {name} = {name};` to change it from here on", variable.cell);
        hint
    })
}

pub fn command(message: impl Into<String>) -> EvaluationError {
    EvaluationError::new("CommandError", message)
}

pub fn unusable_dependency(error: CompileError) -> EvaluationError {
    let reason = match error {
        CompileError::Rejected(messages) => {
            messages.iter().map(|message| message.message.as_str()).collect::<Vec<_>>().join("; ")
        }
        other => other.to_string(),
    };
    command(format!(
        "the crate was built but cannot be used beside the prelude ({reason}); the notebook is as it was"
    ))
}

/// Errors of a command's own compilation (`:type`), without code of the person's to point at.
pub fn of_rejected(messages: &[Message], source: &Source) -> EvaluationError {
    diagnostics::compile_error(messages, source, &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_death_says_what_was_lost_and_what_was_not() {
        let error = died(None, false, &["df".into(), "x".into()]);
        assert!(error.evalue.contains("lost variables: df, x") && error.evalue.contains("types are kept"));
        assert_eq!(died(None, true, &[]).ename, "KeyboardInterrupt");
    }

    #[test]
    fn types_are_shortened_where_that_loses_nothing() {
        assert_eq!(short_type("polars_error::PolarsError"), "PolarsError");
        assert_eq!(short_type("&str"), "&str");
        assert_eq!(
            short_type("alloc::boxed::Box<dyn core::error::Error>"),
            "alloc::boxed::Box<dyn core::error::Error>"
        );
    }

    #[test]
    fn an_unkept_variable_comes_with_its_remedy() {
        let closure = ("f".into(), "{closure@/dev/stdin:1:1: 1:4}".into());
        let reasons = unkept(&[closure], &BTreeSet::from(["view".into()]));
        assert!(reasons[0].1.contains("since a closure") && reasons[0].1.contains("Box<dyn Fn"));
        assert!(reasons[1].0 == "view" && reasons[1].1.contains(".to_owned()"));
    }
}

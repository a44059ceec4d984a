//! evcxr's errors in the words, and with the drawings, of the direct evaluator. Places come as lines
//! and columns of the text that evcxr was given, which remembers the cell.

use std::collections::BTreeSet;

use evcxr::{CompilationError, Error};

use super::pump::Report;
use super::session::Session;
use crate::evaluator::EvaluationError;
use crate::evaluator::direct::diagnostics::{self, type_in_label};
use crate::evaluator::direct::failure;
use crate::evaluator::direct::message::{BODY_FILE, Code, Message, Span};
use crate::evaluator::direct::notebook::Notebook;
use crate::evaluator::direct::runner::{PanicReport, Place, Status};
use crate::evaluator::direct::source::{Purpose, Source};
use crate::evaluator::direct::syntax::Parsed;

/// What came with the end of a cell.
#[derive(Default)]
pub struct End<'a> {
    pub interrupted: bool,
    /// Variables that are gone.
    pub lost: &'a [String],
    /// For hints: what the notebook has, and the cell.
    pub known: Option<(&'a Notebook, &'a Parsed)>,
}

/// A cell that evcxr refused, or that took its process with it.
pub fn refused(error: &Error, report: &Report, source: &Source, end: &End<'_>) -> EvaluationError {
    let interrupted = end.interrupted;
    match error {
        Error::SubprocessTerminated(_) if report.overflowed => died("its stack overflowed", end),
        Error::SubprocessTerminated(message) => died(message, end),
        Error::CompilationErrors(errors) if !errors.is_empty() && !interrupted => {
            let messages = messages(errors, source);
            let hints = end.known.map(|(notebook, parsed)| {
                failure::hints(&messages, source, notebook, &BTreeSet::new(), parsed)
            });
            diagnostics::compile_error(&messages, source, &hints.unwrap_or_default())
        }
        _ if interrupted => failure::interrupted(),
        other => EvaluationError::new("CompileError", other.to_string().trim_end()),
    }
}

pub fn died(message: &str, end: &End<'_>) -> EvaluationError {
    let lost = match end.lost {
        [] => "no variables were lost".to_owned(),
        names => format!("lost variables: {}", names.join(", ")),
    };
    let (name, what) = if end.interrupted {
        ("KeyboardInterrupt", "the cell did not stop when interrupted, so its process was ended".to_owned())
    } else {
        let message = message.trim().replace("Subprocess terminated with status: ", "");
        ("ProcessDied", format!("the process that ran the cell ended ({message})"))
    };
    let rest = "Functions and types are kept, and a new process is ready: run the cells that make the variables again.";
    EvaluationError::new(name, format!("{what}; {lost}. {rest}"))
}

/// A cell that ran and ended early; `gone` are variables that it took with it.
pub fn ended_early(
    status: Status,
    report: &Report,
    session: &Session,
    source: &Source,
    gone: &[String],
) -> EvaluationError {
    let here = |place: Place| in_source(&place, session, source).unwrap_or(place);
    match status {
        // The `?` stood inside a macro, where it was not taken note of.
        Status::Error { type_name, .. } if type_name.is_empty() => {
            let message = report.complaints.join("\n");
            EvaluationError::new("Error", if message.is_empty() { "a `?` met an error" } else { &message })
        }
        Status::Error { type_name, message, location } => {
            failure::of_run(Status::Error { type_name, message, location: location.map(here) }, source, gone)
        }
        Status::Panic(panic) => {
            let location = panic.location.map(here);
            failure::of_run(Status::Panic(PanicReport { location, ..panic }), source, gone)
        }
        other => failure::of_run(other, source, gone),
    }
}

/// evcxr puts lines of its own before and between the person's, and keeps the latter as they are.
fn in_source(place: &Place, session: &Session, source: &Source) -> Option<Place> {
    let line = session.compiled_line(place.line).filter(|_| place.file.ends_with("lib.rs"))?;
    let before: usize = line.chars().take(place.column.checked_sub(1)? as usize).map(char::len_utf8).sum();
    let start = source.text().find(line.trim_end()).filter(|_| !line.trim().is_empty())?;
    // What was put in before a part of the cell stands for that part.
    let at = (start + before..source.text().len()).find(|at| source.purpose(*at).is_none())?;
    let (line, column) = line_and_column(source.text(), at);
    Some(Place { file: BODY_FILE.to_owned(), line, column })
}

fn line_and_column(text: &str, at: usize) -> (u32, u32) {
    let before = &text[..at];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let count = |number: usize| u32::try_from(number + 1).unwrap_or(u32::MAX);
    (count(before.matches('\n').count()), count(before[line_start..].chars().count()))
}

/// Variables because of which evcxr refuses the cell, though the cell itself may be right: their type
/// has no name that it could write, they borrow, or nothing has been assigned to them.
pub fn unkeepable(error: &Error, source: &Source) -> Vec<String> {
    match error {
        Error::Message(message) => unkeepable_in(message).into_iter().collect(),
        Error::CompilationErrors(errors) => {
            let by_place = messages(errors, source)
                .iter()
                .flat_map(|message| &message.spans)
                .filter_map(|span| match source.purpose(span.byte_start) {
                    Some(Purpose::Put(name)) => Some(name.clone()),
                    _ => None,
                })
                .collect::<Vec<_>>();
            let by_words = errors.iter().filter_map(|error| unkeepable_in(&error.message()));
            by_words.chain(by_place).collect()
        }
        _ => Vec::new(),
    }
}

fn unkeepable_in(message: &str) -> Option<String> {
    let reasons = ["be persisted", "automatically determine type", "isn't initialized"];
    let is_told = reasons.iter().any(|reason| message.contains(reason));
    let (before, rest) = message.split_once('`').filter(|_| is_told)?;
    let is_variable = before.ends_with("ariable ") || before.ends_with("binding ");
    rest.split('`').next().filter(|_| is_variable).map(str::to_owned)
}

/// The compiler's own messages, with places in the text that evcxr was given.
pub fn messages(errors: &[CompilationError], source: &Source) -> Vec<Message> {
    errors.iter().map(|error| message(error, source)).collect()
}

fn message(error: &CompilationError, source: &Source) -> Message {
    let spans = error.spanned_messages().iter().filter_map(|spanned| {
        let span = spanned.span?;
        // Without a label of its own, evcxr repeats the message.
        let label = Some(&spanned.label).filter(|label| !label.is_empty() && !label.starts_with("error: "));
        Some(Span {
            file_name: BODY_FILE.to_owned(),
            byte_start: offset(source, span.start_line, span.start_column)?,
            byte_end: offset(source, span.end_line, span.end_column)?,
            is_primary: spanned.is_primary,
            label: label.cloned(),
            suggested_replacement: None,
            expansion: None,
        })
    });
    Message {
        message: error.message(),
        code: error.code().map(|code| Code { code: code.to_owned() }),
        level: error.level().to_owned(),
        spans: spans.collect(),
        children: children(error),
    }
}

/// Notes and help without a place, and suggestions for the cell itself. Those for generated lines
/// would only confuse.
fn children(error: &CompilationError) -> Vec<Message> {
    let all = error.json["children"].as_array().into_iter().flatten();
    let placeless =
        all.filter(|child| child["spans"].as_array().is_some_and(Vec::is_empty)).filter_map(|child| {
            let message = child["message"].as_str().filter(|message| !message.contains("RUST_BACKTRACE"))?;
            Some(child_message(child["level"].as_str().unwrap_or("note"), message))
        });
    let suggestions = error.help_spanned().iter().filter(|help| help.span.is_some());
    let suggestions = suggestions.filter_map(|help| help.label.split_once(": "));
    placeless
        .chain(suggestions.map(|(level, message)| child_message(level, &without_block(message))))
        .collect()
}

/// A suggestion of several lines says nothing without its place.
fn without_block(message: &str) -> String {
    match message.split_once(": `") {
        Some((words, text)) if text.trim_end_matches('`').trim().is_empty() || text.contains('\n') => {
            words.to_owned()
        }
        _ => message.to_owned(),
    }
}

fn child_message(level: &str, message: &str) -> Message {
    Message {
        message: message.to_owned(),
        code: None,
        level: level.to_owned(),
        spans: Vec::new(),
        children: Vec::new(),
    }
}

fn offset(source: &Source, line: usize, column: usize) -> Option<usize> {
    source.offset(line.try_into().ok()?, column.try_into().ok()?)
}

/// Names and types of the variables that a probe asked for, in the order of the code.
pub fn types(errors: &[CompilationError]) -> Vec<(String, String)> {
    let lints = errors.iter().filter(|error| error.code() == Some("dropping_references"));
    let spans = lints.flat_map(|error| error.json["spans"].as_array().into_iter().flatten());
    let mut found: Vec<_> = spans.filter_map(typed_name).collect();
    found.sort_by_key(|(place, ..)| *place);
    found.into_iter().map(|(_, name, type_name)| (name, type_name)).collect()
}

/// Reads `&((name))` from the line that the span is about.
fn typed_name(span: &serde_json::Value) -> Option<((u64, u64), String, String)> {
    let type_name = type_in_label(span["label"].as_str()?)?;
    let (line, column) = (span["line_start"].as_u64()?, span["column_start"].as_u64()?);
    let text = span["text"][0]["text"].as_str()?;
    let argument: String = text.chars().skip(usize::try_from(column).ok()?.checked_sub(1)?).collect();
    let name = argument.strip_prefix("&((")?.split(')').next()?;
    Some(((line, column), name.to_owned(), type_name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_and_the_type_are_read_from_one_label() {
        let span = serde_json::json!({
            "label": "argument has type `&std::vec::Vec<u8>`", "line_start": 3, "column_start": 48,
            "text": [{ "text": "let v = é(); #[warn(x)] ::core::mem::drop(     &((v))); let w" }],
        });
        assert_eq!(typed_name(&span), Some(((3, 48), "v".into(), "std::vec::Vec<u8>".into())));
        let own = serde_json::json!({
            "label": "argument has type `&u8`", "line_start": 1, "column_start": 6, "text": [{ "text": "drop(&v)" }],
        });
        assert_eq!(typed_name(&own), None);
    }

    #[test]
    fn variables_that_evcxr_cannot_keep_are_recognised() {
        for (message, name) in [
            ("The variable `f` is a closure, which cannot be persisted.\nYou can however", Some("f")),
            ("Couldn't automatically determine type of variable `n`.\nPlease", Some("n")),
            (
                "The variable `s` contains a reference with a non-static lifetime so\ncan't be persisted.",
                Some("s"),
            ),
            ("used binding `u` isn't initialized", Some("u")),
            ("cannot find value `x` in this scope", None),
        ] {
            assert_eq!(unkeepable_in(message).as_deref(), name, "{message}");
        }
    }

    #[test]
    fn a_dead_process_says_what_was_lost() {
        let lost = ["df".to_owned()];
        let end = End { lost: &lost, ..End::default() };
        let error = died("Subprocess terminated with status: signal: 6 (SIGABRT)", &end);
        assert_eq!(error.ename, "ProcessDied");
        assert!(
            error
                .evalue
                .starts_with("the process that ran the cell ended (signal: 6 (SIGABRT)); lost variables: df")
        );
        assert_eq!(died("", &End { interrupted: true, ..End::default() }).ename, "KeyboardInterrupt");
    }

    #[test]
    fn a_suggestion_stands_on_one_line_or_not_at_all() {
        assert_eq!(without_block("a similar name exists: `r`"), "a similar name exists: `r`");
        assert_eq!(without_block("import it: `use a;\nuse b;\n`"), "import it");
        assert_eq!(without_block("remove this: ``"), "remove this");
    }

    #[test]
    fn lines_and_columns_count_from_one_in_characters() {
        assert_eq!(line_and_column("é\nab", "é\na".len()), (2, 2));
        assert_eq!(line_and_column("éa", "é".len()), (1, 2));
    }
}

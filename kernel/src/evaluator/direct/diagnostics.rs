//! Ninth stage: the compiler's messages, brought back to the cells they are about and drawn as
//! rustc draws them.
//!
//! Spans are offsets into the generated body; those in generated lines are dropped here (the
//! evaluator has already acted on them), so that a person sees only code of their own.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet};

use super::message::{Message, Span};
use super::mixed_numbers;
use super::source::{CellText, Purpose, Source, UserSpan};
use crate::evaluator::EvaluationError;

/// All errors of a cell as one error of the notebook.
pub fn compile_error(messages: &[Message], source: &Source, hints: &[String]) -> EvaluationError {
    let errors: Vec<_> =
        messages.iter().filter(|message| message.is_error() && !message.is_summary()).collect();
    let mut traceback: Vec<_> = errors.iter().map(|error| render(error, source)).collect();
    traceback.extend(hints.iter().map(|hint| format!("\x1b[36;1mnote\x1b[0m: {hint}")));
    let evalue = match errors.as_slice() {
        [] => "the cell does not compile".to_owned(),
        [only] => headline(only),
        [first, rest @ ..] => format!("{} (and {} more)", headline(first), rest.len()),
    };
    EvaluationError { ename: "CompileError".to_owned(), evalue, traceback }
}

fn headline(message: &Message) -> String {
    match message.code() {
        "" => wording(message).to_owned(),
        code => format!("[{code}] {}", wording(message)),
    }
}

/// Warnings about this very cell that are worth a line on stderr.
pub fn warnings(messages: &[Message], source: &Source, cell: &Arc<CellText>) -> Vec<String> {
    messages
        .iter()
        .filter(|message| message.is_warning() && message.code() != "dropping_references")
        .filter(|message| primary_span(message, source).is_some_and(|span| Arc::ptr_eq(&span.cell, cell)))
        .map(|message| render(message, source))
        .collect()
}

/// The generated lines that stand in the cell's way. When a variable cannot be moved because it is
/// borrowed (E0505), that is not the variable but the one that borrows it, at which the message
/// points second.
pub fn culprits<'a>(message: &Message, source: &'a Source) -> Vec<&'a Purpose> {
    let purposes = |primary: bool| -> Vec<&'a Purpose> {
        let spans = message.spans.iter().filter(|span| span.is_primary == primary).filter_map(Span::in_body);
        let purposes = spans.filter_map(|span| source.purpose(span.byte_start));
        purposes.filter(|purpose| **purpose != Purpose::Frame).collect()
    };
    let mut found = purposes(false);
    if message.code() != "E0505" || found.is_empty() {
        found.extend(purposes(true));
    }
    found
}

/// The generated line that a message is about.
pub fn main_purpose<'a>(message: &Message, source: &'a Source) -> Option<&'a Purpose> {
    let primary = message.spans.iter().filter(|span| span.is_primary).find_map(Span::in_body)?;
    source.purpose(primary.byte_start)
}

/// The types of new variables, read from the labels of the lint that each was given to.
pub fn variable_types(messages: &[Message], source: &Source) -> BTreeMap<String, String> {
    messages
        .iter()
        .filter(|message| message.code() == "dropping_references")
        .flat_map(|message| &message.spans)
        .filter_map(|span| {
            let Purpose::Put(name) = source.purpose(span.byte_start)? else { return None };
            Some((name.clone(), type_in_label(span.label.as_deref()?)?))
        })
        .collect()
}

/// ``argument has type `&T` ``
pub fn type_in_label(label: &str) -> Option<String> {
    let quoted = label.strip_prefix("argument has type `")?.strip_suffix('`')?;
    quoted.strip_prefix('&').map(str::to_owned)
}

/// Whether a variable of this type can be declared again in another cell: closures, functions'
/// own types, `impl Trait` and futures have no name.
pub fn is_nameable(type_name: &str) -> bool {
    !type_name.contains(['{', '@']) && !type_name.starts_with("impl ") && !type_name.contains("<impl ")
}

pub fn render(message: &Message, source: &Source) -> String {
    let level = match message.level.as_str() {
        "warning" => Level::WARNING,
        _ => Level::ERROR,
    };
    let mut title = level.primary_title(wording(message));
    if !message.code().is_empty() {
        title = title.id(message.code());
    }
    let mut groups = vec![title.elements(snippets(message, source))];
    // Which types can be multiplied with one another is a long list, and no help.
    let children = if mixed_numbers::mixed(message).is_some() { &[][..] } else { &message.children };
    for child in children {
        groups.extend(child_group(child, source));
    }
    Renderer::styled().render(&groups).to_string()
}

/// The brace that an open bracket runs into is one of ours.
fn wording(message: &Message) -> &str {
    if message.message.starts_with("mismatched closing delimiter: `}`") {
        "this bracket is not closed"
    } else {
        &message.message
    }
}

/// One snippet for each cell that the message points into, the primary one first.
fn snippets<'a>(
    message: &'a Message,
    source: &Source,
) -> Vec<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let mut by_cell: Vec<(Arc<CellText>, Vec<annotate_snippets::Annotation<'a>>)> = Vec::new();
    let mut spans: Vec<_> = message.spans.iter().collect();
    spans.sort_by_key(|span| !span.is_primary);
    for span in spans {
        let Some(user) = user_span(span, source) else { continue };
        let kind = if span.is_primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        let annotation = kind.span(visible(&user)).label(span.label.as_deref());
        match by_cell.iter_mut().find(|(cell, _)| Arc::ptr_eq(cell, &user.cell)) {
            Some((_, annotations)) => annotations.push(annotation),
            None => by_cell.push((user.cell, vec![annotation])),
        }
    }
    by_cell
        .into_iter()
        .map(|(cell, annotations)| {
            Snippet::source(cell.code.clone()).path(cell.name.clone()).fold(true).annotations(annotations)
        })
        .collect()
}

/// A note or help: its text, and where it suggests another text, that change drawn in place.
fn child_group<'a>(child: &'a Message, source: &Source) -> Option<Group<'a>> {
    let about_ours = ["RUST_BACKTRACE", "crate root", "the lint level is defined here"];
    if about_ours.iter().any(|words| child.message.contains(words)) {
        return None;
    }
    let level = if child.level == "help" { Level::HELP } else { Level::NOTE };
    let spans: Vec<_> =
        child.spans.iter().filter_map(|span| Some((span, user_span(span, source)?))).collect();
    let suggests = child.spans.iter().any(|span| span.suggested_replacement.is_some());
    // A change to a generated line would only confuse.
    if spans.is_empty() && suggests {
        return None;
    }
    let title = level.secondary_title(child.message.as_str());
    let Some((_, first)) = spans.first() else { return Some(Group::with_title(title)) };
    let cell = Arc::clone(&first.cell);
    let in_cell = spans.into_iter().filter(|(_, user)| Arc::ptr_eq(&user.cell, &cell));
    if suggests {
        let patches: Vec<_> = in_cell
            .filter_map(|(span, user)| Some(Patch::new(user.range, span.suggested_replacement.as_deref()?)))
            .collect();
        return Some(
            title.element(Snippet::source(cell.code.clone()).path(cell.name.clone()).patches(patches)),
        );
    }
    let annotations: Vec<_> = in_cell
        .map(|(span, user)| AnnotationKind::Primary.span(visible(&user)).label(span.label.as_deref()))
        .collect();
    Some(title.element(Snippet::source(cell.code.clone()).path(cell.name.clone()).annotations(annotations)))
}

pub fn primary_span(message: &Message, source: &Source) -> Option<UserSpan> {
    message.spans.iter().filter(|span| span.is_primary).find_map(|span| user_span(span, source))
}

fn user_span(span: &Span, source: &Source) -> Option<UserSpan> {
    let span = span.in_body()?;
    source.user_span(span.byte_start..span.byte_end)
}

/// An empty range at the end of the code is drawn at its last character.
fn visible(user: &UserSpan) -> Range<usize> {
    let length = user.cell.code.len();
    user.range.start.min(length)..user.range.end.min(length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    fn sample() -> (Source, Arc<CellText>) {
        let cell = Arc::new(CellText { name: "In[2]".into(), code: "let x: i32 = \"a\";".into() });
        let mut source = Source::default();
        source.frame("fn f() {\n");
        source.user(&cell, 0..cell.code.len(), &[], "");
        source.generated(Purpose::Put("x".into()), "drop(&x);");
        (source, cell)
    }

    fn span(start: usize, end: usize, label: &str) -> Span {
        Span {
            file_name: "/dev/stdin".into(),
            byte_start: start,
            byte_end: end,
            is_primary: true,
            label: Some(label.into()),
            suggested_replacement: None,
            expansion: None,
        }
    }

    fn message(level: &str, text: &str, code: &str, spans: Vec<Span>) -> Message {
        Message {
            message: text.into(),
            code: Some(super::super::message::Code { code: code.into() }),
            level: level.into(),
            spans,
            children: Vec::new(),
        }
    }

    #[test]
    fn an_error_is_drawn_in_the_cell_it_is_about() {
        let (source, _) = sample();
        let error =
            message("error", "mismatched types", "E0308", vec![span(22, 25, "expected `i32`, found `&str`")]);
        let error = compile_error(&[error], &source, &[]);
        assert_eq!(error.evalue, "[E0308] mismatched types");
        let plain = strip_ansi(&error.traceback[0]);
        expect![[r#"
            error[E0308]: mismatched types
             --> In[2]:1:14
              |
            1 | let x: i32 = "a";
              |              ^^^ expected `i32`, found `&str`"#]]
        .assert_eq(&plain);
    }

    #[test]
    fn types_are_read_from_the_lint() {
        let (source, _) = sample();
        let at = source.text().find("drop").unwrap();
        let lint = message(
            "warning",
            "calls to drop",
            "dropping_references",
            vec![span(at, at + 4, "argument has type `&std::vec::Vec<i32>`")],
        );
        let types = variable_types(&[lint], &source);
        assert_eq!(types.get("x").map(String::as_str), Some("std::vec::Vec<i32>"));
    }

    #[test]
    fn types_without_a_name_are_recognised() {
        for unnameable in
            ["{closure@/dev/stdin:3:9: 3:16}", "impl std::future::Future<Output = ()>", "fn() {f}"]
        {
            assert!(!is_nameable(unnameable), "{unnameable}");
        }
        assert!(is_nameable("std::boxed::Box<dyn std::ops::Fn(i32) -> i32>"));
    }

    fn strip_ansi(text: &str) -> String {
        let mut plain = String::new();
        let mut parts = text.split('\x1b');
        plain.push_str(parts.next().unwrap_or_default());
        for part in parts {
            plain.push_str(part.split_once('m').map_or("", |(_, rest)| rest));
        }
        plain
    }
}

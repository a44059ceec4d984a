//! Answers about code while it is typed: is the cell complete, what could stand at the cursor, what
//! is this name. Everything comes from what the notebook has defined, the prelude's own index of
//! names and docs, and the language's words; a full analyser is not asked.

use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::commands::COMMANDS;
use super::notebook::Notebook;
use super::segments::{self, Segment};
use super::syntax;
use crate::display::MimeBundle;
use crate::evaluator::{Assistant, Completeness, CompletionItem, Completions};
use crate::prelude_store::docs::{DocEntry, Kind, LazyDocs};

pub struct NotebookAssistant {
    notebook: Arc<Mutex<Notebook>>,
    docs: Arc<LazyDocs>,
}

const KEYWORDS: [&str; 27] = [
    "as", "async", "await", "break", "const", "continue", "else", "enum", "false", "fn", "for", "if", "impl",
    "let", "loop", "match", "mod", "move", "mut", "return", "static", "struct", "trait", "true", "unsafe",
    "use", "while",
];

impl NotebookAssistant {
    pub fn new(notebook: Arc<Mutex<Notebook>>, docs: Arc<LazyDocs>) -> Self {
        Self { notebook, docs }
    }

    fn notebook(&self) -> MutexGuard<'_, Notebook> {
        self.notebook.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// After `x.`: the methods and fields that the prelude documents for the type of the expression
    /// that the code ends with, and the methods of the notebook's own impls.
    fn members(&self, receiver: &str) -> Vec<CompletionItem> {
        let notebook = self.notebook();
        let mut items: Vec<_> = notebook
            .items
            .iter()
            .flat_map(|kept| &kept.item.members)
            .map(|name| item(name, "function", None))
            .collect();
        let variable = |name: &str| notebook.variables.get(name).map(|variable| variable.type_name.clone());
        let type_name = self.docs.type_of(receiver, variable);
        let entries = type_name.map(|name| self.docs.methods_of(&name)).into_iter().flatten();
        let entries = entries.filter(|entry| matches!(entry.kind, Kind::Method | Kind::Field));
        items.extend(entries.map(|entry| item(&entry.name, entry.kind(), Some(entry.signature.clone()))));
        items
    }

    fn names(&self) -> Vec<CompletionItem> {
        let notebook = self.notebook();
        let variables = notebook
            .variables
            .iter()
            .map(|(name, variable)| item(name, "variable", Some(variable.type_name.clone())));
        let items = notebook.items.iter().filter(|kept| kept.item.members.is_empty());
        let defined = items.flat_map(|kept| &kept.item.defines).map(|name| item(name, "function", None));
        let documented =
            self.docs.top_level().map(|entry| item(&entry.name, entry.kind(), Some(entry.signature.clone())));
        variables
            .chain(defined)
            .chain(documented)
            .chain(KEYWORDS.map(|word| item(word, "keyword", None)))
            .collect()
    }

    fn describe(&self, path: &str) -> Option<MimeBundle> {
        let name = path.rsplit(['.', ':']).next().unwrap_or(path);
        let notebook = self.notebook();
        if let Some(variable) = notebook.variables.get(path) {
            let mutable = if variable.mutable { "mut " } else { "" };
            let text = format!("let {mutable}{path}: {}\n\nmade in {}", variable.type_name, variable.cell);
            return Some(MimeBundle::text(text));
        }
        let receiver = path.strip_suffix(name).map(|before| before.trim_end_matches(['.', ':']));
        let receiver_type = receiver.filter(|receiver| !receiver.is_empty()).map(|receiver| {
            notebook.variables.get(receiver).map_or(receiver, |variable| variable.type_name.as_str())
        });
        if let Some(entry) =
            receiver_type.and_then(|of| self.docs.methods_of(of).find(|entry| entry.name == name))
        {
            return Some(documentation(entry));
        }
        let own = notebook
            .items
            .iter()
            .find(|kept| kept.item.defines.contains(name) && kept.item.members.is_empty());
        if let Some(kept) = own {
            return Some(MimeBundle::text(format!("{}\n\ndefined in {}", kept.text(), kept.cell.name)));
        }
        self.docs.find(name).map(documentation)
    }
}

impl Assistant for NotebookAssistant {
    fn is_complete(&self, code: &str) -> Completeness {
        completeness(code)
    }

    fn complete(&self, code: &str, cursor: usize) -> Completions {
        let replace = word_before(code, cursor);
        let (word, before) = (&code[replace.clone()], &code[..replace.start]);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let mut items = if before[line_start..] == *":" {
            COMMANDS
                .iter()
                .map(|command| item(command.name, "command", Some(command.help.to_owned())))
                .collect()
        } else if let Some(receiver) = before.strip_suffix('.') {
            self.members(receiver)
        } else if before.ends_with("::") {
            let owner = before.trim_end_matches(':');
            let owner = &owner[path_start(owner)..];
            let entries = self.docs.methods_of(owner).chain(self.docs.members_of(owner));
            let entries = entries.filter(|entry| entry.kind != Kind::Field);
            entries.map(|entry| item(&entry.name, entry.kind(), Some(entry.signature.clone()))).collect()
        } else {
            self.names()
        };
        items.retain(|found| found.text.starts_with(word));
        items.sort_by(|a, b| a.text.cmp(&b.text));
        items.dedup_by(|a, b| a.text == b.text);
        Completions { replace, items }
    }

    fn inspect(&self, code: &str, cursor: usize, _detail: u8) -> Option<MimeBundle> {
        let end = cursor + code[cursor..].find(|c| !is_word(c)).unwrap_or(code.len() - cursor);
        let start = path_start(&code[..end]);
        if start == end { self.call_around(code, cursor) } else { self.explain(&code[..end]) }
    }
}

impl NotebookAssistant {
    /// Inside the brackets of a call, the function called is what the person wants to know about.
    fn call_around(&self, code: &str, cursor: usize) -> Option<MimeBundle> {
        let open = code[..cursor].rfind('(')?;
        self.explain(&code[..open])
    }

    /// What is known of the name that the code ends with.
    fn explain(&self, code: &str) -> Option<MimeBundle> {
        let path = &code[path_start(code)..];
        if path.is_empty() {
            return None;
        }
        self.method_after(code).or_else(|| self.describe(path))
    }

    /// If that is a method or field of an expression whose type the docs tell.
    fn method_after(&self, code: &str) -> Option<MimeBundle> {
        let name = word_before(code, code.len());
        let notebook = self.notebook();
        let variable = |name: &str| notebook.variables.get(name).map(|variable| variable.type_name.clone());
        let of = self.docs.type_of(code[..name.start].strip_suffix('.')?, variable)?;
        self.docs.methods_of(&of).find(|entry| entry.name == code[name.clone()]).map(documentation)
    }
}

/// As text, and as Markdown for front ends that render it.
fn documentation(entry: &DocEntry) -> MimeBundle {
    let markdown = format!("```rust\n{}\n```\n\n{}", entry.signature, entry.docs);
    MimeBundle::text(entry.text()).with("text/markdown", markdown)
}

fn item(text: &str, kind: &'static str, signature: Option<String>) -> CompletionItem {
    CompletionItem { text: text.to_owned(), kind, signature }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn word_before(code: &str, cursor: usize) -> Range<usize> {
    let start = code[..cursor].char_indices().rev().take_while(|(_, c)| is_word(*c)).last();
    start.map_or(cursor, |(at, _)| at)..cursor
}

/// Where the path that ends at the end of this text begins: `a.b::c`.
fn path_start(text: &str) -> usize {
    let begin = text.char_indices().rev().take_while(|(_, c)| is_word(*c) || matches!(c, '.' | ':')).last();
    let start = begin.map_or(text.len(), |(at, _)| at);
    start + text[start..].len() - text[start..].trim_start_matches(['.', ':']).len()
}

/// Judges by the parser: what only lacks an end is incomplete, everything else is for the compiler.
fn completeness(code: &str) -> Completeness {
    let code = segments::neutralise_option_lines(code);
    for segment in segments::split(&code) {
        let Segment::Code(range) = segment else { continue };
        let text = &code[range.clone()];
        if range.end == code.len() && lacks_end(text) {
            return Completeness::Incomplete { indent: indent_after(text) };
        }
        if syntax::parse(text).has_errors {
            return Completeness::Invalid;
        }
    }
    Completeness::Complete
}

/// Whether some sequence of closing brackets, or an end of string or comment, would mend the code.
fn lacks_end(text: &str) -> bool {
    let open = open_brackets(text);
    match open {
        Open::Nothing => ends_mid_statement(text),
        Open::Brackets(_) | Open::Text => true,
        Open::Mismatched => false,
    }
}

enum Open {
    Nothing,
    Brackets(String),
    /// Inside a string or a comment.
    Text,
    Mismatched,
}

fn open_brackets(text: &str) -> Open {
    use ra_ap_syntax::{Edition, NodeOrToken, SourceFile, SyntaxKind};
    let root = SourceFile::parse(text, Edition::Edition2024).syntax_node();
    let mut open = String::new();
    for token in root.descendants_with_tokens().filter_map(NodeOrToken::into_token) {
        let closed_text = match token.kind() {
            SyntaxKind::STRING | SyntaxKind::BYTE_STRING | SyntaxKind::C_STRING => {
                is_closed_string(token.text())
            }
            SyntaxKind::COMMENT => !token.text().starts_with("/*") || is_closed_comment(token.text()),
            _ => true,
        };
        if !closed_text {
            return Open::Text;
        }
        match token.text() {
            "(" => open.push(')'),
            "[" => open.push(']'),
            "{" => open.push('}'),
            closing @ (")" | "]" | "}") if open.pop() != closing.chars().next() => return Open::Mismatched,
            _ => {}
        }
    }
    if open.is_empty() { Open::Nothing } else { Open::Brackets(open) }
}

fn is_closed_string(text: &str) -> bool {
    let inner = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let hashes = inner.chars().take_while(|c| *c == '#').count();
    let end = format!("\"{}", "#".repeat(hashes));
    let body = &inner[hashes..];
    let escaped = hashes == 0 && !text.contains("r\"") && body.ends_with("\\\"") && !body.ends_with("\\\\\"");
    body.len() > end.len() && body.ends_with(&end) && !escaped
}

fn is_closed_comment(text: &str) -> bool {
    text.matches("/*").count() <= text.matches("*/").count()
}

/// `let x =`, `a +`, `f(x).`, an attribute without its item: more must come.
fn ends_mid_statement(text: &str) -> bool {
    let end = text.trim_end();
    let last_line = end.rsplit('\n').next().unwrap_or_default();
    if last_line.trim_start().starts_with("//") {
        return false;
    }
    let operators = ["=", "+", "-", "*", "/", ".", ",", "&&", "||", "->", "=>", "::", "&", "|"];
    let is_attribute = last_line.trim_start().starts_with("#[") && end.ends_with(']');
    is_attribute
        || (operators.iter().any(|operator| end.ends_with(operator)) && syntax::parse(text).has_errors)
}

fn indent_after(text: &str) -> String {
    match open_brackets(text) {
        Open::Brackets(open) => "    ".repeat(open.len()),
        Open::Nothing => "    ".to_owned(),
        Open::Text | Open::Mismatched => String::new(),
    }
}

#[cfg(test)]
mod tests;

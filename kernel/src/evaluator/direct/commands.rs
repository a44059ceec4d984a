//! The notebook's `:commands`, with evcxr's names.

mod settings;

use std::path::PathBuf;
use std::sync::Arc;

pub use settings::Settings;

use super::compiler::{CompileError, Level};
use super::dependencies;
use super::diagnostics;
use super::engine::Started;
use super::failure;
use super::generate::{self, Plan, Request};
use super::reach::Reach;
use super::runner::{ChildCommand, Status};
use super::source::{CellText, Source};
use super::{DirectEvaluator, emit, syntax};
use crate::display::{MimeBundle, StreamName};
use crate::evaluator::{Evaluation, EvaluationError, OutputSink};

type Result<T> = std::result::Result<T, EvaluationError>;

pub struct Command {
    pub name: &'static str,
    pub arguments: &'static str,
    pub help: &'static str,
    run: fn(&mut DirectEvaluator, &str, &Arc<dyn OutputSink>) -> Result<Evaluation>,
}

pub const COMMANDS: &[Command] = &[
    Command { name: "help", arguments: "", help: "this list", run: |_, _, _| Ok(help()) },
    Command {
        name: "vars",
        arguments: "",
        help: "the variables: name, type, short value",
        run: |e, _, o| e.vars(o),
    },
    Command {
        name: "type",
        arguments: "EXPRESSION",
        help: "the type of an expression, without running it",
        run: |e, a, _| e.type_of(a),
    },
    Command {
        name: "doc",
        arguments: "NAME",
        help: "what a name of the prelude is for",
        run: |e, a, _| e.doc(a),
    },
    Command {
        name: "dep",
        arguments: "NAME = \"VERSION\"",
        help: "adds a crate from crates.io, a path or git",
        run: |e, a, o| e.dep(a, o),
    },
    Command {
        name: "opt",
        arguments: "[0|1|2|3|auto]",
        help: "how much cells are optimised; auto chooses per cell",
        run: |e, a, _| e.settings.set_opt(a),
    },
    Command {
        name: "timing",
        arguments: "[on|off]",
        help: "shows how long compiling and running took",
        run: |e, a, _| e.settings.set_timing(a),
    },
    Command {
        name: "env",
        arguments: "NAME=VALUE",
        help: "sets an environment variable for cells and shell lines",
        run: |e, a, o| e.set_env(a, o),
    },
    Command {
        name: "clear",
        arguments: "",
        help: "forgets all variables, functions and types",
        run: |e, _, _| e.clear(),
    },
    Command {
        name: "explain",
        arguments: "[CODE]",
        help: "explains a compiler error such as E0382",
        run: |e, a, _| e.explain(a),
    },
    Command {
        name: "version",
        arguments: "",
        help: "versions of Ferrolab and of the compiler",
        run: |e, _, _| e.version(),
    },
];

/// Other names that fingers know.
const ALIASES: [(&str, &str); 4] = [("t", "type"), ("?", "help"), ("h", "help"), ("v", "version")];

fn help() -> Evaluation {
    let rows = COMMANDS.iter().map(|command| {
        let usage = format!(":{} {}", command.name, command.arguments);
        format!("{usage:<28} {}", command.help)
    });
    let shell = format!("{:<28} {}", "!COMMAND", "runs a line in the system's shell");
    shown(rows.chain([shell]).collect::<Vec<_>>().join("\n"))
}

fn shown(text: impl Into<String>) -> Evaluation {
    Evaluation { result: Some(MimeBundle::text(text)) }
}

fn find(name: &str) -> Result<&'static Command> {
    let name = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name, |(_, full)| full);
    COMMANDS.iter().find(|command| command.name == name).ok_or_else(|| unknown(name))
}

fn unknown(name: &str) -> EvaluationError {
    let nearest = COMMANDS.iter().map(|command| (distance(name, command.name), command.name)).min();
    let suggestion = match nearest {
        Some((distance, nearest)) if distance <= nearest.len().max(name.len()) / 2 => {
            format!("did you mean `:{nearest}`? ")
        }
        _ => String::new(),
    };
    failure::command(format!("there is no command `:{name}`; {suggestion}`:help` lists them all"))
}

/// Levenshtein's edit distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

/// `init.evcxr` (commands) and `prelude.rs` in the person's configuration, ours before evcxr's.
pub fn user_start_files() -> Vec<(String, String)> {
    let Some(config) = dirs::config_dir() else { return Vec::new() };
    let folder: Option<PathBuf> =
        ["ferrolab", "evcxr"].iter().map(|name| config.join(name)).find(|path| path.is_dir());
    let files =
        folder.into_iter().flat_map(|folder| ["init.evcxr", "prelude.rs"].map(|name| folder.join(name)));
    files
        .filter_map(|path| {
            let code = std::fs::read_to_string(&path).ok()?;
            Some((path.file_name()?.to_string_lossy().into_owned(), code))
        })
        .collect()
}

impl DirectEvaluator {
    pub(super) fn run_command(&mut self, line: &str, output: &Arc<dyn OutputSink>) -> Result<Evaluation> {
        let (name, arguments) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let command = find(name)?;
        (command.run)(self, arguments.trim(), output)
    }

    fn vars(&mut self, output: &Arc<dyn OutputSink>) -> Result<Evaluation> {
        if self.notebook().variables.is_empty() {
            return Ok(shown("no variables yet"));
        }
        let source = generate::summaries(&self.notebook());
        let compiled = match self.started()?.compiler.compile(Reach::Prelude, Level::O0, &source) {
            Ok(compiled) => compiled,
            Err(CompileError::Rejected(messages)) => return Err(failure::of_rejected(&messages, &source)),
            Err(error) => return Err(failure::of_compiler(&error)),
        };
        let run = self.run_library(&compiled, output)?;
        let notebook = self.notebook();
        let rows: Vec<_> = run
            .summaries
            .iter()
            .filter_map(|(name, value)| {
                let variable = notebook.variables.get(name)?;
                Some([name.clone(), short_type(&variable.type_name), value.clone()])
            })
            .collect();
        Ok(Evaluation { result: Some(table(["name", "type", "value"], &rows)) })
    }

    /// Compiles `let … = EXPRESSION` and reads the type, but does not run it.
    fn type_of(&mut self, expression: &str) -> Result<Evaluation> {
        if expression.is_empty() {
            return Err(failure::command("`:type` wants an expression, for example `:type df.height()`"));
        }
        if let Some(variable) = self.notebook().variables.get(expression) {
            return Ok(shown(short_type(&variable.type_name)));
        }
        let code = format!("let ferrolab_type_of_it = {};", expression.trim_end_matches(';'));
        let cell = Arc::new(CellText { name: ":type".to_owned(), code });
        let parsed = syntax::parse(&cell.code);
        let before = self.notebook().clone();
        let plan = Plan { not_put_back: before.variables.keys().cloned().collect(), ..Plan::default() };
        let request =
            Request { cell: &cell, parsed: &parsed, notebook: &before, plan: &plan, has_dependencies: false };
        let source = request.source();
        let messages = match self.started()?.compiler.compile(Reach::Prelude, Level::O0, &source) {
            Ok(compiled) => {
                let _ = std::fs::remove_file(&compiled.library);
                compiled.messages
            }
            Err(CompileError::Rejected(messages)) => messages,
            Err(error) => return Err(failure::of_compiler(&error)),
        };
        match diagnostics::variable_types(&messages, &source).pop_first() {
            Some((_, type_name)) => Ok(shown(short_type(&type_name))),
            None => Err(failure::of_rejected(&messages, &source)),
        }
    }

    fn doc(&mut self, name: &str) -> Result<Evaluation> {
        let found = super::Evaluator::assistant(self).inspect(name, name.len(), 1);
        let missing = || {
            failure::command(format!(
                "nothing is known about `{name}`; `:doc` knows the prelude's names, your own, and their methods (`DataFrame::describe`)"
            ))
        };
        found.ok_or_else(missing).map(|bundle| Evaluation { result: Some(bundle) })
    }

    fn dep(&mut self, arguments: &str, output: &Arc<dyn OutputSink>) -> Result<Evaluation> {
        let control = Arc::clone(&self.control);
        let started = self.started()?;
        let dependency = dependencies::parse(arguments)?;
        if let Some(note) = dependencies::in_prelude(&started.prelude, &dependency) {
            return Ok(shown(note));
        }
        let built = started.dependencies.with(dependency).build(&started.prelude, &control, output)?;
        let former = started.compiler.externs();
        let set = |started: &mut Started, externs| {
            started.compiler.set_externs(externs).map_err(|error| failure::of_compiler(&error))
        };
        set(started, built.externs.clone())?;
        // A crate that does not go together with the prelude must not spoil every later cell.
        if let Err(error) = started.compiler.compile(Reach::Prelude, Level::O0, &Source::default()) {
            set(started, former)?;
            return Err(failure::unusable_dependency(error));
        }
        let library = built.library.to_string_lossy().into_owned();
        started.dependencies = built.dependencies;
        if let Some(note) = &built.note {
            emit(output, StreamName::Stderr, format!("{note}\n"));
        }
        let run = self.in_child(&ChildCommand::Open { library: &library }, output)?;
        match run.status {
            Some(Status::Failed { message }) => Err(failure::command(message)),
            _ => Ok(Evaluation::default()),
        }
    }

    fn set_env(&mut self, arguments: &str, output: &Arc<dyn OutputSink>) -> Result<Evaluation> {
        let (name, value) = match arguments.split_once('=') {
            Some((name, value)) => (name.trim(), Some(value.trim())),
            None => (arguments, None),
        };
        if name.is_empty() || name.contains(char::is_whitespace) {
            return Err(failure::command("`:env` wants NAME=VALUE, or NAME alone to unset it"));
        }
        self.in_child(&ChildCommand::SetEnv { name, value }, output)?;
        Ok(Evaluation::default())
    }

    fn clear(&mut self) -> Result<Evaluation> {
        let names: Vec<_> = self.notebook().variables.keys().cloned().collect();
        self.notebook().items.clear();
        self.forget(&names)?;
        Ok(Evaluation::default())
    }

    fn explain(&mut self, code: &str) -> Result<Evaluation> {
        let is_code =
            code.len() == 5 && code.starts_with('E') && code[1..].bytes().all(|byte| byte.is_ascii_digit());
        if !is_code {
            return Err(failure::command(
                "`:explain` wants the code of a compiler error, for example `:explain E0382`",
            ));
        }
        let rustc = self.started()?.prelude.toolchain().rustc.clone();
        let output = std::process::Command::new(rustc).args(["--explain", code]).output();
        let output =
            output.map_err(|error| failure::command(format!("the compiler did not start: {error}")))?;
        let text = if output.status.success() { output.stdout } else { output.stderr };
        Ok(shown(String::from_utf8_lossy(&text).into_owned()))
    }

    fn version(&mut self) -> Result<Evaluation> {
        let compiler = self.started()?.prelude.toolchain().version.clone();
        Ok(shown(format!("Ferrolab {}, {compiler}", env!("CARGO_PKG_VERSION"))))
    }
}

/// Paths shortened to their last names, as a person would write the type.
pub fn short_type(type_name: &str) -> String {
    let mut short = String::new();
    let mut word = String::new();
    let mut rest = type_name.chars().peekable();
    while let Some(c) = rest.next() {
        if c.is_alphanumeric() || c == '_' {
            word.push(c);
        } else if c == ':' && rest.peek() == Some(&':') {
            rest.next();
            word.clear();
        } else {
            short.push_str(&std::mem::take(&mut word));
            short.push(c);
        }
    }
    with_aliases(&(short + &word))
}

/// `ArrayBase<OwnedRepr<f64>, Dim<[usize; 2]>>` is what everybody calls `Array2<f64>`.
fn with_aliases(type_name: &str) -> String {
    const OPENING: &str = "ArrayBase<OwnedRepr<";
    let Some(start) = type_name.find(OPENING) else { return type_name.to_owned() };
    let rest = &type_name[start + OPENING.len()..];
    for (dimension, alias) in [("1", "Array1"), ("2", "Array2"), ("3", "Array3"), ("4", "Array4")]
        .map(|(n, alias)| (format!(">, Dim<[usize; {n}]>>"), alias))
    {
        if let Some((element, after)) = rest.split_once(&dimension)
            && !element.contains("ArrayBase")
        {
            return format!("{}{alias}<{element}>{}", &type_name[..start], with_aliases(after));
        }
    }
    type_name.to_owned()
}

/// A small table as text and HTML.
pub fn table(head: [&str; 3], rows: &[[String; 3]]) -> MimeBundle {
    let width = |column: usize| {
        rows.iter().map(|row| row[column].chars().count()).chain([head[column].len()]).max().unwrap_or(0)
    };
    let (first, second) = (width(0), width(1));
    let line = |cells: [&str; 3]| format!("{:<first$}  {:<second$}  {}", cells[0], cells[1], cells[2]);
    let mut lines = vec![line(head)];
    lines.extend(rows.iter().map(|row| line([&row[0], &row[1], &row[2]])));
    let html = maud::html! {
        table {
            thead { tr { @for name in head { th style="text-align:left" { (name) } } } }
            tbody { @for row in rows { tr { @for cell in row { td style="text-align:left" { (cell) } } } } }
        }
    };
    MimeBundle::text(lines.join("\n")).with("text/html", html.into_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_command_suggests_the_nearest() {
        assert!(unknown("var").evalue.contains("`:vars`"));
        assert!(unknown("tming").evalue.contains("`:timing`"));
        assert!(!unknown("xyzzy").evalue.contains("did you mean"));
    }

    #[test]
    fn types_are_shown_short() {
        let long = "ferrolab_prelude::ndarray::ArrayBase<ferrolab_prelude::ndarray::OwnedRepr<f64>, D>";
        assert_eq!(short_type(long), "ArrayBase<OwnedRepr<f64>, D>");
        let matrix = "(ndarray::ArrayBase<ndarray::OwnedRepr<f64>, ndarray::Dim<[usize; 2]>>, i32)";
        assert_eq!(short_type(matrix), "(Array2<f64>, i32)");
    }

    #[test]
    fn every_command_is_in_the_help() {
        let text = help().result.unwrap();
        for command in COMMANDS {
            assert!(text.get("text/plain").unwrap().contains(command.help));
        }
    }

    #[test]
    fn tables_escape_values() {
        let bundle = table(["name", "type", "value"], &[["x".into(), "i32".into(), "<b>".into()]]);
        assert!(bundle.get("text/html").unwrap().contains("&lt;b&gt;"));
        assert_eq!(bundle.get("text/plain"), Some("name  type  value\nx     i32   <b>"));
    }
}

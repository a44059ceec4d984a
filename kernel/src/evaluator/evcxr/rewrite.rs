//! What evcxr is given instead of a cell as it was written, with a memory of where every byte came
//! from, so that messages lead back to the cell.
//!
//! There are two such texts. The *probe* is only checked: a lint that is asked for on each new
//! variable makes the compiler print its type. The *runnable* text tells evcxr those types (`let x:
//! T = x;` behind the statement), hides variables whose type has no name, shows the last expression
//! as the direct evaluator does, puts checkpoints into loops, takes note of failed `?`, and stands between a guard and a last
//! call by which the runtime knows how the cell ended.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::Range;
use std::sync::Arc;

use ra_ap_syntax::ast::{self, AstNode};
use ra_ap_syntax::{Edition, SourceFile, SyntaxKind};

use super::questions;
use crate::evaluator::direct::diagnostics::is_nameable;
use crate::evaluator::direct::loops::CHECKPOINT;
use crate::evaluator::direct::source::{CellText, Purpose, Source};
use crate::evaluator::direct::syntax::{self, Binding, Parsed};

// No text may begin with a colon: at the beginning of a cell evcxr would take it for a command.
const BEGIN: &str = "ferrolab_prelude::__evcxr_begin!(); ";
const FINISH: &str = "; ferrolab_prelude::runtime::generated::evcxr::finish();";
const NOTE: &str = "ferrolab_prelude::runtime::generated::evcxr::Question::note(";
const LOCAL: &str = "ferrolab_prelude::__evcxr_local! { ";
const SHOW: &str = "{ use ferrolab_prelude::runtime::generated::\
    {DebugShow as _, EvcxrDisplayFallback as _, NameShow as _, RichShow as _, Show, WasShown}; match &(";
const SHOWN: &str = ") { __value => if !WasShown::was_shown(__value.evcxr_display()) \
    { (&&&Show(__value)).show() } } }";

/// A cell's code, and what is known of the variables that it makes.
pub struct Rewrite<'a> {
    cell: &'a Arc<CellText>,
    parsed: &'a Parsed,
    lets: Vec<Let>,
}

struct Let {
    range: Range<usize>,
    variables: Vec<Variable>,
    /// `let x;` cannot be asked for its type where it stands.
    initialised: bool,
    /// The person has written the whole type.
    annotated: bool,
    /// Hidden from evcxr: the variables live in this cell only.
    local: bool,
}

struct Variable {
    binding: Binding,
    type_name: Option<String>,
}

impl<'a> Rewrite<'a> {
    pub fn new(cell: &'a Arc<CellText>, parsed: &'a Parsed) -> Self {
        // What does not parse is left as it is, for the compiler to explain.
        let statements = if parsed.has_errors { &[][..] } else { &parsed.statements[..] };
        let lets = statements.iter().filter_map(|range| Let::describe(&cell.code, range)).collect();
        Self { cell, parsed, lets }
    }

    pub fn parsed(&self) -> &'a Parsed {
        self.parsed
    }

    /// Whether the cell has variables whose type only the compiler can tell.
    pub fn wants_types(&self) -> bool {
        self.lets.iter().any(Let::is_asked)
    }

    /// The text to check. At its end every variable is hidden behind one of type `()`, so that evcxr
    /// does not complain of those that have been moved; `known` are the notebook's.
    pub fn probe<'n>(&'n self, known: impl Iterator<Item = &'n str>) -> Source {
        let mut marks = Marks::default();
        for variables in self.lets.iter().filter(|statement| statement.is_asked()) {
            for variable in &variables.variables {
                let name = &variable.binding.name;
                // The brackets tell this call from one of the person's own.
                let text = format!("#[warn(dropping_references)] ::core::mem::drop(&(({name}))); ");
                marks.add(variables.range.end, Purpose::Put(name.clone()), &format!(" {text}"));
            }
        }
        let end = self.end();
        marks.add(end, Purpose::Frame, ";");
        let own = self.lets.iter().flat_map(|statement| &statement.variables);
        let names: BTreeSet<_> = own.map(|variable| variable.binding.name.as_str()).chain(known).collect();
        for name in names {
            marks.add(end, Purpose::Frame, &format!(" let {name} = ();"));
        }
        marks.weave(self.cell)
    }

    /// Takes the types that the probe brought to light: names and types in the order of the code.
    pub fn learn(&mut self, labels: Vec<(String, String)>) {
        let mut by_name: BTreeMap<String, VecDeque<String>> = BTreeMap::new();
        for (name, type_name) in labels {
            by_name.entry(name).or_default().push_back(type_name);
        }
        for statement in self.lets.iter_mut().filter(|statement| statement.is_asked()) {
            for variable in &mut statement.variables {
                variable.type_name = by_name.get_mut(&variable.binding.name).and_then(VecDeque::pop_front);
                statement.local |= variable.type_name.as_deref().is_some_and(|name| !is_nameable(name));
            }
        }
    }

    /// Hides these variables from evcxr, which cannot keep them. Whether that changes anything.
    pub fn give_up(&mut self, names: &[String]) -> bool {
        let makes = |statement: &Let| {
            statement.variables.iter().any(|variable| names.contains(&variable.binding.name))
        };
        let hidden = self.lets.iter_mut().filter(|statement| !statement.local && makes(statement));
        hidden.map(|statement| statement.local = true).count() > 0
    }

    /// The type of the cell's first variable.
    pub fn first_type(&self) -> Option<&str> {
        self.lets.first()?.variables.first()?.type_name.as_deref()
    }

    /// Variables that live in this cell only: those whose type has no name, with that type, and those
    /// that could be named but borrow.
    pub fn unkept(&self) -> (Vec<(String, String)>, BTreeSet<String>) {
        let local =
            self.lets.iter().filter(|statement| statement.local).flat_map(|statement| &statement.variables);
        let named = |variable: &&Variable| variable.type_name.as_deref().is_some_and(is_nameable);
        let (borrows, nameless): (Vec<_>, Vec<_>) = local.partition(named);
        let name = |variable: &Variable| variable.binding.name.clone();
        let with_type =
            |variable: &Variable| (name(variable), variable.type_name.clone().unwrap_or_default());
        (nameless.into_iter().map(with_type).collect(), borrows.into_iter().map(name).collect())
    }

    pub fn runnable(&self) -> Source {
        let mut marks = Marks::default();
        if self.has_guard() {
            self.mark_runnable(&mut marks);
        }
        marks.weave(self.cell)
    }

    /// Whether the runnable text reports its end. Items alone run nothing.
    pub fn has_guard(&self) -> bool {
        !self.parsed.has_errors && (self.parsed.tail.is_some() || !self.parsed.statements.is_empty())
    }

    fn mark_runnable(&self, marks: &mut Marks) {
        marks.add(self.start(), Purpose::Frame, BEGIN);
        for at in &self.parsed.checkpoints {
            marks.add(*at, Purpose::Frame, CHECKPOINT);
        }
        for statement in &self.lets {
            if statement.local {
                marks.add(statement.range.start, Purpose::Frame, LOCAL);
                marks.add(statement.range.end, Purpose::Frame, " }");
                continue;
            }
            for Variable { binding: Binding { name, mutable, .. }, type_name } in &statement.variables {
                let Some(type_name) = type_name else { continue };
                let mutable = if *mutable { "mut " } else { "" };
                let text = format!(" let {mutable}{name}: {type_name} = {name};");
                marks.add(statement.range.end, Purpose::Put(name.clone()), &text);
            }
        }
        if let Some(tail) = &self.parsed.tail {
            marks.add(tail.start, Purpose::Show, SHOW);
            marks.add(tail.end, Purpose::Show, SHOWN);
        }
        // Last: at one place, what is put around a part comes before what is put into it.
        for operand in questions::operands(&self.cell.code).into_iter().filter(|operand| self.runs(operand)) {
            marks.add(operand.start, Purpose::Frame, NOTE);
            marks.add(operand.end, Purpose::Frame, ")");
        }
        marks.add(self.end(), Purpose::Frame, FINISH);
    }

    /// Whether this is part of what runs, not of an item.
    fn runs(&self, range: &Range<usize>) -> bool {
        self.parts().any(|part| part.start <= range.start && range.end <= part.end)
    }

    fn start(&self) -> usize {
        self.parts().map(|part| part.start).min().unwrap_or_default()
    }

    fn end(&self) -> usize {
        self.parts().map(|part| part.end).max().unwrap_or(self.cell.code.len())
    }

    fn parts(&self) -> impl Iterator<Item = &Range<usize>> {
        self.parsed.statements.iter().chain(&self.parsed.tail)
    }
}

impl Let {
    fn describe(code: &str, range: &Range<usize>) -> Option<Self> {
        let text = &code[range.clone()];
        let bindings = syntax::parse(text).bindings;
        if bindings.is_empty() {
            return None;
        }
        let file = SourceFile::parse(&format!("fn f() {{{text}\n}}"), Edition::Edition2024);
        let statement = file.syntax_node().descendants().find_map(ast::LetStmt::cast)?;
        let is_name = matches!(statement.pat(), Some(ast::Pat::IdentPat(_)));
        let is_whole = |written: ast::Type| {
            !written.syntax().descendants().any(|part| part.kind() == SyntaxKind::INFER_TYPE)
        };
        Some(Self {
            range: range.clone(),
            variables: bindings.into_iter().map(|binding| Variable { binding, type_name: None }).collect(),
            initialised: statement.initializer().is_some(),
            annotated: is_name && statement.ty().is_some_and(is_whole),
            local: false,
        })
    }

    fn is_asked(&self) -> bool {
        self.initialised && !self.annotated
    }
}

/// Text to be put in at places of the cell; what is added first stands first.
#[derive(Default)]
struct Marks(Vec<(usize, Purpose, String)>);

impl Marks {
    fn add(&mut self, at: usize, purpose: Purpose, text: &str) {
        self.0.push((at, purpose, text.to_owned()));
    }

    fn weave(mut self, cell: &Arc<CellText>) -> Source {
        self.0.sort_by_key(|(at, ..)| *at);
        let mut source = Source::default();
        let mut start = 0;
        for (at, purpose, text) in self.0 {
            source.user(cell, start..at, &[], "");
            source.generated(purpose, &text);
            start = at;
        }
        source.user(cell, start..cell.code.len(), &[], "");
        source
    }
}

#[cfg(test)]
mod tests;

//! Compiling the next cell while this one is compiled and runs, when it is known: a notebook is run as
//! a whole, or a person has several cells waiting. What a cell compiles to depends on the variables'
//! types, which the compiler tells half-way through this cell, before it writes its code. Nothing is
//! risked: the result is used only if the cell, when its turn comes, generates the very same text.

use std::sync::Arc;

use super::attempt::own_items;
use super::commands::Settings;
use super::compiler::Compiler;
use super::diagnostics;
use super::generate::{Plan, Request};
use super::message::Message;
use super::notebook::{Notebook, Variable};
use super::only;
use super::reach::PreludeNames;
use super::segments::{self, Segment};
use super::source::{CellText, Source};
use super::syntax::{self, Parsed};

/// The cell after this one.
pub(super) struct Next {
    cell: Arc<CellText>,
    parsed: Parsed,
}

impl Next {
    /// None for a cell that is not plain Rust, or not in order.
    pub(super) fn of(code: &str) -> Option<Self> {
        let code = segments::neutralise_option_lines(code);
        let text = Arc::new(CellText { name: "the next cell".to_owned(), code });
        let [Segment::Code(range)] = &segments::split(&text.code)[..] else { return None };
        let cell = only(&text, range);
        let parsed = syntax::parse(&cell.code);
        let is_fit = !parsed.is_empty() && !parsed.has_errors && parsed.inner_attributes.is_empty();
        is_fit.then_some(Self { cell, parsed })
    }
}

/// What there is to know of a cell that is being compiled.
pub(super) struct LookAhead<'a> {
    pub(super) next: &'a Next,
    pub(super) parsed: &'a Parsed,
    pub(super) source: &'a Source,
    pub(super) plan: &'a Plan,
    /// With this cell's items, without its variables.
    pub(super) notebook: &'a Notebook,
    pub(super) names: &'a PreludeNames,
    pub(super) settings: &'a Settings,
    pub(super) has_dependencies: bool,
}

impl LookAhead<'_> {
    /// Whether the compiler has told the types of all new variables.
    pub(super) fn is_possible(&self, messages: &[Message]) -> bool {
        let types = diagnostics::variable_types(messages, self.source);
        let kept = self.parsed.bindings.iter().filter(|binding| !binding.is_closure);
        kept.map(|binding| &binding.name)
            .all(|name| types.contains_key(name) || self.plan.not_put.contains(name))
    }

    /// Starts compiling the next cell as it will be if this one ends well.
    pub(super) fn start(&self, compiler: &mut Compiler, messages: &[Message]) {
        let Next { cell, parsed } = self.next;
        let mut after = self.after(messages);
        let lost = after.clone().define(own_items(cell, parsed));
        after = after.without_variables(&lost);
        let plan = Plan::default();
        let has_dependencies = self.has_dependencies;
        let request = Request { cell, parsed, notebook: &after, plan: &plan, has_dependencies };
        let (reach, level) = (self.names.reach_of(&request), self.settings.level(&request));
        compiler.compile_ahead(reach, level, &request.source());
    }

    /// The notebook when the cell has run.
    fn after(&self, messages: &[Message]) -> Notebook {
        let mut notebook = self.notebook.clone();
        notebook.variables.retain(|name, _| !self.plan.not_put_back.contains(name));
        let types = diagnostics::variable_types(messages, self.source);
        for binding in &self.parsed.bindings {
            let name = binding.name.clone();
            let type_name = types.get(&name).filter(|found| diagnostics::is_nameable(found));
            match type_name.filter(|_| !binding.is_closure) {
                Some(type_name) => {
                    let (type_name, cell) = (type_name.clone(), String::new());
                    let variable = Variable { type_name, mutable: binding.mutable, cell };
                    notebook.variables.insert(name, variable);
                }
                None => {
                    notebook.variables.remove(&name);
                }
            }
        }
        notebook
    }
}

//! Compiling the next cell while this one runs, when it is known: a notebook is run as a whole, or a
//! person has several cells waiting. What a cell compiles to depends on the variables' types, which
//! are known as soon as this cell is compiled, and not on its run. Nothing is risked: the result is
//! used only if the cell, when its turn comes, generates the very same text.

use std::sync::Arc;

use super::attempt::{Attempt, own_items};
use super::generate::{Plan, Request};
use super::notebook::{Notebook, Variable};
use super::segments::{self, Segment};
use super::source::CellText;
use super::syntax::{self, Parsed};
use super::{DirectEvaluator, diagnostics, only};

impl DirectEvaluator {
    /// Starts compiling `next` as it will be if the cell that is about to run ends well.
    pub(super) fn compile_ahead(&mut self, attempt: &Attempt, parsed: &Parsed, next: &str) {
        let code = segments::neutralise_option_lines(next);
        let text = Arc::new(CellText { name: "the next cell".to_owned(), code });
        let [Segment::Code(range)] = &segments::split(&text.code)[..] else { return };
        let cell = only(&text, range);
        let next = syntax::parse(&cell.code);
        if next.is_empty() || next.has_errors || !next.inner_attributes.is_empty() {
            return;
        }
        let mut after = self.after(attempt, parsed);
        let lost = after.clone().define(own_items(&cell, &next));
        after = after.without_variables(&lost);
        let plan = Plan::default();
        let settings = self.settings.clone();
        let Ok(started) = self.started() else { return };
        let has_dependencies = started.dependencies.are_any();
        let request = Request { cell: &cell, parsed: &next, notebook: &after, plan: &plan, has_dependencies };
        let (reach, level) = (started.names.reach_of(&request), settings.level(&request));
        started.compiler.compile_ahead(reach, level, &request.source());
    }

    /// The notebook when the cell has run.
    fn after(&self, attempt: &Attempt, parsed: &Parsed) -> Notebook {
        let mut notebook = self.notebook().clone();
        notebook.variables.retain(|name, _| !attempt.plan.not_put_back.contains(name));
        let types = diagnostics::variable_types(&attempt.compiled.messages, &attempt.source);
        for binding in &parsed.bindings {
            let name = binding.name.clone();
            let type_name = types.get(&name).filter(|found| diagnostics::is_nameable(found));
            match type_name.filter(|_| !binding.is_closure) {
                Some(type_name) => {
                    let cell = attempt.cell.name.clone();
                    let variable = Variable { type_name: type_name.clone(), mutable: binding.mutable, cell };
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

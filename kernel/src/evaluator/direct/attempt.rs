//! Trying to compile a cell, and what stands afterwards: its items, its variables, and what had to be
//! given up for it.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use super::ahead::{LookAhead, Next};
use super::compiler::{CompileError, Compiled};
use super::engine::{Run, Started};
use super::generate::{Plan, Request};
use super::message::Message;
use super::notebook::{self, KeptItem, Notebook, Variable};
use super::reach::Reach;
use super::runner::{ChildCommand, Status};
use super::source::{CellText, Purpose, Source, UserSpan};
use super::syntax::{ItemKind, Parsed};
use super::{DirectEvaluator, Timing, diagnostics, emit, failure, silent};
use crate::display::{MimeBundle, StreamName};
use crate::evaluator::{EvaluationError, OutputSink};

/// A cell that compiles, and what had to be given up for it.
pub(super) struct Attempt {
    pub(super) cell: Arc<CellText>,
    pub(super) compiled: Compiled,
    pub(super) source: Source,
    pub(super) plan: Plan,
    /// With the cell's items.
    pub(super) notebook: Notebook,
    /// Variables whose type the cell has redefined.
    pub(super) lost: BTreeSet<String>,
    /// Impls of earlier cells that do not fit a type as the cell has redefined it.
    pub(super) outdated: Vec<KeptItem>,
}

impl DirectEvaluator {
    /// Compiles a cell, giving up what the borrow checker refuses, one round at a time.
    pub(super) fn compile(
        &mut self,
        cell: &Arc<CellText>,
        parsed: &Parsed,
        next: Option<&Next>,
        timing: &mut Timing,
    ) -> Result<Attempt, EvaluationError> {
        let mut notebook = self.notebook().clone();
        let items = own_items(cell, parsed);
        let lost = notebook.define(items.clone());
        notebook.variables.retain(|name, _| !lost.contains(name));
        let mut plan = Plan::default();
        let mut reach = None;
        let mut outdated: Vec<KeptItem> = Vec::new();
        let has_dependencies = self.started()?.dependencies.are_any();
        let begun = Instant::now();
        loop {
            let mut before = self.notebook().without_variables(&lost);
            before.items.retain(|kept| !outdated.iter().any(|old| old.is(kept)));
            let request = Request { cell, parsed, notebook: &before, plan: &plan, has_dependencies };
            let source = request.source();
            let tried = match reach {
                Some(reach) => reach,
                None => self.started()?.names.reach_of(&request),
            };
            reach = Some(tried);
            let mut after = notebook.clone();
            after.items.retain(|kept| !outdated.iter().any(|old| old.is(kept)));
            let result = self.try_once(tried, &request, &source, next.map(|next| (next, &after)))?;
            timing.compile = begun.elapsed();
            match result {
                Ok(compiled) => {
                    notebook.items = after.items;
                    let cell = Arc::clone(cell);
                    return Ok(Attempt { cell, compiled, source, plan, notebook, lost, outdated });
                }
                Err(CompileError::Rejected(messages)) => {
                    let relaxed = relax(&mut plan, &messages, &source);
                    if tried == Reach::Bare && !relaxed {
                        reach = Some(Reach::Prelude);
                        continue;
                    }
                    let broken = unloadable(&messages, &source);
                    let misfits = misfits(&before, &items, &messages, &source);
                    if !misfits.is_empty() {
                        outdated.extend(misfits);
                        continue;
                    }
                    if !relaxed && broken.is_empty() {
                        let hints = failure::hints(&messages, &source, &self.notebook(), &lost, parsed);
                        return Err(diagnostics::compile_error(&messages, &source, &hints));
                    }
                    self.forget(&broken)?;
                    self.notebook().mark_gone(&broken, "its type does not compile any more");
                }
                Err(error) => return Err(failure::of_compiler(&error)),
            }
        }
    }

    /// One round; while it is under way, the compiling of the next cell begins, on what this one will
    /// leave.
    fn try_once(
        &mut self,
        reach: Reach,
        request: &Request<'_>,
        source: &Source,
        next: Option<(&Next, &Notebook)>,
    ) -> Result<Result<Compiled, CompileError>, EvaluationError> {
        let settings = self.settings.clone();
        let level = settings.level(request);
        let Started { compiler, names, .. } = self.started()?;
        let Request { parsed, plan, has_dependencies, .. } = *request;
        let mut ahead = next.map(|(next, notebook)| LookAhead {
            next,
            parsed,
            source,
            plan,
            notebook,
            names,
            settings: &settings,
            has_dependencies,
        });
        Ok(compiler.compile_and_tell(reach, level, source, &mut |compiler, messages| {
            if let Some(ahead) = ahead.take_if(|ahead| ahead.is_possible(messages)) {
                ahead.start(compiler, messages);
            }
        }))
    }

    /// The cell compiles: from here on its items stand, whatever its run brings.
    pub(super) fn keep_items(&mut self, attempt: &Attempt, output: &Arc<dyn OutputSink>) {
        let lost: Vec<_> = attempt.lost.iter().cloned().collect();
        self.notebook().items.clone_from(&attempt.notebook.items);
        for old in &attempt.outdated {
            emit(output, StreamName::Stderr, failure::outdated(old));
        }
        if !lost.is_empty() {
            emit(output, StreamName::Stderr, failure::redefined(&lost));
            let _ = self.forget(&lost);
            self.notebook().mark_gone(&lost, &format!("its type was redefined in {}", attempt.cell.name));
        }
    }

    /// Brings the list of variables up to date, and turns the run's end into a result or an error.
    pub(super) fn conclude(
        &mut self,
        attempt: &Attempt,
        parsed: &Parsed,
        run: Run,
    ) -> Result<Option<MimeBundle>, EvaluationError> {
        let ended_well = matches!(run.status, Some(Status::Ok));
        let mut nameless = Vec::new();
        let before: Vec<_> = self.notebook().variables.keys().cloned().collect();
        if ended_well {
            nameless = self.keep_variables(attempt, parsed);
        }
        let taken: Vec<_> = before.iter().filter(|name| !run.stored.contains(name)).cloned().collect();
        self.notebook().mark_gone(&taken, &format!("it was moved in {}", attempt.cell.name));
        if ended_well {
            // A new variable that could not be kept has taken the place of an older one all the same.
            self.forget(&self.unkept(attempt, parsed, &run.stored))?;
            // Told to whoever uses it in a later cell; most are never missed.
            for (name, reason) in failure::unkept(&nameless, &attempt.plan.borrows) {
                let reason = format!("it lived in {} only, {reason}", attempt.cell.name);
                self.notebook().gone.insert(name, reason);
            }
        }
        if !ended_well {
            self.remember_unmade(attempt, parsed);
        }
        match run.status {
            Some(Status::Ok) | None => Ok(run.result),
            // An error that the interruption has caused, in `input` for instance, is the interruption.
            Some(Status::Error { .. }) if self.control.is_interrupted() => {
                Err(failure::of_run(Status::Interrupted, &attempt.source, &taken))
            }
            Some(status) => Err(failure::of_run(status, &attempt.source, &taken)),
        }
    }

    /// New variables of a cell that did not come to its end: whoever misses one is told so.
    fn remember_unmade(&mut self, attempt: &Attempt, parsed: &Parsed) {
        let reason =
            format!("{}, which makes it, did not come to its end; run that cell again", attempt.cell.name);
        let mut notebook = self.notebook();
        for binding in &parsed.bindings {
            if !notebook.variables.contains_key(&binding.name) {
                notebook.gone.insert(binding.name.clone(), reason.clone());
            }
        }
    }

    fn unkept(&self, attempt: &Attempt, parsed: &Parsed, stored: &[String]) -> Vec<String> {
        let notebook = self.notebook();
        let is_kept =
            |name: &String| notebook.variables.get(name).is_some_and(|kept| kept.cell == attempt.cell.name);
        let names = parsed.bindings.iter().map(|binding| &binding.name);
        names.filter(|name| stored.contains(name) && !is_kept(name)).cloned().collect()
    }

    /// Registers the cell's new variables under the types that the compiler gave. Those whose type
    /// has no name are returned.
    pub(super) fn keep_variables(&mut self, attempt: &Attempt, parsed: &Parsed) -> Vec<(String, String)> {
        let types = diagnostics::variable_types(&attempt.compiled.messages, &attempt.source);
        let cell = attempt.cell.name.clone();
        let mut nameless = Vec::new();
        let mut notebook = self.notebook();
        for binding in &parsed.bindings {
            match types.get(&binding.name) {
                _ if binding.is_closure => nameless.push((binding.name.clone(), "closure@".to_owned())),
                Some(type_name) if diagnostics::is_nameable(type_name) => {
                    let variable = Variable {
                        type_name: type_name.clone(),
                        mutable: binding.mutable,
                        cell: cell.clone(),
                    };
                    notebook.gone.remove(&binding.name);
                    notebook.variables.insert(binding.name.clone(), variable);
                }
                Some(type_name) => nameless.push((binding.name.clone(), type_name.clone())),
                None => {}
            }
        }
        nameless
    }

    pub(super) fn forget(&mut self, names: &[String]) -> Result<(), EvaluationError> {
        if names.is_empty() {
            return Ok(());
        }
        self.notebook().variables.retain(|name, _| !names.contains(name));
        let command = ChildCommand::Forget { names: names.iter().map(String::as_str).collect() };
        self.in_child(&command, &silent()).map(drop)
    }
}

pub fn own_items(cell: &Arc<CellText>, parsed: &Parsed) -> Vec<KeptItem> {
    parsed
        .items
        .iter()
        .map(|item| KeptItem {
            item: item.clone(),
            cell: Arc::clone(cell),
            checkpoints: parsed.checkpoints.clone(),
            import: None,
        })
        .collect()
}

/// Gives up what stands in the way; says whether there was anything to give up.
fn relax(plan: &mut Plan, messages: &[Message], source: &Source) -> bool {
    let mut relaxed = false;
    let mut moved_away = Vec::new();
    for message in messages.iter().filter(|message| message.is_error()) {
        for purpose in diagnostics::culprits(message, source) {
            match purpose {
                Purpose::PutBack(name) => moved_away.push(name),
                Purpose::Put(name) => {
                    // Moved or never initialised is the cell's own doing; a borrow needs a word.
                    if !matches!(message.code(), "E0382" | "E0381") {
                        plan.borrows.insert(name.clone());
                    }
                    relaxed |= plan.not_put.insert(name.clone());
                }
                _ => {}
            }
        }
    }
    // A variable that cannot be put back may just be borrowed by one that cannot be kept: that one
    // goes first, and the next try tells.
    if !relaxed {
        for name in moved_away {
            relaxed |= plan.not_put_back.insert(name.clone());
        }
    }
    relaxed
}

/// Impls of earlier cells, for a type that this cell redefines, in which there are errors now.
fn misfits(notebook: &Notebook, own: &[KeptItem], messages: &[Message], source: &Source) -> Vec<KeptItem> {
    let defined = notebook::types_of(own.iter().map(|new| &new.item));
    let errors = messages.iter().filter(|message| message.is_error());
    let places: Vec<_> = errors.filter_map(|message| diagnostics::primary_span(message, source)).collect();
    let is_wrong = |kept: &&KeptItem| {
        let is_there = |place: &UserSpan| {
            Arc::ptr_eq(&place.cell, &kept.cell) && kept.item.range.contains(&place.range.start)
        };
        kept.item.kind == ItemKind::Impl
            && !kept.item.defines.is_disjoint(&defined)
            && places.iter().any(is_there)
    };
    notebook.items.iter().filter(is_wrong).cloned().collect()
}

/// Variables whose recorded type does not compile (any more).
fn unloadable(messages: &[Message], source: &Source) -> Vec<String> {
    let errors = messages.iter().filter(|message| message.is_error());
    let purposes = errors.filter_map(|message| diagnostics::main_purpose(message, source));
    purposes
        .filter_map(|purpose| if let Purpose::Take(name) = purpose { Some(name.clone()) } else { None })
        .collect()
}

//! Third stage: the text of one small crate per cell.
//!
//! The crate has two files. The root, the same for every cell of its reach (see `reach`), names the
//! prelude and includes the body; the body, different each time, arrives on the compiler's standard input, so that a
//! compiler started ahead has already read the prelude's metadata (see `compiler`).
//!
//! User code runs in one closure, so that `?` works and a panic ends there. Variables are taken from
//! the store outside it and put back after it, whatever happened inside; new ones are kept at its
//! end. The lint `dropping_references`, asked for on a reference to each new variable, makes the
//! compiler print the variable's type.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use super::attempt;
use super::loops::CHECKPOINT;
use super::notebook::{self, KeptItem, Notebook, Variable, words};
use super::source::{CellText, Purpose, Source};
use super::syntax::{Item, ItemKind, Parsed};

/// The symbol that the child looks up in each cell's library.
pub const ENTRY: &str = "ferrolab_cell";

/// The root's last line.
pub const INCLUDE: &str = "include!(\"/dev/stdin\");\n";

/// One try at a cell. The first keeps every variable; what the borrow checker refuses is then
/// given up, name by name.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Moved away by the cell.
    pub not_put_back: BTreeSet<String>,
    /// New, but moved away again, never initialised, or not able to outlive the cell.
    pub not_put: BTreeSet<String>,
    /// Those of `not_put` that borrow from another variable, which the person should know.
    pub borrows: BTreeSet<String>,
}

/// A cell ready to be generated.
pub struct Request<'a> {
    pub cell: &'a Arc<CellText>,
    pub parsed: &'a Parsed,
    pub notebook: &'a Notebook,
    pub plan: &'a Plan,
    /// `:dep` has added crates.
    pub has_dependencies: bool,
}

impl<'a> Request<'a> {
    /// The variables of the notebook that the cell names.
    pub fn loaded(&self) -> BTreeMap<&'a String, &'a Variable> {
        let item_uses: BTreeSet<_> = self.parsed.items.iter().flat_map(|item| &item.uses).collect();
        // An item cannot see variables, but a macro defined in the cell may name one.
        self.notebook
            .variables
            .iter()
            .filter(|(name, _)| self.parsed.uses.contains(*name) || self.is_used_by_macro(name, &item_uses))
            .collect()
    }

    fn is_used_by_macro(&self, name: &String, item_uses: &BTreeSet<&String>) -> bool {
        item_uses.contains(name)
            && self.parsed.items.iter().any(|item| item.kind == ItemKind::Macro && item.uses.contains(name))
    }

    /// Earlier items that the cell, its own items and the types of its variables need.
    pub fn needed_items(&self) -> Vec<&'a KeptItem> {
        let mut names = self.parsed.uses.clone();
        for item in &self.parsed.items {
            names.extend(item.uses.iter().cloned());
        }
        names.extend(self.parsed.member_names.iter().cloned());
        for variable in self.loaded().values() {
            names.extend(words(&variable.type_name).map(str::to_owned));
        }
        let own = attempt::own_items(self.cell, self.parsed);
        let defined = notebook::types_of(self.parsed.items.iter());
        // A name stands for one thing in a cell, whatever kind of thing it is.
        let definitions = self.parsed.items.iter().filter(|item| item.kind != ItemKind::Impl);
        let own_names: BTreeSet<_> = definitions.flat_map(|item| &item.defines).collect();
        let redefined = |kept: &&KeptItem| {
            own.iter().any(|new| new.replaces(kept, &defined))
                || kept.item.kind != ItemKind::Impl
                    && kept.item.defines.iter().any(|name| own_names.contains(name))
        };
        self.notebook.items_for(&names).into_iter().filter(|kept| !redefined(kept)).collect()
    }

    /// Whether anything that will run in this crate is worth optimising. Beside a query of the data
    /// frames' a simple loop is not: optimising the query's generic code takes more than a second.
    pub fn computes(&self) -> bool {
        if self.holds_query() && !self.parsed.nests_loops {
            return false;
        }
        self.parsed.computes
            || self.parsed.items.iter().any(|item| item.computes && self.is_called(item))
            || self.needed_items().iter().any(|kept| kept.item.computes)
    }

    fn holds_query(&self) -> bool {
        ["lazy", "col", "agg", "with_columns"].iter().any(|word| self.parsed.member_names.contains(*word))
    }

    fn is_called(&self, item: &Item) -> bool {
        !item.defines.is_disjoint(&self.parsed.uses) || !item.members.is_disjoint(&self.parsed.member_names)
    }

    pub fn source(&self) -> Source {
        let mut source = Source::default();
        self.write_items(&mut source);
        let loaded = self.loaded();
        write_opening(&mut source, &loaded);
        self.write_body(&mut source);
        source.frame("::core::result::Result::Ok::<(), __rt::CellError>(())\n");
        source.frame(if self.parsed.awaits { "})}));\n" } else { "}));\n" });
        for name in loaded.keys().filter(|name| !self.plan.not_put_back.contains(**name)) {
            source.generated(
                Purpose::PutBack((*name).clone()),
                &format!("__store.put_back(\"{name}\", {name});\n"),
            );
        }
        source.frame("__status\n}\n");
        source
    }

    /// Only types of the notebook itself or of `:dep` crates can have one.
    fn may_have_evcxr_display(&self) -> bool {
        let defines = |item: &Item| item.members.contains("evcxr_display");
        self.has_dependencies
            || self.parsed.items.iter().any(defines)
            || self.notebook.items.iter().any(|kept| defines(&kept.item))
    }

    fn write_items(&self, source: &mut Source) {
        for kept in self.needed_items() {
            match &kept.import {
                Some(import) => source.frame(import),
                None => source.user(&kept.cell, kept.item.range.clone(), &kept.checkpoints, CHECKPOINT),
            }
            source.frame("\n");
        }
        for item in &self.parsed.items {
            source.user(self.cell, item.range.clone(), &self.parsed.checkpoints, CHECKPOINT);
            source.frame("\n");
        }
    }

    fn write_body(&self, source: &mut Source) {
        if self.parsed.awaits {
            source.frame("__rt::block_on(async {\n");
        }
        for statement in &self.parsed.statements {
            source.user(self.cell, statement.clone(), &self.parsed.checkpoints, CHECKPOINT);
            // A statement such as `if … {}` may need the separator, none minds it.
            source.frame(";\n");
        }
        if let Some(tail) = &self.parsed.tail {
            source.generated(Purpose::Show, "match &(");
            source.user(self.cell, tail.clone(), &self.parsed.checkpoints, CHECKPOINT);
            source.generated(Purpose::Show, if self.may_have_evcxr_display() { SHOW_EVCXR } else { SHOW });
        }
        for binding in &self.parsed.bindings {
            let name = &binding.name;
            if !binding.is_closure && !self.plan.not_put.contains(name) {
                let text = format!(
                    "#[warn(dropping_references)] ::core::mem::drop(&{name}); __store.put(\"{name}\", {name});\n"
                );
                source.generated(Purpose::Put(name.clone()), &text);
            }
        }
    }
}

/// Rich display, then `Debug`, then the type's name: chosen by method resolution, as the prelude's
/// `runtime::show` explains. A `match` keeps temporaries of the expression alive.
const SHOW: &str = ") { __value => (&&&__rt::Show(__value)).show() };\n";
/// The same, with a type's own `evcxr_display` before all else.
const SHOW_EVCXR: &str = ") { __value => if !__rt::WasShown::was_shown(__value.evcxr_display()) \
                          { (&&&__rt::Show(__value)).show() } };\n";

fn write_opening(source: &mut Source, loaded: &BTreeMap<&String, &Variable>) {
    source.frame(&format!(
        "#[unsafe(no_mangle)] pub fn {ENTRY}(__store: &mut __rt::Store) -> __rt::CellStatus {{\n\
         use __rt::{{DebugShow as _, EvcxrDisplayFallback as _, NameShow as _, RichShow as _}};\n"
    ));
    for (name, variable) in loaded {
        let mutable = if variable.mutable { "mut " } else { "" };
        let type_name = &variable.type_name;
        source.generated(
            Purpose::Take((*name).clone()),
            &format!("let {mutable}{name}: {type_name} = __store.take(\"{name}\");\n"),
        );
    }
    source.frame(
        "let __status = __rt::run_cell(::std::boxed::Box::new(|| -> ::core::result::Result<(), __rt::CellError> {\n",
    );
}

/// A crate that reports the short value of every variable, for `:vars`.
pub fn summaries(notebook: &Notebook) -> Source {
    let request = Request {
        cell: &Arc::new(CellText { name: String::new(), code: String::new() }),
        parsed: &Parsed { uses: notebook.variables.keys().cloned().collect(), ..Parsed::default() },
        notebook,
        plan: &Plan::default(),
        has_dependencies: false,
    };
    let mut source = Source::default();
    request.write_items(&mut source);
    let loaded = request.loaded();
    write_opening(&mut source, &loaded);
    let mut text = String::new();
    for name in loaded.keys() {
        let _ = writeln!(text, "__rt::summary(\"{name}\", (&&&__rt::Show(&{name})).summarise());");
    }
    source.frame(&text);
    source.frame("::core::result::Result::Ok::<(), __rt::CellError>(())\n}));\n");
    for name in loaded.keys() {
        source.frame(&format!("__store.put_back(\"{name}\", {name});\n"));
    }
    source.frame("__status\n}\n");
    source
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluator::direct::syntax::parse;
    use expect_test::{Expect, expect};

    fn check(notebook: &Notebook, code: &str, plan: &Plan, expected: &Expect) {
        let cell = Arc::new(CellText { name: "In[1]".into(), code: code.into() });
        let parsed = parse(code);
        let request = Request { cell: &cell, parsed: &parsed, notebook, plan, has_dependencies: false };
        expected.assert_eq(request.source().text());
    }

    fn with_variable(name: &str, type_name: &str, mutable: bool) -> Notebook {
        let mut notebook = Notebook::default();
        let variable = Variable { type_name: type_name.into(), mutable, cell: "In[1]".into() };
        notebook.variables.insert(name.into(), variable);
        notebook
    }

    #[test]
    fn a_cell_takes_runs_shows_keeps_and_puts_back() {
        let notebook = with_variable("x", "i32", true);
        check(
            &notebook,
            "let y = x; y",
            &Plan::default(),
            &expect![[r#"
            #[unsafe(no_mangle)] pub fn ferrolab_cell(__store: &mut __rt::Store) -> __rt::CellStatus {
            use __rt::{DebugShow as _, EvcxrDisplayFallback as _, NameShow as _, RichShow as _};
            let mut x: i32 = __store.take("x");
            let __status = __rt::run_cell(::std::boxed::Box::new(|| -> ::core::result::Result<(), __rt::CellError> {
            let y = x;;
            match &(y) { __value => (&&&__rt::Show(__value)).show() };
            #[warn(dropping_references)] ::core::mem::drop(&y); __store.put("y", y);
            ::core::result::Result::Ok::<(), __rt::CellError>(())
            }));
            __store.put_back("x", x);
            __status
            }
        "#]],
        );
    }

    #[test]
    fn what_the_plan_gives_up_is_left_out() {
        let plan = Plan {
            not_put_back: ["x".to_owned()].into(),
            not_put: ["y".to_owned()].into(),
            ..Plan::default()
        };
        let notebook = with_variable("x", "i32", false);
        let cell = Arc::new(CellText { name: "In[1]".into(), code: "let y = x;".into() });
        let parsed = parse(&cell.code);
        let text = Request {
            cell: &cell,
            parsed: &parsed,
            notebook: &notebook,
            plan: &plan,
            has_dependencies: false,
        }
        .source()
        .text()
        .to_owned();
        assert!(!text.contains("put("), "{text}");
        assert!(!text.contains("put_back"), "{text}");
    }

    #[test]
    fn an_awaiting_cell_runs_in_the_runtime() {
        let cell = Arc::new(CellText { name: "In[1]".into(), code: "f().await".into() });
        let parsed = parse(&cell.code);
        let notebook = Notebook::default();
        let source = Request {
            cell: &cell,
            parsed: &parsed,
            notebook: &notebook,
            plan: &Plan::default(),
            has_dependencies: false,
        }
        .source();
        assert!(source.text().contains("__rt::block_on(async {") && source.text().contains("})}));"));
    }

    #[test]
    fn an_impl_for_an_earlier_type_comes_with_the_type() {
        let definition = Arc::new(CellText { name: "In[1]".into(), code: "struct P;".into() });
        let item = parse(&definition.code).items.remove(0);
        let mut notebook = Notebook::default();
        notebook.define(vec![KeptItem { item, cell: definition, checkpoints: Vec::new(), import: None }]);
        let cell = Arc::new(CellText { name: "In[2]".into(), code: "impl P { fn f() {} }".into() });
        let parsed = parse(&cell.code);
        let request = Request {
            cell: &cell,
            parsed: &parsed,
            notebook: &notebook,
            plan: &Plan::default(),
            has_dependencies: false,
        };
        assert!(request.source().text().starts_with("struct P;\nimpl P { fn f() {} }\n"));
    }

    #[test]
    fn unnamed_variables_stay_in_the_store() {
        let notebook = with_variable("x", "i32", false);
        let cell = Arc::new(CellText { name: "In[1]".into(), code: "1 + 1".into() });
        let parsed = parse(&cell.code);
        let request = Request {
            cell: &cell,
            parsed: &parsed,
            notebook: &notebook,
            plan: &Plan::default(),
            has_dependencies: false,
        };
        assert!(request.loaded().is_empty());
    }
}

//! Which crates a cell can see: all of the prelude's, or the runtime alone.
//!
//! The compiler looks for impls in every crate within reach, and the prelude brings hundreds. A cell
//! of plain Rust takes a third of the time without them. So a cell that mentions no name of the
//! prelude's, directly or through an item or a variable's type, is compiled against the runtime
//! first; if that is refused (a method of a prelude's trait on a `Vec`, say), against the prelude.

use std::collections::BTreeSet;

use super::generate::Request;
use super::notebook::Variable;
use crate::prelude_store::Prelude;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    Bare,
    Prelude,
}

const LINTS: &str = r"#![allow(unused, non_snake_case, non_camel_case_types, non_upper_case_globals)]
#![allow(dropping_references, private_interfaces, private_bounds, static_mut_refs, mixed_script_confusables, unpredictable_function_pointer_comparisons)]
#![warn(unused_must_use, unreachable_code)]
";
const BARE: &str = "extern crate ferrolab_runtime;
use ferrolab_runtime::bare::*;
use ferrolab_runtime::generated as __rt;
";
/// The library is named for the generic code that it shares.
const PRELUDE: &str = "extern crate ferrolab_library as _;
extern crate ferrolab_prelude;
use ferrolab_prelude::prelude::*;
use ferrolab_prelude::runtime::generated as __rt;
";

/// What `ferrolab_runtime::bare` has: part of the runtime contract.
const BARE_NAMES: [&str; 10] = [
    "BTreeMap",
    "BTreeSet",
    "Duration",
    "HashMap",
    "HashSet",
    "Instant",
    "VecDeque",
    "check_interrupt",
    "clear_output",
    "input",
];

impl Reach {
    pub const ALL: [Self; 2] = [Self::Bare, Self::Prelude];

    pub fn root_file(self) -> &'static str {
        match self {
            Self::Bare => "bare.rs",
            Self::Prelude => "cell.rs",
        }
    }

    /// How the root file begins. `include!` is expanded only after the imports have been resolved,
    /// which is what makes a compiler started ahead useful.
    pub fn root(self) -> String {
        [LINTS, if self == Self::Bare { BARE } else { PRELUDE }].concat()
    }
}

/// The names that only a cell that sees the prelude can use.
#[derive(Clone, Debug, Default)]
pub struct PreludeNames(BTreeSet<String>);

impl PreludeNames {
    pub fn of(prelude: &Prelude) -> Self {
        let names = prelude.manifest.names.iter().filter(|name| !BARE_NAMES.contains(&name.as_str()));
        let crates = prelude.extern_crates().keys().filter(|name| *name != "ferrolab_runtime");
        Self(names.chain(crates).cloned().collect())
    }

    /// What the first try at a cell is compiled against.
    pub fn reach_of(&self, request: &Request<'_>) -> Reach {
        // A prelude of former times does not say what it has.
        let is_unknown = self.0.is_empty();
        if is_unknown || request.has_dependencies || request.parsed.awaits || self.are_in(request) {
            Reach::Prelude
        } else {
            Reach::Bare
        }
    }

    fn are_in(&self, request: &Request<'_>) -> bool {
        let loaded = request.loaded();
        let needed = request.needed_items();
        let items = request.parsed.items.iter().chain(needed.iter().map(|kept| &kept.item));
        // A name of the cell's or the notebook's own hides the prelude's; should the cell mean both
        // (a variable `s` and the macro `s!`), the first try is refused.
        let mut own: BTreeSet<&String> = loaded.keys().copied().chain(&request.parsed.bound).collect();
        own.extend(items.clone().flat_map(|item| &item.defines));
        let mut mentioned = request.parsed.uses.iter().chain(items.flat_map(|item| &item.heads));
        mentioned.any(|name| self.0.contains(name) && !own.contains(name))
            || loaded.values().any(|variable| !is_of_std(variable, &own))
    }
}

/// Whether every path in the type begins in the standard library or in the notebook.
fn is_of_std(variable: &Variable, own: &BTreeSet<&String>) -> bool {
    let mut before = "";
    let mut parts = variable.type_name.split("::").peekable();
    while let Some(part) = parts.next() {
        let root = part.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
        // A part that is a name through and through continues the path before it.
        let continues = !before.is_empty() && root.len() == part.len();
        let known = ["std", "core", "alloc"].contains(&root) || own.iter().any(|name| *name == root);
        if parts.peek().is_some() && !continues && !known {
            return false;
        }
        before = part;
    }
    true
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::evaluator::direct::generate::Plan;
    use crate::evaluator::direct::notebook::{KeptItem, Notebook};
    use crate::evaluator::direct::source::CellText;
    use crate::evaluator::direct::syntax::parse;

    fn reach(notebook: &Notebook, code: &str) -> Reach {
        let cell = Arc::new(CellText { name: "In[9]".into(), code: code.into() });
        let parsed = parse(&cell.code);
        let plan = Plan::default();
        let request =
            Request { cell: &cell, parsed: &parsed, notebook, plan: &plan, has_dependencies: false };
        let names = ["DataFrame", "df", "len", "polars", "rand"].map(str::to_owned);
        PreludeNames(names.into()).reach_of(&request)
    }

    fn with_variable(type_name: &str) -> Notebook {
        let variable = Variable { type_name: type_name.into(), mutable: false, cell: "In[1]".into() };
        Notebook { variables: [("x".to_owned(), variable)].into(), ..Notebook::default() }
    }

    fn with_item(code: &str) -> Notebook {
        let cell = Arc::new(CellText { name: "In[1]".into(), code: code.into() });
        let item = parse(code).items.remove(0);
        let mut notebook = Notebook::default();
        notebook.define(vec![KeptItem { item, cell, checkpoints: Vec::new(), import: None }]);
        notebook
    }

    #[test]
    fn plain_rust_does_without_the_prelude() {
        let empty = Notebook::default();
        for code in [
            "1 + 1",
            "let v = vec![1]; v.len()",
            "HashMap::<i32, i32>::new()",
            "fn f(v: &[u8]) -> usize { v.len() }",
            "for s in [1] { println!(\"{s}\") }",
        ] {
            assert_eq!(reach(&empty, code), Reach::Bare, "{code}");
        }
    }

    #[test]
    fn a_name_a_macro_or_a_crate_of_the_preludes_needs_it() {
        let empty = Notebook::default();
        for code in [
            "DataFrame::default()",
            "df![\"a\" => [1]]",
            "rand::random::<f64>()",
            "fn f(d: &DataFrame) {}",
            "f().await",
        ] {
            assert_eq!(reach(&empty, code), Reach::Prelude, "{code}");
        }
    }

    #[test]
    fn so_do_variables_of_its_types() {
        assert_eq!(reach(&with_variable("std::vec::Vec<std::option::Option<f64>>"), "x"), Reach::Bare);
        assert_eq!(reach(&with_variable("f64"), "x"), Reach::Bare);
        assert_eq!(reach(&with_variable("std::vec::Vec<polars_core::DataFrame>"), "x"), Reach::Prelude);
        assert_eq!(reach(&with_variable("(i32, polars_core::DataFrame)"), "x"), Reach::Prelude);
        assert_eq!(
            reach(&with_variable("polars_core::DataFrame"), "y"),
            Reach::Bare,
            "a variable that is not named"
        );
    }

    #[test]
    fn so_do_items_that_need_it() {
        let notebook = with_item("fn width(d: &DataFrame) -> usize { d.width() }");
        assert_eq!(reach(&notebook, "width(y)"), Reach::Prelude);
        assert_eq!(reach(&notebook, "1 + 1"), Reach::Bare);
        let hiding = with_item("fn len() -> usize { 3 }");
        assert_eq!(reach(&hiding, "len()"), Reach::Bare, "the notebook's own hides the prelude's");
    }
}

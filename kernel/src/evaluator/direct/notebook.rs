//! What the notebook has defined so far: items, which are emitted again into each cell that needs
//! them, and variables, which live in the child's store and are known here by name and type.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::source::CellText;
use super::syntax::{Item, ItemKind};

#[derive(Clone, Debug)]
pub struct KeptItem {
    pub item: Item,
    pub cell: Arc<CellText>,
    pub checkpoints: Vec<usize>,
    /// For one import out of a longer `use`: the text to emit instead of the cell's.
    pub import: Option<String>,
}

impl KeptItem {
    pub fn text(&self) -> &str {
        self.import.as_deref().unwrap_or_else(|| &self.cell.code[self.item.range.clone()])
    }

    /// Whether this is that very item.
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.cell, &other.cell) && self.item.range == other.item.range
    }

    /// Whether an earlier item cannot stand beside this one, whose cell defines these types.
    pub fn replaces(&self, old: &Self, defined: &BTreeSet<String>) -> bool {
        let (new_kind, old_kind) = (self.item.kind, old.item.kind);
        match (new_kind, old_kind) {
            (ItemKind::Impl, ItemKind::Impl) => self.replaces_impl(old, defined),
            (ItemKind::GlobUse, _) | (_, ItemKind::GlobUse) => self.text() == old.text(),
            (ItemKind::Impl, _) | (_, ItemKind::Impl) => false,
            _ => {
                !old.item.defines.is_empty()
                    && (old_kind == ItemKind::Macro) == (new_kind == ItemKind::Macro)
                    && old.item.defines.is_subset(&self.item.defines)
            }
        }
    }

    /// A trait can be implemented once. Methods of a type's own may come from several cells, each
    /// method once; a cell that defines the type and methods of it brings all that it has.
    fn replaces_impl(&self, old: &Self, defined: &BTreeSet<String>) -> bool {
        let is_of_a_trait = |item: &Item| item.defines.len() > 1;
        impl_head(self.text()) == impl_head(old.text())
            && (is_of_a_trait(&self.item)
                || !self.item.members.is_disjoint(&old.item.members)
                || !self.item.defines.is_disjoint(defined))
    }

    /// One item for each name that a `use` imports.
    fn apart(self) -> Vec<Self> {
        if self.item.imports.is_empty() {
            return vec![self];
        }
        let one = |(name, text): &(String, String)| {
            let (kind, defines) = if name == "*" {
                (ItemKind::GlobUse, BTreeSet::new())
            } else {
                (ItemKind::Use, BTreeSet::from([name.clone()]))
            };
            let uses: BTreeSet<_> = words(text).map(str::to_owned).collect();
            let item = Item { kind, defines, heads: uses.clone(), uses, ..self.item.clone() };
            Self { item, import: Some(text.clone()), ..self.clone() }
        };
        self.item.imports.iter().map(one).collect()
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// As the compiler printed it, with paths that resolve from anywhere.
    pub type_name: String,
    pub mutable: bool,
    /// The cell that made it.
    pub cell: String,
}

#[derive(Clone, Debug, Default)]
pub struct Notebook {
    pub items: Vec<KeptItem>,
    pub variables: BTreeMap<String, Variable>,
    /// Variables that are no more, and why.
    pub gone: BTreeMap<String, String>,
}

impl Notebook {
    /// The items that a cell needs: those it names, and those that these name in turn. An impl is
    /// needed with its type, or when a function of it may be called.
    pub fn items_for(&self, mentioned: &BTreeSet<String>) -> Vec<&KeptItem> {
        let mut names = mentioned.clone();
        let mut chosen = vec![false; self.items.len()];
        loop {
            let mut grown = false;
            for (kept, chosen) in self.items.iter().zip(&mut chosen) {
                if !*chosen && is_needed(&kept.item, &names) {
                    *chosen = true;
                    grown = true;
                    names.extend(kept.item.uses.iter().cloned());
                }
            }
            if !grown {
                let mut needed: Vec<_> = self
                    .items
                    .iter()
                    .zip(chosen)
                    .filter(|(_, chosen)| *chosen)
                    .map(|(kept, _)| kept)
                    .collect();
                // A macro must be defined before the text that uses it.
                needed.sort_by_key(|kept| kept.item.kind != ItemKind::Macro);
                return needed;
            }
        }
    }

    /// Adds a cell's items. An item of the same name, or an impl of the same head, is replaced.
    /// Returns the variables that must go, since their type is no longer what it was.
    pub fn define(&mut self, new_items: Vec<KeptItem>) -> BTreeSet<String> {
        let mut changed = BTreeSet::new();
        let defined = types_of(new_items.iter().map(|new| &new.item));
        for new in new_items.into_iter().flat_map(KeptItem::apart) {
            self.items.retain(|old| {
                let replaced = new.replaces(old, &defined);
                if replaced && old.text() != new.text() && alters_types(&old.item) {
                    changed.extend(old.item.defines.iter().cloned());
                }
                !replaced
            });
            self.items.push(new);
        }
        self.variables_of(&self.with_dependents(changed))
    }

    pub fn mark_gone(&mut self, names: &[String], reason: &str) {
        for name in names {
            self.variables.remove(name);
            self.gone.insert(name.clone(), reason.to_owned());
        }
    }

    /// The notebook as a cell sees it that changes the types of these variables.
    pub fn without_variables(&self, names: &BTreeSet<String>) -> Self {
        let mut notebook = self.clone();
        notebook.variables.retain(|name, _| !names.contains(name));
        notebook
    }

    /// Types whose definition names a changed one have changed with it.
    fn with_dependents(&self, mut changed: BTreeSet<String>) -> BTreeSet<String> {
        loop {
            let before = changed.len();
            for kept in self.items.iter().filter(|kept| kept.item.kind == ItemKind::Type) {
                if !changed.is_disjoint(&kept.item.uses) {
                    changed.extend(kept.item.defines.iter().cloned());
                }
            }
            if changed.len() == before {
                return changed;
            }
        }
    }

    fn variables_of(&self, types: &BTreeSet<String>) -> BTreeSet<String> {
        let mentions = |variable: &Variable| words(&variable.type_name).any(|word| types.contains(word));
        self.variables
            .iter()
            .filter(|(_, variable)| mentions(variable))
            .map(|(name, _)| name.clone())
            .collect()
    }
}

/// The identifiers in a type.
pub fn words(type_name: &str) -> impl Iterator<Item = &str> {
    type_name.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

fn is_needed(item: &Item, names: &BTreeSet<String>) -> bool {
    match item.kind {
        // The name may be a trait's, and calling a method of it does not mention it.
        ItemKind::GlobUse | ItemKind::Use => true,
        // An impl "defines" the names of its type and trait.
        _ => !item.defines.is_disjoint(names) || !item.members.is_disjoint(names),
    }
}

fn alters_types(item: &Item) -> bool {
    item.kind == ItemKind::Type
}

/// The types that a cell defines.
pub fn types_of<'a>(items: impl Iterator<Item = &'a Item>) -> BTreeSet<String> {
    items.filter(|item| item.kind == ItemKind::Type).flat_map(|item| item.defines.iter().cloned()).collect()
}

/// `impl Display for P`, without space.
fn impl_head(text: &str) -> String {
    let start = text.find("impl").unwrap_or_default();
    text[start..].split('{').next().unwrap_or_default().chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluator::direct::syntax::parse;

    fn items(code: &str) -> Vec<KeptItem> {
        let cell = Arc::new(CellText { name: "In[1]".into(), code: code.into() });
        let parsed = parse(code);
        parsed
            .items
            .into_iter()
            .map(|item| KeptItem { item, cell: Arc::clone(&cell), checkpoints: Vec::new(), import: None })
            .collect()
    }

    fn notebook(code: &str) -> Notebook {
        let mut notebook = Notebook::default();
        notebook.define(items(code));
        notebook
    }

    fn needed(notebook: &Notebook, names: &[&str]) -> Vec<String> {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        notebook.items_for(&names).into_iter().map(|kept| kept.text().to_owned()).collect()
    }

    #[test]
    fn only_what_is_named_comes_along_with_what_that_names() {
        let notebook =
            notebook("fn a() { b() }\nfn b() {}\nfn c() {}\nstruct P;\nimpl P { fn go(&self) { c() } }");
        assert_eq!(needed(&notebook, &["a"]), ["fn a() { b() }", "fn b() {}"]);
        assert_eq!(needed(&notebook, &["P"]), ["fn c() {}", "struct P;", "impl P { fn go(&self) { c() } }"]);
        assert!(needed(&notebook, &["x"]).is_empty());
    }

    #[test]
    fn a_trait_on_a_foreign_type_comes_with_its_method() {
        let notebook = notebook(
            "trait Twice { fn twice(&self) -> f64; }\nimpl Twice for f64 { fn twice(&self) -> f64 { self * 2.0 } }",
        );
        assert_eq!(needed(&notebook, &["twice"]).len(), 2);
    }

    #[test]
    fn a_redefinition_replaces_and_takes_dependent_variables_with_it() {
        let mut notebook = notebook("struct P { x: i32 }\nstruct Q { p: P }\nfn f() {}");
        for (name, type_name) in [("p", "P"), ("q", "std::vec::Vec<Q>"), ("n", "i32")] {
            let variable = Variable { type_name: type_name.into(), mutable: false, cell: "In[1]".into() };
            notebook.variables.insert(name.into(), variable);
        }
        assert!(notebook.define(items("struct P { x: i32 }")).is_empty());
        let lost: Vec<_> = notebook.define(items("struct P { x: f64 }")).into_iter().collect();
        assert_eq!(lost, ["p", "q"]);
        assert_eq!(notebook.items.len(), 3);
        assert!(notebook.define(items("fn f() { 1; }")).is_empty());
    }

    #[test]
    fn one_import_of_several_can_be_replaced() {
        let mut notebook = notebook("use std::collections::{HashMap, HashSet as Set};");
        notebook.define(items("use other::HashMap;"));
        assert_eq!(needed(&notebook, &[]), ["use std::collections::HashSet as Set;", "use other::HashMap;"]);
    }

    #[test]
    fn impls_of_one_head_replace_each_other_and_others_stand_beside() {
        let mut notebook = notebook("struct P;\nimpl P { fn a() {} }");
        notebook.define(items("impl P { fn a() { 1; } }"));
        notebook.define(items("impl Clone for P { fn clone(&self) -> P { P } }"));
        notebook.define(items("impl Clone for P { fn clone(&self) -> P { P { } } }"));
        assert_eq!(notebook.items.len(), 3);
        notebook.define(items("impl P { fn b() {} }"));
        assert_eq!(notebook.items.len(), 4, "another method");
        notebook.define(items("struct P;\nimpl P { fn c() {} }"));
        assert_eq!(notebook.items.len(), 3, "the type with what it has");
    }
}

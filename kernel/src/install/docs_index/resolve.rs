//! From the names that `prelude.rs` hands on to what they name.

use std::collections::BTreeMap;

use super::OURS;
use super::source::{Contents, Item};
use super::uses::Import;
use crate::prelude_store::docs::{DocEntry, Kind};

/// The module whose names every cell has in scope.
const PRELUDE: &str = "prelude";

/// One name can mean one thing in each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Namespace {
    Types,
    Values,
    Macros,
}

const NAMESPACES: [Namespace; 3] = [Namespace::Types, Namespace::Values, Namespace::Macros];

fn namespace(kind: Kind) -> Namespace {
    match kind {
        Kind::Macro => Namespace::Macros,
        _ if is_type(kind) || kind == Kind::Module => Namespace::Types,
        _ => Namespace::Values,
    }
}

pub fn is_type(kind: Kind) -> bool {
    matches!(kind, Kind::Struct | Kind::Enum | Kind::Trait | Kind::Type)
}

/// What a cell can name directly, in alphabetical order.
pub fn names(contents: &[Contents]) -> Vec<DocEntry> {
    let Some(ours) = contents.iter().find(|package| package.facade == OURS) else { return Vec::new() };
    let imports = ours.imports.iter().filter(|(module, _)| module == &[PRELUDE]);
    let mut names: Vec<DocEntry> = imports.flat_map(|(_, import)| named(import, contents)).collect();
    names.sort_by(|a, b| a.name.cmp(&b.name));
    names
}

/// The public items of each of our modules that the prelude hands something on from, in the order of
/// their names.
pub fn modules(contents: &[Contents]) -> BTreeMap<String, Vec<DocEntry>> {
    let Some(ours) = contents.iter().find(|package| package.facade == OURS) else { return BTreeMap::new() };
    let imports = ours.imports.iter().filter(|(module, _)| module == &[PRELUDE]);
    let ours_alone = imports.filter(|(_, import)| import.path.first().is_some_and(|first| first == OURS));
    let used: Vec<&[String]> = ours_alone.map(|(_, import)| &import.path[1..]).collect();
    let mut modules = BTreeMap::new();
    for module in ours.items.iter().filter(|item| item.entry.kind == Kind::Module) {
        let path: Vec<String> = module.module.iter().chain([&module.entry.name]).cloned().collect();
        if !used.iter().any(|used| used.starts_with(&path)) {
            continue;
        }
        let own = ours.items.iter().filter(|item| item.module == path).map(|item| item.entry.clone());
        let imports = ours.imports.iter().filter(|(stands_in, _)| *stands_in == path);
        let imported =
            imports.flat_map(|(_, import)| candidates(import, std::slice::from_ref(ours), |_| true));
        let mut entries: Vec<DocEntry> = own.chain(imported).collect();
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        if !entries.is_empty() {
            modules.insert(module.entry.name.clone(), entries);
        }
    }
    modules
}

/// Of the crate that the path begins with; a re-export from elsewhere is looked for everywhere. What
/// is in no source that was read has its path as its signature.
fn named(import: &Import, contents: &[Contents]) -> Vec<DocEntry> {
    let facade = import.path.first().map_or("", String::as_str);
    let mut found = candidates(import, contents, |package| package.facade == facade);
    if found.is_empty() && !matches!(facade, "std" | "core" | "alloc") {
        found = candidates(import, contents, |package| package.facade != OURS);
    }
    if found.is_empty() {
        found.push(unread(import));
    }
    found
}

fn candidates(import: &Import, contents: &[Contents], wanted: impl Fn(&Contents) -> bool) -> Vec<DocEntry> {
    let Some((last, before)) = import.path.split_last() else { return Vec::new() };
    let packages = contents.iter().filter(|package| wanted(package));
    let items: Vec<(usize, &Item)> = packages
        .enumerate()
        .flat_map(|(at, package)| package.items.iter().map(move |item| (at, item)))
        .filter(|(_, item)| item.entry.name.trim_end_matches('!') == *last)
        .collect();
    let has_others = items.iter().any(|(_, item)| item.entry.kind != Kind::Module);
    let is_ours = before.first().is_some_and(|first| first == OURS);
    let best = |wanted: Namespace| {
        let items = items.iter().filter(|(_, item)| namespace(item.entry.kind) == wanted);
        // A module beside a function of the same name is seldom handed on by a crate's own prelude.
        let items = items.filter(|(_, item)| is_ours || !has_others || item.entry.kind != Kind::Module);
        items.min_by_key(|(package, item)| {
            let hints = before.iter().filter(|segment| item.module.contains(segment)).count();
            (usize::MAX - hints, *package, item.module.len())
        })
    };
    let found = NAMESPACES.into_iter().filter_map(best);
    found.map(|(_, item)| renamed(&item.entry, &import.name)).collect()
}

fn renamed(entry: &DocEntry, name: &str) -> DocEntry {
    let mark = if entry.kind == Kind::Macro { "!" } else { "" };
    DocEntry { name: format!("{name}{mark}"), ..entry.clone() }
}

fn unread(import: &Import) -> DocEntry {
    let is_constant = import.name.chars().all(|c| c.is_uppercase() || c == '_');
    let kind = match import.name.chars().next() {
        Some(first) if first.is_lowercase() => Kind::Function,
        _ if is_constant => Kind::Constant,
        _ => Kind::Struct,
    };
    DocEntry { name: import.name.clone(), kind, signature: import.path.join("::"), ..DocEntry::default() }
}

//! Which types are worth keeping: those that a cell can name, and those that come back from their
//! functions (`frame.group_by(…)` gives a type that nobody ever writes).

use std::collections::{BTreeMap, BTreeSet};

use super::Merged;
use super::implementation::Base;
use crate::prelude_store::docs::{Kind, PreludeDocs, TypeDocs, without_generics};

/// How often results of results are followed.
const ROUNDS: usize = 2;

/// The types that are kept, with the traits whose methods a cell can call on them.
pub fn types(docs: &PreludeDocs, all: &Merged) -> BTreeMap<String, TypeDocs> {
    let traits = docs.names.iter().filter(|entry| entry.kind == Kind::Trait);
    let in_scope: BTreeSet<&str> = traits.map(|entry| entry.name.as_str()).collect();
    let is_callable = |base: &&Base| match base {
        Base::Trait(name) => in_scope.contains(name.as_str()),
        Base::Target(_) => true,
    };
    let mut types = BTreeMap::new();
    for name in reached(docs, all) {
        let members = all.members.get(&name).cloned().unwrap_or_default();
        let bases = all_bases(&name, all).into_iter().filter(is_callable).map(|base| base.name().to_owned());
        let bases: Vec<String> = bases.filter(|base| all.members.contains_key(base)).collect();
        if !members.is_empty() || !bases.is_empty() {
            types.insert(name, TypeDocs { members, bases });
        }
    }
    types
}

fn reached(docs: &PreludeDocs, all: &Merged) -> BTreeSet<String> {
    let listed = docs.names.iter().chain(docs.modules.values().flatten());
    let mut kept: BTreeSet<String> = docs.names.iter().map(|entry| entry.name.clone()).collect();
    kept.extend(listed.flat_map(|entry| returned(&entry.signature)));
    for _ in 0..ROUNDS {
        add_meant(&mut kept, all);
        let results = kept.iter().filter_map(|name| all.members.get(name)).flatten();
        let results: Vec<String> = results.flat_map(|entry| returned(&entry.signature)).collect();
        kept.extend(results);
    }
    add_meant(&mut kept, all);
    kept
}

/// Adds what aliases stand for, and where methods come from.
fn add_meant(kept: &mut BTreeSet<String>, all: &Merged) {
    let mut open: Vec<String> = kept.iter().cloned().collect();
    while let Some(name) = open.pop() {
        let target = all.aliases.get(&name).map(|target| without_generics(target));
        let bases = all_bases(&name, all).into_iter().map(Base::name);
        for meant in target.into_iter().chain(bases) {
            if kept.insert(meant.to_owned()) {
                open.push(meant.to_owned());
            }
        }
    }
}

/// Everything that a type's methods may come from. A trait of the standard library leads nowhere:
/// what everything clonable has, it has not for the sake of `Clone` alone.
fn all_bases<'a>(name: &'a str, all: &'a Merged) -> Vec<&'a Base> {
    let mut found: Vec<&Base> = Vec::new();
    let mut open = vec![name];
    while let Some(next) = open.pop() {
        for base in all.bases.get(next).into_iter().flatten() {
            if base.name() != name && !found.contains(&base) {
                found.push(base);
                let is_known = matches!(base, Base::Target(_)) || all.traits.contains(base.name());
                open.extend(is_known.then(|| base.name()));
            }
        }
    }
    found
}

/// The types that a function's result is made of.
fn returned(signature: &str) -> Vec<String> {
    let signature = signature.split(" where ").next().unwrap_or(signature);
    let Some((_, result)) = signature.rsplit_once("-> ") else { return Vec::new() };
    let words = result.split(|c: char| !c.is_alphanumeric() && c != '_');
    words.filter(|word| word.starts_with(char::is_uppercase) && *word != "Self").map(str::to_owned).collect()
}

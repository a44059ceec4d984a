//! Which types are worth keeping: those that a cell can name, and those that come back from their
//! functions (`frame.group_by(…)` gives a type that nobody ever writes).

use std::collections::{BTreeMap, BTreeSet};

use crate::prelude_store::docs::{DocEntry, Kind, PreludeDocs, TypeDocs, without_generics};

pub type Members = BTreeMap<String, Vec<DocEntry>>;

/// How often results of results are followed.
const ROUNDS: usize = 2;

/// The kept types, with the traits whose methods a cell can call on them.
pub fn types(docs: &PreludeDocs, mut members: Members, bases: &BTreeMap<String, Vec<String>>) -> BTreeMap<String, TypeDocs> {
    let in_scope: BTreeSet<&str> =
        docs.names.iter().filter(|entry| entry.kind == Kind::Trait).map(|entry| entry.name.as_str()).collect();
    let traits_out_of_scope = |name: &str| !in_scope.contains(name) && is_trait(name, &members);
    let mut kept: BTreeSet<String> = docs.names.iter().map(|entry| entry.name.clone()).collect();
    let listed = docs.names.iter().chain(docs.modules.values().flatten());
    kept.extend(listed.flat_map(|entry| returned(&entry.signature)));
    for _ in 0..ROUNDS {
        let followed: Vec<String> = kept.iter().flat_map(|name| also(name, docs, bases)).collect();
        kept.extend(followed);
        let results = kept.iter().filter_map(|name| members.get(name)).flatten();
        let results: Vec<String> = results.flat_map(|entry| returned(&entry.signature)).collect();
        kept.extend(results);
    }
    let bases_of: BTreeMap<String, Vec<String>> = kept
        .iter()
        .map(|name| (name.clone(), all_bases(name, bases).into_iter().filter(|base| !traits_out_of_scope(base)).collect()))
        .collect();
    let mut types = BTreeMap::new();
    for (name, bases) in bases_of {
        let own = members.remove(&name).unwrap_or_default();
        if !own.is_empty() || !bases.is_empty() {
            types.insert(name, TypeDocs { members: own, bases });
        }
    }
    for found in types.clone().into_values().flat_map(|found| found.bases) {
        if let Some(own) = members.remove(&found) {
            types.entry(found).or_default().members = own;
        }
    }
    types
}

/// A trait's members say so themselves.
fn is_trait(_name: &str, _members: &Members) -> bool {
    false
}

fn also(name: &str, docs: &PreludeDocs, bases: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let target = docs.aliases.get(name).map(|target| without_generics(target).to_owned());
    target.into_iter().chain(all_bases(name, bases)).collect()
}

/// Everything that a type's methods may come from, nearest first.
fn all_bases(name: &str, bases: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut open = vec![name];
    while let Some(name) = open.pop() {
        for base in bases.get(name).into_iter().flatten() {
            if !found.contains(base) {
                found.push(base.clone());
                open.push(base);
            }
        }
    }
    found
}

/// The types that a function's result is made of.
fn returned(signature: &str) -> Vec<String> {
    let Some((_, result)) = signature.rsplit_once("-> ") else { return Vec::new() };
    let result = result.split(" where ").next().unwrap_or(result);
    let words = result.split(|c: char| !c.is_alphanumeric() && c != '_');
    words.filter(|word| word.starts_with(char::is_uppercase) && *word != "Self").map(str::to_owned).collect()
}

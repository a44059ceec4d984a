//! Writes the documentation that completion and inspection in a notebook answer from
//! ([`crate::prelude_store::docs`]), once, when the prelude is built.
//!
//! It is read from sources with rust-analyzer's parser: those of the prelude, and those of the
//! crates whose types a notebook handles all day (polars, ndarray, rand), which cargo has on disk.
//! Names are resolved by their last segment, with the rest of the path as a hint. A compiler would
//! resolve them exactly; this takes two seconds and needs no second build of five hundred crates.

mod cfg;
mod implementation;
mod item;
mod reach;
mod resolve;
mod source;
mod uses;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{fs, io};

use cargo_metadata::{Artifact, PackageId, TargetKind};

use self::implementation::Base;
use self::item::Depth;
use self::source::{Contents, Package};
use super::plan::Plan;
use crate::prelude_store::docs::{self, DocEntry, Kind, PreludeDocs};

/// How the prelude's own sources name their crate.
const OURS: &str = "crate";

/// Crates that the prelude hands on, and the packages that hold their public items. The first
/// package that defines a name wins: polars-plan's `col` is the one that people mean.
const FACADES: [(&str, &[&str]); 6] = [
    (
        "polars",
        &[
            "polars-plan",
            "polars-lazy",
            "polars-core",
            "polars-ops",
            "polars-time",
            "polars-io",
            "polars-utils",
            "polars-compute",
            "polars-error",
        ],
    ),
    ("ferrolab_runtime", &["ferrolab-runtime"]),
    ("ferrolab_charts", &["ferrolab-charts"]),
    ("ndarray", &["ndarray"]),
    ("rand", &["rand", "rand_core"]),
    ("rand_distr", &["rand_distr"]),
];

/// A file larger than this would be felt at the first Tab.
const LARGEST: usize = 3 << 20;

/// The documentation of what cargo has built. What cannot be found or read is left out.
pub fn of(plan: &Plan, artifacts: &[Artifact]) -> PreludeDocs {
    index(&packages(plan, artifacts))
}

/// # Errors
/// When the file cannot be written.
pub fn write(docs: &PreludeDocs, folder: &Path) -> io::Result<()> {
    fs::write(folder.join(docs::FILE_NAME), serde_json::to_vec(docs)?)
}

fn packages(plan: &Plan, artifacts: &[Artifact]) -> Vec<Package> {
    let mut libraries: BTreeMap<&PackageId, &Artifact> = BTreeMap::new();
    for artifact in artifacts.iter().filter(|artifact| is_library(artifact)) {
        libraries.insert(&artifact.package_id, artifact);
    }
    let package = |id: &PackageId, facade: &str, depth: Depth| {
        let artifact = libraries.get(id)?;
        Some(Package {
            facade: facade.to_owned(),
            root: artifact.target.src_path.clone().into(),
            features: artifact.features.iter().cloned().collect(),
            depth,
        })
    };
    let mut found: Vec<Package> =
        plan.prelude.iter().filter_map(|id| package(id, OURS, Depth::Whole)).collect();
    for (facade, names) in FACADES {
        let inside = plan.direct.get(facade).map(|id| plan.reach_named(id, names)).unwrap_or_default();
        let in_order = names.iter().filter_map(|name| inside.get(*name));
        found.extend(in_order.filter_map(|id| package(id, facade, Depth::FirstParagraph)));
    }
    found
}

fn is_library(artifact: &Artifact) -> bool {
    let kinds = [TargetKind::Lib, TargetKind::RLib, TargetKind::DyLib];
    artifact.target.kind.iter().any(|kind| kinds.contains(kind))
}

fn index(packages: &[Package]) -> PreludeDocs {
    let contents: Vec<Contents> = packages.iter().map(source::read).collect();
    let all = merge(contents.iter());
    let mut docs = PreludeDocs {
        names: resolve::names(&contents),
        modules: resolve::modules(&contents),
        ..PreludeDocs::default()
    };
    docs.types = reach::types(&docs, &all);
    docs.aliases = all.aliases;
    docs.aliases.retain(|_, target| docs.types.contains_key(docs::without_generics(target)));
    shrink(&mut docs, LARGEST);
    docs
}

/// What all packages have, by the names of types and traits.
#[derive(Debug, Default)]
struct Merged {
    members: BTreeMap<String, Vec<DocEntry>>,
    bases: BTreeMap<String, Vec<Base>>,
    aliases: BTreeMap<String, String>,
    traits: BTreeSet<String>,
}

/// Two packages may have a type of the same name each: the later one's is left out.
fn merge<'a>(contents: impl Iterator<Item = &'a Contents>) -> Merged {
    let mut merged = Merged::default();
    let mut defined: BTreeSet<&str> = BTreeSet::new();
    for package in contents {
        let types = package.items.iter().filter(|item| resolve::is_type(item.entry.kind));
        let own: BTreeSet<&str> = types.clone().map(|item| item.entry.name.as_str()).collect();
        let is_shadowed = |name: &str| own.contains(name) && defined.contains(name);
        for (name, members) in package.members.iter().filter(|(name, _)| !is_shadowed(name)) {
            merged.members.entry(name.clone()).or_default().extend(members.iter().cloned());
        }
        for (name, bases) in package.bases.iter().filter(|(name, _)| !is_shadowed(name)) {
            merged.bases.entry(name.clone()).or_default().extend(bases.iter().cloned());
        }
        for item in types.filter(|item| !is_shadowed(&item.entry.name)) {
            if item.entry.kind == Kind::Trait {
                merged.traits.insert(item.entry.name.clone());
            }
            if let Some(target) = &item.target {
                merged.aliases.insert(item.entry.name.clone(), target.clone());
            }
        }
        defined.extend(own);
    }
    merged
}

/// Gives up, first, the comments of crates that are not ours, then their types, until the file is
/// small enough.
fn shrink(docs: &mut PreludeDocs, largest: usize) {
    let size = |docs: &PreludeDocs| serde_json::to_vec(docs).map_or(0, |text| text.len());
    if size(docs) <= largest {
        return;
    }
    for entry in docs.types.values_mut().flat_map(|found| &mut found.members) {
        entry.docs.clear();
    }
    while size(docs) > largest {
        let Some(largest_type) = docs.types.iter().max_by_key(|(_, found)| found.members.len()) else {
            return;
        };
        let name = largest_type.0.clone();
        docs.types.remove(&name);
    }
}

#[cfg(test)]
mod tests;

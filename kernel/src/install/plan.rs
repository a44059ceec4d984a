//! What cargo is going to build, read from `cargo metadata`: how many crates, and which of them go
//! into the prelude's library.
//!
//! The resolve graph knows nothing of the newer resolver's finer choice of features, so it names a
//! handful of crates that are not built. `cargo tree` knows them and is asked too; without its
//! answer the count is a little too high, no more.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use cargo_metadata::{DependencyKind, Metadata, Node, Package, PackageId};

/// The package that cells see.
pub const PRELUDE_PACKAGE: &str = "ferrolab-prelude";
/// The package whose shared library holds the prelude and all below it.
pub const LIBRARY_PACKAGE: &str = "ferrolab-library";

#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Every package that is compiled for the workspace's libraries, with its name.
    pub crates: BTreeMap<PackageId, String>,
    /// The packages that the shared library is made of, itself included.
    pub closure: BTreeSet<PackageId>,
    /// What cells can name, the prelude and its direct dependencies: the name in `use` → the package.
    pub direct: BTreeMap<String, PackageId>,
    pub prelude: Option<PackageId>,
    pub library: Option<PackageId>,
    /// Which packages of the closure each of them needs.
    pub needs: BTreeMap<PackageId, Vec<PackageId>>,
}

impl Plan {
    /// `tree` is what `cargo tree --prefix none` prints, a package per line.
    pub fn of(metadata: &Metadata, tree: Option<&str>) -> Self {
        let nodes: HashMap<&PackageId, &Node> =
            metadata.resolve.iter().flat_map(|resolve| &resolve.nodes).map(|node| (&node.id, node)).collect();
        let packages: HashMap<&PackageId, &Package> =
            metadata.packages.iter().map(|package| (&package.id, package)).collect();
        let named = |name: &str| metadata.packages.iter().find(|package| package.name.as_str() == name);
        let prelude = named(PRELUDE_PACKAGE).map(|package| package.id.clone());
        let library = named(LIBRARY_PACKAGE).map(|package| package.id.clone());
        let built: Option<HashSet<&str>> = tree.map(|tree| tree.lines().map(name_and_version).collect());
        let is_built = |id: &PackageId| {
            let line = packages.get(id).map(|package| format!("{} v{}", package.name, package.version));
            built.as_ref().is_none_or(|built| line.is_some_and(|line| built.contains(line.as_str())))
        };
        let compiled = [DependencyKind::Normal, DependencyKind::Build];
        let crates = reach(&nodes, &metadata.workspace_members, &compiled);
        let closure = reach(&nodes, library.as_ref(), &[DependencyKind::Normal]);
        let needs = |id: &PackageId| nodes.get(id).map(|node| direct(node).into_values().collect());
        Self {
            needs: closure.iter().map(|id| ((*id).clone(), needs(id).unwrap_or_default())).collect(),
            crates: crates
                .into_iter()
                .filter(|id| is_built(id))
                .map(|id| {
                    (id.clone(), packages.get(id).map(|package| package.name.to_string()).unwrap_or_default())
                })
                .collect(),
            closure: closure.into_iter().cloned().collect(),
            direct: [&library, &prelude]
                .into_iter()
                .filter_map(|id| nodes.get(id.as_ref()?))
                .flat_map(|node| direct(node))
                .collect(),
            prelude,
            library,
        }
    }

    /// The packages of these names that a package needs, directly or through one another; itself
    /// too if it is named.
    pub fn reach_named(&self, from: &PackageId, names: &[&str]) -> BTreeMap<&str, &PackageId> {
        let mut found = BTreeMap::new();
        let mut open: Vec<&PackageId> = self.closure.get(from).into_iter().collect();
        let mut seen: BTreeSet<&PackageId> = BTreeSet::new();
        while let Some(id) = open.pop() {
            let Some(name) = self.crates.get(id) else { continue };
            let is_named = names.contains(&name.as_str());
            if is_named {
                found.entry(name.as_str()).or_insert(id);
            }
            if seen.insert(id) && (is_named || id == from) {
                open.extend(self.needs.get(id).into_iter().flatten());
            }
        }
        found
    }
}

/// `serde v1.0.1 (proc-macro)`, `ours v0.1.0 (/path)` and `seen v1.0.0 (*)` end before the parenthesis.
fn name_and_version(line: &str) -> &str {
    line.split(" (").next().unwrap_or(line).trim()
}

/// Everything reachable from `roots` over dependencies of these kinds.
fn reach<'a>(
    nodes: &HashMap<&'a PackageId, &'a Node>,
    roots: impl IntoIterator<Item = &'a PackageId>,
    kinds: &[DependencyKind],
) -> BTreeSet<&'a PackageId> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&PackageId> = roots.into_iter().collect();
    while let Some(id) = open.pop() {
        let Some(node) = nodes.get(id) else { continue };
        if reached.insert(&node.id) {
            let wanted =
                node.deps.iter().filter(|dep| dep.dep_kinds.iter().any(|info| kinds.contains(&info.kind)));
            open.extend(wanted.map(|dep| &dep.pkg));
        }
    }
    reached
}

fn direct(node: &Node) -> BTreeMap<String, PackageId> {
    let normal = |info: &cargo_metadata::DepKindInfo| info.kind == DependencyKind::Normal;
    let deps = node.deps.iter().filter(|dep| dep.dep_kinds.iter().any(normal));
    deps.map(|dep| (dep.name.clone(), dep.pkg.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `kernel → syntax`, `library → prelude → {frames → (macros, build: probe), renamed}`, `dev-only` unused.
    fn metadata() -> Metadata {
        let package = |name: &str| {
            serde_json::json!({
                "name": name, "version": "1.0.0", "id": name, "dependencies": [], "targets": [],
                "features": {}, "manifest_path": format!("/{name}/Cargo.toml"),
            })
        };
        let dep = |name: &str, pkg: &str, kind: Option<&str>| serde_json::json!({"name": name, "pkg": pkg, "dep_kinds": [{"kind": kind, "target": null}]});
        let node = |id: &str, deps: Vec<serde_json::Value>| serde_json::json!({"id": id, "dependencies": [], "features": [], "deps": deps});
        let names = [
            "kernel",
            LIBRARY_PACKAGE,
            PRELUDE_PACKAGE,
            "syntax",
            "frames",
            "macros",
            "probe",
            "renamed-crate",
            "dev-only",
        ];
        serde_json::from_value(serde_json::json!({
            "version": 1, "target_directory": "/t", "workspace_root": "/w",
            "workspace_members": ["kernel", LIBRARY_PACKAGE, PRELUDE_PACKAGE],
            "packages": names.map(package),
            "resolve": {"root": null, "nodes": [
                node("kernel", vec![dep("syntax", "syntax", None), dep("dev_only", "dev-only", Some("dev"))]),
                node(LIBRARY_PACKAGE, vec![dep("ferrolab_prelude", PRELUDE_PACKAGE, None)]),
                node(PRELUDE_PACKAGE, vec![dep("frames", "frames", None), dep("short", "renamed-crate", None)]),
                node("frames", vec![dep("macros", "macros", None), dep("probe", "probe", Some("build"))]),
                node("syntax", vec![]), node("macros", vec![]), node("probe", vec![]),
                node("renamed-crate", vec![]), node("dev-only", vec![]),
            ]},
        }))
        .unwrap()
    }

    #[test]
    fn counts_what_is_compiled_and_not_what_tests_alone_need() {
        let plan = Plan::of(&metadata(), None);
        let names: Vec<&str> = plan.crates.values().map(String::as_str).collect();
        assert_eq!(
            names,
            [
                LIBRARY_PACKAGE,
                PRELUDE_PACKAGE,
                "frames",
                "kernel",
                "macros",
                "probe",
                "renamed-crate",
                "syntax"
            ]
        );
    }

    #[test]
    fn crates_that_no_feature_turns_on_are_not_counted() {
        let tree = "kernel v1.0.0 (/w/kernel)\nsyntax v1.0.0\n\nframes v1.0.0 (*)\nmacros v1.0.0 (proc-macro)\nprobe v2.0.0";
        let plan = Plan::of(&metadata(), Some(tree));
        let names: Vec<&str> = plan.crates.values().map(String::as_str).collect();
        assert_eq!(names, ["frames", "kernel", "macros", "syntax"]);
    }

    #[test]
    fn the_library_holds_neither_the_kernels_crates_nor_build_scripts() {
        let plan = Plan::of(&metadata(), None);
        let closure: Vec<String> = plan.closure.iter().map(|id| id.repr.clone()).collect();
        assert_eq!(closure, [LIBRARY_PACKAGE, PRELUDE_PACKAGE, "frames", "macros", "renamed-crate"]);
    }

    #[test]
    fn named_packages_are_reached_through_named_ones_only() {
        let plan = Plan::of(&metadata(), None);
        let reached = |from: &str, names: &[&str]| {
            let from = PackageId { repr: from.to_owned() };
            plan.reach_named(&from, names).into_keys().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(reached("frames", &["frames", "macros", "renamed-crate"]), ["frames", "macros"]);
        assert_eq!(reached(PRELUDE_PACKAGE, &["macros"]), [""; 0]);
        assert_eq!(reached(PRELUDE_PACKAGE, &["macros", "frames"]), ["frames", "macros"]);
        assert_eq!(reached("kernel", &["syntax"]), [""; 0], "outside the library");
    }

    #[test]
    fn cells_name_direct_dependencies_as_the_prelude_does() {
        let plan = Plan::of(&metadata(), None);
        let direct: Vec<(&str, &str)> =
            plan.direct.iter().map(|(name, id)| (name.as_str(), id.repr.as_str())).collect();
        assert_eq!(
            direct,
            [("ferrolab_prelude", PRELUDE_PACKAGE), ("frames", "frames"), ("short", "renamed-crate")]
        );
    }
}

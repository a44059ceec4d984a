//! Picks, out of everything that cargo built, what belongs into the store: the library and, for
//! every crate inside it, the one file that rustc reads when a cell is compiled.
//!
//! A cell is linked to nothing but the library, so metadata is enough: `.rmeta` where cargo wrote
//! one, the `.rlib` of those few crates that have none, and the compiled procedural macros, which
//! rustc loads. A folder with a third of the files also makes every cell's compilation faster.

use std::collections::{BTreeMap, HashMap};
use std::env::consts::DLL_SUFFIX;
use std::path::{Path, PathBuf};

use cargo_metadata::{Artifact, PackageId, TargetKind};

use super::plan::Plan;
use crate::prelude_store::manifest::StoredCrate;

#[derive(Debug, thiserror::Error)]
pub enum CollectError {
    #[error("cargo built everything but did not report {what}; expected it among {count} artifacts")]
    NotReported { what: String, count: usize },
}

/// The files of a prelude, where cargo left them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Collected {
    pub library: PathBuf,
    pub dependencies: Vec<PathBuf>,
    /// The name in a cell → the file's name.
    pub extern_crates: BTreeMap<String, String>,
    pub crates: Vec<StoredCrate>,
}

/// # Errors
/// When cargo did not report the library.
pub fn collect(plan: &Plan, artifacts: &[Artifact]) -> Result<Collected, CollectError> {
    let missing = |what: &str| CollectError::NotReported { what: what.to_owned(), count: artifacts.len() };
    let whole = artifacts.iter().find(|artifact| Some(&artifact.package_id) == plan.library.as_ref());
    let whole = whole.ok_or_else(|| missing("the package of the shared library"))?;
    let library = whole.filenames.iter().find(|file| file.as_str().ends_with(DLL_SUFFIX));
    let library = library.ok_or_else(|| missing("the shared library"))?;
    let mut chosen: HashMap<&PackageId, (&Artifact, PathBuf)> = HashMap::new();
    for artifact in artifacts {
        let id = &artifact.package_id;
        let is_inside = plan.closure.contains(id) && id != &whole.package_id;
        if is_inside
            && is_for_cells(artifact, whole)
            && let Some(file) = readable_file(artifact)
        {
            chosen.insert(id, (artifact, file));
        }
    }
    let mut collected = Collected { library: library.clone().into(), ..Collected::default() };
    for (name, id) in &plan.direct {
        let Some((_, file)) = chosen.get(id) else { continue };
        collected.extern_crates.insert(name.clone(), name_of(file));
    }
    let libraries =
        chosen.iter().filter(|(_, (artifact, _))| !artifact.target.is_kind(TargetKind::ProcMacro));
    collected.crates = libraries.map(|(id, (artifact, file))| stored_crate(id, artifact, file)).collect();
    collected.crates.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
    collected.dependencies = chosen.into_values().map(|(_, file)| file).collect();
    collected.dependencies.sort();
    Ok(collected)
}

fn name_of(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn stored_crate(id: &PackageId, artifact: &Artifact, file: &Path) -> StoredCrate {
    StoredCrate {
        name: artifact.target.name.replace('-', "_"),
        version: version_in(id),
        features: artifact.features.clone(),
        file: name_of(file),
    }
}

/// `registry+https://…#polars@0.55.2` and `path+file:///…/name#0.1.0`.
fn version_in(id: &PackageId) -> String {
    id.repr.rsplit(['@', '#']).next().unwrap_or_default().to_owned()
}

/// The same package may have been built a second time for build scripts and macros, with that
/// profile's own optimisation level.
fn is_for_cells(artifact: &Artifact, library: &Artifact) -> bool {
    let kinds = &artifact.target.kind;
    if kinds.contains(&TargetKind::ProcMacro) {
        return true;
    }
    let is_library =
        kinds.iter().any(|kind| matches!(kind, TargetKind::Lib | TargetKind::RLib | TargetKind::DyLib));
    is_library && artifact.profile.opt_level == library.profile.opt_level
}

fn readable_file(artifact: &Artifact) -> Option<PathBuf> {
    let with_ending = |ending: &str| {
        let files = artifact.filenames.iter().map(|file| file.as_std_path());
        files.clone().find(|file| file.to_string_lossy().ends_with(ending)).map(Path::to_owned)
    };
    if artifact.target.is_kind(TargetKind::ProcMacro) {
        return with_ending(DLL_SUFFIX);
    }
    // Cargo may have written the metadata without listing it.
    let beside = with_ending(".rlib").map(|file| file.with_extension("rmeta")).filter(|file| file.is_file());
    with_ending(".rmeta").or(beside).or_else(|| with_ending(".rlib"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn artifact(id: &str, kind: &str, opt_level: &str, files: &[&str]) -> Artifact {
        serde_json::from_value(serde_json::json!({
            "package_id": id, "manifest_path": "/Cargo.toml",
            "target": {"name": id, "kind": [kind], "crate_types": [kind], "src_path": "/lib.rs", "edition": "2024"},
            "profile": {"opt_level": opt_level, "debuginfo": 0, "debug_assertions": false,
                        "overflow_checks": false, "test": false},
            "features": ["default"], "filenames": files, "executable": null, "fresh": true,
        }))
        .unwrap()
    }

    fn id(name: &str) -> PackageId {
        PackageId { repr: name.to_owned() }
    }

    fn plan() -> Plan {
        Plan {
            closure: ["library", "polars", "derive", "odd", "unbuilt"].map(id).into(),
            direct: [("polars", "polars"), ("macros", "derive"), ("unbuilt", "unbuilt")]
                .map(|(name, package)| (name.to_owned(), id(package)))
                .into(),
            library: Some(id("library")),
            ..Plan::default()
        }
    }

    #[test]
    fn takes_metadata_macros_and_lone_rlibs_of_the_library_only() {
        let macros = format!("/d/libderive-4{DLL_SUFFIX}");
        let library = format!("/r/libferrolab_library{DLL_SUFFIX}");
        let artifacts = [
            artifact("polars", "lib", "0", &["/d/libpolars-1.rlib", "/d/libpolars-1.rmeta"]),
            artifact("polars", "lib", "2", &["/d/libpolars-2.rlib", "/d/libpolars-2.rmeta"]),
            artifact("odd", "rlib", "2", &["/d/libodd-3.rlib"]),
            artifact("derive", "proc-macro", "0", &[&macros]),
            artifact("kernel-only", "lib", "2", &["/d/libkernel-5.rmeta"]),
            artifact("library", "dylib", "2", &[&library]),
        ];
        let collected = collect(&plan(), &artifacts).unwrap();
        assert_eq!(collected.library, Path::new(&library));
        let files: Vec<_> = collected.dependencies.iter().map(|file| file.to_str().unwrap()).collect();
        assert_eq!(files, [macros.as_str(), "/d/libodd-3.rlib", "/d/libpolars-2.rmeta"]);
        assert_eq!(collected.extern_crates["polars"], "libpolars-2.rmeta");
        assert_eq!(collected.extern_crates.len(), 2, "what was not built cannot be named");
    }

    #[test]
    fn a_build_without_the_library_is_an_error() {
        let error = collect(&plan(), &[artifact("library", "rlib", "2", &["/r/x.rlib"])]).unwrap_err();
        assert!(error.to_string().contains("the shared library"), "{error}");
    }
}

//! Makes Ferrolab usable on this machine: builds the prelude into its store, keeps a copy of this
//! binary where it outlives the clone, and tells Jupyter of the kernel.

pub mod binary;
pub mod build;
pub mod collect;
pub mod costs;
pub mod docs_index;
pub mod estimate;
pub mod plan;
pub mod progress;
pub mod removal;
pub mod source;
pub mod status;
pub mod tutorials;

use std::env;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::doctor::probe;
use crate::prelude_store::assembly::{Assembly, Share, Store, StoreError};
use crate::prelude_store::key::{self, KeyError};
use crate::prelude_store::manifest::{DEPENDENCIES, LOCK, RUNTIME};
use crate::prelude_store::{FileStamp, Manifest, Prelude, PreludeError, VERSION, location};
use crate::toolchain::{Toolchain, ToolchainError};
use collect::Collected;
use progress::Progress;
use source::{Source, SourceError};

#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    #[error(transparent)]
    Source(#[from] SourceError),
    #[error(transparent)]
    Toolchain(#[from] ToolchainError),
    #[error("found {version} but no cargo. Install Rust whole from https://rustup.rs")]
    NoCargo { version: String },
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Build(#[from] build::BuildError),
    #[error(transparent)]
    Collect(#[from] collect::CollectError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the prelude was built, but cells cannot be compiled with it, so it was not installed: {0}")]
    Probe(#[from] probe::ProbeError),
    #[error(transparent)]
    Prelude(#[from] PreludeError),
    #[error(transparent)]
    NoDataDirectory(#[from] location::NoDataDirectory),
}

/// The prelude that belongs to these sources and this compiler, built first if it is not there.
/// When it is, this starts no process.
///
/// # Errors
/// When it has to be built and cannot be; a former prelude stays as it was.
pub fn ensure_prelude(progress: &mut dyn Progress) -> Result<Prelude, InstallError> {
    let located = Prelude::locate();
    let source = match Source::find() {
        Ok(source) => source,
        // An installed binary without its sources has no choice but what is there.
        Err(gone) => return located.map_err(|problem| without_sources(problem, gone)),
    };
    let reason = match located {
        Ok(prelude) => match staleness(&prelude, &source)? {
            None => return Ok(prelude),
            Some(reason) => reason,
        },
        Err(PreludeError::Missing { .. }) => "The prelude is not built yet.".to_owned(),
        Err(problem) => sentence(&problem.to_string()),
    };
    let toolchain = Toolchain::find_in(&source.root)?;
    provide(&source, &toolchain, &reason, progress)
}

fn without_sources(problem: PreludeError, gone: SourceError) -> InstallError {
    match problem {
        PreludeError::Missing { .. } => gone.into(),
        problem => problem.into(),
    }
}

fn sentence(problem: &str) -> String {
    let mut characters = problem.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    first + characters.as_str() + "."
}

/// Why a prelude that works is not the one that the sources would give, if so. One that was put in
/// place with `FERROLAB_PRELUDE_PATH` is taken as it is.
fn staleness(prelude: &Prelude, source: &Source) -> Result<Option<String>, InstallError> {
    let user_store = location::user_store().ok().and_then(|store| store.canonicalize().ok());
    if prelude.root.parent() != user_store.as_deref() {
        return Ok(None);
    }
    let key = key_of(source, prelude.toolchain())?;
    let is_same = key == prelude.manifest.key;
    Ok((!is_same).then(|| "The prelude's sources, dependencies or build flags have changed.".to_owned()))
}

/// As a sentence, why `install` would build a new prelude although this one works.
pub fn out_of_date(prelude: &Prelude) -> Option<String> {
    staleness(prelude, &Source::find().ok()?).ok().flatten()
}

fn key_of(source: &Source, toolchain: &Toolchain) -> Result<String, KeyError> {
    let flags = ["CARGO_ENCODED_RUSTFLAGS", "RUSTFLAGS"].iter().find_map(env::var_os).unwrap_or_default();
    key::of_workspace(&source.root, VERSION, toolchain, &flags.to_string_lossy())
}

/// From the store under its key, else built.
fn provide(
    source: &Source,
    toolchain: &Toolchain,
    reason: &str,
    progress: &mut dyn Progress,
) -> Result<Prelude, InstallError> {
    let key = key_of(source, toolchain)?;
    let store = Store::lock(&location::user_store()?, || {
        progress.say("Another Ferrolab is building the prelude; waiting for it.");
    })?;
    if let Ok(prelude) = Prelude::open(&store.root().join(&key)) {
        store.make_current(&key)?;
        return Ok(prelude);
    }
    progress.say(&format!("{reason} Building it with {}.", toolchain.version));
    let prelude = build_prelude(&store, source, toolchain, key, progress)?;
    store.remove_older(&prelude.manifest.key);
    let time = progress::exact(Duration::from_secs_f64(prelude.manifest.build_seconds));
    progress.say(&format!("Built the prelude in {time}."));
    Ok(prelude)
}

fn build_prelude(
    store: &Store,
    source: &Source,
    toolchain: &Toolchain,
    key: String,
    progress: &mut dyn Progress,
) -> Result<Prelude, InstallError> {
    let started = Instant::now();
    let no_cargo = || InstallError::NoCargo { version: toolchain.version.clone() };
    let cargo = toolchain.cargo.as_ref().ok_or_else(no_cargo)?;
    let plan = build::plan(source, cargo, &toolchain.host)?;
    let artifacts = build::build(source, cargo, &plan, progress)?;
    let collected = collect::collect(&plan, &artifacts)?;
    let assembly = store.begin()?;
    let runtime_libraries = copy(&collected, toolchain, &assembly)?;
    let docs = docs_index::of(&plan, &artifacts);
    docs_index::write(&docs, assembly.path())
        .map_err(|source| StoreError::Write { path: assembly.path().to_owned(), source })?;
    let lock = source.root.join(LOCK);
    assembly.add(&lock, Path::new(LOCK), Share::Copy)?;
    let manifest = Manifest {
        version: VERSION.to_owned(),
        key,
        rustc_stamp: FileStamp::of(&toolchain.rustc)
            .map_err(|source| StoreError::Write { path: toolchain.rustc.clone(), source })?,
        toolchain: toolchain.clone(),
        library: file_name(&collected.library),
        runtime_libraries,
        crate_count: collected.dependencies.len(),
        extern_crates: collected.extern_crates,
        names: docs.names.iter().map(|entry| entry.name.trim_end_matches('!').to_owned()).collect(),
        crates: collected.crates,
        build_seconds: started.elapsed().as_secs_f64(),
        created: chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        source: Some(source.root.clone()),
    };
    Ok(store.publish(assembly, &manifest, |prelude| probe::run(prelude).map(drop))??)
}

/// Puts the files together; returns the runtime libraries as the manifest names them. The library
/// is copied, since running kernels map it; everything else is shared with cargo's folder.
fn copy(
    collected: &Collected,
    toolchain: &Toolchain,
    assembly: &Assembly,
) -> Result<Vec<PathBuf>, StoreError> {
    assembly.add(&collected.library, &file_name(&collected.library), Share::Copy)?;
    for file in &collected.dependencies {
        assembly.add(file, &Path::new(DEPENDENCIES).join(file_name(file)), Share::HardLink)?;
    }
    let mut runtime_libraries = Vec::new();
    for file in toolchain.runtime_libraries() {
        let relative = Path::new(RUNTIME).join(file_name(&file));
        assembly.add(&file, &relative, Share::Copy)?;
        runtime_libraries.push(relative);
    }
    Ok(runtime_libraries)
}

fn file_name(path: &Path) -> PathBuf {
    path.file_name().unwrap_or_default().into()
}

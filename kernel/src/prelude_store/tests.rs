use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::fs;
use std::path::{Path, PathBuf};

use super::assembly::{Share, Store, StoreError};
use super::*;

pub(crate) fn toolchain(release: &str) -> Toolchain {
    Toolchain {
        rustc: "/opt/rust/bin/rustc".into(),
        version: format!("rustc {release} (abc 2026-04-14)"),
        host: "x86_64-unknown-linux-gnu".into(),
        sysroot: "/opt/rust".into(),
        libdir: "/opt/rust/lib".into(),
        lld: None,
        cargo: None,
        linker: None,
    }
}

/// A store in a folder of its own, with a file that plays the compiler.
struct Fixture {
    folder: tempfile::TempDir,
}

impl Fixture {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("rustc"), "compiler 1").unwrap();
        fs::write(folder.path().join("library"), "shared object").unwrap();
        fs::write(folder.path().join("metadata"), "metadata").unwrap();
        Self { folder }
    }

    fn store(&self) -> PathBuf {
        self.folder.path().join("prelude")
    }

    fn manifest(&self, key: &str) -> Manifest {
        let rustc = self.folder.path().join("rustc");
        Manifest {
            version: VERSION.to_owned(),
            key: format!("{VERSION}-{key}"),
            rustc_stamp: FileStamp::of(&rustc).unwrap(),
            toolchain: Toolchain { rustc, ..toolchain("1.95.0") },
            library: "libferrolab_prelude.so".into(),
            runtime_libraries: vec!["lib/libstd.so".into()],
            extern_crates: BTreeMap::from([("polars".to_owned(), "libpolars-1.rmeta".to_owned())]),
            names: BTreeSet::new(),
            crates: Vec::new(),
            crate_count: 1,
            build_seconds: 1.5,
            created: "2026-01-01T00:00:00Z".to_owned(),
            source: None,
        }
    }

    fn publish(&self, key: &str) -> Result<Prelude, StoreError> {
        let store = Store::lock(&self.store(), || {})?;
        let assembly = store.begin()?;
        let library = self.folder.path().join("library");
        assembly.add(&library, Path::new("libferrolab_prelude.so"), Share::Copy)?;
        let metadata = self.folder.path().join("metadata");
        assembly.add(&metadata, Path::new("deps/libpolars-1.rmeta"), Share::HardLink)?;
        let Ok(prelude) = store.publish(assembly, &self.manifest(key), |_| Ok::<(), Infallible>(()))?;
        Ok(prelude)
    }

    fn locate(&self) -> Result<Prelude, PreludeError> {
        Prelude::locate_in(&[self.store()])
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.store())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .filter(|name| name != ".lock")
            .collect();
        names.sort();
        names
    }
}

#[test]
fn what_is_published_is_located() {
    let fixture = Fixture::new();
    let published = fixture.publish("a").unwrap();
    let located = fixture.locate().unwrap();
    assert_eq!(located.root, published.root);
    assert_eq!(located.manifest, fixture.manifest("a"));
    assert_eq!(fs::read_to_string(located.library()).unwrap(), "shared object");
    assert_eq!(located.extern_crates()["polars"], located.dependencies().join("libpolars-1.rmeta"));
    assert_eq!(fs::read_to_string(&located.extern_crates()["polars"]).unwrap(), "metadata");
    assert_eq!(located.runtime_libraries(), [located.root.join("lib/libstd.so")]);
}

#[test]
fn an_empty_store_says_what_to_run() {
    let error = Prelude::locate_in(&["/no/such/store".into()]).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "the prelude is not built yet (looked in /no/such/store). Run `{}`",
            invocation::of("install")
        )
    );
}

#[test]
fn an_interrupted_assembly_leaves_the_former_prelude_and_is_swept() {
    let fixture = Fixture::new();
    fixture.publish("a").unwrap();
    let store = Store::lock(&fixture.store(), || {}).unwrap();
    let assembly = store.begin().unwrap();
    fs::write(assembly.path().join("libferrolab_prelude.so"), "half").unwrap();
    // As after `kill -9`: neither the folder nor the lock is cleaned up by its owner.
    std::mem::forget(assembly);
    assert_eq!(fixture.locate().unwrap().manifest.key, format!("{VERSION}-a"));
    assert_eq!(fixture.names().len(), 3, "{:?}", fixture.names());
    drop(store);
    drop(Store::lock(&fixture.store(), || {}).unwrap());
    assert_eq!(fixture.names(), [format!("{VERSION}-a"), format!("current-{VERSION}")]);
}

#[test]
fn an_incomplete_prelude_is_not_published() {
    let fixture = Fixture::new();
    fixture.publish("a").unwrap();
    let store = Store::lock(&fixture.store(), || {}).unwrap();
    let assembly = store.begin().unwrap();
    let error = store.publish(assembly, &fixture.manifest("b"), |_| Ok::<(), ()>(())).unwrap_err();
    assert!(error.to_string().contains("is damaged: its library"), "{error}");
    assert_eq!(fixture.locate().unwrap().manifest.key, format!("{VERSION}-a"));
    assert_eq!(fixture.names(), [format!("{VERSION}-a"), format!("current-{VERSION}")]);
}

#[test]
fn a_prelude_that_fails_its_trial_is_not_published() {
    let fixture = Fixture::new();
    fixture.publish("a").unwrap();
    let store = Store::lock(&fixture.store(), || {}).unwrap();
    let assembly = store.begin().unwrap();
    assembly
        .add(&fixture.folder.path().join("library"), Path::new("libferrolab_prelude.so"), Share::Copy)
        .unwrap();
    let rejected = store.publish(assembly, &fixture.manifest("b"), |_| Err("cells do not link")).unwrap();
    assert_eq!(rejected.unwrap_err(), "cells do not link");
    assert_eq!(fixture.locate().unwrap().manifest.key, format!("{VERSION}-a"));
    assert_eq!(fixture.names(), [format!("{VERSION}-a"), format!("current-{VERSION}")]);
}

#[test]
fn publishing_the_same_key_again_replaces_it() {
    let fixture = Fixture::new();
    fixture.publish("a").unwrap();
    fs::write(fixture.folder.path().join("library"), "rebuilt").unwrap();
    let prelude = fixture.publish("a").unwrap();
    assert_eq!(fs::read_to_string(prelude.library()).unwrap(), "rebuilt");
    assert_eq!(fixture.names(), [format!("{VERSION}-a"), format!("current-{VERSION}")]);
}

#[test]
fn older_preludes_go_unless_a_kernel_has_them_open() {
    let fixture = Fixture::new();
    drop(fixture.publish("a").unwrap());
    let in_use = fixture.publish("b").unwrap();
    drop(fixture.publish("c").unwrap());
    let keep = format!("{VERSION}-c");
    let store = Store::lock(&fixture.store(), || {}).unwrap();
    assert_eq!(store.remove_older(&keep), [format!("{VERSION}-a")]);
    drop(in_use);
    assert_eq!(store.remove_older(&keep), [format!("{VERSION}-b")]);
    assert_eq!(fixture.locate().unwrap().manifest.key, keep);
}

#[test]
fn a_second_installer_waits_for_the_first() {
    let fixture = Fixture::new();
    let first = Store::lock(&fixture.store(), || panic!("nobody is before it")).unwrap();
    let root = fixture.store();
    let (said, heard) = std::sync::mpsc::channel();
    let second = std::thread::spawn(move || Store::lock(&root, || said.send(()).unwrap()).map(drop));
    heard.recv().unwrap();
    drop(first);
    second.join().unwrap().unwrap();
}

#[test]
fn a_compiler_upgrade_is_noticed_and_said() {
    let fixture = Fixture::new();
    fixture.publish("a").unwrap();
    fs::remove_file(fixture.folder.path().join("rustc")).unwrap();
    let error = fixture.locate().unwrap_err().to_string();
    assert!(error.contains("was built with rustc 1.95.0 (abc 2026-04-14)"), "{error}");
    assert!(error.contains("is now gone"), "{error}");
    assert!(error.ends_with("install`"), "{error}");
}

#[test]
#[cfg(unix)]
fn the_same_compiler_in_a_new_file_is_not_an_upgrade() {
    use std::os::unix::fs::PermissionsExt;
    let fixture = Fixture::new();
    fixture.publish("a").unwrap();
    let rustc = fixture.folder.path().join("rustc");
    let say = |version: &str| {
        fs::write(&rustc, format!("#!/bin/sh\necho '{version}'\n")).unwrap();
        fs::set_permissions(&rustc, PermissionsExt::from_mode(0o755)).unwrap();
    };
    say("rustc 1.95.0 (abc 2026-04-14)");
    fixture.locate().unwrap();
    say("rustc 1.96.0 (def 2026-06-01)");
    let error = fixture.locate().unwrap_err().to_string();
    assert!(error.contains("is now rustc 1.96.0 (def 2026-06-01)"), "{error}");
}

#[test]
fn a_prelude_of_another_version_is_refused() {
    let fixture = Fixture::new();
    let prelude = fixture.publish("a").unwrap();
    let manifest = Manifest { version: "9.9.9".to_owned(), ..prelude.manifest.clone() };
    manifest.write(&prelude.root).unwrap();
    let error = fixture.locate().unwrap_err().to_string();
    assert!(error.contains("belongs to Ferrolab 9.9.9"), "{error}");
}

#[test]
fn a_good_prelude_later_in_the_path_serves() {
    let fixture = Fixture::new();
    fixture.publish("a").unwrap();
    let broken = tempfile::tempdir().unwrap();
    fs::write(broken.path().join("manifest.json"), "{").unwrap();
    let prelude = Prelude::locate_in(&[broken.path().to_owned(), fixture.store()]).unwrap();
    assert_eq!(prelude.manifest.key, format!("{VERSION}-a"));
}

//! Cells that were compiled in an earlier session are not compiled again.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use ferrolab_tests::kernel::{Engine, Home, Kernel};
use ferrolab_tests::setup::setup;
use ferrolab_tests::tutorial::code_cell;
use serde_json::json;

const CELLS: [(&str, &str); 4] = [
    ("struct P { x: f64 } let p = P { x: 20.0 }; p.x", "20.0"),
    ("fn twice(p: &P) -> f64 { 2.0 * p.x } twice(&p)", "40.0"),
    ("let q = p; q.x + 1.0", "21.0"),
    ("let f = df![\"a\" => [1, 2]]?; f.height()", "2"),
];
const WRONG: &str = "let n: i32 = \"three\";";

/// With the cells of all kernels before it in this folder.
fn start(home: &Home, cells: &Path) -> Kernel {
    let command = home.command(Engine::Direct).env("FERROLAB_CELL_CACHE", &cells.to_string_lossy());
    Kernel::launch(home, &command)
}

/// Runs all cells; what the refused one said.
fn run(kernel: &mut Kernel) -> String {
    for (code, shown) in CELLS {
        assert_eq!(kernel.show(code), shown, "{code}");
    }
    kernel.run(WRONG).error().traceback
}

fn files(folder: &Path) -> BTreeMap<PathBuf, SystemTime> {
    let entries = fs::read_dir(folder).unwrap().flatten();
    entries.map(|entry| (entry.path(), entry.metadata().unwrap().modified().unwrap())).collect()
}

#[test]
fn a_second_session_finds_the_cells_of_the_first() {
    let home = Home::new();
    let folder = home.work().join("cells");
    let mut first = start(&home, &folder);
    let error = run(&mut first);
    assert!(error.contains("mismatched types"), "{error}");
    first.shut_down();
    let kept = files(&folder);
    assert!(kept.len() > CELLS.len(), "each cell, and the refused one: {kept:?}");

    // A file's time says when it was used.
    let long_ago = SystemTime::now() - Duration::from_secs(3600);
    for path in kept.keys() {
        fs::File::options().append(true).open(path).unwrap().set_modified(long_ago).unwrap();
    }
    let mut second = start(&home, &folder);
    assert_eq!(run(&mut second), error);
    assert_eq!(second.show("twice(&P { x: 3.0 })"), "6.0", "a new cell uses items of kept ones");
    second.shut_down();
    let now = files(&folder);
    assert_eq!(now.len(), kept.len() + 1, "one cell was new");
    assert!(now.values().all(|time| *time > long_ago), "all were used");
    home.assert_clean();
}

#[test]
fn a_cell_run_twice_in_one_session_starts_anew() {
    let home = Home::new();
    let mut kernel = start(&home, &home.work().join("cells"));
    let counting = "static mut RUNS: i32 = 0; unsafe { RUNS += 1; RUNS }";
    assert_eq!(kernel.show(counting), "1");
    assert_eq!(kernel.show(counting), "1");
    let panicking = "let v: Vec<i32> = Vec::new();\nv[7]";
    let traceback = |kernel: &mut Kernel| kernel.run(panicking).error().traceback;
    let (first, second) = (traceback(&mut kernel), traceback(&mut kernel));
    assert!(first.contains(":2:") && second.contains(":2:"), "{first}\n{second}");
    kernel.shut_down();
    home.assert_clean();
}

#[test]
fn what_is_read_while_compiling_is_read_again() {
    let home = Home::new();
    let path = home.work().join("text");
    let code = format!("include_str!({:?})", path.to_string_lossy());
    for text in ["one", "two"] {
        home.write("text", text);
        let mut kernel = start(&home, &home.work().join("cells"));
        assert_eq!(kernel.show(&code), format!("{text:?}"));
        kernel.shut_down();
    }
}

#[test]
fn damaged_files_and_a_place_that_cannot_be_written_are_done_without() {
    let home = Home::new();
    let folder = home.work().join("cells");
    let mut kernel = start(&home, &folder);
    kernel.ok("1 + 1");
    kernel.shut_down();
    files(&folder).keys().for_each(|path| fs::write(path, "not a cell").unwrap());
    let mut kernel = start(&home, &folder);
    assert_eq!(kernel.show("1 + 1"), "2");
    kernel.shut_down();
    let mut kernel = start(&home, Path::new("/proc/nowhere"));
    assert_eq!(kernel.show("1 + 1"), "2");
    kernel.shut_down();
    home.assert_clean();
}

fn notebook(cells: &[&str]) -> String {
    let cells: Vec<_> =
        cells.iter().enumerate().map(|(number, source)| code_cell(&format!("c{number}"), source)).collect();
    json!({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}).to_string()
}

/// What `ferrolab install` says, started in the home's working directory.
fn install(home: &Home) -> String {
    install_with_cells_in(home, "")
}

/// The same with the cells in another folder than usual.
fn install_with_cells_in(home: &Home, cells: &str) -> String {
    let mut command = setup().command();
    command.env("FERROLAB_CELL_CACHE", cells);
    command.args(["install", "--prefix"]).arg(home.work().join("prefix")).current_dir(home.work());
    command.env("FERROLAB_DATA_DIR", home.work().join("data"));
    command.env("FERROLAB_PRELUDE_PATH", setup().data.join("prelude"));
    let output = command.output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn install_compiles_the_tutorials_once() {
    let home = Home::new();
    fs::create_dir(home.work().join("notebooks")).unwrap();
    home.write("notebooks/00_good.ipynb", &notebook(&["let unusual = 8_154;", "unusual + 1"]));
    home.write("notebooks/01_bad.ipynb", &notebook(&["let unusual: i32 = \"8_154\";", "1"]));
    let said = install(&home);
    assert!(said.contains("Compiled the cells of 1 tutorial in "), "{said}");
    assert!(said.contains("01_bad.ipynb did not run to its end") && said.contains("run "), "{said}");
    let cells = home.work().join("data/cache/cells");
    let kept = files(&cells);
    // A cell that is refused without the prelude in reach is compiled with it too.
    assert_eq!(kept.len(), 4, "two cells, and the refused one twice: {kept:?}");
    assert_eq!(install(&home), "", "done is done");

    let mut kernel = start(&home, &cells);
    kernel.ok("let unusual = 8_154;");
    assert_eq!(kernel.show("unusual + 1"), "8155");
    kernel.shut_down();
    assert_eq!(files(&cells).len(), kept.len(), "nothing was compiled anew");

    home.write("notebooks/00_good.ipynb", &notebook(&["let unusual = 8_155;"]));
    assert!(install(&home).contains("Compiled the cells"), "the notebooks have changed");
    assert_eq!(files(&cells).len(), kept.len() + 1);
}

#[test]
fn install_keeps_the_cells_of_the_tutorials_where_it_is_told() {
    let home = Home::new();
    fs::create_dir(home.work().join("notebooks")).unwrap();
    home.write("notebooks/00_good.ipynb", &notebook(&["let unusual = 8_156;"]));
    let elsewhere = home.work().join("elsewhere");
    let said = install_with_cells_in(&home, &elsewhere.to_string_lossy());
    assert!(said.contains("Compiled the cells of 1 tutorial in "), "{said}");
    assert_eq!(files(&elsewhere).len(), 1);
    assert!(!home.work().join("data/cache/cells").exists());
}

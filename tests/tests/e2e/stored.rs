//! The tutorials as they are stored: nothing in them that a run would change, code that fits on a
//! page, and each listed where it must be. No kernel is started here, so this is told at once.

use std::collections::HashSet;
use std::fs;

use expect_test::expect;
use ferrolab_tests::setup::project_file;
use ferrolab_tests::tutorial::{self, folded_solution, text};
use serde_json::{Value, json};

/// The columns of a page; see `notebooks/README.md`.
const WIDEST: usize = 88;

#[test]
fn every_tutorial_is_stored_bare_and_fits_on_a_page() {
    let mut wrong = Vec::new();
    for tutorial in tutorial::all() {
        let found = defects(&tutorial::read(&tutorial));
        wrong.extend(found.iter().map(|defect| format!("{}: {defect}", tutorial::name(&tutorial))));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_tutorial_has_its_row_and_its_promises() {
    let readme = fs::read_to_string(project_file("notebooks/README.md")).unwrap();
    let rows: Vec<&str> = readme
        .lines()
        .filter_map(|line| line.strip_prefix("| [`")?.split_once(".ipynb`]("))
        .map(|(name, _)| name)
        .collect();
    let tutorials = tutorial::all();
    let names: Vec<String> = tutorials.iter().map(|tutorial| tutorial::name(tutorial)).collect();
    assert_eq!(rows, names, "the rows of notebooks/README.md, and the notebooks in their order");
    for tutorial in &tutorials {
        let list = tutorial::promises_of(tutorial);
        assert!(list.is_file(), "{} has no list of what it promises: {}", tutorial.display(), list.display());
    }
}

/// The list is what has the solution's code run; see `tutorials`.
#[test]
fn every_folded_solution_is_promised_to_work() {
    for tutorial in tutorial::all() {
        let promises = tutorial::read(&tutorial::promises_of(&tutorial));
        let promised: Vec<&Value> =
            promises.as_array().unwrap().iter().map(|promise| &promise["cell_id"]).collect();
        for cell in tutorial::read(&tutorial)["cells"].as_array().unwrap() {
            let source = text(&cell["source"]);
            if cell["cell_type"] == "markdown" && folded_solution(&source).is_some() {
                let name = tutorial::name(&tutorial);
                assert!(promised.contains(&&cell["id"]), "{name}: nothing is promised of {}", cell["id"]);
            }
        }
    }
}

/// What is wrong with a notebook as it is stored.
fn defects(notebook: &Value) -> Vec<String> {
    let mut ids = HashSet::new();
    let mut wrong = Vec::new();
    for (index, cell) in notebook["cells"].as_array().into_iter().flatten().enumerate() {
        let place = match cell["id"].as_str() {
            Some(id) if !ids.insert(id) => {
                wrong.push(format!("cell {id:?}: another cell has the same id"));
                format!("cell {id:?}")
            }
            Some(id) => format!("cell {id:?}"),
            None => {
                wrong.push(format!("cell {index} has no id; expected nbformat 4.5, with ids that are words"));
                format!("cell {index}")
            }
        };
        wrong.extend(defects_of(cell).into_iter().map(|defect| format!("{place}: {defect}")));
    }
    wrong
}

fn defects_of(cell: &Value) -> Vec<String> {
    let source = text(&cell["source"]);
    let mut wrong = Vec::new();
    if cell["cell_type"] != "code" {
        let blocks = blocks(&source);
        if source.contains("<details>") && blocks.iter().filter(|block| block.is_rust).count() > 1 {
            wrong.push("only the first block of Rust in a folded solution is run; make it one".to_owned());
        }
        wrong.extend(blocks.iter().flat_map(|block| too_wide(&block.code)));
        return wrong;
    }
    if cell["outputs"].as_array().is_none_or(|outputs| !outputs.is_empty()) {
        wrong.push("it is stored with outputs; clear them (Edit → Clear Outputs of All Cells)".to_owned());
    }
    if !cell["execution_count"].is_null() {
        wrong.push("it is stored with an execution count; clear the outputs".to_owned());
    }
    wrong.extend(too_wide(&source));
    wrong
}

fn too_wide(code: &str) -> Vec<String> {
    let told = |line: &str| {
        let width = line.chars().count();
        (width > WIDEST).then(|| format!("{width} columns, expected at most {WIDEST}: {line}"))
    };
    code.lines().filter_map(told).collect()
}

struct Block {
    is_rust: bool,
    code: String,
}

/// The fenced code of a Markdown text.
fn blocks(source: &str) -> Vec<Block> {
    let pieces = source.split("```").skip(1).step_by(2);
    pieces
        .filter_map(|piece| piece.split_once('\n'))
        .map(|(language, code)| Block { is_rust: language.trim() == "rust", code: code.to_owned() })
        .collect()
}

#[test]
fn what_is_wrong_with_a_notebook_is_said() {
    let long = format!("let x = \"{}\";", "ä".repeat(80));
    let folded = format!("<details>\n\n```rust\n{long}\n```\n```rust\n1\n```\n</details>");
    let notebook = json!({"cells": [
        {"cell_type": "code", "id": "fine", "source": "let x = 1;", "outputs": [], "execution_count": null},
        {"cell_type": "code", "source": ["1\n", "+ 1"], "outputs": [{"output_type": "stream"}], "execution_count": null},
        {"cell_type": "code", "id": "fine", "source": long, "outputs": [], "execution_count": 3},
        {"cell_type": "markdown", "id": "text", "source": "prose may be as wide as it likes, since a page breaks its lines where it wants"},
        {"cell_type": "markdown", "id": "solution", "source": folded},
    ]});
    expect![[r#"
        cell 1 has no id; expected nbformat 4.5, with ids that are words
        cell 1: it is stored with outputs; clear them (Edit → Clear Outputs of All Cells)
        cell "fine": another cell has the same id
        cell "fine": it is stored with an execution count; clear the outputs
        cell "fine": 91 columns, expected at most 88: let x = "ääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääää";
        cell "solution": only the first block of Rust in a folded solution is run; make it one
        cell "solution": 91 columns, expected at most 88: let x = "ääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääää";"#]]
    .assert_eq(&defects(&notebook).join("\n"));
}

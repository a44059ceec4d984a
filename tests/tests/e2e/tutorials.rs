//! The tutorials keep their promises: every number that their text names comes out of their cells.
//!
//! `tests/notebooks/NAME.expected.json` lists for cells, by their id, what their outputs contain; for
//! a Markdown cell with a folded solution, what that code prints and shows when it is run there.

use std::path::Path;

use ferrolab_tests::ended::without_colours;
use ferrolab_tests::kernel::{Home, write};
use ferrolab_tests::python::said;
use ferrolab_tests::setup::{copy_folder, file, project_file, setup};
use ferrolab_tests::tutorial::{self, files_ending_in, folded_solution, read, text};
use serde_json::Value;

#[test]
fn every_tutorial_keeps_its_promises() {
    let wrong: Vec<String> = tutorial::all().iter().flat_map(|tutorial| broken_promises(tutorial)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_list_of_promises_has_its_tutorial() {
    for list in files_ending_in(&file("notebooks"), ".expected.json") {
        let name = list.file_name().unwrap().to_string_lossy().replace(".expected.json", ".ipynb");
        assert!(project_file("notebooks").join(&name).is_file(), "{name}");
    }
}

fn broken_promises(tutorial: &Path) -> Vec<String> {
    let name = tutorial::name(tutorial);
    let list = tutorial::promises_of(tutorial);
    assert!(list.is_file(), "{name} has no list of what it promises: {}", list.display());
    let home = Home::new();
    copy_folder(&project_file("notebooks"), &home.work());
    let mut notebook = read(tutorial);
    unfold_solutions(&mut notebook);
    write(&home.work().join("with_solutions.ipynb"), &notebook.to_string());
    let executed = execute(&home);
    let mut wrong = Vec::new();
    for promise in read(&list).as_array().unwrap() {
        let id = promise["cell_id"].as_str().unwrap();
        let shown = shown(&executed, id).unwrap_or_else(|| panic!("{name} has no cell {id:?}"));
        for text in promise["contains"].as_array().unwrap().iter().filter_map(Value::as_str) {
            if !shown.contains(text) {
                wrong.push(format!("{name}, cell {id:?}: expected {text:?} in\n{shown}"));
            }
        }
    }
    wrong
}

/// Puts a code cell behind each Markdown cell that has a solution folded away, for a cell with the
/// same id, so that what is said of the one is looked up in the other.
fn unfold_solutions(notebook: &mut Value) {
    let cells = notebook["cells"].as_array_mut().unwrap();
    for index in (0..cells.len()).rev() {
        let source = text(&cells[index]["source"]);
        let solution = folded_solution(&source).filter(|_| cells[index]["cell_type"] == "markdown");
        let Some(code) = solution else { continue };
        let id = format!("{}-unfolded", cells[index]["id"].as_str().unwrap());
        let cell = tutorial::code_cell(&id, code);
        cells.insert(index + 1, cell);
    }
}

fn execute(home: &Home) -> Value {
    let mut command = setup().command();
    command.args(["run", "with_solutions.ipynb", "--inplace", "--to", "notebook"]).current_dir(home.work());
    command.env("TMPDIR", home.temporary()).env("XDG_CONFIG_HOME", home.configuration());
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    read(&home.work().join("with_solutions.ipynb"))
}

/// All texts in a cell's outputs.
fn shown(notebook: &Value, id: &str) -> Option<String> {
    let cells = notebook["cells"].as_array().unwrap();
    let unfolded = format!("{id}-unfolded");
    let cell = cells
        .iter()
        .find(|cell| cell["id"] == unfolded.as_str() || cell["id"] == id && cell["cell_type"] == "code")?;
    let outputs = cell["outputs"].as_array().unwrap().iter();
    let texts = outputs.flat_map(|output| {
        [&output["text"], &output["data"]["text/plain"], &output["evalue"], &output["traceback"]].map(text)
    });
    Some(without_colours(&texts.collect::<Vec<_>>().join("\n")))
}

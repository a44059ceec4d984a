//! Whole notebooks: `ferrolab run` and Python's nbclient execute them alike.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use ferrolab_tests::kernel::{Home, write};
use ferrolab_tests::python::{self, said};
use ferrolab_tests::setup::{copy_folder, project_file, setup};
use ferrolab_tests::skip;
use ferrolab_tests::tutorial::code_cell;
use serde_json::{Value, json};

fn code(source: &str) -> Value {
    code_cell("c", source)
}

/// A notebook of these cells, with fields that no one knows.
fn notebook(home: &Home, name: &str, cells: &[Value]) -> PathBuf {
    let mut cells = cells.to_vec();
    for (index, cell) in cells.iter_mut().enumerate() {
        cell["id"] = format!("cell-{index}").into();
    }
    let notebook = json!({
        "nbformat": 4, "nbformat_minor": 5, "cells": cells,
        "metadata": {"kernelspec": {"name": "ferrolab", "display_name": "Rust", "language": "rust"}, "mine": [1]},
    });
    let path = home.work().join(name);
    write(&path, &serde_json::to_string_pretty(&notebook).unwrap());
    path
}

fn run(home: &Home, arguments: &[&str]) -> Output {
    let mut command = setup().command();
    command.arg("run").args(arguments).current_dir(home.work());
    command.env("TMPDIR", home.temporary()).env("XDG_CONFIG_HOME", home.configuration());
    command.output().unwrap()
}

fn read(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
        .unwrap()
}

/// All outputs of a notebook's code cells, texts in one piece.
fn outputs(notebook: &Value) -> Vec<Value> {
    let cells = notebook["cells"].as_array().unwrap().iter();
    let mut outputs: Vec<_> =
        cells.filter(|cell| cell["cell_type"] == "code").map(|cell| cell["outputs"].clone()).collect();
    outputs.iter_mut().for_each(join);
    outputs
}

fn join(value: &mut Value) {
    match value {
        Value::Array(lines) if !lines.is_empty() && lines.iter().all(Value::is_string) => {
            *value = lines.iter().filter_map(Value::as_str).collect::<String>().into();
        }
        Value::Array(values) => values.iter_mut().for_each(join),
        Value::Object(fields) => fields.values_mut().for_each(join),
        _ => {}
    }
}

fn of_every_kind() -> Vec<Value> {
    let mut failing = code("println!(\"before\"); panic!(\"expected\")");
    failing["metadata"] = json!({"tags": ["raises-exception"]});
    vec![
        json!({"cell_type": "markdown", "id": "c", "source": "# Title\n\nText with $x^2$.", "metadata": {"own": true}}),
        // In cells of their own: what is written to both streams at once may come either way round.
        code("println!(\"one\"); print!(\"two\");"),
        code("eprintln!(\"three\");"),
        code("let df = df![\"a\" => [1, 2], \"b\" => [\"x\", \"<y>\"]]?;\ndf"),
        code("display(&MimeBundle::text(\"shown\")); plot::scatter(&[1.0, 2.0], &[3.0, 4.0])"),
        code(
            "display_as(\"id\", &MimeBundle::text(\"old\")); println!(\"between\"); update_display(\"id\", &MimeBundle::text(\"new\"));",
        ),
        failing,
        code("println!(\"gone\"); clear_output(false); println!(\"stays\");"),
        code("array![[1.0, 2.5]]"),
        code(""),
    ]
}

#[test]
fn nbclient_and_our_runner_write_the_same() {
    let Some(python) = python::environment("clients", "notebooks::nbclient_and_our_runner_write_the_same")
    else {
        return;
    };
    let home = Home::new();
    let source = notebook(&home, "small.ipynb", &of_every_kind());
    let output = run(&home, &["small.ipynb", "--to", "notebook", "--output", "ours.ipynb"]);
    assert!(output.status.success(), "{}", said(&output));
    python::run(python.script("execute.py", &home).arg(&source).arg("theirs.ipynb"));
    let (ours, theirs) = (read(&home.work().join("ours.ipynb")), read(&home.work().join("theirs.ipynb")));
    for (ours, theirs) in outputs(&ours).iter().zip(outputs(&theirs)) {
        assert_eq!(*ours, theirs);
    }
    assert_eq!(ours["metadata"]["mine"], json!([1]), "fields that no one knows are kept");
    assert_eq!(ours["cells"][0], read(&source)["cells"][0]);
    home.assert_clean();
}

#[test]
fn nbclient_executes_the_tour() {
    let tour = project_file("notebooks/00_tour.ipynb");
    if !tour.is_file() {
        skip("notebooks::nbclient_executes_the_tour", "there is no tour yet");
        return;
    }
    let Some(python) = python::environment("clients", "notebooks::nbclient_executes_the_tour") else {
        return;
    };
    let home = Home::new();
    copy_folder(&project_file("notebooks"), &home.work());
    python::run(python.script("execute.py", &home).args(["00_tour.ipynb", "executed.ipynb"]));
    let executed = read(&home.work().join("executed.ipynb"));
    let shown = outputs(&executed);
    let has = |mime_type: &str| {
        shown
            .iter()
            .flat_map(|of_cell| of_cell.as_array().unwrap())
            .any(|output| output["data"][mime_type].is_string())
    };
    assert!(has("text/html") && has("image/svg+xml"), "the tour shows a table and a chart");
}

#[test]
fn a_run_writes_a_notebook_and_a_page_that_needs_nothing_else() {
    let home = Home::new();
    notebook(&home, "small.ipynb", &of_every_kind());
    let output = run(&home, &["small.ipynb"]);
    assert!(output.status.success(), "{}", said(&output));
    let mut files: Vec<_> = fs::read_dir(home.work())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    assert_eq!(files, ["small.executed.ipynb", "small.html", "small.ipynb"]);
    let page = fs::read_to_string(home.work().join("small.html")).unwrap();
    assert!(
        page.contains("data:image/svg+xml")
            && page.contains("<table")
            && page.contains("&lt;y&gt;")
            && !page.contains("<y>")
    );
    for outside in ["src=\"http", "href=\"http", "url(http", "<script src"] {
        assert!(!page.contains(outside), "the page loads something: {outside}");
    }
    home.assert_clean();
}

#[test]
fn the_pages_of_several_notebooks_are_a_site() {
    let home = Home::new();
    let titled =
        |title: &str| json!({"cell_type": "markdown", "metadata": {}, "source": format!("# {title}")});
    notebook(&home, "a.ipynb", &[titled("First"), code("plot::scatter(&[1.0], &[2.0])")]);
    notebook(&home, "b.ipynb", &[titled("Second"), code("1 + 1")]);
    let output = run(&home, &["a.ipynb", "b.ipynb", "--to", "html"]);
    assert!(output.status.success(), "{}", said(&output));
    let page = |name: &str| fs::read_to_string(home.work().join("book").join(name)).unwrap();
    assert!(page("a.html").contains("href=\"b.html\"") && page("b.html").contains("href=\"a.html\""));
    assert!(page("index.html").contains("<a href=\"a.html\">First</a>"));
    let page = page("a.html");
    let (_, picture) = page.split_once("data:image/svg+xml;base64,").unwrap();
    // `@media (prefers`, in base64 at each of its three places: the chart is made for both themes.
    let both = ["QG1lZGlhIChwcmVmZXJz", "BtZWRpYSAocHJlZmVyc", "AbWVkaWEgKHByZWZlcn"];
    assert!(both.iter().any(|coded| picture.contains(coded)), "{picture}");
    home.assert_clean();
}

#[test]
fn a_failing_cell_ends_the_run_with_its_error() {
    let home = Home::new();
    let path = notebook(&home, "bad.ipynb", &[code("1 + 1"), code("read_csv(\"nope.csv\")?"), code("2 + 2")]);
    let output = run(&home, &["bad.ipynb", "--inplace"]);
    assert!(!output.status.success());
    assert!(said(&output).contains("there is no file `nope.csv`"), "{}", said(&output));
    let shown = outputs(&read(&path));
    assert_eq!(shown[0][0]["data"]["text/plain"], "2");
    assert_eq!(shown[1][0]["output_type"], "error");
    assert_eq!(shown[2], json!([]), "what stands behind a failure is not run");
    let output = run(&home, &["bad.ipynb", "--inplace", "--allow-errors"]);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(outputs(&read(&path))[2][0]["data"]["text/plain"], "4");
    home.assert_clean();
}

#[test]
fn a_cell_that_takes_too_long_is_stopped() {
    let home = Home::new();
    notebook(&home, "slow.ipynb", &[code("loop {}"), code("1")]);
    let output = run(&home, &["slow.ipynb", "--timeout", "3s", "--to", "notebook"]);
    assert!(!output.status.success());
    assert!(said(&output).contains("3"), "{}", said(&output));
    home.assert_clean();
}

#[test]
fn a_file_that_is_no_notebook() {
    let home = Home::new();
    home.write("text.ipynb", "not JSON");
    for (name, told) in [("text.ipynb", "text.ipynb"), ("missing.ipynb", "missing.ipynb")] {
        let output = run(&home, &[name]);
        assert!(!output.status.success());
        assert!(said(&output).contains(told), "{}", said(&output));
    }
}

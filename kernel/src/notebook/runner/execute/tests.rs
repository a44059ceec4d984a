use std::collections::VecDeque;
use std::path::Path;

use super::*;

/// Answers each cell by the next entry of a script and notes what it was asked.
struct Script {
    ends: VecDeque<CellEnd>,
    asked: Vec<(String, bool)>,
}

impl CellKernel for Script {
    fn run_cell(
        &mut self,
        code: &str,
        _next: Option<&str>,
        stop_on_error: bool,
        on_message: &mut dyn FnMut(&str, &Value),
    ) -> CellEnd {
        self.asked.push((code.to_owned(), stop_on_error));
        on_message("execute_input", &json!({"execution_count": self.asked.len()}));
        on_message("stream", &json!({"name": "stdout", "text": code}));
        self.ends.pop_front().unwrap_or(CellEnd::Done)
    }
}

fn cell(source: &str, tags: &[&str]) -> Value {
    json!({"cell_type": "code", "execution_count": 7, "id": source, "metadata": {"tags": tags}, "source": source,
        "outputs": [{"output_type": "stream", "name": "stdout", "text": ["old"]}]})
}

fn failed() -> CellEnd {
    CellEnd::Failed { ename: "Panic".into(), evalue: "no".into(), traceback: vec!["Panic: no".into()] }
}

struct Ran {
    notebook: Notebook,
    asked: Vec<(String, bool)>,
    executed: usize,
    failures: Vec<CellFailure>,
}

fn run(cells: &[Value], ends: impl Into<VecDeque<CellEnd>>, allow_errors: bool) -> Ran {
    let document = json!({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5});
    let mut notebook = Notebook::parse(document.to_string().as_bytes(), Path::new("test.ipynb")).unwrap();
    let mut script = Script { ends: ends.into(), asked: Vec::new() };
    let (executed, failures) =
        execute(&mut notebook, &mut script, Policy { allow_errors }, &mut Progress::silent());
    Ran { notebook, asked: script.asked, executed, failures }
}

fn outputs(ran: &Ran) -> Vec<String> {
    let text = |cell: Cell<'_>| cell.outputs().iter().map(|output| output["text"][0].to_string()).collect();
    ran.notebook.cells().map(text).collect()
}

fn sources(ran: &Ran) -> Vec<&str> {
    ran.asked.iter().map(|(source, _)| source.as_str()).collect()
}

#[test]
fn cells_run_in_order_and_skipped_or_empty_ones_keep_their_outputs() {
    let text = json!({"cell_type": "markdown", "id": "t", "metadata": {}, "source": "text"});
    let ran = run(
        &[cell("a", &[]), text, cell("b", &["skip-execution"]), cell(" \n", &[]), cell("c", &[])],
        [],
        false,
    );
    assert_eq!(sources(&ran), ["a", "c"]);
    assert_eq!(outputs(&ran), ["\"a\"", "", "\"old\"", "\"old\"", "\"c\""]);
    assert_eq!(ran.executed, 2);
    assert_eq!(planned(&ran.notebook), 2);
}

#[test]
fn a_failing_cell_ends_the_run_and_leaves_the_rest_as_it_was() {
    let ran = run(&[cell("a", &[]), cell("b", &[]), cell("c", &[])], [CellEnd::Done, failed()], false);
    assert_eq!(sources(&ran), ["a", "b"]);
    assert_eq!(outputs(&ran), ["\"a\"", "\"b\"", "\"old\""]);
    let [failure] = ran.failures.as_slice() else { panic!("{:?}", ran.failures) };
    assert_eq!((failure.cell, failure.execution_count, failure.ename.as_str()), (1, Some(2), "Panic"));
}

#[test]
fn errors_that_are_allowed_let_the_run_go_on_and_tell_the_kernel_so() {
    let ran = run(&[cell("a", &["raises-exception"]), cell("b", &[])], [failed()], false);
    assert_eq!(ran.asked, [("a".to_owned(), false), ("b".to_owned(), true)]);
    assert_eq!(ran.failures, []);
    let ran = run(&[cell("a", &[]), cell("b", &[])], [failed(), failed()], true);
    assert_eq!(sources(&ran), ["a", "b"]);
    assert_eq!(ran.failures, []);
}

#[test]
fn a_cell_without_end_is_told_in_the_notebook_too() {
    let after = Duration::from_secs(3);
    let ran = run(&[cell("a", &[])], [CellEnd::TimedOut { after }], false);
    let outputs = ran.notebook.cells().next().unwrap().outputs().to_vec();
    assert_eq!(outputs[1]["ename"], "Timeout");
    assert_eq!(outputs[1]["evalue"], "the cell ran for 3.0 s, more than --timeout allows");
    assert_eq!(ran.failures[0].evalue, "the cell ran for 3.0 s, more than --timeout allows");
}

#[test]
fn without_a_kernel_nothing_goes_on_whatever_is_allowed() {
    for end in [CellEnd::KernelLost { reason: "signal 11".into() }, CellEnd::Stopped] {
        let ran = run(&[cell("a", &["raises-exception"]), cell("b", &[])], [end], true);
        assert_eq!(sources(&ran), ["a"]);
        assert_eq!(ran.failures.len(), 1);
    }
}

use std::path::Path;

use expect_test::{Expect, expect};

use super::*;

fn notebook(cells: usize) -> Notebook {
    let cell = r#"{"cell_type":"code","execution_count":9,"id":"c","metadata":{},"outputs":[{"output_type":"stream","name":"stdout","text":"old"}],"source":[]}"#;
    let cells = vec![cell; cells].join(",");
    let text = format!(r#"{{"cells":[{cells}],"metadata":{{}},"nbformat":4,"nbformat_minor":5}}"#);
    Notebook::parse(text.as_bytes(), Path::new("test.ipynb")).unwrap()
}

/// Runs one cell per list of messages and shows count and outputs of each.
fn check(cells: &[&[(&str, Value)]], expected: &Expect) {
    let mut notebook = notebook(cells.len());
    let mut collector = OutputCollector::default();
    for (index, messages) in cells.iter().enumerate() {
        collector.begin(&mut notebook, index);
        for (msg_type, content) in *messages {
            collector.message(&mut notebook, index, msg_type, content);
        }
        collector.finish(&mut notebook, index);
    }
    let mut shown = String::new();
    for cell in notebook.cells() {
        shown += &format!("In [{:?}]\n", cell.execution_count());
        for output in cell.outputs() {
            shown += &format!("  {output}\n");
        }
    }
    expected.assert_eq(&shown);
}

fn stdout(text: &str) -> (&'static str, Value) {
    ("stream", json!({"name": "stdout", "text": text}))
}

fn stderr(text: &str) -> (&'static str, Value) {
    ("stream", json!({"name": "stderr", "text": text}))
}

fn display(text: &str, id: &str) -> (&'static str, Value) {
    ("display_data", json!({"data": {"text/plain": text}, "metadata": {}, "transient": {"display_id": id}}))
}

fn update(text: &str, id: &str) -> (&'static str, Value) {
    (
        "update_display_data",
        json!({"data": {"text/plain": text}, "metadata": {"m": 1}, "transient": {"display_id": id}}),
    )
}

#[test]
fn neighbouring_pieces_of_a_stream_become_one_output() {
    check(
        &[&[
            ("status", json!({"execution_state": "busy"})),
            ("execute_input", json!({"code": "", "execution_count": 4})),
            stdout("a"),
            stdout("b\nc"),
            stdout(""),
            stderr("oh"),
            stdout("\n"),
        ]],
        &expect![[r#"
            In [Some(4)]
              {"name":"stdout","output_type":"stream","text":["ab\n","c"]}
              {"name":"stderr","output_type":"stream","text":["oh"]}
              {"name":"stdout","output_type":"stream","text":["\n"]}
        "#]],
    );
}

#[test]
fn results_displays_and_errors_are_stored_as_jupyter_stores_them() {
    check(
        &[&[
            (
                "display_data",
                json!({"data": {"text/plain": "p", "image/png": "AA=="}, "metadata": {"image/png": {"width": 3}}, "transient": null}),
            ),
            (
                "execute_result",
                json!({"execution_count": 2, "data": {"text/plain": "1\n2", "text/html": "<b>"}, "metadata": {}}),
            ),
            ("error", json!({"ename": "Panic", "evalue": "no", "traceback": ["a", "b"]})),
        ]],
        &expect![[r#"
            In [Some(2)]
              {"data":{"image/png":"AA==","text/plain":["p"]},"metadata":{"image/png":{"width":3}},"output_type":"display_data"}
              {"data":{"text/html":["<b>"],"text/plain":["1\n","2"]},"execution_count":2,"metadata":{},"output_type":"execute_result"}
              {"ename":"Panic","evalue":"no","output_type":"error","traceback":["a","b"]}
        "#]],
    );
}

#[test]
fn an_emptied_display_leaves_nothing() {
    check(
        &[
            &[display("10 %", "bar"), display("a", "x"), update("", "bar"), display("b", "x")],
            &[update("c", "x"), update("100 %", "bar")],
        ],
        &expect![[r#"
            In [None]
              {"data":{"text/plain":["c"]},"metadata":{"m":1},"output_type":"display_data"}
              {"data":{"text/plain":["c"]},"metadata":{"m":1},"output_type":"display_data"}
            In [None]
        "#]],
    );
}

#[test]
fn an_update_reaches_every_display_of_its_id_also_in_earlier_cells() {
    check(
        &[
            &[display("10 %", "bar"), display("other", "x")],
            &[stdout("s"), display("50 %", "bar"), update("100 %", "bar"), update("lost", "unknown")],
        ],
        &expect![[r#"
            In [None]
              {"data":{"text/plain":["100 %"]},"metadata":{"m":1},"output_type":"display_data"}
              {"data":{"text/plain":["other"]},"metadata":{},"output_type":"display_data"}
            In [None]
              {"name":"stdout","output_type":"stream","text":["s"]}
              {"data":{"text/plain":["100 %"]},"metadata":{"m":1},"output_type":"display_data"}
        "#]],
    );
}

#[test]
fn clearing_at_once_and_clearing_with_the_next_output() {
    let now = ("clear_output", json!({"wait": false}));
    let wait = ("clear_output", json!({"wait": true}));
    check(
        &[
            &[display("a", "id"), now, update("b", "id"), stdout("c")],
            &[stdout("a"), wait.clone(), stdout("b")],
            &[stdout("kept, since nothing follows"), wait],
        ],
        &expect![[r#"
            In [None]
              {"name":"stdout","output_type":"stream","text":["c"]}
            In [None]
              {"name":"stdout","output_type":"stream","text":["b"]}
            In [None]
              {"name":"stdout","output_type":"stream","text":["kept, since nothing follows"]}
        "#]],
    );
}

#[test]
fn an_update_after_its_output_was_cleared_touches_nothing() {
    let wait = ("clear_output", json!({"wait": true}));
    check(
        &[&[display("a", "id"), wait, stdout("b"), update("c", "id")]],
        &expect![[r#"
            In [None]
              {"name":"stdout","output_type":"stream","text":["b"]}
        "#]],
    );
}

#[test]
fn only_what_a_terminal_still_shows_is_stored() {
    check(
        &[&[stdout(" 10 %"), stdout("\r 50 %"), stdout("\r100 %\n"), stdout("ab\u{8}c\r\nd\r")]],
        &expect![[r#"
            In [None]
              {"name":"stdout","output_type":"stream","text":["100 %\n","ac\n","d\r"]}
        "#]],
    );
}

#[test]
fn execution_leaves_unknown_fields_where_they_were() {
    let text = r#"{"cells":[{"cell_type":"code","own":{"b":1,"a":2},"execution_count":null,"metadata":{"x":[]},"outputs":[],"source":[],"id":"c"}],"metadata":{"z":0},"nbformat":4,"nbformat_minor":5,"extra":true}"#;
    let mut notebook = Notebook::parse(text.as_bytes(), Path::new("test.ipynb")).unwrap();
    let mut collector = OutputCollector::default();
    collector.begin(&mut notebook, 0);
    let (msg_type, content) = stdout("x");
    collector.message(&mut notebook, 0, msg_type, &content);
    collector.finish(&mut notebook, 0);
    let expected = text
        .replace(r#""outputs":[]"#, r#""outputs":[{"name":"stdout","output_type":"stream","text":["x"]}]"#);
    let expected: Value = serde_json::from_str(&expected).unwrap();
    assert_eq!(notebook.to_json(), json::to_string(&expected));
}

use super::*;

/// Written by `nbformat` 5 after an execution by `nbclient`.
const JUPYTER: &str = include_str!("../testdata/jupyter.ipynb");

fn parse(text: &str) -> Result<Notebook, NotebookError> {
    Notebook::parse(text.as_bytes(), Path::new("some.ipynb"))
}

fn message(text: &str) -> String {
    parse(text).expect_err("this is not a notebook").to_string()
}

#[test]
fn a_file_written_by_jupyter_is_written_back_to_the_byte() {
    assert_eq!(parse(JUPYTER).unwrap().to_json(), JUPYTER);
}

#[test]
fn unknown_fields_and_their_order_are_kept_at_every_level() {
    let text = r#"{"zeta":1,"cells":[{"source":"1","cell_type":"code","metadata":{"q":{"b":1,"a":2}},"outputs":
        [{"output_type":"stream","name":"stdout","text":"x","from":"elsewhere"}],"new":[true],"id":"a"},
        {"cell_type":"sql","source":[],"id":"b"}],"metadata":{"m":{}},"nbformat":4,"nbformat_minor":7}"#;
    let mut notebook = parse(text).unwrap();
    notebook.set_execution_count(0, Some(3));
    let expected: Value = {
        let mut value: Value = serde_json::from_str(text).unwrap();
        value["cells"][0]["execution_count"] = 3.into();
        value
    };
    // Compared as text: two objects are equal whatever their order.
    assert_eq!(notebook.root.to_string(), expected.to_string());
}

#[test]
fn a_new_field_takes_its_alphabetical_place() {
    let text = r#"{"cells":[{"cell_type":"code","id":"a","metadata":{},"source":[]}],"metadata":{},"nbformat":4,"nbformat_minor":5}"#;
    let mut notebook = parse(text).unwrap();
    notebook.set_execution_count(0, None);
    notebook.outputs_mut(0).unwrap();
    notebook.set_language_info(json!({"name": "rust"}));
    let expected = r#"{"cells":[{"cell_type":"code","execution_count":null,"id":"a","metadata":{},"outputs":[],"source":[]}],"metadata":{"language_info":{"name":"rust"}},"nbformat":4,"nbformat_minor":5}"#;
    assert_eq!(notebook.root.to_string(), expected);
}

#[test]
fn an_older_format_gets_distinct_ids_that_are_the_same_each_time() {
    let text = r#"{"cells":[{"cell_type":"raw","metadata":{},"source":"x"},{"cell_type":"raw","metadata":{},"source":"x"}],
        "metadata":{},"nbformat":4,"nbformat_minor":2}"#;
    let notebook = parse(text).unwrap();
    let ids: Vec<_> = notebook.cells().map(|cell| cell.id().unwrap().to_owned()).collect();
    assert_eq!(notebook.root["nbformat_minor"], 5);
    assert_ne!(ids[0], ids[1]);
    assert!(ids.iter().all(|id| id.len() == 8));
    assert_eq!(parse(text).unwrap(), notebook);
    assert_eq!(parse(&notebook.to_json()).unwrap(), notebook);
}

#[test]
fn a_byte_order_mark_is_no_obstacle() {
    let text = format!("\u{feff}{JUPYTER}");
    assert_eq!(parse(&text).unwrap().to_json(), JUPYTER);
}

#[test]
fn what_is_not_a_notebook_is_refused_with_file_place_and_expectation() {
    let cases = [
        (
            "",
            "some.ipynb is not a notebook: expected JSON, as Jupyter writes it, but EOF while parsing a value at line 1 column 0",
        ),
        ("[]", "some.ipynb is not a notebook: expected an object at the top"),
        ("{}", "some.ipynb is not a notebook: expected the number 4 at nbformat"),
        (
            r#"{"nbformat":3,"worksheets":[]}"#,
            "some.ipynb is in notebook format 3, expected format 4; convert it with: jupyter nbconvert --to notebook --inplace some.ipynb",
        ),
        (
            r#"{"nbformat":4,"metadata":{}}"#,
            "some.ipynb is not a notebook: expected a list of cells at cells",
        ),
        (
            r#"{"nbformat":4,"metadata":{},"cells":[{"cell_type":"code","source":[1]}]}"#,
            "some.ipynb is not a notebook: expected a string or a list of strings at cells[0].source",
        ),
        (
            r#"{"nbformat":4,"metadata":{},"cells":[{"cell_type":"code","source":"","outputs":[{}]}]}"#,
            "some.ipynb is not a notebook: expected a list of outputs with an output_type each at cells[0].outputs",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(message(text), expected);
    }
}

#[test]
fn a_missing_file_is_named() {
    let error = Notebook::read(Path::new("no/such.ipynb")).unwrap_err();
    assert!(error.to_string().starts_with("cannot read the notebook no/such.ipynb: "));
}

#[test]
fn cells_show_what_they_are() {
    let notebook = parse(JUPYTER).unwrap();
    let cells: Vec<Cell<'_>> = notebook.cells().collect();
    assert_eq!(notebook.language().as_deref(), Some("python"));
    assert_eq!(cells[0].kind(), CellKind::Markdown);
    assert!(cells[0].attachment("dot.png").is_some());
    assert_eq!(cells[1].execution_count(), Some(1));
    assert!(cells[3].has_tag("raises-exception"));
    assert_eq!(cells[4].source(), "");
    assert_eq!(cells[5].kind(), CellKind::Raw);
}

#[test]
fn writing_replaces_the_file_in_one_step_and_keeps_its_mode() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("a.ipynb");
    std::fs::write(&path, "old").unwrap();
    #[cfg(unix)]
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o640)).unwrap();
    parse(JUPYTER).unwrap().write(&path).unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), JUPYTER);
    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    }
}

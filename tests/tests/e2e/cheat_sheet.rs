//! The cheat sheet: what its tables promise is what its cells run, line by line. No kernel is
//! started here; `tutorials` runs the cells.

use ferrolab_tests::setup::project_file;
use ferrolab_tests::tutorial::{read, text};
use serde_json::{Value, json};

/// Fewer rows would not cover a working day.
const LEAST_ROWS: usize = 150;

#[test]
fn every_row_of_the_cheat_sheet_is_run_below_its_table() {
    let notebook = read(&project_file("notebooks/cheat_sheet.ipynb"));
    let checked = check(&notebook);
    assert!(checked.missing.is_empty(), "{}", checked.missing.join("\n"));
    assert!(checked.rows >= LEAST_ROWS, "{} rows, expected at least {LEAST_ROWS}", checked.rows);
    let title = text(&notebook["cells"][0]["source"]);
    let told = format!("{} habits", checked.rows);
    assert!(title.contains(&told), "expected {told:?} in the first cell:\n{title}");
}

#[derive(Default)]
struct Checked {
    rows: usize,
    missing: Vec<String>,
}

/// Looks for each entry in the code below its table, behind the entry before it.
fn check(notebook: &Value) -> Checked {
    let mut checked = Checked::default();
    let cells = notebook["cells"].as_array().map_or(&[][..], Vec::as_slice);
    for (index, cell) in cells.iter().enumerate().filter(|(_, cell)| cell["cell_type"] == "markdown") {
        let below = cells[index + 1..].iter().take_while(|cell| cell["cell_type"] == "code");
        let code = bare(&below.map(|cell| text(&cell["source"])).collect::<String>());
        let mut rest = code.as_str();
        for entry in entries(&text(&cell["source"])) {
            checked.rows += 1;
            match rest.split_once(&bare(&entry)) {
                Some((_, behind)) => rest = behind,
                None => checked.missing.push(format!("{}: not run below its table: {entry}", cell["id"])),
            }
        }
    }
    checked
}

/// The Ferrolab side of a table's rows; long entries are broken into pieces of code.
fn entries(markdown: &str) -> Vec<String> {
    let row = |line: &str| {
        let (_, ferrolab) = line.strip_prefix("| `")?.strip_suffix("` |")?.split_once("` | `")?;
        Some(ferrolab.replace("` `", " ").replace("\\|", "|"))
    };
    markdown.lines().filter_map(row).collect()
}

/// Lines are broken where a page ends, so white space does not count.
fn bare(code: &str) -> String {
    code.split_whitespace().collect()
}

#[test]
fn a_row_that_is_not_run_is_said() {
    let table = "| Python | Ferrolab |\n|---|---|\n| `f(x)` | `f(` `\\|x\\| x)` |\n| `g()` | `g( )?` |\n| `h` | `h` |";
    let notebook = json!({"cells": [
        {"cell_type": "markdown", "id": "table", "source": table},
        {"cell_type": "code", "id": "first", "source": "let _ = f(\n    |x| x);\n"},
        {"cell_type": "code", "id": "second", "source": "g()?"},
        {"cell_type": "markdown", "id": "text", "source": "The end."},
        {"cell_type": "code", "id": "elsewhere", "source": "h"},
    ]});
    let checked = check(&notebook);
    assert_eq!(checked.rows, 3);
    assert_eq!(checked.missing, ["\"table\": not run below its table: h"]);
}

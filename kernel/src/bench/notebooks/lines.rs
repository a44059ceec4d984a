//! How much a person types for a notebook, and for the same work as a Python script.
//!
//! Counted are lines that are neither blank nor comment. Not counted, since they are not the work:
//! - imports (`use`, `import`, `from`) on either side: what they are about is in later lines;
//! - what exists only to show an error: cells tagged `raises-exception`, a script's outermost `try`;
//! - commands to the notebook (`:vars`, `!ls`), which the script cannot have;
//! - solutions that are folded away: they stand in Markdown cells, and the script has none;
//! - what only a script without a window needs: `matplotlib.use`, the path `DATA`, docstrings, the
//!   function `show` and its calls, which a Python notebook would not have either.

use crate::notebook::{CellKind, Notebook};

pub fn of_notebook(notebook: &Notebook) -> usize {
    let cells = notebook.cells().filter(|cell| cell.kind() == CellKind::Code);
    cells.filter(|cell| !cell.has_tag("raises-exception")).map(|cell| of_rust(&cell.source())).sum()
}

fn of_rust(source: &str) -> usize {
    let mut count = 0;
    let mut skipping_to = None;
    for line in source.lines() {
        let code = line.trim();
        if let Some(end) = skipping_to {
            if code.contains(end) {
                skipping_to = None;
            }
        } else if code.starts_with("/*") {
            skipping_to = Some("*/").filter(|end| !code.contains(end));
        } else if code.starts_with("use ") {
            skipping_to = Some(";").filter(|end| !code.contains(end));
        } else if !code.is_empty() && !code.starts_with("//") && !is_command(line) {
            count += 1;
        }
    }
    count
}

fn is_command(line: &str) -> bool {
    let rest = line.strip_prefix(':').or_else(|| line.strip_prefix('!'));
    rest.is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_alphabetic()))
}

pub fn of_python(source: &str) -> usize {
    let mut count = 0;
    let mut skipping_to = None;
    // In a block at the left margin that is not counted.
    let mut in_block = false;
    for line in source.lines() {
        let code = line.trim();
        if let Some(end) = skipping_to {
            if code.contains(end) {
                skipping_to = None;
            }
            continue;
        }
        if code.is_empty() || code.starts_with('#') {
            continue;
        }
        let is_inner = line.starts_with([' ', '\t']);
        let goes_on = ["except", "else:", "finally:"].iter().any(|word| code.starts_with(word));
        in_block = in_block && (is_inner || goes_on) || !is_inner && opens_uncounted_block(code);
        if in_block {
            continue;
        }
        match uncounted_statement(code) {
            Some(end) => skipping_to = end,
            None => count += 1,
        }
    }
    count
}

fn opens_uncounted_block(code: &str) -> bool {
    code == "try:" || code.starts_with("def show(")
}

/// None for a line that counts. Otherwise what ends the statement on a later line, if it is not
/// complete.
fn uncounted_statement(code: &str) -> Option<Option<&'static str>> {
    for quote in ["\"\"\"", "'''"] {
        if let Some(rest) = code.strip_prefix(quote) {
            return Some(Some(quote).filter(|end| !rest.contains(end)));
        }
    }
    if code.starts_with("import ") || code.starts_with("from ") {
        let is_open = code.contains('(') && !code.contains(')');
        return Some(is_open.then_some(")"));
    }
    let is_setting = ["matplotlib.use(", "DATA = "].iter().any(|start| code.starts_with(start));
    (is_setting || code == "show()").then_some(None)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::json;

    use super::*;

    #[test]
    fn rust_is_counted_without_imports_comments_and_commands() {
        let source = "// why\nuse std::{\n    fs,\n    io,\n};\nuse std::env;\n\nlet x = 1; // one\n/* a\nb */\n\
                      /* c */\nfor i in 0..3 {\n    /// doc\n    f(i);\n}\n:vars\n!ls\n!x";
        assert_eq!(of_rust(source), 4, "`!x` is a command too, the rest is the binding and the loop");
        assert_eq!(of_rust("!(true)\n// Your answer:\n"), 1);
    }

    #[test]
    fn cells_that_show_an_error_and_folded_solutions_are_no_work() {
        let code = |source: &str, tags: &[&str]| json!({"cell_type": "code", "metadata": {"tags": tags}, "source": source, "outputs": []});
        let solution = "<details>\n\n```rust\nlet answer = 42;\n```\n</details>";
        let cells = json!([
            code("let x = 1;\nx", &[]),
            code("boom()?", &["raises-exception"]),
            {"cell_type": "markdown", "metadata": {}, "source": solution},
        ]);
        let document = json!({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5});
        let notebook = Notebook::parse(document.to_string().as_bytes(), Path::new("a.ipynb")).unwrap();
        assert_eq!(of_notebook(&notebook), 2);
    }

    #[test]
    fn python_is_counted_without_what_a_notebook_would_not_have() {
        let source = r#""""Docs
over two lines."""

import io
from a import (
    b,
    c,
)
from d import e

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa
DATA = Path(__file__).parent

def show():
    plt.savefig(io.BytesIO())

    plt.close()


# 1 · Look
x = f("""
text""")
show()
try:
    x + "a"
except TypeError as problem:
    print(problem)
print(x)

def work(y):
    """One line."""
    try:
        return y
    finally:
        print(show(), y)
"#;
        let counted = [
            "x = f(",
            "text",
            "print(x)",
            "def work",
            "    try",
            "        return",
            "    finally",
            "        print",
        ];
        assert_eq!(of_python(source), counted.len());
    }
}

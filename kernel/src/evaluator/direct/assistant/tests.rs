use super::*;
use crate::evaluator::direct::notebook::Variable;
use crate::prelude_store::docs::{Kind, PreludeDocs, TypeDocs};

/// A frame with a method, a field and a constructor, and what the method gives.
fn docs() -> PreludeDocs {
    let entry = |name: &str, kind, signature: &str| DocEntry {
        name: name.to_owned(),
        kind,
        signature: signature.to_owned(),
        ..DocEntry::default()
    };
    let frame = vec![
        entry("lazy", Kind::Method, "fn lazy(self) -> LazyFrame"),
        entry("width", Kind::Field, "width: usize"),
        entry("empty", Kind::Function, "fn empty() -> Self"),
    ];
    let lazy = vec![entry("filter", Kind::Method, "fn filter(self, predicate: Expr) -> Self")];
    let types = [("DataFrame", frame), ("LazyFrame", lazy)];
    let types = types.map(|(name, members)| (name.to_owned(), TypeDocs { members, bases: Vec::new() }));
    PreludeDocs { types: types.into(), ..PreludeDocs::default() }
}

fn assistant() -> NotebookAssistant {
    let mut notebook = Notebook::default();
    let variable = Variable { type_name: "polars::DataFrame".into(), mutable: true, cell: "In[1]".into() };
    notebook.variables.insert("sales".into(), variable);
    NotebookAssistant::new(Arc::new(Mutex::new(notebook)), Arc::new(docs().into()))
}

fn complete(code: &str) -> Vec<String> {
    assistant().complete(code, code.len()).items.into_iter().map(|item| item.text).collect()
}

#[test]
fn open_ends_are_incomplete_with_an_indent() {
    let incomplete = |indent: &str| Completeness::Incomplete { indent: indent.into() };
    assert_eq!(completeness("for i in 0..3 {"), incomplete("    "));
    assert_eq!(completeness("f(\n[1,"), incomplete("        "));
    assert_eq!(completeness("let s = \"abc"), incomplete(""));
    assert_eq!(completeness("/* a"), incomplete(""));
    assert_eq!(completeness("let x ="), incomplete("    "));
    assert_eq!(completeness("#[derive(Debug)]"), incomplete("    "));
}

#[test]
fn whole_cells_are_complete_and_broken_ones_invalid() {
    for code in [
        "1 + 1",
        "let x = 1;",
        "fn f() {}",
        ":vars",
        "!ls",
        "",
        "// c",
        "\"a\\\\\"",
        "r#\"a\"b\"#",
        ":dep a = \"1\"\n2",
    ] {
        assert_eq!(completeness(code), Completeness::Complete, "{code}");
    }
    for code in ["}", "f(]", "let let"] {
        assert_eq!(completeness(code), Completeness::Invalid, "{code}");
    }
}

#[test]
fn variables_keywords_and_commands_are_offered() {
    assert_eq!(complete("sal"), ["sales"]);
    assert_eq!(complete("whi"), ["while"]);
    assert_eq!(complete(":va"), ["vars"]);
    assert_eq!(complete("é = sal"), ["sales"]);
}

#[test]
fn members_are_offered_along_a_chain() {
    assert_eq!(complete("sales."), ["lazy", "width"]);
    assert_eq!(complete("sales.lazy()\n    .fi"), ["filter"]);
    assert_eq!(complete("f(sales.lazy().filter(col(\"a\"))."), ["filter"]);
    assert_eq!(complete("DataFrame::"), ["empty", "lazy"]);
    assert_eq!(complete("unknown()."), [""; 0]);
}

#[test]
fn a_method_is_described_along_a_chain_and_inside_its_brackets() {
    let filter = "fn filter(self, predicate: Expr) -> Self";
    for code in ["sales.lazy().filter", "sales.lazy().filter("] {
        assert_eq!(
            assistant().inspect(code, code.len(), 0).unwrap().get("text/plain"),
            Some(filter),
            "{code}"
        );
    }
}

#[test]
fn the_word_before_the_cursor_is_replaced() {
    let found = assistant().complete("1 + sal", 7);
    assert_eq!(found.replace, 4..7);
}

#[test]
fn a_variable_is_described_by_its_type_and_cell() {
    let text = assistant().inspect("sales + 1", 2, 0).unwrap();
    assert_eq!(text.get("text/plain"), Some("let mut sales: polars::DataFrame\n\nmade in In[1]"));
    assert!(assistant().inspect("unknown", 2, 0).is_none());
    assert!(assistant().inspect("", 0, 0).is_none());
}

use super::*;
use crate::evaluator::direct::notebook::Variable;

fn assistant() -> NotebookAssistant {
    let mut notebook = Notebook::default();
    let variable = Variable { type_name: "polars::DataFrame".into(), mutable: true, cell: "In[1]".into() };
    notebook.variables.insert("sales".into(), variable);
    NotebookAssistant::new(Arc::new(Mutex::new(notebook)), Arc::default())
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
    for code in ["1 + 1", "let x = 1;", "fn f() {}", ":vars", "!ls", "", "// c", "\"a\\\\\"", "r#\"a\"b\"#", ":dep a = \"1\"\n2"] {
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

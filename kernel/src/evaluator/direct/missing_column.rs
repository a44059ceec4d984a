//! A column that is not there: polars says which, and we add which there are. A typing error in a
//! name is what goes wrong most often with tables, and the names are in the child.

use super::notebook::Notebook;
use super::syntax::Parsed;
use crate::evaluator::EvaluationError;

/// How polars' errors begin that are about a column's name, and what `df["name"]` panics with.
const BEGINNINGS: [&str; 2] = ["not found: \"", "on an `Err` value: ColumnNotFound(ErrString(\"\\\""];
/// With which word the prelude's own error begins, which names the columns.
const NAMED: &str = "there is no column";

/// The name that a cell's error says is missing.
pub fn name(message: &str) -> Option<&str> {
    let rest = BEGINNINGS.iter().find_map(|beginning| message.split_once(beginning))?.1;
    let (name, _) = rest.split_once(['"', '\\'])?;
    (!name.is_empty() && !message.contains("valid columns")).then_some(name)
}

/// Code that tells, for each frame that the cell mentions, which columns it has; None without a frame.
pub fn question(name: &str, parsed: &Parsed, notebook: &Notebook) -> Option<String> {
    let frames = notebook.variables.iter().filter(|(frame, variable)| {
        parsed.uses.contains(*frame) && variable.type_name.ends_with("::DataFrame")
    });
    let errors: Vec<_> = frames.map(|(frame, _)| format!("{frame}.column_array({name:?}).err()")).collect();
    (!errors.is_empty()).then(|| {
        format!(
            "MimeBundle::text(&[{}].into_iter().flatten().map(|e| e.to_string())\
             .filter(|e| e.starts_with({NAMED:?})).collect::<Vec<_>>().join(\"\\n\"))",
            errors.join(", ")
        )
    })
}

/// The error with what the answer says in place of polars' words.
pub fn explained(mut error: EvaluationError, answer: &str) -> EvaluationError {
    if answer.starts_with(NAMED) {
        for line in &mut error.traceback {
            *line = line.replace(&error.evalue, answer);
        }
        answer.clone_into(&mut error.evalue);
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluator::direct::notebook::Variable;
    use crate::evaluator::direct::syntax::parse;

    const PANIC: &str =
        r#"called `Result::unwrap()` on an `Err` value: ColumnNotFound(ErrString("\"pric\" not found"))"#;

    #[test]
    fn polars_words_hold_the_name() {
        assert_eq!(name("not found: \"pric\" not found"), Some("pric"));
        assert_eq!(name(PANIC), Some("pric"));
        assert_eq!(name("not found: \"pric\"; valid columns: [\"price\"]"), None);
        assert_eq!(name("index out of bounds: the len is 0 but the index is 3"), None);
    }

    #[test]
    fn frames_that_the_cell_mentions_are_asked() {
        let mut notebook = Notebook::default();
        for (name, type_name) in
            [("df", "polars::prelude::DataFrame"), ("other", "a::DataFrame"), ("x", "i32")]
        {
            let variable = Variable { type_name: type_name.into(), mutable: false, cell: "In[1]".into() };
            notebook.variables.insert(name.into(), variable);
        }
        let question = |code: &str| question("pric", &parse(code), &notebook);
        assert!(question("df[\"pric\"]; x").unwrap().contains("&[df.column_array(\"pric\").err()]"));
        assert_eq!(question("x + 1"), None);
    }

    #[test]
    fn the_answer_takes_the_place_of_the_message() {
        let mut error = EvaluationError::new("Panic", PANIC);
        error.traceback = vec![format!("Panic: {PANIC}\n  at In[2]:1:3")];
        let answer = "there is no column `pric`. Did you mean `price`?";
        let explained = explained(error, answer);
        assert_eq!(explained.evalue, answer);
        assert_eq!(explained.traceback, [format!("Panic: {answer}\n  at In[2]:1:3")]);
        let other = EvaluationError::new("Error", "x");
        assert_eq!(super::explained(other, "").evalue, "x");
    }
}

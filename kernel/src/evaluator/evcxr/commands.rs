//! `:commands`, which are evcxr's own, and `!shell` lines; and what they show.

use std::process::{Command, Stdio};
use std::sync::Arc;

use serde_json::Value;

use super::pump::{self, Report};
use super::rewrite::Rewrite;
use super::session::DEFAULT_LEVEL;
use super::{EvcxrEvaluator, PROCESS_ENDED};
use crate::display::{MimeBundle, StreamName};
use crate::evaluator::direct::commands::{short_type, table};
use crate::evaluator::direct::notebook::Notebook;
use crate::evaluator::direct::source::CellText;
use crate::evaluator::direct::{emit, failure, syntax};
use crate::evaluator::{EvaluationError, Evaluator, OutputSink};

type Shown = Result<Option<MimeBundle>, EvaluationError>;

impl EvcxrEvaluator {
    /// evcxr's own command, unless it would end the kernel, break the session, or say less than the
    /// direct evaluator's.
    pub(super) fn run_command(&mut self, line: &str, output: &Arc<dyn OutputSink>) -> Shown {
        let (name, argument) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let argument = argument.trim();
        match name {
            "quit" => Err(failure::command(
                "`:quit` would end the kernel without a word; shut it down from the front end",
            )),
            "opt" => self.set_opt(argument, output),
            "vars" | "v" => self.vars(output),
            "type" | "t" => self.type_of(argument),
            "doc" => self.doc(argument),
            "env" => self.set_env(argument, output),
            "clear" => {
                let shown = self.pass_on(line, output);
                *self.notebook() = Notebook::default();
                self.session()?.import_prelude().map_err(|error| failure::command(error.to_string()))?;
                shown
            }
            _ => self.pass_on(line, output),
        }
    }

    fn pass_on(&mut self, line: &str, output: &Arc<dyn OutputSink>) -> Shown {
        let (outcome, _) = self.execute(&format!(":{line}"), output)?;
        self.keep_variables("", &[], PROCESS_ENDED);
        outcome.map(shown_by_evcxr).map_err(|error| self.refused_command(&error))
    }

    fn refused_command(&self, error: &evcxr::Error) -> EvaluationError {
        match error {
            _ if self.control.is_interrupted() => failure::interrupted(),
            evcxr::Error::CompilationErrors(errors) => failure::command(
                errors.iter().map(evcxr::CompilationError::message).collect::<Vec<_>>().join("\n"),
            ),
            other => failure::command(other.to_string()),
        }
    }

    /// evcxr takes any word, which then stands in its package for good and breaks it.
    fn set_opt(&mut self, argument: &str, output: &Arc<dyn OutputSink>) -> Shown {
        let level = match argument {
            "" => &self.level.clone(),
            "auto" => DEFAULT_LEVEL,
            "0" | "1" | "2" | "3" => argument,
            _ => return Err(failure::command(format!("`:opt` wants 0, 1, 2, 3 or auto, not `{argument}`"))),
        };
        self.pass_on(&format!("opt {level}"), output)?;
        level.clone_into(&mut self.level);
        Ok(Some(MimeBundle::text(format!("optimisation: {level}"))))
    }

    /// With values, which evcxr's own list does not show.
    fn vars(&mut self, output: &Arc<dyn OutputSink>) -> Shown {
        let names: Vec<_> = self.notebook().variables.keys().cloned().collect();
        if names.is_empty() {
            return Ok(Some(MimeBundle::text("no variables yet")));
        }
        let (outcome, report) = self.execute(&summaries(&names), output)?;
        outcome.map_err(|error| self.refused_command(&error))?;
        let notebook = self.notebook();
        let rows: Vec<_> = report
            .summaries
            .into_iter()
            .filter_map(|(name, value)| {
                let type_name = short_type(&notebook.variables.get(&name)?.type_name);
                Some([name, type_name, value])
            })
            .collect();
        Ok(Some(table(["name", "type", "value"], &rows)))
    }

    /// evcxr knows the types of variables only; the compiler knows those of expressions.
    fn type_of(&mut self, expression: &str) -> Shown {
        if expression.is_empty() {
            return Err(failure::command("`:type` wants an expression, for example `:type df.height()`"));
        }
        let known = self.notebook().variables.get(expression).map(|variable| variable.type_name.clone());
        if let Some(type_name) = known {
            return Ok(Some(MimeBundle::text(short_type(&type_name))));
        }
        let code = format!("let ferrolab_type_of_it = {};", expression.trim_end_matches(';'));
        let cell = Arc::new(CellText { name: ":type".to_owned(), code });
        let parsed = syntax::parse(&cell.code);
        let mut rewrite = Rewrite::new(&cell, &parsed);
        self.ask_types(&mut rewrite)?;
        Ok(rewrite.first_type().map(|type_name| MimeBundle::text(short_type(type_name))))
    }

    /// From the prelude's own documentation, which evcxr does not see.
    fn doc(&self, name: &str) -> Shown {
        let found = self.assistant().inspect(name, name.len(), 0);
        found.map(Some).ok_or_else(|| failure::command(format!("nothing is documented under `{name}`")))
    }

    /// evcxr would set it for itself, and for the child only when that is started anew.
    fn set_env(&mut self, argument: &str, output: &Arc<dyn OutputSink>) -> Shown {
        self.pass_on(&format!("env {argument}"), output)?;
        let Some((name, value)) = argument.split_once('=') else { return Ok(None) };
        let code = format!("unsafe {{ ::std::env::set_var({name:?}, {value:?}) }};");
        let (outcome, _) = self.execute(&code, output)?;
        outcome.map(|_| None).map_err(|error| self.refused_command(&error))
    }

    fn execute(
        &mut self,
        code: &str,
        output: &Arc<dyn OutputSink>,
    ) -> Result<(Result<evcxr::EvalOutputs, evcxr::Error>, Report), EvaluationError> {
        let control = Arc::clone(&self.control);
        Ok(self.session()?.execute(code, output, &control))
    }
}

/// Code that reports the short value of each variable.
fn summaries(names: &[String]) -> String {
    let report = |name: &String| {
        format!("ferrolab_prelude::runtime::generated::summary({name:?}, (&&Show(&{name})).summarise()); ")
    };
    let reports: String = names.iter().map(report).collect();
    format!(
        "ferrolab_prelude::__evcxr_begin!(); \
         {{ use ferrolab_prelude::runtime::generated::{{DebugShow as _, NameShow as _, Show}}; {reports}}} \
         ferrolab_prelude::runtime::generated::evcxr::finish();"
    )
}

/// What a command, or a type's own `evcxr_display`, showed.
pub fn shown_by_evcxr(outputs: evcxr::EvalOutputs) -> Option<MimeBundle> {
    let mut shown = MimeBundle::default();
    for (mime_type, content) in outputs.content_by_mime_type {
        let json: Option<Value> =
            mime_type.ends_with("json").then(|| serde_json::from_str(&content).ok()).flatten();
        shown = shown.with(
            &mime_type,
            json.unwrap_or_else(|| Value::from(content.trim_end_matches(pump::MARK).trim_end())),
        );
    }
    if let Some(timing) = outputs.timing {
        let text = shown.get("text/plain").map_or_else(String::new, |text| format!("{text}\n"));
        shown = shown.with("text/plain", format!("{text}took {timing:.2?}"));
    }
    (!shown.is_empty()).then_some(shown)
}

/// evcxr would show what the line printed only if the line succeeded.
pub fn run_shell(line: &str, output: &Arc<dyn OutputSink>) -> Result<(), EvaluationError> {
    let ran = Command::new("sh").args(["-c", line]).stdin(Stdio::null()).output();
    let ran = ran.map_err(|error| failure::command(format!("the shell did not start: {error}")))?;
    emit(output, StreamName::Stdout, String::from_utf8_lossy(&ran.stdout).into_owned());
    emit(output, StreamName::Stderr, String::from_utf8_lossy(&ran.stderr).into_owned());
    if !ran.status.success() {
        emit(output, StreamName::Stderr, format!("[{}]\n", ran.status));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_variable_reports_its_value() {
        let code = summaries(&["x".into(), "r#type".into()]);
        assert!(code.contains("summary(\"x\", (&&Show(&x)).summarise()); "), "{code}");
        assert!(code.contains("summary(\"r#type\", (&&Show(&r#type)).summarise()); "), "{code}");
    }

    #[test]
    fn what_evcxr_shows_becomes_one_bundle() {
        let mut outputs = evcxr::EvalOutputs::default();
        outputs.content_by_mime_type.insert("text/plain".into(), "x: i32\n".into());
        outputs.content_by_mime_type.insert("application/json".into(), "{\"a\":1}".into());
        let shown = shown_by_evcxr(outputs).unwrap();
        assert_eq!(shown.get("text/plain"), Some("x: i32"));
        assert_eq!(shown.0["application/json"]["a"], 1);
        assert_eq!(shown_by_evcxr(evcxr::EvalOutputs::default()), None);
    }
}

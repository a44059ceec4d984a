//! `:commands`, which are evcxr's own, and `!shell` lines; and what they show.

use std::process::{Command, Stdio};
use std::sync::Arc;

use serde_json::Value;

use super::{EvcxrEvaluator, PROCESS_ENDED, pump};
use crate::display::{MimeBundle, StreamName};
use crate::evaluator::direct::notebook::Notebook;
use crate::evaluator::direct::{emit, failure};
use crate::evaluator::{EvaluationError, OutputSink};

impl EvcxrEvaluator {
    pub(super) fn run_command(
        &mut self,
        line: &str,
        output: &Arc<dyn OutputSink>,
    ) -> Result<Option<MimeBundle>, EvaluationError> {
        let name = line.split_whitespace().next().unwrap_or_default();
        if name == "quit" {
            return Err(failure::command(
                "`:quit` would end the kernel without a word; shut it down from the front end",
            ));
        }
        let control = Arc::clone(&self.control);
        let (outcome, _) = self.session()?.execute(&format!(":{line}"), output, &control);
        let outputs = outcome.map_err(|error| match &error {
            _ if control.is_interrupted() => failure::interrupted(),
            evcxr::Error::CompilationErrors(errors) => failure::command(
                errors.iter().map(evcxr::CompilationError::message).collect::<Vec<_>>().join("\n"),
            ),
            other => failure::command(other.to_string()),
        })?;
        if name == "clear" {
            *self.notebook() = Notebook::default();
            self.session()?.import_prelude().map_err(|error| failure::command(error.to_string()))?;
        }
        self.keep_variables("", &[], PROCESS_ENDED);
        Ok(shown_by_evcxr(outputs))
    }
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

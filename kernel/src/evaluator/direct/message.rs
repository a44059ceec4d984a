//! The compiler's messages as it writes them with `--error-format=json`, one object a line.

use serde::Deserialize;

#[derive(Clone, Debug, Deserialize)]
pub struct Message {
    #[serde(default)]
    pub message: String,
    #[serde(default)]
    pub code: Option<Code>,
    #[serde(default)]
    pub level: String,
    #[serde(default)]
    pub spans: Vec<Span>,
    #[serde(default)]
    pub children: Vec<Message>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Code {
    pub code: String,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Span {
    pub file_name: String,
    pub byte_start: usize,
    pub byte_end: usize,
    pub is_primary: bool,
    #[serde(default)]
    pub label: Option<String>,
    #[serde(default)]
    pub suggested_replacement: Option<String>,
    #[serde(default)]
    pub expansion: Option<Box<Expansion>>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Expansion {
    pub span: Span,
}

/// The file by which the compiler knows a cell's body.
pub const BODY_FILE: &str = "/dev/stdin";

impl Message {
    pub fn is_error(&self) -> bool {
        self.level == "error" || self.level.starts_with("error:")
    }

    pub fn is_warning(&self) -> bool {
        self.level == "warning"
    }

    /// The error's code, `E0382`, or the lint's name.
    pub fn code(&self) -> &str {
        self.code.as_ref().map_or("", |code| code.code.as_str())
    }

    /// "aborting due to 2 previous errors" and the like, which say nothing.
    pub fn is_summary(&self) -> bool {
        self.spans.is_empty()
            && self.code.is_none()
            && (self.message.starts_with("aborting due to")
                || self.message.contains("warning emitted")
                || self.message.contains("warnings emitted"))
    }
}

impl Span {
    /// The span itself if it lies in the body, else the macro call in the body that led to it.
    pub fn in_body(&self) -> Option<&Self> {
        if self.file_name == BODY_FILE {
            return Some(self);
        }
        self.expansion.as_ref()?.span.in_body()
    }
}

/// The first name between backticks.
pub fn first_quoted(text: &str) -> Option<&str> {
    text.split('`').nth(1)
}

/// The last name between backticks.
pub fn last_quoted(text: &str) -> Option<&str> {
    text.rsplit('`').nth(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_in_a_macro_leads_to_its_call() {
        let text = r#"{"file_name":"std/macros.rs","byte_start":1,"byte_end":2,"is_primary":true,
            "expansion":{"span":{"file_name":"/dev/stdin","byte_start":7,"byte_end":9,"is_primary":false}}}"#;
        let span: Span = serde_json::from_str(text).unwrap();
        assert_eq!(span.in_body().unwrap().byte_start, 7);
    }

    #[test]
    fn summaries_are_recognised() {
        let text = r#"{"message":"aborting due to 1 previous error","code":null,"level":"error","spans":[]}"#;
        assert!(serde_json::from_str::<Message>(text).unwrap().is_summary());
    }
}

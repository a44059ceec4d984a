//! A cell that has come to its end: what it published, in order, and what the kernel replied. Making
//! one checks what holds for every cell, so that no test has to.

use serde_json::Value;

/// A cell's outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Ended {
    pub code: String,
    /// Between `execute_input` and `idle`.
    pub outputs: Vec<(String, Value)>,
    pub reply: Value,
}

/// One error as the notebook shows it, without colours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellError {
    pub ename: String,
    pub evalue: String,
    pub traceback: String,
}

/// One thing that a person sees below a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// `stdout`, `stderr`, `result`, `display`, `update`, `clear` or `error NAME`; results and displays
    /// name their MIME types other than `text/plain` after it.
    pub kind: String,
    pub text: String,
}

impl Ended {
    /// # Panics
    /// When the messages are not those of a cell: `busy`, `execute_input`, outputs with at most one
    /// error, `idle`, and a reply that says the same as the error.
    #[track_caller]
    pub fn new(code: &str, messages: &[(String, Value)], reply: Value, silent: bool) -> Self {
        let at = |index: usize| messages.get(index).map(|(kind, content)| (kind.as_str(), content));
        assert_eq!(
            at(0).map(|(_, content)| &content["execution_state"]),
            Some(&"busy".into()),
            "{messages:#?}"
        );
        let last = messages.last().map(|(_, content)| &content["execution_state"]);
        assert_eq!(last, Some(&"idle".into()), "{messages:#?}");
        let mut begin = 1;
        if !silent {
            let Some(("execute_input", input)) = at(1) else {
                panic!("expected execute_input: {messages:#?}")
            };
            assert_eq!(input["code"], code);
            begin = 2;
        }
        // After an interrupt, which is answered from busy to idle like any request, the kernel says
        // once more that the cell still runs.
        let outputs = messages[begin..messages.len() - 1]
            .iter()
            .filter(|(kind, _)| kind != "status")
            .cloned()
            .collect();
        let ended = Self { code: code.to_owned(), outputs, reply };
        ended.check_errors(silent);
        ended
    }

    #[track_caller]
    fn check_errors(&self, silent: bool) {
        let errors: Vec<&Value> =
            self.outputs.iter().filter(|(kind, _)| kind == "error").map(|(_, content)| content).collect();
        if self.reply["status"] == "error" && !silent {
            assert_eq!(errors.len(), 1, "one failing cell, one error: {self:#?}");
            for field in ["ename", "evalue", "traceback"] {
                assert_eq!(errors[0][field], self.reply[field], "the error and the reply say the same");
            }
            assert_ne!(self.reply["evalue"], "", "an error says what happened: {self:#?}");
            assert_eq!(self.outputs.last().map(|(kind, _)| kind.as_str()), Some("error"), "{self:#?}");
        } else {
            assert!(errors.is_empty(), "{self:#?}");
        }
    }

    /// # Panics
    /// When the cell failed.
    #[track_caller]
    pub fn assert_ok(&self) {
        assert_eq!(self.reply["status"], "ok", "{}\n{}", self.code, self.transcript());
    }

    /// What a stream brought in all.
    pub fn stream(&self, name: &str) -> String {
        let of_stream =
            self.outputs.iter().filter(|(kind, content)| kind == "stream" && content["name"] == name);
        of_stream.filter_map(|(_, content)| content["text"].as_str()).collect()
    }

    pub fn stdout(&self) -> String {
        self.stream("stdout")
    }

    pub fn stderr(&self) -> String {
        self.stream("stderr")
    }

    /// The contents of all messages of one type.
    pub fn all(&self, msg_type: &str) -> Vec<&Value> {
        self.outputs.iter().filter(|(kind, _)| kind == msg_type).map(|(_, content)| content).collect()
    }

    /// The `text/plain` of the result.
    ///
    /// # Panics
    /// When the cell failed or showed nothing.
    #[track_caller]
    pub fn text(&self) -> String {
        self.assert_ok();
        let results = self.all("execute_result");
        assert_eq!(results.len(), 1, "a cell with a result: {}\n{}", self.code, self.transcript());
        let text = results[0]["data"]["text/plain"].as_str();
        text.unwrap_or_else(|| panic!("a result has a text: {results:#?}")).to_owned()
    }

    /// # Panics
    /// When the cell did not fail.
    #[track_caller]
    pub fn error(&self) -> CellError {
        assert_eq!(self.reply["status"], "error", "{}\n{}", self.code, self.transcript());
        let text = |field: &str| self.reply[field].as_str().unwrap_or_default().to_owned();
        CellError { ename: text("ename"), evalue: text("evalue"), traceback: traceback(&self.reply) }
    }

    /// What a person sees, top to bottom; pieces of one stream that follow each other are one.
    pub fn blocks(&self) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::new();
        for (msg_type, content) in &self.outputs {
            let block = block(msg_type, content);
            match blocks.last_mut() {
                Some(last) if msg_type == "stream" && last.kind == block.kind => {
                    last.text.push_str(&block.text);
                }
                _ => blocks.push(block),
            }
        }
        blocks
    }

    /// The blocks as one text, for messages of failing tests.
    pub fn transcript(&self) -> String {
        self.blocks().iter().map(|block| format!("[{}]\n{}\n", block.kind, block.text)).collect()
    }
}

fn block(msg_type: &str, content: &Value) -> Block {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    match msg_type {
        "stream" => Block { kind: text(&content["name"]), text: text(&content["text"]) },
        "execute_result" => shown("result", content),
        "display_data" => shown("display", content),
        "update_display_data" => shown("update", content),
        "clear_output" => Block { kind: "clear".to_owned(), text: String::new() },
        "error" => Block { kind: format!("error {}", text(&content["ename"])), text: traceback(content) },
        other => Block { kind: other.to_owned(), text: content.to_string() },
    }
}

fn shown(kind: &str, content: &Value) -> Block {
    let empty = serde_json::Map::new();
    let data = content["data"].as_object().unwrap_or(&empty);
    let mut kind = kind.to_owned();
    for mime_type in data.keys().filter(|mime_type| *mime_type != "text/plain") {
        kind = format!("{kind} {mime_type}");
    }
    let value = data.get("text/plain").or_else(|| data.values().next());
    Block { kind, text: value.and_then(Value::as_str).unwrap_or_default().to_owned() }
}

fn traceback(content: &Value) -> String {
    let lines = content["traceback"].as_array().map_or(&[][..], Vec::as_slice);
    let lines: Vec<&str> = lines.iter().filter_map(Value::as_str).collect();
    without_colours(&lines.join("\n"))
}

/// A text without its ANSI escape sequences.
pub fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("\x1b[") {
        plain.push_str(&rest[..start]);
        let sequence = &rest[start + 2..];
        let end = sequence.find(|c: char| c.is_ascii_alphabetic()).map_or(sequence.len(), |end| end + 1);
        rest = &sequence[end..];
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn message(kind: &str, content: Value) -> (String, Value) {
        (kind.to_owned(), content)
    }

    fn cell(outputs: Vec<(String, Value)>, reply: Value) -> Ended {
        let mut messages = vec![
            message("status", json!({"execution_state": "busy"})),
            message("execute_input", json!({"code": "x"})),
        ];
        messages.extend(outputs);
        messages.push(message("status", json!({"execution_state": "idle"})));
        Ended::new("x", &messages, reply, false)
    }

    #[test]
    fn blocks_are_in_order_with_streams_joined() {
        let stream = |name: &str, text: &str| message("stream", json!({"name": name, "text": text}));
        let data = json!({"text/html": "<b>1</b>", "text/plain": "1"});
        let outputs = vec![
            stream("stdout", "a"),
            stream("stdout", "b\n"),
            stream("stderr", "c"),
            message("display_data", json!({"data": data})),
            stream("stdout", "d"),
        ];
        let ended = cell(outputs, json!({"status": "ok"}));
        let blocks: Vec<_> =
            ended.blocks().into_iter().map(|block| format!("{}: {}", block.kind, block.text)).collect();
        assert_eq!(blocks, ["stdout: ab\n", "stderr: c", "display text/html: 1", "stdout: d"]);
    }

    #[test]
    #[should_panic(expected = "one failing cell, one error")]
    fn a_failed_reply_without_an_error_message_is_noticed() {
        cell(Vec::new(), json!({"status": "error", "ename": "E", "evalue": "v", "traceback": []}));
    }

    #[test]
    fn colours_are_taken_away() {
        assert_eq!(without_colours("\x1b[1m\x1b[91merror\x1b[0m: é"), "error: é");
    }
}

//! JSON as Jupyter writes it, to the byte, so that executing a notebook changes nothing in a
//! version-control diff but what the execution changed: one space of indent, a newline at the end,
//! floats in Python's notation, and long strings as lists of lines.

use std::io::{self, Write};

use serde::Serialize as _;
use serde_json::Value;
use serde_json::ser::{Formatter, PrettyFormatter, Serializer};

/// The text of a file that holds `value`.
pub fn to_string(value: &Value) -> String {
    let mut bytes = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut bytes, JupyterFormatter::default());
    // Writing a `Value` into memory cannot fail: its keys are strings and the sink is a Vec.
    let written = value.serialize(&mut serializer);
    debug_assert!(written.is_ok());
    bytes.push(b'\n');
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A string that may be stored as a list of lines. `None` when it is neither.
pub fn joined(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(lines) => lines.iter().map(Value::as_str).collect::<Option<String>>(),
        _ => None,
    }
}

/// A string as the list of lines that Jupyter stores; every line keeps its end.
pub fn split(text: &str) -> Value {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        if !is_line_end(character) {
            continue;
        }
        let mut end = at + character.len_utf8();
        if character == '\r' && characters.next_if(|&(_, next)| next == '\n').is_some() {
            end += 1;
        }
        lines.push(Value::from(&text[start..end]));
        start = end;
    }
    if start < text.len() {
        lines.push(Value::from(&text[start..]));
    }
    Value::Array(lines)
}

/// A MIME bundle as Jupyter stores it: text forms as lists of lines, keys in alphabetical order.
pub fn stored_bundle(data: &Value) -> Value {
    let Value::Object(forms) = data else { return Value::Object(serde_json::Map::new()) };
    let mut sorted: Vec<(&String, &Value)> = forms.iter().collect();
    sorted.sort_by_key(|(mime_type, _)| mime_type.as_str());
    let stored = sorted.into_iter().map(|(mime_type, content)| {
        let content = match content {
            Value::String(text) if is_split(mime_type) => split(text),
            other => other.clone(),
        };
        (mime_type.clone(), content)
    });
    Value::Object(stored.collect())
}

fn is_split(mime_type: &str) -> bool {
    mime_type.starts_with("text/") || matches!(mime_type, "application/javascript" | "image/svg+xml")
}

/// The line ends of Python's `str.splitlines`, which `nbformat` uses.
fn is_line_end(character: char) -> bool {
    matches!(
        character,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

struct JupyterFormatter(PrettyFormatter<'static>);

impl Default for JupyterFormatter {
    fn default() -> Self {
        Self(PrettyFormatter::with_indent(b" "))
    }
}

impl Formatter for JupyterFormatter {
    fn write_f64<W: ?Sized + Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        writer.write_all(python_float(value).as_bytes())
    }

    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }
}

/// Python's `repr` of a float: the same shortest digits as Rust, but an exponent (of two digits at
/// least, with its sign) only below 1e-4 and from 1e16 on.
fn python_float(value: f64) -> String {
    let scientific = format!("{value:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..16).contains(&exponent) {
        let positional = value.to_string();
        if positional.contains('.') { positional } else { positional + ".0" }
    } else {
        let sign = if exponent < 0 { '-' } else { '+' };
        format!("{digits}e{sign}{:02}", exponent.unsigned_abs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn floats_are_written_as_python_writes_them() {
        let text = |value: f64| python_float(value);
        let written = [1.0, 0.1, -0.0, 1e-4, 1e-5, 1.5e-7, 1e15, 1e16, 2.5e300, 123456.789].map(text);
        let python = [
            "1.0",
            "0.1",
            "-0.0",
            "0.0001",
            "1e-05",
            "1.5e-07",
            "1000000000000000.0",
            "1e+16",
            "2.5e+300",
            "123456.789",
        ];
        assert_eq!(written, python);
    }

    #[test]
    fn indent_is_one_space_and_empty_containers_stay_on_their_line() {
        let value = json!({"a": [], "b": {}, "c": [1, "ü\u{1b}"]});
        let expected = "{\n \"a\": [],\n \"b\": {},\n \"c\": [\n  1,\n  \"ü\\u001b\"\n ]\n}\n";
        assert_eq!(to_string(&value), expected);
    }

    #[test]
    fn splitting_keeps_every_line_end() {
        assert_eq!(split(""), json!([]));
        assert_eq!(split("a\nb"), json!(["a\n", "b"]));
        assert_eq!(split("a\r\nb\rc\n\n"), json!(["a\r\n", "b\r", "c\n", "\n"]));
        assert_eq!(split("ä\u{2028}b"), json!(["ä\u{2028}", "b"]));
        let text = "x\ny\r\nz\u{85}";
        assert_eq!(joined(&split(text)).as_deref(), Some(text));
    }

    #[test]
    fn what_is_neither_string_nor_lines_is_not_joined() {
        assert_eq!(joined(&json!(["a", 1])), None);
        assert_eq!(joined(&json!(7)), None);
    }

    #[test]
    fn bundles_are_sorted_and_only_text_forms_split() {
        let stored = stored_bundle(
            &json!({"text/plain": "a\nb", "image/png": "AA\nBB", "application/json": {"z": 1, "a": "x\ny"}}),
        );
        let expected =
            r#"{"application/json":{"z":1,"a":"x\ny"},"image/png":"AA\nBB","text/plain":["a\n","b"]}"#;
        assert_eq!(stored.to_string(), expected);
    }
}

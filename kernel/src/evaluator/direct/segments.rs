//! First stage: cuts a cell into Rust code, `:commands` and `!shell` lines, in the order written.
//!
//! A command starts at the beginning of a line that is not inside brackets, a string or a comment.
//! That takes a small scanner of Rust's tokens rather than the parser, since a command's own text
//! (an apostrophe, an open quote) must not disturb what follows it.

use std::ops::Range;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Rust, as a byte range of the cell.
    Code(Range<usize>),
    /// `:name arguments`, without the colon.
    Command(Range<usize>),
    /// `!line`, without the exclamation mark.
    Shell(Range<usize>),
}

/// Option lines of Quarto (`#| echo: false`) become comments of the same length, so that every
/// later offset stays true.
pub fn neutralise_option_lines(code: &str) -> String {
    let mut result = String::with_capacity(code.len());
    let mut at_start = true;
    for line in code.split_inclusive('\n') {
        at_start = at_start && (line.trim().is_empty() || line.starts_with("#|") || line.starts_with("//"));
        if at_start && line.starts_with("#|") {
            result.push_str("//");
            result.push_str(&line[2..]);
        } else {
            result.push_str(line);
        }
    }
    result
}

/// Splits a cell. Segments of code that hold nothing but space are left out.
pub fn split(cell: &str) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut scanner = Scanner::default();
    let (mut code_start, mut offset) = (0, 0);
    for line in cell.split_inclusive('\n') {
        let end = offset + line.len();
        let content_end = offset + line.trim_end().len();
        let special = scanner.is_outside().then(|| special_line(line)).flatten();
        if let Some(make) = special {
            push_code(&mut segments, cell, code_start..offset);
            segments.push(make(offset + 1..content_end));
            code_start = end;
        } else {
            scanner.feed(line);
        }
        offset = end;
    }
    push_code(&mut segments, cell, code_start..cell.len());
    segments
}

fn push_code(segments: &mut Vec<Segment>, cell: &str, range: Range<usize>) {
    if !cell[range.clone()].trim().is_empty() {
        segments.push(Segment::Code(range));
    }
}

fn special_line(line: &str) -> Option<fn(Range<usize>) -> Segment> {
    let mut characters = line.chars();
    match (characters.next()?, characters.next()?) {
        (':', next) if next.is_ascii_alphabetic() || next == '?' => Some(Segment::Command),
        ('!', next) if is_shell_start(next, &line[1..]) => Some(Segment::Shell),
        _ => None,
    }
}

/// `!flag`, `!(a && b)` and `!is_empty(x)` at the start of a line are Rust; `!ls -l`, `!./run` and
/// `!cargo --version` are for the shell. A single word is a shell line unless it ends like a
/// statement or names a Boolean.
fn is_shell_start(next: char, rest: &str) -> bool {
    let line = rest.trim_end();
    let word = line.split(|c: char| c.is_whitespace()).next().unwrap_or_default();
    let is_rust_word = matches!(word, "true" | "false") || word.contains(['(', ')', '[']);
    let after = line[word.len()..].trim_start();
    let is_rust_operator = ["&&", "||", "==", "!=", "as "].iter().any(|operator| after.starts_with(operator));
    (next.is_ascii_alphanumeric() || matches!(next, '.' | '/' | '~' | '_'))
        && !is_rust_word
        && !is_rust_operator
        && !line.ends_with(';')
}

/// What the scanner is inside of, across lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Inside {
    #[default]
    Code,
    String,
    /// A raw string with so many `#`.
    RawString(usize),
    /// So many nested block comments.
    Comment(usize),
}

#[derive(Debug, Default)]
struct Scanner {
    inside: Inside,
    depth: usize,
}

impl Scanner {
    fn is_outside(&self) -> bool {
        self.inside == Inside::Code && self.depth == 0
    }

    fn feed(&mut self, line: &str) {
        let bytes = line.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            at += match self.inside {
                Inside::Code => self.step_code(&bytes[at..], at.checked_sub(1).map(|before| bytes[before])),
                Inside::String => self.step_string(&bytes[at..]),
                Inside::RawString(hashes) => self.step_raw_string(&bytes[at..], hashes),
                Inside::Comment(depth) => self.step_comment(&bytes[at..], depth),
            };
        }
    }

    fn step_code(&mut self, rest: &[u8], before: Option<u8>) -> usize {
        match rest {
            [b'/', b'/', ..] => return rest.len(),
            [b'/', b'*', ..] => {
                self.inside = Inside::Comment(1);
                return 2;
            }
            [b'"', ..] => self.inside = Inside::String,
            [b'\'', ..] => return char_literal_length(rest),
            [b'r', ..] if !before.is_some_and(is_identifier_byte_but_prefix) => {
                let hashes = rest[1..].iter().take_while(|byte| **byte == b'#').count();
                if rest.get(1 + hashes) == Some(&b'"') {
                    self.inside = Inside::RawString(hashes);
                    return 2 + hashes;
                }
            }
            [b'(' | b'[' | b'{', ..] => self.depth += 1,
            [b')' | b']' | b'}', ..] => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        1
    }

    fn step_string(&mut self, rest: &[u8]) -> usize {
        match rest[0] {
            b'\\' => 2,
            b'"' => {
                self.inside = Inside::Code;
                1
            }
            _ => 1,
        }
    }

    fn step_raw_string(&mut self, rest: &[u8], hashes: usize) -> usize {
        let closes =
            rest[0] == b'"' && rest[1..].iter().take(hashes).filter(|byte| **byte == b'#').count() == hashes;
        if closes {
            self.inside = Inside::Code;
            return 1 + hashes;
        }
        1
    }

    fn step_comment(&mut self, rest: &[u8], depth: usize) -> usize {
        match rest {
            [b'*', b'/', ..] => {
                self.inside = if depth == 1 { Inside::Code } else { Inside::Comment(depth - 1) };
                2
            }
            [b'/', b'*', ..] => {
                self.inside = Inside::Comment(depth + 1);
                2
            }
            _ => 1,
        }
    }
}

/// `br"…"` and `cr"…"` are raw strings too; `for"` or `_r"` are not.
fn is_identifier_byte_but_prefix(byte: u8) -> bool {
    (byte.is_ascii_alphanumeric() || byte == b'_') && !matches!(byte, b'b' | b'c')
}

/// A quote starts a character (`'x'`, `'\n'`, `'é'`) or a lifetime (`'a`).
fn char_literal_length(rest: &[u8]) -> usize {
    if rest.get(1) == Some(&b'\\') {
        let closing = rest.iter().skip(3).position(|byte| *byte == b'\'');
        return closing.map_or(1, |closing| closing + 4);
    }
    // One character is at most four bytes long in UTF-8.
    let first = rest.get(1).copied().unwrap_or_default();
    let length = match first {
        0xF0.. => 4,
        0xE0.. => 3,
        0xC0.. => 2,
        _ => 1,
    };
    if rest.get(1 + length) == Some(&b'\'') { length + 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cell: &str, expected: &[&str]) {
        let shown: Vec<_> = split(cell)
            .into_iter()
            .map(|segment| match segment {
                Segment::Code(range) => format!("code {}", cell[range].trim()),
                Segment::Command(range) => format!("command {}", &cell[range]),
                Segment::Shell(range) => format!("shell {}", &cell[range]),
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn commands_and_code_keep_their_order() {
        check(
            ":dep regex = \"1\"\nlet x = 1;\n:vars\nx + 1",
            &["command dep regex = \"1\"", "code let x = 1;", "command vars", "code x + 1"],
        );
    }

    #[test]
    fn a_colon_inside_strings_brackets_or_comments_is_code() {
        for cell in
            ["let s = \"\n:vars\n\";", "f(\n:vars\n)", "/*\n:vars\n*/ 1", "let s = r#\"\n:vars \"\n:x\"#;"]
        {
            assert_eq!(split(cell).len(), 1, "{cell}");
        }
    }

    #[test]
    fn quotes_in_a_command_do_not_reach_the_code() {
        check(
            "!echo it's \"\nlet y = 'a';\n:vars",
            &["shell echo it's \"", "code let y = 'a';", "command vars"],
        );
    }

    #[test]
    fn lifetimes_and_characters_are_told_apart() {
        check(
            "fn f<'a>(x: &'a str) -> char { '{' }\n:vars\nlet c = '\\'';\n:vars\n'é'\n:vars",
            &[
                "code fn f<'a>(x: &'a str) -> char { '{' }",
                "command vars",
                "code let c = '\\'';",
                "command vars",
                "code 'é'",
                "command vars",
            ],
        );
    }

    #[test]
    fn negation_is_rust_and_programs_are_shell() {
        check("!true", &["code !true"]);
        check("!is_ready(x)", &["code !is_ready(x)"]);
        check("!a && b", &["code !a && b"]);
        check("!flag;", &["code !flag;"]);
        check("!ls", &["shell ls"]);
        check("!ls; pwd", &["shell ls; pwd"]);
        check("!cargo --version\r\n1", &["shell cargo --version", "code 1"]);
    }

    #[test]
    fn option_lines_become_comments_only_at_the_start() {
        assert_eq!(neutralise_option_lines("#| echo: false\n#| x\n1\n#| y"), "// echo: false\n// x\n1\n#| y");
        assert!(split("\n  \n").is_empty());
    }
}

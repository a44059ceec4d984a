//! Cells in files: one file is one session, its cases run one after the other in one kernel, on any
//! engine. What a case shows must be what stands below it.
//!
//! ```text
//! Lines before the first case say what the session is about.
//!
//! %% the name of a case
//! let x = 20 + 1;
//! println!("{x}");
//! x * 2
//! %> stdout
//! 21
//! %> result
//! 42
//! ```
//!
//! A block begins with `%>` and its kind (see [`crate::ended::Block`]); its text ends before the next
//! line that begins with `%`. In a text, a line `...` stands for any lines and `[..]` for anything
//! within a line, as in snapbox. A case without blocks shows nothing. Where evcxr's engine differs,
//! the case says so, why, and what it shows instead:
//!
//! ```text
//! %! evcxr: prints a result's debug form as one line
//! %> result
//! …
//! ```
//!
//! `%! evcxr skip: reason` leaves the case out there. With `UPDATE_EXPECT=1` blocks that do not match
//! are rewritten; read the difference before you keep it, and say the reason where the engines differ.

mod pattern;

use std::fs;
use std::path::PathBuf;

use crate::ended::{Block, Ended, without_colours};
use crate::kernel::{Engine, Home, Kernel};
use crate::setup;

/// What stands where a person has not said yet why the engines differ.
const UNEXPLAINED: &str = "not explained yet";

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Case {
    pub name: String,
    pub code: String,
    pub expected: Vec<Block>,
    pub difference: Option<Difference>,
}

/// What another engine makes of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    pub reason: String,
    pub skip: bool,
    pub expected: Vec<Block>,
}

impl Difference {
    fn unexplained() -> Self {
        Self { reason: UNEXPLAINED.to_owned(), ..Self::default() }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Session {
    /// Text before the first case.
    pub about: String,
    pub cases: Vec<Case>,
}

/// Reads a session file.
///
/// # Panics
/// When a line is not understood.
pub fn parse(text: &str) -> Session {
    let mut session = Session::default();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("%% ") {
            session.cases.push(Case { name: name.trim().to_owned(), ..Case::default() });
        } else if let Some(case) = session.cases.last_mut() {
            read_line(case, line);
        } else {
            session.about += line;
            session.about.push('\n');
        }
    }
    for case in &mut session.cases {
        trim_end(&mut case.code);
        let of_others = case.difference.iter_mut().flat_map(|difference| &mut difference.expected);
        for block in case.expected.iter_mut().chain(of_others) {
            trim_end(&mut block.text);
        }
    }
    session
}

fn trim_end(text: &mut String) {
    text.truncate(text.trim_end_matches('\n').len());
}

fn read_line(case: &mut Case, line: &str) {
    if let Some(difference) = line.strip_prefix("%! evcxr") {
        let (how, reason) =
            difference.split_once(": ").unwrap_or_else(|| panic!("a reason is missing: {line}"));
        let skip = how.trim() == "skip";
        assert!(skip || how.is_empty(), "expected `%! evcxr:` or `%! evcxr skip:`: {line}");
        case.difference = Some(Difference { reason: reason.to_owned(), skip, expected: Vec::new() });
        return;
    }
    let blocks = case.difference.as_mut().map_or(&mut case.expected, |difference| &mut difference.expected);
    if let Some(kind) = line.strip_prefix("%> ") {
        blocks.push(Block { kind: kind.trim().to_owned(), text: String::new() });
        return;
    }
    assert!(!line.starts_with('%'), "in case {:?}: expected %%, %> or %!, got {line:?}", case.name);
    let text = blocks.last_mut().map_or(&mut case.code, |block| &mut block.text);
    *text += line;
    text.push('\n');
}

/// The session as a file has it.
pub fn print(session: &Session) -> String {
    let mut text = session.about.clone();
    for case in &session.cases {
        text += &format!("%% {}\n{}\n", case.name, case.code);
        text += &print_blocks(&case.expected);
        if let Some(difference) = &case.difference {
            let skip = if difference.skip { " skip" } else { "" };
            text += &format!("%! evcxr{skip}: {}\n", difference.reason);
            text += &print_blocks(&difference.expected);
        }
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text + "\n"
}

fn print_blocks(blocks: &[Block]) -> String {
    let line_end = |text: &str| if text.is_empty() { "" } else { "\n" };
    blocks.iter().map(|block| format!("%> {}\n{}{}", block.kind, block.text, line_end(&block.text))).collect()
}

/// Runs a session of the corpus and compares.
///
/// # Panics
/// When a case shows something else.
#[track_caller]
pub fn check(file: &str, engine: Engine) {
    let path = path(file);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut session = parse(&text);
    let home = Home::new();
    let mut kernel = Kernel::launch(&home, &home.command(engine));
    let mut wrong = Vec::new();
    for case in &mut session.cases {
        if engine == Engine::Evcxr && case.difference.as_ref().is_some_and(|difference| difference.skip) {
            continue;
        }
        let ended = kernel.run(&case.code);
        wrong.extend(compare(case, seen(&ended, &home), engine));
    }
    kernel.shut_down();
    home.assert_clean();
    if std::env::var_os("UPDATE_EXPECT").is_some() && !wrong.is_empty() {
        fs::write(&path, print(&session)).expect("the corpus can be written");
        return;
    }
    assert!(wrong.is_empty(), "{file} on {}:\n\n{}", engine.name(), wrong.join("\n"));
}

fn compare(case: &mut Case, seen: Vec<Block>, engine: Engine) -> Option<String> {
    let expected = match (&case.difference, engine) {
        (Some(difference), Engine::Evcxr) => &difference.expected,
        _ => &case.expected,
    };
    // Two pipes have no common order; evcxr hands over its streams apart from all else too.
    let apart: &[&str] = match engine {
        Engine::Direct => &["stderr"],
        Engine::Evcxr => &["stdout", "stderr"],
    };
    if pattern::blocks_match(&streams_first(apart, expected), &streams_first(apart, &seen)) {
        return None;
    }
    let message = format!(
        "case {:?}\n{}\n--- expected\n{}--- shown\n{}",
        case.name,
        case.code,
        print_blocks(expected),
        print_blocks(&seen)
    );
    match engine {
        Engine::Direct => case.expected = seen,
        Engine::Evcxr => case.difference.get_or_insert_with(Difference::unexplained).expected = seen,
    }
    Some(message)
}

/// These streams, each in one piece, then all else in order, with output that nothing parts joined.
fn streams_first(apart: &[&str], blocks: &[Block]) -> Vec<Block> {
    let mut ordered: Vec<Block> = Vec::new();
    for stream in apart {
        let of_stream = blocks.iter().filter(|block| block.kind == *stream);
        let texts: Vec<&str> = of_stream.map(|block| block.text.as_str()).collect();
        if !texts.is_empty() {
            ordered.push(Block { kind: (*stream).to_owned(), text: texts.join("\n") });
        }
    }
    for block in blocks.iter().filter(|block| !apart.contains(&block.kind.as_str())) {
        match ordered.last_mut().filter(|last| last.kind == "stdout" && block.kind == "stdout") {
            Some(last) => last.text += &format!("\n{}", block.text),
            None => ordered.push(block.clone()),
        }
    }
    ordered
}

/// A file has no colours, no line breaks or spaces at ends, and knows nobody's folders.
fn seen(ended: &Ended, home: &Home) -> Vec<Block> {
    let work = home.work().to_string_lossy().into_owned();
    let mut blocks = ended.blocks();
    for block in &mut blocks {
        if block.kind == "stderr" {
            block.text = without_colours(&block.text);
        }
        block.text = visible(&block.text.replace(&work, "WORK"));
        block.text = block.text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
        trim_end(&mut block.text);
    }
    blocks
}

/// Control characters as Rust writes them.
fn visible(text: &str) -> String {
    let escape = |c: char| {
        if c.is_control() && !matches!(c, '\n' | '\t') { c.escape_default().to_string() } else { c.into() }
    };
    text.chars().map(escape).collect()
}

/// The cases whose difference between the engines nobody has given a reason for.
///
/// # Panics
/// When there is no such file.
pub fn unexplained(file: &str) -> Vec<String> {
    let text = fs::read_to_string(path(file)).expect("the corpus has the file");
    let is_unexplained =
        |case: &Case| case.difference.as_ref().is_some_and(|difference| difference.reason == UNEXPLAINED);
    parse(&text).cases.into_iter().filter(is_unexplained).map(|case| case.name).collect()
}

fn path(file: &str) -> PathBuf {
    setup::file("corpus").join(file).with_extension("cells")
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "About it.\n\n%% one\nlet x = 1;\n\nx\n%> stderr\n%> result\n1\n\n%% two\n%> error E\nbad\n%! evcxr: because\n%> error F\nworse\n";

    #[test]
    fn a_file_is_read_and_written_as_it_was() {
        let session = parse(FILE);
        assert_eq!(session.about, "About it.\n\n");
        assert_eq!(session.cases[0].code, "let x = 1;\n\nx");
        assert_eq!(session.cases[0].expected[1], Block { kind: "result".into(), text: "1".into() });
        let difference = session.cases[1].difference.as_ref().unwrap();
        assert_eq!((difference.reason.as_str(), difference.skip), ("because", false));
        assert_eq!(difference.expected[0].text, "worse");
        assert_eq!(parse(&print(&session)), session);
    }

    #[test]
    #[should_panic(expected = "expected %%, %> or %!")]
    fn a_slip_of_the_pen_is_an_error() {
        parse("%% one\n1\n%? result\n1\n");
    }
}

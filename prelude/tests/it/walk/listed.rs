//! No function is left out: the sources name them, and the tests of bad input are searched for them.

use std::path::{Path, PathBuf};

/// Every `.rs` file below a folder, or the file itself.
fn sources(path: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(path) else { return vec![path.to_owned()] };
    entries.flat_map(|entry| sources(&entry.unwrap().path())).collect()
}

fn text(path: &Path) -> String {
    sources(path).iter().map(|file| std::fs::read_to_string(file).unwrap()).collect::<Vec<_>>().join("\n")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The tests that give bad input.
fn tests_of_bad_input() -> String {
    let folder = root().join("tests/it");
    let is_one = |file: &PathBuf| {
        let path = file.to_string_lossy();
        ["bad_", "/walk/", "/io/", "/random.rs", "/files.rs"].iter().any(|part| path.contains(part))
    };
    let files = sources(&folder);
    files.iter().filter(|file| is_one(file)).map(|file| std::fs::read_to_string(file).unwrap()).collect()
}

fn is_called(name: &str, tests: &str) -> bool {
    let calls = tests.match_indices(name).map(|(at, _)| {
        let before = tests[..at].chars().next_back();
        let after = tests[at + name.len()..].chars().next();
        let is_word = |character: Option<char>| character.is_some_and(|c| c.is_alphanumeric() || c == '_');
        !is_word(before) && matches!(after, Some('(' | ':'))
    });
    calls.into_iter().any(|called| called)
}

/// The names in lower case that `pub use` statements give.
fn exported(source: &str) -> Vec<String> {
    let statements = source.split("\npub use ").skip(1).filter_map(|rest| rest.split(';').next());
    let names = statements.flat_map(|statement| {
        let list = statement.rsplit_once("::").map_or(statement, |(path, last)| {
            if let Some((_, list)) = statement.split_once('{') {
                list
            } else if path.is_empty() {
                path
            } else {
                last
            }
        });
        list.trim_end_matches('}').split(',').map(|name| name.trim().to_owned()).collect::<Vec<_>>()
    });
    let names = names.map(|name| name.rsplit(' ').next().unwrap_or_default().to_owned());
    names.filter(|name| name.starts_with(|c: char| c.is_lowercase())).collect()
}

/// The methods of the public traits for frames.
fn methods(source: &str) -> Vec<String> {
    let traits = source.split("\npub trait ").skip(1).filter(|rest| {
        let name: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
        name.ends_with("Frame") || name.ends_with("Ext") || name == "ToVec"
    });
    let bodies = traits.filter_map(|rest| rest.split("\n}\n").next());
    bodies
        .flat_map(|body| body.split("\n    fn ").skip(1).map(str::to_owned).collect::<Vec<_>>())
        .map(|method| method.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
        .collect()
}

#[test]
fn every_function_of_arrays_and_frames_meets_bad_input() {
    let tests = tests_of_bad_input();
    let mut names = exported(&std::fs::read_to_string(root().join("src/array.rs")).unwrap());
    names.extend(exported(&std::fs::read_to_string(root().join("src/array/linalg.rs")).unwrap()));
    names.extend(exported(&std::fs::read_to_string(root().join("src/frame.rs")).unwrap()));
    names.extend(methods(&std::fs::read_to_string(root().join("src/frame.rs")).unwrap()));
    names.extend(methods(&text(&root().join("src/frame"))));
    assert!(names.len() > 200, "the names are no longer found: {names:?}");
    // A type, and the text of a number that may be any.
    names.retain(|name| !["c64", "human_bytes"].contains(&name.as_str()));
    let left: Vec<&String> = names.iter().filter(|name| !is_called(name, &tests)).collect();
    assert!(left.is_empty(), "without a test of bad input: {left:?}");
}

#[test]
fn every_transformer_meets_bad_input() {
    let tests = tests_of_bad_input();
    let mut left = Vec::new();
    for folder in ["preprocessing", "feature_selection", "decomposition", "text"] {
        let source = text(&root().join("src").join(folder));
        // A transformer has a constructor and a fitted form, or is fitted by a macro.
        for rest in source.split("\nimpl ").skip(1).filter(|rest| rest.contains("pub fn new(")) {
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
            let body = rest.split("\n}\n").next().unwrap_or_default();
            if body.contains("pub fn new(")
                && source.contains(&format!("for {name} "))
                && !tests.contains(&name)
            {
                left.push(name);
            }
        }
    }
    assert!(left.is_empty(), "without a test of bad input: {left:?}");
}

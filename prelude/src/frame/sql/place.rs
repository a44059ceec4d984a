//! Where in a query something is wrong, and what it may have meant.

use polars::prelude::Column;

use crate::error::{Error, Suggestion};

/// A sentence with line and column (from 1) and the text at that byte of the query.
pub(super) fn at_byte(query: &str, byte: usize) -> String {
    let Some(before) = query.get(..byte) else { return String::new() };
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|character| *character != '\n').count() + 1;
    let near: String = query[byte..].chars().take_while(|character| *character != '\n').take(30).collect();
    if near.is_empty() {
        return format!(" Line {line}, column {column}, at the end of the query.");
    }
    format!(" Line {line}, column {column}, near `{near}`.")
}

/// The same for the place of a character, from 1.
pub(super) fn at_character(query: &str, character: usize) -> String {
    let byte = query.char_indices().nth(character.saturating_sub(1)).map_or(query.len(), |(byte, _)| byte);
    at_byte(query, byte)
}

pub(super) fn failed(database: &str, reason: &str) -> Error {
    told(database, reason, "", Suggestion::default(), "")
}

pub(super) fn exists(database: &str, table: &str) -> Error {
    let advice =
        " Write with `IfExists::Append` to add the rows, or `IfExists::Replace` to drop the old ones.";
    told(database, &format!("there is a table `{table}` already"), "", Suggestion::default(), advice)
}

pub(super) fn told(database: &str, reason: &str, place: &str, suggestion: Suggestion, advice: &str) -> Error {
    Error::Sql {
        database: database.into(),
        reason: reason.into(),
        place: place.into(),
        suggestion,
        advice: advice.into(),
    }
}

/// A join may give a name twice: the later ones get `_2` ….
pub(super) fn unique(columns: Vec<Column>) -> Vec<Column> {
    let mut names: Vec<String> = Vec::new();
    columns
        .into_iter()
        .map(|column| {
            let mut name = column.name().to_string();
            let mut copy = 2;
            while names.contains(&name) {
                name = format!("{}_{copy}", column.name());
                copy += 1;
            }
            names.push(name.clone());
            column.with_name(name.into())
        })
        .collect()
}

/// What is known about names when one was not found: the nearest, or all if there are few.
pub(super) fn suggest(wanted: &str, known: &[String], what: &str) -> (Suggestion, String) {
    const SHOWN: usize = 12;
    let bare = wanted.rsplit('.').next().unwrap_or(wanted);
    let suggestion = Suggestion::nearest(bare, known.iter().map(String::as_str));
    let shown: Vec<String> = known.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    let more = if known.len() > SHOWN { format!(" … ({} in all)", known.len()) } else { String::new() };
    let advice = match shown.as_slice() {
        [] => format!(" There are no {what}."),
        shown => format!(" The {what} are: {}{more}.", shown.join(", ")),
    };
    (suggestion, advice)
}

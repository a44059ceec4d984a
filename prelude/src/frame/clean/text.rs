//! Text made uniform: spaces, case, accents, punctuation.

mod unicode;

use polars::prelude::{Column, DataFrame, DataType, IntoSeries, NewChunkedArray, StringChunked};
use rayon::prelude::*;

pub(super) use self::unicode::compatible;
use self::unicode::{composed, decomposed, is_latin_or_greek, is_mark, plain_letters};
use super::choice::{textual, with_columns};
use crate::error::Result;

/// One step of tidying a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Tidy {
    /// No white space at either end.
    Trim,
    /// One space for every run of white space, line breaks included.
    CollapseSpaces,
    Lowercase,
    Uppercase,
    /// A capital at the start of each word, small letters after it.
    TitleCase,
    /// `é` to `e`, `ß` to `ss`, `ø` to `o` …; other alphabets keep their letters.
    RemoveAccents,
    /// No punctuation or symbols: letters, digits and white space stay.
    RemovePunctuation,
    /// Unicode's compatible composed form (NFKC): `ﬁ` to `fi`, full-width to ordinary letters,
    /// no-break to ordinary spaces, a letter and its accent to one character. Without it, texts
    /// that look alike may differ.
    Normalise,
    /// A text of no characters becomes null.
    EmptyToNull,
}

/// The columns with every text taken through the steps in order.
pub(super) fn tidied(df: &DataFrame, columns: &[&str], steps: &[Tidy]) -> Result<DataFrame> {
    let columns = textual(df, columns)?;
    let tidy = |text: &str| tidied_text(text, steps);
    with_columns(df, columns.into_iter().map(|column| mapped(column, tidy)).collect::<Result<_>>()?)
}

/// The texts that a table lists replaced, all others as they are.
pub(super) fn replaced(df: &DataFrame, column: &str, pairs: &[(&str, &str)]) -> Result<DataFrame> {
    use std::collections::HashMap;
    let table: HashMap<&str, &str> = pairs.iter().copied().collect();
    let columns = textual(df, &[column])?;
    let replace = |text: &str| Some(table.get(text).copied().unwrap_or(text).to_owned());
    with_columns(df, columns.into_iter().map(|column| mapped(column, replace)).collect::<Result<_>>()?)
}

/// A column of text or categories with each text changed; the type stays, nulls stay null.
fn mapped(column: &Column, change: impl Fn(&str) -> Option<String> + Sync) -> Result<Column> {
    let texts = column.cast(&DataType::String)?;
    let texts: Vec<Option<&str>> = texts.str()?.iter().collect();
    let changed: Vec<Option<String>> = texts.par_iter().map(|text| text.and_then(&change)).collect();
    let changed = StringChunked::from_iter_options(column.name().clone(), changed.into_iter()).into_series();
    if matches!(column.dtype(), DataType::Categorical(..)) {
        return Ok(changed.cast(column.dtype())?.into());
    }
    // The categories of an enum are given, and the changed texts need not be among them.
    Ok(changed.into())
}

fn tidied_text(text: &str, steps: &[Tidy]) -> Option<String> {
    let mut text = text.to_owned();
    for step in steps {
        text = match step {
            Tidy::Trim => text.trim().to_owned(),
            Tidy::CollapseSpaces => collapsed(&text),
            Tidy::Lowercase => text.to_lowercase(),
            Tidy::Uppercase => text.to_uppercase(),
            Tidy::TitleCase => title_case(&text),
            Tidy::RemoveAccents => without_accents(&text),
            Tidy::RemovePunctuation => text.chars().filter(|c| is_word_or_space(*c)).collect(),
            Tidy::Normalise => compatible(&text),
            Tidy::EmptyToNull if text.is_empty() => return None,
            Tidy::EmptyToNull => text,
        }
    }
    Some(text)
}

fn is_word_or_space(character: char) -> bool {
    character.is_alphanumeric() || character.is_whitespace() || is_mark(character)
}

fn collapsed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_space = false;
    for character in text.chars() {
        if !character.is_whitespace() {
            out.push(character);
        } else if !in_space {
            out.push(' ');
        }
        in_space = character.is_whitespace();
    }
    out
}

/// A word goes on over an apostrophe: `O'neil` and `don't` have one capital.
fn title_case(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_word = false;
    for character in text.chars() {
        if in_word {
            out.extend(character.to_lowercase());
        } else {
            out.extend(character.to_uppercase());
        }
        in_word =
            character.is_alphanumeric() || is_mark(character) || (in_word && matches!(character, '\'' | '’'));
    }
    out
}

/// Latin letters without their marks.
pub(super) fn without_accents(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut latin = false;
    for character in decomposed(text).chars() {
        if is_mark(character) {
            // Marks of other alphabets are letters of their own (й, Indian vowels).
            if !latin {
                out.push(character);
            }
            continue;
        }
        match plain_letters(character) {
            Some(plain) => out.push_str(plain),
            None => out.push(character),
        }
        latin = is_latin_or_greek(character);
    }
    composed(&out)
}

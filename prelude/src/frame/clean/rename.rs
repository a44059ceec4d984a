//! Names of columns that are pleasant to type.

use std::collections::HashSet;

use polars::prelude::DataFrame;

use super::choice::names;
use super::text::{compatible, without_accents};
use crate::error::{Error, Result};
use crate::frame::column;
use crate::frame::convert::check_unique;

/// Every name in snake case, each its own.
pub(super) fn cleaned(df: &DataFrame) -> Result<DataFrame> {
    let snake: Vec<String> = names(df).into_iter().map(snake_case).collect();
    let mut taken: HashSet<String> = HashSet::new();
    let originals: HashSet<&str> = snake.iter().map(String::as_str).collect();
    let mut cleaned = Vec::with_capacity(snake.len());
    for name in &snake {
        let mut unique = name.clone();
        let mut number = 1;
        // A numbered name may not take that of a column that is called so by itself.
        while taken.contains(&unique) || (number > 1 && originals.contains(unique.as_str())) {
            number += 1;
            unique = format!("{name}_{number}");
        }
        taken.insert(unique.clone());
        cleaned.push(unique);
    }
    renamed_all(df, &cleaned)
}

fn renamed_all(df: &DataFrame, names: &[String]) -> Result<DataFrame> {
    let columns = df.columns().iter().zip(names);
    let columns = columns.map(|(column, name)| column.clone().with_name(name.as_str().into())).collect();
    Ok(DataFrame::new(df.height(), columns)?)
}

/// Lower-case words joined by `_`: `Order ID`, `orderId` and `order-id` are all `order_id`.
///
/// Accents are removed, `²` is `2`, `%` is `percent`, `#` is `number`, `&` is `and`; a name without any letter or
/// digit is `column`, one that begins with a digit gets an `_` in front.
pub(super) fn snake_case(name: &str) -> String {
    let spelt = name.replace('%', " percent ").replace('#', " number ").replace('&', " and ");
    let plain: Vec<char> =
        without_accents(&compatible(&spelt)).chars().filter(|c| !matches!(c, '\'' | '’')).collect();
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    for (index, character) in plain.iter().enumerate() {
        if !character.is_alphanumeric() {
            open = false;
            continue;
        }
        if !open || starts_word(&plain, index) {
            words.push(String::new());
            open = true;
        }
        if let Some(word) = words.last_mut() {
            word.extend(character.to_lowercase());
        }
    }
    let snake = words.join("_");
    match snake.chars().next() {
        None => "column".to_owned(),
        Some(first) if first.is_numeric() => format!("_{snake}"),
        Some(_) => snake,
    }
}

/// Where a capital begins a word: after a small letter or a digit (`orderId`), or as the last
/// capital of a run before a small letter (`HTTPServer`).
fn starts_word(text: &[char], index: usize) -> bool {
    let (Some(before), character) = (index.checked_sub(1).map(|before| text[before]), text[index]) else {
        return true;
    };
    if !character.is_uppercase() {
        return false;
    }
    let small_after = text.get(index + 1).is_some_and(|after| after.is_lowercase());
    before.is_lowercase() || before.is_numeric() || (before.is_uppercase() && small_after)
}

/// Columns under new names, all others as they are.
pub(super) fn renamed(df: &DataFrame, pairs: &[(&str, &str)]) -> Result<DataFrame> {
    let old: Vec<&str> = pairs.iter().map(|(old, _)| *old).collect();
    check_unique("the list of names to change", &old)?;
    for name in old {
        column(df, name)?;
    }
    let new_name = |name: &str| {
        let pair = pairs.iter().find(|(old, _)| *old == name);
        pair.map_or(name, |(_, new)| new).to_owned()
    };
    let renamed: Vec<String> = names(df).into_iter().map(new_name).collect();
    check_unique("the renamed frame", &renamed)?;
    if renamed.iter().any(String::is_empty) {
        return Err(Error::parameter("rename_columns", "new name", "empty", "at least one character"));
    }
    renamed_all(df, &renamed)
}

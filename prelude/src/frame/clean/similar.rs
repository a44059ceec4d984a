//! Texts that are nearly the same: probable misspellings.

use std::collections::HashMap;

use polars::prelude::{Column, DataFrame};
use rayon::prelude::*;

use super::choice::textual;
use super::convert;
use super::text::{replaced, without_accents};
use crate::error::{Error, Result};
use crate::runtime::check_interrupt;

/// Values between two looks at the interrupt flag.
const BLOCK: usize = 64;

/// One column with every value that is probably misspelt replaced by the most similar more frequent one,
/// or by what that is replaced by.
pub(super) fn merged(df: &DataFrame, column: &str, threshold: f64) -> Result<DataFrame> {
    let pairs = similar(df, column, threshold)?;
    let (rare, frequent) = (pairs.column("value")?.str()?, pairs.column("similar_to")?.str()?);
    let mut table: HashMap<&str, &str> = HashMap::new();
    for (rare, frequent) in rare.iter().zip(frequent.iter()) {
        if let (Some(rare), Some(frequent)) = (rare, frequent) {
            // The most similar comes first.
            table.entry(rare).or_insert(frequent);
        }
    }
    // Each is replaced by one that comes before it in the order by frequency: there is no circle.
    let last = |mut value| {
        while let Some(next) = table.get(value) {
            value = *next;
        }
        value
    };
    let replacements: Vec<(&str, &str)> = table.keys().map(|value| (*value, last(*value))).collect();
    replaced(df, column, &replacements)
}

/// Pairs of values of one column that are at least so similar, the most similar first.
pub(super) fn similar(df: &DataFrame, column: &str, threshold: f64) -> Result<DataFrame> {
    if !(threshold > 0.0 && threshold <= 1.0) {
        let expected = "above 0 and at most 1 (equal but for case, accents and spaces)";
        return Err(Error::parameter("similar_values", "threshold", threshold, expected));
    }
    let columns = textual(df, &[column])?;
    let text = convert::as_text(columns[0])?;
    let mut counts: HashMap<&str, u64> = HashMap::new();
    for value in text.str()?.iter().flatten() {
        *counts.entry(value).or_default() += 1;
    }
    let mut values: Vec<Value<'_>> = counts.into_iter().map(Value::of).collect();
    // The more frequent of a pair is probably right.
    values.sort_unstable_by(|a, b| b.count.cmp(&a.count).then(a.text.cmp(b.text)));
    table(&pairs(&values, threshold)?)
}

struct Value<'a> {
    text: &'a str,
    count: u64,
    letters: Vec<char>,
}

impl<'a> Value<'a> {
    fn of((text, count): (&'a str, u64)) -> Self {
        let plain = without_accents(text).to_lowercase();
        let letters = plain.split_whitespace().collect::<Vec<_>>().join(" ").chars().collect();
        Self { text, count, letters }
    }
}

struct Pair<'a> {
    rare: &'a Value<'a>,
    frequent: &'a Value<'a>,
    similarity: f64,
}

fn pairs<'a>(values: &'a [Value<'a>], threshold: f64) -> Result<Vec<Pair<'a>>> {
    let mut found = Vec::new();
    let places: Vec<usize> = (0..values.len()).collect();
    for block in places.chunks(BLOCK) {
        check_interrupt()?;
        let near = block.par_iter().flat_map_iter(|place| {
            let (rare, frequent) = (&values[*place], &values[..*place]);
            frequent.iter().filter_map(move |frequent| {
                let similarity = similarity(&rare.letters, &frequent.letters, threshold)?;
                Some(Pair { rare, frequent, similarity })
            })
        });
        found.extend(near.collect::<Vec<_>>());
    }
    found.sort_by(|a, b| b.similarity.total_cmp(&a.similarity));
    Ok(found)
}

/// One less the share of characters to be changed, if that is at least the threshold.
fn similarity(a: &[char], b: &[char], threshold: f64) -> Option<f64> {
    let longest = a.len().max(b.len());
    if longest == 0 {
        return Some(1.0);
    }
    let score = |changes: usize| 1.0 - changes as f64 / longest as f64;
    if score(a.len().abs_diff(b.len())) < threshold {
        return None;
    }
    Some(score(changes(a, b))).filter(|score| *score >= threshold)
}

/// Insertions, deletions, substitutions and swaps of neighbours (the restricted
/// Damerau–Levenshtein distance), in three rows of memory.
fn changes(a: &[char], b: &[char]) -> usize {
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let mut row = vec![0; b.len() + 1];
    for i in 1..=a.len() {
        row[0] = i;
        for j in 1..=b.len() {
            let substituted = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = substituted.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    last[b.len()]
}

fn table(pairs: &[Pair<'_>]) -> Result<DataFrame> {
    let text = |value: fn(&Pair<'_>) -> String| pairs.iter().map(value).collect::<Vec<String>>();
    let count = |value: fn(&Pair<'_>) -> u64| pairs.iter().map(value).collect::<Vec<u64>>();
    let columns = vec![
        Column::new("value".into(), text(|pair| pair.rare.text.to_owned())),
        Column::new("count".into(), count(|pair| pair.rare.count)),
        Column::new("similar_to".into(), text(|pair| pair.frequent.text.to_owned())),
        Column::new("similar_count".into(), count(|pair| pair.frequent.count)),
        Column::new("similarity".into(), pairs.iter().map(|pair| pair.similarity).collect::<Vec<f64>>()),
    ];
    Ok(DataFrame::new(pairs.len(), columns)?)
}

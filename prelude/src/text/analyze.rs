//! From a document to its terms.

use std::borrow::Cow;
use std::collections::HashSet;

use regex::Regex;

use super::options::{Analyzer, StopWords, TextOptions};
use super::stop_words::ENGLISH_STOP_WORDS;
use crate::error::{Error, Result};

/// Checked and compiled [`TextOptions`].
pub(super) struct TermFinder {
    analyzer: Analyzer,
    lowercase: bool,
    pattern: Option<Regex>,
    stop_words: HashSet<String>,
    ngram_range: (usize, usize),
}

impl TermFinder {
    /// # Errors
    /// [`Error::Parameter`] for n-grams of none, an unknown language, a broken pattern.
    pub(super) fn new(owner: &'static str, options: &TextOptions) -> Result<Self> {
        let (least, greatest) = options.ngram_range;
        if least == 0 || greatest < least {
            let expected = "two numbers from 1 on, the second no less than the first";
            return Err(Error::parameter(owner, "ngram_range", format!("({least}, {greatest})"), expected));
        }
        Ok(Self {
            analyzer: options.analyzer,
            lowercase: options.lowercase,
            pattern: options.token_pattern.as_deref().map(|pattern| compile(owner, pattern)).transpose()?,
            stop_words: words(owner, &options.stop_words)?,
            ngram_range: options.ngram_range,
        })
    }

    /// Calls `found` with each term of a document, as often as it comes.
    pub(super) fn each_term(&self, document: &str, found: &mut dyn FnMut(&str)) {
        let text = if self.lowercase { Cow::Owned(lower(document)) } else { Cow::Borrowed(document) };
        match self.analyzer {
            Analyzer::Word => self.each_word_gram(&text, found),
            Analyzer::Char => each_run(&one_space(&text), self.ngram_range, found),
            Analyzer::CharWb => {
                for word in text.split_whitespace() {
                    self.each_run_of_word(&format!(" {word} "), found);
                }
            }
        }
    }

    fn each_word_gram(&self, text: &str, found: &mut dyn FnMut(&str)) {
        if self.ngram_range == (1, 1) {
            self.each_word(text, &mut |word| {
                if !self.stop_words.contains(word) {
                    found(word);
                }
            });
            return;
        }
        let mut words: Vec<String> = Vec::new();
        self.each_word(text, &mut |word| {
            if !self.stop_words.contains(word) {
                words.push(word.to_owned());
            }
        });
        let (least, greatest) = self.ngram_range;
        for size in least..=greatest.min(words.len()) {
            for run in words.windows(size) {
                found(&run.join(" "));
            }
        }
    }

    fn each_word(&self, text: &str, found: &mut dyn FnMut(&str)) {
        let Some(pattern) = &self.pattern else { return each_plain_word(text, found) };
        if pattern.captures_len() == 1 {
            pattern.find_iter(text).for_each(|word| found(word.as_str()));
        } else {
            for groups in pattern.captures_iter(text) {
                found(groups.get(1).map_or("", |group| group.as_str()));
            }
        }
    }

    /// A word shorter than a run counts once and whole.
    fn each_run_of_word(&self, word: &str, found: &mut dyn FnMut(&str)) {
        let length = word.chars().count();
        let (least, greatest) = self.ngram_range;
        for size in least..=greatest {
            each_run(word, (size.min(length), size.min(length)), found);
            if size >= length {
                break;
            }
        }
    }
}

/// ASCII, the most frequent case, without looking up every character.
fn lower(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.to_lowercase() }
}

fn compile(owner: &'static str, pattern: &str) -> Result<Regex> {
    let refused = |why: String| Error::parameter(owner, "token_pattern", format!("`{pattern}`"), why);
    let compiled = Regex::new(pattern)
        .map_err(|error| refused(format!("a regular expression of the regex crate ({error})")))?;
    if compiled.captures_len() > 2 {
        return Err(refused("a pattern with at most one group (write the others as `(?:…)`)".to_owned()));
    }
    Ok(compiled)
}

fn words(owner: &'static str, stop_words: &StopWords) -> Result<HashSet<String>> {
    match stop_words {
        StopWords::None => Ok(HashSet::new()),
        StopWords::Words(words) => Ok(words.iter().cloned().collect()),
        StopWords::Language(name) if name.eq_ignore_ascii_case("english") => {
            Ok(ENGLISH_STOP_WORDS.iter().map(ToString::to_string).collect())
        }
        StopWords::Language(name) => {
            let expected = "\"english\", or a list of words such as `[\"der\", \"die\", \"das\"]`";
            Err(Error::parameter(owner, "stop_words", format!("{name:?}"), expected))
        }
    }
}

/// Runs of at least two letters, digits and underscores: what `\b\w\w+\b` finds.
fn each_plain_word(text: &str, found: &mut dyn FnMut(&str)) {
    let mut start = None;
    let mut characters = 0;
    for (place, character) in text.char_indices() {
        if character.is_alphanumeric() || character == '_' {
            start.get_or_insert(place);
            characters += 1;
        } else {
            if let Some(start) = start.take().filter(|_| characters > 1) {
                found(&text[start..place]);
            }
            characters = 0;
        }
    }
    if let Some(start) = start.filter(|_| characters > 1) {
        found(&text[start..]);
    }
}

/// Every run of `least` to `greatest` characters.
fn each_run(text: &str, (least, greatest): (usize, usize), found: &mut dyn FnMut(&str)) {
    let mut limits: Vec<usize> = text.char_indices().map(|(place, _)| place).collect();
    limits.push(text.len());
    for size in least..=greatest.min(limits.len() - 1) {
        for first in 0..limits.len() - size {
            found(&text[limits[first]..limits[first + size]]);
        }
    }
}

/// Two and more white characters become one space.
fn one_space(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut white: Option<(char, bool)> = None;
    for character in text.chars() {
        if character.is_whitespace() {
            white = Some((character, white.is_some()));
        } else {
            if let Some((first, several)) = white.take() {
                kept.push(if several { ' ' } else { first });
            }
            kept.push(character);
        }
    }
    if let Some((first, several)) = white {
        kept.push(if several { ' ' } else { first });
    }
    kept
}

//! How text is taken apart: what the vectorisers have in common.

use std::fmt;

/// What a term is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Analyzer {
    /// Words, and runs of words for n-grams above one.
    #[default]
    Word,
    /// Runs of characters across word limits.
    Char,
    /// Runs of characters within a word, which gets a space before and after it.
    CharWb,
}

/// Words that are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum StopWords {
    #[default]
    None,
    /// The frequent words of a language by its name; there is "english".
    Language(String),
    Words(Vec<String>),
}

impl From<&str> for StopWords {
    fn from(language: &str) -> Self {
        Self::Language(language.to_owned())
    }
}

impl<T: AsRef<str>> From<&[T]> for StopWords {
    fn from(words: &[T]) -> Self {
        Self::Words(words.iter().map(|word| word.as_ref().to_owned()).collect())
    }
}

impl<T: AsRef<str>, const N: usize> From<[T; N]> for StopWords {
    fn from(words: [T; N]) -> Self {
        words.as_slice().into()
    }
}

impl<T: AsRef<str>, const N: usize> From<&[T; N]> for StopWords {
    fn from(words: &[T; N]) -> Self {
        words.as_slice().into()
    }
}

impl<T: AsRef<str>> From<Vec<T>> for StopWords {
    fn from(words: Vec<T>) -> Self {
        words.as_slice().into()
    }
}

/// In how many documents a term must or may be: a number of documents, or a share of them.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum DocumentFrequency {
    Count(i64),
    Share(f64),
}

impl DocumentFrequency {
    pub(super) fn documents(self, n_documents: usize) -> f64 {
        match self {
            Self::Count(count) => count as f64,
            Self::Share(share) => share * n_documents as f64,
        }
    }

    pub(super) fn is_valid(self) -> bool {
        match self {
            Self::Count(count) => count >= 0,
            Self::Share(share) => (0.0..=1.0).contains(&share),
        }
    }
}

impl fmt::Display for DocumentFrequency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(count) => write!(f, "{count}"),
            Self::Share(share) => write!(f, "{share:?}"),
        }
    }
}

impl From<f64> for DocumentFrequency {
    fn from(share: f64) -> Self {
        Self::Share(share)
    }
}

impl From<i32> for DocumentFrequency {
    fn from(count: i32) -> Self {
        Self::Count(i64::from(count))
    }
}

impl From<usize> for DocumentFrequency {
    fn from(count: usize) -> Self {
        Self::Count(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

/// Settings of every vectoriser.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct TextOptions {
    pub analyzer: Analyzer,
    pub lowercase: bool,
    pub token_pattern: Option<String>,
    pub stop_words: StopWords,
    pub ngram_range: (usize, usize),
}

impl Default for TextOptions {
    fn default() -> Self {
        Self {
            analyzer: Analyzer::Word,
            lowercase: true,
            token_pattern: None,
            stop_words: StopWords::None,
            ngram_range: (1, 1),
        }
    }
}

impl TextOptions {
    /// For a summary: name and value of each.
    pub(super) fn parameters(&self) -> Vec<(String, String)> {
        let stop_words = match &self.stop_words {
            StopWords::None => "none".to_owned(),
            StopWords::Language(language) => format!("{language:?}"),
            StopWords::Words(words) => format!("{} words", words.len()),
        };
        let mut parameters = vec![
            ("analyzer".to_owned(), format!("{:?}", self.analyzer)),
            ("lowercase".to_owned(), self.lowercase.to_string()),
            ("stop_words".to_owned(), stop_words),
            ("ngram_range".to_owned(), format!("{:?}", self.ngram_range)),
        ];
        if let Some(pattern) = &self.token_pattern {
            parameters.push(("token_pattern".to_owned(), format!("{pattern:?}")));
        }
        parameters
    }
}

/// The builder methods that set [`TextOptions`], for a struct that reaches them by `$options`.
macro_rules! text_options {
    ($($options:ident).+) => {
        /// What a term is made of: words, or runs of characters. Default [`Analyzer::Word`].
        #[must_use]
        pub fn analyzer(mut self, analyzer: Analyzer) -> Self {
            self.$($options).+.analyzer = analyzer;
            self
        }

        /// Whether capitals are made small first. Default `true`.
        #[must_use]
        pub fn lowercase(mut self, lowercase: bool) -> Self {
            self.$($options).+.lowercase = lowercase;
            self
        }

        /// The regular expression of a word; with a group, the group is the word. Default: two or
        /// more letters, digits and underscores, as `\b\w\w+\b` finds them.
        #[must_use]
        pub fn token_pattern(mut self, pattern: &str) -> Self {
            self.$($options).+.token_pattern = Some(pattern.to_owned());
            self
        }

        /// Words that are left out: `"english"`, or a list. Default none.
        #[must_use]
        pub fn stop_words(mut self, words: impl Into<StopWords>) -> Self {
            self.$($options).+.stop_words = words.into();
            self
        }

        /// The least and the greatest number of words (characters) in a term: `(1, 2)` counts words
        /// and pairs of neighbours. Default `(1, 1)`.
        #[must_use]
        pub fn ngram_range(mut self, least: usize, greatest: usize) -> Self {
            self.$($options).+.ngram_range = (least, greatest);
            self
        }
    };
}
pub(super) use text_options;

//! Bags of words: how often each term of a vocabulary comes in each document.

use std::collections::HashSet;
use std::sync::OnceLock;

use ndarray::Array2;
use polars::prelude::PlHashMap;

use super::analyze::TermFinder;
use super::counting::{Counts, count_known};
use super::documents::{AsDocuments, Documents};
use super::options::{Analyzer, DocumentFrequency, StopWords, TextOptions, text_options};
use crate::array::SparseMatrix;
use crate::error::{Error, Result};
use crate::model::{Summarize, Summary, SummaryTable};

const NAME: &str = "CountVectorizer";

/// Counts the terms of documents.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("review" => ["a good film", "a bad film", "not good"])?;
/// let model = CountVectorizer::new().ngram_range(1, 2).fit(df.column("review")?)?;
/// assert_eq!(model.vocabulary(), ["bad", "bad film", "film", "good", "good film", "not", "not good"]);
/// let x = model.transform(&["good, good film"])?;
/// assert_eq!(x.top_terms(0, 1), [("good".to_string(), 2.0)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Values are scikit-learn's `CountVectorizer`'s.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct CountVectorizer {
    pub(super) options: TextOptions,
    pub(super) min_df: DocumentFrequency,
    pub(super) max_df: DocumentFrequency,
    pub(super) max_features: Option<usize>,
    pub(super) vocabulary: Option<Vec<String>>,
    pub(super) binary: bool,
}

impl Default for CountVectorizer {
    fn default() -> Self {
        Self {
            options: TextOptions::default(),
            min_df: DocumentFrequency::Count(1),
            max_df: DocumentFrequency::Share(1.0),
            max_features: None,
            vocabulary: None,
            binary: false,
        }
    }
}

/// The builder methods that choose the vocabulary, for a struct that reaches a [`CountVectorizer`]
/// by `$counts`.
macro_rules! vocabulary_options {
    ($self:ident => $counts:expr) => {
        /// A term must be in so many documents (`2`), or in such a share of them (`0.01`). Default 1.
        #[must_use]
        pub fn min_df(mut $self, least: impl Into<DocumentFrequency>) -> Self {
            $counts.min_df = least.into();
            $self
        }

        /// A term may be in so many documents, or in such a share of them (`0.8`). Default all.
        #[must_use]
        pub fn max_df(mut $self, most: impl Into<DocumentFrequency>) -> Self {
            $counts.max_df = most.into();
            $self
        }

        /// Only the most frequent terms are kept; of equally frequent ones the first in
        /// alphabetical order. Default all.
        #[must_use]
        pub fn max_features(mut $self, max_features: usize) -> Self {
            $counts.max_features = Some(max_features);
            $self
        }

        /// The terms, one per column in this order, instead of those found.
        #[must_use]
        pub fn vocabulary<T: AsRef<str>>(mut $self, terms: &[T]) -> Self {
            $counts.vocabulary = Some(terms.iter().map(|term| term.as_ref().to_owned()).collect());
            $self
        }

        /// Whether every count above zero is one. Default `false`.
        #[must_use]
        pub fn binary(mut $self, binary: bool) -> Self {
            $counts.binary = binary;
            $self
        }
    };
}
pub(super) use vocabulary_options;

impl CountVectorizer {
    /// Counts words of two and more letters, in small letters.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    text_options!(options);
    vocabulary_options!(self => self);

    /// Learns the vocabulary of documents: texts in an array, a slice, a vector, a column.
    ///
    /// # Errors
    /// [`Error::Empty`] for no documents or no terms left, [`Error::Parameter`],
    /// [`Error::ColumnType`], [`Error::MissingValues`].
    pub fn fit(&self, documents: impl AsDocuments) -> Result<FittedCountVectorizer> {
        Ok(self.learn(&documents.documents()?)?.0)
    }

    /// [`fit`](Self::fit), and the counts of the same documents, shape (n_documents, n_terms).
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_transform(
        &self,
        documents: impl AsDocuments,
    ) -> Result<(FittedCountVectorizer, SparseMatrix)> {
        self.learn(&documents.documents()?)
    }

    pub(super) fn learn(&self, documents: &Documents<'_>) -> Result<(FittedCountVectorizer, SparseMatrix)> {
        let finder = self.check()?;
        if documents.texts.is_empty() {
            return Err(Error::empty("the list of documents", "one document"));
        }
        if let Some(terms) = &self.vocabulary {
            let model = self.fitted(terms.clone(), documents.texts.len());
            let counts = model.count(documents)?;
            return Ok((model, counts));
        }
        let mut found = Counts::of(&documents.texts, &finder)?;
        if found.terms.is_empty() {
            return Err(Error::empty(
                "the vocabulary",
                "one term (are the documents blank, or made of stop words and single letters?)",
            ));
        }
        if self.binary {
            found.rows.iter_mut().flatten().for_each(|(_, count)| *count = 1.0);
        }
        let kept = self.kept(&found)?;
        Ok(self.assemble(found, &kept))
    }

    fn check(&self) -> Result<TermFinder> {
        for (parameter, limit) in [("min_df", self.min_df), ("max_df", self.max_df)] {
            if !limit.is_valid() {
                let expected = "a number of documents, or a share from 0.0 to 1.0";
                return Err(Error::parameter(NAME, parameter, limit, expected));
            }
        }
        if self.max_features == Some(0) {
            return Err(Error::parameter(NAME, "max_features", 0, "at least 1"));
        }
        if let Some(terms) = &self.vocabulary {
            if terms.is_empty() {
                return Err(Error::empty("the vocabulary", "one term"));
            }
            crate::frame::convert::check_unique("the vocabulary", terms)?;
        }
        TermFinder::new(NAME, &self.options)
    }

    /// The terms that are kept, by number, in alphabetical order.
    fn kept(&self, found: &Counts) -> Result<Vec<u32>> {
        let n = found.rows.len();
        let (least, most) = (self.min_df.documents(n), self.max_df.documents(n));
        if most < least {
            let expected = format!("no less than `min_df`, which is {} here", self.min_df);
            return Err(Error::parameter(NAME, "max_df", self.max_df, expected));
        }
        let (mut documents, mut totals) = (vec![0.0; found.terms.len()], vec![0.0; found.terms.len()]);
        for (term, count) in found.rows.iter().flatten() {
            documents[*term as usize] += 1.0;
            totals[*term as usize] += count;
        }
        let within = |term: &u32| (least..=most).contains(&documents[*term as usize]);
        let mut kept: Vec<u32> = (0..found.terms.len() as u32).filter(within).collect();
        kept.sort_by(|a, b| found.terms[*a as usize].cmp(&found.terms[*b as usize]));
        if let Some(limit) = self.max_features.filter(|limit| *limit < kept.len()) {
            // Stable, so that the first of equals stays.
            kept.sort_by(|a, b| totals[*b as usize].total_cmp(&totals[*a as usize]));
            kept.truncate(limit);
            kept.sort_by(|a, b| found.terms[*a as usize].cmp(&found.terms[*b as usize]));
        }
        if kept.is_empty() {
            return Err(Error::empty("the vocabulary", "one term: lower `min_df` or raise `max_df`"));
        }
        Ok(kept)
    }

    fn assemble(&self, found: Counts, kept: &[u32]) -> (FittedCountVectorizer, SparseMatrix) {
        let mut column = vec![None; found.terms.len()];
        for (place, term) in kept.iter().enumerate() {
            column[*term as usize] = Some(place as u32);
        }
        let terms: Vec<String> = kept.iter().map(|term| found.terms[*term as usize].clone()).collect();
        let mut matrix = SparseMatrix::with_columns(terms.len(), terms.clone());
        for row in &found.rows {
            let mut row: Vec<(u32, f64)> = row
                .iter()
                .filter_map(|(term, count)| column[*term as usize].map(|place| (place, *count)))
                .collect();
            matrix.push_row(&mut row);
        }
        (self.fitted(terms, found.rows.len()), matrix)
    }

    fn fitted(&self, terms: Vec<String>, n_documents: usize) -> FittedCountVectorizer {
        FittedCountVectorizer { parameters: self.clone(), terms, n_documents, index: OnceLock::new() }
    }

    pub(super) fn settings(&self) -> Vec<(String, String)> {
        let mut parameters = self.options.parameters();
        parameters.push(("min_df".to_owned(), self.min_df.to_string()));
        parameters.push(("max_df".to_owned(), self.max_df.to_string()));
        if let Some(limit) = self.max_features {
            parameters.push(("max_features".to_owned(), limit.to_string()));
        }
        parameters.push(("binary".to_owned(), self.binary.to_string()));
        parameters
    }
}

/// A fitted [`CountVectorizer`].
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct FittedCountVectorizer {
    pub(super) parameters: CountVectorizer,
    terms: Vec<String>,
    n_documents: usize,
    /// Term to column, made when it is first needed.
    #[serde(skip)]
    index: OnceLock<PlHashMap<String, u32>>,
}

impl FittedCountVectorizer {
    /// The terms, one per column.
    pub fn vocabulary(&self) -> &[String] {
        &self.terms
    }

    /// The column of a term, if the vocabulary has it.
    pub fn column_of(&self, term: &str) -> Option<usize> {
        self.index().get(term).map(|column| *column as usize)
    }

    /// The number of documents that were fitted on.
    pub fn n_documents(&self) -> usize {
        self.n_documents
    }

    /// How often each term comes in each document, shape (n_documents, n_terms). Unknown terms are
    /// passed over.
    ///
    /// # Errors
    /// [`Error::ColumnType`], [`Error::MissingValues`].
    pub fn transform(&self, documents: impl AsDocuments) -> Result<SparseMatrix> {
        self.count(&documents.documents()?)
    }

    /// [`transform`](Self::transform) with its zeros.
    ///
    /// # Errors
    /// As [`transform`](Self::transform), and [`Error::Parameter`] for more than 268 million values.
    pub fn transform_dense(&self, documents: impl AsDocuments) -> Result<Array2<f64>> {
        self.transform(documents)?.to_dense()
    }

    /// The terms of each row, in the order of the columns: what a transformed document can still
    /// tell of itself.
    ///
    /// # Errors
    /// [`Error::FeatureCount`] for a matrix of another vocabulary.
    pub fn inverse_transform(&self, x: &SparseMatrix) -> Result<Vec<Vec<String>>> {
        if x.n_columns() != self.terms.len() {
            let (expected, given) = (self.terms.len(), x.n_columns());
            return Err(Error::FeatureCount { model: NAME, expected, given });
        }
        let terms = |row: usize| x.entries(row).map(|(column, _)| self.terms[column as usize].clone());
        Ok((0..x.n_rows()).map(|row| terms(row).collect()).collect())
    }

    pub(super) fn count(&self, documents: &Documents<'_>) -> Result<SparseMatrix> {
        let finder = self.parameters.check()?;
        let index = self.index();
        let mut rows = count_known(&documents.texts, &finder, &|term| index.get(term).copied())?;
        let mut matrix = SparseMatrix::with_columns(self.terms.len(), self.terms.clone());
        for row in &mut rows {
            matrix.push_row(row);
        }
        if self.parameters.binary {
            matrix.map_values(|_, _, _| 1.0);
        }
        Ok(matrix)
    }

    fn index(&self) -> &PlHashMap<String, u32> {
        self.index.get_or_init(|| {
            self.terms.iter().enumerate().map(|(column, term)| (term.clone(), column as u32)).collect()
        })
    }

    /// The vocabulary's size and its first terms.
    pub(super) fn results(&self) -> Vec<(String, String)> {
        const SHOWN: usize = 12;
        let mut first = self.terms.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
        if self.terms.len() > SHOWN {
            first.push_str(" …");
        }
        let different = self.terms.iter().collect::<HashSet<_>>().len();
        vec![("terms".to_owned(), different.to_string()), ("vocabulary".to_owned(), first)]
    }
}

impl Summarize for CountVectorizer {
    fn summary(&self) -> Summary {
        Summary {
            title: NAME.to_owned(),
            subtitle: "not fitted yet: call `.fit(&documents)?`".to_owned(),
            parameters: self.settings(),
            ..Summary::default()
        }
    }
}

impl Summarize for FittedCountVectorizer {
    fn summary(&self) -> Summary {
        Summary {
            subtitle: fitted_on(self.n_documents),
            results: self.results(),
            tables: Vec::<SummaryTable>::new(),
            ..self.parameters.summary()
        }
    }
}

pub(super) fn fitted_on(n_documents: usize) -> String {
    let noun = if n_documents == 1 { "document" } else { "documents" };
    format!("fitted on {n_documents} {noun}")
}

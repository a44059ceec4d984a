//! Words to columns without a vocabulary: a term's column is its hash.

use ndarray::Array2;

use super::analyze::TermFinder;
use super::counting::count_signed;
use super::documents::{AsDocuments, Documents};
use super::options::{Analyzer, StopWords, TextOptions, text_options};
use super::tfidf::normalize;
use crate::array::SparseMatrix;
use crate::error::{Error, Result};
use crate::model::{Summarize, Summary};
use crate::preprocessing::Norm;

const NAME: &str = "HashingVectorizer";
/// Beyond this, columns have no 31-bit hash.
const MOST_FEATURES: usize = i32::MAX as usize;

/// Counts terms by hash: nothing is learnt, memory is bounded, and new words have a column too; but
/// a column cannot tell its word, and two words may share one.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = HashingVectorizer::new().n_features(64).transform(&["a good film", "good film, good"])?;
/// assert_eq!(x.shape(), (2, 64));
/// assert!((x.row(1).iter().map(|(_, value)| value * value).sum::<f64>() - 1.0).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: K. Weinberger, A. Dasgupta, J. Langford, A. Smola, J. Attenberg, "Feature hashing for
/// large scale multitask learning", 2009. The hash is MurmurHash3 (A. Appleby), 32 bits, seed 0, so
/// that the values are scikit-learn's `HashingVectorizer`'s.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct HashingVectorizer {
    options: TextOptions,
    n_features: usize,
    norm: Option<Norm>,
    binary: bool,
    alternate_sign: bool,
}

impl Default for HashingVectorizer {
    fn default() -> Self {
        Self {
            options: TextOptions::default(),
            n_features: 1 << 20,
            norm: Some(Norm::L2),
            binary: false,
            alternate_sign: true,
        }
    }
}

impl HashingVectorizer {
    /// 2²⁰ columns, unit length, signs that make collisions cancel on average.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    text_options!(options);

    /// The number of columns. Default 1,048,576.
    #[must_use]
    pub fn n_features(mut self, n_features: usize) -> Self {
        self.n_features = n_features;
        self
    }

    /// What each document is divided by: [`Norm::L2`] makes the product of two documents their cosine;
    /// `None` leaves them as they are. Default [`Norm::L2`].
    #[must_use]
    pub fn norm(mut self, norm: impl Into<Option<Norm>>) -> Self {
        self.norm = norm.into();
        self
    }

    /// Whether every value that is not zero is one, before the norm. Default `false`.
    #[must_use]
    pub fn binary(mut self, binary: bool) -> Self {
        self.binary = binary;
        self
    }

    /// Whether the hash gives a term a sign as well. Default `true`.
    #[must_use]
    pub fn alternate_sign(mut self, alternate_sign: bool) -> Self {
        self.alternate_sign = alternate_sign;
        self
    }

    /// Checks the parameters; the documents teach nothing.
    ///
    /// # Errors
    /// [`Error::Parameter`], [`Error::ColumnType`], [`Error::MissingValues`].
    pub fn fit(&self, documents: impl AsDocuments) -> Result<FittedHashingVectorizer> {
        documents.documents()?;
        self.checked()
    }

    /// [`fit`](Self::fit) and [`transform`](Self::transform) in one.
    ///
    /// # Errors
    /// As these.
    pub fn fit_transform(
        &self,
        documents: impl AsDocuments,
    ) -> Result<(FittedHashingVectorizer, SparseMatrix)> {
        let matrix = self.transform(documents)?;
        Ok((FittedHashingVectorizer { parameters: self.clone() }, matrix))
    }

    /// Documents to shape (n_documents, n_features), without a fit.
    ///
    /// # Errors
    /// [`Error::Parameter`], [`Error::ColumnType`], [`Error::MissingValues`].
    pub fn transform(&self, documents: impl AsDocuments) -> Result<SparseMatrix> {
        self.hash(&documents.documents()?)
    }

    /// [`transform`](Self::transform) with its zeros.
    ///
    /// # Errors
    /// As [`transform`](Self::transform), and [`Error::Parameter`] for more than 268 million values.
    pub fn transform_dense(&self, documents: impl AsDocuments) -> Result<Array2<f64>> {
        self.transform(documents)?.to_dense()
    }

    pub(super) fn checked(&self) -> Result<FittedHashingVectorizer> {
        self.check()?;
        Ok(FittedHashingVectorizer { parameters: self.clone() })
    }

    fn check(&self) -> Result<TermFinder> {
        if self.n_features == 0 || self.n_features > MOST_FEATURES {
            let expected = format!("1 to {MOST_FEATURES}");
            return Err(Error::parameter(NAME, "n_features", self.n_features, expected));
        }
        TermFinder::new(NAME, &self.options)
    }

    pub(super) fn hash(&self, documents: &Documents<'_>) -> Result<SparseMatrix> {
        let finder = self.check()?;
        let place = |term: &str| {
            let hash = murmur3(term.as_bytes(), 0) as i32;
            let sign = if self.alternate_sign && hash < 0 { -1.0 } else { 1.0 };
            ((hash.unsigned_abs() as usize % self.n_features) as u32, sign)
        };
        let mut matrix = SparseMatrix::with_columns(self.n_features, Vec::new());
        for row in &mut count_signed(&documents.texts, &finder, &place)? {
            matrix.push_row(row);
        }
        if self.binary {
            matrix.map_values(|_, _, _| 1.0);
        }
        normalize(&mut matrix, self.norm);
        Ok(matrix)
    }
}

/// MurmurHash3 for 32-bit machines.
fn murmur3(bytes: &[u8], seed: u32) -> u32 {
    fn scramble(block: u32) -> u32 {
        block.wrapping_mul(0xcc9e_2d51).rotate_left(15).wrapping_mul(0x1b87_3593)
    }
    let mut hash = seed;
    let mut blocks = bytes.chunks_exact(4);
    for block in blocks.by_ref() {
        let block = block.iter().rev().fold(0_u32, |word, byte| (word << 8) | u32::from(*byte));
        hash = (hash ^ scramble(block)).rotate_left(13).wrapping_mul(5).wrapping_add(0xe654_6b64);
    }
    let rest = blocks.remainder().iter().rev().fold(0_u32, |word, byte| (word << 8) | u32::from(*byte));
    hash ^= scramble(rest) ^ bytes.len() as u32;
    hash = (hash ^ (hash >> 16)).wrapping_mul(0x85eb_ca6b);
    hash = (hash ^ (hash >> 13)).wrapping_mul(0xc2b2_ae35);
    hash ^ (hash >> 16)
}

/// A [`HashingVectorizer`] whose parameters were checked.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct FittedHashingVectorizer {
    parameters: HashingVectorizer,
}

impl FittedHashingVectorizer {
    /// Documents to shape (n_documents, n_features).
    ///
    /// # Errors
    /// As [`HashingVectorizer::transform`].
    pub fn transform(&self, documents: impl AsDocuments) -> Result<SparseMatrix> {
        self.parameters.transform(documents)
    }

    /// [`transform`](Self::transform) with its zeros.
    ///
    /// # Errors
    /// As [`HashingVectorizer::transform_dense`].
    pub fn transform_dense(&self, documents: impl AsDocuments) -> Result<Array2<f64>> {
        self.parameters.transform_dense(documents)
    }

    pub(super) fn hash(&self, documents: &Documents<'_>) -> Result<SparseMatrix> {
        self.parameters.hash(documents)
    }
}

impl Summarize for HashingVectorizer {
    fn summary(&self) -> Summary {
        let mut parameters = self.options.parameters();
        parameters.extend([
            ("n_features".to_owned(), self.n_features.to_string()),
            ("norm".to_owned(), self.norm.map_or("None".to_owned(), |norm| format!("{norm:?}"))),
            ("binary".to_owned(), self.binary.to_string()),
            ("alternate_sign".to_owned(), self.alternate_sign.to_string()),
        ]);
        Summary {
            title: NAME.to_owned(),
            subtitle: "learns nothing: call `.transform(&documents)?`".to_owned(),
            parameters,
            ..Summary::default()
        }
    }
}

impl Summarize for FittedHashingVectorizer {
    fn summary(&self) -> Summary {
        self.parameters.summary()
    }
}

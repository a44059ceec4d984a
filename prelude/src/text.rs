//! Text as numbers: documents become rows, words become columns.
//!
//! [`CountVectorizer`] counts words, [`TfidfVectorizer`] weighs the counts by how rare a word is,
//! [`HashingVectorizer`] needs no vocabulary. All give a [`SparseMatrix`], which models take like any
//! matrix and [`TruncatedSvd`] takes as it is. As transformers of frames they work on the text
//! columns of a `ColumnTransformer`.
//!
//! linfa-preprocessing's vectorisers are not used: they weigh new documents by the frequencies of
//! these new documents instead of the learnt ones, have no unit length, no sub-linear counts, no
//! limits by count, and panic on a column that is missing.
//!
//! ```
//! use ferrolab_prelude::prelude::*;
//!
//! let reviews = ["a good film", "a bad film", "good, very good"];
//! let (model, x) = CountVectorizer::new().fit_transform(&reviews)?;
//! assert_eq!(model.vocabulary(), ["bad", "film", "good", "very"]);
//! assert_eq!(x.to_dense()?.row(2), array![0.0, 0.0, 2.0, 1.0]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`TruncatedSvd`]: crate::decomposition::TruncatedSvd

mod analyze;
mod count;
mod counting;
mod documents;
mod frame;
mod hashing;
mod options;
mod stop_words;
mod tfidf;

pub use count::{CountVectorizer, FittedCountVectorizer};
pub use documents::{AsDocuments, Documents};
pub use hashing::{FittedHashingVectorizer, HashingVectorizer};
pub use options::{Analyzer, DocumentFrequency, StopWords};
pub use stop_words::ENGLISH_STOP_WORDS;
pub use tfidf::{FittedTfidfVectorizer, TfidfVectorizer};

pub use crate::array::SparseMatrix;

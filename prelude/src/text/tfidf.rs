//! Term frequency times inverse document frequency: a word weighs more the rarer it is.

use ndarray::{Array1, Array2};
use polars::df;
use polars::prelude::DataFrame;

use super::count::{CountVectorizer, FittedCountVectorizer, fitted_on, vocabulary_options};
use super::documents::{AsDocuments, Documents};
use super::options::{Analyzer, DocumentFrequency, StopWords, text_options};
use crate::array::SparseMatrix;
use crate::error::{Error, Result};
use crate::model::{Summarize, Summary, SummaryTable};
use crate::preprocessing::Norm;

const NAME: &str = "TfidfVectorizer";

/// Weighs the terms of documents: a term's count times ln((1 + n) / (1 + documents with it)) + 1,
/// and each document to unit length.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let reviews = ["a good film", "a bad film", "a good, good start"];
/// let (model, x) = TfidfVectorizer::new().stop_words("english").fit_transform(&reviews)?;
/// assert_eq!(x.top_terms(1, 1)[0].0, "bad");
/// assert!((model.idf()[0] - (f64::ln(4.0 / 2.0) + 1.0)).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: K. Spärck Jones, "A statistical interpretation of term specificity and its application in
/// retrieval", 1972. Values are scikit-learn's `TfidfVectorizer`'s.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct TfidfVectorizer {
    counts: CountVectorizer,
    norm: Option<Norm>,
    use_idf: bool,
    smooth_idf: bool,
    sublinear_tf: bool,
}

impl Default for TfidfVectorizer {
    fn default() -> Self {
        Self {
            counts: CountVectorizer::default(),
            norm: Some(Norm::L2),
            use_idf: true,
            smooth_idf: true,
            sublinear_tf: false,
        }
    }
}

impl TfidfVectorizer {
    /// Words of two and more letters, in small letters, smooth weights, unit length.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    text_options!(counts.options);
    vocabulary_options!(self => self.counts);

    /// What each document is divided by: [`Norm::L2`] makes the product of two documents their cosine;
    /// `None` leaves them as they are. Default [`Norm::L2`].
    #[must_use]
    pub fn norm(mut self, norm: impl Into<Option<Norm>>) -> Self {
        self.norm = norm.into();
        self
    }

    /// Whether rare terms weigh more. Default `true`.
    #[must_use]
    pub fn use_idf(mut self, use_idf: bool) -> Self {
        self.use_idf = use_idf;
        self
    }

    /// Whether one document with every term is added, so that no term divides by zero. Default
    /// `true`.
    #[must_use]
    pub fn smooth_idf(mut self, smooth_idf: bool) -> Self {
        self.smooth_idf = smooth_idf;
        self
    }

    /// Whether a count c becomes 1 + ln c. Default `false`.
    #[must_use]
    pub fn sublinear_tf(mut self, sublinear_tf: bool) -> Self {
        self.sublinear_tf = sublinear_tf;
        self
    }

    /// Learns vocabulary and weights of documents: texts in an array, a slice, a vector, a column.
    ///
    /// # Errors
    /// [`Error::Empty`] for no documents or no terms left, [`Error::Parameter`],
    /// [`Error::ColumnType`], [`Error::MissingValues`].
    pub fn fit(&self, documents: impl AsDocuments) -> Result<FittedTfidfVectorizer> {
        Ok(self.learn(&documents.documents()?)?.0)
    }

    /// [`fit`](Self::fit), and the weights of the same documents, shape (n_documents, n_terms).
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_transform(
        &self,
        documents: impl AsDocuments,
    ) -> Result<(FittedTfidfVectorizer, SparseMatrix)> {
        self.learn(&documents.documents()?)
    }

    pub(super) fn learn(&self, documents: &Documents<'_>) -> Result<(FittedTfidfVectorizer, SparseMatrix)> {
        let (counts, matrix) = self.counts.learn(documents)?;
        let idf = self.inverse_frequencies(&matrix)?;
        let model = FittedTfidfVectorizer { parameters: self.clone(), counts, idf };
        let weighed = model.weigh(matrix);
        Ok((model, weighed))
    }

    fn inverse_frequencies(&self, counts: &SparseMatrix) -> Result<Array1<f64>> {
        let mut present = counts.clone();
        present.map_values(|_, _, _| 1.0);
        let (documents, n) = (present.column_sums(), counts.n_rows() as f64);
        let extra = if self.smooth_idf { 1.0 } else { 0.0 };
        if extra == 0.0 && self.use_idf && documents.iter().any(|count| *count == 0.0) {
            let expected = "true, since a term of the vocabulary is in no document";
            return Err(Error::parameter(NAME, "smooth_idf", false, expected));
        }
        Ok(documents.mapv(|count| f64::ln((n + extra) / (count + extra)) + 1.0))
    }
}

/// A fitted [`TfidfVectorizer`].
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct FittedTfidfVectorizer {
    pub(super) parameters: TfidfVectorizer,
    counts: FittedCountVectorizer,
    idf: Array1<f64>,
}

impl FittedTfidfVectorizer {
    /// The terms, one per column.
    pub fn vocabulary(&self) -> &[String] {
        self.counts.vocabulary()
    }

    /// The column of a term, if the vocabulary has it.
    pub fn column_of(&self, term: &str) -> Option<usize> {
        self.counts.column_of(term)
    }

    /// The weight of each term: 1 if it is in every document, more the rarer it is.
    pub fn idf(&self) -> &Array1<f64> {
        &self.idf
    }

    /// The terms with their weights, rarest first.
    ///
    /// # Errors
    /// polars' own.
    pub fn weights(&self) -> Result<DataFrame> {
        let mut order: Vec<usize> = (0..self.idf.len()).collect();
        order.sort_by(|a, b| self.idf[*b].total_cmp(&self.idf[*a]));
        let terms: Vec<&str> = order.iter().map(|column| self.vocabulary()[*column].as_str()).collect();
        let idf: Vec<f64> = order.iter().map(|column| self.idf[*column]).collect();
        Ok(df!("term" => terms, "idf" => idf)?)
    }

    /// The weight of each term in each document, shape (n_documents, n_terms). Unknown terms are
    /// passed over.
    ///
    /// # Errors
    /// [`Error::ColumnType`], [`Error::MissingValues`].
    pub fn transform(&self, documents: impl AsDocuments) -> Result<SparseMatrix> {
        self.weights_of(&documents.documents()?)
    }

    /// [`transform`](Self::transform) with its zeros.
    ///
    /// # Errors
    /// As [`transform`](Self::transform), and [`Error::Parameter`] for more than 268 million values.
    pub fn transform_dense(&self, documents: impl AsDocuments) -> Result<Array2<f64>> {
        self.transform(documents)?.to_dense()
    }

    pub(super) fn weights_of(&self, documents: &Documents<'_>) -> Result<SparseMatrix> {
        Ok(self.weigh(self.counts.count(documents)?))
    }

    fn weigh(&self, mut matrix: SparseMatrix) -> SparseMatrix {
        let TfidfVectorizer { use_idf, sublinear_tf, norm, .. } = self.parameters;
        matrix.map_values(|_, column, count| {
            let frequency = if sublinear_tf { 1.0 + count.ln() } else { count };
            if use_idf { frequency * self.idf[column as usize] } else { frequency }
        });
        normalize(&mut matrix, norm);
        matrix
    }
}

/// Divides each row by its norm.
pub(super) fn normalize(matrix: &mut SparseMatrix, norm: Option<Norm>) {
    let size = |row: usize| {
        let values = matrix.entries(row).map(|(_, value)| value);
        match norm {
            None => 1.0,
            Some(Norm::L1) => values.map(f64::abs).sum(),
            Some(Norm::L2) => f64::sqrt(values.map(|value| value * value).sum()),
            Some(Norm::Max) => values.fold(0.0_f64, |size, value| size.max(value.abs())),
        }
    };
    let sizes: Vec<f64> = (0..matrix.n_rows()).map(size).collect();
    matrix.map_values(|row, _, value| if sizes[row] > 0.0 { value / sizes[row] } else { value });
}

impl Summarize for TfidfVectorizer {
    fn summary(&self) -> Summary {
        let mut parameters = self.counts.settings();
        parameters.extend([
            ("norm".to_owned(), self.norm.map_or("None".to_owned(), |norm| format!("{norm:?}"))),
            ("use_idf".to_owned(), self.use_idf.to_string()),
            ("smooth_idf".to_owned(), self.smooth_idf.to_string()),
            ("sublinear_tf".to_owned(), self.sublinear_tf.to_string()),
        ]);
        Summary {
            title: NAME.to_owned(),
            subtitle: "not fitted yet: call `.fit(&documents)?`".to_owned(),
            parameters,
            ..Summary::default()
        }
    }
}

impl Summarize for FittedTfidfVectorizer {
    fn summary(&self) -> Summary {
        let mut order: Vec<usize> = (0..self.idf.len()).collect();
        order.sort_by(|a, b| self.idf[*a].total_cmp(&self.idf[*b]));
        let row = |column: &usize| (self.vocabulary()[*column].clone(), vec![self.idf[*column]]);
        let table = SummaryTable {
            caption: "terms, most frequent first".to_owned(),
            columns: vec!["idf".to_owned()],
            rows: order.iter().take(20).map(row).collect(),
        };
        Summary {
            subtitle: fitted_on(self.counts.n_documents()),
            results: vec![("terms".to_owned(), self.idf.len().to_string())],
            tables: vec![table],
            ..self.parameters.summary()
        }
    }
}

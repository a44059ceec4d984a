//! Labels of classes to codes and to columns of zeros and ones.

use std::collections::HashMap;

use ndarray::{Array1, Array2, ArrayBase, Data, Ix2};
use serde::{Deserialize, Serialize};

use super::super::numeric::unfitted;
use crate::array::{AsLabels, AsNumbers, LabelValues};
use crate::error::{Error, Result};
use crate::model::{Summarize, Summary, SummaryTable, counted};

const ADVICE: &str = "Fit on labels that hold all classes.";

/// The classes that labels belong to, ascending, as text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Classes(Vec<String>);

impl Classes {
    fn of(values: &LabelValues<'_>) -> Result<Self> {
        if values.is_empty() {
            return Err(Error::empty("the labels", "one label"));
        }
        let mut texts = match values {
            LabelValues::Numbers(numbers) => {
                let mut numbers = numbers.to_vec();
                if let Some(row) = numbers.iter().position(|value| value.is_nan()) {
                    return Err(Error::NotFinite { what: "the labels".to_owned(), value: f64::NAN, row });
                }
                numbers.sort_by(f64::total_cmp);
                numbers.iter().map(ToString::to_string).collect()
            }
            LabelValues::Text(texts) => {
                let mut texts: Vec<String> = texts.iter().map(ToString::to_string).collect();
                texts.sort_unstable();
                texts
            }
        };
        texts.dedup();
        Ok(Self(texts))
    }

    fn codes(&self, values: &LabelValues<'_>) -> Result<Array1<usize>> {
        let known: HashMap<&str, usize> =
            self.0.iter().enumerate().map(|(code, class)| (class.as_str(), code)).collect();
        let code = |row: usize, label: &str| {
            known.get(label).copied().ok_or_else(|| Error::UnknownCategory {
                what: "the label array".to_owned(),
                category: label.to_owned(),
                row,
                known: self.0.clone(),
                advice: ADVICE,
            })
        };
        match values {
            LabelValues::Text(texts) => texts.iter().enumerate().map(|(row, text)| code(row, text)).collect(),
            LabelValues::Numbers(numbers) => {
                numbers.iter().enumerate().map(|(row, value)| code(row, &value.to_string())).collect()
            }
        }
    }

    fn summary(&self, title: &str) -> Summary {
        let rows = self.0.iter().enumerate().map(|(code, class)| (class.clone(), vec![code as f64]));
        Summary {
            title: title.to_owned(),
            subtitle: format!("fitted on {}", counted(self.0.len(), "class", "classes")),
            tables: vec![SummaryTable {
                caption: String::new(),
                columns: vec!["code".to_owned()],
                rows: rows.collect(),
            }],
            ..Summary::default()
        }
    }
}

/// Labels to 0, 1, 2 … in ascending order of the classes.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (encoder, codes) = LabelEncoder::new().fit_transform(&["dog", "cat", "dog"])?;
/// assert_eq!(codes, array![1, 0, 1]);
/// assert_eq!(encoder.classes(), ["cat", "dog"]);
/// assert_eq!(encoder.inverse_transform(&codes)?, ["dog", "cat", "dog"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LabelEncoder {}

impl LabelEncoder {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Learns the classes of labels: text or numbers.
    ///
    /// # Errors
    /// [`Error::Empty`], [`Error::MissingValues`], [`Error::NotFinite`] for NaN.
    pub fn fit(&self, labels: impl AsLabels) -> Result<FittedLabelEncoder> {
        Ok(FittedLabelEncoder { classes: Classes::of(&labels.labels()?.values)? })
    }

    /// Learns the classes and gives the codes, length n_samples.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_transform(&self, labels: impl AsLabels) -> Result<(FittedLabelEncoder, Array1<usize>)> {
        let fitted = self.fit(&labels)?;
        let codes = fitted.transform(&labels)?;
        Ok((fitted, codes))
    }
}

/// A fitted [`LabelEncoder`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedLabelEncoder {
    classes: Classes,
}

impl FittedLabelEncoder {
    /// The classes in the order of their codes.
    pub fn classes(&self) -> &[String] {
        &self.classes.0
    }

    /// The code of each label, length n_samples.
    ///
    /// # Errors
    /// [`Error::UnknownCategory`] for a class that was not there at the fit.
    pub fn transform(&self, labels: impl AsLabels) -> Result<Array1<usize>> {
        self.classes.codes(&labels.labels()?.values)
    }

    /// The label of each code.
    ///
    /// # Errors
    /// [`Error::Parameter`] for a code that no class has.
    pub fn inverse_transform(&self, codes: impl AsNumbers) -> Result<Vec<String>> {
        let label = |code: &f64| {
            let place = (*code >= 0.0 && code.fract() == 0.0).then_some(*code as usize);
            place.and_then(|place| self.classes.0.get(place)).cloned().ok_or_else(|| {
                let expected = format!("a whole number from 0 to {}", self.classes.0.len() - 1);
                Error::parameter("LabelEncoder", "code", code, expected)
            })
        };
        codes.numbers()?.values.iter().map(label).collect()
    }
}

/// Labels to a matrix with one column of zeros and ones per class; two classes share one column.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (binarizer, ones) = LabelBinarizer::new().fit_transform(&["b", "c", "a"])?;
/// assert_eq!(ones, array![[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]);
/// assert_eq!(binarizer.inverse_transform(&ones)?, ["b", "c", "a"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LabelBinarizer {}

impl LabelBinarizer {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Learns the classes of labels: text or numbers.
    ///
    /// # Errors
    /// As [`LabelEncoder::fit`].
    pub fn fit(&self, labels: impl AsLabels) -> Result<FittedLabelBinarizer> {
        Ok(FittedLabelBinarizer { classes: Classes::of(&labels.labels()?.values)? })
    }

    /// Learns the classes and gives the matrix.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_transform(&self, labels: impl AsLabels) -> Result<(FittedLabelBinarizer, Array2<f64>)> {
        let fitted = self.fit(&labels)?;
        let ones = fitted.transform(&labels)?;
        Ok((fitted, ones))
    }
}

/// A fitted [`LabelBinarizer`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedLabelBinarizer {
    classes: Classes,
}

impl FittedLabelBinarizer {
    /// The classes in the order of the columns.
    pub fn classes(&self) -> &[String] {
        &self.classes.0
    }

    fn n_columns(&self) -> usize {
        if self.classes.0.len() <= 2 { 1 } else { self.classes.0.len() }
    }

    /// Shape (n_samples, n_classes), or (n_samples, 1) for at most two classes. A label that was
    /// not there at the fit gives a row of zeros, as in scikit-learn.
    ///
    /// # Errors
    /// [`Error::MissingValues`].
    pub fn transform(&self, labels: impl AsLabels) -> Result<Array2<f64>> {
        let labels = labels.labels()?;
        let known: HashMap<&str, usize> =
            self.classes.0.iter().enumerate().map(|(code, class)| (class.as_str(), code)).collect();
        let codes: Vec<Option<usize>> = match &labels.values {
            LabelValues::Text(texts) => texts.iter().map(|text| known.get(text.as_ref()).copied()).collect(),
            LabelValues::Numbers(numbers) => {
                numbers.iter().map(|value| known.get(value.to_string().as_str()).copied()).collect()
            }
        };
        // One column tells of the second class.
        let first = if self.n_columns() == 1 { 1 } else { 0 };
        Ok(Array2::from_shape_fn((codes.len(), self.n_columns()), |(row, column)| {
            f64::from(u8::from(codes[row] == Some(column + first)))
        }))
    }

    /// The class of the greatest column of each row; with one column, the second class above 0.5.
    ///
    /// # Errors
    /// [`Error::Shape`] unless there are as many columns as [`transform`](Self::transform) gives.
    pub fn inverse_transform<S: Data<Elem = f64>>(&self, ones: &ArrayBase<S, Ix2>) -> Result<Vec<String>> {
        if ones.ncols() != self.n_columns() {
            return Err(Error::Shape {
                what: "the argument of `inverse_transform`".to_owned(),
                given: ones.shape().to_vec(),
                expected: format!("(n_samples, {})", self.n_columns()),
            });
        }
        let classes = &self.classes.0;
        let label = |row: ndarray::ArrayView1<'_, f64>| {
            if row.len() == 1 {
                let place = usize::from(row[0] > 0.5).min(classes.len() - 1);
                return classes[place].clone();
            }
            let start = (0, f64::NEG_INFINITY);
            let best = row
                .iter()
                .enumerate()
                .fold(start, |best, (place, value)| if *value > best.1 { (place, *value) } else { best });
            classes[best.0].clone()
        };
        Ok(ones.rows().into_iter().map(label).collect())
    }
}

/// Sets of labels, one set per sample, to a matrix with one column of zeros and ones per class.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let genres = vec![vec!["comedy", "crime"], vec!["crime"], vec![]];
/// let (binarizer, ones) = MultiLabelBinarizer::new().fit_transform(&genres)?;
/// assert_eq!(ones, array![[1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]);
/// assert_eq!(binarizer.inverse_transform(&ones)?, genres);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MultiLabelBinarizer {}

impl MultiLabelBinarizer {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Learns the classes of sets of labels.
    ///
    /// # Errors
    /// [`Error::Empty`] without samples.
    pub fn fit<T: AsRef<str>>(&self, sets: &[Vec<T>]) -> Result<FittedMultiLabelBinarizer> {
        let texts: Vec<_> = sets.iter().flatten().map(|label| label.as_ref().into()).collect();
        if sets.is_empty() {
            return Err(Error::empty("the labels", "one set of labels"));
        }
        let classes =
            if texts.is_empty() { Classes(Vec::new()) } else { Classes::of(&LabelValues::Text(texts))? };
        Ok(FittedMultiLabelBinarizer { classes })
    }

    /// Learns the classes and gives the matrix.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_transform<T: AsRef<str>>(
        &self,
        sets: &[Vec<T>],
    ) -> Result<(FittedMultiLabelBinarizer, Array2<f64>)> {
        let fitted = self.fit(sets)?;
        let ones = fitted.transform(sets)?;
        Ok((fitted, ones))
    }
}

/// A fitted [`MultiLabelBinarizer`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedMultiLabelBinarizer {
    classes: Classes,
}

impl FittedMultiLabelBinarizer {
    /// The classes in the order of the columns.
    pub fn classes(&self) -> &[String] {
        &self.classes.0
    }

    /// Shape (n_samples, n_classes).
    ///
    /// # Errors
    /// [`Error::UnknownCategory`] for a class that was not there at the fit.
    pub fn transform<T: AsRef<str>>(&self, sets: &[Vec<T>]) -> Result<Array2<f64>> {
        let mut ones = Array2::zeros((sets.len(), self.classes.0.len()));
        for (row, set) in sets.iter().enumerate() {
            let texts = LabelValues::Text(set.iter().map(|label| label.as_ref().into()).collect());
            for code in self.classes.codes(&texts)? {
                ones[(row, code)] = 1.0;
            }
        }
        Ok(ones)
    }

    /// The sets of labels: those whose column is above 0.5.
    ///
    /// # Errors
    /// [`Error::Shape`] unless there is one column per class.
    pub fn inverse_transform<S: Data<Elem = f64>>(
        &self,
        ones: &ArrayBase<S, Ix2>,
    ) -> Result<Vec<Vec<String>>> {
        if ones.ncols() != self.classes.0.len() {
            return Err(Error::Shape {
                what: "the argument of `inverse_transform`".to_owned(),
                given: ones.shape().to_vec(),
                expected: format!("(n_samples, {})", self.classes.0.len()),
            });
        }
        let set = |row: ndarray::ArrayView1<'_, f64>| {
            let there = row.into_iter().zip(&self.classes.0).filter(|(value, _)| **value > 0.5);
            there.map(|(_, class)| class.clone()).collect()
        };
        Ok(ones.rows().into_iter().map(set).collect())
    }
}

macro_rules! summarize {
    ($($parameters:ident => $fitted:ident, $name:expr;)*) => {$(
        impl Summarize for $parameters {
            fn summary(&self) -> Summary {
                unfitted($name, Vec::new())
            }
        }

        impl Summarize for $fitted {
            fn summary(&self) -> Summary {
                self.classes.summary($name)
            }
        }
    )*};
}
summarize! {
    LabelEncoder => FittedLabelEncoder, "LabelEncoder";
    LabelBinarizer => FittedLabelBinarizer, "LabelBinarizer";
    MultiLabelBinarizer => FittedMultiLabelBinarizer, "MultiLabelBinarizer";
}

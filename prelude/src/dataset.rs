//! Features and target together, with their names: what a model is fitted on.
//!
//! A dataset is two arrays (a matrix of shape (n_samples, n_features) and a target of length
//! n_samples) that keep the names of their columns and of their classes, so that a model's summary
//! can speak of `petal length` and `setosa`. A target of text becomes class codes 0, 1, 2 … in
//! alphabetical order, and the text is remembered.
//!
//! Models that need no target take a dataset as well and do not look at its target.

mod columns;
mod frame_training;
mod rows;
mod training;

pub use frame_training::FrameTraining;
pub(crate) use frame_training::frame_of;
pub use training::{AsTraining, Training, Weighted};

use std::borrow::Cow;

use ndarray::{Array1, Array2, Axis};
use polars::prelude::{Column, DataFrame};
use serde::{Deserialize, Serialize};

use crate::array::{AsFeatures, AsLabels, Features, LabelValues};
use crate::error::{Error, Result};
use crate::frame::convert::check_unique;
use crate::frame::{FrameExt, column};

/// More classes than this in text is taken for free text.
const MOST_CLASSES: usize = 1_000;

/// Samples with a target.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("height" => [1.6, 1.8, 1.7], "weight" => [58.0, 80.0, 70.0], "sex" => ["f", "m", "f"])?;
/// let data = Dataset::from_frame(&df, &["height", "weight"], "sex")?;
/// assert_eq!(data.features.shape(), [3, 2]);
/// assert_eq!(data.target, array![0.0, 1.0, 0.0]);
/// assert_eq!(data.class_names.as_deref(), Some(&["f".to_string(), "m".to_string()][..]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dataset {
    /// Shape (n_samples, n_features).
    pub features: Array2<f64>,
    /// Length n_samples. With `class_names`, a value is an index into them.
    pub target: Array1<f64>,
    /// One per column of `features`.
    pub feature_names: Vec<String>,
    /// What the target is called.
    pub target_name: String,
    /// The names of the classes, if the target was text or its classes have names.
    pub class_names: Option<Vec<String>>,
}

impl Dataset {
    /// From a matrix of shape (n_samples, n_features) and a target of length n_samples, which may
    /// be numbers or text. The features are called `x0`, `x1` … unless they bring names.
    ///
    /// # Errors
    /// [`Error::SampleMismatch`] if the numbers of rows differ.
    pub fn new(features: impl AsFeatures, target: impl AsLabels) -> Result<Self> {
        let labels = target.labels()?;
        Self::assemble(features.features()?, labels.values, labels.name)
    }

    /// From columns of a frame by name. A target of text becomes classes, remembered by name.
    ///
    /// # Errors
    /// [`Error::ColumnNotFound`] with the nearest name, [`Error::NotNumeric`] for features of text,
    /// [`Error::MissingValues`] for nulls, [`Error::DuplicateName`].
    pub fn from_frame(df: &DataFrame, features: &[&str], target: &str) -> Result<Self> {
        check_unique("`features`", features)?;
        let target_column = column(df, target)?;
        let names: Vec<String> = features.iter().map(ToString::to_string).collect();
        let matrix = Features { values: df.to_array(features)?.into(), names: Cow::Owned(names) };
        let labels = target_column.labels()?;
        Self::assemble(matrix, labels.values, Some(target.to_owned()))
    }

    fn assemble(features: Features<'_>, target: LabelValues<'_>, name: Option<String>) -> Result<Self> {
        if features.values.nrows() != target.len() {
            return Err(Error::SampleMismatch {
                features: features.values.shape().to_vec(),
                target_length: target.len(),
            });
        }
        let target_name = name.unwrap_or_else(|| "target".to_owned());
        let (target, class_names) = encode(target, &target_name)?;
        let feature_names = if features.names.is_empty() {
            (0..features.values.ncols()).map(|i| format!("x{i}")).collect()
        } else {
            features.names.into_owned()
        };
        Ok(Self {
            features: features.values.into_owned(),
            target: target.into(),
            feature_names,
            target_name,
            class_names,
        })
    }

    /// The number of rows.
    pub fn n_samples(&self) -> usize {
        self.features.nrows()
    }

    /// The number of columns of `features`.
    pub fn n_features(&self) -> usize {
        self.features.ncols()
    }

    /// The same samples with other names for the features.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] unless there is one name per feature, [`Error::DuplicateName`].
    pub fn with_feature_names<T: AsRef<str>>(mut self, names: &[T]) -> Result<Self> {
        if names.len() != self.n_features() {
            return Err(Error::LengthMismatch {
                left: "the dataset's second axis".to_owned(),
                left_length: self.n_features(),
                right: "`names`".to_owned(),
                right_length: names.len(),
            });
        }
        check_unique("the dataset", names)?;
        self.feature_names = names.iter().map(|name| name.as_ref().to_owned()).collect();
        Ok(self)
    }

    /// The rows at `indices`, in that order; an index may come more than once.
    ///
    /// # Errors
    /// [`Error::Parameter`] for an index beyond the last row.
    pub fn select_rows(&self, indices: &[usize]) -> Result<Self> {
        if let Some(beyond) = indices.iter().find(|index| **index >= self.n_samples()) {
            let expected = format!("below the number of samples, {}", self.n_samples());
            return Err(Error::parameter("Dataset::select_rows", "indices", beyond, expected));
        }
        Ok(Self {
            features: self.features.select(Axis(0), indices),
            target: self.target.select(Axis(0), indices),
            ..self.clone_names()
        })
    }

    fn clone_names(&self) -> Self {
        Self {
            features: Array2::zeros((0, 0)),
            target: Array1::zeros(0),
            feature_names: self.feature_names.clone(),
            target_name: self.target_name.clone(),
            class_names: self.class_names.clone(),
        }
    }

    /// The target as text: class names where there are any, else the numbers.
    pub fn target_labels(&self) -> Vec<String> {
        label_text(self.target.view(), self.class_names.as_deref())
    }

    /// A frame with the features and, last, the target (as text where classes have names).
    ///
    /// # Errors
    /// polars' own if a feature is called like the target.
    pub fn to_frame(&self) -> Result<DataFrame> {
        let names: Vec<&str> = self.feature_names.iter().map(String::as_str).collect();
        let mut df = DataFrame::from_array(&self.features, &names)?;
        if df.get_column_index(&self.target_name).is_some() {
            return Err(Error::DuplicateName { what: "the dataset", name: self.target_name.clone() });
        }
        let name = self.target_name.as_str().into();
        let target = match self.class_names {
            Some(_) => Column::new(name, self.target_labels()),
            None => Column::new(name, self.target.to_vec()),
        };
        df.with_column(target)?;
        Ok(df)
    }

    /// The same data for linfa's own models, which stay reachable as `linfa::…`.
    pub fn to_linfa(&self) -> linfa::Dataset<f64, f64, ndarray::Ix1> {
        linfa::Dataset::new(self.features.clone(), self.target.clone())
            .with_feature_names(self.feature_names.clone())
            .with_target_names(vec![self.target_name.clone()])
    }
}

impl AsFeatures for Dataset {
    fn features(&self) -> Result<Features<'_>> {
        Ok(Features { values: self.features.view().into(), names: Cow::Borrowed(&self.feature_names) })
    }
}

/// Text to codes in alphabetical order; numbers stay.
fn encode<'a>(target: LabelValues<'a>, name: &str) -> Result<(Vec<f64>, Option<Vec<String>>)> {
    let text = match target {
        LabelValues::Numbers(values) => return Ok((values.into_owned(), None)),
        LabelValues::Text(text) => text,
    };
    let mut classes: Vec<&str> = text.iter().map(AsRef::as_ref).collect();
    classes.sort_unstable();
    classes.dedup();
    if classes.len() > MOST_CLASSES {
        let what = format!("the target `{name}`");
        return Err(Error::TooManyClasses { what, given: classes.len(), limit: MOST_CLASSES });
    }
    let code = |label: &Cow<'a, str>| classes.binary_search(&label.as_ref()).unwrap_or_default() as f64;
    let codes = text.iter().map(code).collect();
    Ok((codes, Some(classes.iter().map(ToString::to_string).collect())))
}

/// Codes or numbers as a person reads them: `setosa`, `3`, `2.5`.
pub(crate) fn label_text(
    values: ndarray::ArrayView1<'_, f64>,
    class_names: Option<&[String]>,
) -> Vec<String> {
    let named = |value: f64| {
        let names = class_names?;
        (value >= 0.0 && value.fract() == 0.0).then(|| names.get(value as usize).cloned())?
    };
    values.iter().map(|value| named(*value).unwrap_or_else(|| value.to_string())).collect()
}

//! Training data whose features are a frame, with columns of any type.

use std::borrow::Cow;

use ndarray::{ArrayView1, CowArray, Ix1};
use polars::prelude::DataFrame;

use super::Training;
use super::training::coded;
use crate::array::{AsFeatures, Features, LabelValues};
use crate::error::{Error, Result};
use crate::frame::FrameExt;
use crate::preprocessing::TransformInput;

/// A frame of features and a target of equal length.
#[derive(Clone, Debug)]
pub struct FrameTraining<'a> {
    pub features: Cow<'a, DataFrame>,
    /// Length n_samples. With `class_names`, a value is an index into them.
    pub target: CowArray<'a, f64, Ix1>,
    pub target_name: Option<String>,
    pub class_names: Option<Cow<'a, [String]>>,
    /// How much each sample counts, at least 0; all the same without.
    pub sample_weights: Option<CowArray<'a, f64, Ix1>>,
}

impl<'a> FrameTraining<'a> {
    pub(super) fn assemble(
        features: Cow<'a, DataFrame>,
        target: LabelValues<'a>,
        target_name: Option<String>,
    ) -> Result<Self> {
        if features.height() != target.len() {
            return Err(Error::SampleMismatch {
                features: vec![features.height(), features.width()],
                target_length: target.len(),
            });
        }
        let (target, classes) = coded(target, target_name.as_deref())?;
        let class_names = classes.map(Cow::Owned);
        Ok(Self { features, target, target_name, class_names, sample_weights: None })
    }

    /// Numeric training data with its features as a frame's columns.
    pub(super) fn of(training: Training<'a>) -> Result<Self> {
        Ok(Self {
            features: Cow::Owned(frame_of(&training.features)?),
            target: training.target,
            target_name: training.target_name,
            class_names: training.class_names,
            sample_weights: training.sample_weights,
        })
    }

    /// How much each sample counts, if it was said.
    pub fn weights(&self) -> Option<ArrayView1<'_, f64>> {
        self.sample_weights.as_ref().map(CowArray::view)
    }

    /// The same with the features as numbers.
    ///
    /// # Errors
    /// [`Error::NotNumericColumns`] and [`Error::MissingValues`] for columns that a model of numbers
    /// cannot take.
    pub fn numbers(&self) -> Result<Training<'_>> {
        Ok(self.with_features(self.features.features()?))
    }

    /// The same with missing values as NaN.
    ///
    /// # Errors
    /// [`Error::NotNumeric`] for a column of another kind.
    pub fn numbers_with_gaps(&self) -> Result<Training<'_>> {
        Ok(self.with_features(self.features.features_with_gaps()?))
    }

    fn with_features<'s>(&'s self, features: Features<'s>) -> Training<'s> {
        Training {
            features,
            target: self.target.view().into(),
            target_name: self.target_name.clone(),
            class_names: self.class_names.as_deref().map(Cow::Borrowed),
            sample_weights: self.sample_weights.as_ref().map(|weights| weights.view().into()),
        }
    }

    pub(super) fn into_numbers(self) -> Result<Training<'a>> {
        let features = self.features.features()?;
        let features = Features {
            values: features.values.into_owned().into(),
            names: Cow::Owned(features.names.into_owned()),
        };
        Ok(Training {
            features,
            target: self.target,
            target_name: self.target_name,
            class_names: self.class_names,
            sample_weights: self.sample_weights,
        })
    }
}

/// Features as a frame; names are made up where there are none.
pub(crate) fn frame_of(features: &Features<'_>) -> Result<DataFrame> {
    let names: Vec<String> =
        (0..features.values.ncols()).map(|j| crate::model::feature_label(&features.names, j)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    DataFrame::from_array(&features.values, &names)
}

//! What `fit` takes: a dataset, a pair of features and target, a frame with the target's name; each
//! with sample weights if wanted.

use std::borrow::Cow;

use ndarray::{ArrayView1, CowArray, Ix1};
use polars::prelude::DataFrame;

use super::{Dataset, FrameTraining, encode};
use crate::array::{AsFeatures, AsLabels, AsNumbers, Features, LabelValues};
use crate::error::{Error, Result};

/// Features and target of equal length, with whatever names are known.
#[derive(Clone, Debug)]
pub struct Training<'a> {
    pub features: Features<'a>,
    /// Length n_samples. With `class_names`, a value is an index into them.
    pub target: CowArray<'a, f64, Ix1>,
    pub target_name: Option<String>,
    pub class_names: Option<Cow<'a, [String]>>,
    /// How much each sample counts, at least 0; all the same without.
    pub sample_weights: Option<CowArray<'a, f64, Ix1>>,
}

impl Training<'_> {
    /// How much each sample counts, if it was said.
    pub fn weights(&self) -> Option<ArrayView1<'_, f64>> {
        self.sample_weights.as_ref().map(CowArray::view)
    }
}

/// What a supervised model can be fitted on: a [`Dataset`]; a pair `(&x, &y)` of a matrix of shape
/// (n_samples, n_features) and n_samples numbers or labels; a frame with the name of its target,
/// `(&df, "price")`. With sample weights: `(&x, &y, &w)`, or `.weighted(&w)` behind any of them.
pub trait AsTraining {
    /// Features and target, borrowed where possible.
    ///
    /// # Errors
    /// [`Error::SampleMismatch`] if they differ in length, and what [`AsFeatures`] and [`AsLabels`]
    /// say.
    fn training(&self) -> Result<Training<'_>>;

    /// The same with the features as a frame, which may hold columns of any type.
    ///
    /// # Errors
    /// As [`training`](Self::training).
    fn frame_training(&self) -> Result<FrameTraining<'_>> {
        FrameTraining::of(self.training()?)
    }

    /// The same samples, each counting as much as its weight says.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let (x, y) = (array![[0.0], [1.0], [2.0]], array![0.0, 1.0, 5.0]);
    /// let weighted = (&x, &y).weighted([1.0, 1.0, 0.0]);
    /// assert_eq!(weighted.training()?.weights().unwrap().sum(), 2.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn weighted<W: AsNumbers>(self, weights: W) -> Weighted<Self, W>
    where
        Self: Sized,
    {
        Weighted { data: self, weights }
    }
}

impl AsTraining for Training<'_> {
    fn training(&self) -> Result<Training<'_>> {
        Ok(Training {
            features: Features::of(self),
            target: self.target.view().into(),
            target_name: self.target_name.clone(),
            class_names: self.class_names.as_deref().map(Cow::Borrowed),
            sample_weights: self.sample_weights.as_ref().map(|weights| weights.view().into()),
        })
    }
}

/// Training data with a weight per sample; see [`AsTraining::weighted`].
#[derive(Clone, Copy, Debug)]
pub struct Weighted<D, W> {
    data: D,
    weights: W,
}

impl<D: AsTraining, W: AsNumbers> AsTraining for Weighted<D, W> {
    fn training(&self) -> Result<Training<'_>> {
        let training = self.data.training()?;
        let sample_weights = checked_weights(&self.weights, training.target.len())?;
        Ok(Training { sample_weights, ..training })
    }

    fn frame_training(&self) -> Result<FrameTraining<'_>> {
        let training = self.data.frame_training()?;
        let sample_weights = checked_weights(&self.weights, training.target.len())?;
        Ok(FrameTraining { sample_weights, ..training })
    }
}

fn checked_weights(weights: &dyn AsNumbers, n_samples: usize) -> Result<Option<CowArray<'_, f64, Ix1>>> {
    let values = weights.numbers()?.values;
    if values.len() != n_samples {
        return Err(Error::LengthMismatch {
            left: "the target".to_owned(),
            left_length: n_samples,
            right: "the sample weights".to_owned(),
            right_length: values.len(),
        });
    }
    if let Some(bad) = values.iter().position(|weight| !(weight.is_finite() && *weight >= 0.0)) {
        let expected = format!("finite and at least 0 (see row {bad})");
        return Err(Error::parameter("fit", "sample_weights", values[bad], expected));
    }
    if values.iter().sum::<f64>() <= 0.0 {
        return Err(Error::parameter(
            "fit",
            "sample_weights",
            "0 for every sample",
            "above 0 for some sample",
        ));
    }
    Ok(Some(match values {
        Cow::Borrowed(values) => CowArray::from(values),
        Cow::Owned(values) => CowArray::from(ndarray::Array1::from(values)),
    }))
}

impl<T: AsTraining + ?Sized> AsTraining for &T {
    fn training(&self) -> Result<Training<'_>> {
        (**self).training()
    }

    fn frame_training(&self) -> Result<FrameTraining<'_>> {
        (**self).frame_training()
    }
}

impl AsTraining for Dataset {
    fn training(&self) -> Result<Training<'_>> {
        assemble(
            self.features()?,
            LabelValues::Numbers(self.target.numbers()?.values),
            Some(self.target_name.clone()),
            self.class_names.as_deref().map(Cow::Borrowed),
        )
    }
}

impl<X: AsFeatures, Y: AsLabels> AsTraining for (X, Y) {
    fn training(&self) -> Result<Training<'_>> {
        let labels = self.1.labels()?;
        assemble(self.0.features()?, labels.values, labels.name, None)
    }

    fn frame_training(&self) -> Result<FrameTraining<'_>> {
        let labels = self.1.labels()?;
        FrameTraining::assemble(self.0.as_frame()?, labels.values, labels.name)
    }
}

impl<X: AsFeatures, Y: AsLabels, W: AsNumbers> AsTraining for (X, Y, W) {
    fn training(&self) -> Result<Training<'_>> {
        let labels = self.1.labels()?;
        let training = assemble(self.0.features()?, labels.values, labels.name, None)?;
        let sample_weights = checked_weights(&self.2, training.target.len())?;
        Ok(Training { sample_weights, ..training })
    }

    fn frame_training(&self) -> Result<FrameTraining<'_>> {
        let labels = self.1.labels()?;
        let training = FrameTraining::assemble(self.0.as_frame()?, labels.values, labels.name)?;
        let sample_weights = checked_weights(&self.2, training.target.len())?;
        Ok(FrameTraining { sample_weights, ..training })
    }
}

/// A frame with the name of its target; all other columns are features.
impl AsTraining for (&DataFrame, &str) {
    fn training(&self) -> Result<Training<'_>> {
        self.frame_training()?.into_numbers()
    }

    fn frame_training(&self) -> Result<FrameTraining<'_>> {
        let (df, target) = *self;
        let labels = crate::frame::column(df, target)?.labels()?;
        FrameTraining::assemble(Cow::Owned(df.drop(target)?), labels.values, Some(target.to_owned()))
    }
}

fn assemble<'a>(
    features: Features<'a>,
    target: LabelValues<'a>,
    target_name: Option<String>,
    class_names: Option<Cow<'a, [String]>>,
) -> Result<Training<'a>> {
    if features.values.nrows() != target.len() {
        return Err(Error::SampleMismatch {
            features: features.values.shape().to_vec(),
            target_length: target.len(),
        });
    }
    let (target, classes) = coded(target, target_name.as_deref())?;
    let class_names = classes.map(Cow::Owned).or(class_names);
    Ok(Training { features, target, target_name, class_names, sample_weights: None })
}

/// A target as numbers, and the classes that it names if it is text.
pub(super) type Coded<'a> = (CowArray<'a, f64, Ix1>, Option<Vec<String>>);

pub(super) fn coded<'a>(target: LabelValues<'a>, name: Option<&str>) -> Result<Coded<'a>> {
    if let LabelValues::Numbers(Cow::Borrowed(values)) = target {
        return Ok((CowArray::from(values), None));
    }
    let (values, classes) = encode(target, name.unwrap_or("y"))?;
    Ok((CowArray::from(ndarray::Array1::from(values)), classes))
}

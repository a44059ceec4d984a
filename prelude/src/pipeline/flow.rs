//! The data on its way through a pipeline: a matrix, or a frame.

use std::borrow::Cow;

use ndarray::{Array1, CowArray};
use polars::prelude::DataFrame;

use crate::array::{AsFeatures, Features, is_number};
use crate::dataset::{Dataset, FrameTraining, Training, frame_of};
use crate::error::Result;
use crate::frame;
use crate::model::{FittedFrameTransformer, FrameTransformer, feature_label, over_columns};
use crate::model_selection::Subject;
use crate::preprocessing::TransformInput;

pub(super) enum Flow<'a> {
    Numbers(Features<'a>),
    Frame(Cow<'a, DataFrame>),
}

impl<'a> Flow<'a> {
    /// The features of these names, as [`AsFeatures::features_of`] finds them.
    pub fn read(as_frame: bool, x: &'a dyn AsFeatures, names: &[String]) -> Result<Self> {
        Ok(if as_frame { Self::Frame(x.as_frame()?) } else { Self::Numbers(x.features_of(names)?) })
    }

    /// Without the columns that are not among these names, if all of these are there.
    pub fn only(self, names: &[String]) -> Result<Self> {
        let Self::Frame(df) = &self else { return Ok(self) };
        let is_same = df.width() == names.len();
        if names.is_empty() || is_same || !frame::has_columns(df, names) {
            return Ok(self);
        }
        Ok(Self::Frame(Cow::Owned(df.select(names)?)))
    }

    pub fn names(&self) -> Vec<String> {
        match self {
            Self::Numbers(x) => x.names.to_vec(),
            Self::Frame(df) => frame::names(df),
        }
    }

    pub fn of(data: &'a Subject<'_>) -> Self {
        match data {
            Subject::Numbers(data) => Self::Numbers(Features::of(data)),
            Subject::Frame(data) => Self::Frame(Cow::<DataFrame>::Borrowed(&data.features)),
        }
    }

    /// Rows and columns.
    pub fn shape(&self) -> (usize, usize) {
        match self {
            Self::Numbers(x) => x.values.dim(),
            Self::Frame(df) => df.shape(),
        }
    }

    pub fn numbers(&self) -> Result<Features<'_>> {
        match self {
            Self::Numbers(x) => {
                Ok(Features { values: x.values.view().into(), names: Cow::Borrowed(&x.names) })
            }
            Self::Frame(df) => df.features(),
        }
    }

    pub fn into_frame(self) -> Result<Cow<'a, DataFrame>> {
        match self {
            Self::Numbers(x) => Ok(Cow::Owned(frame_of(&x)?)),
            Self::Frame(df) => Ok(df),
        }
    }

    /// These features with the target and the weights of `data`.
    pub fn with_target_of(self, data: &'a Subject<'_>) -> Subject<'a> {
        let target = data.target().into();
        let class_names = data.class_names().map(Cow::Borrowed);
        let sample_weights = data.weights().map(CowArray::from);
        let target_name = data.target_name();
        match self {
            Self::Numbers(features) => {
                Subject::Numbers(Training { features, target, target_name, class_names, sample_weights })
            }
            Self::Frame(features) => {
                Subject::Frame(FrameTraining { features, target, target_name, class_names, sample_weights })
            }
        }
    }

    /// What a fitted transformer makes of it.
    pub fn through<'b>(self, step: &dyn FittedFrameTransformer) -> Result<Flow<'b>> {
        if self.stays_numbers()
            && let Some(changed) = step.transform_numbers(&self.numbers_with_gaps()?)
        {
            let (values, names) = changed?;
            return Ok(Flow::Numbers(Features { values: values.into(), names: Cow::Owned(names) }));
        }
        Ok(Flow::Frame(Cow::Owned(step.transform_frame(&*self.into_frame()?)?)))
    }

    /// Whether nothing is lost by numbers: text has none, and a frame's nulls would become NaN.
    fn stays_numbers(&self) -> bool {
        match self {
            Self::Numbers(_) => true,
            Self::Frame(df) => {
                df.columns().iter().all(|column| is_number(column.dtype()) && column.null_count() == 0)
            }
        }
    }

    fn numbers_with_gaps(&self) -> Result<Features<'_>> {
        match self {
            Self::Numbers(_) => self.numbers(),
            Self::Frame(df) => df.features_with_gaps(),
        }
    }
}

/// Fits a transformer, and what it makes of the data.
pub(super) fn fit_transformer<'b>(
    step: &dyn FrameTransformer,
    flow: Flow<'_>,
    target: Option<&Array1<f64>>,
) -> Result<(Box<dyn FittedFrameTransformer>, Flow<'b>)> {
    let Some(numeric) = step.as_numeric().filter(|_| flow.stays_numbers()) else {
        let (fitted, changed) = step.fit_transform_frame(&*flow.into_frame()?, target)?;
        return Ok((fitted, Flow::Frame(Cow::Owned(changed))));
    };
    let features = match flow {
        Flow::Numbers(features) => features,
        Flow::Frame(df) if numeric.accepts_missing() => owned(df.features_with_gaps()?),
        Flow::Frame(df) => owned(df.features()?),
    };
    let names: Vec<String> =
        (0..features.values.ncols()).map(|j| feature_label(&features.names, j)).collect();
    let data = Dataset {
        target: target.cloned().unwrap_or_else(|| Array1::zeros(features.values.nrows())),
        features: features.values.into_owned(),
        feature_names: names,
        target_name: "target".to_owned(),
        class_names: None,
    };
    let fitted = numeric.fit_transformer(&data)?;
    let values = fitted.transform_features(data.features.view())?;
    let names = fitted.output_names(&data.feature_names);
    let changed = Features { values: values.into(), names: Cow::Owned(names) };
    Ok((over_columns(numeric.boxed(), data.feature_names, fitted), Flow::Numbers(changed)))
}

fn owned<'b>(features: Features<'_>) -> Features<'b> {
    Features { values: features.values.into_owned().into(), names: Cow::Owned(features.names.into_owned()) }
}

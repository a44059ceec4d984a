//! Training data of either form, numbers or a frame, whose rows can be taken.

use std::borrow::Cow;

use ndarray::{Array1, Array2, ArrayView1, Axis, CowArray, Ix1};
use polars::prelude::{Column, DataFrame};

use crate::array::Features;
use crate::dataset::{AsTraining, FrameTraining, Training};
use crate::error::Result;
use crate::model::{FittedModel, Model};
use crate::model_selection::classes::{AsClasses, Classes};
use crate::model_selection::rows::Rows;

/// What a model is fitted on.
pub(crate) enum Subject<'a> {
    Numbers(Training<'a>),
    Frame(FrameTraining<'a>),
}

impl<'a> Subject<'a> {
    /// The form that the model wants.
    pub fn of(model: &Model, data: &'a dyn AsTraining) -> Result<Self> {
        Self::in_form(model.takes_frames(), data)
    }

    pub fn in_form(takes_frames: bool, data: &'a dyn AsTraining) -> Result<Self> {
        if takes_frames {
            Ok(Self::Frame(data.frame_training()?))
        } else {
            Ok(Self::Numbers(data.training()?))
        }
    }

    pub fn n_rows(&self) -> usize {
        self.target().len()
    }

    pub fn n_columns(&self) -> usize {
        match self {
            Self::Numbers(data) => data.features.values.ncols(),
            Self::Frame(data) => data.features.width(),
        }
    }

    pub fn target(&self) -> ArrayView1<'_, f64> {
        match self {
            Self::Numbers(data) => data.target.view(),
            Self::Frame(data) => data.target.view(),
        }
    }

    pub fn target_name(&self) -> Option<String> {
        match self {
            Self::Numbers(data) => data.target_name.clone(),
            Self::Frame(data) => data.target_name.clone(),
        }
    }

    pub fn class_names(&self) -> Option<&[String]> {
        match self {
            Self::Numbers(data) => data.class_names.as_deref(),
            Self::Frame(data) => data.class_names.as_deref(),
        }
    }

    pub fn weights(&self) -> Option<ArrayView1<'_, f64>> {
        match self {
            Self::Numbers(data) => data.sample_weights.as_ref().map(CowArray::view),
            Self::Frame(data) => data.sample_weights.as_ref().map(CowArray::view),
        }
    }

    /// The class of every row.
    pub fn classes(&self) -> Result<Classes> {
        Column::new("target".into(), self.target().to_vec()).classes()
    }

    /// Some of the rows, in the order given.
    pub fn rows(&self, rows: &[usize]) -> Result<Subject<'static>> {
        Ok(match self {
            Self::Numbers(data) => Subject::Numbers(Training {
                features: features_at(&data.features, rows),
                target: values_at(data.target.view(), rows),
                target_name: data.target_name.clone(),
                class_names: owned(data.class_names.as_deref()),
                sample_weights: data.sample_weights.as_ref().map(|weights| values_at(weights.view(), rows)),
            }),
            Self::Frame(data) => Subject::Frame(FrameTraining {
                features: Cow::Owned(data.features.rows_at(rows)?),
                target: values_at(data.target.view(), rows),
                target_name: data.target_name.clone(),
                class_names: owned(data.class_names.as_deref()),
                sample_weights: data.sample_weights.as_ref().map(|weights| values_at(weights.view(), rows)),
            }),
        })
    }

    pub fn fit(&self, model: &Model) -> Result<FittedModel> {
        match self {
            Self::Numbers(data) => model.fit_training(data),
            Self::Frame(data) => model.fit_frame(data),
        }
    }

    /// One number or class value per row.
    pub fn predict(&self, model: &FittedModel) -> Result<Array1<f64>> {
        match self {
            Self::Numbers(data) => model.predict_features(&data.features),
            Self::Frame(data) => model.predict_frame(&data.features),
        }
    }

    /// Shape (n_rows, n_classes).
    pub fn probabilities(&self, model: &FittedModel) -> Result<Array2<f64>> {
        match self {
            Self::Numbers(data) => model.predict_probabilities(&data.features),
            Self::Frame(data) => model.predict_probabilities_frame(&data.features),
        }
    }
}

/// The same data, lent.
pub(crate) fn lent_frame<'a>(data: &'a FrameTraining<'_>) -> Subject<'a> {
    Subject::Frame(FrameTraining {
        features: Cow::<DataFrame>::Borrowed(&data.features),
        target: data.target.view().into(),
        target_name: data.target_name.clone(),
        class_names: data.class_names.as_deref().map(Cow::Borrowed),
        sample_weights: data.sample_weights.as_ref().map(|weights| weights.view().into()),
    })
}

fn features_at(features: &Features<'_>, rows: &[usize]) -> Features<'static> {
    Features {
        values: features.values.select(Axis(0), rows).into(),
        names: Cow::Owned(features.names.to_vec()),
    }
}

fn values_at(values: ArrayView1<'_, f64>, rows: &[usize]) -> CowArray<'static, f64, Ix1> {
    values.select(Axis(0), rows).into()
}

fn owned(names: Option<&[String]>) -> Option<Cow<'static, [String]>> {
    names.map(|names| Cow::Owned(names.to_vec()))
}

//! Transformers: of numbers, and of whole frames.

use ndarray::{Array1, Array2, ArrayView2};
use polars::prelude::DataFrame;
use serde::{Deserialize, Serialize};

use crate::array::{AsFeatures, Features};
use crate::dataset::Dataset;
use crate::error::Result;
use crate::model::{Diagram, Model, check};
use crate::preprocessing::TransformInput;

/// A change of features that is learnt from data, not yet fitted.
#[typetag::serde]
pub trait Transformer: Send + Sync {
    /// The model's name, as in code.
    fn name(&self) -> &'static str;

    /// A copy behind the trait.
    fn boxed(&self) -> Box<dyn Transformer>;

    /// Whether NaN among the features is a missing value that it deals with, as imputers do.
    fn accepts_missing(&self) -> bool {
        false
    }

    /// Its settings by name, for pictures of what it is a part of.
    fn parameters(&self) -> Vec<(String, String)> {
        Vec::new()
    }

    /// Learns from `data`; most transformers look at the features alone.
    ///
    /// # Errors
    /// What the model's own `fit` says.
    fn fit_transformer(&self, data: &Dataset) -> Result<Box<dyn FittedTransformer>>;
}

/// A change of features that can be applied.
#[typetag::serde]
pub trait FittedTransformer: Send + Sync {
    /// A copy behind the trait.
    fn boxed(&self) -> Box<dyn FittedTransformer>;

    /// Shape (n_samples, n_features) to shape (n_samples, n_outputs).
    ///
    /// # Errors
    /// What the model's own `transform` says.
    fn transform_features(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>>;

    /// Names of the outputs, given those of the inputs.
    fn output_names(&self, input_names: &[String]) -> Vec<String>;
}

/// A change of whole frames that is learnt from data, not yet fitted: encoders of text, imputers,
/// date parts, and (see [`AsTransformer`]) every [`Transformer`] over a frame's columns.
#[typetag::serde]
pub trait FrameTransformer: Send + Sync {
    /// The transformer's name, as in code.
    fn name(&self) -> &'static str;

    /// A copy behind the trait.
    fn boxed(&self) -> Box<dyn FrameTransformer>;

    /// Learns from the columns of `df`, and from `target` if the transformer looks at it.
    ///
    /// # Errors
    /// What the transformer's own `fit` says.
    fn fit_frame(
        &self,
        df: &DataFrame,
        target: Option<&Array1<f64>>,
    ) -> Result<Box<dyn FittedFrameTransformer>>;

    /// Learns from `df` and changes it. Differs from one after the other only for transformers that
    /// look at the target, which must not show a row its own target.
    ///
    /// # Errors
    /// What the transformer's own `fit` and `transform` say.
    fn fit_transform_frame(
        &self,
        df: &DataFrame,
        target: Option<&Array1<f64>>,
    ) -> Result<(Box<dyn FittedFrameTransformer>, DataFrame)> {
        let fitted = self.fit_frame(df, target)?;
        let changed = fitted.transform_frame(df)?;
        Ok((fitted, changed))
    }

    /// What it is made of, for pictures.
    fn diagram(&self) -> Diagram {
        Diagram::block(self.name(), &[])
    }

    /// The transformer of numbers that it is, if it is one.
    fn as_numeric(&self) -> Option<&dyn Transformer> {
        None
    }

    /// The model that it is, if it ends in one: a pipeline.
    fn as_model(&self) -> Option<Model> {
        None
    }
}

/// A change of whole frames that can be applied.
#[typetag::serde]
pub trait FittedFrameTransformer: Send + Sync {
    /// A copy behind the trait.
    fn boxed(&self) -> Box<dyn FittedFrameTransformer>;

    /// A frame of as many rows with the columns that come out.
    ///
    /// # Errors
    /// What the transformer's own `transform` says; [`Error::ColumnNotFound`] for a column that was
    /// there at the fit and is not now.
    ///
    /// [`Error::ColumnNotFound`]: crate::Error::ColumnNotFound
    fn transform_frame(&self, df: &DataFrame) -> Result<DataFrame>;

    /// The same without a frame, for a transformer of numbers: the values and the names that come out.
    fn transform_numbers(&self, x: &Features<'_>) -> Option<Result<(Array2<f64>, Vec<String>)>> {
        let _ = x;
        None
    }
}

/// Whatever can change frames: transformers of frames, transformers of numbers over a frame's columns,
/// several in a row as a tuple.
pub trait AsTransformer {
    /// A copy of the transformer.
    fn transformer(&self) -> Box<dyn FrameTransformer>;
}

impl AsTransformer for Box<dyn FrameTransformer> {
    fn transformer(&self) -> Self {
        self.clone()
    }
}

impl<T: Transformer> AsTransformer for T {
    fn transformer(&self) -> Box<dyn FrameTransformer> {
        Box::new(OfNumbers(self.boxed()))
    }
}

/// A transformer of frames by its own role.
macro_rules! frame_transformers {
    ($($transformer:ident),* $(,)?) => {$(
        impl $crate::model::AsTransformer for $transformer {
            fn transformer(&self) -> Box<dyn $crate::model::FrameTransformer> {
                $crate::model::FrameTransformer::boxed(self)
            }
        }
    )*};
}
pub(crate) use frame_transformers;

/// A transformer of numbers as one of frames of numbers.
#[derive(Clone, Serialize, Deserialize)]
struct OfNumbers(Box<dyn Transformer>);

#[typetag::serde]
impl FrameTransformer for OfNumbers {
    fn name(&self) -> &'static str {
        self.0.name()
    }

    fn boxed(&self) -> Box<dyn FrameTransformer> {
        Box::new(self.clone())
    }

    fn fit_frame(
        &self,
        df: &DataFrame,
        target: Option<&Array1<f64>>,
    ) -> Result<Box<dyn FittedFrameTransformer>> {
        let features = numbers_of(df, &*self.0)?;
        let names = features.names.to_vec();
        let data = Dataset {
            features: features.values.into_owned(),
            target: target.cloned().unwrap_or_else(|| Array1::zeros(df.height())),
            feature_names: names.clone(),
            target_name: "target".to_owned(),
            class_names: None,
        };
        let fitted = self.0.fit_transformer(&data)?;
        Ok(Box::new(OverColumns { parameters: self.0.clone(), names, fitted }))
    }

    fn diagram(&self) -> Diagram {
        Diagram::block(self.0.name(), &self.0.parameters())
    }

    fn as_numeric(&self) -> Option<&dyn Transformer> {
        Some(&*self.0)
    }
}

fn numbers_of<'a>(df: &'a DataFrame, transformer: &dyn Transformer) -> Result<Features<'a>> {
    if transformer.accepts_missing() { df.features_with_gaps() } else { df.features() }
}

/// A fitted transformer of numbers with the names of the columns it takes.
#[derive(Clone, Serialize, Deserialize)]
struct OverColumns {
    parameters: Box<dyn Transformer>,
    names: Vec<String>,
    fitted: Box<dyn FittedTransformer>,
}

#[typetag::serde]
impl FittedFrameTransformer for OverColumns {
    fn boxed(&self) -> Box<dyn FittedFrameTransformer> {
        Box::new(self.clone())
    }

    fn transform_frame(&self, df: &DataFrame) -> Result<DataFrame> {
        let (values, names) = self.change(&numbers_of(df, &*self.parameters)?)?;
        df.rebuild(values, names)
    }

    fn transform_numbers(&self, x: &Features<'_>) -> Option<Result<(Array2<f64>, Vec<String>)>> {
        Some(self.change(x))
    }
}

impl OverColumns {
    fn change(&self, features: &Features<'_>) -> Result<(Array2<f64>, Vec<String>)> {
        check::same_columns(self.parameters.name(), self.names.len(), &self.names, features)?;
        Ok((self.fitted.transform_features(features.view())?, self.fitted.output_names(&self.names)))
    }
}

/// A fitted transformer of numbers as one of frames with the columns `names`.
pub(crate) fn over_columns(
    parameters: Box<dyn Transformer>,
    names: Vec<String>,
    fitted: Box<dyn FittedTransformer>,
) -> Box<dyn FittedFrameTransformer> {
    Box::new(OverColumns { parameters, names, fitted })
}

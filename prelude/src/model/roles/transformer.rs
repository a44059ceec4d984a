//! Transformers: of numbers, and of whole frames.

use ndarray::{Array1, Array2, ArrayView2};
use polars::prelude::DataFrame;

use crate::array::{AsFeatures, Features};
use crate::dataset::Dataset;
use crate::error::Result;
use crate::model::{Diagram, check};
use crate::preprocessing::TransformInput;

/// A change of features that is learnt from data, not yet fitted.
pub trait Transformer: Send + Sync {
    /// The model's name, as in code.
    fn name(&self) -> &'static str;
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
pub trait FittedTransformer: Send + Sync {
    /// Shape (n_samples, n_features) to shape (n_samples, n_outputs).
    ///
    /// # Errors
    /// What the model's own `transform` says.
    fn transform_features(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>>;
    /// Names of the outputs, given those of the inputs.
    fn output_names(&self, input_names: &[String]) -> Vec<String>;
}

/// A change of whole frames that is learnt from data, not yet fitted: encoders of text, imputers,
/// date parts, and every [`Transformer`] over a frame's columns.
pub trait FrameTransformer: Send + Sync {
    /// The transformer's name, as in code.
    fn name(&self) -> &'static str;
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
}

/// A change of whole frames that can be applied.
pub trait FittedFrameTransformer: Send + Sync {
    /// A frame of as many rows with the columns that come out.
    ///
    /// # Errors
    /// What the transformer's own `transform` says; [`Error::ColumnNotFound`] for a column that was
    /// there at the fit and is not now.
    ///
    /// [`Error::ColumnNotFound`]: crate::Error::ColumnNotFound
    fn transform_frame(&self, df: &DataFrame) -> Result<DataFrame>;
}

/// Every transformer of numbers is one of frames of numbers.
impl<T: Transformer> FrameTransformer for T {
    fn name(&self) -> &'static str {
        Transformer::name(self)
    }

    fn fit_frame(
        &self,
        df: &DataFrame,
        target: Option<&Array1<f64>>,
    ) -> Result<Box<dyn FittedFrameTransformer>> {
        let accepts_missing = self.accepts_missing();
        let features = numbers_of(df, accepts_missing)?;
        let names = features.names.to_vec();
        let data = Dataset {
            features: features.values.into_owned(),
            target: target.cloned().unwrap_or_else(|| Array1::zeros(df.height())),
            feature_names: names.clone(),
            target_name: "target".to_owned(),
            class_names: None,
        };
        let fitted = self.fit_transformer(&data)?;
        Ok(Box::new(OverColumns { model: Transformer::name(self), accepts_missing, names, fitted }))
    }

    fn diagram(&self) -> Diagram {
        Diagram::block(Transformer::name(self), &self.parameters())
    }
}

fn numbers_of(df: &DataFrame, accepts_missing: bool) -> Result<Features<'_>> {
    if accepts_missing { df.features_with_gaps() } else { df.features() }
}

/// A fitted transformer of numbers with the names of the columns it takes.
struct OverColumns {
    model: &'static str,
    accepts_missing: bool,
    names: Vec<String>,
    fitted: Box<dyn FittedTransformer>,
}

impl FittedFrameTransformer for OverColumns {
    fn transform_frame(&self, df: &DataFrame) -> Result<DataFrame> {
        let features = numbers_of(df, self.accepts_missing)?;
        check::same_columns(self.model, self.names.len(), &self.names, &features)?;
        let values = self.fitted.transform_features(features.view())?;
        df.rebuild(values, self.fitted.output_names(&self.names))
    }
}

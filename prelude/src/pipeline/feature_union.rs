//! Several transformers on the same columns, their outputs side by side.

use ndarray::Array1;
use polars::prelude::{Column, DataFrame};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::array::AsFeatures;
use crate::error::{Error, Result};
use crate::frame::convert::check_unique;
use crate::model::roles::frame_transformers;
use crate::model::{AsTransformer, Diagram, FittedFrameTransformer, FrameTransformer};
use crate::runtime::{MimeBundle, RichDisplay};

const NAME: &str = "FeatureUnion";

/// Applies every transformer to all columns; outputs are called `name__column` and come in the order of
/// the transformers.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let union = FeatureUnion::new().step("pca", Pca::new(2)).step("scaled", StandardScaler::new());
/// let features = union.fit(&iris())?.transform(&iris())?;
/// assert_eq!(features.width(), 2 + 4);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct FeatureUnion {
    steps: Vec<Part>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Part {
    name: String,
    transformer: Box<dyn FrameTransformer>,
}

/// A fitted [`FeatureUnion`].
#[derive(Clone, Serialize, Deserialize)]
pub struct FittedFeatureUnion {
    steps: Vec<(String, Box<dyn FittedFrameTransformer>)>,
}

impl FeatureUnion {
    /// Without transformers.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a transformer.
    #[must_use]
    pub fn step(mut self, name: &str, transformer: impl AsTransformer) -> Self {
        self.steps.push(Part { name: name.to_owned(), transformer: transformer.transformer() });
        self
    }

    /// Fits every transformer on features of shape (n_samples, n_features).
    ///
    /// # Errors
    /// [`Error::Empty`] without transformers, [`Error::DuplicateName`], and what the transformers say.
    pub fn fit(&self, x: impl AsFeatures) -> Result<FittedFeatureUnion> {
        Ok(self.run(&*x.as_frame()?, None)?.0)
    }

    fn run(&self, df: &DataFrame, target: Option<&Array1<f64>>) -> Result<(FittedFeatureUnion, DataFrame)> {
        if self.steps.is_empty() {
            return Err(Error::empty("the FeatureUnion", "one transformer"));
        }
        let names: Vec<&str> = self.steps.iter().map(|part| part.name.as_str()).collect();
        check_unique("the FeatureUnion's steps", &names)?;
        let fits: Vec<_> = self
            .steps
            .par_iter()
            .map(|part| part.transformer.fit_transform_frame(df, target))
            .collect::<Result<_>>()?;
        let mut steps = Vec::with_capacity(fits.len());
        let mut outputs = Vec::with_capacity(fits.len());
        for (part, (fitted, output)) in self.steps.iter().zip(fits) {
            steps.push((part.name.clone(), fitted));
            outputs.push((part.name.as_str(), output));
        }
        let changed = side_by_side(df.height(), outputs)?;
        Ok((FittedFeatureUnion { steps }, changed))
    }
}

fn side_by_side(height: usize, outputs: Vec<(&str, DataFrame)>) -> Result<DataFrame> {
    let mut columns: Vec<Column> = Vec::new();
    for (name, output) in outputs {
        for column in output.columns() {
            let mut column = column.clone();
            column.rename(format!("{name}__{}", column.name()).into());
            columns.push(column);
        }
    }
    Ok(DataFrame::new(height, columns)?)
}

impl FittedFeatureUnion {
    /// The outputs of all transformers for the rows of `x`.
    ///
    /// # Errors
    /// What the transformers' own `transform` say.
    pub fn transform(&self, x: impl AsFeatures) -> Result<DataFrame> {
        self.transform_frame(&*x.as_frame()?)
    }
}

frame_transformers!(FeatureUnion);

#[typetag::serde]
impl FrameTransformer for FeatureUnion {
    fn name(&self) -> &'static str {
        NAME
    }

    fn boxed(&self) -> Box<dyn FrameTransformer> {
        Box::new(self.clone())
    }

    fn fit_frame(
        &self,
        df: &DataFrame,
        target: Option<&Array1<f64>>,
    ) -> Result<Box<dyn FittedFrameTransformer>> {
        Ok(Box::new(self.run(df, target)?.0))
    }

    fn fit_transform_frame(
        &self,
        df: &DataFrame,
        target: Option<&Array1<f64>>,
    ) -> Result<(Box<dyn FittedFrameTransformer>, DataFrame)> {
        let (fitted, changed) = self.run(df, target)?;
        Ok((Box::new(fitted), changed))
    }

    fn diagram(&self) -> Diagram {
        let part = |part: &Part| (part.name.clone(), part.transformer.diagram());
        Diagram::side_by_side(NAME, self.steps.iter().map(part).collect())
    }
}

#[typetag::serde]
impl FittedFrameTransformer for FittedFeatureUnion {
    fn boxed(&self) -> Box<dyn FittedFrameTransformer> {
        Box::new(self.clone())
    }

    fn transform_frame(&self, df: &DataFrame) -> Result<DataFrame> {
        let outputs: Vec<DataFrame> =
            self.steps.par_iter().map(|(_, step)| step.transform_frame(df)).collect::<Result<_>>()?;
        let names = self.steps.iter().map(|(name, _)| name.as_str());
        side_by_side(df.height(), names.zip(outputs).collect())
    }
}

impl RichDisplay for FeatureUnion {
    fn rich_display(&self) -> MimeBundle {
        self.diagram().rich_display()
    }
}

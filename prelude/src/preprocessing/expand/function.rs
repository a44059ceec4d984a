//! Any function of one number, as a transformer.

use std::sync::Arc;

use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use super::super::TransformInput;
use super::super::columns::{Gaps, map};
use super::super::numeric::{Seen, check_outputs, numeric_transformer, setting};
use crate::array::Features;
use crate::error::{Error, Result};
use crate::model::SummaryTable;

const NAME: &str = "FunctionTransformer";

type Function = Arc<dyn Fn(f64) -> f64 + Send + Sync>;

/// Applies a function to every value; missing values (NaN) are given to it too.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let log = FunctionTransformer::new(f64::ln_1p).inverse(f64::exp_m1).named("log1p");
/// let (fitted, y) = log.fit_transform(&array![[0.0], [1.0]])?;
/// assert_eq!(y[(1, 0)], 2.0_f64.ln());
/// assert!((fitted.inverse_transform(&y)?[(1, 0)] - 1.0).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Serialize, Deserialize)]
#[serde(into = "Unsaved", try_from = "Unsaved")]
pub struct FunctionTransformer {
    function: Function,
    inverse: Option<Function>,
    label: String,
}

/// A function is code: it can be neither written to a file nor read from one.
struct Unsaved;

const NOT_SAVED: &str = "a FunctionTransformer's function is code and cannot be saved: \
    save the other steps, and apply the function yourself";

impl Serialize for Unsaved {
    fn serialize<S: serde::Serializer>(&self, _serializer: S) -> std::result::Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom(NOT_SAVED))
    }
}

impl<'de> Deserialize<'de> for Unsaved {
    fn deserialize<D: serde::Deserializer<'de>>(_: D) -> std::result::Result<Self, D::Error> {
        Err(serde::de::Error::custom(NOT_SAVED))
    }
}

impl From<FunctionTransformer> for Unsaved {
    fn from(_: FunctionTransformer) -> Self {
        Self
    }
}

impl TryFrom<Unsaved> for FunctionTransformer {
    type Error = &'static str;

    fn try_from(_: Unsaved) -> std::result::Result<Self, Self::Error> {
        Err(NOT_SAVED)
    }
}

impl FunctionTransformer {
    /// With the function.
    #[must_use]
    pub fn new(function: impl Fn(f64) -> f64 + Send + Sync + 'static) -> Self {
        Self { function: Arc::new(function), inverse: None, label: "a function".to_owned() }
    }

    /// The function that undoes it.
    #[must_use]
    pub fn inverse(mut self, inverse: impl Fn(f64) -> f64 + Send + Sync + 'static) -> Self {
        self.inverse = Some(Arc::new(inverse));
        self
    }

    /// What the function is called in summaries and pictures.
    #[must_use]
    pub fn named(mut self, label: &str) -> Self {
        self.label = label.to_owned();
        self
    }

    fn learn(&self, features: &Features<'_>) -> Result<FittedFunctionTransformer> {
        Ok(FittedFunctionTransformer { parameters: self.clone(), seen: Seen::of(features) })
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![setting("function", &self.label)]
    }
}

/// A fitted [`FunctionTransformer`]; it has learnt nothing but the features' names.
#[derive(Clone, Serialize, Deserialize)]
pub struct FittedFunctionTransformer {
    parameters: FunctionTransformer,
    seen: Seen,
}

impl FittedFunctionTransformer {
    /// Applies the inverse function to every value; gives the same kind of container.
    ///
    /// # Errors
    /// [`Error::Parameter`] if no inverse was given, [`Error::Shape`] for another number of columns.
    pub fn inverse_transform<T: TransformInput>(&self, z: T) -> Result<T::Output> {
        let features = z.features_with_gaps()?;
        check_outputs(&features, self.seen.names.len(), Gaps::Allowed)?;
        let Some(inverse) = &self.parameters.inverse else {
            let expected = "given, as in `.inverse(f64::exp)`";
            return Err(Error::parameter(NAME, "inverse", "missing", expected));
        };
        let values = map(features.view(), |_, value| inverse(value))?;
        z.rebuild(values, self.seen.names.clone())
    }

    fn change(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        map(x, |_, value| (self.parameters.function)(value))
    }

    fn names_out(&self, names: &[String]) -> Vec<String> {
        names.to_vec()
    }

    fn tables(&self) -> Vec<SummaryTable> {
        Vec::new()
    }
}

numeric_transformer!(FunctionTransformer => FittedFunctionTransformer, NAME, Gaps::Allowed);

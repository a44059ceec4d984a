//! Numbers to zero and one by a threshold.

use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use super::super::columns::{Gaps, zip_map};
use super::super::numeric::{Seen, numeric_transformer, setting};
use crate::array::Features;
use crate::error::{Error, Result};
use crate::model::SummaryTable;

const NAME: &str = "Binarizer";

/// One for values above a threshold, else zero.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (_, ones) = Binarizer::new(2.0).fit_transform(&array![[1.0, 2.0], [2.5, 7.0]])?;
/// assert_eq!(ones, array![[0.0, 0.0], [1.0, 1.0]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Binarizer {
    threshold: f64,
}

impl Binarizer {
    /// With its threshold.
    #[must_use]
    pub fn new(threshold: f64) -> Self {
        Self { threshold }
    }

    fn learn(&self, features: &Features<'_>) -> Result<FittedBinarizer> {
        if self.threshold.is_nan() {
            return Err(Error::parameter(NAME, "threshold", self.threshold, "a number"));
        }
        Ok(FittedBinarizer { parameters: self.clone(), seen: Seen::of(features) })
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![setting("threshold", self.threshold)]
    }
}

/// A fitted [`Binarizer`]; it has learnt nothing but the features' names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedBinarizer {
    parameters: Binarizer,
    seen: Seen,
}

impl FittedBinarizer {
    fn change(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let thresholds = vec![self.parameters.threshold; x.ncols()];
        Ok(zip_map(x, &thresholds, &thresholds, |value, threshold, _| f64::from(u8::from(value > threshold))))
    }

    fn names_out(&self, names: &[String]) -> Vec<String> {
        names.to_vec()
    }

    fn tables(&self) -> Vec<SummaryTable> {
        Vec::new()
    }
}

numeric_transformer!(Binarizer => FittedBinarizer, NAME, Gaps::Refused);

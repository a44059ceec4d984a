//! Samples to length one.

use ndarray::{Array2, ArrayView2, Axis, Zip};
use serde::{Deserialize, Serialize};

use super::super::columns::Gaps;
use super::super::numeric::{Seen, numeric_transformer, setting};
use crate::array::Features;
use crate::error::Result;
use crate::model::SummaryTable;

const NAME: &str = "Normalizer";

/// How the length of a sample is measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Norm {
    /// The sum of absolute values.
    L1,
    /// The root of the sum of squares.
    #[default]
    L2,
    /// The largest absolute value.
    Max,
}

impl Norm {
    fn of(self, row: &[f64]) -> f64 {
        let sizes = row.iter().map(|value| value.abs());
        match self {
            Self::L1 => sizes.sum(),
            Self::L2 => row.iter().map(|value| value * value).sum::<f64>().sqrt(),
            Self::Max => sizes.fold(0.0, f64::max),
        }
    }
}

/// Divides each sample (row) by its length. A row of zeros stays.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (_, unit) = Normalizer::new().fit_transform(&array![[3.0, 4.0], [0.0, 0.0]])?;
/// assert_eq!(unit, array![[0.6, 0.8], [0.0, 0.0]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Normalizer {
    norm: Norm,
}

impl Normalizer {
    /// By the Euclidean length.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How the length is measured. Default [`Norm::L2`].
    #[must_use]
    pub fn norm(mut self, norm: Norm) -> Self {
        self.norm = norm;
        self
    }

    fn learn(&self, features: &Features<'_>) -> Result<FittedNormalizer> {
        Ok(FittedNormalizer { parameters: self.clone(), seen: Seen::of(features) })
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![setting("norm", format!("{:?}", self.norm))]
    }
}

/// A fitted [`Normalizer`]; it has learnt nothing but the features' names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedNormalizer {
    parameters: Normalizer,
    seen: Seen,
}

impl FittedNormalizer {
    fn change(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let norm = self.parameters.norm;
        let mut x = x.as_standard_layout().into_owned();
        Zip::from(x.axis_iter_mut(Axis(0))).par_for_each(|mut row| {
            let length = row.as_slice().map_or(0.0, |row| norm.of(row));
            if length > 0.0 {
                row.mapv_inplace(|value| value / length);
            }
        });
        Ok(x)
    }

    fn names_out(&self, names: &[String]) -> Vec<String> {
        names.to_vec()
    }

    fn tables(&self) -> Vec<SummaryTable> {
        Vec::new()
    }
}

numeric_transformer!(Normalizer => FittedNormalizer, NAME, Gaps::Refused);

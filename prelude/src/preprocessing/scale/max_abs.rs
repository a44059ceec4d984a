//! Features to sizes of at most one, zeros kept.

use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use super::super::columns::{Gaps, zip_map};
use super::super::numeric::{Seen, invertible, numeric_transformer};
use super::super::statistics::{extremes, usable_scale};
use crate::array::Features;
use crate::error::Result;
use crate::model::SummaryTable;

const NAME: &str = "MaxAbsScaler";

/// Divides each feature by its largest absolute value; zeros stay zeros.
///
/// NaN is left out of the fit and stays. A feature of nothing but zeros stays as it is.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (_, scaled) = MaxAbsScaler::new().fit_transform(&array![[1.0], [-4.0], [0.0]])?;
/// assert_eq!(scaled, array![[0.25], [-1.0], [0.0]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MaxAbsScaler {}

impl MaxAbsScaler {
    /// To the range −1 to 1.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn learn(&self, features: &Features<'_>) -> Result<FittedMaxAbsScaler> {
        let extremes = extremes(features.view());
        let max_abs: Vec<f64> = extremes.iter().map(|(low, high)| low.abs().max(high.abs())).collect();
        let scale = max_abs.iter().map(|size| usable_scale(*size)).collect();
        Ok(FittedMaxAbsScaler { parameters: self.clone(), max_abs, scale, seen: Seen::of(features) })
    }

    fn settings(&self) -> Vec<(String, String)> {
        Vec::new()
    }
}

/// A fitted [`MaxAbsScaler`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedMaxAbsScaler {
    parameters: MaxAbsScaler,
    max_abs: Vec<f64>,
    scale: Vec<f64>,
    seen: Seen,
}

impl FittedMaxAbsScaler {
    /// The largest absolute value of each feature.
    pub fn max_abs(&self) -> &[f64] {
        &self.max_abs
    }

    /// What each feature is divided by: its largest absolute value, or 1 if that is 0.
    pub fn scale(&self) -> &[f64] {
        &self.scale
    }

    fn change(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        Ok(zip_map(x, &self.scale, &self.scale, |value, scale, _| value / scale))
    }

    fn restore(&self, z: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        Ok(zip_map(z, &self.scale, &self.scale, |value, scale, _| value * scale))
    }

    fn names_out(&self, names: &[String]) -> Vec<String> {
        names.to_vec()
    }

    fn tables(&self) -> Vec<SummaryTable> {
        vec![self.seen.table(&[("max abs", &self.max_abs)])]
    }
}

numeric_transformer!(MaxAbsScaler => FittedMaxAbsScaler, NAME, Gaps::Allowed);
invertible!(FittedMaxAbsScaler, Gaps::Allowed);

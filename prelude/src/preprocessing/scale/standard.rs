//! Features to mean zero and standard deviation one.

use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use super::super::columns::{Gaps, zip_map};
use super::super::numeric::{Seen, invertible, numeric_transformer, setting};
use super::super::statistics::moments;
use crate::array::Features;
use crate::error::Result;
use crate::model::SummaryTable;

const NAME: &str = "StandardScaler";

/// Subtracts each feature's mean and divides by its standard deviation (n).
///
/// NaN is left out of the fit and stays. A feature that is the same in every sample is only
/// centred, as in scikit-learn.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (scaler, scaled) = StandardScaler::new().fit_transform(&array![[1.0, 5.0], [3.0, 5.0]])?;
/// assert_eq!(scaled, array![[-1.0, 0.0], [1.0, 0.0]]);
/// assert_eq!(scaler.mean(), [2.0, 5.0]);
/// assert_eq!(scaler.inverse_transform(&scaled)?, array![[1.0, 5.0], [3.0, 5.0]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StandardScaler {
    with_mean: bool,
    with_std: bool,
}

impl Default for StandardScaler {
    fn default() -> Self {
        Self { with_mean: true, with_std: true }
    }
}

impl StandardScaler {
    /// To mean zero and standard deviation one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether the mean is subtracted. Default `true`.
    #[must_use]
    pub fn with_mean(mut self, with_mean: bool) -> Self {
        self.with_mean = with_mean;
        self
    }

    /// Whether the result is divided by the standard deviation. Default `true`.
    #[must_use]
    pub fn with_std(mut self, with_std: bool) -> Self {
        self.with_std = with_std;
        self
    }

    fn learn(&self, features: &Features<'_>) -> Result<FittedStandardScaler> {
        let moments = moments(features.view());
        let scale = moments.iter().map(|m| if m.is_constant() { 1.0 } else { m.variance.sqrt() });
        Ok(FittedStandardScaler {
            parameters: self.clone(),
            scale: scale.collect(),
            mean: moments.iter().map(|m| m.mean).collect(),
            variance: moments.iter().map(|m| m.variance).collect(),
            seen: Seen::of(features),
        })
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![setting("with_mean", self.with_mean), setting("with_std", self.with_std)]
    }
}

/// A fitted [`StandardScaler`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedStandardScaler {
    parameters: StandardScaler,
    mean: Vec<f64>,
    variance: Vec<f64>,
    scale: Vec<f64>,
    seen: Seen,
}

impl FittedStandardScaler {
    /// The mean of each feature.
    pub fn mean(&self) -> &[f64] {
        &self.mean
    }

    /// The variance (n) of each feature.
    pub fn variance(&self) -> &[f64] {
        &self.variance
    }

    /// What each feature is divided by: its standard deviation (n), or 1 if it is constant.
    pub fn scale(&self) -> &[f64] {
        &self.scale
    }

    fn steps(&self) -> (Vec<f64>, Vec<f64>) {
        let p = self.mean.len();
        let shift = if self.parameters.with_mean { self.mean.clone() } else { vec![0.0; p] };
        let scale = if self.parameters.with_std { self.scale.clone() } else { vec![1.0; p] };
        (shift, scale)
    }

    fn change(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let (shift, scale) = self.steps();
        Ok(zip_map(x, &shift, &scale, |value, shift, scale| (value - shift) / scale))
    }

    fn restore(&self, z: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let (shift, scale) = self.steps();
        Ok(zip_map(z, &shift, &scale, |value, shift, scale| value * scale + shift))
    }

    fn names_out(&self, names: &[String]) -> Vec<String> {
        names.to_vec()
    }

    fn tables(&self) -> Vec<SummaryTable> {
        vec![self.seen.table(&[("mean", &self.mean), ("scale", &self.scale)])]
    }
}

numeric_transformer!(StandardScaler => FittedStandardScaler, NAME, Gaps::Allowed);
invertible!(FittedStandardScaler, Gaps::Allowed);

//! Features to a range.

use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use super::super::columns::{Gaps, zip_map};
use super::super::numeric::{Seen, invertible, numeric_transformer, setting};
use super::super::statistics::{extremes, usable_scale};
use crate::array::Features;
use crate::error::{Error, Result};
use crate::model::SummaryTable;

const NAME: &str = "MinMaxScaler";

/// Moves and stretches each feature so that its values lie from 0 to 1, or in another range.
///
/// NaN is left out of the fit and stays. A feature that is the same in every sample becomes the
/// range's lower end, as in scikit-learn.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (scaler, scaled) = MinMaxScaler::new().fit_transform(&array![[1.0], [2.0], [5.0]])?;
/// assert_eq!(scaled, array![[0.0], [0.25], [1.0]]);
/// assert_eq!(scaler.transform(&array![[9.0]])?, array![[2.0]]);
/// let clipped = MinMaxScaler::new().clip(true).fit(&array![[1.0], [5.0]])?;
/// assert_eq!(clipped.transform(&array![[9.0]])?, array![[1.0]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MinMaxScaler {
    range: (f64, f64),
    clip: bool,
}

impl Default for MinMaxScaler {
    fn default() -> Self {
        Self { range: (0.0, 1.0), clip: false }
    }
}

impl MinMaxScaler {
    /// To the range 0 to 1.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The range of the training data's output. Default 0 to 1.
    #[must_use]
    pub fn range(mut self, low: f64, high: f64) -> Self {
        self.range = (low, high);
        self
    }

    /// Whether later values beyond the training data's are cut to the range. Default `false`.
    #[must_use]
    pub fn clip(mut self, clip: bool) -> Self {
        self.clip = clip;
        self
    }

    fn learn(&self, features: &Features<'_>) -> Result<FittedMinMaxScaler> {
        let (low, high) = self.range;
        if !(low < high && low.is_finite() && high.is_finite()) {
            let expected = "two finite numbers, the lower one first";
            return Err(Error::parameter(NAME, "range", format!("({low}, {high})"), expected));
        }
        let (minima, maxima): (Vec<f64>, Vec<f64>) = extremes(features.view()).into_iter().unzip();
        let spans = minima.iter().zip(&maxima).map(|(min, max)| usable_scale(max - min));
        let scale: Vec<f64> = spans.map(|span| (high - low) / span).collect();
        Ok(FittedMinMaxScaler {
            parameters: self.clone(),
            shift: minima.iter().zip(&scale).map(|(min, scale)| low - min * scale).collect(),
            scale,
            minima,
            maxima,
            seen: Seen::of(features),
        })
    }

    fn settings(&self) -> Vec<(String, String)> {
        let (low, high) = self.range;
        vec![setting("range", format!("({low}, {high})")), setting("clip", self.clip)]
    }
}

/// A fitted [`MinMaxScaler`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedMinMaxScaler {
    parameters: MinMaxScaler,
    minima: Vec<f64>,
    maxima: Vec<f64>,
    scale: Vec<f64>,
    shift: Vec<f64>,
    seen: Seen,
}

impl FittedMinMaxScaler {
    /// The least value of each feature.
    pub fn data_min(&self) -> &[f64] {
        &self.minima
    }

    /// The greatest value of each feature.
    pub fn data_max(&self) -> &[f64] {
        &self.maxima
    }

    /// What each feature is multiplied by.
    pub fn scale(&self) -> &[f64] {
        &self.scale
    }

    fn change(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let (low, high) = self.parameters.range;
        Ok(if self.parameters.clip {
            // Not `clamp`: NaN must stay, and `max` and `min` would replace it.
            zip_map(x, &self.scale, &self.shift, |value, scale, shift| {
                let value = value * scale + shift;
                let value = if value < low { low } else { value };
                if value > high { high } else { value }
            })
        } else {
            zip_map(x, &self.scale, &self.shift, |value, scale, shift| value * scale + shift)
        })
    }

    fn restore(&self, z: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        Ok(zip_map(z, &self.scale, &self.shift, |value, scale, shift| (value - shift) / scale))
    }

    fn names_out(&self, names: &[String]) -> Vec<String> {
        names.to_vec()
    }

    fn tables(&self) -> Vec<SummaryTable> {
        vec![self.seen.table(&[("min", &self.minima), ("max", &self.maxima), ("scale", &self.scale)])]
    }
}

numeric_transformer!(MinMaxScaler => FittedMinMaxScaler, NAME, Gaps::Allowed);
invertible!(FittedMinMaxScaler, Gaps::Allowed);

//! Features by their median and the range of their middle values: outliers have no say.

use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use super::super::columns::{Gaps, learn, zip_map};
use super::super::numeric::{Seen, invertible, numeric_transformer, setting};
use super::super::statistics::{drop_nan, quantile_of_unsorted, usable_scale};
use crate::array::Features;
use crate::error::{Error, Result};
use crate::model::SummaryTable;

const NAME: &str = "RobustScaler";

/// Subtracts each feature's median and divides by the distance between two of its quantiles, at
/// first the quartiles.
///
/// NaN is left out of the fit and stays. A feature whose quantiles are equal is only centred.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = array![[1.0], [2.0], [3.0], [4.0], [1000.0]];
/// let (scaler, scaled) = RobustScaler::new().fit_transform(&x)?;
/// assert_eq!((scaler.center()[0], scaler.scale()[0]), (3.0, 2.0));
/// assert_eq!(scaled[(0, 0)], -1.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RobustScaler {
    with_centering: bool,
    with_scaling: bool,
    quantile_range: (f64, f64),
}

impl Default for RobustScaler {
    fn default() -> Self {
        Self { with_centering: true, with_scaling: true, quantile_range: (25.0, 75.0) }
    }
}

impl RobustScaler {
    /// By the median and the quartiles.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether the median is subtracted. Default `true`.
    #[must_use]
    pub fn with_centering(mut self, with_centering: bool) -> Self {
        self.with_centering = with_centering;
        self
    }

    /// Whether the result is divided by the quantiles' distance. Default `true`.
    #[must_use]
    pub fn with_scaling(mut self, with_scaling: bool) -> Self {
        self.with_scaling = with_scaling;
        self
    }

    /// The quantiles in per cent, 0 to 100. Default 25 and 75.
    #[must_use]
    pub fn quantile_range(mut self, low: f64, high: f64) -> Self {
        self.quantile_range = (low, high);
        self
    }

    fn learn(&self, features: &Features<'_>) -> Result<FittedRobustScaler> {
        let (low, high) = self.quantile_range;
        if !(0.0 <= low && low <= high && high <= 100.0) {
            let expected = "two per cents from 0 to 100, the lower one first";
            return Err(Error::parameter(NAME, "quantile_range", format!("({low}, {high})"), expected));
        }
        let both = learn(features.view(), |_, values| {
            drop_nan(values);
            let mut quantile = |per_cent: f64| quantile_of_unsorted(values, per_cent / 100.0);
            Ok((quantile(50.0), usable_scale(quantile(high) - quantile(low))))
        })?;
        let (center, scale) = both.into_iter().unzip();
        Ok(FittedRobustScaler { parameters: self.clone(), center, scale, seen: Seen::of(features) })
    }

    fn settings(&self) -> Vec<(String, String)> {
        let (low, high) = self.quantile_range;
        vec![
            setting("with_centering", self.with_centering),
            setting("with_scaling", self.with_scaling),
            setting("quantile_range", format!("({low}, {high})")),
        ]
    }
}

/// A fitted [`RobustScaler`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedRobustScaler {
    parameters: RobustScaler,
    center: Vec<f64>,
    scale: Vec<f64>,
    seen: Seen,
}

impl FittedRobustScaler {
    /// The median of each feature.
    pub fn center(&self) -> &[f64] {
        &self.center
    }

    /// What each feature is divided by: the distance of its quantiles, or 1 if that is 0.
    pub fn scale(&self) -> &[f64] {
        &self.scale
    }

    fn steps(&self) -> (Vec<f64>, Vec<f64>) {
        let p = self.center.len();
        let center = if self.parameters.with_centering { self.center.clone() } else { vec![0.0; p] };
        let scale = if self.parameters.with_scaling { self.scale.clone() } else { vec![1.0; p] };
        (center, scale)
    }

    fn change(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let (center, scale) = self.steps();
        Ok(zip_map(x, &center, &scale, |value, center, scale| (value - center) / scale))
    }

    fn restore(&self, z: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let (center, scale) = self.steps();
        Ok(zip_map(z, &center, &scale, |value, center, scale| value * scale + center))
    }

    fn names_out(&self, names: &[String]) -> Vec<String> {
        names.to_vec()
    }

    fn tables(&self) -> Vec<SummaryTable> {
        vec![self.seen.table(&[("median", &self.center), ("scale", &self.scale)])]
    }
}

numeric_transformer!(RobustScaler => FittedRobustScaler, NAME, Gaps::Allowed);
invertible!(FittedRobustScaler, Gaps::Allowed);

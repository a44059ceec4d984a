//! Features that hardly vary say nothing.

use ndarray::Axis;

use super::selector::{FittedSelector, Method, unsupervised_selector};
use crate::array::Features;
use crate::error::{Error, Result};
use crate::model::check;

const NAME: &str = "VarianceThreshold";

/// Keeps features whose variance (n) is above a threshold.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let df = df!("constant" => [1, 1, 1], "varies" => [1, 2, 3])?;
/// let (_, kept) = VarianceThreshold::default().fit_transform(&df)?;
/// assert_eq!(kept.get_column_names(), ["varies"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct VarianceThreshold {
    threshold: f64,
}

impl VarianceThreshold {
    /// Features with more variance than `threshold` stay; 0.0 drops those that are the same in every
    /// sample.
    #[must_use]
    pub fn new(threshold: f64) -> Self {
        Self { threshold }
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![("threshold".to_owned(), self.threshold.to_string())]
    }

    fn fit_features(&self, features: &Features<'_>) -> Result<FittedSelector> {
        if !(self.threshold >= 0.0 && self.threshold.is_finite()) {
            return Err(Error::parameter(NAME, "threshold", self.threshold, "a number of at least 0"));
        }
        check::features(features)?;
        let x = features.view();
        let mut variances = x.var_axis(Axis(0), 0.0).to_vec();
        if self.threshold == 0.0 {
            // Rounding gives a constant column some variance, but no range.
            for (variance, column) in variances.iter_mut().zip(x.columns()) {
                let range = column.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
                    (low.min(*value), high.max(*value))
                });
                *variance = variance.min(range.1 - range.0);
            }
        }
        let support: Vec<bool> = variances.iter().map(|variance| *variance > self.threshold).collect();
        if !support.contains(&true) {
            let most = variances.iter().fold(0.0_f64, |most, variance| most.max(*variance));
            let expected = format!("below the largest variance, {most}, or no feature is left");
            return Err(Error::parameter(NAME, "threshold", self.threshold, expected));
        }
        Ok(FittedSelector::new(Method::VarianceThreshold, self.settings(), features, support, variances))
    }
}

unsupervised_selector!(VarianceThreshold);

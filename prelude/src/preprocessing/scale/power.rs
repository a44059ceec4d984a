//! Features to a shape as near to normal as a power can make it.

use ndarray::{Array2, ArrayView2};
use serde::{Deserialize, Serialize};

pub use super::power_likelihood::PowerMethod;

use super::super::columns::{Gaps, learn, map};
use super::super::numeric::{Seen, check_each, invertible, numeric_transformer, setting};
use super::super::statistics::{drop_nan, moments};
use crate::array::Features;
use crate::error::{Error, Result};
use crate::model::SummaryTable;

const NAME: &str = "PowerTransformer";

/// Takes the skew out of each feature by a power that is learnt by maximum likelihood, then, unless
/// told otherwise, scales to mean zero and standard deviation one.
///
/// NaN is left out of the fit and stays. A feature that is the same in every sample keeps its shape
/// (λ = 1).
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = array![[1.0], [2.0], [4.0], [8.0], [16.0], [32.0]];
/// let (power, z) = PowerTransformer::new().method(PowerMethod::BoxCox).fit_transform(&x)?;
/// assert!(power.lambdas()[0].abs() < 1e-6, "equal ratios: the logarithm");
/// assert!((z[(0, 0)] + z[(5, 0)]).abs() < 1e-6);
/// let back = power.inverse_transform(&z)?;
/// assert!((back[(5, 0)] - 32.0).abs() < 1e-9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PowerTransformer {
    method: PowerMethod,
    standardize: bool,
}

impl Default for PowerTransformer {
    fn default() -> Self {
        Self { method: PowerMethod::YeoJohnson, standardize: true }
    }
}

impl PowerTransformer {
    /// By Yeo and Johnson's powers, standardised.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The family of powers. Default [`PowerMethod::YeoJohnson`].
    #[must_use]
    pub fn method(mut self, method: PowerMethod) -> Self {
        self.method = method;
        self
    }

    /// Whether the result is scaled to mean zero and standard deviation one. Default `true`.
    #[must_use]
    pub fn standardize(mut self, standardize: bool) -> Self {
        self.standardize = standardize;
        self
    }

    fn learn(&self, features: &Features<'_>) -> Result<FittedPowerTransformer> {
        let seen = Seen::of(features);
        check_positive(self.method, &seen, features.view())?;
        let before = moments(features.view());
        let lambdas = learn(features.view(), |j, values| {
            drop_nan(values);
            if values.is_empty() || before[j].is_constant() {
                return Ok(1.0);
            }
            self.method.best_lambda(values)
        })?;
        let p = lambdas.len();
        let (mean, scale) = if self.standardize {
            let shaped = map(features.view(), |j, value| self.method.apply(value, lambdas[j]))?;
            let after = moments(shaped.view());
            let scale = after.iter().map(|m| if m.is_constant() { 1.0 } else { m.variance.sqrt() });
            (after.iter().map(|m| m.mean).collect(), scale.collect())
        } else {
            (vec![0.0; p], vec![1.0; p])
        };
        Ok(FittedPowerTransformer { parameters: self.clone(), lambdas, mean, scale, seen })
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![setting("method", format!("{:?}", self.method)), setting("standardize", self.standardize)]
    }
}

fn check_positive(method: PowerMethod, seen: &Seen, x: ArrayView2<'_, f64>) -> Result<()> {
    if method == PowerMethod::YeoJohnson {
        return Ok(());
    }
    check_each(
        x,
        |value| value.is_nan() || value > 0.0,
        |row, column, value| {
            let found = format!("{value} in row {row} of feature `{}`", seen.names[column]);
            let expected = "above 0 for Box-Cox: try `PowerMethod::YeoJohnson`";
            Error::parameter(NAME, "x", found, expected)
        },
    )
}

/// A fitted [`PowerTransformer`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedPowerTransformer {
    parameters: PowerTransformer,
    lambdas: Vec<f64>,
    mean: Vec<f64>,
    scale: Vec<f64>,
    seen: Seen,
}

impl FittedPowerTransformer {
    /// The power of each feature: 1 leaves the shape, 0 is the logarithm.
    pub fn lambdas(&self) -> &[f64] {
        &self.lambdas
    }

    fn change(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let method = self.parameters.method;
        check_positive(method, &self.seen, x)?;
        map(x, |j, value| (method.apply(value, self.lambdas[j]) - self.mean[j]) / self.scale[j])
    }

    fn restore(&self, z: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let method = self.parameters.method;
        map(z, |j, value| method.undo(value * self.scale[j] + self.mean[j], self.lambdas[j]))
    }

    fn names_out(&self, names: &[String]) -> Vec<String> {
        names.to_vec()
    }

    fn tables(&self) -> Vec<SummaryTable> {
        vec![self.seen.table(&[("λ", &self.lambdas)])]
    }
}

numeric_transformer!(PowerTransformer => FittedPowerTransformer, NAME, Gaps::Allowed);
invertible!(FittedPowerTransformer, Gaps::Allowed);

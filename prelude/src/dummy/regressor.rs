//! A regressor that does not look at the features.

use ndarray::{Array1, ArrayView1, ArrayView2};
use serde::{Deserialize, Serialize};

use crate::dataset::Training;
use crate::display::number;
use crate::error::{Error, Result};
use crate::model::estimators::regressor;
use crate::model::{Seen, Summary};
use crate::preprocessing::numeric::setting;

const NAME: &str = "DummyRegressor";

/// What a [`DummyRegressor`] says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegressorStrategy {
    /// The target's mean.
    #[default]
    Mean,
    /// The target's median.
    Median,
    /// This quantile of the target, 0 to 1.
    Quantile(f64),
    /// This number.
    Constant(f64),
}

impl std::fmt::Display for RegressorStrategy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Mean => f.write_str("mean"),
            Self::Median => f.write_str("median"),
            Self::Quantile(quantile) => write!(f, "quantile ({})", number(*quantile)),
            Self::Constant(value) => write!(f, "constant ({})", number(*value)),
        }
    }
}

/// Predicts one number, whatever the features are.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (x, y) = (Array2::zeros((3, 1)), array![1.0, 2.0, 9.0]);
/// let model = DummyRegressor::new().strategy(RegressorStrategy::Median).fit((&x, &y))?;
/// assert_eq!(model.predict(&array![[7.0]])?, array![2.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DummyRegressor {
    strategy: RegressorStrategy,
}

impl DummyRegressor {
    /// The target's mean.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What it says. Default [`RegressorStrategy::Mean`].
    #[must_use]
    pub fn strategy(mut self, strategy: RegressorStrategy) -> Self {
        self.strategy = strategy;
        self
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![setting("strategy", self.strategy)]
    }

    fn learn(&self, data: &Training<'_>) -> Result<FittedDummyRegressor> {
        let (target, weights) = (data.target.view(), data.weights());
        let constant = match self.strategy {
            RegressorStrategy::Mean => match weights {
                Some(weights) => target.dot(&weights) / weights.sum(),
                None => target.sum() / target.len() as f64,
            },
            RegressorStrategy::Median => quantile(target, weights, 0.5),
            RegressorStrategy::Quantile(share) if (0.0..=1.0).contains(&share) => {
                quantile(target, weights, share)
            }
            RegressorStrategy::Quantile(share) => {
                return Err(Error::parameter(NAME, "strategy", share, "a quantile from 0 to 1"));
            }
            RegressorStrategy::Constant(value) if value.is_finite() => value,
            RegressorStrategy::Constant(value) => {
                return Err(Error::parameter(NAME, "strategy", value, "a finite number"));
            }
        };
        Ok(FittedDummyRegressor { parameters: self.clone(), seen: Seen::of(&data.features), constant })
    }
}

/// Between neighbours in a straight line without weights; with them the first value at which the sum
/// of weights reaches its share, as in scikit-learn.
fn quantile(values: ArrayView1<'_, f64>, weights: Option<ArrayView1<'_, f64>>, share: f64) -> f64 {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let Some(weights) = weights else {
        let place = share * (values.len() - 1) as f64;
        let (low, high) = (values[order[place.floor() as usize]], values[order[place.ceil() as usize]]);
        return low + (high - low) * place.fract();
    };
    let wanted = share * weights.sum();
    let mut sum = 0.0;
    let reaches = |row: &&usize| {
        sum += weights[**row];
        sum > 0.0 && sum >= wanted
    };
    let found = order.iter().find(reaches).or(order.last());
    found.map_or(f64::NAN, |row| values[*row])
}

regressor!(DummyRegressor => FittedDummyRegressor, weights: used);

/// A fitted [`DummyRegressor`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedDummyRegressor {
    parameters: DummyRegressor,
    seen: Seen,
    constant: f64,
}

impl FittedDummyRegressor {
    /// The number that it predicts.
    pub fn constant(&self) -> f64 {
        self.constant
    }

    fn predict_rows(&self, x: ArrayView2<'_, f64>) -> Result<Array1<f64>> {
        Ok(Array1::from_elem(x.nrows(), self.constant))
    }

    #[allow(clippy::unused_self)]
    fn importances(&self) -> Option<Array1<f64>> {
        None
    }

    fn report(&self, summary: &mut Summary) {
        summary.results.push(("prediction".to_owned(), number(self.constant)));
    }
}

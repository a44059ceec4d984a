//! The best monotone step function of one feature, by pooling neighbours that are out of order.
//!
//! Source: R. Barlow, D. Bartholomew, J. Bremner, H. Brunk, "Statistical Inference under Order
//! Restrictions", 1972.

use ndarray::{Array1, ArrayView1, ArrayView2};
use serde::{Deserialize, Serialize};

use crate::dataset::Training;
use crate::error::{Error, Result};
use crate::model::estimators::regressor;
use crate::model::{Seen, Summary};
use crate::preprocessing::numeric::setting;

const NAME: &str = "IsotonicRegression";

/// Which way the function may go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Monotone {
    #[default]
    Increasing,
    Decreasing,
    /// As the ranks of feature and target go together.
    Auto,
}

/// What is predicted beyond the training data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutOfBounds {
    /// NaN.
    #[default]
    Nan,
    /// The nearest end's value.
    Clip,
    /// Nothing: it is an error.
    Raise,
}

/// A function of one feature that never falls (or never rises) and is as near as possible to the target.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = array![[1.0], [2.0], [3.0], [4.0]];
/// let model = IsotonicRegression::new().fit((&x, &[1.0, 3.0, 2.0, 4.0]))?;
/// assert_eq!(model.predict(&x)?, array![1.0, 2.5, 2.5, 4.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct IsotonicRegression {
    y_min: Option<f64>,
    y_max: Option<f64>,
    increasing: Monotone,
    out_of_bounds: OutOfBounds,
}

impl IsotonicRegression {
    /// Rising, without limits.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// No prediction is below this.
    #[must_use]
    pub fn y_min(mut self, y_min: f64) -> Self {
        self.y_min = Some(y_min);
        self
    }

    /// No prediction is above this.
    #[must_use]
    pub fn y_max(mut self, y_max: f64) -> Self {
        self.y_max = Some(y_max);
        self
    }

    /// Which way the function may go. Default [`Monotone::Increasing`].
    #[must_use]
    pub fn increasing(mut self, increasing: Monotone) -> Self {
        self.increasing = increasing;
        self
    }

    /// What is predicted beyond the training data. Default [`OutOfBounds::Nan`], as scikit-learn.
    #[must_use]
    pub fn out_of_bounds(mut self, out_of_bounds: OutOfBounds) -> Self {
        self.out_of_bounds = out_of_bounds;
        self
    }

    fn learn(&self, data: &Training<'_>) -> Result<FittedIsotonicRegression> {
        let x = data.features.view();
        if x.ncols() != 1 {
            return Err(Error::Shape {
                what: format!("the features of {NAME}"),
                given: x.shape().to_vec(),
                expected: "(n_samples, 1): it takes one feature".to_owned(),
            });
        }
        if let (Some(low), Some(high)) = (self.y_min, self.y_max)
            && low > high
        {
            return Err(Error::parameter(NAME, "y_min", low, format!("at most `y_max`, which is {high}")));
        }
        let mut steps = grouped(x.column(0), data.target.view(), data.weights());
        let rising = match self.increasing {
            Monotone::Increasing => true,
            Monotone::Decreasing => false,
            Monotone::Auto => go_together(&steps),
        };
        if !rising {
            steps.iter_mut().for_each(|step| step.y = -step.y);
        }
        pool(&mut steps);
        if !rising {
            steps.iter_mut().for_each(|step| step.y = -step.y);
        }
        let (low, high) = (self.y_min.unwrap_or(f64::NEG_INFINITY), self.y_max.unwrap_or(f64::INFINITY));
        steps.iter_mut().for_each(|step| step.y = step.y.clamp(low, high));
        let kept = corners(&steps);
        Ok(FittedIsotonicRegression {
            parameters: self.clone(),
            seen: Seen::of(&data.features),
            x_thresholds: kept.iter().map(|step| step.x).collect(),
            y_thresholds: kept.iter().map(|step| step.y).collect(),
            rising,
        })
    }

    fn settings(&self) -> Vec<(String, String)> {
        let limit = |limit: Option<f64>| limit.map_or("none".to_owned(), |limit| limit.to_string());
        vec![
            setting("y_min", limit(self.y_min)),
            setting("y_max", limit(self.y_max)),
            setting("increasing", format!("{:?}", self.increasing).to_lowercase()),
            setting("out_of_bounds", format!("{:?}", self.out_of_bounds).to_lowercase()),
        ]
    }
}

regressor!(IsotonicRegression => FittedIsotonicRegression, weights: used);

#[derive(Clone, Copy, Debug)]
struct Step {
    x: f64,
    y: f64,
    weight: f64,
}

/// Samples in the feature's order, equal ones made one.
fn grouped(
    x: ArrayView1<'_, f64>,
    y: ArrayView1<'_, f64>,
    weights: Option<ArrayView1<'_, f64>>,
) -> Vec<Step> {
    let mut order: Vec<usize> =
        (0..x.len()).filter(|i| weights.is_none_or(|weights| weights[*i] > 0.0)).collect();
    order.sort_by(|a, b| x[*a].total_cmp(&x[*b]).then(y[*a].total_cmp(&y[*b])));
    let mut steps: Vec<Step> = Vec::new();
    for i in order {
        let weight = weights.map_or(1.0, |weights| weights[i]);
        match steps.last_mut() {
            Some(last) if last.x == x[i] => {
                last.weight += weight;
                last.y += (y[i] - last.y) * weight / last.weight;
            }
            _ => steps.push(Step { x: x[i], y: y[i], weight }),
        }
    }
    steps
}

/// Whether high values of the one tend to go with high values of the other.
fn go_together(steps: &[Step]) -> bool {
    let mut by_y: Vec<usize> = (0..steps.len()).collect();
    by_y.sort_by(|a, b| steps[*a].y.total_cmp(&steps[*b].y));
    let middle = (steps.len() as f64 - 1.0) / 2.0;
    let sum: f64 =
        by_y.iter().enumerate().map(|(rank, i)| (rank as f64 - middle) * (*i as f64 - middle)).sum();
    sum >= 0.0
}

/// Replaces neighbours that fall by their mean until none do.
fn pool(steps: &mut [Step]) {
    // (mean, weight, number of steps) of each pool.
    let mut pools: Vec<(f64, f64, usize)> = Vec::with_capacity(steps.len());
    for step in steps.iter() {
        let mut last = (step.y, step.weight, 1);
        while let Some(before) = pools.last().filter(|before| before.0 >= last.0) {
            let weight = before.1 + last.1;
            last = ((before.0 * before.1 + last.0 * last.1) / weight, weight, before.2 + last.2);
            pools.pop();
        }
        pools.push(last);
    }
    let mut place = 0;
    for (mean, _, count) in pools {
        steps[place..place + count].iter_mut().for_each(|step| step.y = mean);
        place += count;
    }
}

/// The steps without those between two of the same height.
fn corners(steps: &[Step]) -> Vec<Step> {
    let inner = |i: usize| {
        i > 0 && i + 1 < steps.len() && steps[i - 1].y == steps[i].y && steps[i].y == steps[i + 1].y
    };
    (0..steps.len()).filter(|i| !inner(*i)).map(|i| steps[i]).collect()
}

/// A fitted [`IsotonicRegression`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedIsotonicRegression {
    parameters: IsotonicRegression,
    seen: Seen,
    x_thresholds: Array1<f64>,
    y_thresholds: Array1<f64>,
    rising: bool,
}

impl FittedIsotonicRegression {
    /// Where the function bends, ascending.
    pub fn x_thresholds(&self) -> &Array1<f64> {
        &self.x_thresholds
    }

    /// Its values there; straight lines in between.
    pub fn y_thresholds(&self) -> &Array1<f64> {
        &self.y_thresholds
    }

    fn predict_rows(&self, x: ArrayView2<'_, f64>) -> Result<Array1<f64>> {
        x.column(0).iter().enumerate().map(|(row, value)| self.at(row, *value)).collect()
    }

    fn at(&self, row: usize, x: f64) -> Result<f64> {
        let (xs, ys) = (&self.x_thresholds, &self.y_thresholds);
        let last = xs.len() - 1;
        if x < xs[0] || x > xs[last] {
            return match self.parameters.out_of_bounds {
                OutOfBounds::Nan => Ok(f64::NAN),
                OutOfBounds::Clip => Ok(ys[if x < xs[0] { 0 } else { last }]),
                OutOfBounds::Raise => {
                    let expected = format!("from {} to {} as in training (see row {row})", xs[0], xs[last]);
                    Err(Error::parameter(NAME, "x", x, expected))
                }
            };
        }
        let after = xs.as_slice().map_or(last, |xs| xs.partition_point(|known| *known < x)).min(last);
        if xs[after] == x {
            return Ok(ys[after]);
        }
        let share = (x - xs[after - 1]) / (xs[after] - xs[after - 1]);
        Ok(ys[after - 1] + share * (ys[after] - ys[after - 1]))
    }

    #[allow(clippy::unused_self)]
    fn importances(&self) -> Option<Array1<f64>> {
        None
    }

    fn report(&self, summary: &mut Summary) {
        let way = if self.rising { "never falls" } else { "never rises" };
        summary
            .results
            .push(("the function".to_owned(), format!("{way}, {} corners", self.x_thresholds.len())));
    }
}

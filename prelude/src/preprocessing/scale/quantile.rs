//! Features by the ranks of their values: to a uniform or a normal distribution.

use ndarray::{Array2, ArrayView2, Axis};
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};

use super::super::columns::{Gaps, learn, map};
use super::super::numeric::{Seen, invertible, numeric_transformer, setting};
use super::super::statistics::{drop_nan, linspace, quantile_of_sorted};
use super::normal;
use crate::array::Features;
use crate::error::{Error, Result};
use crate::model::SummaryTable;

const NAME: &str = "QuantileTransformer";
/// Shares nearer to 0 or 1 than this would be far out in a normal distribution.
const NEAR_THE_END: f64 = 1e-7;

/// What the outputs are distributed like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum OutputDistribution {
    /// Evenly from 0 to 1.
    #[default]
    Uniform,
    /// As the standard normal distribution, cut at ±5.2.
    Normal,
}

/// Replaces each value by the share of training values below it, so that skew and outliers vanish;
/// with [`OutputDistribution::Normal`] by the normal distribution's quantile for that share.
///
/// NaN is left out of the fit and stays. Values beyond the training data's become the ends.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = array![[1.0], [10.0], [100.0], [1000.0], [10000.0]];
/// let (ranks, even) = QuantileTransformer::new().fit_transform(&x)?;
/// assert_eq!(even, array![[0.0], [0.25], [0.5], [0.75], [1.0]]);
/// assert_eq!(ranks.inverse_transform(&array![[0.5]])?, array![[100.0]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuantileTransformer {
    n_quantiles: usize,
    output_distribution: OutputDistribution,
    subsample: usize,
    seed: u64,
}

impl Default for QuantileTransformer {
    fn default() -> Self {
        Self {
            n_quantiles: 1000,
            output_distribution: OutputDistribution::Uniform,
            subsample: 10_000,
            seed: 0,
        }
    }
}

impl QuantileTransformer {
    /// To a uniform distribution, by 1000 quantiles of at most 10,000 samples.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many quantiles are learnt, at most one per sample. Default 1000.
    #[must_use]
    pub fn n_quantiles(mut self, n_quantiles: usize) -> Self {
        self.n_quantiles = n_quantiles;
        self
    }

    /// What the outputs are distributed like. Default [`OutputDistribution::Uniform`].
    #[must_use]
    pub fn output_distribution(mut self, output_distribution: OutputDistribution) -> Self {
        self.output_distribution = output_distribution;
        self
    }

    /// The most samples that the quantiles are taken from, chosen by chance. Default 10,000.
    #[must_use]
    pub fn subsample(mut self, subsample: usize) -> Self {
        self.subsample = subsample;
        self
    }

    /// The seed of that chance. Default 0.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    fn learn(&self, features: &Features<'_>) -> Result<FittedQuantileTransformer> {
        if self.n_quantiles == 0 || self.n_quantiles > self.subsample {
            let expected = format!("1 to `subsample`, which is {}", self.subsample);
            return Err(Error::parameter(NAME, "n_quantiles", self.n_quantiles, expected));
        }
        let n = features.values.nrows();
        let references = linspace(0.0, 1.0, self.n_quantiles.min(n));
        let quantiles = |values: &mut Vec<f64>| {
            drop_nan(values);
            values.sort_unstable_by(f64::total_cmp);
            references.iter().map(|share| quantile_of_sorted(values, *share)).collect()
        };
        let quantiles: Vec<Vec<f64>> = if n > self.subsample {
            let mut random = StdRng::seed_from_u64(self.seed);
            let rows = rand::seq::index::sample(&mut random, n, self.subsample).into_vec();
            let sample = features.values.select(Axis(0), &rows);
            learn(sample.view(), |_, values| Ok(quantiles(values)))?
        } else {
            learn(features.view(), |_, values| Ok(quantiles(values)))?
        };
        Ok(FittedQuantileTransformer {
            parameters: self.clone(),
            references,
            quantiles,
            seen: Seen::of(features),
        })
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![
            setting("n_quantiles", self.n_quantiles),
            setting("output_distribution", format!("{:?}", self.output_distribution)),
            setting("subsample", self.subsample),
            setting("seed", self.seed),
        ]
    }
}

/// A fitted [`QuantileTransformer`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedQuantileTransformer {
    parameters: QuantileTransformer,
    references: Vec<f64>,
    quantiles: Vec<Vec<f64>>,
    seen: Seen,
}

impl FittedQuantileTransformer {
    /// The quantiles of one feature, ascending.
    pub fn quantiles(&self, feature: usize) -> Option<&[f64]> {
        self.quantiles.get(feature).map(Vec::as_slice)
    }

    /// The shares, 0 to 1, that the quantiles belong to.
    pub fn references(&self) -> &[f64] {
        &self.references
    }

    fn is_normal(&self) -> bool {
        self.parameters.output_distribution == OutputDistribution::Normal
    }

    fn change(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let normal = self.is_normal();
        map(x, |j, value| {
            let share = self.share(value, &self.quantiles[j]);
            if normal { normal_quantile(share) } else { share }
        })
    }

    fn share(&self, value: f64, quantiles: &[f64]) -> f64 {
        let (first, last) = (quantiles[0], quantiles[quantiles.len() - 1]);
        let slack = if self.is_normal() { NEAR_THE_END } else { 0.0 };
        if value.is_nan() || first.is_nan() {
            return f64::NAN;
        }
        if value == first || value - slack < first {
            return 0.0;
        }
        if value == last || value + slack > last {
            return 1.0;
        }
        // Where a value comes often, several quantiles are equal to it: the middle of their shares.
        let from_below = interpolate(value, quantiles, &self.references);
        let from_above = interpolate_from_above(value, quantiles, &self.references);
        0.5 * (from_below + from_above)
    }

    fn restore(&self, z: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let normal = self.is_normal();
        let slack = if normal { NEAR_THE_END } else { 0.0 };
        map(z, |j, value| {
            let quantiles = &self.quantiles[j];
            let share = if normal { normal::share_below(value) } else { value };
            if share.is_nan() {
                f64::NAN
            } else if share - slack < 0.0 {
                quantiles[0]
            } else if share + slack > 1.0 {
                quantiles[quantiles.len() - 1]
            } else {
                interpolate(share, &self.references, quantiles)
            }
        })
    }

    fn names_out(&self, names: &[String]) -> Vec<String> {
        names.to_vec()
    }

    fn tables(&self) -> Vec<SummaryTable> {
        let at = |share: f64| -> Vec<f64> {
            self.quantiles.iter().map(|q| interpolate(share, &self.references, q)).collect()
        };
        vec![self.seen.table(&[("min", &at(0.0)), ("median", &at(0.5)), ("max", &at(1.0))])]
    }
}

/// `y` at `at`, where `x` ascends; the last of equal ones counts.
fn interpolate(at: f64, x: &[f64], y: &[f64]) -> f64 {
    let above = x.partition_point(|x| *x <= at);
    if above == 0 {
        return y[0];
    }
    if above == x.len() || x[above - 1] == at {
        return y[above - 1];
    }
    let slope = (y[above] - y[above - 1]) / (x[above] - x[above - 1]);
    slope * (at - x[above - 1]) + y[above - 1]
}

/// The same where the first of equal ones counts.
fn interpolate_from_above(at: f64, x: &[f64], y: &[f64]) -> f64 {
    let above = x.partition_point(|x| *x < at);
    if above == x.len() {
        return y[above - 1];
    }
    if above == 0 || x[above] == at {
        return y[above];
    }
    let slope = (y[above] - y[above - 1]) / (x[above] - x[above - 1]);
    y[above] - slope * (x[above] - at)
}

/// The standard normal distribution's quantile, cut where it would run away.
fn normal_quantile(share: f64) -> f64 {
    let end = NEAR_THE_END - f64::EPSILON;
    normal::quantile(share.clamp(end, 1.0 - end))
}

numeric_transformer!(QuantileTransformer => FittedQuantileTransformer, NAME, Gaps::Allowed);
invertible!(FittedQuantileTransformer, Gaps::Allowed);

//! Shapley values by letting features join in random orders, forwards and backwards.

use ndarray::Array2;
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use serde::{Deserialize, Serialize};

use super::Game;
use crate::array::{AsFeatures, Features};
use crate::error::{Error, Result};
use crate::model::{AsFittedModel, FittedRef};
use crate::tree::ShapValues;

const NAME: &str = "PermutationShap";

/// SHAP values of any model from features that join in random orders, each order once forwards and once
/// backwards: exact for models in which no more than two features act together, and cheap for many
/// features. Explained is what [`KernelShap`](super::KernelShap) explains.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let data = diabetes();
/// let model = LinearRegression::new().fit(&data)?;
/// let shap = PermutationShap::new().explain(&model, &data, &data.select_rows(&[0, 1])?)?;
/// assert_eq!(shap.values.shape(), [2, 10, 1]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: R. Mitchell et al., "Sampling permutations for Shapley value estimation", Journal of Machine
/// Learning Research 23 (2022).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PermutationShap {
    n_permutations: usize,
    max_background: usize,
    seed: u64,
}

impl Default for PermutationShap {
    fn default() -> Self {
        Self { n_permutations: 10, max_background: 100, seed: 0 }
    }
}

impl PermutationShap {
    /// Ten orders, 100 rows of background.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Orders in which the features join; each costs 2 · n_features predictions of the background.
    /// Default 10.
    #[must_use]
    pub fn n_permutations(mut self, n_permutations: usize) -> Self {
        self.n_permutations = n_permutations;
        self
    }

    /// Of more background rows so many are chosen at random. Default 100.
    #[must_use]
    pub fn max_background(mut self, max_background: usize) -> Self {
        self.max_background = max_background;
        self
    }

    /// The seed of what is chosen at random. Default 0.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Explains the model's answer to every row of `x`.
    ///
    /// # Errors
    /// [`Error::Parameter`], [`Error::FeatureCount`]; what the model's predictions say; interruption.
    pub fn explain(
        &self,
        model: &impl AsFittedModel,
        background: impl AsFeatures,
        x: impl AsFeatures,
    ) -> Result<ShapValues> {
        self.explain_features(model.as_fitted()?, &background.features()?, &x.features()?)
    }

    fn explain_features(
        &self,
        model: FittedRef<'_>,
        background: &Features<'_>,
        x: &Features<'_>,
    ) -> Result<ShapValues> {
        if self.n_permutations == 0 {
            return Err(Error::parameter(NAME, "n_permutations", self.n_permutations, "at least 1"));
        }
        let game = Game::of(NAME, model, background, self.max_background, self.seed)?;
        let orders = self.orders(game.n_features());
        let masks = masks(&orders);
        let per_order = 2 * game.n_features() - 2;
        game.explain(x, &masks, |worths, own, base| {
            let mut values = Array2::zeros((game.n_features(), own.len()));
            for (number, order) in orders.iter().enumerate() {
                let worths = worths.slice(ndarray::s![number * per_order..(number + 1) * per_order, ..]);
                let half = order.len() - 1;
                for (step, feature) in order.iter().enumerate() {
                    // Forwards from nothing to all, backwards from all to nothing.
                    let before = if step == 0 { base.view() } else { worths.row(step - 1) };
                    let after = if step == half { own.view() } else { worths.row(step) };
                    let with = if step == 0 { own.view() } else { worths.row(half + step - 1) };
                    let without = if step == half { base.view() } else { worths.row(half + step) };
                    let mut target = values.row_mut(*feature);
                    target += &(&after - &before + with - without);
                }
            }
            values / (2.0 * orders.len() as f64)
        })
    }

    fn orders(&self, n_features: usize) -> Vec<Vec<usize>> {
        let mut random = StdRng::seed_from_u64(self.seed);
        let mut order: Vec<usize> = (0..n_features).collect();
        (0..self.n_permutations)
            .map(|_| {
                order.shuffle(&mut random);
                order.clone()
            })
            .collect()
    }
}

/// Per order the coalitions on the way forwards, then those on the way back, without the empty and the
/// full one.
fn masks(orders: &[Vec<usize>]) -> Array2<bool> {
    let p = orders.first().map_or(0, Vec::len);
    let mut masks = Array2::from_elem((orders.len() * (2 * p - 2), p), false);
    for (number, order) in orders.iter().enumerate() {
        let first = number * (2 * p - 2);
        for step in 0..p - 1 {
            for (place, feature) in order.iter().enumerate() {
                masks[[first + step, *feature]] = place <= step;
                masks[[first + p - 1 + step, *feature]] = place > step;
            }
        }
    }
    masks
}

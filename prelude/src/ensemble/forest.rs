//! Forests: many trees on random samples and features, whose mean is steadier than each.
//!
//! linfa's forest has neither probabilities nor threads; smartcore's grows one tree after the other
//! and sorts floats anew in every node. These grow on all cores with the exact grower of
//! [`tree`](crate::tree); every tree has its own seed, so the result is the same on one core and on
//! many.

mod classifier;
mod regressor;

pub use classifier::{
    ExtraTreesClassifier, FittedExtraTreesClassifier, FittedRandomForestClassifier, RandomForestClassifier,
};
pub use regressor::{
    ExtraTreesRegressor, FittedExtraTreesRegressor, FittedRandomForestRegressor, RandomForestRegressor,
};

use ndarray::{Array1, Array2, ArrayView2, Axis};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::model::{Seen, Summary};
use crate::runtime::{Progress, check_interrupt};
use crate::tree::parameters::weighted_rows;
use crate::tree::structure::{ROWS_AT_ONCE, normalised};
use crate::tree::{Tree, importance_table};

/// How a forest draws and grows.
pub(crate) struct Plan {
    pub name: &'static str,
    pub n_estimators: usize,
    /// Rows drawn with replacement for each tree; all rows without.
    pub drawn: Option<usize>,
    pub seed: u64,
}

/// Rows that a tree was grown on, with their weights (0 for rows that were not drawn).
pub(crate) struct Bag {
    pub rows: Vec<u32>,
    pub weights: Vec<f64>,
    pub seed: u64,
}

impl Plan {
    /// How often each row is drawn for a tree.
    fn counts(&self, tree: usize, n_samples: usize) -> Option<Vec<u32>> {
        let drawn = self.drawn?;
        let mut random = StdRng::seed_from_u64(seed_of(self.seed, tree));
        let mut counts = vec![0; n_samples];
        for _ in 0..drawn {
            counts[random.gen_range(0..n_samples)] += 1;
        }
        Some(counts)
    }

    fn bag(&self, tree: usize, weights: &[f64]) -> Bag {
        // The grower's own draws must not repeat those of the rows.
        let seed = seed_of(self.seed, tree) ^ 0x5851_f42d_4c95_7f2d;
        let weights: Vec<f64> = match self.counts(tree, weights.len()) {
            Some(counts) => counts.iter().zip(weights).map(|(n, weight)| f64::from(*n) * weight).collect(),
            None => weights.to_vec(),
        };
        let mut rows = weighted_rows(&weights);
        if rows.is_empty() {
            rows.push(0);
        }
        Bag { rows, weights, seed }
    }

    /// Grows all trees, some at a time, so that a long fit can be watched and stopped.
    pub fn grow(&self, weights: &[f64], grow: impl Fn(Bag) -> Tree + Sync) -> Result<Vec<Tree>> {
        let at_once = 4 * rayon::current_num_threads();
        let mut trees = Vec::with_capacity(self.n_estimators);
        let mut progress = Progress::new(&format!("{} trees", self.name), self.n_estimators as u64);
        while trees.len() < self.n_estimators {
            check_interrupt()?;
            let end = (trees.len() + at_once).min(self.n_estimators);
            trees.par_extend((trees.len()..end).into_par_iter().map(|tree| grow(self.bag(tree, weights))));
            progress.advance(at_once as u64);
        }
        progress.finish_and_clear();
        Ok(trees)
    }

    /// The mean of the trees that were not grown on a row, shape (n_samples, n_outputs); NaN for
    /// rows that all trees have seen.
    pub fn out_of_bag(
        &self,
        trees: &[Tree],
        x: ArrayView2<'_, f64>,
        n_outputs: usize,
    ) -> Result<Array2<f64>> {
        let (n_samples, n_features) = x.dim();
        let x = x.as_standard_layout();
        let rows = x.as_slice().unwrap_or_default();
        let mut means = Array2::<f64>::zeros((n_samples, n_outputs));
        let mut voters = vec![0.0; n_samples];
        for (index, tree) in trees.iter().enumerate() {
            check_interrupt()?;
            let counts = self.counts(index, n_samples).unwrap_or_default();
            means
                .as_slice_mut()
                .unwrap_or_default()
                .par_chunks_mut(n_outputs)
                .with_min_len(ROWS_AT_ONCE)
                .zip(rows.par_chunks(n_features))
                .zip(&mut voters)
                .zip(&counts)
                .filter(|(_, count)| **count == 0)
                .for_each(|(((means, row), voters), _)| {
                    *voters += 1.0;
                    let value = tree.value(tree.leaf(row));
                    means.iter_mut().zip(value).for_each(|(mean, value)| *mean += value);
                });
        }
        for (mut mean, voters) in means.rows_mut().into_iter().zip(voters) {
            mean /= voters;
        }
        Ok(means)
    }
}

/// Seeds that differ in all digits (splitmix64).
pub(crate) fn seed_of(seed: u64, index: usize) -> u64 {
    let mut mixed = seed.wrapping_add((index as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// What the rows that a tree did not see tell of the forest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct OutOfBag {
    pub score: f64,
    pub predictions: Array2<f64>,
}

/// The mean of the trees' importances, as shares of 1.
pub(crate) fn mean_importances(trees: &[Tree], n_features: usize) -> Array1<f64> {
    let sum = trees.iter().fold(Array1::zeros(n_features), |sum, tree| sum + tree.importances());
    normalised(sum)
}

/// The leaf of each row in each tree, shape (n_samples, n_trees).
pub(crate) fn leaves(trees: &[Tree], x: ArrayView2<'_, f64>) -> Array2<usize> {
    let mut leaves = Array2::zeros((x.nrows(), trees.len()));
    for (mut column, tree) in leaves.axis_iter_mut(Axis(1)).zip(trees) {
        column.assign(&tree.leaves(x));
    }
    leaves
}

/// Size, out-of-bag score, importances.
pub(crate) fn forest_report(trees: &[Tree], oob: Option<&OutOfBag>, seen: &Seen, summary: &mut Summary) {
    let leaves = trees.iter().map(Tree::n_leaves).sum::<usize>() as f64 / trees.len().max(1) as f64;
    let deepest = trees.iter().map(Tree::depth).max().unwrap_or(0);
    summary.results.push(("trees".to_owned(), trees.len().to_string()));
    summary.results.push(("leaves per tree".to_owned(), format!("{leaves:.1}")));
    summary.results.push(("deepest tree".to_owned(), deepest.to_string()));
    if let Some(oob) = oob {
        summary.results.push(("out-of-bag score".to_owned(), format!("{:.4}", oob.score)));
        if oob.predictions.iter().any(|value| value.is_nan()) {
            let note = "Some samples were drawn for every tree, so the out-of-bag score leaves them out: grow more trees.";
            summary.notes.push(note.to_owned());
        }
    }
    summary.tables.push(importance_table(&mean_importances(trees, seen.n_features), seen));
}

/// Parameters, defaults and builder methods that forests of both kinds share, beyond those of trees.
macro_rules! forest {
    ($(#[$docs:meta])* $model:ident, $criterion:ty, bootstrap: $bootstrap:literal, splitter: $splitter:ident,
     max_features: $max_features:ident, $max_features_name:literal $(, $extra:ident: $extra_type:ty)?) => {
        $(#[$docs])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        pub struct $model {
            n_estimators: usize,
            criterion: $criterion,
            max_depth: Option<usize>,
            min_samples_split: usize,
            min_samples_leaf: usize,
            min_weight_fraction_leaf: f64,
            max_features: $crate::tree::MaxFeatures,
            max_leaf_nodes: Option<usize>,
            min_impurity_decrease: f64,
            bootstrap: bool,
            max_samples: $crate::tree::MaxSamples,
            oob_score: bool,
            ccp_alpha: f64,
            seed: u64,
            $($extra: $extra_type,)?
        }

        impl Default for $model {
            fn default() -> Self {
                Self {
                    n_estimators: 100,
                    criterion: <$criterion>::default(),
                    max_depth: None,
                    min_samples_split: 2,
                    min_samples_leaf: 1,
                    min_weight_fraction_leaf: 0.0,
                    max_features: $crate::tree::MaxFeatures::$max_features,
                    max_leaf_nodes: None,
                    min_impurity_decrease: 0.0,
                    bootstrap: $bootstrap,
                    max_samples: $crate::tree::MaxSamples::All,
                    oob_score: false,
                    ccp_alpha: 0.0,
                    seed: 0,
                    $($extra: None,)?
                }
            }
        }

        $crate::tree::parameters::tree_parameters!(
            $model,
            splitter: |_: &Self| $crate::tree::Splitter::$splitter,
            max_features: $max_features_name
        );

        impl $model {
            /// One hundred trees, each grown to its end.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            /// The number of trees. Default 100.
            #[must_use]
            pub fn n_estimators(mut self, n_estimators: usize) -> Self {
                self.n_estimators = n_estimators;
                self
            }

            /// How it is measured that a node is mixed. Default: the enum's first.
            #[must_use]
            pub fn criterion(mut self, criterion: $criterion) -> Self {
                self.criterion = criterion;
                self
            }

            #[doc = concat!(
                "Whether each tree has samples drawn with replacement; else all see all samples. Default `",
                $bootstrap, "`."
            )]
            #[must_use]
            pub fn bootstrap(mut self, bootstrap: bool) -> Self {
                self.bootstrap = bootstrap;
                self
            }

            /// How many samples are drawn for each tree: a number or a fraction. Default: as many as
            /// there are.
            #[must_use]
            pub fn max_samples(mut self, max_samples: impl Into<$crate::tree::MaxSamples>) -> Self {
                self.max_samples = max_samples.into();
                self
            }

            /// Whether to score the forest on the samples that each tree did not see; needs
            /// `bootstrap`. Default `false`.
            #[must_use]
            pub fn oob_score(mut self, oob_score: bool) -> Self {
                self.oob_score = oob_score;
                self
            }

            fn plan(&self, n_samples: usize) -> $crate::error::Result<$crate::ensemble::forest::Plan> {
                const NAME: &str = stringify!($model);
                $crate::tree::options::at_least(NAME, "n_estimators", self.n_estimators, 1)?;
                let drawn = self.max_samples.resolve(NAME, n_samples)?;
                if self.oob_score && !self.bootstrap {
                    let expected = "used with `bootstrap(true)`: without it every tree sees every sample";
                    return Err($crate::Error::parameter(NAME, "oob_score", true, expected));
                }
                Ok($crate::ensemble::forest::Plan {
                    name: NAME,
                    n_estimators: self.n_estimators,
                    drawn: self.bootstrap.then_some(drawn),
                    seed: self.seed,
                })
            }

            fn settings(&self) -> Vec<(String, String)> {
                use $crate::preprocessing::numeric::setting;
                use $crate::tree::options::optional;
                vec![
                    setting("n_estimators", self.n_estimators),
                    setting("criterion", self.criterion),
                    setting("max_depth", optional(self.max_depth)),
                    setting("min_samples_split", self.min_samples_split),
                    setting("min_samples_leaf", self.min_samples_leaf),
                    setting("min_weight_fraction_leaf", self.min_weight_fraction_leaf),
                    setting("max_features", self.max_features),
                    setting("max_leaf_nodes", optional(self.max_leaf_nodes)),
                    setting("min_impurity_decrease", self.min_impurity_decrease),
                    setting("bootstrap", self.bootstrap),
                    setting("max_samples", self.max_samples),
                    setting("oob_score", self.oob_score),
                    $(setting(stringify!($extra), optional(self.$extra.as_ref())),)?
                    setting("ccp_alpha", self.ccp_alpha),
                    setting("seed", self.seed),
                ]
            }
        }
    };
}
pub(crate) use forest;

/// What fitted forests of both kinds offer beyond predictions.
macro_rules! fitted_forest {
    ($model:ident => $fitted:ident, $oob_name:ident) => {
        impl $fitted {
            /// The trees of the forest.
            pub fn trees(&self) -> &[$crate::tree::Tree] {
                &self.trees
            }

            /// The number of the leaf that each row of `x` ends in, for each tree: shape
            /// (n_samples, n_trees).
            ///
            /// # Errors
            /// As [`predict`](Self::predict).
            pub fn apply(
                &self,
                x: impl $crate::array::AsFeatures,
            ) -> $crate::error::Result<ndarray::Array2<usize>> {
                let features = x.features()?;
                self.seen.check(stringify!($model), &features)?;
                Ok($crate::ensemble::forest::leaves(&self.trees, features.view()))
            }

            /// How much impurity each feature takes away, as shares of 1.
            pub fn feature_importances(&self) -> ndarray::Array1<f64> {
                $crate::ensemble::forest::mean_importances(&self.trees, self.seen.n_features)
            }

            /// The score on the samples that the trees did not see, if it was asked for.
            pub fn oob_score(&self) -> Option<f64> {
                self.oob.as_ref().map(|oob| oob.score)
            }

            /// What the trees that did not see a sample predict for it, shape (n_samples, outputs);
            /// NaN where all have seen it.
            pub fn $oob_name(&self) -> Option<&ndarray::Array2<f64>> {
                self.oob.as_ref().map(|oob| &oob.predictions)
            }

            fn importances(&self) -> Option<ndarray::Array1<f64>> {
                Some(self.feature_importances())
            }

            fn report(&self, summary: &mut $crate::model::Summary) {
                $crate::ensemble::forest::forest_report(&self.trees, self.oob.as_ref(), &self.seen, summary);
            }
        }

        $crate::tree::shap::tree_shap!($model, $fitted);
    };
}
pub(crate) use fitted_forest;

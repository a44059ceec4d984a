//! The parameters that all trees share, single ones and those of forests: their builder methods,
//! written once.

use ndarray::ArrayView1;

/// Ones where no weights were given.
pub(crate) fn sample_weights(given: Option<ArrayView1<'_, f64>>, n_samples: usize) -> Vec<f64> {
    given.map_or_else(|| vec![1.0; n_samples], |weights| weights.to_vec())
}

/// The rows that count at all.
pub(crate) fn weighted_rows(weights: &[f64]) -> Vec<u32> {
    (0..weights.len() as u32).filter(|row| weights[*row as usize] > 0.0).collect()
}

/// Builder methods of a model with the fields `max_depth`, `min_samples_split`, `min_samples_leaf`,
/// `min_weight_fraction_leaf`, `max_features`, `max_leaf_nodes`, `min_impurity_decrease`,
/// `ccp_alpha` and `seed`.
macro_rules! tree_parameters {
    ($model:ident, splitter: $splitter:expr, max_features: $default:literal) => {
        impl $model {
            /// The longest way from the root to a leaf. Default: no limit.
            #[must_use]
            pub fn max_depth(mut self, max_depth: usize) -> Self {
                self.max_depth = Some(max_depth);
                self
            }

            /// A node with fewer samples is not divided. Default 2.
            #[must_use]
            pub fn min_samples_split(mut self, min_samples_split: usize) -> Self {
                self.min_samples_split = min_samples_split;
                self
            }

            /// The least number of samples in a leaf. Default 1.
            #[must_use]
            pub fn min_samples_leaf(mut self, min_samples_leaf: usize) -> Self {
                self.min_samples_leaf = min_samples_leaf;
                self
            }

            /// The least share of all weight in a leaf, 0 to 0.5. Default 0.
            #[must_use]
            pub fn min_weight_fraction_leaf(mut self, min_weight_fraction_leaf: f64) -> Self {
                self.min_weight_fraction_leaf = min_weight_fraction_leaf;
                self
            }

            #[doc = concat!(
                "How many features a node looks at: a number, a fraction, or a rule. Default ", $default, "."
            )]
            #[must_use]
            pub fn max_features(mut self, max_features: impl Into<$crate::tree::MaxFeatures>) -> Self {
                self.max_features = max_features.into();
                self
            }

            /// The most leaves, of which those with the most to gain are made first. Default: no
            /// limit.
            #[must_use]
            pub fn max_leaf_nodes(mut self, max_leaf_nodes: usize) -> Self {
                self.max_leaf_nodes = Some(max_leaf_nodes);
                self
            }

            /// A node is divided only if that takes away so much impurity, weighted by the node's
            /// share of the samples. Default 0.
            #[must_use]
            pub fn min_impurity_decrease(mut self, min_impurity_decrease: f64) -> Self {
                self.min_impurity_decrease = min_impurity_decrease;
                self
            }

            /// What a leaf must be worth to stay when the grown tree is pruned. Default 0: no
            /// pruning.
            #[must_use]
            pub fn ccp_alpha(mut self, ccp_alpha: f64) -> Self {
                self.ccp_alpha = ccp_alpha;
                self
            }

            /// The seed of all that is drawn at random. Default 0.
            #[must_use]
            pub fn seed(mut self, seed: u64) -> Self {
                self.seed = seed;
                self
            }

            fn growth(&self) -> $crate::tree::options::GrowthSettings {
                $crate::tree::options::GrowthSettings {
                    max_depth: self.max_depth,
                    min_samples_split: self.min_samples_split,
                    min_samples_leaf: self.min_samples_leaf,
                    min_weight_fraction_leaf: self.min_weight_fraction_leaf,
                    max_features: self.max_features,
                    max_leaf_nodes: self.max_leaf_nodes,
                    min_impurity_decrease: self.min_impurity_decrease,
                    splitter: $splitter(self),
                    ccp_alpha: self.ccp_alpha,
                }
            }
        }
    };
}
pub(crate) use tree_parameters;

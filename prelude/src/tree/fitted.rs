//! What fitted single trees offer beyond predictions, in the same words for both kinds.

use super::structure::Tree;
use crate::model::{Seen, Summary, SummaryTable};

/// Public methods of a fitted type with `parameters`, `seen`, `tree`, `outputs(&self)` (class names
/// or nothing) and `criterion_name(&self)`.
macro_rules! single_tree {
    ($parameters:ident, $fitted:ident) => {
        impl $fitted {
            /// The nodes with their questions, values and samples.
            pub fn tree(&self) -> &$crate::tree::Tree {
                &self.tree
            }

            /// The number of questions on the longest way from the root to a leaf.
            pub fn depth(&self) -> usize {
                self.tree.depth()
            }

            /// The number of leaves.
            pub fn n_leaves(&self) -> usize {
                self.tree.n_leaves()
            }

            /// How much impurity each feature takes away, as shares of 1.
            pub fn feature_importances(&self) -> ndarray::Array1<f64> {
                self.tree.importances()
            }

            /// The number of the leaf that each row of `x` ends in.
            ///
            /// # Errors
            /// As [`predict`](Self::predict).
            pub fn apply(
                &self,
                x: impl $crate::array::AsFeatures,
            ) -> $crate::error::Result<ndarray::Array1<usize>> {
                let features = x.features()?;
                self.seen.check(stringify!($parameters), &features)?;
                Ok(self.tree.leaves(features.view()))
            }

            /// The tree as indented text, in scikit-learn's form.
            pub fn export_text(&self) -> String {
                $crate::tree::text::export_text(&self.tree, &self.seen.labels(), &self.outputs())
            }

            /// The tree as a picture: the last expression of a cell, or
            /// [`max_depth`](crate::tree::TreePicture::max_depth) levels of it.
            pub fn plot_tree(&self) -> $crate::tree::TreePicture {
                $crate::tree::TreePicture::new(
                    self.tree.clone(),
                    self.seen.labels(),
                    self.outputs(),
                    self.criterion_name(),
                )
            }

            /// The prices of a leaf at which parts of this tree are cut off: candidates for
            /// `ccp_alpha`. Fit without pruning to see all.
            pub fn cost_complexity_pruning_path(&self) -> $crate::tree::PruningPath {
                $crate::tree::prune::pruning_path(&self.tree)
            }
        }
    };
}
pub(crate) use single_tree;

/// Size and importances.
pub(crate) fn tree_report(tree: &Tree, seen: &Seen, summary: &mut Summary) {
    summary.results.push(("depth".to_owned(), tree.depth().to_string()));
    summary.results.push(("leaves".to_owned(), tree.n_leaves().to_string()));
    summary.tables.push(importance_table(&tree.importances(), seen));
}

/// Features by importance, the largest first.
pub(crate) fn importance_table(importances: &ndarray::Array1<f64>, seen: &Seen) -> SummaryTable {
    let mut order: Vec<usize> = (0..importances.len()).collect();
    order.sort_by(|a, b| importances[*b].total_cmp(&importances[*a]));
    SummaryTable {
        caption: "feature importances".to_owned(),
        columns: vec!["importance".to_owned()],
        rows: order.into_iter().map(|j| (seen.label(j), vec![importances[j]])).collect(),
    }
}

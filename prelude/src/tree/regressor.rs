//! A regression tree.

use ndarray::{Array1, ArrayView2, Axis};
use serde::{Deserialize, Serialize};

use super::columns::Columns;
use super::fitted::{single_tree, tree_report};
use super::grow::grow;
use super::options::{Limits, MaxFeatures, RegressionCriterion, Splitter, optional};
use super::parameters::{sample_weights, tree_parameters, weighted_rows};
use super::shap::{Additive, tree_shap};
use super::structure::{Tree, sum_of_values};
use super::target::{Absolute, Poisson, Squared};
use crate::dataset::Training;
use crate::error::{Error, Result};
use crate::model::estimators::regressor;
use crate::model::{Seen, Summary};
use crate::preprocessing::numeric::setting;

const NAME: &str = "DecisionTreeRegressor";

/// Questions of the form "is this feature at most that number?", one after the other, each chosen
/// so that the targets of the two answers differ least within themselves. The same tree as
/// scikit-learn's, up to equally good questions, where it draws one at random and this one takes
/// the first feature.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let tree = DecisionTreeRegressor::new().max_depth(3).fit(&diabetes())?;
/// assert_eq!(tree.depth(), 3);
/// assert!(tree.score(&diabetes())? > 0.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: L. Breiman, J. Friedman, R. Olshen, C. Stone, "Classification and Regression Trees", 1984.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DecisionTreeRegressor {
    criterion: RegressionCriterion,
    splitter: Splitter,
    max_depth: Option<usize>,
    min_samples_split: usize,
    min_samples_leaf: usize,
    min_weight_fraction_leaf: f64,
    max_features: MaxFeatures,
    max_leaf_nodes: Option<usize>,
    min_impurity_decrease: f64,
    ccp_alpha: f64,
    seed: u64,
}

impl Default for DecisionTreeRegressor {
    fn default() -> Self {
        Self {
            criterion: RegressionCriterion::SquaredError,
            splitter: Splitter::Best,
            max_depth: None,
            min_samples_split: 2,
            min_samples_leaf: 1,
            min_weight_fraction_leaf: 0.0,
            max_features: MaxFeatures::All,
            max_leaf_nodes: None,
            min_impurity_decrease: 0.0,
            ccp_alpha: 0.0,
            seed: 0,
        }
    }
}

tree_parameters!(DecisionTreeRegressor, splitter: |model: &Self| model.splitter, max_features: "all");

impl DecisionTreeRegressor {
    /// Squared error, grown until every leaf has one target.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How it is measured that targets differ. Default [`RegressionCriterion::SquaredError`].
    #[must_use]
    pub fn criterion(mut self, criterion: RegressionCriterion) -> Self {
        self.criterion = criterion;
        self
    }

    /// How thresholds are found. Default [`Splitter::Best`].
    #[must_use]
    pub fn splitter(mut self, splitter: Splitter) -> Self {
        self.splitter = splitter;
        self
    }

    fn learn(&self, data: &Training<'_>) -> Result<FittedDecisionTreeRegressor> {
        let targets = data.target.to_vec();
        check_targets(NAME, self.criterion, &targets)?;
        let weights = sample_weights(data.weights(), targets.len());
        let columns = Columns::of(data.features.view());
        let limits = self.growth().check(NAME, columns.n_features(), weights.iter().sum())?;
        let sample = Sample { rows: weighted_rows(&weights), targets: &targets, weights: &weights };
        let tree = grow_regression(&columns, self.criterion, sample, &limits, self.seed);
        Ok(FittedDecisionTreeRegressor { parameters: self.clone(), seen: Seen::of(&data.features), tree })
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![
            setting("criterion", self.criterion),
            setting("splitter", self.splitter),
            setting("max_depth", optional(self.max_depth)),
            setting("min_samples_split", self.min_samples_split),
            setting("min_samples_leaf", self.min_samples_leaf),
            setting("min_weight_fraction_leaf", self.min_weight_fraction_leaf),
            setting("max_features", self.max_features),
            setting("max_leaf_nodes", optional(self.max_leaf_nodes)),
            setting("min_impurity_decrease", self.min_impurity_decrease),
            setting("ccp_alpha", self.ccp_alpha),
            setting("seed", self.seed),
        ]
    }
}

regressor!(DecisionTreeRegressor => FittedDecisionTreeRegressor, weights: used);

/// What one regression tree is grown on.
pub(crate) struct Sample<'a> {
    pub rows: Vec<u32>,
    pub targets: &'a [f64],
    pub weights: &'a [f64],
}

pub(crate) fn grow_regression(
    columns: &Columns,
    criterion: RegressionCriterion,
    sample: Sample<'_>,
    limits: &Limits,
    seed: u64,
) -> Tree {
    let Sample { rows, targets, weights } = sample;
    match criterion {
        RegressionCriterion::SquaredError => {
            grow(columns, rows, Squared::new(targets, weights), limits, seed)
        }
        RegressionCriterion::AbsoluteError => {
            grow(columns, rows, Absolute::new(targets, weights), limits, seed)
        }
        RegressionCriterion::Poisson => grow(columns, rows, Poisson::new(targets, weights), limits, seed),
    }
}

/// Counts for the Poisson criterion.
pub(crate) fn check_targets(
    owner: &'static str,
    criterion: RegressionCriterion,
    targets: &[f64],
) -> Result<()> {
    if criterion != RegressionCriterion::Poisson {
        return Ok(());
    }
    if let Some(row) = targets.iter().position(|target| *target < 0.0) {
        let what = "the target".to_owned();
        return Err(Error::Negative { owner, what, value: targets[row], row });
    }
    if targets.iter().all(|target| *target == 0.0) {
        return Err(Error::Constant {
            what: "the target".to_owned(),
            advice: "The Poisson criterion needs counts above 0.",
        });
    }
    Ok(())
}

/// A fitted [`DecisionTreeRegressor`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedDecisionTreeRegressor {
    parameters: DecisionTreeRegressor,
    seen: Seen,
    tree: Tree,
}

single_tree!(DecisionTreeRegressor, FittedDecisionTreeRegressor);
tree_shap!(DecisionTreeRegressor, FittedDecisionTreeRegressor);

impl FittedDecisionTreeRegressor {
    #[allow(clippy::unused_self)]
    fn outputs(&self) -> Vec<String> {
        Vec::new()
    }

    fn additive(&self) -> Additive<'_> {
        Additive::mean(std::slice::from_ref(&self.tree), vec!["prediction".to_owned()])
    }

    fn criterion_name(&self) -> String {
        self.parameters.criterion.to_string()
    }

    fn predict_rows(&self, x: ArrayView2<'_, f64>) -> Result<Array1<f64>> {
        Ok(sum_of_values(std::slice::from_ref(&self.tree), x, 1).index_axis_move(Axis(1), 0))
    }

    fn importances(&self) -> Option<Array1<f64>> {
        Some(self.tree.importances())
    }

    fn report(&self, summary: &mut Summary) {
        tree_report(&self.tree, &self.seen, summary);
    }
}

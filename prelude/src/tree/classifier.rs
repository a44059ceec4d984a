//! A classification tree.

use ndarray::{Array1, Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use super::columns::Columns;
use super::fitted::{single_tree, tree_report};
use super::grow::grow;
use super::options::{MaxFeatures, Splitter, TreeCriterion, optional};
use super::parameters::{tree_parameters, weighted_rows};
use super::shap::{Additive, tree_shap};
use super::structure::{Tree, sum_of_values};
use super::target::{ByEntropy, ByGini, ClassImpurity};
use crate::dataset::Training;
use crate::error::Result;
use crate::model::estimators::classifier;
use crate::model::{ClassTarget, ClassWeight, Classes, Seen, Summary, argmax_rows, weights_of};
use crate::preprocessing::numeric::setting;

const NAME: &str = "DecisionTreeClassifier";

/// Questions of the form "is this feature at most that number?", one after the other, each chosen
/// so that the classes are told apart best. The same tree as scikit-learn's, up to equally good
/// questions, where it draws one at random and this one takes the first feature.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let tree = DecisionTreeClassifier::new().max_depth(2).fit(&iris())?;
/// assert_eq!(tree.n_leaves(), 3);
/// assert!((tree.score(&iris())? - 0.96).abs() < 1e-12);
/// println!("{}", tree.export_text());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: L. Breiman, J. Friedman, R. Olshen, C. Stone, "Classification and Regression Trees", 1984.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DecisionTreeClassifier {
    criterion: TreeCriterion,
    splitter: Splitter,
    max_depth: Option<usize>,
    min_samples_split: usize,
    min_samples_leaf: usize,
    min_weight_fraction_leaf: f64,
    max_features: MaxFeatures,
    max_leaf_nodes: Option<usize>,
    min_impurity_decrease: f64,
    class_weight: Option<ClassWeight>,
    ccp_alpha: f64,
    seed: u64,
}

impl Default for DecisionTreeClassifier {
    fn default() -> Self {
        Self {
            criterion: TreeCriterion::Gini,
            splitter: Splitter::Best,
            max_depth: None,
            min_samples_split: 2,
            min_samples_leaf: 1,
            min_weight_fraction_leaf: 0.0,
            max_features: MaxFeatures::All,
            max_leaf_nodes: None,
            min_impurity_decrease: 0.0,
            class_weight: None,
            ccp_alpha: 0.0,
            seed: 0,
        }
    }
}

tree_parameters!(DecisionTreeClassifier, splitter: |model: &Self| model.splitter, max_features: "all");

impl DecisionTreeClassifier {
    /// Gini impurity, grown until every leaf is of one class.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How it is measured that classes are mixed. Default [`TreeCriterion::Gini`].
    #[must_use]
    pub fn criterion(mut self, criterion: TreeCriterion) -> Self {
        self.criterion = criterion;
        self
    }

    /// How thresholds are found. Default [`Splitter::Best`].
    #[must_use]
    pub fn splitter(mut self, splitter: Splitter) -> Self {
        self.splitter = splitter;
        self
    }

    /// How much the samples of each class count. Default: all the same.
    #[must_use]
    pub fn class_weight(mut self, class_weight: ClassWeight) -> Self {
        self.class_weight = Some(class_weight);
        self
    }

    fn learn(&self, data: &Training<'_>, target: &ClassTarget) -> Result<FittedDecisionTreeClassifier> {
        let weights = weights_of(NAME, target, data.weights(), self.class_weight.as_ref())?;
        let columns = Columns::of(data.features.view());
        let limits = self.growth().check(NAME, columns.n_features(), weights.iter().sum())?;
        let codes: Vec<u32> = target.codes.iter().map(|code| *code as u32).collect();
        let (rows, n_classes) = (weighted_rows(&weights), target.classes.len());
        let tree = match self.criterion {
            TreeCriterion::Gini => {
                let target = ClassImpurity::<ByGini>::new(&codes, &weights, n_classes);
                grow(&columns, rows, target, &limits, self.seed)
            }
            TreeCriterion::Entropy | TreeCriterion::LogLoss => {
                let target = ClassImpurity::<ByEntropy>::new(&codes, &weights, n_classes);
                grow(&columns, rows, target, &limits, self.seed)
            }
        };
        Ok(FittedDecisionTreeClassifier {
            parameters: self.clone(),
            seen: Seen::of(&data.features),
            classes: target.classes.clone(),
            tree,
        })
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
            setting("class_weight", optional(self.class_weight.as_ref())),
            setting("ccp_alpha", self.ccp_alpha),
            setting("seed", self.seed),
        ]
    }
}

classifier!(DecisionTreeClassifier => FittedDecisionTreeClassifier, weights: used, classes: any);

/// A fitted [`DecisionTreeClassifier`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedDecisionTreeClassifier {
    parameters: DecisionTreeClassifier,
    seen: Seen,
    classes: Classes,
    tree: Tree,
}

single_tree!(DecisionTreeClassifier, FittedDecisionTreeClassifier);
tree_shap!(DecisionTreeClassifier, FittedDecisionTreeClassifier);

impl FittedDecisionTreeClassifier {
    fn outputs(&self) -> Vec<String> {
        self.class_labels()
    }

    fn additive(&self) -> Additive<'_> {
        Additive::mean(std::slice::from_ref(&self.tree), self.class_labels())
    }

    fn criterion_name(&self) -> String {
        self.parameters.criterion.to_string()
    }

    fn probabilities(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        Ok(sum_of_values(std::slice::from_ref(&self.tree), x, self.classes.len()))
    }

    fn decide(&self, x: ArrayView2<'_, f64>) -> Result<Vec<usize>> {
        Ok(argmax_rows(&self.probabilities(x)?))
    }

    fn importances(&self) -> Option<Array1<f64>> {
        Some(self.tree.importances())
    }

    fn report(&self, summary: &mut Summary) {
        summary.results.push(("classes".to_owned(), self.class_labels().join(", ")));
        tree_report(&self.tree, &self.seen, summary);
    }
}

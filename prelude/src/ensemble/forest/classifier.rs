//! Forests of classification trees.

use ndarray::{Array2, ArrayView1, ArrayView2};
use serde::{Deserialize, Serialize};

use super::{Bag, OutOfBag, Plan, fitted_forest, forest};
use crate::dataset::Training;
use crate::error::Result;
use crate::model::estimators::classifier;
use crate::model::{ClassTarget, ClassWeight, Classes, Seen, argmax_rows, weights_of};
use crate::tree::columns::Columns;
use crate::tree::grow::grow;
use crate::tree::options::Limits;
use crate::tree::shap::Additive;
use crate::tree::structure::sum_of_values;
use crate::tree::target::{ByEntropy, ByGini, ClassImpurity};
use crate::tree::{Tree, TreeCriterion};

forest!(
    /// The mean of many classification trees, each grown on samples drawn with replacement, each
    /// node on features drawn at random.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let (train, test) = train_test_split(&iris(), 0.3, 42)?;
    /// let forest = RandomForestClassifier::new().n_estimators(50).oob_score(true).seed(7).fit(&train)?;
    /// assert!(forest.score(&test)? > 0.9);
    /// assert!(forest.oob_score().unwrap() > 0.9);
    /// assert_eq!(forest.predict_proba(&test)?.ncols(), 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: L. Breiman, "Random forests", 2001.
    RandomForestClassifier, TreeCriterion, bootstrap: true, splitter: Best,
    max_features: Sqrt, "sqrt", class_weight: Option<ClassWeight>
);

forest!(
    /// A forest whose trees try one threshold per feature, drawn at random, and see all samples:
    /// faster, and often steadier, than [`RandomForestClassifier`].
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let (train, test) = train_test_split(&iris(), 0.3, 42)?;
    /// let forest = ExtraTreesClassifier::new().seed(7).fit(&train)?;
    /// assert!(forest.score(&test)? > 0.9);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: P. Geurts, D. Ernst, L. Wehenkel, "Extremely randomized trees", 2006.
    ExtraTreesClassifier, TreeCriterion, bootstrap: false, splitter: Random,
    max_features: Sqrt, "sqrt", class_weight: Option<ClassWeight>
);

/// What the trees of a classification forest share.
struct Ground<'a> {
    columns: Columns,
    codes: Vec<u32>,
    n_classes: usize,
    criterion: TreeCriterion,
    limits: &'a Limits,
}

impl Ground<'_> {
    fn grow(&self, bag: Bag) -> Tree {
        let Bag { rows, weights, seed } = bag;
        match self.criterion {
            TreeCriterion::Gini => {
                let target = ClassImpurity::<ByGini>::new(&self.codes, &weights, self.n_classes);
                grow(&self.columns, rows, target, self.limits, seed)
            }
            TreeCriterion::Entropy | TreeCriterion::LogLoss => {
                let target = ClassImpurity::<ByEntropy>::new(&self.codes, &weights, self.n_classes);
                grow(&self.columns, rows, target, self.limits, seed)
            }
        }
    }
}

/// The accuracy on samples that some tree did not see.
fn out_of_bag(
    plan: &Plan,
    trees: &[Tree],
    x: ArrayView2<'_, f64>,
    target: &ClassTarget,
    weights: Option<ArrayView1<'_, f64>>,
) -> Result<OutOfBag> {
    let predictions = plan.out_of_bag(trees, x, target.classes.len())?;
    let decided = argmax_rows(&predictions);
    let (mut right, mut all) = (0.0, 0.0);
    for row in (0..decided.len()).filter(|row| !predictions[[*row, 0]].is_nan()) {
        let weight = weights.map_or(1.0, |weights| weights[row]);
        all += weight;
        right += if decided[row] == target.codes[row] { weight } else { 0.0 };
    }
    Ok(OutOfBag { score: right / all, predictions })
}

macro_rules! forest_classifier {
    ($model:ident => $fitted:ident) => {
        impl $model {
            /// How much the samples of each class count. Default: all the same.
            #[must_use]
            pub fn class_weight(mut self, class_weight: ClassWeight) -> Self {
                self.class_weight = Some(class_weight);
                self
            }

            fn learn(&self, data: &Training<'_>, target: &ClassTarget) -> Result<$fitted> {
                const NAME: &str = stringify!($model);
                let x = data.features.view();
                let plan = self.plan(x.nrows())?;
                let weights = weights_of(NAME, target, data.weights(), self.class_weight.as_ref())?;
                let limits = self.growth().check(NAME, x.ncols(), weights.iter().sum())?;
                let ground = Ground {
                    columns: Columns::of(x),
                    codes: target.codes.iter().map(|code| *code as u32).collect(),
                    n_classes: target.classes.len(),
                    criterion: self.criterion,
                    limits: &limits,
                };
                let trees = plan.grow(&weights, |bag| ground.grow(bag))?;
                let oob = if self.oob_score {
                    Some(out_of_bag(&plan, &trees, x, target, data.weights())?)
                } else {
                    None
                };
                Ok($fitted {
                    parameters: self.clone(),
                    seen: Seen::of(&data.features),
                    classes: target.classes.clone(),
                    trees,
                    oob,
                })
            }
        }

        classifier!($model => $fitted, weights: used, classes: any);

        #[doc = concat!("A fitted [`", stringify!($model), "`].")]
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub struct $fitted {
            parameters: $model,
            seen: Seen,
            classes: Classes,
            trees: Vec<Tree>,
            oob: Option<OutOfBag>,
        }

        fitted_forest!($model => $fitted, oob_decision_function);

        impl $fitted {
            fn additive(&self) -> Additive<'_> {
                Additive::mean(&self.trees, self.class_labels())
            }

            fn probabilities(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
                Ok(sum_of_values(&self.trees, x, self.classes.len()) / self.trees.len() as f64)
            }

            fn decide(&self, x: ArrayView2<'_, f64>) -> Result<Vec<usize>> {
                Ok(argmax_rows(&self.probabilities(x)?))
            }
        }
    };
}
forest_classifier!(RandomForestClassifier => FittedRandomForestClassifier);
forest_classifier!(ExtraTreesClassifier => FittedExtraTreesClassifier);

//! Forests of regression trees.

use ndarray::{Array1, ArrayView1, ArrayView2, Axis};
use serde::{Deserialize, Serialize};

use super::{OutOfBag, Plan, fitted_forest, forest};
use crate::dataset::Training;
use crate::error::Result;
use crate::model::Seen;
use crate::model::estimators::regressor;
use crate::tree::columns::Columns;
use crate::tree::parameters::sample_weights;
use crate::tree::shap::Additive;
use crate::tree::structure::sum_of_values;
use crate::tree::{RegressionCriterion, Sample, Tree, check_targets, grow_regression};

forest!(
    /// The mean of many regression trees, each grown on samples drawn with replacement.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let (train, test) = train_test_split(&diabetes(), 0.3, 42)?;
    /// let forest = RandomForestRegressor::new().min_samples_leaf(5).seed(7).fit(&train)?;
    /// assert!(forest.score(&test)? > 0.35);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: L. Breiman, "Random forests", 2001.
    RandomForestRegressor, RegressionCriterion, bootstrap: true, splitter: Best, max_features: All, "all"
);

forest!(
    /// A forest whose trees try one threshold per feature, drawn at random, and see all samples:
    /// faster, and often steadier, than [`RandomForestRegressor`].
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let (train, test) = train_test_split(&diabetes(), 0.3, 42)?;
    /// let forest = ExtraTreesRegressor::new().min_samples_leaf(5).seed(7).fit(&train)?;
    /// assert!(forest.score(&test)? > 0.35);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: P. Geurts, D. Ernst, L. Wehenkel, "Extremely randomized trees", 2006.
    ExtraTreesRegressor, RegressionCriterion, bootstrap: false, splitter: Random, max_features: All, "all"
);

/// R² on samples that some tree did not see.
fn out_of_bag(
    plan: &Plan,
    trees: &[Tree],
    x: ArrayView2<'_, f64>,
    target: ArrayView1<'_, f64>,
    weights: &[f64],
) -> Result<OutOfBag> {
    let predictions = plan.out_of_bag(trees, x, 1)?;
    let known: Vec<usize> = (0..target.len()).filter(|row| !predictions[[*row, 0]].is_nan()).collect();
    let total: f64 = known.iter().map(|row| weights[*row]).sum();
    let mean = known.iter().map(|row| weights[*row] * target[*row]).sum::<f64>() / total;
    let (mut residual, mut spread) = (0.0, 0.0);
    for row in known {
        residual += weights[row] * (target[row] - predictions[[row, 0]]).powi(2);
        spread += weights[row] * (target[row] - mean).powi(2);
    }
    let score = if spread > 0.0 { 1.0 - residual / spread } else { f64::from(u8::from(residual == 0.0)) };
    Ok(OutOfBag { score, predictions })
}

macro_rules! forest_regressor {
    ($model:ident => $fitted:ident) => {
        impl $model {
            fn learn(&self, data: &Training<'_>) -> Result<$fitted> {
                const NAME: &str = stringify!($model);
                let x = data.features.view();
                let plan = self.plan(x.nrows())?;
                let targets = data.target.to_vec();
                check_targets(NAME, self.criterion, &targets)?;
                let weights = sample_weights(data.weights(), targets.len());
                let limits = self.growth().check(NAME, x.ncols(), weights.iter().sum())?;
                let columns = Columns::of(x);
                let trees = plan.grow(&weights, |bag| {
                    let sample = Sample { rows: bag.rows, targets: &targets, weights: &bag.weights };
                    grow_regression(&columns, self.criterion, sample, &limits, bag.seed)
                })?;
                let oob = if self.oob_score {
                    Some(out_of_bag(&plan, &trees, x, data.target.view(), &weights)?)
                } else {
                    None
                };
                Ok($fitted { parameters: self.clone(), seen: Seen::of(&data.features), trees, oob })
            }
        }

        regressor!($model => $fitted, weights: used);

        #[doc = concat!("A fitted [`", stringify!($model), "`].")]
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub struct $fitted {
            parameters: $model,
            seen: Seen,
            trees: Vec<Tree>,
            oob: Option<OutOfBag>,
        }

        fitted_forest!($model => $fitted, oob_prediction);

        impl $fitted {
            fn additive(&self) -> Additive<'_> {
                Additive::mean(&self.trees, vec!["prediction".to_owned()])
            }

            fn predict_rows(&self, x: ArrayView2<'_, f64>) -> Result<Array1<f64>> {
                let sums = sum_of_values(&self.trees, x, 1).index_axis_move(Axis(1), 0);
                Ok(sums / self.trees.len() as f64)
            }
        }
    };
}
forest_regressor!(RandomForestRegressor => FittedRandomForestRegressor);
forest_regressor!(ExtraTreesRegressor => FittedExtraTreesRegressor);

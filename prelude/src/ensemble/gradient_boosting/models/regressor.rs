//! Boosted regressors.

use ndarray::{Array1, Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use super::fitted_boosting;
use super::parameters::{GradientBoostingRegressor, HistGradientBoostingRegressor};
use crate::dataset::Training;
use crate::ensemble::gradient_boosting::boost::{Boosted, Ground};
use crate::ensemble::gradient_boosting::loss::{BoostingLoss, Loss};
use crate::error::{Error, Result};
use crate::model::estimators::regressor;
use crate::model::{Seen, Summary};
use crate::preprocessing::numeric::setting;
use crate::tree::importance_table;
use crate::tree::parameters::sample_weights;
use crate::tree::shap::{Additive, Part, tree_shap};

/// Beyond this, targets are made smaller.
const LARGE: f64 = 1e30;

/// Targets too large for the derivatives' 32 bits, divided by a power of two; gives that.
fn shrink(targets: &mut [f64]) -> f64 {
    let largest = targets.iter().fold(0.0, |largest: f64, target| largest.max(target.abs()));
    if largest < LARGE {
        return 1.0;
    }
    let scale = largest.log2().floor().exp2();
    targets.iter_mut().for_each(|target| *target /= scale);
    scale
}

macro_rules! boosted_regressor {
    ($model:ident => $fitted:ident, $quantile:ident) => {
        impl $model {
            fn learn(&self, data: &Training<'_>) -> Result<$fitted> {
                let mut targets = data.target.to_vec();
                let loss = self.resolve_loss(&targets)?;
                let scale = if loss == Loss::Poisson { 1.0 } else { shrink(&mut targets) };
                let weights = sample_weights(data.weights(), targets.len());
                let ground = Ground { x: data.features.view(), targets: &targets, weights: &weights };
                let mut boosted = self.recipe(loss, targets.len()).fit(&ground)?;
                boosted.grow_back(scale, loss == Loss::Squared);
                Ok($fitted { parameters: self.clone(), seen: Seen::of(&data.features), boosted })
            }

            fn resolve_loss(&self, targets: &[f64]) -> Result<Loss> {
                const NAME: &str = stringify!($model);
                match self.loss {
                    BoostingLoss::SquaredError => Ok(Loss::Squared),
                    BoostingLoss::AbsoluteError => Ok(Loss::Absolute),
                    BoostingLoss::Quantile if self.$quantile > 0.0 && self.$quantile < 1.0 => {
                        Ok(Loss::Quantile(self.$quantile))
                    }
                    BoostingLoss::Quantile => {
                        let name = stringify!($quantile);
                        Err(Error::parameter(NAME, name, self.$quantile, "between 0 and 1"))
                    }
                    BoostingLoss::Poisson => {
                        crate::tree::check_targets(NAME, crate::tree::RegressionCriterion::Poisson, targets)?;
                        Ok(Loss::Poisson)
                    }
                }
            }

            fn settings(&self) -> Vec<(String, String)> {
                let quantile = setting(stringify!($quantile), self.$quantile);
                let mut settings = vec![setting("loss", self.loss), quantile];
                settings.extend(self.shape_settings());
                settings
            }
        }

        regressor!($model => $fitted, weights: used);

        #[doc = concat!("A fitted [`", stringify!($model), "`].")]
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub struct $fitted {
            parameters: $model,
            seen: Seen,
            boosted: Boosted,
        }

        fitted_boosting!($model => $fitted);

        impl $fitted {
            /// The predictions after each round, for learning curves.
            ///
            /// # Errors
            /// As [`predict`](Self::predict).
            pub fn staged_predict(&self, x: impl crate::array::AsFeatures) -> Result<Vec<Array1<f64>>> {
                let features = x.features()?;
                self.seen.check(stringify!($model), &features)?;
                let after = |round| self.quantity(self.boosted.scores_after(features.view(), round));
                Ok((1..=self.n_iter()).map(after).collect())
            }

            fn quantity(&self, scores: Array2<f64>) -> Array1<f64> {
                let scores = scores.index_axis_move(ndarray::Axis(1), 0);
                if self.parameters.loss == BoostingLoss::Poisson { scores.exp() } else { scores }
            }

            fn outputs(&self) -> Vec<String> {
                let is_log = self.parameters.loss == BoostingLoss::Poisson;
                vec![if is_log { "log of the prediction" } else { "prediction" }.to_owned()]
            }

            fn predict_rows(&self, x: ArrayView2<'_, f64>) -> Result<Array1<f64>> {
                Ok(self.quantity(self.boosted.scores(x)))
            }
        }
    };
}
boosted_regressor!(GradientBoostingRegressor => FittedGradientBoostingRegressor, alpha);
boosted_regressor!(HistGradientBoostingRegressor => FittedHistGradientBoostingRegressor, quantile);

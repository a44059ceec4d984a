//! AdaBoost for quantities.

use ndarray::{Array1, ArrayView2};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};

use super::{AdaBoostRegressor, Member, fitted_ada_boost, shares};
use crate::array::Features;
use crate::dataset::Training;
use crate::ensemble::members::{bare, part, regressor_of, weighted_importances};
use crate::error::Result;
use crate::model::estimators::regressor;
use crate::model::{FittedRegressor, Seen, Summary};
use crate::runtime::{Progress, check_interrupt};
use crate::tree::parameters::sample_weights;

impl AdaBoostRegressor {
    fn learn(&self, data: &Training<'_>) -> Result<FittedAdaBoostRegressor> {
        self.check()?;
        let base = regressor_of("AdaBoostRegressor", "estimator", &self.estimator)?;
        let mut weights = shares(sample_weights(data.weights(), data.target.len()));
        let mut random = StdRng::seed_from_u64(self.seed);
        let mut members: Vec<Member<Box<dyn FittedRegressor>>> = Vec::new();
        let mut progress = Progress::new("AdaBoost members", self.n_estimators as u64);
        for _ in 0..self.n_estimators {
            check_interrupt()?;
            let sample = Training { sample_weights: None, ..part(data, &drawn(&weights, &mut random), None) };
            let model = base.fit_regressor(&sample)?;
            let errors = self.errors(&(model.predict_regression(&Features::of(data))? - &data.target));
            let error = errors.dot(&weights);
            if error <= 0.0 {
                members.push(Member { model, weight: 1.0, error: 0.0 });
                break;
            }
            if error >= 0.5 {
                if members.is_empty() {
                    members.push(Member { model, weight: 1.0, error });
                }
                break;
            }
            let beta = error / (1.0 - error);
            for (weight, error) in weights.iter_mut().zip(&errors) {
                *weight *= beta.powf((1.0 - error) * self.learning_rate);
            }
            weights = shares(weights.to_vec());
            members.push(Member { model, weight: self.learning_rate * (1.0 / beta).ln(), error });
            progress.advance(1);
        }
        progress.finish_and_clear();
        Ok(FittedAdaBoostRegressor { parameters: self.clone(), seen: Seen::of(&data.features), members })
    }

    /// Each sample's error from 0 to 1, the largest.
    fn errors(&self, residuals: &Array1<f64>) -> Array1<f64> {
        let largest = residuals.iter().fold(0.0, |largest: f64, residual| largest.max(residual.abs()));
        let relative = |residual: &f64| if largest > 0.0 { residual.abs() / largest } else { 0.0 };
        residuals.iter().map(|residual| self.loss.of(relative(residual))).collect()
    }
}

/// As many rows as there are, drawn by their weights.
fn drawn(weights: &Array1<f64>, random: &mut StdRng) -> Vec<usize> {
    let mut sum = 0.0;
    let ends: Vec<f64> = weights
        .iter()
        .map(|weight| {
            sum += weight;
            sum
        })
        .collect();
    let last = weights.iter().rposition(|weight| *weight > 0.0).unwrap_or(0);
    (0..weights.len())
        .map(|_| {
            let place = random.r#gen::<f64>() * sum;
            ends.partition_point(|end| *end <= place).min(last)
        })
        .collect()
}

regressor!(AdaBoostRegressor => FittedAdaBoostRegressor, weights: used);

/// A fitted [`AdaBoostRegressor`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FittedAdaBoostRegressor {
    parameters: AdaBoostRegressor,
    seen: Seen,
    members: Vec<Member<Box<dyn FittedRegressor>>>,
}

fitted_ada_boost!(FittedAdaBoostRegressor);

impl FittedAdaBoostRegressor {
    /// The weighted median of the members' predictions.
    fn predict_rows(&self, x: ArrayView2<'_, f64>) -> Result<Array1<f64>> {
        let predictions: Vec<Array1<f64>> = self
            .members
            .iter()
            .map(|member| {
                check_interrupt()?;
                member.model.predict_regression(&bare(x))
            })
            .collect::<Result<_>>()?;
        let half = self.estimator_weights().sum() / 2.0;
        let median = |row: usize| {
            let mut votes: Vec<(f64, f64)> = predictions
                .iter()
                .zip(&self.members)
                .map(|(prediction, member)| (prediction[row], member.weight))
                .collect();
            votes.sort_by(|a, b| a.0.total_cmp(&b.0));
            let mut sum = 0.0;
            let reached = votes.iter().find(|(_, weight)| {
                sum += weight;
                sum >= half
            });
            reached.or(votes.last()).map_or(0.0, |vote| vote.0)
        };
        Ok((0..x.nrows()).map(median).collect())
    }
}

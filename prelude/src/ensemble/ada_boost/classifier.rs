//! AdaBoost for classes.

use ndarray::{Array1, Array2, ArrayView2, s};
use serde::{Deserialize, Serialize};

use super::{AdaBoostClassifier, Member, fitted_ada_boost, shares};
use crate::array::Features;
use crate::dataset::Training;
use crate::ensemble::members::{bare, classifier_of, place_of, reweighted, weighted_importances};
use crate::error::{Error, Result};
use crate::model::estimators::classifier;
use crate::model::{ClassTarget, Classes, FittedClassifier, Seen, Summary, argmax_rows};
use crate::runtime::{Progress, check_interrupt};
use crate::tree::parameters::sample_weights;

impl AdaBoostClassifier {
    fn learn(&self, data: &Training<'_>, target: &ClassTarget) -> Result<FittedAdaBoostClassifier> {
        const NAME: &str = "AdaBoostClassifier";
        self.check()?;
        let base = classifier_of(NAME, "estimator", &self.estimator)?;
        let n_classes = target.classes.len() as f64;
        let mut weights = shares(sample_weights(data.weights(), target.codes.len()));
        let mut members = Vec::new();
        let mut progress = Progress::new("AdaBoost members", self.n_estimators as u64);
        for _ in 0..self.n_estimators {
            check_interrupt()?;
            let model = base.fit_classifier(&reweighted(data, &weights))?;
            let predicted = model.predict_classes(&Features::of(data))?;
            let truth = target.codes.iter().map(|code| target.classes.values[*code]);
            let wrong: Vec<bool> = predicted.iter().zip(truth).map(|(a, b)| *a != b).collect();
            let error: f64 = weights.iter().zip(&wrong).filter(|(_, wrong)| **wrong).map(|(w, _)| w).sum();
            if error <= 0.0 {
                members.push(Member { model, weight: 1.0, error: 0.0 });
                break;
            }
            if error >= 1.0 - 1.0 / n_classes {
                if members.is_empty() {
                    return Err(Error::Fit {
                        model: NAME,
                        reason: format!("the first {} is no better than chance", base.name()),
                        advice: "Choose a stronger `estimator`.",
                    });
                }
                break;
            }
            let weight = self.learning_rate * (((1.0 - error) / error).ln() + (n_classes - 1.0).ln());
            for (own, _) in weights.iter_mut().zip(&wrong).filter(|(_, wrong)| **wrong) {
                *own *= weight.exp();
            }
            weights = shares(weights.to_vec());
            members.push(Member { model, weight, error });
            progress.advance(1);
        }
        progress.finish_and_clear();
        Ok(FittedAdaBoostClassifier {
            parameters: self.clone(),
            seen: Seen::of(&data.features),
            classes: target.classes.clone(),
            members,
        })
    }
}

classifier!(AdaBoostClassifier => FittedAdaBoostClassifier, weights: used);

/// A fitted [`AdaBoostClassifier`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FittedAdaBoostClassifier {
    parameters: AdaBoostClassifier,
    seen: Seen,
    classes: Classes,
    members: Vec<Member<Box<dyn FittedClassifier>>>,
}

fitted_ada_boost!(FittedAdaBoostClassifier);

impl FittedAdaBoostClassifier {
    /// Per class the weights of the members that are for it less those that are against it, each
    /// against counting one part in the number of other classes; between −1 and 1.
    fn votes(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let n_classes = self.classes.len();
        let mut votes = Array2::zeros((x.nrows(), n_classes));
        for member in &self.members {
            check_interrupt()?;
            let against = member.weight / (n_classes as f64 - 1.0);
            let decided = member.model.predict_classes(&bare(x))?;
            for (mut row, value) in votes.rows_mut().into_iter().zip(decided) {
                row -= against;
                row[place_of(&self.classes, value)] += against + member.weight;
            }
        }
        Ok(votes / self.estimator_weights().sum())
    }

    fn decision_rows(&self, x: ArrayView2<'_, f64>) -> Result<Option<Array2<f64>>> {
        let votes = self.votes(x)?;
        Ok(Some(if self.classes.len() == 2 { votes.slice_move(s![.., 1..]) * 2.0 } else { votes }))
    }

    fn probabilities(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let mut votes = self.votes(x)? / (self.classes.len() as f64 - 1.0);
        for mut row in votes.rows_mut() {
            row.mapv_inplace(f64::exp);
            let sum = row.sum();
            row /= sum;
        }
        Ok(votes)
    }

    fn decide(&self, x: ArrayView2<'_, f64>) -> Result<Vec<usize>> {
        Ok(argmax_rows(&self.votes(x)?))
    }
}

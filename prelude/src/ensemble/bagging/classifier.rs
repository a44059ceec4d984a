//! Bagged classifiers.

use ndarray::{Array1, Array2, ArrayView2};
use serde::{Deserialize, Serialize};

use super::{BaggingClassifier, Member, Plan, fitted_bagging};
use crate::dataset::Training;
use crate::ensemble::forest::OutOfBag;
use crate::ensemble::members::{classifier_of, columns_of, part, probabilities_among, weighted_importances};
use crate::error::Result;
use crate::model::estimators::classifier;
use crate::model::{ClassTarget, Classes, FittedClassifier, Seen, Summary, argmax_rows};
use crate::runtime::check_interrupt;

impl BaggingClassifier {
    fn learn(&self, data: &Training<'_>, target: &ClassTarget) -> Result<FittedBaggingClassifier> {
        let base = classifier_of("BaggingClassifier", "estimator", &self.estimator)?;
        let plan = self.plan(data.features.values.dim())?;
        let members = plan.fit(|draw| {
            let model = base.fit_classifier(&part(data, &draw.rows, draw.columns.as_deref()))?;
            Ok(Member { model, columns: draw.columns })
        })?;
        let mut fitted = FittedBaggingClassifier {
            parameters: self.clone(),
            seen: Seen::of(&data.features),
            classes: target.classes.clone(),
            members,
            oob: None,
        };
        if self.oob_score {
            fitted.oob = Some(fitted.out_of_bag(&plan, data.features.view(), target)?);
        }
        Ok(fitted)
    }
}

classifier!(BaggingClassifier => FittedBaggingClassifier, weights: used);

/// A fitted [`BaggingClassifier`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FittedBaggingClassifier {
    parameters: BaggingClassifier,
    seen: Seen,
    classes: Classes,
    members: Vec<Member<Box<dyn FittedClassifier>>>,
    oob: Option<OutOfBag>,
}

fitted_bagging!(FittedBaggingClassifier);

impl FittedBaggingClassifier {
    fn of_member(
        &self,
        member: &Member<Box<dyn FittedClassifier>>,
        x: ArrayView2<'_, f64>,
    ) -> Result<Array2<f64>> {
        probabilities_among(&*member.model, &columns_of(x, member.columns.as_deref()), &self.classes)
    }

    fn out_of_bag(&self, plan: &Plan, x: ArrayView2<'_, f64>, target: &ClassTarget) -> Result<OutOfBag> {
        let mut sums = Array2::zeros((x.nrows(), self.classes.len()));
        for (index, member) in self.members.iter().enumerate() {
            let rows = plan.unseen(index);
            let own = self.of_member(member, x.select(ndarray::Axis(0), &rows).view())?;
            for (row, own) in rows.iter().zip(own.rows()) {
                let mut sum = sums.row_mut(*row);
                sum += &own;
            }
        }
        let decided = argmax_rows(&sums);
        let known: Vec<usize> = (0..decided.len()).filter(|row| sums.row(*row).sum() > 0.0).collect();
        let right = known.iter().filter(|row| decided[**row] == target.codes[**row]).count();
        for mut row in sums.rows_mut() {
            let total = row.sum();
            row /= total;
        }
        Ok(OutOfBag { score: right as f64 / known.len() as f64, predictions: sums })
    }

    fn probabilities(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let mut sum = Array2::zeros((x.nrows(), self.classes.len()));
        for member in &self.members {
            check_interrupt()?;
            sum += &self.of_member(member, x)?;
        }
        Ok(sum / self.members.len() as f64)
    }

    fn decide(&self, x: ArrayView2<'_, f64>) -> Result<Vec<usize>> {
        Ok(argmax_rows(&self.probabilities(x)?))
    }
}

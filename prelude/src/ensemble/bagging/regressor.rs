//! Bagged regressors.

use ndarray::{Array1, ArrayView2};
use serde::{Deserialize, Serialize};

use super::{BaggingRegressor, Member, Plan, fitted_bagging};
use crate::dataset::Training;
use crate::ensemble::forest::OutOfBag;
use crate::ensemble::members::{columns_of, part, regressor_of, weighted_importances};
use crate::error::Result;
use crate::model::estimators::regressor;
use crate::model::{FittedRegressor, Seen, Summary};
use crate::runtime::check_interrupt;

impl BaggingRegressor {
    fn learn(&self, data: &Training<'_>) -> Result<FittedBaggingRegressor> {
        let base = regressor_of("BaggingRegressor", "estimator", &self.estimator)?;
        let plan = self.plan(data.features.values.dim())?;
        let members = plan.fit(|draw| {
            let model = base.fit_regressor(&part(data, &draw.rows, draw.columns.as_deref()))?;
            Ok(Member { model, columns: draw.columns })
        })?;
        let mut fitted = FittedBaggingRegressor {
            parameters: self.clone(),
            seen: Seen::of(&data.features),
            members,
            oob: None,
        };
        if self.oob_score {
            fitted.oob = Some(fitted.out_of_bag(&plan, data)?);
        }
        Ok(fitted)
    }
}

regressor!(BaggingRegressor => FittedBaggingRegressor, weights: used);

/// A fitted [`BaggingRegressor`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FittedBaggingRegressor {
    parameters: BaggingRegressor,
    seen: Seen,
    members: Vec<Member<Box<dyn FittedRegressor>>>,
    oob: Option<OutOfBag>,
}

fitted_bagging!(FittedBaggingRegressor);

impl FittedBaggingRegressor {
    fn out_of_bag(&self, plan: &Plan, data: &Training<'_>) -> Result<OutOfBag> {
        let x = data.features.view();
        let (mut sums, mut voters) = (Array1::<f64>::zeros(x.nrows()), Array1::<f64>::zeros(x.nrows()));
        for (index, member) in self.members.iter().enumerate() {
            let rows = plan.unseen(index);
            let x = x.select(ndarray::Axis(0), &rows);
            let own = member.model.predict_regression(&columns_of(x.view(), member.columns.as_deref()))?;
            for (row, own) in rows.iter().zip(own) {
                sums[*row] += own;
                voters[*row] += 1.0;
            }
        }
        let predictions = sums / &voters;
        let known: Vec<usize> = (0..predictions.len()).filter(|row| voters[*row] > 0.0).collect();
        let mean = known.iter().map(|row| data.target[*row]).sum::<f64>() / known.len() as f64;
        let squares = |of: &dyn Fn(usize) -> f64| known.iter().map(|row| of(*row).powi(2)).sum::<f64>();
        let spread = squares(&|row| data.target[row] - mean);
        let residual = squares(&|row| data.target[row] - predictions[row]);
        let score = if spread > 0.0 { 1.0 - residual / spread } else { f64::from(residual == 0.0) };
        Ok(OutOfBag { score, predictions: predictions.insert_axis(ndarray::Axis(1)) })
    }

    fn predict_rows(&self, x: ArrayView2<'_, f64>) -> Result<Array1<f64>> {
        let mut sum = Array1::zeros(x.nrows());
        for member in &self.members {
            check_interrupt()?;
            sum += &member.model.predict_regression(&columns_of(x, member.columns.as_deref()))?;
        }
        Ok(sum / self.members.len() as f64)
    }
}

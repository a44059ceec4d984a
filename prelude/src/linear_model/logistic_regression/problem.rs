//! The optimisation problem as linfa's solver sees it, and its solution in the features' own units.
//!
//! Two things are done to the features on the way in and undone on the way out, neither of which
//! changes the solution: they are centred (the intercept is not penalised, so it absorbs the
//! shift) and divided by one common number (the penalty is adjusted). linfa's multinomial loss
//! loses accuracy on large, off-centre values; so treated, it does not see any. The gradient is
//! computed once more at the end, to tell whether the solver has arrived.

use linfa::traits::Fit;
use linfa::{DatasetBase, ParamGuard};
use linfa_logistic::error::Error as LinfaError;
use linfa_logistic::{LogisticRegression as Binary, MultiLogisticRegression as Multinomial};
use ndarray::{Array1, Array2, ArrayView2, ArrayViewMut1, Axis, s};

use super::{LogisticRegression, NAME};
use crate::error::{Error, Result};
use crate::model::check;

/// Rounding alone leaves a gradient of this order.
const ROUNDING: f64 = 1e-8;

/// Weights of shape (1 or n_classes, n_features) and as many intercepts.
type Weights = (Array2<f64>, Array1<f64>);

pub(super) struct Problem<'a> {
    parameters: &'a LogisticRegression,
    x: Array2<f64>,
    /// Each sample's class, 0 to n_classes − 1.
    indices: Array1<usize>,
    n_classes: usize,
    /// The penalty's strength for the scaled features.
    alpha: f64,
    centre: Array1<f64>,
    scale: f64,
}

pub(super) struct Solution {
    pub coefficients: Array2<f64>,
    pub intercepts: Array1<f64>,
    pub converged: bool,
}

impl<'a> Problem<'a> {
    pub(super) fn new(
        parameters: &'a LogisticRegression,
        x: ArrayView2<'_, f64>,
        indices: Vec<usize>,
        n_classes: usize,
    ) -> Self {
        let (mean, std) = check::moments(x);
        let centre = if parameters.fit_intercept { mean } else { Array1::zeros(x.ncols()) };
        let largest = std.iter().fold(0.0_f64, |largest, std| largest.max(*std));
        let scale = if largest > 0.0 { largest } else { 1.0 };
        Self {
            parameters,
            x: (&x - &centre) / scale,
            indices: indices.into(),
            n_classes,
            alpha: 1.0 / parameters.c / (scale * scale),
            centre,
            scale,
        }
    }

    pub(super) fn solve(&self) -> Result<Solution> {
        let (weights, intercepts) = self.solve_scaled()?;
        let gradient = self.gradient_norm(&weights, &intercepts);
        let coefficients = weights / self.scale;
        Ok(Solution {
            intercepts: intercepts - coefficients.dot(&self.centre),
            coefficients,
            converged: gradient <= (10.0 * self.parameters.tolerance).max(ROUNDING),
        })
    }

    fn solve_scaled(&self) -> Result<Weights> {
        // Close to the optimum the line search can fail for want of digits: then a looser
        // tolerance is met already.
        let mut reason = String::new();
        for slack in [1.0, 1e2, 1e4] {
            let tolerance = slack * self.parameters.tolerance * self.indices.len() as f64;
            let attempt =
                if self.n_classes == 2 { self.binary(tolerance) } else { self.multinomial(tolerance) };
            match attempt {
                Ok(weights) if weights.0.iter().chain(&weights.1).all(|value| value.is_finite()) => {
                    return Ok(weights);
                }
                Ok(_) => reason = "the solution is not finite".to_owned(),
                Err(error) => reason = error.to_string(),
            }
        }
        Err(Error::Fit { model: NAME, reason, advice: "Scale the features, or choose a smaller `c`." })
    }

    fn binary(&self, tolerance: f64) -> Result<Weights, LinfaError> {
        let model = Binary::default()
            .alpha(self.alpha)
            .with_intercept(self.parameters.fit_intercept)
            .max_iterations(self.parameters.max_iter as u64)
            .gradient_tolerance(tolerance)
            .check()?
            .fit(&DatasetBase::new(self.x.view(), self.indices.view()))?;
        // linfa calls the more frequent class positive; here it is always the second.
        let sign = if model.labels().pos.class == 1 { 1.0 } else { -1.0 };
        Ok(((sign * model.params()).insert_axis(Axis(0)), Array1::from_elem(1, sign * model.intercept())))
    }

    fn multinomial(&self, tolerance: f64) -> Result<Weights, LinfaError> {
        let model = Multinomial::default()
            .alpha(self.alpha)
            .with_intercept(self.parameters.fit_intercept)
            .max_iterations(self.parameters.max_iter as u64)
            .gradient_tolerance(tolerance)
            .check()?
            .fit(&DatasetBase::new(self.x.view(), self.indices.view()))?;
        Ok((model.params().t().to_owned(), model.intercept().clone()))
    }

    /// The length of the gradient of the mean loss.
    fn gradient_norm(&self, weights: &Array2<f64>, intercepts: &Array1<f64>) -> f64 {
        let mut errors = probabilities(self.x.view(), weights, intercepts);
        for (mut row, class) in errors.rows_mut().into_iter().zip(&self.indices) {
            row[*class] -= 1.0;
        }
        let errors = if self.n_classes == 2 { errors.slice_move(s![.., 1..]) } else { errors };
        let gradient = errors.t().dot(&self.x) + self.alpha * weights;
        let mut squares = gradient.iter().map(|value| value * value).sum::<f64>();
        if self.parameters.fit_intercept {
            squares += errors.sum_axis(Axis(0)).mapv(|value| value * value).sum();
        }
        squares.sqrt() / self.indices.len() as f64
    }
}

/// Shape (n_samples, n_classes), rows sum to one.
pub(super) fn probabilities(
    x: ArrayView2<'_, f64>,
    weights: &Array2<f64>,
    intercepts: &Array1<f64>,
) -> Array2<f64> {
    let mut scores = x.dot(&weights.t()) + intercepts;
    if scores.ncols() > 1 {
        scores.rows_mut().into_iter().for_each(softmax);
        return scores;
    }
    let mut result = Array2::zeros((scores.nrows(), 2));
    for (mut row, score) in result.rows_mut().into_iter().zip(scores.column(0)) {
        row[0] = 1.0 / (1.0 + score.exp());
        row[1] = 1.0 / (1.0 + (-score).exp());
    }
    result
}

fn softmax(mut row: ArrayViewMut1<'_, f64>) {
    let largest = row.iter().fold(f64::NEG_INFINITY, |largest, score| largest.max(*score));
    row.mapv_inplace(|score| (score - largest).exp());
    let sum = row.sum();
    row /= sum;
}

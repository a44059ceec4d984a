//! The squared hinge loss with an L1 penalty, which makes weights zero: a few proximal Newton steps,
//! since all of the loss's second derivative is in the samples within the margin.

use ndarray::{Array1, Array2, ArrayView2, Axis};

use super::newton::Fit;
use crate::array::linalg::product;
use crate::error::Result;
use crate::linear_model::minimize::{Derivatives, Penalties, Point, Smooth, Stop, minimize};

/// `Σ|wⱼ| + Σ cᵢ max(0, 1 − yᵢ w·xᵢ)²` for signs `y`, divided by the sum of the costs so that the
/// tolerance means the same for few and for many samples.
pub(super) fn sparse(
    x: ArrayView2<'_, f64>,
    signs: &[f64],
    costs: &[f64],
    tolerance: f64,
    max_iter: usize,
) -> Result<Fit> {
    let total = costs.iter().sum::<f64>().max(f64::MIN_POSITIVE);
    let loss = MeanLoss { x: x.view(), signs, costs, total };
    let d = x.ncols();
    let penalties = Penalties { l1: Array1::from_elem(d, 1.0 / total), l2: Array1::zeros(d) };
    let start = Array1::zeros(d);
    let steepest = loss.at(&start, Derivatives::First)?.gradient;
    let size = steepest.iter().fold(1.0 / total, |size, slope| size.max(slope.abs()));
    let stop = Stop { label: "LinearSvc", tolerance: tolerance * 1e-6 * size, max_iter };
    let minimum = minimize(&loss, &penalties, start, stop)?;
    Ok(Fit { weights: minimum.w, converged: minimum.converged })
}

struct MeanLoss<'a> {
    x: ArrayView2<'a, f64>,
    signs: &'a [f64],
    costs: &'a [f64],
    total: f64,
}

impl Smooth for MeanLoss<'_> {
    fn at(&self, w: &Array1<f64>, derivatives: Derivatives) -> Result<Point> {
        let predictions = self.x.dot(w);
        let margins = predictions.iter().zip(self.signs).map(|(prediction, sign)| 1.0 - sign * prediction);
        let within: Vec<(usize, f64)> = margins.enumerate().filter(|(_, margin)| *margin > 0.0).collect();
        let cost = |row: usize| self.costs[row] / self.total;
        let value = within.iter().map(|(row, margin)| cost(*row) * margin * margin).sum();
        let mut gradient = Array1::zeros(w.len());
        for (row, margin) in &within {
            gradient.scaled_add(-2.0 * cost(*row) * self.signs[*row] * margin, &self.x.row(*row));
        }
        let hessian = (derivatives == Derivatives::Second).then(|| self.curvature(&within));
        Ok(Point { value, gradient, hessian })
    }
}

impl MeanLoss<'_> {
    fn curvature(&self, within: &[(usize, f64)]) -> Array2<f64> {
        let places: Vec<usize> = within.iter().map(|(row, _)| *row).collect();
        let mut rows = self.x.select(Axis(0), &places);
        for (mut row, place) in rows.rows_mut().into_iter().zip(&places) {
            row *= (2.0 * self.costs[*place] / self.total).sqrt();
        }
        product(rows.t(), rows.view())
    }
}

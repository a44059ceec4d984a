//! Features as solvers like them: centred, scaled, with a column of ones for the intercept.
//!
//! None of it changes the solution: the intercept absorbs the centres, and each penalty is divided by
//! the scale that its column was divided by. What it changes is how fast and how exactly the solution
//! is found.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, Zip, s};

use super::minimize::Penalties;
use super::passes::means;
use crate::error::Result;

/// A column whose spread is below this fraction of its mean is constant.
const CONSTANT: f64 = 1e-13;

pub(super) struct Design {
    /// Shape (n_samples, n_parameters): the features, then ones if there is an intercept.
    pub z: Array2<f64>,
    /// What each sample counts; the sum is one.
    pub weights: Array1<f64>,
    pub fit_intercept: bool,
    centre: Array1<f64>,
    scale: Array1<f64>,
}

impl Design {
    pub fn new(
        x: ArrayView2<'_, f64>,
        weights: Option<ArrayView1<'_, f64>>,
        fit_intercept: bool,
    ) -> Result<Self> {
        let (n, p) = x.dim();
        let nothing = Array1::zeros(n);
        let (centre, _) = means(x, nothing.view(), None, fit_intercept)?;
        let mut z = Array2::ones((n, p + usize::from(fit_intercept)));
        let mut features = z.slice_mut(s![.., ..p]);
        Zip::from(features.rows_mut()).and(x.rows()).par_for_each(|mut target, row| {
            target.assign(&row);
            target -= &centre;
        });
        let scale = scales(features.view(), &centre);
        Zip::from(features.rows_mut()).par_for_each(|mut row| row /= &scale);
        let weights = match weights {
            Some(weights) => &weights / weights.sum(),
            None => Array1::from_elem(n, 1.0 / n as f64),
        };
        Ok(Self { z, weights, fit_intercept, centre, scale })
    }

    pub fn n_parameters(&self) -> usize {
        self.z.ncols()
    }

    pub fn n_features(&self) -> usize {
        self.scale.len()
    }

    /// The penalties `l1·|w|` and `½·l2·w²` of weights in the features' own units, for `n_outputs`
    /// rows of parameters; the intercepts are free.
    pub fn penalties(&self, l1: f64, l2: f64, n_outputs: usize) -> Penalties {
        let (p, width) = (self.n_features(), self.n_parameters());
        let mut penalties =
            Penalties { l1: Array1::zeros(n_outputs * width), l2: Array1::zeros(n_outputs * width) };
        for place in (0..n_outputs * width).filter(|place| place % width < p) {
            let scale = self.scale[place % width];
            penalties.l1[place] = l1 / scale;
            penalties.l2[place] = l2 / (scale * scale);
        }
        penalties
    }

    /// Coefficients in the features' own units and intercepts, from rows of parameters.
    pub fn in_own_units(&self, w: ArrayView2<'_, f64>) -> (Array2<f64>, Array1<f64>) {
        let p = self.n_features();
        let coefficients = &w.slice(s![.., ..p]) / &self.scale;
        let intercepts = if self.fit_intercept {
            &w.column(p) - &coefficients.dot(&self.centre)
        } else {
            Array1::zeros(w.nrows())
        };
        (coefficients, intercepts)
    }

    /// The parameters that mean `coefficients` and `intercepts`.
    pub fn parameters_of(&self, coefficients: &Array2<f64>, intercepts: &Array1<f64>) -> Array2<f64> {
        let p = self.n_features();
        let mut w = Array2::zeros((coefficients.nrows(), self.n_parameters()));
        w.slice_mut(s![.., ..p]).assign(&(coefficients * &self.scale));
        if self.fit_intercept {
            w.column_mut(p).assign(&(intercepts + &coefficients.dot(&self.centre)));
        }
        w
    }
}

/// The root mean square of each column; one where it is nothing.
fn scales(z: ArrayView2<'_, f64>, centre: &Array1<f64>) -> Array1<f64> {
    let mut squares = Array1::<f64>::zeros(z.ncols());
    for row in z.rows() {
        Zip::from(&mut squares).and(row).for_each(|sum, value| *sum += value * value);
    }
    let n = z.nrows() as f64;
    let mut scales = squares.mapv(|sum| f64::sqrt(sum / n));
    for (j, scale) in scales.iter_mut().enumerate() {
        if !scale.is_normal() || *scale < 1e-150 {
            *scale = z.index_axis(Axis(1), j).iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
        }
        if !scale.is_normal() || *scale <= CONSTANT * centre[j].abs() {
            *scale = 1.0;
        }
    }
    scales
}

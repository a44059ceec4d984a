//! Ridge regression that chooses its own `alpha`.
//!
//! Without folds each sample is left out in turn, which costs one eigendecomposition for all samples
//! and all alphas together.
//!
//! Source: G. Golub, M. Heath, G. Wahba, "Generalized cross-validation as a method for choosing a good
//! ridge parameter", 1979.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};
use serde::{Deserialize, Serialize};

use super::{Ridge, by_features};
use crate::array::linalg::{product, symmetric_eigen};
use crate::dataset::Training;
use crate::display::number;
use crate::error::{Error, Result};
use crate::linear_model::fitted_linear::fitted_linear;
use crate::linear_model::folds::{Fold, k_folds};
use crate::linear_model::passes::{means, moments};
use crate::model::estimators::regressor;
use crate::model::{Seen, Summary};
use crate::preprocessing::numeric::setting;
use crate::runtime::check_interrupt;

const NAME: &str = "RidgeCv";

/// [`Ridge`] with the `alpha` of several that predicts held-out samples best.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let model = RidgeCv::new().alphas(&[0.01, 0.1, 1.0, 10.0]).fit(&diabetes())?;
/// assert!([0.01, 0.1, 1.0, 10.0].contains(&model.alpha()));
/// assert_eq!(model.cv_errors().len(), 4);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RidgeCv {
    alphas: Vec<f64>,
    fit_intercept: bool,
    cv: Option<usize>,
}

impl Default for RidgeCv {
    fn default() -> Self {
        Self { alphas: vec![0.1, 1.0, 10.0], fit_intercept: true, cv: None }
    }
}

impl RidgeCv {
    /// With the alphas 0.1, 1 and 10, each sample left out in turn.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The strengths to try, each above 0. Default 0.1, 1, 10.
    #[must_use]
    pub fn alphas(mut self, alphas: &[f64]) -> Self {
        self.alphas = alphas.to_vec();
        self
    }

    /// Whether the plane may miss the origin. Default `true`.
    #[must_use]
    pub fn fit_intercept(mut self, fit_intercept: bool) -> Self {
        self.fit_intercept = fit_intercept;
        self
    }

    /// So many folds of consecutive rows, instead of leaving each sample out in turn.
    #[must_use]
    pub fn cv(mut self, n_splits: usize) -> Self {
        self.cv = Some(n_splits);
        self
    }

    fn learn(&self, data: &Training<'_>) -> Result<FittedRidgeCv> {
        if self.alphas.is_empty() {
            return Err(Error::empty("`alphas`", "one number above 0"));
        }
        for alpha in &self.alphas {
            crate::linear_model::check_positive(NAME, "alphas", *alpha)?;
        }
        let cv_errors = match self.cv {
            None => self.leave_one_out(data)?,
            Some(n_splits) => self.by_folds(data, n_splits)?,
        };
        let mut best = 0;
        for (place, error) in cv_errors.iter().enumerate() {
            if *error < cv_errors[best] {
                best = place;
            }
        }
        let alpha = self.alphas[best];
        let model = Ridge::new().alpha(alpha).fit_intercept(self.fit_intercept).fit_training(data)?;
        Ok(FittedRidgeCv {
            parameters: self.clone(),
            seen: Seen::of(&data.features),
            coefficients: model.coefficients().clone(),
            intercept: model.intercept(),
            alpha,
            cv_errors,
        })
    }

    fn settings(&self) -> Vec<(String, String)> {
        let alphas: Vec<String> = self.alphas.iter().map(|alpha| number(*alpha)).collect();
        let cv = self.cv.map_or("leave one out".to_owned(), |n_splits| n_splits.to_string());
        vec![
            setting("alphas", format!("[{}]", alphas.join(", "))),
            setting("fit_intercept", self.fit_intercept),
            setting("cv", cv),
        ]
    }

    /// The mean squared error of each alpha, every sample predicted from all others.
    fn leave_one_out(&self, data: &Training<'_>) -> Result<Array1<f64>> {
        let (x, y, weights) = (data.features.view(), data.target.view(), data.weights());
        let (x_mean, y_mean) = means(x, y, weights, self.fit_intercept)?;
        let mut rows: Array2<f64> = &x - &x_mean;
        let mut target = &y - y_mean;
        let n = y.len() as f64;
        let mut intercept_share = Array1::from_elem(y.len(), if self.fit_intercept { 1.0 / n } else { 0.0 });
        if let Some(weights) = weights {
            let roots = weights.mapv(f64::sqrt);
            target *= &roots;
            rows *= &roots.insert_axis(Axis(1));
            if self.fit_intercept {
                intercept_share = &weights / weights.sum();
            }
        }
        let (squares, left) = directions(rows.view())?;
        let projections = left.t().dot(&target);
        let squared_left = left.mapv(|value| value * value);
        let error = |alpha: &f64| {
            check_interrupt()?;
            let kept = squares.mapv(|square| square / (square + alpha));
            let residuals = &target - &left.dot(&(&kept * &projections));
            let leverage = squared_left.dot(&kept) + &intercept_share;
            let left_out = residuals / (1.0 - leverage);
            Ok(left_out.dot(&left_out) / n)
        };
        self.alphas.iter().map(error).collect()
    }

    fn by_folds(&self, data: &Training<'_>, n_splits: usize) -> Result<Array1<f64>> {
        let folds = k_folds(data, n_splits)?;
        let mut errors = Array1::zeros(self.alphas.len());
        for fold in &folds {
            check_interrupt()?;
            errors += &self.fold_errors(fold)?;
        }
        Ok(errors / folds.len() as f64)
    }

    fn fold_errors(&self, fold: &Fold) -> Result<Array1<f64>> {
        let weights = fold.train_weights.as_ref().map(|weights| weights.view());
        let moments = moments(fold.train_x.view(), fold.train_y.view(), weights, self.fit_intercept)?;
        let error = |alpha: &f64| {
            let coefficients = by_features(&moments, *alpha).ok_or_else(super::failed)?;
            let intercept =
                if self.fit_intercept { moments.y_mean - moments.x_mean.dot(&coefficients) } else { 0.0 };
            Ok(fold.test_error(coefficients.view(), intercept))
        };
        self.alphas.iter().map(error).collect()
    }
}

/// The squared singular values above rounding, and the left singular vectors.
fn directions(x: ArrayView2<'_, f64>) -> Result<(Array1<f64>, Array2<f64>)> {
    let wide = x.ncols() > x.nrows();
    let gram = if wide { product(x, x.t()) } else { product(x.t(), x) };
    let (values, vectors) = symmetric_eigen(NAME, gram.view())?;
    let least = values.iter().fold(0.0_f64, |largest, value| largest.max(*value)) * 1e-14;
    let kept: Vec<usize> = (0..values.len()).filter(|k| values[*k] > least).collect();
    let (values, vectors) = (values.select(Axis(0), &kept), vectors.select(Axis(1), &kept));
    let left = if wide { vectors } else { product(x, vectors.view()) / values.mapv(f64::sqrt) };
    Ok((values, left))
}

regressor!(RidgeCv => FittedRidgeCv, weights: used);

/// A fitted [`RidgeCv`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedRidgeCv {
    parameters: RidgeCv,
    seen: Seen,
    coefficients: Array1<f64>,
    intercept: f64,
    alpha: f64,
    cv_errors: Array1<f64>,
}

impl FittedRidgeCv {
    /// The strength that was chosen.
    pub fn alpha(&self) -> f64 {
        self.alpha
    }

    /// The mean squared error on held-out samples, one per alpha tried.
    pub fn cv_errors(&self) -> ArrayView1<'_, f64> {
        self.cv_errors.view()
    }

    fn details(&self, summary: &mut Summary) {
        summary.results.push(("chosen alpha".to_owned(), number(self.alpha)));
    }
}

fitted_linear!(FittedRidgeCv);

//! Partial least squares for one target.
//!
//! linfa-pls finds each component by a power iteration, which a single target does not need: its
//! direction is known at once. So this is exact, faster, and a constant target is no trouble.
//!
//! Source: H. Wold, "Soft modelling by latent variables", 1975; S. Wold, M. Sjöström, L. Eriksson,
//! "PLS-regression: a basic tool of chemometrics", 2001.

use ndarray::{Array1, Array2, ArrayView2, Axis, s};
use serde::{Deserialize, Serialize};

use super::check_at_least_one;
use super::fitted_linear::fitted_linear;
use crate::array::AsFeatures;
use crate::array::linalg::solve;
use crate::dataset::Training;
use crate::error::{Error, Result};
use crate::model::estimators::regressor;
use crate::model::{Seen, Summary, check};
use crate::preprocessing::numeric::setting;
use crate::runtime::check_interrupt;

const NAME: &str = "PlsRegression";

/// Least squares on the few directions of the features that vary most together with the target: for
/// more features than samples, and features that say much the same.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let model = PlsRegression::new().n_components(3).fit(&diabetes())?;
/// assert!(model.score(&diabetes())? > 0.49);
/// assert_eq!(model.transform(&diabetes())?.shape(), [442, 3]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlsRegression {
    n_components: usize,
    scale: bool,
}

impl Default for PlsRegression {
    fn default() -> Self {
        Self { n_components: 2, scale: true }
    }
}

impl PlsRegression {
    /// Two components of scaled features.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many directions to use, at most the number of features and of samples. Default 2.
    #[must_use]
    pub fn n_components(mut self, n_components: usize) -> Self {
        self.n_components = n_components;
        self
    }

    /// Whether features and target are divided by their standard deviation first. Default `true`.
    #[must_use]
    pub fn scale(mut self, scale: bool) -> Self {
        self.scale = scale;
        self
    }

    fn learn(&self, data: &Training<'_>) -> Result<FittedPlsRegression> {
        check_at_least_one(NAME, "n_components", self.n_components)?;
        let x = data.features.view();
        let most = x.nrows().min(x.ncols());
        if self.n_components > most {
            let expected = format!("at most {most}, the smaller of the numbers of samples and features");
            return Err(Error::parameter(NAME, "n_components", self.n_components, expected));
        }
        let (x_mean, x_std) = self.moments(x);
        let y = data.target.view().insert_axis(Axis(1));
        let (y_mean, y_std) = self.moments(y);
        let parts =
            components((&x - &x_mean) / &x_std, (&data.target - y_mean[0]) / y_std[0], self.n_components)?;
        let (rotations, scaled) = parts.rotations()?;
        let coefficients = scaled * y_std[0] / &x_std;
        if !coefficients.iter().all(|coefficient: &f64| coefficient.is_finite()) {
            return Err(Error::Fit {
                model: NAME,
                reason: "some values are too large to be squared".to_owned(),
                advice: "Scale the features and the target first, for example with `StandardScaler`.",
            });
        }
        Ok(FittedPlsRegression {
            parameters: self.clone(),
            seen: Seen::of(&data.features),
            intercept: y_mean[0] - x_mean.dot(&coefficients),
            coefficients,
            x_weights: parts.weights,
            x_loadings: parts.loadings,
            rotations,
            x_mean,
            x_std,
        })
    }

    /// Means, and sample standard deviations (one where there is none).
    fn moments(&self, x: ArrayView2<'_, f64>) -> (Array1<f64>, Array1<f64>) {
        let (mean, std) = check::moments(x);
        let n = x.nrows() as f64;
        let sample = (n / (n - 1.0).max(1.0)).sqrt();
        let divisor = |std: &f64| if self.scale && *std > 0.0 { std * sample } else { 1.0 };
        (mean, std.iter().map(divisor).collect())
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![setting("n_components", self.n_components), setting("scale", self.scale)]
    }
}

regressor!(PlsRegression => FittedPlsRegression, weights: refused);

/// One column per component that was found.
struct Parts {
    weights: Array2<f64>,
    loadings: Array2<f64>,
    y_loadings: Array1<f64>,
}

fn components(mut x: Array2<f64>, mut y: Array1<f64>, n_components: usize) -> Result<Parts> {
    let (p, start) = (x.ncols(), y.dot(&y));
    let (mut weights, mut loadings) = (Array2::zeros((p, n_components)), Array2::zeros((p, n_components)));
    let mut y_loadings = Vec::new();
    for k in 0..n_components {
        check_interrupt()?;
        let direction = x.t().dot(&y);
        let length = direction.dot(&direction).sqrt();
        let left = y.dot(&y);
        // Nothing is left to explain, or nothing to explain it by.
        if length == 0.0 || left <= 1e-28 * start {
            break;
        }
        let mut direction = direction / length;
        let leading = direction
            .iter()
            .fold(0.0_f64, |most, value| if value.abs() > most.abs() { *value } else { most });
        direction *= leading.signum();
        let scores = x.dot(&direction);
        let square = scores.dot(&scores);
        let loading = x.t().dot(&scores) / square;
        let y_loading = scores.dot(&y) / square;
        for (mut row, score) in x.rows_mut().into_iter().zip(&scores) {
            row.scaled_add(-score, &loading);
        }
        y.scaled_add(-y_loading, &scores);
        weights.column_mut(k).assign(&direction);
        loadings.column_mut(k).assign(&loading);
        y_loadings.push(y_loading);
    }
    let found = y_loadings.len();
    Ok(Parts {
        weights: weights.slice(s![.., ..found]).to_owned(),
        loadings: loadings.slice(s![.., ..found]).to_owned(),
        y_loadings: y_loadings.into(),
    })
}

impl Parts {
    /// What turns features into scores, and the weights of scaled features for the scaled target.
    fn rotations(&self) -> Result<(Array2<f64>, Array1<f64>)> {
        if self.y_loadings.is_empty() {
            return Ok((self.weights.clone(), Array1::zeros(self.weights.nrows())));
        }
        let inner = self.loadings.t().dot(&self.weights);
        let rotations = solve(&inner.t(), &self.weights.t())?.t().to_owned();
        let scaled = rotations.dot(&self.y_loadings);
        Ok((rotations, scaled))
    }
}

/// A fitted [`PlsRegression`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedPlsRegression {
    parameters: PlsRegression,
    seen: Seen,
    coefficients: Array1<f64>,
    intercept: f64,
    x_weights: Array2<f64>,
    x_loadings: Array2<f64>,
    rotations: Array2<f64>,
    x_mean: Array1<f64>,
    x_std: Array1<f64>,
}

impl FittedPlsRegression {
    /// The direction of each component in what earlier ones left, shape (n_features, n_components).
    pub fn x_weights(&self) -> &Array2<f64> {
        &self.x_weights
    }

    /// What each component says of each feature, shape (n_features, n_components).
    pub fn x_loadings(&self) -> &Array2<f64> {
        &self.x_loadings
    }

    /// The samples' scores, shape (n_samples, n_components).
    ///
    /// # Errors
    /// As [`predict`](Self::predict).
    pub fn transform(&self, x: impl AsFeatures) -> Result<Array2<f64>> {
        let features = x.features()?;
        self.seen.check(NAME, &features)?;
        Ok(((&features.view() - &self.x_mean) / &self.x_std).dot(&self.rotations))
    }

    fn details(&self, summary: &mut Summary) {
        summary.results.push(("components found".to_owned(), self.rotations.ncols().to_string()));
    }
}

fitted_linear!(FittedPlsRegression);

//! Features to a common variance without correlation.
//!
//! linfa's whitener is not used: where features depend on each other it divides by a made-up small
//! number, so that rounding becomes data. Here that is an error, and all three ways come from one
//! decomposition of the covariance, which needs no more memory than the covariance.

use linfa_linalg::Order;
use linfa_linalg::cholesky::Cholesky;
use linfa_linalg::eigh::{EigSort, EighInto};
use ndarray::{Array1, Array2, ArrayView2, Axis};
use serde::{Deserialize, Serialize};

use super::super::columns::Gaps;
use super::super::numeric::{Seen, invertible, numeric_transformer, setting};
use crate::array::Features;
use crate::error::{Error, Result};
use crate::model::{SummaryTable, check};

const NAME: &str = "Whitening";
/// A direction with less than this share of the most varied one's variance has none but rounding.
const NO_VARIANCE: f64 = 1e-13;

/// Which of the ways to remove correlation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum WhiteningMethod {
    /// Along the directions of most variance, most first, as scikit-learn's `PCA(whiten=True)`.
    #[default]
    Pca,
    /// As near as possible to the original features.
    Zca,
    /// By the triangular factor of the inverse covariance: output j holds features j and later.
    Cholesky,
}

/// Changes features linearly so that they have variance one (n − 1) and no correlation.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (_, white) = Whitening::new().method(WhiteningMethod::Zca).fit_transform(&iris())?;
/// let z = &white.features;
/// let covariance = z.t().dot(z) / 149.0;
/// assert!((covariance[(0, 0)] - 1.0).abs() < 1e-9);
/// assert!(covariance[(0, 1)].abs() < 1e-9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: A. Kessy, A. Lewin and K. Strimmer, "Optimal whitening and decorrelation", The American
/// Statistician 72, 2018.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Whitening {
    method: WhiteningMethod,
}

impl Whitening {
    /// Along the directions of most variance.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Which way. Default [`WhiteningMethod::Pca`].
    #[must_use]
    pub fn method(mut self, method: WhiteningMethod) -> Self {
        self.method = method;
        self
    }

    fn learn(&self, features: &Features<'_>) -> Result<FittedWhitening> {
        let x = features.view();
        let n = x.nrows();
        if n < 2 {
            return Err(Error::TooFew { what: NAME.to_owned(), needed: 2, unit: "samples", given: n });
        }
        let mean = check::moments(x).0;
        let centred = &x - &mean;
        let covariance = centred.t().dot(&centred) / (n as f64 - 1.0);
        if covariance.iter().any(|value| !value.is_finite()) {
            return Err(failed("the features' variances are too large for numbers".to_owned()));
        }
        let (values, vectors) = covariance
            .clone()
            .eigh_into()
            .map_err(|error| failed(error.to_string()))?
            .sort_eig(Order::Largest);
        check_rank(&values)?;
        let matrix = match self.method {
            WhiteningMethod::Pca => towards_positive(vectors / values.mapv(f64::sqrt)).reversed_axes(),
            WhiteningMethod::Zca => (&vectors / &values.mapv(f64::sqrt)).dot(&vectors.t()),
            WhiteningMethod::Cholesky => {
                let inverse = (&vectors / &values).dot(&vectors.t());
                inverse.cholesky().map_err(|error| failed(error.to_string()))?.reversed_axes()
            }
        };
        let inverse = covariance.dot(&matrix.t());
        Ok(FittedWhitening { parameters: self.clone(), mean, matrix, inverse, seen: Seen::of(features) })
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![setting("method", format!("{:?}", self.method))]
    }
}

fn check_rank(values: &Array1<f64>) -> Result<()> {
    let varied = values.iter().filter(|value| **value > NO_VARIANCE * values[0]).count();
    if varied == values.len() {
        return Ok(());
    }
    Err(failed(format!("the {} features vary in only {varied} directions", values.len())))
}

fn failed(reason: String) -> Error {
    let advice = "Drop features that are constant or follow from others, or use `Pca` with fewer components.";
    Error::Fit { model: NAME, reason, advice }
}

/// A direction (column) and its opposite are as good: the entry of largest size is positive.
fn towards_positive(mut directions: Array2<f64>) -> Array2<f64> {
    for mut direction in directions.axis_iter_mut(Axis(1)) {
        let largest = direction
            .iter()
            .fold(0.0_f64, |most, value| if value.abs() > most.abs() { *value } else { most });
        direction *= largest.signum();
    }
    directions
}

/// A fitted [`Whitening`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedWhitening {
    parameters: Whitening,
    mean: Array1<f64>,
    matrix: Array2<f64>,
    inverse: Array2<f64>,
    seen: Seen,
}

impl FittedWhitening {
    /// The matrix W, shape (n_features, n_features): a centred sample x becomes W x.
    pub fn matrix(&self) -> &Array2<f64> {
        &self.matrix
    }

    /// The mean of each feature.
    pub fn mean(&self) -> &Array1<f64> {
        &self.mean
    }

    fn change(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        Ok((&x - &self.mean).dot(&self.matrix.t()))
    }

    fn restore(&self, z: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        Ok(z.dot(&self.inverse.t()) + &self.mean)
    }

    fn names_out(&self, names: &[String]) -> Vec<String> {
        match self.parameters.method {
            WhiteningMethod::Pca => (1..=names.len()).map(|i| format!("pc{i}")).collect(),
            _ => names.to_vec(),
        }
    }

    fn tables(&self) -> Vec<SummaryTable> {
        let rows = self.matrix.rows().into_iter().zip(self.names_out(&self.seen.names));
        vec![SummaryTable {
            caption: "whitening matrix".to_owned(),
            columns: self.seen.names.clone(),
            rows: rows.map(|(row, name)| (name, row.to_vec())).collect(),
        }]
    }
}

numeric_transformer!(Whitening => FittedWhitening, NAME, Gaps::Refused);
invertible!(FittedWhitening, Gaps::Refused);

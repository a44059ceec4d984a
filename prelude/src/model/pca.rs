//! Principal component analysis, by the eigenvectors of the covariance (linfa-linalg's).
//!
//! linfa-reduction's own analysis is not used: its iterative solver stops at five digits and panics
//! on very small or large values, its variances are divided by the number of components where the
//! number of samples belongs, and its ratios leave out what was dropped. The sign of a direction is
//! arbitrary: as in scikit-learn the entry of largest size is made positive.

use linfa_linalg::Order;
use linfa_linalg::eigh::{EigSort, EighInto};
use ndarray::{Array1, Array2, ArrayView2, s};

use super::roles::{FittedTransformer, Transformer};
use super::{Summarize, Summary, SummaryTable, check, feature_label, fitted_on};
use crate::array::{AsFeatures, Features};
use crate::dataset::Dataset;
use crate::error::{Error, Result};

const NAME: &str = "Pca";
/// A direction with less than this share of the first one's variance has none but rounding.
const NO_VARIANCE: f64 = 1e-14;

/// Projects onto the `n_components` orthogonal directions in which the data varies most.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let model = Pca::new(2).fit(&iris())?;
/// assert!(model.explained_variance_ratio()[0] > 0.92);
/// let flat = model.transform(&iris())?;
/// assert_eq!(flat.shape(), [150, 2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: I. Jolliffe, "Principal Component Analysis", 2002.
#[derive(Clone, Debug, PartialEq)]
pub struct Pca {
    n_components: usize,
    whiten: bool,
}

impl Pca {
    /// With `n_components` outputs, not whitened.
    #[must_use]
    pub fn new(n_components: usize) -> Self {
        Self { n_components, whiten: false }
    }

    /// Whether the outputs are scaled to unit variance. Default `false`.
    #[must_use]
    pub fn whiten(mut self, whiten: bool) -> Self {
        self.whiten = whiten;
        self
    }

    /// Fits on features of shape (n_samples, n_features): a matrix, a [`Dataset`] (its target is
    /// not looked at), a frame of numbers.
    ///
    /// # Errors
    /// [`Error::Parameter`] for more components than features or samples, or than there are
    /// directions with any variance; [`Error::TooFew`], [`Error::NotFinite`], [`Error::Constant`].
    pub fn fit(&self, x: impl AsFeatures) -> Result<FittedPca> {
        self.fit_features(&x.features()?)
    }

    fn fit_features(&self, features: &Features<'_>) -> Result<FittedPca> {
        check::features(features)?;
        let x = features.view();
        let (n, p) = x.dim();
        if n < 2 {
            return Err(Error::TooFew { what: NAME.to_owned(), needed: 2, unit: "samples", given: n });
        }
        if self.n_components == 0 || self.n_components > n.min(p) {
            let expected = format!("1 to {}, the smaller of {n} samples and {p} features", n.min(p));
            return Err(Error::parameter(NAME, "n_components", self.n_components, expected));
        }
        let mean = check::moments(x).0;
        let decomposition = Decomposition::of(&(&x - &mean))?;
        let (components, variances) = decomposition.first(self.n_components)?;
        Ok(FittedPca {
            parameters: self.clone(),
            mean,
            ratios: &variances / decomposition.total,
            singular_values: variances.mapv(|variance| f64::sqrt(variance * (n as f64 - 1.0))),
            components,
            variances,
            feature_names: features.names.to_vec(),
            n_samples: n,
        })
    }
}

/// The directions of centred data, most variance first, and the variance along each.
struct Decomposition {
    /// Directions as rows.
    directions: Array2<f64>,
    variances: Array1<f64>,
    total: f64,
}

impl Decomposition {
    fn of(centred: &Array2<f64>) -> Result<Self> {
        let (n, p) = centred.dim();
        let size = centred.iter().fold(0.0_f64, |size, value| size.max(value.abs()));
        if size == 0.0 {
            let advice = "Check that the right columns were chosen.";
            return Err(Error::Constant { what: "every feature".to_owned(), advice });
        }
        // Squares of values near one neither overflow nor vanish.
        let x = centred / size;
        // The smaller of the two products has all eigenvalues that are not zero.
        let product = if p <= n { x.t().dot(&x) } else { x.dot(&x.t()) };
        let (values, vectors) = product.eigh_into().map_err(|error| failed(&error))?.sort_eig(Order::Largest);
        let mut directions = if p <= n { vectors } else { x.t().dot(&vectors) }.reversed_axes();
        for mut row in directions.rows_mut() {
            let length = row.dot(&row).sqrt();
            row *= sign(&row.to_vec()) / if length > 0.0 { length } else { 1.0 };
        }
        let unit = size * size / (n as f64 - 1.0);
        let variances = values.mapv(|value| value.max(0.0) * unit);
        Ok(Self { directions, total: variances.sum(), variances })
    }

    fn first(&self, count: usize) -> Result<(Array2<f64>, Array1<f64>)> {
        let varied =
            self.variances.iter().filter(|variance| **variance > NO_VARIANCE * self.variances[0]).count();
        if varied < count || !self.total.is_finite() {
            let expected = format!("at most {varied}, since the data varies in no more directions");
            return Err(Error::parameter(NAME, "n_components", count, expected));
        }
        Ok((self.directions.slice(s![..count, ..]).to_owned(), self.variances.slice(s![..count]).to_owned()))
    }
}

/// The sign of the entry of largest size.
fn sign(direction: &[f64]) -> f64 {
    direction
        .iter()
        .fold(0.0_f64, |largest, value| if value.abs() > largest.abs() { *value } else { largest })
        .signum()
}

fn failed(error: &linfa_linalg::LinalgError) -> Error {
    Error::Fit { model: NAME, reason: error.to_string(), advice: "Look for very large or very small values." }
}

/// A fitted [`Pca`].
#[derive(Clone, Debug, PartialEq)]
pub struct FittedPca {
    parameters: Pca,
    mean: Array1<f64>,
    components: Array2<f64>,
    variances: Array1<f64>,
    ratios: Array1<f64>,
    singular_values: Array1<f64>,
    feature_names: Vec<String>,
    n_samples: usize,
}

impl FittedPca {
    /// The directions as rows, shape (n_components, n_features), most variance first.
    pub fn components(&self) -> &Array2<f64> {
        &self.components
    }

    /// The variance (n − 1) along each direction.
    pub fn explained_variance(&self) -> &Array1<f64> {
        &self.variances
    }

    /// The share of the data's whole variance along each direction, 0 to 1.
    pub fn explained_variance_ratio(&self) -> &Array1<f64> {
        &self.ratios
    }

    /// The singular values of the centred data.
    pub fn singular_values(&self) -> &Array1<f64> {
        &self.singular_values
    }

    /// The mean of each feature.
    pub fn mean(&self) -> &Array1<f64> {
        &self.mean
    }

    /// Coordinates along the directions: shape (n_samples, n_features) to (n_samples,
    /// n_components).
    ///
    /// # Errors
    /// [`Error::FeatureCount`], [`Error::FeatureNames`], [`Error::NotFinite`].
    pub fn transform(&self, x: impl AsFeatures) -> Result<Array2<f64>> {
        let features = x.features()?;
        check::same_features(NAME, self.mean.len(), &self.feature_names, &features)?;
        let projected = (&features.view() - &self.mean).dot(&self.components.t());
        Ok(if self.parameters.whiten { projected / self.variances.mapv(f64::sqrt) } else { projected })
    }

    /// Back to the features' space: shape (n_samples, n_components) to (n_samples, n_features). What
    /// the dropped directions held is lost.
    ///
    /// # Errors
    /// [`Error::Shape`] unless `z` has n_components columns.
    pub fn inverse_transform(&self, z: impl AsFeatures) -> Result<Array2<f64>> {
        let features = z.features()?;
        let z = features.view();
        if z.ncols() != self.components.nrows() {
            return Err(Error::Shape {
                what: "the argument of `inverse_transform`".to_owned(),
                given: z.shape().to_vec(),
                expected: format!("(n_samples, {})", self.components.nrows()),
            });
        }
        let z = if self.parameters.whiten { &z * &self.variances.mapv(f64::sqrt) } else { z.to_owned() };
        Ok(z.dot(&self.components) + &self.mean)
    }
}

impl Transformer for Pca {
    fn name(&self) -> &'static str {
        NAME
    }

    fn fit_transformer(&self, data: &Dataset) -> Result<Box<dyn FittedTransformer>> {
        Ok(Box::new(self.fit(data)?))
    }
}

impl FittedTransformer for FittedPca {
    fn transform_features(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        self.transform(x)
    }

    fn output_names(&self, _input_names: &[String]) -> Vec<String> {
        (1..=self.components.nrows()).map(|i| format!("pc{i}")).collect()
    }
}

impl Summarize for Pca {
    fn summary(&self) -> Summary {
        Summary {
            title: NAME.to_owned(),
            subtitle: "not fitted yet: call `.fit(&x)?`".to_owned(),
            parameters: vec![
                ("n_components".to_owned(), self.n_components.to_string()),
                ("whiten".to_owned(), self.whiten.to_string()),
            ],
            ..Summary::default()
        }
    }
}

impl Summarize for FittedPca {
    fn summary(&self) -> Summary {
        let rows = self.components.rows().into_iter().enumerate().map(|(i, row)| {
            let mut values = vec![self.ratios[i]];
            values.extend(row.iter());
            (format!("pc{}", i + 1), values)
        });
        let heads = (0..self.mean.len()).map(|j| feature_label(&self.feature_names, j));
        let table = SummaryTable {
            caption: "components".to_owned(),
            columns: std::iter::once("explained variance".to_owned()).chain(heads).collect(),
            rows: rows.collect(),
        };
        Summary {
            title: NAME.to_owned(),
            subtitle: fitted_on(self.n_samples, self.mean.len()),
            results: vec![(
                "variance explained in all".to_owned(),
                format!("{:.1} %", 100.0 * self.ratios.sum()),
            )],
            tables: vec![table],
            ..self.parameters.summary()
        }
    }
}

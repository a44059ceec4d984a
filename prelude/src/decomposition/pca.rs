//! Principal component analysis.
//!
//! linfa-reduction's own analysis is not used: its iterative solver stops at five digits and panics
//! on very small or large values, its variances are divided by the number of components where the
//! number of samples belongs, and its ratios leave out what was dropped. With many samples for each
//! feature the directions are the eigenvectors of the covariance, which is summed in parallel;
//! otherwise they come from the singular value decomposition of the data, which keeps more digits.

use ndarray::{Array1, Array2, ArrayView2, s};

use super::components::Components;
use super::linear::{
    centred_gram, centred_product, column_means, largest_deviation, positive_largest, symmetric_eigen,
    thin_svd,
};
use super::numbered;
use crate::array::{AsFeatures, Features};
use crate::dataset::Dataset;
use crate::error::{Error, Result};
use crate::model::roles::{FittedTransformer, Transformer};
use crate::model::{Summarize, Summary, SummaryTable, check, feature_label, fitted_on};
use crate::preprocessing::TransformInput;

const NAME: &str = "Pca";
/// A direction with less than this share of the first one's variance has none but rounding.
const NO_VARIANCE: f64 = 1e-14;
/// With so many samples per feature the covariance is small beside the data.
const SAMPLES_PER_FEATURE: usize = 10;
/// Beyond this many rows and columns the products are cheaper than the singular values.
const MOST_FOR_SVD: usize = 500;

/// Projects onto the orthogonal directions in which the data varies most.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (model, flat) = Pca::new(2).fit_transform(&iris())?;
/// assert!(model.explained_variance_ratio()[0] > 0.92);
/// assert_eq!(flat.feature_names, ["pc1", "pc2"]);
/// assert_eq!(Pca::new(0.95).fit(&iris())?.n_components(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: I. Jolliffe, "Principal Component Analysis", 2002.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Pca {
    n_components: Components,
    whiten: bool,
}

impl Pca {
    /// With a number of outputs (`2`), as few as keep a share of the variance (`0.95`), or
    /// [`Components::All`]. Not whitened.
    #[must_use]
    pub fn new(n_components: impl Into<Components>) -> Self {
        Self { n_components: n_components.into(), whiten: false }
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

    /// [`fit`](Self::fit), and the same data along the directions.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_transform<X: TransformInput>(&self, x: X) -> Result<(FittedPca, X::Output)> {
        let features = x.features()?;
        let model = self.fit_features(&features)?;
        let z = model.project(&features)?;
        let output = x.rebuild(z, model.output_names(&[]))?;
        Ok((model, output))
    }

    fn fit_features(&self, features: &Features<'_>) -> Result<FittedPca> {
        check::features(features)?;
        let x = features.view();
        let (n, p) = x.dim();
        if n < 2 {
            return Err(Error::TooFew { what: NAME.to_owned(), needed: 2, unit: "samples", given: n });
        }
        self.check(n, p)?;
        let mean = column_means(x);
        let decomposition = Decomposition::of(x, &mean)?;
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

    fn check(&self, n: usize, p: usize) -> Result<()> {
        let expected = match self.n_components {
            Components::Count(count) if count < 1 || count > n.min(p) as i64 => {
                format!("1 to {}, the smaller of {n} samples and {p} features", n.min(p))
            }
            Components::Share(share) if !(share > 0.0 && share <= 1.0) => {
                "a share of the variance above 0 and at most 1, or a whole number of components".to_owned()
            }
            _ => return Ok(()),
        };
        Err(Error::parameter(NAME, "n_components", self.n_components, expected))
    }
}

/// The directions of the data, most variance first, and the variance along each.
struct Decomposition {
    /// Directions as rows.
    directions: Array2<f64>,
    variances: Array1<f64>,
    total: f64,
}

impl Decomposition {
    fn of(x: ArrayView2<'_, f64>, mean: &Array1<f64>) -> Result<Self> {
        let (n, p) = x.dim();
        // Squares of values near one neither overflow nor vanish.
        let size = largest_deviation(x, mean.view());
        if size == 0.0 {
            let advice = "Check that the right columns were chosen.";
            return Err(Error::Constant { what: "every feature".to_owned(), advice });
        }
        let (mut directions, squares) = if n >= SAMPLES_PER_FEATURE * p {
            by_covariance(x, mean, size)?
        } else {
            let centred = (&x - mean) / size;
            if n.min(p) > MOST_FOR_SVD { by_products(&centred)? } else { by_singular_values(&centred)? }
        };
        positive_largest(&mut directions);
        let unit = size * size / (n as f64 - 1.0);
        let variances = squares.mapv(|square| square.max(0.0) * unit);
        Ok(Self { directions, total: variances.sum(), variances })
    }

    fn first(&self, components: Components) -> Result<(Array2<f64>, Array1<f64>)> {
        let varied =
            self.variances.iter().filter(|variance| **variance > NO_VARIANCE * self.variances[0]).count();
        let count = match components {
            Components::Count(count) => usize::try_from(count).unwrap_or(0),
            Components::Share(share) => self.keeping(share).min(varied).max(1),
            Components::All => varied.max(1),
        };
        if varied < count || !self.total.is_finite() {
            let expected = format!("at most {varied}, since the data varies in no more directions");
            return Err(Error::parameter(NAME, "n_components", count, expected));
        }
        Ok((self.directions.slice(s![..count, ..]).to_owned(), self.variances.slice(s![..count]).to_owned()))
    }

    /// The number of directions that keep more than a share of the variance.
    fn keeping(&self, share: f64) -> usize {
        let mut kept = 0.0;
        let enough = |variance: &f64| {
            kept += variance / self.total;
            kept > share
        };
        self.variances.iter().position(enough).map_or(self.variances.len(), |place| place + 1)
    }
}

/// Directions as rows and the sums of squares along them.
type Directions = (Array2<f64>, Array1<f64>);

fn by_covariance(x: ArrayView2<'_, f64>, mean: &Array1<f64>, size: f64) -> Result<Directions> {
    let (squares, vectors) = symmetric_eigen(NAME, &centred_gram(x, mean.view(), size))?;
    Ok((vectors.reversed_axes(), squares))
}

fn by_singular_values(centred: &Array2<f64>) -> Result<Directions> {
    let (_, sizes, directions) = thin_svd(NAME, centred.view())?;
    Ok((directions, sizes.mapv(|size| size * size)))
}

/// The smaller of the two products has all eigenvalues that are not zero.
fn by_products(centred: &Array2<f64>) -> Result<Directions> {
    let (n, p) = centred.dim();
    if p <= n {
        return by_covariance(centred.view(), &Array1::zeros(p), 1.0);
    }
    let (squares, vectors) = symmetric_eigen(NAME, &centred_gram(centred.t(), Array1::zeros(n).view(), 1.0))?;
    let mut directions = vectors.t().dot(centred);
    for mut row in directions.rows_mut() {
        let length = row.dot(&row).sqrt();
        row /= if length > 0.0 { length } else { 1.0 };
    }
    Ok((directions, squares))
}

/// A fitted [`Pca`].
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
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

    /// The number of directions that were kept.
    pub fn n_components(&self) -> usize {
        self.components.nrows()
    }

    /// Coordinates along the directions, shape (n_samples, n_components), in the kind that `x` is:
    /// the columns of a frame or dataset are called `pc1`, `pc2` …
    ///
    /// # Errors
    /// [`Error::FeatureCount`], [`Error::FeatureNames`], [`Error::NotFinite`].
    pub fn transform<X: TransformInput>(&self, x: X) -> Result<X::Output> {
        let z = self.project(&x.features()?)?;
        x.rebuild(z, self.output_names(&[]))
    }

    fn project(&self, features: &Features<'_>) -> Result<Array2<f64>> {
        check::same_features(NAME, self.mean.len(), &self.feature_names, features)?;
        let projected = centred_product(features.view(), self.mean.view(), self.components.t());
        Ok(if self.parameters.whiten { projected / self.variances.mapv(f64::sqrt) } else { projected })
    }

    /// Back to the features' space: shape (n_samples, n_components) to (n_samples, n_features). What
    /// the dropped directions held is lost.
    ///
    /// # Errors
    /// [`Error::Shape`] unless `z` has n_components columns.
    pub fn inverse_transform<Z: TransformInput>(&self, z: Z) -> Result<Z::Output> {
        let x = self.restore(z.features()?.view())?;
        let names = (0..self.mean.len()).map(|j| feature_label(&self.feature_names, j)).collect();
        z.rebuild(x, names)
    }

    fn restore(&self, z: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
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

#[typetag::serde]
impl Transformer for Pca {
    fn boxed(&self) -> Box<dyn Transformer> {
        Box::new(self.clone())
    }

    fn name(&self) -> &'static str {
        NAME
    }

    fn parameters(&self) -> Vec<(String, String)> {
        self.summary().parameters
    }

    fn fit_transformer(&self, data: &Dataset) -> Result<Box<dyn FittedTransformer>> {
        Ok(Box::new(self.fit(data)?))
    }
}

#[typetag::serde]
impl FittedTransformer for FittedPca {
    fn boxed(&self) -> Box<dyn FittedTransformer> {
        Box::new(self.clone())
    }

    fn transform_features(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        self.transform(x)
    }

    fn output_names(&self, _input_names: &[String]) -> Vec<String> {
        numbered("pc", self.components.nrows())
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

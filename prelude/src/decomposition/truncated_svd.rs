//! Truncated singular value decomposition: the best low-rank picture of a matrix, without centring,
//! so that a sparse one stays sparse (latent semantic analysis).
//!
//! Randomised: a few products with a random matrix span the leading directions, power iterations
//! sharpen them, and a small exact decomposition inside that span gives the answer.

use ndarray::{Array1, Array2, ArrayView2, Axis, s};
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::linear::{orthonormal, positive_largest, thin_svd};
use super::numbered;
use super::operand::Operand;
use super::projection::normal_matrix;
use crate::array::{AsFeatures, SparseMatrix};
use crate::dataset::Dataset;
use crate::error::{Error, Result};
use crate::model::roles::{FittedTransformer, Transformer};
use crate::model::{Summarize, Summary, SummaryTable, check, feature_label, fitted_on};
use crate::preprocessing::TransformInput;
use crate::runtime::check_interrupt;

const NAME: &str = "TruncatedSvd";
/// Directions of the random span beyond those asked for.
const OVERSAMPLES: usize = 10;

/// Projects onto the `n_components` leading right singular vectors of the data as it is.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let reviews = ["good film", "bad film", "good plot, bad end", "a good end"];
/// let (_, x) = TfidfVectorizer::new().fit_transform(&reviews)?;
/// let (model, topics) = TruncatedSvd::new(2).fit_transform(&x)?;
/// assert_eq!(topics.shape(), [4, 2]);
/// assert!(model.singular_values()[0] > model.singular_values()[1]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: N. Halko, P. Martinsson, J. Tropp, "Finding structure with randomness", 2011.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct TruncatedSvd {
    n_components: usize,
    n_iter: usize,
    seed: u64,
}

impl TruncatedSvd {
    /// With `n_components` outputs, 7 power iterations, seed 0.
    #[must_use]
    pub fn new(n_components: usize) -> Self {
        Self { n_components, n_iter: 7, seed: 0 }
    }

    /// Power iterations: more sharpen directions whose singular values are close. Default 7.
    #[must_use]
    pub fn n_iter(mut self, n_iter: usize) -> Self {
        self.n_iter = n_iter;
        self
    }

    /// The seed of the random span. Default 0.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Fits on features of shape (n_samples, n_features): a matrix, dense or sparse, a [`Dataset`]
    /// (its target is not looked at), a frame of numbers.
    ///
    /// # Errors
    /// [`Error::Parameter`] for more components than features or samples, [`Error::Empty`],
    /// [`Error::NotFinite`], [`Error::Constant`] for nothing but zeros.
    pub fn fit(&self, x: impl AsFeatures) -> Result<FittedTruncatedSvd> {
        Ok(self.fit_input(&x)?.0)
    }

    /// [`fit`](Self::fit), and the same data along the directions.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_transform<X: TransformInput>(&self, x: X) -> Result<(FittedTruncatedSvd, X::Output)> {
        let (model, z) = self.fit_input(&x)?;
        let output = x.rebuild(z, model.output_names(&[]))?;
        Ok((model, output))
    }

    fn fit_input(&self, x: &dyn AsFeatures) -> Result<(FittedTruncatedSvd, Array2<f64>)> {
        if let Some(matrix) = x.as_sparse() {
            finite_sparse(matrix)?;
            return self.fit_operand(&Operand::sparse(matrix), matrix.column_names());
        }
        let features = x.features()?;
        check::features(&features)?;
        self.fit_operand(&Operand::Dense(features.view()), &features.names)
    }

    fn fit_operand(&self, x: &Operand<'_>, names: &[String]) -> Result<(FittedTruncatedSvd, Array2<f64>)> {
        let (n, p) = x.shape();
        if n == 0 || p == 0 {
            return Err(Error::empty("the feature matrix", "one row and one column"));
        }
        if self.n_components == 0 || self.n_components > n.min(p) {
            let expected = format!("1 to {}, the smaller of {n} samples and {p} features", n.min(p));
            return Err(Error::parameter(NAME, "n_components", self.n_components, expected));
        }
        let (singular_values, components) = self.leading(x)?;
        let z = x.times(components.t());
        let variances = z.var_axis(Axis(0), 0.0);
        let total = x.total_variance();
        let ratios = if total > 0.0 { &variances / total } else { Array1::zeros(variances.len()) };
        let model = FittedTruncatedSvd {
            parameters: self.clone(),
            components,
            singular_values,
            variances,
            ratios,
            feature_names: names.to_vec(),
            n_samples: n,
        };
        Ok((model, z))
    }

    /// Singular values and right singular vectors as rows.
    fn leading(&self, x: &Operand<'_>) -> Result<(Array1<f64>, Array2<f64>)> {
        let (n, p) = x.shape();
        let width = (self.n_components + OVERSAMPLES).min(n).min(p);
        let mut random = StdRng::seed_from_u64(self.seed);
        let mut span = normal_matrix((p, width), 1.0, &mut random);
        for _ in 0..self.n_iter {
            check_interrupt()?;
            let image = orthonormal(NAME, &x.times(span.view()))?;
            span = orthonormal(NAME, &x.transposed_times(image.view()))?;
        }
        let basis = orthonormal(NAME, &x.times(span.view()))?;
        let inside = x.transposed_times(basis.view());
        if inside.iter().all(|value| *value == 0.0) {
            let advice = "Check that the right columns were chosen.";
            return Err(Error::Constant { what: "every value".to_owned(), advice });
        }
        // The transpose of the small matrix is tall: its left vectors are the directions.
        let (directions, sizes, _) = thin_svd(NAME, inside.view())?;
        let mut components = directions.reversed_axes().slice(s![..self.n_components, ..]).to_owned();
        positive_largest(&mut components);
        Ok((sizes.slice(s![..self.n_components]).to_owned(), components))
    }
}

fn finite_sparse(matrix: &SparseMatrix) -> Result<()> {
    for row in 0..matrix.n_rows() {
        if let Some((column, value)) = matrix.entries(row).find(|(_, value)| !value.is_finite()) {
            let what = format!("feature {column}");
            return Err(Error::NotFinite { what, value, row });
        }
    }
    Ok(())
}

/// A fitted [`TruncatedSvd`].
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct FittedTruncatedSvd {
    parameters: TruncatedSvd,
    components: Array2<f64>,
    singular_values: Array1<f64>,
    variances: Array1<f64>,
    ratios: Array1<f64>,
    feature_names: Vec<String>,
    n_samples: usize,
}

impl FittedTruncatedSvd {
    /// The directions as rows, shape (n_components, n_features), largest singular value first.
    pub fn components(&self) -> &Array2<f64> {
        &self.components
    }

    /// The singular values of the data.
    pub fn singular_values(&self) -> &Array1<f64> {
        &self.singular_values
    }

    /// The variance (n) of the data along each direction.
    pub fn explained_variance(&self) -> &Array1<f64> {
        &self.variances
    }

    /// The share of the data's whole variance along each direction, 0 to 1.
    pub fn explained_variance_ratio(&self) -> &Array1<f64> {
        &self.ratios
    }

    /// Coordinates along the directions, shape (n_samples, n_components), in the kind that `x` is
    /// (an array for a sparse matrix): the columns of a frame or dataset are called `svd1` …
    ///
    /// # Errors
    /// [`Error::FeatureCount`], [`Error::FeatureNames`], [`Error::NotFinite`].
    pub fn transform<X: TransformInput>(&self, x: X) -> Result<X::Output> {
        let z = self.project(&x)?;
        x.rebuild(z, self.output_names(&[]))
    }

    fn project(&self, x: &dyn AsFeatures) -> Result<Array2<f64>> {
        let p = self.components.ncols();
        if let Some(matrix) = x.as_sparse() {
            if matrix.n_columns() != p {
                return Err(Error::FeatureCount { model: NAME, expected: p, given: matrix.n_columns() });
            }
            finite_sparse(matrix)?;
            return Ok(matrix.times(self.components.t()));
        }
        let features = x.features()?;
        check::same_features(NAME, p, &self.feature_names, &features)?;
        Ok(super::linear::product(features.view(), self.components.t()))
    }

    /// Back to the features' space: shape (n_samples, n_components) to (n_samples, n_features). What
    /// the dropped directions held is lost.
    ///
    /// # Errors
    /// [`Error::Shape`] unless `z` has n_components columns.
    pub fn inverse_transform<Z: TransformInput>(&self, z: Z) -> Result<Z::Output> {
        let features = z.features()?;
        if features.values.ncols() != self.components.nrows() {
            return Err(Error::Shape {
                what: "the argument of `inverse_transform`".to_owned(),
                given: features.values.shape().to_vec(),
                expected: format!("(n_samples, {})", self.components.nrows()),
            });
        }
        let x = features.view().dot(&self.components);
        let names = (0..self.components.ncols()).map(|j| feature_label(&self.feature_names, j)).collect();
        z.rebuild(x, names)
    }
}

#[typetag::serde]
impl Transformer for TruncatedSvd {
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
impl FittedTransformer for FittedTruncatedSvd {
    fn boxed(&self) -> Box<dyn FittedTransformer> {
        Box::new(self.clone())
    }

    fn transform_features(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        self.transform(x)
    }

    fn output_names(&self, _input_names: &[String]) -> Vec<String> {
        numbered("svd", self.components.nrows())
    }
}

impl Summarize for TruncatedSvd {
    fn summary(&self) -> Summary {
        Summary {
            title: NAME.to_owned(),
            subtitle: "not fitted yet: call `.fit(&x)?`".to_owned(),
            parameters: vec![
                ("n_components".to_owned(), self.n_components.to_string()),
                ("n_iter".to_owned(), self.n_iter.to_string()),
                ("seed".to_owned(), self.seed.to_string()),
            ],
            ..Summary::default()
        }
    }
}

impl Summarize for FittedTruncatedSvd {
    fn summary(&self) -> Summary {
        let row = |i: usize| (format!("svd{}", i + 1), vec![self.singular_values[i], self.ratios[i]]);
        let table = SummaryTable {
            caption: "components".to_owned(),
            columns: vec!["singular value".to_owned(), "explained variance".to_owned()],
            rows: (0..self.ratios.len()).map(row).collect(),
        };
        let explained = format!("{:.1} %", 100.0 * self.ratios.sum());
        Summary {
            subtitle: fitted_on(self.n_samples, self.components.ncols()),
            results: vec![("variance explained in all".to_owned(), explained)],
            tables: vec![table],
            ..self.parameters.summary()
        }
    }
}

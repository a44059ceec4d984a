//! Non-negative matrix factorisation: what is never negative as a sum of parts that are never
//! negative either, by coordinate descent from a start that the singular vectors give.

use ndarray::{Array1, Array2, ArrayView2, Axis};
use rayon::prelude::*;

use super::linear::{product, thin_svd, transposed_product};
use super::{TruncatedSvd, numbered};
use crate::array::{AsFeatures, Features};
use crate::dataset::Dataset;
use crate::error::{Error, Result};
use crate::model::roles::{FittedTransformer, Transformer};
use crate::model::{Summarize, Summary, SummaryTable, check, feature_label, fitted_on};
use crate::preprocessing::TransformInput;
use crate::runtime::check_interrupt;

const NAME: &str = "Nmf";
/// Smaller entries of the start are zero.
const SMALL: f64 = 1e-6;
/// Up to this many rows or columns the start is exact.
const MOST_FOR_SVD: usize = 500;

/// Writes x ≈ W · H with `n_components` parts H and their amounts W, nothing below zero, so that the
/// squared error is least.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = array![[1.0, 1.0], [2.0, 1.0], [3.0, 1.2], [4.0, 1.0], [5.0, 0.8], [6.0, 1.0]];
/// let (model, amounts) = Nmf::new(2).fit_transform(&x)?;
/// assert!(amounts.iter().chain(model.components()).all(|value| *value >= 0.0));
/// assert!(model.reconstruction_error() < 0.1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: A. Cichocki, A.-H. Phan, "Fast local algorithms for large scale nonnegative matrix and
/// tensor factorizations", 2009; start: C. Boutsidis, E. Gallopoulos, "SVD based initialization",
/// 2008 (zeros filled with the mean).
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Nmf {
    n_components: usize,
    max_iter: usize,
    tolerance: f64,
}

impl Nmf {
    /// With `n_components` parts, at most 200 rounds, tolerance 1e-4.
    #[must_use]
    pub fn new(n_components: usize) -> Self {
        Self { n_components, max_iter: 200, tolerance: 1e-4 }
    }

    /// Rounds at most. Default 200.
    #[must_use]
    pub fn max_iter(mut self, max_iter: usize) -> Self {
        self.max_iter = max_iter;
        self
    }

    /// Rounds end when the slope is this share of the first round's. Default 1e-4.
    #[must_use]
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Fits on features of shape (n_samples, n_features), none below zero.
    ///
    /// # Errors
    /// [`Error::Parameter`] for more components than features or samples, [`Error::Negative`],
    /// [`Error::Empty`], [`Error::NotFinite`], [`Error::Constant`] for nothing but zeros.
    pub fn fit(&self, x: impl AsFeatures) -> Result<FittedNmf> {
        Ok(self.fit_features(&x.features()?)?.0)
    }

    /// [`fit`](Self::fit), and the amounts of the parts in the same data.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_transform<X: TransformInput>(&self, x: X) -> Result<(FittedNmf, X::Output)> {
        let (model, amounts) = self.fit_features(&x.features()?)?;
        let output = x.rebuild(amounts, model.output_names(&[]))?;
        Ok((model, output))
    }

    fn fit_features(&self, features: &Features<'_>) -> Result<(FittedNmf, Array2<f64>)> {
        check::features(features)?;
        not_negative(features)?;
        let x = features.view();
        self.check(x.nrows(), x.ncols())?;
        let (mut amounts, mut parts) = self.start(x)?;
        let (mut first, mut n_iter, mut converged) = (0.0, 0, false);
        for round in 1..=self.max_iter {
            check_interrupt()?;
            n_iter = round;
            let slope = descend(&mut amounts, &product(x, parts.view()), &parts)
                + descend(&mut parts, &transposed_product(x, amounts.view()), &amounts);
            first = if round == 1 { slope } else { first };
            converged = first == 0.0 || slope / first <= self.tolerance;
            if converged {
                break;
            }
        }
        let components = parts.reversed_axes();
        let left_over = &x - &amounts.dot(&components);
        let model = FittedNmf {
            parameters: self.clone(),
            reconstruction_error: left_over.iter().map(|value| value * value).sum::<f64>().sqrt(),
            components: components.as_standard_layout().into_owned(),
            n_iter,
            converged,
            feature_names: features.names.to_vec(),
            n_samples: x.nrows(),
        };
        Ok((model, amounts))
    }

    fn check(&self, n: usize, p: usize) -> Result<()> {
        if self.n_components == 0 || self.n_components > n.min(p) {
            let expected = format!("1 to {}, the smaller of {n} samples and {p} features", n.min(p));
            return Err(Error::parameter(NAME, "n_components", self.n_components, expected));
        }
        if self.max_iter == 0 {
            return Err(Error::parameter(NAME, "max_iter", 0, "at least 1"));
        }
        if !(self.tolerance >= 0.0 && self.tolerance.is_finite()) {
            return Err(Error::parameter(NAME, "tolerance", self.tolerance, "a number of at least 0"));
        }
        Ok(())
    }

    /// Amounts, shape (n_samples, n_components), and parts as columns, shape (n_features,
    /// n_components): the positive or negative side of each pair of singular vectors, whichever is
    /// larger; zeros become the mean.
    fn start(&self, x: ArrayView2<'_, f64>) -> Result<(Array2<f64>, Array2<f64>)> {
        let mean = x.mean().unwrap_or(0.0);
        if mean == 0.0 {
            let advice = "Check that the right columns were chosen.";
            return Err(Error::Constant { what: "every value".to_owned(), advice });
        }
        let (left, sizes, right) = self.singular_vectors(x)?;
        let (mut amounts, mut parts) =
            (Array2::zeros((x.nrows(), self.n_components)), Array2::zeros((x.ncols(), self.n_components)));
        for k in 0..self.n_components {
            let (u, v) = (left.column(k).to_owned(), right.row(k).to_owned());
            let (u, v, share) = if k == 0 { (u.mapv(f64::abs), v.mapv(f64::abs), 1.0) } else { side(&u, &v) };
            let scale = f64::sqrt(sizes[k] * share);
            amounts.column_mut(k).assign(&(u * scale));
            parts.column_mut(k).assign(&(v * scale));
        }
        let filled = |value: f64| if value < SMALL { mean } else { value };
        Ok((amounts.mapv(filled), parts.mapv(filled)))
    }

    fn singular_vectors(&self, x: ArrayView2<'_, f64>) -> Result<(Array2<f64>, Array1<f64>, Array2<f64>)> {
        if x.nrows().min(x.ncols()) <= MOST_FOR_SVD {
            return thin_svd(NAME, x);
        }
        let model = TruncatedSvd::new(self.n_components).fit(x)?;
        let (sizes, right) = (model.singular_values().clone(), model.components().clone());
        let safe = sizes.mapv(|size| if size > 0.0 { size } else { 1.0 });
        Ok((product(x, right.t()) / safe, sizes, right))
    }
}

/// The side of a pair of singular vectors that is larger, each of unit length, and its share.
fn side(u: &Array1<f64>, v: &Array1<f64>) -> (Array1<f64>, Array1<f64>, f64) {
    let part = |x: &Array1<f64>, sign: f64| x.mapv(|value| (sign * value).max(0.0));
    let length = |x: &Array1<f64>| x.dot(x).sqrt();
    let (positive, negative) = ((part(u, 1.0), part(v, 1.0)), (part(u, -1.0), part(v, -1.0)));
    let shares = (length(&positive.0) * length(&positive.1), length(&negative.0) * length(&negative.1));
    let ((u, v), share) = if shares.0 > shares.1 { (positive, shares.0) } else { (negative, shares.1) };
    let unit = |x: Array1<f64>| {
        let length = length(&x);
        if length > 0.0 { x / length } else { x }
    };
    (unit(u), unit(v), share)
}

/// One round over the entries of `factor`, each set to its best value; gives the sum of the slopes
/// met. `target` is the data times `other`.
fn descend(factor: &mut Array2<f64>, target: &Array2<f64>, other: &Array2<f64>) -> f64 {
    let gram = other.t().dot(other);
    let slopes: Vec<f64> = factor
        .axis_iter_mut(Axis(0))
        .into_par_iter()
        .zip(target.axis_iter(Axis(0)))
        .map(|(mut row, target)| {
            let mut slopes = 0.0;
            for k in 0..row.len() {
                let gradient = gram.row(k).dot(&row) - target[k];
                slopes += if row[k] == 0.0 { gradient.min(0.0).abs() } else { gradient.abs() };
                if gram[[k, k]] != 0.0 {
                    row[k] = (row[k] - gradient / gram[[k, k]]).max(0.0);
                }
            }
            slopes
        })
        .collect();
    slopes.iter().sum()
}

fn not_negative(features: &Features<'_>) -> Result<()> {
    match features.view().indexed_iter().find(|(_, value)| **value < 0.0) {
        Some(((row, column), value)) => {
            Err(Error::Negative { what: features.describe(column), value: *value, row, owner: NAME })
        }
        None => Ok(()),
    }
}

/// A fitted [`Nmf`].
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct FittedNmf {
    parameters: Nmf,
    components: Array2<f64>,
    reconstruction_error: f64,
    n_iter: usize,
    converged: bool,
    feature_names: Vec<String>,
    n_samples: usize,
}

impl FittedNmf {
    /// The parts as rows, shape (n_components, n_features).
    pub fn components(&self) -> &Array2<f64> {
        &self.components
    }

    /// The Frobenius norm of what the parts leave unexplained.
    pub fn reconstruction_error(&self) -> f64 {
        self.reconstruction_error
    }

    /// The number of rounds.
    pub fn n_iter(&self) -> usize {
        self.n_iter
    }

    /// The amounts of the parts, shape (n_samples, n_components), in the kind that `x` is: the
    /// columns of a frame or dataset are called `nmf1` …
    ///
    /// # Errors
    /// [`Error::FeatureCount`], [`Error::FeatureNames`], [`Error::NotFinite`], [`Error::Negative`].
    pub fn transform<X: TransformInput>(&self, x: X) -> Result<X::Output> {
        let amounts = self.amounts(&x.features()?)?;
        x.rebuild(amounts, self.output_names(&[]))
    }

    fn amounts(&self, features: &Features<'_>) -> Result<Array2<f64>> {
        check::same_features(NAME, self.components.ncols(), &self.feature_names, features)?;
        not_negative(features)?;
        let parts = self.components.t().to_owned();
        let target = product(features.view(), parts.view());
        let mut amounts = Array2::zeros(target.dim());
        let mut first = 0.0;
        for round in 1..=self.parameters.max_iter {
            check_interrupt()?;
            let slope = descend(&mut amounts, &target, &parts);
            first = if round == 1 { slope } else { first };
            if first == 0.0 || slope / first <= self.parameters.tolerance {
                break;
            }
        }
        Ok(amounts)
    }

    /// The parts added up: shape (n_samples, n_components) to (n_samples, n_features).
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
impl Transformer for Nmf {
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
impl FittedTransformer for FittedNmf {
    fn boxed(&self) -> Box<dyn FittedTransformer> {
        Box::new(self.clone())
    }

    fn transform_features(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        self.transform(x)
    }

    fn output_names(&self, _input_names: &[String]) -> Vec<String> {
        numbered("nmf", self.components.nrows())
    }
}

impl Summarize for Nmf {
    fn summary(&self) -> Summary {
        Summary {
            title: NAME.to_owned(),
            subtitle: "not fitted yet: call `.fit(&x)?`".to_owned(),
            parameters: vec![
                ("n_components".to_owned(), self.n_components.to_string()),
                ("max_iter".to_owned(), self.max_iter.to_string()),
                ("tolerance".to_owned(), self.tolerance.to_string()),
            ],
            ..Summary::default()
        }
    }
}

impl Summarize for FittedNmf {
    fn summary(&self) -> Summary {
        let p = self.components.ncols();
        let rows = self.components.rows().into_iter().zip(self.output_names(&[]));
        let table = SummaryTable {
            caption: "parts".to_owned(),
            columns: (0..p).map(|j| feature_label(&self.feature_names, j)).collect(),
            rows: rows.map(|(row, name)| (name, row.to_vec())).collect(),
        };
        let mut summary = Summary {
            subtitle: fitted_on(self.n_samples, p),
            results: vec![
                ("rounds".to_owned(), self.n_iter.to_string()),
                ("reconstruction error".to_owned(), crate::display::number(self.reconstruction_error)),
            ],
            tables: vec![table],
            ..self.parameters.summary()
        };
        if !self.converged {
            summary.notes.push("The rounds did not come to rest: raise `max_iter`.".to_owned());
        }
        summary
    }
}

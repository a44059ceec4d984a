//! Independent component analysis: the sources behind mixed signals, by the fixed-point algorithm
//! with all components at once.
//!
//! linfa-ica is not used: it decomposes the full (n_features × n_samples) matrix to whiten, does not
//! say whether it converged, gives sources of arbitrary scale, no mixing matrix and no way back.

mod fitted;

pub use fitted::FittedFastIca;

use ndarray::{Array1, Array2, ArrayView2, Axis, Zip, s};
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::linear::{
    centred_gram, centred_product, column_means, largest_deviation, symmetric_eigen, thin_svd,
};
use super::projection::normal_matrix;
use crate::array::{AsFeatures, Features};
use crate::dataset::Dataset;
use crate::error::{Error, Result};
use crate::model::roles::{FittedTransformer, Transformer};
use crate::model::{Summarize, Summary, check};
use crate::preprocessing::TransformInput;
use crate::runtime::check_interrupt;

const NAME: &str = "FastIca";
/// A direction with less than this share of the first one's variance cannot be whitened.
const NO_VARIANCE: f64 = 1e-14;

/// How the distance of a source from a normal distribution is measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Contrast {
    /// ln cosh s: good for most signals.
    #[default]
    LogCosh,
    /// −exp(−s²/2): for sources with heavy tails.
    Exp,
    /// s⁴/4, the kurtosis: fast, but led by outliers.
    Cube,
}

impl Contrast {
    /// Its derivative at `s`, and the derivative of that.
    fn derivatives(self, s: f64) -> (f64, f64) {
        match self {
            Self::LogCosh => {
                let slope = s.tanh();
                (slope, 1.0 - slope * slope)
            }
            Self::Exp => {
                let bell = (-s * s / 2.0).exp();
                (s * bell, (1.0 - s * s) * bell)
            }
            Self::Cube => (s * s * s, 3.0 * s * s),
        }
    }
}

/// Finds `n_components` independent sources of unit variance, of which the features are mixtures.
/// Their order and their signs are arbitrary.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let sine = Array1::linspace(0.0, 20.0, 500).mapv(f64::sin);
/// let saw = Array1::linspace(0.0, 17.0, 500).mapv(|t| t % 1.0 - 0.5);
/// let heard = stack![Axis(1), &sine + &saw, &sine - 2.0 * &saw];
/// let (model, sources) = FastIca::new(2).fit_transform(&heard)?;
/// assert_eq!(sources.shape(), [500, 2]);
/// assert!(model.has_converged());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: A. Hyvärinen, E. Oja, "Independent component analysis: algorithms and applications", 2000.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct FastIca {
    n_components: usize,
    contrast: Contrast,
    max_iter: usize,
    tolerance: f64,
    seed: u64,
    start: Option<Array2<f64>>,
}

impl FastIca {
    /// With `n_components` sources, ln cosh, at most 200 rounds, tolerance 1e-4, seed 0.
    #[must_use]
    pub fn new(n_components: usize) -> Self {
        Self {
            n_components,
            contrast: Contrast::LogCosh,
            max_iter: 200,
            tolerance: 1e-4,
            seed: 0,
            start: None,
        }
    }

    /// How independence is measured. Default [`Contrast::LogCosh`].
    #[must_use]
    pub fn contrast(mut self, contrast: Contrast) -> Self {
        self.contrast = contrast;
        self
    }

    /// Rounds at most. Default 200.
    #[must_use]
    pub fn max_iter(mut self, max_iter: usize) -> Self {
        self.max_iter = max_iter;
        self
    }

    /// Rounds end when no direction's cosine with the last one differs from 1 by more. Default 1e-4.
    #[must_use]
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// The seed of the first guess. Default 0.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// The first guess of the unmixing matrix, shape (n_components, n_components), instead of a
    /// random one.
    #[must_use]
    pub fn w_init(mut self, start: &Array2<f64>) -> Self {
        self.start = Some(start.clone());
        self
    }

    /// Fits on features of shape (n_samples, n_features): a matrix, a [`Dataset`] (its target is
    /// not looked at), a frame of numbers.
    ///
    /// # Errors
    /// [`Error::Parameter`] for more components than features or samples, or than there are
    /// directions with any variance; [`Error::TooFew`], [`Error::NotFinite`], [`Error::Constant`].
    pub fn fit(&self, x: impl AsFeatures) -> Result<FittedFastIca> {
        self.fit_features(&x.features()?)
    }

    /// [`fit`](Self::fit), and the sources of the same data.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn fit_transform<X: TransformInput>(&self, x: X) -> Result<(FittedFastIca, X::Output)> {
        let model = self.fit(&x)?;
        let output = model.transform(x)?;
        Ok((model, output))
    }

    fn fit_features(&self, features: &Features<'_>) -> Result<FittedFastIca> {
        check::features(features)?;
        let x = features.view();
        self.check(x.nrows(), x.ncols())?;
        let mean = column_means(x);
        let whitening = self.whitening(x, &mean)?;
        let white = centred_product(x, mean.view(), whitening.t());
        let (mut rotation, n_iter, converged) = self.rotate(&white)?;
        let sources = white.dot(&rotation.t());
        for (mut row, std) in rotation.rows_mut().into_iter().zip(sources.std_axis(Axis(0), 0.0)) {
            row /= if std > 0.0 { std } else { 1.0 };
        }
        let components = rotation.dot(&whitening);
        let mixing = pseudo_inverse(&components)?;
        Ok(FittedFastIca {
            parameters: self.clone(),
            mean,
            components,
            mixing,
            n_iter,
            converged,
            feature_names: features.names.to_vec(),
            n_samples: x.nrows(),
        })
    }

    fn check(&self, n: usize, p: usize) -> Result<()> {
        if n < 2 {
            return Err(Error::TooFew { what: NAME.to_owned(), needed: 2, unit: "samples", given: n });
        }
        let k = self.n_components;
        if k == 0 || k > n.min(p) {
            let expected = format!("1 to {}, the smaller of {n} samples and {p} features", n.min(p));
            return Err(Error::parameter(NAME, "n_components", k, expected));
        }
        if self.max_iter == 0 {
            return Err(Error::parameter(NAME, "max_iter", 0, "at least 1"));
        }
        if !(self.tolerance > 0.0 && self.tolerance.is_finite()) {
            return Err(Error::parameter(NAME, "tolerance", self.tolerance, "a number above 0"));
        }
        match &self.start {
            Some(start) if start.dim() != (k, k) || start.iter().any(|value| !value.is_finite()) => {
                let given = format!("of shape {:?}", start.shape());
                Err(Error::parameter(NAME, "w_init", given, format!("finite, of shape ({k}, {k})")))
            }
            _ => Ok(()),
        }
    }

    /// The matrix K, shape (n_components, n_features), that makes (x − mean) Kᵀ uncorrelated and of
    /// unit variance.
    fn whitening(&self, x: ArrayView2<'_, f64>, mean: &Array1<f64>) -> Result<Array2<f64>> {
        let n = x.nrows() as f64;
        let size = largest_deviation(x, mean.view());
        if size == 0.0 {
            let advice = "Check that the right columns were chosen.";
            return Err(Error::Constant { what: "every feature".to_owned(), advice });
        }
        let (directions, sizes) = if x.nrows() >= 10 * x.ncols() {
            let (squares, vectors) = symmetric_eigen(NAME, &centred_gram(x, mean.view(), size))?;
            (vectors.reversed_axes(), squares.mapv(|square| square.max(0.0).sqrt()))
        } else {
            let (_, sizes, directions) = thin_svd(NAME, ((&x - mean) / size).view())?;
            (directions, sizes)
        };
        let varied = sizes.iter().filter(|size| **size > NO_VARIANCE.sqrt() * sizes[0]).count();
        if self.n_components > varied {
            let expected = format!("at most {varied}, since the data varies in no more directions");
            return Err(Error::parameter(NAME, "n_components", self.n_components, expected));
        }
        let mut whitening = directions.slice(s![..self.n_components, ..]).to_owned();
        for (mut row, length) in whitening.rows_mut().into_iter().zip(&sizes) {
            let sign = if row[0] < 0.0 { -1.0 } else { 1.0 };
            row *= sign * n.sqrt() / (length * size);
        }
        Ok(whitening)
    }

    /// The rotation of white data to independence, the rounds it took, and whether they sufficed.
    fn rotate(&self, white: &Array2<f64>) -> Result<(Array2<f64>, usize, bool)> {
        let k = self.n_components;
        let start = self
            .start
            .clone()
            .unwrap_or_else(|| normal_matrix((k, k), 1.0, &mut StdRng::seed_from_u64(self.seed)));
        let mut rotation = decorrelate(&start)?;
        for round in 1..=self.max_iter {
            check_interrupt()?;
            let next = decorrelate(&self.step(white, &rotation))?;
            let turned = Zip::from(next.rows())
                .and(rotation.rows())
                .fold(0.0_f64, |most, a, b| most.max((a.dot(&b).abs() - 1.0).abs()));
            rotation = next;
            if turned < self.tolerance {
                return Ok((rotation, round, true));
            }
        }
        Ok((rotation, self.max_iter, false))
    }

    /// E[z g(wᵀz)] − E[g′(wᵀz)] w for each row w of the rotation.
    fn step(&self, white: &Array2<f64>, rotation: &Array2<f64>) -> Array2<f64> {
        let n = white.nrows() as f64;
        let mut slopes = super::linear::product(white.view(), rotation.t());
        let mut curvatures = Array2::zeros(slopes.dim());
        let contrast = self.contrast;
        Zip::from(&mut slopes).and(&mut curvatures).par_for_each(|slope, curvature| {
            (*slope, *curvature) = contrast.derivatives(*slope);
        });
        let towards = super::linear::transposed_product(slopes.view(), white.view()) / n;
        let back = curvatures.sum_axis(Axis(0)) / n;
        towards - rotation * &back.insert_axis(Axis(1))
    }
}

/// (W Wᵀ)^(−1/2) W: the nearest matrix with orthonormal rows.
fn decorrelate(matrix: &Array2<f64>) -> Result<Array2<f64>> {
    let (squares, vectors) = symmetric_eigen(NAME, &matrix.dot(&matrix.t()))?;
    let inverse = squares.mapv(|square| 1.0 / square.max(f64::MIN_POSITIVE).sqrt());
    Ok((&vectors * &inverse).dot(&vectors.t()).dot(matrix))
}

fn pseudo_inverse(matrix: &Array2<f64>) -> Result<Array2<f64>> {
    let (left, sizes, right) = thin_svd(NAME, matrix.view())?;
    let smallest = 1e-15 * sizes.iter().fold(0.0_f64, |a, b| a.max(*b));
    let inverse = sizes.mapv(|size| if size > smallest { 1.0 / size } else { 0.0 });
    Ok((&right.t() * &inverse).dot(&left.t()))
}

#[typetag::serde]
impl Transformer for FastIca {
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

impl Summarize for FastIca {
    fn summary(&self) -> Summary {
        Summary {
            title: NAME.to_owned(),
            subtitle: "not fitted yet: call `.fit(&x)?`".to_owned(),
            parameters: vec![
                ("n_components".to_owned(), self.n_components.to_string()),
                ("contrast".to_owned(), format!("{:?}", self.contrast)),
                ("max_iter".to_owned(), self.max_iter.to_string()),
                ("tolerance".to_owned(), self.tolerance.to_string()),
                ("seed".to_owned(), self.seed.to_string()),
            ],
            ..Summary::default()
        }
    }
}

//! Random projections: shadows in random directions, which keep distances nearly as they were.

use ndarray::{Array2, ArrayView2};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use rand_distr::StandardNormal;

use super::linear::{product, thin_svd};
use super::numbered;
use crate::array::{AsFeatures, Features};
use crate::dataset::Dataset;
use crate::error::{Error, Result};
use crate::model::roles::{FittedTransformer, Transformer};
use crate::model::{Summarize, Summary, check, feature_label, fitted_on};
use crate::preprocessing::TransformInput;

const DEFAULT_EPS: f64 = 0.1;

/// The number of random directions that keeps the squared distances between `n_samples` points
/// within the factors 1 − `eps` and 1 + `eps`, whatever the number of features.
///
/// # Errors
/// [`Error::Parameter`] unless there is a sample and 0 < `eps` < 1.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// assert_eq!(johnson_lindenstrauss_min_dim(1_000_000, 0.5)?, 663);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: S. Dasgupta, A. Gupta, "An elementary proof of the Johnson–Lindenstrauss lemma", 1999.
pub fn johnson_lindenstrauss_min_dim(n_samples: usize, eps: f64) -> Result<usize> {
    let owner = "johnson_lindenstrauss_min_dim";
    if !(eps > 0.0 && eps < 1.0) {
        return Err(Error::parameter(owner, "eps", eps, "above 0 and below 1"));
    }
    if n_samples == 0 {
        return Err(Error::parameter(owner, "n_samples", n_samples, "at least 1"));
    }
    let shrink = eps.powi(2) / 2.0 - eps.powi(3) / 3.0;
    Ok((4.0 * (n_samples as f64).ln() / shrink) as usize)
}

/// Independent normal numbers of mean zero.
pub(super) fn normal_matrix(shape: (usize, usize), std: f64, random: &mut StdRng) -> Array2<f64> {
    Array2::from_shape_simple_fn(shape, || std * random.sample::<f64, _>(StandardNormal))
}

macro_rules! random_projection {
    ($(#[$about:meta])* $model:ident, $name:literal, { $($extra:tt)* }) => {
        $(#[$about])*
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        pub struct $model {
            settings: Settings,
        }

        impl $model {
            /// With as many outputs as [`johnson_lindenstrauss_min_dim`] says for `eps` 0.1.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            /// The number of outputs, instead of the one that `eps` asks for.
            #[must_use]
            pub fn n_components(mut self, n_components: usize) -> Self {
                self.settings.n_components = Some(n_components);
                self
            }

            /// By which share squared distances may change. Default 0.1.
            #[must_use]
            pub fn eps(mut self, eps: f64) -> Self {
                self.settings.eps = Some(eps);
                self
            }

            /// The seed of the directions. Default 0.
            #[must_use]
            pub fn seed(mut self, seed: u64) -> Self {
                self.settings.seed = seed;
                self
            }

            $($extra)*

            /// Draws the directions; of the data only the shape (n_samples, n_features) matters.
            ///
            /// # Errors
            /// [`Error::Parameter`] if more outputs are asked for than there are features,
            /// [`Error::Empty`], [`Error::NotFinite`].
            pub fn fit(&self, x: impl AsFeatures) -> Result<FittedRandomProjection> {
                self.settings.fit($name, &x.features()?, Self::draw)
            }

            /// [`fit`](Self::fit), and the same data along the directions.
            ///
            /// # Errors
            /// As [`fit`](Self::fit).
            pub fn fit_transform<X: TransformInput>(&self, x: X) -> Result<(FittedRandomProjection, X::Output)> {
                let model = self.fit(&x)?;
                let output = model.transform(x)?;
                Ok((model, output))
            }
        }

        #[typetag::serde]
        impl Transformer for $model {
            fn boxed(&self) -> Box<dyn Transformer> {
                Box::new(self.clone())
            }

            fn name(&self) -> &'static str {
                $name
            }

            fn parameters(&self) -> Vec<(String, String)> {
                self.summary().parameters
            }

            fn fit_transformer(&self, data: &Dataset) -> Result<Box<dyn FittedTransformer>> {
                Ok(Box::new(self.fit(data)?))
            }
        }

        impl Summarize for $model {
            fn summary(&self) -> Summary {
                self.settings.summary($name)
            }
        }
    };
}

random_projection!(
    /// Projects onto directions whose entries are normal numbers of variance 1 / n_components.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let x = Array2::from_shape_fn((50, 400), |(i, j)| ((i * 31 + j * 17) % 101) as f64);
    /// let (model, z) = GaussianRandomProjection::new().n_components(200).fit_transform(&x)?;
    /// assert_eq!(z.shape(), [50, 200]);
    /// let distance = |x: &Array2<f64>| (&x.row(0) - &x.row(1)).mapv(|d| d * d).sum();
    /// assert!((distance(&z) / distance(&x) - 1.0).abs() < 0.3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: W. Johnson, J. Lindenstrauss, "Extensions of Lipschitz mappings into a Hilbert space",
    /// 1984.
    GaussianRandomProjection, "GaussianRandomProjection", {
        fn draw(settings: &Settings, (k, p): (usize, usize)) -> Result<Array2<f64>> {
            let mut random = StdRng::seed_from_u64(settings.seed);
            Ok(normal_matrix((k, p), 1.0 / f64::sqrt(k as f64), &mut random))
        }
    }
);

random_projection!(
    /// Projects onto directions most of whose entries are zero, the others of one size and either
    /// sign.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let x = Array2::from_shape_fn((50, 400), |(i, j)| ((i * 31 + j * 17) % 101) as f64);
    /// let model = SparseRandomProjection::new().n_components(100).fit(&x)?;
    /// let zeros = model.components().iter().filter(|value| **value == 0.0).count();
    /// assert!(zeros > 36_000);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: P. Li, T. Hastie, K. Church, "Very sparse random projections", 2006.
    SparseRandomProjection, "SparseRandomProjection", {
        /// The share of entries that are not zero, above 0 and at most 1. Default
        /// 1 / √n_features.
        #[must_use]
        pub fn density(mut self, density: f64) -> Self {
            self.settings.density = Some(density);
            self
        }

        fn draw(settings: &Settings, (k, p): (usize, usize)) -> Result<Array2<f64>> {
            let density = settings.density.unwrap_or(1.0 / f64::sqrt(p as f64));
            if !(density > 0.0 && density <= 1.0) {
                let expected = "above 0 and at most 1";
                return Err(Error::parameter("SparseRandomProjection", "density", density, expected));
            }
            let mut random = StdRng::seed_from_u64(settings.seed);
            let size = f64::sqrt(1.0 / (density * k as f64));
            let entry = || if random.r#gen::<f64>() >= density {
                0.0
            } else if random.r#gen::<bool>() {
                size
            } else {
                -size
            };
            Ok(Array2::from_shape_simple_fn((k, p), entry))
        }
    }
);

#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
struct Settings {
    n_components: Option<usize>,
    eps: Option<f64>,
    density: Option<f64>,
    seed: u64,
}

impl Settings {
    fn fit(
        &self,
        model: &'static str,
        features: &Features<'_>,
        draw: fn(&Self, (usize, usize)) -> Result<Array2<f64>>,
    ) -> Result<FittedRandomProjection> {
        check::features(features)?;
        let (n, p) = features.view().dim();
        let k = self.components(model, n, p)?;
        Ok(FittedRandomProjection {
            sparse: model == "SparseRandomProjection",
            settings: self.clone(),
            components: draw(self, (k, p))?,
            feature_names: features.names.to_vec(),
            n_samples: n,
        })
    }

    fn components(&self, model: &'static str, n: usize, p: usize) -> Result<usize> {
        let eps = self.eps.unwrap_or(DEFAULT_EPS);
        if !(eps > 0.0 && eps < 1.0) {
            return Err(Error::parameter(model, "eps", eps, "above 0 and below 1"));
        }
        match self.n_components {
            Some(0) => Err(Error::parameter(model, "n_components", 0, "at least 1")),
            Some(count) => Ok(count),
            None => {
                let needed = johnson_lindenstrauss_min_dim(n, eps)?.max(1);
                if needed > p {
                    let expected = format!(
                        "larger, since {n} samples then need {needed} directions and there are only {p} features; or set `n_components`"
                    );
                    return Err(Error::parameter(model, "eps", eps, expected));
                }
                Ok(needed)
            }
        }
    }

    fn summary(&self, model: &str) -> Summary {
        let number = self.n_components.map_or("by eps".to_owned(), |count| count.to_string());
        let mut parameters = vec![
            ("n_components".to_owned(), number),
            ("eps".to_owned(), self.eps.unwrap_or(DEFAULT_EPS).to_string()),
            ("seed".to_owned(), self.seed.to_string()),
        ];
        if let Some(density) = self.density {
            parameters.push(("density".to_owned(), density.to_string()));
        }
        Summary {
            title: model.to_owned(),
            subtitle: "not fitted yet: call `.fit(&x)?`".to_owned(),
            parameters,
            ..Summary::default()
        }
    }
}

/// A fitted [`GaussianRandomProjection`] or [`SparseRandomProjection`].
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct FittedRandomProjection {
    sparse: bool,
    settings: Settings,
    components: Array2<f64>,
    feature_names: Vec<String>,
    n_samples: usize,
}

impl FittedRandomProjection {
    /// The directions as rows, shape (n_components, n_features).
    pub fn components(&self) -> &Array2<f64> {
        &self.components
    }

    /// The number of outputs.
    pub fn n_components(&self) -> usize {
        self.components.nrows()
    }

    /// Coordinates along the directions, shape (n_samples, n_components), in the kind that `x` is:
    /// the columns of a frame or dataset are called `rp1` …
    ///
    /// # Errors
    /// [`Error::FeatureCount`], [`Error::FeatureNames`], [`Error::NotFinite`].
    pub fn transform<X: TransformInput>(&self, x: X) -> Result<X::Output> {
        let features = x.features()?;
        check::same_features(self.model(), self.components.ncols(), &self.feature_names, &features)?;
        let z = product(features.view(), self.components.t());
        x.rebuild(z, self.output_names(&[]))
    }

    /// The shortest point that has such a shadow: shape (n_samples, n_components) to (n_samples,
    /// n_features).
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
        let (left, sizes, right) = thin_svd(self.model(), self.components.view())?;
        let smallest = 1e-15 * sizes.iter().fold(0.0_f64, |a, b| a.max(*b));
        let inverse = sizes.mapv(|size| if size > smallest { 1.0 / size } else { 0.0 });
        let x = (features.view().dot(&left) * &inverse).dot(&right);
        let names = (0..self.components.ncols()).map(|j| feature_label(&self.feature_names, j)).collect();
        z.rebuild(x, names)
    }

    fn model(&self) -> &'static str {
        if self.sparse { "SparseRandomProjection" } else { "GaussianRandomProjection" }
    }
}

#[typetag::serde]
impl FittedTransformer for FittedRandomProjection {
    fn boxed(&self) -> Box<dyn FittedTransformer> {
        Box::new(self.clone())
    }

    fn transform_features(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        self.transform(x)
    }

    fn output_names(&self, _input_names: &[String]) -> Vec<String> {
        numbered("rp", self.components.nrows())
    }
}

impl Summarize for FittedRandomProjection {
    fn summary(&self) -> Summary {
        Summary {
            subtitle: fitted_on(self.n_samples, self.components.ncols()),
            results: vec![("outputs".to_owned(), self.components.nrows().to_string())],
            ..self.settings.summary(self.model())
        }
    }
}

//! The parameters of a mixture of normal distributions, and their estimation.
//!
//! Own kernel: linfa's mixture knows full covariances alone and gives neither likelihoods nor
//! information criteria.

use ndarray::{Array1, Array2, ArrayView2};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};

use super::components::Components;
use super::covariance::{CovarianceType, Covariances, degenerate, of_shape};
use super::fitted::FittedGaussianMixture;
use super::start::MixtureInit;
use crate::array::Features;
use crate::display::number;
use crate::error::{Error, Result};
use crate::model::{Seen, argmax_rows};
use crate::preprocessing::numeric::setting;
use crate::runtime::{Progress, check_interrupt};

pub(super) const NAME: &str = "GaussianMixture";

/// A density that is a weighted sum of normal distributions, found by expectation-maximisation.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = array![[0.0], [0.3], [-0.2], [9.0], [9.2], [8.9]];
/// let model = GaussianMixture::new(2).seed(1).fit(&x)?;
/// assert!((model.weights()[0] - 0.5).abs() < 1e-6);
/// let proba = model.predict_proba(&array![[0.1]])?;
/// assert!((proba.sum() - 1.0).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: A. Dempster, N. Laird, D. Rubin, "Maximum likelihood from incomplete data via the EM
/// algorithm", 1977.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GaussianMixture {
    n_components: usize,
    covariance_type: CovarianceType,
    tolerance: f64,
    reg_covar: f64,
    max_iter: usize,
    n_init: usize,
    init_params: MixtureInit,
    weights_init: Option<Array1<f64>>,
    means_init: Option<Array2<f64>>,
    precisions_init: Option<Covariances>,
    seed: u64,
}

impl GaussianMixture {
    /// Full covariances, one start from k-means, at most 100 rounds, seed 0.
    #[must_use]
    pub fn new(n_components: usize) -> Self {
        Self {
            n_components,
            covariance_type: CovarianceType::Full,
            tolerance: 1e-3,
            reg_covar: 1e-6,
            max_iter: 100,
            n_init: 1,
            init_params: MixtureInit::KMeans,
            weights_init: None,
            means_init: None,
            precisions_init: None,
            seed: 0,
        }
    }

    /// The number of components. Default 1.
    #[must_use]
    pub fn n_components(mut self, n_components: usize) -> Self {
        self.n_components = n_components;
        self
    }

    /// How free the components' shapes are. Default [`CovarianceType::Full`].
    #[must_use]
    pub fn covariance_type(mut self, kind: CovarianceType) -> Self {
        self.covariance_type = kind;
        self
    }

    /// A start ends when a round raises the mean log-likelihood of a sample by less. Default 1e-3.
    #[doc(alias = "tol")]
    #[must_use]
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// What is added to every variance, in squared units of the features. Default 1e-6.
    #[must_use]
    pub fn reg_covar(mut self, reg_covar: f64) -> Self {
        self.reg_covar = reg_covar;
        self
    }

    /// Rounds per start. Default 100.
    #[must_use]
    pub fn max_iter(mut self, max_iter: usize) -> Self {
        self.max_iter = max_iter;
        self
    }

    /// Starts, of which the most likely is kept. Default 1.
    #[must_use]
    pub fn n_init(mut self, n_init: usize) -> Self {
        self.n_init = n_init;
        self
    }

    /// Where to start. Default [`MixtureInit::KMeans`].
    #[must_use]
    pub fn init_params(mut self, init: MixtureInit) -> Self {
        self.init_params = init;
        self
    }

    /// The components' weights at first, n_components numbers that sum to one.
    #[must_use]
    pub fn weights_init(mut self, weights: impl Into<Array1<f64>>) -> Self {
        self.weights_init = Some(weights.into());
        self
    }

    /// The components' means at first, shape (n_components, n_features).
    #[must_use]
    pub fn means_init(mut self, means: Array2<f64>) -> Self {
        self.means_init = Some(means);
        self
    }

    /// The inverses of the components' covariances at first, of the chosen kind.
    #[must_use]
    pub fn precisions_init(mut self, precisions: Covariances) -> Self {
        self.precisions_init = Some(precisions);
        self
    }

    /// The seed of the starts. Default 0.
    #[doc(alias = "random_state")]
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    pub(super) fn learn(&self, features: &Features<'_>) -> Result<FittedGaussianMixture> {
        let x = features.values.as_standard_layout();
        let x = x.view();
        self.check(x)?;
        let mut random = StdRng::seed_from_u64(self.seed);
        let mut best: Option<Run> = None;
        for _ in 0..self.n_init {
            let run = self.run(x, &mut StdRng::seed_from_u64(random.r#gen()))?;
            if best.as_ref().is_none_or(|best| run.lower_bound > best.lower_bound) {
                best = Some(run);
            }
        }
        let best = best.ok_or_else(|| Error::parameter(NAME, "n_init", self.n_init, "at least 1"))?;
        let labels = argmax_rows(&best.components.log_joint(x));
        Ok(FittedGaussianMixture {
            parameters: self.clone(),
            seen: Seen::of(features),
            labels: labels.into_iter().map(|label| label as i64).collect(),
            components: best.components,
            lower_bound: best.lower_bound,
            n_iter: best.n_iter,
            converged: best.converged,
        })
    }

    pub(super) fn settings(&self) -> Vec<(String, String)> {
        vec![
            setting("n_components", self.n_components),
            setting("covariance_type", self.covariance_type),
            setting("tolerance", number(self.tolerance)),
            setting("reg_covar", number(self.reg_covar)),
            setting("max_iter", self.max_iter),
            setting("n_init", self.n_init),
            setting("init_params", self.init_params),
            setting("weights_init", given(self.weights_init.is_some())),
            setting("means_init", given(self.means_init.is_some())),
            setting("precisions_init", given(self.precisions_init.is_some())),
            setting("seed", self.seed),
        ]
    }

    fn check(&self, x: ArrayView2<'_, f64>) -> Result<()> {
        let counts =
            [("n_components", self.n_components), ("max_iter", self.max_iter), ("n_init", self.n_init)];
        for (parameter, value) in counts {
            if value == 0 {
                return Err(Error::parameter(NAME, parameter, value, "at least 1"));
            }
        }
        for (parameter, value) in [("tolerance", self.tolerance), ("reg_covar", self.reg_covar)] {
            if !(value >= 0.0 && value.is_finite()) {
                return Err(Error::parameter(NAME, parameter, value, "a number of at least 0"));
            }
        }
        // One sample has no spread at all.
        let needed = self.n_components.max(2);
        if x.nrows() < needed {
            let what = format!("{NAME} with {} components", self.n_components);
            return Err(Error::TooFew { what, needed, unit: "samples", given: x.nrows() });
        }
        self.check_start(x.ncols())
    }

    fn check_start(&self, d: usize) -> Result<()> {
        let k = self.n_components;
        if let Some(weights) = &self.weights_init {
            let sum: f64 = weights.sum();
            if weights.len() != k
                || weights.iter().any(|w| !(0.0..=1.0).contains(w))
                || (sum - 1.0).abs() > 1e-6
            {
                let expected = format!("{k} numbers of at least 0 that sum to 1");
                return Err(Error::parameter(NAME, "weights_init", weights, expected));
            }
        }
        if let Some(means) = self.means_init.as_ref().filter(|means| means.dim() != (k, d)) {
            return Err(Error::Shape {
                what: format!("{NAME}: the means given as `means_init`"),
                given: means.shape().to_vec(),
                expected: format!("({k}, {d}), one row per component"),
            });
        }
        if let Some(precisions) = &self.precisions_init {
            let expected = match self.covariance_type {
                CovarianceType::Full => vec![k, d, d],
                CovarianceType::Tied => vec![d, d],
                CovarianceType::Diag => vec![k, d],
                CovarianceType::Spherical => vec![k],
            };
            of_shape(precisions, &expected, NAME)?;
        }
        Ok(())
    }

    fn run(&self, x: ArrayView2<'_, f64>, random: &mut StdRng) -> Result<Run> {
        let mut components = self.start(x, random)?;
        let mut lower_bound = f64::NEG_INFINITY;
        let mut progress = Progress::new("mixture rounds", self.max_iter as u64);
        let (mut n_iter, mut converged) = (self.max_iter, false);
        for round in 1..=self.max_iter {
            check_interrupt()?;
            let (shares, likelihood) = components.responsibilities(x);
            components = Components::estimate(x, &shares, self.covariance_type, self.reg_covar)
                .ok_or_else(|| degenerate(NAME))?;
            let change = likelihood - lower_bound;
            lower_bound = likelihood;
            progress.advance(1);
            if change.abs() < self.tolerance {
                (n_iter, converged) = (round, true);
                break;
            }
        }
        progress.finish_and_clear();
        Ok(Run { components, lower_bound, n_iter, converged })
    }

    fn start(&self, x: ArrayView2<'_, f64>, random: &mut StdRng) -> Result<Components> {
        let shares = self.init_params.responsibilities(x, self.n_components, random)?;
        let mut components = Components::estimate(x, &shares, self.covariance_type, self.reg_covar)
            .ok_or_else(|| degenerate(NAME))?;
        if let Some(weights) = &self.weights_init {
            components.weights.assign(weights);
        }
        if let Some(means) = &self.means_init {
            components.means.assign(means);
        }
        if let Some(precisions) = &self.precisions_init {
            let refused =
                || Error::parameter(NAME, "precisions_init", "not positive definite", "positive definite");
            components.whiteners = precisions.whiteners_of_precisions().ok_or_else(refused)?;
        }
        Ok(components)
    }
}

impl Default for GaussianMixture {
    /// One component.
    fn default() -> Self {
        Self::new(1)
    }
}

fn given(is_given: bool) -> &'static str {
    if is_given { "given" } else { "none" }
}

struct Run {
    components: Components,
    lower_bound: f64,
    n_iter: usize,
    converged: bool,
}

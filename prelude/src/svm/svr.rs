//! Support vector regression.

use ndarray::{Array1, Array2, ArrayView2, Axis};
use serde::{Deserialize, Serialize};

use super::kernel::{Gamma, KernelFunction, SvmKernel, kernel_parameters};
use super::smo::Problem;
use super::{STOPPED, check_common};
use crate::dataset::Training;
use crate::display::number;
use crate::error::{Error, Result};
use crate::model::estimators::regressor;
use crate::model::{Seen, Summary};
use crate::preprocessing::numeric::setting;
use crate::runtime::Progress;

const NAME: &str = "Svr";

/// The flattest function, in the space that a kernel spans, that misses few targets by more than
/// `epsilon`. Scale the features and the target first.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = Array2::from_shape_fn((50, 1), |(i, _)| i as f64 / 8.0);
/// let y = x.column(0).mapv(f64::sin);
/// let model = Svr::new().c(10.0).epsilon(0.01).fit((&x, &y))?;
/// assert!(model.score((&x, &y))? > 0.99);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: A. Smola, B. Schölkopf, "A tutorial on support vector regression", 2004; as for
/// [`Svc`](super::Svc).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Svr {
    c: f64,
    epsilon: f64,
    kernel: SvmKernel,
    degree: usize,
    gamma: Gamma,
    coef0: f64,
    tolerance: f64,
    cache_size: f64,
    max_iter: Option<usize>,
}

impl Default for Svr {
    fn default() -> Self {
        Self {
            c: 1.0,
            epsilon: 0.1,
            kernel: SvmKernel::Rbf,
            degree: 3,
            gamma: Gamma::Scale,
            coef0: 0.0,
            tolerance: 1e-3,
            cache_size: 200.0,
            max_iter: None,
        }
    }
}

kernel_parameters!(Svr);

impl Svr {
    /// A Gaussian kernel, `c` = 1, `epsilon` = 0.1.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How much it costs to miss a target; smaller is a flatter function. Default 1.
    #[must_use]
    pub fn c(mut self, c: f64) -> Self {
        self.c = c;
        self
    }

    /// How far a target may be missed at no cost. Default 0.1.
    #[must_use]
    pub fn epsilon(mut self, epsilon: f64) -> Self {
        self.epsilon = epsilon;
        self
    }

    fn settings(&self) -> Vec<(String, String)> {
        let mut settings = vec![setting("c", number(self.c)), setting("epsilon", number(self.epsilon))];
        settings.extend(self.kernel_settings());
        settings
    }

    fn learn(&self, data: &Training<'_>) -> Result<FittedSvr> {
        check_common(NAME, self.c, self.tolerance, self.max_iter)?;
        check_epsilon(NAME, self.epsilon)?;
        let x = data.features.values.as_standard_layout();
        let function = self.function(x.view())?;
        let weights = data.weights();
        let bound = |row: usize| self.c * weights.map_or(1.0, |weights| weights[row]);
        let n = x.nrows();
        let up = data.target.iter().map(|target| self.epsilon - target);
        let problem = Problem {
            function,
            x: x.view(),
            signs: (0..2 * n).map(|variable| if variable < n { 1.0 } else { -1.0 }).collect(),
            linear: up.chain(data.target.iter().map(|target| self.epsilon + target)).collect(),
            bounds: (0..2 * n).map(|variable| bound(variable % n)).collect(),
            start: vec![0.0; 2 * n],
            tolerance: self.tolerance,
            max_iter: self.max_iter,
            cache_size: self.cache_size,
        };
        let mut progress = Progress::new("support vectors", 100);
        let solution = problem.solve(Some(&mut progress))?;
        progress.finish_and_clear();
        let support: Vec<usize> = (0..n).filter(|row| solution.beta[*row] != 0.0).collect();
        Ok(FittedSvr {
            parameters: self.clone(),
            seen: Seen::of(&data.features),
            function,
            vectors: x.select(Axis(0), &support),
            coefficients: support.iter().map(|row| solution.beta[*row]).collect(),
            support,
            intercept: solution.intercept,
            converged: solution.converged,
        })
    }
}

pub(super) fn check_epsilon(model: &'static str, epsilon: f64) -> Result<()> {
    if epsilon.is_finite() && epsilon >= 0.0 {
        return Ok(());
    }
    Err(Error::parameter(model, "epsilon", epsilon, "a number of at least 0"))
}

regressor!(Svr => FittedSvr, weights: used);

/// A fitted [`Svr`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedSvr {
    parameters: Svr,
    seen: Seen,
    function: KernelFunction,
    vectors: Array2<f64>,
    coefficients: Array1<f64>,
    support: Vec<usize>,
    intercept: f64,
    converged: bool,
}

impl FittedSvr {
    /// The rows of the training samples that the function rests on: those missed by `epsilon` or more.
    pub fn support(&self) -> &[usize] {
        &self.support
    }

    /// These samples, shape (n_vectors, n_features).
    pub fn support_vectors(&self) -> &Array2<f64> {
        &self.vectors
    }

    /// The weight of each support vector.
    pub fn dual_coefficients(&self) -> &Array1<f64> {
        &self.coefficients
    }

    /// The weights of the features; for the linear kernel only.
    pub fn coefficients(&self) -> Option<Array1<f64>> {
        (self.parameters.kernel == SvmKernel::Linear).then(|| self.coefficients.dot(&self.vectors))
    }

    pub fn intercept(&self) -> f64 {
        self.intercept
    }

    /// Whether the solver arrived at the optimum.
    pub fn converged(&self) -> bool {
        self.converged
    }

    fn predict_rows(&self, x: ArrayView2<'_, f64>) -> Result<Array1<f64>> {
        let coefficients = self.coefficients.view().insert_axis(Axis(0)).to_owned();
        Ok(self.function.sums(x, &self.vectors, &coefficients)?.column(0).to_owned() + self.intercept)
    }

    /// The sizes of the weights of a linear kernel.
    fn importances(&self) -> Option<Array1<f64>> {
        self.coefficients().map(|coefficients| coefficients.mapv(f64::abs))
    }

    fn report(&self, summary: &mut Summary) {
        summary.results.push(("support vectors".to_owned(), self.support.len().to_string()));
        summary.results.push(("gamma".to_owned(), number(self.function.gamma)));
        if !self.converged {
            summary.notes.push(STOPPED.to_owned());
        }
    }
}

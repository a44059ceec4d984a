//! The region in which most samples lie.

use ndarray::{Array1, Array2, ArrayView2, Axis};
use serde::{Deserialize, Serialize};

use crate::array::Features;
use crate::display::number;
use crate::error::{Error, Result};
use crate::model::estimators::detector;
use crate::model::{Seen, Summary};
use crate::preprocessing::numeric::setting;
use crate::runtime::Progress;
use crate::svm::{Gamma, KernelFunction, Problem, STOPPED, SvmKernel, check_common, kernel_parameters};

const NAME: &str = "OneClassSvm";

/// Divides the samples from the origin, in the space that a kernel spans, so that about `nu` of them
/// are left outside. Scale the features first.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = array![[0.0], [0.1], [0.2], [0.3], [0.4], [9.0]];
/// let model = OneClassSvm::new().nu(0.2).gamma(1.0).fit(&x)?;
/// assert_eq!(model.predict(&array![[0.2], [5.0]])?, array![1, -1]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: B. Schölkopf, J. Platt, J. Shawe-Taylor, A. Smola, R. Williamson, "Estimating the support
/// of a high-dimensional distribution", 2001.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OneClassSvm {
    nu: f64,
    kernel: SvmKernel,
    degree: usize,
    gamma: Gamma,
    coef0: f64,
    tolerance: f64,
    cache_size: f64,
    max_iter: Option<usize>,
}

impl Default for OneClassSvm {
    fn default() -> Self {
        Self {
            nu: 0.5,
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

kernel_parameters!(OneClassSvm);

impl OneClassSvm {
    /// A Gaussian kernel, half of the samples inside.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// At most this share of the training samples is outside, above 0 and at most 1. Default 0.5.
    #[must_use]
    pub fn nu(mut self, nu: f64) -> Self {
        self.nu = nu;
        self
    }

    fn settings(&self) -> Vec<(String, String)> {
        let mut settings = vec![setting("nu", number(self.nu))];
        settings.extend(self.kernel_settings());
        settings
    }

    fn learn(&self, features: &Features<'_>) -> Result<FittedOneClassSvm> {
        check_common(NAME, 1.0, self.tolerance, self.max_iter)?;
        if !(self.nu > 0.0 && self.nu <= 1.0) {
            return Err(Error::parameter(NAME, "nu", self.nu, "above 0 and at most 1"));
        }
        let x = features.values.as_standard_layout();
        let function = self.function(x.view())?;
        let n = x.nrows();
        let outside = self.nu * n as f64;
        let problem = Problem {
            function,
            x: x.view(),
            signs: vec![1.0; n],
            linear: vec![0.0; n],
            bounds: vec![1.0; n],
            start: (0..n).map(|row| (outside - row as f64).clamp(0.0, 1.0)).collect(),
            tolerance: self.tolerance,
            max_iter: self.max_iter,
            cache_size: self.cache_size,
        };
        let mut progress = Progress::new("support vectors", 100);
        let solution = problem.solve(Some(&mut progress))?;
        progress.finish_and_clear();
        let support: Vec<usize> = (0..n).filter(|row| solution.beta[*row] != 0.0).collect();
        Ok(FittedOneClassSvm {
            parameters: self.clone(),
            seen: Seen::of(features),
            offset: -solution.intercept,
            function,
            vectors: x.select(Axis(0), &support),
            coefficients: support.iter().map(|row| solution.beta[*row]).collect(),
            support,
            converged: solution.converged,
        })
    }
}

detector!(OneClassSvm => FittedOneClassSvm);

/// A fitted [`OneClassSvm`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedOneClassSvm {
    parameters: OneClassSvm,
    seen: Seen,
    offset: f64,
    function: KernelFunction,
    vectors: Array2<f64>,
    coefficients: Array1<f64>,
    support: Vec<usize>,
    converged: bool,
}

impl FittedOneClassSvm {
    /// The rows of the training samples that the border rests on.
    pub fn support(&self) -> &[usize] {
        &self.support
    }

    /// These samples, shape (n_vectors, n_features).
    pub fn support_vectors(&self) -> &Array2<f64> {
        &self.vectors
    }

    fn score_rows(&self, x: ArrayView2<'_, f64>) -> Result<Array1<f64>> {
        let coefficients = self.coefficients.view().insert_axis(Axis(0)).to_owned();
        Ok(self.function.sums(x, &self.vectors, &coefficients)?.column(0).to_owned())
    }

    fn report(&self, summary: &mut Summary) {
        summary.results.push(("support vectors".to_owned(), self.support.len().to_string()));
        summary.results.push(("threshold".to_owned(), number(self.offset)));
        if !self.converged {
            summary.notes.push(STOPPED.to_owned());
        }
    }
}

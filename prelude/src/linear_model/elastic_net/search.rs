//! The search for the strength of penalty that predicts held-out folds best.

use ndarray::{Array1, Array2, Axis};
use rayon::prelude::*;

use super::descent::{Problem, Task};
use crate::dataset::Training;
use crate::error::{Error, Result};
use crate::linear_model::folds::{Fold, k_folds};
use crate::linear_model::{check_at_least_one, check_not_negative, check_positive, check_share};

/// `n` numbers from `largest` down to `largest · eps`, evenly in the logarithm.
pub(super) fn falling(largest: f64, eps: f64, n: usize) -> Array1<f64> {
    // With a constant target any penalty leaves no weight.
    let largest = if largest > 0.0 { largest } else { f64::EPSILON };
    let step = if n > 1 { eps.ln() / (n - 1) as f64 } else { 0.0 };
    (0..n).map(|k| largest * (step * k as f64).exp()).collect()
}

/// What both models search over.
pub(super) struct Search<'a> {
    pub owner: &'static str,
    pub l1_ratios: &'a [f64],
    pub alphas: Option<&'a [f64]>,
    pub n_alphas: usize,
    pub eps: f64,
    pub cv: usize,
    pub fit_intercept: bool,
    pub positive: bool,
    pub max_iter: usize,
    pub tolerance: f64,
}

/// What was found.
pub(super) struct Choice {
    pub alpha: f64,
    pub l1_ratio: f64,
    pub alphas: Array1<f64>,
    /// Shape (n_alphas, n_folds), for the l1_ratio that was chosen.
    pub mse_path: Array2<f64>,
    pub coefficients: Array1<f64>,
    pub intercept: f64,
    pub converged: bool,
}

impl Search<'_> {
    fn check(&self) -> Result<()> {
        check_at_least_one(self.owner, "n_alphas", self.n_alphas)?;
        check_at_least_one(self.owner, "max_iter", self.max_iter)?;
        check_not_negative(self.owner, "tolerance", self.tolerance)?;
        if !(self.eps > 0.0 && self.eps < 1.0) {
            return Err(Error::parameter(self.owner, "eps", self.eps, "between 0 and 1, such as 0.001"));
        }
        if self.l1_ratios.is_empty() || self.alphas.is_some_and(<[f64]>::is_empty) {
            return Err(Error::empty("`l1_ratio` or `alphas`", "one number"));
        }
        for l1_ratio in self.l1_ratios {
            check_share(self.owner, "l1_ratio", *l1_ratio)?;
            if *l1_ratio == 0.0 && self.alphas.is_none() {
                let expected = "above 0 (or give `alphas`; for squares alone use RidgeCv)";
                return Err(Error::parameter(self.owner, "l1_ratio", l1_ratio, expected));
            }
        }
        self.alphas
            .unwrap_or_default()
            .iter()
            .try_for_each(|alpha| check_positive(self.owner, "alphas", *alpha))
    }

    fn task(&self, alpha: f64, l1_ratio: f64) -> Task {
        let (positive, max_iter, tolerance) = (self.positive, self.max_iter, self.tolerance);
        Task { alpha, l1_ratio, positive, max_iter, tolerance }
    }

    pub fn run(&self, data: &Training<'_>) -> Result<Choice> {
        self.check()?;
        let whole =
            Problem::new(data.features.view(), data.target.view(), data.weights(), self.fit_intercept)?;
        let folds = k_folds(data, self.cv)?;
        let problem = |fold: &Fold| {
            let weights = fold.train_weights.as_ref().map(|weights| weights.view());
            Problem::new(fold.train_x.view(), fold.train_y.view(), weights, self.fit_intercept)
        };
        let problems: Vec<Problem> = folds.iter().map(problem).collect::<Result<_>>()?;
        let mut best: Option<(f64, Choice)> = None;
        for &l1_ratio in self.l1_ratios {
            let alphas = match self.alphas {
                Some(alphas) => {
                    let mut alphas = alphas.to_vec();
                    alphas.sort_by(|a, b| b.total_cmp(a));
                    alphas.into()
                }
                None => falling(whole.largest_alpha(l1_ratio), self.eps, self.n_alphas),
            };
            let errors: Vec<Array1<f64>> = problems
                .par_iter()
                .zip(&folds)
                .map(|(problem, fold)| self.errors(problem, fold, &alphas, l1_ratio))
                .collect::<Result<_>>()?;
            let views: Vec<_> = errors.iter().map(|errors| errors.view().insert_axis(Axis(1))).collect();
            let mse_path = ndarray::concatenate(Axis(1), &views).unwrap_or_default();
            let means = mse_path.mean_axis(Axis(1)).unwrap_or_default();
            let place = (0..means.len()).fold(0, |best, k| if means[k] < means[best] { k } else { best });
            if best.as_ref().is_none_or(|(least, _)| means[place] < *least) {
                let choice = self.choice(&whole, alphas[place], l1_ratio, alphas, mse_path)?;
                best = Some((means[place], choice));
            }
        }
        best.map(|(_, choice)| choice).ok_or_else(|| Error::empty("`l1_ratio`", "one number"))
    }

    fn choice(
        &self,
        whole: &Problem,
        alpha: f64,
        l1_ratio: f64,
        alphas: Array1<f64>,
        mse_path: Array2<f64>,
    ) -> Result<Choice> {
        let found = whole.solve(self.task(alpha, l1_ratio), Array1::zeros(whole.x_mean.len()))?;
        Ok(Choice {
            alpha,
            l1_ratio,
            alphas,
            mse_path,
            intercept: whole.intercept(&found.coefficients),
            coefficients: found.coefficients,
            converged: found.converged,
        })
    }

    /// The error on a fold's test part along falling alphas.
    fn errors(
        &self,
        problem: &Problem,
        fold: &Fold,
        alphas: &Array1<f64>,
        l1_ratio: f64,
    ) -> Result<Array1<f64>> {
        let mut w = Array1::zeros(problem.x_mean.len());
        let mut errors = Vec::with_capacity(alphas.len());
        for alpha in alphas {
            w = problem.solve(self.task(*alpha, l1_ratio), w)?.coefficients;
            errors.push(fold.test_error(w.view(), problem.intercept(&w)));
        }
        Ok(errors.into())
    }
}

//! Logistic regression for streams by "follow the regularised leader", as used for click-through rates.
//!
//! linfa-ftrl starts from random sums, so that its weights are not zero before the first sample, has no
//! intercept and takes two classes only; the update itself is a few lines.
//!
//! Source: H. B. McMahan et al., "Ad click prediction: a view from the trenches", 2013.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};
use serde::{Deserialize, Serialize};

use super::logistic_regression::{report_classes, scores};
use super::stream::{batch_codes, stream_classes};
use super::{check_at_least_one, check_not_negative, check_positive};
use crate::array::AsLabels;
use crate::dataset::{AsTraining, Training};
use crate::display::number;
use crate::error::Result;
use crate::model::estimators::classifier;
use crate::model::{ClassTarget, Classes, Seen, Summary, argmax_rows, check};
use crate::preprocessing::numeric::setting;
use crate::runtime::check_interrupt;

const NAME: &str = "FtrlClassifier";

/// Logistic regression whose every weight has a step of its own that shrinks as its feature is seen,
/// and stays zero until there is evidence against it.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = Array2::from_shape_fn((400, 2), |(i, j)| ((i * (7 + j)) % 11) as f64 / 11.0 - 0.5);
/// let y = x.column(0).mapv(|x| f64::from(x > 0.0));
/// let mut model = FtrlClassifier::new().partial_fit((&x, &y), [0.0, 1.0])?; // the first batch
/// for _batch in 0..10 {
///     model.partial_fit((&x, &y))?;
/// }
/// assert!(model.score((&x, &y))? > 0.95);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FtrlClassifier {
    alpha: f64,
    beta: f64,
    l1: f64,
    l2: f64,
    fit_intercept: bool,
    max_iter: usize,
}

impl Default for FtrlClassifier {
    fn default() -> Self {
        Self { alpha: 0.1, beta: 1.0, l1: 0.0, l2: 0.0, fit_intercept: true, max_iter: 10 }
    }
}

impl FtrlClassifier {
    /// Without penalties.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The size of the steps. Default 0.1.
    #[must_use]
    pub fn alpha(mut self, alpha: f64) -> Self {
        self.alpha = alpha;
        self
    }

    /// Larger makes the first steps smaller. Default 1.
    #[must_use]
    pub fn beta(mut self, beta: f64) -> Self {
        self.beta = beta;
        self
    }

    /// The evidence that a weight needs to be other than zero. Default 0.
    #[must_use]
    pub fn l1(mut self, l1: f64) -> Self {
        self.l1 = l1;
        self
    }

    /// The strength of the L2 penalty. Default 0.
    #[must_use]
    pub fn l2(mut self, l2: f64) -> Self {
        self.l2 = l2;
        self
    }

    /// Whether the weighted sum has a constant term. Default `true`.
    #[must_use]
    pub fn fit_intercept(mut self, fit_intercept: bool) -> Self {
        self.fit_intercept = fit_intercept;
        self
    }

    /// Rounds over the samples in `fit`. Default 10.
    #[must_use]
    pub fn max_iter(mut self, max_iter: usize) -> Self {
        self.max_iter = max_iter;
        self
    }

    /// Learns from the first batch of a stream, in one round. `classes` are all that will ever come.
    ///
    /// # Errors
    /// As [`fit`](Self::fit); [`Error::Parameter`](crate::Error::Parameter) for a label that is not
    /// among `classes`.
    pub fn partial_fit(&self, data: impl AsTraining, classes: impl AsLabels) -> Result<FittedFtrlClassifier> {
        let classes = stream_classes(NAME, &classes)?;
        let data = data.training()?;
        check::training(&data)?;
        self.check()?;
        let mut fitted = self.untrained(&data, classes);
        fitted.learn_batch(&data)?;
        Ok(fitted)
    }

    fn learn(&self, data: &Training<'_>, target: &ClassTarget) -> Result<FittedFtrlClassifier> {
        self.check()?;
        let mut fitted = self.untrained(data, target.classes.clone());
        for _ in 0..self.max_iter {
            fitted.round(data.features.view(), &target.codes, data.weights())?;
        }
        fitted.settle();
        Ok(fitted)
    }

    fn untrained(&self, data: &Training<'_>, classes: Classes) -> FittedFtrlClassifier {
        let seen = Seen::of(&data.features);
        let n_outputs = if classes.len() == 2 { 1 } else { classes.len() };
        FittedFtrlClassifier {
            parameters: self.clone(),
            leaders: vec![Leader::new(seen.n_features + 1); n_outputs],
            coefficients: Array2::zeros((n_outputs, seen.n_features)),
            intercepts: Array1::zeros(n_outputs),
            seen,
            classes,
        }
    }

    fn check(&self) -> Result<()> {
        check_positive(NAME, "alpha", self.alpha)?;
        check_positive(NAME, "beta", self.beta)?;
        check_not_negative(NAME, "l1", self.l1)?;
        check_not_negative(NAME, "l2", self.l2)?;
        check_at_least_one(NAME, "max_iter", self.max_iter)
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![
            setting("alpha", number(self.alpha)),
            setting("beta", number(self.beta)),
            setting("l1", number(self.l1)),
            setting("l2", number(self.l2)),
            setting("fit_intercept", self.fit_intercept),
            setting("max_iter", self.max_iter),
        ]
    }
}

classifier!(FtrlClassifier => FittedFtrlClassifier, weights: used);

/// What one weighted sum remembers: per weight (the intercept last) the adjusted sum of the gradients,
/// the sum of their squares, and the weight that follows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Leader {
    z: Array1<f64>,
    n: Array1<f64>,
    w: Array1<f64>,
}

impl Leader {
    fn new(size: usize) -> Self {
        Self { z: Array1::zeros(size), n: Array1::zeros(size), w: Array1::zeros(size) }
    }

    fn step(&mut self, parameters: &FtrlClassifier, x: ArrayView1<'_, f64>, mine: bool, weight: f64) {
        let last = self.w.len() - 1;
        let score = self.w.slice(ndarray::s![..last]).dot(&x) + self.w[last];
        let error = weight * (1.0 / (1.0 + (-score).exp()) - f64::from(u8::from(mine)));
        for (j, value) in x.iter().enumerate().filter(|(_, value)| **value != 0.0) {
            self.update(parameters, j, error * value, parameters.l1, parameters.l2);
        }
        if parameters.fit_intercept {
            self.update(parameters, last, error, 0.0, 0.0);
        }
    }

    fn update(&mut self, parameters: &FtrlClassifier, j: usize, gradient: f64, l1: f64, l2: f64) {
        let after = self.n[j] + gradient * gradient;
        let sigma = (after.sqrt() - self.n[j].sqrt()) / parameters.alpha;
        self.z[j] += gradient - sigma * self.w[j];
        self.n[j] = after;
        let beyond = (self.z[j].abs() - l1).max(0.0);
        self.w[j] = -self.z[j].signum() * beyond / ((parameters.beta + after.sqrt()) / parameters.alpha + l2);
    }
}

/// A fitted [`FtrlClassifier`], which can go on learning.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedFtrlClassifier {
    parameters: FtrlClassifier,
    seen: Seen,
    classes: Classes,
    coefficients: Array2<f64>,
    intercepts: Array1<f64>,
    leaders: Vec<Leader>,
}

impl FittedFtrlClassifier {
    /// Shape (1, n_features) for two classes, where it speaks for the second; else (n_classes,
    /// n_features).
    pub fn coefficients(&self) -> &Array2<f64> {
        &self.coefficients
    }

    /// One per row of [`coefficients`](Self::coefficients).
    pub fn intercepts(&self) -> &Array1<f64> {
        &self.intercepts
    }

    /// Learns from the next batch, in one round. It need not have every class.
    ///
    /// # Errors
    /// As [`predict`](Self::predict); [`Error::Parameter`](crate::Error::Parameter) for a label that is
    /// not among the classes.
    pub fn partial_fit(&mut self, data: impl AsTraining) -> Result<()> {
        let data = data.training()?;
        check::training(&data)?;
        self.seen.check(NAME, &data.features)?;
        self.learn_batch(&data)?;
        self.seen.n_samples += data.target.len();
        Ok(())
    }

    fn learn_batch(&mut self, data: &Training<'_>) -> Result<()> {
        let codes = batch_codes(NAME, &self.classes, data)?;
        self.round(data.features.view(), &codes, data.weights())?;
        self.settle();
        Ok(())
    }

    fn round(
        &mut self,
        x: ArrayView2<'_, f64>,
        codes: &[usize],
        weights: Option<ArrayView1<'_, f64>>,
    ) -> Result<()> {
        const ROWS: usize = 4096;
        let two = self.leaders.len() == 1;
        for (row, values) in x.rows().into_iter().enumerate() {
            if row % ROWS == 0 {
                check_interrupt()?;
            }
            let weight = weights.map_or(1.0, |weights| weights[row]);
            for (output, leader) in self.leaders.iter_mut().enumerate() {
                let mine = if two { codes[row] == 1 } else { codes[row] == output };
                leader.step(&self.parameters, values, mine, weight);
            }
        }
        Ok(())
    }

    fn settle(&mut self) {
        let p = self.seen.n_features;
        for (k, leader) in self.leaders.iter().enumerate() {
            self.coefficients.row_mut(k).assign(&leader.w.slice(ndarray::s![..p]));
            self.intercepts[k] = leader.w[p];
        }
    }

    fn probabilities(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let mut shares =
            scores(x, &self.coefficients, &self.intercepts).mapv(|score| 1.0 / (1.0 + (-score).exp()));
        if shares.ncols() == 1 {
            let second = shares.index_axis(Axis(1), 0);
            return Ok(ndarray::stack![Axis(1), second.mapv(|share| 1.0 - share), second]);
        }
        for mut row in shares.rows_mut() {
            let sum = row.sum().max(f64::MIN_POSITIVE);
            row /= sum;
        }
        Ok(shares)
    }

    fn decide(&self, x: ArrayView2<'_, f64>) -> Result<Vec<usize>> {
        let scores = scores(x, &self.coefficients, &self.intercepts);
        if scores.ncols() == 1 {
            return Ok(scores.iter().map(|score| usize::from(*score > 0.0)).collect());
        }
        Ok(argmax_rows(&scores))
    }

    /// The sizes of the coefficients, summed over the classes.
    fn importances(&self) -> Option<Array1<f64>> {
        Some(self.coefficients.mapv(f64::abs).sum_axis(Axis(0)))
    }

    fn report(&self, summary: &mut Summary) {
        report_classes(summary, &self.class_labels(), &self.seen, &self.coefficients, &self.intercepts);
    }
}

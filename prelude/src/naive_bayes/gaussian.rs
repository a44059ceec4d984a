//! Naive Bayes with a normal distribution per class and feature.

use std::f64::consts::TAU;

use ndarray::{Array1, Array2, ArrayView2, Axis};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{check_priors, check_smoothing, count_classes, log_priors, more, normalized};
use crate::dataset::{AsTraining, Training};
use crate::display::number;
use crate::error::Result;
use crate::model::estimators::classifier;
use crate::model::{ClassTarget, Classes, Seen, Summary, SummaryTable, argmax_rows};
use crate::preprocessing::numeric::setting;

const NAME: &str = "GaussianNb";

/// Features are normally distributed within each class, independently of each other.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let model = GaussianNb::new().fit(&iris())?;
/// assert!(model.score(&iris())? > 0.95);
/// assert_eq!(model.means().shape(), [3, 4]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: T. Chan, G. Golub, R. LeVeque, "Updating formulae and a pairwise algorithm for computing
/// sample variances", 1979.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GaussianNb {
    priors: Option<Vec<f64>>,
    var_smoothing: f64,
}

impl Default for GaussianNb {
    fn default() -> Self {
        Self { priors: None, var_smoothing: 1e-9 }
    }
}

impl GaussianNb {
    /// With the classes' shares as priors.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The probability of each class before any feature is known, in the classes' order. Default:
    /// their shares in the data.
    #[must_use]
    pub fn priors(mut self, priors: &[f64]) -> Self {
        self.priors = Some(priors.to_vec());
        self
    }

    /// What is added to all variances, as a fraction of the largest feature's. Default 1e-9.
    #[must_use]
    pub fn var_smoothing(mut self, var_smoothing: f64) -> Self {
        self.var_smoothing = var_smoothing;
        self
    }

    fn settings(&self) -> Vec<(String, String)> {
        let priors =
            self.priors.as_ref().map_or_else(|| "from data".to_owned(), |priors| format!("{priors:?}"));
        vec![setting("priors", priors), setting("var_smoothing", number(self.var_smoothing))]
    }

    fn learn(&self, data: &Training<'_>, target: &ClassTarget) -> Result<FittedGaussianNb> {
        check_smoothing(NAME, "var_smoothing", self.var_smoothing)?;
        check_priors(NAME, "priors", self.priors.as_deref(), &target.classes)?;
        let shape = (target.classes.len(), data.features.values.ncols());
        let mut fitted = FittedGaussianNb {
            parameters: self.clone(),
            seen: Seen { n_samples: 0, ..Seen::of(&data.features) },
            classes: target.classes.clone(),
            class_counts: Array1::zeros(shape.0),
            means: Array2::zeros(shape),
            spreads: Array2::zeros(shape),
            epsilon: 0.0,
        };
        fitted.add(data, target);
        Ok(fitted)
    }
}

classifier!(GaussianNb => FittedGaussianNb, weights: used);

/// A fitted [`GaussianNb`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedGaussianNb {
    parameters: GaussianNb,
    seen: Seen,
    classes: Classes,
    class_counts: Array1<f64>,
    means: Array2<f64>,
    /// The variances without what is added to them.
    spreads: Array2<f64>,
    epsilon: f64,
}

impl FittedGaussianNb {
    /// The mean of each feature in each class, shape (n_classes, n_features).
    pub fn means(&self) -> &Array2<f64> {
        &self.means
    }

    /// The variance of each feature in each class, smoothed, shape (n_classes, n_features).
    pub fn variances(&self) -> Array2<f64> {
        &self.spreads + self.epsilon
    }

    /// The probability of each class before any feature is known.
    pub fn class_priors(&self) -> Array1<f64> {
        self.log_priors().mapv(f64::exp)
    }

    /// Learns from more samples, as if they had been there at the fit.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let (x, y) = (array![[0.0], [1.0], [8.0], [9.0]], ["a", "a", "b", "b"]);
    /// let mut model = GaussianNb::new().fit((&x, &y))?;
    /// model.partial_fit((&array![[2.0], [7.0]], &["a", "b"]))?;
    /// assert_eq!(model.means(), &array![[1.0], [8.0]]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`GaussianNb::fit`]; [`Error::UnknownCategory`](crate::Error::UnknownCategory) for a class
    /// that was not there at the fit.
    pub fn partial_fit(&mut self, data: impl AsTraining) -> Result<()> {
        let data = data.training()?;
        let target = more(NAME, &self.seen, &self.classes, &data)?;
        self.add(&data, &target);
        Ok(())
    }

    fn add(&mut self, data: &Training<'_>, target: &ClassTarget) {
        let x = data.features.view();
        let batch = Moments::of(data, target);
        for class in 0..self.classes.len() {
            let (old, new) = (self.class_counts[class], batch.counts[class]);
            if new == 0.0 {
                continue;
            }
            for j in 0..x.ncols() {
                let (mean, spread) = (self.means[[class, j]], self.spreads[[class, j]]);
                let step = batch.means[[class, j]] - mean;
                let total = old + new;
                self.means[[class, j]] = mean + step * new / total;
                let within = spread * old + batch.spreads[[class, j]] * new;
                self.spreads[[class, j]] = (within + step * step * old * new / total) / total;
            }
        }
        self.class_counts += &batch.counts;
        self.seen.n_samples += x.nrows();
        let largest = x.var_axis(Axis(0), 0.0).fold(0.0_f64, |largest, variance| largest.max(*variance));
        // Where nothing varies, the priors alone should decide.
        let scale = if largest > 0.0 { largest } else { 1.0 };
        self.epsilon = self.parameters.var_smoothing.max(f64::MIN_POSITIVE) * scale;
    }

    fn log_priors(&self) -> Array1<f64> {
        log_priors(self.parameters.priors.as_deref(), true, &self.class_counts)
    }

    fn log_likelihoods(&self, x: ArrayView2<'_, f64>) -> Array2<f64> {
        let variances = self.variances();
        let log_variances = variances.mapv(|variance| (TAU * variance).ln()).sum_axis(Axis(1));
        let constants = self.log_priors() - 0.5 * log_variances;
        let precisions = variances.mapv(|variance| 0.5 / variance);
        let mut logs = Array2::zeros((x.nrows(), self.classes.len()));
        let rows: Vec<_> = logs.outer_iter_mut().zip(x.outer_iter()).collect();
        rows.into_par_iter().with_min_len(1024).for_each(|(mut target, row)| {
            for (class, target) in target.iter_mut().enumerate() {
                let means = self.means.row(class);
                let terms = row.iter().zip(means).zip(precisions.row(class));
                *target = terms.fold(constants[class], |sum, ((value, mean), precision)| {
                    let away = value - mean;
                    sum - away * away * precision
                });
            }
        });
        logs
    }

    fn probabilities(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        Ok(normalized(self.log_likelihoods(x)))
    }

    fn decide(&self, x: ArrayView2<'_, f64>) -> Result<Vec<usize>> {
        Ok(argmax_rows(&self.log_likelihoods(x)))
    }

    #[allow(clippy::unused_self)]
    fn importances(&self) -> Option<Array1<f64>> {
        None
    }

    fn report(&self, summary: &mut Summary) {
        summary.tables.push(SummaryTable {
            caption: "means".to_owned(),
            columns: self.class_labels(),
            rows: (0..self.means.ncols())
                .map(|j| (self.seen.label(j), self.means.column(j).to_vec()))
                .collect(),
        });
    }
}

/// Sums of weights, weighted means and variances per class.
struct Moments {
    counts: Array1<f64>,
    means: Array2<f64>,
    spreads: Array2<f64>,
}

impl Moments {
    fn of(data: &Training<'_>, target: &ClassTarget) -> Self {
        let (x, weights) = (data.features.view(), data.weights());
        let counts = count_classes(target, weights);
        let shape = (target.classes.len(), x.ncols());
        let (mut means, mut spreads) = (Array2::<f64>::zeros(shape), Array2::<f64>::zeros(shape));
        let weight = |row: usize| weights.map_or(1.0, |weights| weights[row]);
        for (i, (row, code)) in x.outer_iter().zip(&target.codes).enumerate() {
            means.row_mut(*code).scaled_add(weight(i), &row);
        }
        divide(&mut means, &counts);
        for (i, (row, code)) in x.outer_iter().zip(&target.codes).enumerate() {
            let weight = weight(i);
            let mut spread = spreads.row_mut(*code);
            for ((spread, value), mean) in spread.iter_mut().zip(row).zip(means.row(*code)) {
                *spread += weight * (value - mean) * (value - mean);
            }
        }
        divide(&mut spreads, &counts);
        Self { counts, means, spreads }
    }
}

fn divide(sums: &mut Array2<f64>, counts: &Array1<f64>) {
    for (mut row, count) in sums.outer_iter_mut().zip(counts) {
        if *count > 0.0 {
            row /= *count;
        }
    }
}

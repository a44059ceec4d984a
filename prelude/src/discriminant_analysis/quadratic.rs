//! A covariance for each class: boundaries are curved.

use ndarray::{Array1, Array2, ArrayView2, Axis};
use serde::{Deserialize, Serialize};

use super::ClassMeans;
use crate::array::AsFeatures;
use crate::dataset::Training;
use crate::decomposition::linear::thin_svd;
use crate::display::number;
use crate::error::{Error, Result};
use crate::model::estimators::classifier;
use crate::model::{ClassTarget, Classes, Seen, Summary, SummaryTable, argmax_rows};
use crate::naive_bayes::{check_priors, log_priors, normalized};
use crate::preprocessing::numeric::setting;

const NAME: &str = "QuadraticDiscriminantAnalysis";
/// Below this share of a class's largest singular value a direction has no variance.
const NO_VARIANCE: f64 = 1e-12;

/// Takes each class as a normal distribution with a covariance of its own.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let model = QuadraticDiscriminantAnalysis::new().fit(&iris())?;
/// assert!(model.score(&iris())? > 0.97);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: T. Hastie, R. Tibshirani, J. Friedman, "The Elements of Statistical Learning", 4.3.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct QuadraticDiscriminantAnalysis {
    priors: Option<Vec<f64>>,
    reg_param: f64,
}

impl QuadraticDiscriminantAnalysis {
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

    /// Draws each covariance towards the identity, 0 to 1: for classes of few samples, with features on
    /// one scale. Default 0.
    #[must_use]
    pub fn reg_param(mut self, reg_param: f64) -> Self {
        self.reg_param = reg_param;
        self
    }

    fn settings(&self) -> Vec<(String, String)> {
        let priors =
            self.priors.as_ref().map_or_else(|| "from data".to_owned(), |priors| format!("{priors:?}"));
        vec![setting("priors", priors), setting("reg_param", number(self.reg_param))]
    }

    fn learn(
        &self,
        data: &Training<'_>,
        target: &ClassTarget,
    ) -> Result<FittedQuadraticDiscriminantAnalysis> {
        check_priors(NAME, "priors", self.priors.as_deref(), &target.classes)?;
        crate::linear_model::check_share(NAME, "reg_param", self.reg_param)?;
        let all = data.features.view();
        // What is the same in every sample tells no class from another, and has no covariance.
        let varies = |j: &usize| all.column(*j).iter().any(|value| *value != all[[0, *j]]);
        let used: Vec<usize> = (0..all.ncols()).filter(varies).collect();
        let x = all.select(Axis(1), &used);
        let groups = ClassMeans::of(x.view(), target);
        let deviations = groups.deviations(x.view(), target);
        let names = target.classes.labels();
        let shape = |class: usize| {
            let rows: Vec<usize> = (0..x.nrows()).filter(|row| target.codes[*row] == class).collect();
            self.shape(&deviations.select(Axis(0), &rows), &names[class])
        };
        let shapes = (0..names.len()).map(shape).collect::<Result<Vec<_>>>()?;
        Ok(FittedQuadraticDiscriminantAnalysis {
            parameters: self.clone(),
            seen: Seen::of(&data.features),
            classes: target.classes.clone(),
            log_priors: log_priors(self.priors.as_deref(), true, &groups.counts),
            used,
            means: groups.means,
            shapes,
        })
    }

    /// The covariance of one class's deviations from its mean.
    fn shape(&self, deviations: &Array2<f64>, class: &str) -> Result<Shape> {
        let (n, p) = deviations.dim();
        if n < 2 {
            let what = format!("class `{class}` of {NAME}");
            return Err(Error::TooFew { what, needed: 2, unit: "samples", given: n });
        }
        if p == 0 {
            return Ok(Shape { whitening: Array2::zeros((0, 0)), log_size: 0.0 });
        }
        let (_, lengths, directions) = thin_svd(NAME, deviations.view())?;
        let is_flat = lengths.len() < p || lengths.iter().any(|length| *length <= NO_VARIANCE * lengths[0]);
        if is_flat && (self.reg_param == 0.0 || lengths.len() < p) {
            return Err(Error::Fit {
                model: NAME,
                reason: format!(
                    "the samples of class `{class}` vary in fewer directions than there are features"
                ),
                advice: "Drop features that depend on each other, reduce them with `Pca`, or use \
                         `LinearDiscriminantAnalysis`; `reg_param(0.1)` helps where a class has samples enough.",
            });
        }
        let own = 1.0 - self.reg_param;
        let variances = lengths.mapv(|length| own * length * length / n as f64 + self.reg_param);
        let mut whitening = directions.reversed_axes();
        for (mut column, variance) in whitening.columns_mut().into_iter().zip(&variances) {
            column /= variance.sqrt();
        }
        Ok(Shape { whitening, log_size: variances.mapv(f64::ln).sum() })
    }
}

classifier!(QuadraticDiscriminantAnalysis => FittedQuadraticDiscriminantAnalysis, weights: refused);

/// A class's covariance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Shape {
    /// Makes the class's samples uncorrelated and of unit variance: shape (n_used, n_used).
    whitening: Array2<f64>,
    /// The logarithm of the determinant.
    log_size: f64,
}

/// A fitted [`QuadraticDiscriminantAnalysis`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedQuadraticDiscriminantAnalysis {
    parameters: QuadraticDiscriminantAnalysis,
    seen: Seen,
    classes: Classes,
    log_priors: Array1<f64>,
    /// The features that are not the same in every sample.
    used: Vec<usize>,
    /// Of those features, shape (n_classes, n_used).
    means: Array2<f64>,
    shapes: Vec<Shape>,
}

impl FittedQuadraticDiscriminantAnalysis {
    /// The probability of each class before any feature is known.
    pub fn class_priors(&self) -> Array1<f64> {
        self.log_priors.mapv(f64::exp)
    }

    /// The logarithm of each class's density at each row of `x`, up to what is common to all: shape
    /// (n_samples, n_classes); for two classes their difference, shape (n_samples, 1), positive for the
    /// second.
    ///
    /// # Errors
    /// As [`predict`](Self::predict).
    pub fn decision_function(&self, x: impl AsFeatures) -> Result<Array2<f64>> {
        let features = x.features()?;
        self.seen.check(NAME, &features)?;
        Ok(self.decisions(features.view()))
    }

    fn log_densities(&self, x: ArrayView2<'_, f64>) -> Array2<f64> {
        let x = x.select(Axis(1), &self.used);
        let mut logs = Array2::zeros((x.nrows(), self.shapes.len()));
        for (class, shape) in self.shapes.iter().enumerate() {
            let places = (&x - &self.means.row(class)).dot(&shape.whitening);
            let distances = (&places * &places).sum_axis(Axis(1));
            let log = -0.5 * (distances + shape.log_size) + self.log_priors[class];
            logs.column_mut(class).assign(&log);
        }
        logs
    }

    fn decisions(&self, x: ArrayView2<'_, f64>) -> Array2<f64> {
        let logs = self.log_densities(x);
        if logs.ncols() != 2 {
            return logs;
        }
        (&logs.column(1) - &logs.column(0)).insert_axis(Axis(1))
    }

    fn probabilities(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        Ok(normalized(self.log_densities(x)))
    }

    #[allow(clippy::unnecessary_wraps)]
    fn decision_rows(&self, x: ArrayView2<'_, f64>) -> Result<Option<Array2<f64>>> {
        Ok(Some(self.decisions(x)))
    }

    fn decide(&self, x: ArrayView2<'_, f64>) -> Result<Vec<usize>> {
        Ok(argmax_rows(&self.log_densities(x)))
    }

    #[allow(clippy::unused_self)]
    fn importances(&self) -> Option<Array1<f64>> {
        None
    }

    fn report(&self, summary: &mut Summary) {
        let rows = self.used.iter().enumerate();
        summary.tables.push(SummaryTable {
            caption: "means".to_owned(),
            columns: self.class_labels(),
            rows: rows.map(|(place, j)| (self.seen.label(*j), self.means.column(place).to_vec())).collect(),
        });
    }
}

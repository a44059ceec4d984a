//! One covariance for all classes: boundaries are planes, and the classes' means span a space of few
//! dimensions in which they are furthest apart.

use ndarray::{Array1, Array2, ArrayView2, Axis, s};
use serde::{Deserialize, Serialize};

use super::{ClassMeans, sizes};
use crate::array::AsFeatures;
use crate::dataset::Training;
use crate::decomposition::linear::thin_svd;
use crate::display::number;
use crate::error::{Error, Result};
use crate::model::estimators::classifier;
use crate::model::{ClassTarget, Classes, Seen, Summary, SummaryTable, argmax_rows};
use crate::naive_bayes::{check_priors, log_priors, normalized};
use crate::preprocessing::TransformInput;
use crate::preprocessing::numeric::setting;

const NAME: &str = "LinearDiscriminantAnalysis";

/// Divides the classes by planes, taking each as a normal distribution with one covariance for all.
/// [`transform`](FittedLinearDiscriminantAnalysis::transform) gives the directions in which the classes
/// are furthest apart.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let model = LinearDiscriminantAnalysis::new().fit(&iris())?;
/// assert!(model.score(&iris())? > 0.97);
/// let flat = model.transform(&iris().features)?;
/// assert_eq!(flat.shape(), [150, 2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: T. Hastie, R. Tibshirani, J. Friedman, "The Elements of Statistical Learning", 4.3.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinearDiscriminantAnalysis {
    priors: Option<Vec<f64>>,
    n_components: Option<usize>,
    tolerance: f64,
}

impl Default for LinearDiscriminantAnalysis {
    fn default() -> Self {
        Self { priors: None, n_components: None, tolerance: 1e-4 }
    }
}

impl LinearDiscriminantAnalysis {
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

    /// How many directions `transform` gives, at most one less than classes and not more than
    /// features. Default: as many as there are.
    #[must_use]
    pub fn n_components(mut self, n_components: usize) -> Self {
        self.n_components = Some(n_components);
        self
    }

    /// Directions whose singular value is below this are taken for none. Default 1e-4.
    #[must_use]
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }

    fn settings(&self) -> Vec<(String, String)> {
        let priors =
            self.priors.as_ref().map_or_else(|| "from data".to_owned(), |priors| format!("{priors:?}"));
        let n_components = self.n_components.map_or_else(|| "all".to_owned(), |count| count.to_string());
        vec![
            setting("priors", priors),
            setting("n_components", n_components),
            setting("tolerance", number(self.tolerance)),
        ]
    }

    fn check(&self, n_samples: usize, n_features: usize, classes: &Classes) -> Result<()> {
        let k = classes.len();
        check_priors(NAME, "priors", self.priors.as_deref(), classes)?;
        if !(self.tolerance.is_finite() && self.tolerance >= 0.0) {
            return Err(Error::parameter(NAME, "tolerance", self.tolerance, "a number of at least 0"));
        }
        let most = (k - 1).min(n_features);
        match self.n_components {
            Some(count) if count == 0 || count > most => {
                let expected =
                    format!("1 to {most}, the smaller of {n_features} features and {k} classes less one");
                return Err(Error::parameter(NAME, "n_components", count, expected));
            }
            _ => {}
        }
        if n_samples <= k {
            let what = format!("{NAME} of {k} classes");
            return Err(Error::TooFew { what, needed: k + 1, unit: "samples", given: n_samples });
        }
        Ok(())
    }

    fn learn(&self, data: &Training<'_>, target: &ClassTarget) -> Result<FittedLinearDiscriminantAnalysis> {
        let x = data.features.view();
        self.check(x.nrows(), x.ncols(), &target.classes)?;
        let groups = ClassMeans::of(x, target);
        let log_priors = log_priors(self.priors.as_deref(), true, &groups.counts);
        let priors = log_priors.mapv(f64::exp);
        let overall_mean = priors.dot(&groups.means);
        let whitening = self.whitening(x, &groups.deviations(x, target))?;
        let away = &groups.means - &overall_mean;
        let (scalings, explained) = self.directions(&away, &priors, &whitening, x.nrows())?;
        let places = away.dot(&scalings);
        let squares = (&places * &places).sum_axis(Axis(1));
        let coefficients = places.dot(&scalings.t());
        let intercepts = log_priors - 0.5 * squares - coefficients.dot(&overall_mean);
        let (coefficients, intercepts) = of_outputs(coefficients, intercepts);
        Ok(FittedLinearDiscriminantAnalysis {
            parameters: self.clone(),
            seen: Seen::of(&data.features),
            classes: target.classes.clone(),
            means: groups.means,
            overall_mean,
            scalings,
            explained_variance_ratio: explained,
            coefficients,
            intercepts,
        })
    }

    /// The matrix, shape (n_features, rank), that makes the deviations from the classes' means
    /// uncorrelated and of unit variance.
    fn whitening(&self, x: ArrayView2<'_, f64>, deviations: &Array2<f64>) -> Result<Array2<f64>> {
        let sizes = sizes(x, deviations);
        let n = x.nrows() as f64;
        let (_, lengths, directions) = thin_svd(NAME, (deviations / &sizes / n.sqrt()).view())?;
        let rank = lengths.iter().filter(|length| **length > self.tolerance).count();
        let mut whitening = directions.slice(s![..rank, ..]).to_owned();
        for (mut row, length) in whitening.rows_mut().into_iter().zip(&lengths) {
            row /= *length;
            row /= &sizes;
        }
        Ok(whitening.reversed_axes())
    }

    /// The directions in which the classes' means are furthest apart, shape (n_features, rank), and the
    /// share of the variance between classes that lies in each.
    fn directions(
        &self,
        away: &Array2<f64>,
        priors: &Array1<f64>,
        whitening: &Array2<f64>,
        n_samples: usize,
    ) -> Result<(Array2<f64>, Array1<f64>)> {
        let (k, rank) = (away.nrows(), whitening.ncols());
        if rank == 0 {
            return Ok((whitening.clone(), Array1::zeros(0)));
        }
        let share = 1.0 / (k - 1) as f64;
        let weights = priors.mapv(|prior| (n_samples as f64 * prior * share).sqrt());
        let between = (away * &weights.insert_axis(Axis(1))).dot(whitening);
        let (_, lengths, directions) = thin_svd(NAME, between.view())?;
        let rank = lengths.iter().filter(|length| **length > self.tolerance * lengths[0]).count();
        let most = self.n_components.unwrap_or_else(|| (k - 1).min(away.ncols()));
        let squares = lengths.mapv(|length| length * length);
        let explained = &squares / squares.sum().max(f64::MIN_POSITIVE);
        let scalings = whitening.dot(&directions.slice(s![..rank, ..]).t());
        Ok((scalings, explained.slice(s![..most.min(explained.len())]).to_owned()))
    }
}

/// For two classes one output speaks for the second.
fn of_outputs(coefficients: Array2<f64>, intercepts: Array1<f64>) -> (Array2<f64>, Array1<f64>) {
    if intercepts.len() != 2 {
        return (coefficients, intercepts);
    }
    let difference = &coefficients.row(1) - &coefficients.row(0);
    (difference.insert_axis(Axis(0)), Array1::from_elem(1, intercepts[1] - intercepts[0]))
}

classifier!(LinearDiscriminantAnalysis => FittedLinearDiscriminantAnalysis, weights: refused);

/// A fitted [`LinearDiscriminantAnalysis`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedLinearDiscriminantAnalysis {
    parameters: LinearDiscriminantAnalysis,
    seen: Seen,
    classes: Classes,
    means: Array2<f64>,
    overall_mean: Array1<f64>,
    scalings: Array2<f64>,
    explained_variance_ratio: Array1<f64>,
    coefficients: Array2<f64>,
    intercepts: Array1<f64>,
}

impl FittedLinearDiscriminantAnalysis {
    /// Shape (1, n_features) for two classes, where it speaks for the second; else (n_classes,
    /// n_features).
    pub fn coefficients(&self) -> &Array2<f64> {
        &self.coefficients
    }

    /// One per row of [`coefficients`](Self::coefficients).
    pub fn intercepts(&self) -> &Array1<f64> {
        &self.intercepts
    }

    /// The mean of each feature in each class, shape (n_classes, n_features).
    pub fn means(&self) -> &Array2<f64> {
        &self.means
    }

    /// The share of the variance between classes that each direction has.
    pub fn explained_variance_ratio(&self) -> &Array1<f64> {
        &self.explained_variance_ratio
    }

    /// The weighted sums, shape (n_samples, 1) for two classes, positive for the second; else (n_samples,
    /// n_classes).
    ///
    /// # Errors
    /// As [`predict`](Self::predict).
    pub fn decision_function(&self, x: impl AsFeatures) -> Result<Array2<f64>> {
        let features = x.features()?;
        self.seen.check(NAME, &features)?;
        Ok(self.decisions(features.view()))
    }

    /// The directions in which the classes are furthest apart, shape (n_samples, n_components), in the
    /// kind that `x` is: the columns of a frame or dataset are called `ld1` …
    ///
    /// # Errors
    /// As [`predict`](Self::predict).
    pub fn transform<X: TransformInput>(&self, x: X) -> Result<X::Output> {
        let features = x.features()?;
        self.seen.check(NAME, &features)?;
        let count = self.explained_variance_ratio.len().min(self.scalings.ncols());
        let places = (&features.view() - &self.overall_mean).dot(&self.scalings.slice(s![.., ..count]));
        x.rebuild(places, (1..=count).map(|direction| format!("ld{direction}")).collect())
    }

    fn decisions(&self, x: ArrayView2<'_, f64>) -> Array2<f64> {
        x.dot(&self.coefficients.t()) + &self.intercepts
    }

    fn probabilities(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let decisions = self.decisions(x);
        if decisions.ncols() > 1 {
            return Ok(normalized(decisions));
        }
        let second = decisions.column(0).mapv(|decision| 1.0 / (1.0 + (-decision).exp()));
        Ok(ndarray::stack![Axis(1), second.mapv(|probability| 1.0 - probability), second])
    }

    #[allow(clippy::unnecessary_wraps)]
    fn decision_rows(&self, x: ArrayView2<'_, f64>) -> Result<Option<Array2<f64>>> {
        Ok(Some(self.decisions(x)))
    }

    fn decide(&self, x: ArrayView2<'_, f64>) -> Result<Vec<usize>> {
        let decisions = self.decisions(x);
        if decisions.ncols() == 1 {
            return Ok(decisions.column(0).iter().map(|decision| usize::from(*decision > 0.0)).collect());
        }
        Ok(argmax_rows(&decisions))
    }

    /// The sizes of the coefficients, summed over the classes.
    fn importances(&self) -> Option<Array1<f64>> {
        Some(self.coefficients.mapv(f64::abs).sum_axis(Axis(0)))
    }

    fn report(&self, summary: &mut Summary) {
        let labels = self.class_labels();
        let columns = if labels.len() == 2 { labels[1..].to_vec() } else { labels };
        let mut rows = vec![("(intercept)".to_owned(), self.intercepts.to_vec())];
        rows.extend(
            (0..self.seen.n_features).map(|j| (self.seen.label(j), self.coefficients.column(j).to_vec())),
        );
        summary.tables.push(SummaryTable { caption: "coefficients".to_owned(), columns, rows });
    }
}

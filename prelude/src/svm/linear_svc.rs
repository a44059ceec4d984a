//! Linear support vector classification.

use std::fmt;

use ndarray::{Array1, Array2, ArrayView2, Axis, s};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::coordinates::{Rounds, hinge};
use super::newton::{Excess, Fit, minimize};
use super::sparse::sparse;
use super::{STOPPED, check_common};
use crate::array::AsFeatures;
use crate::dataset::Training;
use crate::display::number;
use crate::error::{Error, Result};
use crate::linear_model::Penalty;
use crate::model::estimators::classifier;
use crate::model::{ClassTarget, ClassWeight, Classes, Seen, Summary, SummaryTable, argmax_rows, weights_of};
use crate::preprocessing::numeric::setting;

const NAME: &str = "LinearSvc";

/// What a sample costs that is within the margin or on the wrong side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SvcLoss {
    /// As much as it is off.
    Hinge,
    /// The square of it.
    #[default]
    SquaredHinge,
}

impl fmt::Display for SvcLoss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Hinge => "hinge",
            Self::SquaredHinge => "squared_hinge",
        })
    }
}

/// Divides each class from the rest by the plane with the widest margin. Takes many samples; scale
/// the features first. As in scikit-learn, the intercept is penalised with the weights, which
/// [`intercept_scaling`](Self::intercept_scaling) can weaken.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let model = LinearSvc::new().fit(&iris())?;
/// assert!(model.score(&iris())? > 0.9);
/// assert_eq!(model.coefficients().shape(), [3, 4]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: R. Fan, K. Chang, C. Hsieh, X. Wang, C. Lin, "LIBLINEAR: a library for large linear
/// classification", 2008.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinearSvc {
    c: f64,
    loss: SvcLoss,
    #[serde(default)]
    penalty: Penalty,
    fit_intercept: bool,
    intercept_scaling: f64,
    class_weight: Option<ClassWeight>,
    tolerance: f64,
    max_iter: usize,
    seed: u64,
}

impl Default for LinearSvc {
    fn default() -> Self {
        Self {
            c: 1.0,
            loss: SvcLoss::SquaredHinge,
            penalty: Penalty::L2,
            fit_intercept: true,
            intercept_scaling: 1.0,
            class_weight: None,
            tolerance: 1e-4,
            max_iter: 1000,
            seed: 0,
        }
    }
}

impl LinearSvc {
    /// The squared hinge loss, `c` = 1.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How much a sample on the wrong side costs; smaller is a wider margin. Default 1.
    #[must_use]
    pub fn c(mut self, c: f64) -> Self {
        self.c = c;
        self
    }

    /// What a sample on the wrong side costs. Default [`SvcLoss::SquaredHinge`].
    #[must_use]
    pub fn loss(mut self, loss: SvcLoss) -> Self {
        self.loss = loss;
        self
    }

    /// What keeps the weights small: [`Penalty::L2`], or [`Penalty::L1`], which makes some of them zero
    /// and goes with the squared hinge loss. Default [`Penalty::L2`].
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let model = LinearSvc::new().penalty(Penalty::L1).c(0.05).fit(&iris())?;
    /// assert!(model.coefficients().iter().any(|weight| *weight == 0.0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn penalty(mut self, penalty: Penalty) -> Self {
        self.penalty = penalty;
        self
    }

    /// Whether the planes need not go through the origin. Default `true`.
    #[must_use]
    pub fn fit_intercept(mut self, fit_intercept: bool) -> Self {
        self.fit_intercept = fit_intercept;
        self
    }

    /// The larger, the less the intercept is penalised. Default 1.
    #[must_use]
    pub fn intercept_scaling(mut self, intercept_scaling: f64) -> Self {
        self.intercept_scaling = intercept_scaling;
        self
    }

    /// How much the samples of each class count. Default: all the same.
    #[must_use]
    pub fn class_weight(mut self, class_weight: ClassWeight) -> Self {
        self.class_weight = Some(class_weight);
        self
    }

    /// The solver stops when no sample violates the optimum by more (hinge), or when the gradient
    /// has become this small a part of what it was (squared hinge). Default 1e-4.
    #[must_use]
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Rounds of the solver. Default 1000.
    #[must_use]
    pub fn max_iter(mut self, max_iter: usize) -> Self {
        self.max_iter = max_iter;
        self
    }

    /// The seed of the order in which samples are looked at (hinge). Default 0.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    fn settings(&self) -> Vec<(String, String)> {
        let mut settings = vec![
            setting("c", number(self.c)),
            setting("loss", self.loss),
            setting("penalty", self.penalty),
            setting("fit_intercept", self.fit_intercept),
            setting("tolerance", number(self.tolerance)),
            setting("max_iter", self.max_iter),
            setting("intercept_scaling", number(self.intercept_scaling)),
            setting("seed", self.seed),
        ];
        let weights = self.class_weight.as_ref().map_or_else(|| "none".to_owned(), ToString::to_string);
        settings.push(setting("class_weight", weights));
        settings
    }

    fn learn(&self, data: &Training<'_>, target: &ClassTarget) -> Result<FittedLinearSvc> {
        check_common(NAME, self.c, self.tolerance, Some(self.max_iter))?;
        self.check_penalty()?;
        let x = with_intercept(NAME, data.features.view(), self.fit_intercept, self.intercept_scaling)?;
        let weights = weights_of(NAME, target, data.weights(), self.class_weight.as_ref())?;
        let costs: Vec<f64> = weights.iter().map(|weight| self.c * weight).collect();
        let n_classes = target.classes.len();
        let positives: Vec<usize> = if n_classes == 2 { vec![1] } else { (0..n_classes).collect() };
        let fit = |positive: &usize| {
            let sign = |code: &usize| if code == positive { 1.0 } else { -1.0 };
            self.separate(x.view(), &target.codes.iter().map(sign).collect::<Vec<_>>(), &costs)
        };
        let fits: Vec<Fit> = positives.par_iter().map(fit).collect::<Result<_>>()?;
        let n_features = data.features.values.ncols();
        let mut coefficients = Array2::zeros((fits.len(), n_features));
        let mut intercepts = Array1::zeros(fits.len());
        for (place, fit) in fits.iter().enumerate() {
            coefficients.row_mut(place).assign(&fit.weights.slice(s![..n_features]));
            intercepts[place] = intercept_of(&fit.weights, n_features, self.intercept_scaling);
        }
        Ok(FittedLinearSvc {
            parameters: self.clone(),
            seen: Seen::of(&data.features),
            classes: target.classes.clone(),
            coefficients,
            intercepts,
            converged: fits.iter().all(|fit| fit.converged),
        })
    }

    fn check_penalty(&self) -> Result<()> {
        let expected = match (self.penalty, self.loss) {
            (Penalty::L2, _) | (Penalty::L1, SvcLoss::SquaredHinge) => return Ok(()),
            (Penalty::L1, SvcLoss::Hinge) => "l2 for the hinge loss; l1 goes with `SvcLoss::SquaredHinge`",
            _ => "l1 or l2",
        };
        Err(Error::parameter(NAME, "penalty", self.penalty, expected))
    }

    fn separate(&self, x: ArrayView2<'_, f64>, signs: &[f64], costs: &[f64]) -> Result<Fit> {
        match self.loss {
            SvcLoss::SquaredHinge if self.penalty == Penalty::L1 => {
                sparse(x, signs, costs, self.tolerance, self.max_iter)
            }
            SvcLoss::SquaredHinge => {
                minimize(x, costs, &SquaredHinge { signs }, self.tolerance, self.max_iter)
            }
            SvcLoss::Hinge => {
                let rounds = Rounds { tolerance: self.tolerance, max_iter: self.max_iter, seed: self.seed };
                hinge(x, signs, costs, rounds)
            }
        }
    }
}

/// The features with a constant one for the intercept, if there is to be one.
pub(super) fn with_intercept(
    model: &'static str,
    x: ArrayView2<'_, f64>,
    fit_intercept: bool,
    scaling: f64,
) -> Result<Array2<f64>> {
    if !(scaling.is_finite() && scaling > 0.0) {
        return Err(Error::parameter(model, "intercept_scaling", scaling, "a number above 0"));
    }
    let (n, d) = x.dim();
    let mut extended = Array2::from_elem((n, d + usize::from(fit_intercept)), scaling);
    extended.slice_mut(s![.., ..d]).assign(&x);
    Ok(extended)
}

/// The intercept among the weights of [`with_intercept`]; 0 if there is none.
pub(super) fn intercept_of(weights: &Array1<f64>, n_features: usize, scaling: f64) -> f64 {
    weights.get(n_features).map_or(0.0, |weight| weight * scaling)
}

struct SquaredHinge<'a> {
    signs: &'a [f64],
}

impl Excess for SquaredHinge<'_> {
    fn excess(&self, row: usize, prediction: f64) -> f64 {
        let margin = 1.0 - self.signs[row] * prediction;
        if margin > 0.0 { -self.signs[row] * margin } else { 0.0 }
    }
}

classifier!(LinearSvc => FittedLinearSvc, weights: used);

/// A fitted [`LinearSvc`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedLinearSvc {
    parameters: LinearSvc,
    seen: Seen,
    classes: Classes,
    coefficients: Array2<f64>,
    intercepts: Array1<f64>,
    converged: bool,
}

impl FittedLinearSvc {
    /// Shape (1, n_features) for two classes, where it speaks for the second; else (n_classes,
    /// n_features).
    pub fn coefficients(&self) -> &Array2<f64> {
        &self.coefficients
    }

    /// One per row of [`coefficients`](Self::coefficients).
    pub fn intercepts(&self) -> &Array1<f64> {
        &self.intercepts
    }

    /// Whether the solver arrived at the optimum.
    pub fn converged(&self) -> bool {
        self.converged
    }

    /// How far each row of `x` is on the side of a class: for two classes shape (n_samples, 1),
    /// positive for the second; for more (n_samples, n_classes).
    ///
    /// # Errors
    /// [`Error::FeatureCount`], [`Error::FeatureNames`], [`Error::NotFinite`].
    pub fn decision_function(&self, x: impl AsFeatures) -> Result<Array2<f64>> {
        let features = x.features()?;
        self.seen.check(NAME, &features)?;
        Ok(self.decisions(features.view()))
    }

    fn decisions(&self, x: ArrayView2<'_, f64>) -> Array2<f64> {
        x.dot(&self.coefficients.t()) + &self.intercepts
    }

    #[allow(clippy::unused_self)]
    fn probabilities(&self, _x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let advice = "Use `decision_function`, or fit `CalibratedClassifier::new(LinearSvc::new())`.";
        Err(Error::NoProbabilities { model: NAME, advice })
    }

    fn decide(&self, x: ArrayView2<'_, f64>) -> Result<Vec<usize>> {
        let decisions = self.decisions(x);
        if self.classes.len() == 2 {
            return Ok(decisions.column(0).iter().map(|decision| usize::from(*decision > 0.0)).collect());
        }
        Ok(argmax_rows(&decisions))
    }

    #[allow(clippy::unnecessary_wraps)]
    pub(crate) fn decision_rows(&self, x: ArrayView2<'_, f64>) -> Result<Option<Array2<f64>>> {
        Ok(Some(self.decisions(x)))
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
        if !self.converged {
            summary.notes.push(STOPPED.to_owned());
        }
    }
}

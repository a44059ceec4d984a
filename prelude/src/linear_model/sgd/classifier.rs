//! Linear classification, one sample at a time: one weighted sum per class against all others.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{ClassificationLoss, LearningRate, State, Steps, sgd_parameters};
use crate::array::{AsFeatures, AsLabels};
use crate::dataset::{AsTraining, Training};
use crate::display::number;
use crate::error::{Error, Result};
use crate::linear_model::Penalty;
use crate::linear_model::logistic_regression::{report_classes, scores};
use crate::linear_model::stream::{batch_codes, stream_classes};
use crate::model::estimators::classifier;
use crate::model::{ClassTarget, ClassWeight, Classes, Seen, Summary, argmax_rows, check, weights_of};
use crate::preprocessing::numeric::setting;

const NAME: &str = "SgdClassifier";

/// A linear classifier by stochastic gradient descent: a support vector machine, or logistic
/// regression with [`ClassificationLoss::LogLoss`]. The features should have one scale
/// (`StandardScaler`).
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let data = iris();
/// let x = StandardScaler::new().fit(&data)?.transform(&data)?.features;
/// let labels = data.target_labels();
/// // A stream: the classes are named at the first batch, which may not have them all.
/// let sgd = SgdClassifier::new().loss(ClassificationLoss::LogLoss);
/// let mut model = sgd.partial_fit((&x, &labels), ["setosa", "versicolor", "virginica"])?;
/// for _batch in 0..20 {
///     model.partial_fit((&x, &labels))?;
/// }
/// assert!(model.score((&x, &labels))? > 0.9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SgdClassifier {
    loss: ClassificationLoss,
    penalty: Penalty,
    alpha: f64,
    l1_ratio: f64,
    fit_intercept: bool,
    max_iter: usize,
    tolerance: f64,
    n_iter_no_change: usize,
    learning_rate: LearningRate,
    eta0: f64,
    power_t: f64,
    class_weight: Option<ClassWeight>,
    seed: u64,
}

impl Default for SgdClassifier {
    fn default() -> Self {
        Self {
            loss: ClassificationLoss::Hinge,
            penalty: Penalty::L2,
            alpha: 1e-4,
            l1_ratio: 0.15,
            fit_intercept: true,
            max_iter: 1000,
            tolerance: 1e-3,
            n_iter_no_change: 5,
            learning_rate: LearningRate::Optimal,
            eta0: 0.01,
            power_t: 0.5,
            class_weight: None,
            seed: 0,
        }
    }
}

sgd_parameters!(SgdClassifier, "SgdClassifier");

impl SgdClassifier {
    /// A linear support vector machine with an L2 penalty.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What is paid for a sample on the wrong side. Default [`ClassificationLoss::Hinge`].
    #[must_use]
    pub fn loss(mut self, loss: ClassificationLoss) -> Self {
        self.loss = loss;
        self
    }

    /// How much the samples of each class count. Default all the same. For a stream give
    /// [`ClassWeight::Weights`]: a batch does not know how frequent the classes are.
    #[must_use]
    pub fn class_weight(mut self, class_weight: ClassWeight) -> Self {
        self.class_weight = Some(class_weight);
        self
    }

    /// Learns from the first batch of a stream, in one round in an order drawn by the seed. `classes` are all
    /// that will ever come.
    ///
    /// # Errors
    /// As [`fit`](Self::fit); [`Error::Parameter`] for a label that is not among `classes`.
    pub fn partial_fit(&self, data: impl AsTraining, classes: impl AsLabels) -> Result<FittedSgdClassifier> {
        let classes = stream_classes(NAME, &classes)?;
        let data = data.training()?;
        check::training(&data)?;
        let steps = self.checked()?;
        let mut fitted = self.untrained(&data, classes, &steps);
        fitted.learn_batch(&data)?;
        Ok(fitted)
    }

    fn learn(&self, data: &Training<'_>, target: &ClassTarget) -> Result<FittedSgdClassifier> {
        let steps = self.checked()?;
        let mut fitted = self.untrained(data, target.classes.clone(), &steps);
        let weights = weights_of(NAME, target, data.weights(), self.class_weight.as_ref())?;
        let (n_classes, kind) = (target.classes.len(), self.loss);
        fitted.states.par_iter_mut().enumerate().try_for_each(|(output, state)| {
            let loss =
                |row: usize, score: f64| one_against_all(kind, n_classes, output, target.codes[row], score);
            state.run(&steps, data.features.view(), Some(ArrayView1::from(&weights)), &loss)
        })?;
        fitted.settle();
        Ok(fitted)
    }

    fn checked(&self) -> Result<Steps> {
        let typical = (1.0 / self.alpha.max(1e-300).sqrt()).sqrt();
        self.steps(self.loss.at(-typical).1.abs())
    }

    fn untrained(&self, data: &Training<'_>, classes: Classes, steps: &Steps) -> FittedSgdClassifier {
        let seen = Seen::of(&data.features);
        let n_outputs = if classes.len() == 2 { 1 } else { classes.len() };
        FittedSgdClassifier {
            parameters: self.clone(),
            states: vec![State::new(seen.n_features, steps); n_outputs],
            coefficients: Array2::zeros((n_outputs, seen.n_features)),
            intercepts: Array1::zeros(n_outputs),
            seen,
            classes,
        }
    }

    fn settings(&self) -> Vec<(String, String)> {
        let mut settings = vec![setting("loss", self.loss)];
        settings.extend(self.shared_settings());
        settings.push(setting(
            "class_weight",
            self.class_weight.as_ref().map_or("none".to_owned(), ToString::to_string),
        ));
        settings
    }
}

classifier!(SgdClassifier => FittedSgdClassifier, weights: used);

/// Loss and slope of the weighted sum `output` for a sample of class `code`.
fn one_against_all(
    kind: ClassificationLoss,
    n_classes: usize,
    output: usize,
    code: usize,
    score: f64,
) -> (f64, f64) {
    let mine = if n_classes == 2 { code == 1 } else { code == output };
    let sign = if mine { 1.0 } else { -1.0 };
    let (value, slope) = kind.at(sign * score);
    (value, sign * slope)
}

/// A fitted [`SgdClassifier`], which can go on learning.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedSgdClassifier {
    parameters: SgdClassifier,
    seen: Seen,
    classes: Classes,
    coefficients: Array2<f64>,
    intercepts: Array1<f64>,
    states: Vec<State>,
}

impl FittedSgdClassifier {
    /// Shape (1, n_features) for two classes, where it speaks for the second; else (n_classes,
    /// n_features).
    pub fn coefficients(&self) -> &Array2<f64> {
        &self.coefficients
    }

    /// One per row of [`coefficients`](Self::coefficients).
    pub fn intercepts(&self) -> &Array1<f64> {
        &self.intercepts
    }

    /// Rounds over the samples (the most of any class), or batches seen.
    pub fn n_iter(&self) -> usize {
        self.states.iter().map(|state| state.n_iter).max().unwrap_or(0)
    }

    /// Learns from the next batch, in one round in an order drawn by the seed. It need not have every class.
    ///
    /// # Errors
    /// As [`predict`](Self::predict); [`Error::Parameter`] for a label that is not among the classes;
    /// [`Error::Fit`] if the weights grow without end.
    pub fn partial_fit(&mut self, data: impl AsTraining) -> Result<()> {
        let data = data.training()?;
        check::training(&data)?;
        self.seen.check(NAME, &data.features)?;
        self.learn_batch(&data)?;
        self.seen.n_samples += data.target.len();
        Ok(())
    }

    fn learn_batch(&mut self, data: &Training<'_>) -> Result<()> {
        let steps = self.parameters.checked()?;
        let codes = batch_codes(NAME, &self.classes, data)?;
        let target = ClassTarget { classes: self.classes.clone(), codes };
        let weights = weights_of(NAME, &target, data.weights(), self.parameters.class_weight.as_ref())?;
        let order = steps.order(target.codes.len(), self.n_iter());
        let (n_classes, kind) = (self.classes.len(), self.parameters.loss);
        let mut states = self.states.clone();
        for (output, state) in states.iter_mut().enumerate() {
            let loss =
                |row: usize, score: f64| one_against_all(kind, n_classes, output, target.codes[row], score);
            state.round(&steps, data.features.view(), Some(ArrayView1::from(&weights)), &loss, &order)?;
            state.n_iter += 1;
        }
        self.states = states;
        self.settle();
        Ok(())
    }

    fn settle(&mut self) {
        for (k, state) in self.states.iter().enumerate() {
            self.coefficients.row_mut(k).assign(&state.coefficients());
            self.intercepts[k] = state.intercept();
        }
    }

    /// The weighted sums themselves, shape (n_samples, 1) for two classes, else (n_samples, n_classes).
    ///
    /// # Errors
    /// As [`predict`](Self::predict).
    pub fn decision_function(&self, x: impl AsFeatures) -> Result<Array2<f64>> {
        let features = x.features()?;
        self.seen.check(NAME, &features)?;
        Ok(scores(features.view(), &self.coefficients, &self.intercepts))
    }

    fn probabilities(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        let share: fn(f64) -> f64 = match self.parameters.loss {
            ClassificationLoss::LogLoss => |score| 1.0 / (1.0 + (-score).exp()),
            ClassificationLoss::ModifiedHuber => |score| (score.clamp(-1.0, 1.0) + 1.0) / 2.0,
            _ => {
                let advice = "Use `loss(ClassificationLoss::LogLoss)`, or LogisticRegression.";
                return Err(Error::NoProbabilities { model: NAME, advice });
            }
        };
        let shares = scores(x, &self.coefficients, &self.intercepts).mapv(share);
        if shares.ncols() == 1 {
            let second = shares.index_axis(Axis(1), 0);
            return Ok(ndarray::stack![Axis(1), second.mapv(|share| 1.0 - share), second]);
        }
        let n_classes = shares.ncols() as f64;
        let mut shares = shares;
        for mut row in shares.rows_mut() {
            let sum = row.sum();
            if sum > 0.0 { row /= sum } else { row.fill(1.0 / n_classes) }
        }
        Ok(shares)
    }

    fn decision_rows(&self, x: ArrayView2<'_, f64>) -> Result<Option<Array2<f64>>> {
        Ok(Some(scores(x, &self.coefficients, &self.intercepts)))
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
        summary.results.push(("rounds".to_owned(), self.n_iter().to_string()));
    }
}

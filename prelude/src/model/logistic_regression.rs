//! Logistic regression for two or more classes, by linfa's L-BFGS solver.
//!
//! Two things are done to the features on the way in and undone on the way out, neither of which
//! changes the solution: they are centred (the intercept is not penalised, so it absorbs the
//! shift) and divided by one common number (the penalty is adjusted). linfa's multinomial loss
//! loses accuracy on large, off-centre values; so treated, it does not see any. The gradient is
//! computed once more at the end, to tell whether the solver has arrived.

use linfa::traits::Fit;
use linfa::{DatasetBase, ParamGuard};
use linfa_logistic::{LogisticRegression as Binary, MultiLogisticRegression as Multinomial};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};

use super::roles::{Classifier, FittedClassifier};
use super::{Summarize, Summary, SummaryTable, check, feature_label, fitted_on};
use crate::array::AsFeatures;
use crate::dataset::{AsTraining, Dataset, Training, label_text};
use crate::display::number;
use crate::error::{Error, Result};

const NAME: &str = "LogisticRegression";

/// The probability of each class as a logistic (two classes) or softmax (more) function of a
/// weighted sum of the features, with an L2 penalty on the weights.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let model = LogisticRegression::new().fit(&iris())?;
/// assert!(model.score(&iris())? > 0.95);
/// assert_eq!(model.predict_proba(&iris())?.shape(), [150, 3]);
/// assert_eq!(model.predict_labels(&iris())?[0], "setosa");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: T. Hastie, R. Tibshirani, J. Friedman, "The Elements of Statistical Learning", 4.4.
#[derive(Clone, Debug, PartialEq)]
pub struct LogisticRegression {
    c: f64,
    fit_intercept: bool,
    max_iter: usize,
    tolerance: f64,
}

impl Default for LogisticRegression {
    fn default() -> Self {
        Self { c: 1.0, fit_intercept: true, max_iter: 5_000, tolerance: 1e-6 }
    }
}

impl LogisticRegression {
    /// With `c` = 1 and an intercept.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The inverse of the penalty's strength, as scikit-learn's `C`: the loss is
    /// `c · Σ log-loss + ½‖w‖²`. Smaller is stronger; `f64::INFINITY` is none. Default 1.
    #[must_use]
    pub fn c(mut self, c: f64) -> Self {
        self.c = c;
        self
    }

    /// Whether the weighted sum has a constant term, which is not penalised. Default `true`.
    #[must_use]
    pub fn fit_intercept(mut self, fit_intercept: bool) -> Self {
        self.fit_intercept = fit_intercept;
        self
    }

    /// Rounds of the solver. Default 5,000.
    #[must_use]
    pub fn max_iter(mut self, max_iter: usize) -> Self {
        self.max_iter = max_iter;
        self
    }

    /// The solver stops when the length of the mean loss's gradient is below this. Default 1e-6.
    #[must_use]
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Fits on a [`Dataset`], or on a pair `(&x, &y)` of features of shape (n_samples, n_features)
    /// and n_samples labels (text, or numbers that stand for classes).
    ///
    /// # Errors
    /// [`Error::Parameter`], [`Error::Empty`], [`Error::SampleMismatch`], [`Error::NotFinite`] with
    /// column and row, [`Error::SingleClass`], [`Error::TooManyClasses`].
    pub fn fit(&self, data: impl AsTraining) -> Result<FittedLogisticRegression> {
        self.fit_training(&data.training()?)
    }

    fn fit_training(&self, data: &Training<'_>) -> Result<FittedLogisticRegression> {
        self.check()?;
        check::training(data)?;
        let (classes, indices) = check::classes(NAME, data)?;
        let problem = self.prepare(data.features.view(), indices, classes.len());
        let (weights, intercepts) = self.solve(&problem)?;
        let gradient = problem.gradient_norm(&weights, &intercepts, self.fit_intercept);
        // Rounding alone leaves a gradient of this order.
        let converged = gradient <= (10.0 * self.tolerance).max(1e-8);
        let coefficients = weights / problem.scale;
        let intercepts = intercepts - coefficients.dot(&problem.centre);
        Ok(FittedLogisticRegression {
            parameters: self.clone(),
            coefficients,
            intercepts,
            classes: classes.into(),
            class_names: data.class_names.as_ref().map(|names| names.to_vec()),
            feature_names: data.features.names.to_vec(),
            n_samples: data.target.len(),
            converged,
        })
    }

    fn check(&self) -> Result<()> {
        if self.c.is_nan() || self.c <= 0.0 {
            return Err(Error::parameter(NAME, "c", self.c, "above 0 (smaller is a stronger penalty)"));
        }
        if self.max_iter == 0 {
            return Err(Error::parameter(NAME, "max_iter", self.max_iter, "at least 1"));
        }
        if !(self.tolerance.is_finite() && self.tolerance > 0.0) {
            return Err(Error::parameter(NAME, "tolerance", self.tolerance, "a number above 0"));
        }
        Ok(())
    }

    fn prepare(&self, x: ArrayView2<'_, f64>, indices: Vec<usize>, n_classes: usize) -> Problem {
        let (mean, std) = check::moments(x);
        let centre = if self.fit_intercept { mean } else { Array1::zeros(x.ncols()) };
        let largest = std.iter().fold(0.0_f64, |largest, std| largest.max(*std));
        let scale = if largest > 0.0 { largest } else { 1.0 };
        Problem {
            x: (&x - &centre) / scale,
            indices,
            n_classes,
            alpha: 1.0 / self.c / (scale * scale),
            centre,
            scale,
        }
    }

    /// Weights of shape (1 or n_classes, n_features) and as many intercepts, for the prepared
    /// features.
    fn solve(&self, problem: &Problem) -> Result<(Array2<f64>, Array1<f64>)> {
        // Close to the optimum the line search can fail for want of digits: then a looser
        // tolerance is met already.
        let mut reason = String::new();
        for slack in [1.0, 1e2, 1e4] {
            let tolerance = slack * self.tolerance * problem.indices.len() as f64;
            let attempt = if problem.n_classes == 2 {
                self.binary(problem, tolerance)
            } else {
                self.multinomial(problem, tolerance)
            };
            match attempt {
                Ok(solution) if solution.0.iter().chain(&solution.1).all(|value| value.is_finite()) => {
                    return Ok(solution);
                }
                Ok(_) => reason = "the solution is not finite".to_owned(),
                Err(error) => reason = error.to_string(),
            }
        }
        Err(Error::Fit { model: NAME, reason, advice: "Scale the features, or choose a smaller `c`." })
    }

    fn binary(
        &self,
        problem: &Problem,
        tolerance: f64,
    ) -> Result<(Array2<f64>, Array1<f64>), linfa_logistic::error::Error> {
        let target: Array1<usize> = problem.indices.iter().copied().collect();
        let model = Binary::default()
            .alpha(problem.alpha)
            .with_intercept(self.fit_intercept)
            .max_iterations(self.max_iter as u64)
            .gradient_tolerance(tolerance)
            .check()?
            .fit(&DatasetBase::new(problem.x.view(), target))?;
        // linfa calls the more frequent class positive; here it is always the second.
        let sign = if model.labels().pos.class == 1 { 1.0 } else { -1.0 };
        Ok(((sign * model.params()).insert_axis(Axis(0)), Array1::from_elem(1, sign * model.intercept())))
    }

    fn multinomial(
        &self,
        problem: &Problem,
        tolerance: f64,
    ) -> Result<(Array2<f64>, Array1<f64>), linfa_logistic::error::Error> {
        let target: Array1<usize> = problem.indices.iter().copied().collect();
        let model = Multinomial::default()
            .alpha(problem.alpha)
            .with_intercept(self.fit_intercept)
            .max_iterations(self.max_iter as u64)
            .gradient_tolerance(tolerance)
            .check()?
            .fit(&DatasetBase::new(problem.x.view(), target))?;
        Ok((model.params().t().to_owned(), model.intercept().clone()))
    }
}

/// The features as the solver sees them, and how to undo that.
struct Problem {
    x: Array2<f64>,
    indices: Vec<usize>,
    n_classes: usize,
    alpha: f64,
    centre: Array1<f64>,
    scale: f64,
}

impl Problem {
    /// The length of the gradient of the mean loss.
    fn gradient_norm(&self, weights: &Array2<f64>, intercepts: &Array1<f64>, fit_intercept: bool) -> f64 {
        let mut errors = probabilities(self.x.view(), weights, intercepts);
        for (mut row, class) in errors.rows_mut().into_iter().zip(&self.indices) {
            row[*class] -= 1.0;
        }
        let errors = if self.n_classes == 2 { errors.slice_move(ndarray::s![.., 1..]) } else { errors };
        let gradient = errors.t().dot(&self.x) + self.alpha * weights;
        let mut squares = gradient.iter().map(|value| value * value).sum::<f64>();
        if fit_intercept {
            squares += errors.sum_axis(Axis(0)).mapv(|value| value * value).sum();
        }
        squares.sqrt() / self.indices.len() as f64
    }
}

/// Shape (n_samples, n_classes), rows sum to one.
fn probabilities(x: ArrayView2<'_, f64>, weights: &Array2<f64>, intercepts: &Array1<f64>) -> Array2<f64> {
    let scores = x.dot(&weights.t()) + intercepts;
    if scores.ncols() > 1 {
        let mut scores = scores;
        scores.rows_mut().into_iter().for_each(softmax);
        return scores;
    }
    let mut result = Array2::zeros((scores.nrows(), 2));
    for (mut row, score) in result.rows_mut().into_iter().zip(scores.column(0)) {
        row[0] = 1.0 / (1.0 + score.exp());
        row[1] = 1.0 / (1.0 + (-score).exp());
    }
    result
}

fn softmax(mut row: ndarray::ArrayViewMut1<'_, f64>) {
    let largest = row.iter().fold(f64::NEG_INFINITY, |largest, score| largest.max(*score));
    row.mapv_inplace(|score| (score - largest).exp());
    let sum = row.sum();
    row /= sum;
}

/// A fitted [`LogisticRegression`].
#[derive(Clone, Debug, PartialEq)]
pub struct FittedLogisticRegression {
    parameters: LogisticRegression,
    coefficients: Array2<f64>,
    intercepts: Array1<f64>,
    classes: Array1<f64>,
    class_names: Option<Vec<String>>,
    feature_names: Vec<String>,
    n_samples: usize,
    converged: bool,
}

impl FittedLogisticRegression {
    /// Shape (1, n_features) for two classes, where it speaks for the second; else (n_classes,
    /// n_features).
    pub fn coefficients(&self) -> &Array2<f64> {
        &self.coefficients
    }

    /// One per row of [`coefficients`](Self::coefficients).
    pub fn intercepts(&self) -> &Array1<f64> {
        &self.intercepts
    }

    /// The class values, ascending: the columns of [`predict_proba`](Self::predict_proba).
    pub fn classes(&self) -> &Array1<f64> {
        &self.classes
    }

    /// The classes as text, in the order of [`classes`](Self::classes).
    pub fn class_labels(&self) -> Vec<String> {
        label_text(self.classes.view(), self.class_names.as_deref())
    }

    /// Whether the solver arrived at the optimum.
    pub fn converged(&self) -> bool {
        self.converged
    }

    /// One class value per row of `x`, which has shape (n_samples, n_features).
    ///
    /// # Errors
    /// [`Error::FeatureCount`], [`Error::FeatureNames`], [`Error::NotFinite`].
    pub fn predict(&self, x: impl AsFeatures) -> Result<Array1<f64>> {
        let probabilities = self.predict_proba(x)?;
        Ok(probabilities.rows().into_iter().map(|row| self.classes[largest(row)]).collect())
    }

    /// One class name per row of `x`; the class value as text where classes have no names.
    ///
    /// # Errors
    /// As [`predict`](Self::predict).
    pub fn predict_labels(&self, x: impl AsFeatures) -> Result<Vec<String>> {
        Ok(label_text(self.predict(x)?.view(), self.class_names.as_deref()))
    }

    /// The probability of each class, shape (n_samples, n_classes); rows sum to one.
    ///
    /// # Errors
    /// As [`predict`](Self::predict).
    pub fn predict_proba(&self, x: impl AsFeatures) -> Result<Array2<f64>> {
        let features = x.features()?;
        check::same_features(NAME, self.coefficients.ncols(), &self.feature_names, &features)?;
        Ok(probabilities(features.view(), &self.coefficients, &self.intercepts))
    }

    /// The accuracy on `data`: the share of samples whose class is predicted right, 0 to 1.
    ///
    /// # Errors
    /// As [`predict`](Self::predict), and [`Error::Empty`].
    pub fn score(&self, data: impl AsTraining) -> Result<f64> {
        let data = data.training()?;
        check::training(&data)?;
        let predicted = self.predict(FeaturesOf(&data))?;
        let truth = self.in_my_classes(&data);
        let right = predicted.iter().zip(&truth).filter(|(a, b)| Some(**a) == **b).count();
        Ok(right as f64 / predicted.len() as f64)
    }

    /// The target in this model's class values: labels of text are matched by name, since other
    /// data may lack a class and so number the rest differently.
    fn in_my_classes(&self, data: &Training<'_>) -> Vec<Option<f64>> {
        let (Some(mine), Some(theirs)) = (&self.class_names, &data.class_names) else {
            return data.target.iter().map(|value| Some(*value)).collect();
        };
        let code = |name: &String| mine.iter().position(|known| known == name).map(|index| index as f64);
        data.target.iter().map(|value| theirs.get(*value as usize).and_then(code)).collect()
    }
}

fn largest(row: ArrayView1<'_, f64>) -> usize {
    let mut best = 0;
    for (index, value) in row.iter().enumerate() {
        if *value > row[best] {
            best = index;
        }
    }
    best
}

/// The features of a training pair, to predict from.
struct FeaturesOf<'a>(&'a Training<'a>);

impl AsFeatures for FeaturesOf<'_> {
    fn features(&self) -> Result<crate::array::Features<'_>> {
        let features = &self.0.features;
        Ok(crate::array::Features { values: features.view().into(), names: features.names.as_ref().into() })
    }
}

impl Classifier for LogisticRegression {
    fn name(&self) -> &'static str {
        NAME
    }

    fn fit_classifier(&self, data: &Dataset) -> Result<Box<dyn FittedClassifier>> {
        Ok(Box::new(self.fit(data)?))
    }
}

impl FittedClassifier for FittedLogisticRegression {
    fn class_values(&self) -> &Array1<f64> {
        &self.classes
    }

    fn predict_classes(&self, x: ArrayView2<'_, f64>) -> Result<Array1<f64>> {
        self.predict(x)
    }

    fn predict_probabilities(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        self.predict_proba(x)
    }
}

impl Summarize for LogisticRegression {
    fn summary(&self) -> Summary {
        Summary {
            title: NAME.to_owned(),
            subtitle: "not fitted yet: call `.fit(&data)?`".to_owned(),
            parameters: vec![
                ("c".to_owned(), number(self.c)),
                ("fit_intercept".to_owned(), self.fit_intercept.to_string()),
                ("max_iter".to_owned(), self.max_iter.to_string()),
                ("tolerance".to_owned(), number(self.tolerance)),
            ],
            ..Summary::default()
        }
    }
}

impl Summarize for FittedLogisticRegression {
    fn summary(&self) -> Summary {
        let labels = self.class_labels();
        let heads = if labels.len() == 2 { labels[1..].to_vec() } else { labels.clone() };
        let mut rows = vec![("(intercept)".to_owned(), self.intercepts.to_vec())];
        for (j, column) in self.coefficients.columns().into_iter().enumerate() {
            rows.push((feature_label(&self.feature_names, j), column.to_vec()));
        }
        let mut summary = Summary {
            title: NAME.to_owned(),
            subtitle: format!(
                "{}, {} classes",
                fitted_on(self.n_samples, self.coefficients.ncols()),
                labels.len()
            ),
            results: vec![("classes".to_owned(), labels.join(", "))],
            tables: vec![SummaryTable {
                caption: "coefficients (log-odds)".to_owned(),
                columns: heads,
                rows,
            }],
            ..self.parameters.summary()
        };
        if !self.converged {
            summary.notes.push(
                "The solver stopped before it arrived: scale the features, raise `max_iter` or choose a smaller `c`."
                    .to_owned(),
            );
        }
        summary
    }
}

//! Logistic regression for two or more classes, by linfa's L-BFGS solver.

mod problem;

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};

use problem::{Problem, probabilities};

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
        let solution = Problem::new(self, data.features.view(), indices, classes.len()).solve()?;
        Ok(FittedLogisticRegression {
            parameters: self.clone(),
            coefficients: solution.coefficients,
            intercepts: solution.intercepts,
            classes: classes.into(),
            class_names: data.class_names.as_ref().map(|names| names.to_vec()),
            feature_names: data.features.names.to_vec(),
            n_samples: data.target.len(),
            converged: solution.converged,
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

    /// The sizes of the coefficients, summed over the classes.
    fn feature_importances(&self) -> Option<Array1<f64>> {
        Some(self.coefficients.mapv(f64::abs).sum_axis(Axis(0)))
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

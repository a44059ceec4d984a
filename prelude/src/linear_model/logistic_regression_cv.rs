//! Logistic regression that chooses the strength of its penalty on held-out folds.

use ndarray::{Array1, Array2, ArrayView2, Axis};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::logistic_regression::{Problem, probabilities, report_classes, scores};
use super::{LogisticRegression, Penalty, check_at_least_one, check_positive, check_share};
use crate::dataset::Training;
use crate::display::number;
use crate::error::{Error, Result};
use crate::model::estimators::classifier;
use crate::model::{ClassTarget, ClassWeight, Classes, Seen, Summary, argmax_rows, weights_of};
use crate::model_selection::StratifiedKFold;
use crate::preprocessing::numeric::setting;

const NAME: &str = "LogisticRegressionCv";

/// [`LogisticRegression`] with the `c` of several that classifies held-out samples best.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let model = LogisticRegressionCv::new().cs(&[0.01, 1.0, 100.0]).fit(&iris())?;
/// assert!([0.01, 1.0, 100.0].contains(&model.c()));
/// assert_eq!(model.cv_scores().shape(), [3, 5]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LogisticRegressionCv {
    cs: Vec<f64>,
    cv: usize,
    penalty: Penalty,
    l1_ratio: f64,
    fit_intercept: bool,
    class_weight: Option<ClassWeight>,
    max_iter: usize,
    tolerance: f64,
}

impl Default for LogisticRegressionCv {
    fn default() -> Self {
        Self {
            cs: (0..10).map(|k| 10.0_f64.powf(-4.0 + 8.0 * f64::from(k) / 9.0)).collect(),
            cv: 5,
            penalty: Penalty::L2,
            l1_ratio: 0.5,
            fit_intercept: true,
            class_weight: None,
            max_iter: 100,
            tolerance: 1e-6,
        }
    }
}

impl LogisticRegressionCv {
    /// Ten values of `c` from 0.0001 to 10,000, five stratified folds.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The inverse strengths to try, each above 0. Default: ten from 0.0001 to 10,000.
    #[must_use]
    pub fn cs(mut self, cs: &[f64]) -> Self {
        self.cs = cs.to_vec();
        self
    }

    /// So many folds with the same shares of the classes. Default 5.
    #[must_use]
    pub fn cv(mut self, n_splits: usize) -> Self {
        self.cv = n_splits;
        self
    }

    /// What keeps the weights small. Default [`Penalty::L2`].
    #[must_use]
    pub fn penalty(mut self, penalty: Penalty) -> Self {
        self.penalty = penalty;
        self
    }

    /// The L1 part of [`Penalty::ElasticNet`], 0 to 1. Default 0.5.
    #[must_use]
    pub fn l1_ratio(mut self, l1_ratio: f64) -> Self {
        self.l1_ratio = l1_ratio;
        self
    }

    /// Whether the weighted sum has a constant term. Default `true`.
    #[must_use]
    pub fn fit_intercept(mut self, fit_intercept: bool) -> Self {
        self.fit_intercept = fit_intercept;
        self
    }

    /// How much the samples of each class count. Default all the same.
    #[must_use]
    pub fn class_weight(mut self, class_weight: ClassWeight) -> Self {
        self.class_weight = Some(class_weight);
        self
    }

    /// Steps of the solver for each `c`. Default 100.
    #[must_use]
    pub fn max_iter(mut self, max_iter: usize) -> Self {
        self.max_iter = max_iter;
        self
    }

    /// The solver's tolerance, see [`LogisticRegression::tolerance`]. Default 1e-6.
    #[must_use]
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.tolerance = tolerance;
        self
    }

    fn learn(&self, data: &Training<'_>, target: &ClassTarget) -> Result<FittedLogisticRegressionCv> {
        self.check()?;
        let mut cs = self.cs.clone();
        cs.sort_by(f64::total_cmp);
        let folds: Vec<_> = StratifiedKFold::new(self.cv).split(data.target.to_vec())?.collect();
        let columns: Vec<Array1<f64>> = folds
            .par_iter()
            .map(|(train, test)| self.fold_scores(data, target, &cs, train, test))
            .collect::<Result<_>>()?;
        let views: Vec<_> = columns.iter().map(|scores| scores.view().insert_axis(Axis(1))).collect();
        let cv_scores = ndarray::concatenate(Axis(1), &views).unwrap_or_default();
        let means = cv_scores.mean_axis(Axis(1)).unwrap_or_default();
        let best = (0..cs.len()).fold(0, |best, k| if means[k] > means[best] { k } else { best });
        let weights = weights_of(NAME, target, data.weights(), self.class_weight.as_ref())?;
        let problem =
            Problem::new(data.features.view(), target, Some((&weights).into()), self.fit_intercept)?;
        let solution = problem.solve(&self.model(cs[best]), None)?;
        Ok(FittedLogisticRegressionCv {
            parameters: self.clone(),
            seen: Seen::of(&data.features),
            classes: target.classes.clone(),
            coefficients: solution.coefficients,
            intercepts: solution.intercepts,
            c: cs[best],
            cs: cs.into(),
            cv_scores,
            converged: solution.converged,
        })
    }

    /// The accuracy on a fold's test part for each `c`, ascending.
    fn fold_scores(
        &self,
        data: &Training<'_>,
        target: &ClassTarget,
        cs: &[f64],
        train: &[usize],
        test: &[usize],
    ) -> Result<Array1<f64>> {
        let part = |rows: &[usize]| ClassTarget {
            classes: target.classes.clone(),
            codes: rows.iter().map(|row| target.codes[*row]).collect(),
        };
        let (x, learnt) = (data.features.values.select(Axis(0), train), part(train));
        let own = data.weights().map(|weights| weights.select(Axis(0), train));
        let weights =
            weights_of(NAME, &learnt, own.as_ref().map(|own| own.view()), self.class_weight.as_ref())?;
        let problem = Problem::new(x.view(), &learnt, Some((&weights).into()), self.fit_intercept)?;
        let (test_x, held_out) = (data.features.values.select(Axis(0), test), part(test).codes);
        let mut last = None;
        let mut scores = Vec::with_capacity(cs.len());
        for c in cs {
            let solution = problem.solve(&self.model(*c), last.as_ref())?;
            let shares = probabilities(test_x.view(), &solution.coefficients, &solution.intercepts);
            let right = argmax_rows(&shares).iter().zip(&held_out).filter(|(a, b)| a == b).count();
            scores.push(right as f64 / held_out.len() as f64);
            last = Some(solution);
        }
        Ok(scores.into())
    }

    fn model(&self, c: f64) -> LogisticRegression {
        LogisticRegression::new()
            .penalty(self.penalty)
            .c(c)
            .l1_ratio(self.l1_ratio)
            .fit_intercept(self.fit_intercept)
            .max_iter(self.max_iter)
            .tolerance(self.tolerance)
    }

    fn check(&self) -> Result<()> {
        if self.cs.is_empty() {
            return Err(Error::empty("`cs`", "one number above 0"));
        }
        self.cs.iter().try_for_each(|c| check_positive(NAME, "cs", *c))?;
        check_share(NAME, "l1_ratio", self.l1_ratio)?;
        check_at_least_one(NAME, "max_iter", self.max_iter)?;
        check_positive(NAME, "tolerance", self.tolerance)
    }

    fn settings(&self) -> Vec<(String, String)> {
        let cs: Vec<String> = self.cs.iter().map(|c| number(*c)).collect();
        vec![
            setting("cs", format!("[{}]", cs.join(", "))),
            setting("cv", self.cv),
            setting("penalty", self.penalty),
            setting("l1_ratio", number(self.l1_ratio)),
            setting("fit_intercept", self.fit_intercept),
            setting(
                "class_weight",
                self.class_weight.as_ref().map_or("none".to_owned(), ToString::to_string),
            ),
            setting("max_iter", self.max_iter),
            setting("tolerance", number(self.tolerance)),
        ]
    }
}

classifier!(LogisticRegressionCv => FittedLogisticRegressionCv, weights: used);

/// A fitted [`LogisticRegressionCv`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedLogisticRegressionCv {
    parameters: LogisticRegressionCv,
    seen: Seen,
    classes: Classes,
    coefficients: Array2<f64>,
    intercepts: Array1<f64>,
    c: f64,
    cs: Array1<f64>,
    cv_scores: Array2<f64>,
    converged: bool,
}

impl FittedLogisticRegressionCv {
    /// Shape (1, n_features) for two classes, where it speaks for the second; else (n_classes,
    /// n_features).
    pub fn coefficients(&self) -> &Array2<f64> {
        &self.coefficients
    }

    /// One per row of [`coefficients`](Self::coefficients).
    pub fn intercepts(&self) -> &Array1<f64> {
        &self.intercepts
    }

    /// The inverse strength that was chosen.
    pub fn c(&self) -> f64 {
        self.c
    }

    /// Those tried, ascending.
    pub fn cs(&self) -> &Array1<f64> {
        &self.cs
    }

    /// The accuracy on held-out samples, shape (n_cs, n_folds).
    pub fn cv_scores(&self) -> ArrayView2<'_, f64> {
        self.cv_scores.view()
    }

    /// Whether the solver arrived at the optimum for the chosen `c`.
    pub fn converged(&self) -> bool {
        self.converged
    }

    fn probabilities(&self, x: ArrayView2<'_, f64>) -> Result<Array2<f64>> {
        Ok(probabilities(x, &self.coefficients, &self.intercepts))
    }

    fn decision_rows(&self, x: ArrayView2<'_, f64>) -> Result<Option<Array2<f64>>> {
        Ok(Some(scores(x, &self.coefficients, &self.intercepts)))
    }

    fn decide(&self, x: ArrayView2<'_, f64>) -> Result<Vec<usize>> {
        Ok(argmax_rows(&self.probabilities(x)?))
    }

    /// The sizes of the coefficients, summed over the classes.
    fn importances(&self) -> Option<Array1<f64>> {
        Some(self.coefficients.mapv(f64::abs).sum_axis(Axis(0)))
    }

    fn report(&self, summary: &mut Summary) {
        summary.results.push(("chosen c".to_owned(), number(self.c)));
        report_classes(summary, &self.class_labels(), &self.seen, &self.coefficients, &self.intercepts);
        if !self.converged {
            summary.notes.push(super::NOT_CONVERGED.to_owned());
        }
    }
}

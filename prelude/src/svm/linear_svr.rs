//! Linear support vector regression.

use std::fmt;

use ndarray::{Array1, ArrayView2, s};
use serde::{Deserialize, Serialize};

use super::coordinates::{Rounds, epsilon_insensitive};
use super::linear_svc::{intercept_of, with_intercept};
use super::newton::{Excess, minimize};
use super::svr::check_epsilon;
use super::{STOPPED, check_common};
use crate::dataset::Training;
use crate::display::number;
use crate::error::Result;
use crate::model::estimators::regressor;
use crate::model::{Seen, Summary, SummaryTable};
use crate::preprocessing::numeric::setting;

const NAME: &str = "LinearSvr";

/// What a target costs that is missed by more than `epsilon`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SvrLoss {
    /// As much as it is missed by beyond `epsilon`.
    #[default]
    EpsilonInsensitive,
    /// The square of it.
    SquaredEpsilonInsensitive,
}

impl fmt::Display for SvrLoss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EpsilonInsensitive => "epsilon_insensitive",
            Self::SquaredEpsilonInsensitive => "squared_epsilon_insensitive",
        })
    }
}

/// A linear function that pays for targets missed by more than `epsilon`, which outliers bend less
/// than least squares. Scale the features and the target first; as in scikit-learn, the intercept is
/// penalised with the weights.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let (x, y) = (array![[0.0], [1.0], [2.0], [3.0], [4.0]], array![1.0, 3.0, 5.0, 7.0, 90.0]);
/// let model = LinearSvr::new().c(10.0).max_iter(100_000).fit((&x, &y))?;
/// assert!((model.predict(&array![[1.5]])?[0] - 4.0).abs() < 0.1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: C. Ho, C. Lin, "Large-scale linear support vector regression", 2012.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinearSvr {
    epsilon: f64,
    c: f64,
    loss: SvrLoss,
    fit_intercept: bool,
    intercept_scaling: f64,
    tolerance: f64,
    max_iter: usize,
    seed: u64,
}

impl Default for LinearSvr {
    fn default() -> Self {
        Self {
            epsilon: 0.0,
            c: 1.0,
            loss: SvrLoss::EpsilonInsensitive,
            fit_intercept: true,
            intercept_scaling: 1.0,
            tolerance: 1e-4,
            max_iter: 1000,
            seed: 0,
        }
    }
}

impl LinearSvr {
    /// Every miss counts, `c` = 1.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How far a target may be missed at no cost. Default 0.
    #[must_use]
    pub fn epsilon(mut self, epsilon: f64) -> Self {
        self.epsilon = epsilon;
        self
    }

    /// How much it costs to miss a target; smaller is a flatter function. Default 1.
    #[must_use]
    pub fn c(mut self, c: f64) -> Self {
        self.c = c;
        self
    }

    /// What a missed target costs. Default [`SvrLoss::EpsilonInsensitive`].
    #[must_use]
    pub fn loss(mut self, loss: SvrLoss) -> Self {
        self.loss = loss;
        self
    }

    /// Whether the function need not be zero at the origin. Default `true`.
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

    /// The solver stops when no sample violates the optimum by more, or (squared) when the gradient
    /// has become this small a part of what it was. Default 1e-4.
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

    /// The seed of the order in which samples are looked at. Default 0.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    fn settings(&self) -> Vec<(String, String)> {
        vec![
            setting("epsilon", number(self.epsilon)),
            setting("c", number(self.c)),
            setting("loss", self.loss),
            setting("fit_intercept", self.fit_intercept),
            setting("tolerance", number(self.tolerance)),
            setting("max_iter", self.max_iter),
            setting("intercept_scaling", number(self.intercept_scaling)),
            setting("seed", self.seed),
        ]
    }

    fn learn(&self, data: &Training<'_>) -> Result<FittedLinearSvr> {
        check_common(NAME, self.c, self.tolerance, Some(self.max_iter))?;
        check_epsilon(NAME, self.epsilon)?;
        let x = with_intercept(NAME, data.features.view(), self.fit_intercept, self.intercept_scaling)?;
        let weights = data.weights();
        let cost = |row: usize| self.c * weights.map_or(1.0, |weights| weights[row]);
        let costs: Vec<f64> = (0..x.nrows()).map(cost).collect();
        let target = data.target.view();
        let fit = match self.loss {
            SvrLoss::SquaredEpsilonInsensitive => {
                let loss = Beyond { target: target.to_vec(), epsilon: self.epsilon };
                minimize(x.view(), &costs, &loss, self.tolerance, self.max_iter)?
            }
            SvrLoss::EpsilonInsensitive => {
                let rounds = Rounds { tolerance: self.tolerance, max_iter: self.max_iter, seed: self.seed };
                epsilon_insensitive(x.view(), target, &costs, self.epsilon, rounds)?
            }
        };
        let n_features = data.features.values.ncols();
        Ok(FittedLinearSvr {
            parameters: self.clone(),
            seen: Seen::of(&data.features),
            intercept: intercept_of(&fit.weights, n_features, self.intercept_scaling),
            coefficients: fit.weights.slice(s![..n_features]).to_owned(),
            converged: fit.converged,
        })
    }
}

struct Beyond {
    target: Vec<f64>,
    epsilon: f64,
}

impl Excess for Beyond {
    fn excess(&self, row: usize, prediction: f64) -> f64 {
        let miss = prediction - self.target[row];
        if miss > self.epsilon {
            miss - self.epsilon
        } else if miss < -self.epsilon {
            miss + self.epsilon
        } else {
            0.0
        }
    }
}

regressor!(LinearSvr => FittedLinearSvr, weights: used);

/// A fitted [`LinearSvr`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedLinearSvr {
    parameters: LinearSvr,
    seen: Seen,
    coefficients: Array1<f64>,
    intercept: f64,
    converged: bool,
}

impl FittedLinearSvr {
    /// One weight per feature.
    pub fn coefficients(&self) -> &Array1<f64> {
        &self.coefficients
    }

    pub fn intercept(&self) -> f64 {
        self.intercept
    }

    /// Whether the solver arrived at the optimum.
    pub fn converged(&self) -> bool {
        self.converged
    }

    fn predict_rows(&self, x: ArrayView2<'_, f64>) -> Result<Array1<f64>> {
        Ok(x.dot(&self.coefficients) + self.intercept)
    }

    fn importances(&self) -> Option<Array1<f64>> {
        Some(self.coefficients.mapv(f64::abs))
    }

    fn report(&self, summary: &mut Summary) {
        let mut rows = vec![("(intercept)".to_owned(), vec![self.intercept])];
        rows.extend(
            self.coefficients.iter().enumerate().map(|(j, value)| (self.seen.label(j), vec![*value])),
        );
        let columns = vec!["coefficient".to_owned()];
        summary.tables.push(SummaryTable { caption: String::new(), columns, rows });
        if !self.converged {
            summary.notes.push(STOPPED.to_owned());
        }
    }
}

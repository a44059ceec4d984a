//! Linear regression, one sample at a time.

use ndarray::Array1;
use serde::{Deserialize, Serialize};

use super::{LearningRate, RegressionLoss, State, Steps, sgd_parameters};
use crate::dataset::{AsTraining, Training};
use crate::display::number;
use crate::error::Result;
use crate::linear_model::fitted_linear::fitted_linear;
use crate::linear_model::{Penalty, check_not_negative};
use crate::model::estimators::regressor;
use crate::model::{Seen, Summary, check};
use crate::preprocessing::numeric::setting;

const NAME: &str = "SgdRegressor";

/// Linear regression by stochastic gradient descent. The features should have one scale
/// (`StandardScaler`).
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let x = Array2::from_shape_fn((200, 1), |(i, _)| i as f64 / 100.0 - 1.0);
/// let y = x.column(0).mapv(|x| 3.0 * x + 1.0);
/// let mut model = SgdRegressor::new().partial_fit((&x, &y))?; // the first batch
/// for _batch in 0..50 {
///     model.partial_fit((&x, &y))?;
/// }
/// assert!((model.coefficients()[0] - 3.0).abs() < 0.1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SgdRegressor {
    loss: RegressionLoss,
    epsilon: f64,
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
    seed: u64,
}

impl Default for SgdRegressor {
    fn default() -> Self {
        Self {
            loss: RegressionLoss::SquaredError,
            epsilon: 0.1,
            penalty: Penalty::L2,
            alpha: 1e-4,
            l1_ratio: 0.15,
            fit_intercept: true,
            max_iter: 1000,
            tolerance: 1e-3,
            n_iter_no_change: 5,
            learning_rate: LearningRate::InvScaling,
            eta0: 0.01,
            power_t: 0.25,
            seed: 0,
        }
    }
}

sgd_parameters!(SgdRegressor, "SgdRegressor");

impl SgdRegressor {
    /// Squared errors with an L2 penalty.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What is paid for an error. Default [`RegressionLoss::SquaredError`].
    #[must_use]
    pub fn loss(mut self, loss: RegressionLoss) -> Self {
        self.loss = loss;
        self
    }

    /// The error from which on it counts (differently). Default 0.1.
    #[must_use]
    pub fn epsilon(mut self, epsilon: f64) -> Self {
        self.epsilon = epsilon;
        self
    }

    /// Learns from the first batch of a stream, in one round in an order drawn by the seed.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn partial_fit(&self, data: impl AsTraining) -> Result<FittedSgdRegressor> {
        let data = data.training()?;
        check::training(&data)?;
        let steps = self.checked()?;
        let mut fitted = self.untrained(&data, &steps);
        fitted.learn_batch(&data)?;
        Ok(fitted)
    }

    fn learn(&self, data: &Training<'_>) -> Result<FittedSgdRegressor> {
        let steps = self.checked()?;
        let mut fitted = self.untrained(data, &steps);
        let loss = |row: usize, score: f64| self.loss.at(score, data.target[row], self.epsilon);
        fitted.state.run(&steps, data.features.view(), data.weights(), &loss)?;
        fitted.settle();
        Ok(fitted)
    }

    fn checked(&self) -> Result<Steps> {
        check_not_negative(NAME, "epsilon", self.epsilon)?;
        // The slope of the loss where the prediction is minus the fourth root of 1 / alpha.
        let typical = (1.0 / self.alpha.max(1e-300).sqrt()).sqrt();
        let steps = self.steps(self.loss.at(-typical, 1.0, self.epsilon).1.abs())?;
        Ok(Steps { curvature: Some(1.0), ..steps })
    }

    fn untrained(&self, data: &Training<'_>, steps: &Steps) -> FittedSgdRegressor {
        let seen = Seen { n_samples: 0, ..Seen::of(&data.features) };
        let state = State::new(seen.n_features, steps);
        let seen = Seen { n_samples: seen.n_samples + data.target.len(), ..seen };
        FittedSgdRegressor {
            parameters: self.clone(),
            coefficients: state.coefficients(),
            intercept: 0.0,
            seen,
            state,
        }
    }

    fn settings(&self) -> Vec<(String, String)> {
        let mut settings = vec![setting("loss", self.loss), setting("epsilon", number(self.epsilon))];
        settings.extend(self.shared_settings());
        settings
    }
}

regressor!(SgdRegressor => FittedSgdRegressor, weights: used);

/// A fitted [`SgdRegressor`], which can go on learning.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedSgdRegressor {
    parameters: SgdRegressor,
    seen: Seen,
    coefficients: Array1<f64>,
    intercept: f64,
    state: State,
}

impl FittedSgdRegressor {
    /// Learns from the next batch, in one round in an order drawn by the seed.
    ///
    /// # Errors
    /// As [`predict`](Self::predict), and [`Error::Fit`](crate::Error::Fit) if the weights grow without
    /// end.
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
        let order = steps.order(data.target.len(), self.state.n_iter);
        let (kind, epsilon) = (self.parameters.loss, self.parameters.epsilon);
        let loss = |row: usize, score: f64| kind.at(score, data.target[row], epsilon);
        let mut state = self.state.clone();
        state.round(&steps, data.features.view(), data.weights(), &loss, &order)?;
        state.n_iter += 1;
        self.state = state;
        self.settle();
        Ok(())
    }

    fn settle(&mut self) {
        self.coefficients = self.state.coefficients();
        self.intercept = self.state.intercept();
    }

    /// Rounds over the samples, or batches seen.
    pub fn n_iter(&self) -> usize {
        self.state.n_iter
    }

    fn details(&self, summary: &mut Summary) {
        summary.results.push(("rounds".to_owned(), self.state.n_iter.to_string()));
    }
}

fitted_linear!(FittedSgdRegressor);

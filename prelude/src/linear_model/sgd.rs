//! Linear models learnt one sample at a time, for data that does not end or does not fit in memory.
//!
//! `fit` goes through the samples many times in random order; `partial_fit` goes through a batch once
//! and can be called again with the next. linfa has no stochastic descent beside FTRL.
//!
//! Source: L. Bottou, "Stochastic gradient descent tricks", 2012.

mod classifier;
mod regressor;
mod state;

use serde::{Deserialize, Serialize};

pub use classifier::{FittedSgdClassifier, SgdClassifier};
pub use regressor::{FittedSgdRegressor, SgdRegressor};
pub(super) use state::{State, Steps};

/// What a classifier pays for a sample on the wrong side, or too near the boundary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClassificationLoss {
    /// A linear support vector machine.
    #[default]
    Hinge,
    SquaredHinge,
    /// Logistic regression, which has probabilities.
    LogLoss,
    /// Quadratic near the boundary, linear far on the wrong side; it has probabilities.
    ModifiedHuber,
    /// Only the wrong side counts.
    Perceptron,
}

/// What a regressor pays for an error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegressionLoss {
    /// Half the square.
    #[default]
    SquaredError,
    /// Half the square up to `epsilon`, linear beyond.
    Huber,
    /// Nothing up to `epsilon`, linear beyond.
    EpsilonInsensitive,
}

/// How the steps shrink with the number t of samples seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LearningRate {
    /// `eta0`, always.
    Constant,
    /// 1 / (alpha · (t₀ + t)), with t₀ from a rule of thumb.
    #[default]
    Optimal,
    /// `eta0 / t^power_t`.
    InvScaling,
    /// `eta0`, divided by five whenever the loss stops falling.
    Adaptive,
}

macro_rules! shown {
    ($($type:ident { $($variant:ident: $text:literal),* })*) => {$(
        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(match self { $(Self::$variant => $text),* })
            }
        }
    )*};
}
shown! {
    ClassificationLoss {
        Hinge: "hinge", SquaredHinge: "squared_hinge", LogLoss: "log_loss",
        ModifiedHuber: "modified_huber", Perceptron: "perceptron"
    }
    RegressionLoss { SquaredError: "squared_error", Huber: "huber", EpsilonInsensitive: "epsilon_insensitive" }
    LearningRate { Constant: "constant", Optimal: "optimal", InvScaling: "inv_scaling", Adaptive: "adaptive" }
}

impl ClassificationLoss {
    /// Loss and its slope at `margin`, the score times ±1.
    fn at(self, margin: f64) -> (f64, f64) {
        let short = 1.0 - margin;
        match self {
            Self::Hinge if short > 0.0 => (short, -1.0),
            Self::Perceptron if margin <= 0.0 => (-margin, -1.0),
            Self::SquaredHinge if short > 0.0 => (short * short, -2.0 * short),
            Self::ModifiedHuber if margin < -1.0 => (-4.0 * margin, -4.0),
            Self::ModifiedHuber if short > 0.0 => (short * short, -2.0 * short),
            Self::LogLoss => {
                let small = (-margin.abs()).exp();
                let wrong = if margin > 0.0 { small / (1.0 + small) } else { 1.0 / (1.0 + small) };
                ((-margin).max(0.0) + small.ln_1p(), -wrong)
            }
            _ => (0.0, 0.0),
        }
    }
}

impl RegressionLoss {
    /// Loss and its slope by the prediction.
    fn at(self, predicted: f64, y: f64, epsilon: f64) -> (f64, f64) {
        let error = predicted - y;
        let size = error.abs();
        match self {
            Self::SquaredError => (0.5 * error * error, error),
            Self::Huber if size <= epsilon => (0.5 * error * error, error),
            Self::Huber => (epsilon * (size - 0.5 * epsilon), epsilon * error.signum()),
            Self::EpsilonInsensitive if size > epsilon => (size - epsilon, error.signum()),
            Self::EpsilonInsensitive => (0.0, 0.0),
        }
    }
}

/// Adds the builder methods, checks and settings that classifier and regressor share, to a type with
/// the fields named here.
macro_rules! sgd_parameters {
    ($model:ident, $name:literal) => {
        impl $model {
            /// What keeps the weights small. Default [`Penalty::L2`].
            #[must_use]
            pub fn penalty(mut self, penalty: Penalty) -> Self {
                self.penalty = penalty;
                self
            }

            /// The strength of the penalty. Default 0.0001.
            #[must_use]
            pub fn alpha(mut self, alpha: f64) -> Self {
                self.alpha = alpha;
                self
            }

            /// The L1 part of [`Penalty::ElasticNet`], 0 to 1. Default 0.15.
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

            /// Rounds over the samples. Default 1,000.
            #[must_use]
            pub fn max_iter(mut self, max_iter: usize) -> Self {
                self.max_iter = max_iter;
                self
            }

            /// The rounds end when the mean loss has not fallen by this much for
            /// `n_iter_no_change` of them. Default 0.001.
            #[must_use]
            pub fn tolerance(mut self, tolerance: f64) -> Self {
                self.tolerance = tolerance;
                self
            }

            /// Rounds without progress before the end. Default 5.
            #[must_use]
            pub fn n_iter_no_change(mut self, n_iter_no_change: usize) -> Self {
                self.n_iter_no_change = n_iter_no_change;
                self
            }

            /// How the steps shrink.
            #[must_use]
            pub fn learning_rate(mut self, learning_rate: LearningRate) -> Self {
                self.learning_rate = learning_rate;
                self
            }

            /// The first step. Default 0.01.
            #[must_use]
            pub fn eta0(mut self, eta0: f64) -> Self {
                self.eta0 = eta0;
                self
            }

            /// The exponent of [`LearningRate::InvScaling`].
            #[must_use]
            pub fn power_t(mut self, power_t: f64) -> Self {
                self.power_t = power_t;
                self
            }

            /// The seed of the samples' order. Default 0.
            #[must_use]
            pub fn seed(mut self, seed: u64) -> Self {
                self.seed = seed;
                self
            }

            fn steps(&self, typical_slope: f64) -> Result<Steps> {
                use $crate::linear_model::{
                    check_at_least_one, check_not_negative, check_positive, check_share,
                };
                check_not_negative($name, "alpha", self.alpha)?;
                check_share($name, "l1_ratio", self.l1_ratio)?;
                check_at_least_one($name, "max_iter", self.max_iter)?;
                check_at_least_one($name, "n_iter_no_change", self.n_iter_no_change)?;
                check_positive($name, "eta0", self.eta0)?;
                check_not_negative($name, "power_t", self.power_t)?;
                if self.learning_rate == LearningRate::Optimal {
                    check_positive($name, "alpha", self.alpha)?;
                }
                let l1_share = match self.penalty {
                    Penalty::None | Penalty::L2 => 0.0,
                    Penalty::L1 => 1.0,
                    Penalty::ElasticNet => self.l1_ratio,
                };
                let strength = if self.penalty == Penalty::None { 0.0 } else { self.alpha };
                Ok(Steps {
                    model: $name,
                    l1: strength * l1_share,
                    l2: strength * (1.0 - l1_share),
                    alpha: self.alpha,
                    fit_intercept: self.fit_intercept,
                    max_iter: self.max_iter,
                    tolerance: self.tolerance,
                    n_iter_no_change: self.n_iter_no_change,
                    learning_rate: self.learning_rate,
                    eta0: self.eta0,
                    power_t: self.power_t,
                    seed: self.seed,
                    typical_slope,
                    curvature: None,
                })
            }

            fn shared_settings(&self) -> Vec<(String, String)> {
                vec![
                    setting("penalty", self.penalty),
                    setting("alpha", number(self.alpha)),
                    setting("l1_ratio", number(self.l1_ratio)),
                    setting("fit_intercept", self.fit_intercept),
                    setting("max_iter", self.max_iter),
                    setting("tolerance", number(self.tolerance)),
                    setting("n_iter_no_change", self.n_iter_no_change),
                    setting("learning_rate", self.learning_rate),
                    setting("eta0", number(self.eta0)),
                    setting("power_t", number(self.power_t)),
                    setting("seed", self.seed),
                ]
            }
        }
    };
}
pub(super) use sgd_parameters;

//! Gradient descent to look at: six ways down a slope, each telling the whole path.
//!
//! A function gives its value and its gradient at a point; `minimize` starts somewhere and walks. What
//! comes back is every point on the way with the loss there, ready to be drawn over contour lines, and
//! whether the walk arrived, ran out of steps, or ran away.
//!
//! ```
//! use ferrolab_prelude::prelude::*;
//!
//! let valley = |p: &Array1<f64>| (p[0].powi(2) + 10.0 * p[1].powi(2), array![2.0 * p[0], 20.0 * p[1]]);
//! let path = optim::Momentum::new(0.02).minimize(valley, &[4.0, 2.0])?;
//! assert_eq!(path.status(), optim::DescentStatus::Converged);
//! assert!(path.position().iter().all(|p| p.abs() < 1e-5));
//! assert_eq!(path.path().ncols(), 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod descent;

use ndarray::Array1;
use serde::{Deserialize, Serialize};

pub use descent::{DescentPath, DescentStatus};
use descent::{Walk, walk};

use crate::array::AsNumbers;
use crate::error::{Error, Result};

/// A way to turn gradients into steps.
trait Rule {
    /// The change of the parameters. `gradient` asks for the gradient somewhere.
    fn step(
        &mut self,
        at: &Array1<f64>,
        slope: &Array1<f64>,
        gradient: &mut dyn FnMut(&Array1<f64>) -> Array1<f64>,
    ) -> Array1<f64>;
}

macro_rules! optimizer {
    (
        $(#[$about:meta])*
        $model:ident, $name:literal, { $($(#[$field_about:meta])* $field:ident: $default:expr),* }
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub struct $model {
            learning_rate: f64,
            $($field: f64,)*
            max_steps: usize,
            tolerance: f64,
        }

        impl $model {
            /// With this learning rate: the share of the (adapted) gradient that a step is.
            #[must_use]
            pub fn new(learning_rate: f64) -> Self {
                Self { learning_rate, $($field: $default,)* max_steps: 1000, tolerance: 1e-6 }
            }

            $(
                $(#[$field_about])*
                #[must_use]
                pub fn $field(mut self, $field: f64) -> Self {
                    self.$field = $field;
                    self
                }
            )*

            /// The most steps. Default 1,000.
            #[must_use]
            pub fn max_steps(mut self, max_steps: usize) -> Self {
                self.max_steps = max_steps;
                self
            }

            /// The walk ends where the gradient's length is below this; 0 takes all steps. Default
            /// 1e-6.
            #[must_use]
            pub fn tolerance(mut self, tolerance: f64) -> Self {
                self.tolerance = tolerance;
                self
            }

            /// Walks down from `start`. `function` gives the loss and its gradient, which has as many
            /// elements as there are parameters.
            ///
            /// # Errors
            /// [`Error::Parameter`] for settings out of range, [`Error::Empty`] for no parameters,
            /// [`Error::LengthMismatch`] for a gradient of another length,
            /// [`Error::Interrupted`]. That a walk runs away is no error: the path tells.
            pub fn minimize(
                &self,
                mut function: impl FnMut(&Array1<f64>) -> (f64, Array1<f64>),
                start: impl AsNumbers,
            ) -> Result<DescentPath> {
                self.minimize_dyn(&mut function, &start)
            }

            fn minimize_dyn(
                &self,
                function: &mut dyn FnMut(&Array1<f64>) -> (f64, Array1<f64>),
                start: &dyn AsNumbers,
            ) -> Result<DescentPath> {
                let start = Array1::from(start.numbers()?.values.into_owned());
                crate::linear_model::check_positive($name, "learning_rate", self.learning_rate)?;
                crate::linear_model::check_not_negative($name, "tolerance", self.tolerance)?;
                $(check_decay($name, stringify!($field), self.$field)?;)*
                let walk_settings =
                    Walk { optimizer: $name, max_steps: self.max_steps, tolerance: self.tolerance };
                let mut rule = self.rule(start.len());
                walk(walk_settings, &mut rule, function, start)
            }
        }
    };
}

optimizer!(
    /// Plain gradient descent: straight down, in proportion to the slope.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let path = optim::Sgd::new(0.1).minimize(|p| (p[0] * p[0], array![2.0 * p[0]]), &[1.0])?;
    /// assert_eq!(path.path()[[1, 0]], 0.8);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Sgd, "Sgd", {}
);

optimizer!(
    /// A heavy ball: steps add up, so that it gains speed along a valley and rolls over small bumps.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let ball = optim::Momentum::new(0.1).momentum(0.5);
    /// let path = ball.minimize(|p| (p[0] * p[0], array![2.0 * p[0]]), &[1.0])?;
    /// assert!((path.path()[[2, 0]] - 0.54).abs() < 1e-12);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: B. Polyak, "Some methods of speeding up the convergence of iteration methods", 1964.
    Momentum, "Momentum", {
        /// The share of the last step that is kept, from 0 to below 1. Default 0.9.
        momentum: 0.9
    }
);

optimizer!(
    /// Momentum that looks at the slope ahead, where the ball is rolling to.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let path = optim::Nesterov::new(0.1).minimize(|p| (p[0] * p[0], array![2.0 * p[0]]), &[1.0])?;
    /// assert!(path.loss() < 1e-10);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: Y. Nesterov, "A method of solving a convex programming problem with convergence rate
    /// O(1/k²)", 1983.
    Nesterov, "Nesterov", {
        /// The share of the last step that is kept, from 0 to below 1. Default 0.9.
        momentum: 0.9
    }
);

optimizer!(
    /// Each parameter's steps are divided by the root of a running mean of its squared gradients, so
    /// that steep and flat directions go at one speed.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let path = optim::RmsProp::new(0.01).minimize(|p| (p[0] * p[0], array![2.0 * p[0]]), &[1.0])?;
    /// assert!(path.loss() < 1e-3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: T. Tieleman, G. Hinton, "Lecture 6.5: RMSProp", 2012.
    RmsProp, "RmsProp", {
        /// The share of the running mean that is kept, from 0 to below 1. Default 0.9.
        decay: 0.9
    }
);

optimizer!(
    /// Each parameter's steps are divided by the root of the sum of its squared gradients: fast at
    /// first, ever slower.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let path = optim::Adagrad::new(0.5).minimize(|p| (p[0] * p[0], array![2.0 * p[0]]), &[1.0])?;
    /// assert!((path.path()[[1, 0]] - 0.5).abs() < 1e-6);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: J. Duchi, E. Hazan, Y. Singer, "Adaptive subgradient methods", 2011.
    Adagrad, "Adagrad", {}
);

optimizer!(
    /// Momentum and RMSProp together, both corrected for their start at zero.
    ///
    /// ```
    /// use ferrolab_prelude::prelude::*;
    ///
    /// let path = optim::Adam::new(0.1).minimize(|p| (p[0] * p[0], array![2.0 * p[0]]), &[1.0])?;
    /// assert!((path.path()[[1, 0]] - 0.9).abs() < 1e-6);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Source: D. Kingma, J. Ba, "Adam: a method for stochastic optimization", 2015.
    Adam, "Adam", {
        /// The share of the gradients' running mean that is kept, from 0 to below 1. Default 0.9.
        beta1: 0.9,
        /// The same for their squares. Default 0.999.
        beta2: 0.999
    }
);

fn check_decay(owner: &'static str, parameter: &'static str, value: f64) -> Result<()> {
    if (0.0..1.0).contains(&value) {
        return Ok(());
    }
    Err(Error::parameter(owner, parameter, value, "from 0 to below 1"))
}

/// What divides a step where no gradient was seen.
const TINY: f64 = 1e-8;

type Gradient<'a> = dyn FnMut(&Array1<f64>) -> Array1<f64> + 'a;

struct Plain {
    rate: f64,
}

impl Rule for Plain {
    fn step(&mut self, _at: &Array1<f64>, slope: &Array1<f64>, _gradient: &mut Gradient<'_>) -> Array1<f64> {
        slope * -self.rate
    }
}

struct Ball {
    rate: f64,
    momentum: f64,
    ahead: bool,
    velocity: Array1<f64>,
}

impl Rule for Ball {
    fn step(&mut self, at: &Array1<f64>, slope: &Array1<f64>, gradient: &mut Gradient<'_>) -> Array1<f64> {
        let kept = &self.velocity * self.momentum;
        let slope = if self.ahead { gradient(&(at + &kept)) } else { slope.clone() };
        self.velocity = kept - slope * self.rate;
        self.velocity.clone()
    }
}

struct Scaled {
    rate: f64,
    /// The share of the squares that is kept; all of them are summed without.
    decay: Option<f64>,
    squares: Array1<f64>,
}

impl Rule for Scaled {
    fn step(&mut self, _at: &Array1<f64>, slope: &Array1<f64>, _gradient: &mut Gradient<'_>) -> Array1<f64> {
        let fresh = slope * slope;
        self.squares = match self.decay {
            Some(decay) => &self.squares * decay + fresh * (1.0 - decay),
            None => &self.squares + &fresh,
        };
        slope * -self.rate / (self.squares.mapv(f64::sqrt) + TINY)
    }
}

struct Moments {
    rate: f64,
    betas: (f64, f64),
    mean: Array1<f64>,
    squares: Array1<f64>,
    steps: i32,
}

impl Rule for Moments {
    fn step(&mut self, _at: &Array1<f64>, slope: &Array1<f64>, _gradient: &mut Gradient<'_>) -> Array1<f64> {
        let (first, second) = self.betas;
        self.steps = self.steps.saturating_add(1);
        self.mean = &self.mean * first + slope * (1.0 - first);
        self.squares = &self.squares * second + (slope * slope) * (1.0 - second);
        let mean = &self.mean / (1.0 - first.powi(self.steps));
        let squares = &self.squares / (1.0 - second.powi(self.steps));
        mean * -self.rate / (squares.mapv(f64::sqrt) + TINY)
    }
}

impl Sgd {
    fn rule(&self, _n_parameters: usize) -> Plain {
        Plain { rate: self.learning_rate }
    }
}

impl Momentum {
    fn rule(&self, n: usize) -> Ball {
        Ball { rate: self.learning_rate, momentum: self.momentum, ahead: false, velocity: Array1::zeros(n) }
    }
}

impl Nesterov {
    fn rule(&self, n: usize) -> Ball {
        Ball { rate: self.learning_rate, momentum: self.momentum, ahead: true, velocity: Array1::zeros(n) }
    }
}

impl RmsProp {
    fn rule(&self, n: usize) -> Scaled {
        Scaled { rate: self.learning_rate, decay: Some(self.decay), squares: Array1::zeros(n) }
    }
}

impl Adagrad {
    fn rule(&self, n: usize) -> Scaled {
        Scaled { rate: self.learning_rate, decay: None, squares: Array1::zeros(n) }
    }
}

impl Adam {
    fn rule(&self, n: usize) -> Moments {
        Moments {
            rate: self.learning_rate,
            betas: (self.beta1, self.beta2),
            mean: Array1::zeros(n),
            squares: Array1::zeros(n),
            steps: 0,
        }
    }
}
